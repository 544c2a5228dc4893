//! Which needs the words and letters of a query lean to: a small linear model, learnt from the words of the needs when the catalogue is compiled. It hears what no single word says: a misspelling by sound, an ending, two words that go together.
//!
//! A feature is a word, two words that follow one another, or three to five letters of a word with its edges. Each leans to a need by how much of its weight in all phrases lies there (complement naive Bayes: Rennie and others, "Tackling the Poor Assumptions of Naive Bayes Text Classifiers", ICML 2003, without the length of classes), which takes one pass and no training.

use super::record::Head;
use crate::text;
use std::collections::HashMap;
use tantivy::directory::OwnedBytes;

/// The file of a generation.
pub const LEANINGS: &str = "leanings.bin";

/// Features are told apart by so many bits of their hash; two that fall together do little harm.
const BITS: u32 = 16;
const BUCKETS: usize = 1 << BITS;
/// Letters of a feature, with the spaces at the edges of its word.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=5;
/// What every feature is thought to have been seen elsewhere, so that one seen once proves little.
const DOUBT: f32 = 0.3;
/// Steps of a leaning in one byte.
const STEPS: f32 = 64.0;
/// Steps of a feature's weight in one byte.
const WEIGHT_STEPS: f32 = 16.0;
/// Bytes of a bucket in the index: where its leanings begin, and its weight.
const ENTRY: usize = 5;

/// Calls `f` with the bucket of each feature, some twice. The end of a last word that may be half typed is no feature.
fn each_feature(words: &[String], open: bool, mut f: impl FnMut(usize)) {
    let mut letters: Vec<u8> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let half = open && at + 1 == words.len();
        letters.clear();
        letters.push(b' ');
        letters.extend_from_slice(word.as_bytes());
        if !half {
            letters.push(b' ');
            f(bucket(1, word.as_bytes(), b""));
        }
        for count in LETTERS {
            for run in letters.windows(count) {
                f(bucket(0, run, b""));
            }
        }
        if let Some(next) = words.get(at + 1).filter(|_| !open || at + 2 < words.len()) {
            f(bucket(2, word.as_bytes(), next.as_bytes()));
        }
    }
}

/// Returns the bucket of a feature (FNV-1a).
fn bucket(kind: u8, first: &[u8], second: &[u8]) -> usize {
    let bytes = std::iter::once(&kind).chain(first).chain(std::iter::once(&0)).chain(second);
    let hash = bytes.fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    ((hash >> BITS) ^ (hash & (BUCKETS as u32 - 1))) as usize
}

/// Returns the features of a text, each once, in order.
fn features(words: &[String], open: bool, out: &mut Vec<usize>) {
    out.clear();
    each_feature(words, open, |bucket| out.push(bucket));
    out.sort_unstable();
    out.dedup();
}

/// Learns from the words of the needs, and of what is elsewhere, and returns what the file holds.
pub fn learn(head: &Head) -> Vec<u8> {
    let (topics, synonyms) = (head.sayings(), head.synonyms.table());
    let meant = |word: String| synonyms.get(&word).cloned().unwrap_or(word);
    let mut phrases: Vec<(u16, Vec<usize>)> = Vec::new();
    let mut seen = vec![0u32; BUCKETS];
    for (at, sayings) in (0u16..).zip(&topics) {
        for saying in sayings {
            let mut out = Vec::new();
            let words: Vec<String> = text::words(saying).into_iter().map(meant).collect();
            features(&words, false, &mut out);
            out.iter().for_each(|bucket| seen[*bucket] += 1);
            phrases.push((at, out));
        }
    }
    let all = phrases.len() as f32;
    let weight: Vec<f32> = seen.iter().map(|count| ((1.0 + all) / (1.0 + *count as f32)).ln() + 1.0).collect();
    let mut total = vec![0.0f32; BUCKETS];
    let mut of_need: HashMap<(usize, u16), f32> = HashMap::new();
    let mut own = vec![0.0f32; topics.len()];
    phrases.iter().for_each(|(need, _)| own[usize::from(*need)] += 1.0);
    for (need, phrase) in &phrases {
        // Every need weighs the same, however many words staff wrote for it.
        let share = all / topics.len() as f32 / own[usize::from(*need)];
        let long = phrase.iter().map(|bucket| weight[*bucket].powi(2)).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        for bucket in phrase {
            total[*bucket] += share * weight[*bucket] / long;
            *of_need.entry((*bucket, *need)).or_default() += share * weight[*bucket] / long;
        }
    }
    let mut leanings: Vec<((usize, u16), f32)> = of_need.into_iter().collect();
    leanings.sort_unstable_by_key(|(key, _)| *key);
    let mut index = Vec::with_capacity((BUCKETS + 1) * ENTRY);
    let mut lists: Vec<u8> = Vec::with_capacity(leanings.len() * 3);
    let mut rest = leanings.as_slice();
    for bucket in 0..BUCKETS {
        index.extend_from_slice(&(lists.len() as u32).to_le_bytes());
        index.push((weight[bucket] * WEIGHT_STEPS).round() as u8);
        let (own, others) = rest.split_at(rest.partition_point(|((at, _), _)| *at == bucket));
        for ((_, need), sum) in own {
            let elsewhere = (total[bucket] - sum + DOUBT) / (total[bucket] + DOUBT);
            lists.extend_from_slice(&need.to_le_bytes());
            lists.push((-elsewhere.ln() * STEPS).round() as u8);
        }
        rest = others;
    }
    index.extend_from_slice(&(lists.len() as u32).to_le_bytes());
    index.push(0);
    index.extend_from_slice(&lists);
    index
}

/// The leanings of one snapshot, mapped from disk.
pub struct Leanings {
    bytes: OwnedBytes,
}

impl Leanings {
    /// Returns the leanings that a file holds.
    pub fn new(bytes: OwnedBytes) -> Self {
        Self { bytes }
    }

    /// Adds up how much a query leans to each need, and to each thing elsewhere, 0 for not at all. Of words that mean the same it knows the first. A damaged file says nothing.
    pub fn of(&self, words: &[String], open: bool, needs: usize) -> Vec<f32> {
        let mut found = Vec::new();
        features(words, open, &mut found);
        let mut sums = vec![0.0f32; needs];
        let mut long = 0.0f32;
        for bucket in found {
            let Some((start, end, weight)) = self.entry(bucket) else { return vec![0.0; needs] };
            long += weight * weight;
            let list = self.bytes.get((BUCKETS + 1) * ENTRY + start..(BUCKETS + 1) * ENTRY + end).unwrap_or_default();
            for [low, high, steps] in list.as_chunks::<3>().0 {
                if let Some(sum) = sums.get_mut(usize::from(u16::from_le_bytes([*low, *high]))) {
                    *sum += weight * f32::from(*steps) / STEPS;
                }
            }
        }
        let long = long.sqrt().max(1.0);
        sums.iter_mut().for_each(|sum| *sum /= long);
        sums
    }

    /// Returns where the leanings of a bucket begin and end, and its weight.
    fn entry(&self, bucket: usize) -> Option<(usize, usize, f32)> {
        let entry = self.bytes.get(bucket * ENTRY..(bucket + 2) * ENTRY)?;
        let at = |from: usize| Some(u32::from_le_bytes(*entry.get(from..)?.first_chunk()?) as usize);
        Some((at(0)?, at(ENTRY)?, f32::from(entry[ENTRY - 1]) / WEIGHT_STEPS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Elsewhere, Need, Synonyms};

    fn learnt(needs: &[(&str, &[&str])], elsewhere: &[&str]) -> Leanings {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let needs = needs.iter().map(|(id, all)| Need { id: (*id).into(), words: words(all), ..Need::default() });
        let head = Head {
            needs: needs.collect(),
            elsewhere: vec![Elsewhere { name: "the council".into(), words: words(elsewhere) }],
            synonyms: Synonyms(vec![vec!["child".into(), "bairn".into()]]),
            ..Head::default()
        };
        Leanings::new(OwnedBytes::new(learn(&head)))
    }

    fn best(leanings: &Leanings, query: &str, open: bool) -> Option<usize> {
        let sums = leanings.of(&text::words(query), open, 3);
        (0..3).filter(|at| sums[*at] > 0.0).max_by(|a, b| sums[*a].total_cmp(&sums[*b]))
    }

    #[test]
    fn misspelt_half_typed_and_new_words_lean_to_a_need() {
        let needs: &[(&str, &[&str])] =
            &[("housing", &["eviction notice", "landlord trouble"]), ("teeth", &["tooth decay", "child dentist"])];
        let leanings = learnt(needs, &["bin day"]);
        for (query, open, need) in [
            ("evicktion", false, 0),
            ("landlords notise", false, 0),
            ("toothache", false, 1),
            ("dent", true, 1),
            ("which bin", false, 2),
        ] {
            assert_eq!(best(&leanings, query, open), Some(need), "{query}");
        }
        assert_eq!(best(&leanings, "zzzzz", false), None);
        assert_eq!(best(&leanings, "", true), None);
    }

    #[test]
    fn many_words_for_one_need_do_not_drown_another() {
        let many: Vec<String> = (0..200).map(|n| format!("money question {n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let leanings = learnt(&[("money", &many), ("debt", &["money owed", "owed rent"])], &[]);
        assert_eq!(best(&leanings, "owed money", false), Some(1));
    }

    #[test]
    fn a_damaged_file_says_nothing() {
        for bytes in [vec![], vec![0xff; 7], vec![0xff; (BUCKETS + 1) * ENTRY], vec![0xff; (BUCKETS + 1) * ENTRY + 99]]
        {
            let leanings = Leanings::new(OwnedBytes::new(bytes));
            assert_eq!(best(&leanings, "eviction", false), None);
        }
    }
}
