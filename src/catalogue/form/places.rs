//! Places, one in a line: "hub: riverside; room: Garden room".

use super::super::edit::quoted;
use super::super::types::{Answer, Place};
use super::lines::{in_braces, in_brackets, lines};
use super::words::{answer, choice};

/// Returns places, one in a line.
pub(super) fn places(all: &[Place]) -> String {
    all.iter().map(place).collect::<Vec<_>>().join("\n")
}

/// What a line can say, by its word there and its name in the file.
const PARTS: [(&str, &str); 10] = [
    ("hub", "hub"),
    ("name", "name"),
    ("address", "address_1"),
    ("town", "city"),
    ("postcode", "postal_code"),
    ("position", "latitude"),
    ("room", "room"),
    ("step-free", "step_free"),
    ("prams", "prams"),
    ("area", "area"),
];

/// The word for a place whose address must never be known.
const HIDDEN: &str = "hidden";

fn place(place: &Place) -> String {
    let mut out: Vec<String> = place.hidden.then(|| HIDDEN.to_owned()).into_iter().collect();
    for (word, key) in PARTS {
        let value = match key {
            "hub" => place.hub.clone(),
            "name" => place.name.clone(),
            "address_1" => place.address_1.clone(),
            "city" => place.city.clone(),
            "postal_code" => place.postal_code.clone(),
            "latitude" => place.latitude.zip(place.longitude).map(|(north, east)| format!("{north} {east}")),
            "room" => place.room.clone(),
            "step_free" => said(place.step_free),
            "prams" => said(place.prams),
            _ => place.area.clone(),
        };
        out.extend(value.map(|value| format!("{word}: {value}")));
    }
    out.join("; ")
}

fn said(value: Answer) -> Option<String> {
    Some(answer(value)).filter(|text| !text.is_empty())
}

/// Reads places, one in a line. A position stays only with the address that it was measured for, and a hidden place stays hidden.
pub(super) fn places_from(text: &str, before: &[Place]) -> Result<Option<String>, String> {
    let mut out = Vec::new();
    let mut hidden = 0;
    for line in lines(text) {
        let mut parts = Vec::new();
        for part in line.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            if part.eq_ignore_ascii_case(HIDDEN) {
                parts.push((HIDDEN, "true".to_owned()));
                continue;
            }
            let (word, value) = part.split_once(':').map_or((part, ""), |(word, value)| (word.trim(), value.trim()));
            let known = PARTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
            let Some((_, key)) = known.filter(|_| !value.is_empty()) else {
                let words: Vec<&str> = PARTS.iter().map(|(word, _)| *word).collect();
                let part = crate::text::visible(part);
                return Err(format!("\"{part}\" can't be read; each part begins with one of: {}.", words.join(", ")));
            };
            parts.push((*key, value.to_owned()));
        }
        let is_hidden = parts.iter().any(|(key, _)| *key == HIDDEN);
        hidden += usize::from(is_hidden);
        out.push(table(&parts, before)?);
    }
    if hidden < before.iter().filter(|place| place.hidden).count() {
        return Err(
            "a hidden place stays hidden in this form; whoever keeps the file can take it out there.".to_owned()
        );
    }
    Ok(in_brackets(out))
}

fn table(parts: &[(&str, String)], before: &[Place]) -> Result<String, String> {
    let get = |key: &str| parts.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str());
    let (mut north, mut east) = (None, None);
    if let Some(position) = get("latitude") {
        let numbers: Vec<f64> = position.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
        let [latitude, longitude] = numbers[..] else {
            return Err(format!(
                "\"{}\" is no position; it is two numbers: 51.815 -0.8006.",
                crate::text::visible(position)
            ));
        };
        let measured = |place: &&Place| place.latitude == Some(latitude) && place.longitude == Some(longitude);
        let moved = before.iter().find(measured).is_some_and(|place| {
            place.address_1.as_deref() != get("address_1") || place.postal_code.as_deref() != get("postal_code")
        });
        if !moved {
            (north, east) = (Some(float(latitude)), Some(float(longitude)));
        }
    }
    let known = |key: &str| choice(get(key).unwrap_or_default(), &["yes", "no", "ask"]);
    let text = |key: &str| get(key).map(quoted);
    Ok(in_braces(&[
        ("hub", text("hub")),
        ("name", text("name")),
        ("address_1", text("address_1")),
        ("city", text("city")),
        ("postal_code", text("postal_code")),
        ("latitude", north),
        ("longitude", east),
        ("room", text("room")),
        ("step_free", known("step_free")?),
        ("prams", known("prams")?),
        ("hidden", get(HIDDEN).map(str::to_owned)),
        ("area", text("area")),
    ]))
}

/// Returns a number as TOML writes one that is no whole number.
fn float(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.1}") } else { number.to_string() }
}
