//! Phrases of the rules, and where they stand in a text.

use super::spelling;
use crate::catalogue::Negation;
use crate::catalogue::phrase::{self, Choice, Lists};
use crate::text;
use std::collections::{BTreeMap, HashMap};

/// Most words of a text that are looked at.
const MOST_WORDS: usize = 64;
/// Longest word, in bytes, of which slips are looked for.
const LONGEST: usize = text::LONGEST_WORD;
/// Words after a phrase in which something may lift a denial.
const SOON: usize = 3;

/// A phrase: for each word its slot, by its place in the [`Slots`], and how many other words may stand before it.
pub type Phrase = Vec<(usize, usize)>;

/// Every slot of all phrases, each once, so that a typed word is compared once with each word of the rules.
#[derive(Debug, Clone, Default)]
pub struct Slots {
    lists: Lists,
    /// Slots as they are written, and whether each is a whole phrase.
    written: HashMap<(String, bool), Option<usize>>,
    /// For each slot whether it is a whole phrase: then nothing around a word says what it means.
    alone: Vec<bool>,
    /// Words, and the slots that take them.
    closed: BTreeMap<String, Vec<usize>>,
    /// Stems, and the slots that take them with any ending.
    open: BTreeMap<String, Vec<usize>>,
    /// Slots that also take several words, and the slots of those; what a row is made of stands before it.
    rows: Vec<(usize, Phrase)>,
    /// What slips are looked for in, by length.
    near: Vec<Vec<Near>>,
    denial: Denial,
}

/// The slots of [`Negation`].
#[derive(Debug, Clone, Default)]
struct Denial {
    words: Option<usize>,
    between: Option<usize>,
    lifted_by: Option<usize>,
    not_before: Option<usize>,
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
pub struct Heard<'a> {
    fits: Vec<Bits>,
    /// Slots that take any of the words: most phrases are told from it to be nowhere.
    any: Bits,
    /// Where slots take several words: first and last place.
    long: HashMap<usize, Vec<Span>>,
    denial: &'a Denial,
}

/// First and last place of what is found in a text.
pub type Span = (usize, usize);

/// Which slots take a word.
type Bits = Vec<u64>;

fn has(bits: &Bits, slot: usize) -> bool {
    bits[slot / 64] >> (slot % 64) & 1 == 1
}

impl Slots {
    /// Returns no slots yet, for phrases that name these lists.
    pub fn new(lists: &Lists, negation: &Negation) -> Self {
        let mut slots = Self { lists: lists.clone(), ..Self::default() };
        let mut slot = |written: &str| slots.slot(written, false);
        let [words, between, lifted_by, not_before] =
            [&negation.words, &negation.between, &negation.lifted_by, &negation.not_before].map(|w| slot(w));
        slots.denial = Denial { words, between, lifted_by, not_before };
        slots
    }

    /// Reads a phrase, see [`phrase`].
    pub fn phrase(&mut self, text: &str) -> Phrase {
        let written: Vec<_> = phrase::slots(text).collect();
        let alone = written.len() == 1;
        written.iter().filter_map(|slot| Some((self.slot(slot.written, alone)?, slot.room))).collect()
    }

    /// Returns the place of a slot; nothing when it takes no word.
    fn slot(&mut self, written: &str, alone: bool) -> Option<usize> {
        let key = (written.to_owned(), alone);
        if let Some(known) = self.written.get(&key) {
            return *known;
        }
        // Lists that name each other without end end here.
        self.written.insert(key.clone(), None);
        let (mut words, mut rows) = (Vec::new(), Vec::new());
        let lists = std::mem::take(&mut self.lists);
        // The check tells mistakes; what can be read counts.
        let _ = phrase::each_choice(written, &lists, &mut |choice| match choice {
            Choice::Word(word) => words.push((folded(word), false)),
            Choice::Stem(stem) => words.push((folded(stem), true)),
            Choice::Row(row) => rows.push(row.to_owned()),
        });
        self.lists = lists;
        words.retain(|(word, _)| !word.is_empty());
        let mut row = |row: &String| Choice::row(row).map(|piece| Some((self.slot(piece, false)?, 0))).collect();
        let rows: Vec<Phrase> = rows.iter().filter_map(&mut row).collect();
        let number = self.alone.len();
        let slot = (!words.is_empty() || !rows.is_empty()).then_some(number);
        self.rows.extend(rows.into_iter().map(|row| (number, row)));
        for (word, open) in words {
            let map = if open { &mut self.open } else { &mut self.closed };
            match map.get_mut(&word) {
                // A word may stand in a slot twice, by two lists.
                Some(takers) if takers.last() == Some(&number) => {}
                Some(takers) => takers.push(number),
                None => {
                    map.insert(word.clone(), vec![number]);
                    self.may_be_mistyped(&word, open);
                }
            }
        }
        if slot.is_some() {
            self.alone.push(alone);
        }
        self.written.insert(key, slot);
        slot
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
    pub fn hear(&self, text: &str) -> Heard<'_> {
        let mut words = text::words(text);
        let half_typed = text::ends_in_word(text).then(|| words.len().saturating_sub(1));
        words.truncate(MOST_WORDS);
        let takers = |(at, word): (usize, &String)| match half_typed == Some(at) {
            true => self.takers_of_half(word),
            false => self.takers(word, false),
        };
        let fits: Vec<Bits> = words.iter().enumerate().map(takers).collect();
        let mut any = self.none();
        for bits in &fits {
            add(&mut any, bits);
        }
        let mut heard = Heard { fits, any, long: HashMap::new(), denial: &self.denial };
        for (slot, row) in &self.rows {
            heard.hear_row(*slot, row);
        }
        heard
    }

    fn none(&self) -> Bits {
        vec![0; self.alone.len().div_ceil(64)]
    }

    /// Returns the slots that take a word which may go on. Until its letters make another word that is known, what stood there before still counts: a prompt must not come and go between two letters.
    fn takers_of_half(&self, word: &str) -> Bits {
        let ends = || word.char_indices().map(|(at, c)| at + c.len_utf8());
        let is_known = |end: &usize| self.is_right(&word[..*end], false);
        let known = ends().rfind(is_known).unwrap_or(0);
        let mut bits = self.none();
        // A single letter may become anything.
        for end in ends().skip(1).filter(|end| *end >= known) {
            add(&mut bits, &self.takers(&word[..end], true));
        }
        bits
    }

    /// Returns the slots that take a word.
    fn takers(&self, word: &str, half_typed: bool) -> Bits {
        let mut bits = self.none();
        let mut set = |slots: Option<&Vec<usize>>, alone_too: bool| {
            for slot in slots.into_iter().flatten().filter(|slot| alone_too || !self.alone[**slot]) {
                bits[slot / 64] |= 1 << (slot % 64);
            }
        };
        set(self.closed.get(word), true);
        for end in word.char_indices().map(|(at, c)| at + c.len_utf8()) {
            set(self.open.get(&word[..end]), true);
        }
        // "Hittin" is "hitting", and no slip in another.
        let whole = word.ends_with("in").then(|| format!("{word}g"));
        if let Some(whole) = &whole {
            set(self.closed.get(whole), true);
        }
        // A word that is spelt right means what it says; a misspelling that the rules hold may be another slip as well.
        let is_right = |word: &str| match half_typed {
            true => self.is_right(word, true),
            false => spelling::is_right(word, false),
        };
        if spelling::may_slip(word) && !is_right(word) && !whole.as_deref().is_some_and(is_right) {
            for near in self.close_to(word.len()) {
                if spelling::is_slip_of(word, &near.word, near.open, half_typed) {
                    let slots = if near.stem { self.open.get(&near.pattern) } else { self.closed.get(&near.pattern) };
                    set(slots, spelling::is_clear(word, &near.word));
                }
            }
        }
        bits
    }

    /// Returns whether a word is spelt right, or one of the rules; of a half-typed one, whether it begins such a word.
    fn is_right(&self, word: &str, half_typed: bool) -> bool {
        let begins = |words: &BTreeMap<String, Vec<usize>>| {
            words.range(word.to_owned()..).next().is_some_and(|(known, _)| known.starts_with(word))
        };
        spelling::is_right(word, half_typed)
            || self.closed.contains_key(word)
            || half_typed && (begins(&self.closed) || begins(&self.open))
    }

    /// Returns what a typed word of this length can be a slip in: words of nearly its length, and all stems that are not longer.
    fn close_to(&self, length: usize) -> impl Iterator<Item = &Near> {
        let lengths = self.near.iter().enumerate().take(length.min(LONGEST) + spelling::MOST_SLIPS + 1);
        lengths
            .flat_map(move |(at, all)| all.iter().filter(move |near| near.open || at + spelling::MOST_SLIPS >= length))
    }
}

/// Returns a word of the rules as words of a text are compared; most are written so.
fn folded(word: &str) -> String {
    match word.bytes().all(|b| b.is_ascii_lowercase()) {
        true => word.to_owned(),
        false => text::words(word).concat(),
    }
}

fn add(bits: &mut Bits, more: &Bits) {
    for (to, from) in bits.iter_mut().zip(more) {
        *to |= from;
    }
}

impl Heard<'_> {
    /// Notes where a slot takes a row of others.
    fn hear_row(&mut self, slot: usize, row: &[(usize, usize)]) {
        let found = self.spans(row);
        if !found.is_empty() {
            self.any[slot / 64] |= 1 << (slot % 64);
            self.long.entry(slot).or_default().extend(found);
        }
    }

    /// Calls `f` with each finding of a phrase that is not denied, until it returns true, and returns whether it did.
    pub fn any_found(&self, phrase: &[(usize, usize)], f: &mut impl FnMut(Span) -> bool) -> bool {
        self.may_hold(phrase)
            && self.any_ending(phrase, &mut Vec::with_capacity(phrase.len()), &mut |places| {
                !self.is_denied(places) && whole(places).is_some_and(&mut *f)
            })
    }

    /// Returns each finding of a phrase.
    pub fn spans(&self, phrase: &[(usize, usize)]) -> Vec<Span> {
        let mut out = Vec::new();
        if self.may_hold(phrase) {
            self.any_ending(phrase, &mut Vec::with_capacity(phrase.len()), &mut |places| {
                out.extend(whole(places));
                false
            });
        }
        out
    }

    /// Returns whether each slot of a phrase takes something.
    fn may_hold(&self, phrase: &[(usize, usize)]) -> bool {
        !phrase.is_empty() && phrase.iter().all(|(slot, _)| has(&self.any, *slot))
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
        let long = self.long.get(slot).into_iter().flatten().copied().filter(|(first, _)| next.contains(first));
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
            if *place == first && is(first, self.denial.not_before) {
                return false;
            }
            let before = (from..*place).rev().find(|at| !is(*at, self.denial.between));
            before.is_some_and(|at| is(at, self.denial.words))
        });
        let end = self.fits.len().min(last + 1 + SOON);
        denied && !(last + 1..end).any(|at| is(at, self.denial.lifted_by))
    }
}

/// Returns the span from the first place to the last.
fn whole(places: &[Span]) -> Option<Span> {
    Some((places.first()?.0, places.last()?.1))
}
