//! Addresses and positions, and the places that must never be in a file.

use super::super::read::Step;
use super::super::types::{Place, Service};
use super::{Finder, Known, quote, street, within};
use std::ops::{Range, RangeInclusive};

/// Degrees north that the United Kingdom lies in, Scilly to Shetland.
const NORTH: RangeInclusive<f64> = 49.8..=60.9;

/// Degrees east that the United Kingdom lies in, Rockall left out.
const EAST: RangeInclusive<f64> = -8.7..=1.8;

/// What a postcode is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Postcode {
    /// One that Royal Mail may have issued.
    Possible,
    /// One of the right form whose last letters are never issued.
    NeverIssued,
    /// None.
    Wrong,
}

fn postcode_kind(text: &str) -> Postcode {
    let Some((outward, inward)) = text.split_once(' ') else { return Postcode::Wrong };
    if !is_outward(outward) {
        return Postcode::Wrong;
    }
    match inward.as_bytes() {
        [b'0'..=b'9', a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => {
            // These six look like others in handwriting, so no postcode ends with one.
            let never = |letter: &u8| b"CIKMOV".contains(letter);
            if never(a) || never(b) { Postcode::NeverIssued } else { Postcode::Possible }
        }
        _ => Postcode::Wrong,
    }
}

/// Returns whether the text is the first half of a postcode: A9, A99, AA9, AA99, A9A or AA9A.
fn is_outward(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &text.as_bytes()[letters..];
    let first = text.as_bytes().first().is_some_and(|b| !b"QVX".contains(b));
    let second = letters < 2 || !b"IJZ".contains(&text.as_bytes()[1]);
    let numbers = matches!(rest, [b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9' | b'A'..=b'Z']);
    (1..=2).contains(&letters) && first && second && numbers
}

/// Returns the postcode as it is written on letters, if the text is one in another form.
fn tidy(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    let cut = bare.len().checked_sub(3).filter(|&at| bare.is_char_boundary(at))?;
    let whole = format!("{} {}", &bare[..cut], &bare[cut..]);
    (postcode_kind(&whole) != Postcode::Wrong).then_some(whole)
}

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
    match postcode_kind(text) {
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
            finder.problems.iter().any(|p| p.code == "hidden-place" && p.span == *span)
        };
        for (text, span) in finder.parsed.texts() {
            let words = match text {
                _ if told(finder, &span) => continue,
                text if holds_postcode(text) => "a postcode",
                text if street::holds_street(text) => "a street with a number",
                _ => continue,
            };
            let what = format!("The address of this service must never be known, but {words} stands here.");
            finder.error_at("hidden-place", span, what, HIDDEN);
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
            finder.error("hidden-place", &at, what, HIDDEN);
        }
    }
    let area = finder.parsed.value.places[index].area.as_deref().unwrap_or_default();
    if is_no_area(area) {
        let words = if street::is_street(area) { "a street" } else { "a number" };
        let what = format!("This place is hidden, but {words} stands in its area.");
        let hint = "Name the town or a part of it, and nothing nearer: git remembers it for ever.";
        finder.error("hidden-place", &crate::at!["places", index, "area"], what, hint);
    }
    // The search for postcodes tells one in its right form.
    let at = crate::at!["places", index, "postal_code"];
    let told = finder.parsed.value.places[index].postal_code.as_deref().is_some_and(holds_postcode);
    if finder.parsed.has(&at) && !told {
        finder.error("hidden-place", &at, "This place is hidden, but its postcode stands here.", HIDDEN);
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
    fn knows_postcodes() {
        for good in ["M1 1AA", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A 1BB", "BT1 5GS"] {
            assert_eq!(postcode_kind(good), Postcode::Possible, "{good}");
        }
        assert_eq!(postcode_kind("HP20 0VC"), Postcode::NeverIssued);
        for bad in
            ["", "HP20", "HP200VC", "hp20 0VC", "HP20  0VC", "1HP 0VC", "HPX 1AA", "QQ1 1AA", "HP20 00V", "HP201 1AA"]
        {
            assert_eq!(postcode_kind(bad), Postcode::Wrong, "{bad}");
        }
        assert_eq!(tidy(" hp200vc "), Some("HP20 0VC".to_owned()));
        assert_eq!(tidy("caf\u{e9}"), None);
    }

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
