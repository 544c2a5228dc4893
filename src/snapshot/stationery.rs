//! What slips are made with: languages, the locality's template, logo and look. Kept apart from the rest and read when a slip is made, so that opening the desk pays nothing for it.

use crate::catalogue::{Language, SlipLook};
use serde::{Deserialize, Serialize};

/// Everything of a catalogue that only slips need.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Stationery {
    /// Languages, by ISO 639 code, in the order of their codes.
    pub languages: Vec<(String, Language)>,
    /// The locality's own template, `slip/slip.typ`; nothing means the built-in one.
    pub template: Option<String>,
    /// Ending and bytes of the locality's logo: `slip/logo.svg` or `slip/logo.png`.
    pub logo: Option<(String, Vec<u8>)>,
    /// Colours and words of the locality.
    pub look: SlipLook,
}

impl Stationery {
    /// Returns a language by its code.
    pub fn language(&self, code: &str) -> Option<&Language> {
        self.languages.iter().find(|(known, _)| known == code).map(|(_, language)| language)
    }
}
