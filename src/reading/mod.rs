//! What a query says besides what is needed: how old, when, in which language, where, for whom. The words are the catalogue's (`facets.toml`); a wish ranks and marks, it never hides.

use crate::catalogue::{Delivery, Facets};
use chrono::NaiveDate;
use std::ops::Range;

/// A part of the catalogue's map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Area {
    /// A hub, by its id.
    Hub(String),
    /// A locality, a folder under `services/`.
    Locality(String),
}

/// From where a distance is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// A hub, by its id.
    Hub(String),
    /// The first half of a postcode, "CB4"; never a whole one, which would say where a family lives.
    Outcode(String),
}

/// Something that a query wishes of a service besides the need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What it means.
    pub means: Means,
    /// What its chip says: "age 2", "Saturday", "Urdu", "near HP20".
    pub label: String,
    /// The words as they were said, folded: "2 year old". A wish that was taken off is known by them.
    pub said: String,
    /// Where those words stand among [`crate::text::words`] of the query.
    pub words: Range<usize>,
    /// The words may tell of a need as well ("baby", "dads"), so that the search looks at them too.
    pub telling: bool,
}

/// What a wish means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// Somebody of this age, in months, both ends included.
    Age {
        /// The youngest that may be meant.
        from: u16,
        /// The oldest that may be meant.
        to: u16,
    },
    /// On one of these days, at these times.
    When {
        /// Days of the week, bit 0 is Monday; 0 is any day.
        days: u8,
        /// Minutes after midnight; 0 and 1440 is any time.
        from: u16,
        /// Minutes after midnight.
        to: u16,
    },
    /// In the school holidays.
    Holidays,
    /// At this moment.
    OpenNow,
    /// ISO 639 code of a language that is to be spoken.
    Language(String),
    /// Costs nothing.
    Free,
    /// How it is to reach people.
    Delivery(Delivery),
    /// Near a place.
    Near(From),
    /// At a hub or in a locality.
    At(Area),
    /// For a group of people: the place of its facet among the catalogue's groups, 31 at most.
    Group(u8),
    /// Step-free from the street.
    StepFree,
}

/// Reads queries with the words of one catalogue.
#[derive(Debug, Default)]
pub struct Reader {}

impl Reader {
    /// Returns a reader of a catalogue's facets, and of the names of its hubs and localities (ids and names).
    pub fn new(_facets: Option<&Facets>, _hubs: &[(String, String)], _localities: &[(String, String)]) -> Self {
        Self {}
    }

    /// Returns what a query wishes, in the order of its words, without what was taken off (by what was said for it).
    pub fn read(&self, _query: &str, _today: NaiveDate, _taken_off: &[String]) -> Vec<Wish> {
        Vec::new()
    }
}
