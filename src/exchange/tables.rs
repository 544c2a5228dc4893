//! Reads the tables of HSDS: a folder or an archive of CSV files, with `datapackage.json` or with files named as the standard names them. What belongs to a service is put together again and read as any other record.

use super::gather::Gather;
use super::source::Progress;
use crate::error::{Error, Result, plain};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Largest table that is read, in bytes, packed or not.
const LARGEST: u64 = 512 << 20;
/// Most letters of one cell: what is longer is no text of a service.
const CELL: usize = 64 << 10;
/// The file that says what the others hold.
const PACKAGE: &str = "datapackage.json";

/// Tables with what they are called inside a record, and the column that names whom they belong to.
const CHILDREN: &[(&str, &str)] = &[
    ("phone", "phones"),
    ("schedule", "schedules"),
    ("regular_schedule", "regular_schedules"),
    ("language", "languages"),
    ("service_area", "service_areas"),
    ("cost_option", "cost_options"),
    ("required_document", "required_documents"),
    ("eligibility", "eligibilitys"),
    ("contact", "contacts"),
    ("funding", "funding"),
    ("address", "addresses"),
    ("physical_address", "physical_addresses"),
    ("accessibility", "accessibility"),
    ("accessibility_for_disabilities", "accessibility_for_disabilities"),
];

/// Files under other names than their table with an "s".
const NAMES: &[(&str, &str)] = &[
    ("addresses", "address"),
    ("physical_addresses", "physical_address"),
    ("accessibility", "accessibility"),
    ("accessibilities", "accessibility"),
    ("eligibilities", "eligibility"),
    ("eligibility", "eligibility"),
    ("services_at_location", "service_at_location"),
    ("services_at_locations", "service_at_location"),
    ("services_taxonomy", "service_taxonomy"),
    ("service_attributes", "attribute"),
    ("service_attribute", "attribute"),
    ("taxonomies", "taxonomy"),
    ("taxonomy", "taxonomy"),
    ("organisations", "organization"),
    ("organisation", "organization"),
];

/// Rows of one table by the id of whom they belong to.
type Belonging = HashMap<String, Vec<Value>>;

/// The files of a package.
enum Files {
    Folder(std::path::PathBuf),
    Archive(Box<zip::ZipArchive<File>>),
}

impl Files {
    /// Returns names of files and what stands in them, at most so many bytes.
    fn open(&mut self, name: &str) -> std::result::Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let refused = |e: std::io::Error| plain(&e);
        let read = match self {
            Self::Folder(folder) => {
                File::open(folder.join(name)).map_err(refused)?.take(LARGEST + 1).read_to_end(&mut bytes)
            }
            Self::Archive(zip) => {
                let file = zip.by_name(name).map_err(|e| e.to_string())?;
                file.take(LARGEST + 1).read_to_end(&mut bytes)
            }
        };
        read.map_err(refused)?;
        if bytes.len() as u64 > LARGEST {
            return Err("it is larger than 512 MB".to_owned());
        }
        Ok(bytes)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = match self {
            Self::Folder(folder) => {
                let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
                let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
                files.filter_map(|entry| entry.file_name().into_string().ok()).collect()
            }
            Self::Archive(zip) => zip.file_names().flatten().map(|name| name.into_owned()).collect(),
        };
        names.sort();
        names
    }
}

/// Returns whether a folder or a file is a package of tables: tables and nothing of JSON but what describes them.
pub(super) fn is_package(path: &Path) -> bool {
    let Ok(files) = files_of(path) else { return false };
    tables_of(&files.names()).iter().any(|(table, _)| table == "service")
}

fn files_of(path: &Path) -> Result<Files> {
    if path.is_dir() {
        return Ok(Files::Folder(path.to_owned()));
    }
    let file = File::open(path).map_err(|e| Error::io("read", path, e))?;
    let zip = zip::ZipArchive::new(file)
        .map_err(|e| Error::input(format!("{} is no archive that can be read.", path.display())).because(e))?;
    Ok(Files::Archive(Box::new(zip)))
}

/// Returns the tables among some files, by their names.
fn tables_of(names: &[String]) -> Vec<(String, String)> {
    let table = |name: &String| {
        let file = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
        let stem = file.strip_suffix(".csv")?;
        let known = NAMES.iter().find(|(file, _)| *file == stem).map(|(_, table)| *table);
        Some((known.unwrap_or_else(|| stem.strip_suffix('s').unwrap_or(stem)).to_owned(), name.clone()))
    };
    names.iter().filter_map(table).collect()
}

/// Reads every service of a package.
///
/// # Errors
/// When the folder or archive can't be opened, or has no table of services.
pub(super) fn read(path: &Path, gather: &mut Gather<'_>, progress: Progress<'_>) -> Result<()> {
    let mut files = files_of(path)?;
    let names = files.names();
    let mut tables = tables_of(&names);
    if let Some(package) = names.iter().find(|name| name.rsplit('/').next() == Some(PACKAGE)) {
        match files.open(package).and_then(|bytes| described(&bytes, package)) {
            // What it describes may be there or not.
            Ok(told) => {
                tables.retain(|(_, file)| told.iter().all(|(_, other)| other != file));
                tables.extend(told.into_iter().filter(|(_, file)| names.contains(file)));
            }
            Err(why) => {
                gather.note(format!("{PACKAGE} can't be read, so the tables go by the names of their files: {why}"))
            }
        }
    }
    let mut all: HashMap<String, Vec<Value>> = HashMap::new();
    for (table, file) in &tables {
        let read = match files.open(file) {
            Ok(bytes) => rows(&bytes, file, gather),
            Err(why) => {
                gather.broken(format!("{file} can't be read: {why}"));
                continue;
            }
        };
        all.entry(table.clone()).or_default().extend(read);
    }
    let services = all.remove("service").unwrap_or_default();
    if services.is_empty() {
        return Err(Error::input(format!("{} has no table of services.", path.display()))
            .hint("HSDS calls it services.csv; datapackage.json may name another file."));
    }
    let joined = Joined::of(all);
    let count = services.len() as u64;
    for service in services {
        gather.take(&joined.service(service), false);
        progress(gather.read(), Some(count));
    }
    Ok(())
}

/// Returns tables and files as `datapackage.json` names them, relative to where it stands.
fn described(bytes: &[u8], package: &str) -> std::result::Result<Vec<(String, String)>, String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    let folder = package.strip_suffix(PACKAGE).unwrap_or_default();
    let resource = |resource: &Value| {
        let (name, path) = (resource["name"].as_str()?, resource["path"].as_str()?);
        // A path that leads out of the package is none of its files.
        let table = NAMES.iter().find(|(file, _)| *file == name).map_or(name, |(_, table)| table);
        Some((table.to_owned(), format!("{folder}{path}")))
    };
    Ok(value["resources"].as_array().into_iter().flatten().filter_map(resource).collect())
}

/// Returns the rows of a table as objects without their empty cells.
fn rows(bytes: &[u8], file: &str, gather: &mut Gather<'_>) -> Vec<Value> {
    let text = decoded(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let Ok(head) = reader.headers().cloned() else {
        gather.broken(format!("{file} has no head"));
        return Vec::new();
    };
    let head: Vec<String> = head.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let mut out = Vec::new();
    let mut bad = 0;
    for row in reader.records() {
        let Ok(row) = row else {
            bad += 1;
            continue;
        };
        let cells = head.iter().zip(row.iter()).filter(|(name, cell)| !name.is_empty() && !cell.trim().is_empty());
        let object: Map<String, Value> = cells.map(|(name, cell)| (name.clone(), Value::from(bounded(cell)))).collect();
        if !object.is_empty() {
            out.push(Value::Object(object));
        }
    }
    if bad > 0 {
        gather.note(format!("{file} has {bad} rows that can't be read"));
    }
    out
}

/// Returns a cell, and no more of it than anybody reads.
pub(super) fn bounded(cell: &str) -> &str {
    &cell[..cell.floor_char_boundary(CELL)]
}

/// Returns a text as it was meant: UTF-8, else as older spreadsheets write.
pub(super) fn decoded(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// All tables but that of services, by whom their rows belong to.
struct Joined {
    organisations: HashMap<String, Value>,
    locations: HashMap<String, Value>,
    terms: HashMap<String, Value>,
    at: Belonging,
    /// Rows by their holder's column and id: `("service_id", "7")`.
    children: Vec<(&'static str, HashMap<&'static str, Belonging>)>,
    links: Belonging,
}

/// Columns that name a holder, from the inside out: a phone of a contact names its service too.
const HOLDERS: [&str; 5] = ["contact_id", "service_at_location_id", "location_id", "service_id", "organization_id"];

impl Joined {
    fn of(mut all: HashMap<String, Vec<Value>>) -> Self {
        let mut table = |name: &str| all.remove(name).unwrap_or_default();
        let by_id = |rows: Vec<Value>| rows.into_iter().filter_map(|row| Some((id_in(&row, "id")?, row))).collect();
        let grouped = |rows: Vec<Value>, column: &str| {
            let mut out = Belonging::new();
            for row in rows {
                if let Some(id) = id_in(&row, column) {
                    out.entry(id).or_default().push(row);
                }
            }
            out
        };
        let mut links = grouped(table("attribute"), "link_id");
        for (id, rows) in grouped(table("service_taxonomy"), "service_id") {
            links.entry(id).or_default().extend(rows);
        }
        let children = CHILDREN.iter().map(|(name, key)| {
            let mut by_holder: HashMap<&'static str, Belonging> = HashMap::new();
            for row in table(name) {
                let held = HOLDERS.iter().find_map(|column| Some((*column, id_in(&row, column)?)));
                if let Some((column, id)) = held {
                    by_holder.entry(column).or_default().entry(id).or_default().push(row);
                }
            }
            (*key, by_holder)
        });
        Self {
            children: children.collect(),
            organisations: by_id(table("organization")),
            locations: by_id(table("location")),
            terms: by_id(table("taxonomy_term").into_iter().chain(table("taxonomy")).collect()),
            at: grouped(table("service_at_location"), "service_id"),
            links,
        }
    }

    /// Returns a service with all that belongs to it.
    fn service(&self, mut service: Value) -> Value {
        let id = id_in(&service, "id").unwrap_or_default();
        if let Some(organisation) = id_in(&service, "organization_id").and_then(|id| self.organisations.get(&id)) {
            let mut organisation = organisation.clone();
            let own = id_in(&organisation, "id").unwrap_or_default();
            self.add("organization_id", &own, &mut organisation);
            service["organization"] = organisation;
        }
        self.add("service_id", &id, &mut service);
        let places: Vec<Value> = self.at.get(&id).into_iter().flatten().map(|at| self.at_location(at)).collect();
        if !places.is_empty() {
            service["service_at_locations"] = places.into();
        }
        let links: Vec<Value> = self.links.get(&id).into_iter().flatten().map(|link| self.link(link)).collect();
        if !links.is_empty() {
            service["attributes"] = links.into();
        }
        service
    }

    fn at_location(&self, at: &Value) -> Value {
        let mut at = at.clone();
        let own = id_in(&at, "id").unwrap_or_default();
        self.add("service_at_location_id", &own, &mut at);
        if let Some((id, location)) =
            id_in(&at, "location_id").and_then(|id| Some((id.clone(), self.locations.get(&id)?)))
        {
            let mut location = location.clone();
            self.add("location_id", &id, &mut location);
            at["location"] = location;
        }
        at
    }

    fn link(&self, link: &Value) -> Value {
        let mut link = link.clone();
        let term = ["taxonomy_term_id", "taxonomy_id"].iter().find_map(|column| self.terms.get(&id_in(&link, column)?));
        if let Some(term) = term {
            link["taxonomy_term"] = term.clone();
        }
        link
    }

    /// Adds to a thing the rows that name it as their holder.
    fn add(&self, column: &str, id: &str, thing: &mut Value) {
        for (key, by_holder) in &self.children {
            let Some(rows) = by_holder.get(column).and_then(|all| all.get(id)) else { continue };
            let rows: Vec<Value> = rows
                .iter()
                .map(|row| {
                    let mut row = row.clone();
                    if *key == "contacts"
                        && let Some(own) = id_in(&row, "id")
                    {
                        self.add("contact_id", &own, &mut row);
                    }
                    row
                })
                .collect();
            thing[*key] = rows.into();
        }
    }
}

fn id_in(row: &Value, column: &str) -> Option<String> {
    Some(row.get(column)?.as_str()?.trim().to_owned())
}
