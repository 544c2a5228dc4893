//! Safeguarding prompts: which words bring one up. The rules are the catalogue's; when it has none that can be used, the built-in ones apply.

mod heard;
mod reader;
mod slots;
mod spelling;
mod words;

pub use spelling::everyday_from;

use crate::catalogue::Safeguarding;
use heard::{Heard, Span};
use reader::Reader;
use slots::{Phrase, Slots};
use std::borrow::Cow;

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
    advice: Vec<String>,
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
    /// What to do besides the steps that every prompt has.
    pub advice: Vec<String>,
}

/// Returns the rules that apply: the catalogue's, or the built-in ones when it has none.
pub fn applying(own: Option<&Safeguarding>) -> Cow<'_, Safeguarding> {
    match own.filter(|own| !own.rules.is_empty()) {
        Some(own) => Cow::Borrowed(own),
        // The text is part of the program and a test reads it, so that nothing is left out here.
        None => Cow::Owned(toml::from_str(BUILT_IN).unwrap_or_default()),
    }
}

impl Rules {
    /// Returns the catalogue's rules, or the built-in ones when it has none.
    pub fn new(own: Option<&Safeguarding>) -> Self {
        Self::ready(&applying(own))
    }

    /// Returns the rules that ship inside the program.
    pub fn built_in() -> Self {
        Self::new(None)
    }

    fn ready(own: &Safeguarding) -> Self {
        let phrases = own.rules.iter().flat_map(|rule| rule.phrases.iter().chain(&rule.except));
        let mut reader = Reader::new(&own.lists, &own.negation, phrases.map(String::len).sum());
        let rules = own
            .rules
            .iter()
            .map(|rule| Ready {
                need: rule.need.clone(),
                title: rule.title.clone(),
                advice: rule.advice.clone(),
                phrases: reader.phrases(&rule.phrases),
                except: reader.phrases(&rule.except),
            })
            .collect();
        Self { rules, slots: reader.finish() }
    }

    /// Returns how many rules there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Returns whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Returns whether there are rules for a need.
    pub fn watch_for(&self, need: &str) -> bool {
        self.rules.iter().any(|rule| rule.need == need)
    }

    /// Returns the prompts that a text brings up, in the order of the rules: one for each need, with the title of its first rule that heard something and the advice of all that did. A slip of the keyboard in a longer word is forgiven, so that a typo silences nothing.
    pub fn raised(&self, text: &str) -> Vec<Raised> {
        let mut out: Vec<Raised> = Vec::new();
        for (number, _) in self.reasons(text) {
            let rule = &self.rules[number];
            match out.iter_mut().find(|raised| raised.need == rule.need) {
                Some(raised) => raised.advice.extend(rule.advice.iter().cloned()),
                None => {
                    out.push(Raised { need: rule.need.clone(), title: rule.title.clone(), advice: rule.advice.clone() })
                }
            }
        }
        out
    }

    /// Returns the rules that hear something in a text, each with the first of its phrases that does, both by their place in the file.
    pub fn reasons(&self, text: &str) -> Vec<(usize, usize)> {
        let heard = self.slots.hear(text);
        let rules = self.rules.iter().enumerate();
        rules.filter_map(|(number, rule)| Some((number, rule.heard_by(&heard)?))).collect()
    }
}

impl Ready {
    /// Returns the first phrase that is heard and not harmless.
    fn heard_by(&self, heard: &Heard<'_>) -> Option<usize> {
        let mut harmless: Option<Vec<Span>> = None;
        let may_hold = |phrase: &&Phrase| heard.may_hold(phrase);
        let spans = || self.except.iter().filter(may_hold).flat_map(|phrase| heard.spans(phrase)).collect();
        // A harmless phrase silences only what lies inside it: "beat me at fifa then punched me" still raises.
        let mut counts = |(first, last)| {
            let harmless = harmless.get_or_insert_with(spans);
            !harmless.iter().any(|(from, to)| *from <= first && last <= *to)
        };
        self.phrases.iter().position(|phrase| heard.may_hold(phrase) && heard.any_found(phrase, &mut counts))
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
                ..Rule::default()
            }],
            ..Safeguarding::default()
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

    fn read(rules: &str) -> Rules {
        Rules::new(Some(&toml::from_str(rules).unwrap()))
    }

    #[test]
    fn rules_of_one_need_bring_one_prompt_with_the_advice_of_each() {
        let rules = read(
            r#"
            rules = [
              { need = "a", title = "First", advice = ["one"], phrases = ["took tablets"] },
              { need = "b", title = "Other", phrases = ["tablets"] },
              { need = "a", title = "Second", advice = ["two", "three"], phrases = ["want die"] },
              { need = "a", title = "Third", advice = ["four"], phrases = ["knife"] },
            ]"#,
        );
        let told = |text: &str| -> Vec<(String, String, String)> {
            rules.raised(text).into_iter().map(|r| (r.need, r.title, r.advice.join(" "))).collect()
        };
        let row = |need: &str, title: &str, advice: &str| (need.to_owned(), title.to_owned(), advice.to_owned());
        assert_eq!(
            told("i want to die so i took the tablets"),
            [row("a", "First", "one two three"), row("b", "Other", "")]
        );
        assert_eq!(told("she wants die and i want to die"), [row("a", "Second", "two three")]);
    }

    #[test]
    fn lists_rows_and_room_are_heard() {
        let rules = read(
            r#"
            lists = { partner = "husband|old_man", he = "he|{partner}" }
            rules = [{ need = "a", title = "A", phrases = ["{he} hit|beat_up me", "my_{partner} ... gone"] }]"#,
        );
        for text in ["he hit me", "my old man beat up me", "husband hit me", "my old man is since friday night gone"] {
            assert_eq!(rules.raised(text).len(), 1, "{text}");
        }
        for text in ["my old hit me", "he beat it up me", "old rich man hit me", "my dear husband is gone"] {
            assert!(rules.raised(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_denial_reaches_the_next_word_and_may_be_lifted() {
        let rules = read(
            r#"
            negation = { words = "never|not", between = "really|is", lifted_by = "yet", not_before = "he" }
            rules = [{ need = "a", title = "A", phrases = ["he hits me", "suicidal", "he not let me"] }]"#,
        );
        for text in ["he never hits me", "he never really hits me", "not suicidal", "he is not suicidal"] {
            assert!(rules.raised(text).is_empty(), "{text}");
        }
        for text in
            ["he never stops he hits me", "if not he hits me", "not suicidal yet", "not now suicidal", "he not let me"]
        {
            assert_eq!(rules.raised(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn lists_that_name_each_other_without_end_do_no_harm() {
        let rules = read(
            r#"
            lists = { a = "hit|{b}", b = "{a}|x_{a}" }
            rules = [{ need = "a", title = "A", phrases = ["he {a}"] }]"#,
        );
        assert_eq!(rules.raised("he hit").len(), 1);
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
