//! From a typed word to the terms of the index that it may mean: exact and prefix first, then typos.

use super::forms::{distance, each_form, forgiven};
use super::weights as w;
use crate::snapshot::{LONGEST_START, Snapshot};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use std::sync::OnceLock;
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;
use tantivy_fst::Automaton;

/// One term of the index that a typed word may mean.
pub struct Meant {
    /// Where its services are listed.
    pub info: TermInfo,
    /// Listed among the beginnings of words, not among the words.
    pub start: bool,
    /// How sure it is, from 0 to 1.
    pub quality: f32,
}

impl Meant {
    fn word(info: TermInfo, quality: f32) -> Self {
        Self { info, start: false, quality }
    }
}

/// Terms that one half-typed word may stand for at most.
const MOST_TERMS: usize = 400;

/// Letters of a word that nobody has typed yet, for all that one or two letters may stand for.
const USUAL_WORD: f32 = 7.0;

/// Where words are looked up.
pub struct Terms<'a> {
    /// All words of the index.
    pub words: &'a TermDictionary,
    /// Their beginnings.
    pub starts: &'a TermDictionary,
    /// Knows which words lie one slip apart.
    pub snapshot: &'a Snapshot,
}

/// Returns the terms that a word may mean, surest first.
pub fn expand(within: &Terms<'_>, word: &str, half: bool) -> std::io::Result<Vec<Meant>> {
    let Terms { words: terms, starts, .. } = within;
    let mut out = Vec::new();
    let mut found = 0;
    if let Some(info) = terms.get(word)? {
        found += info.doc_freq;
        out.push(Meant::word(info, w::EXACT));
    }
    let mut failed = None;
    each_form(word, |form| match terms.get(form) {
        Ok(Some(info)) => {
            found += info.doc_freq;
            out.push(Meant::word(info, w::FORM));
        }
        Ok(None) => {}
        Err(error) => failed = Some(error),
    });
    if let Some(error) = failed {
        return Err(error);
    }
    let bytes = word.as_bytes();
    if half && word.chars().count() <= LONGEST_START {
        if let Some(info) = starts.get(word)? {
            out.push(Meant { info, start: true, quality: half_typed(bytes.len() as f32 / USUAL_WORD) });
        }
        // So few letters are no typo of anything.
        return Ok(out);
    }
    if half {
        let mut stream = terms.range().ge(bytes).into_stream()?;
        let mut taken = 0;
        while stream.advance() && taken < MOST_TERMS {
            let key = stream.key();
            if !key.starts_with(bytes) {
                break;
            }
            if key.len() > bytes.len() {
                let quality = half_typed(bytes.len() as f32 / key.len() as f32);
                found += stream.value().doc_freq;
                out.push(Meant::word(stream.value().clone(), quality));
                taken += 1;
            }
        }
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
    let mut near = Vec::new();
    within.snapshot.each_near(word, |number| near.push(number));
    near.sort_unstable();
    near.dedup();
    let mut other = Vec::new();
    for number in near {
        other.clear();
        if within.words.ord_to_term(number, &mut other)?
            && distance(word.as_bytes(), &other, 1) == Some(1)
            && let Some(info) = within.words.get(&other)?
        {
            out.push(Meant::word(info, quality));
        }
    }
    Ok(())
}

/// Adds the words within so many slips, walking the dictionary; of a half-typed word those that begin so.
fn walk(terms: &TermDictionary, word: &str, slips: u8, half: bool, out: &mut Vec<Meant>) -> std::io::Result<()> {
    let automaton = Typos { dfa: build(word, slips, half) };
    let mut stream = terms.search(&automaton).into_stream()?;
    while stream.advance() && out.len() < MOST_TERMS {
        let Distance::Exact(distance) = automaton.dfa.eval(stream.key()) else { continue };
        let quality = match distance {
            0 | 1 if stream.key().len() > word.len() + 1 => w::PREFIX_TYPO,
            0 | 1 => w::TYPO,
            _ => w::TWO_TYPOS,
        };
        out.push(Meant::word(stream.value().clone(), quality));
    }
    Ok(())
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
