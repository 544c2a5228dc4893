//! Days and times as GOV.UK writes them.

use super::timetable::Opening;
use crate::catalogue::types::{Day, Session};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

pub(super) const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Returns the name of a day: "Tuesday".
pub fn day_name(day: Day) -> &'static str {
    DAYS[day as usize]
}

/// Returns the names of the days, Monday first.
pub fn day_names() -> &'static [&'static str; 7] {
    &DAYS
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

pub(super) fn minutes_in_words(minutes: u16) -> String {
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
