//! Many desks, one locality: exports and imports, merged by desk and id.
//!
//! An enquiry never changes once it is saved, and an undo wins over it for ever. So merging gives the same whatever the order, and however often the same file comes.

use super::connect::{PATIENCE, open_reading};
use super::lines::{self, HeaderDesk, Parcel};
use super::open::FileId;
use super::{FILE, Store, back, carry, fail, outbox, rows};
use crate::error::{Error, Result};
use crate::paths;
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// How every SQLite file begins.
pub const SQLITE: &[u8] = b"SQLite format 3\0";

/// Memory for pages while a locality's enquiries come in, in kilobytes as SQLite counts them: the index of days has a page for each day and desk at work.
const IMPORTING: i64 = -65_536;

/// A desk whose enquiries are here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownDesk {
    /// Its random id.
    pub desk: Uuid,
    /// It is the desk of this data folder.
    pub mine: bool,
    /// The day of its last enquiry; how far its enquiries reach.
    pub last_day: Option<NaiveDate>,
    /// How many of its enquiries are here, without tests.
    pub enquiries: u64,
    /// Id of the hub of its last enquiry: where it stands.
    pub hub: Option<String>,
}

/// What an export or import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Enquiries in the files.
    pub enquiries: usize,
    /// Undo marks in the files.
    pub undone: usize,
    /// Enquiries that were not here before.
    pub added: usize,
    /// Enquiries that an undo mark erased here.
    pub erased: usize,
    /// Enquiries that were not taken, because their months were purged here.
    pub purged: usize,
    /// Enquiries that are here with other answers under the same id; ours were kept.
    pub differing: usize,
    /// Every desk known here afterwards.
    pub desks: Vec<KnownDesk>,
}

impl Store {
    /// Returns every desk whose enquiries are here, this one first.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn desks(&self) -> Result<Vec<KnownDesk>> {
        desks(&self.db)
    }

    /// Writes all enquiries of all desks known here to a new file that another Signpost can import; over an earlier export only with `replace`.
    ///
    /// # Errors
    /// When the store can't be read, or the file can't be written or is there already.
    pub fn export(&self, path: &Path, replace: bool) -> Result<Moved> {
        let failed = |e| Error::io("write", path, e);
        back::may_write(path, replace, is_export, "export of enquiries")?;
        back::whole(path, replace, |beside| {
            let file = paths::private_file().create_new(true).open(beside).map_err(failed)?;
            let moved = self.export_to(BufWriter::new(&file))?;
            file.sync_all().map_err(failed)?;
            Ok(moved)
        })
    }

    /// Writes what [`Store::export`] writes, encrypted by `seal`; no plain text gets onto a disk.
    ///
    /// # Errors
    /// As [`Store::export`], and when it can't be encrypted.
    pub fn export_sealed(
        &self,
        path: &Path,
        replace: bool,
        is_sealed: impl Fn(&Path) -> bool,
        seal: impl FnOnce(&[u8], File) -> Result<()>,
    ) -> Result<Moved> {
        let failed = |e| Error::io("write", path, e);
        back::may_write(path, replace, is_sealed, "encrypted backup or export of enquiries")?;
        let mut plain = Vec::new();
        let moved = self.export_to(&mut plain)?;
        back::whole(path, replace, |beside| {
            let file = paths::private_file().create_new(true).open(beside).map_err(failed)?;
            seal(&plain, file.try_clone().map_err(failed)?)?;
            file.sync_all().map_err(failed)
        })?;
        Ok(moved)
    }

    /// Writes what [`Store::export`] writes, to anywhere.
    ///
    /// # Errors
    /// When the store can't be read or the target can't be written.
    pub fn export_to(&self, to: impl Write) -> Result<Moved> {
        let snapshot = self.db.unchecked_transaction().map_err(fail)?;
        let parcel = parcel(&snapshot)?;
        let desks = desks(&snapshot)?;
        let header = desks.iter().map(|d| HeaderDesk { desk: d.desk, last_day: d.last_day }).collect();
        lines::write(&parcel, header, to).map_err(|e| match e.kind() {
            std::io::ErrorKind::BrokenPipe => Error::new(crate::error::Kind::BrokenPipe, "The reader went away."),
            _ => Error::system(format!("Can't write the export: {e}.")).because(e),
        })?;
        let (enquiries, undone) = (parcel.rows.len(), parcel.undone.len());
        Ok(Moved { enquiries, undone, added: 0, erased: 0, purged: 0, differing: 0, desks })
    }

    /// Merges exports, backups or other stores into this one: all of them or, when one has a fault, none.
    ///
    /// # Errors
    /// When a file can't be read or has a fault, or the store can't be written; then nothing was imported.
    pub fn import(&mut self, paths: &[PathBuf]) -> Result<Moved> {
        let own = FileId::of(&self.folder.join(FILE));
        let mut parcels = Vec::new();
        let mut waiting = Vec::new();
        let mut carried = Vec::new();
        for path in paths {
            if own.is_some() && own == FileId::of(path) {
                return Err(Error::usage("This file is the store itself.").hint("Choose an export or a backup."));
            }
            parcels.push(read(path)?);
            waiting.extend(outbox::of_backup(path, self.desk));
            carried.push(carry::of_backup(path, self.desk));
        }
        self.writable()?;
        let mut moved =
            Moved { enquiries: 0, undone: 0, added: 0, erased: 0, purged: 0, differing: 0, desks: Vec::new() };
        let mut marks = Vec::new();
        let mut known = Vec::new();
        let usual: i64 = self.db.pragma_query_value(None, "cache_size", |row| row.get(0)).map_err(fail)?;
        let _ = self.db.pragma_update(None, "cache_size", IMPORTING);
        let written = self.write(|db| {
            carried.iter().try_for_each(|carried| carry::put(db, carried))?;
            for parcel in &parcels {
                for desk in &parcel.desks {
                    rows::add_desk(db, &desk.to_string())?;
                }
                for (desk, id) in &parcel.undone {
                    let (desk, id) = (desk.to_string(), id.to_string());
                    let here = rows::is_known(db, &desk, &id)?;
                    if rows::undo(db, &desk, &id)? {
                        moved.erased += usize::from(here);
                        marks.push((desk, id));
                    }
                }
                moved.undone += parcel.undone.len();
                moved.enquiries += parcel.rows.len();
            }
            // In the order in which the table keeps them: else each would change another page of the file.
            let mut all: Vec<_> = parcels.iter().flat_map(|parcel| &parcel.rows).collect();
            all.sort_unstable_by_key(|row| (row.desk, row.enquiry.id));
            for row in all {
                match rows::put(db, row)? {
                    rows::Put::Added => moved.added += 1,
                    rows::Put::Known => known.push(row),
                    rows::Put::Undone => {}
                    rows::Put::Purged => moved.purged += 1,
                }
            }
            for outgoing in &waiting {
                outbox::put(db, outgoing)?;
            }
            Ok(())
        });
        let _ = self.db.pragma_update(None, "cache_size", usual);
        written?;
        moved.differing = self.differing(&known)?;
        if !marks.is_empty() {
            self.erase_traces(&marks);
        }
        moved.desks = self.desks()?;
        Ok(moved)
    }

    /// Counts the rows that are here with other answers. That can't happen by saving and merging; it means that a file was changed by hand.
    fn differing(&self, known: &[&crate::record::Row]) -> Result<usize> {
        let days: BTreeSet<_> = known.iter().map(|row| row.day).collect();
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(0) };
        let here = self.between(*first, *last)?;
        let here: std::collections::BTreeMap<_, _> = here.iter().map(|row| ((row.desk, row.enquiry.id), row)).collect();
        let same = |row: &crate::record::Row| {
            here.get(&(row.desk, row.enquiry.id)).is_some_and(|ours| comparable(ours) == comparable(row))
        };
        Ok(known.iter().filter(|row| !same(row)).count())
    }
}

/// Returns a row without what is not exported and in one order.
fn comparable(row: &crate::record::Row) -> crate::record::Row {
    let mut row = row.clone();
    row.enquiry.veiled = false;
    row.enquiry.needs.sort();
    row
}

/// Reads an export, or takes everything out of a backup or another store.
fn read(path: &Path) -> Result<Parcel> {
    let file = File::open(path).map_err(|e| Error::io("read", path, e))?;
    let mut start = Vec::new();
    (&file).take(SQLITE.len() as u64).read_to_end(&mut start).map_err(|e| Error::io("read", path, e))?;
    if start != SQLITE {
        return lines::read(path, BufReader::new(start.as_slice().chain(file)));
    }
    let unreadable = || {
        Error::input(format!("{} is no store of enquiries that can be read.", path.display()))
            .hint("Choose an export or another backup; keep this file.")
    };
    let (db, _) = open_reading(path, PATIENCE).map_err(|_| unreadable())?;
    let application: i32 =
        db.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(|e| unreadable().because(e))?;
    let version: i32 =
        db.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(|e| unreadable().because(e))?;
    if application != super::schema::APPLICATION || version > super::schema::VERSION {
        return Err(unreadable());
    }
    let parcel = parcel(&db).map_err(|e| unreadable().because(e))?;
    for row in &parcel.rows {
        row.enquiry.check()?;
    }
    Ok(parcel)
}

/// Returns everything that a store holds.
pub fn parcel(db: &Connection) -> Result<Parcel> {
    let desks = desks(db)?.into_iter().map(|desk| desk.desk).collect();
    Ok(Parcel { desks, rows: rows::between(db, NaiveDate::MIN, NaiveDate::MAX)?, undone: rows::undone(db)? })
}

fn desks(db: &Connection) -> Result<Vec<KnownDesk>> {
    let mut out = Vec::new();
    let sql = "SELECT d.id, d.mine, max(e.day) FILTER (WHERE e.test = 0), count(e.id) FILTER (WHERE e.test = 0),
               (SELECT hub FROM enquiry WHERE desk = d.id ORDER BY day DESC, hour DESC, id LIMIT 1)
               FROM desk d LEFT JOIN enquiry e ON e.desk = d.id GROUP BY d.id ORDER BY d.mine DESC, d.id";
    rows::each(db, sql, &[], |row| {
        let last_day: Option<String> = row.get(2).map_err(fail)?;
        out.push(KnownDesk {
            desk: rows::read(&rows::text(row, 0)?)?,
            mine: row.get(1).map_err(fail)?,
            last_day: last_day.as_deref().map(rows::read).transpose()?,
            enquiries: row.get::<_, u32>(3).map_err(fail)?.into(),
            hub: row.get(4).map_err(fail)?,
        });
        Ok(())
    })?;
    Ok(out)
}

/// Returns whether a file is an export, so that writing over it loses nothing but an older one.
pub fn is_export(path: &Path) -> bool {
    let mut start = [0; 12];
    path.is_file() && File::open(path).and_then(|mut f| f.read_exact(&mut start)).is_ok() && &start == b"{\"signpost\":"
}
