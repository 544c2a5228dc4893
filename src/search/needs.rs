//! From what a family says to what it needs. The words are the catalogue's; this only compares.

use super::memo::Memo;
use super::vocabulary::{Match, Vocabulary};
use super::{MOST_WORDS, NeedHit, Typed, weights as w};
use crate::snapshot::Head;
use crate::text;
use rustc_hash::FxHashSet;
use std::convert::Infallible;
use std::sync::Arc;

/// The words of all needs, laid out for comparing.
pub struct NeedWords {
    vocabulary: Vocabulary,
    /// For each word its rarity over the needs, and the phrases that hold it.
    words: Vec<Word>,
    phrases: Vec<Phrase>,
    /// Phrases of each need, as a range.
    needs: Vec<std::ops::Range<usize>>,
    rarest: f32,
}

#[derive(Default)]
struct Word {
    rarity: f32,
    /// In the words of how many needs it stands.
    spread: u32,
    phrases: Vec<u32>,
}

struct Phrase {
    words: Vec<u32>,
    rarity: f32,
    need: u16,
    /// Its place among the sayings of its need.
    saying: u16,
}

/// How well each typed word matches each word of the vocabulary.
struct Matches {
    /// For each typed word the words that it may mean, each once.
    found: Vec<Arc<Vec<Match>>>,
    /// For each word of the vocabulary its row of qualities, counted from 1; 0 when nothing matches it.
    rows: Vec<u16>,
    qualities: Vec<f32>,
}

impl Matches {
    /// Returns how well each typed word matches a word; nothing when none does.
    fn row(&self, word: u32) -> Option<&[f32]> {
        let typed = self.found.len();
        let row = usize::from(self.rows[word as usize]).checked_sub(1)?;
        self.qualities.get(row * typed..(row + 1) * typed)
    }
}

impl NeedWords {
    /// Lays out the words of the needs, and behind them those of what is elsewhere.
    pub fn new(head: &Head) -> Self {
        let (topics, synonyms) = (head.sayings(), head.synonyms.table());
        let mut out = Self {
            vocabulary: Vocabulary::default(),
            words: Vec::new(),
            phrases: Vec::new(),
            needs: Vec::new(),
            rarest: 0.0,
        };
        let mut spread: Vec<u32> = Vec::new();
        for (index, sayings) in (0u16..).zip(&topics) {
            let first = out.phrases.len();
            let mut seen = FxHashSet::default();
            for (saying, phrase) in (0u16..).zip(sayings) {
                let mut words = Vec::new();
                text::each_word(phrase, |word| {
                    let at = out.vocabulary.add(synonyms.get(word).map_or(word, String::as_str));
                    if at as usize >= spread.len() {
                        spread.push(0);
                        out.words.push(Word::default());
                    }
                    if seen.insert(at) {
                        spread[at as usize] += 1;
                    }
                    if !words.contains(&at) {
                        words.push(at);
                    }
                });
                if !words.is_empty() {
                    for at in &words {
                        out.words[*at as usize].phrases.push(out.phrases.len() as u32);
                    }
                    out.phrases.push(Phrase { words, rarity: 0.0, need: index, saying });
                }
            }
            out.needs.push(first..out.phrases.len());
        }
        synonyms.iter().for_each(|(text, word)| out.vocabulary.alias(text, word));
        let all = topics.len() as f32;
        for (word, needs) in out.words.iter_mut().zip(&spread) {
            word.rarity = rarity(all, *needs as f32);
            word.spread = *needs;
        }
        out.rarest = rarity(all, 1.0);
        for phrase in &mut out.phrases {
            phrase.rarity = phrase.words.iter().map(|at| out.words[*at as usize].rarity).sum();
        }
        out.vocabulary.finish();
        out
    }

    /// Returns in the words of how many needs a word stands, or one that means the same; nothing when it stands in none.
    pub fn spread(&self, word: &str) -> Option<usize> {
        self.vocabulary.number(word).map(|at| self.words[at as usize].spread as usize)
    }

    /// Returns the words of a query, each as the one that stands for all which mean the same.
    pub fn meant(&self, typed: &Typed) -> Vec<String> {
        typed.words.iter().map(|word| self.vocabulary.meant(word).to_owned()).collect()
    }

    /// Returns the needs that a query speaks of, best first; what is elsewhere counts on behind the last need.
    pub fn find(&self, typed: &Typed) -> Vec<NeedHit> {
        self.find_again(typed, &mut Memo::default(), |_| false)
    }

    /// Returns the same, with what is kept of the last query; `is_word` tells the words of services.
    pub fn find_again(
        &self,
        typed: &Typed,
        memo: &mut Memo<Vec<Match>>,
        is_word: impl Fn(&str) -> bool,
    ) -> Vec<NeedHit> {
        let matches = self.all_matches(typed, memo, is_word);
        // A word that no need knows weighs like a rare one: it says that the query may be about something else.
        let weight: Vec<f32> = matches
            .found
            .iter()
            .zip(&typed.words)
            .map(|(found, word)| {
                if found.is_empty() && word.len() > 2 {
                    return self.rarest * 0.8;
                }
                found.iter().map(|(at, q)| self.words[*at as usize].rarity * q).fold(0.0, f32::max)
            })
            .collect();
        let whole: f32 = weight.iter().sum();
        if whole <= 0.0 {
            return Vec::new();
        }
        let mut hits: Vec<NeedHit> = Vec::new();
        let mut covered = vec![0.0f32; weight.len()];
        let mut close = |need: u16, best: &mut f32, covered: &mut [f32]| {
            let cover: f32 = covered.iter().zip(&weight).map(|(q, w)| q * w).sum::<f32>() / whole;
            let score = w::PHRASE * *best + (1.0 - w::PHRASE) * cover;
            if score > 0.0 {
                hits.push(NeedHit { index: need, score });
            }
            *best = 0.0;
            covered.fill(0.0);
        };
        let (mut need, mut best) = (0, 0.0f32);
        // The phrases of a need stand together.
        self.each_phrase(&matches, |phrase| {
            if phrase.need != need {
                close(need, &mut best, &mut covered);
                need = phrase.need;
            }
            best = best.max(self.score(phrase, &matches, &weight, whole, &mut covered));
        });
        close(need, &mut best, &mut covered);
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.index.cmp(&b.index)));
        hits
    }

    /// Calls `f` with the phrases that hold any word that was matched, in their order.
    fn each_phrase(&self, matches: &Matches, mut f: impl FnMut(&Phrase)) {
        const BITS: usize = u64::BITS as usize;
        let mut held = vec![0u64; self.phrases.len().div_ceil(BITS)];
        for (at, _) in matches.found.iter().flat_map(|found| found.iter()) {
            for phrase in &self.words[*at as usize].phrases {
                held[*phrase as usize / BITS] |= 1 << (*phrase as usize % BITS);
            }
        }
        for (block, mut bits) in held.into_iter().enumerate() {
            while bits != 0 {
                f(&self.phrases[block * BITS + bits.trailing_zeros() as usize]);
                bits &= bits - 1;
            }
        }
    }

    /// Returns how well a phrase fits the query, from 0 to 1, and notes which typed words its need covers.
    fn score(&self, phrase: &Phrase, matches: &Matches, weight: &[f32], whole: f32, covered: &mut [f32]) -> f32 {
        let mut each = [0.0f32; MOST_WORDS];
        let each = &mut each[..weight.len()];
        let mut told = 0.0;
        for at in &phrase.words {
            let Some(row) = matches.row(*at) else { continue };
            let mut best = 0.0f32;
            for (typed, quality) in each.iter_mut().zip(row) {
                *typed = typed.max(*quality);
                best = best.max(*quality);
            }
            told += best * self.words[*at as usize].rarity;
        }
        let mut said = 0.0;
        for ((best, weight), covered) in each.iter().zip(weight).zip(covered) {
            *covered = covered.max(*best);
            said += best * weight;
        }
        if said <= 0.0 {
            return 0.0;
        }
        let complete = if phrase.rarity > 0.0 { told / phrase.rarity } else { 0.0 };
        let telling = (told / w::TELLING).min(1.0);
        let alone = w::PHRASE_ALONE + (1.0 - w::PHRASE_ALONE) * said / whole;
        complete * complete.sqrt() * alone * (0.5 + 0.5 * telling)
    }

    fn all_matches(&self, typed: &Typed, memo: &mut Memo<Vec<Match>>, is_word: impl Fn(&str) -> bool) -> Matches {
        memo.begin();
        let mut found = Vec::with_capacity(typed.words.len());
        for (i, word) in typed.words.iter().enumerate() {
            let half = typed.half_typed(i);
            let Ok(matches) =
                memo.of(word, half, || Ok::<_, Infallible>(self.vocabulary.matches(word, half, &is_word)));
            found.push(matches);
        }
        self.join(typed, &mut found);
        let mut out = Matches { rows: vec![0; self.vocabulary.len()], qualities: Vec::new(), found };
        let mut count = 0u16;
        for (i, found) in out.found.iter().enumerate() {
            for (at, quality) in found.iter() {
                let row = &mut out.rows[*at as usize];
                if *row == 0 {
                    // Beyond so many words a query says nothing.
                    let Some(next) = count.checked_add(1) else { continue };
                    (count, *row) = (next, next);
                    out.qualities.resize(usize::from(count) * out.found.len(), 0.0);
                }
                out.qualities[(usize::from(*row) - 1) * out.found.len() + i] = *quality;
            }
        }
        out
    }

    /// Adds the words that two typed ones make together.
    fn join(&self, typed: &Typed, found: &mut [Arc<Vec<Match>>]) {
        for (at, pair) in typed.words.windows(2).enumerate() {
            if let Some(joined) = self.vocabulary.joined(&pair[0], &pair[1]) {
                for found in &mut found[at..at + 2] {
                    let found = Arc::make_mut(found);
                    match found.iter_mut().find(|(known, _)| *known == joined) {
                        Some((_, quality)) => *quality = quality.max(w::FORM),
                        None => found.push((joined, w::FORM)),
                    }
                }
            }
        }
    }

    /// Returns which of a need's sayings the query comes closest to, for telling why.
    pub fn told(&self, index: u16, typed: &Typed) -> Option<usize> {
        let phrases = self.needs.get(usize::from(index))?;
        let matches = self.all_matches(typed, &mut Memo::default(), |_| false);
        let weight = vec![1.0; typed.words.len()];
        let mut covered = vec![0.0; typed.words.len()];
        let whole = typed.words.len() as f32;
        // Of sayings that fit alike the first is told: misspellings stand behind what they mean.
        let (_, best) = self.phrases[phrases.clone()]
            .iter()
            .rev()
            .map(|phrase| (self.score(phrase, &matches, &weight, whole, &mut covered), phrase))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(score, _)| *score > 0.0)?;
        Some(usize::from(best.saying))
    }
}

/// Returns how much a word tells that stands in `with` of `all`, as BM25 weighs it.
pub fn rarity(all: f32, with: f32) -> f32 {
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}
