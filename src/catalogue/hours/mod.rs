//! Opening hours and sessions: when something is open next, and how to say it. Wall-clock times local to the hub, so that 10am stays 10am across a clock change.

mod calendar;
mod reach;
mod timetable;
mod words;

pub use calendar::{Calendar, Occurrence, Slot, occurrences};
pub use reach::{Reach, Times, open_at, open_in};
pub use timetable::{Opening, Span, Timetable, Unusable};
pub(super) use words::minutes_in_words;
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
    use super::*;
    use crate::catalogue::Wording;
    use crate::catalogue::types::{BankHolidays, Day, Holiday, Language, Nation, Session, Term, Terms};
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
        let said = session_in_words(&weekly, Wording::ENGLISH);
        assert_eq!(said.as_deref(), Some("Tuesdays, 10am to 11:30am, term time"));

        let fortnightly = Session { interval: Some(2), valid_from: Some("2026-11-03".parse().unwrap()), ..weekly };
        let next = occurrences(&[Slot::of(&fortnightly).unwrap()], &calendar(), at("2026-11-04T11:00"), 2);
        assert_eq!(next[0].from.date().to_string(), "2026-11-17");
    }

    /// Polish without the words for fortnights.
    fn polish() -> Language {
        let words = [
            ("every_day", "codziennie"),
            ("day_to_day", "{from} - {to}"),
            ("day_and_day", "{from} i {to}"),
            ("time_to_time", "{from}-{to}"),
            ("all_day", "ca\u{142}\u{105} dob\u{119}"),
            ("term_time", "w trakcie roku szkolnego"),
            ("from_date", "od {from}"),
            ("until_date", "do {to}"),
            ("closed_bank_holidays", "W dni wolne zamkni\u{119}te"),
        ];
        let days = ["poniedzia\u{142}ek", "wtorek", "\u{15b}roda", "czwartek", "pi\u{105}tek", "sobota", "niedziela"];
        Language {
            days: days.map(str::to_owned).to_vec(),
            months: (1..=12).map(|month| format!("miesi\u{105}ca{month}")).collect(),
            words: words.map(|(name, said)| (name.to_owned(), said.to_owned())).into(),
            ..Language::default()
        }
    }

    #[test]
    fn another_language_is_put_together_as_english_is() {
        let polish = polish();
        let own = Wording::of(&polish);
        let table = Timetable::parse("Mo-Fr 09:00-12:00,13:00-17:00; Sa 00:00-24:00; PH off").unwrap();
        assert_eq!(
            table.said(own).unwrap(),
            [
                "Poniedzia\u{142}ek - pi\u{105}tek, 09:00-12:00 i 13:00-17:00",
                "Sobota, ca\u{142}\u{105} dob\u{119}",
                "W dni wolne zamkni\u{119}te"
            ]
        );
        let session = Session {
            byday: vec![Day::Tu, Day::Th],
            opens_at: "10:00".into(),
            closes_at: "11:30".into(),
            term_time: true,
            valid_from: Some("2026-11-03".parse().unwrap()),
            valid_to: Some("2026-12-17".parse().unwrap()),
            ..Session::default()
        };
        assert_eq!(
            session_in_words(&session, own).as_deref(),
            Some(
                "Wtorek i czwartek, 10:00-11:30, w trakcie roku szkolnego, od 3 miesi\u{105}ca11 do 17 miesi\u{105}ca12"
            )
        );
        assert_eq!(
            session_in_words(&session, Wording::ENGLISH).as_deref(),
            Some("Tuesdays and Thursdays, 10am to 11:30am, term time, from 3 November until 17 December")
        );
        // What it has no word for is left to English as a whole.
        let fortnightly = Session { interval: Some(2), ..session };
        assert_eq!(session_in_words(&fortnightly, own), None);
        let english = session_in_words(&fortnightly, Wording::ENGLISH).unwrap();
        assert!(english.starts_with("Every second week, Tuesdays and Thursdays, 10am"), "{english}");
        assert_eq!(Timetable::parse("24/7").unwrap().said(own), None);
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
