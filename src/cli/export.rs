//! `signpost catalogue export`

use super::{Exit, Output};
use crate::desk::Setup;
use crate::error::{Error, Result};
use crate::exchange::export::{self, Shape};
use std::path::PathBuf;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What the others read
    #[arg(long, value_enum)]
    format: Format,
    /// File to write, for csv a folder or a file that ends in .zip; standard output when it is left out
    #[arg(long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Replaces a file, whatever it holds
    #[arg(long)]
    force: bool,
    /// Only say what would leave and what would stay
    #[arg(long)]
    dry_run: bool,
}

/// What others read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Open Referral UK v3 as JSON
    Oruk,
    /// HSDS 3.1 as JSON
    Hsds,
    /// The tables of HSDS 3.1 with datapackage.json
    Csv,
}

/// Writes the catalogue for others and says what stayed here.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let shape = match arguments.format {
        Format::Oruk => Shape::Oruk,
        Format::Hsds => Shape::Hsds,
        Format::Csv => Shape::Csv,
    };
    match &arguments.output {
        Some(path) => export::check_place(shape, path, arguments.force)?,
        None if shape == Shape::Csv && !arguments.dry_run => {
            return Err(Error::usage("The tables are several files.")
                .hint("Name a folder or an archive for them: --output services.zip"));
        }
        None => {}
    }
    let catalogue = setup.open_as_it_stands()?;
    let exported = export::export(catalogue.snapshot(), shape, catalogue.clock().today())?;
    let count = |n: usize| if n == 1 { "1 service".to_owned() } else { format!("{n} services") };
    let services = count(exported.services);
    match (&arguments.output, arguments.dry_run) {
        (_, true) => out.say(format!("{services} would leave; nothing was written.")),
        (Some(path), false) => {
            export::write(&exported, shape, path, arguments.force)?;
            out.say(format!("{services} written to {}.", path.display()));
        }
        (None, false) => {
            let bytes = exported.files.first().map(|(_, bytes)| bytes.as_slice()).unwrap_or_default();
            out.bytes(bytes)?;
            out.say(format!("{services} written."));
        }
    }
    let reasons = exported.kept.in_words();
    if !reasons.is_empty() {
        out.say(format!("Left out: {}.", reasons.join("; ")));
    }
    Ok(Exit::Done)
}
