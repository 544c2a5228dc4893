//! Where phrases stand in a text.

use super::slots::{Bits, Phrase, Slots, has};
use super::words::Taker;

/// Words after a phrase in which something may lift a denial.
const SOON: usize = 3;

/// A text, ready to be held against phrases: for each word the slots that take it.
pub struct Heard<'a> {
    slots: &'a Slots,
    fits: Vec<Bits>,
    /// Slots that take any of the words: most phrases are told from it to be nowhere.
    any: Bits,
    /// Where several words are taken.
    long: Vec<(Taker, Span)>,
}

/// First and last place of what is found in a text.
pub type Span = (usize, usize);

impl<'a> Heard<'a> {
    /// Returns what is heard in a text, with the slots that take each of its words.
    pub fn new(slots: &'a Slots, fits: Vec<Bits>) -> Self {
        let mut any = slots.none();
        for bits in &fits {
            any.iter_mut().zip(bits).for_each(|(to, from)| *to |= from);
        }
        let mut heard = Self { slots, fits, any, long: Vec::new() };
        for (taker, row) in &slots.rows {
            let found = if heard.may_hold(row) { heard.spans(row) } else { Vec::new() };
            if !found.is_empty() {
                slots.add(*taker, &mut heard.any);
                heard.long.extend(found.into_iter().map(|span| (*taker, span)));
            }
        }
        heard
    }

    /// Returns whether each slot of a phrase takes something: most phrases need no more than this look.
    pub fn may_hold(&self, phrase: &Phrase) -> bool {
        !phrase.steps.is_empty()
            && has(&self.any, phrase.rarest)
            && phrase.steps.iter().all(|(slot, _)| has(&self.any, *slot))
    }

    /// Calls `f` with each finding of a phrase that is not denied, until it returns true, and returns whether it did.
    pub fn any_found(&self, phrase: &Phrase, f: &mut impl FnMut(Span) -> bool) -> bool {
        self.any_ending(&phrase.steps, &mut Vec::with_capacity(phrase.steps.len()), &mut |places| {
            !self.is_denied(places) && whole(places).is_some_and(&mut *f)
        })
    }

    /// Returns each finding of a phrase.
    pub fn spans(&self, phrase: &Phrase) -> Vec<Span> {
        let mut out = Vec::new();
        self.any_ending(&phrase.steps, &mut Vec::with_capacity(phrase.steps.len()), &mut |places| {
            out.extend(whole(places));
            false
        });
        out
    }

    /// Calls `f` with the places of each finding that begins with the given places, until it returns true.
    fn any_ending(
        &self,
        phrase: &[(usize, usize)],
        places: &mut Vec<Span>,
        f: &mut impl FnMut(&[Span]) -> bool,
    ) -> bool {
        let Some((slot, room)) = phrase.get(places.len()) else { return f(places) };
        let next = match places.last() {
            Some((_, last)) => last + 1..self.fits.len().min(last + 2 + room),
            None => 0..self.fits.len(),
        };
        let here = |(taker, (first, _)): &&(Taker, Span)| next.contains(first) && self.slots.is_behind(*slot, *taker);
        let long = self.long.iter().filter(here).map(|(_, span)| *span);
        let short = next.clone().filter(|at| has(&self.fits[*at], *slot)).map(|at| (at, at));
        for span in short.chain(long) {
            places.push(span);
            let done = self.any_ending(phrase, places, f);
            places.pop();
            if done {
                return true;
            }
        }
        false
    }

    /// Returns whether a word before one of these places denies it: "he never hits me", "not suicidal".
    fn is_denied(&self, places: &[Span]) -> bool {
        let is = |at: usize, slot: Option<usize>| slot.is_some_and(|slot| has(&self.fits[at], slot));
        let Some((first, last)) = whole(places) else { return false };
        let denied = places.iter().enumerate().any(|(number, (place, _))| {
            let from = number.checked_sub(1).map_or(0, |before| places[before].1 + 1);
            if *place == first && is(first, self.slots.denial.not_before) {
                return false;
            }
            let before = (from..*place).rev().find(|at| !is(*at, self.slots.denial.between));
            before.is_some_and(|at| is(at, self.slots.denial.words))
        });
        let end = self.fits.len().min(last + 1 + SOON);
        denied && !(last + 1..end).any(|at| is(at, self.slots.denial.lifted_by))
    }
}

/// Returns the span from the first place to the last.
fn whole(places: &[Span]) -> Option<Span> {
    Some((places.first()?.0, places.last()?.1))
}
