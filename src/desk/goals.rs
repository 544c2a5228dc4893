//! What the search has to reach on a list of labelled queries. The limits stand here and nowhere else.

use super::judge::Judged;
use serde::Serialize;
use std::cmp::Reverse;

/// A kind with fewer queries than this may miss its share by one: one of eight is already more than a tenth.
pub const SMALL: usize = 20;

/// One thing that the search has to reach.
struct Aim {
    id: &'static str,
    what: &'static str,
    /// Percent of the queries it speaks of.
    least: usize,
    /// Whether a list with few such queries may miss one more.
    by_kind: bool,
    /// Whether it speaks of a query.
    is_about: fn(&Judged) -> bool,
    reaches: fn(&Judged) -> bool,
}

/// All goals, in the order in which they are told.
const AIMS: [Aim; 9] = [
    Aim {
        id: "in-three",
        what: "primary need among the first three hits",
        least: 95,
        by_kind: false,
        is_about: |query| !query.is_none(),
        reaches: Judged::in_three,
    },
    Aim {
        id: "first-right",
        what: "first hit right: the primary need or an also_ok one",
        least: 90,
        by_kind: false,
        is_about: |query| !query.is_none(),
        reaches: Judged::first_right,
    },
    of_kind("typo-in-three", "typo: primary need among the first three", |query| is_kind(query, "typo")),
    of_kind("prefix-in-three", "prefix: primary need among the first three", |query| is_kind(query, "prefix")),
    of_kind("slang-in-three", "slang: primary need among the first three", |query| is_kind(query, "slang")),
    of_kind("phrase-in-three", "phrase: primary need among the first three", |query| is_kind(query, "phrase")),
    Aim {
        id: "none-told",
        what: "none: told \"no match yet\"",
        least: 90,
        by_kind: false,
        is_about: Judged::is_none,
        reaches: |query| query.nothing_close,
    },
    Aim {
        id: "urgent-prompt",
        what: "urgent: the right safeguarding prompt raised",
        least: 95,
        by_kind: false,
        is_about: Judged::is_urgent,
        reaches: |query| query.prompt().0,
    },
    Aim {
        id: "no-false-prompt",
        what: "benign-trap and none: no safeguarding prompt raised",
        least: 100,
        by_kind: false,
        is_about: Judged::is_harmless,
        reaches: |query| query.prompts.is_empty(),
    },
];

const fn of_kind(id: &'static str, what: &'static str, is_about: fn(&Judged) -> bool) -> Aim {
    Aim { id, what, least: 90, by_kind: true, is_about, reaches: Judged::in_three }
}

fn is_kind(query: &Judged, kind: &str) -> bool {
    query.kind == kind && !query.is_none()
}

/// A goal, and how near the search came to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Goal {
    /// A short name that stays: "in-three".
    pub id: &'static str,
    /// What is counted.
    pub what: &'static str,
    /// Queries that reach it.
    pub reached: usize,
    /// Queries that it speaks of.
    pub of: usize,
    /// Percent of them that have to reach it.
    pub least: usize,
    /// Whether it is met.
    pub met: bool,
    /// Places in the list of queries that don't reach it, the worst first.
    pub missed_by: Vec<usize>,
}

/// Returns how many of a hundred that is, rounded down, so that a goal that is missed never looks met.
pub fn percent(part: usize, whole: usize) -> usize {
    100 * part / whole.max(1)
}

/// Returns each goal's limit in percent and what it counts.
pub fn wanted() -> impl Iterator<Item = (usize, &'static str)> {
    AIMS.iter().map(|aim| (aim.least, aim.what))
}

/// Returns the goals that a list can say something about.
pub(super) fn goals(queries: &[Judged]) -> Vec<Goal> {
    AIMS.iter().filter_map(|aim| goal(aim, queries)).collect()
}

fn goal(aim: &Aim, queries: &[Judged]) -> Option<Goal> {
    let about: Vec<usize> = (0..queries.len()).filter(|at| (aim.is_about)(&queries[*at])).collect();
    let of = about.len();
    let mut missed_by: Vec<usize> = about.into_iter().filter(|at| !(aim.reaches)(&queries[*at])).collect();
    // What stands nowhere is worse than what stands in the fourth line.
    missed_by.sort_by_key(|at| Reverse(queries[*at].rank().unwrap_or(usize::MAX)));
    let reached = of - missed_by.len();
    let met = 100 * reached >= aim.least * of || (aim.by_kind && of < SMALL && missed_by.len() == 1);
    let Aim { id, what, least, .. } = *aim;
    (of > 0).then_some(Goal { id, what, reached, of, least, met, missed_by })
}

#[cfg(test)]
mod tests {
    use super::super::judge::{JudgedHit, PromptId};
    use super::*;

    /// Returns a query whose primary need "a" stands at a rank, else nowhere.
    fn judged(kind: &str, rank: Option<usize>, prompts: &[&str]) -> Judged {
        let hit = |need: &str| JudgedHit { id: "x".into(), needs: vec![need.into()] };
        let mut hits = vec![hit("z"); 5];
        if let Some(rank) = rank {
            hits[rank - 1] = hit("a");
        }
        Judged {
            line: 1,
            query: "q".into(),
            kind: kind.into(),
            primary_need: if kind == "none" { "none" } else { "a" }.into(),
            also_ok: vec!["b".into()],
            nothing_close: false,
            hits,
            prompts: prompts.iter().map(|id| PromptId { id: (*id).into() }).collect(),
            sensitive: true,
        }
    }

    fn found<'a>(all: &'a [Goal], id: &str) -> Option<&'a Goal> {
        all.iter().find(|goal| goal.id == id)
    }

    #[test]
    fn limits_are_met_at_their_edge_and_missed_below_it() {
        let mut queries = vec![judged("phrase", Some(1), &[]); 95];
        queries.extend(vec![judged("phrase", Some(4), &[]); 4]);
        queries.push(judged("phrase", None, &[]));
        let all = goals(&queries);
        let three = found(&all, "in-three").unwrap();
        assert_eq!((three.reached, three.of, percent(three.reached, three.of), three.met), (95, 100, 95, true));
        assert_eq!(three.missed_by[0], 99, "what stands nowhere is the worst");
        assert!(found(&all, "typo-in-three").is_none(), "there is no typo to judge");
        queries.push(judged("facet", None, &[]));
        let three = goals(&queries);
        let three = found(&three, "in-three").unwrap();
        assert_eq!((percent(three.reached, three.of), three.met), (94, false));
    }

    #[test]
    fn a_small_kind_may_miss_by_one() {
        let slang = |right: usize, wrong: usize| {
            let mut queries = vec![judged("slang", Some(3), &[]); right];
            queries.extend(vec![judged("slang", Some(4), &[]); wrong]);
            found(&goals(&queries), "slang-in-three").unwrap().met
        };
        assert!(slang(5, 1) && slang(18, 2) && slang(1, 0));
        assert!(!slang(5, 2) && !slang(17, 3));
    }

    #[test]
    fn prompts_have_goals_of_their_own() {
        let met = |id: &str, queries: &[Judged]| found(&goals(queries), id).map(|goal| goal.met);
        let urgent = |prompts: &[&str]| met("urgent-prompt", &[judged("urgent", Some(1), prompts)]);
        assert_eq!(urgent(&["a"]), Some(true));
        assert_eq!(urgent(&["x", "b"]), Some(true), "an also_ok one is right, a further one is allowed");
        assert_eq!(urgent(&["x"]), Some(false));
        assert_eq!(urgent(&[]), Some(false));
        for kind in ["benign-trap", "none"] {
            assert_eq!(met("no-false-prompt", &[judged(kind, Some(1), &[])]), Some(true));
            assert_eq!(met("no-false-prompt", &[judged(kind, Some(1), &["a"])]), Some(false), "{kind}");
        }
        let mut none = vec![judged("none", None, &[]); 10];
        assert_eq!(met("none-told", &none), Some(false));
        none[1..].iter_mut().for_each(|query| query.nothing_close = true);
        assert_eq!(met("none-told", &none), Some(true));
    }
}
