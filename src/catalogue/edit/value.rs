//! Values as TOML writes them in one line.

use super::names;
use crate::error::{Error, Result};
use std::fmt::Write as _;
use toml::{Table, Value};

/// Reads a value of a field, written as TOML.
pub(super) fn read(field: &str, text: &str) -> Result<Value> {
    let wrong = || Error::usage(format!("\"{}\" is no value for {field}.", crate::text::visible(text)));
    let hint = "Texts stand in \"double quotes\", lists in [ ], tables in { }.";
    let mut table: Table = toml::from_str(&format!("value = {text}\n")).map_err(|_| wrong().hint(hint))?;
    let value = table.remove("value").filter(|_| table.is_empty());
    value.ok_or_else(|| wrong().hint(hint))
}

/// Returns the value of a field at the top of a file.
pub(super) fn of(text: &str, field: &str) -> Result<Option<Value>> {
    let mut table: Table = toml::from_str(text).map_err(|error| super::no_toml(text, &error))?;
    Ok(table.remove(field))
}

/// Returns a value of a field as TOML in one line, the fields of its tables in their order.
pub(super) fn inline(value: &Value, field: &str) -> String {
    let mut out = String::new();
    put(value, names::inside(field), &mut out);
    out
}

fn put(value: &Value, order: &[&str], out: &mut String) {
    match value {
        Value::String(text) => out.push_str(&quoted(text)),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                put(item, order, out);
            }
            out.push(']');
        }
        Value::Table(table) if table.is_empty() => out.push_str("{}"),
        Value::Table(table) => {
            for (index, (key, item)) in in_order(table, order).into_iter().enumerate() {
                out.push_str(if index == 0 { "{ " } else { ", " });
                out.push_str(&bare(key));
                out.push_str(" = ");
                put(item, order, out);
            }
            out.push_str(" }");
        }
        other => out.push_str(&other.to_string()),
    }
}

/// Returns what a table holds in the order of its type; what the type doesn't know comes last.
pub(super) fn in_order<'v>(table: &'v Table, order: &[&str]) -> Vec<(&'v str, &'v Value)> {
    let mut all: Vec<_> = table.iter().map(|(key, value)| (key.as_str(), value)).collect();
    all.sort_by_key(|(key, _)| order.iter().position(|known| known == key).unwrap_or(usize::MAX));
    all
}

/// Returns a key as TOML writes it.
pub(super) fn bare(key: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(fits) { key.to_owned() } else { quoted(key) }
}

/// Returns a text in double quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {
                // Writing into a String can't fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
