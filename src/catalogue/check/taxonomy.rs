//! The rules of the list that says which needs the terms of other registers mean.

use super::super::read::{Parsed, Problem};
use super::super::types::{MappedTerm, Taxonomy};
use super::{Finder, Known, quote};
use crate::text;
use std::collections::HashMap;

/// Returns all problems of `taxonomy.toml`.
pub fn taxonomy(parsed: &Parsed<'_, Taxonomy>, known: &Known) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let mut seen: HashMap<[String; 3], usize> = HashMap::new();
    for (index, term) in parsed.value.terms.iter().enumerate() {
        let at = crate::at!["terms", index];
        if term.code.is_none() && term.name.is_none() {
            let hint = "Give the code or the name of the term, as the register writes it.";
            finder.error("no-term", &at, "This entry names no term.", hint);
        } else if seen.insert(key(term), index).is_some() {
            let shown = term.name.as_ref().or(term.code.as_ref()).map_or("", String::as_str);
            let what = format!("The term {} stands here twice.", quote(shown));
            finder.error("doubled-term", &at, what, "Delete one.");
        }
        let field = crate::at!["terms", index, "needs"];
        if term.needs.is_empty() && !parsed.has(&field) {
            let hint = "List the needs that it means, or write needs = [] when it means none of them.";
            finder.error("missing-field", &field, "The field \"needs\" is missing here.", hint);
        }
        for (place, need) in term.needs.iter().enumerate() {
            if let Some(all) = &known.needs {
                finder.known("unknown-need", "need", need, all, &crate::at!["terms", index, "needs", place]);
            }
        }
    }
    finder.finish()
}

fn key(term: &MappedTerm) -> [String; 3] {
    [&term.taxonomy, &term.code, &term.name].map(|part| part.as_deref().map(text::fold).unwrap_or_default())
}
