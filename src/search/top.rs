//! The best services so far, and those that are kept out of every list.

use super::Typed;
use crate::snapshot::{Snapshot, Weigh};
use crate::text;

/// A score and the number of a service.
pub type Scored = (f32, u32);

/// The best services so far.
pub struct Top {
    /// Those that may still be among the best.
    pub all: Vec<Scored>,
    limit: usize,
    /// A service was not listed although its score is high enough.
    pub left_out: bool,
}

impl Top {
    /// Returns the room for so many.
    pub fn new(limit: usize) -> Self {
        Self { all: Vec::with_capacity(2 * limit + 1), limit, left_out: false }
    }

    /// Takes a service, and raises the floor when services below can't be among the best any more.
    pub fn take(&mut self, snapshot: &Snapshot, typed: &Typed, number: u32, score: f32, floor: &mut f32) {
        if is_kept_back(snapshot, typed, number) {
            self.left_out = true;
            return;
        }
        self.all.push((score, number));
        if self.all.len() > 2 * self.limit {
            self.all.select_nth_unstable_by(self.limit, order);
            self.all.truncate(self.limit);
            // Of equal ones the earlier is listed, so whatever comes now has to be above.
            *floor = self.all.iter().map(|(score, _)| *score).fold(f32::INFINITY, f32::min).next_up();
        }
    }
}

/// Returns the better one first.
pub fn order(a: &Scored, b: &Scored) -> std::cmp::Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

/// Returns whether a service is not to be listed at all: who suffers abuse must never be sent to a line for those who use it, unless it was asked for in its own words.
pub fn is_kept_back(snapshot: &Snapshot, typed: &Typed, number: u32) -> bool {
    snapshot.weigh(number).is(Weigh::FOR_ABUSERS) && !asked_for(snapshot, number, typed)
}

/// Returns whether a query asks for a line for people who use abuse: it names the line, is one of its phrases whole, or says one of them that begins with "I". Part of a phrase is not enough: "my husband" also begins what somebody says who is hurt by him.
fn asked_for(snapshot: &Snapshot, number: u32, typed: &Typed) -> bool {
    let Some(record) = snapshot.record(number).filter(|_| !typed.words.is_empty()) else { return false };
    let service = &record.service;
    contains(&typed.words, &text::words(&service.name))
        || service.words.iter().map(|phrase| text::words(phrase)).any(|phrase| {
            let says_i = phrase.len() > 2 && phrase.first().is_some_and(|word| word == "i");
            phrase == typed.words || says_i && contains(&typed.words, &phrase)
        })
}

/// Returns whether the words of `part` stand in `whole` one after the other.
pub fn contains(whole: &[String], part: &[String]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}
