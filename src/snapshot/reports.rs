//! The reports of entries that are wrong and that no check has answered. Few and soon gone, so every generation holds all of them: one that comes or goes changes nothing else.

use super::compile::{encode, put};
use super::files::Manifest;
use super::head::Reader;
use super::open::Snapshot;
use crate::catalogue::check::{self, Known};
use crate::catalogue::{DeskReport, Folder, Listing, Parsed, Part, ReportKind};
use crate::error::Result;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file of a generation that holds them.
pub const REPORTS: &str = "reports.bin";

/// One report that stands in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Id of the service, as the folder names it.
    pub service: String,
    /// Name of the file, without its ending.
    pub name: String,
    /// What is wrong.
    pub kind: ReportKind,
    /// The day; nothing when its file can't be read.
    pub on: Option<NaiveDate>,
}

/// Writes the reports of a generation. One that can't be read still says that something is wrong.
///
/// # Errors
/// When the disk refuses.
pub(super) fn write(
    dir: &Path,
    folder: &Folder,
    listing: &Listing,
    newer: bool,
    manifest: &mut Manifest,
) -> Result<()> {
    let reader = Reader { folder, listing, newer };
    // A clock that was set back must not turn a report into one of the future.
    let known = Known { today: NaiveDate::MAX, ..Known::default() };
    let reports = listing.files.iter().filter(|file| file.part == Part::Report).filter_map(|file| {
        let service = file.path.split('/').nth(1)?.to_owned();
        let read = reader.file(file, |p: &Parsed<'_, DeskReport>| check::report(p, &known)).unwrap_or_default();
        Some(Reported {
            service,
            name: file.id().to_owned(),
            kind: read.kind.unwrap_or(ReportKind::Other),
            on: read.on,
        })
    });
    put_all(dir, &reports.collect::<Vec<_>>(), manifest)
}

/// Writes the reports that another snapshot has.
///
/// # Errors
/// When the disk refuses.
pub(super) fn keep(dir: &Path, from: &Snapshot, manifest: &mut Manifest) -> Result<()> {
    put_all(dir, &from.reports().unwrap_or_default(), manifest)
}

fn put_all(dir: &Path, reports: &[Reported], manifest: &mut Manifest) -> Result<()> {
    let bytes = encode(&reports)?;
    manifest.reports = crc32fast::hash(&bytes);
    put(dir, REPORTS, &bytes)
}
