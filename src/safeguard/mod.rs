//! Safeguarding prompts: which words bring one up. The rules are the catalogue's; when it has none that can be used, the built-in ones apply.

mod phrases;
mod spelling;

pub use spelling::everyday;

use crate::catalogue::Safeguarding;
use phrases::{Phrase, Slots};

/// The rules that ship inside the program.
const BUILT_IN: &str = include_str!("../../services_catalog/safeguarding.toml");

/// Rules, ready to be held against what is typed.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    rules: Vec<Ready>,
    slots: Slots,
}

#[derive(Debug, Clone)]
struct Ready {
    need: String,
    title: String,
    phrases: Vec<Phrase>,
    except: Vec<Phrase>,
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
            Some(own) => Self::ready(own),
            None => Self::built_in(),
        }
    }

    /// Returns the rules that ship inside the program.
    pub fn built_in() -> Self {
        // The text is part of the program and a test reads it, so that nothing is left out here.
        Self::ready(&toml::from_str(BUILT_IN).unwrap_or_default())
    }

    fn ready(own: &Safeguarding) -> Self {
        let mut slots = Slots::default();
        let mut read = |list: &[String]| -> Vec<Phrase> {
            list.iter().map(|text| slots.phrase(text)).filter(|phrase| !phrase.is_empty()).collect()
        };
        let rules = own
            .rules
            .iter()
            .map(|rule| Ready {
                need: rule.need.clone(),
                title: rule.title.clone(),
                phrases: read(&rule.phrases),
                except: read(&rule.except),
            })
            .collect();
        Self { rules, slots }
    }

    /// Returns how many rules there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Returns whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Returns the prompts that a text brings up, in the order of the rules. One slip of the keyboard in a longer word is forgiven, so that a typo silences nothing.
    pub fn raised(&self, text: &str) -> Vec<Raised> {
        let heard = self.slots.hear(text);
        let raises = |rule: &&Ready| {
            let mut found = rule.phrases.iter().flat_map(|phrase| heard.spans(phrase)).peekable();
            if found.peek().is_none() {
                return false;
            }
            let harmless: Vec<(usize, usize)> = rule.except.iter().flat_map(|phrase| heard.spans(phrase)).collect();
            // A harmless phrase silences only what lies inside it: "beat me at fifa then punched me" still raises.
            found.any(|(first, last)| !harmless.iter().any(|(from, to)| *from <= first && last <= *to))
        };
        self.rules
            .iter()
            .filter(raises)
            .map(|rule| Raised { need: rule.need.clone(), title: rule.title.clone() })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Rule;

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
