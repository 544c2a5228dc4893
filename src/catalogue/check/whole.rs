//! The rules for what holds for the whole catalogue: its header and needs.

use super::super::read::{Parsed, Problem, Step};
use super::super::types::{FORMAT, Header, Needs, Synonyms};
use super::{Finder, Known, did_you_mean, id_problem, quote, within};
use crate::text;
use std::collections::HashMap;

/// Returns whether the catalogue is written for a newer program, which may know fields that this one doesn't.
pub fn is_newer(header: &Header) -> bool {
    header.format.is_some_and(|format| format > FORMAT)
}

/// Returns all problems of `catalogue.toml`.
pub fn header(parsed: &Parsed<'_, Header>, known: &Known) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let header = &parsed.value;
    let at = crate::at!["format"];
    match header.format {
        None if finder.told(&at) => {}
        None => {
            let hint = format!("Write format = {FORMAT} as the first line.");
            finder.error("missing-format", &at, "This file doesn't say which format the catalogue has.", hint);
        }
        Some(0) => finder.error("bad-format", &at, "There is no format 0.", format!("Write format = {FORMAT}.")),
        Some(newer) if newer > FORMAT => {
            let what = format!("The catalogue has format {newer}; this program knows formats up to {FORMAT}.");
            let hint = "Fields that it doesn't know are left out. Ask for a newer Signpost.";
            finder.problems.push(Problem::warning("newer-format", parsed.span(&at), what).hint(hint));
        }
        Some(_) => {}
    }
    finder.required(&header.name, &crate::at!["name"], "Name the catalogue as it is shown.");
    if let Some(zone) = header.time_zone.as_deref().filter(|z| !z.trim().is_empty())
        && zone.parse::<chrono_tz::Tz>().is_err()
    {
        let near = did_you_mean(zone, chrono_tz::TZ_VARIANTS.iter().map(|tz| tz.name()));
        let hint = if near.is_empty() { "In the UK it is \"Europe/London\".".to_owned() } else { near };
        finder.error(
            "unknown-time-zone",
            &crate::at!["time_zone"],
            format!("Signpost does not know the time zone {}.", quote(zone)),
            hint,
        );
    }
    if let Some(hub) = &header.default_hub {
        finder.known("unknown-hub", "hub", hub, &known.hubs, &crate::at!["default_hub"]);
    }
    for (need, days) in &header.freshness {
        let span = parsed.key_span("freshness", need);
        if let Some(all) = known.needs.as_ref().filter(|all| need != "default" && !all.contains(need)) {
            let hint = did_you_mean(need, all.iter().map(String::as_str).chain(["default"]));
            finder.error_at("unknown-need", span.clone(), format!("There is no need {}.", quote(need)), hint);
        }
        if *days == 0 {
            let what = "After 0 days every entry is stale.";
            finder.error_at("bad-freshness", span, what, "Give the days after which an entry should be checked again.");
        }
    }
    finder.finish()
}

/// Returns all problems of `needs.toml`.
pub fn needs(parsed: &Parsed<'_, Needs>) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let Needs { synonyms, groups, needs, elsewhere } = &parsed.value;
    alike(&mut finder, synonyms);
    for (index, group) in groups.iter().enumerate() {
        let earlier = groups[..index].iter().any(|g| g.id == group.id);
        stable_id(&mut finder, &group.id, earlier, "group", &crate::at!["groups", index]);
        finder.required(&group.name, &crate::at!["groups", index, "name"], "Name the group as it is shown.");
    }
    if needs.is_empty() && !finder.told(&crate::at!["needs"]) {
        let hint = "Add a [[needs]] with id, name, group, meaning and words for each.";
        finder.error("no-needs", &crate::at!["needs"], "There are no needs in this file.", hint);
    }
    for (index, need) in needs.iter().enumerate() {
        let at = |key: &'static str| crate::at!["needs", index, key];
        let earlier = needs[..index].iter().any(|n| n.id == need.id);
        stable_id(&mut finder, &need.id, earlier, "need", &crate::at!["needs", index]);
        finder.required(&need.name, &at("name"), "Name the need as it is shown.");
        finder.required(&need.group, &at("group"), "Name the group that the need belongs to.");
        finder.required(&need.meaning, &at("meaning"), "Say what it covers, so that two people log it alike.");
        if !need.group.trim().is_empty() && !groups.iter().any(|g| g.id == need.group) {
            let hint = did_you_mean(&need.group, groups.iter().map(|g| g.id.as_str()));
            finder.error("unknown-group", &at("group"), format!("There is no group {}.", quote(&need.group)), hint);
        }
    }
    for (index, elsewhere) in elsewhere.iter().enumerate() {
        let at = |key: &'static str| crate::at!["elsewhere", index, key];
        finder.required(&elsewhere.name, &at("name"), "Say what it is and whose: \"bins and rubbish (the council)\".");
        if elsewhere.words.is_empty() && !finder.told(&at("words")) {
            finder.error("no-words", &at("words"), "Nothing is said for it.", "Add the words that people use for it.");
        }
    }
    finder.finish()
}

/// Checks the words that mean the same: single words, each in one list.
fn alike(finder: &mut Finder<'_, '_, Needs>, synonyms: &Synonyms) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (index, set) in synonyms.0.iter().enumerate() {
        for (place, word) in set.iter().enumerate() {
            let at = crate::at!["synonyms", index, place];
            let folded = text::words(word);
            let [only] = folded.as_slice() else {
                let what = format!("{} is not one word.", quote(word));
                finder.error("not-a-word", &at, what, "Only single words stand here; a phrase belongs to a need.");
                continue;
            };
            if let Some(first) = seen.insert(only.clone(), index) {
                let with = synonyms.0[first].first().map_or("", String::as_str);
                let what = format!("{} stands here a second time; first in the list of {}.", quote(word), quote(with));
                finder.error("doubled-word", &at, what, "Keep it in one list; a word means one thing to the search.");
            }
        }
    }
}

/// Checks an id that stands inside a file; `at` is its table.
pub(super) fn stable_id<T>(finder: &mut Finder<'_, '_, T>, id: &str, earlier: bool, kind: &str, at: &[Step]) {
    let at = within(at, "id");
    finder.required(id, &at, "The id is what tallies count: small letters, digits, hyphens; it never changes.");
    if id.trim().is_empty() {
        return;
    }
    if earlier {
        let what = format!("There is another {kind} {} above.", quote(id));
        finder.error("doubled-id", &at, what, "Give one of them another id.");
    } else if let Some(what) = id_problem(id) {
        finder.error("bad-id", &at, what, "An id looks like \"food-support\".");
    }
}
