//! Raises and sinks services by what is wished.

use super::explain::is_common;
use super::rank::Engine;
use super::top::{Scored, order};
use super::wish::{Look, Wished};
use super::{Hit, Typed, weights as w};

impl Engine {
    /// Returns the best services that anything speaks for, once they were held against what is wished.
    pub(super) fn best_wished(&mut self, typed: &Typed, wished: &Wished<'_>, limit: usize) -> Vec<Hit> {
        let best = self.highest(typed, limit.max(w::HELD_AGAINST_WISHES));
        let mut lifted: Vec<(Scored, f32)> = best
            .into_iter()
            .map(|(sum, number)| ((sum + self.lift(wished, number, Look::Quick), number), sum))
            .collect();
        lifted.sort_unstable_by(|(a, _), (b, _)| order(a, b));
        // Only those that may be listed are looked at closely.
        lifted.truncate(limit.saturating_mul(2));
        let close = |((_, number), sum): (Scored, f32)| (sum + self.lift(wished, number, Look::Close), number);
        let mut best: Vec<Scored> = lifted.into_iter().map(close).collect();
        best.sort_unstable_by(order);
        best.truncate(limit);
        best.into_iter().map(|(score, number)| Hit { number, score, ..Hit::default() }).collect()
    }

    /// Returns how far what is wished raises a service for which something speaks, or sinks it.
    pub(super) fn lift(&self, wished: &Wished<'_>, number: u32, look: Look) -> f32 {
        let facts = self.snapshot.facts(number);
        facts.map_or(0.0, |facts| wished.lift(number, &facts, self.sums.added(number).max(0.0), look))
    }

    /// Returns whether the words say nothing of any need: each stands in the words of many, or in none of them and in many services.
    pub(super) fn says_nothing(&self, typed: &Typed) -> bool {
        let many = self.snapshot.head.needs.len() / w::SAYS_NOTHING;
        typed.words.iter().all(|word| match self.needs.spread(word) {
            Some(needs) => needs > many,
            None => is_common(&self.snapshot, word),
        })
    }
}
