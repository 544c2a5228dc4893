//! `signpost show ID`

use super::{Exit, Output};
use crate::catalogue::Service;
use crate::desk::{Card, Reminder, Setup};
use crate::error::Result;
use serde::Serialize;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Id of the service, as a search lists it
    id: String,
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
    service: &'a Service,
}

/// Shows everything about one service.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let catalogue = super::open(setup, setup.clock, out)?;
    let (Some(record), Some(card)) = (catalogue.record(&arguments.id), catalogue.card(&arguments.id)) else {
        return Err(catalogue.unknown(&arguments.id));
    };
    if arguments.json {
        out.json(&Answer {
            id: &record.id,
            locality: &record.locality,
            sensitive: card.sensitive,
            example: card.example,
            privacy: &card.privacy,
            service: &record.service,
        })?;
    } else {
        print(&card, out)?;
    }
    Ok(Exit::Done)
}

fn print(card: &Card, out: &mut Output) -> Result<()> {
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
