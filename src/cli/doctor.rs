//! `signpost doctor`

use super::{Exit, Output, keys};
use crate::desk::Setup;
use crate::desk::doctor::{Findings, State, examine};
use crate::error::Result;
use crate::settings::Overrides;
use crate::text;
use crate::tui;
use serde::Serialize;
use std::path::PathBuf;

/// Columns of the answer to a person.
const WIDTH: usize = 80;
/// Columns before what was found.
const INDENT: usize = 10;
/// The smallest screen on which everything can be seen.
const SMALLEST: (u16, u16) = (80, 24);

/// The exit codes, for the help.
const CODES: &str = "\
Exit codes:
  0  all is well
  1  something is broken: the desk can't do all of its job, or enquiries are in danger
  2  wrong use, or the answer could not be written
  3  nothing is broken, but somebody should look at something

It only looks: nothing is written, compiled or mended. It tells counts and never anything of an enquiry.";

/// What the command takes.
#[derive(Debug, clap::Args)]
#[command(after_help = CODES)]
pub struct Arguments {
    /// Answers as JSON
    #[arg(long)]
    json: bool,
}

/// The answer as JSON. Fields may be added, never changed.
#[derive(Serialize)]
struct Answer<'a> {
    signpost: &'static str,
    worst: State,
    findings: &'a [crate::desk::doctor::Finding],
}

/// Looks at everything that a desk stands on. It runs whatever is broken.
pub fn run(arguments: &Arguments, overrides: &Overrides, data_dir: Option<PathBuf>, out: &mut Output) -> Result<Exit> {
    let mut findings = Findings::default();
    findings.area("Start");
    let setup = Setup::load(overrides, data_dir.clone()).or_else(|error| {
        findings.error("start", &error);
        // The clock that a test set may be all that is wrong.
        Setup::load_on_system_clock(overrides, data_dir)
    });
    match setup {
        Ok(setup) => {
            examine(&setup, &mut findings);
            findings.area("Screen");
            keymap(&setup, &mut findings);
        }
        Err(error) if findings.all.iter().all(|found| found.what != error.what) => findings.error("start", &error),
        Err(_) => {}
    }
    findings.area("Screen");
    screen(out, &mut findings);
    let worst = findings.worst();
    if arguments.json {
        out.json(&Answer { signpost: env!("CARGO_PKG_VERSION"), worst, findings: &findings.all })?;
    } else {
        print(&findings, out)?;
    }
    Ok(match worst {
        State::Ok => Exit::Done,
        State::Look => Exit::Look,
        State::Broken => Exit::Nothing,
    })
}

fn keymap(setup: &Setup, findings: &mut Findings) {
    let (_, problems) = keys::load(setup);
    for problem in &problems {
        findings.error("keymap", problem);
    }
    if problems.is_empty() {
        findings.ok("keymap", "Every key can be read: signpost keys lists them.");
    }
}

/// Looks at the terminal, if a person reads the answer on one.
fn screen(out: &Output, findings: &mut Findings) {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    if !out.is_terminal() {
        return findings.ok("terminal", "Not looked at: this answer does not go to a terminal.");
    }
    match set("TERM").as_deref() {
        Some("dumb") => findings.look(
            "terminal",
            "The terminal says that it can't move its cursor (TERM=dumb).",
            "Open the desk in another terminal.",
        ),
        None if !cfg!(windows) => findings.look(
            "terminal",
            "The terminal does not say what it can (TERM is not set).",
            "Set TERM, for example to xterm-256color.",
        ),
        term => findings.ok("terminal", format!("The terminal is {}.", term.unwrap_or("a console"))),
    }
    let wide = set("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
    findings.ok(
        "colours",
        match (set("NO_COLOR"), wide) {
            (Some(_), _) => "No colours, because NO_COLOR is set; nothing rests on colour alone.",
            (None, true) => "All colours.",
            (None, false) => "The terminal's own sixteen colours.",
        },
    );
    let (columns, rows) = tui::size().unwrap_or_default();
    if columns < SMALLEST.0 || rows < SMALLEST.1 {
        findings.look(
            "size",
            format!("The terminal has {columns} columns and {rows} lines."),
            format!("Make it {} by {} or larger, then everything can be seen.", SMALLEST.0, SMALLEST.1),
        );
    } else {
        findings.ok("size", format!("The terminal has {columns} columns and {rows} lines."));
    }
    let letters = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let every = letters.as_ref().is_some_and(|name| {
        let name = name.to_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    });
    if !every && !cfg!(windows) {
        findings.look(
            "letters",
            format!("The terminal may not show every letter (LANG is {}).", letters.as_deref().unwrap_or("not set")),
            "Set LANG to en_GB.UTF-8 or C.UTF-8.",
        );
    }
}

fn print(findings: &Findings, out: &mut Output) -> Result<()> {
    let mut area = "";
    for finding in &findings.all {
        if finding.area != area {
            if !area.is_empty() {
                out.line("")?;
            }
            area = finding.area;
            out.line(area)?;
        }
        let mut first = format!("  {:<width$}", finding.state.word(), width = INDENT - 2);
        let hint = finding.hint.as_deref();
        for line in
            text::wrap(&finding.what, WIDTH - INDENT).iter().chain(&text::wrap(hint.unwrap_or(""), WIDTH - INDENT))
        {
            out.line(format!("{first}{line}"))?;
            first = " ".repeat(INDENT);
        }
    }
    let of = |state| findings.all.iter().filter(|finding| finding.state == state).count();
    out.line("")?;
    out.line(match (of(State::Broken), of(State::Look)) {
        (0, 0) => "All is well.".to_owned(),
        (0, look) => format!("Nothing is broken; {look} to look at."),
        (broken, 0) => format!("{broken} broken."),
        (broken, look) => format!("{broken} broken, {look} to look at."),
    })?;
    Ok(())
}
