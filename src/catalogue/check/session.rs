//! Set times of a service.

use super::super::types::{Service, Session};
use super::hours::clock_time;
use super::{Finder, Known, quote};

const UNKNOWN_TIME: &str = "If the times aren't known, leave the session out and say so in hours_note.";

/// Checks the sessions of a service.
pub(super) fn sessions(finder: &mut Finder<'_, '_, Service>, service: &Service, known: &Known) {
    for (index, session) in service.sessions.iter().enumerate() {
        days(finder, index, session);
        times(finder, index, session);
        let at = |key: &'static str| crate::at!["sessions", index, key];
        match session.interval {
            Some(0) => {
                finder.error(
                    "bad-interval",
                    &at("interval"),
                    "An interval of 0 weeks never comes.",
                    "1 is every week.",
                );
            }
            Some(2..) if session.valid_from.is_none() && !finder.parsed.has(&at("valid_from")) => {
                let what = "Nobody can tell which weeks this session is in.";
                finder.error(
                    "bad-interval",
                    &at("interval"),
                    what,
                    "Add valid_from, the day of one session, to count from.",
                );
            }
            _ => {}
        }
        if let (Some(from), Some(to)) = (session.valid_from, session.valid_to)
            && to < from
        {
            let what = format!("This session ends, on {to}, before it begins, on {from}.");
            finder.error("ends-before-start", &at("valid_to"), what, "Swap valid_from and valid_to, or correct one.");
        }
        if let Some(hub) = &session.hub {
            if !known.hubs.contains(hub) {
                finder.known("unknown-hub", "hub", hub, &known.hubs, &at("hub"));
            } else if !service.places.iter().any(|p| p.hub.as_deref() == Some(hub)) {
                let what = format!("The hub {} is not among the places of this service.", quote(hub));
                finder.error("hub-without-place", &at("hub"), what, "Add it under [[places]], or correct it.");
            }
        }
    }
}

fn days(finder: &mut Finder<'_, '_, Service>, index: usize, session: &Session) {
    let at = crate::at!["sessions", index, "byday"];
    if session.byday.is_empty() && !finder.told(&at) {
        finder.error("no-days", &at, "This session has no days.", "Write the days as byday = [\"Mo\", \"We\"].");
    }
    for (place, day) in session.byday.iter().enumerate() {
        if session.byday[..place].contains(day) {
            let what = format!("The day {day:?} stands here twice.");
            finder.error("doubled-day", &crate::at!["sessions", index, "byday", place], what, "Delete one.");
        }
    }
}

fn times(finder: &mut Finder<'_, '_, Service>, index: usize, session: &Session) {
    let mut minutes = [None; 2];
    for (slot, (key, text)) in
        [("opens_at", &session.opens_at), ("closes_at", &session.closes_at)].into_iter().enumerate()
    {
        let at = crate::at!["sessions", index, key];
        finder.required(text, &at, UNKNOWN_TIME);
        minutes[slot] = clock_time(text).filter(|m| key == "closes_at" || *m < 24 * 60);
        if minutes[slot].is_none() && !text.trim().is_empty() {
            let what = format!("{} is no time of the day.", quote(text));
            finder.error("bad-time", &at, what, "Write it in 24 hours, with two digits each: \"09:30\", \"14:00\".");
        }
    }
    if let [Some(opens), Some(closes)] = minutes
        && closes <= opens
    {
        let what = format!("This session closes ({}) before it opens ({}).", session.closes_at, session.opens_at);
        let hint = "Correct one of the times; over midnight, write two sessions.";
        finder.error("closes-before-opening", &crate::at!["sessions", index, "closes_at"], what, hint);
    }
}
