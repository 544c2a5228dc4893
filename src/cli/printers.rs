//! `signpost printers`

use super::{Exit, Output};
use crate::catalogue::hours;
use crate::desk::{Setup, printing};
use crate::error::Result;
use crate::settings::Paper;
use crate::snapshot::Stationery;

/// What the command takes.
#[derive(Debug, clap::Args)]
#[command(subcommand_value_name = "COMMAND")]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Prints a short page with a line in each script, and says how it went
    Test(Test),
}

#[derive(Debug, clap::Args)]
struct Test {
    /// The printer, as the list names it; the hub's own when missing
    name: Option<String>,
    /// What is in it: a4, a5, 80mm or 58mm
    #[arg(long, value_name = "PAPER", value_parser = super::slip::paper)]
    paper: Option<Paper>,
}

/// Lists the printers that slips can go to, the hub's own first, or tests one. It works without a catalogue.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    for problem in &setup.settings_problems {
        out.say(problem);
    }
    let printers = &setup.settings.printers;
    // Only to know whose printer it is; nothing of it is printed.
    let own = setup.open_newest().ok().and_then(|(catalogue, _)| catalogue.hub_id().map(str::to_owned));
    let hub = own.or_else(|| setup.settings.hub.value.clone());
    match &arguments.command {
        None => list(printing::outlets(printers, hub.as_deref()), printing::is_set(printers, hub.as_deref()), out),
        Some(Command::Test(test)) => {
            let (to, paper) = printing::outlet(printers, hub.as_deref(), test.name.as_deref())?;
            let paper = test.paper.unwrap_or(paper);
            let page = printing::test_page(&hours::date(setup.clock.today()), paper);
            printing::print(&page, &to, paper, &Stationery::default())?;
            out.say(format!("The test page is printed on {to} ({paper}). Look whether every line on it can be read."));
            Ok(Exit::Done)
        }
    }
}

fn list(outlets: Vec<crate::desk::Outlet>, set: bool, out: &mut Output) -> Result<Exit> {
    if outlets.is_empty() {
        out.say("There is no printer. Slips can be saved as files meanwhile; ask whoever looks after the printers.");
        return Ok(Exit::Nothing);
    }
    let widest = outlets.iter().map(|outlet| outlet.name.chars().count()).max().unwrap_or_default();
    for (at, outlet) in outlets.iter().enumerate() {
        let own = if at == 0 && set { "  slips go here" } else { "" };
        out.line(format!("{:widest$}  {}{own}", outlet.name, outlet.label))?;
    }
    if !set {
        out.say("Slips go to none of them yet: this computer has no printer of its own. Name one in settings.toml: printer = \"NAME\"");
    }
    Ok(Exit::Done)
}
