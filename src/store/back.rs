//! Backups that somebody asks for, and bringing one back. Nothing is ever deleted for it.

use super::care::{backups, clear, copy, write_back};
use super::carry::{self, Carried};
use super::connect::{PATIENCE, connect, open_reading};
use super::look::{Counts, Look, counts, look};
use super::merge::{SQLITE, is_export, parcel};
use super::open::{FileId, ReadOnly, Refusal, has_companions, last_desk, lock, move_aside, own_desk, probe};
use super::{Condition, FILE, Outgoing, Store, fail, outbox, rows};
use crate::error::{Error, Result};
use crate::paths;
use crate::record::Row;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What is in the store now.
    pub counts: Counts,
    /// Where the store lies that was here before.
    pub aside: Option<PathBuf>,
    /// Enquiries in it that the backup has not; none when it could not be read.
    pub only_aside: Option<usize>,
    /// Enquiries of the backup that were undone since, and so stay erased.
    pub erased: usize,
    /// The desk had another id before, under which it had saved nothing.
    pub new_desk: bool,
}

/// Copies the store of a data folder into a new file, opens the copy again and looks at every page of it. It goes over an earlier backup only with `replace`.
///
/// # Errors
/// When there is no store that can be read whole, or the file can't be written or is there already.
pub fn back_up(folder: &Path, to: &Path, replace: bool) -> Result<Counts> {
    let db = open_for_backup(folder, to)?;
    may_write(to, replace, is_store, "backup of enquiries")?;
    whole(to, replace, |beside| copy(&db, beside, |_| Ok(())))
}

/// Does what [`back_up`] does, but hands the copy to `seal`, which writes it encrypted. Until then the copy lies in the data folder, where others can't read it.
///
/// # Errors
/// As [`back_up`], and when it can't be encrypted.
pub fn back_up_sealed(
    folder: &Path,
    to: &Path,
    replace: bool,
    is_sealed: impl Fn(&Path) -> bool,
    seal: impl FnOnce(File, File) -> Result<()>,
) -> Result<Counts> {
    let db = open_for_backup(folder, to)?;
    may_write(to, replace, is_sealed, "encrypted backup or export of enquiries")?;
    let plain = Plain::new(folder);
    let counts = copy(&db, plain.path(), |_| Ok(()))?;
    whole(to, replace, |beside| {
        let failed = |e| Error::io("write", to, e);
        let from = File::open(plain.path()).map_err(|e| Error::io("read", plain.path(), e))?;
        let file = paths::private_file().create_new(true).open(beside).map_err(failed)?;
        seal(from, file.try_clone().map_err(failed)?)?;
        file.sync_all().map_err(failed)
    })?;
    Ok(counts)
}

/// A file for plain text in the data folder, for the moment in which a file is encrypted or was decrypted. It goes with its value; what a power cut leaves of it goes with the next purge.
#[derive(Debug)]
pub struct Plain(PathBuf);

impl Plain {
    /// Chooses a name; there is no file yet.
    pub fn new(folder: &Path) -> Self {
        Self(folder.join(format!("{PLAIN}{}.tmp", Uuid::new_v4().simple())))
    }

    /// Returns the path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes the file, for its owner only, with the folder where that is missing.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn create(&self) -> Result<File> {
        let made = self.0.parent().map_or(Ok(()), paths::make_private);
        made.and_then(|()| paths::private_file().create_new(true).open(&self.0))
            .map_err(|e| Error::io("write", &self.0, e))
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        clear(&self.0);
    }
}

/// How the name of such a file begins.
pub const PLAIN: &str = "plain-";

/// Opens the store of a data folder for a copy of it.
fn open_for_backup(folder: &Path, to: &Path) -> Result<Connection> {
    let path = folder.join(FILE);
    if same_file(&path, to) {
        return Err(Error::usage("This file is the store itself.").hint("Choose another name for the backup."));
    }
    if !path.exists() {
        let what = format!("There are no enquiries in {} yet, so there is nothing to back up.", folder.display());
        return Err(Error::usage(what).hint("Check --data-dir; signpost doctor tells where everything lives."));
    }
    open_reading(&path, PATIENCE).and_then(|(db, _)| probe(&db).map(|_| db)).map_err(|refusal| match refusal {
        Refusal::Newer => Error::system("The store of enquiries was written by a newer Signpost.")
            .hint("Update this Signpost, then make the backup."),
        Refusal::Damaged => Error::system("The store of enquiries is damaged, so no backup of it was made.")
            .hint("See signpost doctor; signpost restore lists the daily backups."),
        other => refused(other, "The store of enquiries can't be read."),
    })
}

/// Puts a backup in the place of the store. The store that was here is moved aside, and what was undone in it stays erased. Another Signpost that is open goes on with the restored store.
///
/// # Errors
/// When the file is no sound backup of this desk, or something is in the way; then all is as it was.
pub fn restore(folder: &Path, from: &Path) -> Result<Restored> {
    let path = folder.join(FILE);
    if same_file(&path, from) {
        return Err(
            Error::usage("This file is the store itself.").hint("Choose a backup; signpost restore lists them.")
        );
    }
    let (source, theirs) = open_backup(from)?;
    let failed = |e| Error::io("restore the backup in", folder, e);
    paths::make_private(folder).map_err(failed)?;
    let guard = lock(folder).map_err(failed)?;
    let mut present = Present::hold(&path)?;
    let (own, used) = match &present {
        Some(present) => (present.desk, present.is_used()),
        None => (last_desk(folder), true),
    };
    if used && own.is_some_and(|own| own != theirs) {
        return Err(Error::usage(format!("{} is a backup of another desk.", from.display()))
            .hint(format!("To add its enquiries to this desk's: signpost enquiries import {}", from.display())));
    }

    let mut marks: BTreeSet<(Uuid, Uuid)> = backups(folder).iter().flat_map(|path| marks_of(path)).collect();
    marks.extend(present.iter().flat_map(|present| present.undone.iter().copied()));
    // What was purged since that backup stays purged, what was released stays released.
    let carried = match &mut present {
        Some(present) if present.desk == Some(theirs) => std::mem::take(&mut present.carried),
        Some(_) => Carried::default(),
        None => backups(folder).first().map(|path| carry::of_file(path)).unwrap_or_default(),
    };
    let mut erased = 0;
    let making = folder.join("restoring.tmp");
    clear(&making);
    let made = copy(&source, &making, |db| {
        for (desk, id) in &marks {
            let (desk, id) = (desk.to_string(), id.to_string());
            rows::add_desk(db, &desk)?;
            erased += usize::from(rows::is_known(db, &desk, &id)?);
            rows::undo(db, &desk, &id)?;
        }
        // What the desk's list keeps back today, it keeps back afterwards too.
        for row in present.iter().flat_map(|present| &present.rows).filter(|row| row.enquiry.veiled) {
            rows::veil(db, &row.desk.to_string(), &row.enquiry.id.to_string())?;
        }
        // What waits to be sent is what waits today: nothing that came since is lost, and nothing that was sent since comes back.
        if let Some(present) = present.as_ref().filter(|present| present.desk == Some(theirs)) {
            outbox::replace(db, &present.waiting)?;
        }
        Ok(())
    });
    let mut counts = made.inspect_err(|_| clear(&making))?;
    if !carried.is_empty() {
        carry::bring(&making, &carried).inspect_err(|_| clear(&making))?;
        if let Look::Sound(now) = look(&making) {
            counts = now;
        }
    }
    let only_aside = match &present {
        Some(present) => Some(present.missing_in(&source)?),
        None => None,
    };

    if cfg!(windows) {
        // Windows renames no file that anybody has open: there an open Signpost is noticed by that.
        present = None;
    }
    let moved = path.exists() || has_companions(&path);
    let aside = moved.then(|| move_aside(folder, &path, "before-restore")).transpose().map_err(|e| {
        clear(&making);
        Error::io("move aside", &path, e).hint("Close every Signpost on this computer, then try again.")
    })?;
    std::fs::rename(&making, &path).and_then(|()| paths::sync_folder(folder)).map_err(failed)?;
    // Until here nobody else could save: who waited finds the restored file in its place.
    drop(present);
    drop(guard);
    let store = Store::open(folder)?;
    match store.condition() {
        Condition::Ready => {
            Ok(Restored { counts, aside, only_aside, erased, new_desk: own.is_some_and(|own| own != theirs) })
        }
        Condition::ReadOnly(why) => Err(Error::system(format!("The backup is in its place. {}", why.sentence()))),
    }
}

/// The store that is here, held so that nobody saves into it any more.
struct Present {
    /// Has a transaction open, which ends with it.
    _db: Connection,
    desk: Option<Uuid>,
    rows: Vec<Row>,
    undone: Vec<(Uuid, Uuid)>,
    waiting: Vec<Outgoing>,
    carried: Carried,
}

impl Present {
    /// Holds the store; there is nothing to hold when it is missing or damaged.
    fn hold(path: &Path) -> Result<Option<Self>> {
        if !path.exists() {
            return Ok(None);
        }
        let held = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(Refusal::from).and_then(|db| {
            probe(&db)?;
            write_back(&db);
            db.execute_batch("BEGIN IMMEDIATE")?;
            Ok(db)
        });
        let db = match held {
            Ok(db) => db,
            Err(Refusal::Damaged) => return Ok(None),
            Err(Refusal::Newer) => {
                return Err(Error::system("The store that is here was written by a newer Signpost.")
                    .hint("Nothing was changed. Update this Signpost, then restore."));
            }
            Err(Refusal::Machine(ReadOnly::InUse)) => {
                return Err(Error::system("Another Signpost is saving just now, so nothing was restored.")
                    .hint("Wait a moment, or close the other Signposts, then try again."));
            }
            Err(other) => return Err(refused(other, "The store that is here can't be moved aside.")),
        };
        let desk = own_desk(&db).unwrap_or(None);
        // A file that was begun and never set up has no tables.
        let all = if desk.is_some() { parcel(&db)? } else { super::lines::Parcel::default() };
        let waiting = outbox::all(&db)?;
        let carried = carry::read(&db)?;
        Ok(Some(Self { _db: db, desk, rows: all.rows, undone: all.undone, waiting, carried }))
    }

    /// Returns whether this desk saved anything here.
    fn is_used(&self) -> bool {
        let own = |desk: &Uuid| Some(*desk) == self.desk;
        self.rows.iter().any(|row| own(&row.desk)) || self.undone.iter().any(|(desk, _)| own(desk))
    }

    /// Counts the enquiries that a backup has not.
    fn missing_in(&self, backup: &Connection) -> Result<usize> {
        let mut missing = 0;
        for row in &self.rows {
            let known = rows::is_known(backup, &row.desk.to_string(), &row.enquiry.id.to_string()).map_err(fail)?;
            missing += usize::from(!known);
        }
        Ok(missing)
    }
}

/// Opens a backup for reading, with the id of its desk, and refuses one that is not sound to its last value.
fn open_backup(from: &Path) -> Result<(Connection, Uuid)> {
    File::open(from).map_err(|e| Error::io("read", from, e))?;
    let shown = from.display();
    if is_export(from) {
        return Err(Error::input(format!("{shown} is an export and no backup."))
            .hint(format!("Bring it in with: signpost enquiries import {shown}")));
    }
    let unsound = || {
        Error::input(format!("{shown} is no sound backup of enquiries."))
            .hint("Keep it and choose another; signpost restore lists the daily ones.")
    };
    if !is_store(from) {
        return Err(unsound());
    }
    let opened = open_reading(from, PATIENCE).and_then(|(db, desk)| counts(&db).map(|_| (db, desk)));
    let (db, desk) = opened.map_err(|refusal| match refusal {
        Refusal::Newer => Error::input(format!("{shown} was written by a newer Signpost."))
            .hint("Update this Signpost, then restore."),
        _ => unsound(),
    })?;
    for row in parcel(&db).map_err(|e| unsound().because(e))?.rows {
        row.enquiry.check().map_err(|e| unsound().because(e))?;
    }
    Ok((db, desk))
}

/// Returns what was undone according to a backup; nothing when it can't be read.
fn marks_of(path: &Path) -> Vec<(Uuid, Uuid)> {
    let Look::Sound(_) = look(path) else { return Vec::new() };
    open_reading(path, PATIENCE).ok().and_then(|(db, _)| rows::undone(&db).ok()).unwrap_or_default()
}

/// Refuses a target that is there already, unless it may be replaced and is of the same kind.
pub fn may_write(path: &Path, replace: bool, is_same: impl Fn(&Path) -> bool, kind: &str) -> Result<()> {
    if !path.exists() || (replace && is_same(path)) {
        return Ok(());
    }
    let shown = path.display();
    Err(if is_same(path) {
        Error::usage(format!("The file {shown} is there already."))
            .hint("Choose another name, or replace it with --force.")
    } else {
        Error::usage(format!("{shown} exists and is no {kind}.")).hint("Choose another name.")
    })
}

/// Makes a file under a name of its own beside the target and renames it only when it is whole and on the disk: whoever finds the target finds all of it.
pub fn whole<T>(path: &Path, replace: bool, make: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.tmp", Uuid::new_v4().simple()));
    let beside = PathBuf::from(name);
    let made = make(&beside).and_then(|made| {
        put(&beside, path, replace).map_err(|e| Error::io("write", path, e))?;
        Ok(made)
    });
    if made.is_err() {
        clear(&beside);
    }
    made
}

fn put(beside: &Path, path: &Path, replace: bool) -> io::Result<()> {
    if !replace {
        // Takes the name first, so that nothing is written over that came meanwhile.
        paths::private_file().create_new(true).open(path)?;
    }
    std::fs::rename(beside, path).inspect_err(|_| {
        if !replace {
            let _ = std::fs::remove_file(path);
        }
    })?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    // Some disks that people carry backups on have no such call.
    let _ = paths::sync_folder(folder.unwrap_or(Path::new(".")));
    Ok(())
}

/// Returns whether a file is of SQLite's format.
fn is_store(path: &Path) -> bool {
    let mut start = [0; SQLITE.len()];
    path.is_file() && File::open(path).and_then(|mut f| f.read_exact(&mut start)).is_ok() && start == *SQLITE
}

fn same_file(store: &Path, other: &Path) -> bool {
    let same = |a: Option<FileId>, b: Option<FileId>| a.is_some() && a == b;
    same(FileId::of(store), FileId::of(other))
        || matches!((store.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Returns the error for what the machine refused.
fn refused(refusal: Refusal, what: &str) -> Error {
    match refusal {
        Refusal::Machine(why) => Error::system(what).hint(why.sentence()),
        Refusal::Other(error) => error,
        Refusal::Damaged | Refusal::Newer => Error::system(what).hint("See signpost doctor."),
    }
}
