//! On which days and at which hours something can be met or reached: exactly for one service, and in a few bytes for passing over the many that can't.

use super::calendar::{Calendar, Slot, held_on};
use super::timetable::{Opening, Timetable};
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

/// Returns whether something with these hours and sessions can be met or reached on a day of the week; sessions that have come to their end don't count.
pub fn open_on(table: Option<&Timetable>, slots: &[Slot], day: Day, today: NaiveDate) -> bool {
    let slot = |slot: &Slot| slot.days & 1 << (day as u8) != 0 && slot.last.is_none_or(|last| today <= last);
    table.is_some_and(|table| table.week.iter().any(|span| span.day == day as u8)) || slots.iter().any(slot)
}

impl Slot {
    /// Returns whether the session has a last day.
    pub fn ends(&self) -> bool {
        self.last.is_some()
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
                let open = open_on(table.as_ref(), &slots, day, now.date());
                prop_assert_eq!(open, reach.days & 1 << (day as u8) != 0, "none of these sessions ends");
            }
        }
    }
}
