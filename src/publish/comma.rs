//! CSV as spreadsheets and programs take it: UTF-8 with its mark, lines that end in CRLF, names of columns first.
//!
//! What must stand on every file is a column of its own at the end, with its head as name and its sentence in every line: a first line of comment would break every program that reads the file, and a column stays when lines are sorted or copied. A text that a spreadsheet would run as a formula has an apostrophe before it.

use super::words::{self, notices, runs};
use crate::error::{Error, Result};
use crate::tally::{Cell, Document, Table};
use csv::{Terminator, Writer, WriterBuilder};

/// By this spreadsheets know UTF-8.
const MARK: &str = "\u{feff}";

/// Returns one table.
///
/// # Errors
/// When there is no memory for it.
pub fn table(document: &Document, table: &Table) -> Result<Vec<u8>> {
    let symbol = words::symbol(document);
    let mut file = File::new(document)?;
    file.head(table.headings.iter().chain(table.columns.iter().map(|column| &column.title)))?;
    for line in &table.lines {
        let labels = line.labels.iter().map(|label| harmless(label));
        file.line(labels.chain(line.cells.iter().map(|cell| plain(cell, &symbol))))?;
    }
    file.finish()
}

/// Returns what the words mean, what was hidden and which desks are counted.
///
/// # Errors
/// When there is no memory for it.
pub fn definitions(document: &Document) -> Result<Vec<u8>> {
    let mut file = File::new(document)?;
    file.head(["About", "What", "Meaning"])?;
    let mut put = |about: &str, what: &str, meaning: &str| file.line([about, what, meaning].map(harmless));
    put("Release", "Title", &document.title)?;
    put("Release", "Place", &document.place)?;
    put("Release", "Period", &format!("{} ({})", document.period, document.period_id))?;
    put("Release", "Made on", &document.state.made.to_string())?;
    put("Release", "Version", &document.state.revision.to_string())?;
    if let Some(hash) = &document.state.revises {
        put("Release", "Takes the place of", hash)?;
    }
    put("Release", "Id", &document.state.id.to_string())?;
    put("Protection", "How", &words::protection(document))?;
    for sentence in &document.hidden {
        put("Protection", "Hidden", sentence)?;
    }
    for desk in words::desks(document) {
        put("Desks", "Desk", &desk)?;
    }
    for table in &document.tables {
        put("Tables", &table.id, &format!("{}. {}", table.title, words::unit(table.unit)))?;
        for note in &table.notes {
            put("Tables", &table.id, note)?;
        }
    }
    for definition in &document.definitions {
        put("Definitions", &definition.word, &definition.meaning)?;
    }
    file.finish()
}

/// Returns a cell as programs read it.
fn plain(cell: &Cell, symbol: &str) -> String {
    match cell {
        Cell::Count(count) => count.to_string(),
        other => harmless(&words::shown(other, symbol)),
    }
}

/// Returns a text that no spreadsheet runs.
fn harmless(text: &str) -> String {
    if runs(text) { format!("'{text}") } else { text.to_owned() }
}

/// A file as it is written.
struct File {
    writer: Writer<Vec<u8>>,
    notices: Vec<words::Notice>,
}

impl File {
    fn new(document: &Document) -> Result<Self> {
        let writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
        Ok(Self { writer, notices: notices(document) })
    }

    fn head<T: AsRef<str>>(&mut self, names: impl IntoIterator<Item = T>) -> Result<()> {
        let names = names.into_iter().map(|name| harmless(name.as_ref()));
        let heads = self.notices.iter().map(|notice| notice.head.clone());
        self.writer.write_record(names.chain(heads)).map_err(failed)
    }

    fn line(&mut self, cells: impl IntoIterator<Item = String>) -> Result<()> {
        let texts = self.notices.iter().map(|notice| notice.text.clone());
        self.writer.write_record(cells.into_iter().chain(texts)).map_err(failed)
    }

    fn finish(self) -> Result<Vec<u8>> {
        self.writer.into_inner().map_err(|e| failed(e.into_error().into()))
    }
}

fn failed(error: csv::Error) -> Error {
    Error::system("The table can't be put together.").because(error)
}
