//! Measures how well the search does on labelled queries, so that hub staff see which of their words fail.

use super::catalogue::Catalogue;
use super::goals::{Goal, goals};
use crate::catalogue::{Labelled, NONE};
use crate::error::{Error, Result};
use crate::search::Ask;
use crate::text;
use serde::Serialize;
use std::collections::BTreeMap;

/// Hits that are kept of each query.
const KEPT: usize = 10;
/// How the search did on a list.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// Figures over all queries and for each kind.
    pub summary: Summary,
    /// What has to be reached, and what was.
    pub goals: Vec<Goal>,
    /// Each query with its answer.
    pub queries: Vec<Judged>,
}

impl Verdict {
    /// Returns the goals that were missed.
    pub fn missed(&self) -> impl Iterator<Item = &Goal> {
        self.goals.iter().filter(|goal| !goal.met)
    }
}

/// Figures over all queries and for each kind.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// All queries.
    pub all: Figures,
    /// By kind.
    pub kinds: BTreeMap<String, Figures>,
}

/// Counts of one set of queries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Queries.
    pub queries: usize,
    /// Queries that some service should answer.
    pub answerable: usize,
    /// Of these: the first hit has the primary need or an also-ok one.
    pub first_right: usize,
    /// Of these: the primary need is among the first three hits.
    pub in_three: usize,
    /// Mean of 1 / rank of the first hit with the primary need, over the answerable ones.
    pub mean_reciprocal_rank: f64,
    /// Queries that nothing fits.
    pub none: usize,
    /// Of these: honestly told.
    pub none_told: usize,
    /// Queries of any kind that raised a prompt for the primary need or an also-ok one, except those that must raise none.
    pub prompts_right: usize,
    /// Queries of the kinds benign-trap and none that raised a prompt, urgent ones that did not raise a right one, and others that raised one for another need although none of theirs is sensitive.
    pub prompts_wrong: usize,
}

/// One query with its answer.
#[derive(Debug, Clone, Serialize)]
pub struct Judged {
    /// Its line in the list.
    pub line: usize,
    /// What was typed.
    pub query: String,
    /// What it tries.
    pub kind: String,
    /// What should come first.
    pub primary_need: String,
    /// What is right as well.
    pub also_ok: Vec<String>,
    /// "No match yet" was said.
    pub nothing_close: bool,
    /// The first ten hits.
    pub hits: Vec<JudgedHit>,
    /// Prompts that were raised.
    pub prompts: Vec<PromptId>,
    /// The primary need or an also-ok one is sensitive, so that a prompt more does no harm.
    pub sensitive: bool,
}

/// A hit and its needs.
#[derive(Debug, Clone, Serialize)]
pub struct JudgedHit {
    /// Id of the service.
    pub id: String,
    /// Ids of its needs.
    pub needs: Vec<String>,
}

/// A prompt by its id.
#[derive(Debug, Clone, Serialize)]
pub struct PromptId {
    /// The need that it is about.
    pub id: String,
}

impl Judged {
    /// Returns whether the first hit is right.
    pub fn first_right(&self) -> bool {
        let right = |need: &String| *need == self.primary_need || self.also_ok.contains(need);
        self.hits.first().is_some_and(|hit| hit.needs.iter().any(right))
    }

    /// Returns the rank, from 1, of the first hit with the primary need.
    pub fn rank(&self) -> Option<usize> {
        self.hits.iter().position(|hit| hit.needs.contains(&self.primary_need)).map(|at| at + 1)
    }

    /// Returns whether the primary need is among the first three hits.
    pub fn in_three(&self) -> bool {
        self.rank().is_some_and(|rank| rank <= 3)
    }

    /// Returns whether nothing should be found.
    pub fn is_none(&self) -> bool {
        self.primary_need == NONE
    }

    /// Returns whether the answer is as it should be.
    pub fn passes(&self) -> bool {
        if self.is_none() { self.nothing_close } else { self.in_three() }
    }

    /// Returns whether it tells of danger, so that a prompt is due.
    pub fn is_urgent(&self) -> bool {
        self.kind == "urgent"
    }

    /// Returns whether it may raise no prompt at all.
    pub fn is_harmless(&self) -> bool {
        self.is_none() || self.kind == NONE || self.kind == "benign-trap"
    }

    /// Returns whether a right prompt was raised, and whether a wrong one was, or none where one was due.
    pub fn prompt(&self) -> (bool, bool) {
        let right = |p: &PromptId| p.id == self.primary_need || self.also_ok.contains(&p.id);
        let raised = self.prompts.iter().any(right);
        match () {
            () if self.is_harmless() => (false, !self.prompts.is_empty()),
            () if self.is_urgent() => (raised, !raised),
            _ => (raised, !self.sensitive && !self.prompts.iter().all(right)),
        }
    }
}

/// Asks every query of a list. Uses what the query says and nothing else.
///
/// # Errors
/// When the snapshot is damaged, or the list, which errors call by `name`, names a need that the catalogue has not.
pub fn judge(catalogue: &Catalogue, list: &Labelled, name: &str) -> Result<Verdict> {
    let head = catalogue.head();
    let mut queries = Vec::with_capacity(list.queries.len());
    for label in &list.queries {
        for need in label.needs() {
            if need != NONE && head.need(need).is_none() {
                let near = text::nearest(need, head.needs.iter().map(|need| need.id.as_str()));
                // People write names where ids are asked for.
                let folded = text::fold(need);
                let named =
                    || head.needs.iter().find(|known| text::nearest(&folded, [&*text::fold(&known.name)]).is_some());
                let near = near.or_else(|| named().map(|known| known.id.as_str()));
                let what = format!("{name}:{}: The catalogue has no need \"{need}\".", label.line);
                return Err(Error::input(what)
                    .did_you_mean(near, "Mend the list, or add the need to needs.toml, where the ids stand."));
            }
        }
        let results = catalogue.find(&Ask::of(&label.query), KEPT)?;
        queries.push(Judged {
            line: label.line,
            query: label.query.clone(),
            kind: label.kind.clone(),
            primary_need: label.primary_need.clone(),
            also_ok: label.also_ok.clone(),
            nothing_close: results.nothing_close,
            hits: results.listed.into_iter().map(|l| JudgedHit { id: l.id, needs: l.needs }).collect(),
            sensitive: label.needs().any(|id| head.needs.iter().any(|need| need.id == id && need.sensitive)),
            prompts: results.prompts.into_iter().map(|p| PromptId { id: p.id }).collect(),
        });
    }
    let mut kinds: BTreeMap<String, Vec<&Judged>> = BTreeMap::new();
    for judged in &queries {
        kinds.entry(judged.kind.clone()).or_default().push(judged);
    }
    let summary = Summary {
        all: figures(queries.iter()),
        kinds: kinds.into_iter().map(|(kind, judged)| (kind, figures(judged.into_iter()))).collect(),
    };
    Ok(Verdict { summary, goals: goals(&queries), queries })
}

fn figures<'a>(queries: impl Iterator<Item = &'a Judged>) -> Figures {
    let mut out = Figures::default();
    let mut reciprocal = 0.0;
    for judged in queries {
        out.queries += 1;
        let (right, wrong) = judged.prompt();
        out.prompts_right += usize::from(right);
        out.prompts_wrong += usize::from(wrong);
        if judged.is_none() {
            out.none += 1;
            out.none_told += usize::from(judged.nothing_close);
            continue;
        }
        out.answerable += 1;
        out.first_right += usize::from(judged.first_right());
        out.in_three += usize::from(judged.in_three());
        reciprocal += judged.rank().map_or(0.0, |rank| 1.0 / rank as f64);
    }
    if out.answerable > 0 {
        out.mean_reciprocal_rank = reciprocal / out.answerable as f64;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_prompts_for_every_query() {
        let judged = |kind: &str, primary: &str, prompts: &[&str], sensitive| {
            let judged = Judged {
                line: 1,
                query: "q".into(),
                kind: kind.into(),
                primary_need: primary.into(),
                also_ok: vec!["b".into()],
                nothing_close: false,
                hits: vec![],
                prompts: prompts.iter().map(|id| PromptId { id: (*id).into() }).collect(),
                sensitive,
            };
            judged.prompt()
        };
        assert_eq!(judged("urgent", "a", &["x", "b"], true), (true, false));
        assert_eq!(judged("urgent", "a", &["x"], true), (false, true));
        assert_eq!(judged("phrase", "a", &["a"], true), (true, false));
        assert_eq!(judged("phrase", "a", &["x"], true), (false, false), "the visit is sensitive anyhow");
        assert_eq!(judged("typo", "a", &["x"], false), (false, true));
        assert_eq!(judged("typo", "a", &[], true), (false, false));
        assert_eq!(judged("benign-trap", "a", &["a"], false), (false, true));
        assert_eq!(judged("", "none", &["x"], false), (false, true));
    }

    #[test]
    fn counts_what_is_right() {
        let hit = |need: &str| JudgedHit { id: "x".into(), needs: vec![need.into()] };
        let judged = |primary: &str, hits: Vec<JudgedHit>, nothing_close| Judged {
            line: 1,
            query: "q".into(),
            kind: "phrase".into(),
            primary_need: primary.into(),
            also_ok: vec!["b".into()],
            nothing_close,
            hits,
            prompts: vec![],
            sensitive: false,
        };
        let all = [
            judged("a", vec![hit("b"), hit("a")], false),
            judged("a", vec![hit("c"), hit("c"), hit("c"), hit("a")], false),
            judged("none", vec![hit("a")], true),
            judged("none", vec![], false),
        ];
        let f = figures(all.iter());
        assert_eq!((f.answerable, f.first_right, f.in_three, f.none, f.none_told), (2, 1, 1, 2, 1));
        assert!((f.mean_reciprocal_rank - 0.375).abs() < 1e-9);
    }
}
