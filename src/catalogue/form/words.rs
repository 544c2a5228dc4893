//! Single values, in and out of plain text.

use super::super::edit::quoted;
use super::super::languages as names;
use super::super::types::Answer;
use super::lines::pieces;
use crate::text;
use chrono::NaiveDate;
use serde::Serialize;

/// Returns a text on one line as TOML; nothing when there is none.
pub(super) fn one(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then(|| quoted(&line))
}

/// Returns a value of a closed set as files write it.
pub(super) fn in_file(value: &impl Serialize) -> String {
    // Such values are written as texts; anything else would show up empty in every test.
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Returns several such values.
pub(super) fn words_of(values: &[impl Serialize]) -> String {
    values.iter().map(in_file).collect::<Vec<_>>().join(", ")
}

/// Reads several values of a closed set.
pub(super) fn word<T: Serialize>(text: &str, all: &[T]) -> Result<Option<String>, String> {
    let all: Vec<String> = all.iter().map(in_file).collect();
    let mut out = Vec::new();
    for piece in pieces(text) {
        let known = all.iter().find(|known| text::fold(known) == text::fold(piece));
        let known = known.ok_or_else(|| no_such(piece, all.iter().map(String::as_str)))?;
        out.push(quoted(known));
    }
    Ok((!out.is_empty()).then(|| format!("[{}]", out.join(", "))))
}

/// Reads one value of a few.
pub(super) fn choice(text: &str, all: &[&str]) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let known = all.iter().find(|known| text::fold(known) == text::fold(text));
    known.map(|known| Some(quoted(known))).ok_or_else(|| no_such(text, all.iter().copied()))
}

fn no_such<'a>(word: &str, all: impl Iterator<Item = &'a str> + Clone) -> String {
    match text::nearest(word, all.clone()) {
        Some(near) => format!("\"{}\" can't stand here; did you mean \"{near}\"?", text::visible(word)),
        None => {
            let all: Vec<_> = all.collect();
            format!("\"{}\" can't stand here; it can be: {}.", text::visible(word), all.join(", "))
        }
    }
}

/// Returns an answer; nothing when nobody knows.
pub(super) fn answer(answer: Answer) -> String {
    if answer == Answer::Ask { String::new() } else { in_file(&answer) }
}

/// Returns an age in years, or in months below two years where it is no whole number of years.
pub(super) fn age(age: Option<f64>) -> String {
    let Some(age) = age else { return String::new() };
    let months = age * 12.0;
    let whole = (months - months.round()).abs() < 1e-6;
    if age.fract() != 0.0 && whole { format!("{} months", months.round()) } else { age.to_string() }
}

/// Reads an age.
pub(super) fn age_from(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("\"{}\" is no age.", text::visible(text));
    let (number, unit) = match text.find(|c: char| !(c.is_ascii_digit() || c == '.')) {
        Some(at) => (&text[..at], text[at..].trim()),
        None => (text, ""),
    };
    let number: f64 = number.parse().map_err(|_| wrong())?;
    let years = match unit.to_lowercase().as_str() {
        "" | "year" | "years" => number,
        "month" | "months" => number / 12.0,
        "week" | "weeks" => number / 52.0,
        _ => return Err(wrong()),
    };
    Ok(Some(if years.fract() == 0.0 { format!("{years:.0}") } else { years.to_string() }))
}

/// Returns a day as files write it.
pub(super) fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Reads a day: 2026-11-30, 30/11/2026 or 30 November 2026.
pub(super) fn day_from(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let forms = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y"];
    let day = forms.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
    // "30/11/26" would be read as a day of the year 26.
    let day = day.filter(|day| (2000..2200).contains(&chrono::Datelike::year(day)));
    day.map(|day| Some(day.to_string())).ok_or_else(|| format!("\"{}\" is no date.", text::visible(text)))
}

/// Returns languages by name where the name leads back to the code.
pub(super) fn languages(codes: &[String]) -> String {
    codes.iter().map(|code| by_name(code)).collect::<Vec<_>>().join(", ")
}

fn by_name(code: &str) -> &str {
    let name = names::name(code);
    if names::meant(name) == Some(code) { name } else { code }
}

/// Reads languages by name or code.
pub(super) fn languages_from(text: &str) -> Result<Option<String>, String> {
    let codes = pieces(text).map(|piece| match names::meant(piece) {
        Some(code) => Ok(quoted(code)),
        None if piece.len() <= 3 => Ok(quoted(&piece.to_lowercase())),
        None => Err(format!("Signpost knows no code for \"{}\".", text::visible(piece))),
    });
    let codes: Vec<String> = codes.collect::<Result<_, _>>()?;
    Ok((!codes.is_empty()).then(|| format!("[{}]", codes.join(", "))))
}
