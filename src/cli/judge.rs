//! `signpost judge [FILE.tsv]`

use super::{Exit, Output};
use crate::catalogue::{Labelled, QUERIES};
use crate::clock::{Clock, parse_now};
use crate::desk::{Catalogue, Figures, Judged, SMALL, Setup, Verdict, judge, percent, wanted};
use crate::error::{Error, Result};
use crate::text::visible;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Returns how prompts are counted and which goals there are, for the help.
fn counted() -> String {
    let goals: String = wanted().map(|(least, what)| format!("  {:<5} {what}\n", format!("{least}%"))).collect();
    format!(
        "\
Prompts, counted for every query:
  ok   one was raised for the primary need or an also_ok one
  not  the kind is benign-trap or none and any was raised; the kind is urgent and no right one was;
       or, in any other kind, one was raised for another need and none of the query's needs is sensitive

Goals, each told where the list has such queries; a single kind with fewer than {SMALL} may miss by one:
{goals}
Exit code: 0 when all goals are met, 1 when one is missed, 2 when the list can't be judged."
    )
}

/// What the command takes.
#[derive(Debug, clap::Args)]
#[command(after_help = counted())]
pub struct Arguments {
    /// Labelled queries: tab-separated, header "query primary_need also_ok kind"; the catalogue's own queries.tsv when it is left out
    file: Option<PathBuf>,
    /// Answers as JSON
    #[arg(long)]
    json: bool,
    /// The moment to judge at, "2026-11-22T10:15"; else the list's line "# now = ...", else the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// Measures the search on labelled queries.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let (name, text) = match &arguments.file {
        Some(path) => (path.display().to_string(), read(path)?),
        None => (QUERIES.to_owned(), own(setup)?),
    };
    let list = Labelled::parse(&text, &name)?;
    let now = arguments.now.as_deref().map(parse_now).transpose()?.or(list.now);
    let clock = now.map_or(setup.clock, Clock::fixed);
    let catalogue = super::open(setup, clock, out)?;
    let verdict = judge(&catalogue, &list, &name)?;
    if arguments.json {
        out.json(&verdict)?;
    } else {
        print(&verdict, &catalogue, out)?;
    }
    Ok(if verdict.missed().next().is_some() { Exit::Nothing } else { Exit::Done })
}

fn read(path: &Path) -> Result<Cow<'static, str>> {
    let text = std::fs::read_to_string(path).map_err(|e| Error::io("read", path, e))?;
    // Some editors begin a file with a mark that nobody sees.
    Ok(Cow::Owned(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
}

/// Returns the catalogue's own list.
fn own(setup: &Setup) -> Result<Cow<'static, str>> {
    let none = || {
        Error::input(format!("The catalogue has no {QUERIES}, so there is nothing to judge it by."))
            .hint("Name a list: signpost judge FILE.tsv. How one is written stands in the README of the catalogue.")
    };
    let read = setup.locate()?.folder.queries().ok_or_else(none)?;
    read.map_err(|problem| Error::input(format!("{QUERIES}: {}", problem.what)))
}

fn print(verdict: &Verdict, catalogue: &Catalogue, out: &mut Output) -> Result<()> {
    let names = |ids: Vec<&String>| match ids.as_slice() {
        [] => "nothing".to_owned(),
        ids => ids.iter().map(|id| catalogue.need_name(id)).collect::<Vec<_>>().join(", "),
    };
    let answered = |query: &Judged| {
        let hits = names(query.hits.iter().take(3).filter_map(|hit| hit.needs.first()).collect());
        if query.is_none() {
            ("nothing".to_owned(), format!("not told; {hits}"))
        } else {
            (catalogue.need_name(&query.primary_need), hits)
        }
    };
    let prompted = |query: &Judged| {
        let due = if query.is_urgent() { vec![&query.primary_need] } else { Vec::new() };
        (names(due), names(query.prompts.iter().map(|prompt| &prompt.id).collect()))
    };
    section(
        "Queries that fail (line, what should come first, and what did):",
        verdict,
        |q| !q.passes(),
        answered,
        out,
    )?;
    let second = |query: &Judged| query.passes() && !query.is_none() && !query.first_right();
    section(
        "Queries whose first hit is wrong (what should come first, and what did):",
        verdict,
        second,
        answered,
        out,
    )?;
    section("Prompts that fail (what is due, and what was raised):", verdict, |q| q.prompt().1, prompted, out)?;
    out.line(format!(
        "{:<14} {:>7} {:>13} {:>13} {:>6} {:>11} {:>15}",
        "kind", "queries", "first right", "in three", "MRR", "none told", "prompts ok/not"
    ))?;
    for (kind, figures) in &verdict.summary.kinds {
        line(kind, figures, out)?;
    }
    line("all", &verdict.summary.all, out)?;
    out.line("")?;
    out.line(format!("{:<8} {:>13} {:>7}  of what", "goals", "reached", "wanted"))?;
    for goal in &verdict.goals {
        let reached = share(goal.reached, goal.of);
        let word = if goal.met { "met" } else { "MISSED" };
        out.line(format!("{word:<8} {reached:>13} {:>6}%  {}", goal.least, goal.what))?;
    }
    Ok(())
}

/// Prints the queries that something is wrong with under a heading, each with what was due and what came; nothing when there are none.
fn section(
    heading: &str,
    verdict: &Verdict,
    is_wrong: impl Fn(&Judged) -> bool,
    tell: impl Fn(&Judged) -> (String, String),
    out: &mut Output,
) -> Result<()> {
    let mut wrong = verdict.queries.iter().filter(|query| is_wrong(query)).peekable();
    if wrong.peek().is_none() {
        return Ok(());
    }
    out.line(heading)?;
    for query in wrong {
        let (due, got) = tell(query);
        let Judged { line, kind, query, .. } = query;
        out.line(format!("{line:>6}  {:<14} {:<48} {due:<42} {got}", visible(kind), visible(query)))?;
    }
    out.line("")
}

fn share(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{part}/{whole} {:>3}%", percent(part, whole)) }
}

fn line(kind: &str, f: &Figures, out: &mut Output) -> Result<()> {
    let rank = if f.answerable > 0 { format!("{:.3}", f.mean_reciprocal_rank) } else { "-".to_owned() };
    out.line(format!(
        "{:<14} {:>7} {:>13} {:>13} {rank:>6} {:>11} {:>15}",
        visible(kind),
        f.queries,
        share(f.first_right, f.answerable),
        share(f.in_three, f.answerable),
        share(f.none_told, f.none),
        format!("{}/{}", f.prompts_right, f.prompts_wrong)
    ))
}
