//! What people call each locality, to understand which of them a service serves.

use super::super::record::{Head, NATIONAL};
use super::PERHAPS;
use crate::text;

/// What people call each locality, to find it in the words of a service area.
#[derive(Debug, Default)]
pub struct Areas {
    /// Place in [`Head::localities`] and the words of a name.
    names: Vec<(u16, Vec<String>)>,
}

/// Words of a council's name that are not the name of its area.
const OFFICIAL: [&str; 12] = [
    "council",
    "county",
    "city",
    "borough",
    "district",
    "metropolitan",
    "london",
    "royal",
    "unitary",
    "authority",
    "of",
    "the",
];

impl Areas {
    /// Returns the names that the hubs and folders of a catalogue give its localities.
    pub fn of(head: &Head) -> Self {
        let mut names = Vec::new();
        for (at, locality) in head.localities.iter().enumerate().filter(|(_, id)| *id != NATIONAL) {
            let Ok(at) = u16::try_from(at) else { break };
            names.push((at, text::words(locality)));
            for (_, hub) in head.hubs.iter().filter(|(_, hub)| hub.locality == *locality) {
                let council = hub.council.split('(').next().unwrap_or_default();
                let mut words = text::words(council);
                words.retain(|word| !OFFICIAL.contains(&word.as_str()));
                names.push((at, words));
            }
        }
        names.retain(|(_, words)| !words.is_empty());
        names.dedup();
        Self { names }
    }

    /// Returns the localities that a service serves, those in part or perhaps with [`PERHAPS`].
    pub(super) fn served(&self, service_area: Option<&str>, own: &str) -> Vec<u16> {
        let area = service_area.map(text::words).unwrap_or_default();
        let mut out: Vec<u16> = Vec::new();
        for (at, name) in &self.names {
            let whole = *name == area;
            if whole || area.windows(name.len()).any(|part| part == name) {
                put_served(&mut out, if whole { *at } else { at | PERHAPS });
            }
        }
        let own = self.names.iter().find(|(_, name)| *name == text::words(own)).map(|(at, _)| *at);
        if let Some(own) = own {
            put_served(&mut out, if area.is_empty() { own } else { own | PERHAPS });
        }
        out
    }
}

/// Adds a locality; what is sure goes before what may be.
fn put_served(out: &mut Vec<u16>, number: u16) {
    match out.iter_mut().find(|n| **n & !PERHAPS == number & !PERHAPS) {
        Some(known) => *known &= number,
        None => out.push(number),
    }
}
