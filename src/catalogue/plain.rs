//! Turns what the reader of TOML and serde say into sentences for somebody who edits text files now and then.

use super::read::Problem;
use crate::error::meant;
use crate::text;
use std::ops::Range;

/// Returns the field that serde misses.
pub(super) fn missing_field(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.strip_suffix('`')
}

/// Returns the problem of a text that is no TOML.
pub fn syntax_problem(error: &toml::de::Error) -> Problem {
    let message = error.message().trim_end_matches('.');
    let what = if message.contains("string, expected `\"`") {
        "The closing \" of a text is missing here.".to_owned()
    } else {
        format!("This is not valid TOML: {message}.")
    };
    Problem::error("syntax", error.span().unwrap_or(0..0), what)
        .hint("Texts stand in \"double quotes\", lists in [ ], one field a line.")
}

/// Returns the problem of a value that can't stand where it does.
pub(super) fn value_problem(error: &toml::de::Error, span: Range<usize>) -> Problem {
    let message = error.message();
    let ticked: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if let (true, Some((unknown, known))) = (message.starts_with("unknown field"), ticked.split_first()) {
        let hint = match text::nearest(unknown, known.iter().copied()) {
            Some(near) => meant(near),
            None if known.len() > 12 => "The README of the catalogue lists the fields.".to_owned(),
            None => format!("Fields here are: {}.", known.join(", ")),
        };
        return Problem::error("unknown-field", span, format!("There is no field \"{unknown}\" here.")).hint(hint);
    }
    if let (true, Some((unknown, known))) = (message.starts_with("unknown variant"), ticked.split_first()) {
        let hint = match text::nearest(unknown, known.iter().copied()) {
            Some(near) => meant(near),
            None => format!("It can be: {}.", known.join(", ")),
        };
        return Problem::error(
            "unknown-value",
            span,
            format!("\"{unknown}\" is not one of the values that can stand here."),
        )
        .hint(hint);
    }
    if let Some(field) = missing_field(message) {
        return Problem::error("missing-field", span, format!("The field \"{field}\" is missing here."));
    }
    Problem::error("wrong-type", span, plain(message))
}

/// Returns serde's words about a value of the wrong kind as people say them.
fn plain(message: &str) -> String {
    // Serde's way to say that one of a few texts was expected, and something else stands there.
    if message == "wanted string or table" {
        return "Here belongs a text in \"quotes\".".to_owned();
    }
    let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .or(message.strip_prefix("invalid value: "))
        .and_then(|m| m.split_once(", expected "))
    else {
        let mut chars = message.trim_end_matches('.').chars();
        let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        return format!("{first}{}.", chars.as_str());
    };
    let found = match found.split_once(' ').unwrap_or((found, "")) {
        ("string", text) => format!("the text {text}"),
        ("integer" | "floating", number) => {
            format!("the number {}", number.trim_start_matches("point ").replace('`', ""))
        }
        ("boolean", value) => value.replace('`', ""),
        ("sequence", _) => "a list [ ]".to_owned(),
        ("map", _) => "a table { }".to_owned(),
        _ => found.to_owned(),
    };
    let expected = match expected {
        "a string" => "a text in \"quotes\"",
        "a sequence" => "a list [ ]",
        "a boolean" => "true or false",
        "f64" => "a number",
        "u32" => "a whole number, 0 or more",
        other if other.starts_with("struct ") || other.contains("map") => "a table { }",
        other => other,
    };
    format!("This is {found}, but here belongs {expected}.")
}
