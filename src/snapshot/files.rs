//! The files of one generation: blobs with an offset index, and a manifest of their lengths.
//!
//! They are not synced: every open compares lengths, and every record carries a checksum, so that a half-written generation is noticed and compiled again.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

/// Ends the fingerprint of a generation that was written while its catalogue was refused.
pub const HELD: &str = "-held";
/// The layout of all files; a snapshot of another number is compiled again.
pub const LAYOUT: u32 = 13;

/// `manifest.json`, written last: a generation without it is not finished.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`LAYOUT`]
    pub layout: u32,
    /// The program that compiled it.
    pub program: String,
    /// Fingerprint of the source files.
    pub fingerprint: String,
    /// Number of services.
    pub services: u32,
    /// When it was compiled, local to the hub.
    pub compiled: String,
    /// Bytes of each file.
    pub lengths: BTreeMap<String, u64>,
    /// Checksum of `head.bin`.
    pub head: u32,
    /// The generation that was compiled whole, when this one holds only what changed since.
    pub base: Option<String>,
    /// Checksum of `gone.bin`, which says what this one replaces.
    pub gone: u32,
    /// Checksum of `stationery.bin`, which is read when a slip is made.
    pub stationery: u32,
    /// Checksum of `reports.bin`, which is read when the desk opens.
    pub reports: u32,
    /// What people must know about what slips are made with.
    pub said_of_slips: Vec<String>,
    /// Service files that can't be used, with their first problem.
    pub bad: BTreeMap<String, String>,
    /// Of these, the ones whose address was taken out because they say hidden.
    pub held_back: BTreeSet<String>,
    /// Files that belong to no part of a catalogue or can't be taken.
    pub strays: usize,
    /// All files of the catalogue.
    pub files: usize,
}

impl Manifest {
    /// Reads the manifest of a generation.
    ///
    /// # Errors
    /// When the generation is not finished, or its manifest of another layout.
    pub fn read(dir: &Path) -> Result<Self> {
        let path = dir.join(MANIFEST);
        let text = std::fs::read(&path).map_err(|e| Error::io("read", &path, e))?;
        serde_json::from_slice(&text).map_err(|e| damaged(MANIFEST).because(e))
    }

    /// Returns the revision of what it was compiled from, where the files stood in one.
    pub fn revision(&self) -> Option<&str> {
        let (_, revision) = self.fingerprint.trim_end_matches(HELD).split_once('-')?;
        // What stands there for a folder is how many files it has.
        (revision.len() >= 40).then_some(revision)
    }

    /// Returns whether it was written while its catalogue was refused, because a file of that says hidden.
    pub fn is_held(&self) -> bool {
        self.fingerprint.ends_with(HELD)
    }

    /// Returns what people must know about the files of services and slips.
    pub fn notices(&self) -> Vec<String> {
        let mut out = Vec::new();
        if let Some(first) = self.held_back.first() {
            let more = self.held_back.len() - 1;
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            out.push(format!(
                "{first}{more} can't be used and says hidden, so its address is held back. To see why: signpost catalogue check"
            ));
        }
        let bad = self.bad.len() + self.strays;
        if bad > 0 {
            out.push(format!(
                "{bad} of {} files of the catalogue can't be used. To see why: signpost catalogue check",
                self.files
            ));
        }
        out.extend(self.said_of_slips.iter().cloned());
        out
    }
}

/// A blob of many records that is being written.
pub struct BlobWriter {
    path: PathBuf,
    data: BufWriter<File>,
    index: BufWriter<File>,
    offset: u64,
}

/// Bytes of one entry of an index: offset, length, checksum.
const ENTRY: usize = 16;

impl BlobWriter {
    /// Makes `<name>.bin` and `<name>.idx` in a folder.
    ///
    /// # Errors
    /// When the files can't be made.
    pub fn create(dir: &Path, name: &str) -> Result<Self> {
        let make = |end: &str| {
            let path = dir.join(format!("{name}.{end}"));
            File::create(&path).map(BufWriter::new).map_err(|e| Error::io("write", &path, e))
        };
        Ok(Self { data: make("bin")?, index: make("idx")?, path: dir.join(name), offset: 0 })
    }

    /// Appends a record.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn push(&mut self, record: &[u8]) -> Result<()> {
        let length = u32::try_from(record.len()).unwrap_or(u32::MAX);
        let mut entry = [0; ENTRY];
        entry[..8].copy_from_slice(&self.offset.to_le_bytes());
        entry[8..12].copy_from_slice(&length.to_le_bytes());
        entry[12..].copy_from_slice(&crc32fast::hash(record).to_le_bytes());
        self.data.write_all(record).map_err(|e| Error::io("write", &self.path, e))?;
        self.index.write_all(&entry).map_err(|e| Error::io("write", &self.path, e))?;
        self.offset += u64::from(length);
        Ok(())
    }

    /// Finishes both files.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(mut self) -> Result<()> {
        let flushed = self.data.flush().and_then(|()| self.index.flush());
        flushed.map_err(|e| Error::io("write", &self.path, e))
    }
}

/// A blob of many records, mapped from disk: what nobody reads costs no memory.
pub struct Blob {
    data: OwnedBytes,
    index: OwnedBytes,
}

impl Blob {
    /// Opens `<name>.bin` and `<name>.idx`.
    ///
    /// # Errors
    /// When a file is missing.
    pub fn open(dir: &MmapDirectory, name: &str) -> Result<Self> {
        Ok(Self { data: map(dir, &format!("{name}.bin"))?, index: map(dir, &format!("{name}.idx"))? })
    }

    /// Returns how many records there are.
    pub fn len(&self) -> usize {
        self.index.len() / ENTRY
    }

    /// Returns the bytes of a record, if it is there and whole.
    pub fn get(&self, number: u32) -> Option<&[u8]> {
        let at = (number as usize).checked_mul(ENTRY)?;
        let entry = self.index.get(at..at.checked_add(ENTRY)?)?;
        let offset = u64::from_le_bytes(entry[..8].try_into().ok()?);
        let length = u32::from_le_bytes(entry[8..12].try_into().ok()?);
        let sum = u32::from_le_bytes(entry[12..].try_into().ok()?);
        let start = usize::try_from(offset).ok()?;
        let record = self.data.get(start..start.checked_add(length as usize)?)?;
        (crc32fast::hash(record) == sum).then_some(record)
    }
}

/// Maps a file of a generation.
///
/// # Errors
/// When it is not there.
pub fn map(dir: &MmapDirectory, name: &str) -> Result<OwnedBytes> {
    // Tantivy's directory maps files safely; its own files carry a footer, ours don't, so this reads the raw file.
    let opened = dir.get_file_handle(Path::new(name)).map_err(|e| damaged(name).because(e))?;
    opened.read_bytes(0..opened.len()).map_err(|e| damaged(name).because(e))
}

/// Returns the error for a snapshot that has to be compiled again.
pub fn damaged(name: &str) -> Error {
    Error::system(format!("The compiled catalogue is damaged ({name}).")).hint("Make it anew with: signpost reindex")
}

/// Returns the lengths of all files in a folder, its index included.
///
/// # Errors
/// When the folder can't be read.
pub fn lengths(dir: &Path) -> Result<BTreeMap<String, u64>> {
    let mut out = BTreeMap::new();
    for (folder, prefix) in [(dir.to_owned(), ""), (dir.join(INDEX), "index/")] {
        for entry in std::fs::read_dir(&folder).map_err(|e| Error::io("read", &folder, e))? {
            let entry = entry.map_err(|e| Error::io("read", &folder, e))?;
            let meta = entry.metadata().map_err(|e| Error::io("read", &entry.path(), e))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // Locks come and go with those who hold them.
            if meta.is_file() && name != MANIFEST && !name.ends_with(".lock") {
                out.insert(format!("{prefix}{name}"), meta.len());
            }
        }
    }
    Ok(out)
}

/// Folder of the inverted index inside a generation.
pub const INDEX: &str = "index";
/// Name of the manifest.
pub const MANIFEST: &str = "manifest.json";
