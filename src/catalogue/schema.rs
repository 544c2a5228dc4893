//! The JSON Schema of each kind of file, made from the same types that read it, so that an editor completes fields and underlines mistakes while somebody types.

use super::types::{
    BankHolidays, DeskReport, Facets, Header, Hub, Language, Needs, Safeguarding, SafeguardingTests, Service, SlipLook,
    Terms,
};
use super::{Problem, parse};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A kind of file: the name of its schema, what makes it from the types, and what the loader says of a text.
type Kind = (&'static str, fn() -> Schema, fn(&str) -> Vec<Problem>);

/// All kinds of files.
const PARTS: [Kind; 12] = [
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
    ("report", of::<DeskReport>, shape::<DeskReport>),
];

/// Returns the names of all schemas.
pub fn names() -> impl Iterator<Item = &'static str> {
    PARTS.iter().map(|(name, ..)| *name)
}

/// Returns a schema by its name, "service", as the text of its file; nothing when there is none.
pub fn schema(name: &str) -> Option<String> {
    let (_, make, _) = PARTS.iter().find(|(known, ..)| *known == name)?;
    let mut value = make().to_value();
    plain(&mut value);
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
