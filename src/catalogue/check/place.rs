//! Addresses and positions, and the places that must never be in a file.

use super::super::map::{EAST, NORTH};
use super::super::postcode::{Postcode, kind, tidy};
use super::super::read::Step;
use super::super::types::{Place, Service};
use super::{Finder, Known, quote, street, within};
use std::ops::Range;

/// Returns whether a whole postcode stands somewhere in the text.
fn holds_postcode(text: &str) -> bool {
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let whole = |word: &str| word.len() >= 5 && tidy(word).is_some();
    words.iter().any(|w| whole(w))
        || words.windows(2).any(|pair| pair[1].len() == 3 && tidy(&format!("{} {}", pair[0], pair[1])).is_some())
}

/// Checks a postcode.
pub(super) fn postcode<T>(finder: &mut Finder<'_, '_, T>, text: &str, example: bool, at: &[Step]) {
    if text.trim().is_empty() {
        return;
    }
    match kind(text) {
        Postcode::Possible if example => {
            let what = format!("{} may be somebody's real postcode, but this entry is invented.", quote(text));
            let hint =
                "Invented entries take postcodes that are never issued: the last two letters hold C, I, K, M, O or V.";
            finder.error("real-in-example", at, what, hint);
        }
        Postcode::Possible => {}
        Postcode::NeverIssued if example => {}
        Postcode::NeverIssued => {
            let what = format!("There is no postcode {}: none ends in C, I, K, M, O or V.", quote(text));
            finder.error("bad-postcode", at, what, "Look it up again; only invented entries may use it.");
        }
        Postcode::Wrong => {
            let hint = match tidy(text) {
                Some(right) => format!("Write it as \"{right}\"."),
                None => "It looks like \"SW1A 1AA\": capitals, one space before the last three.".to_owned(),
            };
            finder.error("bad-postcode", at, format!("{} is no postcode.", quote(text)), hint);
        }
    }
}

/// Checks a position; `at` is the table that holds it.
pub(super) fn position<T>(finder: &mut Finder<'_, '_, T>, latitude: Option<f64>, longitude: Option<f64>, at: &[Step]) {
    let inside = |key: &'static str| within(at, key);
    let swapped = latitude.is_some_and(|l| EAST.contains(&l)) && longitude.is_some_and(|l| NORTH.contains(&l));
    let hint = if swapped {
        "Latitude and longitude seem to be swapped."
    } else {
        "In the UK latitude is 49.8 to 60.9 and longitude -8.7 to 1.8."
    };
    for (key, value, range) in [("latitude", latitude, NORTH), ("longitude", longitude, EAST)] {
        if let Some(value) = value.filter(|v| !range.contains(v)) {
            finder.error("bad-position", &inside(key), format!("The {key} {value} is not in the UK."), hint);
        }
    }
    for (key, value, other) in [("latitude", latitude, longitude), ("longitude", longitude, latitude)] {
        if value.is_none() && other.is_some() && !finder.parsed.has(&inside(key)) {
            let what = format!("The position has no {key}.");
            finder.error("bad-position", &inside(key), what, "Give both latitude and longitude, or neither.");
        }
    }
}

/// Checks the places of a service.
pub(super) fn places(finder: &mut Finder<'_, '_, Service>, service: &Service, known: &Known) {
    for (index, place) in service.places.iter().enumerate() {
        if place.hidden {
            hidden(finder, index);
            continue;
        }
        if let Some(hub) = &place.hub {
            finder.known("unknown-hub", "hub", hub, &known.hubs, &crate::at!["places", index, "hub"]);
            at_hub(finder, index);
        } else if is_bare(place) {
            let hint = "Give a hub, or a name and an address; a place that nobody knows is left out.";
            finder.error(
                "empty-place",
                &crate::at!["places", index],
                "This place says nothing about where it is.",
                hint,
            );
        }
        if let Some(text) = &place.postal_code {
            postcode(finder, text, service.example, &crate::at!["places", index, "postal_code"]);
        }
        position(finder, place.latitude, place.longitude, &crate::at!["places", index]);
    }
    if service.places.iter().any(|p| p.hidden) {
        let told = |finder: &Finder<'_, '_, Service>, span: &Range<usize>| {
            finder.problems.iter().any(|p| p.code == HIDDEN_PLACE && p.span == *span)
        };
        for (text, span) in finder.parsed.texts() {
            let words = match text {
                _ if told(finder, &span) => continue,
                text if holds_postcode(text) => "a postcode",
                text if street::holds_street(text) => "a street with a number",
                _ => continue,
            };
            let what = format!("The address of this service must never be known, but {words} stands here.");
            finder.error_at(HIDDEN_PLACE, span, what, HIDDEN);
        }
    }
}

/// Returns whether a postcode, or a street with a number, stands in the text.
pub fn leads_to_a_door(text: &str) -> bool {
    holds_postcode(text) || street::holds_street(text)
}

/// Returns whether a text says more of a hidden place than in which area it is.
pub fn is_no_area(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) || street::is_street(text)
}

/// The code of everything that may lead to a place whose address must never be known.
pub const HIDDEN_PLACE: &str = "hidden-place";

const HIDDEN: &str = "Delete it: git remembers it for ever. A hidden place has an area and nothing else.";

/// Tells everything that would lead to a place that must not be found.
fn hidden(finder: &mut Finder<'_, '_, Service>, index: usize) {
    let fields = [
        ("hub", "its hub"),
        ("name", "its name"),
        ("address_1", "its street"),
        ("city", "its town"),
        ("latitude", "its position"),
        ("longitude", "its position"),
        ("room", "its room"),
    ];
    for (key, words) in fields {
        let at = crate::at!["places", index, key];
        if finder.parsed.has(&at) {
            let what = format!("This place is hidden, but {words} stands here.");
            finder.error(HIDDEN_PLACE, &at, what, HIDDEN);
        }
    }
    let area = finder.parsed.value.places[index].area.as_deref().unwrap_or_default();
    if is_no_area(area) {
        let words = if street::is_street(area) { "a street" } else { "a number" };
        let what = format!("This place is hidden, but {words} stands in its area.");
        let hint = "Name the town or a part of it, and nothing nearer: git remembers it for ever.";
        finder.error(HIDDEN_PLACE, &crate::at!["places", index, "area"], what, hint);
    }
    // The search for postcodes tells one in its right form.
    let at = crate::at!["places", index, "postal_code"];
    let told = finder.parsed.value.places[index].postal_code.as_deref().is_some_and(holds_postcode);
    if finder.parsed.has(&at) && !told {
        finder.error(HIDDEN_PLACE, &at, "This place is hidden, but its postcode stands here.", HIDDEN);
    }
}

/// Tells everything beside a hub that the hub's own file says.
fn at_hub(finder: &mut Finder<'_, '_, Service>, index: usize) {
    for key in ["name", "address_1", "city", "postal_code", "latitude", "longitude", "step_free", "prams", "area"] {
        let at = crate::at!["places", index, key];
        if finder.parsed.has(&at) {
            let what = format!("The field \"{key}\" stands beside a hub, whose own file says it.");
            finder.error("doubled-address", &at, what, "Delete it here; only \"room\" goes with a hub.");
        }
    }
}

fn is_bare(place: &Place) -> bool {
    let Place { name, address_1, city, postal_code, area, latitude, .. } = place;
    [name, address_1, city, postal_code, area].iter().all(|f| f.is_none()) && latitude.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_postcodes_in_sentences() {
        for text in ["Come to HP20 1AA.", "at hp201aa", "Mill Lane, HP20 1AA, Exampleford"] {
            assert!(holds_postcode(text), "{text}");
        }
        for text in ["Covers HP20 and HP21", "Text 85258, Mo-Fr 09:00-17:00", "In the north of the town"] {
            assert!(!holds_postcode(text), "{text}");
        }
    }
}
