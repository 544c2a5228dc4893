//! `signpost hub`

use super::{Exit, Output};
use crate::catalogue::Hub;
use crate::desk::{HubCard, Setup};
use crate::error::Result;
use crate::slip::EXAMPLE_HUB;
use serde::Serialize;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Id of the hub, this desk's own when missing
    id: Option<String>,
    /// Answers as JSON
    #[arg(long)]
    json: bool,
}

/// The answer as JSON. Fields may be added, never changed.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a str,
    /// Invented, to show how it works.
    example: bool,
    /// Whether it is open now, and the hours of the week, in words.
    hours: &'a [String],
    bank_holidays: &'a [String],
    terms: &'a [String],
    hub: &'a Hub,
}

/// Shows who is on duty at a hub, when it is open, and which days are not ordinary ones.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let catalogue = super::open(setup, setup.clock, out)?;
    let (id, hub) = catalogue.hub_named(arguments.id.as_deref())?;
    let card = catalogue.hub_card(Some(id))?;
    if arguments.json {
        let (hours, bank_holidays, terms) = (&card.hours, &card.bank_holidays, &card.terms);
        out.json(&Answer { id, example: card.example, hours, bank_holidays, terms, hub })?;
    } else {
        print(&card, out)?;
    }
    Ok(Exit::Done)
}

fn print(card: &HubCard, out: &mut Output) -> Result<()> {
    if card.example {
        out.line(EXAMPLE_HUB)?;
    }
    out.line(&card.name)?;
    for (heading, lines) in card.sections().into_iter().filter(|(_, lines)| !lines.is_empty()) {
        out.line("")?;
        out.line(heading)?;
        for line in lines {
            out.line(format!("  {line}"))?;
        }
    }
    Ok(())
}
