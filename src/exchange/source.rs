//! Reads a whole register: from a file, a folder of files, or over HTTP.

use super::gather::{Gather, Reading};
use super::http::Manners;
use super::open_referral::About;
use super::{Columns, airs, columns, pages, stream, tables};
use crate::error::{Error, Result, plain};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// What a register's data are written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, strum::EnumString, strum::VariantNames, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Format {
    /// Found out by looking.
    #[default]
    Auto,
    /// Open Referral UK v3 and v1, HSDS 3, Outpost: they are one reader, because real feeds mix them.
    OpenReferral,
}

/// Where a register's data are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// At an address.
    Address(String),
    /// In a file, or in the files of a folder.
    Path(PathBuf),
}

impl From {
    /// Returns where somebody means.
    pub fn named(text: &str) -> Self {
        if text.starts_with("https://") || text.starts_with("http://") {
            Self::Address(text.to_owned())
        } else {
            Self::Path(PathBuf::from(text))
        }
    }
}

/// Told how far it is: how many services were read, and how many the register says there are, which may be wrong.
pub type Progress<'a> = &'a (dyn Fn(u64, Option<u64>) + Sync);

/// Reads every service of a register.
///
/// # Errors
/// When nothing can be read at all. What can be read only in part comes with a note.
pub fn read(
    from: &From,
    format: Format,
    about: &About<'_>,
    manners: Manners,
    progress: Progress<'_>,
) -> Result<Reading> {
    let (Format::Auto | Format::OpenReferral) = format;
    let mut gather = Gather::new(about.clone());
    match from {
        From::Address(address) => pages::read(address, manners, &mut gather, progress)?,
        From::Path(path) if tables::is_package(path) => tables::read(path, &mut gather, progress)?,
        From::Path(path) if path.is_dir() => folder(path, &mut gather, progress)?,
        From::Path(path) if is_xml(path) => {
            let file = File::open(path).map_err(|e| Error::io("read", path, e))?;
            airs::read(BufReader::with_capacity(1 << 20, file), &name_of(path), &mut gather, progress)?;
        }
        From::Path(path) if is_table(path) => {
            return Err(Error::input(format!("{} is a table in no known format.", name_of(path)))
                .hint("Say in a file which of its columns is what: --columns FILE. Tables of HSDS are read as a folder or a .zip."));
        }
        From::Path(path) => {
            let file = File::open(path).map_err(|e| Error::io("read", path, e))?;
            one(file, &name_of(path), &mut gather, progress);
        }
    }
    finished(gather)
}

/// Reads every service of a table with a row for each, of which a file says which column is what.
///
/// # Errors
/// When nothing can be read at all, or the table has not the columns that are named.
pub fn read_columns(path: &Path, columns: &Columns, about: &About<'_>, progress: Progress<'_>) -> Result<Reading> {
    let mut gather = Gather::new(about.clone());
    columns::read(path, columns, &mut gather, progress)?;
    finished(gather)
}

fn finished(gather: Gather<'_>) -> Result<Reading> {
    let reading = gather.finish();
    if reading.services.is_empty() && reading.unfit() == 0 {
        let why = reading.notes.first().map_or_else(|| "No service is in it.".to_owned(), |note| format!("{note}."));
        return Err(Error::input(why)
            .hint("Signpost reads Open Referral UK, HSDS and Outpost as JSON, HSDS as tables, and AIRS XML."));
    }
    Ok(reading)
}

/// Reads the JSON files of a folder in the order of their names.
fn folder(path: &Path, gather: &mut Gather<'_>, progress: Progress<'_>) -> Result<()> {
    let entries = std::fs::read_dir(path).map_err(|e| Error::io("read", path, e))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.is_file() && file.extension().is_some_and(|end| end.eq_ignore_ascii_case("json")));
    files.sort();
    for file in files {
        match File::open(&file) {
            Ok(open) => one(open, &name_of(&file), gather, progress),
            Err(e) => gather.broken(format!("{} can't be read: {}", name_of(&file), plain(&e))),
        }
    }
    Ok(())
}

fn one(file: File, name: &str, gather: &mut Gather<'_>, progress: Progress<'_>) {
    let mut take = |record| {
        gather.take(&record, false);
        progress(gather.read(), None);
    };
    if let Err(why) = stream::records(BufReader::with_capacity(1 << 20, file), &mut take) {
        gather.broken(format!("{name} can't be read further: {why}"));
    }
}

/// Returns whether a file is called a table.
fn is_table(path: &Path) -> bool {
    path.is_file()
        && path.extension().is_some_and(|end| ["csv", "tsv"].iter().any(|table| end.eq_ignore_ascii_case(table)))
}

/// Returns whether a file is XML: what its name says, or how it begins.
fn is_xml(path: &Path) -> bool {
    if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xml")) {
        return true;
    }
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(64).read_to_end(&mut start));
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    // A page of HTML is what a register without a feed answers.
    read.is_ok() && text.trim_ascii_start().starts_with(b"<?xml")
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
