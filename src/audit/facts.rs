//! What is kept of each service to compare it with the others, and with the day.

use super::allowed;
use super::words::{self, Advice};
use crate::catalogue::{File, Parsed, Place, Service, Status};
use crate::text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What is kept of one service. Places are bytes of its file, which is read again for the few that are told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Facts {
    pub(super) path: String,
    pub(super) id: String,
    pub(super) formerly: Vec<(String, Range<usize>)>,
    /// What families go to instead.
    pub(super) instead: Option<(String, Range<usize>)>,
    /// It has ended or will.
    pub(super) ends: bool,
    /// The folded name, empty for what is gone for good or half read.
    pub(super) name: String,
    pub(super) name_span: Range<usize>,
    /// The folded name of who runs it.
    pub(super) organisation: Option<String>,
    /// The same text for places that are the same.
    pub(super) places: Vec<String>,
    /// Telephone numbers, digits alone.
    pub(super) phones: Vec<String>,
    /// Its page: the name of the machine, and the rest.
    pub(super) page: Option<(String, String)>,
    pub(super) page_span: Range<usize>,
    /// Needs, the main one first.
    pub(super) needs: Vec<String>,
    /// When it was last checked, and where that stands.
    pub(super) checked: Option<(NaiveDate, Range<usize>)>,
    pub(super) example: bool,
    /// How many of its translations nobody has checked.
    pub(super) unchecked: usize,
    /// What could be said in plainer words.
    pub(super) advice: Vec<Advice>,
    /// Codes of warnings that its file allows, with a reason.
    pub(super) allowed: Vec<String>,
}

impl Facts {
    /// Returns what is kept of one service.
    pub(super) fn of(file: &File, parsed: &Parsed<'_, Service>) -> Self {
        let service = &parsed.value;
        let formerly = service.formerly.iter().enumerate();
        let formerly: Vec<_> =
            formerly.map(|(index, id)| (id.clone(), parsed.span(&crate::at!["formerly", index]))).collect();
        let instead = service.instead.clone().filter(|id| !id.trim().is_empty() && id != file.id());
        // Of a file that is half read nobody knows what the rest would say.
        let (name, places) =
            if parsed.problems.is_empty() { alike(service) } else { (String::new(), places_of(service)) };
        let compared = !name.is_empty();
        let digits = |number: &String| number.chars().filter(char::is_ascii_digit).collect::<String>();
        Self {
            path: file.path.clone(),
            id: file.id().to_owned(),
            formerly,
            instead: instead.map(|id| (id, parsed.span(&crate::at!["instead"]))),
            ends: service.closes_on.is_some() || service.status == Status::Defunct,
            name,
            name_span: parsed.span(&crate::at!["name"]),
            organisation: organisation_of(service),
            places,
            phones: service.phones.iter().map(|phone| digits(&phone.number)).filter(|d| !d.is_empty()).collect(),
            page: service.url.as_deref().and_then(page),
            page_span: parsed.span(&crate::at!["url"]),
            needs: service.needs.clone(),
            checked: service.checked.as_ref().map(|c| (c.on, parsed.span(&crate::at!["checked", "on"]))),
            example: service.example,
            unchecked: service.translations.values().filter(|translated| translated.checked.is_none()).count(),
            advice: if compared { words::advice(parsed) } else { Vec::new() },
            allowed: allowed::codes(parsed.text),
        }
    }

    /// Returns whether it can be compared: its file is read in full, and it is not gone for good.
    pub(super) fn is_compared(&self) -> bool {
        !self.name.is_empty()
    }
}

/// Returns what a service has in common with every other that people would take for the same: its name, empty for what is gone for good, and its places.
pub fn alike(service: &Service) -> (String, Vec<String>) {
    let compared = service.status != Status::Defunct;
    (if compared { text::fold(&service.name) } else { String::new() }, places_of(service))
}

fn organisation_of(service: &Service) -> Option<String> {
    service.organisation.as_deref().map(text::fold).filter(|name| !name.is_empty())
}

fn places_of(service: &Service) -> Vec<String> {
    let organisation = organisation_of(service);
    let mut places: Vec<String> = service.places.iter().filter_map(|p| place_key(p, organisation.as_deref())).collect();
    if let (true, Some(organisation)) = (service.places.is_empty(), organisation) {
        places.push(format!("{NO_PLACE}{organisation}"));
    }
    places.sort();
    places.dedup();
    places
}

/// How the key of a service without a place begins; its organisation follows.
pub(super) const NO_PLACE: &str = "no place, ";

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

/// Returns the name of the machine of a page, without "www.", and the rest of its address as far as it tells pages apart.
fn page(url: &str) -> Option<(String, String)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let rest = rest.split('#').next()?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, behind) = rest.split_at(end);
    let host = host.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    Some((host.to_owned(), behind.trim_end_matches('/').to_owned()))
}
