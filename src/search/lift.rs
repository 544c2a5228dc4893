//! Raises and sinks services by what is wished.

use super::explain::is_common;
use super::rank::{Engine, order};
use super::wish::{Look, Wished};
use super::{Hit, Typed, weights as w};
use crate::catalogue::Need;
use crate::text;
use rustc_hash::{FxHashMap, FxHashSet};

impl Engine {
    /// Returns the best services that anything speaks for, once they were held against what is wished.
    pub(super) fn best_wished(&mut self, typed: &Typed, wished: &Wished<'_>, limit: usize) -> Vec<Hit> {
        let hits = self.best(typed, limit.max(w::HELD_AGAINST_WISHES));
        let mut lifted: Vec<(f32, Hit)> = hits
            .into_iter()
            .map(|hit| {
                let score = hit.score + self.lift(wished, hit.number, Look::Quick);
                (hit.score, Hit { score, ..hit })
            })
            .collect();
        lifted.sort_unstable_by(|(_, a), (_, b)| order(a, b));
        // Only those that may be listed are looked at closely.
        lifted.truncate(limit.saturating_mul(2));
        let close = lifted.into_iter().map(|(alone, hit)| {
            let score = alone + self.lift(wished, hit.number, Look::Close);
            Hit { score, ..hit }
        });
        let mut hits: Vec<Hit> = close.collect();
        hits.sort_unstable_by(order);
        hits.truncate(limit);
        hits
    }

    /// Returns how far what is wished raises a service for which something speaks, or sinks it.
    pub(super) fn lift(&self, wished: &Wished<'_>, number: u32, look: Look) -> f32 {
        let facts = self.snapshot.facts(number);
        facts.map_or(0.0, |facts| wished.lift(number, &facts, self.sums.added(number).max(0.0), look))
    }

    /// Returns whether the words say nothing of any need: each stands in the words of many, or in none of them and in many services.
    pub(super) fn says_nothing(&self, typed: &Typed) -> bool {
        let spread = self.spread.get_or_init(|| spread_of(&self.snapshot.head.needs));
        let many = self.snapshot.head.needs.len() / 5;
        typed.words.iter().all(|word| match spread.get(word) {
            Some(needs) => *needs > many,
            None => is_common(&self.snapshot, word),
        })
    }
}

/// Returns in the words of how many needs each word stands.
fn spread_of(needs: &[Need]) -> FxHashMap<String, usize> {
    let mut out: FxHashMap<String, usize> = FxHashMap::default();
    for need in needs {
        let own: FxHashSet<String> = need.words.iter().flat_map(|phrase| text::words(phrase)).collect();
        own.into_iter().for_each(|word| *out.entry(word).or_default() += 1);
    }
    out
}
