//! Brings slips to paper: which printer, what paper is in it, and the bytes that such a printer takes.

use super::catalogue::Catalogue;
use super::paper::put;
use super::port::Outlet;
use crate::error::{Error, Result};
use crate::printer::{self, Job, Kind};
use crate::settings::{Address, Paper, Printers};
use crate::slip::render::{self, Rendered};
use crate::slip::{Fact, Item, Said, Slip, thermal};
use crate::snapshot::Stationery;
use std::path::Path;

/// A line in each script that slips are printed in, with what it is. Whoever reads one sees at once whether it came out right.
const SCRIPTS: &[(&str, &str)] = &[
    ("English", "£4 a visit – ask at the café’s desk"),
    ("Cymraeg", "Croeso i’r ganolfan: tŷ, gŵyl, dŵr"),
    ("Polski", "Zażółć gęślą jaźń"),
    ("Română", "Știți că țara are cărți"),
    ("Soomaali", "Ku soo dhawoow xarunta"),
    ("Українська", "Їжа, ґанок, єдність"),
    ("العربية", "أهلا وسهلا بكم"),
    ("اردو", "خوش آمدید"),
    ("বাংলা", "আপনাকে স্বাগতম"),
    ("ਪੰਜਾਬੀ", "ਜੀ ਆਇਆਂ ਨੂੰ"),
];

/// Returns the printer of a hub, or the one that is named, with the paper in it.
///
/// # Errors
/// When the name can't be one of a printer.
pub fn outlet(printers: &Printers, hub: Option<&str>, named: Option<&str>) -> Result<(Address, Paper)> {
    match named {
        None => {
            let own = printers.of(hub);
            Ok((own.to, own.paper))
        }
        Some(named) => {
            let to: Address = named.parse().map_err(|what| {
                Error::usage(format!("There is no such printer: {what}.")).hint("See them with: signpost printers")
            })?;
            let paper = printers.paper_in(&to);
            Ok((to, paper))
        }
    }
}

impl Catalogue {
    /// Prints a slip with the locality's stationery and waits until it came out or can't; returns what staff must know.
    ///
    /// # Errors
    /// When it did not come out, as far as can be known.
    pub fn print(&self, slip: &Slip, to: &Address, paper: Paper) -> Result<Vec<String>> {
        print(slip, to, paper, &self.stationery_or_none().0)
    }

    /// Writes the commands that print a slip on a roll into a new file that only this user can read; returns what staff must know.
    ///
    /// # Errors
    /// When the paper is no roll, the slip can't be typeset, or the file is there already.
    pub fn write_roll(&self, slip: &Slip, path: &Path, paper: Paper) -> Result<Vec<String>> {
        if !paper.is_roll() {
            return Err(Error::usage(format!("The paper {paper} is no roll.")).hint("Name one: --paper 80mm or 58mm"));
        }
        let made = roll(slip, paper, &self.stationery_or_none().0)?;
        put(path, &made.out).map(|()| made.warnings)
    }
}

/// Prints a slip and waits until it came out or can't; returns what staff must know.
///
/// # Errors
/// When it did not come out, as far as can be known.
pub fn print(slip: &Slip, to: &Address, paper: Paper, stationery: &Stationery) -> Result<Vec<String>> {
    let (kind, made) = match paper.is_roll() {
        true => (Kind::Thermal, roll(slip, paper, stationery)?),
        false => (Kind::Pdf, render::pdf(slip, paper, stationery)?),
    };
    let name = paper.to_string();
    let sheet = (!paper.is_roll()).then_some(name.as_str());
    printer::print(to, &Job { title: Slip::TITLE, kind, body: &made.out, sheet })?;
    Ok(made.warnings)
}

/// Returns the commands that print a slip on a roll: in the printer's own letters where they hold it, else as a picture.
///
/// # Errors
/// When the slip can't be typeset.
pub fn roll(slip: &Slip, paper: Paper, stationery: &Stationery) -> Result<Rendered<Vec<u8>>> {
    if let Some(out) = thermal::text(slip, paper)? {
        return Ok(Rendered { out, warnings: Vec::new() });
    }
    let Rendered { out, warnings } = render::roll(slip, paper, stationery)?;
    Ok(Rendered { out: thermal::picture(paper, &out.bits())?, warnings })
}

/// Returns every printer that can be chosen, the hub's own first: those that settings name, the print system's, and those at a cable.
pub fn outlets(printers: &Printers, hub: Option<&str>) -> Vec<Outlet> {
    let queues = printer::queues().unwrap_or_default();
    let own = printers.of(hub).to;
    let others = printers.named().map(|(to, _)| to.clone());
    let known = queues.all.iter().map(|queue| Address::Queue(queue.name.clone()));
    let cables = printer::devices().into_iter().map(Address::Device);
    let mut all: Vec<Address> = Vec::new();
    for to in std::iter::once(own).chain(others).chain(known).chain(cables) {
        // The system's own is one of its queues, and told by its name.
        let to = match (to, &queues.default) {
            (Address::System, Some(name)) => Address::Queue(name.clone()),
            (to, _) => to,
        };
        let is_nothing = to == Address::System && !cfg!(windows);
        if !is_nothing && !all.contains(&to) {
            all.push(to);
        }
    }
    all.iter().map(|to| Outlet { name: to.to_string(), label: label(to, &queues) }).collect()
}

/// Returns whether slips of a hub have a printer to go to when none is named: the settings name one, or the print system has one of its own.
pub fn is_set(printers: &Printers, hub: Option<&str>) -> bool {
    printers.of(hub).to != Address::System
        || cfg!(windows)
        || printer::queues().is_ok_and(|queues| queues.default.is_some())
}

/// Returns what staff call a printer, and how it is.
fn label(to: &Address, queues: &printer::Queues) -> String {
    match to {
        Address::System => "the system's own".to_owned(),
        Address::Queue(name) => match queues.all.iter().find(|queue| queue.name == *name) {
            None if cfg!(windows) => name.clone(),
            None => format!("{name} (no such queue)"),
            Some(queue) => match &queue.trouble {
                Some(trouble) => format!("{name} (prints nothing: {trouble})"),
                None => format!("{name} (ready)"),
            },
        },
        Address::Network { .. } => format!("{to} (roll in the network)"),
        Address::Device(path) if !path.exists() => format!("{to} (off or not there)"),
        Address::Device(_) => format!("{to} (roll at a cable)"),
        Address::Spooler(name) => format!("{name} (roll)"),
    }
}

/// Returns a page that shows whether a printer prints every script, with nothing on it that is anybody's.
pub fn test_page(date: &str, paper: Paper) -> Slip {
    let fact = |(heading, line): &(&str, &str)| Fact { heading: (*heading).into(), lines: vec![(*line).into()] };
    Slip {
        hub: "Signpost".into(),
        hub_lines: vec![Said::from("A test page: this printer works."), Said::from(format!("Paper: {paper}"))],
        date: date.into(),
        items: vec![Item {
            name: Some("One line in each script".into()),
            facts: SCRIPTS.iter().map(fact).collect(),
            ..Item::default()
        }],
        ..Slip::default()
    }
}
