//! `signpost catalogue import FROM`

use super::{Exit, Output};
use crate::catalogue::Folder;
use crate::desk::Setup;
use crate::error::{Error, Result};
use crate::exchange::open_referral::About;
use crate::exchange::{self, Columns, Format, From, Manners, Order, Summary};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Where the register is: an address, a file, or a folder of files
    from: String,
    /// Folder of services/ for new services, "exampleshire"
    #[arg(long, value_name = "NAME")]
    locality: Option<String>,
    /// Name by which the catalogue remembers the register; the machine's name when it is an address
    #[arg(long, value_name = "NAME")]
    scheme: Option<String>,
    /// What it is written in; found out by looking when it is left out
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = super::named::<Format>())]
    format: Format,
    /// File that says which column of a table is what, for one with a row for each service, as iCarol writes it
    #[arg(long, value_name = "FILE")]
    columns: Option<PathBuf>,
    /// Only tell what would happen
    #[arg(long)]
    dry_run: bool,
    /// Answer as JSON, with every service and every loss
    #[arg(long)]
    json: bool,
    /// Take an address without encryption
    #[arg(long)]
    allow_http: bool,
    /// Mark services as gone even when they are many
    #[arg(long)]
    many_gone: bool,
}

/// Reads a register, merges it into the catalogue, and tells what came of it.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let root = folder(setup)?;
    let from = From::named(&arguments.from);
    let scheme = scheme(arguments, &from)?;
    let (catalogue, _) = setup.open_at(setup.clock)?;
    let today = catalogue.clock().today();
    let manners = Manners { allow_http: arguments.allow_http, ..Manners::default() };
    let bar = Bar::new();
    let about = About { scheme: &scheme, today, page: None };
    let told = |done: u64, of: Option<u64>| bar.read(done, of);
    let reading = match (&arguments.columns, &from) {
        (Some(columns), From::Path(table)) => exchange::read_columns(table, &Columns::read(columns)?, &about, &told)?,
        (Some(_), From::Address(_)) => {
            return Err(Error::usage("A table with columns of its own is read from a file, not from an address.")
                .hint("Save it first, then import the file."));
        }
        (None, _) => exchange::read(&from, arguments.format, &about, manners, &told)?,
    };
    let order = Order {
        root: root.clone(),
        scheme,
        locality: arguments.locality.clone(),
        today,
        dry_run: arguments.dry_run,
        many_gone: arguments.many_gone,
    };
    let done = exchange::import(reading, &order, &|text| catalogue.needs_in(text), &|done, of| bar.merged(done, of));
    bar.0.finish_and_clear();
    let summary = done?;
    if arguments.json {
        out.json(&summary)?;
    } else {
        for line in summary.lines() {
            out.line(super::output::shown(line))?;
        }
        next(&summary, &root, out);
    }
    out.flush()?;
    Ok(if summary.wants_a_look() { Exit::Look } else { Exit::Done })
}

/// Returns the folder of a catalogue that somebody may write into.
fn folder(setup: &Setup) -> Result<PathBuf> {
    match setup.locate()?.folder {
        Folder::Disk(root) => Ok(root),
        Folder::Given(_) => {
            Err(Error::usage("This desk's catalogue comes from elsewhere, and nothing is written into that.")
                .hint("Import into a clone of your own: signpost --catalogue DIR catalogue import ..."))
        }
        Folder::BuiltIn => Err(Error::usage("There is no catalogue to import into.")
            .hint("Make one with signpost catalogue init DIR, then: signpost --catalogue DIR catalogue import ...")),
    }
}

/// Returns the name by which the files remember the register.
fn scheme(arguments: &Arguments, from: &From) -> Result<String> {
    let said = match (&arguments.scheme, from) {
        (Some(scheme), _) => crate::text::clean(scheme.trim()),
        (None, From::Address(address)) => exchange::host_of(address).unwrap_or_default().to_owned(),
        (None, From::Path(_)) => String::new(),
    };
    if said.is_empty() {
        return Err(Error::usage("It is not clear which register this is.").hint(
            "Name it the same way each time, so that its services are known again: --scheme exampleshire-directory",
        ));
    }
    Ok(said)
}

/// Says what to do next.
fn next(summary: &Summary, root: &Path, out: &mut Output) {
    if summary.dry_run || summary.new.is_empty() && summary.changed.is_empty() {
        return;
    }
    out.say(format!("Next: signpost catalogue check {}", root.display()));
}

/// How far it is, for a person who waits; nothing when nobody looks.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        // It draws to standard error, and only when that is a terminal.
        let bar = ProgressBar::new_spinner();
        Self(bar)
    }

    fn read(&self, done: u64, of: Option<u64>) {
        let of = of.filter(|of| *of >= done).map(|of| format!(" of {of}, the register says")).unwrap_or_default();
        self.show(done, "read", &of);
    }

    fn merged(&self, done: u64, of: u64) {
        self.show(done, "merged", &format!(" of {of}"));
    }

    fn show(&self, done: u64, what: &str, of: &str) {
        // Each drawing costs more than a service.
        if done.is_multiple_of(25) {
            if let Ok(style) = ProgressStyle::with_template("{msg}") {
                self.0.set_style(style);
            }
            self.0.set_message(format!("{done} {what}{of}"));
            self.0.tick();
        }
    }
}
