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

/// Services in the order in which they are listed, taken one by one because mostly fifty of a hundred thousand are wanted.
#[derive(Debug, Default)]
pub struct Queue {
    near: BinaryHeap<Candidate>,
    rest: BinaryHeap<Candidate>,
    /// The group of the last line, and how many near lines it had in a row.
    group: u8,
    row: usize,
}

impl Queue {
    /// Returns a queue of these services.
    pub fn new(all: Vec<Candidate>) -> Self {
        let (near, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|c| c.away.miles().is_some());
        Self { near: near.into(), rest: rest.into(), ..Self::default() }
    }

    /// Takes in one more.
    pub fn push(&mut self, candidate: Candidate) {
        if candidate.away.miles().is_some() { self.near.push(candidate) } else { self.rest.push(candidate) }
    }

    /// Takes out the next one that `keep` wants, as `keep` returns it.
    pub fn next(&mut self, mut keep: impl FnMut(Candidate) -> Option<Candidate>) -> Option<Candidate> {
        loop {
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

    fn order(all: Vec<Candidate>) -> Vec<u32> {
        let mut queue = Queue::new(all);
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
        let mut queue = Queue::new(all.collect());
        let keep = |c: Candidate| (c.number % 2 == 0).then_some(c);
        let listed: Vec<u32> = std::iter::from_fn(|| queue.next(keep)).map(|c| c.number).collect();
        assert_eq!(listed, [0, 2, 4, 6, 8]);
    }
}
