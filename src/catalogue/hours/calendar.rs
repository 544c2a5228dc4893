//! Bank holidays, school terms, and when sessions are held.

use super::words::minutes_of;
use super::{HORIZON, moment, weekday};
use crate::catalogue::types::{BankHolidays, Nation, Session, Terms};
use chrono::{Days, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Bank holidays and school terms where a hub stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    holidays: BTreeSet<NaiveDate>,
    holidays_last: Option<NaiveDate>,
    terms: Vec<(NaiveDate, NaiveDate)>,
    terms_last: Option<NaiveDate>,
}

impl Calendar {
    /// Returns the calendar of a nation, with a school's terms where they are known.
    pub fn new(holidays: &BankHolidays, nation: Option<Nation>, terms: Option<&Terms>) -> Self {
        Self {
            holidays: nation.map(|n| holidays.of(n).iter().map(|h| h.on).collect()).unwrap_or_default(),
            holidays_last: nation.and(holidays.last),
            terms: terms.map(|t| t.terms.iter().map(|t| (t.first, t.last)).collect()).unwrap_or_default(),
            terms_last: terms.and_then(|t| t.last),
        }
    }

    /// Returns whether the day is a bank holiday; nothing past the last day that is known.
    pub fn is_holiday(&self, day: NaiveDate) -> Option<bool> {
        (day <= self.holidays_last?).then(|| self.holidays.contains(&day))
    }

    /// Returns whether schools are open on the day; nothing where term dates are not known.
    pub fn in_term(&self, day: NaiveDate) -> Option<bool> {
        (day <= self.terms_last?).then(|| self.terms.iter().any(|(first, last)| *first <= day && day <= *last))
    }
}

/// A session's times, worked out once when the catalogue is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Days of the week, bit 0 is Monday.
    pub(super) days: u8,
    /// Minutes from midnight.
    pub(super) from: u16,
    /// Minutes from midnight.
    pub(super) to: u16,
    /// Every how many weeks.
    interval: u16,
    /// Only in school term.
    pub(super) term_time: bool,
    /// First day.
    first: Option<NaiveDate>,
    /// Last day.
    pub(super) last: Option<NaiveDate>,
}

impl Slot {
    /// Returns the times of a session, if they are times.
    pub fn of(session: &Session) -> Option<Self> {
        Some(Self {
            days: session.byday.iter().fold(0, |days, day| days | 1 << (*day as u8)),
            from: minutes_of(&session.opens_at)?,
            to: minutes_of(&session.closes_at)?,
            interval: u16::try_from(session.interval.unwrap_or(1)).unwrap_or(1),
            term_time: session.term_time,
            first: session.valid_from,
            last: session.valid_to,
        })
    }
}

/// One time at which a session is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// When it begins.
    pub from: NaiveDateTime,
    /// When it ends.
    pub to: NaiveDateTime,
    /// Its place in the service's list of sessions.
    pub session: usize,
    /// Whether it is sure: false when term dates or bank holidays are not known for the day.
    pub sure: bool,
}

/// Returns the next times at which sessions are held, soonest first, the one that runs now included.
pub fn occurrences(slots: &[Slot], calendar: &Calendar, now: NaiveDateTime, most: usize) -> Vec<Occurrence> {
    let mut out = Vec::new();
    // A list of fifty services asks this fifty times for each key, and many have no set times.
    if slots.is_empty() {
        return out;
    }
    let today = now.date();
    for ahead in 0..HORIZON {
        let Some(day) = today.checked_add_days(Days::new(ahead)) else { break };
        for (session, slot) in slots.iter().enumerate() {
            let Some(sure) = held_on(slot, day, calendar) else { continue };
            let (from, to) = (moment(day, slot.from), moment(day, slot.to));
            if now < to {
                out.push(Occurrence { from, to, session, sure });
            }
        }
        if out.len() >= most {
            break;
        }
    }
    out.sort_unstable();
    out.truncate(most);
    out
}

/// Returns nothing when the session is not held on the day, else whether that is sure.
pub(super) fn held_on(slot: &Slot, day: NaiveDate, calendar: &Calendar) -> Option<bool> {
    if slot.days & 1 << weekday(day) == 0
        || slot.first.is_some_and(|first| day < first)
        || slot.last.is_some_and(|last| last < day)
    {
        return None;
    }
    if let (2.., Some(first)) = (slot.interval, slot.first) {
        // Weeks are counted from the Monday of the first one.
        let monday = |d: NaiveDate| d.checked_sub_days(Days::new(weekday(d).into())).unwrap_or(d);
        if (monday(day) - monday(first)).num_weeks() % i64::from(slot.interval) != 0 {
            return None;
        }
    }
    // Nobody says whether a group is held on a bank holiday; in term time it is not, schools are closed.
    let holiday = calendar.is_holiday(day);
    match (slot.term_time, calendar.in_term(day)) {
        (true, Some(false)) => None,
        (true, Some(true)) if holiday == Some(true) => None,
        (true, None) => Some(false),
        _ => Some(holiday == Some(false)),
    }
}
