//! The store of enquiries: one SQLite file in the data folder, and the only module that knows it.
//!
//! ```text
//! Store::open(folder)               opens or begins the store; falls back to reading rather than failing
//!   .condition() .notices()         what the screen must say about it
//!   .save(&Enquiry, &Clock) -> id   durable when it returns; an enquiry counts once, by the id that Enquiry::new gives it
//!   .care(&Clock)                   after a save, when nobody waits: daily backup, tidying
//!   .undo(id) -> Undo               erases the row, leaves a mark
//!   .on(day) .between(from, to)     -> Vec<Row>
//!   .desks()                        -> Vec<KnownDesk>, each with its last day
//!   .export(path) .export_to(write) -> Moved
//!   .import(paths)                  -> Moved, merged by desk and id, repeatably; backups too
//!   .backups()                      -> Vec<PathBuf>, the last one first
//!   .count_unfound(..) .unfound(..) words that found nothing, by locality and quarter
//!   .purge(up_to, kept) -> Purged   erases old months for good, backups included; their counts stay
//!   .put_out(&Outgoing)             a change of the catalogue waits to be sent
//!   .outgoing()                     -> Vec<Outgoing>, in their order
//!   .mark_out(id, state) .take_out(ids)
//!   .put_release(&Released, &Body)  what was published stays as it was
//!   .releases() .kept(id)           -> the log of releases, and what belongs to one
//!   .months()                       -> what is here of each month: rows, counts that are up to date or not
//!   .begin_counting(months) .each_row(days, take) .put_counts(month, ..)
//!   .counts(months, parts)          counts as they were put
//!   .months()                       -> what is here of each month: rows, counts that are up to date or not
//!   .begin_counting(months) .each_row(days, take) .put_counts(month, ..)
//!   .counts(months, parts)          counts as they were put
//!   .put_release(&Released, &Kept)  what was published stays as it was
//!   .releases() .kept(id)           -> the log of releases, and what belongs to one
//! back_up(folder, file)             a copy that was opened and checked
//! restore(folder, file) -> Restored puts one in the place of the store, which is moved aside
//! look(file) -> Look                what a file is and holds, without writing anything
//! ```
//!
//! A `Store` belongs to one thread; two of them on one folder, in one process or in two, are normal.

mod back;
mod care;
mod carry;
mod connect;
mod lines;
mod look;
mod merge;
mod open;
mod outbox;
mod purge;
mod releases;
mod rows;
mod schema;
mod tallies;
mod unfound;

pub use back::{Plain, Restored, back_up, back_up_sealed, restore};
pub use care::{backups, kept_aside, number_and_day};
pub use look::{Counts, Look, look};
pub use merge::{KnownDesk, Moved};
pub use open::{Condition, ReadOnly};
pub use outbox::{Outgoing, Stage, waiting};
pub use purge::{Purged, Remains, horizon};
pub use releases::{Body, Released};
pub use tallies::{Days, MonthState, Parts};

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::record::{Enquiry, Row};
use chrono::{NaiveDate, Timelike};
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The file in the data folder.
pub const FILE: &str = "enquiries.sqlite";

/// The folder of backups, beside it.
pub const BACKUPS: &str = "backups";

/// How an undo ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undo {
    /// The enquiry is erased.
    Done,
    /// It was erased before.
    Already,
}

/// An open store of enquiries.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    db: Connection,
    desk: Uuid,
    condition: Condition,
    notices: Vec<String>,
    /// Which file is open, to notice when somebody moved it aside.
    file: Option<open::FileId>,
    /// When the daily care was last done or tried.
    cared: Option<care::Cared>,
    /// Saves since the log was last written back.
    unwritten: u32,
}

impl Store {
    /// Opens the store in a data folder, or begins one. What keeps it from writing is told by [`Store::condition`], what happened to it by [`Store::notices`].
    ///
    /// # Errors
    /// When not even an empty store in memory can be had.
    pub fn open(folder: &Path) -> Result<Self> {
        open::open(folder)
    }

    /// Returns the data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the random id of this desk, made once for each data folder.
    pub fn desk_id(&self) -> Uuid {
        self.desk
    }

    /// Returns whether the store can be written, and if not, why.
    pub fn condition(&self) -> &Condition {
        &self.condition
    }

    /// Returns what happened to the store that people must know: a damaged file that was moved aside.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Saves an enquiry under the hub's day and hour. When this returns, a power cut can't take it back. Saving the same enquiry again changes nothing.
    ///
    /// # Errors
    /// When the enquiry has a fault, or the store can't be written; then nothing was saved.
    pub fn save(&mut self, enquiry: &Enquiry, clock: &Clock) -> Result<Uuid> {
        enquiry.check()?;
        self.writable()?;
        let now = clock.now();
        // An hour is below 24.
        let hour = u8::try_from(now.hour()).unwrap_or_default();
        let row = Row { desk: self.desk, day: now.date(), hour, test: clock.is_test(), enquiry: enquiry.clone() };
        match self.write(|db| rows::put(db, &row))? {
            rows::Put::Added | rows::Put::Known => Ok(enquiry.id),
            rows::Put::Undone => Err(Error::usage("This enquiry was undone before, so it was not saved.")
                .hint("Log it anew if it should count after all.")),
            rows::Put::Purged => Err(Error::system(format!(
                "This computer's clock says {}, a time whose enquiries were purged, so nothing was saved.",
                now.date().format("%-d %B %Y")
            ))
            .hint("Set the clock right, then save again.")),
        }
    }

    /// Erases an enquiry of this desk, also from the backups, and leaves a mark, so that no older export brings it back.
    ///
    /// # Errors
    /// When this desk has no such enquiry, or the store can't be written.
    pub fn undo(&mut self, id: Uuid) -> Result<Undo> {
        self.writable()?;
        let (desk, id) = (self.desk.to_string(), id.to_string());
        let found = self.write(|db| {
            if rows::is_undone(db, &desk, &id)? {
                return Ok(Some(Undo::Already));
            }
            if !rows::is_known(db, &desk, &id)? {
                return Ok(None);
            }
            rows::undo(db, &desk, &id)?;
            Ok(Some(Undo::Done))
        })?;
        let Some(undo) = found else {
            return Err(Error::usage(format!("This desk has saved no enquiry {id}."))
                .hint("`signpost enquiries` lists today's enquiries with their ids."));
        };
        self.erase_traces(&[(desk, id)]);
        Ok(undo)
    }

    /// Returns the enquiries of one day, of all desks known here, by hour.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn on(&self, day: NaiveDate) -> Result<Vec<Row>> {
        self.between(day, day)
    }

    /// Returns the enquiries from one day to another, both included, by day and hour.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Row>> {
        // One snapshot for all tables, whatever another Signpost saves meanwhile.
        let snapshot = self.db.unchecked_transaction().map_err(fail)?;
        rows::between(&snapshot, from, to)
    }

    /// Goes on with the file that lies in the folder now, if another Signpost moved the open one aside: because it was damaged, or to restore a backup.
    ///
    /// # Errors
    /// When not even an empty store in memory can be had.
    pub fn follow(&mut self) -> Result<()> {
        if is_moved(self.file, &self.folder) { self.reopen() } else { Ok(()) }
    }

    /// Makes the store ready for writing, or says why it isn't. What was in the way may be gone: space freed, access given.
    fn writable(&mut self) -> Result<()> {
        self.follow()?;
        if matches!(self.condition, Condition::ReadOnly(why) if why.may_pass()) {
            self.reopen()?;
        } else if self.condition == Condition::Ready && self.is_newer()? {
            // A newer Signpost was started beside this one and changed the store; it knows fields that this one would leave out.
            self.reopen()?;
        }
        match &self.condition {
            Condition::Ready => Ok(()),
            Condition::ReadOnly(why) => Err(Error::system(format!("Nothing was saved. {}", why.sentence()))),
        }
    }

    /// Returns whether the file has a newer version by now than the one that was opened.
    fn is_newer(&self) -> Result<bool> {
        let version: i32 = self.db.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(fail)?;
        Ok(version > schema::VERSION)
    }

    fn reopen(&mut self) -> Result<()> {
        // The old connection goes first: on a full disk it may hold the file for itself.
        self.db = Connection::open_in_memory().map_err(fail)?;
        let fresh = open::open(&self.folder)?;
        let mut notices = std::mem::take(&mut self.notices);
        *self = fresh;
        // What holds of the folder is told by every opening.
        self.notices.retain(|notice| !notices.contains(notice));
        notices.append(&mut self.notices);
        self.notices = notices;
        Ok(())
    }

    /// Runs one transaction that takes the write lock at its start, so that two Signposts wait for each other instead of failing halfway.
    fn write<T>(&mut self, job: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let mut transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
        // Whoever had the lock until now may have put another file in its place. Once the lock is ours nobody can any more.
        if is_moved(self.file, &self.folder) {
            drop(transaction);
            self.reopen()?;
            transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
        }
        let value = job(&transaction).map_err(fail)?;
        transaction.commit().map_err(fail)?;
        self.unwritten = self.unwritten.saturating_add(1);
        Ok(value)
    }
}

/// Returns whether the file that was opened lies in the folder no more.
fn is_moved(opened: Option<open::FileId>, folder: &Path) -> bool {
    opened.is_some() && opened != open::FileId::of(&folder.join(FILE))
}

/// Says what SQLite's refusal means for the person at the desk.
fn fail(error: rusqlite::Error) -> Error {
    let (what, hint) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => ("The disk is full, so nothing was saved.", "Free some space, then save again."),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            ("Another Signpost is using the store of enquiries and did not finish.", "Wait a moment, then try again.")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => (
            "The store of enquiries can't be written, so nothing was saved.",
            "Ask whoever looks after this computer for access to the data folder.",
        ),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => (
            "The store of enquiries is damaged.",
            "Start Signpost again: it moves the damaged file aside and keeps it.",
        ),
        Some(ErrorCode::SystemIoFailure) => (
            "The disk refused to read or write the store of enquiries.",
            "Check the disk and its free space, then try again.",
        ),
        _ => ("The store of enquiries refused.", "Try again; if it stays so, keep the data folder and ask for help."),
    };
    Error::system(what).hint(hint).because(error)
}

#[cfg(test)]
mod tests;
