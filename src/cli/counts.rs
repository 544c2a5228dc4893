//! `signpost enquiries counts`

use super::{Exit, Output};
use crate::desk::{Counted, Counts, Setup, counts};
use crate::error::Result;
use crate::store::Store;
use serde::Serialize;

/// The answer as JSON. Fields may be added, never changed.
#[derive(Serialize)]
struct Answer<'a> {
    not_for_publication: bool,
    #[serde(flatten)]
    counts: &'a Counts,
}

/// Counts what this desk saved today and this week.
pub fn run(json: bool, setup: &Setup, store: &Store, out: &mut Output) -> Result<Exit> {
    let catalogue = match super::open(setup, setup.clock, out) {
        Ok(catalogue) => Some(catalogue),
        Err(problem) => {
            out.say(problem);
            None
        }
    };
    let clock = catalogue.as_ref().map_or(setup.clock, |catalogue| catalogue.clock());
    let counts = counts(store, clock, catalogue.as_ref())?;
    if json {
        out.json(&Answer { not_for_publication: true, counts: &counts })?;
        return Ok(Exit::Done);
    }
    out.line(Counts::TITLE)?;
    out.line(counts.days())?;
    counts.tables().iter().try_for_each(|(heading, rows)| table(heading, rows, out))?;
    Ok(Exit::Done)
}

fn table(heading: &str, rows: &[Counted], out: &mut Output) -> Result<()> {
    out.line("")?;
    out.line(format!("{heading:<44}{:>7}{:>11}", "today", "this week"))?;
    for Counted { name, count } in rows {
        out.line(format!("  {name:<42}{:>7}{:>11}", count.today, count.week))?;
    }
    if rows.is_empty() {
        out.line("  none")?;
    }
    Ok(())
}
