//! The JSON Schema of each kind of file, made from the same types that read it, so that an editor completes fields and underlines mistakes while somebody types.

use super::types::{
    BankHolidays, DeskReport, Facets, Header, Hub, Language, Needs, Safeguarding, SafeguardingTests, Service, SlipLook,
    Taxonomy, Terms,
};
use super::{Problem, parse};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A kind of file: the name of its schema, what makes it from the types, and what the loader says of a text.
type Kind = (&'static str, fn() -> Schema, fn(&str) -> Vec<Problem>);

/// All kinds of files.
const PARTS: [Kind; 13] = [
    ("service", of::<Service>, shape::<Service>),
    ("hub", of::<Hub>, shape::<Hub>),
    ("catalogue", of::<Header>, shape::<Header>),
    ("needs", of::<Needs>, shape::<Needs>),
    ("safeguarding", of::<Safeguarding>, shape::<Safeguarding>),
    ("safeguarding_tests", of::<SafeguardingTests>, shape::<SafeguardingTests>),
    ("bank_holidays", of::<BankHolidays>, shape::<BankHolidays>),
    ("terms", of::<Terms>, shape::<Terms>),
    ("facets", of::<Facets>, shape::<Facets>),
    ("language", of::<Language>, shape::<Language>),
    ("look", of::<SlipLook>, shape::<SlipLook>),
    ("taxonomy", of::<Taxonomy>, shape::<Taxonomy>),
    ("report", of::<DeskReport>, shape::<DeskReport>),
];

/// Fields without which the check refuses an entry, by type. The types take files without them, so that one pass tells everything.
const REQUIRED: [(&str, &[&str]); 22] = [
    ("Service", &["name", "description", "needs"]),
    ("Phone", &["number"]),
    ("Session", &["byday", "opens_at", "closes_at"]),
    ("Source", &["url"]),
    ("Upstream", &["scheme", "id"]),
    ("Hub", &["name", "locality", "nation", "council", "address_1", "city", "postal_code"]),
    ("Role", &["role", "extension"]),
    ("FrontDoor", &["name", "phone", "out_of_hours_phone", "source"]),
    ("Header", &["format", "name"]),
    ("Needs", &["needs"]),
    ("Group", &["id", "name"]),
    ("Need", &["id", "name", "group", "meaning"]),
    ("Elsewhere", &["name", "words"]),
    ("Safeguarding", &["rules"]),
    ("Rule", &["need", "title", "phrases"]),
    ("Facets", &["facets"]),
    ("Facet", &["id", "label"]),
    ("FacetTest", &["text"]),
    ("Terms", &["last", "terms"]),
    ("BankHolidays", &["last"]),
    ("MappedTerm", &["needs"]),
    ("DeskReport", &["kind", "on"]),
];

/// What else the check refuses and a schema can say in a word: the type, its field, the keyword and its value as JSON.
const LIMITS: [(&str, &str, &str, &str); 21] = [
    ("Service", "name", "minLength", "1"),
    ("Service", "description", "minLength", "1"),
    ("Service", "needs", "minItems", "1"),
    ("Service", "needs", "maxItems", "4"),
    ("Service", "needs", "uniqueItems", "true"),
    ("Service", "minimum_age", "minimum", "0"),
    ("Service", "minimum_age", "maximum", "120"),
    ("Service", "maximum_age", "minimum", "0"),
    ("Service", "maximum_age", "maximum", "120"),
    ("Service", "url", "pattern", WEB_PAGE),
    ("Service", "email", "pattern", E_MAIL),
    ("Hub", "url", "pattern", WEB_PAGE),
    ("Hub", "email", "pattern", E_MAIL),
    ("Source", "url", "pattern", WEB_PAGE),
    ("Source", "date", "pattern", r#""^\\d{4}(-\\d{2}(-\\d{2})?)?$""#),
    ("Session", "byday", "minItems", "1"),
    ("Session", "interval", "minimum", "1"),
    ("Session", "opens_at", "pattern", r#""^([01]\\d|2[0-3]):[0-5]\\d$""#),
    ("Session", "closes_at", "pattern", r#""^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$""#),
    ("Header", "format", "minimum", "1"),
    ("SlipLook", "colour", "pattern", r##""^#[0-9A-Fa-f]{6}$""##),
];

const WEB_PAGE: &str = r#""^https?://""#;
const E_MAIL: &str = r#""^[^@\\s]+@[^@\\s]+$""#;

/// Returns the names of all schemas.
pub fn names() -> impl Iterator<Item = &'static str> {
    PARTS.iter().map(|(name, ..)| *name)
}

/// Returns a schema by its name, "service", as the text of its file; nothing when there is none.
pub fn schema(name: &str) -> Option<String> {
    let (_, make, _) = PARTS.iter().find(|(known, ..)| *known == name)?;
    let mut value = make().to_value();
    plain(&mut value);
    strict(&mut value);
    // Texts and numbers can always be written.
    let text = serde_json::to_string_pretty(&value).unwrap_or_default();
    Some(format!("{text}\n"))
}

/// Returns the first line that names its schema in a file of the catalogue.
pub fn line(path: &str, name: &str) -> String {
    let up = "../".repeat(path.matches('/').count());
    format!("#:schema {up}schema/{name}.json")
}

/// Returns the text of a new file of the catalogue: its schema is named in the first line.
pub fn headed(path: &str, name: &str, text: &str) -> String {
    format!("{}\n{text}", line(path, name))
}

/// Returns what the reader of files has against the shape of one, by the name of its schema: what a schema says too. Rules about what values mean are for the check.
pub fn problems(name: &str, text: &str) -> Vec<Problem> {
    PARTS.iter().find(|(known, ..)| *known == name).map(|(_, _, read)| read(text)).unwrap_or_default()
}

fn shape<T: DeserializeOwned + Default>(text: &str) -> Vec<Problem> {
    parse::<T>(text, false).problems
}

fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>()
}

/// Takes out what TOML does not have, or what tells a person nothing: null, the widths of numbers, what a missing field counts as.
fn plain(value: &mut Value) {
    match value {
        Value::Object(map) => {
            // A field may have any of these names; only where they say something of a schema they go.
            let is_schema = map.contains_key("type") || map.contains_key("anyOf") || map.contains_key("$ref");
            let is_schema = is_schema || map.contains_key("allOf") || map.contains_key("oneOf");
            if is_schema && !map.values().all(Value::is_object) {
                map.remove("default");
                map.remove("format");
            }
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    map.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(any)) = map.get_mut("anyOf") {
                any.retain(|one| one.get("type").is_none_or(|kind| kind != "null"));
                if let [only] = any.as_slice() {
                    let only = only.clone();
                    map.remove("anyOf");
                    // In draft-07 nothing counts beside a reference, so it is wrapped for its description's sake.
                    map.insert("allOf".to_owned(), Value::Array(vec![only]));
                }
            }
            map.values_mut().for_each(plain);
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}

/// Adds what the check refuses anyway to the types of a schema, so that an editor says it at once.
fn strict(schema: &mut Value) {
    if let Some(title) = schema["title"].as_str().map(str::to_owned) {
        limit(&title, schema);
    }
    for (name, part) in schema.get_mut("definitions").and_then(Value::as_object_mut).into_iter().flatten() {
        limit(name, part);
    }
}

fn limit(name: &str, part: &mut Value) {
    if let Some((_, fields)) = REQUIRED.iter().find(|(known, _)| *known == name) {
        part["required"] = fields.iter().copied().collect();
    }
    for (_, field, word, value) in LIMITS.iter().filter(|(known, ..)| *known == name) {
        // The table above is JSON, which a test reads.
        part["properties"][*field][*word] = serde_json::from_str(value).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_a_field() {
        let all: Vec<Value> = PARTS.iter().map(|(_, make, _)| make().to_value()).collect();
        let of = |name: &str| {
            let part = |schema: &Value| match schema["title"] == name {
                true => Some(schema["properties"].clone()),
                false => schema["definitions"].get(name).map(|part| part["properties"].clone()),
            };
            all.iter().find_map(part).unwrap_or_else(|| panic!("{name} is no type"))
        };
        for (name, fields) in REQUIRED {
            let there = of(name);
            fields.iter().for_each(|field| assert!(there.get(*field).is_some(), "{name}: {field}"));
        }
        for (name, field, word, value) in LIMITS {
            assert!(of(name).get(field).is_some(), "{name}: {field}");
            assert!(serde_json::from_str::<Value>(value).is_ok(), "{name}: {field}: {word}");
        }
    }
}
