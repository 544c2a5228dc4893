//! A service's fields as a form shows them: plain text that people can change without knowing TOML.
//!
//! What nobody touched is not converted back, so nothing is lost of it. Marks that protect people are not in the form: `sensitive`, `privacy`, `for`, a hidden place's cover; the file alone can lift them.

mod fields;
mod lines;
mod places;
mod sessions;
mod words;

use super::check::{self, Known};
use super::edit;
use super::parse;
use super::read::{Problem, Severity};
use super::types::Service;
use crate::error::{Error, Result};
use fields::FIELDS;
use std::collections::HashMap;

/// One field as a form shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name of the field in the file.
    pub key: &'static str,
    /// What the form calls it.
    pub label: &'static str,
    /// How its value is written.
    pub hint: &'static str,
    /// Its value; several lines where it has several values.
    pub text: String,
    /// It may have several values, one in a line.
    pub several: bool,
}

/// A field that a form changed, with its values as TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Name of the field in the file.
    pub field: &'static str,
    /// Its value before; nothing when it was missing.
    pub was: Option<String>,
    /// Its value now; nothing takes it out.
    pub now: Option<String>,
}

/// Fields that may have several values, one in a line.
const SEVERAL: [&str; 5] = ["words", "phones", "sessions", "places", "required_documents"];

/// Fields that every service has.
const NEVER_EMPTY: [&str; 3] = ["name", "description", "needs"];

/// Returns the names of the fields in the file, in the order of the form.
pub fn keys() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|field| field.key)
}

/// Returns the label of a field, for one that is in the form.
pub fn label(key: &str) -> Option<&'static str> {
    FIELDS.iter().find(|field| field.key == key).map(|field| field.label)
}

/// Returns the fields of a service's file as a form shows them; an empty text makes an empty form.
///
/// # Errors
/// When the file is no TOML, or has a value that can't be read.
pub fn fields(text: &str) -> Result<Vec<Field>> {
    // Says what is wrong and where.
    edit::get(text, "name")?;
    let parsed = parse::<Service>(text, true);
    if let Some(problem) = parsed.problems.first() {
        let what = format!("The file has a mistake, so a form can't show it: {}", problem.what);
        return Err(Error::input(what).hint("Mend the file in an editor first."));
    }
    let show = |field: &fields::Known| Field {
        key: field.key,
        label: field.label,
        hint: field.hint,
        text: (field.show)(&parsed.value),
        several: SEVERAL.contains(&field.key),
    };
    Ok(FIELDS.iter().map(show).collect())
}

/// Returns what a form changed in a service's file, and the file as it is then. Keys that no form has, and values that nobody touched, change nothing.
///
/// # Errors
/// When a value is not allowed, with the label of its field and how to write it.
pub fn changed<'f>(
    text: &str,
    id: &str,
    known: &Known,
    filled: impl IntoIterator<Item = (&'f str, &'f str)>,
) -> Result<(Vec<Changed>, String)> {
    let before = fields(text)?;
    let service = parse::<Service>(text, true).value;
    let mut after = text.to_owned();
    let mut out = Vec::new();
    for (key, filled) in filled {
        let at = before.iter().position(|field| field.key == key);
        let Some((shown, field)) = at.map(|at| (&before[at], &FIELDS[at])) else { continue };
        if same(&shown.text, filled) {
            continue;
        }
        let named =
            |what: String| Error::usage(format!("{}: {what}", field.label)).hint(format!("Write {}.", field.hint));
        let now = (field.read)(filled.trim(), &service).map_err(named)?;
        if now.is_none() && NEVER_EMPTY.contains(&field.key) {
            return Err(named("this field can't be empty.".to_owned()));
        }
        let was = edit::get(text, field.key)?;
        if was != now {
            after = edit::set(&after, field.key, now.as_deref())?;
            out.push(Changed { field: field.key, was, now });
        }
    }
    refuse_new_errors(text, &after, id, known)?;
    Ok((out, after))
}

/// Returns whether two texts of a form say the same.
fn same(shown: &str, filled: &str) -> bool {
    shown.trim().lines().map(str::trim_end).eq(filled.trim().lines().map(str::trim_end))
}

/// Refuses a file that has errors which it did not have before, the first one told by the label of its field, and one that would make a sensitive service an open one by the way.
///
/// # Errors
/// When there is one.
pub fn refuse_new_errors(before: &str, after: &str, id: &str, known: &Known) -> Result<()> {
    refuse_exposure(before, after, known)?;
    let Some((problem, field)) = new_errors(before, after, id, known).into_iter().next() else { return Ok(()) };
    let named = match field.as_deref() {
        Some(key) => format!("{}: {}", label(key).unwrap_or(key), problem.what),
        None => problem.what,
    };
    let error = Error::usage(named);
    Err(match problem.hint {
        Some(hint) => error.hint(hint),
        None => error,
    })
}

/// Refuses to take out the need that makes a service sensitive: visits for it would be kept, and its name shown, like those of any other.
fn refuse_exposure(before: &str, after: &str, known: &Known) -> Result<()> {
    let Some(lost) = exposed(before, after, known) else { return Ok(()) };
    let label = label("needs").unwrap_or("needs");
    let what = format!("{label}: Without \"{lost}\" this service would not be sensitive any more.");
    Err(Error::usage(what).hint("Keep that need, or first write sensitive = true into its file."))
}

/// Returns the sensitive need that a file loses, where nothing else says any more that the service is sensitive.
fn exposed(before: &str, after: &str, known: &Known) -> Option<String> {
    let sensitive = |text: &str| {
        let service = parse::<Service>(text, true).value;
        let need = service.needs.into_iter().find(|need| known.sensitive.contains(need));
        (need, service.sensitive)
    };
    let lost = sensitive(before).0?;
    (sensitive(after) == (None, false)).then_some(lost)
}

/// Returns the errors of a file that it did not have before, each with the field at the top that it is in.
fn new_errors(before: &str, after: &str, id: &str, known: &Known) -> Vec<(Problem, Option<String>)> {
    let errors = |text: &str| {
        let found = check::service(&parse::<Service>(text, false), id, known);
        // A refuge's address is for whoever writes it to look at before it is in the history.
        let counts = |problem: &Problem| problem.severity == Severity::Error || problem.code == check::REFUGE;
        found.into_iter().filter(counts).collect::<Vec<_>>()
    };
    let mut old: HashMap<(&str, String), usize> = HashMap::new();
    for problem in errors(before) {
        *old.entry((problem.code, problem.what)).or_default() += 1;
    }
    let new = errors(after).into_iter().filter(|problem| {
        let left = old.get_mut(&(problem.code, problem.what.clone())).filter(|left| **left > 0);
        // What may lead to a hidden door is forgiven nobody.
        left.is_none_or(|left| std::mem::replace(left, *left - 1) == 0) || problem.code == check::HIDDEN_PLACE
    });
    new.map(|problem| {
        let field = edit::field_at(after, problem.span.start);
        (problem, field)
    })
    .collect()
}

#[cfg(test)]
mod tests;
