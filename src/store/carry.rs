//! What a store keeps besides its rows and no row can bring back: how far it was purged, the counts that are left of purged months, releases, words that found nothing. It goes along when a backup takes the place of a store or is brought into one.

use super::connect::{PATIENCE, connect, open_reading};
use super::purge::{Remains, erase};
use super::{Result, fail, rows, schema};
use crate::error::Error;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params, params_from_iter};
use std::path::Path;
use uuid::Uuid;

/// The columns of a release, in their order.
const RELEASE: &str = "id, locality, place, period, first, last, question, revision, day, internal, reason, hash, document, cells, truth, files";

/// What goes along.
#[derive(Debug, Default, PartialEq)]
pub struct Carried {
    /// The last day of the months that were purged.
    pub up_to: Option<NaiveDate>,
    /// What is left of those months.
    pub counts: Remains,
    releases: Vec<Vec<Value>>,
    unfound: Vec<(String, String, String, i64)>,
}

impl Carried {
    /// Returns whether there is nothing to carry.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Returns what a store keeps besides its rows; a store of an older Signpost keeps nothing.
pub fn read(db: &Connection) -> Result<Carried> {
    let mut carried = Carried::default();
    if !rows::has_table(db, "purged").map_err(fail)? {
        return Ok(carried);
    }
    carried.up_to = up_to(db).map_err(fail)?;
    if let Some(up_to) = carried.up_to {
        carried.counts = kept(db, up_to).map_err(fail)?;
    }
    rows::each(db, &format!("SELECT {RELEASE} FROM release"), &[], |row| {
        let columns = RELEASE.split(", ").count();
        carried.releases.push((0..columns).map(|n| row.get(n)).collect::<rusqlite::Result<_>>().map_err(fail)?);
        Ok(())
    })?;
    rows::each(db, "SELECT locality, quarter, word, count FROM unfound", &[], |row| {
        let text = |column| rows::text(row, column);
        carried.unfound.push((text(0)?, text(1)?, text(2)?, row.get(3).map_err(fail)?));
        Ok(())
    })?;
    Ok(carried)
}

/// Puts what was carried into a store: whatever is purged in one of the two is purged afterwards.
pub fn put(db: &Connection, carried: &Carried) -> rusqlite::Result<()> {
    let release = format!(
        "INSERT INTO release ({RELEASE}) VALUES ({}) ON CONFLICT DO NOTHING",
        vec!["?"; RELEASE.split(", ").count()].join(", ")
    );
    for values in &carried.releases {
        db.prepare_cached(&release)?.execute(params_from_iter(values))?;
    }
    for (locality, quarter, word, count) in &carried.unfound {
        db.prepare_cached(
            "INSERT INTO unfound (locality, quarter, word, count) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET count = max(count, excluded.count)",
        )?
        .execute(params![locality, quarter, word, count])?;
    }
    match (carried.up_to, up_to(db)?) {
        (None, None) => Ok(()),
        (Some(theirs), own) if own.is_none_or(|own| own < theirs) => erase(db, theirs, &carried.counts).map(drop),
        // Purged further than what comes: its own counts are what is left.
        (_, own) => own.map_or(Ok(()), |own| erase(db, own, &kept(db, own)?).map(drop)),
    }
}

/// Puts what was carried into a file that nobody has open, of this or an older version, and leaves no old page in it.
pub fn bring(path: &Path, carried: &Carried) -> Result<()> {
    let mut db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(fail)?;
    schema::migrations()
        .to_latest(&mut db)
        .map_err(|e| Error::system("The backup can't be brought up to date.").because(e))?;
    let transaction = db.transaction().map_err(fail)?;
    put(&transaction, carried).map_err(fail)?;
    transaction.commit().map_err(fail)?;
    db.execute_batch("VACUUM").map_err(fail)
}

/// Returns what a backup keeps besides its rows; nothing when it can't be read.
pub fn of_file(path: &Path) -> Carried {
    open_reading(path, PATIENCE).ok().and_then(|(db, _)| read(&db).ok()).unwrap_or_default()
}

/// Returns what a desk's own backup keeps besides its rows; nothing of any other file.
pub fn of_backup(path: &Path, desk: Uuid) -> Carried {
    let own = open_reading(path, PATIENCE).ok().filter(|(_, theirs)| *theirs == desk);
    own.and_then(|(db, _)| read(&db).ok()).unwrap_or_default()
}

/// Returns the last day of the months that were purged.
pub fn up_to(db: &Connection) -> rusqlite::Result<Option<NaiveDate>> {
    let month: Option<String> = db.prepare_cached("SELECT max(up_to) FROM purged")?.query_row([], |row| row.get(0))?;
    Ok(month.and_then(|month| super::purge::last_day(&month)))
}

/// Returns the counts of months up to a day.
pub fn kept(db: &Connection, up_to: NaiveDate) -> rusqlite::Result<Remains> {
    let mut statement =
        db.prepare("SELECT month, part, counts FROM counts WHERE month <= ?1 AND part <> 'counting'")?;
    let mut rows = statement.query([super::purge::month_of(up_to)])?;
    let mut kept = Remains::new();
    while let Some(row) = rows.next()? {
        kept.entry(row.get(0)?).or_default().insert(row.get(1)?, row.get(2)?);
    }
    Ok(kept)
}
