//! Erasing what is older than it may be kept: from the store, from every backup, and from stores that were moved aside.
//!
//! A purge may be broken off anywhere and run again: each file is changed in one transaction, and every run goes through all of them.

use super::back::PLAIN;
use super::care::{backups, clear, kept_aside};
use super::connect::{companion, connect};
use super::look::{self, Look};
use super::open::{Refusal, lock};
use super::{BACKUPS, FILE, Parts, Store, carry, fail, lines, merge, rows, tallies};
use crate::error::{Error, Result};
use chrono::{Datelike, Months, NaiveDate};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// How a file begins that was encrypted with age.
const SEALED: &[u8] = b"age-encryption.org/";

/// What is left of months when their rows are gone: their counts.
pub type Remains = BTreeMap<String, Parts>;

/// What a purge did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// The last day that was purged, the last one of a month.
    pub up_to: NaiveDate,
    /// Enquiries in each month, tests among them: first the oldest.
    pub months: Vec<(String, u64)>,
    /// Releases whose true counts went.
    pub releases: usize,
    /// Words that found nothing, in quarters that are over for as long.
    pub words: usize,
    /// Copies out of which enquiries were taken, and how many.
    pub copies: Vec<(PathBuf, u64)>,
    /// What somebody has to delete by hand, and why.
    pub by_hand: Vec<(PathBuf, &'static str)>,
    /// Another Signpost held the store, so that erased pages may lie in its file or log still.
    pub held: bool,
}

/// Returns the last day that goes, if this month and so many whole months before it are kept.
pub fn horizon(today: NaiveDate, months: u32) -> NaiveDate {
    let first = today.with_day(1).unwrap_or(today);
    first.checked_sub_months(Months::new(months)).and_then(|day| day.pred_opt()).unwrap_or(NaiveDate::MIN)
}

/// Returns the month that a day is in, "2026-10".
pub fn month_of(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// Returns the last day of a month.
pub fn last_day(month: &str) -> Option<NaiveDate> {
    let first: NaiveDate = format!("{month}-01").parse().ok()?;
    first.checked_add_months(Months::new(1))?.pred_opt()
}

impl Store {
    /// Returns the counts of the months up to a day.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn remains(&self, up_to: NaiveDate) -> Result<Remains> {
        carry::kept(&self.db, up_to).map_err(fail)
    }

    /// Tells what a purge would do, and changes nothing.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn would_purge(&self, up_to: NaiveDate) -> Result<Purged> {
        let mut purged = Purged::none(up_to);
        purged.months = upto(look::months(&self.db).map_err(fail)?, up_to);
        let number = |sql: &str| -> Result<usize> {
            self.db
                .query_row(sql, [month_of(up_to)], |row| row.get::<_, u32>(0))
                .map(|n| usize::try_from(n).unwrap_or(usize::MAX))
                .map_err(fail)
        };
        purged.releases = number(&format!("SELECT count(*) FROM release WHERE {TOLD}"))?;
        purged.words = number(&format!("SELECT count(*) FROM unfound WHERE {LAST_MONTH} <= ?1"))?;
        for path in copies(&self.folder) {
            match kind(&path, up_to) {
                Kind::Store => match look::look(&path) {
                    Look::Sound(counts) => {
                        let many: u64 = upto(counts.months, up_to).iter().map(|(_, many)| many).sum();
                        purged.copies.extend((many > 0).then_some((path, many)));
                    }
                    // It can be opened when it is purged.
                    Look::Unclosed | Look::Missing => {}
                    Look::Newer => purged.by_hand.push((path, NEWER)),
                    Look::Damaged | Look::Refused(_) => purged.by_hand.push((path, UNSOUND)),
                },
                Kind::Hand(why) => purged.by_hand.push((path, why)),
                Kind::Other => {}
            }
        }
        Ok(purged)
    }

    /// Erases for good all enquiries up to a day, the last one of a month, in every file of the data folder. `kept` is what is left of those months: it takes the place of their counts.
    ///
    /// # Errors
    /// When the store can't be written, or holds enquiries of those months that were not counted yet; then nothing was erased.
    pub fn purge(&mut self, up_to: NaiveDate, kept: &Remains) -> Result<Purged> {
        self.writable()?;
        let folder = self.folder.clone();
        // No backup is made and none is brought back meanwhile.
        let _lock = lock(&folder).map_err(|e| Error::io("purge", &folder, e))?;
        let mut purged = Purged::none(up_to);
        let done = self.write(|db| {
            if uncounted(db, up_to)? {
                return Ok(None);
            }
            let months = upto(look::months(db)?, up_to);
            erase(db, up_to, kept).map(|erased| Some((months, erased)))
        })?;
        let Some((months, erased)) = done else {
            return Err(Error::system("Enquiries of the months to be purged came in just now, so nothing was purged.")
                .hint("Run it again."));
        };
        (purged.months, purged.releases, purged.words) = (months, erased.releases, erased.words);
        let rewritten = empty_log(&self.db) && self.db.execute_batch("VACUUM").is_ok() && empty_log(&self.db);
        purged.held = !rewritten;
        // A power cut may have left a copy that was being made.
        clear(&folder.join(BACKUPS).join("making.tmp"));
        clear(&folder.join("restoring.tmp"));
        for plain in names(&folder).filter(|path| is_plain(path)) {
            clear(&plain);
        }
        for path in copies(&folder) {
            match kind(&path, up_to) {
                Kind::Store => match erase_from(&path, up_to, kept) {
                    Ok(0) => {}
                    Ok(many) => purged.copies.push((path, many)),
                    Err(Refusal::Newer) => purged.by_hand.push((path, NEWER)),
                    Err(_) => purged.by_hand.push((path, UNSOUND)),
                },
                Kind::Hand(why) => purged.by_hand.push((path, why)),
                Kind::Other => {}
            }
        }
        Ok(purged)
    }
}

impl Purged {
    fn none(up_to: NaiveDate) -> Self {
        let (months, copies, by_hand) = (Vec::new(), Vec::new(), Vec::new());
        Self { up_to, months, releases: 0, words: 0, copies, by_hand, held: false }
    }
}

/// The last month of a quarter of the financial year.
const LAST_MONTH: &str = "CASE substr(quarter, -2) WHEN 'Q1' THEN substr(quarter, 1, 4) || '-06' WHEN 'Q2' THEN substr(quarter, 1, 4) || '-09'
    WHEN 'Q3' THEN substr(quarter, 1, 4) || '-12' ELSE printf('%04d-03', substr(quarter, 1, 4) + 1) END";

/// Releases of that time that still hold the true counts behind them. What was published is published.
const TOLD: &str = "substr(last, 1, 7) <= ?1 AND length(truth) > 0";

const NEWER: &str = "a newer Signpost wrote it";
const UNSOUND: &str = "it is not sound, or another program holds it";

/// What was erased besides rows.
pub struct Erased {
    rows: u64,
    releases: usize,
    words: usize,
}

/// Erases what is older than it may be kept from one file, of this or an older version, and leaves `kept` of it.
pub fn erase(db: &Connection, up_to: NaiveDate, kept: &Remains) -> rusqlite::Result<Erased> {
    let month = month_of(up_to);
    let rows = db.execute("DELETE FROM enquiry WHERE day < ?1", [after(up_to)])?;
    if rows::has_table(db, "outbox")? {
        // The change is about a service and still waits; what somebody wrote beside it goes.
        db.execute("UPDATE outbox SET remark = NULL WHERE remark IS NOT NULL AND day < ?1", [after(up_to)])?;
    }
    let mut erased = Erased { rows: u64::try_from(rows).unwrap_or(u64::MAX), releases: 0, words: 0 };
    if rows::has_table(db, "purged")? {
        db.execute("DELETE FROM stale WHERE month <= ?1", [&month])?;
        db.execute("DELETE FROM counts WHERE month <= ?1", [&month])?;
        for (own, parts) in kept.range(..=month.clone()) {
            parts.iter().try_for_each(|(part, counts)| tallies::put(db, own, part, counts))?;
        }
        db.execute("DELETE FROM purged WHERE up_to < ?1", [&month])?;
        db.execute("INSERT INTO purged (up_to) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM purged)", [&month])?;
        erased.releases = db.execute(&format!("UPDATE release SET truth = x'' WHERE {TOLD}"), [&month])?;
        erased.words = db.execute(&format!("DELETE FROM unfound WHERE {LAST_MONTH} <= ?1"), [&month])?;
    }
    Ok(erased)
}

/// Returns the day after, as it is stored.
fn after(day: NaiveDate) -> String {
    day.succ_opt().unwrap_or(day).to_string()
}

/// Returns whether there are enquiries up to a day that their month's counts don't know yet.
fn uncounted(db: &Connection, up_to: NaiveDate) -> rusqlite::Result<bool> {
    let sql =
        "SELECT 1 FROM stale WHERE month <= ?1 AND EXISTS (SELECT 1 FROM enquiry WHERE substr(day, 1, 7) = month)";
    Ok(db.query_row(sql, [month_of(up_to)], |_| Ok(())).optional()?.is_some())
}

fn upto(months: Vec<(String, u64)>, up_to: NaiveDate) -> Vec<(String, u64)> {
    let last = month_of(up_to);
    months.into_iter().filter(|(month, _)| *month <= last).collect()
}

/// Writes the log back into the file and empties it; returns whether nobody was in the way.
fn empty_log(db: &Connection) -> bool {
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0)).is_ok_and(|busy| !busy)
}

/// Erases from a copy that nobody has open, and leaves one file with no old page in it; returns how many rows went.
fn erase_from(path: &Path, up_to: NaiveDate, kept: &Remains) -> std::result::Result<u64, Refusal> {
    let mut db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    look::counts(&db)?;
    db.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
    let transaction = db.transaction()?;
    let erased = erase(&transaction, up_to, kept)?;
    transaction.commit()?;
    db.execute_batch("VACUUM")?;
    Ok(erased.rows)
}

/// What a file in the data folder is.
enum Kind {
    /// A store or a backup.
    Store,
    /// Something that may hold old enquiries and can't be rewritten.
    Hand(&'static str),
    /// Something without enquiries.
    Other,
}

/// Returns every file that may hold enquiries, besides the store.
fn copies(folder: &Path) -> Vec<PathBuf> {
    let own: BTreeSet<PathBuf> =
        ["", "-wal", "-shm", "-journal"].iter().map(|end| companion(&folder.join(FILE), end)).collect();
    let mut all: BTreeSet<PathBuf> = kept_aside(folder).into_iter().chain(backups(folder)).collect();
    for dir in [folder.to_owned(), folder.join(BACKUPS)] {
        let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
        all.extend(
            entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())).map(|entry| entry.path()),
        );
    }
    all.into_iter().filter(|path| !own.contains(path)).collect()
}

/// Returns everything in a folder.
fn names(folder: &Path) -> impl Iterator<Item = PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

/// Returns whether a file was left by a Signpost that was stopped while it encrypted or decrypted.
fn is_plain(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with(PLAIN) && name.ends_with(".tmp")
}

fn kind(path: &Path, up_to: NaiveDate) -> Kind {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut start = Vec::new();
    let file = std::fs::File::open(path).and_then(|file| (&file).take(32).read_to_end(&mut start).map(|_| file));
    let Ok(file) = file else {
        // A log goes with the store that was just rewritten.
        return if path.exists() { Kind::Hand("it can't be read") } else { Kind::Other };
    };
    for end in ["-wal", "-journal", "-shm"] {
        if let Some(store) = name.strip_suffix(end) {
            let beside = path.with_file_name(store);
            return if beside.exists() || start.is_empty() {
                Kind::Other
            } else {
                Kind::Hand("it is a log without its store")
            };
        }
    }
    if start.starts_with(merge::SQLITE) {
        Kind::Store
    } else if start.starts_with(SEALED) {
        Kind::Hand("it is encrypted, so nobody here can tell what it holds")
    } else if merge::is_export(path) {
        drop(file);
        let read = std::fs::File::open(path).ok().map(|file| lines::read(path, BufReader::new(file)));
        match read {
            Some(Ok(parcel)) if parcel.rows.iter().all(|row| row.day > up_to) => Kind::Other,
            _ => Kind::Hand("it is an export"),
        }
    } else if name.starts_with("enquiries-") && name.ends_with(".sqlite") && !start.is_empty() {
        Kind::Hand(UNSOUND)
    } else {
        Kind::Other
    }
}
