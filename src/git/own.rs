//! Signpost's own clone of a catalogue: without files, without commits of its own.
//!
//! `refs/signpost/fetched` is what stood at the remote when it was last fetched, `refs/signpost/current` what the desk goes by. Both are written by git alone, and each move of the second is noted with its time.

use super::command::{self, done};
use super::fetch::check_version;
use super::{Remote, Tree};
use crate::error::{Error, Result};
use crate::paths::make_private;
use chrono::NaiveDateTime;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folder in the data folder with the clones.
const CLONES: &str = "clones";
/// All settings of a clone. Whatever else stands there is none of ours and goes.
const CONFIG: &str = "\
[core]
\trepositoryformatversion = 0
\tfilemode = false
\tbare = true
\tlogAllRefUpdates = always
[gc]
\tpackRefs = false
\treflogExpire = never
\treflogExpireUnreachable = never
";
/// What was fetched last.
pub(super) const FETCHED: &str = "refs/signpost/fetched";
/// What the desk goes by.
pub(super) const CURRENT: &str = "refs/signpost/current";

/// A clone of a catalogue that belongs to Signpost alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnClone {
    dir: PathBuf,
    remote: Remote,
}

impl OwnClone {
    /// Returns the clone of a catalogue in the data folder, whether it is there yet or not.
    pub fn of(data: &Path, remote: Remote) -> Self {
        /// Letters of the address that stand in the folder's name, for people.
        const SHOWN: usize = 40;
        let place = remote.place();
        let dashed = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let slug: String =
            place.split_once("://").map_or(place.as_str(), |(_, rest)| rest).chars().map(dashed).collect();
        let slug: String = slug.trim_matches('-').chars().take(SHOWN).collect();
        let name = format!("{slug}-{:08x}.git", crc32fast::hash(place.as_bytes()));
        Self { dir: data.join(CLONES).join(name), remote }
    }

    /// Returns its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns where it is fetched from.
    pub fn remote(&self) -> &Remote {
        &self.remote
    }

    /// Returns whether it was made.
    pub fn is_there(&self) -> bool {
        self.dir.join("HEAD").is_file()
    }

    /// Makes it, empty, in a folder that only its owner can enter; one that is there stays.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn make(&self) -> Result<()> {
        if self.is_there() {
            return Ok(());
        }
        // Made aside and then named, so that a clone is whole or not there. It is laid out by hand: git would fill it by the user's templates.
        let aside = self.dir.with_file_name(format!("new-{}", uuid::Uuid::new_v4().simple()));
        let made = (|| {
            for folder in ["objects/info", "objects/pack", "refs/signpost"] {
                make_private(&aside.join(folder))?;
            }
            fs::write(aside.join("config"), CONFIG)?;
            fs::write(aside.join("HEAD"), "ref: refs/heads/none\n")?;
            fs::rename(&aside, &self.dir)
        })();
        if made.is_err() {
            let _ = fs::remove_dir_all(&aside);
        }
        // Another Signpost may have been first.
        if self.is_there() { Ok(()) } else { made.map_err(|e| Error::io("make", &self.dir, e)) }
    }

    /// Waits until no other Signpost fetches into it or sends from it.
    ///
    /// # Errors
    /// When the lock can't be made.
    pub fn lock(&self) -> Result<File> {
        let path = self.dir.join("signpost.lock");
        let lock = File::create(&path).map_err(|e| Error::io("open", &path, e))?;
        lock.lock().map_err(|e| Error::io("lock", &path, e))?;
        Ok(lock)
    }

    /// Returns the commit that was fetched last.
    pub fn tip(&self) -> Option<String> {
        self.read(FETCHED)
    }

    /// Returns the commit that the desk goes by.
    pub fn current(&self) -> Option<String> {
        self.read(CURRENT)
    }

    /// Returns the files of a commit.
    pub fn tree(&self, commit: &str) -> Tree {
        Tree::new(&self.dir, commit, self.remote.place())
    }

    /// Moves what the desk goes by on to a commit.
    ///
    /// # Errors
    /// When git or the disk refuses.
    pub fn move_on(&self, to: &str, now: NaiveDateTime) -> Result<()> {
        self.settle()?;
        let mut command = self.command();
        command.env("GIT_COMMITTER_DATE", format!("{} +0000", now.and_utc().timestamp()));
        done(command.args(["update-ref", "--create-reflog", "-m", "taken", CURRENT, to]), None).map(drop)
    }

    /// Returns git on this clone, for what needs no network. Whoever writes holds [`OwnClone::lock`].
    pub fn command(&self) -> Command {
        command::on(&self.dir)
    }

    /// Makes sure that git is new enough and the clone has our settings and no others.
    pub fn ready(&self) -> Result<()> {
        check_version()?;
        self.settle()
    }

    pub(super) fn settle(&self) -> Result<()> {
        let path = self.dir.join("config");
        if fs::read_to_string(&path).ok().as_deref() != Some(CONFIG) {
            fs::write(&path, CONFIG).map_err(|e| Error::io("write", &path, e))?;
        }
        let _ = fs::remove_file(self.dir.join("config.worktree"));
        Ok(())
    }

    fn read(&self, name: &str) -> Option<String> {
        let id = fs::read_to_string(self.dir.join(name)).ok()?.trim().to_owned();
        is_hash(&id).then_some(id)
    }
}

pub(super) fn is_hash(id: &str) -> bool {
    matches!(id.len(), 40 | 64) && id.bytes().all(|b| b.is_ascii_hexdigit())
}
