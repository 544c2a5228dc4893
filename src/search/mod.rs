//! Finds services from the words that a family uses.
//!
//! A query goes two ways: its words are compared with the words of the needs ([`needs`]), and with the words of the services in the index (`expand`); [`weights`] says how the two are put together. Filters ([`Filters`]) leave out what is known not to fit, by a few facts that the snapshot keeps of each service (`fit`); wishes, which the words themselves say (`wish`), raise and sink and leave out nothing.

mod ask;
mod dictionary;
mod expand;
mod explain;
mod fit;
mod forms;
mod lift;
mod listing;
mod memo;
mod mix;
mod near;
pub mod needs;
mod order;
mod rank;
mod reasons;
mod sieve;
mod sums;
mod today;
mod top;
mod topics;
mod vocabulary;
pub mod weights;
mod wish;

pub use ask::{Area, Ask, Filters, From, Sort};
pub use explain::Explained;
pub use fit::Moment;
pub use near::Away;
pub use rank::Engine;
pub use wish::Wished;

use crate::reading::Wish;
use crate::text;
use serde::Serialize;

/// Most words of a query that are looked at; nobody says more at a desk.
pub const MOST_WORDS: usize = 24;

/// One reason why a hit stands where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// What the reason says.
    pub kind: WhyKind,
    /// The field of the service that it is about: "need", "name", "words", "description", "age", "when".
    pub field: &'static str,
    /// The reason in words: what matched, what does not fit, what to ask.
    pub text: String,
}

impl Why {
    /// Returns whether the words of the query found it by this, and no wish or filter speaks.
    pub fn is_found_by(&self) -> bool {
        FOUND_BY.contains(&self.field)
    }
}

/// The fields that the words of a query are compared with.
const FOUND_BY: [&str; 5] = ["need", "name", "words", "organisation", "description"];

/// What a reason says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WhyKind {
    /// It fits.
    Match,
    /// It does not fit.
    Misfit,
    /// Nobody knows; ask.
    Unknown,
}

/// A query, as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Its words, folded, each once.
    pub words: Vec<String>,
    /// The last word may be half typed.
    pub open: bool,
    /// Needs that the safeguarding rules heard in it, by their place in the catalogue.
    pub heard: Vec<u16>,
}

impl Typed {
    /// Returns a query's words.
    pub fn new(query: &str) -> Self {
        Self::read(query, &[])
    }

    /// Returns the words of a query without those that say nothing but a wish; none when there are no others.
    pub fn read(query: &str, wishes: &[Wish]) -> Self {
        let is_wish = |at: usize| wishes.iter().any(|wish| !wish.telling && wish.words.contains(&at));
        let mut words: Vec<String> = Vec::new();
        // A query of ten thousand letters is a pasted page; its beginning says enough.
        let query: &str = query.char_indices().nth(1000).map_or(query, |(at, _)| &query[..at]);
        let (mut at, mut last_is_in) = (0, false);
        text::each_word(query, |word| {
            last_is_in = !is_wish(at);
            if last_is_in && words.len() < MOST_WORDS && !words.iter().any(|w| w == word) {
                words.push(word.to_owned());
            }
            at += 1;
        });
        Self { words, open: last_is_in && text::ends_in_word(query), heard: Vec::new() }
    }

    /// Returns the query with the needs that the safeguarding rules heard in it; they come first.
    #[must_use]
    pub fn with_heard(self, heard: Vec<u16>) -> Self {
        Self { heard, ..self }
    }

    /// Returns whether the word at this place may be half typed.
    pub fn half_typed(&self, at: usize) -> bool {
        self.open && at + 1 == self.words.len()
    }
}

/// One service that was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hit {
    /// Its number in the snapshot.
    pub number: u32,
    /// Higher is better; only comparable inside one answer.
    pub score: f32,
    /// What was asked for and is not known of it.
    pub ask: Vec<String>,
    /// What the words wish and does not fit.
    pub misfits: Vec<String>,
    /// How far it is, when that was asked for.
    pub away: Away,
}

/// A need that the query speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedHit {
    /// Its place in the catalogue's list of needs.
    pub index: u16,
    /// Higher is better; words alone bring 1 at most, danger that was heard and letters that lean this way bring more.
    pub score: f32,
}

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Services, best first.
    pub hits: Vec<Hit>,
    /// Needs that the query speaks of, best first.
    pub needs: Vec<NeedHit>,
    /// Nothing fits; what hits there are, are the nearest ones.
    pub nothing_close: bool,
    /// The words alone say what is needed, even where the filters leave nothing of it.
    pub understood: bool,
    /// It speaks above all of this thing elsewhere, by its place in the catalogue's list.
    pub elsewhere: Option<u16>,
}
