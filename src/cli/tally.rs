//! `signpost tally`

use super::{Exit, Output, count};
use crate::desk::{Desk, Question, Setup, Tallied, To};
use crate::error::Result;
use crate::publish::{self, Format};
use crate::settings::Layer;
use crate::tally::Protection;
use crate::tally::plan::By;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A month (2026-10), a quarter of the financial year (2026-27-Q3 is October to December 2026), a financial year (2026-27) or a school term
    #[arg(long, required_unless_present = "log")]
    period: Option<String>,
    /// The locality; that of this desk's hub when missing. --hub ID gives one hub
    #[arg(long, value_name = "ID")]
    locality: Option<String>,
    /// Writes all files of the release into this folder
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// One question instead of all: need, group, dfe-area, channel, asker, ages, send, language, outcome, reason, service, hub, month, quarter ...; two with a comma are crossed
    #[arg(long, value_name = "WHAT[,WHAT]", value_parser = two)]
    by: Option<(By, Option<By>)>,
    /// How one question is written to standard output: text, csv, json, xlsx, html or pdf
    #[arg(long, value_name = "FORMAT", value_parser = super::named::<Format>(), default_value = "text", conflicts_with = "output")]
    format: Format,
    /// True counts for your own use, not for publication; the reason is kept in the log of releases
    #[arg(long, value_name = "REASON")]
    internal: Option<String>,
    /// Encrypts true counts to this age key (age1...) instead of the one in the settings
    #[arg(long, value_name = "KEY", requires = "internal")]
    to: Option<String>,
    /// Makes a revision when enquiries came in late; without it a release stays as it was
    #[arg(long)]
    revise: bool,
    /// Replaces files of an earlier run in the folder
    #[arg(long, requires = "output")]
    force: bool,
    /// Lists what was released
    #[arg(long, conflicts_with_all = ["period", "output", "by", "internal", "revise"])]
    log: bool,
    /// With --log: answers as JSON
    #[arg(long, requires = "log")]
    json: bool,
}

fn two(text: &str) -> Result<(By, Option<By>)> {
    match text.split_once(',') {
        None => Ok((By::from_str(text.trim())?, None)),
        Some((by, across)) => Ok((By::from_str(by.trim())?, Some(By::from_str(across.trim())?))),
    }
}

/// Counts, and writes or shows what may leave the program.
pub fn run(arguments: &Arguments, setup: Setup, out: &mut Output) -> Result<Exit> {
    // The hub of the settings is where this desk stands; only one that is asked for is what the tally is about.
    let hub = match &setup.settings.hub.from {
        Layer::Flag(_) => setup.settings.hub.value.clone(),
        _ => None,
    };
    super::upkeep::at_desk(setup, out, |desk, out| {
        if arguments.log {
            return log(arguments.json, desk, out);
        }
        let look = arguments.output.is_none() && arguments.format == Format::Text && arguments.internal.is_none();
        let question = Question {
            period: arguments.period.clone().unwrap_or_default(),
            locality: arguments.locality.clone(),
            hub,
            by: arguments.by,
            internal: arguments.internal.clone(),
            revise: arguments.revise,
            look,
        };
        let to = arguments.to.as_deref().map_or(To::AsSet, To::Key);
        desk.may_seal(to)?;
        let tallied = desk.release(&question, &mut |rows| out.say(format!("Counting: {rows} enquiries so far ...")))?;
        let missing = tallied.document.desks.iter().filter(|desk| desk.missing).count();
        if missing > 0 {
            out.say(format!("{} missing or behind; the release names which.", count(missing, "desk is", "desks are")));
        }
        match &arguments.output {
            Some(folder) => write(&tallied, folder, arguments.force, to, desk, out)?,
            None => show(&tallied, look, arguments.format, out)?,
        }
        Ok(Exit::Done)
    })
}

fn show(tallied: &Tallied, look: bool, format: Format, out: &mut Output) -> Result<()> {
    out.bytes(&publish::one(&tallied.document, None, format)?)?;
    if look {
        out.say("A look and no release: it is not kept. To publish, write the files with --output DIR.");
    } else {
        told(tallied, out);
    }
    Ok(())
}

/// Writes the files of a release into a folder; true counts are encrypted where there is a key for them.
fn write(tallied: &Tallied, folder: &Path, force: bool, to: To, desk: &Desk, out: &mut Output) -> Result<()> {
    let internal = matches!(tallied.document.protection, Protection::Internal(_));
    let sealed = if internal { desk.sealed(tallied, to)? } else { None };
    let files = sealed.as_ref().unwrap_or(&tallied.files);
    let paths = publish::write_into(folder, files, force)?;
    out.say(format!("{} written to {}.", count(paths.len(), "file", "files"), folder.display()));
    match (internal, sealed.is_some()) {
        (true, true) => out.say("True counts, encrypted: only the holder of the secret key reads them."),
        (true, false) => out.say(
            "INTERNAL: true counts, not encrypted. Somebody may be recognised from them: not for publication. To encrypt them, set tally_key or add --to age1...",
        ),
        (false, _) => {}
    }
    told(tallied, out);
    for sentence in &tallied.document.hidden {
        out.say(sentence);
    }
    Ok(())
}

/// Tells which release it is.
fn told(tallied: &Tallied, out: &mut Output) {
    let state = &tallied.document.state;
    if tallied.unchanged {
        out.say("Nothing changed since, so there is nothing to revise.");
    }
    match tallied.frozen {
        Some(day) => out.say(format!(
            "Released on {} and unchanged since: the same bytes. If enquiries came in late: --revise",
            day.format("%-d %B %Y")
        )),
        None if state.revision > 1 => {
            out.say(format!("Revision {} of this release; the first one stays as it was.", state.revision))
        }
        None => {}
    }
    out.say(format!("SHA-256 {}", tallied.hash));
}

/// Lists the log of releases.
fn log(json: bool, desk: &Desk, out: &mut Output) -> Result<Exit> {
    let releases = desk.releases()?;
    if json {
        out.json(&releases)?;
        return Ok(Exit::Done);
    }
    for release in &releases {
        let question =
            if release.question.is_empty() { "whole".to_owned() } else { format!("by {}", release.question) };
        let kind = match (release.internal, release.revision) {
            (true, _) => format!("INTERNAL: {}", release.reason),
            (false, 1) => "protected".to_owned(),
            (false, revision) => format!("protected, revision {revision}"),
        };
        out.line(format!("{}  {}  {question}  {kind}", release.period, release.place))?;
        out.line(format!("    made on {}, SHA-256 {}", release.day.format("%-d %B %Y"), release.hash))?;
    }
    if releases.is_empty() {
        out.say("Nothing was released yet.");
    }
    Ok(Exit::Done)
}
