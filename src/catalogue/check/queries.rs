//! The rules for the list by which the search is judged.

use super::super::queries::{Labelled, NONE};
use super::super::read::Problem;
use super::{Known, characters, did_you_mean, quote, unknown};
use crate::text;
use std::collections::HashMap;

/// What a query of the list can try.
pub const KINDS: [&str; 9] = ["keyword", "phrase", "typo", "prefix", "slang", "facet", "urgent", "benign-trap", NONE];

/// Returns all problems of `queries.tsv`.
pub fn queries(whole: &str, known: &Known) -> Vec<Problem> {
    let (list, mut problems) = Labelled::read(whole);
    characters::raw(whole, &mut problems);
    let dated = list.now.is_some() || problems.iter().any(|p| p.code == "bad-now");
    if !dated && !list.queries.is_empty() {
        let what = "The list doesn't say for which day it was written, so \"tomorrow\" is judged anew each day.";
        problems.push(Problem::warning("no-now", 0..0, what).hint("Begin it with: # now = 2026-11-22T10:15"));
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for label in &list.queries {
        let mut tell = |code, what: String, hint: String| {
            problems.push(Problem::error(code, label.span.clone(), what).hint(hint));
        };
        for need in label.needs().filter(|need| *need != NONE) {
            if let Some(all) = known.needs.as_ref().filter(|all| !all.contains(need)) {
                let (what, hint) = unknown("need", need, all);
                tell("unknown-need", what, hint);
            }
        }
        if !KINDS.contains(&label.kind.as_str()) {
            let near = did_you_mean(&label.kind, KINDS);
            let hint = if near.is_empty() { format!("There are: {}.", KINDS.join(", ")) } else { near };
            tell("unknown-kind", format!("There is no kind {}.", quote(&label.kind)), hint);
        } else if (label.kind == NONE) != (label.primary_need == NONE) && label.kind != "benign-trap" {
            let what = "Either the kind says that nothing fits or the need does, but not both.";
            tell("half-none", what.to_owned(), "Where nothing fits, both are none.".to_owned());
        }
        match seen.get(&text::fold(&label.query)) {
            Some(line) => {
                let what = format!("The query {} stands in line {line} too.", quote(&label.query));
                tell("doubled-query", what, "Keep one of them.".to_owned());
            }
            None => drop(seen.insert(text::fold(&label.query), label.line)),
        }
    }
    problems.sort_by_key(|problem| problem.span.start);
    problems
}
