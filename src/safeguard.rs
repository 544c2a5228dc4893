//! Safeguarding prompts: which words bring one up. The rules are the catalogue's; when it has none that can be used, the built-in ones apply.

use crate::catalogue::{Rule, Safeguarding};
use crate::text;

/// Words that may stand between two words of a phrase.
const GAP: usize = 2;
/// Most words of a text that are looked at.
const MOST_WORDS: usize = 64;

/// The rules that ship inside the program.
const BUILT_IN: &str = include_str!("../services_catalog/safeguarding.toml");

/// Rules, ready to be held against what is typed.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    rules: Vec<Ready>,
}

#[derive(Debug, Clone)]
struct Ready {
    need: String,
    title: String,
    phrases: Vec<Phrase>,
    except: Vec<Phrase>,
}

/// A phrase: one slot for each word, each with its alternatives.
type Phrase = Vec<Vec<Pattern>>;

#[derive(Debug, Clone)]
struct Pattern {
    text: String,
    /// Any ending is right.
    open: bool,
}

/// A prompt that a text brings up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The need that it is about; the prompt's id.
    pub need: String,
    /// What the screen calls it.
    pub title: String,
}

impl Rules {
    /// Returns the catalogue's rules, or the built-in ones when it has none.
    pub fn new(own: Option<&Safeguarding>) -> Self {
        match own.filter(|own| !own.rules.is_empty()) {
            Some(own) => Self { rules: own.rules.iter().map(ready).collect() },
            None => Self::built_in(),
        }
    }

    /// Returns the rules that ship inside the program.
    pub fn built_in() -> Self {
        // The text is part of the program and a test reads it, so that nothing is left out here.
        let own: Safeguarding = toml::from_str(BUILT_IN).unwrap_or_default();
        Self { rules: own.rules.iter().map(ready).collect() }
    }

    /// Returns how many rules there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Returns whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Returns the prompts that a text brings up, in the order of the rules.
    pub fn raised(&self, text: &str) -> Vec<Raised> {
        let mut words = text::words(text);
        words.truncate(MOST_WORDS);
        let raises = |rule: &&Ready| {
            let harmless: Vec<(usize, usize)> = rule.except.iter().flat_map(|phrase| spans(phrase, &words)).collect();
            // A harmless phrase silences only what lies inside it: "beat me at fifa then punched me" still raises.
            rule.phrases
                .iter()
                .flat_map(|phrase| spans(phrase, &words))
                .any(|(first, last)| !harmless.iter().any(|(from, to)| *from <= first && last <= *to))
        };
        self.rules
            .iter()
            .filter(raises)
            .map(|rule| Raised { need: rule.need.clone(), title: rule.title.clone() })
            .collect()
    }
}

fn ready(rule: &Rule) -> Ready {
    let phrases = |list: &[String]| list.iter().map(|p| phrase(p)).filter(|p| !p.is_empty()).collect();
    Ready {
        need: rule.need.clone(),
        title: rule.title.clone(),
        phrases: phrases(&rule.phrases),
        except: phrases(&rule.except),
    }
}

/// Reads a phrase: slots between spaces, `a|b` is either, a last `*` is any ending.
fn phrase(text: &str) -> Phrase {
    let pattern = |word: &str| {
        let (stem, open) = word.strip_suffix('*').map_or((word, false), |stem| (stem, true));
        Pattern { text: text::words(stem).concat(), open }
    };
    text.split_whitespace()
        .map(|slot| slot.split('|').map(pattern).filter(|p| !p.text.is_empty()).collect::<Vec<_>>())
        .filter(|slot| !slot.is_empty())
        .collect()
}

fn fits(slot: &[Pattern], word: &str) -> bool {
    slot.iter().any(|p| if p.open { word.starts_with(&p.text) } else { word == p.text })
}

/// Returns where a phrase stands in the words: first and last place of each finding, the shortest for each beginning.
fn spans(phrase: &Phrase, words: &[String]) -> Vec<(usize, usize)> {
    let Some((head, rest)) = phrase.split_first() else { return Vec::new() };
    (0..words.len())
        .filter(|at| fits(head, &words[*at]))
        .filter_map(|first| end(rest, words, first).map(|last| (first, last)))
        .collect()
}

/// Returns where the rest of a phrase ends when its word before stands at `at`.
fn end(rest: &[Vec<Pattern>], words: &[String], at: usize) -> Option<usize> {
    let Some((slot, rest)) = rest.split_first() else { return Some(at) };
    (at + 1..words.len().min(at + 2 + GAP))
        .filter(|next| fits(slot, &words[*next]))
        .find_map(|next| end(rest, words, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        Rules::new(Some(&Safeguarding {
            rules: vec![Rule {
                need: "domestic-abuse".into(),
                title: "Someone may be in danger".into(),
                phrases: vec!["he|she hit* me".into(), "scared to go home".into()],
                except: vec!["hit* me up".into(), "she hit me at snooker".into()],
            }],
        }))
    }

    #[test]
    fn raises_in_order_with_gaps_and_endings() {
        let rules = rules();
        for text in
            ["he hit me", "He HITS me", "he has hit me", "last night he kept hitting me", "im scared to go home"]
        {
            assert_eq!(rules.raised(text).len(), 1, "{text}");
        }
        for text in ["me hit he", "he said that they hit me", "he", "", "scared home"] {
            assert!(rules.raised(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_harmless_phrase_silences_only_itself() {
        let rules = rules();
        assert!(rules.raised("she hit me at snooker").is_empty());
        assert_eq!(rules.raised("she hit me at snooker then he hit me").len(), 1);
    }

    #[test]
    fn the_built_in_rules_are_all_read() {
        let own: Safeguarding = toml::from_str(BUILT_IN).unwrap();
        assert_eq!(Rules::built_in().len(), own.rules.len());
        assert!(own.rules.len() >= 4);
        assert!(!Rules::new(None).is_empty());
        assert!(!Rules::new(Some(&Safeguarding::default())).is_empty());
    }

    #[test]
    fn the_shipped_rules_hear_danger_and_not_idiom() {
        let rules = Rules::built_in();
        for text in
            ["my husband punched me", "i want to kill myself", "she has bruises all over and is scared of her dad"]
        {
            assert!(!rules.raised(text).is_empty(), "{text}");
        }
        for text in ["section 47 meeting", "killing time before school", "punch and judy show", "bruised apples"] {
            assert!(rules.raised(text).is_empty(), "{text}");
        }
    }
}
