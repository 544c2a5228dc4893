//! `signpost show ID`

use super::{Exit, Output};
use crate::catalogue::Service;
use crate::desk::{Card, Listed, Reminder, Setup, why_in_short};
use crate::error::Result;
use crate::search::{Ask, Why};
use serde::Serialize;

/// How far down a list of results a service is looked for.
const MOST: usize = 1000;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Id of the service, as a search lists it
    id: String,
    /// Says too what speaks for it, what does not fit and what to ask when a family says these words
    #[arg(long, value_name = "WORDS")]
    said: Option<String>,
    /// Answers as JSON
    #[arg(long)]
    json: bool,
}

/// The answer as JSON. Fields may be added, never changed.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a str,
    locality: &'a str,
    sensitive: bool,
    /// Invented, to show how it works.
    example: bool,
    /// What the desk is reminded of before it is chosen.
    privacy: &'a Option<Reminder>,
    /// What speaks for it, what does not fit and what to ask, when words were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    fit: Option<Fit<'a>>,
    service: &'a Service,
}

#[derive(Serialize)]
struct Fit<'a> {
    why: &'a [Why],
    misfits: &'a [String],
    ask: &'a [String],
}

/// Shows everything about one service.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let catalogue = super::open(setup, setup.clock, out)?;
    let ask = Ask::of(arguments.said.as_deref().unwrap_or_default());
    let (Some(record), Some(card)) = (catalogue.record(&arguments.id), catalogue.card_for(&arguments.id, &ask)) else {
        return Err(catalogue.unknown(&arguments.id));
    };
    let listed = match ask.text.trim() {
        "" => None,
        _ => catalogue.find(&ask, MOST)?.listed.into_iter().find(|listed| listed.id == record.id),
    };
    if arguments.json {
        out.json(&Answer {
            id: &record.id,
            locality: &record.locality,
            sensitive: card.sensitive,
            example: card.example,
            privacy: &card.privacy,
            fit: arguments.said.as_ref().map(|_| Fit {
                why: &card.why,
                misfits: listed.as_ref().map_or(&[], |listed| &listed.misfits),
                ask: listed.as_ref().map_or(&[], |listed| &listed.ask),
            }),
            service: &record.service,
        })?;
    } else {
        print(&card, listed.as_ref(), out)?;
    }
    Ok(Exit::Done)
}

fn print(card: &Card, listed: Option<&Listed>, out: &mut Output) -> Result<()> {
    for line in card.privacy.iter().flat_map(Reminder::all) {
        out.line(line)?;
    }
    for alert in &card.alerts {
        out.line(format!("! {alert}"))?;
    }
    out.line(&card.name)?;
    if let Some(organisation) = &card.organisation {
        out.line(organisation)?;
    }
    for mark in listed.iter().flat_map(|listed| listed.marks()) {
        out.line(mark)?;
    }
    if let Some(why) = why_in_short(&card.why) {
        out.line(format!("found by {why}"))?;
    }
    out.line("")?;
    out.line(&card.description)?;
    for (heading, lines) in &card.sections {
        out.line("")?;
        out.line(heading)?;
        for line in lines {
            out.line(format!("  {line}"))?;
        }
    }
    Ok(())
}
