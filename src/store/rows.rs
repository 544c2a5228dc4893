//! Rows in and out.

use super::fail;
use crate::error::{Error, Result};
use crate::record::{Ages, Enquiry, Language, Met, Row};
use chrono::{Datelike, NaiveDate};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};
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
}

/// Inserts a row, once for ever: what is known or undone stays as it is.
pub fn put(db: &Connection, row: &Row) -> rusqlite::Result<Put> {
    let (desk, id) = (row.desk.to_string(), row.enquiry.id.to_string());
    if is_undone(db, &desk, &id)? {
        return Ok(Put::Undone);
    }
    let said = &row.enquiry;
    let added = db
        .prepare_cached(
            "INSERT INTO enquiry (desk, id, hub, day, hour, test, kind, channel, asker, send, language, interpreter, been_before)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING",
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
            said.send.id(),
            said.language.id(),
            said.interpreter.id(),
            said.been_before.id(),
        ])?;
    if added == 0 {
        return Ok(Put::Known);
    }
    for met in &said.needs {
        db.prepare_cached("INSERT INTO enquiry_need (desk, id, need, outcome, reason) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![desk, id, met.need, met.outcome.id(), met.reason.map(|reason| reason.id())])?;
    }
    for service in &said.services {
        db.prepare_cached("INSERT INTO enquiry_service (desk, id, service) VALUES (?1, ?2, ?3)")?
            .execute(params![desk, id, service])?;
    }
    for ages in &said.ages {
        db.prepare_cached("INSERT INTO enquiry_ages (desk, id, ages) VALUES (?1, ?2, ?3)")?.execute(params![
            desk,
            id,
            ages.id()
        ])?;
    }
    if said.veiled {
        db.prepare_cached("INSERT INTO veil (desk, id) VALUES (?1, ?2)")?.execute(params![desk, id])?;
    }
    Ok(Put::Added)
}

/// Erases a row and leaves the mark; returns whether the mark is new.
pub fn undo(db: &Connection, desk: &str, id: &str) -> rusqlite::Result<bool> {
    db.execute("DELETE FROM enquiry WHERE desk = ?1 AND id = ?2", [desk, id])?;
    Ok(db.execute("INSERT INTO undone (desk, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING", [desk, id])? > 0)
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
    let days = [stored(from), stored(to)];
    let mut needs: BTreeMap<(String, String), Vec<Met>> = BTreeMap::new();
    each(
        db,
        "SELECT n.desk, n.id, n.need, n.outcome, n.reason FROM enquiry_need n JOIN enquiry e USING (desk, id)
              WHERE e.day BETWEEN ?1 AND ?2 ORDER BY n.need",
        &days,
        |row| {
            let reason = row.get::<_, Option<String>>(4).map_err(fail)?;
            let met = Met {
                need: text(row, 2)?,
                outcome: read(&text(row, 3)?)?,
                reason: reason.as_deref().map(read).transpose()?,
            };
            needs.entry((text(row, 0)?, text(row, 1)?)).or_default().push(met);
            Ok(())
        },
    )?;
    let mut services: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    each(
        db,
        "SELECT s.desk, s.id, s.service FROM enquiry_service s JOIN enquiry e USING (desk, id)
              WHERE e.day BETWEEN ?1 AND ?2",
        &days,
        |row| {
            services.entry((text(row, 0)?, text(row, 1)?)).or_default().insert(text(row, 2)?);
            Ok(())
        },
    )?;
    let mut ages: BTreeMap<(String, String), BTreeSet<Ages>> = BTreeMap::new();
    each(
        db,
        "SELECT a.desk, a.id, a.ages FROM enquiry_ages a JOIN enquiry e USING (desk, id)
              WHERE e.day BETWEEN ?1 AND ?2",
        &days,
        |row| {
            ages.entry((text(row, 0)?, text(row, 1)?)).or_default().insert(read(&text(row, 2)?)?);
            Ok(())
        },
    )?;
    let mut rows = Vec::new();
    each(
        db,
        "SELECT e.desk, e.id, hub, day, hour, test, kind, channel, asker, send, language, interpreter, been_before,
              v.id IS NOT NULL FROM enquiry e LEFT JOIN veil v ON v.desk = e.desk AND v.id = e.id
              WHERE day BETWEEN ?1 AND ?2 ORDER BY day, hour, e.desk, e.id",
        &days,
        |row| {
            let key = (text(row, 0)?, text(row, 1)?);
            rows.push(Row {
                desk: read(&key.0)?,
                day: read(&text(row, 3)?)?,
                hour: row.get(4).map_err(fail)?,
                test: row.get(5).map_err(fail)?,
                enquiry: Enquiry {
                    id: read(&key.1)?,
                    hub: text(row, 2)?,
                    kind: read(&text(row, 6)?)?,
                    channel: read(&text(row, 7)?)?,
                    asker: read(&text(row, 8)?)?,
                    needs: needs.remove(&key).unwrap_or_default(),
                    services: services.remove(&key).unwrap_or_default(),
                    ages: ages.remove(&key).unwrap_or_default(),
                    send: read(&text(row, 9)?)?,
                    language: read::<Language>(&text(row, 10)?)?,
                    interpreter: read(&text(row, 11)?)?,
                    been_before: read(&text(row, 12)?)?,
                    veiled: row.get(13).map_err(fail)?,
                },
            });
            Ok(())
        },
    )?;
    Ok(rows)
}

/// Returns a day as it is stored, where text order is time order: from the year 0 to 9999.
fn stored(day: NaiveDate) -> String {
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
    text.parse().map_err(|_| {
        Error::system("The store of enquiries holds a value that this Signpost doesn't know.")
            .hint("It may come from a newer Signpost; update this one.")
    })
}
