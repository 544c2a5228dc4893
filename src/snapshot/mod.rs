//! The compiled catalogue: a cache that search, screen and commands read instead of the TOML files.
//!
//! `<cache>/<hash of the catalogue's path>/<generation>/` holds one compilation, the file `current` names the newest. One writer by file lock; readers keep theirs. Deleting all of it costs nothing but the time to compile again.
//!
//! A generation is whole, or holds what changed since a whole one and names that as its base. It is compiled whole when much changed, when what all services stand on changed, and whenever something that could lead to a door would stay behind in the base.

mod archive;
mod changed;
mod compile;
mod facts;
mod files;
mod groups;
mod head;
mod hidden;
mod leanings;
mod list;
mod look;
mod mistypings;
mod open;
mod part;
mod record;
mod reports;
mod stationery;
mod terms;
mod trace;
mod unsynced;
mod weighted;

pub use archive::Archive;
pub use compile::{MAIN_NEED, Outcome};
pub use facts::{Facts, Site, access_bit, delivery_bit, language, language_code, nation_bit};
pub use leanings::Leanings;
pub use look::Look;
pub use open::{Gone, Snapshot};
pub use part::{Fields, Part};
pub use record::{Composed, Head, NATIONAL, Record, Row, Weigh, days_since_2000};
pub use reports::Reported;
pub use stationery::Stationery;
pub use terms::{HEAVIEST, LONGEST_START};

use crate::catalogue::{Folder, Listing, QUERIES};
use crate::clock::Clock;
use crate::error::{Error, Result};
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The file that names the newest generation.
const CURRENT: &str = "current";
/// The file in which a check remembers what was right.
const CHECKED: &str = "checked.bin";
/// The file whose lock the one writer holds.
const WRITER: &str = "writer.lock";

/// The snapshots of one catalogue.
#[derive(Debug, Clone)]
pub struct Cache {
    dir: PathBuf,
}

/// A snapshot that was opened, and how it came about.
pub struct Opened {
    /// The snapshot.
    pub snapshot: Snapshot,
    /// What was compiled for it just now; nothing when it was there already.
    pub compiled: Option<Outcome>,
    /// Why the catalogue as it stands could not be taken, when an older snapshot serves.
    pub refused: Option<Error>,
}

impl Cache {
    /// Returns the place of a catalogue's snapshots.
    pub fn of(cache: &Path, folder: &Folder) -> Self {
        let name = match folder {
            Folder::BuiltIn => "starter".to_owned(),
            Folder::Given(files) => return Self::of_place(cache, &files.place()),
            Folder::Disk(path) => {
                // Not resolved: the name stays the same while the folder is away.
                let whole = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                format!("{:016x}", hash(whole.as_os_str().as_encoded_bytes()))
            }
        };
        Self { dir: cache.join(name) }
    }

    /// Returns the file in which a check remembers what was right. It stands beside the snapshots of the same catalogue, and is as little missed.
    pub fn checked(&self) -> PathBuf {
        self.dir.join(CHECKED)
    }

    /// Returns the place of the snapshots of a catalogue whose files stand elsewhere, by what tells it from every other.
    pub fn of_place(cache: &Path, place: &str) -> Self {
        Self { dir: cache.join(format!("{:016x}", hash(place.as_bytes()))) }
    }

    /// Opens the newest snapshot, whatever the catalogue looks like now.
    ///
    /// # Errors
    /// When there is none that can be used.
    pub fn newest(&self) -> Result<Snapshot> {
        let path = self.dir.join(CURRENT);
        let name = std::fs::read_to_string(&path).map_err(|e| Error::io("read", &path, e))?;
        Snapshot::open(&self.dir.join(name.trim()))
    }

    /// Returns a snapshot of the catalogue as it stands: the newest when nothing changed, else one compiled now. When the catalogue can't be taken, the last good one serves.
    ///
    /// # Errors
    /// When there is neither a catalogue that can be compiled nor a snapshot of it.
    pub fn fresh(&self, folder: &Folder, clock: Clock) -> Result<Opened> {
        let newest = self.newest().ok();
        // Where a revision says it all, no file is listed. What was held back of it stays so until there is another.
        if let (Some(snapshot), Some(own)) = (&newest, known(folder))
            && snapshot.manifest.fingerprint.trim_end_matches(files::HELD) == own
        {
            self.tidy();
            return Ok(Opened { snapshot: newest.ok_or_else(gone)?, compiled: None, refused: None });
        }
        let listed = folder.list();
        let own = listed.as_ref().map(|listing| fingerprint(folder, listing));
        if let (Some(snapshot), Ok(own)) = (&newest, &own)
            && snapshot.manifest.fingerprint == *own
        {
            self.tidy();
            return Ok(Opened { snapshot: newest.ok_or_else(gone)?, compiled: None, refused: None });
        }
        let compiled = match (&listed, own) {
            (Ok(listing), Ok(own)) => self.compile_listing(folder, listing, own, clock, newest.as_ref(), false),
            (Err(error), _) | (_, Err(error)) => {
                Err(Error { hint: error.hint.clone(), ..Error::new(error.kind, error.what.clone()) })
            }
        };
        match (compiled, newest) {
            (Ok((snapshot, outcome)), before) => {
                drop(before);
                self.tidy();
                Ok(Opened { snapshot, compiled: Some(outcome), refused: None })
            }
            (Err(error), Some(snapshot)) => {
                let held_back = match &listed {
                    Ok(listing) => self.hold_back(folder, listing, clock, &snapshot)?,
                    Err(_) => None,
                };
                let snapshot = held_back.unwrap_or(snapshot);
                self.tidy();
                Ok(Opened { snapshot, compiled: None, refused: Some(error) })
            }
            (Err(error), None) => Err(error),
        }
    }

    /// Compiles the catalogue anew and whole, even when nothing changed.
    ///
    /// # Errors
    /// When the catalogue has to be refused whole, or the disk refuses.
    pub fn compile(&self, folder: &Folder, clock: Clock) -> Result<(Snapshot, Outcome)> {
        let previous = self.newest().ok();
        let listing = folder.list()?;
        let compiled =
            self.compile_listing(folder, &listing, fingerprint(folder, &listing), clock, previous.as_ref(), true)?;
        drop(previous);
        self.tidy();
        Ok(compiled)
    }

    fn compile_listing(
        &self,
        folder: &Folder,
        listing: &Listing,
        fingerprint: String,
        clock: Clock,
        previous: Option<&Snapshot>,
        whole: bool,
    ) -> Result<(Snapshot, Outcome)> {
        let _lock = self.lock()?;
        // Another Signpost may have compiled while this one waited for the lock.
        let newer = self.newest().ok().filter(|newest| previous.is_none_or(|p| p.dir != newest.dir));
        if let Some(snapshot) = newer {
            if snapshot.manifest.fingerprint == fingerprint {
                let services = snapshot.len() as usize;
                return Ok((snapshot, Outcome { services, bad: Vec::new() }));
            }
            return self.write(folder, listing, clock, fingerprint, Some(&snapshot), whole);
        }
        self.write(folder, listing, clock, fingerprint, previous, whole)
    }

    /// Compiles what changed, or all of it.
    fn write(
        &self,
        folder: &Folder,
        listing: &Listing,
        clock: Clock,
        fingerprint: String,
        previous: Option<&Snapshot>,
        whole: bool,
    ) -> Result<(Snapshot, Outcome)> {
        let manifest = manifest(fingerprint, clock);
        if let Some(previous) = previous.filter(|_| !whole) {
            let write = |dir: &Path| changed::write(folder, listing, manifest.clone(), previous, dir);
            if let Some(done) = self.generation(write)? {
                return Ok(done);
            }
            // What makes a whole compilation due may be an address that must not lie anywhere any more.
            let _ = std::fs::remove_file(self.checked());
        }
        let write = |dir: &Path| compile::write(folder, listing, manifest, previous, dir).map(Some);
        self.generation(write)?.ok_or_else(gone)
    }

    /// While a catalogue is refused, takes out of the snapshot what its files say must be hidden; nothing when that is nothing.
    fn hold_back(
        &self,
        folder: &Folder,
        listing: &Listing,
        clock: Clock,
        newest: &Snapshot,
    ) -> Result<Option<Snapshot>> {
        let hide = changed::to_hide(folder, listing, newest)?;
        if hide.is_empty() {
            return Ok(None);
        }
        let _lock = self.lock()?;
        // It is what it was compiled from and less, so that the next look finds the same changes again.
        let manifest = manifest(format!("{}{}", newest.manifest.fingerprint, files::HELD), clock);
        let manifest = files::Manifest { compiled: newest.manifest.compiled.clone(), ..manifest };
        let written = self.generation(|dir| changed::rewrite(newest, &hide, manifest, dir).map(Some))?;
        Ok(written.map(|(snapshot, _)| snapshot))
    }

    /// Waits until this is the one writer.
    fn lock(&self) -> Result<File> {
        std::fs::create_dir_all(&self.dir).map_err(|e| Error::io("make", &self.dir, e))?;
        let path = self.dir.join(WRITER);
        let lock = File::create(&path).map_err(|e| Error::io("open", &path, e))?;
        lock.lock().map_err(|e| Error::io("lock", &path, e))?;
        Ok(lock)
    }

    /// Makes a generation and makes it the newest; when `write` decides against it, nothing is left of it.
    fn generation(&self, write: impl FnOnce(&Path) -> Result<Option<Outcome>>) -> Result<Option<(Snapshot, Outcome)>> {
        let name = uuid::Uuid::new_v4().simple().to_string();
        let dir = self.dir.join(&name);
        std::fs::create_dir(&dir).map_err(|e| Error::io("make", &dir, e))?;
        let written = write(&dir).and_then(|outcome| match outcome {
            Some(outcome) => Ok(Some((Snapshot::open(&dir)?, outcome))),
            None => Ok(None),
        });
        let Ok(Some(done)) = written else {
            let _ = std::fs::remove_dir_all(&dir);
            return written;
        };
        let (beside, path) = (self.dir.join("current.new"), self.dir.join(CURRENT));
        std::fs::write(&beside, &name).map_err(|e| Error::io("write", &beside, e))?;
        std::fs::rename(&beside, &path).map_err(|e| Error::io("write", &path, e))?;
        Ok(Some(done))
    }

    /// Deletes generations that nobody holds: an address that was taken out of the catalogue must not lie in an old one. Whoever compiled or opened calls it after letting go of its own older generation; what can't be deleted now goes when the catalogue is next opened.
    pub fn tidy(&self) {
        let Ok(entries) = std::fs::read_dir(&self.dir) else { return };
        let generations: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|p| p.is_dir()).collect();
        if generations.len() < 2 {
            return;
        }
        // Another Signpost that is writing has a generation that nobody holds yet, and sweeps by itself.
        let Ok(lock) = File::create(self.dir.join(WRITER)) else { return };
        if lock.try_lock().is_err() {
            return;
        }
        let Ok(current) = std::fs::read_to_string(self.dir.join(CURRENT)) else { return };
        let current = current.trim();
        let base = files::Manifest::read(&self.dir.join(current)).ok().and_then(|manifest| manifest.base);
        let kept = |name: &OsStr| name == current || base.as_ref().is_some_and(|base| name == base.as_str());
        for path in generations.iter().filter(|path| path.file_name().is_none_or(|name| !kept(name))) {
            let held = File::create(path.join(open::HELD));
            if held.is_ok_and(|file| file.try_lock().is_ok()) {
                let _ = std::fs::remove_dir_all(path);
            }
        }
    }
}

fn gone() -> Error {
    Error::system("The compiled catalogue is gone.").hint("Run: signpost reindex")
}

/// Returns what is known of a generation before anything is written.
fn manifest(fingerprint: String, clock: Clock) -> files::Manifest {
    files::Manifest {
        layout: files::LAYOUT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        fingerprint,
        compiled: clock.now().format("%Y-%m-%dT%H:%M").to_string(),
        ..files::Manifest::default()
    }
}

/// Returns a short text that changes when any file does that the catalogue is compiled from, or the layout of the snapshot.
fn fingerprint(folder: &Folder, listing: &Listing) -> String {
    if let Some(known) = known(folder) {
        return known;
    }
    let mut hash = Hash::default();
    let mut files = 0;
    for file in listing.files.iter().filter(|file| file.path != QUERIES) {
        files += 1;
        hash.word(file.size);
        hash.word(file.modified);
        hash.bytes(file.path.as_bytes());
    }
    hash.bytes(format!("{}/{}", files::LAYOUT, env!("CARGO_PKG_VERSION")).as_bytes());
    for stray in &listing.strays {
        hash.bytes(stray.path.as_bytes());
        hash.bytes(stray.problem.what.as_bytes());
    }
    format!("{:016x}-{files}", hash.0)
}

/// Returns the fingerprint of files whose revision says which they are.
fn known(folder: &Folder) -> Option<String> {
    let Folder::Given(given) = folder else { return None };
    let mut hash = Hash::default();
    hash.bytes(format!("{}/{}", files::LAYOUT, env!("CARGO_PKG_VERSION")).as_bytes());
    Some(format!("{:016x}-{}", hash.0, given.revision()?))
}

/// Returns a 64-bit hash, which stays the same between versions of the compiler.
fn hash(bytes: &[u8]) -> u64 {
    let mut hash = Hash::default();
    hash.bytes(bytes);
    hash.0
}

/// A hash like FNV-1a that takes eight bytes at a time.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn word(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // A product hands nothing down to its lower bits, and the top ones would be lost in the next.
        self.0 = mixed ^ (mixed >> 32);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        // So that what follows can't be taken for a part of it.
        self.word(bytes.len() as u64);
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.word(u64::from_le_bytes(*word)));
        rest.iter().for_each(|byte| self.word(u64::from(*byte)));
    }
}
