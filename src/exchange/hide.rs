//! Takes out of a service what leads to a door that must not be found.

use super::open_referral::area_of;
use crate::catalogue::{Place, Service, check};
use crate::text;

/// What stands where nothing of a text is left.
const HELD_BACK: &str = "Its address is not shown. Ring first.";

/// Makes every place of a service hidden and takes the address, and what the clues name, out of its texts. Returns whether a text lost something.
pub fn hide(service: &mut Service, clues: &[String]) -> bool {
    let mut areas: Vec<Place> = Vec::new();
    for place in &service.places {
        let area = if place.hub.is_some() { None } else { area_of(place) };
        let hidden = Place { hidden: true, area, ..Place::default() };
        if !areas.contains(&hidden) {
            areas.push(hidden);
        }
    }
    // Beside an area, a place without one says nothing.
    if areas.iter().any(|place| place.area.is_some()) {
        areas.retain(|place| place.area.is_some());
    }
    service.places = areas;
    let own = [text::fold(&service.name), text::fold(service.organisation.as_deref().unwrap_or_default())];
    let clues: Vec<String> =
        clues.iter().map(|clue| street_of(clue)).filter(|c| c.len() > 3 && !own.contains(c)).collect();
    let mut cut = false;
    texts(service, &mut |said| {
        let left = without_doors(said, &clues);
        cut |= left != *said;
        *said = left;
    });
    for session in &mut service.sessions {
        session.hub = None;
    }
    if service.description.is_empty() {
        service.description = HELD_BACK.to_owned();
    }
    if service.name.is_empty() {
        service.name =
            service.organisation.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| "Hidden service".to_owned());
    }
    emptied(service);
    cut
}

/// Returns whether any place of a service is hidden.
pub fn is_hidden(service: &Service) -> bool {
    service.places.iter().any(|place| place.hidden)
}

/// Returns a street's name without the number: who knows the street has only to look for the door.
fn street_of(clue: &str) -> String {
    let words = text::words(clue);
    words.iter().filter(|w| !w.bytes().any(|b| b.is_ascii_digit())).cloned().collect::<Vec<_>>().join(" ")
}

/// Returns the sentences of a text that don't lead to a door.
fn without_doors(said: &str, clues: &[String]) -> String {
    let leads = |part: &str| {
        let folded = format!(" {} ", text::fold(part));
        check::leads_to_a_door(part) || clues.iter().any(|clue| folded.contains(&format!(" {clue} ")))
    };
    if !leads(said) {
        return said.to_owned();
    }
    let mut out: Vec<&str> = Vec::new();
    let mut rest = said.trim();
    while !rest.is_empty() {
        let sentence = text::whole_sentence(rest);
        if !leads(sentence) {
            out.push(sentence);
        }
        rest = rest.get(sentence.len()..).unwrap_or_default().trim_start();
    }
    let left = out.join(" ");
    // An address may stand over two sentences.
    if leads(&left) { String::new() } else { left }
}

/// Calls `f` with every text of a service in which people write sentences or addresses.
fn texts(service: &mut Service, f: &mut impl FnMut(&mut String)) {
    f(&mut service.name);
    f(&mut service.description);
    let Service {
        organisation, eligibility, ineligibility, application_process, cost, interpretation_services, ..
    } = service;
    for field in [organisation, eligibility, ineligibility, application_process, cost, interpretation_services] {
        field.iter_mut().for_each(&mut *f);
    }
    let Service { text_number, other_contact, email, url, hours_note, service_area, waiting_time, .. } = service;
    for field in [text_number, other_contact, email, url, hours_note, service_area, waiting_time] {
        field.iter_mut().for_each(&mut *f);
    }
    let Service { discretion, regulated, words, required_documents, .. } = service;
    discretion.iter_mut().chain(regulated).for_each(&mut *f);
    words.iter_mut().chain(required_documents).for_each(&mut *f);
    for phone in &mut service.phones {
        phone.description.iter_mut().for_each(&mut *f);
    }
    for session in &mut service.sessions {
        session.notes.iter_mut().for_each(&mut *f);
    }
    if let Some(source) = &mut service.source {
        f(&mut source.url);
        source.also.iter_mut().for_each(&mut *f);
    }
    for said in service.translations.values_mut() {
        let fields = [&mut said.description, &mut said.eligibility, &mut said.ineligibility];
        let more = [&mut said.application_process, &mut said.cost, &mut said.hours_note];
        fields.into_iter().chain(more).flatten().for_each(&mut *f);
        said.required_documents.iter_mut().for_each(&mut *f);
    }
}

/// Takes out the texts of which nothing is left.
fn emptied(service: &mut Service) {
    let Service {
        organisation, eligibility, ineligibility, application_process, cost, interpretation_services, ..
    } = service;
    for field in [organisation, eligibility, ineligibility, application_process, cost, interpretation_services] {
        field.take_if(|said| said.is_empty());
    }
    let Service { text_number, other_contact, email, url, hours_note, service_area, waiting_time, .. } = service;
    for field in [text_number, other_contact, email, url, hours_note, service_area, waiting_time] {
        field.take_if(|said| said.is_empty());
    }
    service.discretion.take_if(|said| said.is_empty());
    service.regulated.take_if(|said| said.is_empty());
    service.words.retain(|said| !said.is_empty());
    service.required_documents.retain(|said| !said.is_empty());
    for phone in &mut service.phones {
        phone.description.take_if(|said| said.is_empty());
    }
    for session in &mut service.sessions {
        session.notes.take_if(|said| said.is_empty());
    }
    if let Some(source) = &mut service.source {
        source.also.retain(|page| !page.is_empty());
    }
    service.source.take_if(|source| source.url.is_empty());
    for said in service.translations.values_mut() {
        let fields = [&mut said.description, &mut said.eligibility, &mut said.ineligibility];
        let more = [&mut said.application_process, &mut said.cost, &mut said.hours_note];
        fields.into_iter().chain(more).for_each(|field| drop(field.take_if(|said| said.is_empty())));
        said.required_documents.retain(|said| !said.is_empty());
    }
}

/// Takes out places that say no more than another one does: lists name a place of which the record has the address too.
pub fn without_doubles(places: &mut Vec<Place>) {
    let all = places.clone();
    let says_less = |a: &Place, b: &Place| {
        let fields = |p: &Place| [p.name.clone(), p.address_1.clone(), p.city.clone(), p.postal_code.clone()];
        let part = fields(a).into_iter().zip(fields(b)).all(|(a, b)| a.is_none() || a == b);
        let position = a.latitude.is_none() || a.latitude == b.latitude && a.longitude == b.longitude;
        part && position && a.hidden == b.hidden && a.area == b.area
    };
    let mut at = 0;
    places.retain(|place| {
        let own = at;
        at += 1;
        !all.iter()
            .enumerate()
            .any(|(n, other)| n != own && says_less(place, other) && (!says_less(other, place) || n < own))
    });
}
