//! Reads one TOML file into its type and tells every problem of it at once, with the place.
//!
//! Serde stops at its first error. So a value that can't be read is reported, taken out of the parsed tree, and the rest is read again: the types stay the only description of the format.

use super::plain::{missing_field, syntax_problem, value_problem};
use crate::text;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// One step from the top of a file to a value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A key of a table.
    Key(&'static str),
    /// An index of a list.
    Index(usize),
}

impl From<&'static str> for Step {
    fn from(key: &'static str) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// Names a value in a file: `at!["places", 0, "postal_code"]`.
#[macro_export]
macro_rules! at {
    ($($step:expr),* $(,)?) => { [$($crate::catalogue::read::Step::from($step)),*] };
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file can't be used as it stands.
    Error,
    /// Worth a look.
    Warning,
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// A stable short name of the kind of problem: "unknown-field".
    pub code: &'static str,
    /// Bytes of the file that it is about.
    pub span: Range<usize>,
    /// What is wrong, as one plain sentence.
    pub what: String,
    /// What to do, as one plain sentence.
    pub hint: Option<String>,
}

impl Problem {
    /// Returns an error about the given bytes of a file. What the file says is shown as letters, whatever it holds: a catalogue comes from many hands, and a terminal obeys some characters.
    pub fn error(code: &'static str, span: Range<usize>, what: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, span, what: text::visible(&what.into()), hint: None }
    }

    /// Returns a warning about the given bytes of a file.
    pub fn warning(code: &'static str, span: Range<usize>, what: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, what) }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(text::visible(&hint.into()));
        self
    }
}

/// A file that was read, with the places of its values.
#[derive(Debug)]
pub struct Parsed<'t, T> {
    /// What could be read.
    pub value: T,
    /// What could not.
    pub problems: Vec<Problem>,
    /// The file itself.
    pub text: &'t str,
    tree: Spanned<DeTable<'t>>,
    /// Where values stood that could not be read.
    dropped: Vec<Range<usize>>,
}

impl<T> Parsed<'_, T> {
    /// Returns the bytes of the file where a value stands, or where the nearest value around it does; the start of the file when there is none.
    pub fn span(&self, steps: &[Step]) -> Range<usize> {
        (0..steps.len()).rev().find_map(|cut| self.find(&steps[..=cut])).map_or(0..0, Spanned::span)
    }

    /// Returns whether a value stands in the file, readable or not.
    pub fn has(&self, steps: &[Step]) -> bool {
        self.find(steps).is_some()
    }

    /// Returns the bytes of a key in a table at the top of the file.
    pub fn key_span(&self, table: &'static str, key: &str) -> Range<usize> {
        match self.find(&[Step::Key(table)]).map(Spanned::get_ref) {
            Some(DeValue::Table(inner)) => inner.get_key_value(key).map_or(0..0, |(key, _)| key.span()),
            _ => 0..0,
        }
    }

    /// Returns the bytes of everything that stands under a key at the top of the file: one piece, or one for each `[[key]]`.
    pub fn field_spans(&self, key: &str) -> Vec<Range<usize>> {
        fn around(value: &Spanned<DeValue<'_>>) -> Range<usize> {
            // A table that is written in pieces spans only its header.
            let inner: Vec<Range<usize>> = match value.get_ref() {
                DeValue::Table(table) => table.values().map(around).collect(),
                DeValue::Array(items) => items.iter().map(around).collect(),
                _ => Vec::new(),
            };
            inner.into_iter().fold(value.span(), |all, one| all.start.min(one.start)..all.end.max(one.end))
        }
        let value = self.tree.get_ref().get(key);
        value
            .into_iter()
            .flat_map(|value| match value.get_ref() {
                DeValue::Array(items) => items.iter().map(around).collect(),
                _ => vec![around(value)],
            })
            .collect()
    }

    fn find(&self, steps: &[Step]) -> Option<&Spanned<DeValue<'_>>> {
        let Some((Step::Key(first), rest)) = steps.split_first() else { return None };
        rest.iter().try_fold(self.tree.get_ref().get(*first)?, |value, step| match (step, value.get_ref()) {
            (Step::Key(key), DeValue::Table(table)) => table.get(*key),
            // The index counts what could be read; the tree holds the rest too.
            (Step::Index(index), DeValue::Array(items)) => {
                items.iter().filter(|item| !self.dropped.contains(&item.span())).nth(*index)
            }
            _ => None,
        })
    }

    /// Returns every text of the file with its place, keys left out.
    pub fn texts(&self) -> Vec<(&str, Range<usize>)> {
        let mut out = Vec::new();
        for value in self.tree.get_ref().values() {
            collect_texts(value, &mut out);
        }
        out
    }
}

fn collect_texts<'a>(value: &'a Spanned<DeValue<'_>>, out: &mut Vec<(&'a str, Range<usize>)>) {
    match value.get_ref() {
        DeValue::String(text) => out.push((text, value.span())),
        DeValue::Array(items) => items.iter().for_each(|item| collect_texts(item, out)),
        DeValue::Table(table) => table.values().for_each(|item| collect_texts(item, out)),
        _ => {}
    }
}

/// How many values of one file are told to be unreadable.
const MOST_PROBLEMS: usize = 100;

/// The problem's code when there are more than that; what was read is empty then.
pub(super) const TOO_MANY: &str = "too-many-problems";

/// Keys whose value is one table.
const TABLES: [&str; 9] =
    ["age", "brought", "checked", "differs", "source", "upstream", "front_door", "safeguarding_lead", "navigator"];

/// Keys of tables whose values are all tables.
const TABLES_OF_TABLES: [&str; 1] = ["translations"];

/// The one key under which lists stand in a list.
const LISTS: &str = "synonyms";

/// Returns the bytes of a list that stands where a table belongs: serde would take its items for the table's fields in order.
fn list_for_table(table: &DeTable<'_>) -> Option<Range<usize>> {
    table.iter().find_map(|(key, value)| match value.get_ref() {
        DeValue::Array(_) if TABLES.contains(&key.get_ref().as_ref()) => Some(value.span()),
        DeValue::Array(_) if key.get_ref() == LISTS => None,
        DeValue::Array(items) => items.iter().find_map(|item| match item.get_ref() {
            DeValue::Array(_) => Some(item.span()),
            DeValue::Table(inner) => list_for_table(inner),
            _ => None,
        }),
        DeValue::Table(inner) => {
            let of_tables = TABLES_OF_TABLES.contains(&key.get_ref().as_ref());
            let list = inner.values().find(|value| of_tables && matches!(value.get_ref(), DeValue::Array(_)));
            list.map(Spanned::span).or_else(|| list_for_table(inner))
        }
        _ => None,
    })
}

/// Reads a file. Unknown fields are problems, unless `newer` says that the catalogue was written for a newer program, which may know more fields than this one.
pub fn parse<T: DeserializeOwned + Default>(text: &str, newer: bool) -> Parsed<'_, T> {
    let (tree, errors) = DeTable::parse_recoverable(text);
    // A text that is no TOML leaves many follow-up errors; the first few say it all.
    let broken = !errors.is_empty();
    let mut problems: Vec<Problem> = errors.iter().take(3).map(syntax_problem).collect();
    let mut dropped = Vec::new();
    // Nearly every file is read at the first try, and copying its tree twice would take as long as reading it.
    if !broken
        && list_for_table(tree.get_ref()).is_none()
        && let Ok(value) = T::deserialize(toml::de::Deserializer::from(tree.clone()))
    {
        return Parsed { value, problems, text, tree, dropped };
    }
    let mut rest = tree.clone();
    while let Some(span) = list_for_table(rest.get_ref()) {
        let what = "This is a list [ ], but here belongs a table { }.";
        problems.push(Problem::error("wrong-type", span.clone(), what));
        if dropped.len() >= MOST_PROBLEMS || !remove_at(rest.get_mut(), &span) {
            break;
        }
        dropped.push(span);
    }
    let value = loop {
        let error = match T::deserialize(toml::de::Deserializer::from(rest.clone())) {
            Ok(value) => break value,
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        // A field that was taken out below is no missing field.
        let follows = missing_field(error.message()).is_some_and(|field| stands(tree.get_ref(), &span, field));
        let removed = remove_at(rest.get_mut(), &span);
        let problem = value_problem(&error, span.clone());
        dropped.push(span.clone());
        // What stands around a syntax error is often half read; only the syntax error is worth telling.
        let ignored = newer && problem.code == "unknown-field";
        if !(broken || follows || ignored) {
            problems.push(problem);
        }
        // Reading again after each problem would take for ever with a file of nothing else.
        if dropped.len() >= MOST_PROBLEMS {
            problems.push(Problem::error(TOO_MANY, span, "From here on this file has still more problems."));
            break T::default();
        }
        if !removed {
            break T::default();
        }
    };
    problems.sort_by_key(|p| p.span.start);
    Parsed { value, problems, text, tree, dropped }
}

/// Returns whether a table at the given bytes has the field in the file.
fn stands(table: &DeTable<'_>, span: &Range<usize>, field: &str) -> bool {
    fn inside(value: &Spanned<DeValue<'_>>, span: &Range<usize>, field: &str) -> bool {
        match value.get_ref() {
            DeValue::Table(table) => (value.span() == *span && table.contains_key(field)) || stands(table, span, field),
            DeValue::Array(items) => items.iter().any(|item| inside(item, span, field)),
            _ => false,
        }
    }
    table.values().any(|value| inside(value, span, field))
}

/// Takes the innermost value at the given bytes out of the table and returns whether there was one.
fn remove_at(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let mut found = None;
    for (key, value) in table.iter_mut() {
        if key.span() == *span {
            found = Some(key.get_ref().to_string());
            break;
        }
        let here = value.span();
        let inside = here.start <= span.start && span.end <= here.end;
        // A table that is written in pieces ([a.b], [[a]]) spans only its header, so look into each.
        let deeper = match value.get_mut() {
            DeValue::Table(inner) if here != *span => remove_at(inner, span),
            DeValue::Array(items) if here != *span => remove_from_list(items, span),
            _ => false,
        };
        if deeper {
            return true;
        }
        if inside {
            found = Some(key.get_ref().to_string());
        }
    }
    found.is_some_and(|key| table.remove(key.as_str()).is_some())
}

fn remove_from_list(items: &mut DeArray<'_>, span: &Range<usize>) -> bool {
    let mut bad = None;
    for (index, item) in items.iter_mut().enumerate() {
        let here = item.span();
        let inside = here.start <= span.start && span.end <= here.end;
        let deeper = match item.get_mut() {
            DeValue::Table(inner) if here != *span => remove_at(inner, span),
            DeValue::Array(inner) if here != *span => remove_from_list(inner, span),
            _ => false,
        };
        if deeper {
            return true;
        }
        if inside {
            bad = Some(index);
        }
    }
    let Some(bad) = bad else { return false };
    let mut kept = DeArray::new();
    for (_, item) in items.iter().enumerate().filter(|(index, _)| *index != bad) {
        kept.push(item.clone());
    }
    *items = kept;
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::types::Service;

    fn codes(text: &str) -> Vec<(&'static str, String)> {
        parse::<Service>(text, false).problems.into_iter().map(|p| (p.code, text[p.span].to_owned())).collect()
    }

    #[test]
    fn tells_every_problem_with_its_place() {
        let text = "nam = 1\nname = 2\nfree = \"yep\"\naccess = [\"open\", \"closed\"]\n\n[[phones]]\nnumbr = \"1\"\n\n[[phones]]\nnumber = 5\n";
        let found = codes(text);
        let expected = [
            ("unknown-field", "nam"),
            ("wrong-type", "2"),
            ("unknown-value", "\"yep\""),
            ("unknown-value", "\"closed\""),
            ("unknown-field", "numbr"),
            ("wrong-type", "5"),
        ];
        assert_eq!(found, expected.map(|(c, s)| (c, s.to_owned())), "{found:?}");
    }

    #[test]
    fn keeps_the_rest_of_a_bad_file() {
        let parsed = parse::<Service>("name = \"Play\"\nfree = 7\naccess = [\"open\", \"nope\"]\n", false);
        assert_eq!(parsed.value.name, "Play");
        assert_eq!(parsed.value.access.len(), 1);
    }

    #[test]
    fn a_newer_catalogue_may_know_more_fields() {
        assert!(parse::<Service>("name = \"Play\"\ncolour = 1\n", true).problems.is_empty());
    }

    #[test]
    fn finds_places_of_values() {
        let text = "name = \"Play\"\n[[places]]\npostal_code = \"HP20 0VC\"\n";
        let parsed = parse::<Service>(text, false);
        assert_eq!(&text[parsed.span(&crate::at!["places", 0, "postal_code"])], "\"HP20 0VC\"");
        assert_eq!(&text[parsed.span(&crate::at!["places", 0, "city"])], "[[places]]");
        assert_eq!(parsed.span(&crate::at!["url"]), 0..0);
    }

    #[test]
    fn places_stay_right_beside_values_that_were_dropped() {
        let text = "needs = [1, \"x\"]\nwords = [\"a\"]\n";
        let parsed = parse::<Service>(text, false);
        assert_eq!(&text[parsed.span(&crate::at!["needs", 0])], "\"x\"");
        assert!(!parsed.has(&crate::at!["needs", 1]) && parsed.has(&crate::at!["words", 0]));
    }

    #[test]
    fn lists_are_no_tables() {
        let text = "source = [\"https://a.example\"]\nplaces = [[\"mill-lane\"]]\nphones = [{ number = [\"1\"] }]\ntranslations.pl = [\"Zabawa\"]\n";
        let found = codes(text);
        let expected = ["[\"https://a.example\"]", "[\"mill-lane\"]", "[\"1\"]", "[\"Zabawa\"]"];
        assert_eq!(found, expected.map(|s| ("wrong-type", s.to_owned())));
    }

    #[test]
    fn a_file_of_nothing_but_problems_ends() {
        let text: String = (0..50_000).map(|n| format!("x{n} = 1\n")).collect();
        let problems = parse::<Service>(&text, false).problems;
        assert_eq!(problems.last().unwrap().code, TOO_MANY);
        assert!(problems.len() < 120);
    }

    #[test]
    fn syntax_errors_stand_alone() {
        let found = codes("name = \"Play\nneeds = [\"x\"]\n");
        assert!(found.iter().all(|(code, _)| *code == "syntax"), "{found:?}");
        assert!(!found.is_empty());
    }
}
