//! Opening hours and sessions: when something is open next, and how to say it. Wall-clock times local to the hub, so that 10am stays 10am across a clock change.

mod calendar;
mod reach;
mod timetable;
mod words;

pub use calendar::{Calendar, Occurrence, Slot, occurrences};
pub use reach::{Reach, Times, open_at, open_in};
pub use timetable::{Opening, Span, Timetable, Unusable};
pub use words::{
    date, day_name, day_names, join_and, minutes_of, moment_in_short, opening_in_short, session_in_words, short_date,
    span_in_words, time,
};

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

/// How many days ahead "next" looks.
const HORIZON: u64 = 60;

fn weekday(day: NaiveDate) -> u8 {
    // Monday is 0; the value is below 7.
    day.weekday().num_days_from_monday() as u8
}

fn moment(day: NaiveDate, minutes: u16) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + chrono::TimeDelta::minutes(minutes.into())
}

#[cfg(test)]
mod tests {
    use super::words::minutes_in_words;
    use super::*;
    use crate::catalogue::types::{BankHolidays, Day, Holiday, Nation, Session, Term, Terms};
    use crate::clock::parse_now;

    fn calendar() -> Calendar {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let christmas = Holiday { on: day("2026-12-25"), name: "Christmas Day".into() };
        let holidays = BankHolidays {
            last: Some(day("2026-12-31")),
            england_and_wales: vec![christmas],
            ..BankHolidays::default()
        };
        let term = Term { name: "Autumn".into(), first: day("2026-11-02"), last: day("2026-12-18") };
        let terms = Terms { last: Some(day("2026-12-31")), terms: vec![term], ..Terms::default() };
        Calendar::new(&holidays, Some(Nation::England), Some(&terms))
    }

    fn at(text: &str) -> NaiveDateTime {
        parse_now(text).unwrap()
    }

    #[test]
    fn says_when_it_opens() {
        let table = Timetable::parse("Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-15:00; PH off").unwrap();
        let say = |now| opening_in_short(table.at(at(now), &calendar()), at(now));
        assert_eq!(say("2026-11-23T09:00"), "open now until midday");
        assert_eq!(say("2026-11-23T12:30"), "opens today 1pm");
        assert_eq!(say("2026-11-22T12:30"), "opens tomorrow 9am");
        assert_eq!(say("2026-12-24T18:00"), "opens Sat 10am");
        assert_eq!(
            table.in_words(),
            ["Monday to Friday, 9am to midday and 1pm to 5pm", "Saturday, 10am to 3pm", "Closed on bank holidays"]
        );
        let silent = Timetable::parse("Mo-Fr 09:00-17:00").unwrap();
        assert_eq!(
            silent.at(at("2026-12-25T10:00"), &calendar()),
            Opening::Ask,
            "nobody said what holds on Christmas Day"
        );
        assert_eq!(Timetable::parse("24/7").unwrap().in_words(), ["24 hours, every day"]);
        assert_eq!(Timetable::parse("24/7").unwrap().at(at("2026-11-23T03:00"), &calendar()), Opening::Always);
    }

    #[test]
    fn refuses_what_a_week_cannot_hold() {
        assert_eq!(Timetable::parse("Jan-Mar Mo 09:00-10:00"), Err(Unusable::NotWeekly));
        assert_eq!(Timetable::parse("weekdays nine to five"), Err(Unusable::Syntax));
    }

    #[test]
    fn sessions_keep_to_terms_and_weeks() {
        let weekly = Session {
            byday: vec![Day::Tu],
            opens_at: "10:00".into(),
            closes_at: "11:30".into(),
            term_time: true,
            ..Session::default()
        };
        let next = occurrences(&[Slot::of(&weekly).unwrap()], &calendar(), at("2026-12-08T11:00"), 9);
        let days: Vec<_> = next.iter().map(|o| o.from.date().to_string()).collect();
        assert_eq!(&days[..2], ["2026-12-08", "2026-12-15"]);
        assert!(days[2..].iter().all(|d| d.as_str() > "2026-12-31"), "none in the holidays: {days:?}");
        assert!(!next[2].sure, "past the last known term nobody knows");
        assert_eq!(session_in_words(&weekly), "Tuesdays, 10am to 11:30am, term time");

        let fortnightly = Session { interval: Some(2), valid_from: Some("2026-11-03".parse().unwrap()), ..weekly };
        let next = occurrences(&[Slot::of(&fortnightly).unwrap()], &calendar(), at("2026-11-04T11:00"), 2);
        assert_eq!(next[0].from.date().to_string(), "2026-11-17");
    }

    #[test]
    fn writes_times_as_gov_uk_does() {
        let say = |text| minutes_in_words(minutes_of(text).unwrap());
        assert_eq!(
            [say("00:00"), say("12:00"), say("09:05"), say("17:00"), say("24:00")],
            ["midnight", "midday", "9:05am", "5pm", "midnight"]
        );
        assert_eq!(minutes_of("25:00"), None);
        assert_eq!(minutes_of("9:5"), None);
    }
}
