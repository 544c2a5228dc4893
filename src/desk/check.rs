//! The check of a catalogue, with what only a search can tell: whether families' words find what they should.

use super::catalogue::Catalogue;
use super::goals::{Goal, percent};
use super::judge::{Judged, Verdict, judge};
use super::setup::Setup;
use crate::audit::{self, Audit, Report};
use crate::catalogue::{Folder, Labelled, Problem, QUERIES};
use crate::clock::Clock;
use crate::error::Result;
use crate::snapshot::Cache;
use std::sync::Arc;

/// Queries of a missed goal that are named.
const NAMED: usize = 5;

impl Setup {
    /// Checks a whole catalogue. When it has no errors and a list of labelled queries, the search is judged by that; each goal that is missed is a warning.
    ///
    /// # Errors
    /// When the folder itself can't be read, or is no catalogue.
    pub fn check(&self, folder: &Folder) -> Result<Audit> {
        let remembered = Cache::of(&self.paths.cache, folder).checked();
        let mut audit = audit::run_again(folder, &self.clock, &remembered)?;
        if let Some(Ok(text)) = folder.queries().filter(|_| !audit.has_errors()) {
            let text: Arc<str> = Arc::from(text);
            let problems = match self.judge_own(folder, &text) {
                Ok((list, verdict)) => verdict.missed().map(|goal| warning(goal, &list, &verdict.queries)).collect(),
                Err(error) => {
                    let what = format!("The search could not be judged by this list: {}", error.what);
                    let problem = Problem::warning("not-judged", 0..0, what);
                    vec![match error.hint {
                        Some(hint) => problem.hint(hint),
                        None => problem,
                    }]
                }
            };
            let report = |problem| Report { path: QUERIES.to_owned(), text: Arc::clone(&text), problem };
            audit.reports.extend(problems.into_iter().map(report));
            audit.reports.sort_by(|a, b| a.path.cmp(&b.path));
        }
        Ok(audit)
    }

    /// Judges the search of a catalogue, as it stands in its files, by its own list.
    fn judge_own(&self, folder: &Folder, text: &str) -> Result<(Labelled, Verdict)> {
        let list = Labelled::parse(text, QUERIES)?;
        let (opened, _) = self.fresh(folder, self.clock)?;
        if let Some(refused) = opened.refused {
            return Err(refused);
        }
        let clock = list.now.map_or(self.clock, Clock::fixed);
        let verdict = judge(&Catalogue::new(opened.snapshot, None, clock), &list, QUERIES)?;
        Ok((list, verdict))
    }
}

/// Returns what to say of a goal that was missed: the figures, the worst queries with their lines, what to do.
fn warning(goal: &Goal, list: &Labelled, queries: &[Judged]) -> Problem {
    let name = |at: &usize| format!("line {} \"{}\"", queries[*at].line, queries[*at].query);
    let worst: Vec<String> = goal.missed_by.iter().take(NAMED).map(name).collect();
    let more = match goal.missed_by.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let Goal { what, reached, of, least, .. } = goal;
    let what = format!(
        "The search misses a goal ({what}): {reached} of {of} are {}%, wanted are {least}%. Missed by {}{more}.",
        percent(*reached, *of),
        worst.join(", ")
    );
    let hint = match goal.id {
        "none-told" => {
            "Look in needs.toml for a word that takes in too much; signpost judge tells which needs came up."
        }
        "urgent-prompt" => "Add what was said to the phrases of safeguarding.toml, or mend the label.",
        "no-false-prompt" => "Add what was said to \"except\" in safeguarding.toml, or narrow the phrase that fits it.",
        _ => {
            "Add what families say to the words of the right need in needs.toml, or mend the label; signpost judge lists all that fail."
        }
    };
    let first = goal.missed_by.first().and_then(|at| list.queries.get(*at));
    Problem::warning("missed-goal", first.map_or(0..0, |label| label.span.clone()), what).hint(hint)
}
