//! Proofs by example: whole worlds that fit everything known, in which a number differs.
//!
//! The truth is one such world. From there the number is moved by one, whatever no longer fits is mended by moving others by one, and so on until everything fits again. A world counts only when every constraint holds in whole numbers, so a proof can't be wrong however it was found; where none is found the number may still be safe, but nobody knows it.

use super::world::{Constraint, OPEN, Sum, World};
use std::time::Instant;

/// How hard a search tries: how many moves for one step, and how many ways to mend one constraint.
const EFFORTS: [(u32, usize); 4] = [(150, 4), (150, 2), (300, 6), (600, 4)];
/// How deep moves may hang on each other.
const DEEPEST: usize = 80;

/// What makes a search for proofs: the world, and which variables stand in which constraints.
pub(super) struct Ground<'a> {
    pub(super) constraints: &'a [Constraint],
    pub(super) truth: &'a [i64],
    /// The constraints of each variable, with its factor there.
    pub(super) touching: Vec<Vec<(u32, i32)>>,
    sums: Vec<i64>,
}

impl<'a> Ground<'a> {
    pub(super) fn of(world: &'a World) -> Self {
        let mut touching = vec![Vec::new(); world.truth.len()];
        for (at, constraint) in world.constraints.iter().enumerate() {
            for (variable, factor) in &constraint.sum {
                touching[*variable as usize].push((u32::try_from(at).unwrap_or(u32::MAX), *factor));
            }
        }
        let sums = world.constraints.iter().map(|constraint| world.value(&constraint.sum)).collect();
        Self { constraints: &world.constraints, truth: &world.truth, touching, sums }
    }
}

/// A world on the way from the truth to a proof.
pub(super) struct Walker<'a> {
    pub(super) ground: &'a Ground<'a>,
    /// Constraints that are left out because their cell is withheld.
    off: &'a [bool],
    values: Vec<i64>,
    sums: Vec<i64>,
    /// Which way a variable has been moved in this step; it isn't moved back.
    moved: Vec<i8>,
    broken: Vec<u32>,
    tries: u32,
    ways: usize,
    /// Which of equally good moves come first.
    turn: usize,
}

impl<'a> Walker<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, off: &'a [bool]) -> Self {
        let (values, sums) = (ground.truth.to_vec(), ground.sums.clone());
        Self { ground, off, moved: vec![0; values.len()], values, sums, broken: Vec::new(), tries: 0, ways: 0, turn: 0 }
    }

    /// Returns the least and most of a constraint, as far as it is in force.
    fn bounds(&self, at: usize) -> (i64, i64) {
        let constraint = &self.ground.constraints[at];
        if self.off.get(at).is_some_and(|off| *off) { (-OPEN, OPEN) } else { (constraint.least, constraint.most) }
    }

    fn fits(&self, at: usize, sum: i64) -> bool {
        let (least, most) = self.bounds(at);
        (least..=most).contains(&sum)
    }

    /// Moves a variable, and notes what fits no longer or fits again.
    fn shift(&mut self, variable: u32, by: i64) {
        self.values[variable as usize] += by;
        for (at, factor) in &self.ground.touching[variable as usize] {
            let place = *at as usize;
            let before = self.fits(place, self.sums[place]);
            self.sums[place] += by * i64::from(*factor);
            match (before, self.fits(place, self.sums[place])) {
                (true, false) => self.broken.push(*at),
                (false, true) => self.broken.retain(|broken| broken != at),
                _ => {}
            }
        }
    }

    /// Returns how many constraints a move would break, less those that it would mend.
    fn harm(&self, variable: u32, by: i64) -> i64 {
        let mut harm = 0;
        for (at, factor) in &self.ground.touching[variable as usize] {
            let place = *at as usize;
            let after = self.sums[place] + by * i64::from(*factor);
            harm += i64::from(self.fits(place, self.sums[place])) - i64::from(self.fits(place, after));
        }
        harm
    }

    /// Tries moves of the terms of a sum by which it changes in a direction, the least harmful first, and mends what they break.
    fn moves(&mut self, sum: &[(u32, i32)], direction: i32, depth: usize) -> bool {
        let mut ways: Vec<(i64, u32, i8)> = Vec::new();
        for (variable, factor) in sum {
            let by: i8 = if factor.signum() == direction.signum() { 1 } else { -1 };
            let at = *variable as usize;
            if self.moved[at] == -by || self.values[at] + i64::from(by) < 0 {
                continue;
            }
            ways.push((self.harm(*variable, i64::from(by)), *variable, by));
        }
        let turn = u32::try_from(self.turn).unwrap_or(0);
        ways.sort_by_key(|(harm, variable, _)| {
            (*harm, variable.wrapping_mul(0x9e37_79b9).rotate_left(turn * 5) ^ turn)
        });
        for (_, variable, by) in ways.into_iter().take(self.ways) {
            if self.tries == 0 {
                return false;
            }
            self.tries -= 1;
            let before = self.moved[variable as usize];
            self.moved[variable as usize] = by;
            self.shift(variable, i64::from(by));
            if self.mend(depth) {
                return true;
            }
            self.shift(variable, -i64::from(by));
            self.moved[variable as usize] = before;
        }
        false
    }

    fn mend(&mut self, depth: usize) -> bool {
        // The shortest one has the fewest ways out: if there is none, that is known soonest.
        let ground = self.ground;
        let first = self.broken.iter().copied().min_by_key(|at| ground.constraints[*at as usize].sum.len());
        let Some(first) = first.map(|at| at as usize) else { return true };
        if depth == 0 {
            return false;
        }
        let direction = if self.sums[first] < self.bounds(first).0 { 1 } else { -1 };
        self.moves(&ground.constraints[first].sum, direction, depth - 1)
    }

    /// Moves a number by one in a direction, and everything else so that it fits. Without success nothing has changed.
    fn step(&mut self, sum: &[(u32, i32)], direction: i32) -> bool {
        (self.tries, self.ways) = EFFORTS[self.turn];
        self.moved.fill(0);
        // Its own terms don't undo the move.
        for (variable, factor) in sum {
            self.moved[*variable as usize] = if factor.signum() == direction { 1 } else { -1 };
        }
        self.moves(sum, direction, DEEPEST)
    }

    fn value(&self, sum: &[(u32, i32)]) -> i64 {
        sum.iter().map(|(at, factor)| self.values[*at as usize] * i64::from(*factor)).sum()
    }

    fn reset(&mut self) {
        self.values.copy_from_slice(self.ground.truth);
        self.sums.copy_from_slice(&self.ground.sums);
        self.broken.clear();
    }

    /// Returns how far a number can't go beyond, by what is known of itself alone.
    fn limit(&self, sum: &Sum, direction: i32) -> i64 {
        let Some((first, _)) = sum.first() else { return 0 };
        let same = self.ground.touching[*first as usize].iter().map(|(at, _)| *at as usize);
        let own = same.filter(|at| self.ground.constraints[*at].sum == *sum).map(|at| self.bounds(at));
        own.map(|(least, most)| if direction > 0 { most } else { -least }).min().unwrap_or(OPEN)
    }

    /// Returns how far a number was found to go in a direction, up to `far` by small moves, in several orders.
    pub(super) fn walk(&mut self, sum: &Sum, direction: i32, far: i64, deadline: Instant) -> i64 {
        self.reset();
        let from = self.value(sum);
        let far = far.min(self.limit(sum, direction) - from * i64::from(direction));
        let mut best = 0;
        for turn in 0..EFFORTS.len() {
            if Instant::now() >= deadline {
                return 0;
            }
            self.reset();
            self.turn = turn;
            while best.max((self.value(sum) - from).abs()) < far && self.step(sum, direction) {}
            best = best.max((self.value(sum) - from).abs());
            if best >= far {
                return best;
            }
        }
        best
    }

    /// Returns whether a number was shown to be able to have `span` values or more.
    pub(super) fn proves(&mut self, sum: &Sum, span: i64, deadline: Instant) -> bool {
        let up = self.walk(sum, 1, span - 1, deadline);
        up >= span - 1 || up + self.walk(sum, -1, span - 1 - up, deadline) >= span - 1
    }
}
