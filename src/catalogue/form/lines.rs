//! Lists, and phone numbers one in a line.

use super::super::edit::quoted;
use super::super::types::{Answer, Phone};

/// Returns what stands between commas or on lines of its own.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '\n']).map(str::trim).filter(|piece| !piece.is_empty())
}

/// Returns the lines of a text that say something.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Reads a list with commas between.
pub(super) fn list(text: &str) -> Option<String> {
    in_brackets(pieces(text).map(quoted).collect())
}

/// Reads a list with one thing in a line, which may hold commas.
pub(super) fn text_list(text: &str) -> Option<String> {
    in_brackets(lines(text).map(quoted).collect())
}

/// Returns a list as TOML; nothing when it is empty.
pub(super) fn in_brackets(items: Vec<String>) -> Option<String> {
    (!items.is_empty()).then(|| format!("[{}]", items.join(", ")))
}

/// Returns a table as TOML; what is not known is left out.
pub(super) fn in_braces(pairs: &[(&str, Option<String>)]) -> String {
    let pairs: Vec<String> =
        pairs.iter().filter_map(|(key, value)| Some(format!("{key} = {}", value.as_ref()?))).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// Returns phone numbers, one in a line.
pub(super) fn phones(phones: &[Phone]) -> String {
    phones.iter().map(phone).collect::<Vec<_>>().join("\n")
}

fn phone(phone: &Phone) -> String {
    let extension = phone.extension.as_ref().map(|extension| format!(" ext {extension}")).unwrap_or_default();
    let description = phone.description.as_ref().map(|text| format!(", {text}")).unwrap_or_default();
    let free = match phone.freephone {
        Answer::Yes => ", free",
        Answer::No => ", not free",
        Answer::Ask => "",
    };
    format!("{}{extension}{description}{free}", phone.number)
}

/// Reads phone numbers, one in a line.
pub(super) fn phones_from(text: &str) -> Result<Option<String>, String> {
    let all: Result<Vec<String>, String> = lines(text).map(phone_from).collect();
    all.map(in_brackets)
}

fn phone_from(line: &str) -> Result<String, String> {
    let mut parts: Vec<&str> = line.split(',').map(str::trim).collect();
    let number = parts.remove(0);
    let freephone = match parts.last().map(|last| last.to_lowercase()).as_deref() {
        Some("free" | "free to call" | "freephone") => Some("yes"),
        Some("not free") => Some("no"),
        _ => None,
    };
    if freephone.is_some() {
        parts.pop();
    }
    let lower = number.to_lowercase();
    let cut = [" extension ", " ext. ", " ext "].iter().find_map(|word| Some((lower.find(word)?, word.len())));
    let (number, extension) = match cut {
        Some((at, length)) => (number[..at].trim(), Some(number[at + length..].trim())),
        None => (number, None),
    };
    if !number.chars().any(|c| c.is_ascii_digit()) {
        return Err(format!("no number stands at the start of \"{}\".", crate::text::visible(line)));
    }
    let description = parts.join(", ");
    Ok(in_braces(&[
        ("number", Some(quoted(number))),
        ("extension", extension.map(quoted)),
        ("description", (!description.is_empty()).then(|| quoted(&description))),
        ("freephone", freephone.map(quoted)),
    ]))
}
