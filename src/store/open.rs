//! Opening: the desk must open whatever has become of the file, and nothing is ever deleted to repair it.

use super::connect::{PATIENCE, companion, connect, open_reading};
use super::{FILE, Store, care, schema};
use crate::error::{Error, Result};
use crate::paths;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

/// Guards the rare moments in which the file is made, migrated or moved aside.
const LOCK: &str = "enquiries.lock";

/// How often a store may be swapped while it is opened.
const SWAPS: usize = 20;

/// Files that SQLite keeps beside the store.
const COMPANIONS: &[&str] = &["-wal", "-shm", "-journal"];

/// Whether enquiries can be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// They can.
    Ready,
    /// They can only be read.
    ReadOnly(ReadOnly),
}

impl Condition {
    /// Returns the sentences for the banner, if there must be one.
    pub fn sentence(&self) -> Option<&'static str> {
        match self {
            Self::Ready => None,
            Self::ReadOnly(why) => Some(why.sentence()),
        }
    }
}

/// Why enquiries can't be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnly {
    /// A newer Signpost wrote the file.
    Newer,
    /// There is no space left.
    DiskFull,
    /// The file or its folder can't be written.
    NotAllowed,
    /// The disk fails.
    DiskFails,
    /// Another program holds the file and does not let go.
    InUse,
    /// The file is damaged and could not be moved aside.
    Damaged,
}

impl ReadOnly {
    /// Returns the sentences for the banner.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Newer => {
                "The store of enquiries was written by a newer Signpost, so this one only reads it. Update this Signpost to log here."
            }
            Self::DiskFull => {
                "The disk is full, so enquiries can't be saved. Free some space; Signpost then saves again."
            }
            Self::NotAllowed => {
                "The data folder can't be written, so enquiries can't be saved. Ask whoever looks after this computer for access."
            }
            Self::InUse => {
                "Another program holds the store of enquiries, so nothing can be saved. Close other Signposts; this one then saves again."
            }
            Self::DiskFails => "The disk fails, so enquiries can't be saved. Keep the data folder and ask for help.",
            Self::Damaged => {
                "The store of enquiries is damaged and could not be moved aside, so nothing can be saved. Keep the data folder and ask for help."
            }
        }
    }

    /// Returns whether it may pass by itself, so that it is worth trying again.
    pub(super) fn may_pass(self) -> bool {
        self != Self::Newer
    }
}

/// Which file a path named when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId(u64, u64);

impl FileId {
    /// Returns the file's identity, where the system tells one. Windows does not rename an open file, so there is nothing to notice there.
    pub fn of(path: &Path) -> Option<Self> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let data = path.metadata().ok()?;
            Some(Self(data.dev(), data.ino()))
        }
        #[cfg(not(unix))]
        {
            let _ = path;
            None
        }
    }
}

/// What kept a file from being opened for writing.
pub enum Refusal {
    /// Not a store, or a broken one.
    Damaged,
    /// A newer version.
    Newer,
    /// The machine's refusal.
    Machine(ReadOnly),
    /// Anything else.
    Other(Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(ErrorCode::DiskFull) => Self::Machine(ReadOnly::DiskFull),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Machine(ReadOnly::InUse),
            Some(ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => Self::Machine(ReadOnly::NotAllowed),
            // A full disk often shows as these two; `why` finds out.
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Self::Machine(ReadOnly::DiskFails),
            _ => Self::Other(super::fail(error)),
        }
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Machine(ReadOnly::DiskFull),
            _ => Self::Machine(ReadOnly::NotAllowed),
        }
    }
}

/// Finds out by opening the file and writing a little beside it why SQLite could not.
fn why(folder: &Path) -> ReadOnly {
    let path = folder.join(FILE);
    if path.exists()
        && let Err(Refusal::Machine(ReadOnly::NotAllowed)) =
            std::fs::OpenOptions::new().write(true).open(path).map_err(Refusal::from)
    {
        return ReadOnly::NotAllowed;
    }
    let trial = folder.join("enquiries.trial");
    let wrote = paths::private_file().create(true).truncate(true).open(&trial).and_then(|mut file| {
        io::Write::write_all(&mut file, &[0; 32 << 10])?;
        file.sync_all()
    });
    let _ = std::fs::remove_file(&trial);
    match wrote.map_err(Refusal::from) {
        Err(Refusal::Machine(why)) => why,
        _ => ReadOnly::DiskFails,
    }
}

/// Result of trying one way of opening.
pub type Tried<T> = std::result::Result<T, Refusal>;

/// Opens or begins the store in a folder.
pub fn open(folder: &Path) -> Result<Store> {
    let path = folder.join(FILE);
    let mut notices: Vec<String> =
        paths::network_folder(folder).map(|kind| on_network(folder, &kind)).into_iter().collect();
    let why = match open_unmoved(folder, &path) {
        Ok((db, desk, file)) => {
            return Ok(Store { file, ..store(folder, db, desk, Condition::Ready, notices) });
        }
        Err(Refusal::Other(error)) => return Err(error),
        Err(Refusal::Machine(ReadOnly::DiskFails)) => why(folder),
        Err(Refusal::Machine(why)) => why,
        Err(Refusal::Newer) => ReadOnly::Newer,
        Err(Refusal::Damaged) => match replace_damaged(folder, &path, &mut notices) {
            Ok((db, desk, file)) => {
                return Ok(Store { file, ..store(folder, db, desk, Condition::Ready, notices) });
            }
            Err(Refusal::Other(error)) => return Err(error),
            Err(Refusal::Machine(_) | Refusal::Newer | Refusal::Damaged) => ReadOnly::Damaged,
        },
    };
    let condition = Condition::ReadOnly(why);
    // Whoever holds it was waited for already.
    let patience = if why == ReadOnly::InUse { Duration::ZERO } else { PATIENCE };
    if why != ReadOnly::Damaged
        && let Ok((db, desk)) = open_reading(&path, patience)
    {
        return Ok(store(folder, db, desk, condition, notices));
    }
    // Nothing can be read either: an empty store in memory keeps the desk open.
    let mut db = Connection::open_in_memory().map_err(super::fail)?;
    schema::migrations()
        .to_latest(&mut db)
        .map_err(|e| Error::system("The store of enquiries can't be set up, not even in memory.").because(e))?;
    Ok(store(folder, db, Uuid::new_v4(), condition, notices))
}

/// Returns what to say of a store that lies on another machine. It goes on saving: most such folders have one desk, and an enquiry that is not saved is lost for certain.
fn on_network(folder: &Path, kind: &str) -> String {
    format!(
        "The data folder {} is on a network drive ({kind}), where a broken connection or a second computer can damage the enquiries. Move it to a disk of this computer and name it with --data-dir or SIGNPOST_DATA_DIR.",
        folder.display()
    )
}

fn store(folder: &Path, db: Connection, desk: Uuid, condition: Condition, notices: Vec<String>) -> Store {
    Store { folder: folder.to_owned(), db, desk, condition, notices, file: None, cared: None, unwritten: 0 }
}

/// Opens the file for writing, and returns which file it is. Another Signpost may put a backup in its place in the middle of that; then SQLite has the one file and the log of the other, and what it says of either is worth nothing.
fn open_unmoved(folder: &Path, path: &Path) -> Tried<(Connection, Uuid, Option<FileId>)> {
    for _ in 0..SWAPS {
        if !path.exists() {
            create(folder, path)?;
        }
        let file = FileId::of(path);
        let opened = open_ready(folder, path);
        if FileId::of(path) == file {
            return opened.map(|(db, desk)| (db, desk, file));
        }
    }
    Err(Refusal::Machine(ReadOnly::InUse))
}

/// Opens the file for writing. Writes nothing when nothing differs.
fn open_ready(folder: &Path, path: &Path) -> Tried<(Connection, Uuid)> {
    let mut db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if !probe(&db)? {
        let _lock = lock(folder)?;
        // Another Signpost may have been first.
        if !probe(&db)? {
            prepare(&mut db)?;
        }
    }
    let desk = match own_desk(&db)? {
        Some(desk) => desk,
        None => make_desk(&mut db, folder)?,
    };
    Ok((db, desk))
}

/// Returns the version of a file and whether it is still empty; refuses what is no store, and newer versions.
pub fn identity(db: &Connection) -> Tried<(i32, bool)> {
    let number = |name| db.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (version, application) = (number("user_version")?, number("application_id")?);
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let empty = (version, application, tables) == (0, 0, 0);
    if !empty && application != schema::APPLICATION {
        return Err(Refusal::Damaged);
    }
    if version > schema::VERSION {
        return Err(Refusal::Newer);
    }
    Ok((version, empty))
}

/// Looks at a file without writing: refuses damage and newer versions, returns whether it is all set up.
pub fn probe(db: &Connection) -> Tried<bool> {
    let (version, _) = identity(db)?;
    // Here for the structure only: that each value is as it must be takes ten times as long, and is looked at in every backup.
    db.pragma_update(None, "ignore_check_constraints", true)?;
    let sound: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    db.pragma_update(None, "ignore_check_constraints", false)?;
    if sound != "ok" {
        return Err(Refusal::Damaged);
    }
    let journal: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    Ok(version == schema::VERSION && journal == "wal")
}

/// Sets up what [`probe`] found missing.
fn prepare(db: &mut Connection) -> Tried<()> {
    db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    schema::migrations().to_latest(db).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => Refusal::from(err),
        other => Refusal::Other(Error::system("The store of enquiries can't be brought up to date.").because(other)),
    })
}

/// Returns the id of the desk that a file belongs to.
pub fn own_desk(db: &Connection) -> Tried<Option<Uuid>> {
    let id: Option<String> = db.query_row("SELECT id FROM desk WHERE mine = 1", [], |row| row.get(0)).optional()?;
    id.map(|id| Uuid::parse_str(&id).map_err(|_| Refusal::Damaged)).transpose()
}

/// Returns the id of the desk whose backups lie in a data folder.
pub fn last_desk(folder: &Path) -> Option<Uuid> {
    care::backups(folder).iter().find_map(|path| open_reading(path, PATIENCE).ok()).map(|(_, desk)| desk)
}

/// Makes the desk's id; a desk that lost its file takes the one of its last backup, so that it stays one desk.
fn make_desk(db: &mut Connection, folder: &Path) -> Tried<Uuid> {
    let before = last_desk(folder);
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let desk = match own_desk(&transaction)? {
        Some(desk) => desk,
        None => {
            let desk = before.unwrap_or_else(Uuid::new_v4);
            transaction.execute("INSERT INTO desk (id, mine) VALUES (?1, 1)", [desk.to_string()])?;
            desk
        }
    };
    transaction.commit()?;
    Ok(desk)
}

/// Makes the empty file, for its owner only, and syncs the folders that hold it.
fn create(folder: &Path, path: &Path) -> Tried<()> {
    paths::make_private(folder)?;
    let _lock = lock(folder)?;
    if path.exists() {
        return Ok(());
    }
    // A log without its store may hold enquiries, and SQLite would delete it beside an empty file.
    if has_companions(path) {
        move_aside(folder, path, "damaged")?;
    }
    paths::private_file().create_new(true).open(path)?;
    paths::sync_folder(folder)?;
    if let Some(above) = folder.parent() {
        // The folder above may belong to somebody else; its entry for an old folder is on disk anyway.
        let _ = paths::sync_folder(above);
    }
    Ok(())
}

/// Moves a damaged file aside and begins a fresh one.
fn replace_damaged(folder: &Path, path: &Path, notices: &mut Vec<String>) -> Tried<(Connection, Uuid, Option<FileId>)> {
    {
        let _lock = lock(folder)?;
        let again = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(Refusal::from).and_then(|db| {
            probe(&db)?;
            own_desk(&db)
        });
        if matches!(again, Err(Refusal::Damaged)) {
            let aside = move_aside(folder, path, "damaged")?;
            let back = match care::backups(folder).first() {
                Some(backup) => {
                    format!(
                        "Bring back the last backup with: signpost enquiries import {} (signpost restore lists all of them.)",
                        backup.display()
                    )
                }
                None => "There is no backup yet.".to_owned(),
            };
            notices.push(format!(
                "The store of enquiries was damaged. It was kept as {} and a new one was begun. {back}",
                aside.display()
            ));
        }
    }
    open_unmoved(folder, path)
}

/// Returns whether SQLite left files beside a store.
pub fn has_companions(path: &Path) -> bool {
    COMPANIONS.iter().any(|end| companion(path, end).exists())
}

/// Renames the store and all that belongs to it, and says in the name why; returns the new name.
pub fn move_aside(folder: &Path, path: &Path, why: &str) -> io::Result<PathBuf> {
    let name = |number: u32| folder.join(format!("enquiries-{why}-{number}.sqlite"));
    let taken = |aside: &Path| aside.exists() || has_companions(aside);
    let mut number = 1;
    while taken(&name(number)) {
        number += 1;
    }
    let aside = name(number);
    let all = || std::iter::once(&"").chain(COMPANIONS).map(|end| (companion(path, end), companion(&aside, end)));
    // Both names first, where the disk has such a thing: a power cut in the middle must not part the store from its log.
    for (from, to) in all().filter(|(from, _)| from.exists()) {
        let _ = std::fs::hard_link(from, to);
    }
    paths::sync_folder(folder)?;
    // The store goes before its log: whoever opens it between the two finds none and waits, instead of beginning a second log for it.
    for (from, to) in all().filter(|(from, _)| from.exists()) {
        if to.exists() { std::fs::remove_file(from)? } else { std::fs::rename(from, to)? }
    }
    paths::sync_folder(folder)?;
    Ok(aside)
}

/// Waits for the folder's lock; it is released when the file is dropped.
pub fn lock(folder: &Path) -> io::Result<File> {
    let file = paths::private_file().create(true).truncate(false).open(folder.join(LOCK))?;
    file.lock()?;
    Ok(file)
}
