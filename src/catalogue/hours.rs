//! Opening hours and sessions: when something is open next, and how to say it. Wall-clock times local to the hub, so that 10am stays 10am across a clock change.

use super::types::{BankHolidays, Day, Nation, Session, Terms};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many days ahead "next" looks.
const HORIZON: u64 = 60;

/// A time on a weekday: day from 0 (Monday), minutes from midnight, the end possibly past 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Day of the week, 0 is Monday.
    pub day: u8,
    /// Minutes from midnight.
    pub from: u16,
    /// Minutes from midnight.
    pub to: u16,
}

/// Opening hours of an ordinary week, worked out once when the catalogue is compiled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timetable {
    /// Open times in a week without holidays.
    pub week: Vec<Span>,
    /// Open times when that day is a bank holiday; nothing when the hours don't speak of bank holidays.
    pub holiday: Option<Vec<Span>>,
}

/// Why opening hours can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// They are not in the syntax of opening hours.
    Syntax,
    /// They speak of dates, months or weeks, which a week can't hold.
    NotWeekly,
}

impl Timetable {
    /// Works out the week of opening hours in OpenStreetMap's syntax: "Mo-Fr 09:00-17:00; PH off".
    ///
    /// # Errors
    /// When the text is no such hours, or they differ from week to week.
    pub fn parse(text: &str) -> Result<Self, Unusable> {
        let hours: OpeningHours = text.parse().map_err(|_| Unusable::Syntax)?;
        let expression = hours.get_expression();
        let weekly = expression.rules.iter().all(|rule| {
            let days = &rule.day_selector;
            days.year.is_empty() && days.monthday.is_empty() && days.week.is_empty()
        });
        if !weekly {
            return Err(Unusable::NotWeekly);
        }
        // 2 to 8 January 2023, an ordinary week from Monday to Sunday, with the Monday after it for what runs past midnight.
        let monday = NaiveDate::from_ymd_opt(2023, 1, 2).unwrap_or_default();
        let week = week_from(&hours, monday);
        let holiday = text.contains("PH").then(|| {
            let all: Arc<_> = Arc::new((0..8).map(|n| monday + Days::new(n)).collect());
            let context = Context::default().with_holidays(ContextHolidays::new(all, Arc::default()));
            week_from(&hours.clone().with_context(context), monday)
        });
        Ok(Self { week, holiday })
    }

    /// Returns the open times of a day; nothing when they are not known.
    fn on(&self, day: NaiveDate, calendar: &Calendar) -> Option<impl Iterator<Item = Span> + '_> {
        let spans = match (&self.holiday, calendar.is_holiday(day)) {
            (_, Some(false)) => &self.week,
            (Some(holiday), Some(true)) => holiday,
            // Past the last known bank holiday the week is the best guess.
            (_, None) => &self.week,
            (None, Some(true)) => return None,
        };
        let weekday = weekday(day);
        Some(spans.iter().copied().filter(move |span| span.day == weekday))
    }

    /// Returns whether it is open at a moment, and what comes next.
    pub fn at(&self, now: NaiveDateTime, calendar: &Calendar) -> Opening {
        let today = now.date();
        for ahead in 0..HORIZON {
            let Some(day) = today.checked_add_days(Days::new(ahead)) else { break };
            let Some(spans) = self.on(day, calendar) else {
                if ahead == 0 {
                    return Opening::Ask;
                }
                continue;
            };
            for span in spans {
                let (from, to) = (moment(day, span.from), moment(day, span.to));
                if from <= now && now < to {
                    return if self.never_closes() { Opening::Always } else { Opening::Now { until: to } };
                }
                if now < from {
                    return Opening::Later { from, to };
                }
            }
        }
        Opening::Ask
    }

    /// Returns whether it is open all day, every day.
    pub fn never_closes(&self) -> bool {
        self.week.len() == 7 && self.week.iter().all(|s| s.from == 0 && s.to == 24 * 60) && self.holiday.is_none()
    }

    /// Returns the hours in words, one line for days that are alike: "Monday to Friday, 9am to 5pm".
    pub fn in_words(&self) -> Vec<String> {
        if self.never_closes() {
            return vec!["24 hours, every day".to_owned()];
        }
        let times = |day: u8| -> Vec<(u16, u16)> {
            self.week.iter().filter(|s| s.day == day).map(|s| (s.from, s.to)).collect()
        };
        let mut lines = Vec::new();
        let mut day = 0;
        while day < 7 {
            let own = times(day);
            let mut last = day;
            while last < 6 && times(last + 1) == own {
                last += 1;
            }
            if !own.is_empty() {
                let days = match last - day {
                    0 => DAYS[day as usize].to_owned(),
                    1 => format!("{} and {}", DAYS[day as usize], DAYS[last as usize]),
                    6 => "Every day".to_owned(),
                    _ => format!("{} to {}", DAYS[day as usize], DAYS[last as usize]),
                };
                let times: Vec<_> = own.iter().map(|(from, to)| span_in_words(*from, *to)).collect();
                lines.push(format!("{days}, {}", times.join(" and ")));
            }
            day = last + 1;
        }
        match &self.holiday {
            Some(spans) if spans.is_empty() => lines.push("Closed on bank holidays".to_owned()),
            Some(_) => lines.push("Other hours on bank holidays".to_owned()),
            None => {}
        }
        lines
    }
}

fn week_from<L: opening_hours::localization::Localize>(hours: &OpeningHours<L>, monday: NaiveDate) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for day in 0..7u8 {
        let Some(date) = monday.checked_add_days(Days::new(day.into())) else { continue };
        for range in hours.schedule_at(date) {
            if range.kind != RuleKind::Open {
                continue;
            }
            let minutes = |t: opening_hours_syntax::ExtendedTime| u16::from(t.hour()) * 60 + u16::from(t.minute());
            let span = Span { day, from: minutes(range.range.start), to: minutes(range.range.end) };
            match out.last_mut() {
                Some(last) if last.day == day && last.to == span.from => last.to = span.to,
                _ => out.push(span),
            }
        }
    }
    out
}

/// Whether something is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Day and night.
    Always,
    /// Open now.
    Now {
        /// When it closes.
        until: NaiveDateTime,
    },
    /// Closed now.
    Later {
        /// When it opens next.
        from: NaiveDateTime,
        /// When it closes then.
        to: NaiveDateTime,
    },
    /// Not known.
    Ask,
}

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
    days: u8,
    /// Minutes from midnight.
    from: u16,
    /// Minutes from midnight.
    to: u16,
    /// Every how many weeks.
    interval: u16,
    /// Only in school term.
    term_time: bool,
    /// First day.
    first: Option<NaiveDate>,
    /// Last day.
    last: Option<NaiveDate>,
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
fn held_on(slot: &Slot, day: NaiveDate, calendar: &Calendar) -> Option<bool> {
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

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Returns the name of a day: "Tuesday".
pub fn day_name(day: Day) -> &'static str {
    DAYS[day as usize]
}

/// Returns a session in words: "Tuesdays and Thursdays, 10am to 11:30am, term time".
pub fn session_in_words(session: &Session) -> String {
    let days: Vec<String> = session.byday.iter().map(|d| format!("{}s", day_name(*d))).collect();
    let mut text = match session.byday.len() {
        7 => "Every day".to_owned(),
        _ => join_and(&days),
    };
    if let Some(weeks) = session.interval.filter(|w| *w > 1) {
        text = if weeks == 2 { format!("Every second week, {text}") } else { format!("Every {weeks} weeks, {text}") };
    }
    if let (Some(from), Some(to)) = (minutes_of(&session.opens_at), minutes_of(&session.closes_at)) {
        text = format!("{text}, {}", span_in_words(from, to));
    }
    if session.term_time {
        text.push_str(", term time");
    }
    match (session.valid_from, session.valid_to) {
        (Some(first), Some(last)) => text = format!("{text}, from {} to {}", short_date(first), short_date(last)),
        (None, Some(last)) => text = format!("{text}, until {}", short_date(last)),
        _ => {}
    }
    text
}

/// Returns the words joined as people say a list: "a, b and c".
pub fn join_and(words: &[impl AsRef<str>]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// Returns a day as GOV.UK writes it: "22 November 2026".
pub fn date(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// Returns a day without its year: "22 November".
pub fn short_date(day: NaiveDate) -> String {
    day.format("%-d %B").to_string()
}

/// Returns a time as GOV.UK writes it: "10am", "1:30pm", "midday", "midnight".
pub fn time(at: NaiveTime) -> String {
    minutes_in_words(u16::try_from(at.hour() * 60 + at.minute()).unwrap_or(0))
}

fn minutes_in_words(minutes: u16) -> String {
    let (hour, minute) = (minutes / 60 % 24, minutes % 60);
    let half = if hour < 12 { "am" } else { "pm" };
    match (hour, minute) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => format!("{}{half}", (hour + 11) % 12 + 1),
        _ => format!("{}:{minute:02}{half}", (hour + 11) % 12 + 1),
    }
}

fn span_in_words(from: u16, to: u16) -> String {
    if from == 0 && to == 24 * 60 {
        return "all day".to_owned();
    }
    format!("{} to {}", minutes_in_words(from), minutes_in_words(to))
}

/// Returns minutes from midnight of "09:30", if it is a time.
pub fn minutes_of(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    if minute.len() != 2 || !(1..=2).contains(&hour.len()) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && (hour < 24 || hour == 24 && minute == 0)).then_some(hour * 60 + minute)
}

fn weekday(day: NaiveDate) -> u8 {
    // Monday is 0; the value is below 7.
    day.weekday().num_days_from_monday() as u8
}

fn moment(day: NaiveDate, minutes: u16) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + chrono::TimeDelta::minutes(minutes.into())
}

/// Returns when something comes next in a few words, as seen from a moment: "open now until 5pm", "today 1pm", "Tue 10am", "3 Dec 10am".
pub fn opening_in_short(opening: Opening, now: NaiveDateTime) -> String {
    match opening {
        Opening::Always => "open now, 24 hours".to_owned(),
        Opening::Now { until } => format!("open now until {}", time(until.time())),
        Opening::Later { from, .. } => format!("opens {}", moment_in_short(from, now)),
        Opening::Ask => "ask when".to_owned(),
    }
}

/// Returns a moment in a few words: "today 1pm", "tomorrow 9am", "Tue 10am", "3 Dec 10am".
pub fn moment_in_short(at: NaiveDateTime, now: NaiveDateTime) -> String {
    let clock = time(at.time());
    match (at.date() - now.date()).num_days() {
        0 => format!("today {clock}"),
        1 => format!("tomorrow {clock}"),
        2..=6 => format!("{} {clock}", at.format("%a")),
        _ => format!("{} {clock}", at.format("%-d %b")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse_now;

    fn calendar() -> Calendar {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        Calendar {
            holidays: BTreeSet::from([day("2026-12-25")]),
            holidays_last: Some(day("2026-12-31")),
            terms: vec![(day("2026-11-02"), day("2026-12-18"))],
            terms_last: Some(day("2026-12-31")),
        }
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
