//! `signpost show ID`

use super::{Exit, Output};
use crate::catalogue::Service;
use crate::desk::{Card, Reminder, Setup};
use crate::error::Result;
use crate::search::{Ask, Why, WhyKind};
use crate::text::capital;
use serde::Serialize;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Id of the service, as a search lists it
    id: String,
    /// Says why it fits, and what does not, when a family says this
    #[arg(long, value_name = "WORDS")]
    asked: Option<String>,
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
    /// Why it fits what was asked, and what does not; left out when nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a [Why]>,
}

/// Shows everything about one service.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let catalogue = super::open(setup, setup.clock, out)?;
    let (Some(record), Some(card)) = (catalogue.record(&arguments.id), catalogue.card(&arguments.id)) else {
        return Err(catalogue.unknown(&arguments.id));
    };
    let why = arguments.asked.as_deref().map(|asked| catalogue.why(&record.id, &Ask::of(asked)));
    if arguments.json {
        out.json(&Answer {
            id: &record.id,
            locality: &record.locality,
            sensitive: card.sensitive,
            example: card.example,
            privacy: &card.privacy,
            service: &record.service,
            why: why.as_deref(),
        })?;
    } else {
        print(&card, out)?;
        print_why(why.as_deref(), out)?;
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

/// Writes why a service fits what was asked, as a last section.
fn print_why(why: Option<&[Why]>, out: &mut Output) -> Result<()> {
    let Some(why) = why else { return Ok(()) };
    out.line("")?;
    out.line("Why")?;
    if why.is_empty() {
        out.line("  Nothing in it speaks of these words.")?;
    }
    for why in why {
        let text = match why.kind {
            WhyKind::Match if why.is_found_by() => format!("{}: {}", why.field, why.text),
            WhyKind::Match => format!("fits: {}", why.text),
            WhyKind::Misfit => format!("does not fit: {}", why.text),
            WhyKind::Unknown => why.text.clone(),
        };
        out.line(format!("  {}", capital(&text)))?;
    }
    Ok(())
}
