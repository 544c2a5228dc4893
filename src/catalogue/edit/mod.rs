//! Changes fields of a service's file and nothing else in it: comments, order, blank lines and line endings stay as they are.
//!
//! A file is never written anew. Only the bytes of a value are replaced; what a person wrote around it is theirs.

mod names;
mod splice;
mod tables;
mod value;

pub use names::{at_top, fields};

use super::check;
use super::types::Header;
use super::{parse, syntax_problem};
use crate::error::{Error, Result};
use splice::Splices;
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

/// Sets a field at the top of a service's file to a value, written as TOML; no value takes it out. Setting what is there already changes nothing.
///
/// # Errors
/// When the file or the value is no TOML, or a service has no such field.
pub fn set(text: &str, field: &str, now: Option<&str>) -> Result<String> {
    let known = at_top(field).ok_or_else(|| {
        let near = crate::text::nearest(field, fields().iter().copied());
        Error::usage(format!("A service has no field \"{field}\"."))
            .did_you_mean(near, "The README of the catalogue lists the fields.")
    })?;
    let now = now.map(|now| value::read(known, now)).transpose()?;
    let tree = tree(text)?;
    let was = value::of(text, known)?;
    if was == now {
        return Ok(text.to_owned());
    }
    let mut splices = Splices::new(text);
    let there = tree.get_ref().get_key_value(known).map(|(key, value)| (key.span(), value));
    match (there, &now) {
        (Some((key, old)), Some(new)) => match form(text, &key, old) {
            Form::Line if !tables::many(new) || !value_is_empty(old) => {
                splices.replace_value(key, old.span(), &value::inline(new, known));
            }
            Form::Tables if tables::many(new) => tables::change(&mut splices, known, old, new),
            Form::Table if new.is_table() => tables::change_one(&mut splices, known, &[old], std::slice::from_ref(new)),
            _ => {
                pieces(&key, old).into_iter().for_each(|piece| splices.take_out(piece));
                let without = splices.done();
                return set(&without, known, Some(&value::inline(new, known)));
            }
        },
        (None, Some(new)) if tables::many(new) => tables::add(&mut splices, &tree, known, new),
        (None, Some(new)) => add_line(&mut splices, &tree, known, &value::inline(new, known)),
        (Some((key, old)), None) => pieces(&key, old).into_iter().for_each(|piece| splices.take_out(piece)),
        (None, None) => {}
    }
    Ok(splices.done())
}

/// Takes a field off the list of those that an import guessed: somebody has looked it over.
///
/// # Errors
/// When the file is no TOML.
pub fn looked_over(text: &str, field: &str) -> Result<String> {
    const LIST: &str = "look_over";
    let Some(Value::Table(mut upstream)) = value::of(text, "upstream")? else { return Ok(text.to_owned()) };
    let Some(Value::Array(guessed)) = upstream.get_mut(LIST) else { return Ok(text.to_owned()) };
    guessed.retain(|name| name.as_str() != Some(field));
    if guessed.is_empty() {
        upstream.remove(LIST);
    }
    set(text, "upstream", Some(&value::inline(&Value::Table(upstream), "upstream")))
}

/// Returns a field at the top of a service's file as TOML in one line, written the same way however it stands in the file; nothing when it is missing.
///
/// # Errors
/// When the file is no TOML.
pub fn get(text: &str, field: &str) -> Result<Option<String>> {
    Ok(value::of(text, field)?.map(|value| value::inline(&value, field)))
}

/// Returns the field at the top of a file that a byte stands in, or behind it and before the next; nothing before the first.
pub fn field_at(text: &str, at: usize) -> Option<String> {
    let tree = tree(text).ok()?;
    let all = tree.get_ref().iter().flat_map(|(key, value)| {
        let name = key.get_ref().to_string();
        pieces(&key.span(), value).into_iter().map(move |piece| (piece.start, name.clone()))
    });
    all.filter(|(start, _)| *start <= at).max().map(|(_, name)| name)
}

/// Returns a value of a field at the top of a service's file as TOML in one line.
pub fn inline(value: &Value, field: &str) -> String {
    value::inline(value, field)
}

/// Returns a new file of a service with these fields in their order, lists of tables below the rest, and `upstream` last.
pub fn written(values: &Table) -> String {
    let there = || fields().iter().filter_map(|field| Some((*field, values.get(*field)?)));
    let apart = |field: &str, value: &Value| field == "upstream" || tables::many(value);
    let mut out = String::new();
    for (field, value) in there().filter(|(field, value)| !apart(field, value)) {
        out.push_str(&format!("{field} = {}\n", value::inline(value, field)));
    }
    for (field, items) in there().filter_map(|(field, value)| Some((field, value.as_array()?))) {
        for item in items.iter().filter(|item| item.is_table()) {
            out.push_str(&format!("\n{}\n", tables::table(&format!("[[{field}]]"), field, item)));
        }
    }
    if let Some(upstream) = values.get("upstream") {
        out.push_str(&format!("\n{}\n", tables::table("[upstream]", "upstream", upstream)));
    }
    out
}

/// Returns a text as TOML writes it.
pub fn quoted(text: &str) -> String {
    value::quoted(text)
}

/// Refuses to change a catalogue that is written for a newer program, which may mean more than this one knows; `header` is the text of its `catalogue.toml`.
///
/// # Errors
/// When it is newer.
pub fn refuse_newer(header: &str) -> Result<()> {
    if check::is_newer(&parse::<Header>(header, true).value) {
        let what = "This catalogue is written for a newer Signpost, so this one changes nothing in it.";
        return Err(Error::input(what).hint("Update Signpost, then try again."));
    }
    Ok(())
}

/// How a field stands in its file.
enum Form {
    /// `key = value`
    Line,
    /// `[[key]]`, once for each
    Tables,
    /// `[key]`
    Table,
    /// In any other way: `key.part = value`, `[key.part]`.
    Scattered,
}

fn form(text: &str, key: &Range<usize>, value: &Spanned<DeValue<'_>>) -> Form {
    let begins = |at: usize, with: &str| text.get(at..).is_some_and(|rest| rest.starts_with(with));
    let after = text.get(key.end..).unwrap_or_default().trim_start_matches([' ', '\t']);
    match value.get_ref() {
        _ if after.starts_with('=') => Form::Line,
        DeValue::Array(_) => Form::Tables,
        DeValue::Table(inner) if begins(value.span().start, "[") && inner.values().all(|v| !is_piece(text, v)) => {
            Form::Table
        }
        _ => Form::Scattered,
    }
}

/// Returns whether a value inside a table has lines of its own elsewhere.
fn is_piece(text: &str, value: &Spanned<DeValue<'_>>) -> bool {
    let start = text.as_bytes().get(value.span().start);
    match value.get_ref() {
        DeValue::Table(_) => start != Some(&b'{'),
        DeValue::Array(items) => items.iter().any(|item| item.get_ref().is_table() && is_header(text, &item.span())),
        _ => false,
    }
}

fn is_header(text: &str, span: &Range<usize>) -> bool {
    text.as_bytes().get(span.start) == Some(&b'[')
}

fn value_is_empty(value: &Spanned<DeValue<'_>>) -> bool {
    value.get_ref().as_array().is_some_and(|items| items.is_empty())
}

/// Returns the bytes of everything that makes up a field: its line, or each header and each line below it.
fn pieces(key: &Range<usize>, value: &Spanned<DeValue<'_>>) -> Vec<Range<usize>> {
    let span = value.span();
    let line = || std::iter::once(key.start.min(span.start)..span.end).collect::<Vec<_>>();
    let below = |table: &DeTable<'_>| table.iter().flat_map(|(k, v)| pieces(&k.span(), v)).collect::<Vec<_>>();
    match value.get_ref() {
        // What stands in one line has its key before it; a header holds its key, or stands elsewhere.
        DeValue::Table(inner) if key.end <= span.start && !inner.is_empty() && apart(&span, inner) => {
            let mut out = vec![span];
            out.extend(below(inner));
            out
        }
        DeValue::Table(inner) if key.end > span.start => {
            // The span of a dotted key's table is that of the key itself, which goes with its lines.
            let header = span != *key;
            let mut out: Vec<_> = header.then_some(span).into_iter().collect();
            out.extend(below(inner));
            out
        }
        DeValue::Array(items) if key.end > span.start => {
            let mut out = Vec::new();
            for item in items.iter() {
                out.push(item.span());
                if let DeValue::Table(inner) = item.get_ref() {
                    out.extend(below(inner));
                }
            }
            out
        }
        _ => line(),
    }
}

/// Returns whether a table's lines stand below its header and not inside it.
fn apart(span: &Range<usize>, inner: &DeTable<'_>) -> bool {
    inner.iter().all(|(key, _)| key.span().start >= span.end)
}

/// Adds a field with its line, behind the one before it in the order of the fields.
fn add_line(splices: &mut Splices<'_>, tree: &Spanned<DeTable<'_>>, field: &str, value: &str) {
    let text = splices.text();
    let lines = tree.get_ref().iter().filter(|(key, value)| matches!(form(text, &key.span(), value), Form::Line));
    let lines: Vec<_> = lines.map(|(key, value)| (key.get_ref().as_ref(), key.span(), value.span())).collect();
    add_line_among(splices, fields(), &lines, field, value, first_header(text, tree));
}

/// Adds `field = value` among lines of one table: behind the nearest one that comes before it in `order`, else `otherwise`.
fn add_line_among(
    splices: &mut Splices<'_>,
    order: &[&str],
    lines: &[(&str, Range<usize>, Range<usize>)],
    field: &str,
    value: &str,
    otherwise: usize,
) {
    let rank = |name: &str| order.iter().position(|known| *known == name).unwrap_or(usize::MAX);
    let before = lines.iter().filter(|(name, ..)| rank(name) < rank(field)).max_by_key(|(name, ..)| rank(name));
    let line = format!("{field} = {value}");
    match before.or(lines.iter().min_by_key(|(_, key, _)| key.start).filter(|(_, key, _)| splices.is_spoken_for(key))) {
        Some((_, _, last)) => splices.add_after(last.end, &line),
        None => match lines.iter().map(|(_, key, _)| key.start).min() {
            Some(first) => splices.add_before(first, &line),
            None => splices.add_before(otherwise, &line),
        },
    }
}

/// Returns where the first `[table]` begins, or the end of the file.
fn first_header(text: &str, tree: &Spanned<DeTable<'_>>) -> usize {
    headers(text, tree).into_iter().map(|(_, span)| span.start).min().unwrap_or(text.len())
}

/// Returns the fields at the top that have headers, with each header's bytes.
fn headers<'t>(text: &str, tree: &'t Spanned<DeTable<'_>>) -> Vec<(&'t str, Range<usize>)> {
    let with_headers =
        tree.get_ref().iter().filter(|(key, value)| !matches!(form(text, &key.span(), value), Form::Line));
    let pieces = with_headers.flat_map(|(key, value)| {
        let name: &str = key.get_ref().as_ref();
        pieces(&key.span(), value).into_iter().map(move |piece| (name, piece))
    });
    pieces.filter(|(_, piece)| is_header(text, piece)).collect()
}

fn tree(text: &str) -> Result<Spanned<DeTable<'_>>> {
    let (tree, errors) = DeTable::parse_recoverable(text);
    match errors.first() {
        None => Ok(tree),
        Some(error) => Err(no_toml(text, error)),
    }
}

/// Returns the error for a file that has to be mended by hand first.
fn no_toml(text: &str, error: &toml::de::Error) -> Error {
    let problem = syntax_problem(error);
    let line = text.get(..problem.span.start).unwrap_or_default().matches('\n').count() + 1;
    let error = Error::input(format!("Line {line} of the file can't be read: {}", problem.what));
    match problem.hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

#[cfg(test)]
mod tests;
