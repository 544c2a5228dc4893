//! `signpost slip ID...`

use super::{Exit, Output};
use crate::desk::{Catalogue, Format, Reminder, SLIP_WIDTH, Setup, printing};
use crate::error::Result;
use crate::slip::{Paper, Slip, Wanted};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use strum::VariantNames;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Ids of the services, as a search lists them
    #[arg(required = true)]
    ids: Vec<String>,
    /// Writes the slip into a new file: a PDF, a picture or a text, as its name ends
    #[arg(long, value_name = "FILE", conflicts_with = "printer")]
    output: Option<PathBuf>,
    /// Writes the slip into a new PDF
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// Writes the slip into a new picture; several pages become FILE-1.png, FILE-2.png and so on
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,
    /// Writes what a thermal printer is sent (ESC/POS) into a new file
    #[arg(long, value_name = "FILE")]
    thermal: Option<PathBuf>,
    /// Prints the slip there: a queue's name, tcp://ADDRESS, device:/dev/usb/lp0 or windows:NAME; "default" is the system's own
    #[arg(long, value_name = "NAME")]
    printer: Option<String>,
    /// What it is printed on: a4, a5, 80mm or 58mm; without it, what is in the printer
    #[arg(long, value_name = "PAPER", value_parser = paper)]
    paper: Option<Paper>,
    /// In large print: letters of 18 points
    #[arg(long)]
    large: bool,
    /// Short and plain: short lines, one service a page
    #[arg(long)]
    plain: bool,
    /// Language beside English, by its code: ur
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Leaves out needs, names, kinds of service and addresses: numbers and hours only
    #[arg(long)]
    discreet: bool,
    /// One line to the family; printed, never kept
    #[arg(long, value_name = "TEXT")]
    line: Option<String>,
}

/// Returns the paper of this name.
pub(super) fn paper(name: &str) -> std::result::Result<Paper, String> {
    Paper::from_str(&name.to_lowercase()).map_err(|_| format!("choose one of {}", Paper::VARIANTS.join(", ")))
}

/// Makes a slip: to standard output, files or a print queue.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let catalogue = super::open(setup, setup.clock, out)?;
    let slip = catalogue.slip(&Wanted {
        services: arguments.ids.clone(),
        discreet: arguments.discreet,
        line: arguments.line.clone(),
        language: arguments.language.clone(),
        large: arguments.large,
        plain: arguments.plain,
    })?;
    for line in slip.privacy.iter().flat_map(Reminder::all) {
        out.say(line);
    }
    for warning in &slip.warnings {
        out.say(warning);
    }
    if slip.is_empty() {
        out.say("Nothing is left to print. Write a number down by hand, or talk it through.");
        return Ok(Exit::Nothing);
    }
    let files = [
        arguments.output.as_deref().map(|path| (path, Format::of(path))),
        arguments.pdf.as_deref().map(|path| (path, Format::Pdf)),
        arguments.png.as_deref().map(|path| (path, Format::Png)),
    ];
    let mut made = false;
    for (path, format) in files.into_iter().flatten() {
        write(&catalogue, &slip, path, format, arguments.paper.unwrap_or_default(), out)?;
        made = true;
    }
    let printers = &setup.settings.printers;
    if let Some(path) = &arguments.thermal {
        let own = printers.of(catalogue.hub_id()).paper;
        let paper = arguments.paper.or(Some(own).filter(|paper| paper.is_roll())).unwrap_or(Paper::Roll80);
        catalogue.write_roll(&slip, path, paper)?.into_iter().for_each(|warning| out.say(warning));
        out.say(format!("Wrote what a printer of {paper} rolls is sent to {}.", path.display()));
        made = true;
    }
    if let Some(printer) = &arguments.printer {
        let (to, paper) = printing::outlet(printers, catalogue.hub_id(), Some(printer))?;
        let warnings = catalogue.print(&slip, &to, arguments.paper.unwrap_or(paper))?;
        warnings.into_iter().for_each(|warning| out.say(warning));
        out.say("The slip is printed.");
    } else if !made {
        out.bytes(slip.text(SLIP_WIDTH).as_bytes())?;
    }
    Ok(Exit::Done)
}

/// Writes the slip and says where.
fn write(
    catalogue: &Catalogue,
    slip: &Slip,
    path: &Path,
    format: Format,
    paper: Paper,
    out: &mut Output,
) -> Result<()> {
    let written = catalogue.write(slip, path, format, paper)?;
    for warning in &written.warnings {
        out.say(warning);
    }
    let files: Vec<String> = written.files.iter().map(|path| path.display().to_string()).collect();
    out.say(format!("Wrote the slip to {}.", files.join(", ")));
    Ok(())
}
