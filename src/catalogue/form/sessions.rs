//! Sessions, one in a line: "Tu, Th 10:00-11:30, term time, at riverside: bring a coat".

use super::super::edit::quoted;
use super::super::types::{Day, Session};
use super::lines::{in_braces, in_brackets, lines};
use super::words::{day_from, in_file};
use strum::VariantArray;

/// Returns sessions, one in a line.
pub(super) fn sessions(all: &[Session]) -> String {
    all.iter().map(session).collect::<Vec<_>>().join("\n")
}

fn session(session: &Session) -> String {
    let days = session.byday.iter().map(in_file).collect::<Vec<_>>().join(", ");
    let mut out = format!("{days} {}-{}", session.opens_at, session.closes_at).trim_start().to_owned();
    if session.term_time {
        out.push_str(", term time");
    }
    if let Some(weeks) = session.interval {
        out.push_str(&format!(", every {weeks} weeks"));
    }
    for (word, value) in [
        ("from", session.valid_from.map(|day| day.to_string())),
        ("until", session.valid_to.map(|day| day.to_string())),
        ("at", session.hub.clone()),
    ] {
        if let Some(value) = value {
            out.push_str(&format!(", {word} {value}"));
        }
    }
    if let Some(notes) = &session.notes {
        out.push_str(&format!(": {notes}"));
    }
    out
}

/// Reads sessions, one in a line.
pub(super) fn sessions_from(text: &str) -> Result<Option<String>, String> {
    let all: Result<Vec<String>, String> = lines(text).map(session_from).collect();
    all.map(in_brackets)
}

fn session_from(line: &str) -> Result<String, String> {
    let wrong =
        |part: &str| format!("\"{}\" can't be read in \"{}\".", crate::text::visible(part), crate::text::visible(line));
    let (when, notes) = match line.split_once(": ") {
        Some((when, notes)) => (when, Some(notes.trim())),
        None => (line.trim_end_matches(':'), None),
    };
    let (mut days, mut times) = (Vec::new(), None);
    let (mut term, mut weeks, mut from, mut until, mut hub) = (None, None, None, None, None);
    for part in when.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let lower = part.to_lowercase();
        if let Some(rest) = lower.strip_prefix("every ") {
            let number = rest.trim_end_matches(" weeks").trim_end_matches(" week");
            let number = if number == "other" { "2" } else { number };
            weeks = Some(number.parse::<u32>().map_err(|_| wrong(part))?.to_string());
        } else if let Some(rest) = lower.strip_prefix("from ") {
            from = day_from(rest.trim())?;
        } else if let Some(rest) = lower.strip_prefix("until ") {
            until = day_from(rest.trim())?;
        } else if let Some(rest) = part.strip_prefix("at ") {
            hub = Some(quoted(rest.trim()));
        } else if lower == "term time" || lower == "in term" {
            term = Some("true".to_owned());
        } else {
            for word in part.split_whitespace() {
                match (days_of(word), word.split_once('-')) {
                    (Some(more), _) => days.extend(more),
                    (None, Some((opens, closes))) if times.is_none() => times = Some((opens, closes)),
                    _ => return Err(wrong(word)),
                }
            }
        }
    }
    let Some((opens, closes)) = times else {
        return Err(format!("no times stand in \"{}\".", crate::text::visible(line)));
    };
    Ok(in_braces(&[
        ("byday", in_brackets(days.iter().map(|day| quoted(&in_file(day))).collect())),
        ("opens_at", Some(quoted(opens))),
        ("closes_at", Some(quoted(closes))),
        ("interval", weeks),
        ("term_time", term),
        ("valid_from", from),
        ("valid_to", until),
        ("hub", hub),
        ("notes", notes.map(quoted)),
    ]))
}

/// Reads "Tu", "Tuesday" or "Mo-Fr".
fn days_of(word: &str) -> Option<Vec<Day>> {
    if let Some((from, to)) = word.split_once('-') {
        let (from, to) = (day_at(from)?, day_at(to)?);
        return (from <= to).then(|| Day::VARIANTS[from..=to].to_vec());
    }
    day_at(word).map(|at| vec![Day::VARIANTS[at]])
}

fn day_at(word: &str) -> Option<usize> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.to_lowercase();
    NAMES.iter().position(|name| word.len() >= 2 && name.starts_with(&word))
}
