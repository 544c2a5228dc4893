//! What the store does for itself when nobody waits: the daily backup, tidying, and erasing what was undone from every copy.

use super::connect::{PATIENCE, companion, connect};
use super::look::{Counts, Look, look};
use super::open::lock;
use super::{BACKUPS, Condition, Store, fail, rows};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::paths;
use chrono::{NaiveDate, Timelike};
use rusqlite::{Connection, OpenFlags, backup::Backup};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How many backups are kept.
const KEPT: usize = 7;

/// After how many saves the log is written back into the file.
const LONG_LOG: u32 = 64;

/// The last day on which [`Store::care`] did its daily part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cared {
    day: NaiveDate,
    /// The hour in which it failed.
    failed_at: Option<u32>,
}

/// Returns the backups of a data folder, the last one first.
///
/// Their number orders them, not their day: a clock that once jumped must not decide which one is old.
pub fn backups(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir(folder.join(BACKUPS))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((number_and_day(&entry.path())?.0, entry.path())))
        .collect();
    found.sort();
    found.into_iter().rev().map(|(_, path)| path).collect()
}

/// Returns the stores that were moved aside in a data folder: damaged ones, and those that a backup took the place of.
pub fn kept_aside(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_aside = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with("enquiries-") && name.ends_with(".sqlite"))
    };
    let mut found: Vec<PathBuf> = entries.filter(is_aside).collect();
    found.sort();
    found
}

/// Reads a backup's name, "0012-2026-11-22.sqlite".
pub fn number_and_day(path: &Path) -> Option<(u32, NaiveDate)> {
    let (number, day) = path.file_name()?.to_str()?.strip_suffix(".sqlite")?.split_once('-')?;
    Some((number.parse().ok()?, day.parse().ok()?))
}

impl Store {
    /// Returns the backups, the last one first. Any of them can be handed to [`Store::import`].
    pub fn backups(&self) -> Vec<PathBuf> {
        backups(&self.folder)
    }

    /// Does what is due after a save, when nobody waits for it: on the first one of a day the backup, and from time to time the writing back of the log. Returns the backup if one was made.
    ///
    /// # Errors
    /// When the backup could not be made or is not sound; what was saved is saved.
    pub fn care(&mut self, clock: &Clock) -> Result<Option<PathBuf>> {
        if self.condition != Condition::Ready {
            return Ok(None);
        }
        let (today, hour) = (clock.today(), clock.now().hour());
        let done = Some(Cared { day: today, failed_at: None });
        let mut made = Ok(None);
        // What failed is tried again in another hour, not at every save.
        if self.cared != done && self.cared != Some(Cared { day: today, failed_at: Some(hour) }) {
            made = self.care_for(today);
            self.cared = if made.is_ok() { done } else { Some(Cared { day: today, failed_at: Some(hour) }) };
        }
        if self.unwritten >= LONG_LOG {
            // The log keeps its size and is written over from its start: that is quicker than growing it anew.
            unhurried(&self.db, "PRAGMA wal_checkpoint(RESTART)");
            self.unwritten = 0;
        }
        made
    }

    fn care_for(&mut self, today: NaiveDate) -> Result<Option<PathBuf>> {
        let dir = self.folder.join(BACKUPS);
        let failed = |e| Error::io("make the backup in", &dir, e);
        let _lock = lock(&self.folder).map_err(failed)?;
        let kept = backups(&self.folder);
        let last = kept.first().and_then(|path| number_and_day(path));
        if last.is_some_and(|(_, day)| day == today) {
            return Ok(None);
        }
        // Veils are of the day only.
        self.write(|db| db.execute("UPDATE enquiry SET veil = 0 WHERE veil = 1 AND day <> ?1", [today.to_string()]))?;
        // Rewriting puts the rows in the order of their random ids also inside pages, where new ones lie in order of arrival. Another Signpost that is reading may be in the way; then it is done another day.
        unhurried(&self.db, "VACUUM");
        write_back(&self.db);

        paths::make_private(&dir).map_err(failed)?;
        let making = dir.join("making.tmp");
        clear(&making);
        copy(&self.db, &making, |_| Ok(()))?;
        let number = last.map_or(1, |(number, _)| number + 1);
        let path = dir.join(format!("{number:04}-{today}.sqlite"));
        std::fs::rename(&making, &path).and_then(|()| paths::sync_folder(&dir)).map_err(failed)?;
        for old in kept.iter().skip(KEPT - 1) {
            let _ = std::fs::remove_file(old);
        }
        Ok(Some(path))
    }

    /// Takes undone rows out of the log and out of every backup, as far as nobody else is in the way.
    pub(super) fn erase_traces(&mut self, erased: &[(String, String)]) {
        self.erase_everywhere("What was undone", |db| {
            for (desk, id) in erased {
                // The mark also where the row never was: if the store is lost, the backups alone know what must not come back.
                rows::add_desk(db, desk)?;
                rows::undo(db, desk, id)?;
            }
            Ok(())
        });
    }

    /// Empties the log and erases something from every backup too; `what` names it for who must hear that it could not be done.
    pub(super) fn erase_everywhere(&mut self, what: &str, erase: impl Fn(&Connection) -> rusqlite::Result<()>) {
        write_back(&self.db);
        for path in backups(&self.folder) {
            if erase_from(&path, &erase).is_err() {
                self.notices.push(format!(
                    "{what} could not be taken out of the backup {}. Delete that backup if it must not be kept.",
                    path.display()
                ));
            }
        }
    }
}

/// Removes what a power cut left of an earlier attempt to make a file.
pub fn clear(making: &Path) {
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(companion(making, end));
    }
}

/// Copies a store into a new file with SQLite's own means, lets `change` do what the copy needs besides, then opens it again, looks at every page of it and returns what it holds.
pub fn copy(db: &Connection, to: &Path, change: impl FnOnce(&Connection) -> rusqlite::Result<()>) -> Result<Counts> {
    let failed = |e| Error::io("make the backup", to, e);
    paths::private_file().create_new(true).open(to).map_err(failed)?;
    {
        let mut copy = connect(to, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(fail)?;
        Backup::new(db, &mut copy)
            .and_then(|backup| backup.run_to_completion(1024, Duration::ZERO, None))
            .map_err(fail)?;
        // A backup is one file, without a log beside it.
        copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(())).map_err(fail)?;
        // Veils are of the day, a backup is kept for a week: afterwards nothing may tell a sensitive enquiry apart. Rewriting takes the old pages with it.
        copy.execute_batch("UPDATE enquiry SET veil = 0 WHERE veil <> 0").map_err(fail)?;
        change(&copy).map_err(fail)?;
        copy.execute_batch("VACUUM").map_err(fail)?;
    }
    std::fs::File::open(to).and_then(|file| file.sync_all()).map_err(failed)?;
    match look(to) {
        Look::Sound(counts) => Ok(counts),
        _ => Err(Error::system("The copy of the enquiries is not sound and was not kept.")
            .hint("Check the disk; what was saved is saved.")),
    }
}

fn erase_from(path: &Path, erase: impl Fn(&Connection) -> rusqlite::Result<()>) -> rusqlite::Result<()> {
    let mut db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let transaction = db.transaction()?;
    erase(&transaction)?;
    transaction.commit()
}

/// Writes the log back into the file and empties it.
pub fn write_back(db: &Connection) {
    unhurried(db, "PRAGMA wal_checkpoint(TRUNCATE)");
}

/// Runs something that may as well happen another time: if somebody else is in the way, the next save must not wait for it.
fn unhurried(db: &Connection, sql: &str) {
    let _ = db.busy_timeout(Duration::from_millis(200));
    let _ = db.prepare(sql).and_then(|mut statement| statement.query([])?.next().map(|_| ()));
    let _ = db.busy_timeout(PATIENCE);
}
