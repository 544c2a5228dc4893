//! `signpost enquiries`

use super::backup::{Sealed, tell_sealed};
use super::{Exit, Output, count};
use crate::desk::Setup;
use crate::enquiry;
use crate::error::{Error, Result};
use crate::record::Row;
use crate::store::{KnownDesk, Moved, Store};
use chrono::NaiveDate;
use clap::Subcommand;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What the command takes.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Answers as JSON
    #[arg(long)]
    json: bool,
    /// One day instead of today, as 2026-11-22
    #[arg(long, value_name = "DAY", value_parser = parse_day, conflicts_with_all = ["from", "to"])]
    day: Option<NaiveDate>,
    /// From this day on
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    from: Option<NaiveDate>,
    /// Up to this day, today when missing
    #[arg(long, value_name = "DAY", value_parser = parse_day, requires = "from")]
    to: Option<NaiveDate>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Counts this desk's enquiries of today and this week; not for publication
    Counts {
        /// Answers as JSON
        #[arg(long)]
        json: bool,
    },
    /// Writes all enquiries to a new file that another desk can import
    Export {
        /// The file; - is standard output
        file: PathBuf,
        /// Replaces an earlier export
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        sealed: Sealed,
    },
    /// Merges exports of other desks, or backups, as often as you like
    Import {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The file with the age secret key that opens encrypted ones
        #[arg(long, value_name = "FILE")]
        identity: Option<PathBuf>,
    },
}

/// The answer as JSON. Fields may be added, never changed.
#[derive(Serialize)]
struct Answer<'a> {
    from: NaiveDate,
    to: NaiveDate,
    desks: &'a [KnownDesk],
    enquiries: &'a [Row],
}

fn parse_day(text: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| Error::usage("This is no day.").hint("Write it as 2026-11-22."))
}

/// Lists the enquiries of some days, or moves enquiries between desks.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let (mut store, notices) = setup.open_store()?;
    let export = match &arguments.command {
        Some(Command::Import { files, identity }) => {
            return import(files, identity.as_deref(), &mut store, notices, setup, out);
        }
        Some(Command::Export { file, force, sealed }) => Some((file, *force, sealed.to())),
        Some(Command::Counts { .. }) | None => None,
    };
    for notice in notices {
        out.say(notice);
    }
    if let Some(Command::Counts { json }) = arguments.command {
        return super::counts::run(json, setup, &store, out);
    }
    match export {
        None => list(arguments, setup, &store, out),
        Some((file, _, to)) if file.as_os_str() == "-" => {
            let mut bytes = Vec::new();
            let moved = setup.export_to(&store, to, &mut bytes)?;
            out.bytes(&bytes)?;
            out.say(exported(&moved));
            Ok(Exit::Done)
        }
        Some((file, force, to)) => {
            let written = setup.export(&store, file, to, force)?;
            out.say(exported(&written.of));
            if written.sealed {
                out.say(format!("Encrypted as {}.", written.path.display()));
            }
            tell_sealed(&written, setup, out);
            desks(&written.of.desks, setup, out)?;
            Ok(Exit::Done)
        }
    }
}

fn list(arguments: &Arguments, setup: &Setup, store: &Store, out: &mut Output) -> Result<Exit> {
    // Without the catalogue nobody can tell which enquiries are sensitive: then the list shows hours only.
    let catalogue = match super::open(setup, setup.clock, out) {
        Ok(catalogue) => Some(catalogue),
        Err(problem) => {
            out.say(problem);
            None
        }
    };
    let today = catalogue.as_ref().map_or(setup.clock, |catalogue| catalogue.clock()).today();
    let from = arguments.day.or(arguments.from).unwrap_or(today);
    let to = arguments.day.or(arguments.to).unwrap_or(today.max(from));
    if to < from {
        return Err(Error::usage("The last day is before the first one.").hint("Exchange --from and --to."));
    }
    let rows = store.between(from, to)?;
    if arguments.json {
        out.json(&Answer { from, to, desks: &store.desks()?, enquiries: &rows })?;
        return Ok(Exit::Done);
    }
    let mut day = None;
    for row in &rows {
        if from != to && day != Some(row.day) {
            day = Some(row.day);
            out.line(row.day.format("%A %-d %B %Y"))?;
        }
        let line = match &catalogue {
            Some(catalogue) => catalogue.enquiry_line(row),
            None => enquiry::line(row, str::to_owned, |_| true),
        };
        let test = if row.test { "  (test)" } else { "" };
        out.line(format!("{}  {line}{test}", row.enquiry.id))?;
    }
    if rows.is_empty() {
        out.say("No enquiries.");
    }
    Ok(Exit::Done)
}

fn import(
    files: &[PathBuf],
    identity: Option<&Path>,
    store: &mut Store,
    mut notices: Vec<String>,
    setup: &Setup,
    out: &mut Output,
) -> Result<Exit> {
    let before = store.notices().len();
    let moved = setup.import(store, files, identity);
    notices.extend(store.notices().iter().skip(before).cloned());
    super::tell_store(notices, &moved, out);
    let moved = moved?;
    out.say(format!(
        "Read {} and {} from {}: {} new, {} erased by an undo.",
        count(moved.enquiries, "enquiry", "enquiries"),
        count(moved.undone, "undo", "undos"),
        count(files.len(), "file", "files"),
        moved.added,
        moved.erased
    ));
    if moved.purged > 0 {
        out.say(format!(
            "{} not taken: the enquiries of those months were purged here.",
            count(moved.purged, "enquiry was", "enquiries were")
        ));
    }
    if moved.differing > 0 {
        out.say(format!(
            "{} with other answers than here under the same id; what is here was kept. Somebody changed a file by hand.",
            count(moved.differing, "enquiry came", "enquiries came")
        ));
    }
    desks(&moved.desks, setup, out)?;
    Ok(Exit::Done)
}

fn exported(moved: &Moved) -> String {
    format!("Exported {} and {}.", count(moved.enquiries, "enquiry", "enquiries"), count(moved.undone, "undo", "undos"))
}

/// Lists each desk with the hub that it stands in and its last day, so that a gap is seen.
fn desks(desks: &[KnownDesk], setup: &Setup, out: &mut Output) -> Result<()> {
    // Without a catalogue a hub has no name, and its id must do.
    let catalogue = setup.open_newest().ok().map(|(catalogue, _)| catalogue);
    for desk in desks {
        let last = match desk.last_day {
            Some(day) => format!("last enquiry on {}", day.format("%-d %B %Y")),
            None => "no enquiry yet".to_owned(),
        };
        let mine = if desk.mine { ", this desk" } else { "" };
        let hub = desk.hub.as_deref().map_or_else(String::new, |id| {
            let hub = catalogue.as_ref().and_then(|catalogue| catalogue.head().hub(id));
            format!("{}, ", hub.map_or(id, |hub| hub.name.as_str()))
        });
        let enquiries = usize::try_from(desk.enquiries).unwrap_or(usize::MAX);
        out.line(format!("{hub}desk {}: {}, {last}{mine}", desk.desk, count(enquiries, "enquiry", "enquiries")))?;
    }
    Ok(())
}
