//! The languages that a slip can be in besides English.

use super::catalogue::Catalogue;
use crate::catalogue::{Language, languages};
use crate::error::Result;
use crate::slip::Tongue;
use crate::snapshot::Stationery;

impl Catalogue {
    /// Reads what slips are made with: languages, the locality's template, logo and look.
    ///
    /// # Errors
    /// When the compiled catalogue is damaged there.
    pub fn stationery(&self) -> Result<Stationery> {
        self.snapshot().stationery()
    }

    /// Returns the same; when it is damaged, that of a catalogue without any, and what staff must know.
    pub(super) fn stationery_or_none(&self) -> (Stationery, Option<String>) {
        match self.stationery() {
            Ok(stationery) => (stationery, None),
            Err(error) => (Stationery::default(), Some(format!("The slip has its built-in looks. {error}"))),
        }
    }

    /// Returns the languages that a slip can be in besides English, by their English names.
    pub fn tongues(&self) -> Vec<Tongue> {
        let stationery = self.stationery().unwrap_or_default();
        let mut all: Vec<Tongue> = stationery.others().map(|(code, language)| tongue(code, language)).collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all
    }
}

/// Returns a language as a slip carries it.
pub(super) fn tongue(code: &str, language: &Language) -> Tongue {
    Tongue {
        code: code.to_owned(),
        name: languages::name(code).to_owned(),
        own_name: language.own_name.clone(),
        right_to_left: language.right_to_left,
        checked: language.checked.is_some(),
    }
}
