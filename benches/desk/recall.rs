//! A typo that is itself a word must still find its service: "career" for "carer", "from" for "form".

use crate::table::Table;
use crate::words::Random;
use signpost::catalogue::Status;
use signpost::desk::{Catalogue, USUAL_LIMIT};
use signpost::search::Ask;
use signpost::text;
use std::collections::HashSet;

/// Queries that are tried.
const TRIED: usize = 1000;

/// Asks for services by their names, one word of each mistyped so that it becomes another word of the catalogue.
pub fn run(catalogue: &Catalogue, table: &mut Table) {
    let snapshot = catalogue.snapshot();
    let inverted = snapshot.parts()[0].segment().unwrap().inverted_index(snapshot.fields.words).unwrap();
    let is_word = |word: &str| inverted.terms().get(word.as_bytes()).is_ok_and(|t| t.is_some());
    // A name that several services have can't tell which of them is meant.
    let (mut names, mut doubled) = (HashSet::new(), HashSet::new());
    for number in 0..snapshot.len() {
        let mut name = text::words(snapshot.row(number).unwrap().name);
        name.sort();
        let name = name.join(" ");
        if !names.insert(name.clone()) {
            doubled.insert(name);
        }
    }
    let mut random = Random::new(3);
    let (mut tried, mut found, mut first) = (0, 0, 0);
    let (mut others, mut others_found) = (0, 0);
    for _ in 0..100 * TRIED {
        if tried == TRIED {
            break;
        }
        let number = u32::try_from(random.below(snapshot.len() as usize)).unwrap();
        let row = snapshot.row(number).unwrap();
        let mut words = text::words(row.name);
        let mut sorted = words.clone();
        sorted.sort();
        if row.status != Status::Active || doubled.contains(&sorted.join(" ")) {
            continue;
        }
        let at = random.below(words.len());
        let other = typos(&words[at]).into_iter().filter(|w| is_word(w)).collect::<Vec<_>>();
        if words.len() < 3 || words[at].len() < 4 || other.is_empty() {
            continue;
        }
        // Where it does not come first without a typo, the name doesn't tell which service is meant; these are told apart.
        let meant = catalogue.find(&Ask::of(row.name), 1).unwrap();
        let told = meant.listed.first().is_some_and(|l| l.id == row.id);
        words[at] = other[random.below(other.len())].clone();
        let query = words.join(" ");
        let results = catalogue.find(&Ask::of(&query), USUAL_LIMIT).unwrap();
        let rank = results.listed.iter().position(|l| l.id == row.id);
        if !told {
            others += 1;
            others_found += usize::from(rank.is_some());
            continue;
        }
        tried += 1;
        found += usize::from(rank.is_some());
        first += usize::from(rank == Some(0));
        if rank.is_none() && std::env::var_os("SIGNPOST_BENCH_MISSES").is_some() {
            eprintln!("missed: {query} ({})", row.name);
        }
    }
    let share = |n: usize| format!("{:.1}%", 100.0 * n as f64 / tried.max(1) as f64);
    let what = format!("found, of {tried} names with a typo that is a word");
    table.share(&what, found as f64 / tried.max(1) as f64, 0.97, &format!("{} come first", share(first)));
    let what = format!("the same, of {others} names that don't come first even without a typo");
    table.note(&what, format!("{:.1}%", 100.0 * others_found as f64 / others.max(1) as f64));
}

/// Returns everything that one slip makes of a word.
fn typos(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut out = Vec::new();
    let mut put = |letters: Vec<char>| out.push(letters.into_iter().collect::<String>());
    for at in 0..=letters.len() {
        for other in 'a'..='z' {
            let mut added = letters.clone();
            added.insert(at, other);
            put(added);
            if at < letters.len() {
                let mut changed = letters.clone();
                changed[at] = other;
                put(changed);
            }
        }
        if at < letters.len() {
            let mut dropped = letters.clone();
            dropped.remove(at);
            put(dropped);
        }
        if at + 1 < letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(at, at + 1);
            put(swapped);
        }
    }
    out.retain(|w| w != word);
    out
}
