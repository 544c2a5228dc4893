//! A catalogue in a .zip, read where it lies and never unpacked.

use crate::catalogue::folder::LARGEST_FILE;
use crate::catalogue::{Files, Given};
use crate::error::{Error, Result};
use std::collections::HashMap;
use std::fmt;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use zip::ZipArchive;

/// Largest archive that is read, in bytes. A hundred thousand services fill a fifth of it.
const LARGEST: u64 = 256 << 20;
/// Most files in one, and most bytes that they may claim together.
const MOST_FILES: usize = 500_000;
const MOST_BYTES: u64 = 4 << 30;
/// The file by which the top folder of a catalogue is known.
const HEADER: &str = "catalogue.toml";

/// A catalogue in a .zip. It was read whole, so that another one may take its place at any time.
pub struct Archive {
    place: String,
    zip: ZipArchive<Cursor<Arc<[u8]>>>,
    /// The entries, and where each is found by its path.
    given: Vec<Given>,
    numbers: HashMap<String, usize>,
}

impl Archive {
    /// Returns what tells an archive from every other.
    pub fn place_of(path: &Path) -> String {
        std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
    }

    /// Reads an archive and the list of what is in it.
    ///
    /// # Errors
    /// When it can't be read, is no archive, or holds what no catalogue does: a path that leads out of it, or more than anybody has.
    pub fn open(path: &Path) -> Result<Self> {
        let place = Self::place_of(path);
        let refused = |what: &str| {
            Error::input(format!("The catalogue {place} {what}, so it was not taken."))
                .hint("Pack the catalogue's folder again, as a plain .zip.")
        };
        let failed = |e| Error::io("read", path, e);
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).map_err(failed)?;
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > LARGEST {
            return Err(refused("is larger than 256 MB"));
        }
        let bytes: Arc<[u8]> = bytes.into();
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| refused("is no .zip, or is cut short"))?;
        if zip.len() > MOST_FILES {
            return Err(refused("holds more files than a catalogue has"));
        }
        if zip.has_duplicate_names() {
            return Err(refused("holds two files of one name"));
        }
        let mut entries = Vec::with_capacity(zip.len());
        let mut claimed = 0_u64;
        for number in 0..zip.len() {
            let entry = zip.by_index_data(number).map_err(|_| refused("is damaged"))?;
            let name = entry.name().map_err(|_| refused("holds a file whose name is no text"))?.into_owned();
            if !is_inside(&name) {
                let name = name.escape_debug().to_string();
                return Err(refused(&format!("holds the path \"{name}\", which leads out of it")));
            }
            claimed = claimed.saturating_add(entry.size());
            if !name.ends_with('/') {
                let modified = u64::from(entry.crc32());
                let given = Given { path: name, size: entry.size(), modified, is_file: entry.is_file() };
                entries.push((number, given));
            }
        }
        if claimed > MOST_BYTES {
            return Err(refused("would be far too large when unpacked"));
        }
        let top = top(entries.iter().map(|(_, given)| given.path.as_str()));
        let (mut given, mut numbers) = (Vec::with_capacity(entries.len()), HashMap::with_capacity(entries.len()));
        for (number, mut entry) in entries {
            if let Some(inner) = entry.path.strip_prefix(&top) {
                entry.path = inner.to_owned();
                numbers.insert(entry.path.clone(), number);
                given.push(entry);
            }
        }
        Ok(Self { place, zip, given, numbers })
    }
}

/// Returns the folder in the archive that is the catalogue, with a `/` at its end: none, or the only one at its top.
fn top<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> String {
    // What a Mac puts beside a folder belongs to nobody.
    let mut own = paths.filter(|path| !path.starts_with("__MACOSX/"));
    let mut tops = own.clone().filter(|path| path.split('/').count() == 2 && path.ends_with(&format!("/{HEADER}")));
    match (own.any(|path| path == HEADER), tops.next(), tops.next()) {
        (false, Some(only), None) => only.trim_end_matches(HEADER).to_owned(),
        _ => String::new(),
    }
}

/// Returns whether a path stays inside whatever it is read from.
fn is_inside(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':');
    !path.is_empty()
        && !path.starts_with('/')
        && !drive
        && !path.contains(['\\', '\0'])
        && path.trim_end_matches('/').split('/').all(|piece| !matches!(piece, "" | "." | ".."))
}

impl Files for Archive {
    fn place(&self) -> String {
        self.place.clone()
    }

    fn revision(&self) -> Option<String> {
        None
    }

    fn list(&self) -> Result<Vec<Given>> {
        Ok(self.given.clone())
    }

    fn bytes(&self, path: &str) -> std::result::Result<Vec<u8>, String> {
        let number = *self.numbers.get(path).ok_or("it is not in the archive")?;
        // The list is shared between copies; each has its own place in the bytes.
        let mut zip = self.zip.clone();
        let entry = zip.by_index(number).map_err(|_| "it is locked with a password or packed in a rare way")?;
        if !entry.is_file() {
            return Err("it is no file".to_owned());
        }
        let mut bytes = Vec::new();
        // What it claims to hold may be a lie.
        entry.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|_| "it is damaged")?;
        if bytes.len() as u64 > LARGEST_FILE { Err("it is larger than 1 MB".to_owned()) } else { Ok(bytes) }
    }
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Archive").field("place", &self.place).finish_non_exhaustive()
    }
}
