//! Connections: how each file is opened, and with what.

use super::open::{Refusal, Tried, own_desk};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

/// How long one Signpost waits for another.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Opens a connection with everything that holds for a connection and not for the file.
pub fn connect(path: &Path, mode: OpenFlags) -> rusqlite::Result<Connection> {
    connect_within(path, mode, PATIENCE)
}

fn connect_within(path: &Path, mode: OpenFlags, patience: Duration) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    set_up(&db, patience)?;
    Ok(db)
}

fn set_up(db: &Connection, patience: Duration) -> rusqlite::Result<()> {
    db.busy_timeout(patience)?;
    db.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
         PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;",
    )?;
    // Checkpoints happen in `care`, when nobody waits; this is only a bound for when nobody cares.
    db.pragma_update(None, "wal_autocheckpoint", 20_000)
}

/// Opens a file that can't be written, in three ways, each of which asks less of the disk, and waits so long for whoever holds it.
pub fn open_reading(path: &Path, patience: Duration) -> Tried<(Connection, Uuid)> {
    let plain = || connect_within(path, OpenFlags::SQLITE_OPEN_READ_ONLY, patience);
    // With the lock for itself SQLite keeps its index of the log in memory and needs no file for it.
    let alone = || {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        db.pragma_update_and_check(None, "locking_mode", "exclusive", |_| Ok(()))?;
        set_up(&db, patience)?;
        db.pragma_update(None, "query_only", true)?;
        Ok(db)
    };
    // Reads the file as it lies there; right only if nothing waits in the log.
    let immutable = || {
        if waiting(path) {
            Err(rusqlite::Error::InvalidPath(path.to_owned()))
        } else {
            connect_as(path, "immutable=1", patience)
        }
    };
    let ways: [&dyn Fn() -> rusqlite::Result<Connection>; 3] = [&plain, &alone, &immutable];
    let mut last = Refusal::Damaged;
    for way in ways {
        match way().map_err(Refusal::from).and_then(|db| Ok((own_desk(&db)?, db))) {
            Ok((Some(desk), db)) => return Ok((db, desk)),
            Ok((None, _)) => last = Refusal::Damaged,
            Err(refusal) => last = refusal,
        }
    }
    Err(last)
}

/// Returns whether something waits in the log of a file.
pub fn waiting(path: &Path) -> bool {
    companion(path, "-wal").metadata().is_ok_and(|log| log.len() > 0)
}

/// Opens a file for reading in a way that only SQLite's own kind of address can ask for.
pub fn connect_as(path: &Path, how: &str, patience: Duration) -> rusqlite::Result<Connection> {
    let name = path.to_str().ok_or(rusqlite::Error::InvalidPath(path.to_owned()))?;
    let escaped = name.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    connect_within(Path::new(&format!("file:{escaped}?{how}")), flags, patience)
}

/// Returns the path of a file that SQLite keeps beside another.
pub fn companion(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
