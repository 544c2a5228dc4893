//! What earlier checks found to be right, so that the next one looks only at what changed. It is a cache and nothing else: what can't be read is as if it had never been written.
//!
//! Files without a problem are remembered with their size and the time of their last change (in a revision: what changes with the blob), and with what the comparison needs of them. A file with a problem is looked at each time.

use super::facts::Facts;
use crate::catalogue::{File, Folder};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A file that was changed so shortly before its check may be changed again without showing a later time.
const TOO_YOUNG: Duration = Duration::from_secs(3);

/// What is remembered of one file.
#[derive(Debug, Serialize, Deserialize)]
struct Right<F> {
    path: String,
    size: u64,
    modified: u64,
    facts: F,
}

/// What stands in the file of the cache behind its checksum.
#[derive(Debug, Serialize, Deserialize)]
struct Stored<C, R> {
    context: C,
    right: Vec<R>,
}

/// The results of one catalogue's earlier checks.
#[derive(Debug)]
pub(super) struct Kept {
    path: PathBuf,
    context: String,
    before: HashMap<String, Right<Option<Facts>>>,
    /// There is something to write even when nothing was looked at.
    stale: bool,
    began: SystemTime,
}

impl Kept {
    /// Reads the results that hold under the same circumstances: everything besides a file itself that decides what is told of it.
    pub(super) fn open(path: &Path, circumstances: &str) -> Self {
        let context = format!("{} {}", program(), circumstances);
        let stored = read(path).filter(|stored| stored.context == context);
        let stale = stored.is_none();
        let right = stored.map(|stored| stored.right).unwrap_or_default();
        let before = right.into_iter().map(|right| (right.path.clone(), right)).collect();
        Self { path: path.to_owned(), context, before, stale, began: SystemTime::now() }
    }

    /// Takes out what is known of files that have not changed, and returns the others.
    pub(super) fn take<'f>(&mut self, files: &'f [File], facts: &mut Vec<Facts>) -> (Vec<&'f File>, Vec<&'f File>) {
        let (mut changed, mut unchanged) = (Vec::new(), Vec::new());
        for file in files {
            match self.before.remove(&file.path).filter(|r| (r.size, r.modified) == (file.size, file.modified)) {
                Some(right) => {
                    facts.extend(right.facts);
                    unchanged.push(file);
                }
                None => changed.push(file),
            }
        }
        // What is left stands for files that are gone.
        self.stale |= !self.before.is_empty() || !changed.is_empty();
        (changed, unchanged)
    }

    /// Writes what was found to be right. Failing to write it costs nothing but the time of the next check.
    pub(super) fn write(self, folder: &Folder, right: &[&File], facts: &[Facts]) {
        if !self.stale {
            return;
        }
        let by_path: HashMap<&str, &Facts> = facts.iter().map(|facts| (facts.path.as_str(), facts)).collect();
        let latest = self.began.checked_sub(TOO_YOUNG).and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let latest = latest.map_or(0, |at| u64::try_from(at.as_nanos()).unwrap_or(u64::MAX));
        let is_old = |file: &&&File| !matches!(folder, Folder::Disk(_)) || file.modified <= latest;
        let right = right.iter().filter(is_old).map(|file| Right {
            path: file.path.clone(),
            size: file.size,
            modified: file.modified,
            facts: by_path.get(file.path.as_str()).copied(),
        });
        let stored = Stored { context: self.context.as_str(), right: right.collect() };
        let Ok(mut bytes) = postcard::to_stdvec(&stored) else { return };
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        // Two checks at a time write two files, and the later one stays.
        let beside = self.path.with_extension(uuid::Uuid::new_v4().simple().to_string());
        let written = self.path.parent().is_none_or(|folder| std::fs::create_dir_all(folder).is_ok())
            && std::fs::write(&beside, &bytes).is_ok()
            && std::fs::rename(&beside, &self.path).is_ok();
        if !written {
            let _ = std::fs::remove_file(&beside);
        }
    }
}

fn read(path: &Path) -> Option<Stored<String, Right<Option<Facts>>>> {
    let bytes = std::fs::read(path).ok()?;
    let (body, sum) = bytes.split_last_chunk::<4>()?;
    (crc32fast::hash(body) == u32::from_le_bytes(*sum)).then(|| postcard::from_bytes(body).ok())?
}

/// Returns what tells this program from every other: its version, and for who builds it himself, its file.
fn program() -> String {
    let file = std::env::current_exe().and_then(std::fs::metadata).ok();
    let built =
        file.and_then(|meta| Some((meta.len(), meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos())));
    format!("{} {built:?}", env!("CARGO_PKG_VERSION"))
}
