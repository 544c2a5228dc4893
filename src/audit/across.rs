//! What no file can know alone: an id or a name that another file has too.

use super::Report;
use crate::catalogue::{File, Parsed, Place, Problem, Service, Status};
use crate::text;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// What is kept of a service to compare it with the others.
pub(super) struct Facts {
    pub(super) path: String,
    id: String,
    formerly: Vec<(String, Range<usize>)>,
    /// What families go to instead.
    instead: Option<(String, Range<usize>)>,
    /// It has ended or will.
    ends: bool,
    /// The folded name, empty for what is gone for good.
    name: String,
    name_span: Range<usize>,
    places: Vec<String>,
    /// How many of its translations nobody has checked.
    pub(super) unchecked: usize,
    /// Kept only because a report shows the line with the name.
    head: Arc<str>,
}

impl Facts {
    /// Returns what is kept of one service.
    pub(super) fn of(file: &File, parsed: &Parsed<'_, Service>) -> Self {
        let service = &parsed.value;
        let formerly = service.formerly.iter().enumerate();
        let formerly: Vec<_> =
            formerly.map(|(index, id)| (id.clone(), parsed.span(&crate::at!["formerly", index]))).collect();
        let instead = service.instead.clone().filter(|id| !id.trim().is_empty() && id != file.id());
        let instead = instead.map(|id| (id, parsed.span(&crate::at!["instead"])));
        let ends = service.closes_on.is_some() || service.status == Status::Defunct;
        // Of a file that is half read nobody knows what the rest would say.
        let (name, places) =
            if parsed.problems.is_empty() { alike(service) } else { (String::new(), places_of(service)) };
        let name_span = parsed.span(&crate::at!["name"]);
        let shown = formerly.iter().chain(&instead).map(|(_, span)| span.end);
        let needed = shown.chain([name_span.end]).max().unwrap_or(0);
        let line_end =
            parsed.text.get(needed..).and_then(|rest| rest.find('\n')).map_or(parsed.text.len(), |n| needed + n);
        let head = Arc::from(parsed.text.get(..line_end).unwrap_or_default());
        let unchecked = service.translations.values().filter(|translated| translated.checked.is_none()).count();
        let (path, id) = (file.path.clone(), file.id().to_owned());
        Self { path, id, formerly, instead, ends, name, name_span, places, unchecked, head }
    }

    fn report(&self, code: &'static str, span: Range<usize>, what: String, hint: &str) -> Report {
        let problem = Problem::error(code, span, what).hint(hint);
        Report { path: self.path.clone(), text: Arc::clone(&self.head), problem }
    }
}

/// Returns what a service has in common with every other that people would take for the same: its name, empty for what is gone for good, and its places.
pub fn alike(service: &Service) -> (String, Vec<String>) {
    let compared = service.status != Status::Defunct;
    (if compared { text::fold(&service.name) } else { String::new() }, places_of(service))
}

fn places_of(service: &Service) -> Vec<String> {
    let organisation = service.organisation.as_deref().map(text::fold).filter(|name| !name.is_empty());
    let mut places: Vec<String> = service.places.iter().filter_map(|p| place_key(p, organisation.as_deref())).collect();
    if let (true, Some(organisation)) = (service.places.is_empty(), organisation) {
        places.push(format!("{NO_PLACE}{organisation}"));
    }
    places.sort();
    places.dedup();
    places
}

/// How the key of a service without a place begins; its organisation follows.
const NO_PLACE: &str = "no place, ";

/// Returns the same text for places that are the same; nothing for one that doesn't say where it is.
fn place_key(place: &Place, organisation: Option<&str>) -> Option<String> {
    let part = |field: &Option<String>| field.as_deref().map(text::fold).unwrap_or_default();
    if let Some(hub) = &place.hub {
        return Some(format!("hub {hub}"));
    }
    if place.hidden {
        // Many doors may be in one area, so whose it is has to tell them apart.
        return organisation.map(|organisation| format!("hidden in {}, {organisation}", part(&place.area)));
    }
    let fields = [&place.postal_code, &place.name, &place.address_1, &place.city, &place.area];
    if fields.into_iter().all(|field| part(field).is_empty()) {
        return None;
    }
    Some(address_key(place, part))
}

fn address_key(place: &Place, part: impl Fn(&Option<String>) -> String) -> String {
    match part(&place.postal_code).replace(' ', "") {
        postcode if !postcode.is_empty() => format!("postcode {postcode}"),
        _ => format!(
            "at {}, {}, {}, {}",
            part(&place.name),
            part(&place.address_1),
            part(&place.city),
            part(&place.area)
        ),
    }
}

/// Returns the problems between files; of two files with the same name or id the later one in the order of paths is told.
pub(super) fn problems(all: &[Facts]) -> Vec<Report> {
    let mut out = Vec::new();
    ids(all, &mut out);
    names(all, &mut out);
    replaced(all, &mut out);
    out
}

/// Tells what is to replace a service and can't: it is not there, or ends too.
fn replaced(all: &[Facts], out: &mut Vec<Report>) {
    if all.iter().all(|facts| facts.instead.is_none()) {
        return;
    }
    let mut by_id: HashMap<&str, &Facts> = HashMap::new();
    for facts in all {
        for id in facts.formerly.iter().map(|(old, _)| old.as_str()).chain([facts.id.as_str()]) {
            by_id.insert(id, facts);
        }
    }
    for facts in all {
        let Some((id, span)) = &facts.instead else { continue };
        let named = text::visible(id);
        match by_id.get(id.as_str()) {
            None => {
                let near = text::nearest(id, by_id.keys().copied());
                let hint =
                    near.map_or_else(|| "Give the id of a service: its file name.".to_owned(), crate::error::meant);
                out.push(facts.report(
                    "unknown-instead",
                    span.clone(),
                    format!("There is no service \"{named}\"."),
                    &hint,
                ));
            }
            Some(other) if other.id == facts.id => {
                let what = format!("\"{named}\" is an old id of this service, which can't replace itself.");
                out.push(facts.report("bad-instead", span.clone(), what, "Name another service, or delete it."));
            }
            Some(other) if other.ends => {
                let what = format!("\"{named}\" ends too, so families would be sent from one closed door to the next.");
                out.push(facts.report("bad-instead", span.clone(), what, "Name a service that goes on, or delete it."));
            }
            Some(_) => {}
        }
    }
}

fn ids(all: &[Facts], out: &mut Vec<Report>) {
    let mut now: HashMap<&str, &Facts> = HashMap::new();
    for facts in all {
        if let Some(first) = now.get(facts.id.as_str()) {
            let what = format!("The id \"{}\" is also that of {}.", facts.id, first.path);
            out.push(facts.report(
                "doubled-id",
                0..0,
                what,
                "Ids are unique over all folders: rename one of the files.",
            ));
        } else {
            now.insert(&facts.id, facts);
        }
    }
    let mut before: HashMap<&str, &Facts> = HashMap::new();
    for facts in all {
        for (old, span) in &facts.formerly {
            // One that is the file's own id is told by the check of the file.
            let other = now.get(old.as_str()).filter(|other| other.id != facts.id);
            if let Some(other) = other {
                let what = format!("The old id \"{}\" is now that of {}.", text::visible(old), other.path);
                out.push(facts.report("doubled-id", span.clone(), what, "Delete it here, or rename the other file."));
            } else if let Some(first) = before.get(old.as_str()) {
                let what = format!("The old id \"{}\" also stands in {}.", text::visible(old), first.path);
                out.push(facts.report(
                    "doubled-id",
                    span.clone(),
                    what,
                    "An old id leads to one service: delete it in one.",
                ));
            } else {
                before.insert(old, facts);
            }
        }
    }
}

fn names(all: &[Facts], out: &mut Vec<Report>) {
    let mut seen: HashMap<(&str, &str), &Facts> = HashMap::new();
    for facts in all.iter().filter(|f| !f.name.is_empty()) {
        let mut told: Option<&str> = None;
        for place in &facts.places {
            match seen.get(&(facts.name.as_str(), place.as_str())) {
                Some(first) if told.is_none() => {
                    told = Some(&first.path);
                    let what = if place.starts_with(NO_PLACE) {
                        format!("A service with the same name and the same organisation stands in {}.", first.path)
                    } else {
                        format!("A service with the same name at the same place stands in {}.", first.path)
                    };
                    let hint = "Put both into one file, or name them so that people can tell them apart.";
                    out.push(facts.report("doubled-name", facts.name_span.clone(), what, hint));
                }
                Some(_) => {}
                None => {
                    seen.insert((&facts.name, place), facts);
                }
            }
        }
    }
}
