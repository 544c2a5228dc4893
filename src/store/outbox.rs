//! What this desk wants changed in the catalogue and the catalogue has not yet. A row stays until the change is seen there, or is taken back.

use super::connect::{PATIENCE, open_reading};
use super::{FILE, Store, fail, rows};
use crate::error::Result;
use crate::text;
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::path::Path;
use uuid::Uuid;

/// Longest remark, in characters.
pub const LONGEST_REMARK: usize = 200;
/// Longest text that says why something could not be sent, in characters.
const LONGEST_PLACE: usize = 1000;

/// One change that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Random.
    pub id: Uuid,
    /// The hub's day on which it was made.
    pub day: NaiveDate,
    /// The change, as JSON.
    pub change: String,
    /// One line of who made it, which never leaves the store.
    pub remark: Option<String>,
    /// Where it stands.
    pub stage: Stage,
}

/// Where a change stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Stage {
    /// It waits.
    #[default]
    Waiting,
    /// It was sent, and was not yet seen in the catalogue.
    Sent {
        /// The branch.
        branch: String,
        /// The commit.
        commit: String,
    },
    /// It can't be sent before somebody does something, for this reason.
    Hindered(String),
}

impl Stage {
    fn columns(&self) -> (&'static str, String) {
        let (state, place) = match self {
            Self::Waiting => ("waiting", String::new()),
            Self::Sent { branch, commit } => ("sent", format!("{commit} {branch}")),
            Self::Hindered(why) => ("hindered", text::clean(why)),
        };
        (state, place.chars().take(LONGEST_PLACE).collect())
    }

    fn read(state: &str, place: String) -> Self {
        match (state, place.split_once(' ')) {
            ("sent", Some((commit, branch))) => Self::Sent { branch: branch.to_owned(), commit: commit.to_owned() },
            ("hindered", _) => Self::Hindered(place),
            _ => Self::Waiting,
        }
    }
}

impl Store {
    /// Lets a change wait to be sent; durable when this returns. The same one again changes nothing. The remark is cleaned and cut to its greatest length.
    ///
    /// # Errors
    /// When the change is too long, or the store can't be written; then nothing was saved.
    pub fn put_out(&mut self, outgoing: &Outgoing) -> Result<()> {
        self.writable()?;
        let outgoing = Outgoing { remark: outgoing.remark.as_deref().and_then(short), ..outgoing.clone() };
        self.write(|db| put(db, &outgoing))
    }

    /// Returns what waits, in the order in which it was put there.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn outgoing(&self) -> Result<Vec<Outgoing>> {
        all(&self.db)
    }

    /// Says where a change stands; nothing happens when it waits no more.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn mark_out(&mut self, id: Uuid, stage: &Stage) -> Result<()> {
        self.writable()?;
        let (state, place) = stage.columns();
        self.write(|db| {
            db.execute("UPDATE outbox SET state = ?2, place = ?3 WHERE id = ?1", params![id.to_string(), state, place])
        })
        .map(drop)
    }

    /// Gives a change that waits another remark.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn remark_out(&mut self, id: Uuid, remark: &str) -> Result<()> {
        self.writable()?;
        let remark = short(remark);
        self.write(|db| db.execute("UPDATE outbox SET remark = ?2 WHERE id = ?1", params![id.to_string(), remark]))
            .map(drop)
    }

    /// Erases changes, from the backups too; returns how many there were.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn take_out(&mut self, ids: &[Uuid]) -> Result<usize> {
        if ids.is_empty() {
            return Ok(0);
        }
        self.writable()?;
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        let gone = self.write(|db| erase(db, &ids))?;
        if gone > 0 {
            self.erase_everywhere("A report or check that is done", |db| erase(db, &ids).map(drop));
        }
        Ok(gone)
    }
}

/// Returns a remark as it is kept: clean, and no longer than it may be.
fn short(remark: &str) -> Option<String> {
    let remark: String = text::clean(remark).trim().chars().take(LONGEST_REMARK).collect();
    (!remark.is_empty()).then_some(remark)
}

/// Adds a change behind those that wait, once for ever.
pub fn put(db: &Connection, outgoing: &Outgoing) -> rusqlite::Result<()> {
    let (state, place) = outgoing.stage.columns();
    db.prepare_cached(
        "INSERT INTO outbox (id, turn, day, change, remark, state, place)
         VALUES (?1, (SELECT coalesce(max(turn) + 1, 0) FROM outbox), ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
    )?
    .execute(params![outgoing.id.to_string(), outgoing.day.to_string(), outgoing.change, outgoing.remark, state, place])
    .map(drop)
}

/// Puts these changes in the place of all that wait.
pub fn replace(db: &Connection, all: &[Outgoing]) -> rusqlite::Result<()> {
    if rows::has_table(db, "outbox")? {
        db.execute("DELETE FROM outbox", [])?;
        all.iter().try_for_each(|outgoing| put(db, outgoing))?;
    }
    Ok(())
}

fn erase(db: &Connection, ids: &[String]) -> rusqlite::Result<usize> {
    let mut gone = 0;
    if rows::has_table(db, "outbox")? {
        for id in ids {
            gone += db.execute("DELETE FROM outbox WHERE id = ?1", [id])?;
        }
    }
    Ok(gone)
}

/// Returns everything that waits.
pub fn all(db: &Connection) -> Result<Vec<Outgoing>> {
    let mut out = Vec::new();
    if !rows::has_table(db, "outbox").map_err(fail)? {
        return Ok(out);
    }
    rows::each(db, "SELECT id, day, change, remark, state, place FROM outbox ORDER BY turn, id", &[], |row| {
        out.push(Outgoing {
            id: rows::read(&rows::text(row, 0)?)?,
            day: rows::read(&rows::text(row, 1)?)?,
            change: rows::text(row, 2)?,
            remark: row.get(3).map_err(fail)?,
            stage: Stage::read(&rows::text(row, 4)?, rows::text(row, 5)?),
        });
        Ok(())
    })?;
    Ok(out)
}

/// Returns what waits in a data folder, without writing anything there; nothing where it can't be read.
pub fn waiting(folder: &Path) -> Vec<Outgoing> {
    let path = folder.join(FILE);
    let open = path.exists().then(|| open_reading(&path, PATIENCE).ok()).flatten();
    open.and_then(|(db, _)| all(&db).ok()).unwrap_or_default()
}

/// Returns what waited at a desk when one of its own backups was made; nothing of any other file.
pub fn of_backup(path: &Path, desk: Uuid) -> Vec<Outgoing> {
    let own = open_reading(path, PATIENCE).ok().filter(|(_, theirs)| *theirs == desk);
    own.and_then(|(db, _)| all(&db).ok()).unwrap_or_default()
}
