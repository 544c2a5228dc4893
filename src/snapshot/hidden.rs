//! Takes an address out of a service that must hide it from now on, when the file that says so can't be used.
//!
//! Such a file keeps its last good version, and that is the one with the address. So what the old version says of the place goes too: the place itself, and every text that could name it.

use crate::catalogue::{Hub, Place, Service, check};
use crate::text;
use std::collections::BTreeSet;
use toml::de::{DeTable, DeValue};

/// Words of addresses that lead nowhere by themselves.
const COMMON: &[&str] = &[
    "and",
    "the",
    "for",
    "our",
    "near",
    "next",
    "off",
    "back",
    "side",
    "door",
    "entrance",
    "upper",
    "lower",
    "ground",
    "first",
    "second",
    "third",
    "floor",
    "landing",
    "flat",
    "unit",
    "room",
    "rooms",
    "suite",
    "house",
    "home",
    "hall",
    "office",
    "offices",
    "building",
    "centre",
    "center",
    "community",
    "family",
    "families",
    "children",
    "childrens",
    "hub",
    "library",
    "school",
    "church",
    "clinic",
    "women",
    "womens",
    "street",
    "road",
    "lane",
    "avenue",
    "close",
    "drive",
    "court",
    "way",
    "place",
    "terrace",
    "gardens",
    "crescent",
    "hill",
    "row",
    "square",
    "park",
    "north",
    "south",
    "east",
    "west",
    "old",
    "new",
    "high",
    "main",
    "safe",
    "refuge",
    "example",
];

/// What a service says while its texts are held back.
const HELD_BACK: &str = "What this service does is held back until its file is mended.";

/// The name of a service whose own name would lead to its address.
const NAMELESS: &str = "A service whose address is hidden";

/// Returns whether a file was meant to hide a place. A mistake of writing in the word counts as the word: an address that is held back for an hour does less harm than one that is handed out.
pub fn is_meant(file: &str) -> bool {
    let (tree, errors) = DeTable::parse_recoverable(file);
    says_hidden(tree.get_ref()) || !errors.is_empty() && file.lines().any(line_says_hidden)
}

fn says_hidden(table: &DeTable<'_>) -> bool {
    fn inside(value: &DeValue<'_>) -> bool {
        match value {
            DeValue::Table(table) => says_hidden(table),
            DeValue::Array(items) => items.iter().any(|item| inside(item.get_ref())),
            _ => false,
        }
    }
    table.iter().any(|(key, value)| match value.get_ref() {
        DeValue::Boolean(false) => false,
        value => is_hidden_word(key.get_ref()) || inside(value),
    })
}

/// Returns whether a line of a file that is no TOML seems to hide the place.
fn line_says_hidden(line: &str) -> bool {
    let words: Vec<&str> = line
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '=' | ':')))
        .flat_map(split_signs)
        .collect();
    words.iter().enumerate().any(|(index, word)| {
        let next = words.get(index + 1..).unwrap_or_default();
        let sign = next.first().is_some_and(|sign| matches!(*sign, "=" | ":"));
        let value = if sign { next.get(1) } else { next.first() };
        // In the middle of a line it may be any sentence, unless a sign follows.
        is_hidden_word(word) && (sign || index == 0) && value.is_none_or(|value| !value.eq_ignore_ascii_case("false"))
    }) && !line.trim_start().starts_with('#')
}

/// Splits "hidden=true" into its word, its sign and its value.
fn split_signs(piece: &str) -> impl Iterator<Item = &str> {
    let mut rest = piece;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let sign = matches!(first, '=' | ':');
        let end = rest.find(|c| matches!(c, '=' | ':') != sign).unwrap_or(rest.len());
        let part = &rest[..end];
        rest = &rest[end..];
        Some(part)
    })
}

fn is_hidden_word(word: &str) -> bool {
    let word = word.trim().to_lowercase();
    word.contains("hidd") || strsim::damerau_levenshtein(&word, "hidden") <= 2
}

/// Takes everything out of a service that could lead to where it is.
pub fn take_address(service: &mut Service, hubs: &[(String, Hub)]) {
    let clue = Clue::of(service, hubs);
    let old = std::mem::take(&mut service.places);
    service.places = old
        .into_iter()
        .map(|place| Place { hidden: true, area: place.area.filter(|area| clue.allows_area(area)), ..Place::default() })
        .collect();
    service.places.dedup();
    // Names of places are written otherwise in other languages, where no clue finds them.
    service.translations.clear();
    let Service {
        organisation,
        eligibility,
        ineligibility,
        application_process,
        cost,
        interpretation_services,
        text_number,
        other_contact,
        email,
        url,
        hours_note,
        service_area,
        waiting_time,
        discretion,
        regulated,
        ..
    } = service;
    for field in [
        organisation,
        eligibility,
        ineligibility,
        application_process,
        cost,
        interpretation_services,
        text_number,
        other_contact,
        email,
        url,
        hours_note,
        service_area,
        waiting_time,
        discretion,
        regulated,
    ] {
        field.take_if(|text| clue.is_in(text));
    }
    for list in [&mut service.words, &mut service.required_documents] {
        list.retain(|text| !clue.is_in(text));
    }
    for phone in &mut service.phones {
        phone.description.take_if(|text| clue.is_in(text));
    }
    for session in &mut service.sessions {
        session.hub = None;
        session.notes.take_if(|text| clue.is_in(text));
    }
    service.source.take_if(|source| {
        source.also.retain(|page| !clue.is_in(page));
        clue.is_in(&source.url)
    });
    service.upstream.take_if(|upstream| clue.is_in(&upstream.id));
    service.checked.take_if(|checked| clue.is_in(&checked.by));
    service.formerly.retain(|id| !clue.is_in(id));
    if clue.is_in(&service.description) {
        service.description = HELD_BACK.to_owned();
    }
    if clue.is_in(&service.name) {
        service.name = service.organisation.clone().unwrap_or_else(|| NAMELESS.to_owned());
    }
}

/// What a text holds that leads to the address.
pub struct Clue {
    words: BTreeSet<String>,
    phrases: Vec<String>,
}

impl Clue {
    /// Returns the clues to the places of a service.
    pub fn of(service: &Service, hubs: &[(String, Hub)]) -> Self {
        let mut clue = Self { words: BTreeSet::new(), phrases: Vec::new() };
        let own: BTreeSet<String> = text::words(&service.name)
            .into_iter()
            .chain(service.organisation.iter().flat_map(|name| text::words(name)))
            .collect();
        let town = |place: &Place| place.city.iter().flat_map(|city| text::words(city)).collect::<BTreeSet<_>>();
        for place in &service.places {
            let spare = town(place);
            for field in [&place.address_1, &place.postal_code].into_iter().flatten() {
                clue.add(field, &spare);
            }
            // A place is often called as the service is, and the new file says that name too.
            for field in [&place.name, &place.room].into_iter().flatten() {
                clue.add(field, &own.union(&spare).cloned().collect());
            }
            if let Some((_, hub)) = place.hub.as_ref().and_then(|id| hubs.iter().find(|(known, _)| known == id)) {
                let spare = text::words(&hub.city).into_iter().collect();
                for field in [&hub.name, &hub.address_1, &hub.postal_code] {
                    clue.add(field, &spare);
                }
            }
        }
        clue
    }

    /// Adds the words of a part of the address, but those that tell nothing.
    fn add(&mut self, field: &str, spare: &BTreeSet<String>) {
        let words = text::words(field);
        let name: Vec<&str> =
            words.iter().map(String::as_str).skip_while(|w| w.starts_with(|c: char| c.is_ascii_digit())).collect();
        // All of them may be common: "12 Church Street".
        if name.len() > 1 && !words.iter().all(|word| spare.contains(word)) {
            self.phrases.push(format!(" {} ", name.join(" ")));
        }
        let tells = |word: &String| word.len() > 2 && !COMMON.contains(&word.as_str()) && !spare.contains(word);
        self.words.extend(words.into_iter().filter(tells));
    }

    /// Returns whether a text holds one.
    pub fn is_in(&self, text: &str) -> bool {
        let words = text::words(text);
        let whole = format!(" {} ", words.join(" "));
        words.iter().any(|word| self.words.contains(word))
            || self.phrases.iter().any(|phrase| whole.contains(phrase))
            || check::leads_to_a_door(text)
    }

    fn allows_area(&self, area: &str) -> bool {
        !self.is_in(area) && !check::is_no_area(area)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Translated;

    #[test]
    fn hears_hidden_however_it_is_written() {
        for file in [
            "[[places]]\nhidden = true",
            "[[places]]\nHIDDEN = \"true\"",
            "places = [{ hidden = 1 }]",
            "hiden = true",
            "address_hidden = true",
            "[[places]]\nhidden = yes",
            "[[places]\nhidden=true",
            "name = \"x\nhidden: true",
            "\"hidden\" true",
            "x = 1\nx = 2\n  hidden",
        ] {
            assert!(is_meant(file), "{file}");
        }
        for file in [
            "hidden = false",
            "name = \"The hidden garden = nice\"",
            "description = \"Hidden: nothing.\"",
            "name = \"Our hidden garden",
            "# hidden = true\nname = x",
            "hidden = false\nname = x",
            "[[places]]\nhub = \"a\"\nchildren = 1",
        ] {
            assert!(!is_meant(file), "{file}");
        }
    }

    #[test]
    fn keeps_what_tells_nothing_of_the_place() {
        let place = |name: &str, street: &str| Place {
            name: Some(name.into()),
            address_1: Some(street.into()),
            city: Some("Exampleford".into()),
            area: Some("north Exampleford".into()),
            ..Place::default()
        };
        let mut service = Service {
            name: "Quiet House".into(),
            description: "A quiet house in Exampleford for families.".into(),
            application_process: Some("Ask at the library in Church Street.".into()),
            eligibility: Some("Families who go to church.".into()),
            places: vec![place("Quiet House", "12 Church Street")],
            translations: [("uk".to_owned(), Translated::default())].into(),
            ..Service::default()
        };
        take_address(&mut service, &[]);
        assert_eq!(service.name, "Quiet House");
        assert!(service.description.starts_with("A quiet house"), "{}", service.description);
        assert_eq!((service.application_process.as_deref(), service.eligibility.is_some()), (None, true));
        assert!(service.translations.is_empty());
        let hidden = Place { hidden: true, area: Some("north Exampleford".into()), ..Place::default() };
        assert_eq!(service.places, [hidden]);

        service.name = "Quaymark Street Refuge".into();
        service.places = vec![place("x", "1 Quaymark Street")];
        take_address(&mut service, &[]);
        assert_eq!(service.name, NAMELESS);
    }
}
