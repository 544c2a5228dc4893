//! What a template is handed: the slip as data, made safe to print.

use super::{Paper, Slip, qr};
use crate::catalogue::Fixed;
use crate::snapshot::Stationery;
use crate::text::is_unsafe;
use serde_json::{Value, json};

/// Labels that stand around what a slip holds.
const AROUND: [Fixed; 6] =
    [Fixed::Ring, Fixed::Text, Fixed::FromUs, Fixed::Example, Fixed::ExampleHub, Fixed::EnglishOnly];
/// Shortest run of digits that is a number to ring.
const DIGITS: usize = 7;

/// The data of one slip, and what of the locality's look could not be used.
pub struct Prepared {
    /// What the template finds as its data.
    pub data: Value,
    /// For the screen.
    pub warnings: Vec<String>,
}

/// Returns a slip as the data of a template.
pub fn data(slip: &Slip, paper: Paper, stationery: &Stationery) -> Prepared {
    let mut warnings = Vec::new();
    let words: serde_json::Map<String, Value> =
        AROUND.iter().map(|fixed| (<&str>::from(*fixed).to_owned(), json!(slip.word(*fixed)))).collect();
    let mut codes = Vec::new();
    for item in &slip.items {
        let matrix = item.code.as_ref().filter(|_| !slip.discreet).map(|code| (code, qr::matrix(&code.address)));
        codes.push(match matrix {
            Some((code, Ok(matrix))) => {
                json!({ "label": code.label, "address": code.address, "size": matrix.size, "dots": matrix.dots })
            }
            Some((_, Err(error))) => {
                warnings.push(error.to_string());
                Value::Null
            }
            None => Value::Null,
        });
    }
    let mut look = stationery.look.clone();
    if let Some(colour) = look.colour.take_if(|colour| !is_colour(colour)) {
        warnings.push(format!(
            "slip/look.toml: \"{colour}\" is no colour, so the slip is black. Write it like \"#1d70b8\"."
        ));
    }
    let mut data = json!({ "paper": paper, "slip": slip, "words": words, "codes": codes, "look": look });
    let longest = longest_word(slip, paper);
    each_text(&mut data, &|text| {
        let safe = breakable(&numbers_whole(&safe(text)), longest);
        (safe != *text).then_some(safe)
    });
    Prepared { data, warnings }
}

/// Returns whether a text is a colour: a hash and six digits.
fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Changes every text of the data.
fn each_text(data: &mut Value, change: &impl Fn(&str) -> Option<String>) {
    match data {
        Value::String(text) => {
            if let Some(changed) = change(text) {
                *text = changed;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| each_text(value, change)),
        Value::Object(values) => values.values_mut().for_each(|value| each_text(value, change)),
        _ => {}
    }
}

/// Returns the text without characters that change how others are shown. The two that join and part letters stay between the letters of scripts that need them.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{200c}' | '\u{200d}' if out.ends_with(|before: char| !before.is_ascii() && before.is_alphanumeric()) => {
                out.push(c)
            }
            c if is_unsafe(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Returns the text with the spaces inside telephone numbers made firm: a number stays in one line, and in a script that runs from right to left its groups stay in their order.
fn numbers_whole(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let end = from.find(|c: char| !c.is_ascii_digit() && c != ' ').unwrap_or(from.len());
        let run = from[..end].trim_end();
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if digits >= DIGITS {
            out.push_str(&run.replace(' ', "\u{a0}"))
        } else {
            out.push_str(run)
        }
        rest = &from[run.len()..];
    }
    out.push_str(rest);
    out
}

/// Returns how many letters a word may have before it may be broken: else an address could run off a narrow paper.
fn longest_word(slip: &Slip, paper: Paper) -> usize {
    match (paper, slip.large) {
        (Paper::Roll58, true) => 9,
        (Paper::Roll58, false) | (Paper::Roll80, true) => 14,
        (Paper::Roll80, false) | (Paper::A5, true) => 18,
        (Paper::A4, true) => 26,
        (Paper::A5, false) => 30,
        (Paper::A4, false) => 40,
    }
}

/// Returns the text with places to break inside words that are too long for a line: where an address has its joints, else anywhere. Only in Latin letters: those of other scripts hang together.
fn breakable(text: &str, longest: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        if word.chars().count() <= longest || !word.is_ascii() {
            out.push_str(word);
            continue;
        }
        let mut since = 0;
        for c in word.chars() {
            if since >= longest {
                out.push('\u{200b}');
                since = 0;
            }
            out.push(c);
            since += 1;
            if matches!(c, '/' | '@' | '.' | '-' | '_' | '?' | '&' | '=') {
                out.push('\u{200b}');
                since = 0;
            }
        }
    }
    out
}
