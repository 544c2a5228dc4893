//! `queries.tsv`: queries with the needs that should answer them, by which the search is judged.

use super::read::Problem;
use crate::clock::parse_now;
use crate::error::{Error, Result};
use crate::text;
use chrono::NaiveDateTime;
use std::collections::BTreeMap;
use std::ops::Range;

/// The label of a query that nothing fits.
pub const NONE: &str = "none";

/// What to do about a line that can't be read.
const COLUMNS: &str = "The columns are query, primary_need, also_ok and kind, with tabs between them.";

/// A list of labelled queries.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Labelled {
    /// The moment the list was written for, from its line `# now = ...`.
    pub now: Option<NaiveDateTime>,
    /// Queries.
    pub queries: Vec<Label>,
}

/// One labelled query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Label {
    /// What is typed.
    pub query: String,
    /// The need that should come first, or [`NONE`].
    pub primary_need: String,
    /// Needs that are right as well.
    pub also_ok: Vec<String>,
    /// What the query tries: "typo", "slang", "urgent".
    pub kind: String,
    /// Its line in the file, from 1.
    pub line: usize,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

impl Label {
    /// Returns all needs that are right, the primary one first.
    pub fn needs(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.primary_need).chain(&self.also_ok).map(String::as_str)
    }
}

impl Labelled {
    /// Reads a list: tab-separated, header `query primary_need also_ok kind`, comments begin with `#`.
    ///
    /// # Errors
    /// With the first line that can't be read.
    pub fn parse(text: &str, name: &str) -> Result<Self> {
        let (list, problems) = Self::read(text);
        let Some(problem) = problems.into_iter().next() else { return Ok(list) };
        let error = Error::input(format!("{name}:{}: {}", text::line_of(text, problem.span.start), problem.what));
        Err(match problem.hint {
            Some(hint) => error.hint(hint),
            None => error,
        })
    }

    /// Reads a list as far as it can be read, and tells every line that can't.
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let (mut out, mut problems) = (Self::default(), Vec::new());
        let mut columns: Option<BTreeMap<&str, usize>> = None;
        let mut end = 0;
        for (number, whole) in text.split_inclusive('\n').enumerate() {
            let start = end;
            end += whole.len();
            let line = whole.trim_end_matches(['\n', '\r']);
            let span = start..start + line.len();
            if let Some(comment) = line.strip_prefix('#') {
                let now = comment.split_once('=').filter(|(key, _)| key.trim() == "now");
                match now.map(|(_, value)| parse_now(value)) {
                    Some(Ok(now)) => out.now = Some(now),
                    Some(Err(error)) => {
                        problems.push(Problem::error("bad-now", span, error.what).hint(error.hint.unwrap_or_default()));
                    }
                    None => {}
                }
                continue;
            }
            if line.trim().is_empty() {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            let Some(columns) = &columns else {
                let found: BTreeMap<&str, usize> = cells.iter().enumerate().map(|(at, cell)| (*cell, at)).collect();
                if let Some(missing) = ["query", "primary_need"].iter().find(|c| !found.contains_key(*c)) {
                    let what = format!("The header has no column \"{missing}\".");
                    problems.push(Problem::error("no-column", span, what).hint(COLUMNS));
                    // Without a header no line says what its cells are.
                    return (out, problems);
                }
                columns = Some(found);
                continue;
            };
            let cell = |name: &str| columns.get(name).and_then(|at| cells.get(*at)).copied().unwrap_or("");
            let what = match cells.len() {
                1 => Some("There is no tab in this line, so nobody can tell the query from its need.".to_owned()),
                _ if cell("query").is_empty() || cell("primary_need").is_empty() => {
                    Some("A line needs a query and a primary need.".to_owned())
                }
                here if here > columns.len() => {
                    Some(format!("This line has {here} columns, the header {}.", columns.len()))
                }
                _ => None,
            };
            if let Some(what) = what {
                problems.push(Problem::error("bad-line", span, what).hint(COLUMNS));
                continue;
            }
            let also_ok = cell("also_ok").split(',').map(str::trim).filter(|need| !need.is_empty());
            out.queries.push(Label {
                query: cell("query").to_owned(),
                primary_need: cell("primary_need").to_owned(),
                also_ok: also_ok.map(str::to_owned).collect(),
                kind: cell("kind").to_owned(),
                line: number + 1,
                span,
            });
        }
        if out.queries.is_empty() && problems.is_empty() {
            let what = "There are no queries in this file.";
            problems.push(Problem::error("no-queries", 0..0, what).hint("See the README of the catalogue."));
        }
        (out, problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lists_and_names_the_bad_line() {
        let text =
            "# now = 2026-11-22T10:00\r\nquery\tprimary_need\talso_ok\tkind\r\nfood\tfood-support\ta, b\tkeyword\r\n";
        let list = Labelled::parse(text, "q.tsv").unwrap();
        assert!(list.now.is_some());
        assert_eq!(list.queries[0].needs().collect::<Vec<_>>(), ["food-support", "a", "b"]);
        assert_eq!(
            (list.queries[0].line, &text[list.queries[0].span.clone()]),
            (3, "food\tfood-support\ta, b\tkeyword")
        );
        for (text, place) in [
            ("query\tprimary_need\nfood\n", "q.tsv:2: There is no tab"),
            ("query\tprimary_need\n\tfood\n", "q.tsv:2: A line needs"),
            ("query\tprimary_need\nfood\tx\tkeyword\n", "q.tsv:2: This line has 3 columns, the header 2."),
            ("\n# now = soon\nquery\tprimary_need\nfood\tx\n", "q.tsv:2: \"soon\" is not a date and time."),
            ("words\n", "q.tsv:1: The header has no column \"query\"."),
            ("", "q.tsv:1: There are no queries"),
        ] {
            let bad = Labelled::parse(text, "q.tsv").unwrap_err();
            assert!(bad.what.starts_with(place), "{bad}");
        }
    }
}
