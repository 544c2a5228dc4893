//! Sayings made ready, and where they stand in a query.

use super::heard::Word;
use super::places::{Place, Places};
use crate::catalogue::saying::{Piece, ROOM, pieces};
use crate::catalogue::{Facet, Facets};
use crate::safeguard::everyday_from;
use crate::text;
use std::collections::{HashMap, HashSet};

/// Shortest word of which a slip is forgiven.
const SHORTEST_SLIP: usize = 5;
/// Shortest beginning of a half-typed word that is looked at.
const SHORTEST_BEGUN: usize = 4;
/// Longest word, in letters, that is hardly ever whole while it is being typed.
const BARELY: usize = 2;
/// Most words that one typed word may stand for.
const MOST_MEANT: usize = 6;

/// What a saying is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Means a facet.
    Wish(usize),
    /// Holds words of a facet, or of all, and means something else.
    Except(Option<usize>),
    /// Denies the wish behind it.
    Denied,
}

#[derive(Debug)]
enum Slot {
    /// One of these words of the vocabulary; a number may be among them.
    Words {
        choices: Vec<u32>,
        numbers: bool,
    },
    Place {
        outcodes: bool,
    },
    Room,
}

#[derive(Debug)]
struct Saying {
    slots: Vec<Slot>,
    is_for: Use,
}

/// All sayings of a catalogue.
#[derive(Debug, Default)]
pub(super) struct Sayings {
    vocabulary: HashMap<String, u32>,
    /// The vocabulary's letters-only words in order, for what is half typed.
    sorted: Vec<(String, u32)>,
    numbers: HashMap<String, f64>,
    right: HashSet<String>,
    all: Vec<Saying>,
    /// Sayings by the words that they begin with.
    begin: HashMap<u32, Vec<u32>>,
    /// Sayings that begin with a place.
    begin_with_place: Vec<u32>,
}

/// A saying that stands in a query.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) is_for: Use,
    /// First word, and the one after the last.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) numbers: Vec<f64>,
    pub(super) place: Option<Place>,
}

/// What a typed word may stand for.
#[derive(Debug, Default, Clone)]
struct Meant {
    /// Words of the vocabulary.
    words: Vec<u32>,
    /// Words that it may be the beginning of.
    begun: Vec<u32>,
    /// Nothing else begins like this.
    begun_surely: bool,
    /// A short word that others begin with and that is still being typed: by itself it says nothing yet.
    open: bool,
    /// A letter or two, still being typed: hardly ever the whole word.
    barely: bool,
    number: Option<f64>,
}

impl Meant {
    /// Returns whether a word is one of these. What spares a word from being a wish may be half typed, what makes one only if nothing else can become of it.
    fn fits(&self, choices: &[u32], wish: bool) -> bool {
        let known = self.words.iter().any(|id| choices.contains(id)) && (wish || !self.barely);
        let mut begun = self.begun.iter();
        known
            || match wish {
                true => self.begun_surely && begun.all(|id| choices.contains(id)),
                false => begun.any(|id| choices.contains(id)),
            }
    }
}

impl Sayings {
    /// Makes the sayings of a catalogue ready. What can't be read is left out: the check tells it.
    pub(super) fn new(facets: &Facets) -> Self {
        let mut ready = Self {
            numbers: facets.numbers.iter().map(|(word, n)| (text::fold(word), f64::from(*n))).collect(),
            right: facets.right.iter().map(|word| text::fold(word)).collect(),
            ..Self::default()
        };
        let mut add = |list: &[String], is_for: Use, facet: Option<&Facet>| {
            for saying in list {
                if let Ok(pieces) = pieces(saying, &facets.lists) {
                    ready.add(pieces, is_for, facet);
                }
            }
        };
        add(&facets.except, Use::Except(None), None);
        add(&facets.denied, Use::Denied, None);
        for (at, facet) in facets.facets.iter().enumerate() {
            add(&facet.words, Use::Wish(at), Some(facet));
            add(&facet.except, Use::Except(Some(at)), Some(facet));
        }
        let letters = |word: &String| word.bytes().all(|b| b.is_ascii_lowercase());
        ready.sorted = ready.vocabulary.iter().filter(|(w, _)| letters(w)).map(|(w, id)| (w.clone(), *id)).collect();
        ready.sorted.sort();
        ready
    }

    fn add(&mut self, pieces: Vec<Piece>, is_for: Use, facet: Option<&Facet>) {
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let takes_place = facet.filter(|facet| facet.takes_place());
        let mut slots = Vec::new();
        for piece in pieces {
            slots.push(match (piece, takes_place) {
                (Piece::Room, _) => Slot::Room,
                (Piece::Words(words), Some(facet)) if words == ["#"] => Slot::Place { outcodes: facet.near },
                (Piece::Words(words), _) => Slot::Words {
                    numbers: words.iter().any(|word| word.contains('#')),
                    choices: words.into_iter().map(|word| self.id(word)).collect(),
                },
            });
        }
        match slots.first() {
            Some(Slot::Words { choices, .. }) => {
                for word in choices {
                    let list = self.begin.entry(*word).or_default();
                    if list.last() != Some(&number) {
                        list.push(number);
                    }
                }
            }
            _ => self.begin_with_place.push(number),
        }
        self.all.push(Saying { slots, is_for });
    }

    fn id(&mut self, word: String) -> u32 {
        let next = u32::try_from(self.vocabulary.len()).unwrap_or(u32::MAX);
        *self.vocabulary.entry(word).or_insert(next)
    }

    /// Returns every saying that stands in a query.
    pub(super) fn find(&self, words: &[Word], places: &Places) -> Vec<Found> {
        let meant: Vec<Meant> = words.iter().map(|word| self.meant(word)).collect();
        let query = Query { words, meant: &meant, places };
        let mut found = Vec::new();
        for (at, word) in meant.iter().enumerate() {
            let begin = word.words.iter().chain(&word.begun).filter_map(|id| self.begin.get(id)).flatten();
            for number in begin.chain(&self.begin_with_place) {
                if let Some(saying) = self.all.get(*number as usize) {
                    found.extend(query.hold(saying, at));
                }
            }
        }
        found
    }

    /// Returns the number that a word says, in digits or letters.
    pub(super) fn number(&self, word: &Word) -> Option<f64> {
        match &word.number {
            Some((look, number)) => (look == "#").then_some(*number),
            None => self.numbers.get(&word.text).copied(),
        }
    }

    fn meant(&self, word: &Word) -> Meant {
        let mut meant = Meant::default();
        let mut take = |text: &str| meant.words.extend(self.vocabulary.get(text));
        take(&word.text);
        let known = self.vocabulary.contains_key(&word.text);
        meant.number = match &word.number {
            Some((look, number)) => {
                take(look);
                Some(*number)
            }
            None => self.numbers.get(&word.text).copied().inspect(|_| take("#")),
        };
        if self.number(word).is_some() {
            if word.plus {
                take("#+");
            }
            if word.hyphen {
                take("#-");
            }
        }
        let letters = word.text.bytes().all(|b| b.is_ascii_lowercase());
        if word.half && letters {
            meant.barely = word.text.len() <= BARELY;
            meant.open = word.text.len() < SHORTEST_BEGUN && self.others_begin(&word.text);
            if word.text.len() >= SHORTEST_BEGUN {
                let from = self.sorted.partition_point(|(known, _)| *known <= word.text);
                let begun = self.sorted[from..].iter().take_while(|(known, _)| known.starts_with(&word.text));
                meant.begun = begun.map(|(_, id)| *id).collect();
                meant.begun_surely = !meant.begun.is_empty() && !known && !self.may_be_other(&word.text);
            }
        } else if !known && letters && word.text.len() >= SHORTEST_SLIP && !self.is_right(&word.text) {
            self.slips(&word.text, &mut meant.words);
        }
        meant
    }

    /// Returns whether words that no saying has begin like this and go on.
    fn others_begin(&self, part: &str) -> bool {
        let mut others = everyday_from(part).take_while(|known| known.starts_with(part));
        others.any(|known| known != part && !self.vocabulary.contains_key(known))
            || self.right.iter().any(|known| known.starts_with(part) && known != part)
    }

    /// Returns whether a beginning may be another word, or the beginning of one.
    fn may_be_other(&self, part: &str) -> bool {
        self.is_right(part) || self.others_begin(part)
    }

    fn is_right(&self, word: &str) -> bool {
        everyday_from(word).next() == Some(word) || self.right.contains(word)
    }

    /// Adds the words of which a typed word is one slip away; the first letter is seldom wrong.
    fn slips(&self, typed: &str, out: &mut Vec<u32>) {
        let from = self.sorted.partition_point(|(known, _)| known.as_bytes()[0] < typed.as_bytes()[0]);
        let alike = self.sorted[from..].iter().take_while(|(known, _)| known.as_bytes()[0] == typed.as_bytes()[0]);
        let near = alike.filter(|(known, _)| {
            known.len() >= SHORTEST_SLIP && known.len().abs_diff(typed.len()) <= 1 && text::one_slip(typed, known)
        });
        out.extend(near.map(|(_, id)| *id).take(MOST_MEANT));
    }
}

struct Query<'q> {
    words: &'q [Word],
    meant: &'q [Meant],
    places: &'q Places,
}

impl Query<'_> {
    /// Returns where a saying stands that begins at a word.
    fn hold(&self, saying: &Saying, start: usize) -> Option<Found> {
        let mut found = Found { is_for: saying.is_for, start, end: start, numbers: Vec::new(), place: None };
        let wish = matches!(saying.is_for, Use::Wish(_));
        let alone = saying.slots.len() == 1;
        if wish && alone && self.meant[start].open && matches!(saying.slots[0], Slot::Words { .. }) {
            return None;
        }
        if !self.rest(&saying.slots, start, wish, alone, &mut found) {
            return None;
        }
        if self.words[start].decimal {
            found.start = start.checked_sub(1)?;
        }
        Some(found)
    }

    fn rest(&self, slots: &[Slot], at: usize, wish: bool, alone: bool, found: &mut Found) -> bool {
        let Some((slot, rest)) = slots.split_first() else {
            found.end = at;
            return true;
        };
        match slot {
            Slot::Words { choices, numbers } => {
                let Some(meant) = self.meant.get(at) else { return false };
                if !meant.fits(choices, wish) {
                    return false;
                }
                let held = found.numbers.len();
                found.numbers.extend(meant.number.filter(|_| *numbers));
                if self.rest(rest, at + 1, wish, alone, found) {
                    return true;
                }
                found.numbers.truncate(held);
                false
            }
            Slot::Place { outcodes } => match self.places.at(self.words, at, alone, *outcodes) {
                Some((place, end)) => {
                    found.place = Some(place);
                    self.rest(rest, end, wish, alone, found)
                }
                None => false,
            },
            Slot::Room => (at..=at + ROOM).any(|next| self.rest(rest, next, wish, alone, found)),
        }
    }
}
