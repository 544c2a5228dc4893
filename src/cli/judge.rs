//! `signpost judge FILE.tsv`

use super::{Exit, Output};
use crate::clock::{Clock, parse_now};
use crate::desk::{Catalogue, Figures, Labelled, Setup, Verdict, judge};
use crate::error::{Error, Result};
use std::path::PathBuf;

/// How prompts are counted, for the help.
const PROMPTS: &str = "\
Prompts, counted for every query:
  ok   one was raised for the primary need or an also_ok one
  not  the kind is benign-trap or none and any was raised; the kind is urgent and no right one was;
       or, in any other kind, one was raised for another need and none of the query's needs is sensitive";

/// What the command takes.
#[derive(Debug, clap::Args)]
#[command(after_help = PROMPTS)]
pub struct Arguments {
    /// Labelled queries: tab-separated, header "query primary_need also_ok kind"
    file: PathBuf,
    /// Answers as JSON
    #[arg(long)]
    json: bool,
    /// The moment to judge at, "2026-11-22T10:15"; else the list's line "# now = ...", else the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// Measures the search on labelled queries.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let path = &arguments.file;
    let text = std::fs::read_to_string(path).map_err(|e| Error::io("read", path, e))?;
    let list = Labelled::parse(&text, &path.display().to_string())?;
    let now = arguments.now.as_deref().map(parse_now).transpose()?.or(list.now);
    let clock = now.map_or(setup.clock, Clock::fixed);
    let catalogue = super::open(setup, clock, out)?;
    let verdict = judge(&catalogue, &list)?;
    if arguments.json {
        out.json(&verdict)?;
    } else {
        print(&verdict, &catalogue, out)?;
    }
    Ok(Exit::Done)
}

fn print(verdict: &Verdict, catalogue: &Catalogue, out: &mut Output) -> Result<()> {
    let failed: Vec<_> = verdict.queries.iter().filter(|q| !q.passes()).collect();
    if !failed.is_empty() {
        out.line("Queries that fail (what should come first, and what did):")?;
        for query in failed {
            let hits: Vec<String> = query
                .hits
                .iter()
                .take(3)
                .filter_map(|hit| hit.needs.first())
                .map(|need| catalogue.need_name(need))
                .collect();
            let (due, got) = if query.is_none() {
                ("nothing".to_owned(), format!("not told; {}", hits.join(", ")))
            } else {
                (catalogue.need_name(&query.primary_need), hits.join(", "))
            };
            out.line(format!("  {:<14} {:<48} {due:<42} {got}", query.kind, query.query))?;
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
    line("all", &verdict.summary.all, out)
}

fn line(kind: &str, f: &Figures, out: &mut Output) -> Result<()> {
    let share = |part: usize, whole: usize| match whole {
        0 => "-".to_owned(),
        _ => format!("{part}/{whole} {:>3.0}%", 100.0 * part as f64 / whole as f64),
    };
    out.line(format!(
        "{kind:<14} {:>7} {:>13} {:>13} {:>6.3} {:>11} {:>15}",
        f.queries,
        share(f.first_right, f.answerable),
        share(f.in_three, f.answerable),
        f.mean_reciprocal_rank,
        share(f.none_told, f.none),
        format!("{}/{}", f.prompts_right, f.prompts_wrong)
    ))
}
