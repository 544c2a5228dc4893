//! Opens a compiled catalogue for reading: one part that was compiled whole, and, when only some files changed since, a second part of those.

use super::facts::Facts;
use super::files::{LAYOUT, MANIFEST, Manifest, damaged, lengths};
use super::leanings::Leanings;
use super::part::{Fields, Part};
use super::record::{Head, Record, Row, Weigh};
use super::reports::{REPORTS, Reported};
use super::stationery::{STATIONERY, Stationery};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};

/// What a later part replaces of an earlier one.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gone {
    /// Numbers of the services, in order.
    pub numbers: Vec<u32>,
    /// In how many of them a word stands.
    pub words: HashMap<String, u32>,
    /// The same for the beginnings of words.
    pub starts: HashMap<String, u32>,
}

/// One compiled catalogue. It stays as it is while newer ones are compiled beside it.
pub struct Snapshot {
    /// Its folder.
    pub dir: PathBuf,
    /// What it was compiled from and when.
    pub manifest: Manifest,
    /// What holds for the whole catalogue.
    pub head: Head,
    /// Fields of the index.
    pub fields: Fields,
    /// The manifest of the part that was compiled whole, when there is another.
    before: Option<Manifest>,
    parts: Vec<Part>,
    gone: Gone,
    /// Shared locks: as long as they are held, nobody deletes the folders.
    _held: Vec<File>,
}

/// The file whose shared lock says that a generation is in use.
pub const HELD: &str = "held.lock";
/// The file that says what a later part replaces.
pub const GONE: &str = "gone.bin";

impl Snapshot {
    /// Opens one generation.
    ///
    /// # Errors
    /// When it is of another layout, cut short or damaged; it is then compiled again.
    pub fn open(dir: &Path) -> Result<Self> {
        let (manifest, held) = hold(dir)?;
        let mut held = vec![held];
        let (mut before, mut parts, mut gone) = (None, Vec::new(), Gone::default());
        if let Some(base) = &manifest.base {
            let whole = dir.with_file_name(base);
            let (first, lock) = hold(&whole)?;
            if first.base.is_some() {
                return Err(damaged(MANIFEST));
            }
            held.push(lock);
            before = Some(first);
            parts.push(Part::open(&whole, 0)?);
            gone = read(dir, GONE, manifest.gone)?;
        }
        let first = parts.first().map_or(0, Part::end);
        parts.push(Part::open(dir, first)?);
        let all = parts.last().map_or(0, Part::end);
        let replaced = gone.numbers.iter().all(|number| *number < first) && gone.numbers.is_sorted();
        if !replaced || u64::from(all) != u64::from(manifest.services) + gone.numbers.len() as u64 {
            return Err(damaged("counts"));
        }
        let head = read(dir, HEAD, manifest.head)?;
        Ok(Self { dir: dir.to_owned(), manifest, head, fields: Fields::new(), before, parts, gone, _held: held })
    }

    /// Returns the folder of the part that was compiled whole, and its manifest.
    pub(super) fn whole(&self) -> (PathBuf, &Manifest) {
        let dir = self.manifest.base.as_ref().map_or_else(|| self.dir.clone(), |base| self.dir.with_file_name(base));
        (dir, self.before.as_ref().unwrap_or(&self.manifest))
    }

    /// Returns its parts, the one that was compiled whole first.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Returns which needs the letters of a query lean to.
    pub fn leanings(&self) -> Option<&Leanings> {
        self.parts.iter().find_map(Part::leanings)
    }

    /// Reads what slips are made with. Nothing else needs it, so it is not read when a snapshot opens.
    ///
    /// # Errors
    /// When the snapshot is damaged there.
    pub fn stationery(&self) -> Result<Stationery> {
        read(&self.dir, STATIONERY, self.manifest.stationery)
    }

    /// Reads the reports that no check has answered.
    ///
    /// # Errors
    /// When the snapshot is damaged there.
    pub fn reports(&self) -> Result<Vec<Reported>> {
        read(&self.dir, REPORTS, self.manifest.reports)
    }

    /// Returns what the later part replaces.
    pub fn gone(&self) -> &Gone {
        &self.gone
    }

    /// Returns what people must know about this compilation.
    pub fn notices(&self) -> Vec<String> {
        let mut out = self.head.notices.clone();
        out.extend(self.manifest.notices());
        out
    }

    /// Returns how many services there are.
    pub fn len(&self) -> u32 {
        self.manifest.services
    }

    /// Returns whether there are no services.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number after the highest.
    pub fn end(&self) -> u32 {
        self.parts.last().map_or(0, Part::end)
    }

    /// Returns the numbers of all services. Those of services that were replaced are left out.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        (0..self.end()).filter(|number| self.is_there(*number))
    }

    /// Returns whether a number is that of a service which was not replaced.
    pub fn is_there(&self, number: u32) -> bool {
        number < self.end() && (self.gone.numbers.is_empty() || self.gone.numbers.binary_search(&number).is_err())
    }

    /// Returns what a list shows of a service; nothing when the snapshot is damaged there.
    pub fn row(&self, number: u32) -> Option<Row<'_>> {
        self.part(number)?.row(number)
    }

    /// Returns a service; nothing when the snapshot is damaged there.
    pub fn record(&self, number: u32) -> Option<Record> {
        self.part(number)?.record(number)
    }

    /// Returns what ranking weighs of a service.
    pub fn weigh(&self, number: u32) -> Weigh {
        self.part(number).map(|part| part.weigh(number)).unwrap_or_default()
    }

    /// Returns what filters and distances ask of a service; nothing when the snapshot is damaged there.
    pub fn facts(&self, number: u32) -> Option<Facts<'_>> {
        self.part(number)?.facts(number)
    }

    /// Returns the number of the service that has an id, or had it once.
    pub fn number(&self, id: &str) -> Option<u32> {
        let all = self.parts.iter().flat_map(|part| part.with_id(&self.fields, id));
        let mut all: Vec<u32> = all.filter(|number| self.is_there(*number)).collect();
        // A service that has the id now goes before one that once had it.
        let own = all.iter().position(|number| self.row(*number).is_some_and(|row| row.id == id));
        (!all.is_empty()).then(|| all.swap_remove(own.unwrap_or(0)))
    }

    fn part(&self, number: u32) -> Option<&Part> {
        self.parts.iter().find(|part| number < part.end())
    }
}

/// The file that holds for the whole catalogue.
pub const HEAD: &str = "head.bin";

/// Returns the manifest of a generation whose files are all there, and the lock that keeps them.
fn hold(dir: &Path) -> Result<(Manifest, File)> {
    let held_path = dir.join(HELD);
    // Where nothing can be written nobody deletes either, but the lock costs nothing.
    let held =
        File::create(&held_path).or_else(|_| File::open(&held_path)).map_err(|e| Error::io("open", &held_path, e))?;
    held.lock_shared().map_err(|e| Error::io("lock", &held_path, e))?;
    Ok((whole(dir)?, held))
}

/// Returns the manifest of a generation, if all of its own files are as they were written.
///
/// # Errors
/// When it is of another layout, cut short or damaged.
pub fn whole(dir: &Path) -> Result<Manifest> {
    let manifest = Manifest::read(dir)?;
    if manifest.layout != LAYOUT {
        return Err(Error::system("The compiled catalogue is of another version.").hint("Run: signpost reindex"));
    }
    if lengths(dir)? != manifest.lengths {
        return Err(damaged("lengths"));
    }
    Ok(manifest)
}

/// Reads a file whole, if it has this checksum.
pub fn read<T: for<'a> Deserialize<'a>>(dir: &Path, name: &str, sum: u32) -> Result<T> {
    let path = dir.join(name);
    let bytes = std::fs::read(&path).map_err(|e| Error::io("read", &path, e))?;
    if crc32fast::hash(&bytes) != sum {
        return Err(damaged(name));
    }
    postcard::from_bytes(&bytes).map_err(|e| damaged(name).because(e))
}
