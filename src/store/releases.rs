//! The log of releases: what was published stays as it was, byte for byte, and every later release is attacked together with it.

use super::rows::{each, read, text};
use super::{Store, fail};
use crate::error::Result;
use chrono::NaiveDate;
use rusqlite::params;
use serde::Serialize;
use uuid::Uuid;

/// A release as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Released {
    /// Random.
    pub id: Uuid,
    /// Id of the locality.
    pub locality: String,
    /// Id of the hub it is about, or of the locality.
    pub place: String,
    /// Id of its period.
    pub period: String,
    /// First day of the period.
    pub first: NaiveDate,
    /// Last day of the period.
    pub last: NaiveDate,
    /// The question, "need,hub"; nothing for a whole release.
    pub question: String,
    /// 1, or more for a revision.
    pub revision: u32,
    /// The day it was made.
    pub day: NaiveDate,
    /// True counts, not for publication.
    pub internal: bool,
    /// Why true counts were written.
    pub reason: String,
    /// SHA-256 of its files, in hexadecimal.
    pub hash: String,
}

/// What belongs to a release and is large.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// What was published, as JSON; nothing for an internal one.
    pub document: String,
    /// What each published number was about, as JSON; nothing for an internal one.
    pub cells: String,
    /// The true counts behind it, until its rows are purged.
    pub truth: Vec<u8>,
    /// The very files, as a .zip; nothing for an internal one.
    pub files: Vec<u8>,
}

const COLUMNS: &str = "id, locality, place, period, first, last, question, revision, day, internal, reason, hash";

impl Store {
    /// Puts a release into the log; when this returns, a power cut can't take it back.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn put_release(&mut self, release: &Released, kept: &Body) -> Result<()> {
        self.writable()?;
        self.write(|db| {
            db.execute(
                &format!("INSERT INTO release ({COLUMNS}, document, cells, truth, files) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"),
                params![
                    release.id.to_string(),
                    release.locality,
                    release.place,
                    release.period,
                    release.first.to_string(),
                    release.last.to_string(),
                    release.question,
                    release.revision,
                    release.day.to_string(),
                    release.internal,
                    release.reason,
                    release.hash,
                    kept.document,
                    kept.cells,
                    kept.truth,
                    kept.files,
                ],
            )
            .map(drop)
        })
    }

    /// Returns all releases, the oldest period first.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn releases(&self) -> Result<Vec<Released>> {
        let mut out = Vec::new();
        let sql = format!("SELECT {COLUMNS} FROM release ORDER BY first, last, place, question, revision, id");
        each(&self.db, &sql, &[], |row| {
            out.push(Released {
                id: read(&text(row, 0)?)?,
                locality: text(row, 1)?,
                place: text(row, 2)?,
                period: text(row, 3)?,
                first: read(&text(row, 4)?)?,
                last: read(&text(row, 5)?)?,
                question: text(row, 6)?,
                revision: row.get(7).map_err(fail)?,
                day: read(&text(row, 8)?)?,
                internal: row.get(9).map_err(fail)?,
                reason: text(row, 10)?,
                hash: text(row, 11)?,
            });
            Ok(())
        })?;
        Ok(out)
    }

    /// Returns what belongs to a release; nothing when there is no such release.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn kept(&self, id: Uuid) -> Result<Option<Body>> {
        let mut found = None;
        each(&self.db, "SELECT document, cells, truth, files FROM release WHERE id = ?1", &[id.to_string()], |row| {
            let blob = |column| row.get::<_, Vec<u8>>(column).map_err(fail);
            found = Some(Body { document: text(row, 0)?, cells: text(row, 1)?, truth: blob(2)?, files: blob(3)? });
            Ok(())
        })?;
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_kept_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path()).unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let release = Released {
            id: Uuid::from_u128(7),
            locality: "example".to_owned(),
            place: "example".to_owned(),
            period: "2026-27-Q3".to_owned(),
            first: day("2026-10-01"),
            last: day("2026-12-31"),
            question: String::new(),
            revision: 1,
            day: day("2027-01-05"),
            internal: false,
            reason: String::new(),
            hash: "a".repeat(64),
        };
        let kept = Body { document: "{}".into(), cells: "[]".into(), truth: vec![0, 255], files: vec![1, 2] };
        store.put_release(&release, &kept).unwrap();
        let earlier = Released { id: Uuid::from_u128(8), first: day("2026-07-01"), ..release.clone() };
        store.put_release(&earlier, &Body::default()).unwrap();
        drop(store);
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(store.releases().unwrap(), [earlier, release.clone()]);
        assert_eq!(store.kept(release.id).unwrap(), Some(kept));
        assert_eq!(store.kept(Uuid::from_u128(9)).unwrap(), None);
    }
}
