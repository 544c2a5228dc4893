//! What no file can know alone of what slips are made with, and which translations nobody has checked yet.

use super::Report;
use super::facts::Facts;
use crate::catalogue::check::ENGLISH;
use crate::catalogue::{Folder, Language, Listing, Part, Problem, languages, parse};
use std::sync::Arc;

/// Tells of a logo without words for who can't see it, and of two logos.
pub(super) fn reports(listing: &Listing) -> Vec<Report> {
    let mut out = Vec::new();
    let mut tell = |path: &str, problem: Problem| {
        out.push(Report { path: path.to_owned(), text: Arc::from(""), problem });
    };
    let logos: Vec<&str> = paths(listing, Part::SlipLogo).collect();
    if !logos.is_empty() && paths(listing, Part::SlipLook).next().is_none() {
        let problem = Problem::error("no-logo-alt", 0..0, "Nothing says what the logo shows.");
        let hint = "Make slip/look.toml and say it there: logo_alt = \"Exampleshire Council\".";
        tell("slip/look.toml", problem.hint(hint));
    }
    if let [first, second] = logos.as_slice() {
        let problem = Problem::error("two-logos", 0..0, format!("There are two logos; slips use {second}."));
        tell(first, problem.hint("Delete one of them."));
    }
    out
}

/// Returns what is worth knowing and no mistake: which languages nobody has checked, and how many translations of services.
pub(super) fn notes(folder: &Folder, listing: &Listing, facts: &[Facts], newer: bool) -> Vec<String> {
    let mut out = Vec::new();
    let files = listing.files.iter().filter(|file| file.part == Part::Language && file.id() != ENGLISH);
    let (mut all, mut unchecked) = (0, Vec::new());
    for file in files {
        let Ok(text) = folder.read(file) else { continue };
        all += 1;
        if parse::<Language>(&text, newer).value.checked.is_none() {
            unchecked.push(languages::name(file.id()));
        }
    }
    unchecked.sort_unstable();
    if !unchecked.is_empty() {
        let languages = if all == 1 { "1 language".to_owned() } else { format!("{all} languages") };
        out.push(format!(
            "Slips can be in {languages} besides English. Nobody has checked {} yet, and the slips say so.",
            unchecked.join(", ")
        ));
    }
    match facts.iter().map(|facts| facts.unchecked).sum::<usize>() {
        0 => {}
        1 => out.push("Nobody has checked 1 translation of a service yet.".to_owned()),
        more => out.push(format!("Nobody has checked {more} translations of services yet.")),
    }
    out
}

fn paths(listing: &Listing, part: Part) -> impl Iterator<Item = &str> {
    listing.files.iter().filter(move |file| file.part == part).map(|file| file.path.as_str())
}
