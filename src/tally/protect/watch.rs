//! What must stay unknown: numbers of 1 to 7 that somebody could name.
//!
//! Watched are, where the true number is small:
//! 1. every cell of this release and of every earlier one that hangs together with it;
//! 2. every count of something published in each area and time that two published ones leave between them (a locality without a hub, a quarter without two of its months), and in the smallest parts that areas and times were cut into;
//! 3. every change of a count between two releases, and between an earlier release and today.

use super::super::{Area, Key, Rules, Span, What};
use super::shown::{Past, Shown};
use super::space::{Grain, Space};
use super::world::{State, Sum, World, minus};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// A number that must stay unknown.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) what: What,
    pub(super) sum: Sum,
}

struct Watcher<'a> {
    world: &'a World,
    most: i64,
    seen: FxHashSet<Sum>,
    targets: Vec<Target>,
}

impl Watcher<'_> {
    fn add(&mut self, what: &What, mut sum: Sum) {
        let value = self.world.value(&sum);
        if value < 0 {
            sum.iter_mut().for_each(|(_, factor)| *factor = -*factor);
        }
        if (1..=self.most).contains(&value.abs()) && self.seen.insert(sum.clone()) {
            self.targets.push(Target { what: what.clone(), sum });
        }
    }
}

/// Returns classes of parts that somebody could name: what is published, what two of these leave between them, and the smallest.
fn nameable<T>(
    whole: &BTreeSet<T>,
    members: &[Vec<usize>],
    within: impl Fn(&T, usize) -> bool,
) -> BTreeSet<Vec<usize>> {
    let published: BTreeSet<Vec<usize>> = whole
        .iter()
        .map(|whole| (0..members.len()).filter(|class| within(whole, members[*class][0])).collect())
        .collect();
    let mut all = published.clone();
    for large in &published {
        for small in published.iter().filter(|small| small.len() < large.len()) {
            if small.iter().all(|class| large.contains(class)) {
                all.insert(large.iter().copied().filter(|class| !small.contains(class)).collect());
            }
        }
    }
    all.extend((0..members.len()).map(|class| vec![class]));
    all
}

fn parts(space: &Space, grain: &Grain) -> (BTreeSet<Vec<usize>>, BTreeSet<Vec<usize>>) {
    let hubs = nameable(&grain.areas, &grain.hubs, |area: &Area, hub| area.contains(&space.hubs[hub]));
    let pieces = nameable(&grain.spans, &grain.pieces, |span: &Span, piece| span.covers(space.pieces[piece]));
    (hubs, pieces)
}

/// Returns all that must stay unknown, cells first. Today's state stands first, then those of the earlier releases.
pub(super) fn targets(
    space: &Space,
    world: &World,
    states: &[State],
    cells: &[(Key, Shown)],
    past: &[Past],
    rules: &Rules,
) -> Vec<Target> {
    let most = i64::try_from(rules.hide_up_to).unwrap_or(i64::MAX);
    let mut watcher = Watcher { world, most, seen: FxHashSet::default(), targets: Vec::new() };
    let now = &states[0];
    for (key, _) in cells {
        watcher.add(&key.what, now.sum(space, key));
    }
    let mut before: BTreeMap<&Key, Vec<Sum>> = BTreeMap::new();
    for (past, state) in past.iter().zip(&states[1..]) {
        for (key, _) in &past.cells {
            let (then, today) = (state.sum(space, key), now.sum(space, key));
            watcher.add(&key.what, then.clone());
            watcher.add(&key.what, minus(&today, &then));
            let earlier = before.entry(key).or_default();
            for earlier in earlier.iter() {
                watcher.add(&key.what, minus(&then, earlier));
            }
            earlier.push(then);
        }
        for family in state.families.values() {
            for what in &family.whats {
                for hubs in &family.grain.hubs {
                    for pieces in &family.grain.pieces {
                        let today = now.within(what, hubs, pieces);
                        watcher.add(what, minus(&today, &state.within(what, hubs, pieces)));
                    }
                }
            }
        }
    }
    for family in now.families.values() {
        let (hubs, pieces) = parts(space, &family.grain);
        for what in &family.whats {
            for hubs in &hubs {
                for pieces in &pieces {
                    watcher.add(what, now.at(what, hubs, pieces));
                }
            }
        }
    }
    watcher.targets
}
