//! Words that found nothing: how often in a locality and quarter, and nothing finer.

use super::{Store, fail, rows};
use crate::error::Result;
use rusqlite::params;

impl Store {
    /// Counts each of some words once.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn count_unfound<'a>(
        &mut self,
        locality: &str,
        quarter: &str,
        words: impl Iterator<Item = &'a str>,
    ) -> Result<()> {
        self.writable()?;
        self.write(|db| {
            let mut count = db.prepare_cached(
                "INSERT INTO unfound (locality, quarter, word, count) VALUES (?1, ?2, ?3, 1)
                 ON CONFLICT DO UPDATE SET count = count + 1",
            )?;
            words.into_iter().try_for_each(|word| count.execute(params![locality, quarter, word]).map(drop))
        })
    }

    /// Returns how often each word found nothing in a locality and quarter, the most frequent first.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn unfound(&self, locality: &str, quarter: &str) -> Result<Vec<(String, u64)>> {
        let mut found = Vec::new();
        let sql = "SELECT word, count FROM unfound WHERE locality = ?1 AND quarter = ?2 ORDER BY count DESC, word";
        rows::each(&self.db, sql, &[locality.to_owned(), quarter.to_owned()], |row| {
            found.push((rows::text(row, 0)?, row.get::<_, u32>(1).map_err(fail)?.into()));
            Ok(())
        })?;
        Ok(found)
    }
}
