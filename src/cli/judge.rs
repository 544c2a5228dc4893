//! `signpost judge [FILE.tsv]`

use super::{Exit, Output};
use crate::catalogue::{Labelled, QUERIES};
use crate::clock::{Clock, parse_now};
use crate::desk::{Catalogue, Figures, Judged, SMALL, Setup, Verdict, judge, wanted};
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
    let names = |ids: &mut dyn Iterator<Item = &str>| {
        ids.map(|id| if id.is_empty() { "nothing".to_owned() } else { catalogue.need_name(id) }).collect::<Vec<_>>()
    };
    let failed: Vec<_> = verdict.queries.iter().filter(|q| !q.passes()).collect();
    if !failed.is_empty() {
        out.line("Queries that fail (line, what should come first, and what did):")?;
        for query in failed {
            let hits = names(&mut query.hits.iter().take(3).filter_map(|hit| hit.needs.first()).map(String::as_str));
            let hits = hits.join(", ");
            let (due, got) = if query.is_none() {
                ("nothing".to_owned(), format!("not told; {hits}"))
            } else {
                (catalogue.need_name(&query.primary_need), hits)
            };
            failure(query, &due, &got, out)?;
        }
        out.line("")?;
    }
    let prompted: Vec<_> = verdict.queries.iter().filter(|q| q.prompt().1).collect();
    if !prompted.is_empty() {
        out.line("Prompts that fail (line, what is due, and what was raised):")?;
        for query in prompted {
            let due = if query.is_urgent() { query.primary_need.as_str() } else { "" };
            let raised = query.prompts.iter().map(|prompt| prompt.id.as_str());
            let raised = names(&mut raised.chain(query.prompts.is_empty().then_some("")));
            failure(query, &names(&mut std::iter::once(due)).concat(), &raised.join(", "), out)?;
        }
        out.line("")?;
    }
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
        let reached = format!("{}/{} {:>3}%", goal.reached, goal.of, goal.percent());
        let word = if goal.met { "met" } else { "MISSED" };
        out.line(format!("{word:<8} {reached:>13} {:>6}%  {}", goal.least, goal.what))?;
    }
    Ok(())
}

fn failure(query: &Judged, due: &str, got: &str, out: &mut Output) -> Result<()> {
    let Judged { line, kind, query, .. } = query;
    out.line(format!("{line:>6}  {:<14} {:<48} {due:<42} {got}", visible(kind), visible(query)))
}

fn line(kind: &str, f: &Figures, out: &mut Output) -> Result<()> {
    let share = |part: usize, whole: usize| match whole {
        0 => "-".to_owned(),
        _ => format!("{part}/{whole} {:>3.0}%", 100.0 * part as f64 / whole as f64),
    };
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
