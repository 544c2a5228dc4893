//! The command line: every job of the screen as a command. Data goes to standard output, talk to standard error.

mod check;
mod counts;
mod enquiries;
mod hub;
mod init;
mod judge;
mod keys;
mod log;
mod output;
mod reindex;
mod search;
mod show;
mod slip;

use crate::clock::Clock;
use crate::desk::{Backend, Catalogue, Desk, Notice, Setup};
use crate::error::{Kind, Result};
use crate::settings::Overrides;
use crate::tui;
use clap::{Parser, Subcommand};
pub use output::Output;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// How a command ended when nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done: exit code 0.
    Done,
    /// Nothing found, or a check failed: exit code 1.
    Nothing,
}

/// Finds the right service for a family, prints a slip, and logs the enquiry.
#[derive(Debug, Parser)]
#[command(name = "signpost", version, disable_help_subcommand = true)]
struct Arguments {
    #[command(flatten)]
    globals: Globals,
    /// Without a command the desk opens on screen.
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Globals {
    /// Folder of the service catalogue [env: SIGNPOST_CATALOGUE]
    #[arg(long, global = true, value_name = "DIR")]
    catalogue: Option<PathBuf>,
    /// Folder where enquiries are kept [env: SIGNPOST_DATA_DIR]
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// The hub that this desk stands in [env: SIGNPOST_HUB]
    #[arg(long, global = true, value_name = "ID")]
    hub: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Finds services from the words that a family uses
    Search(search::Arguments),
    /// Shows everything about one service
    Show(show::Arguments),
    /// Makes a slip for a family
    Slip(slip::Arguments),
    /// Shows who is on duty at the hub, its hours, holidays and terms
    Hub(hub::Arguments),
    /// Logs an enquiry and prints its id
    Log(Box<log::Arguments>),
    /// Lists or counts enquiries, or exchanges them with other desks
    Enquiries(enquiries::Arguments),
    /// Measures the search on labelled queries
    Judge(judge::Arguments),
    /// Compiles the catalogue anew
    Reindex,
    /// Lists the keys of the screen
    Keys,
    /// Checks the catalogue, or starts a new one
    #[command(subcommand)]
    Catalogue(CatalogueCommand),
}

#[derive(Debug, Subcommand)]
enum CatalogueCommand {
    /// Tells every problem of every file
    Check(check::Arguments),
    /// Copies the starter catalogue into a new folder
    Init(init::Arguments),
}

/// Runs the program with the given arguments and returns its exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            // Help and version are answers, not errors; clap says which.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let mut out = Output::standard();
    match run(parsed, &mut out).and_then(|exit| out.flush().map(|()| exit)) {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::Nothing) => ExitCode::from(1),
        Err(error) if error.kind == Kind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("signpost: {}", error.what);
            if let Some(hint) = &error.hint {
                eprintln!("          {hint}");
            }
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments, out: &mut Output) -> Result<Exit> {
    let Globals { catalogue, data_dir, hub } = arguments.globals;
    let setup = Setup::load(&Overrides { catalogue, hub }, data_dir)?;
    match arguments.command {
        None => open_desk(setup),
        Some(Command::Catalogue(CatalogueCommand::Check(arguments))) => check::run(&arguments, &setup, out),
        Some(Command::Search(arguments)) => search::run(&arguments, &setup, out),
        Some(Command::Show(arguments)) => show::run(&arguments, &setup, out),
        Some(Command::Hub(arguments)) => hub::run(&arguments, &setup, out),
        Some(Command::Slip(arguments)) => slip::run(&arguments, &setup, out),
        Some(Command::Log(arguments)) => log::run(&arguments, &setup, out),
        Some(Command::Enquiries(arguments)) => enquiries::run(&arguments, &setup, out),
        Some(Command::Judge(arguments)) => judge::run(&arguments, &setup, out),
        Some(Command::Reindex) => reindex::run(&setup, out),
        Some(Command::Keys) => keys::run(&setup, out),
        Some(Command::Catalogue(CatalogueCommand::Init(arguments))) => init::run(&arguments, &setup, out),
    }
}

/// Opens the desk on this terminal.
fn open_desk(setup: Setup) -> Result<Exit> {
    let (keymap, problems) = keys::load(&setup);
    let notices = problems.iter().map(|problem| Notice { text: problem.to_string(), alert: true }).collect();
    let mouse = setup.settings.mouse.value;
    let desk: Arc<dyn Backend> = Arc::new(Desk::open(setup));
    tui::run(&desk, keymap, notices, mouse)?;
    Ok(Exit::Done)
}

/// Opens the catalogue and tells what people must know about it.
fn open(setup: &Setup, clock: Clock, out: &mut Output) -> Result<Catalogue> {
    if let Some(problem) = &setup.settings_problem {
        out.say(problem);
    }
    let (catalogue, notices) = setup.open_at(clock)?;
    for notice in notices {
        out.say(notice);
    }
    Ok(catalogue)
}
