//! Fields that stand as tables: each that stays keeps its lines, and what is said beside them.

use super::splice::Splices;
use super::value::{bare, in_order, inline};
use super::{add_line_among, fields, headers, names, pieces};
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

/// Returns whether a value is written as tables: a list of nothing else.
pub(super) fn many(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_table))
}

/// Changes `[[field]]` tables into others.
pub(super) fn change(splices: &mut Splices<'_>, field: &str, old: &Spanned<DeValue<'_>>, new: &Value) {
    let (DeValue::Array(old), Value::Array(new)) = (old.get_ref(), new) else { return };
    let old: Vec<&Spanned<DeValue<'_>>> = old.iter().collect();
    change_one(splices, field, &old, new);
}

/// Changes tables with headers into others, each as little as possible.
pub(super) fn change_one(splices: &mut Splices<'_>, field: &str, old: &[&Spanned<DeValue<'_>>], new: &[Value]) {
    let order = names::inside(field);
    let were: Vec<Value> = old.iter().map(|table| plain(table)).collect();
    let mut last = None;
    for step in align(&were, new, order) {
        match step {
            Step::Both(was, now) => {
                change_table(splices, old[was], &were[was], &new[now], order);
                last = Some(end_of(old[was]));
            }
            Step::Gone(was) => {
                for piece in parts(old[was]) {
                    splices.take_out(piece);
                }
                last = Some(end_of(old[was]));
            }
            Step::New(now) => {
                let new = table(&format!("[[{field}]]"), field, &new[now]);
                match (last, old.first()) {
                    (Some(last), _) => splices.add_apart(last, &new),
                    (None, first) => splices.add_above(first.map_or(0, |table| table.span().start), &new),
                }
            }
        }
    }
}

/// Adds tables to a file that has none of this field, behind those that come before them in the order of the fields.
pub(super) fn add(splices: &mut Splices<'_>, tree: &Spanned<DeTable<'_>>, field: &str, new: &Value) {
    let rank = |name: &str| fields().iter().position(|known| *known == name);
    let text = splices.text();
    let before = headers(text, tree).into_iter().filter(|(name, _)| rank(name) < rank(field));
    let before = before.max_by_key(|(name, span)| (rank(name), span.start)).map(|(name, _)| name);
    let ends = |wanted: &dyn Fn(&str) -> bool| {
        let wanted = tree.get_ref().iter().filter(|(key, _)| wanted(key.get_ref()));
        wanted.flat_map(|(key, value)| pieces(&key.span(), value)).map(|piece| piece.end).max()
    };
    let last = match before {
        Some(before) => ends(&|name| name == before),
        None => {
            let with_header: Vec<_> = headers(text, tree).into_iter().map(|(name, _)| name).collect();
            ends(&|name| !with_header.contains(&name))
        }
    };
    let tables: Vec<String> =
        new.as_array().into_iter().flatten().map(|item| table(&format!("[[{field}]]"), field, item)).collect();
    splices.add_apart(last.unwrap_or(text.len()), &tables.join("\n\n"));
}

/// Returns one table with its header, without the end of its last line.
pub(super) fn table(header: &str, field: &str, value: &Value) -> String {
    let lines = value.as_table().map(|table| in_order(table, names::inside(field))).unwrap_or_default();
    let lines: Vec<String> =
        lines.iter().map(|(key, value)| format!("\n{} = {}", bare(key), inline(value, ""))).collect();
    format!("{header}{}", lines.concat())
}

fn change_table(splices: &mut Splices<'_>, table: &Spanned<DeValue<'_>>, was: &Value, now: &Value, order: &[&str]) {
    let (DeValue::Table(there), Value::Table(was), Value::Table(now)) = (table.get_ref(), was, now) else { return };
    for (key, value) in there.iter().filter(|(key, _)| !now.contains_key(key.get_ref().as_ref())) {
        splices.take_out(key.span().start..value.span().end);
    }
    let kept = there.iter().filter(|(key, _)| now.contains_key(key.get_ref().as_ref()));
    let lines: Vec<_> = kept.map(|(key, value)| (key.get_ref().as_ref(), key.span(), value.span())).collect();
    for (key, value) in in_order(now, order) {
        match lines.iter().find(|(name, ..)| *name == key) {
            Some(_) if was.get(key) == Some(value) => {}
            Some((_, name, old)) => splices.replace_value(name.clone(), old.clone(), &inline(value, "")),
            None => {
                let header = [(HEADER, table.span(), table.span())];
                let around: Vec<_> = header.into_iter().chain(lines.iter().cloned()).collect();
                let order: Vec<&str> = [HEADER].into_iter().chain(order.iter().copied()).collect();
                add_line_among(splices, &order, &around, &bare(key), &inline(value, ""), 0);
            }
        }
    }
}

/// Stands for a table's header among its lines; no field has this name.
const HEADER: &str = "[";

fn parts(table: &Spanned<DeValue<'_>>) -> Vec<Range<usize>> {
    let mut out = vec![table.span()];
    if let DeValue::Table(inner) = table.get_ref() {
        out.extend(inner.iter().flat_map(|(key, value)| pieces(&key.span(), value)));
    }
    out
}

fn end_of(table: &Spanned<DeValue<'_>>) -> usize {
    parts(table).into_iter().map(|piece| piece.end).max().unwrap_or_default()
}

/// Returns a value without its places.
fn plain(value: &Spanned<DeValue<'_>>) -> Value {
    use serde::Deserialize;
    // What was parsed as a whole can be read piece by piece.
    Value::deserialize(toml::de::ValueDeserializer::from(value.clone())).unwrap_or(Value::Boolean(false))
}

/// What becomes of one table.
enum Step {
    /// It stays, with these values now.
    Both(usize, usize),
    /// It goes.
    Gone(usize),
    /// It is new.
    New(usize),
}

/// Pairs old tables with new ones in order, so that as much as possible stays where it is.
fn align(old: &[Value], new: &[Value], order: &[&str]) -> Vec<Step> {
    let (rows, columns) = (old.len(), new.len());
    let mut best = vec![vec![0_u32; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let both = best[row + 1][column + 1] + likeness(&old[row], &new[column], order);
            best[row][column] = both.max(best[row + 1][column]).max(best[row][column + 1]);
        }
    }
    let (mut row, mut column, mut out) = (0, 0, Vec::new());
    while row < rows || column < columns {
        let here = best[row][column];
        if row < rows
            && column < columns
            && here == best[row + 1][column + 1] + likeness(&old[row], &new[column], order)
        {
            out.push(Step::Both(row, column));
            (row, column) = (row + 1, column + 1);
        } else if row < rows && here == best[row + 1][column] {
            out.push(Step::Gone(row));
            row += 1;
        } else {
            out.push(Step::New(column));
            column += 1;
        }
    }
    out
}

/// Returns how much speaks for two tables being the same thing.
fn likeness(old: &Value, new: &Value, order: &[&str]) -> u32 {
    let named = |key: &&&str| old.get(**key).is_some() && old.get(**key) == new.get(**key);
    if old == new {
        8
    } else if order.iter().find(named).is_some_and(|key| *key == order[0]) {
        4
    } else {
        1
    }
}
