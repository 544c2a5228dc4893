//! What of a tally may be published: counts of 1 to 7 hidden, others rounded, and whatever would give a hidden one away withheld.
//!
//! ```text
//! shown      what a reader is shown of a count, and what is kept of a release for the attacks on later ones
//! space      hubs and days cut into the parts that everything published is made of
//! world      the unknown numbers and all that is known of them: what is published, what holds by definition, what came in late
//! define     what holds by definition
//! watch      the numbers of 1 to 7 that somebody could name
//! proof      a number is safe when whole worlds that fit everything known give it five values or more; found by small moves
//! withhold   what is withheld until everything is proved
//! wording    what was withheld, in sentences
//! areas      hubs that are too small to be shown alone
//! ```
//!
//! The attacker has every protected release that hangs together with this one, knows which needs make a group, knows which of the hidden cells are small and which are withheld, knows that enquiries come in late but don't go away, and is as clever as it can be with whole numbers and sums. Not modelled: what somebody knows besides (a worker who remembers a family), chances (which of the possible values is likelier), what can be guessed from which cells are withheld, and how cross tables hang together inside parts finer than they are published in.

mod areas;
mod define;
mod proof;
mod shown;
mod space;
mod watch;
mod withhold;
mod wording;
mod world;

#[cfg(test)]
mod tests;

pub use areas::{merged, shows_months};
pub use shown::{Past, Shown, Truth};

use super::{Area, Dimension, Exact, Key, Plan, Rules, Span, What};
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;
use space::Space;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;
use world::{Members, World};

/// What is to be published, and everything that decides what of it may be.
pub struct Asked<'a> {
    /// The tables.
    pub plans: &'a [Plan],
    /// True counts of today.
    pub counts: &'a dyn Exact,
    /// How small a count may be shown.
    pub rules: &'a Rules,
    /// All hubs of the locality.
    pub locality: &'a Area,
    /// Needs and services that are shown for the whole locality only.
    pub sensitive: &'a BTreeSet<(Dimension, String)>,
    /// The group of each need.
    pub groups: &'a BTreeMap<String, String>,
    /// The DfE area of each need that has one.
    pub dfe_areas: &'a BTreeMap<String, String>,
    /// All protected releases of the locality, oldest first; those that have nothing to do with this one are left out here.
    pub past: &'a [Past],
    /// The words for a value.
    pub label: &'a dyn Fn(Dimension, &str) -> String,
    /// What is not proved by then is not released.
    pub deadline: Instant,
}

/// What may be published.
pub struct Protected {
    /// What is shown of each count, to be kept for the attacks on later releases.
    pub cells: Vec<(Key, Shown)>,
    /// The true counts behind it, to be kept with them.
    pub truth: Truth,
    /// What was withheld, in sentences.
    pub hidden: Vec<String>,
    by: FxHashMap<Key, usize>,
}

impl Protected {
    /// Returns what is shown of a count.
    pub fn shown(&self, key: &Key) -> Option<Shown> {
        self.by.get(key).map(|at| self.cells[*at].1)
    }
}

/// Decides what of every count is shown.
///
/// # Errors
/// When there is too little to publish anything, or nothing could be proved safe.
pub fn protect(asked: &Asked) -> Result<Protected> {
    let keys: BTreeSet<&Key> = asked.plans.iter().flat_map(|plan| plan.keys.iter().flatten().flatten()).collect();
    let keys: Vec<Key> = keys.into_iter().cloned().collect();
    let Some(whole) = whole(&keys) else { return Err(Error::usage("There is nothing to publish.")) };
    let all = asked.counts.count(&Key { what: What::all(), area: whole.0.clone(), span: whole.1 });
    if all <= asked.rules.hide_up_to {
        return Err(Error::usage(format!(
            "Fewer than {} enquiries were logged in {}: that is too few to publish anything.",
            asked.rules.hide_up_to + 1,
            whole.1.in_words()
        ))
        .hint("Choose a longer period, or the whole locality."));
    }
    let mut cells: Vec<(Key, Shown)> = keys
        .iter()
        .map(|key| {
            let sensitive = key.what.values().iter().any(|value| asked.sensitive.contains(value));
            let shown = match sensitive && key.area != *asked.locality {
                true => Shown::Withheld,
                false => Shown::by(asked.rules, asked.counts.count(key)),
            };
            (key.clone(), shown)
        })
        .collect();
    let first = cells.clone();
    let past = hanging_together(asked.past, &keys);
    let space = Space::of(keys.iter().chain(past.iter().flat_map(|past| past.cells.iter().map(|(key, _)| key))));
    let members = members(asked);
    let (mut world, states) = World::build(&space, &keys, asked.counts, &past, &members)?;
    world.show(&space, &states[0], &cells);
    let targets = watch::targets(&space, &world, &states, &cells, &past, asked.rules);
    let span = i64::try_from(asked.rules.span).unwrap_or(i64::MAX);
    let largest = withhold::Whole { area: &whole.0, span: whole.1, members: &members };
    let lost = withhold::withhold(&world, &mut cells, &largest, &targets, span, asked.deadline);
    if Instant::now() >= asked.deadline {
        return Err(Error::system("The attack on this release took too long, so nothing of it counts as safe.")
            .hint("Choose fewer tables or a shorter period, or try again when the machine has less to do."));
    }
    if lost > 0 || cells.iter().all(|(_, shown)| *shown == Shown::Withheld) {
        return Err(Error::usage("No figure could be shown to be safe to publish beside what was released before.")
            .hint("Choose a longer period, or fewer tables."));
    }
    let hidden = wording::sentences(asked, &largest, &first, &cells);
    let truth = states[0].kept(&space, &world);
    let by = cells.iter().enumerate().map(|(at, (key, _))| (key.clone(), at)).collect();
    Ok(Protected { cells, truth, hidden, by })
}

/// Returns the largest area and the longest span.
fn whole(keys: &[Key]) -> Option<(Area, Span)> {
    let area = keys.iter().map(|key| &key.area).max_by_key(|area| area.len())?;
    let span = keys.iter().map(|key| key.span).max_by_key(|span| span.last - span.first)?;
    Some((area.clone(), span))
}

/// Returns the earlier releases that share a day with this one, or with one that does, and so on: a year less three quarters is the fourth.
fn hanging_together(past: &[Past], keys: &[Key]) -> Vec<Past> {
    let mut spans: BTreeSet<Span> = keys.iter().map(|key| key.span).collect();
    let mut taken = vec![false; past.len()];
    loop {
        let before = taken.iter().filter(|taken| **taken).count();
        for (at, past) in past.iter().enumerate() {
            let own = || past.cells.iter().map(|(key, _)| key.span);
            if !taken[at] && own().any(|own| spans.iter().any(|span| span.meets(own))) {
                taken[at] = true;
                spans.extend(own());
            }
        }
        if taken.iter().filter(|taken| **taken).count() == before {
            break;
        }
    }
    past.iter().zip(taken).filter(|(_, taken)| *taken).map(|(past, _)| past.clone()).collect()
}

fn members(asked: &Asked) -> Members {
    let mut members = Members::new();
    for (dimension, over) in [(Dimension::Group, asked.groups), (Dimension::DfeArea, asked.dfe_areas)] {
        for (need, group) in over {
            let needs = members.entry(What::of(dimension, group.clone())).or_default();
            needs.insert(What::of(Dimension::Need, need.clone()));
        }
    }
    members
}
