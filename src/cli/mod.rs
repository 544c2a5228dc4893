//! The command line: every job of the screen as a command. Data goes to standard output, talk to standard error.

mod check;
mod enquiries;
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
use crate::error::{Error, Kind, Result, caught, hush_panics};
use crate::settings::Overrides;
use crate::tui;
use clap::{CommandFactory, Parser, Subcommand};
pub use output::Output;
use std::ffi::OsString;
use std::io::Write;
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
    /// Logs an enquiry and prints its id
    Log(Box<log::Arguments>),
    /// Lists today's enquiries, or exchanges them with other desks
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

/// Returns the whole command line as clap describes it.
pub fn command() -> clap::Command {
    Arguments::command()
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
    hush_panics();
    let mut out = Output::standard();
    let done = caught(|| run(parsed, &mut out).and_then(|exit| out.flush().map(|()| exit)));
    let broken = |e: Error| e.hint("What was saved is saved. Please report this to whoever looks after Signpost.");
    match done.map_err(broken).flatten() {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::Nothing) => ExitCode::from(1),
        Err(error) if error.kind == Kind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let hint = error.hint.map_or_else(String::new, |hint| format!("\n          {hint}"));
            // When nobody can be told, the exit code still says it.
            let _ = writeln!(std::io::stderr(), "signpost: {}", output::shown(format!("{}{hint}", error.what)));
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
    let desk: Arc<dyn Backend> = Arc::new(Desk::open(setup));
    tui::run(&desk, keymap, notices)?;
    Ok(Exit::Done)
}

/// Tells what people must know about the store, but not twice what an error says already.
fn tell_store<T>(notices: Vec<String>, done: &Result<T>, out: &mut Output) {
    let error = done.as_ref().err().map(|error| error.what.as_str()).unwrap_or_default();
    notices.into_iter().filter(|notice| !error.contains(notice.as_str())).for_each(|notice| out.say(notice));
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
