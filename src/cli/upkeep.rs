//! `signpost catalogue stale`, `checked`, `report`, `reports`, `outbox` and `send`

use super::{Exit, Output, count, named};
use crate::catalogue::{Means, ReportKind};
use crate::desk::{Backend, Desk, EXAMPLE, Setup, role_of};
use crate::error::{Error, Result};
use clap::Subcommand;
use std::path::PathBuf;
use uuid::Uuid;

/// What `stale` takes.
#[derive(Debug, clap::Args)]
pub struct Stale {
    /// How many at most
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    /// Answers as JSON
    #[arg(long)]
    json: bool,
}

/// What `checked` takes.
#[derive(Debug, clap::Args)]
pub struct Checked {
    /// Id of the service
    id: String,
    /// How: phone, visit, web or provider
    #[arg(long, value_name = "HOW", value_parser = named::<Means>())]
    how: Means,
    /// The role of whoever checked it; never a name
    #[arg(long, value_name = "ROLE")]
    by: String,
    /// Says what would be kept, and keeps nothing
    #[arg(long)]
    dry_run: bool,
}

/// What `report` takes.
#[derive(Debug, clap::Args)]
pub struct Report {
    /// Id of the service
    id: String,
    /// What is wrong: closed, wrong-phone, wrong-times, full, moved or other
    #[arg(value_parser = named::<ReportKind>())]
    kind: ReportKind,
    /// One line that stays at this desk; nothing that could name somebody
    #[arg(long, value_name = "LINE")]
    note: Option<String>,
    /// Says what would be kept, and keeps nothing
    #[arg(long)]
    dry_run: bool,
}

/// What `reports` takes.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Reports {
    #[command(subcommand)]
    command: Option<ReportsCommand>,
    /// Answers as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum ReportsCommand {
    /// Writes what waits at this desk to a new file that hub staff can import
    Export {
        /// The file
        file: PathBuf,
        /// Says how much would be written, and writes nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Takes what another desk exported, to send it from here
    Import {
        /// The file
        file: PathBuf,
        /// Says how much would be taken, and takes nothing
        #[arg(long)]
        dry_run: bool,
    },
}

/// What `outbox` takes.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Outbox {
    #[command(subcommand)]
    command: Option<OutboxCommand>,
    /// Answers as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum OutboxCommand {
    /// Takes back what waits to be sent
    Drop {
        /// Its id, as the list shows it
        id: Uuid,
        /// Says what would be taken back, and takes nothing
        #[arg(long)]
        dry_run: bool,
    },
}

/// What `send` takes.
#[derive(Debug, clap::Args)]
pub struct Send {
    /// Sends once more what was sent to a branch and never taken
    #[arg(long)]
    again: bool,
    /// Says what would be sent, and sends nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs a command at the desk with its catalogue as it stands, and first tells what people must know about both. An error does not say it again.
pub(super) fn at_desk(
    setup: Setup,
    out: &mut Output,
    run: impl FnOnce(&Desk, &mut Output) -> Result<Exit>,
) -> Result<Exit> {
    let desk = Desk::open(setup);
    let missed = desk.refresh().err().map(|error| error.to_string());
    let mut told: Vec<String> = desk.notices().into_iter().map(|notice| notice.text).collect();
    told.extend(missed.filter(|missed| !told.iter().any(|known| known.contains(missed))));
    told.iter().for_each(|text| out.say(text));
    run(&desk, out).map_err(|error| without(error, &told))
}

/// Returns an error without what was told before it.
fn without(error: Error, told: &[String]) -> Error {
    let whole = error.to_string();
    if told.iter().any(|text| text.contains(&whole)) {
        return Error::new(error.kind, "Nothing was done.").hint("The line above says why.");
    }
    match told.iter().find_map(|text| error.what.strip_suffix(text.as_str())) {
        Some(rest) => Error { what: rest.trim_end().to_owned(), ..error },
        None => error,
    }
}

/// Lists the services to ring first.
pub fn stale(arguments: &Stale, desk: &Desk, out: &mut Output) -> Result<Exit> {
    let all = desk.stale(arguments.limit)?;
    if arguments.json {
        out.json(&all)?;
        return Ok(Exit::Done);
    }
    for one in &all {
        let times = usize::try_from(one.handed_out).unwrap_or(usize::MAX);
        let handed = match (one.sensitive, times) {
            (true, _) => "not counted here".to_owned(),
            (false, 0) => "never handed out here".to_owned(),
            (false, times) => format!("handed out {}", count(times, "time", "times")),
        };
        let reports = match one.reports {
            0 => String::new(),
            many => format!("; {}", count(many, "open report", "open reports")),
        };
        let phone = if one.phone.is_empty() { "no phone number" } else { &one.phone };
        let example = if one.example { format!("  [{EXAMPLE}]") } else { String::new() };
        out.line(format!("{}  ({}){example}", one.name, one.id))?;
        out.line(format!("    {phone}; {}; {handed}{reports}", one.sure))?;
    }
    if all.is_empty() {
        out.say("Every entry is fresh: nothing to ring.");
    } else {
        out.say("Ranked by times handed out here in the last year, times days since it was checked; never checked counts as three years.");
    }
    Ok(Exit::Done)
}

/// Records that somebody found an entry right.
pub fn checked(arguments: &Checked, desk: &Desk, out: &mut Output) -> Result<Exit> {
    if arguments.dry_run {
        role_of(&arguments.by)?;
        out.say(format!("{} would be marked as checked {}.", desk.name_of(&arguments.id)?, arguments.how.in_words()));
        return Ok(Exit::Done);
    }
    out.say(desk.confirm(&arguments.id, arguments.how, &arguments.by)?);
    Ok(Exit::Done)
}

/// Marks an entry as wrong.
pub fn report(arguments: &Report, desk: &Desk, out: &mut Output) -> Result<Exit> {
    if arguments.dry_run {
        out.say(format!("{} would be reported as {}.", desk.name_of(&arguments.id)?, arguments.kind.in_words()));
        return Ok(Exit::Done);
    }
    out.say(desk.report(&arguments.id, arguments.kind, arguments.note.as_deref())?);
    Ok(Exit::Done)
}

/// Lists the open reports, or moves what waits between desks.
pub fn reports(arguments: &Reports, desk: &Desk, out: &mut Output) -> Result<Exit> {
    match &arguments.command {
        Some(ReportsCommand::Export { file, dry_run }) => {
            let many = desk.export_changes(file, *dry_run)?;
            let changes = count(many, "change", "changes");
            out.say(match (many, dry_run) {
                (0, _) => "Nothing waits at this desk, so nothing was written.".to_owned(),
                (_, true) => format!("{changes} would be written to {}.", file.display()),
                (_, false) => format!(
                    "Wrote {changes} to {}. Hub staff bring it in with: signpost catalogue reports import FILE. Here it waits until the catalogue has it.",
                    file.display()
                ),
            });
            return Ok(Exit::Done);
        }
        Some(ReportsCommand::Import { file, dry_run }) => {
            let many = count(desk.import_changes(file, *dry_run)?, "new change", "new changes");
            out.say(if *dry_run {
                format!("{many} would be taken.")
            } else {
                format!("Took {many}. To send: signpost catalogue send")
            });
            return Ok(Exit::Done);
        }
        None => {}
    }
    let all = desk.reports()?;
    if arguments.json {
        out.json(&all)?;
        return Ok(Exit::Done);
    }
    for one in &all {
        let waits = if one.waits { "; waits at this desk to be sent" } else { "" };
        out.line(format!("{}  ({})", one.name, one.service))?;
        out.line(format!("    reported as {}; {}{waits}", one.what, one.age))?;
        if let Some(note) = &one.note {
            out.line(format!("    note: {note}"))?;
        }
    }
    let late = all.iter().filter(|one| one.late).count();
    out.say(match (all.len(), late) {
        (0, _) => "No report is open.".to_owned(),
        (many, 0) => format!("{}, none over the aim of 48 hours.", count(many, "open report", "open reports")),
        (many, late) => format!("{}, {late} over the aim of 48 hours.", count(many, "open report", "open reports")),
    });
    Ok(Exit::Done)
}

/// Lists what waits to be sent, or takes something back.
pub fn outbox(arguments: &Outbox, desk: &Desk, out: &mut Output) -> Result<Exit> {
    let all = desk.outbox()?;
    if let Some(OutboxCommand::Drop { id, dry_run }) = arguments.command {
        match all.iter().find(|one| one.id == id).filter(|_| dry_run) {
            Some(one) => out.say(format!("Would be taken back: {}", one.what)),
            None => {
                desk.take_back(id)?;
                out.say("It was taken back and is not sent.");
            }
        }
        return Ok(Exit::Done);
    }
    if arguments.json {
        out.json(&all)?;
        return Ok(Exit::Done);
    }
    for one in &all {
        out.line(format!("{}  {}", one.id, one.what))?;
        if let Some(why) = &one.hindrance {
            out.line(format!("    {why}"))?;
        }
    }
    if all.is_empty() {
        out.say("Nothing waits to be sent.");
    }
    Ok(if all.iter().any(|one| one.hindrance.is_some()) { Exit::Look } else { Exit::Done })
}

/// Sends what waits.
pub fn send(arguments: &Send, desk: &Desk, out: &mut Output) -> Result<Exit> {
    let sent = desk.send(arguments.again, arguments.dry_run)?;
    if arguments.dry_run {
        sent.would.iter().try_for_each(|title| out.line(title))?;
        out.say(format!("{} would be sent.", count(sent.would.len(), "change", "changes")));
        return Ok(Exit::Done);
    }
    out.say(sent.in_words().unwrap_or_else(|| "Nothing was sent.".to_owned()));
    if !sent.landed.is_empty() {
        // What landed is taken, so that this desk need not wait for it.
        if let Err(error) = desk.fetch() {
            out.say(error);
        }
    }
    let hindered = desk.outbox()?.iter().filter(|one| one.hindrance.is_some()).count();
    if hindered > 0 {
        out.say(format!(
            "{} can't be sent before somebody does something: signpost catalogue outbox",
            count(hindered, "change", "changes")
        ));
        return Ok(Exit::Look);
    }
    Ok(Exit::Done)
}
