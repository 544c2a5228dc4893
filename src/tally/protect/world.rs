//! The numbers that a reader doesn't know, and all that is known of them: variables and linear constraints over them.

use super::super::{Dimension, Exact, Key, What};
use super::define;
use super::shown::{Known, Past, Shown, Truth};
use super::space::{Extent, Families, Space, families, joined};
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// A sum of variables, each with its factor; each variable once, in order.
pub(super) type Sum = Vec<(u32, i32)>;

/// A sum that is known to lie between two bounds.
#[derive(Debug, Clone)]
pub(super) struct Constraint {
    pub(super) sum: Sum,
    pub(super) least: i64,
    pub(super) most: i64,
}

/// No bound.
pub(super) const OPEN: i64 = i64::MAX / 4;

/// Which needs a group or an area is made of.
pub(super) type Members = BTreeMap<What, BTreeSet<What>>;

/// Everything unknown and everything known.
#[derive(Default)]
pub(super) struct World {
    /// The true value of each variable; none is less than 0.
    pub(super) truth: Vec<i64>,
    pub(super) constraints: Vec<Constraint>,
    /// The constraint that each cell of this release makes, by its place in the list of cells.
    pub(super) shown: Vec<usize>,
    /// Constraints that hold by definition or by earlier releases, by their sum: each stands once, with the narrowest bounds.
    fixed: FxHashMap<Sum, usize>,
}

/// The counts as they were on one day: on that of this release, or of an earlier one.
#[derive(Default)]
pub(super) struct State {
    pub(super) families: Families,
    /// For each thing counted the sums that stand for its atoms, a row of pieces of time for each class of hubs.
    atoms: FxHashMap<What, Vec<Sum>>,
    /// Something was counted differently than today.
    changed: bool,
}

impl World {
    pub(super) fn value(&self, sum: &[(u32, i32)]) -> i64 {
        sum.iter().map(|(at, factor)| self.truth[*at as usize] * i64::from(*factor)).sum()
    }

    fn variable(&mut self, truth: u64) -> u32 {
        self.truth.push(i64::try_from(truth).unwrap_or(OPEN));
        u32::try_from(self.truth.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds what holds for ever. A sum without variables says nothing.
    pub(super) fn hold(&mut self, sum: Sum, least: i64, most: i64) {
        if sum.is_empty() || (least <= -OPEN && most >= OPEN) {
            return;
        }
        // No variable is below 0: that a plain sum isn't either says nothing.
        if least <= 0 && most >= OPEN && sum.iter().all(|(_, factor)| *factor > 0) {
            return;
        }
        if let Some(at) = self.fixed.get(&sum) {
            let known = &mut self.constraints[*at];
            (known.least, known.most) = (known.least.max(least), known.most.min(most));
            return;
        }
        self.fixed.insert(sum.clone(), self.constraints.len());
        self.constraints.push(Constraint { sum, least, most });
    }

    /// Adds that a sum is not below 0, or is exactly 0 where it is so in truth and must be. What the truth doesn't bear out is not known to anybody.
    pub(super) fn not_below(&mut self, sum: Sum, exact: bool) {
        let value = self.value(&sum);
        if value == 0 && exact {
            self.hold(sum, 0, 0);
        } else if value >= 0 {
            self.hold(sum, 0, OPEN);
        }
    }

    /// Builds the counts of today and of every earlier release with all that is known of them; the cells of this release constrain nothing until they are shown.
    pub(super) fn build(
        space: &Space,
        keys: &[Key],
        counts: &dyn Exact,
        past: &[Past],
        members: &Members,
    ) -> Result<(Self, Vec<State>)> {
        let mut world = Self::default();
        let every = keys.iter().chain(past.iter().flat_map(|past| past.cells.iter().map(|(key, _)| key)));
        let mut now = State { families: families(space, every), ..State::default() };
        for family in now.families.values() {
            for what in &family.whats {
                let mut atoms = Vec::new();
                for hubs in &family.grain.hubs {
                    for pieces in &family.grain.pieces {
                        let (area, spans) = space.counted(hubs, pieces);
                        let count = spans.into_iter().map(|span| Key { what: what.clone(), area: area.clone(), span });
                        let count = count.map(|key| counts.count(&key)).sum();
                        atoms.push(vec![(world.variable(count), 1)]);
                    }
                }
                now.atoms.insert(what.clone(), atoms);
            }
        }
        define::hold(&mut world, &now, members);
        let mut states = vec![now];
        for past in past {
            let state = world.earlier(space, &states[0], past);
            define::hold(&mut world, &state, members);
            for (key, shown) in &past.cells {
                let Some((least, most)) = shown.bounds() else { continue };
                let (least, most) = (i64::try_from(least).unwrap_or(OPEN), i64::try_from(most).unwrap_or(OPEN));
                let sum = state.sum(space, key);
                if !(least..=most).contains(&world.value(&sum)) {
                    return Err(Error::system("An earlier release does not fit the counts that were kept with it.")
                        .hint("The store may be damaged: restore a backup, then make the release again."));
                }
                world.hold(sum, least, most);
            }
            states.push(state);
        }
        world.in_order(&states);
        Ok((world, states))
    }

    /// Returns the counts of an earlier release: those of today, less what came in late.
    fn earlier(&mut self, space: &Space, now: &State, past: &Past) -> State {
        let known = Known::of(&past.truth);
        let keys = past.cells.iter().map(|(key, _)| key);
        let mut state = State { families: families(space, keys), ..State::default() };
        let mut then = Vec::new();
        for family in state.families.values() {
            for what in &family.whats {
                for hubs in &family.grain.hubs {
                    for pieces in &family.grain.pieces {
                        let (area, spans) = space.counted(hubs, pieces);
                        let count = spans.into_iter().map(|span| Key { what: what.clone(), area: area.clone(), span });
                        let count: u64 = count.map(|key| known.count(&key)).sum();
                        then.push((what, count, now.within(what, hubs, pieces)));
                    }
                }
            }
        }
        let signed = |count: &u64| i64::try_from(*count).unwrap_or(OPEN);
        let same = then.iter().all(|(_, count, today)| self.value(today) == signed(count));
        let mut atoms = FxHashMap::<What, Vec<Sum>>::default();
        for (what, count, today) in then {
            // What was counted then is what is counted today less what came in late. With one late enquiry nobody knows what else of that release has changed.
            let late = self.value(&today) - signed(&count);
            let own = match u64::try_from(late) {
                _ if same => today,
                Ok(late) => {
                    let own = minus(&today, &[(self.variable(late), 1)]);
                    self.hold(own.clone(), 0, OPEN);
                    own
                }
                Err(_) => vec![(self.variable(count), 1)],
            };
            atoms.entry(what.clone()).or_default().push(own);
        }
        (state.atoms, state.changed) = (atoms, !same);
        state
    }

    /// Adds that enquiries come in late but don't go away: what an earlier state counted, every later one counts too.
    fn in_order(&mut self, states: &[State]) {
        // Today is the latest state, then come the earlier ones, oldest first.
        for (at, earlier) in states.iter().enumerate().skip(1) {
            for later in std::iter::once(&states[0]).chain(&states[at + 1..]) {
                for (what, family) in earlier.families.values().flat_map(|f| f.whats.iter().map(move |what| (what, f)))
                {
                    let dimensions: Vec<Dimension> = what.dimensions().collect();
                    let other = later.families.get(&dimensions).filter(|other| other.whats.contains(what));
                    let Some(other) = other.filter(|_| earlier.changed || later.changed) else {
                        continue;
                    };
                    // An atom of the earlier one is in the later ones that it touches, where they cover it.
                    for hubs in &family.grain.hubs {
                        for pieces in &family.grain.pieces {
                            if other.grain.covers(hubs, pieces) {
                                let more = later.within(what, hubs, pieces);
                                let less = earlier.within(what, hubs, pieces);
                                self.not_below(minus(&more, &less), false);
                            }
                        }
                    }
                    // And an atom of the later one holds those of the earlier that lie in it.
                    for hubs in &other.grain.hubs {
                        for pieces in &other.grain.pieces {
                            let more = later.within(what, hubs, pieces);
                            let less = earlier.inside(what, hubs, pieces);
                            self.not_below(minus(&more, &less), false);
                        }
                    }
                }
            }
        }
    }

    /// Lets the cells of this release constrain what they show.
    pub(super) fn show(&mut self, space: &Space, now: &State, cells: &[(Key, Shown)]) {
        for (key, shown) in cells {
            let (least, most) = shown.bounds().map_or((-OPEN, OPEN), |(least, most)| {
                (i64::try_from(least).unwrap_or(OPEN), i64::try_from(most).unwrap_or(OPEN))
            });
            self.shown.push(self.constraints.len());
            self.constraints.push(Constraint { sum: now.sum(space, key), least, most });
        }
    }
}

/// Returns one sum less another.
pub(super) fn minus(more: &[(u32, i32)], less: &[(u32, i32)]) -> Sum {
    added(more.iter().copied().chain(less.iter().map(|(at, factor)| (*at, -factor))))
}

/// Returns a sum of terms in which variables may stand several times.
pub(super) fn added(terms: impl Iterator<Item = (u32, i32)>) -> Sum {
    let mut by = BTreeMap::new();
    for (at, factor) in terms {
        *by.entry(at).or_insert(0) += factor;
    }
    by.into_iter().filter(|(_, factor)| *factor != 0).collect()
}

impl State {
    /// Returns the finest parts of hubs and time in which counts of all these kinds can be compared.
    pub(super) fn joined(&self, kinds: &[Vec<Dimension>]) -> Vec<Extent> {
        let grains: Option<Vec<_>> = kinds.iter().map(|kind| self.families.get(kind).map(|f| &f.grain)).collect();
        joined(&grains.unwrap_or_default())
    }

    /// Returns the variables of one thing in some classes of hubs and time.
    pub(super) fn at(&self, what: &What, hubs: &[usize], pieces: &[usize]) -> Sum {
        let dimensions: Vec<Dimension> = what.dimensions().collect();
        let (Some(atoms), Some(family)) = (self.atoms.get(what), self.families.get(&dimensions)) else {
            return Vec::new();
        };
        let width = family.grain.pieces.len();
        let places = hubs.iter().flat_map(|hub| pieces.iter().map(move |piece| hub * width + piece));
        added(places.flat_map(|place| atoms[place].iter().copied()))
    }

    /// Returns the variables of one thing whose atoms touch some hubs and pieces of time.
    pub(super) fn within(&self, what: &What, hubs: &[usize], pieces: &[usize]) -> Sum {
        let dimensions: Vec<Dimension> = what.dimensions().collect();
        let Some(grain) = self.families.get(&dimensions).map(|family| &family.grain) else { return Vec::new() };
        self.at(what, &grain.hub_classes(hubs), &grain.piece_classes(pieces))
    }

    /// Returns the variables of one thing whose atoms lie wholly in some hubs and pieces of time.
    fn inside(&self, what: &What, hubs: &[usize], pieces: &[usize]) -> Sum {
        let dimensions: Vec<Dimension> = what.dimensions().collect();
        let Some(grain) = self.families.get(&dimensions).map(|family| &family.grain) else { return Vec::new() };
        let whole = |members: &[Vec<usize>], of: &[usize]| -> Vec<usize> {
            (0..members.len()).filter(|class| members[*class].iter().all(|member| of.contains(member))).collect()
        };
        self.at(what, &whole(&grain.hubs, hubs), &whole(&grain.pieces, pieces))
    }

    /// Returns what a cell sums up.
    pub(super) fn sum(&self, space: &Space, key: &Key) -> Sum {
        let hubs: Vec<usize> = (0..space.hubs.len()).filter(|at| key.area.contains(&space.hubs[*at])).collect();
        let pieces: Vec<usize> = (0..space.pieces.len()).filter(|at| key.span.covers(space.pieces[*at])).collect();
        self.within(&key.what, &hubs, &pieces)
    }

    /// Returns the true counts, to be kept with a release.
    pub(super) fn kept(&self, space: &Space, world: &World) -> Truth {
        let mut list = Vec::new();
        for family in self.families.values() {
            for what in &family.whats {
                for hubs in &family.grain.hubs {
                    for pieces in &family.grain.pieces {
                        let (area, spans) = space.counted(hubs, pieces);
                        let count = world.value(&self.within(what, hubs, pieces));
                        // Pieces that don't follow each other are never told apart: the first stands for all of them.
                        let span = spans.first().copied();
                        list.extend(span.map(|span| (what.clone(), area, span, u64::try_from(count).unwrap_or(0))));
                    }
                }
            }
        }
        Truth::of(list)
    }

    /// Returns all that is counted in one kind.
    pub(super) fn whats(&self, kind: &[Dimension]) -> impl Iterator<Item = &What> {
        self.families.get(kind).into_iter().flat_map(|family| &family.whats)
    }
}
