//! What a template is handed: the slip as data, made safe to print.

use super::{Paper, Slip, qr};
use crate::catalogue::Fixed;
use crate::snapshot::Stationery;
use crate::text::{breakable, is_unsafe};
use serde_json::{Value, json};
use std::ops::RangeInclusive;

/// Labels that stand around what a slip holds.
const AROUND: [Fixed; 6] =
    [Fixed::Ring, Fixed::Text, Fixed::FromUs, Fixed::Example, Fixed::ExampleHub, Fixed::EnglishOnly];
/// Letters of Arabic script.
const ARABIC: RangeInclusive<char> = '\u{600}'..='\u{6ff}';
/// An unseen letter that is read from left to right: a number after it is too.
const LEFT_TO_RIGHT: char = '\u{200e}';
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
        let safe = breakable(&postcodes_whole(&numbers_whole(&signs_before(&safe(text)))), longest);
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

/// Returns the text with each sign before a number held to it: after a letter of Arabic script "£1" would be drawn as "1£" (Unicode Annex 9, rules W2 and W5).
fn signs_before(text: &str) -> String {
    if !text.chars().any(|c| ARABIC.contains(&c)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 3);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_sign = matches!(c, '£' | '€' | '$' | '+' | '#' | '-');
        let between = out.ends_with(|before: char| before.is_ascii_digit());
        if is_sign && !between && rest.peek().is_some_and(char::is_ascii_digit) {
            out.push(LEFT_TO_RIGHT);
        }
        out.push(c);
    }
    out
}

/// Returns the text with the space inside each postcode made firm.
fn postcodes_whole(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = "";
    for word in text.split_inclusive(' ') {
        let start = word.trim_end().as_bytes();
        let inward = start.len() >= 3 && start[0].is_ascii_digit() && start[1..3].iter().all(u8::is_ascii_uppercase);
        if inward && is_outcode(before) {
            out.pop();
            out.push('\u{a0}');
        }
        out.push_str(word);
        before = word.trim_end();
    }
    out
}

/// Returns whether a word is the first half of a postcode: "HP20".
fn is_outcode(word: &str) -> bool {
    let bytes = word.as_bytes();
    (2..=4).contains(&bytes.len())
        && bytes[0].is_ascii_uppercase()
        && bytes.iter().any(u8::is_ascii_digit)
        && bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_other_text_is_gone_and_what_scripts_need_stays() {
        assert_eq!(safe("Play\u{202e} and\u{200b} stay\u{200d}\n"), "Play and stay ");
        assert_eq!(safe("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(safe("র\u{200d}্যাব"), "র\u{200d}্যাব");
    }

    #[test]
    fn a_sign_stays_before_its_number_in_text_from_right_to_left() {
        assert_eq!(signs_before("فی خاندان £1"), "فی خاندان \u{200e}£1");
        assert_eq!(signs_before("فون +44 20"), "فون \u{200e}+44 20");
        assert_eq!(signs_before("£1 a family"), "£1 a family");
        assert_eq!(signs_before("من 10:00-11:30"), "من 10:00-11:30");
    }

    #[test]
    fn numbers_and_postcodes_stay_in_one_line() {
        assert_eq!(
            numbers_whole("Ring 0808 800 2222 or 999, at 10 or 11"),
            "Ring 0808\u{a0}800\u{a0}2222 or 999, at 10 or 11"
        );
        assert_eq!(numbers_whole("فون 01632 960123 "), "فون 01632\u{a0}960123 ");
        assert_eq!(
            postcodes_whole("Exampleford, HP20 0VC, by bus 20 0VC"),
            "Exampleford, HP20\u{a0}0VC, by bus 20 0VC"
        );
        assert_eq!(postcodes_whole("HP20 0VC"), "HP20\u{a0}0VC");
    }
}
