//! Makes slots of phrases as they are written.

use super::slots::{Bits, Denial, Phrase, Slots, put};
use super::words::{Gathered, Taker};
use crate::catalogue::Negation;
use crate::catalogue::phrase::{self, Choice, Lists};
use crate::text;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::borrow::Cow;

/// Bytes of phrases to a slot, to another word, and to a choice, so that room is made at once: nothing depends on them.
const SLOT_EACH: usize = 32;
const WORD_EACH: usize = 24;
const CHOICE_EACH: usize = 6;

/// What is known while phrases are read.
pub struct Reader<'a> {
    lists: Vec<List<'a>>,
    /// Their places by their names.
    names: FxHashMap<&'a str, usize>,
    /// Slots as they are written, and whether each is a whole phrase.
    known: FxHashMap<(&'a str, bool), usize>,
    slots: Vec<Slot>,
    words: Gathered<'a>,
    rows: Vec<(Taker, Phrase)>,
    denial: Denial,
}

#[derive(Default)]
struct List<'a> {
    holds: Choices<'a>,
    /// This list, those that it names, and those that they name.
    reached: Vec<usize>,
    /// The slots that name it.
    slots: Vec<usize>,
}

struct Slot {
    /// It is a whole phrase.
    alone: bool,
    /// How many words and rows it takes.
    size: usize,
}

/// What stands in a slot or a list.
#[derive(Default)]
struct Choices<'a> {
    /// How many words and rows are read.
    size: usize,
    /// Rows that are not read yet.
    rows: Vec<&'a str>,
    /// Lists by their places.
    lists: Vec<usize>,
}

impl<'a> Reader<'a> {
    /// Returns no slots yet, for phrases that name these lists and are about so many bytes together.
    pub fn new(lists: &'a Lists, negation: &'a Negation, bytes: usize) -> Self {
        let mut reader = Self {
            lists: lists.iter().map(|_| List::default()).collect(),
            names: lists.keys().enumerate().map(|(place, name)| (name.as_str(), place)).collect(),
            known: FxHashMap::with_capacity_and_hasher(bytes / SLOT_EACH, FxBuildHasher),
            slots: Vec::new(),
            words: Gathered::sized(bytes / WORD_EACH, bytes / CHOICE_EACH),
            rows: Vec::new(),
            denial: Denial::default(),
        };
        for (place, written) in lists.values().enumerate() {
            reader.lists[place].holds = reader.choices(written, place);
        }
        for place in 0..lists.len() {
            reader.lists[place].reached = reader.reached_from(place);
        }
        reader.denial = Denial {
            words: reader.slot(&negation.words, false),
            between: reader.slot(&negation.between, false),
            lifted_by: reader.slot(&negation.lifted_by, false),
            not_before: reader.slot(&negation.not_before, false),
        };
        reader
    }

    /// Reads phrases, see [`phrase`].
    pub fn phrases(&mut self, texts: &'a [String]) -> Vec<Phrase> {
        texts.iter().map(|text| self.phrase(text)).collect()
    }

    fn phrase(&mut self, text: &'a str) -> Phrase {
        let written: Vec<_> = phrase::slots(text).collect();
        let alone = written.len() == 1;
        let step = |slot: &phrase::Slot<'a>| Some((self.slot(slot.written, alone)?, slot.room));
        let steps = written.iter().filter_map(step).collect();
        self.made_of(steps)
    }

    /// Returns the slots of all that was read.
    pub fn finish(self) -> Slots {
        let set_of = |slots: &mut dyn Iterator<Item = usize>| -> Bits {
            let mut bits = vec![0; self.slots.len().div_ceil(64)];
            slots.for_each(|slot| put(&mut bits, slot));
            bits
        };
        Slots {
            lists: self.lists.iter().map(|list| set_of(&mut list.slots.iter().copied())).collect(),
            alone: set_of(&mut (0..self.slots.len()).filter(|slot| self.slots[*slot].alone)),
            words: self.words.finish(),
            rows: self.rows,
            denial: self.denial,
        }
    }

    fn made_of(&self, steps: Vec<(usize, usize)>) -> Phrase {
        let slots = steps.iter().map(|(slot, _)| *slot);
        Phrase { rarest: slots.min_by_key(|slot| self.slots[*slot].size).unwrap_or_default(), steps }
    }

    /// Reads what stands in a slot or a list. The check tells mistakes; what can be read counts.
    fn choices(&mut self, written: &'a str, taker: usize) -> Choices<'a> {
        let mut out = Choices::default();
        for choice in phrase::choices(written).flatten() {
            let (word, stem) = match choice {
                Choice::Word(word) => (folded(word), false),
                Choice::Stem(stem) => (folded(stem), true),
                Choice::Row(row) => {
                    out.rows.push(row);
                    continue;
                }
                Choice::List(name) => {
                    out.lists.extend(self.names.get(name));
                    continue;
                }
            };
            if !word.is_empty() {
                // No file that can be read holds four thousand million slots.
                self.words.add(word, stem, taker as Taker);
                out.size += 1;
            }
        }
        out
    }

    /// Returns a list, those that it names, and those that they name; lists may name each other without end.
    fn reached_from(&self, list: usize) -> Vec<usize> {
        let mut reached = vec![list];
        let mut from = 0;
        for _ in 1..phrase::DEEPEST {
            let to = reached.len();
            for at in from..to {
                for named in &self.lists[reached[at]].holds.lists {
                    if !reached.contains(named) {
                        reached.push(*named);
                    }
                }
            }
            from = to;
        }
        reached
    }

    /// Returns the number of a slot; nothing when it takes no word.
    fn slot(&mut self, written: &'a str, alone: bool) -> Option<usize> {
        let number = *self.known.entry((written, alone)).or_insert(self.slots.len());
        // One that is still being read takes nothing yet: rows that hold themselves end here.
        if number < self.slots.len() {
            return self.taking(number);
        }
        self.slots.push(Slot { alone, size: 0 });
        let taker = self.lists.len() + number;
        let holds = self.choices(written, taker);
        let mut size = holds.size + self.read_rows(holds.rows, taker);
        for named in holds.lists {
            for at in 0..self.lists[named].reached.len() {
                let list = self.lists[named].reached[at];
                let rows = std::mem::take(&mut self.lists[list].holds.rows);
                self.lists[list].holds.size += self.read_rows(rows, list);
                self.lists[list].slots.push(number);
                size += self.lists[list].holds.size;
            }
        }
        self.slots[number].size = size;
        self.taking(number)
    }

    fn taking(&self, slot: usize) -> Option<usize> {
        (self.slots[slot].size > 0).then_some(slot)
    }

    /// Reads rows, and returns how many of them can be heard.
    fn read_rows(&mut self, rows: Vec<&'a str>, taker: usize) -> usize {
        let mut heard = 0;
        for row in rows {
            let steps = Choice::row(row).map(|piece| Some((self.slot(piece, false)?, 0))).collect::<Option<Vec<_>>>();
            if let Some(steps) = steps {
                let row = self.made_of(steps);
                self.rows.push((taker as Taker, row));
                heard += 1;
            }
        }
        heard
    }
}

/// Returns a word of the rules as words of a text are compared; most are written so.
fn folded(word: &str) -> Cow<'_, str> {
    match word.bytes().all(|b| b.is_ascii_lowercase()) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(text::words(word).concat()),
    }
}
