//! Reads one table with a row for each service, as iCarol and spreadsheets write them; a file says which column is what, and which columns are confidential.

use super::airs::is_no;
use super::gather::Gather;
use super::source::Progress;
use super::tables::{bounded, decoded};
use crate::error::{Error, Result};
use crate::text;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Largest table that is read, in bytes.
const LARGEST: u64 = 512 << 20;

/// What a column may be.
const FIELDS: &[&str] = &[
    "id",
    "name",
    "organisation",
    "description",
    "status",
    "url",
    "email",
    "phone",
    "eligibility",
    "application_process",
    "cost",
    "languages",
    "service_area",
    "hours",
    "documents",
    "minimum_age",
    "maximum_age",
    "assured_date",
    "place",
    "address_1",
    "address_2",
    "city",
    "postal_code",
    "latitude",
    "longitude",
    "terms",
];

/// Fields that lead to a door.
const DOOR: [&str; 7] = ["place", "address_1", "address_2", "city", "postal_code", "latitude", "longitude"];

/// Which column is what.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Columns {
    /// The column of each field, or several of them, the first one first.
    columns: BTreeMap<String, Named>,
    /// Columns that are confidential where another says so: `"Address is private" = ["Street", "Town"]`. An empty list hides the whole row.
    confidential: BTreeMap<String, Vec<String>>,
    /// Columns that never come in.
    never: Vec<String>,
    /// What parts several values in one cell; ";" when missing.
    separator: Option<String>,
    /// The name of the taxonomy that the terms are of.
    taxonomy: String,
}

/// One column or several.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
enum Named {
    One(String),
    Many(Vec<String>),
}

impl Named {
    fn all(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

impl Columns {
    /// Reads the file that says which column is what.
    ///
    /// # Errors
    /// When it can't be read, or names a field that there is not.
    pub fn read(path: &Path) -> Result<Self> {
        let written = std::fs::read_to_string(path).map_err(|e| Error::io("read", path, e))?;
        Self::parse(&written, &path.display().to_string())
    }

    fn parse(written: &str, file: &str) -> Result<Self> {
        let columns: Self = toml::from_str(written).map_err(|e| {
            let place = text::place(file, written, e.span().map_or(0, |span| span.start));
            Error::input(format!("{place}: {}.", e.message().trim_end_matches('.')))
        })?;
        if let Some(unknown) = columns.columns.keys().find(|field| !FIELDS.contains(&field.as_str())) {
            let near = text::nearest(unknown, FIELDS.iter().copied());
            let hint = near.map_or_else(|| format!("There are: {}.", FIELDS.join(", ")), crate::error::meant);
            return Err(Error::input(format!("{file}: There is no field \"{}\".", text::visible(unknown))).hint(hint));
        }
        if !columns.columns.contains_key("name") {
            return Err(Error::input(format!("{file}: Nothing says which column is the name."))
                .hint("Write it below [columns]: name = \"Public name\"."));
        }
        Ok(columns)
    }

    /// Returns every column that the file names, for a look whether the table has them: a mark that is misspelt would hide nothing.
    fn named(&self) -> impl Iterator<Item = &String> {
        let guarded = self.confidential.iter().flat_map(|(mark, guarded)| std::iter::once(mark).chain(guarded));
        self.columns.values().flat_map(Named::all).chain(guarded).chain(&self.never)
    }
}

/// Reads every service of a table.
///
/// # Errors
/// When the table can't be read, or has not the columns that are named.
pub(super) fn read(path: &Path, columns: &Columns, gather: &mut Gather<'_>, progress: Progress<'_>) -> Result<()> {
    let file = std::fs::File::open(path).map_err(|e| Error::io("read", path, e))?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| Error::io("read", path, e))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::input(format!("{} is larger than 512 MB.", path.display())));
    }
    rows(&bytes, &path.display().to_string(), columns, gather, progress)
}

fn rows(bytes: &[u8], file: &str, columns: &Columns, gather: &mut Gather<'_>, progress: Progress<'_>) -> Result<()> {
    let written = decoded(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(written.as_bytes());
    let head = reader.headers().map_err(|e| Error::input(format!("{file} is no table.")).because(e))?.clone();
    let head: Vec<String> = head.iter().map(|name| name.trim().to_owned()).collect();
    if let Some(missing) = columns.named().find(|name| !head.contains(*name)) {
        let near = text::nearest(missing, head.iter().map(String::as_str)).map(crate::error::meant);
        let error = Error::input(format!("{file} has no column \"{}\".", text::visible(missing)));
        return Err(match near {
            Some(near) => error.hint(near),
            None => {
                error.hint("Nothing was read, because a column that is not there could be one that hides something.")
            }
        });
    }
    let mut bad = 0;
    for row in reader.records() {
        // A row with too few or too many cells may have its marks in the wrong places.
        match row {
            Ok(row) if row.len() == head.len() => {
                let cells = head.iter().map(String::as_str).zip(row.iter().map(bounded)).collect();
                gather.take(&record(&Row(cells), columns), false);
                progress(gather.read(), None);
            }
            Ok(_) | Err(_) => bad += 1,
        }
    }
    if bad > 0 {
        gather.broken(format!(
            "{file} has {bad} rows with another number of cells than its head; nothing was taken of them"
        ));
    }
    Ok(())
}

/// The cells of one row by their column.
struct Row<'a>(Vec<(&'a str, &'a str)>);

impl Row<'_> {
    fn cell(&self, column: &str) -> Option<&str> {
        let (_, cell) = self.0.iter().find(|(name, _)| *name == column)?;
        Some(cell.trim()).filter(|cell| !cell.is_empty())
    }
}

/// Returns a row as other registers write a service.
fn record(row: &Row<'_>, columns: &Columns) -> Value {
    let marked = || columns.confidential.iter().filter(|(mark, _)| row.cell(mark).is_some_and(|mark| !is_no(mark)));
    let id = columns.columns.get("id").and_then(|named| named.all().iter().find_map(|column| row.cell(column)));
    if marked().any(|(_, guarded)| guarded.is_empty()) {
        return json!({ "id": id, "confidential": true, "status": "active" });
    }
    let is_kept =
        |column: &String| columns.never.contains(column) || marked().any(|(_, guarded)| guarded.contains(column));
    let cells = |field: &str| -> Vec<&str> {
        let named = columns.columns.get(field).map(Named::all).unwrap_or_default();
        named.iter().filter(|column| !is_kept(column)).filter_map(|column| row.cell(column)).collect()
    };
    let one = |field: &str| cells(field).first().map(|cell| (*cell).to_owned());
    let separator = columns.separator.as_deref().filter(|mark| !mark.is_empty()).unwrap_or(";");
    let many = |field: &str| -> Vec<String> {
        let parts = cells(field).into_iter().flat_map(|cell| cell.split(separator)).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let door = |field: &str| columns.columns.get(field).map(Named::all).unwrap_or_default();
    let hidden = DOOR.iter().any(|field| door(field).iter().any(is_kept));
    let location = if hidden {
        // The street is handed on as what must not stand in any text, and the town is not told.
        let street: Vec<&str> =
            ["place", "address_1"].iter().flat_map(|field| door(field)).filter_map(|column| row.cell(column)).collect();
        json!({ "mask_exact_address": true, "addresses": [{ "address_1": street.join(", ") }] })
    } else {
        let mut address = Map::new();
        for field in ["address_1", "address_2", "city", "postal_code"] {
            address.extend(one(field).map(|said| (field.to_owned(), Value::from(said))));
        }
        json!({ "name": one("place"), "latitude": one("latitude"), "longitude": one("longitude"), "addresses": [address] })
    };
    json!({
        "id": id,
        "name": cells("name").first(),
        "organization": { "name": one("organisation") },
        "description": cells("description").join(" "),
        "status": one("status").unwrap_or_else(|| "active".to_owned()),
        "url": one("url"),
        "email": one("email"),
        "phones": many("phone").into_iter().map(|number| json!({ "number": number })).collect::<Vec<_>>(),
        "eligibility_description": cells("eligibility").join(" "),
        "application_process": cells("application_process").join(" "),
        "fees_description": one("cost"),
        "languages": many("languages").into_iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "service_areas": many("service_area"),
        "required_documents": many("documents"),
        "minimum_age": one("minimum_age"),
        "maximum_age": one("maximum_age"),
        "assured_date": one("assured_date"),
        "schedules": one("hours").map(|said| json!({ "description": said })).into_iter().collect::<Vec<_>>(),
        "attributes": many("terms").into_iter().map(|name| json!({ "taxonomy_term": { "taxonomy": columns.taxonomy, "name": name } })).collect::<Vec<_>>(),
        "service_at_locations": [{ "location": location }],
    })
}
