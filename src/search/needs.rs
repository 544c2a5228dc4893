//! From what a family says to what it needs. The words are the catalogue's; this only compares.

use super::forms::{distance, each_form, forgiven};
use super::{NeedHit, Typed, weights as w};
use crate::catalogue::Need;
use crate::text;
use std::collections::{HashMap, HashSet};

/// The words of all needs, laid out for comparing.
pub struct NeedWords {
    vocabulary: Vec<Word>,
    by_text: HashMap<String, u32>,
    phrases: Vec<Phrase>,
    /// Phrases of each need, as a range.
    needs: Vec<std::ops::Range<usize>>,
    rarest: f32,
}

struct Word {
    text: String,
    /// A bit for each letter, to pass over most words without comparing them.
    letters: u32,
    /// Rarity over the needs.
    rarity: f32,
}

struct Phrase {
    words: Vec<u32>,
    rarity: f32,
}

/// How well each typed word matches each word of the vocabulary.
type Matches = Vec<HashMap<u32, f32>>;

impl NeedWords {
    /// Lays out the words of the needs.
    pub fn new(needs: &[Need]) -> Self {
        let mut out = Self {
            vocabulary: Vec::new(),
            by_text: HashMap::new(),
            phrases: Vec::new(),
            needs: Vec::new(),
            rarest: 0.0,
        };
        let mut spread: Vec<u32> = Vec::new();
        for need in needs {
            let first = out.phrases.len();
            let mut seen = HashSet::new();
            // The name and the id are phrases too; the meaning's parts, split at commas, are good ones.
            let own = [need.name.as_str()];
            let id = need.id.replace('-', " ");
            let meaning = need.meaning.split([',', ';', '.', ':']);
            for phrase in
                own.into_iter().chain([id.as_str()]).chain(meaning).chain(need.words.iter().map(String::as_str))
            {
                let mut words = Vec::new();
                text::each_word(phrase, |word| {
                    let at = out.word(word);
                    if at as usize >= spread.len() {
                        spread.push(0);
                    }
                    if seen.insert(at) {
                        spread[at as usize] += 1;
                    }
                    if !words.contains(&at) {
                        words.push(at);
                    }
                });
                if !words.is_empty() {
                    out.phrases.push(Phrase { words, rarity: 0.0 });
                }
            }
            out.needs.push(first..out.phrases.len());
        }
        let all = needs.len() as f32;
        for (word, needs) in out.vocabulary.iter_mut().zip(&spread) {
            word.rarity = rarity(all, *needs as f32);
        }
        out.rarest = rarity(all, 1.0);
        for phrase in &mut out.phrases {
            phrase.rarity = phrase.words.iter().map(|at| out.vocabulary[*at as usize].rarity).sum();
        }
        out
    }

    fn word(&mut self, word: &str) -> u32 {
        if let Some(at) = self.by_text.get(word) {
            return *at;
        }
        // A catalogue of four thousand million words is none.
        let at = self.vocabulary.len() as u32;
        self.vocabulary.push(Word { text: word.to_owned(), letters: letters(word), rarity: 0.0 });
        self.by_text.insert(word.to_owned(), at);
        at
    }

    /// Returns the needs that a query speaks of, best first.
    pub fn find(&self, typed: &Typed) -> Vec<NeedHit> {
        let matches: Matches =
            typed.words.iter().enumerate().map(|(i, word)| self.matches(word, typed.half_typed(i))).collect();
        // A word that no need knows weighs like a rare one: it says that the query may be about something else.
        let own: Vec<f32> = matches
            .iter()
            .map(|m| m.iter().map(|(at, q)| self.vocabulary[*at as usize].rarity * q).fold(0.0, f32::max))
            .collect();
        let weight: Vec<f32> = matches
            .iter()
            .zip(&own)
            .zip(&typed.words)
            .map(|((m, own), word)| if m.is_empty() && word.len() > 2 { self.rarest * 0.8 } else { *own })
            .collect();
        let whole: f32 = weight.iter().sum();
        if whole <= 0.0 {
            return Vec::new();
        }
        let mut hits: Vec<NeedHit> = Vec::new();
        for (index, phrases) in self.needs.iter().enumerate() {
            let mut best = 0.0f32;
            let mut covered = vec![0.0f32; matches.len()];
            for phrase in &self.phrases[phrases.clone()] {
                best = best.max(self.score(phrase, &matches, &weight, whole, &mut covered));
            }
            let cover: f32 = covered.iter().zip(&weight).map(|(q, w)| q * w).sum::<f32>() / whole;
            let score = w::PHRASE * best + (1.0 - w::PHRASE) * cover;
            if score > 0.0 {
                hits.push(NeedHit { index: index as u16, score });
            }
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.index.cmp(&b.index)));
        hits
    }

    /// Returns how well a phrase fits the query, from 0 to 1, and notes which typed words its need covers.
    fn score(&self, phrase: &Phrase, matches: &Matches, weight: &[f32], whole: f32, covered: &mut [f32]) -> f32 {
        let mut told = 0.0;
        let mut said = 0.0;
        for (i, found) in matches.iter().enumerate() {
            let best = phrase.words.iter().filter_map(|at| found.get(at)).copied().fold(0.0, f32::max);
            covered[i] = covered[i].max(best);
            said += best * weight[i];
        }
        if said <= 0.0 {
            return 0.0;
        }
        for at in &phrase.words {
            let best = matches.iter().filter_map(|found| found.get(at)).copied().fold(0.0, f32::max);
            told += best * self.vocabulary[*at as usize].rarity;
        }
        let complete = if phrase.rarity > 0.0 { told / phrase.rarity } else { 0.0 };
        let telling = (told / w::TELLING).min(1.0);
        complete.powf(1.5) * (w::PHRASE_ALONE + (1.0 - w::PHRASE_ALONE) * said / whole) * (0.5 + 0.5 * telling)
    }

    /// Returns the words of the vocabulary that a typed word may mean.
    fn matches(&self, word: &str, half: bool) -> HashMap<u32, f32> {
        let mut out = HashMap::new();
        let mut put = |at: u32, quality: f32| {
            let known = out.entry(at).or_insert(0.0f32);
            *known = known.max(quality);
        };
        if let Some(at) = self.by_text.get(word) {
            put(*at, w::EXACT);
        }
        each_form(word, |form| {
            if let Some(at) = self.by_text.get(form) {
                put(*at, w::FORM);
            }
        });
        let exact = self.by_text.contains_key(word);
        let bytes = word.as_bytes();
        let own = letters(word);
        let most = forgiven(word.chars().count());
        for (at, known) in self.vocabulary.iter().enumerate() {
            let other = known.text.as_bytes();
            let at = at as u32;
            if half && bytes.len() >= 2 && other.len() > bytes.len() && other.starts_with(bytes) {
                put(at, w::PREFIX + (1.0 - w::PREFIX) * bytes.len() as f32 / other.len() as f32 - 0.02);
                continue;
            }
            if most == 0 || (own & !known.letters).count_ones() > u32::from(most) {
                continue;
            }
            // A word that is known as it stands may still be a typo, but less likely.
            let doubt = if exact { 0.6 } else { 1.0 };
            match distance(bytes, other, most) {
                Some(0) => {}
                Some(1) => put(at, w::TYPO * doubt),
                Some(_) => put(at, w::TWO_TYPOS * doubt),
                None if half && other.len() > bytes.len() && distance(bytes, &other[..bytes.len()], 1).is_some() => {
                    put(at, w::PREFIX_TYPO * doubt);
                }
                None => {}
            }
        }
        out
    }

    /// Returns the words of a need that a typed word matched, for telling why.
    pub fn told(&self, index: u16, typed: &Typed) -> Option<String> {
        let phrases = self.needs.get(usize::from(index))?;
        let matches: Matches =
            typed.words.iter().enumerate().map(|(i, word)| self.matches(word, typed.half_typed(i))).collect();
        let weight = vec![1.0; matches.len()];
        let mut covered = vec![0.0; matches.len()];
        let whole = matches.len() as f32;
        let (_, best) = self.phrases[phrases.clone()]
            .iter()
            .map(|phrase| (self.score(phrase, &matches, &weight, whole, &mut covered), phrase))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(score, _)| *score > 0.0)?;
        let words: Vec<&str> = best.words.iter().map(|at| self.vocabulary[*at as usize].text.as_str()).collect();
        Some(words.join(" "))
    }
}

fn rarity(all: f32, with: f32) -> f32 {
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}

fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |bits, b| bits | 1 << if b.is_ascii_lowercase() { b - b'a' } else { 26 + b % 6 })
}
