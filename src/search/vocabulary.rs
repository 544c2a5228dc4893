//! The words of the needs, and which of them a typed word may mean: as it stands, in another form, half typed, mistyped, spelt by ear, run together.

use super::forms::{distance, each_form, forgiven};
use super::weights as w;
use crate::text;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// A word of the vocabulary, and how well a typed word matches it.
pub type Match = (u32, f32);

/// Shortest word of which a spelling by ear, or letters in another order, are looked for.
const SHORTEST_HEARD: usize = 5;
/// Fewest sounds that tell one word from others.
const FEWEST_SOUNDS: usize = 3;
/// Fewest sounds of which one may be wrong.
const MOST_SURE_SOUNDS: usize = 5;
/// Fewest letters of a word that was run together with another.
const SHORTEST_PART: usize = 3;

/// The words of the needs, each once.
#[derive(Default)]
pub struct Vocabulary {
    words: Vec<String>,
    by_text: FxHashMap<String, u32>,
    /// Each spelling with the number of its word, in order of the alphabet; words that mean the same share a number.
    sorted: Vec<(String, u32)>,
    /// For each length in bytes what lets most spellings be passed over without comparing them.
    shapes: Vec<Vec<Shape>>,
    /// Worked out when the first unknown word is typed.
    by_sound: OnceLock<BySound>,
}

struct Shape {
    /// A bit for each letter.
    letters: u32,
    start: [u8; 2],
    /// Its place in the alphabet.
    place: u32,
}

impl Shape {
    fn of(word: &[u8], place: u32) -> Self {
        let at = |n: usize| word.get(n).copied().unwrap_or(0);
        Self { letters: letters_of(word), start: [at(0), at(1)], place }
    }
}

/// Spellings by what they sound like.
#[derive(Default)]
struct BySound {
    /// Places in the alphabet by key.
    alike: FxHashMap<String, Vec<u32>>,
    /// Keys by their first sound and their length.
    groups: FxHashMap<(Option<u8>, usize), Vec<String>>,
}

impl BySound {
    fn new(sorted: &[(String, u32)]) -> Self {
        let mut out = Self::default();
        for (place, (text, _)) in (0u32..).zip(sorted).filter(|(_, (text, _))| text.len() >= SHORTEST_HEARD) {
            let key = text::sounds(text);
            let group = (key.bytes().next(), key.len());
            let places = out.alike.entry(key.clone()).or_default();
            if places.is_empty() {
                out.groups.entry(group).or_default().push(key);
            }
            places.push(place);
        }
        out
    }

    /// Returns the places of the spellings whose key is one sound off; the first sound is taken to be right.
    fn nearly<'a>(&'a self, key: &'a str) -> impl Iterator<Item = u32> + 'a {
        let group = |length: usize| self.groups.get(&(key.bytes().next(), length)).into_iter().flatten();
        let keys = (key.len() - 1..=key.len() + 1).flat_map(group);
        let near = keys.filter(|other| distance(key.as_bytes(), other.as_bytes(), 1) == Some(1));
        near.filter_map(|other| self.alike.get(other)).flatten().copied()
    }
}

impl Vocabulary {
    /// Returns a word's number, a new one when it is not there yet.
    pub fn add(&mut self, word: &str) -> u32 {
        if let Some(at) = self.by_text.get(word) {
            return *at;
        }
        // A catalogue of four thousand million words is none.
        let at = self.words.len() as u32;
        self.words.push(word.to_owned());
        self.by_text.insert(word.to_owned(), at);
        at
    }

    /// Lets a spelling stand for a word that is there; not one that is a word by itself already.
    pub fn alias(&mut self, text: &str, word: &str) {
        if let Some(at) = self.by_text.get(word).copied() {
            self.by_text.entry(text.to_owned()).or_insert(at);
        }
    }

    /// Returns the word that a spelling stands for; a spelling that nobody knows stands for itself.
    pub fn meant<'a>(&'a self, text: &'a str) -> &'a str {
        self.by_text.get(text).map_or(text, |at| self.word(*at))
    }

    /// Makes the vocabulary ready once all words are in it.
    pub fn finish(&mut self) {
        // The first letters as one number settle most comparisons, and this is done at every start.
        let first =
            |text: &str| text.bytes().chain(std::iter::repeat(0)).take(8).fold(0u64, |n, b| n << 8 | u64::from(b));
        let mut all: Vec<(u64, &String, u32)> =
            self.by_text.iter().map(|(text, at)| (first(text), text, *at)).collect();
        all.sort_unstable();
        self.sorted = all.into_iter().map(|(_, text, at)| (text.clone(), at)).collect();
        for (place, (text, _)) in (0u32..).zip(&self.sorted) {
            let length = text.len();
            if self.shapes.len() <= length {
                self.shapes.resize_with(length + 1, Vec::new);
            }
            self.shapes[length].push(Shape::of(text.as_bytes(), place));
        }
    }

    /// Returns how many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns the number of a spelling's word.
    pub fn number(&self, text: &str) -> Option<u32> {
        self.by_text.get(text).copied()
    }

    /// Returns a word by its number.
    pub fn word(&self, at: u32) -> &str {
        &self.words[at as usize]
    }

    /// Returns the number of the word that two typed ones make together: "break fast".
    pub fn joined(&self, first: &str, second: &str) -> Option<u32> {
        let long = first.len() + second.len();
        if first.len() < 2 || second.len() < 2 || long < 2 * SHORTEST_PART {
            return None;
        }
        self.by_text.get(&[first, second].concat()).copied()
    }

    /// Returns the words of the vocabulary that a typed word may mean, each once. A word that is right elsewhere, as `is_word` says, is less likely a typo.
    pub fn matches(&self, word: &str, half: bool, is_word: impl Fn(&str) -> bool) -> Vec<Match> {
        let mut out: Vec<Match> = Vec::new();
        let exact = self.by_text.get(word);
        if let Some(at) = exact {
            out.push((*at, w::EXACT));
        }
        // A word that is known as it stands seldom means its other form: "teething" is not about teeth.
        let form_quality = if exact.is_some() { w::FORM * w::OTHER_FORM } else { w::FORM };
        each_form(word, |form| {
            if let Some(at) = self.by_text.get(form) {
                out.push((*at, form_quality));
            }
        });
        let bytes = word.as_bytes();
        if half && bytes.len() >= 2 {
            let start = self.sorted.partition_point(|(text, _)| text.as_str() < word);
            for (text, at) in self.sorted[start..].iter().take_while(|(text, _)| text.starts_with(word)) {
                let other = text.len();
                if other > bytes.len() {
                    out.push((*at, w::PREFIX + (1.0 - w::PREFIX) * bytes.len() as f32 / other as f32 - 0.02));
                }
            }
        }
        let most = forgiven(word.chars().count());
        if most > 0 {
            // A word that is known as it stands may still be a typo, but less likely, and then of one slip only.
            let known = !out.is_empty();
            let doubt = if exact.is_some() || is_word(word) { w::DOUBT } else { 1.0 };
            self.typos(bytes, half && !known, if known { 1 } else { most }, |at, quality| {
                out.push((at, quality * doubt))
            });
            if !known {
                let nearly = out.is_empty();
                self.by_ear(word, nearly, |at, quality| out.push((at, quality * doubt)));
            }
        }
        if out.is_empty() {
            self.run_together(word, |at, quality| out.push((at, quality)));
        }
        out.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        out.dedup_by_key(|(at, _)| *at);
        out
    }

    /// Calls `put` with the words that a mistyped word may mean.
    fn typos(&self, bytes: &[u8], half: bool, most: u8, mut put: impl FnMut(u32, f32)) {
        let own = Shape::of(bytes, 0);
        let longest = if half { self.shapes.len() } else { bytes.len() + usize::from(most) + 1 };
        let shortest = bytes.len().saturating_sub(usize::from(most));
        let lengths = self.shapes.get(shortest..longest.min(self.shapes.len())).unwrap_or_default();
        for shape in lengths.iter().flatten() {
            // One slip leaves the first letter where it is, or the second, or moves one to the other's place.
            let [[a, b], [c, d]] = [own.start, shape.start];
            if more_than(own.letters & !shape.letters, most)
                || !half && more_than(shape.letters & !own.letters, most)
                || (most == 1 && a != c && b != d && a != d && b != c)
            {
                continue;
            }
            let (text, at) = &self.sorted[shape.place as usize];
            let (other, at) = (text.as_bytes(), *at);
            match distance(bytes, other, most) {
                Some(0) => {}
                Some(1) => put(at, w::TYPO),
                Some(_) => put(at, w::TWO_TYPOS),
                None if half
                    && other.len() > bytes.len()
                    && distance(bytes, &other[..bytes.len()], 1).is_some_and(|d| d > 0) =>
                {
                    put(at, w::PREFIX_TYPO);
                }
                None if is_shuffled(bytes, other) => put(at, w::TWO_TYPOS),
                None => {}
            }
        }
    }

    /// Calls `put` with the words that sound like an unknown one; if `nearly`, also with those that sound nearly so.
    fn by_ear(&self, word: &str, nearly: bool, mut put: impl FnMut(u32, f32)) {
        let key = text::sounds(word);
        if word.len() < SHORTEST_HEARD || key.len() < FEWEST_SOUNDS {
            return;
        }
        let known = self.by_sound.get_or_init(|| BySound::new(&self.sorted));
        let mut take = |place: u32, quality: f32| {
            let (other, at) = &self.sorted[place as usize];
            let most = u8::try_from(word.len().max(other.len()).div_ceil(2)).unwrap_or(u8::MAX);
            if distance(word.as_bytes(), other.as_bytes(), most).is_some() {
                put(*at, quality);
            }
        };
        match known.alike.get(&key) {
            Some(places) => places.iter().for_each(|place| take(*place, w::SOUNDS_ALIKE)),
            None if nearly && key.len() >= MOST_SURE_SOUNDS => {
                known.nearly(&key).for_each(|place| take(place, w::SOUNDS_NEARLY));
            }
            None => {}
        }
    }

    /// Calls `put` with both of two words that were typed as one: "schoolrefusal".
    fn run_together(&self, word: &str, mut put: impl FnMut(u32, f32)) {
        if !word.is_ascii() || word.len() < 2 * SHORTEST_PART + 1 {
            return;
        }
        for at in SHORTEST_PART..=word.len() - SHORTEST_PART {
            let (first, second) = word.split_at(at);
            let Some(first) = self.by_text.get(first) else { continue };
            let mut seconds: Vec<Match> =
                self.by_text.get(second).map(|at| (*at, w::RUN_TOGETHER)).into_iter().collect();
            if seconds.is_empty() && second.len() >= SHORTEST_HEARD {
                self.typos(second.as_bytes(), false, 1, |at, quality| seconds.push((at, quality * w::RUN_TOGETHER)));
            }
            if !seconds.is_empty() {
                put(*first, w::RUN_TOGETHER);
                seconds.into_iter().for_each(|(at, quality)| put(at, quality));
                return;
            }
        }
    }
}

fn letters_of(word: &[u8]) -> u32 {
    word.iter().fold(0, |bits, b| bits | 1 << if b.is_ascii_lowercase() { b - b'a' } else { 26 + b % 6 })
}

/// Returns whether more bits are set than `most`; a loop of none to two steps, where counting all would take longer.
fn more_than(mut bits: u32, most: u8) -> bool {
    for _ in 0..most {
        bits &= bits.wrapping_sub(1);
    }
    bits != 0
}

/// Returns whether a longer word has the letters of another in a wrong order, the first in its place: "heathly".
fn is_shuffled(typed: &[u8], other: &[u8]) -> bool {
    if typed.len() != other.len() || typed.len() < SHORTEST_HEARD || typed[0] != other[0] {
        return false;
    }
    let sorted = |word: &[u8]| {
        let mut letters = word.to_vec();
        letters.sort_unstable();
        letters
    };
    letters_of(typed) == letters_of(other) && sorted(typed) == sorted(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        let mut out = Vocabulary::default();
        for word in words {
            out.add(word);
        }
        out
    }

    #[test]
    fn a_word_is_found_however_it_is_written() {
        let words = ["school", "refusal", "contraception", "healthy", "eating", "autism", "bairn", "breakfast"];
        let mut vocabulary = vocabulary(&words);
        vocabulary.alias("wean", "bairn");
        vocabulary.alias("school", "bairn");
        vocabulary.finish();
        let meant = |typed: &str, half: bool| {
            let found = vocabulary.matches(typed, half, |_| false);
            found.iter().map(|(at, _)| vocabulary.word(*at).to_owned()).collect::<Vec<_>>()
        };
        for (typed, half, found) in [
            ("school", false, vec!["school"]),
            ("schools", false, vec!["school"]),
            ("contracepshun", false, vec!["contraception"]),
            ("attisum", false, vec!["autism"]),
            ("heathly", false, vec!["healthy"]),
            ("schoolrefusal", false, vec!["school", "refusal"]),
            ("schoolrefusel", false, vec!["school", "refusal"]),
            ("wean", false, vec!["bairn"]),
            ("contrac", true, vec!["contraception"]),
            ("contrac", false, vec![]),
            ("zebra", false, vec![]),
        ] {
            assert_eq!(meant(typed, half), found, "{typed}");
        }
        assert_eq!(vocabulary.joined("break", "fast").map(|at| vocabulary.word(at)), Some("breakfast"));
        assert_eq!(vocabulary.joined("fast", "break"), None);
        assert_eq!((vocabulary.meant("wean"), vocabulary.meant("tree")), ("bairn", "tree"));
    }
}
