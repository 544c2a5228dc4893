//! A service as the fields of its file, and what of it a catalogue can take.

use super::incoming::Incoming;
use crate::catalogue::check::{self, Known};
use crate::catalogue::{Phone, Place, Service, Session, Severity, Source, Upstream, edit, parse};
use crate::text;
use serde::Serialize;
use toml::{Table, Value};

/// Fields that a register can fill. All others are the hub's own, and no import touches them.
pub const FIELDS: &[&str] = &[
    "name",
    "organisation",
    "description",
    "status",
    "needs",
    "minimum_age",
    "maximum_age",
    "eligibility",
    "ineligibility",
    "access",
    "application_process",
    "free",
    "cost",
    "languages",
    "interpretation_services",
    "phones",
    "text_number",
    "other_contact",
    "email",
    "url",
    "places",
    "sessions",
    "opening_hours",
    "hours_note",
    "service_area",
    "nations",
    "required_documents",
    "waiting_time",
    "taking",
    "delivery",
    "regulated",
    "source",
];

/// Fields without which a service can't be told.
const NEEDED: &[&str] = &["name", "description", "needs"];

/// How often a file is mended and checked again; each time takes out what is wrong.
const ROUNDS: usize = 12;

/// Returns the fields of a service that say anything.
pub fn values(service: &Service) -> Table {
    let mut out = said(service, &Service::default());
    let mut inside = |field: &str, blank: Table| {
        for item in out.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Value::Table(item) = item {
                item.retain(|key, value| blank.get(key) != Some(value));
            }
        }
    };
    inside("phones", table(&Phone::default()));
    inside("places", table(&Place::default()));
    inside("sessions", table(&Session::default()));
    for (field, blank) in [("source", table(&Source::default())), ("upstream", table(&Upstream::default()))] {
        if let Some(Value::Table(item)) = out.get_mut(field) {
            item.retain(|key, value: &mut Value| blank.get(key) != Some(value));
        }
    }
    for (_, value) in out.iter_mut() {
        whole_numbers(value);
    }
    out
}

fn table(value: &impl Serialize) -> Table {
    Table::try_from(value).unwrap_or_default()
}

fn said(value: &impl Serialize, blank: &impl Serialize) -> Table {
    let (mut out, blank) = (table(value), table(blank));
    out.retain(|key, value| blank.get(key) != Some(value));
    out
}

/// Writes ages as people do: 5 and not 5.0.
fn whole_numbers(value: &mut Value) {
    if let Value::Float(number) = value
        && number.fract() == 0.0
        && number.abs() < 1000.0
    {
        *value = Value::Integer(*number as i64);
    }
}

/// Returns the checksum of a field's value.
pub fn checksum(value: &Value, field: &str) -> String {
    format!("{:08x}", crc32fast::hash(edit::inline(value, field).as_bytes()))
}

/// Returns the fields that a register fills, as they would stand in a file of their own, without those that the check refuses, which are noted as lost. Nothing when too little is left.
pub fn fit(incoming: &mut Incoming, needs: &[String], known: &Known) -> Option<Table> {
    let mut fields = values(&incoming.service);
    fields.retain(|field, _| FIELDS.iter().any(|known| *known == field));
    let needed = needs.iter().map(|need| Value::from(need.as_str())).collect();
    fields.insert("needs".to_owned(), Value::Array(needed));
    for _ in 0..ROUNDS {
        let text = edit::written(&fields);
        let parsed = parse::<Service>(&text, false);
        let problems = check::service(&parsed, "a", known);
        let mut errors = problems.iter().filter(|p| p.severity == Severity::Error).peekable();
        if errors.peek().is_none() {
            return Some(fields);
        }
        // From the last to the first, so that the places of the others stay right.
        let mut at: Vec<(At, &str)> = errors.map(|p| (place_of(&text, p.span.start), p.what.as_str())).collect();
        at.sort();
        at.dedup_by(|a, b| a.0 == b.0);
        for (at, what) in at.into_iter().rev() {
            let why = what.trim_end_matches('.');
            let lost = format!("{}: {why}", at.field.replace('_', " "));
            if NEEDED.contains(&at.field.as_str()) || !take_out(&mut fields, &at) {
                incoming.lost.push(lost);
                return None;
            }
            incoming.lost.push(lost);
        }
    }
    None
}

/// Where a problem stands: the field, which of its tables, and which key there.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct At {
    field: String,
    index: Option<usize>,
    key: Option<String>,
}

/// Finds what stands at a byte of a file that [`edit::written`] made.
fn place_of(written: &str, byte: usize) -> At {
    let mut at = At::default();
    let mut start = 0;
    for line in written.split_inclusive('\n') {
        if let Some(field) = line.trim_end().strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
            let index = if at.field == field { at.index.map_or(0, |index| index + 1) } else { 0 };
            at = At { field: field.to_owned(), index: Some(index), key: None };
        } else if let Some((key, _)) = line.split_once(" = ") {
            match at.index {
                Some(_) => at.key = Some(key.to_owned()),
                None => at.field = key.to_owned(),
            }
        }
        start += line.len();
        if byte < start {
            break;
        }
    }
    at
}

/// Takes a value out: a part of a place, a whole phone or session, or a whole field. Returns whether it was there.
fn take_out(fields: &mut Table, at: &At) -> bool {
    let Some(index) = at.index else { return fields.remove(&at.field).is_some() };
    let Some(Value::Array(items)) = fields.get_mut(&at.field) else { return false };
    let Some(item) = items.get_mut(index) else { return false };
    match (&at.key, item) {
        (Some(key), Value::Table(place)) if at.field == "places" => drop(place.remove(key)),
        _ => drop(items.remove(index)),
    }
    if items.is_empty() {
        fields.remove(&at.field);
    }
    true
}

/// Returns an id that a name makes, which may be taken.
pub fn slug(name: &str) -> String {
    const LONGEST: usize = 48;
    let mut out = String::new();
    for word in text::words(name) {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if word.is_empty() {
            continue;
        }
        if out.len() + word.len() >= LONGEST {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(&word);
    }
    if check::id_problem(&out).is_some() {
        "service".to_owned() + if out.is_empty() { "" } else { "-" } + &out
    } else {
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_make_ids() {
        assert_eq!(slug("Mums & Tots (Stay-and-Play), caf\u{e9}"), "mums-tots-stay-and-play-cafe");
        assert_eq!(slug("\u{645}\u{631}\u{62d}\u{628}\u{627}"), "service");
        assert_eq!(slug("Con"), "service-con");
        assert!(slug(&"word ".repeat(40)).len() <= 48);
    }

    #[test]
    fn problems_are_found_in_their_fields() {
        let text = "name = \"a\"\nneeds = [\"x\"]\n\n[[phones]]\nnumber = \"1\"\n\n[[phones]]\nnumber = \"2\"\n";
        let at = place_of(text, text.find("\"2\"").unwrap());
        assert_eq!((at.field.as_str(), at.index, at.key.as_deref()), ("phones", Some(1), Some("number")));
        assert_eq!(place_of(text, text.find("\"x\"").unwrap()).field, "needs");
    }
}
