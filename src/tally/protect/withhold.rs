//! What is withheld so that everything is proved.

use super::super::{Dimension, Key, What};
use super::proof::{Ground, Walker};
use super::shown::Shown;
use super::watch::Target;
use super::world::World;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// What may be withheld for one number, the least first. Withholding more never undoes a proof: it only takes away what a reader knows.
const LADDER: &[&[Rung]] = &[
    &[Rung::Hubs],
    &[Rung::Months],
    &[Rung::Pairs],
    &[Rung::Hubs, Rung::Months],
    &[Rung::Hubs, Rung::Months, Rung::Pairs],
    &[Rung::Line],
    &[Rung::Line, Rung::Pairs],
    &[Rung::Table],
    &[Rung::Table, Rung::Pairs],
    &[Rung::Table, Rung::Pairs, Rung::Above],
    &[Rung::Kin],
    &[Rung::Detail],
    &[Rung::Everything],
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rung {
    /// Its cells of a part of the hubs.
    Hubs,
    /// Its cells of a part of the time.
    Months,
    /// Its pairs with anything else.
    Pairs,
    /// All its cells.
    Line,
    /// All values of its dimensions.
    Table,
    /// The groups and areas over a need, the needs under a group.
    Above,
    /// All that shares a dimension with it.
    Kin,
    /// All but the number of all enquiries of everything.
    Detail,
    /// All.
    Everything,
}

/// What a release covers at most.
pub(super) struct Whole<'a> {
    pub(super) area: &'a super::super::Area,
    pub(super) span: super::super::Span,
}

impl Rung {
    fn takes(self, what: &What, key: &Key, whole: &Whole) -> bool {
        let own = || key.what == *what;
        let over = |dimension: Dimension| matches!(dimension, Dimension::Need | Dimension::Group | Dimension::DfeArea);
        match self {
            Self::Hubs => own() && key.area != *whole.area,
            Self::Months => own() && key.span != whole.span,
            Self::Pairs => {
                key.what.values().len() > 1 && what.values().iter().any(|value| key.what.values().contains(value))
            }
            Self::Line => own(),
            Self::Table => key.what.dimensions().eq(what.dimensions()),
            Self::Above => what.dimensions().any(over) && key.what.dimensions().any(over),
            Self::Kin => what.dimensions().any(|dimension| key.what.dimensions().any(|own| own == dimension)),
            Self::Detail => key.what != What::all() || key.area != *whole.area || key.span != whole.span,
            Self::Everything => true,
        }
    }
}

/// Tries to prove all of some numbers on all processors, and returns the places of those that it can't.
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
        let mut tried: Option<Vec<bool>> = None;
        for rungs in LADDER {
            let mut next = off.clone();
            for (at, (key, _)) in world.shown.iter().zip(cells.iter()) {
                next[*at] |= rungs.iter().any(|rung| rung.takes(&what, key, whole));
            }
            if tried.as_ref() == Some(&next) {
                continue;
            }
            let proved = unproved(&ground, &next, &own, span, deadline).is_empty();
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
