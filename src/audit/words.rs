//! Jargon and long sentences in what services say of themselves, as GOV.UK's style looks at them. Names are left alone: they are what they are.

use super::facts::Facts;
use crate::catalogue::read::Step;
use crate::catalogue::{Parsed, Problem, Service};
use crate::text::whole_sentence;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::LazyLock;

/// Most words of a sentence that people take in at one reading, as GOV.UK has it.
const LONGEST_SENTENCE: usize = 25;

/// Words that families stumble over, and plain ones.
const LIST: &str = include_str!("plain_words.txt");

/// The list by the first word of each entry: the words behind it, and what to write instead.
static BY_FIRST: LazyLock<FxHashMap<&str, Vec<Entry>>> = LazyLock::new(|| {
    let mut out: FxHashMap<&str, Vec<Entry>> = FxHashMap::default();
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        let (words, instead) = line.split_once('\t').unwrap_or((line, ""));
        let mut words = words.split([' ', '-']).filter(|word| !word.is_empty());
        if let Some(first) = words.next() {
            out.entry(first).or_default().push(Entry { rest: words.collect(), instead: instead.trim() });
        }
    }
    out
});

struct Entry {
    rest: Vec<&'static str>,
    instead: &'static str,
}

/// One thing that could be said in plainer words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Advice {
    /// A word that families stumble over.
    Jargon { at: Range<usize>, word: String, instead: String },
    /// A sentence of so many words.
    Long { at: Range<usize>, words: usize },
}

impl Advice {
    /// Returns the stable name of the warning.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Jargon { .. } => "jargon",
            Self::Long { .. } => "long-sentence",
        }
    }

    /// Returns it as the check tells it.
    pub(super) fn problem(&self) -> Problem {
        match self {
            Self::Jargon { at, word, instead } => {
                let hint = if instead.is_empty() {
                    "Say what it means for the family.".to_owned()
                } else {
                    format!("Perhaps: {instead}.")
                };
                let what = format!("\"{word}\" is a word that families stumble over.");
                Problem::warning(self.code(), at.clone(), what).hint(hint)
            }
            Self::Long { at, words } => {
                let what =
                    format!("This sentence has {words} words; more than {LONGEST_SENTENCE} are hard to take in.");
                let hint =
                    "Make two sentences of it: receptionists read it out, and many families read little English.";
                Problem::warning(self.code(), at.clone(), what).hint(hint)
            }
        }
    }
}

/// Returns what could be said in plainer words, of all services.
pub(super) fn problems(all: &[Facts]) -> Vec<(&Facts, Problem)> {
    all.iter().flat_map(|facts| facts.advice.iter().map(move |advice| (facts, advice.problem()))).collect()
}

/// Returns what of one service could be said in plainer words.
pub(super) fn advice(parsed: &Parsed<'_, Service>) -> Vec<Advice> {
    let service = &parsed.value;
    let told = [
        ("description", Some(&service.description)),
        ("eligibility", service.eligibility.as_ref()),
        ("ineligibility", service.ineligibility.as_ref()),
        ("application_process", service.application_process.as_ref()),
        ("cost", service.cost.as_ref()),
        ("hours_note", service.hours_note.as_ref()),
        ("waiting_time", service.waiting_time.as_ref()),
    ];
    let mut out = Vec::new();
    for (field, text) in told {
        let Some(text) = text else { continue };
        let at = [Step::Key(field)];
        each_jargon(text, |word, instead| {
            out.push(Advice::Jargon {
                at: within(parsed, &at, word),
                word: word.to_owned(),
                instead: instead.to_owned(),
            });
        });
        // One is told of each field: who mends it sees the next.
        if let Some((sentence, words)) = too_long(text) {
            out.push(Advice::Long { at: within(parsed, &at, sentence), words });
        }
    }
    out
}

/// Returns the bytes of a part of a text in the file; of the whole text when it is written there in another way.
fn within(parsed: &Parsed<'_, Service>, at: &[Step], part: &str) -> Range<usize> {
    let whole = parsed.span(at);
    let found = parsed.text.get(whole.clone()).and_then(|raw| raw.find(part));
    found.map_or(whole.clone(), |found| whole.start + found..whole.start + found + part.len())
}

/// Calls `f` with each word or phrase of the list that stands in a text, as it stands there, and what to write instead.
fn each_jargon(text: &str, mut f: impl FnMut(&str, &'static str)) {
    let mut low = String::new();
    let mut words = words(text);
    while let Some((start, word)) = words.next() {
        low.clear();
        low.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        for entry in BY_FIRST.get(low.as_str()).into_iter().flatten() {
            let mut following = words.clone();
            let mut end = start + word.len();
            let fits = entry.rest.iter().all(|wanted| {
                let next = following.next().filter(|(_, word)| word.eq_ignore_ascii_case(wanted));
                end = next.map_or(end, |(at, word)| at + word.len());
                next.is_some()
            });
            if fits {
                f(&text[start..end], entry.instead);
                break;
            }
        }
    }
}

/// Returns each word of a text with the byte at which it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    let mut at = 0;
    text.split_inclusive(|c: char| !c.is_alphanumeric()).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        (!word.is_empty()).then_some((start, word))
    })
}

/// Returns the first sentence that is too long, and how many words it has.
fn too_long(text: &str) -> Option<(&str, usize)> {
    text.split_whitespace().nth(LONGEST_SENTENCE)?;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let sentence = whole_sentence(rest);
        let words = sentence.split_whitespace().count();
        if words > LONGEST_SENTENCE {
            return Some((sentence, words));
        }
        rest = rest[sentence.len()..].trim_start();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::parse;

    fn told(text: &str) -> Vec<(String, String)> {
        let parsed = parse::<Service>(text, false);
        let advice = advice(&parsed);
        advice.iter().map(|advice| (text[advice.problem().span].to_owned(), advice.problem().what)).collect()
    }

    #[test]
    fn jargon_is_told_where_it_stands_and_not_in_names() {
        let found = told(
            "name = \"Signposting\"\ndescription = \"We provide Multi-Agency help, in order to utilise it.\"\ncost = \"a\\u0020bespoke one\"\n",
        );
        let parts: Vec<&str> = found.iter().map(|(part, _)| part.as_str()).collect();
        assert_eq!(parts, ["Multi-Agency", "in order to", "utilise", "bespoke"]);
        assert_eq!(found[0].1, "\"Multi-Agency\" is a word that families stumble over.");
        assert_eq!(told("description = \"The path is ours. Utilised? Multi agencies.\"\n"), []);
    }

    #[test]
    fn a_sentence_of_26_words_is_too_long_and_two_of_25_are_not() {
        let fits = format!("{}end.", "Word ".repeat(24));
        assert_eq!(told(&format!("description = \"{fits} {fits}\"\n")), []);
        let long = format!("{}end.", "Word ".repeat(25));
        let found = told(&format!("description = \"{fits} {long} {fits}\"\n"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, long);
        assert!(found[0].1.contains("26 words"), "{}", found[0].1);
    }

    #[test]
    fn the_list_is_written_as_it_is_read() {
        for line in LIST.lines().filter(|line| !line.starts_with('#')) {
            let words = line.split('\t').next().unwrap_or_default();
            assert!(!words.is_empty() && words == words.to_lowercase(), "{line:?}");
            let mut found = 0;
            each_jargon(words, |_, _| found += 1);
            assert_eq!(found, 1, "{line:?}");
        }
    }
}
