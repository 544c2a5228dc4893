//! What a query speaks of: its words, what its letters lean to, and what the safeguarding rules heard.

use super::dictionary::Dictionary;
use super::rank::Engine;
use super::{NeedHit, Typed, weights as w};

/// What a query speaks of.
pub struct Topics {
    /// Needs, best first.
    pub needs: Vec<NeedHit>,
    /// How close the words come to the best of all.
    pub close: f32,
    /// It speaks of this above all, which is no family service's.
    pub elsewhere: Option<u16>,
}

impl Engine {
    /// Returns what a query speaks of.
    pub(super) fn topics(&mut self, typed: &Typed) -> Topics {
        let snapshot = &self.snapshot;
        let words = Dictionary::of(snapshot, snapshot.fields.words, Some(&snapshot.gone().words)).ok();
        let is_word =
            |word: &str| words.as_ref().is_some_and(|words| matches!(words.get(word.as_bytes()), Ok(Some(_))));
        let words = self.needs.find_again(typed, &mut self.known_needs, is_word);
        // The letters alone only lean: they choose among needs, and never say that one is close.
        let close = if typed.heard.is_empty() { words.first().map_or(0.0, |n| n.score) } else { w::HEARD };
        let count = self.snapshot.head.needs.len();
        let mut scores = vec![0.0; count + self.snapshot.head.elsewhere.len()];
        words.iter().for_each(|hit| scores[usize::from(hit.index)] = hit.score);
        if let Some(leanings) = self.snapshot.leanings() {
            let sums = leanings.of(&self.needs.meant(typed), typed.open, scores.len());
            let most = sums.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
            scores.iter_mut().zip(&sums).for_each(|(score, sum)| *score += w::LEAN * sum / most);
        }
        let hit = |(index, score): (u16, f32)| (score > 0.0).then_some(NeedHit { index, score });
        let mut all: Vec<NeedHit> = (0u16..).zip(scores).filter_map(hit).collect();
        all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.index.cmp(&b.index)));
        let is_need = |hit: &NeedHit| usize::from(hit.index) < count;
        let elsewhere = all.first().filter(|hit| !is_need(hit) && typed.heard.is_empty()).map(|hit| hit.index);
        // What a half-typed word may become is no reason to turn anybody away.
        let elsewhere = elsewhere.filter(|_| !typed.open || self.is_said(typed, count)).map(|at| at - count as u16);
        all.retain(is_need);
        put_first(&mut all, &typed.heard);
        Topics { needs: all, close, elsewhere }
    }

    /// Returns whether the words as they stand speak of what is elsewhere nearly as much as of any need.
    fn is_said(&self, typed: &Typed, count: usize) -> bool {
        let whole = Typed { open: false, ..typed.clone() };
        let (mut need, mut elsewhere) = (0.0f32, 0.0f32);
        for hit in self.needs.find(&whole) {
            let best = if usize::from(hit.index) < count { &mut need } else { &mut elsewhere };
            *best = best.max(hit.score);
        }
        elsewhere >= w::SAID_ELSEWHERE.max(w::SAID_ELSEWHERE_BESIDE * need)
    }
}

/// Puts the needs that the safeguarding rules heard before all others, in the order in which they were heard.
fn put_first(needs: &mut Vec<NeedHit>, heard: &[u16]) {
    for index in heard.iter().rev() {
        needs.retain(|need| need.index != *index);
        needs.insert(0, NeedHit { index: *index, score: w::HEARD });
    }
}
