//! The clock: days and hours of enquiries come from it, and opening hours are told by it.

use super::Findings;
use crate::catalogue::hours;
use crate::clock::{NOW_VARIABLE, parse_now};
use crate::desk::Setup;
use crate::snapshot::Look;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// A clock that shows an earlier day is wrong: this program is younger.
// Worked out by the compiler: a day that is none would not compile.
pub const PROGRAM: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day of the calendar");

/// How far a clock may be behind before it was set back: an hour is all that an enquiry keeps.
const SLACK: TimeDelta = TimeDelta::hours(1);

/// Looks at the clock beside what was written under it before.
pub fn examine(setup: &Setup, compiled: Option<&Look>, last: Option<NaiveDateTime>, findings: &mut Findings) {
    let zone = compiled.and_then(|look| look.head.header.time_zone.as_deref());
    let known = zone.and_then(|zone| zone.parse().ok());
    let clock = known.map_or(setup.clock, |zone| setup.clock.in_zone(zone));
    let now = clock.now();
    let shown = format!("{}, {}", hours::date(now.date()), hours::time(now.time()));
    if clock.is_test() {
        findings.look(
            "stopped-clock",
            format!("The clock is stopped at {shown} by {NOW_VARIABLE}; whatever is saved is marked as a test."),
            format!("Unset {NOW_VARIABLE} at a real desk."),
        );
    }
    let set_it = "Set the clock of this computer, or ask IT.";
    let written = compiled.and_then(|look| parse_now(&look.manifest.compiled).ok());
    if now.date() < PROGRAM {
        findings.broken("clock", format!("The clock is wrong: it shows {shown}."), set_it);
    } else if last.is_some_and(|last| last > now + SLACK) {
        findings.broken(
            "clock",
            format!("It is {shown} by the clock, and there are enquiries of a later time. The clock was ahead, or is behind now."),
            set_it,
        );
    } else if written.is_some_and(|written| written > now + SLACK) {
        findings.look(
            "clock",
            format!("It is {shown} by the clock, and the catalogue was compiled later than that. The clock was ahead, or is behind now."),
            set_it,
        );
    } else {
        let zone = zone.filter(|_| known.is_some()).unwrap_or("Europe/London");
        findings.ok("clock", format!("It is {shown} ({zone})."));
    }
}
