//! What is withheld so that everything is proved.

use super::super::{Dimension, Key, What};
use super::proof::{Ground, Walker};
use super::shown::Shown;
use super::watch::Target;
use super::world::{Members, World};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// What may be withheld for one number, the least first. Withholding more never undoes a proof: it only takes away what a reader knows.
const LADDER: &[&[Rung]] = &[
    &[Rung::Hubs],
    &[Rung::Months],
    &[Rung::Hubs, Rung::Months],
    &[Rung::OwnPairs],
    &[Rung::Hubs, Rung::Months, Rung::OwnPairs],
    &[Rung::Line],
    &[Rung::Line, Rung::OwnPairs],
    &[Rung::Line, Rung::OwnPairs, Rung::KinDetail],
    &[Rung::Line, Rung::Pairs, Rung::KinDetail],
    &[Rung::Line, Rung::Pairs, Rung::Kin],
    &[Rung::Table],
    &[Rung::Table, Rung::Pairs, Rung::Kin],
    &[Rung::Dimensions],
    &[Rung::Detail],
    &[Rung::Everything],
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rung {
    /// Its cells of a part of the hubs.
    Hubs,
    /// Its cells of a part of the time.
    Months,
    /// Pairs of its first value with anything else.
    OwnPairs,
    /// Pairs of any of its values.
    Pairs,
    /// All its cells.
    Line,
    /// What is close to it, by hub and month: the margins of a pair, the group and area of a need, the needs of a group.
    KinDetail,
    /// All cells of what is close to it.
    Kin,
    /// All values of its dimensions.
    Table,
    /// All that shares a dimension with it or with what is close to it.
    Dimensions,
    /// All but the number of all enquiries of everything.
    Detail,
    /// All.
    Everything,
}

/// What a release covers at most.
pub(super) struct Whole<'a> {
    pub(super) area: &'a super::super::Area,
    pub(super) span: super::super::Span,
    pub(super) members: &'a Members,
}

impl Whole<'_> {
    /// Returns what is close to something: its values, their groups and areas, the needs of its groups.
    fn kin(&self, what: &What) -> BTreeSet<What> {
        let own: BTreeSet<What> =
            what.values().iter().map(|(dimension, value)| What::of(*dimension, value.clone())).collect();
        let mut kin = own.clone();
        for (over, needs) in self.members {
            if needs.iter().any(|need| own.contains(need)) {
                kin.insert(over.clone());
            }
            if own.contains(over) {
                kin.extend(needs.iter().cloned());
            }
        }
        kin.remove(what);
        kin
    }
}

impl Rung {
    fn takes(self, what: &What, kin: &BTreeSet<What>, key: &Key, whole: &Whole) -> bool {
        let detail = || key.area != *whole.area || key.span != whole.span;
        match self {
            Self::Hubs => key.what == *what && key.area != *whole.area,
            Self::Months => key.what == *what && key.span != whole.span,
            Self::OwnPairs => {
                key.what.values().len() > 1 && what.values().first().is_some_and(|own| key.what.values().contains(own))
            }
            Self::Pairs => {
                key.what.values().len() > 1 && what.values().iter().any(|value| key.what.values().contains(value))
            }
            Self::Line => key.what == *what,
            Self::KinDetail => kin.contains(&key.what) && detail(),
            Self::Kin => kin.contains(&key.what),
            Self::Table => key.what.dimensions().eq(what.dimensions()),
            Self::Dimensions => {
                let close: BTreeSet<Dimension> = kin.iter().chain([what]).flat_map(What::dimensions).collect();
                key.what.dimensions().any(|dimension| close.contains(&dimension))
            }
            Self::Detail => key.what != What::all() || detail(),
            Self::Everything => true,
        }
    }
}

/// Tries to prove all of some numbers on all processors, and returns the places of those that it can't. Past the deadline nothing is proved.
pub(super) fn unproved(ground: &Ground, off: &[bool], targets: &[&Target], span: i64, deadline: Instant) -> Vec<usize> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut walker = Walker::new(ground, off);
        let mut failed = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(target) = targets.get(at) else { return failed };
            if !walker.proves(&target.sum, span, deadline) {
                failed.push(at);
            }
        }
    };
    // A thread is worth it from some dozens of proofs on.
    let many = std::thread::available_parallelism().map_or(1, usize::from).min(targets.len() / 32 + 1);
    let mut failed: Vec<usize> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..many).map(|_| scope.spawn(work)).collect();
        let own = work();
        // A thread that died has proved nothing, and nobody knows what it took: nothing counts as proved then.
        others.into_iter().map(|other| other.join()).try_fold(own, |mut all, other| {
            all.extend(other.ok()?);
            Some(all)
        })
    })
    .unwrap_or_else(|| (0..targets.len()).collect());
    failed.sort_unstable();
    failed
}

/// Withholds cells until every number is proved, and returns how many numbers were lost already to earlier releases: no cell of this one would hide them.
pub(super) fn withhold(
    world: &World,
    cells: &mut [(Key, Shown)],
    whole: &Whole,
    targets: &[Target],
    span: i64,
    deadline: Instant,
) -> usize {
    let ground = Ground::of(world);
    let mut off = vec![false; world.constraints.len()];
    for (at, (_, shown)) in world.shown.iter().zip(cells.iter()) {
        off[*at] = *shown == Shown::Withheld;
    }
    let all: Vec<&Target> = targets.iter().collect();
    let mut open: Vec<&Target> = unproved(&ground, &off, &all, span, deadline).into_iter().map(|at| all[at]).collect();
    let mut lost = 0;
    while let Some(what) = open.first().map(|target| target.what.clone()) {
        // All numbers of one thing together: what hides one of them mostly hides the others.
        let (own, others): (Vec<&Target>, Vec<&Target>) = open.into_iter().partition(|target| target.what == what);
        let kin = whole.kin(&what);
        let mut tried: Option<Vec<bool>> = None;
        for rungs in LADDER {
            let mut next = off.clone();
            for (at, (key, _)) in world.shown.iter().zip(cells.iter()) {
                next[*at] |= rungs.iter().any(|rung| rung.takes(&what, &kin, key, whole));
            }
            if tried.as_ref() == Some(&next) {
                continue;
            }
            // The first that fails decides: the others needn't be tried.
            let mut walker = Walker::new(&ground, &next);
            let proved = own.iter().all(|target| walker.proves(&target.sum, span, deadline));
            tried = Some(next);
            if proved {
                break;
            }
            if rungs.contains(&Rung::Everything) {
                lost += unproved(&ground, tried.as_deref().unwrap_or(&off), &own, span, deadline).len();
            }
        }
        off = tried.unwrap_or(off);
        open = unproved(&ground, &off, &others, span, deadline).into_iter().map(|at| others[at]).collect();
    }
    for (at, (_, shown)) in world.shown.iter().zip(cells.iter_mut()) {
        if off[*at] {
            *shown = Shown::Withheld;
        }
    }
    lost
}
