//! The rules for `facets.toml`: what a query may wish, and the words for it.

use super::super::read::{Parsed, Problem};
use super::super::saying::{self, Piece};
use super::super::types::{Facet, FacetAge, Facets};
use super::hours::clock_time;
use super::{Finder, did_you_mean, quote, service, whole};
use crate::text;

/// Most groups of people, one bit each in a service's facts.
pub const MOST_GROUPS: usize = 32;

const HOW: &str =
    "A saying is words; a|b is either, {name} a list of this file, # a number or place, .. a few other words.";

/// Returns all problems of `facets.toml`.
pub fn facets(parsed: &Parsed<'_, Facets>) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let facets = &parsed.value;
    if facets.facets.is_empty() && !finder.told(&crate::at!["facets"]) {
        let hint = "Add a [[facets]] with id, label and words for each, or delete the file.";
        finder.error("no-facets", &crate::at!["facets"], "There are no facets in this file.", hint);
    }
    for number in facets.numbers.keys().filter(|word| text::words(word).len() != 1) {
        let span = parsed.key_span("numbers", number);
        finder.error_at("bad-number-word", span, format!("{} is not one word.", quote(number)), "");
    }
    for (key, sayings) in [("between", &facets.between), ("denied", &facets.denied), ("except", &facets.except)] {
        for (place, saying) in sayings.iter().enumerate().filter(|(_, saying)| !saying.trim().is_empty()) {
            if let Err(what) = saying::pieces(saying, &facets.lists) {
                finder.error("bad-saying", &crate::at![key, place], what, HOW);
            }
        }
    }
    let mut groups = 0;
    for (index, facet) in facets.facets.iter().enumerate() {
        let earlier = facets.facets[..index].iter().any(|f| f.id == facet.id);
        whole::stable_id(&mut finder, &facet.id, earlier, "facet", &crate::at!["facets", index]);
        words(&mut finder, index, facet);
        one_meaning(&mut finder, index, facet);
        times(&mut finder, index, facet);
        if let Some(age) = &facet.age {
            ages(&mut finder, index, age);
        }
        if let Some(language) = &facet.language {
            service::language_code(&mut finder, language, &crate::at!["facets", index, "language"]);
        }
        groups += usize::from(facet.group);
        if facet.group && groups == MOST_GROUPS + 1 {
            let what = format!("This is the group number {groups}; there is room for {MOST_GROUPS}.");
            finder.error("too-many-groups", &crate::at!["facets", index, "group"], what, "Put two groups into one.");
        }
        unlike(&mut finder, index, facet);
    }
    for (index, test) in facets.tests.iter().enumerate() {
        finder.required(&test.text, &crate::at!["tests", index, "text"], "Write what somebody may type.");
    }
    finder.finish()
}

fn words(finder: &mut Finder<'_, '_, Facets>, index: usize, facet: &Facet) {
    let at = |key: &'static str| crate::at!["facets", index, key];
    finder.required(&facet.label, &at("label"), "Say in a word or two what its chip says.");
    if facet.words.is_empty() && !finder.told(&at("words")) {
        let what = "This facet has no words, so nobody can say it.";
        finder.error("no-words", &at("words"), what, "Add what people say for it: words = [\"on saturday\"].");
    }
    let takes_number = facet.age.is_some() || facet.takes_place();
    let mut has_number = false;
    for (key, sayings) in [("words", &facet.words), ("except", &facet.except), ("in_services", &facet.in_services)] {
        for (place, saying) in sayings.iter().enumerate().filter(|(_, saying)| !saying.trim().is_empty()) {
            let at = crate::at!["facets", index, key, place];
            match saying::pieces(saying, &finder.parsed.value.lists) {
                Err(what) => finder.error("bad-saying", &at, what, HOW),
                Ok(pieces) if key == "words" && pieces.iter().any(Piece::has_number) => {
                    has_number = true;
                    if !takes_number {
                        let what = "A # stands here, but this facet is neither an age nor a place.";
                        finder.error("number-for-nothing", &at, what, "Take it out, or add age, near or at.");
                    }
                }
                Ok(_) => {}
            }
        }
    }
    if facet.label.contains('#') && !has_number && !facet.words.is_empty() {
        let what = "The label has a #, but none of the words has.";
        finder.error(
            "number-for-nothing",
            &at("label"),
            what,
            "Write # in the words where the number or place stands.",
        );
    }
    if facet.label.contains('@') && facet.age.is_none() && facet.days_from_today.is_none() {
        let what = "The label has an @, but this facet makes neither ages nor a day.";
        finder.error("number-for-nothing", &at("label"), what, "Take it out, or add age or days_from_today.");
    }
}

/// Checks that a facet says one thing: one chip can't be taken off by halves.
fn one_meaning(finder: &mut Finder<'_, '_, Facets>, index: usize, facet: &Facet) {
    let timed = facet.from.is_some() || facet.to.is_some();
    let kinds = [
        ("age", facet.age.is_some()),
        ("days, from and to", !facet.days.is_empty() || facet.days_from_today.is_some() || timed),
        ("holidays", facet.holidays),
        ("open_now", facet.open_now),
        ("language", facet.language.is_some()),
        ("free", facet.free),
        ("delivery", facet.delivery.is_some()),
        ("near", facet.near),
        ("at", facet.at),
        ("group", facet.group),
        ("step_free", facet.step_free),
    ];
    let said: Vec<&str> = kinds.iter().filter(|(_, is)| *is).map(|(kind, _)| *kind).collect();
    let at = crate::at!["facets", index];
    let fields = ["age", "days", "days_from_today", "delivery"];
    let unread = fields.iter().any(|key| finder.told(&crate::at!["facets", index, *key]));
    match said[..] {
        [] if !unread => {
            let hint = "Add one of age, days, days_from_today, from and to, holidays, open_now, language, free, delivery, near, at, group, step_free.";
            finder.error("no-meaning", &at, "This facet doesn't say what its words mean.", hint);
        }
        [first, second, ..] => {
            let what = format!("This facet means two things: {first}, and {second}.");
            finder.error("two-meanings", &at, what, "Make two facets of it.");
        }
        _ => {}
    }
}

fn times(finder: &mut Finder<'_, '_, Facets>, index: usize, facet: &Facet) {
    let at = |key: &'static str| crate::at!["facets", index, key];
    let mut minutes = [None; 2];
    for (slot, (key, text)) in [("from", &facet.from), ("to", &facet.to)].into_iter().enumerate() {
        let Some(text) = text else { continue };
        minutes[slot] = clock_time(text);
        if minutes[slot].is_none() && !text.trim().is_empty() {
            let what = format!("{} is no time of the day.", quote(text));
            finder.error(
                "bad-time",
                &at(key),
                what,
                "Write it in 24 hours, with two digits each: \"09:30\", \"14:00\".",
            );
        }
    }
    if let [Some(from), Some(to)] = minutes
        && to <= from
    {
        let what = "This facet ends before it begins.";
        finder.error("ends-before-start", &at("to"), what, "Swap from and to, or correct one.");
    }
    for (place, day) in facet.days.iter().enumerate() {
        if facet.days[..place].contains(day) {
            let what = format!("The day {day:?} stands here twice.");
            finder.error("doubled-day", &crate::at!["facets", index, "days", place], what, "Delete one.");
        }
    }
    if facet.days_from_today.is_some_and(|days| days > 6) {
        let what = "A day more than six days away has the name of a nearer one.";
        finder.error("too-far", &at("days_from_today"), what, "Give 0 (today) to 6.");
    }
}

fn ages(finder: &mut Finder<'_, '_, Facets>, index: usize, age: &FacetAge) {
    const OLDEST: f64 = 120.0;
    let at = |key: &'static str| crate::at!["facets", index, "age", key];
    for (key, years) in [("from", age.from), ("to", age.to)] {
        if years.is_some_and(|years| !(0.0..=OLDEST).contains(&years)) {
            finder.error("bad-age", &at(key), "Nobody has this age.", "Ages are years; 0.5 is six months.");
        }
    }
    if age.add.is_some_and(|years| years.is_nan() || years.abs() > OLDEST)
        || age.span.is_some_and(|years| !(0.01..=OLDEST).contains(&years))
    {
        finder.error("bad-age", &crate::at!["facets", index, "age"], "Nobody has this age.", "add and span are years.");
    }
    if let (Some(from), Some(to)) = (age.from, age.to)
        && to < from
    {
        let what = "The oldest age is below the youngest.";
        finder.error("ends-before-start", &at("to"), what, "Swap from and to, or correct one.");
    }
    if let (Some(least), Some(most)) = (age.least, age.most)
        && most < least
    {
        let what = "The greatest number is below the least.";
        finder.error("ends-before-start", &at("most"), what, "Swap least and most, or correct one.");
    }
    for (one, other, are) in [("under", "over", age.under && age.over), ("months", "weeks", age.months && age.weeks)] {
        if are {
            let what = format!("An age can't be {one} and {other} at once.");
            finder.error("two-meanings", &at(other), what, "Delete one, or make two facets of it.");
        }
    }
}

fn unlike(finder: &mut Finder<'_, '_, Facets>, index: usize, facet: &Facet) {
    if !facet.group {
        for (key, is_there) in
            [("in_services", !facet.in_services.is_empty()), ("only_when_said", facet.only_when_said)]
        {
            if is_there {
                let what = format!("Only a group of people can have {key}.");
                finder.error(
                    "unlike-without-group",
                    &crate::at!["facets", index, key],
                    what,
                    "Add group = true, or take it out.",
                );
            }
        }
    }
    let all = &finder.parsed.value.facets;
    for (place, other) in facet.unlike.iter().enumerate() {
        let at = crate::at!["facets", index, "unlike", place];
        if !facet.group {
            let what = "Only a group of people can leave another out.";
            finder.error("unlike-without-group", &at, what, "Add group = true, or take unlike out.");
        } else if *other == facet.id {
            finder.error("unknown-group", &at, "A group can't leave itself out.", "Name other groups only.");
        } else if !all.iter().any(|f| f.group && f.id == *other) && !other.trim().is_empty() {
            let hint = did_you_mean(other, all.iter().filter(|f| f.group).map(|f| f.id.as_str()));
            finder.error("unknown-group", &at, format!("There is no group {}.", quote(other)), hint);
        }
    }
}
