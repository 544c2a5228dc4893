//! The rules for the words that bring up safeguarding prompts, and for the sayings that they are held to.

use super::super::phrase::{self, Lists, Mistake};
use super::super::read::{Parsed, Problem, Step};
use super::super::types::{Safeguarding, SafeguardingTests};
use super::{Finder, Known, did_you_mean, quote};
use std::ops::Range;

/// Returns all problems of `safeguarding.toml`.
pub fn safeguarding(parsed: &Parsed<'_, Safeguarding>, known: &Known) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let Safeguarding { lists, negation, rules } = &parsed.value;
    for (name, words) in lists {
        let span = parsed.key_span("lists", name);
        if let Some(what) = name_problem(name) {
            finder.error_at("bad-list", span.clone(), what, "A list's name is small letters, digits and hyphens.");
        }
        let spaced = words.contains(char::is_whitespace);
        let mistake = if spaced { Some(Mistake::Missing(words.clone())) } else { slot_mistake(words, lists) };
        if let Some(mistake) = mistake {
            wrong_phrase(&mut finder, span, &mistake, lists);
        }
    }
    for (key, slot) in [
        ("words", &negation.words),
        ("between", &negation.between),
        ("lifted_by", &negation.lifted_by),
        ("not_before", &negation.not_before),
    ] {
        if let Some(mistake) = slot_mistake(slot, lists).filter(|_| !slot.is_empty()) {
            wrong_phrase(&mut finder, parsed.span(&crate::at!["negation", key]), &mistake, lists);
        }
    }
    if rules.is_empty() && !finder.told(&crate::at!["rules"]) {
        let hint = "Delete the file to use the rules inside the program, or add [[rules]].";
        finder.error("no-rules", &crate::at!["rules"], "There are no rules in this file.", hint);
    }
    for (index, rule) in rules.iter().enumerate() {
        let at = |key: &'static str| crate::at!["rules", index, key];
        finder.required(&rule.need, &at("need"), "Name the sensitive need that the prompt is about.");
        finder.required(&rule.title, &at("title"), "Say in a few plain words what the screen calls it.");
        if let Some(all) = &known.needs {
            finder.known("unknown-need", "need", &rule.need, all, &at("need"));
        }
        if rule.phrases.is_empty() && !finder.told(&at("phrases")) {
            let what = "This rule has no phrases, so it never prompts.";
            finder.error(
                "no-phrases",
                &at("phrases"),
                what,
                "Add words that people say: phrases = [\"he|she hit* me\"].",
            );
        }
        for (key, phrases) in [("phrases", &rule.phrases), ("except", &rule.except)] {
            for (place, phrase) in phrases.iter().enumerate() {
                if let Some(mistake) = phrase::slots(phrase).find_map(|slot| slot_mistake(slot.written, lists)) {
                    let at: [Step; 4] = crate::at!["rules", index, key, place];
                    wrong_phrase(&mut finder, parsed.span(&at), &mistake, lists);
                }
            }
        }
    }
    finder.finish()
}

fn slot_mistake(slot: &str, lists: &Lists) -> Option<Mistake> {
    phrase::check(slot, lists).err()
}

fn name_problem(name: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (name.is_empty() || !name.chars().all(fits)).then(|| format!("No phrase can name the list {}.", quote(name)))
}

fn wrong_phrase(finder: &mut Finder<'_, '_, Safeguarding>, span: Range<usize>, mistake: &Mistake, lists: &Lists) {
    let usual = "A phrase is words; a|b is either word, a_b is both, a last * is any ending, {name} is a list.";
    let (code, what, hint) = match mistake {
        Mistake::Star(slot) => {
            ("bad-phrase", format!("The * in {} is not at the end of a word.", quote(slot)), usual.to_owned())
        }
        Mistake::Missing(slot) if slot.contains(char::is_whitespace) => {
            let what = format!("There is a space in {}.", quote(slot));
            ("bad-list", what, "A list is single words with | between them.".to_owned())
        }
        Mistake::Missing(slot) => ("bad-phrase", format!("A word is missing in {}.", quote(slot)), usual.to_owned()),
        Mistake::List(name) => {
            let near = did_you_mean(name, lists.keys().map(String::as_str));
            let hint =
                if near.is_empty() { "Lists stand at the top of the file, under [lists].".to_owned() } else { near };
            ("unknown-list", format!("There is no list {}.", quote(name)), hint)
        }
        Mistake::Endless(slot) => {
            let what = format!("The lists in {} name each other in a circle, or are far too long.", quote(slot));
            ("endless-list", what, "Take one of them out.".to_owned())
        }
    };
    finder.error_at(code, span, what, hint);
}

/// Returns all problems of `safeguarding_tests.toml` but those of the sayings themselves, which the rules must hear.
pub fn safeguarding_tests(parsed: &Parsed<'_, SafeguardingTests>, known: &Known) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    for (index, sayings) in parsed.value.tests.iter().enumerate() {
        let at = crate::at!["tests", index, "texts"];
        if sayings.texts.is_empty() && !finder.told(&at) {
            let hint = "Add what people say: texts = [\"he hit me\"].";
            finder.error("no-texts", &at, "There are no sayings in this test.", hint);
        }
        for (key, needs) in [("raises", &sayings.raises), ("never", &sayings.never)] {
            for (place, need) in needs.iter().enumerate() {
                if let Some(all) = &known.needs {
                    finder.known("unknown-need", "need", need, all, &crate::at!["tests", index, key, place]);
                }
            }
        }
    }
    finder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_slots() {
        let lists = Lists::from([("who".to_owned(), "he|she".to_owned())]);
        for good in ["hit*", "he|she|they", "{who}|they", "don't"] {
            assert_eq!(slot_mistake(good, &lists), None, "{good}");
        }
        for bad in ["*", "hi*t", "he|", "|", "he|*", "{whom}", "{}"] {
            assert!(slot_mistake(bad, &lists).is_some(), "{bad}");
        }
    }

    #[test]
    fn names_of_lists_can_be_written_in_a_phrase() {
        assert_eq!(name_problem("small-child2"), None);
        for bad in ["", "Who", "a_b", "a b", "a|b", "a}"] {
            assert!(name_problem(bad).is_some(), "{bad}");
        }
    }
}
