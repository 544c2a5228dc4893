//! What was withheld, in sentences.

use super::super::{Dimension, Key, What};
use super::withhold::Whole;
use super::{Asked, Shown};
use std::collections::{BTreeMap, BTreeSet};

/// So many things are named in one sentence; the tables show all.
const NAMED: usize = 8;

/// Why and how much of one thing is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Sensitive,
    All,
    Hubs,
    Months,
}

fn kind(own: &[&(Key, Shown)], before: &BTreeSet<&Key>, whole: &Whole) -> Option<Kind> {
    let gone: Vec<&Key> = own.iter().filter(|(_, shown)| *shown == Shown::Withheld).map(|(key, _)| key).collect();
    if gone.is_empty() {
        return None;
    }
    if gone.iter().all(|key| before.contains(key)) {
        return Some(Kind::Sensitive);
    }
    let fine = |key: &&&Key| key.area != *whole.area;
    Some(if gone.iter().any(|key| key.area == *whole.area && key.span == whole.span) {
        Kind::All
    } else if gone.iter().any(|key| fine(&key)) {
        Kind::Hubs
    } else {
        Kind::Months
    })
}

/// Returns sentences about everything that was withheld, beyond small counts, which the definitions explain.
pub(super) fn sentences(asked: &Asked, whole: &Whole, first: &[(Key, Shown)], cells: &[(Key, Shown)]) -> Vec<String> {
    let before: BTreeSet<&Key> =
        first.iter().filter(|(_, shown)| *shown == Shown::Withheld).map(|(key, _)| key).collect();
    let mut by_what: BTreeMap<&What, Vec<&(Key, Shown)>> = BTreeMap::new();
    for cell in cells {
        by_what.entry(&cell.0.what).or_default().push(cell);
    }
    let mut said: BTreeMap<(Vec<Dimension>, Kind), Vec<String>> = BTreeMap::new();
    for (what, own) in by_what {
        if let Some(kind) = kind(&own, &before, whole) {
            let name = what.values().iter().map(|(dimension, value)| (asked.label)(*dimension, value));
            let name = name.collect::<Vec<_>>().join(" with ");
            said.entry((what.dimensions().collect(), kind)).or_default().push(name);
        }
    }
    let sentence = |((dimensions, kind), mut names): ((Vec<Dimension>, Kind), Vec<String>)| {
        names.sort();
        let more = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let names = names.join(", ") + &more;
        let title = dimensions.iter().map(|dimension| dimension.label()).collect::<Vec<_>>().join(" with ");
        let of = if dimensions.is_empty() { "all enquiries".to_owned() } else { format!("{title}: {names}") };
        match kind {
            Kind::Sensitive => format!("Sensitive, so shown for the whole locality only: {of}."),
            Kind::All => format!("Not shown, because a hidden count could be worked out from it: {of}."),
            Kind::Hubs => format!("Hub detail is not shown, because a hidden count could be worked out from it: {of}."),
            Kind::Months => {
                format!("Month detail is not shown, because a hidden count could be worked out from it: {of}.")
            }
        }
    };
    said.into_iter().map(sentence).collect()
}
