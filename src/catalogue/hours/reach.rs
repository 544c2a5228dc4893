//! On which days and at which hours something can be met or reached: exactly for one service, and in a few bytes for passing over the many that can't.

use super::calendar::{Calendar, Slot, held_on};
use super::timetable::{Opening, Span, Timetable};
use super::{moment, weekday};
use crate::catalogue::types::{Answer, Day};
use chrono::{NaiveDate, NaiveDateTime, Timelike};

/// The days and hours of a week at which something may be open: never too few of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// Days of the week, bit 0 is Monday.
    pub days: u8,
    /// Hours of each day, bit 0 is the one after midnight; three bytes a day.
    pub hours: [u8; Self::HOURS],
}

impl Reach {
    /// Bytes of the hours.
    pub const HOURS: usize = 21;

    /// Returns the reach of opening hours and sessions.
    pub fn of(table: Option<&Timetable>, slots: &[Slot]) -> Self {
        let mut out = Self::default();
        for span in table.iter().flat_map(|t| t.week.iter().chain(t.holiday.iter().flatten())) {
            out.add(span.day, span.from, span.to);
        }
        for slot in slots {
            for day in (0..7).filter(|day| slot.days & 1 << day != 0) {
                out.add(day, slot.from, slot.to);
            }
            out.days |= slot.days;
        }
        // Hours that hold on bank holidays alone make no ordinary day.
        out.days |= table.iter().flat_map(|t| &t.week).fold(0, |days, span| days | 1 << span.day);
        out
    }

    fn add(&mut self, day: u8, from: u16, to: u16) {
        // Nothing runs past midnight: the check refuses it.
        for hour in (from / 60..to.div_ceil(60)).filter(|hour| *hour < 24) {
            self.hours[usize::from(day) * 3 + usize::from(hour / 8)] |= 1 << (hour % 8);
        }
    }

    /// Returns whether something may be open in some times of a week.
    pub fn meets(hours: &[u8], times: Times) -> bool {
        let span = usize::from(times.from / 60)..usize::from(times.to.div_ceil(60)).min(24);
        // Three bytes hold the hours of a day.
        let wanted = span.fold(0u32, |bits, hour| bits | 1 << hour);
        let days = hours.chunks_exact(3).enumerate().filter(|(day, _)| times.days & 1 << day != 0);
        days.map(|(_, own)| u32::from_le_bytes([own[0], own[1], own[2], 0])).any(|own| own & wanted != 0)
    }

    /// Returns whether something may be open at a moment.
    pub fn holds(hours: &[u8], now: NaiveDateTime) -> bool {
        let hour = now.hour() as usize;
        let byte = hours.get(usize::from(weekday(now.date())) * 3 + hour / 8);
        byte.is_some_and(|byte| byte & 1 << (hour % 8) != 0)
    }
}

/// Returns whether something with these hours and sessions is open at a moment.
pub fn open_at(table: Option<&Timetable>, slots: &[Slot], calendar: &Calendar, now: NaiveDateTime) -> Answer {
    let today = now.date();
    let running = |slot: &&Slot| moment(today, slot.from) <= now && now < moment(today, slot.to);
    let sessions: Vec<bool> = slots.iter().filter(running).filter_map(|s| held_on(s, today, calendar)).collect();
    match table.map(|table| table.at(now, calendar)) {
        Some(Opening::Always | Opening::Now { .. }) => Answer::Yes,
        _ if sessions.contains(&true) => Answer::Yes,
        Some(Opening::Ask) => Answer::Ask,
        _ if !sessions.is_empty() => Answer::Ask,
        _ => Answer::No,
    }
}

/// Returns whether something with these hours and sessions can be met or reached in some times of an ordinary week; sessions that have come to their end don't count.
pub fn open_in(table: Option<&Timetable>, slots: &[Slot], times: Times, today: NaiveDate) -> bool {
    table.is_some_and(|table| table.week.iter().any(|span| span.is_in(times)))
        || slots.iter().any(|slot| slot.meets(times, today))
}

/// Times of a week: from one minute after midnight to another on each of some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// Days of the week, bit 0 is Monday.
    pub days: u8,
    /// Minutes from midnight.
    pub from: u16,
    /// Minutes from midnight, after the first.
    pub to: u16,
}

impl Times {
    /// All days of a week.
    pub const EVERY_DAY: u8 = 127;
    /// The minutes of a day.
    pub const DAY: u16 = 24 * 60;

    /// Returns the whole of one day.
    pub fn on(day: Day) -> Self {
        Self { days: 1 << (day as u8), from: 0, to: Self::DAY }
    }
}

impl Span {
    /// Returns whether it lies at least in part in some times.
    pub fn is_in(&self, times: Times) -> bool {
        times.days & 1 << self.day != 0 && self.from < times.to && times.from < self.to
    }
}

impl Slot {
    /// Returns whether the session has a last day.
    pub fn ends(&self) -> bool {
        self.last.is_some()
    }

    /// Returns the days of the week on which the session is held, bit 0 is Monday.
    pub fn days(&self) -> u8 {
        self.days
    }

    /// Returns when it begins and ends, in minutes from midnight.
    pub fn hours(&self) -> (u16, u16) {
        (self.from, self.to)
    }

    /// Returns whether the session is held in school term alone.
    pub fn in_term_only(&self) -> bool {
        self.term_time
    }

    /// Returns whether the session is held in one of these times, and has not come to its end.
    pub fn meets(&self, times: Times, today: NaiveDate) -> bool {
        times.days & self.days != 0
            && self.from < times.to
            && times.from < self.to
            && self.last.is_none_or(|last| today <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::types::{BankHolidays, Holiday, Nation, Session};
    use proptest::prelude::*;

    fn slots() -> impl Strategy<Value = Vec<Slot>> {
        let slot =
            (0u8..128, 0u16..24, 0u16..60, 1u16..300, any::<bool>()).prop_map(|(days, hour, minute, long, term)| {
                let from = hour * 60 + minute;
                let to = (from + long).min(24 * 60);
                let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
                let byday = [Day::Mo, Day::Tu, Day::We, Day::Th, Day::Fr, Day::Sa, Day::Su];
                Slot::of(&Session {
                    byday: byday.into_iter().filter(|day| days & 1 << (*day as u8) != 0).collect(),
                    opens_at: time(from),
                    closes_at: time(to),
                    term_time: term,
                    ..Session::default()
                })
                .unwrap()
            });
        proptest::collection::vec(slot, 0..4)
    }

    proptest! {
        #[test]
        fn the_hours_of_a_week_leave_out_nothing_that_is_open(
            slots in slots(),
            hours in proptest::sample::select(vec!["", "24/7", "Mo-Fr 09:00-17:30", "Sa,Su 10:15-12:00; PH off", "Mo 20:00-24:00; PH 06:00-07:00"]),
            minutes in 0i64..(10 * 24 * 60),
        ) {
            let day = |text: &str| text.parse::<NaiveDate>().unwrap();
            let holidays = BankHolidays {
                last: Some(day("2026-12-31")),
                england_and_wales: vec![Holiday { on: day("2026-12-25"), name: "Christmas Day".into() }],
                ..BankHolidays::default()
            };
            let calendar = Calendar::new(&holidays, Some(Nation::England), None);
            let table = Timetable::parse(hours).ok().filter(|_| !hours.is_empty());
            let now = moment(day("2026-12-20"), 0) + chrono::TimeDelta::minutes(minutes);
            let reach = Reach::of(table.as_ref(), &slots);
            let silent = table.as_ref().is_some_and(|t| t.holiday.is_none()) && calendar.is_holiday(now.date()) == Some(true);
            if open_at(table.as_ref(), &slots, &calendar, now) != Answer::No {
                prop_assert!(Reach::holds(&reach.hours, now) || silent);
            }
            for day in [Day::Mo, Day::Sa] {
                let open = open_in(table.as_ref(), &slots, Times::on(day), now.date());
                prop_assert_eq!(open, reach.days & 1 << (day as u8) != 0, "none of these sessions ends");
                for (from, to) in [(0, 9 * 60), (15 * 60, 18 * 60), (10 * 60 + 20, 10 * 60 + 40), (23 * 60, Times::DAY)] {
                    let times = Times { from, to, ..Times::on(day) };
                    if open_in(table.as_ref(), &slots, times, now.date()) {
                        prop_assert!(Reach::meets(&reach.hours, times), "{times:?}");
                    }
                }
            }
        }
    }
}
