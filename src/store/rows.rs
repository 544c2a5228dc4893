//! Rows in and out.

use super::{carry, fail, tallies};
use crate::error::{Error, Result};
use crate::record::{Enquiry, Met, Row};
use chrono::{Datelike, NaiveDate};
use rusqlite::{Connection, OptionalExtension, params};
use std::str::FromStr;
use uuid::Uuid;

/// What happened to a row that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is new and in.
    Added,
    /// It was there already.
    Known,
    /// It was undone; the mark wins.
    Undone,
    /// Its month was purged and takes nothing any more.
    Purged,
}

/// Inserts a row, once for ever: what is known or undone stays as it is.
pub fn put(db: &Connection, row: &Row) -> rusqlite::Result<Put> {
    let (desk, id) = (row.desk.to_string(), row.enquiry.id.to_string());
    if is_undone(db, &desk, &id)? {
        return Ok(Put::Undone);
    }
    if carry::up_to(db)?.is_some_and(|up_to| row.day <= up_to) {
        return Ok(Put::Purged);
    }
    let said = &row.enquiry;
    let added = db
        .prepare_cached(
            "INSERT INTO enquiry (desk, id, hub, day, hour, test, kind, channel, asker, needs, services, ages, send, language,
             interpreter, been_before, veil, ethnicity)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            desk,
            id,
            said.hub,
            row.day.to_string(),
            row.hour,
            row.test,
            said.kind.id(),
            said.channel.id(),
            said.asker.id(),
            needs_in_words(&said.needs),
            said.services.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
            said.ages.iter().map(|ages| ages.id()).collect::<Vec<_>>().join(" "),
            said.send.id(),
            said.language.id(),
            said.interpreter.id(),
            said.been_before.id(),
            said.veiled,
            said.ethnicity.id(),
        ])?;
    if added == 0 {
        return Ok(Put::Known);
    }
    tallies::mark(db, &row.day.to_string())?;
    Ok(Put::Added)
}

/// Returns needs as they are stored: in the order of their ids, "debt-advice=nothing-to-offer:full housing=signposted".
fn needs_in_words(needs: &[Met]) -> String {
    let word = |met: &Met| match met.reason {
        Some(reason) => format!("{}={}:{}", met.need, met.outcome.id(), reason.id()),
        None => format!("{}={}", met.need, met.outcome.id()),
    };
    let mut words: Vec<_> = needs.iter().collect();
    words.sort();
    words.into_iter().map(word).collect::<Vec<_>>().join(" ")
}

fn needs_from_words(words: &str) -> Result<Vec<Met>> {
    let met = |word: &str| {
        let (need, rest) = word.split_once('=').ok_or_else(unknown)?;
        let (outcome, reason) = rest.split_once(':').map_or((rest, None), |(outcome, reason)| (outcome, Some(reason)));
        Ok(Met { need: need.to_owned(), outcome: read(outcome)?, reason: reason.map(read).transpose()? })
    };
    words.split_whitespace().map(met).collect()
}

/// Erases a row and leaves the mark; returns whether the mark is new.
pub fn undo(db: &Connection, desk: &str, id: &str) -> rusqlite::Result<bool> {
    let day: Option<String> = db
        .prepare_cached("DELETE FROM enquiry WHERE desk = ?1 AND id = ?2 RETURNING day")?
        .query_row([desk, id], |row| row.get(0))
        .optional()?;
    // A backup of an older Signpost keeps no counts that could be out of date.
    if let Some(day) = day.filter(|_| tallies::are_kept(db)) {
        tallies::mark(db, &day)?;
    }
    Ok(db.execute("INSERT INTO undone (desk, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING", [desk, id])? > 0)
}

/// Keeps a row back on the desk's list.
pub fn veil(db: &Connection, desk: &str, id: &str) -> rusqlite::Result<()> {
    db.execute("UPDATE enquiry SET veil = 1 WHERE desk = ?1 AND id = ?2", [desk, id]).map(drop)
}

/// Returns whether a row is there.
pub fn is_known(db: &Connection, desk: &str, id: &str) -> rusqlite::Result<bool> {
    has(db, "SELECT 1 FROM enquiry WHERE desk = ?1 AND id = ?2", desk, id)
}

/// Returns whether a row was undone.
pub fn is_undone(db: &Connection, desk: &str, id: &str) -> rusqlite::Result<bool> {
    has(db, "SELECT 1 FROM undone WHERE desk = ?1 AND id = ?2", desk, id)
}

fn has(db: &Connection, sql: &str, desk: &str, id: &str) -> rusqlite::Result<bool> {
    Ok(db.prepare_cached(sql)?.query_row([desk, id], |_| Ok(())).optional()?.is_some())
}

/// Returns whether a file has a table: a backup of an older Signpost may not.
pub fn has_table(db: &Connection, name: &str) -> rusqlite::Result<bool> {
    Ok(db.query_row("SELECT 1 FROM sqlite_schema WHERE name = ?1", [name], |_| Ok(())).optional()?.is_some())
}

/// Makes a desk known.
pub fn add_desk(db: &Connection, desk: &str) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO desk (id, mine) VALUES (?1, 0) ON CONFLICT DO NOTHING")?.execute([desk])?;
    Ok(())
}

/// Returns every undo mark.
pub fn undone(db: &Connection) -> Result<Vec<(Uuid, Uuid)>> {
    let pairs = pairs(db, "SELECT desk, id FROM undone ORDER BY desk, id", [])?;
    pairs.into_iter().map(|(desk, id)| Ok((read(&desk)?, read(&id)?))).collect()
}

/// Returns the rows of some days, by day and hour; inside an hour by their random ids, so that nothing tells who came first.
pub fn between(db: &Connection, from: NaiveDate, to: NaiveDate) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    // A backup of an older Signpost knows nothing of it.
    let ethnicity = if tallies::are_kept(db) { "ethnicity" } else { "'not-asked'" };
    let sql = format!("SELECT desk, id, hub, day, hour, test, kind, channel, asker, needs, services, ages, send, language, interpreter,
               been_before, veil, {ethnicity} FROM enquiry WHERE day BETWEEN ?1 AND ?2 ORDER BY day, hour, desk, id");
    each(db, &sql, &[stored(from), stored(to)], |row| {
        rows.push(Row {
            desk: read(&text(row, 0)?)?,
            day: read(&text(row, 3)?)?,
            hour: row.get(4).map_err(fail)?,
            test: row.get(5).map_err(fail)?,
            enquiry: Enquiry {
                id: read(&text(row, 1)?)?,
                hub: text(row, 2)?,
                kind: read(&text(row, 6)?)?,
                channel: read(&text(row, 7)?)?,
                asker: read(&text(row, 8)?)?,
                needs: needs_from_words(&text(row, 9)?)?,
                services: text(row, 10)?.split_whitespace().map(str::to_owned).collect(),
                ages: text(row, 11)?.split_whitespace().map(read).collect::<Result<_>>()?,
                send: read(&text(row, 12)?)?,
                language: read(&text(row, 13)?)?,
                interpreter: read(&text(row, 14)?)?,
                been_before: read(&text(row, 15)?)?,
                ethnicity: read(&text(row, 17)?)?,
                veiled: row.get(16).map_err(fail)?,
            },
        });
        Ok(())
    })?;
    Ok(rows)
}

/// Returns a day as it is stored, where text order is time order: from the year 0 to 9999.
pub fn stored(day: NaiveDate) -> String {
    match day.year() {
        ..0 => "0000-01-01".to_owned(),
        10_000.. => "9999-12-31".to_owned(),
        _ => day.to_string(),
    }
}

/// Runs a query and hands each row to `take`.
pub fn each(
    db: &Connection,
    sql: &str,
    values: &[String],
    mut take: impl FnMut(&rusqlite::Row) -> Result<()>,
) -> Result<()> {
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    let mut rows = statement.query(rusqlite::params_from_iter(values)).map_err(fail)?;
    while let Some(row) = rows.next().map_err(fail)? {
        take(row)?;
    }
    Ok(())
}

fn pairs(db: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<(String, String)>> {
    let mut statement = db.prepare(sql).map_err(fail)?;
    let rows = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?))).map_err(fail)?;
    rows.collect::<rusqlite::Result<_>>().map_err(fail)
}

/// Returns a column as text.
pub fn text(row: &rusqlite::Row, column: usize) -> Result<String> {
    row.get(column).map_err(fail)
}

/// Reads a value back; one that this program doesn't know was written by another.
pub fn read<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| unknown())
}

fn unknown() -> Error {
    Error::system("The store of enquiries holds a value that this Signpost doesn't know.")
        .hint("It may come from a newer Signpost; update this one.")
}
