//! Looks at a store or a backup and writes nothing, not even the files that SQLite keeps beside it: for whoever wants to know how things stand without changing them.

use super::connect::{PATIENCE, companion, connect_as, waiting};
use super::open::{ReadOnly, Refusal, Tried, identity};
use super::rows::has_table;
use chrono::NaiveDate;
use rusqlite::Connection;
use std::path::Path;

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// There is none.
    Missing,
    /// Every page of it is as it must be.
    Sound(Counts),
    /// A Signpost ended without closing it, so what it saved last still waits in the log. The next one takes it in.
    Unclosed,
    /// It is damaged, or no store at all.
    Damaged,
    /// A newer Signpost wrote it.
    Newer,
    /// The machine refuses to show it, for this reason.
    Refused(String),
}

/// How much a store holds. Nothing here tells what anybody asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// The version of its tables.
    pub version: i32,
    /// Desks.
    pub desks: u64,
    /// Enquiries, without tests.
    pub enquiries: u64,
    /// Enquiries that were saved under a clock that a test had stopped.
    pub tests: u64,
    /// Day and hour of the last enquiry that is no test.
    pub last: Option<(NaiveDate, u8)>,
    /// Day of the last enquiry or test.
    pub last_saved: Option<NaiveDate>,
    /// Enquiries in each month, "2026-10", tests among them.
    pub months: Vec<(String, u64)>,
    /// Changes of the catalogue that wait to be sent.
    pub waiting: u64,
    /// The day since which the oldest of them waits.
    pub waiting_since: Option<NaiveDate>,
}

/// Returns what a file is and holds.
pub fn look(path: &Path) -> Look {
    match path.try_exists() {
        Ok(false) => return Look::Missing,
        Err(error) => return Look::Refused(error.to_string()),
        Ok(true) => {}
    }
    let found = once(path);
    // A Signpost that began to write meanwhile shows as damage; its index is there now.
    if found == Look::Damaged && companion(path, "-shm").exists() { once(path) } else { found }
}

fn once(path: &Path) -> Look {
    // With an index SQLite reads along with whoever writes. Without one nobody has the file open, and it is read as it lies.
    let how = match (companion(path, "-shm").exists(), waiting(path)) {
        (true, _) => "readonly_shm=1",
        (false, true) => return Look::Unclosed,
        (false, false) => "immutable=1",
    };
    match connect_as(path, how, PATIENCE).map_err(Refusal::from).and_then(|db| counts(&db)) {
        Ok(counts) => Look::Sound(counts),
        Err(Refusal::Newer) => Look::Newer,
        Err(Refusal::Damaged) => Look::Damaged,
        Err(Refusal::Machine(ReadOnly::InUse)) => Look::Refused("another program holds it".to_owned()),
        Err(Refusal::Machine(ReadOnly::NotAllowed)) => Look::Refused("it may not be read".to_owned()),
        Err(Refusal::Machine(_)) => Look::Refused("it can't be opened".to_owned()),
        Err(Refusal::Other(error)) => Look::Refused(error.what),
    }
}

/// Returns how many rows there are in each month, the oldest one first.
pub fn months(db: &Connection) -> rusqlite::Result<Vec<(String, u64)>> {
    let mut statement =
        db.prepare("SELECT substr(day, 1, 7) AS month, count(*) FROM enquiry GROUP BY month ORDER BY month")?;
    let months = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, u32>(1)?.into())))?;
    months.collect()
}

/// Looks at every page of an open file and counts what it holds.
pub fn counts(db: &Connection) -> Tried<Counts> {
    let (version, empty) = identity(db)?;
    if empty {
        return Ok(Counts::default());
    }
    let sound: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(Refusal::Damaged);
    }
    let desks = db.query_row("SELECT count(*) FROM desk", [], |row| row.get::<_, u32>(0))?;
    let (enquiries, tests, last_saved) = db.query_row(
        "SELECT count(*) FILTER (WHERE test = 0), count(*) FILTER (WHERE test = 1), max(day) FROM enquiry",
        [],
        |row| Ok((row.get::<_, u32>(0)?, row.get::<_, u32>(1)?, row.get::<_, Option<String>>(2)?)),
    )?;
    // "2026-11-22 09": text order is time order.
    let last: Option<String> =
        db.query_row("SELECT max(day || ' ' || printf('%02d', hour)) FROM enquiry WHERE test = 0", [], |row| {
            row.get(0)
        })?;
    let last = last.as_deref().and_then(|text| text.split_once(' '));
    let (waiting, since) = if has_table(db, "outbox")? {
        let row = |row: &rusqlite::Row| Ok((row.get::<_, u32>(0)?, row.get::<_, Option<String>>(1)?));
        db.query_row("SELECT count(*), min(day) FROM outbox", [], row)?
    } else {
        (0, None)
    };
    Ok(Counts {
        version,
        desks: desks.into(),
        enquiries: enquiries.into(),
        tests: tests.into(),
        last: last.and_then(|(day, hour)| Some((day.parse().ok()?, hour.parse().ok()?))),
        last_saved: last_saved.and_then(|day| day.parse().ok()),
        months: months(db)?,
        waiting: waiting.into(),
        waiting_since: since.and_then(|day| day.parse().ok()),
    })
}
