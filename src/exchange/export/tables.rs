//! The same services as tables: the tabular package of HSDS 3.1, one file for each kind of thing and `datapackage.json`, which says what they hold.

use crate::error::{Error, Result};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One table: its name in the standard, its file, and its columns.
struct Table {
    name: &'static str,
    file: &'static str,
    /// What it is called where it stands inside another thing.
    key: &'static str,
    columns: &'static [&'static str],
}

/// The tables that a catalogue of ours can fill.
const TABLES: &[Table] = &[
    Table {
        name: "organization",
        file: "organizations.csv",
        key: "organization",
        columns: &["id", "name", "description"],
    },
    Table {
        name: "service",
        file: "services.csv",
        key: "",
        columns: &[
            "id",
            "organization_id",
            "name",
            "description",
            "url",
            "email",
            "status",
            "interpretation_services",
            "application_process",
            "fees_description",
            "accreditations",
            "eligibility_description",
            "minimum_age",
            "maximum_age",
            "assured_date",
            "alert",
        ],
    },
    Table {
        name: "phone",
        file: "phones.csv",
        key: "phones",
        columns: &["id", "service_id", "number", "extension", "type", "description"],
    },
    Table {
        name: "schedule",
        file: "schedules.csv",
        key: "schedules",
        columns: &[
            "id",
            "service_id",
            "valid_from",
            "valid_to",
            "dtstart",
            "freq",
            "interval",
            "byday",
            "description",
            "opens_at",
            "closes_at",
            "notes",
        ],
    },
    Table {
        name: "service_area",
        file: "service_areas.csv",
        key: "service_areas",
        columns: &["id", "service_id", "name", "extent_type"],
    },
    Table {
        name: "service_at_location",
        file: "service_at_locations.csv",
        key: "service_at_locations",
        columns: &["id", "service_id", "location_id", "description"],
    },
    Table {
        name: "location",
        file: "locations.csv",
        key: "location",
        columns: &["id", "location_type", "name", "latitude", "longitude"],
    },
    Table {
        name: "address",
        file: "addresses.csv",
        key: "addresses",
        columns: &[
            "id",
            "location_id",
            "address_1",
            "city",
            "state_province",
            "postal_code",
            "country",
            "address_type",
        ],
    },
    Table {
        name: "accessibility",
        file: "accessibility.csv",
        key: "accessibility",
        columns: &["id", "location_id", "description"],
    },
    Table { name: "language", file: "languages.csv", key: "languages", columns: &["id", "service_id", "name", "code"] },
    Table {
        name: "cost_option",
        file: "cost_options.csv",
        key: "cost_options",
        columns: &["id", "service_id", "currency", "amount"],
    },
    Table {
        name: "required_document",
        file: "required_documents.csv",
        key: "required_documents",
        columns: &["id", "service_id", "document"],
    },
    Table {
        name: "attribute",
        file: "attributes.csv",
        key: "attributes",
        columns: &["id", "link_id", "taxonomy_term_id", "link_type", "link_entity", "value"],
    },
    Table {
        name: "taxonomy_term",
        file: "taxonomy_terms.csv",
        key: "taxonomy_term",
        columns: &["id", "code", "name", "description", "taxonomy"],
    },
];

/// Columns that hold numbers.
const NUMBERS: [&str; 7] = ["minimum_age", "maximum_age", "extension", "interval", "latitude", "longitude", "amount"];
/// Columns that hold days.
const DATES: [&str; 4] = ["assured_date", "valid_from", "valid_to", "dtstart"];

/// Fills the tables.
pub(super) struct Tables {
    writers: Vec<csv::Writer<Vec<u8>>>,
    seen: BTreeSet<String>,
    rows: Vec<usize>,
}

impl Tables {
    /// Returns empty tables with their heads.
    ///
    /// # Errors
    /// When there is no memory for them.
    pub fn new() -> Result<Self> {
        let mut writers = Vec::new();
        for table in TABLES {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(table.columns).map_err(failed)?;
            writers.push(writer);
        }
        Ok(Self { rows: vec![0; writers.len()], writers, seen: BTreeSet::new() })
    }

    /// Adds a service with all that belongs to it.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn service(&mut self, service: &Value) -> Result<()> {
        self.put("", service)
    }

    fn put(&mut self, key: &str, thing: &Value) -> Result<()> {
        let Some(at) = TABLES.iter().position(|table| table.key == key) else { return Ok(()) };
        let id = thing["id"].as_str().unwrap_or_default();
        // A hub, an organisation, a term stands in many services, and in its table once.
        if !self.seen.insert(id.to_owned()) {
            return Ok(());
        }
        let cell = |column: &&str| match &thing[*column] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.writers[at].write_record(TABLES[at].columns.iter().map(cell)).map_err(failed)?;
        self.rows[at] += 1;
        for (key, inner) in thing.as_object().into_iter().flatten() {
            match inner {
                Value::Array(items) => items.iter().try_for_each(|item| self.put(key, item))?,
                Value::Object(_) => self.put(key, inner)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Returns the files: those with rows, and the one that says what they hold.
    ///
    /// # Errors
    /// When there is no memory for them.
    pub fn finish(self, catalogue: &str) -> Result<Vec<(String, Vec<u8>)>> {
        let filled: Vec<bool> =
            TABLES.iter().zip(&self.rows).map(|(table, rows)| *rows > 0 || table.key.is_empty()).collect();
        let is_there = |name: &str| TABLES.iter().zip(&filled).any(|(table, filled)| *filled && table.name == name);
        let tables = TABLES.iter().zip(&filled).filter(|(_, filled)| **filled).map(|(table, _)| table);
        let resources: Vec<Value> = tables.map(|table| described(table, &is_there)).collect();
        let package = json!({
            "name": "human_services_data",
            "title": catalogue,
            "profile": "tabular-data-package",
            "version": "3.1.0",
            "homepage": "https://docs.openreferral.org",
            "resources": resources,
        });
        let mut out = vec![("datapackage.json".to_owned(), pretty(&package)?)];
        for ((writer, table), _) in self.writers.into_iter().zip(TABLES).zip(&filled).filter(|(_, filled)| **filled) {
            let bytes = writer.into_inner().map_err(|e| failed(e.into_error().into()))?;
            out.push((table.file.to_owned(), bytes));
        }
        Ok(out)
    }
}

fn described(table: &Table, is_there: &dyn Fn(&str) -> bool) -> Value {
    let field = |column: &&str| {
        let kind = match *column {
            name if NUMBERS.contains(&name) => "number",
            name if DATES.contains(&name) => "date",
            _ => "string",
        };
        json!({ "name": column, "type": kind })
    };
    let keys = table.columns.iter().filter_map(|column| {
        let other = column.strip_suffix("_id").filter(|other| is_there(other))?;
        Some(json!({ "fields": column, "reference": { "resource": other, "fields": "id" } }))
    });
    let mut schema = json!({ "primaryKey": "id", "fields": table.columns.iter().map(field).collect::<Vec<_>>() });
    let keys: Vec<Value> = keys.collect();
    if !keys.is_empty() {
        schema["foreignKeys"] = keys.into();
    }
    json!({
        "name": table.name,
        "path": table.file,
        "format": "csv",
        "mediatype": "text/csv",
        "profile": "tabular-data-resource",
        "schema": schema,
    })
}

pub(super) fn pretty(value: &Value) -> Result<Vec<u8>> {
    let mut bytes =
        serde_json::to_vec_pretty(value).map_err(|e| Error::system("The export can't be put together.").because(e))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn failed(error: csv::Error) -> Error {
    Error::system("The tables can't be put together.").because(error)
}
