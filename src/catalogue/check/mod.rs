//! The rules that each file of the catalogue keeps. What one file can't know (doubled ids, doubled names) is for the audit of the whole.
//!
//! Every function tells all problems of its file, those of reading it too, in the order in which they stand there.

mod calendar;
mod characters;
mod contact;
mod dates;
mod facets;
mod hours;
mod hub;
mod language;
mod look;
mod place;
mod queries;
mod refuge;
mod report;
mod safeguarding;
mod service;
mod session;
mod street;
mod taxonomy;
mod whole;

pub use calendar::{bank_holidays, terms};
pub use contact::phone_problem;
pub use facets::facets;
pub use hours::opening_hours_problem;
pub use hub::hub;
pub use language::{ENGLISH, language};
pub use look::{contrast, ending, logo, look, template};
pub use place::{HIDDEN_PLACE, is_no_area, leads_to_a_door};
pub use queries::{KINDS, queries};
pub use refuge::{REFUGE, may_be_refuge};
pub use report::report;
pub use safeguarding::{safeguarding, safeguarding_tests};
pub use service::service;
pub use taxonomy::taxonomy;
pub use whole::{header, is_newer, needs};

use super::read::{Parsed, Problem, Step, TOO_MANY};
use crate::error::meant;
use crate::text;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::ops::Range;

/// What the rules for one file need to know of the others.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Ids of needs; none when `needs.toml` can't be read, so that one mistake there is not told again in every service.
    pub needs: Option<BTreeSet<String>>,
    /// Ids of the needs that make a service sensitive.
    pub sensitive: BTreeSet<String>,
    /// Ids of hubs and delivery sites.
    pub hubs: BTreeSet<String>,
    /// Names of the files in `terms/`.
    pub terms: BTreeSet<String>,
    /// Names of the folders in `services/`.
    pub localities: BTreeSet<String>,
    /// Slips carry a logo.
    pub logo: bool,
    /// The hub's date; `NaiveDate::MAX` takes every date for past, for who must not stumble over a clock that is wrong.
    pub today: NaiveDate,
}

/// Returns what is wrong with an id, which is also a file name: on Windows too, and in a link.
pub fn id_problem(id: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || id.len() > 64 || !id.chars().all(fits) {
        return Some(format!("The id {} is not made of 1 to 64 small letters, digits and hyphens.", quote(id)));
    }
    let device = matches!(id, "con" | "prn" | "aux" | "nul")
        || id.strip_prefix("com").or_else(|| id.strip_prefix("lpt")).is_some_and(|n| n.len() == 1 && n != "-");
    device.then(|| format!("The id {} is a name that Windows keeps for itself.", quote(id)))
}

/// Collects the problems of one file.
struct Finder<'p, 't, T> {
    parsed: &'p Parsed<'t, T>,
    problems: Vec<Problem>,
}

impl<'p, 't, T> Finder<'p, 't, T> {
    fn new(parsed: &'p Parsed<'t, T>) -> Self {
        Self { parsed, problems: Vec::new() }
    }

    /// Adds an error about the value at these steps.
    fn error(&mut self, code: &'static str, at: &[Step], what: impl Into<String>, hint: impl Into<String>) {
        self.error_at(code, self.parsed.span(at), what, hint);
    }

    /// Adds an error about these bytes.
    fn error_at(&mut self, code: &'static str, span: Range<usize>, what: impl Into<String>, hint: impl Into<String>) {
        let problem = Problem::error(code, span, what);
        let hint = hint.into();
        self.problems.push(if hint.is_empty() { problem } else { problem.hint(hint) });
    }

    /// Adds an error when a text that must be there is not in the file; one that is there and empty or no text is told elsewhere.
    fn required(&mut self, value: &str, at: &[Step], hint: &str) {
        if value.is_empty() && !self.parsed.has(at) {
            let field = match at.last() {
                Some(Step::Key(key)) => *key,
                _ => "?",
            };
            self.error("missing-field", at, format!("The field \"{field}\" is missing here."), hint);
        }
    }

    /// Returns whether the value at these steps is in the file in a form that can't be read, which the reader has told.
    fn told(&self, at: &[Step]) -> bool {
        let span = self.parsed.span(at);
        self.parsed.has(at) && self.parsed.problems.iter().any(|p| p.span.start < span.end && span.start < p.span.end)
    }

    /// Adds an error when an id names nothing in the set.
    fn known(&mut self, code: &'static str, kind: &str, id: &str, set: &BTreeSet<String>, at: &[Step]) {
        if !set.contains(id) && !id.trim().is_empty() {
            let (what, hint) = unknown(kind, id, set);
            self.error(code, at, what, hint);
        }
    }

    /// Adds an error when the name of the file is no id.
    fn own_id(&mut self, id: &str) {
        if let Some(what) = id_problem(id) {
            self.error_at("bad-id", 0..0, what, "The file's name is the id; rename the file.");
        }
    }

    /// Returns all problems of the file in order.
    fn finish(self) -> Vec<Problem> {
        let mut all = self.parsed.problems.clone();
        let broken = all.iter().any(|p| p.code == "syntax" || p.code == TOO_MANY);
        characters::check(self.parsed, broken, &mut all);
        // Of a file that is half read the rules would only tell what follows from that.
        if !broken {
            all.extend(self.problems);
        }
        all.sort_by_key(|p| (p.span.start, p.span.end));
        all
    }
}

/// Returns what to say of an id that names nothing in the set, and what was probably meant.
fn unknown(kind: &str, id: &str, set: &BTreeSet<String>) -> (String, String) {
    let near = did_you_mean(id, set.iter().map(String::as_str));
    let hint = if near.is_empty() { which(kind, set) } else { near };
    (format!("There is no {kind} {}.", quote(id)), hint)
}

/// Returns the steps to a field of the table at these steps.
fn within(at: &[Step], key: impl Into<Step>) -> Vec<Step> {
    at.iter().cloned().chain([key.into()]).collect()
}

/// Returns the hint for a name that is not known.
fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    text::nearest(word, candidates).map_or_else(String::new, meant)
}

/// Returns the hint for a name that resembles none.
fn which(kind: &str, set: &BTreeSet<String>) -> String {
    const MOST: usize = 8;
    match kind {
        "need" => "needs.toml lists the needs.".to_owned(),
        _ if (1..=MOST).contains(&set.len()) => {
            format!("There are: {}.", set.iter().map(String::as_str).collect::<Vec<_>>().join(", "))
        }
        _ => String::new(),
    }
}

/// Returns a value of the file as a sentence can hold it: quoted, cut, nothing hidden in it.
fn quote(value: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = value.chars().take(LONGEST).collect();
    if short.len() < value.len() {
        short.push_str("...");
    }
    format!("\"{}\"", text::visible(&short).replace('"', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_file_names_everywhere() {
        for good in ["a", "stay-and-play", "0", "com10", "lpt", "con-1", "common"] {
            assert_eq!(id_problem(good), None, "{good}");
        }
        for bad in ["", "Play", "a_b", "a.b", "caf\u{e9}", "con", "nul", "com1", "lpt9", "com0", &"a".repeat(65)] {
            assert!(id_problem(bad).is_some(), "{bad}");
        }
    }
}
