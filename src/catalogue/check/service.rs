//! The rules for one service.

use super::super::read::{Parsed, Problem, Step};
use super::super::types::{Service, Status, Upstream};
use super::{Finder, Known, contact, hours, id_problem, language, place, quote, refuge, session};
use crate::text;

/// Most needs that one service may name: a service for everything is found by nothing.
const MOST_NEEDS: usize = 4;

/// Oldest age that a limit may name.
const OLDEST: f64 = 120.0;

/// Returns all problems of one service's file; `id` is its name without `.toml`.
pub fn service(parsed: &Parsed<'_, Service>, id: &str, known: &Known) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let service = &parsed.value;
    finder.own_id(id);
    finder.required(&service.name, &crate::at!["name"], "Name it as its provider does.");
    finder.required(&service.description, &crate::at!["description"], "Say in one sentence what it does.");
    needs(&mut finder, service, known);
    ages(&mut finder, service);
    spoken(&mut finder, service);
    contacts(&mut finder, service);
    place::places(&mut finder, service, known);
    refuge::check(&mut finder, service);
    session::sessions(&mut finder, service, known);
    hours::field(&mut finder, service.opening_hours.as_deref(), &crate::at!["opening_hours"]);
    language::translations(&mut finder, service, known);
    ending(&mut finder, service, id);
    origin(&mut finder, service, id, known);
    finder.finish()
}

fn needs(finder: &mut Finder<'_, '_, Service>, service: &Service, known: &Known) {
    if service.needs.is_empty() && !finder.told(&crate::at!["needs"]) {
        let hint = "List what it helps with, the main need first: needs = [\"food-support\"].";
        finder.error("no-needs", &crate::at!["needs"], "This service has no needs, so nobody finds it by one.", hint);
    }
    for (index, need) in service.needs.iter().enumerate() {
        let at = crate::at!["needs", index];
        if let Some(all) = &known.needs {
            finder.known("unknown-need", "need", need, all, &at);
        }
        if service.needs[..index].contains(need) {
            finder.error("doubled-need", &at, format!("The need {} stands here twice.", quote(need)), "Delete one.");
        }
    }
    if service.needs.len() > MOST_NEEDS {
        let what = format!("This service has {} needs; {MOST_NEEDS} is the most.", service.needs.len());
        finder.error(
            "too-many-needs",
            &crate::at!["needs", MOST_NEEDS],
            what,
            "Keep those that people come to it for.",
        );
    }
}

fn ages(finder: &mut Finder<'_, '_, Service>, service: &Service) {
    for (key, age) in [("minimum_age", service.minimum_age), ("maximum_age", service.maximum_age)] {
        // Written so that "not a number" is impossible too.
        if let Some(age) = age.filter(|a| !(0.0..=OLDEST).contains(a)) {
            let what = format!("The age {age} is impossible.");
            finder.error("impossible-age", &crate::at![key], what, "Ages are years, 0 to 120; 0.5 is six months.");
        }
    }
    if let (Some(youngest), Some(oldest)) = (service.minimum_age, service.maximum_age)
        && youngest > oldest
    {
        let what = format!("The youngest age, {youngest}, is above the oldest, {oldest}.");
        let hint = "Swap them; if there is no oldest age, delete maximum_age.";
        finder.error("impossible-age", &crate::at!["minimum_age"], what, hint);
    }
}

fn spoken(finder: &mut Finder<'_, '_, Service>, service: &Service) {
    for (index, code) in service.languages.iter().enumerate() {
        let at = crate::at!["languages", index];
        if !language_code(finder, code, &at) && service.languages[..index].contains(code) {
            let what = format!("The language {} stands here twice.", quote(code));
            finder.error("doubled-language", &at, what, "Delete one.");
        }
    }
}

/// Adds an error when a language's code is not known, and returns whether it did.
pub(super) fn language_code<T>(finder: &mut Finder<'_, '_, T>, code: &str, at: &[Step]) -> bool {
    let Some((what, near)) = language::unknown_code(code) else { return false };
    let hint = "ISO 639 codes have two or three small letters: \"en\", \"ur\", \"pa\", \"bfi\" for British Sign Language. Any other language goes into interpretation_services, in words.";
    finder.error("bad-language", at, what, near.unwrap_or_else(|| hint.to_owned()));
    true
}

fn contacts(finder: &mut Finder<'_, '_, Service>, service: &Service) {
    contact::phones(finder, &service.phones, service.example);
    if let Some(text) = service.text_number.as_deref().filter(|t| !t.trim().is_empty()) {
        contact::text_number(finder, text, service.example);
    }
    if let Some(address) = &service.email {
        contact::email(finder, address, service.example);
    }
    if let Some(address) = &service.url {
        contact::url(finder, address, service.example, &crate::at!["url"]);
    }
}

/// Checks what is said of a service that ends. That what replaces it is there is for the check of the whole.
fn ending(finder: &mut Finder<'_, '_, Service>, service: &Service, id: &str) {
    let Some(instead) = service.instead.as_deref().filter(|instead| !instead.trim().is_empty()) else { return };
    let at = crate::at!["instead"];
    if instead == id {
        let hint = "Name the service that families go to then, or delete it.";
        finder.error("bad-instead", &at, "This service can't replace itself.", hint);
    } else if service.closes_on.is_none() && service.status == Status::Active {
        let what = format!("{} replaces this service, but nothing says that it ends.", quote(instead));
        let hint = "Say when: closes_on = 2026-11-30, the first day without it; or delete it.";
        let span = finder.parsed.span(&at);
        finder.problems.push(Problem::warning("no-end", span, what).hint(hint));
    }
}

/// Checks where the entry comes from: its check, its source, its old ids, its name elsewhere.
fn origin(finder: &mut Finder<'_, '_, Service>, service: &Service, id: &str, known: &Known) {
    if let Some(checked) = &service.checked {
        finder.checked(checked, known.today);
    }
    if let Some(source) = &service.source {
        finder.source(source, known.today, service.example, &crate::at!["source"]);
    }
    for (index, old) in service.formerly.iter().enumerate() {
        let at = crate::at!["formerly", index];
        if old == id {
            let what = format!("The old id {} is the id that this service has now.", quote(old));
            finder.error("doubled-id", &at, what, "Delete it here.");
        } else if let Some(what) = id_problem(old).filter(|_| !old.trim().is_empty()) {
            finder.error("bad-id", &at, what, "Old ids are former file names, without .toml.");
        }
    }
    if let Some(upstream) = &service.upstream {
        finder.required(&upstream.scheme, &crate::at!["upstream", "scheme"], "Name the register.");
        finder.required(&upstream.id, &crate::at!["upstream", "id"], "Give its id in the register.");
        imported(finder, upstream);
    }
}

/// Tells what an import left for somebody to look at.
fn imported(finder: &mut Finder<'_, '_, Service>, upstream: &Upstream) {
    let at = |key: &'static str| crate::at!["upstream", key];
    let mut warn = |code, key, what: String, hint: &str| {
        let problem = Problem::warning(code, finder.parsed.span(&at(key)), what);
        finder.problems.push(problem.hint(hint));
    };
    if let Some(gone) = upstream.gone {
        let what = format!("The register does not name this service any more since {gone}.");
        warn("gone-upstream", "gone", what, "Ring them: close it, or take upstream out when it goes on.");
    }
    if !upstream.look_over.is_empty() {
        let what = format!("An import guessed this: {}.", upstream.look_over.join(", "));
        warn("look-over", "look_over", text::clean(&what), "Look it over, mend it, then delete look_over.");
    }
    if !upstream.differs.is_empty() {
        let fields: Vec<&str> = upstream.differs.keys().map(String::as_str).collect();
        let what = format!("The register says otherwise of: {}.", fields.join(", "));
        let hint = "Take over what it says, or keep what stands here; then delete it under differs.";
        warn("differs-upstream", "differs", text::clean(&what), hint);
    }
}
