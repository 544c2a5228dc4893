//! The chips under the search box: what was chosen, what the words were heard to wish, and, where nothing fits, the needs that come nearest. Each kind has brackets of its own, so that they are told apart without colour.

use super::picks::Pick;
use super::wrap::cut;
use crate::desk::{Chip, NeedName, Places};
use crate::search::Ask;
use crate::text;

/// Widest name of a need on a chip, in columns.
const NEED: usize = 30;

/// A chip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    /// Something that was chosen, or that a young person is here.
    Pick(Pick),
    /// Something that the words were heard to wish.
    Heard(Chip),
    /// A need that comes near to words that fit none.
    Nearest(NeedName),
}

impl Tag {
    /// Returns the words on the chip.
    pub fn text(&self, places: &Places) -> String {
        match self {
            Self::Pick(pick) => pick.chip(places),
            Self::Heard(chip) => format!("({})", cut(&chip.label, NEED)),
            Self::Nearest(need) => format!("<{}>", cut(&need.name, NEED)),
        }
    }

    /// Returns the word before the first chip of its kind.
    pub fn lead(&self) -> &'static str {
        match self {
            Self::Pick(_) => "",
            Self::Heard(_) => "heard: ",
            Self::Nearest(_) => "nearest: ",
        }
    }
}

/// Forgets what was taken off whose words are no more in the query: said again, they are meant.
pub fn forget_unsaid(ask: &mut Ask, query: &str) {
    if ask.taken_off.is_empty() {
        return;
    }
    let words = text::words(query);
    ask.taken_off.retain(|said| {
        let said = text::words(said);
        !said.is_empty() && words.windows(said.len()).any(|part| part == said)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_off_stays_off_while_its_words_stand_there() {
        for (query, kept) in [
            ("play for 2 year old on Saturday", ["2 year old", "saturday"].as_slice()),
            ("play 2 year olds saturday", &["saturday"]),
            ("2 year old", &["2 year old"]),
            ("2 year", &[]),
            ("", &[]),
        ] {
            let off = ["2 year old", "saturday", ""].map(str::to_owned).to_vec();
            let mut ask = Ask { taken_off: off, ..Ask::default() };
            forget_unsaid(&mut ask, query);
            assert_eq!(ask.taken_off, kept, "{query}");
        }
    }
}
