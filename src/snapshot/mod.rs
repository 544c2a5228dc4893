//! The compiled catalogue: a cache that search, screen and commands read instead of the TOML files.
//!
//! `<cache>/<hash of the catalogue's path>/<generation>/` holds one compilation, the file `current` names the newest. One writer by file lock; readers keep theirs. Deleting all of it costs nothing but the time to compile again.

mod compile;
mod files;
mod head;
mod hidden;
mod look;
mod open;
mod record;
mod slips;
mod terms;
mod weighted;

pub use compile::{MAIN_NEED, Outcome};
pub use look::Look;
pub use open::{Fields, Snapshot};
pub use record::{Head, NATIONAL, Record, Row, Weigh, days_since_2000};
pub use terms::{HEAVIEST, LONGEST_START};

use crate::catalogue::{Folder, Listing};
use crate::clock::Clock;
use crate::error::{Error, Result};
use std::fs::File;
use std::path::{Path, PathBuf};

/// The file that names the newest generation.
const CURRENT: &str = "current";
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
            Folder::Disk(path) => {
                // Not resolved: the name stays the same while the folder is away.
                let whole = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                format!("{:016x}", fnv(whole.as_os_str().as_encoded_bytes()))
            }
        };
        Self { dir: cache.join(name) }
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
        let listed = folder.list();
        if let (Some(snapshot), Ok(listing)) = (&newest, &listed)
            && snapshot.manifest.fingerprint == fingerprint(listing)
        {
            self.tidy();
            return Ok(Opened { snapshot: newest.ok_or_else(gone)?, compiled: None, refused: None });
        }
        let compiled = listed.and_then(|listing| self.compile_listing(folder, &listing, clock, newest.as_ref()));
        match (compiled, newest) {
            (Ok((snapshot, outcome)), before) => {
                drop(before);
                self.tidy();
                Ok(Opened { snapshot, compiled: Some(outcome), refused: None })
            }
            (Err(error), Some(snapshot)) => Ok(Opened { snapshot, compiled: None, refused: Some(error) }),
            (Err(error), None) => Err(error),
        }
    }

    /// Compiles the catalogue anew, even when nothing changed.
    ///
    /// # Errors
    /// When the catalogue has to be refused whole, or the disk refuses.
    pub fn compile(&self, folder: &Folder, clock: Clock) -> Result<(Snapshot, Outcome)> {
        let previous = self.newest().ok();
        let compiled = self.compile_listing(folder, &folder.list()?, clock, previous.as_ref())?;
        drop(previous);
        self.tidy();
        Ok(compiled)
    }

    fn compile_listing(
        &self,
        folder: &Folder,
        listing: &Listing,
        clock: Clock,
        previous: Option<&Snapshot>,
    ) -> Result<(Snapshot, Outcome)> {
        std::fs::create_dir_all(&self.dir).map_err(|e| Error::io("make", &self.dir, e))?;
        let lock_path = self.dir.join(WRITER);
        let lock = File::create(&lock_path).map_err(|e| Error::io("open", &lock_path, e))?;
        lock.lock().map_err(|e| Error::io("lock", &lock_path, e))?;
        let fingerprint = fingerprint(listing);
        // Another Signpost may have compiled the same while this one waited for the lock.
        if previous.is_none_or(|p| p.manifest.fingerprint != fingerprint)
            && let Ok(snapshot) = self.newest()
            && snapshot.manifest.fingerprint == fingerprint
        {
            let services = snapshot.len() as usize;
            return Ok((snapshot, Outcome { services, bad: Vec::new() }));
        }
        let name = uuid::Uuid::new_v4().simple().to_string();
        let dir = self.dir.join(&name);
        std::fs::create_dir(&dir).map_err(|e| Error::io("make", &dir, e))?;
        let written = compile::write(folder, listing, fingerprint, clock, previous, &dir)
            .and_then(|outcome| Ok((Snapshot::open(&dir)?, outcome)));
        let (snapshot, outcome) = match written {
            Ok(done) => done,
            Err(error) => {
                let _ = std::fs::remove_dir_all(&dir);
                return Err(error);
            }
        };
        let (beside, path) = (self.dir.join("current.new"), self.dir.join(CURRENT));
        std::fs::write(&beside, &name).map_err(|e| Error::io("write", &beside, e))?;
        std::fs::rename(&beside, &path).map_err(|e| Error::io("write", &path, e))?;
        Ok((snapshot, outcome))
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
        let Ok(keep) = std::fs::read_to_string(self.dir.join(CURRENT)) else { return };
        for path in generations.iter().filter(|path| path.file_name().is_none_or(|name| name != keep.trim())) {
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

/// Returns a short text that changes when any file of the catalogue does, or the layout of the snapshot.
fn fingerprint(listing: &Listing) -> String {
    let mut text = format!("{}/{}", files::LAYOUT, env!("CARGO_PKG_VERSION"));
    for file in &listing.files {
        text.push_str(&format!("\n{} {} {}", file.path, file.size, file.modified));
    }
    for stray in &listing.strays {
        text.push_str(&format!("\n{} {}", stray.path, stray.problem.what));
    }
    format!("{:016x}-{}", fnv(text.as_bytes()), listing.files.len())
}

/// Returns the 64-bit FNV-1a hash, which stays the same between versions of the compiler.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
