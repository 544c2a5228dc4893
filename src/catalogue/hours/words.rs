//! Days and times as GOV.UK writes them.

use super::timetable::Opening;
use crate::catalogue::Wording;
use crate::catalogue::types::{Day, Fixed, Session};
use crate::text::capital;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Returns the name of a day: "Tuesday".
pub fn day_name(day: Day) -> &'static str {
    DAYS[day as usize]
}

/// Returns the names of the days, Monday first.
pub fn day_names() -> &'static [&'static str; 7] {
    &DAYS
}

/// Returns a session in words: "Tuesdays and Thursdays, 10am to 11:30am, term time".
pub fn session_in_words(session: &Session, wording: Wording<'_>) -> Option<String> {
    let mut parts = Vec::new();
    match session.interval {
        None | Some(..=1) => {}
        Some(2) => parts.push(wording.say(Fixed::EverySecondWeek)?.to_owned()),
        Some(weeks) => parts.push(wording.fill(Fixed::EveryWeeks, &[("weeks", &weeks.to_string())])?),
    }
    let days: Vec<usize> = session.byday.iter().map(|day| *day as usize).collect();
    if !days.is_empty() {
        parts.push(wording.weekly(&days)?);
    }
    if let (Some(from), Some(to)) = (minutes_of(&session.opens_at), minutes_of(&session.closes_at)) {
        parts.push(wording.span(from, to)?);
    }
    if session.term_time {
        parts.push(wording.say(Fixed::TermTime)?.to_owned());
    }
    if let Some(last) = session.valid_to {
        let until = wording.fill(Fixed::UntilDate, &[("to", &wording.short_date(last)?)])?;
        parts.push(match session.valid_from {
            Some(first) => {
                let from = wording.fill(Fixed::FromDate, &[("from", &wording.short_date(first)?)])?;
                format!("{from} {until}")
            }
            None => until,
        });
    }
    Some(capital(&wording.beside(&parts)))
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

pub(in super::super) fn minutes_in_words(minutes: u16) -> String {
    let (hour, minute) = (minutes / 60 % 24, minutes % 60);
    let half = if hour < 12 { "am" } else { "pm" };
    match (hour, minute) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => format!("{}{half}", (hour + 11) % 12 + 1),
        _ => format!("{}:{minute:02}{half}", (hour + 11) % 12 + 1),
    }
}

/// Returns two times in words: "10am to 11:30am", "all day".
pub fn span_in_words(from: u16, to: u16) -> String {
    // English can say everything.
    Wording::ENGLISH.span(from, to).unwrap_or_default()
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
