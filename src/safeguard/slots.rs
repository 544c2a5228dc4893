//! The slots of all phrases, each once, and which of them take a typed word.

use super::heard::Heard;
use super::spelling;
use super::words::{Taker, Words};
use crate::text;

/// Most words of a text that are looked at.
const MOST_WORDS: usize = 64;

/// A phrase: words in this order.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// The slot that takes the fewest words: most phrases are told from it to be nowhere.
    pub rarest: usize,
    /// For each word its slot, by its number, and how many other words may stand before it.
    pub steps: Vec<(usize, usize)>,
}

/// Every slot of all phrases. Who takes a word is a slot, or a list and by it all slots that name it: a list of many words that stands in many slots is written down once.
#[derive(Debug, Clone, Default)]
pub struct Slots {
    pub words: Words,
    /// For each list the slots that name it. Takers below their number are lists, those from there on slots.
    pub lists: Vec<Bits>,
    /// The slots that are a whole phrase: then nothing around a word says what it means.
    pub alone: Bits,
    /// Who also takes several words in a row, and the slots of those; what a row is made of stands before it.
    pub rows: Vec<(Taker, Phrase)>,
    pub denial: Denial,
}

/// The slots of [`Negation`](crate::catalogue::Negation).
#[derive(Debug, Clone, Default)]
pub struct Denial {
    pub words: Option<usize>,
    pub between: Option<usize>,
    pub lifted_by: Option<usize>,
    pub not_before: Option<usize>,
}

/// A set of slots.
pub type Bits = Vec<u64>;

/// Returns whether a slot is in a set.
pub fn has(bits: &[u64], slot: usize) -> bool {
    bits[slot / 64] >> (slot % 64) & 1 == 1
}

/// Puts a slot into a set.
pub fn put(bits: &mut [u64], slot: usize) {
    bits[slot / 64] |= 1 << (slot % 64);
}

impl Slots {
    /// Returns a text, ready to be held against phrases.
    pub fn hear(&self, text: &str) -> Heard<'_> {
        let mut words = text::words(text);
        let half_typed = text::ends_in_word(text).then(|| words.len().saturating_sub(1));
        words.truncate(MOST_WORDS);
        let takers = |(at, word): (usize, &String)| {
            let mut bits = self.none();
            match half_typed == Some(at) {
                true => self.take_half(word, &mut bits),
                false => self.take(word, false, &mut bits),
            }
            bits
        };
        Heard::new(self, words.iter().enumerate().map(takers).collect())
    }

    /// Returns an empty set.
    pub fn none(&self) -> Bits {
        vec![0; self.alone.len()]
    }

    /// Adds the slots that stand behind a taker.
    pub fn add(&self, taker: Taker, bits: &mut [u64]) {
        match self.lists.get(taker as usize) {
            Some(list) => bits.iter_mut().zip(list).for_each(|(to, from)| *to |= from),
            None => put(bits, taker as usize - self.lists.len()),
        }
    }

    /// Adds the slots that stand behind a taker and are not a whole phrase.
    fn add_beside_others(&self, taker: Taker, bits: &mut [u64]) {
        match self.lists.get(taker as usize) {
            Some(list) => {
                bits.iter_mut().zip(list).zip(&self.alone).for_each(|((to, from), alone)| *to |= from & !alone)
            }
            None => {
                let slot = taker as usize - self.lists.len();
                if !has(&self.alone, slot) {
                    put(bits, slot);
                }
            }
        }
    }

    /// Returns whether a slot stands behind a taker.
    pub fn is_behind(&self, slot: usize, taker: Taker) -> bool {
        self.lists.get(taker as usize).map_or_else(|| slot + self.lists.len() == taker as usize, |list| has(list, slot))
    }

    /// Adds the slots that take a word which may go on. Until its letters make another word that is known, what stood there before still counts: a prompt must not come and go between two letters.
    fn take_half(&self, word: &str, bits: &mut [u64]) {
        let ends = || word.char_indices().map(|(at, c)| at + c.len_utf8());
        let mut known = 0;
        self.words.each_beginning(word, |beginning| {
            if !beginning.stem {
                known = beginning.length;
            }
        });
        known = ends().rfind(|end| *end <= known || spelling::is_right(&word[..*end], false)).unwrap_or(0);
        // A single letter may become anything.
        for end in ends().skip(1).filter(|end| *end >= known) {
            self.take(&word[..end], true, bits);
        }
    }

    /// Adds the slots that take a word.
    fn take(&self, word: &str, half_typed: bool, bits: &mut [u64]) {
        let begins = self.words.each_beginning(word, |known| {
            if known.stem || known.length == word.len() {
                known.takers.iter().for_each(|taker| self.add(*taker, bits));
            }
        });
        // "Hittin" is "hitting", and no slip in another.
        let whole = word.ends_with("in").then(|| format!("{word}g"));
        let whole_begins = whole.as_ref().is_some_and(|whole| {
            self.words.each_beginning(whole, |known| {
                if !known.stem && known.length == whole.len() {
                    known.takers.iter().for_each(|taker| self.add(*taker, bits));
                }
            })
        });
        // A word that is spelt right means what it says; a misspelling that the rules hold may be another slip as well.
        let is_right = |word: &str, begins: bool| half_typed && begins || spelling::is_right(word, half_typed);
        if spelling::may_slip(word)
            && !is_right(word, begins)
            && !whole.is_some_and(|whole| is_right(&whole, whole_begins))
        {
            self.words.each_slip(word, half_typed, |near, takers| match spelling::is_clear(word, near) {
                true => takers.iter().for_each(|taker| self.add(*taker, bits)),
                false => takers.iter().for_each(|taker| self.add_beside_others(*taker, bits)),
            });
        }
    }
}
