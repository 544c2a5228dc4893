//! Publishing: writes a tally's [`Document`] as files that people open, and as text for the terminal.
//!
//! ```text
//! comma     CSV, one file for each table and one with what the words mean
//! json      the whole document
//! workbook  XLSX: a sheet for each table, one that says what it is, one with what the charts draw
//! page      HTML: one file with its charts
//! brief     PDF: one page for a meeting
//! text      the terminal
//! drawn     what of a table is drawn, the same in every format
//! words     how a cell is shown and what must stand on every file
//! ```
//!
//! Every number comes from the document's cells: nothing here counts anything.

mod brief;
mod comma;
mod drawn;
mod json;
mod page;
mod parcel;
mod text;
mod words;
mod workbook;

pub use parcel::{Files, SUMS, hash, pack, sums, unpack, write_into};
pub use text::text;
pub use words::{Notice, notices, protection};

use crate::error::{Error, Result};
use crate::tally::{Document, Table};
use serde_json::Value;
use std::collections::BTreeSet;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Format {
    /// Lines for the terminal.
    Text,
    /// One table, its cells with commas between.
    Csv,
    /// Everything, for programs.
    Json,
    /// A workbook for spreadsheets.
    Xlsx,
    /// A page for browsers.
    Html,
    /// The brief for a meeting.
    Pdf,
}

/// Columns of a text that is written to a file.
const COLUMNS: usize = 100;

/// Returns every file of a release: name and bytes. The same document gives the same bytes.
///
/// # Errors
/// When two tables share an id, or a file can't be put together.
pub fn files(document: &Document) -> Result<Vec<(String, Vec<u8>)>> {
    let document = &clean(document)?;
    let mut names = BTreeSet::from([words::DEFINITIONS.to_owned()]);
    let mut files = Vec::new();
    for table in &document.tables {
        if !names.insert(words::safe(&table.id)) {
            return Err(Error::system(format!("Two tables of the release are called {}.", table.id)));
        }
        files.push((words::file(document, &words::safe(&table.id), "csv"), comma::table(document, table)?));
    }
    files.push((words::file(document, words::DEFINITIONS, "csv"), comma::definitions(document)?));
    let whole = words::safe(&format!("{}-{}", document.place_id, document.period_id));
    files.push((words::file(document, &format!("tally-{whole}"), "json"), json::whole(document)?));
    files.push((words::file(document, &format!("tally-{whole}"), "xlsx"), workbook::whole(document)?));
    files.push((words::file(document, &format!("tally-{whole}"), "html"), page::whole(document).into_bytes()));
    files.push((words::file(document, &format!("brief-{whole}"), "pdf"), brief::whole(document)?));
    Ok(files)
}

/// Returns the document, or one table of it with all that is said about it, in one format.
///
/// # Errors
/// When there is no such table, or the format can't hold what is asked for.
pub fn one(document: &Document, table: Option<&str>, format: Format) -> Result<Vec<u8>> {
    let document = clean(document)?;
    let document = match table {
        Some(id) => narrowed(document, id)?,
        None => document,
    };
    match format {
        Format::Text => Ok(text::text(&document, COLUMNS).into_bytes()),
        Format::Csv => match document.tables.as_slice() {
            [table] => comma::table(&document, table),
            _ => Err(Error::usage("CSV holds one table in a file, and this has several.")
                .hint("Ask for one with --by, or for a whole release with --output and a folder.")),
        },
        Format::Json => json::whole(&document),
        Format::Xlsx => workbook::whole(&document),
        Format::Html => Ok(page::whole(&document).into_bytes()),
        Format::Pdf => brief::whole(&document),
    }
}

/// Returns a document with one of its tables.
fn narrowed(mut document: Document, id: &str) -> Result<Document> {
    document.tables.retain(|table| table.id == id);
    if document.tables.is_empty() {
        return Err(Error::usage(format!("The release has no table \"{id}\".")));
    }
    document.figures.clear();
    Ok(document)
}

/// Returns a document without characters that change how others are shown: a reason may be typed by anybody.
fn clean(document: &Document) -> Result<Document> {
    let wrong = |e: serde_json::Error| Error::system("The document can't be put together.").because(e);
    let mut value = serde_json::to_value(document).map_err(wrong)?;
    // A character that stands for none is refused by every reader of XML.
    let is_none = |c: char| u32::from(c) & 0xfffe == 0xfffe;
    each_text(&mut value, &|text| crate::text::clean(text).replace(is_none, ""));
    serde_json::from_value(value).map_err(wrong)
}

/// Changes every text of the data.
fn each_text(data: &mut Value, change: &impl Fn(&str) -> String) {
    match data {
        Value::String(text) => *text = change(text),
        Value::Array(values) => values.iter_mut().for_each(|value| each_text(value, change)),
        Value::Object(values) => values.values_mut().for_each(|value| each_text(value, change)),
        _ => {}
    }
}

/// Returns the label of a line in one text: the first is enough where no other line has it.
fn label(table: &Table, line: usize) -> String {
    let labels = |at: usize| table.lines.get(at).map(|line| line.labels.as_slice()).unwrap_or_default();
    let alone = |first: &String| table.lines.iter().filter(|line| line.labels.first() == Some(first)).count() < 2;
    match labels(line).first() {
        Some(first) if alone(first) => first.clone(),
        _ => labels(line).join(", "),
    }
}
