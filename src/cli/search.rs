//! `signpost search WORDS`

use super::{Exit, Output, asked};
use crate::desk::{Catalogue, Chip, EXAMPLE, Results, Setup, USUAL_LIMIT};
use crate::error::{Error, Result};
use crate::search::{Ask, Sort, Why, WhyKind};
use crate::text;
use serde::Serialize;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What the family says; may be left out when there is a filter
    words: Vec<String>,
    /// Answers as JSON
    #[arg(long)]
    json: bool,
    /// Most services to list
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Takes off what the words were heard to wish, such as "age 2": named as the answer names it, or by what was said for it
    #[arg(long, value_name = "HEARD")]
    not_meant: Vec<String>,
    #[command(flatten)]
    options: asked::Options,
}

/// The answer as JSON. Fields may be added, never changed.
#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    nothing_close: bool,
    prompts: Vec<PromptId<'a>>,
    /// What the words wish besides the need.
    wishes: &'a [Chip],
    /// Where nothing fits: the needs that come nearest.
    nearest: Vec<NeedId<'a>>,
    /// What is asked for that no family service answers.
    elsewhere: Option<&'a str>,
    hits: Vec<HitAnswer<'a>>,
}

#[derive(Serialize)]
struct PromptId<'a> {
    id: &'a str,
}

#[derive(Serialize)]
struct NeedId<'a> {
    id: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct HitAnswer<'a> {
    id: &'a str,
    name: &'a str,
    needs: &'a [String],
    score: f32,
    why: &'a [Why],
    /// What was asked for and is not known of it.
    ask: &'a [String],
    /// What the words wish and does not fit.
    misfits: &'a [String],
    /// How far it is, when that was asked for.
    distance: &'a str,
    /// Invented, to show how it works.
    example: bool,
}

/// Finds services and lists them.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let query = arguments.words.join(" ");
    let catalogue = super::open(setup, setup.clock, out)?;
    let limit = usize::from(arguments.limit).min(20 * USUAL_LIMIT);
    let ask = Ask {
        filters: arguments.options.filters(&catalogue)?,
        sort: arguments.options.sort(&catalogue)?,
        young_person: arguments.options.young_person,
        taken_off: taken_off(&catalogue, &query, &arguments.not_meant)?,
        ..Ask::of(&query)
    };
    if query.trim().is_empty() && ask.filters.is_empty() && ask.sort == Sort::Best {
        return Err(Error::usage("There is nothing to search for.")
            .hint("Type what the family says, or a filter such as --free: signpost search --help lists them."));
    }
    if let Some(sentence) = asked::off_the_map(&ask.sort) {
        out.say(sentence);
    }
    let mut results = catalogue.find(&ask, limit)?;
    catalogue.explain(&ask, &mut results);
    if arguments.json {
        out.json(&answer(&query, &results))?;
    } else {
        print(&results, out)?;
    }
    Ok(if results.nothing_close || results.listed.is_empty() { Exit::Nothing } else { Exit::Done })
}

/// Returns what was said for the wishes that are not meant.
fn taken_off(catalogue: &Catalogue, query: &str, not_meant: &[String]) -> Result<Vec<String>> {
    if not_meant.is_empty() {
        return Ok(Vec::new());
    }
    let heard = catalogue.heard(query, &[]);
    let said = |named: &String| {
        let wanted = text::fold(named);
        let of = |chip: &&Chip| text::fold(&chip.label) == wanted || text::fold(&chip.said) == wanted;
        heard.iter().find(of).map(|chip| chip.said.clone()).ok_or_else(|| {
            let heard = if heard.is_empty() { "nothing".to_owned() } else { labels(&heard) };
            Error::usage(format!("\"{named}\" was not heard in these words.")).hint(format!("Heard: {heard}."))
        })
    };
    not_meant.iter().map(said).collect()
}

fn labels(heard: &[Chip]) -> String {
    heard.iter().map(|chip| chip.label.as_str()).collect::<Vec<_>>().join(", ")
}

fn answer<'a>(query: &'a str, results: &'a Results) -> Answer<'a> {
    Answer {
        query,
        nothing_close: results.nothing_close,
        prompts: results.prompts.iter().map(|p| PromptId { id: &p.id }).collect(),
        wishes: &results.wishes,
        nearest: results.nearest.iter().map(|need| NeedId { id: &need.id, name: &need.name }).collect(),
        elsewhere: results.elsewhere.as_deref(),
        hits: results
            .listed
            .iter()
            .map(|l| HitAnswer {
                id: &l.id,
                name: &l.name,
                needs: &l.needs,
                score: l.score,
                why: &l.why,
                ask: &l.ask,
                misfits: &l.misfits,
                distance: &l.distance,
                example: l.example,
            })
            .collect(),
    }
}

fn print(results: &Results, out: &mut Output) -> Result<()> {
    for prompt in &results.prompts {
        out.line(format!("! {}", prompt.title))?;
        for (number, step) in prompt.steps.iter().enumerate() {
            out.line(format!("  {}. {step}", number + 1))?;
        }
        out.line("")?;
    }
    if !results.wishes.is_empty() {
        out.line(format!("Heard: {}", labels(&results.wishes)))?;
        out.line("")?;
    }
    if results.nothing_close || results.listed.is_empty() {
        out.line("No match yet - ask a colleague.")?;
        if let Some(elsewhere) = &results.elsewhere {
            out.line(format!("It sounds like: {elsewhere}"))?;
        }
        if !results.nearest.is_empty() {
            let names: Vec<&str> = results.nearest.iter().map(|need| need.name.as_str()).collect();
            out.line(format!("Nearest needs: {}", names.join("; ")))?;
        }
        if !results.listed.is_empty() {
            out.line("The nearest:")?;
        }
        out.line("")?;
    }
    for listed in &results.listed {
        let example = if listed.example { format!("  [{EXAMPLE}]") } else { String::new() };
        out.line(format!("{}{example}", listed.name))?;
        out.line(format!("    {}", listed.line))?;
        let hindrance = listed.hindrance.iter().map(|h| h.to_uppercase());
        let asks = (!listed.ask.is_empty()).then(|| format!("ask: {}", listed.ask.join(", ")));
        let facts: Vec<String> = hindrance
            .chain(asks)
            .chain([listed.place.clone(), listed.distance.clone(), listed.when.clone()])
            .chain([listed.cost.clone(), listed.how_sure()])
            .filter(|fact| !fact.is_empty())
            .collect();
        out.line(format!("    {}", facts.join(" \u{b7} ")))?;
        if !listed.misfits.is_empty() {
            out.line(format!("    does not fit: {}", listed.misfits.join("; ")))?;
        }
        let fits = listed.why.iter().filter(|why| why.kind == WhyKind::Match);
        let (found, fits): (Vec<&Why>, Vec<&Why>) = fits.partition(|why| why.is_found_by());
        let found: Vec<String> = found.iter().take(2).map(|why| format!("{}: {}", why.field, why.text)).collect();
        if !found.is_empty() {
            out.line(format!("    found by {}", found.join("; ")))?;
        }
        if !fits.is_empty() {
            let fits: Vec<&str> = fits.iter().map(|why| why.text.as_str()).collect();
            out.line(format!("    fits: {}", fits.join("; ")))?;
        }
        out.line(format!("    show it: signpost show {}", listed.id))?;
        out.line("")?;
    }
    Ok(())
}
