//! Terms of taxonomies: on the service, through attributes or links.

use super::super::incoming::Term;
use super::super::plain::bounded;
use super::super::value::{list, text, text_of, written};
use serde_json::Value;

/// Most letters of a term.
const LONGEST: usize = 80;

/// Most terms that are taken of one service.
const MOST: usize = 30;

/// Returns the terms of a service, each once.
pub fn terms(record: &Value) -> Vec<Term> {
    let mut out: Vec<Term> = Vec::new();
    let mut take = |value: &Value| {
        // A name in another register is no term.
        if text(value, "link_type").as_deref() == Some(super::super::export::UPSTREAM) {
            return;
        }
        // An attribute holds its term, in v1 a link does, or they are the term.
        let inner = ["taxonomy_term", "taxonomy", "term"].iter().find_map(|k| value.get(*k).filter(|v| v.is_object()));
        let term = inner.unwrap_or(value);
        let short = |text: Option<String>| text.and_then(|t| bounded(&t, LONGEST)).map(|(t, _)| t).unwrap_or_default();
        let name = short(written(term).or_else(|| text_of(term, &["name", "term"])));
        let code = short(text_of(term, &["code", "id"]));
        let taxonomy =
            short(text_of(term, &["taxonomy", "vocabulary", "taxonomy_id"]).or_else(|| text(value, "vocabulary")));
        let term = Term { taxonomy, code, name };
        if !(term.name.is_empty() && term.code.is_empty()) && !out.contains(&term) && out.len() < MOST {
            out.push(term);
        }
    };
    for key in ["attributes", "service_taxonomys", "service_taxonomies", "taxonomies", "taxonomy_terms", "categories"] {
        list(record, key).for_each(&mut take);
    }
    out
}
