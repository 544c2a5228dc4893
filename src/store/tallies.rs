//! Counts of whole months, and which of them are out of date.
//!
//! Whoever adds or erases a row marks its month in the same transaction; where a mark is already, that is a lookup and writes nothing. Counting takes the mark away only if nobody saved in the middle of it, and only if nobody else began to count the month after.

use super::{Store, fail, rows};
use crate::error::Result;
use crate::record::Plain;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The part that says who counts a month just now; it is no count.
const COUNTING: &str = "counting";

/// How many rows are read between two calls of whoever wants to know.
const STEP: u64 = 1 << 16;

/// Of so many months that have rows, one is read through the index of days; of more, reading all rows in their order is quicker than looking each of them up.
const BY_INDEX: usize = 8;

/// Days, both included.
pub type Days = (NaiveDate, NaiveDate);

/// Counts of one month by the name of their part.
pub type Parts = BTreeMap<String, Vec<u8>>;

/// What is here of a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MonthState {
    /// It has rows.
    pub rows: bool,
    /// It was counted.
    pub counted: bool,
    /// Rows were added or erased since.
    pub stale: bool,
    /// Its rows were purged: its counts are all that is left.
    pub purged: bool,
}

/// Marks the month of a day whose rows change.
pub fn mark(db: &Connection, day: &str) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO stale (month, fresh) VALUES (substr(?1, 1, 7), 1) ON CONFLICT (month) DO UPDATE SET fresh = 1 WHERE fresh = 0",
    )?
    .execute([day])
    .map(drop)
}

/// Returns whether a file keeps counts at all; one of an older Signpost does not.
pub fn are_kept(db: &Connection) -> bool {
    db.table_exists(None, "stale").unwrap_or(false)
}

impl Store {
    /// Returns the months that have rows or counts, or had rows and were not counted since: "2026-11".
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn months(&self) -> Result<BTreeMap<String, MonthState>> {
        let snapshot = self.db.unchecked_transaction().map_err(fail)?;
        let mut months: BTreeMap<String, MonthState> = BTreeMap::new();
        for month in with_rows(&snapshot)? {
            months.entry(month).or_default().rows = true;
        }
        for month in counted(&snapshot)? {
            months.entry(month).or_default().counted = true;
        }
        for month in words(&snapshot, "SELECT month FROM stale")? {
            months.entry(month).or_default().stale = true;
        }
        if let Some(last) = purged(&snapshot).map_err(fail)? {
            for state in months.range_mut(..=last).map(|(_, state)| state) {
                state.purged = true;
            }
        }
        Ok(months)
    }

    /// Returns the last month whose rows were purged.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn purged_up_to(&self) -> Result<Option<String>> {
        purged(&self.db).map_err(fail)
    }

    /// Notes that some months are counted from now on. Returns what [`Store::put_counts`] wants to see.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn begin_counting(&mut self, months: &[String]) -> Result<Uuid> {
        self.writable()?;
        let turn = Uuid::new_v4();
        self.write(|db| {
            for month in months {
                db.prepare_cached("UPDATE stale SET fresh = 0 WHERE month = ?1")?.execute([month])?;
                put(db, month, COUNTING, turn.as_bytes())?;
            }
            Ok(())
        })?;
        Ok(turn)
    }

    /// Hands every row of some days to `take`, with the number of the days that it is of, without holding any; tests' rows are left out. The days don't overlap and are in order. `told` hears now and then how many rows were read.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn each_row(
        &self,
        days: &[Days],
        told: &mut dyn FnMut(u64),
        mut take: impl FnMut(usize, &Plain),
    ) -> Result<()> {
        // One state of the store for all of them, whatever is saved meanwhile.
        let snapshot = self.db.unchecked_transaction().map_err(fail)?;
        let bounds: Vec<(String, String)> =
            days.iter().map(|(first, last)| (rows::stored(*first), rows::stored(*last))).collect();
        let mut read = 0;
        let mut take = |row: &rusqlite::Row| -> Result<()> {
            let plain = plain(row).map_err(|error| fail(error.into()))?;
            let at = bounds.partition_point(|(_, last)| last.as_str() < plain.day);
            if bounds.get(at).is_some_and(|(first, _)| first.as_str() <= plain.day) {
                take(at, &plain);
            }
            read += 1;
            if read % STEP == 0 {
                told(read);
            }
            Ok(())
        };
        let columns = "hub, day, hour, kind, channel, asker, needs, services, ages, send, language, interpreter, been_before, ethnicity";
        if bounds.len() * BY_INDEX > with_rows(&snapshot)?.len()
            && let (Some((first, _)), Some((_, last))) = (bounds.first(), bounds.last())
        {
            let sql = format!("SELECT {columns} FROM enquiry NOT INDEXED WHERE day BETWEEN ?1 AND ?2 AND test = 0");
            rows::each(&snapshot, &sql, &[first.clone(), last.clone()], &mut take)?;
        } else {
            let sql = format!(
                "SELECT {columns} FROM enquiry INDEXED BY enquiry_day WHERE day BETWEEN ?1 AND ?2 AND test = 0"
            );
            for (first, last) in &bounds {
                rows::each(&snapshot, &sql, &[first.clone(), last.clone()], &mut take)?;
            }
        }
        told(read);
        Ok(())
    }

    /// Puts the counts of a month in the place of those that are there. The month is up to date then unless somebody saved since counting began. Nothing is put when somebody else began to count it after, or its rows were purged.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn put_counts(&mut self, turn: Uuid, month: &str, parts: &Parts) -> Result<()> {
        self.writable()?;
        self.write(|db| {
            let holder: Option<Vec<u8>> = db
                .prepare_cached("SELECT counts FROM counts WHERE month = ?1 AND part = ?2")?
                .query_row([month, COUNTING], |row| row.get(0))
                .optional()?;
            let gone = purged(db)?.is_some_and(|last| month <= last.as_str());
            if gone || holder.as_deref() != Some(turn.as_bytes()) {
                return Ok(());
            }
            db.prepare_cached("DELETE FROM counts WHERE month = ?1")?.execute([month])?;
            for (part, counts) in parts {
                put(db, month, part, counts)?;
            }
            db.prepare_cached("DELETE FROM stale WHERE month = ?1 AND fresh = 0")?.execute([month]).map(drop)
        })
    }

    /// Returns some parts of the counts of some months, all of one moment; what is not here is left out.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn counts(&self, months: &[String], parts: &BTreeSet<String>) -> Result<BTreeMap<String, Parts>> {
        let snapshot = self.db.unchecked_transaction().map_err(fail)?;
        let mut statement =
            snapshot.prepare_cached("SELECT counts FROM counts WHERE month = ?1 AND part = ?2").map_err(fail)?;
        let mut found = BTreeMap::new();
        for month in months {
            let own: &mut Parts = found.entry(month.clone()).or_default();
            for part in parts {
                let counts = statement.query_row([month, part], |row| row.get(0)).optional().map_err(fail)?;
                own.extend(counts.map(|counts| (part.clone(), counts)));
            }
        }
        Ok(found)
    }

    /// Leaves what a purge leaves.
    #[cfg(test)]
    pub(crate) fn forget_rows(&self, last: &str) {
        self.db.execute_batch(&format!("DELETE FROM enquiry; INSERT INTO purged VALUES ('{last}')")).unwrap();
    }
}

/// Puts one part of the counts of a month in the place of the one that is there.
pub fn put(db: &Connection, month: &str, part: &str, counts: &[u8]) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO counts (month, part, counts) VALUES (?1, ?2, ?3)")?
        .execute(rusqlite::params![month, part, counts])
        .map(drop)
}

fn purged(db: &Connection) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT max(up_to) FROM purged")?.query_row([], |row| row.get(0))
}

/// Returns the months that have rows, from one to the next by the index of days.
fn with_rows(db: &Connection) -> Result<Vec<String>> {
    let sql = "WITH RECURSIVE some (day) AS (SELECT min(day) FROM enquiry
               UNION ALL SELECT (SELECT min(e.day) FROM enquiry e WHERE e.day > substr(some.day, 1, 7) || '-99') FROM some WHERE day IS NOT NULL)
               SELECT substr(day, 1, 7) FROM some WHERE day IS NOT NULL";
    words(db, sql)
}

/// Returns the months that have counts, from one to the next without reading any.
fn counted(db: &Connection) -> Result<Vec<String>> {
    let sql = "WITH RECURSIVE some (month) AS (SELECT min(month) FROM counts
               UNION ALL SELECT (SELECT min(c.month) FROM counts c WHERE c.month > some.month) FROM some WHERE month IS NOT NULL)
               SELECT month FROM some WHERE EXISTS (SELECT 1 FROM counts c WHERE c.month = some.month AND c.part <> 'counting')";
    words(db, sql)
}

fn words(db: &Connection, sql: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    rows::each(db, sql, &[], |row| {
        found.push(rows::text(row, 0)?);
        Ok(())
    })?;
    Ok(found)
}

fn plain<'a>(row: &'a rusqlite::Row) -> std::result::Result<Plain<'a>, rusqlite::types::FromSqlError> {
    let word = |column| row.get_ref_unwrap(column).as_str();
    Ok(Plain {
        hub: word(0)?,
        day: word(1)?,
        // The table takes 0 to 23 only.
        hour: u8::try_from(row.get_ref_unwrap(2).as_i64()?).unwrap_or_default(),
        kind: word(3)?,
        channel: word(4)?,
        asker: word(5)?,
        needs: word(6)?,
        services: word(7)?,
        ages: word(8)?,
        send: word(9)?,
        language: word(10)?,
        interpreter: word(11)?,
        been_before: word(12)?,
        ethnicity: word(13)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Enquiry, Met, Outcome, Row};
    use crate::store::lines;

    /// Returns a store with three enquiries on the tenth of each month of a year, one of them a test's.
    fn year(folder: &std::path::Path) -> Store {
        let mut store = Store::open(folder).unwrap();
        let desk = Uuid::from_u128(1);
        let row = |month: u32, number: u32| {
            let mut enquiry = Enquiry::new(format!("hub-{month}"));
            enquiry.needs = vec![Met::new("debt-advice", Outcome::Signposted)];
            let day = NaiveDate::from_ymd_opt(2026, month, 10).unwrap();
            Row { desk, day, hour: 9, test: number == 0, enquiry }
        };
        let rows = (1..=12).flat_map(|month| (0..3).map(move |number| row(month, number))).collect();
        let path = folder.join("year.jsonl");
        let parcel = lines::Parcel { desks: vec![desk], rows, undone: Vec::new() };
        lines::write(&parcel, Vec::new(), std::fs::File::create(&path).unwrap()).unwrap_or_else(|e| panic!("{e}"));
        let text = std::fs::read_to_string(&path).unwrap();
        let named = format!("\"desks\":[{{\"desk\":\"{desk}\",\"last_day\":null}}]");
        std::fs::write(&path, text.replacen("\"desks\":[]", &named, 1)).unwrap();
        assert_eq!(store.import(&[path]).unwrap().added, 36);
        store
    }

    fn month(number: u32) -> Days {
        let first = NaiveDate::from_ymd_opt(2026, number, 1).unwrap();
        (first, first + chrono::Days::new(27))
    }

    /// Returns the hubs of the rows that come for each of some days.
    fn read(store: &Store, days: &[Days]) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        store.each_row(days, &mut |_| (), |at, row| found.push((at, row.hub.to_owned()))).unwrap();
        found.sort();
        found
    }

    #[test]
    fn rows_are_the_same_by_the_index_of_days_and_without_it() {
        let dir = tempfile::tempdir().unwrap();
        let store = year(dir.path());
        let twice = |days: &[(usize, u32)]| -> Vec<(usize, String)> {
            let each = days.iter().flat_map(|(at, month)| std::iter::repeat_n((*at, format!("hub-{month}")), 2));
            let mut each: Vec<_> = each.collect();
            each.sort();
            each
        };
        assert_eq!(read(&store, &[month(7)]), twice(&[(0, 7)]), "one of twelve months: by the index");
        assert_eq!(read(&store, &[month(3), month(7), month(8)]), twice(&[(0, 3), (1, 7), (2, 8)]));
        let all: Vec<Days> = (1..=12).map(month).collect();
        assert_eq!(read(&store, &all), twice(&(0..12).zip(1..).collect::<Vec<_>>()));
        let (first, _) = month(7);
        assert_eq!(read(&store, &[(first, first + chrono::Days::new(8))]), [], "the days before the tenth");
        assert_eq!(read(&store, &[]), []);
    }

    #[test]
    fn every_month_is_known_by_its_rows_marks_and_counts() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = year(dir.path());
        let months = store.months().unwrap();
        assert_eq!(months.len(), 12);
        let fresh = MonthState { rows: true, stale: true, ..MonthState::default() };
        assert!(months.values().all(|state| *state == fresh));
        let some = ["2026-03".to_owned()];
        let turn = store.begin_counting(&some).unwrap();
        assert_eq!(store.months().unwrap()["2026-03"], fresh, "counting has begun, nothing is counted yet");
        store.put_counts(turn, &some[0], &Parts::from([("all".to_owned(), vec![1])])).unwrap();
        let counted = MonthState { stale: false, counted: true, ..fresh };
        assert_eq!(store.months().unwrap()["2026-03"], counted);
        assert_eq!(store.months().unwrap()["2026-04"], fresh);
        let parts = BTreeSet::from(["all".to_owned(), "need".to_owned()]);
        let found = store.counts(&some, &parts).unwrap();
        assert_eq!(found["2026-03"], Parts::from([("all".to_owned(), vec![1])]));
    }
}
