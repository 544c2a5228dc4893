//! `signpost slip ID...`

use super::{Exit, Output};
use crate::desk::{self, Reminder, SLIP_WIDTH, Setup, printing};
use crate::error::Result;
use crate::slip::{Paper, Wanted};
use std::path::PathBuf;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Ids of the services, as a search lists them
    #[arg(required = true)]
    ids: Vec<String>,
    /// Writes the slip into a new file
    #[arg(long, value_name = "FILE", conflicts_with = "printer")]
    output: Option<PathBuf>,
    /// Prints the slip there: a queue's name, tcp://ADDRESS, device:/dev/usb/lp0 or windows:NAME; "default" is the system's own
    #[arg(long, value_name = "NAME")]
    printer: Option<String>,
    /// Writes what a thermal printer is sent (ESC/POS) into a new file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["printer", "output"])]
    thermal: Option<PathBuf>,
    /// What the slip is made for: a4, a5, 80mm or 58mm; without it what is in the printer
    #[arg(long, value_name = "PAPER", value_parser = super::named::<Paper>())]
    paper: Option<Paper>,
    /// Leaves out needs, names, kinds of service and addresses: numbers and hours only
    #[arg(long)]
    discreet: bool,
    /// One line to the family; printed, never kept
    #[arg(long, value_name = "TEXT")]
    line: Option<String>,
}

/// Makes a slip: to standard output, a file or a print queue.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let catalogue = super::open(setup, setup.clock, out)?;
    let slip = catalogue.slip(&Wanted {
        services: arguments.ids.clone(),
        discreet: arguments.discreet,
        line: arguments.line.clone(),
        ..Wanted::default()
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
    if let Some(path) = &arguments.output {
        desk::write(&slip, path)?;
        out.say(format!("Wrote the slip to {}.", path.display()));
    } else if let Some(path) = &arguments.thermal {
        let (_, paper) = printing::outlet(&setup.settings.printers, catalogue.hub_id(), None)?;
        let paper = arguments.paper.or(Some(paper).filter(|paper| paper.is_roll())).unwrap_or(Paper::Roll80);
        desk::write_new(path, &printing::roll(&slip, paper)?)?;
        out.say(format!("Wrote what a printer of {paper} rolls is sent to {}.", path.display()));
    } else if let Some(printer) = &arguments.printer {
        let (to, paper) = printing::outlet(&setup.settings.printers, catalogue.hub_id(), Some(printer))?;
        printing::print(&slip, &to, arguments.paper.unwrap_or(paper))?;
        out.say("The slip is printed.");
    } else {
        out.bytes(slip.text(SLIP_WIDTH).as_bytes())?;
    }
    Ok(Exit::Done)
}
