//! The command line: every job of the screen as a command. Data goes to standard output, talk to standard error.

mod asked;
mod backup;
mod check;
mod counts;
mod doctor;
mod edit;
mod enquiries;
mod export;
mod hub;
mod import;
mod init;
mod judge;
mod keys;
mod log;
mod output;
mod papers;
mod printers;
mod purge;
mod reindex;
mod remote;
mod schema;
mod search;
mod show;
mod slip;
mod tally;
mod upkeep;

use crate::clock::Clock;
use crate::desk::{Backend, Catalogue, Desk, Notice, Setup};
use crate::error::{Error, Kind, Result, caught, hush_panics};
use crate::settings::{KeymapName, Layer, Overrides, ThemeName};
use crate::tui::{self, Options};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{CommandFactory, Parser, Subcommand};
pub use output::Output;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;
use std::sync::Arc;
use strum::VariantNames;

/// How a command ended when nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done: exit code 0.
    Done,
    /// Nothing found, or a check failed: exit code 1.
    Nothing,
    /// Nothing failed, but somebody should look at something: exit code 3.
    Look,
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
    /// Folder, .zip or address of the service catalogue [env: SIGNPOST_CATALOGUE]
    #[arg(long, global = true, value_name = "PLACE")]
    catalogue: Option<PathBuf>,
    /// Folder where enquiries are kept [env: SIGNPOST_DATA_DIR]
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// The hub that this desk stands in [env: SIGNPOST_HUB]
    #[arg(long, global = true, value_name = "ID")]
    hub: Option<String>,
    /// The keys of the screen: default, vim or one-handed [env: SIGNPOST_KEYMAP]
    #[arg(long, global = true, value_name = "NAME", value_parser = named::<KeymapName>())]
    keymap: Option<KeymapName>,
    /// The look of the screen: default, high-contrast or plain [env: SIGNPOST_THEME]
    #[arg(long, global = true, value_name = "NAME", value_parser = named::<ThemeName>())]
    theme: Option<ThemeName>,
}

/// Reads one of the names of a setting; the parser says which there are and which was probably meant.
fn named<T: FromStr + VariantNames + Clone + Send + Sync + 'static>() -> impl TypedValueParser<Value = T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    PossibleValuesParser::new(T::VARIANTS.iter().copied()).try_map(|name| name.parse::<T>())
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Opens the desk on screen, as no command does, and searches these words at once
    Desk(DeskArguments),
    /// Finds services from the words that a family uses
    Search(Box<search::Arguments>),
    /// Shows everything about one service
    Show(show::Arguments),
    /// Makes a slip for a family
    Slip(slip::Arguments),
    /// Lists the printers for slips, or tests one
    Printers(printers::Arguments),
    /// Shows who is on duty at the hub, its hours, holidays and terms
    Hub(hub::Arguments),
    /// Logs an enquiry and prints its id
    Log(Box<log::Arguments>),
    /// Lists or counts enquiries, or exchanges them with other desks
    Enquiries(enquiries::Arguments),
    /// Counts what families asked for and what could not be offered, safe to publish
    Tally(Box<tally::Arguments>),
    /// Measures the search on labelled queries
    Judge(judge::Arguments),
    /// Compiles the catalogue anew
    Reindex,
    /// Lists the keys of the screen
    Keys,
    /// Checks, changes, fetches or begins a catalogue
    #[command(subcommand)]
    Catalogue(CatalogueCommand),
    /// Looks at everything that the desk stands on, and says what is wrong
    Doctor(doctor::Arguments),
    /// Copies all enquiries into a file, and checks the copy
    Backup(backup::Backup),
    /// Puts a backup in the place of the enquiries, or lists the daily ones
    Restore(backup::Restore),
    /// Erases for good what is older than enquiries are kept; monthly counts stay
    ///
    /// Exit codes: 0 when all is done, 3 when something is left to be done by hand.
    Purge(purge::Arguments),
    /// Writes what a shell needs to complete commands
    Completions(papers::Completions),
    /// Writes the manual pages
    Man(papers::Manual),
}

#[derive(Debug, clap::Args)]
struct DeskArguments {
    /// What the family says; most shells remember it, so nothing that could name somebody
    words: Vec<String>,
}

#[derive(Debug, Subcommand)]
enum CatalogueCommand {
    /// Tells every problem of every file
    Check(check::Arguments),
    /// Copies the starter catalogue into a new folder
    Init(init::Arguments),
    /// Lists the services to ring first: handed out often, checked long ago
    Stale(upkeep::Stale),
    /// Records that somebody rang or went there and found an entry right
    Checked(upkeep::Checked),
    /// Marks an entry as wrong: at this desk at once, and for hub staff when it is sent
    Report(upkeep::Report),
    /// Lists the reports that no check has answered, or hands over what waits
    Reports(upkeep::Reports),
    /// Lists what waits at this desk to be sent, or takes something back
    Outbox(upkeep::Outbox),
    /// Sends what waits at this desk
    Send(upkeep::Send),
    /// Makes this desk fetch its catalogue from a git repository
    Clone(remote::CloneArguments),
    /// Fetches the catalogue now
    Update(remote::UpdateArguments),
    /// Says where the catalogue comes from and how it stands
    Status,
    /// Tells what each of the last updates changed
    Log(remote::LogArguments),
    /// Adds a service, by flags or in an editor
    New(Box<edit::New>),
    /// Changes a service, by flags or in an editor
    Edit(Box<edit::Edit>),
    /// Gives a service another id; the old one goes on leading to it
    Rename(edit::Rename),
    /// Ends a service on a day, and says what replaces it
    Close(edit::Close),
    /// Writes the JSON Schema of a kind of file, for editors
    Schema(schema::Arguments),
    /// Brings services from another register into the catalogue, as often as one likes
    Import(import::Arguments),
    /// Writes the catalogue for other registers, without what is hidden or sensitive
    Export(export::Arguments),
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
        Ok(Exit::Look) => ExitCode::from(3),
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
    let Globals { catalogue, data_dir, hub, keymap, theme } = arguments.globals;
    let overrides = Overrides { catalogue, hub, keymap, theme };
    let command = match arguments.command {
        // These work whatever is broken on this machine.
        Some(Command::Doctor(arguments)) => return doctor::run(&arguments, &overrides, data_dir, out),
        Some(Command::Completions(arguments)) => return papers::completions(&arguments, out),
        Some(Command::Man(arguments)) => return papers::manual(&arguments, out),
        other => other,
    };
    let setup = Setup::load(&overrides, data_dir)?;
    match command {
        None => open_desk(setup, String::new()),
        Some(Command::Desk(arguments)) => open_desk(setup, arguments.words.join(" ")),
        Some(Command::Catalogue(CatalogueCommand::Check(arguments))) => check::run(&arguments, &setup, out),
        Some(Command::Catalogue(CatalogueCommand::Clone(arguments))) => remote::clone(&arguments, setup, out),
        Some(Command::Catalogue(CatalogueCommand::Update(arguments))) => remote::update(&arguments, &setup, out),
        Some(Command::Catalogue(CatalogueCommand::Status)) => remote::status(&setup, out),
        Some(Command::Catalogue(CatalogueCommand::Log(arguments))) => remote::log(&arguments, &setup, out),
        Some(Command::Search(arguments)) => search::run(&arguments, &setup, out),
        Some(Command::Show(arguments)) => show::run(&arguments, &setup, out),
        Some(Command::Hub(arguments)) => hub::run(&arguments, &setup, out),
        Some(Command::Slip(arguments)) => slip::run(&arguments, &setup, out),
        Some(Command::Printers(arguments)) => printers::run(&arguments, &setup, out),
        Some(Command::Log(arguments)) => log::run(&arguments, &setup, out),
        Some(Command::Enquiries(arguments)) => enquiries::run(&arguments, &setup, out),
        Some(Command::Tally(arguments)) => tally::run(&arguments, setup, out),
        Some(Command::Judge(arguments)) => judge::run(&arguments, &setup, out),
        Some(Command::Reindex) => reindex::run(&setup, out),
        Some(Command::Keys) => keys::run(&setup, out),
        Some(Command::Catalogue(CatalogueCommand::Init(arguments))) => init::run(&arguments, &setup, out),
        Some(Command::Catalogue(CatalogueCommand::Stale(arguments))) => {
            upkeep::at_desk(setup, out, |desk, out| upkeep::stale(&arguments, desk, out))
        }
        Some(Command::Catalogue(CatalogueCommand::Checked(arguments))) => {
            upkeep::at_desk(setup, out, |desk, out| upkeep::checked(&arguments, desk, out))
        }
        Some(Command::Catalogue(CatalogueCommand::Report(arguments))) => {
            upkeep::at_desk(setup, out, |desk, out| upkeep::report(&arguments, desk, out))
        }
        Some(Command::Catalogue(CatalogueCommand::Reports(arguments))) => {
            upkeep::at_desk(setup, out, |desk, out| upkeep::reports(&arguments, desk, out))
        }
        Some(Command::Catalogue(CatalogueCommand::Outbox(arguments))) => {
            upkeep::at_desk(setup, out, |desk, out| upkeep::outbox(&arguments, desk, out))
        }
        Some(Command::Catalogue(CatalogueCommand::Send(arguments))) => {
            upkeep::at_desk(setup, out, |desk, out| upkeep::send(&arguments, desk, out))
        }
        Some(Command::Catalogue(CatalogueCommand::New(arguments))) => edit::new(&arguments, &setup, out),
        Some(Command::Catalogue(CatalogueCommand::Edit(arguments))) => edit::edit(&arguments, setup, out),
        Some(Command::Catalogue(CatalogueCommand::Schema(arguments))) => schema::run(&arguments, out),
        Some(Command::Catalogue(CatalogueCommand::Rename(arguments))) => edit::rename(&arguments, &setup, out),
        Some(Command::Catalogue(CatalogueCommand::Close(arguments))) => edit::close(&arguments, setup, out),
        Some(Command::Catalogue(CatalogueCommand::Import(arguments))) => import::run(&arguments, &setup, out),
        Some(Command::Catalogue(CatalogueCommand::Export(arguments))) => export::run(&arguments, &setup, out),
        Some(Command::Backup(arguments)) => backup::back_up(&arguments, &setup, out),
        Some(Command::Restore(arguments)) => backup::restore(&arguments, &setup, out),
        Some(Command::Purge(arguments)) => purge::run(&arguments, &setup, out),
        // Answered above.
        Some(Command::Doctor(_) | Command::Completions(_) | Command::Man(_)) => Ok(Exit::Done),
    }
}

/// Opens the desk on this terminal, with these words in its search box.
fn open_desk(setup: Setup, query: String) -> Result<Exit> {
    let (keymap, problems) = keys::load(&setup);
    let notices = problems.iter().map(|problem| Notice { text: problem.to_string(), alert: true }).collect();
    let (theme, mouse) = (setup.settings.theme.value, setup.settings.mouse.value);
    let desk: Arc<dyn Backend> = Arc::new(Desk::new(setup));
    tui::run(&desk, Options { keymap, theme, mouse, notices, query })?;
    Ok(Exit::Done)
}

/// Tells what people must know about the store, but not twice what an error says already.
fn tell_store<T>(notices: Vec<String>, done: &Result<T>, out: &mut Output) {
    let error = done.as_ref().err().map(|error| error.what.as_str()).unwrap_or_default();
    notices.into_iter().filter(|notice| !error.contains(notice.as_str())).for_each(|notice| out.say(notice));
}

/// Opens the catalogue and tells what people must know about it.
fn open(setup: &Setup, clock: Clock, out: &mut Output) -> Result<Catalogue> {
    for problem in &setup.settings_problems {
        out.say(problem);
    }
    let (catalogue, notices) = setup.open_at(clock)?;
    setup.lay_over(&catalogue);
    // What somebody typed just now is a slip of the finger; what stands in a file must not stop the desk.
    if let (Layer::Flag(_), Some(error)) = (&setup.settings.hub.from, setup.lost_hub(catalogue.head())) {
        return Err(error);
    }
    for notice in notices {
        out.say(notice);
    }
    Ok(catalogue)
}

/// Returns a number with its noun.
fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
