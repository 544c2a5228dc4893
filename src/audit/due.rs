//! What the catalogue owes to families: entries that somebody looked at lately, and more than one service for a need.

use super::Report;
use super::allowed;
use super::facts::Facts;
use crate::catalogue::{File, Folder, Header, Needs, Problem, hours, parse};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::Arc;

/// How many services a need should have: one may be full, far or closed.
const ENOUGH: usize = 2;

/// Returns a warning for each service whose check is older than its main need allows. Invented ones are never checked, and those that nobody has ever checked have no date to be told.
pub(super) fn stale<'a>(all: &'a [Facts], header: &Header, today: NaiveDate) -> Vec<(&'a Facts, Problem)> {
    let due = |facts: &'a Facts| {
        let (on, span) = facts.checked.as_ref().filter(|_| facts.is_compared() && !facts.example)?;
        let days = (today - *on).num_days();
        let limit = header.fresh_for(facts.needs.first().map(String::as_str));
        (days > i64::from(limit)).then(|| {
            let what = format!(
                "Nobody has checked this since {}: {days} days, and it stays fresh for {limit}.",
                hours::date(*on)
            );
            let hint = "Ring them, then record it; signpost catalogue stale lists whom to ring first.";
            (facts, Problem::warning("stale", span.clone(), what).hint(hint))
        })
    };
    all.iter().filter_map(due).collect()
}

/// Returns a warning for each need with fewer than two services. Nothing is said of a catalogue that has just begun and lacks everything.
pub(super) fn few(folder: &Folder, file: Option<&File>, all: &[Facts], newer: bool) -> Vec<Report> {
    let Some((file, text)) = file.and_then(|file| Some((file, folder.read(file).ok()?))) else { return Vec::new() };
    let parsed = parse::<Needs>(&text, newer);
    let needs = &parsed.value.needs;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for facts in all.iter().filter(|facts| facts.is_compared()) {
        for need in &facts.needs {
            *counts.entry(need).or_default() += 1;
        }
    }
    if !parsed.problems.is_empty() || all.len() < ENOUGH * needs.len() {
        return Vec::new();
    }
    let shared: Arc<str> = Arc::from(&*text);
    let starts: Vec<usize> = (0..needs.len()).map(|index| parsed.span(&crate::at!["needs", index]).start).collect();
    let lacking = needs.iter().enumerate().filter_map(|(index, need)| {
        let what = match counts.get(need.id.as_str()) {
            Some(ENOUGH..) => return None,
            Some(_) => format!("Only one service helps with \"{}\".", need.name),
            None => format!("No service helps with \"{}\".", need.name),
        };
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        if allowed::codes_among(&text, starts[index]..end).iter().any(|code| code == "few-services") {
            return None;
        }
        let hint = "Add one; if there is no other, say so below the need: # allow few-services: why there is no other";
        let problem = Problem::warning("few-services", parsed.span(&crate::at!["needs", index, "id"]), what).hint(hint);
        Some(Report { path: file.path.clone(), text: Arc::clone(&shared), problem })
    });
    lacking.collect()
}
