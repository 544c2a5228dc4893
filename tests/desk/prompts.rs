//! The shipped safeguarding rules: what they must hear, typed badly too, what they must let pass, and that a prompt doesn't come and go while somebody types.

use crate::common::NOW;
use signpost::audit::{self, render};
use signpost::catalogue::{Folder, SafeguardingTests};
use signpost::clock::{Clock, parse_now};
use signpost::safeguard::Rules;
use std::collections::{BTreeMap, BTreeSet};

const SAYINGS: &str = include_str!("../../services_catalog/safeguarding_tests.toml");
const INNOCENT: &str = include_str!("../fixtures/prompts/innocent.txt");

fn sayings() -> SafeguardingTests {
    toml::from_str(SAYINGS).unwrap()
}

/// Returns a text from its first letter on, one letter longer each time.
fn typed(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()])
}

fn raised(rules: &Rules, text: &str) -> BTreeSet<String> {
    rules.raised(text).into_iter().map(|raised| raised.need).collect()
}

#[test]
fn the_shipped_sayings_bring_the_prompts_they_should() {
    let count = |urgent: bool| -> usize {
        sayings().tests.iter().filter(|test| test.raises.is_empty() != urgent).map(|test| test.texts.len()).sum()
    };
    assert!(count(true) >= 600 && count(false) >= 380, "{} {}", count(true), count(false));
    let audit = audit::run(&Folder::BuiltIn, &Clock::fixed(parse_now(NOW).unwrap())).unwrap();
    let told: Vec<_> = audit.reports.iter().filter(|report| report.path.starts_with("safeguarding")).collect();
    assert!(told.is_empty(), "{}", render::human(&audit, "", false));
}

#[test]
fn talk_at_a_front_desk_raises_nothing() {
    let rules = Rules::built_in();
    let mut raised = Vec::new();
    for said in INNOCENT.lines().filter(|line| !line.starts_with('#')) {
        // At each key: what is half typed must not raise anything either.
        for begun in typed(said) {
            if let Some(prompt) = rules.raised(begun).first() {
                raised.push(format!("{said} [{begun}] {}", prompt.need));
                break;
            }
        }
    }
    assert!(raised.is_empty(), "{raised:#?}");
}

/// A prompt comes once. It may go once more, when what was typed turns out to be harmless; it never comes back in the same saying.
#[test]
fn a_prompt_does_not_flicker_while_somebody_types() {
    let rules = Rules::built_in();
    let mut flickers = Vec::new();
    let count = |came: &mut BTreeMap<String, Vec<String>>, before: &mut BTreeSet<String>, begun: &str| {
        let now = raised(&rules, begun);
        for need in now.difference(before) {
            came.entry(need.clone()).or_default().push(begun.to_owned());
        }
        *before = now;
    };
    for said in sayings().tests.iter().flat_map(|test| &test.texts) {
        let (mut came, mut before) = (BTreeMap::new(), BTreeSet::new());
        typed(said).for_each(|begun| count(&mut came, &mut before, begun));
        for more in [" and help", " yesterday"] {
            let (mut came, mut before) = (came.clone(), before.clone());
            let whole = format!("{said}{more}");
            typed(&whole).skip(said.len()).for_each(|begun| count(&mut came, &mut before, begun));
            flickers.extend(came.into_iter().filter(|(_, at)| at.len() > 1).map(|(need, at)| format!("{need} {at:?}")));
        }
    }
    assert!(flickers.is_empty(), "{} {flickers:#?}", flickers.len());
}

/// Inside a word a prompt stays, unless the letters have become another word.
#[test]
fn letters_typed_on_keep_the_prompt_until_they_are_a_word() {
    let rules = Rules::built_in();
    for said in ["he hit me", "im scared of my husband", "she was raped", "i want to die", "domestick violance"] {
        assert!(!rules.raised(said).is_empty(), "{said}");
        for more in ["x", "xq", "xqz"] {
            assert!(!rules.raised(&format!("{said}{more}")).is_empty(), "{said}{more}");
        }
    }
    assert!(!rules.raised("i want to di").iter().any(|raised| raised.need == "mental-health-crisis"));
    assert!(rules.raised("i want to diet").is_empty());
    assert!(rules.raised("i want to diet plan").is_empty());
}

#[test]
fn what_is_denied_raises_nothing_unless_it_is_only_not_yet() {
    let rules = Rules::built_in();
    for said in [
        "he never hits me",
        "not suicidal",
        "isnt abusive just tired",
        "he doesnt ever hit me",
        "she is not self harming",
    ] {
        assert!(rules.raised(said).is_empty(), "{said}: {:?}", rules.raised(said));
    }
    for said in [
        "he has not hit me yet",
        "he never hit me before",
        "if i dont he hits me",
        "he never stops hitting me",
        "he wont stop hitting me",
        "i dont know what to do he hits me",
        "he never hits the kids but he hits me",
    ] {
        assert!(raised(&rules, said).contains("domestic-abuse"), "{said}");
    }
}

#[test]
fn special_dangers_bring_their_own_advice() {
    let rules = Rules::built_in();
    for (said, need, advice) in [
        ("she took an overdose", "mental-health-crisis", "before any helpline"),
        ("my daughter is missing", "child-safety", "24 hours"),
        ("they are forcing me to marry", "domestic-abuse", "Don't contact the family"),
        ("fgm", "child-safety", "Don't speak to the family"),
        ("he raped me", "domestic-abuse", "SARC"),
        ("my ex is stalking me", "domestic-abuse", "evidence"),
        ("uncle touched her private parts", "child-safety", "Don't ask the child"),
        ("i was trafficked here", "exploitation", "See them alone"),
    ] {
        let prompts = rules.raised(said);
        let prompt = prompts.iter().find(|raised| raised.need == need);
        let told = prompt.is_some_and(|raised| raised.advice.iter().any(|text| text.contains(advice)));
        assert!(told, "{said}: {prompts:?}");
    }
    assert!(rules.raised("he hit me").iter().all(|raised| raised.advice.is_empty()));
}

#[test]
fn slips_are_forgiven_in_harmless_phrases_too() {
    let rules = Rules::built_in();
    for said in [
        "brother beat me at monoply",
        "my husband beat me at chess",
        "grandad beat my uncle at darts",
        "knife crime worksohp",
        "stabbing pians in my side",
        "i want a diet sheet",
        "we cannot go on the trip",
        "my son is moving house and nedes furniture",
        "can't get benefits because of my ivsa",
        "stay and play at the curch hall",
    ] {
        assert!(rules.raised(said).is_empty(), "{said}: {:?}", rules.raised(said));
    }
}
