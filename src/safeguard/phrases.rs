//! Phrases of the rules, and where they stand in a text.

use super::spelling;
use crate::text;
use std::collections::{BTreeMap, HashMap};

/// Words that may stand between two words of a phrase.
const GAP: usize = 2;
/// Most words of a text that are looked at.
const MOST_WORDS: usize = 64;
/// Longest word, in bytes, of which slips are looked for.
const LONGEST: usize = text::LONGEST_WORD;

/// A phrase: one slot for each word, by its place in the [`Slots`].
pub type Phrase = Vec<usize>;

/// Every slot of all phrases, each once, so that a typed word is compared once with each word of the rules.
#[derive(Debug, Clone, Default)]
pub struct Slots {
    /// Slots as they are written, and whether each is a whole phrase.
    written: BTreeMap<(String, bool), usize>,
    /// For each slot whether it is a whole phrase: then nothing around a word says what it means.
    alone: Vec<bool>,
    /// Words, and the slots that take them.
    closed: HashMap<String, Vec<usize>>,
    /// Stems, and the slots that take them with any ending.
    open: HashMap<String, Vec<usize>>,
    /// What slips are looked for in, by length.
    near: Vec<Vec<Near>>,
}

/// A word or stem of the rules that may be mistyped.
#[derive(Debug, Clone)]
struct Near {
    word: String,
    /// Any ending is right.
    open: bool,
    /// The pattern that it belongs to.
    pattern: String,
    stem: bool,
}

/// A text, ready to be held against phrases: for each word the slots that take it.
pub struct Heard {
    fits: Vec<Vec<u64>>,
}

impl Slots {
    /// Reads a phrase: slots between spaces, `a|b` is either, a last `*` is any ending.
    pub fn phrase(&mut self, text: &str) -> Phrase {
        let alone = text.split_whitespace().count() == 1;
        text.split_whitespace().filter_map(|slot| self.slot(slot, alone)).collect()
    }

    fn slot(&mut self, written: &str, alone: bool) -> Option<usize> {
        let key = (written.to_owned(), alone);
        if let Some(known) = self.written.get(&key) {
            return Some(*known);
        }
        let number = self.alone.len();
        let mut any = false;
        for word in written.split('|') {
            let (stem, open) = word.strip_suffix('*').map_or((word, false), |stem| (stem, true));
            let word = text::words(stem).concat();
            if word.is_empty() {
                continue;
            }
            any = true;
            let map = if open { &mut self.open } else { &mut self.closed };
            let takers = map.entry(word.clone()).or_default();
            takers.push(number);
            if takers.len() == 1 {
                self.may_be_mistyped(&word, open);
            }
        }
        any.then(|| {
            self.written.insert(key, number);
            self.alone.push(alone);
            number
        })
    }

    fn may_be_mistyped(&mut self, pattern: &str, stem: bool) {
        for word in spelling::forms(pattern, stem).into_iter().filter(|word| spelling::may_slip(word)) {
            let open = stem && word == pattern;
            if self.near.len() <= word.len() {
                self.near.resize(word.len() + 1, Vec::new());
            }
            let length = word.len();
            self.near[length].push(Near { word, open, pattern: pattern.to_owned(), stem });
        }
    }

    /// Returns a text, ready to be held against phrases.
    pub fn hear(&self, text: &str) -> Heard {
        let mut words = text::words(text);
        let half_typed = text::ends_in_word(text).then(|| words.len().saturating_sub(1));
        words.truncate(MOST_WORDS);
        let fits = words.iter().enumerate().map(|(at, word)| self.takers(word, half_typed == Some(at))).collect();
        Heard { fits }
    }

    /// Returns the slots that take a word, as bits.
    fn takers(&self, word: &str, half_typed: bool) -> Vec<u64> {
        let mut bits = vec![0u64; self.alone.len().div_ceil(64)];
        let mut set = |slots: Option<&Vec<usize>>, alone_too: bool| {
            for slot in slots.into_iter().flatten().filter(|slot| alone_too || !self.alone[**slot]) {
                bits[slot / 64] |= 1 << (slot % 64);
            }
        };
        let known = self.closed.get(word);
        set(known, true);
        for end in word.char_indices().map(|(at, c)| at + c.len_utf8()) {
            set(self.open.get(&word[..end]), true);
        }
        // A word that is spelt right means what it says, and is no slip in another.
        if known.is_none() && spelling::may_slip(word) && !spelling::is_right(word, half_typed) {
            for near in self.close_to(word.len()) {
                if spelling::is_slip_of(word, &near.word, near.open) {
                    let slots = if near.stem { self.open.get(&near.pattern) } else { self.closed.get(&near.pattern) };
                    set(slots, spelling::is_clear(word, &near.word));
                }
            }
        }
        bits
    }

    /// Returns what a typed word of this length can be a slip in: words as long or one off, and all stems that are not longer.
    fn close_to(&self, length: usize) -> impl Iterator<Item = &Near> {
        let lengths = self.near.iter().enumerate().take(length.min(LONGEST) + 2);
        lengths.flat_map(move |(at, all)| all.iter().filter(move |near| near.open || at + 1 >= length))
    }
}

impl Heard {
    /// Returns where a phrase stands in the words: first and last place of each finding, the shortest for each beginning.
    pub fn spans<'a>(&'a self, phrase: &'a [usize]) -> impl Iterator<Item = (usize, usize)> + 'a {
        let (head, rest) = phrase.split_first().map_or((None, phrase), |(head, rest)| (Some(*head), rest));
        (0..self.fits.len())
            .filter(move |at| head.is_some_and(|head| self.fits(*at, head)))
            .filter_map(move |first| self.end(rest, first).map(|last| (first, last)))
    }

    /// Returns where the rest of a phrase ends when its word before stands at `at`.
    fn end(&self, rest: &[usize], at: usize) -> Option<usize> {
        let Some((slot, rest)) = rest.split_first() else { return Some(at) };
        (at + 1..self.fits.len().min(at + 2 + GAP))
            .filter(|next| self.fits(*next, *slot))
            .find_map(|next| self.end(rest, next))
    }

    fn fits(&self, at: usize, slot: usize) -> bool {
        self.fits[at][slot / 64] >> (slot % 64) & 1 == 1
    }
}
