//! From a typed word to the terms of the index that it may mean: exact and prefix first, then typos.

use super::dictionary::{Dictionary, Listed};
use super::forms::{distance, each_form, forgiven};
use super::weights as w;
use crate::snapshot::{LONGEST_START, Snapshot};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use std::sync::OnceLock;
use tantivy_fst::Automaton;

/// One term of the index that a typed word may mean.
pub struct Meant {
    /// Where its services are listed.
    pub listed: Listed,
    /// Listed among the beginnings of words, not among the words.
    pub start: bool,
    /// How sure it is, from 0 to 1.
    pub quality: f32,
}

impl Meant {
    fn word(listed: Listed, quality: f32) -> Self {
        Self { listed, start: false, quality }
    }
}

/// Terms that one half-typed word may stand for at most.
const MOST_TERMS: usize = 400;

/// Letters of a word that nobody has typed yet, for all that one or two letters may stand for.
const USUAL_WORD: f32 = 7.0;

/// Where words are looked up.
pub struct Terms<'a> {
    /// All words of the index.
    pub words: &'a Dictionary<'a>,
    /// Their beginnings.
    pub starts: &'a Dictionary<'a>,
    /// Knows which words lie one slip apart.
    pub snapshot: &'a Snapshot,
}

/// Returns the terms that a word may mean, surest first.
pub fn expand(within: &Terms<'_>, word: &str, half: bool) -> std::io::Result<Vec<Meant>> {
    let Terms { words: terms, starts, .. } = within;
    let mut out = Vec::new();
    let mut found = 0;
    if let Some(listed) = terms.get(word.as_bytes())? {
        found += listed.services;
        out.push(Meant::word(listed, w::EXACT));
    }
    let mut failed = None;
    each_form(word, |form| match terms.get(form.as_bytes()) {
        Ok(Some(listed)) => {
            found += listed.services;
            out.push(Meant::word(listed, w::FORM));
        }
        Ok(None) => {}
        Err(error) => failed = Some(error),
    });
    if let Some(error) = failed {
        return Err(error);
    }
    let bytes = word.as_bytes();
    if half && word.chars().count() <= LONGEST_START {
        if let Some(listed) = starts.get(bytes)? {
            out.push(Meant { listed, start: true, quality: half_typed(bytes.len() as f32 / USUAL_WORD) });
        }
        // So few letters are no typo of anything.
        return Ok(out);
    }
    if half {
        let mut taken = 0;
        terms.each_from(bytes, |key, listed| {
            if key.len() > bytes.len() {
                let quality = half_typed(bytes.len() as f32 / key.len() as f32);
                found += listed.services;
                out.push(Meant::word(listed, quality));
                taken += 1;
            }
            taken < MOST_TERMS
        })?;
    }
    let most = forgiven(word.chars().count());
    if most > 0 {
        // A typo that is itself a word must still find its service, so one slip is always tried.
        let doubt = if found > 0 { 0.8 } else { 1.0 };
        if found > 0 || !half {
            one_slip(within, word, w::TYPO * doubt, &mut out)?;
        } else {
            walk(terms, word, 1, half, &mut out)?;
        }
        // Two slips are forgiven only where one finds nothing.
        if most > 1 && out.is_empty() {
            walk(terms, word, most, half, &mut out)?;
        }
    }
    out.sort_by(|a, b| b.quality.total_cmp(&a.quality));
    Ok(out)
}

/// Adds the words that lie one slip from this one.
fn one_slip(within: &Terms<'_>, word: &str, quality: f32, out: &mut Vec<Meant>) -> std::io::Result<()> {
    let mut others: Vec<Vec<u8>> = Vec::new();
    let mut other = Vec::new();
    for (at, part) in within.snapshot.parts().iter().enumerate() {
        let mut near = Vec::new();
        part.each_near(word, |number| near.push(number));
        near.sort_unstable();
        near.dedup();
        for number in near {
            other.clear();
            if within.words.word(at, number, &mut other)? && distance(word.as_bytes(), &other, 1) == Some(1) {
                others.push(other.clone());
            }
        }
    }
    // In the order of one dictionary, however many there are.
    others.sort_unstable();
    others.dedup();
    for other in others {
        out.extend(within.words.get(&other)?.map(|listed| Meant::word(listed, quality)));
    }
    Ok(())
}

/// Adds the words within so many slips, walking the dictionary; of a half-typed word those that begin so.
fn walk(terms: &Dictionary<'_>, word: &str, slips: u8, half: bool, out: &mut Vec<Meant>) -> std::io::Result<()> {
    let automaton = Typos { dfa: build(word, slips, half) };
    terms.each_match(&automaton, |key, listed| {
        if let Distance::Exact(distance) = automaton.dfa.eval(key) {
            let quality = match distance {
                0 | 1 if key.len() > word.len() + 1 => w::PREFIX_TYPO,
                0 | 1 => w::TYPO,
                _ => w::TWO_TYPOS,
            };
            out.push(Meant::word(listed, quality));
        }
        out.len() < MOST_TERMS
    })
}

/// Returns how sure a half-typed word is of which this part was typed.
fn half_typed(part: f32) -> f32 {
    w::PREFIX + (1.0 - w::PREFIX) * part - 0.02
}

/// Returns the automaton of all words within so many typos. The tables behind it are worked out once.
fn build(word: &str, most: u8, prefix: bool) -> DFA {
    static ONE: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    static TWO: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    let builder = match most {
        1 => ONE.get_or_init(|| LevenshteinAutomatonBuilder::new(1, true)),
        _ => TWO.get_or_init(|| LevenshteinAutomatonBuilder::new(2, true)),
    };
    if prefix { builder.build_prefix_dfa(word) } else { builder.build_dfa(word) }
}

struct Typos {
    dfa: DFA,
}

impl Automaton for &Typos {
    type State = u32;

    fn start(&self) -> u32 {
        self.dfa.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.dfa.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.dfa.transition(*state, byte)
    }
}
