//! Opening hours as OpenStreetMap writes them, less what the desk can't tell a family truly.

use super::super::read::Step;
use super::{Finder, quote};
use opening_hours_syntax::ExtendedTime;
use opening_hours_syntax::rules::day::{DaySelector, HolidayKind, WeekDayRange};
use opening_hours_syntax::rules::time::{Time, TimeSpan};
use opening_hours_syntax::rules::{RuleKind, RuleSequence};

/// Longest text that is read as opening hours, in bytes.
const LONGEST: usize = 300;

/// Returns the minute of the day, for "09:30", up to "24:00".
pub(super) fn clock_time(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |t: &str| (t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse::<u32>().ok())?;
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= 24 * 60).then_some(hours * 60 + minutes)
}

/// Returns what is wrong with opening hours: a stable code, a sentence and a hint.
pub fn opening_hours_problem(text: &str) -> Option<(&'static str, String, String)> {
    let unreadable = |what: String| Some(("bad-hours", what, how_to_write(text)));
    if text.len() > LONGEST {
        return unreadable("These opening hours are too long.".to_owned());
    }
    let pieces = pieces(text);
    for piece in &pieces {
        let Ok(parsed) = opening_hours_syntax::parse(piece) else {
            return unreadable(format!("The opening hours {} can't be read.", quote(piece)));
        };
        if let Some(problem) = parsed.rules.iter().find_map(|rule| rule_problem(rule, piece)) {
            return Some(problem);
        }
    }
    if pieces != [text] && opening_hours_syntax::parse(text).is_err() {
        return unreadable("These opening hours can't be read.".to_owned());
    }
    None
}

/// Checks a field with opening hours.
pub(super) fn field<T>(finder: &mut Finder<'_, '_, T>, text: Option<&str>, at: &[Step]) {
    if let Some(text) = text.filter(|t| !t.trim().is_empty())
        && let Some((code, what, hint)) = opening_hours_problem(text)
    {
        finder.error(code, at, what, hint);
    }
}

/// Returns the rules of the text, which ; and || part, outside comments.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' | '|' if !quoted => {
                out.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(text[start..].trim());
    // "||" leaves an empty piece in its middle.
    out.retain(|piece| !piece.is_empty());
    out
}

fn rule_problem(rule: &RuleSequence, piece: &str) -> Option<(&'static str, String, String)> {
    if !is_weekly(&rule.day_selector) {
        let what = format!("The opening hours {} are not the same every week.", quote(piece));
        let hint = "Write the ordinary week; other weeks, dates and school holidays go to hours_note, set dates to [[sessions]].";
        return Some(("hours-not-weekly", what, hint.to_owned()));
    }
    if rule.kind == RuleKind::Closed {
        return None;
    }
    // The reader takes "no times given" for "the whole day", so the words of the rule decide.
    let times: &[TimeSpan] = &rule.time_selector.spans;
    let whole_day = [TimeSpan::fixed_range(ExtendedTime::MIDNIGHT_00, ExtendedTime::MIDNIGHT_24)];
    let bare: String = without_comments(piece).chars().filter(|c| !c.is_whitespace()).collect();
    if rule.kind == RuleKind::Open && times == whole_day && !bare.contains("24/7") && !bare.contains("00:00-24:00") {
        let what = format!("The opening hours {} give no times, which would read as open day and night.", quote(piece));
        let hint = "Write times, as in \"Mo-Fr 09:00-17:00\"; words go to hours_note, day and night is \"24/7\".";
        return Some(("hours-without-times", what, hint.to_owned()));
    }
    if let Some(problem) = times.iter().find_map(time_problem) {
        return Some(problem);
    }
    if rule.kind == RuleKind::Open && !rule.comment.is_empty() {
        let what = format!("There are words in the opening hours, {}, that don't change them.", quote(&rule.comment));
        return Some(("words-in-hours", what, "Put the words into hours_note.".to_owned()));
    }
    None
}

/// Returns whether the days are days of every week or bank holidays, which is what the desk can tell.
fn is_weekly(days: &DaySelector) -> bool {
    let every_week = |range: &WeekDayRange| match range {
        WeekDayRange::Fixed { offset, nth_from_start, nth_from_end, .. } => {
            *offset == 0 && nth_from_start.iter().chain(nth_from_end).all(|&counts| counts)
        }
        WeekDayRange::Holiday { kind, offset } => *kind == HolidayKind::Public && *offset == 0,
    };
    days.year.is_empty() && days.monthday.is_empty() && days.week.is_empty() && days.weekday.iter().all(every_week)
}

fn time_problem(span: &TimeSpan) -> Option<(&'static str, String, String)> {
    let (Time::Fixed(start), Time::Fixed(end)) = (span.range.start, span.range.end) else {
        let what = "These opening hours go by the sun.".to_owned();
        return Some(("bad-hours", what, "Write the times of the clock.".to_owned()));
    };
    if span.open_end {
        let what = format!("These hours open at {start} and never close.");
        return Some(("hours-without-end", what, "Write when it closes, or put it into hours_note.".to_owned()));
    }
    if span.repeats.is_some() {
        let what = "These opening hours are points in time.".to_owned();
        return Some(("bad-hours", what, "Write from when to when it is open; set times are [[sessions]].".to_owned()));
    }
    if end <= start || end > ExtendedTime::MIDNIGHT_24 {
        let next_day = if end > ExtendedTime::MIDNIGHT_24 {
            format!("{:02}:{:02}", end.hour() - 24, end.minute())
        } else {
            end.to_string()
        };
        let what = format!("These hours close ({end}) before they open ({start}), or run over midnight.");
        let hint = format!("Over midnight, write two ranges: 00:00-{next_day},{start}-24:00.");
        return Some(("closes-before-opening", what, hint));
    }
    None
}

fn without_comments(text: &str) -> String {
    text.split('"').step_by(2).collect()
}

/// Returns the hint that fits how people write hours when nobody told them how.
fn how_to_write(text: &str) -> String {
    let low = text.to_lowercase();
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|d| low.contains(d));
    let day = |word: &str| ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].contains(&word);
    let spaced = text.split(' ').collect::<Vec<_>>().windows(2).any(|pair| day(pair[0]) && day(pair[1]));
    let start = if spaced {
        "Put commas between days, Mo,We,Fr"
    } else if days {
        "Days are Mo, Tu, We, Th, Fr, Sa, Su"
    } else if text.contains(['\u{2013}', '\u{2014}']) {
        "Put a plain hyphen between times"
    } else if low.contains("am") || low.contains("pm") {
        "Times have 24 hours"
    } else {
        "Words go to hours_note"
    };
    format!("{start}: \"Mo-Fr 09:00-17:00; Sa 10:00-13:00; PH off\".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<&'static str> {
        opening_hours_problem(text).map(|(code, ..)| code)
    }

    #[test]
    fn takes_what_the_desk_can_tell() {
        for good in [
            "24/7",
            "24/7; PH off",
            "Mo-Su 00:00-24:00",
            "Mo-Fr 09:00-17:00; PH off",
            "Mo-Th 09:00-12:00,13:00-17:00; Fr 09:00-12:00",
            "Mo,We 09:00-17:00, Tu 10:00-12:00",
            "Mo-Su 00:00-08:00,20:00-24:00",
            "09:00-17:00",
            "PH 10:00-12:00; Mo-Fr 09:00-17:00",
            "Mo-Fr 09:00-17:00; PH off \"all of them\"",
        ] {
            assert_eq!(opening_hours_problem(good), None, "{good}");
        }
    }

    #[test]
    fn refuses_what_it_can_not() {
        for (text, expected) in [
            ("Mo-Fr 09:00-17:00; PH off; \"term time only\"", "hours-without-times"),
            ("Mo-Fr", "hours-without-times"),
            ("open", "hours-without-times"),
            ("Mo-Fr 09:00-17:00; Sa", "hours-without-times"),
            ("\"24/7\"", "hours-without-times"),
            ("Mo-Fr 20:00-08:00", "closes-before-opening"),
            ("Mo-Fr 20:00-32:00", "closes-before-opening"),
            ("Mo-Fr 17:00-09:00", "closes-before-opening"),
            ("Mo-Fr 09:00-09:00", "closes-before-opening"),
            ("Mo-Fr 09:00+", "hours-without-end"),
            ("Mo-Fr sunrise-sunset", "bad-hours"),
            ("Mo-Fr 09:00-17:00/01:30", "bad-hours"),
            ("Mo-Fr 09:00-17:00 \"term time only\"", "words-in-hours"),
            ("Mo[1] 10:00-12:00", "hours-not-weekly"),
            ("Mo[-1] 10:00-12:00", "hours-not-weekly"),
            ("Jan-Mar Mo 10:00-12:00", "hours-not-weekly"),
            ("Mo-Fr 09:00-17:00; Dec 25 off", "hours-not-weekly"),
            ("Mo-Fr 09:00-17:00; SH off", "hours-not-weekly"),
            ("Mo-Fr 09:00-17:00; PH +1 day off", "hours-not-weekly"),
            ("Mon-Fri 9am-5pm", "bad-hours"),
            ("Mo-Fr 09:00\u{2013}17:00", "bad-hours"),
            ("Mo-Fr 09:00-17:00;", "bad-hours"),
            ("Mo-Fr 25:00-26:00", "bad-hours"),
            ("Mo We Fr 13:00-19:00", "bad-hours"),
            ("weekdays", "bad-hours"),
            (";", "bad-hours"),
        ] {
            assert_eq!(code(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn reads_times_of_the_clock() {
        assert_eq!(clock_time("09:30"), Some(570));
        assert_eq!(clock_time("24:00"), Some(1440));
        for bad in ["9:30", "09.30", "24:01", "09:60", "0930", "09:30:00", "", "+9:30"] {
            assert_eq!(clock_time(bad), None, "{bad}");
        }
    }
}
