//! The words of the rules, each once, and who takes them: looked up letter by letter, or with a slip of the keyboard.

use super::spelling;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::borrow::Cow;
use std::ops::Range;

/// Who takes a word, by a number of the caller's.
pub type Taker = u32;

/// Words as they are gathered.
pub struct Gathered<'a> {
    /// Each word and whether it is a stem, with its number.
    known: FxHashMap<(Cow<'a, str>, bool), u32>,
    /// By the number of the word.
    takers: Vec<(u32, Taker)>,
}

/// Words and stems of the rules.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// All of them, one after the other.
    text: String,
    /// In order of the alphabet.
    all: Vec<Word>,
    takers: Vec<Taker>,
    /// What slips are looked for in, by length: whole words, and stems that any ending may follow.
    near: Near,
    near_stems: Near,
}

type Near = Vec<Vec<Mistyped>>;

/// Where something stands among others of its kind.
type Place = Range<u32>;

#[derive(Debug, Clone)]
struct Word {
    text: Place,
    stem: bool,
    takers: Place,
}

/// A word that may be mistyped.
#[derive(Debug, Clone)]
struct Mistyped {
    shape: Shape,
    text: Place,
    /// The word or stem of which it is a form.
    word: u32,
}

/// What tells most words to be others, without looking at their letters one by one.
#[derive(Debug, Clone)]
struct Shape {
    /// A bit for each letter.
    letters: u32,
    start: [u8; 2],
}

impl Shape {
    /// Returns the shape of a word of two or more small letters.
    fn of(word: &str) -> Self {
        let word = word.as_bytes();
        let letters = word.iter().fold(0, |bits, b| bits | 1 << (b.wrapping_sub(b'a') & 31));
        Self { letters, start: [word[0], word[1]] }
    }

    /// Returns whether a typed word may be so many slips away; without a jump, since none could be foretold.
    fn may_be(&self, typed: &Self, slips: usize, open: bool) -> bool {
        let [[a, b], [c, d]] = [self.start, typed.start];
        let starts = (a == c) | (b == d) | (a == d) | (b == c);
        let dropped = without(self.letters & !typed.letters, slips);
        let added = without(typed.letters & !self.letters, slips);
        starts & (dropped == 0) & (open | (added == 0))
    }
}

/// Returns a set of letters without as many as there are slips.
fn without(letters: u32, slips: usize) -> u32 {
    let one = letters & letters.wrapping_sub(1);
    if slips > 1 { one & one.wrapping_sub(1) } else { one }
}

/// A word or stem with which a typed word begins.
pub struct Beginning<'a> {
    /// How much of the typed word it is, in bytes.
    pub length: usize,
    /// Any ending may follow.
    pub stem: bool,
    /// Who takes it.
    pub takers: &'a [Taker],
}

impl<'a> Gathered<'a> {
    /// Returns none yet, with room for so many words and takers.
    pub fn sized(words: usize, takers: usize) -> Self {
        let known = FxHashMap::with_capacity_and_hasher(words, FxBuildHasher);
        Self { known, takers: Vec::with_capacity(takers) }
    }

    /// Notes who takes a word, or a stem with any ending.
    pub fn add(&mut self, word: Cow<'a, str>, stem: bool, taker: Taker) {
        // No file that can be read holds four thousand million words.
        let next = self.known.len() as u32;
        let number = *self.known.entry((word, stem)).or_insert(next);
        self.takers.push((number, taker));
    }

    /// Returns the words, ready to be looked up.
    pub fn finish(self) -> Words {
        let mut known: Vec<_> = self.known.into_iter().map(|(word, number)| (number, word)).collect();
        known.sort_unstable_by_key(|(number, _)| *number);
        let mut order: Vec<_> = known.iter().map(|(number, (word, _))| (first_letters(word), *number)).collect();
        let word = |number: u32| &known[number as usize].1;
        order.sort_unstable_by(|(a, one), (b, other)| a.cmp(b).then_with(|| word(*one).cmp(word(*other))));
        let mut ends = vec![0; known.len()];
        self.takers.iter().for_each(|(number, _)| ends[*number as usize] += 1);
        let mut words = Words { takers: vec![0; self.takers.len()], ..Words::default() };
        let mut from = 0;
        for (place, (_, number)) in (0..).zip(order) {
            let ((word, stem), takers) = (word(number), from..from + ends[number as usize]);
            let text = words.write(word);
            words.all.push(Word { text: text.clone(), stem: *stem, takers: takers.clone() });
            words.may_be_mistyped(word, *stem, text, place);
            (ends[number as usize], from) = (takers.start, takers.end);
        }
        for (number, taker) in self.takers {
            let end = &mut ends[number as usize];
            words.takers[*end as usize] = taker;
            *end += 1;
        }
        words
    }
}

/// Returns a number for the first letters, in the same order as words: it is compared faster than they are.
fn first_letters(word: &str) -> u64 {
    word.bytes().chain(std::iter::repeat(0)).take(8).fold(0, |all, b| all << 8 | u64::from(b))
}

impl Words {
    fn write(&mut self, word: &str) -> Place {
        let from = self.text.len() as u32;
        self.text.push_str(word);
        from..self.text.len() as u32
    }

    fn text(&self, place: &Place) -> &str {
        &self.text[place.start as usize..place.end as usize]
    }

    fn takers(&self, word: &Word) -> &[Taker] {
        &self.takers[word.takers.start as usize..word.takers.end as usize]
    }

    fn may_be_mistyped(&mut self, pattern: &str, stem: bool, text: Place, word: u32) {
        spelling::each_form(pattern, stem, |form| {
            if !spelling::may_slip(form) {
                return;
            }
            let is_pattern = form == pattern;
            let text = if is_pattern { text.clone() } else { self.write(form) };
            let near = if stem && is_pattern { &mut self.near_stems } else { &mut self.near };
            if near.len() <= form.len() {
                near.resize_with(form.len() + 1, Vec::new);
            }
            near[form.len()].push(Mistyped { shape: Shape::of(form), text, word });
        });
    }

    /// Calls `f` with each word and stem with which a typed word begins, the word itself too, and returns whether it begins any.
    pub fn each_beginning<'a>(&'a self, typed: &str, mut f: impl FnMut(Beginning<'a>)) -> bool {
        let mut left = self.all.as_slice();
        for (at, letter) in typed.bytes().enumerate() {
            // All that are left begin like the typed word up to here.
            let next =
                |word: &Word| self.text.as_bytes()[word.text.start as usize..word.text.end as usize].get(at).copied();
            left = &left[left.partition_point(|word| next(word) < Some(letter))..];
            left = &left[..left.partition_point(|word| next(word) == Some(letter))];
            // A word comes before those that go on.
            for word in left.iter().take_while(|word| word.text.len() == at + 1) {
                f(Beginning { length: at + 1, stem: word.stem, takers: self.takers(word) });
            }
            if left.is_empty() {
                return false;
            }
        }
        true
    }

    /// Calls `f` with each word in which a typed one may be a slip, and who takes it.
    pub fn each_slip<'a>(&'a self, typed: &str, half_typed: bool, mut f: impl FnMut(&'a str, &'a [Taker])) {
        let own = Shape::of(typed);
        let mut each = |near: &'a Near, shortest: usize, open: bool| {
            let longest = typed.len() + spelling::MOST_SLIPS;
            for (length, mistyped) in near.iter().enumerate().take(longest + 1).skip(shortest) {
                let slips = spelling::most_slips(typed, length, half_typed);
                if !open && typed.len().abs_diff(length) > slips {
                    continue;
                }
                for Mistyped { shape, text, word } in mistyped {
                    if shape.may_be(&own, slips, open) {
                        let form = self.text(text);
                        if spelling::is_slip_of(typed, form, open, half_typed) {
                            f(form, self.takers(&self.all[*word as usize]));
                        }
                    }
                }
            }
        };
        each(&self.near, typed.len().saturating_sub(spelling::MOST_SLIPS), false);
        each(&self.near_stems, 0, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(all: &[(&'static str, bool)]) -> Words {
        let mut out = Gathered::sized(0, 0);
        for (taker, (word, stem)) in (0..).zip(all) {
            out.add(Cow::Borrowed(*word), *stem, taker);
        }
        out.finish()
    }

    #[test]
    fn beginnings_are_found_letter_by_letter() {
        let words = words(&[
            ("hit", false),
            ("hit", true),
            ("hitting", false),
            ("he", false),
            ("hit", false),
            ("h\u{e9}", true),
        ]);
        let found = |typed: &str| {
            let mut out = Vec::new();
            let begins = words.each_beginning(typed, |b| out.push((b.length, b.stem, b.takers.to_vec())));
            (out, begins)
        };
        let hit = vec![(3, false, vec![0, 4]), (3, true, vec![1])];
        assert_eq!(found("hit"), (hit.clone(), true));
        assert_eq!(found("hitti"), (hit.clone(), true));
        assert_eq!(found("hits"), (hit, false));
        assert_eq!(found("h\u{e9}s"), (vec![(3, true, vec![5])], false));
        assert_eq!((found("h"), found("x"), found("")), ((vec![], true), (vec![], false), (vec![], true)));
    }

    #[test]
    fn slips_are_told_with_the_takers_of_the_word_or_stem() {
        let words = words(&[("husband", false), ("strangl", true), ("hit", true)]);
        let found = |typed: &str| {
            let mut out = Vec::new();
            words.each_slip(typed, false, |word, takers| out.push((word.to_owned(), takers.to_vec())));
            out
        };
        assert_eq!(found("husbnd"), [("husband".to_owned(), vec![0])]);
        assert_eq!(found("stragnled"), [("strangl".to_owned(), vec![1])]);
        assert_eq!(found("hittnig"), [("hitting".to_owned(), vec![2])]);
        assert_eq!(found("monkey"), []);
    }

    proptest! {
        /// What is passed over without comparing is never a slip.
        #[test]
        fn no_slip_is_passed_over(typed in "[a-e]{4,11}", word in "[a-e]{4,11}", open: bool, half: bool) {
            let slips = spelling::most_slips(&typed, word.len(), half);
            let compared = Shape::of(&word).may_be(&Shape::of(&typed), slips, open)
                && (open || typed.len().abs_diff(word.len()) <= slips);
            prop_assert!(compared || !spelling::is_slip_of(&typed, &word, open, half));
        }
    }
}
