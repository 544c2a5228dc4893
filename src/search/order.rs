//! The order of a list that was asked for with filters, by distance or for a young person.

use super::near::Away;
use super::sieve::Asks;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Lines that a journey away follow one another before one comes that has no distance: what is reached by phone, online or at home, what is not shown, and what nobody knows.
const NEAR_LINES: usize = 3;

/// A service that may be listed.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// Its number in the snapshot.
    pub number: u32,
    /// Higher is better.
    pub score: f32,
    /// What has to be asked of it.
    pub asks: Asks,
    /// Lower comes first, whatever the score.
    pub group: u8,
    /// How far it is.
    pub away: Away,
}

impl Candidate {
    /// Returns what counts inside a group, higher first.
    fn rank(&self) -> f32 {
        self.away.miles().map_or(self.score, |miles| -miles)
    }
}

// The greatest comes first out of a heap: of a lower group, nearer or better, compiled earlier.
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.group.cmp(&self.group))
            .then(self.rank().total_cmp(&other.rank()))
            .then(self.score.total_cmp(&other.score))
            .then(other.number.cmp(&self.number))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

/// The best of many services; what can't be among them is passed over.
#[derive(Debug, Default)]
struct Best {
    kept: Vec<Candidate>,
    /// The least of those that are kept, once some were passed over.
    floor: Option<Candidate>,
}

impl Best {
    fn push(&mut self, candidate: Candidate, most: usize) {
        if self.floor.is_some_and(|floor| candidate < floor) {
            return;
        }
        self.kept.push(candidate);
        if self.kept.len() / 2 >= most.max(1) {
            let (_, least, _) = self.kept.select_nth_unstable_by(most.max(1) - 1, |a, b| b.cmp(a));
            self.floor = Some(*least);
            self.kept.truncate(most.max(1));
        }
    }
}

/// Services that are collected for one part of a list.
#[derive(Debug, Default)]
pub struct Pile {
    near: Best,
    rest: Best,
}

impl Pile {
    /// Takes in one more, of which there are wanted so many.
    pub fn push(&mut self, candidate: Candidate, most: usize) {
        let best = if candidate.away.miles().is_some() { &mut self.near } else { &mut self.rest };
        best.push(candidate, most);
    }
}

/// Services in the order in which they are listed.
#[derive(Debug, Default)]
pub struct Queue {
    near: BinaryHeap<Candidate>,
    rest: BinaryHeap<Candidate>,
    /// Whether some of each were passed over.
    cut: [bool; 2],
    /// Came to an end where there was more.
    pub ran_dry: bool,
    /// The group of the last line, and how many near lines it had in a row.
    group: u8,
    row: usize,
}

impl Queue {
    /// Returns a queue of these services.
    pub fn new(pile: Pile) -> Self {
        let cut = [pile.near.floor.is_some(), pile.rest.floor.is_some()];
        Self { near: pile.near.kept.into(), rest: pile.rest.kept.into(), cut, ..Self::default() }
    }

    /// Takes in one more.
    pub fn push(&mut self, candidate: Candidate) {
        if candidate.away.miles().is_some() { self.near.push(candidate) } else { self.rest.push(candidate) }
    }

    /// Takes out the next one that `keep` wants, as `keep` returns it.
    pub fn next(&mut self, mut keep: impl FnMut(Candidate) -> Option<Candidate>) -> Option<Candidate> {
        loop {
            self.ran_dry |= self.cut[0] && self.near.is_empty() || self.cut[1] && self.rest.is_empty();
            let group = match (self.near.peek(), self.rest.peek()) {
                (None, None) => return None,
                (Some(one), None) | (None, Some(one)) => one.group,
                (Some(near), Some(rest)) => near.group.min(rest.group),
            };
            if group != self.group {
                (self.group, self.row) = (group, 0);
            }
            let here = |heap: &BinaryHeap<Candidate>| heap.peek().is_some_and(|c| c.group == group);
            let near = here(&self.near) && (self.row < NEAR_LINES || !here(&self.rest));
            let taken = if near { self.near.pop() } else { self.rest.pop() };
            if let Some(kept) = taken.and_then(&mut keep) {
                self.row = if near { self.row + 1 } else { 0 };
                return Some(kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(number: u32, score: f32, group: u8, away: Away) -> Candidate {
        Candidate { number, score, asks: 0, group, away }
    }

    fn queue(all: Vec<Candidate>, most: usize) -> Queue {
        let mut pile = Pile::default();
        all.into_iter().for_each(|candidate| pile.push(candidate, most));
        Queue::new(pile)
    }

    fn order(all: Vec<Candidate>) -> Vec<u32> {
        let mut queue = queue(all, usize::MAX);
        std::iter::from_fn(|| queue.next(Some)).map(|c| c.number).collect()
    }

    #[test]
    fn every_fourth_line_asks_for_no_journey() {
        let mut all: Vec<Candidate> = (0..7).map(|n| candidate(n, 1.0, 0, Away::Miles(n as f32))).collect();
        all.extend((10..15).map(|n| candidate(n, 20.0 - n as f32, 0, Away::Nothing)));
        all.push(candidate(30, 9.5, 0, Away::NotShown));
        all.push(candidate(20, 99.0, 1, Away::Here));
        all.reverse();
        assert_eq!(order(all), [0, 1, 2, 10, 3, 4, 5, 30, 6, 11, 12, 13, 14, 20]);
    }

    #[test]
    fn without_distances_the_best_come_first() {
        let all = [(1, 0.5, 0), (2, 0.9, 1), (3, 0.5, 0), (4, 0.7, 0)];
        let all = all.map(|(number, score, group)| candidate(number, score, group, Away::Nothing));
        assert_eq!(order(all.to_vec()), [4, 1, 3, 2]);
    }

    #[test]
    fn what_is_not_kept_takes_no_line() {
        let all = (0..9).map(|n| candidate(n, 0.0, 0, if n < 5 { Away::Miles(n as f32) } else { Away::Nothing }));
        let mut queue = queue(all.collect(), usize::MAX);
        let keep = |c: Candidate| c.number.is_multiple_of(2).then_some(c);
        let listed: Vec<u32> = std::iter::from_fn(|| queue.next(keep)).map(|c| c.number).collect();
        assert_eq!(listed, [0, 2, 4, 6, 8]);
    }

    #[test]
    fn what_is_passed_over_would_not_have_been_listed() {
        let all = || {
            let score = |n: u32| (n * 7919 % 101) as f32;
            let away = |n: u32| if n.is_multiple_of(3) { Away::Nothing } else { Away::Miles(score(n * 31)) };
            (0..500).map(|n| candidate(n, score(n), (n % 5 / 4) as u8, away(n))).collect::<Vec<_>>()
        };
        for most in [1, 3, 20] {
            let (mut some, mut every) = (queue(all(), most), queue(all(), usize::MAX));
            for _ in 0..most {
                assert_eq!(some.next(Some), every.next(Some));
            }
            assert!(!some.ran_dry);
            while some.next(Some).is_some() {}
            assert!(some.ran_dry && !every.ran_dry);
        }
    }
}
