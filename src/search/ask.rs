//! What a search asks for: the family's words, what a service has to fit besides, and what comes first.

use crate::catalogue::{Access, Day, Delivery, Nation};
pub use crate::reading::{Area, From};

/// What a search asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    /// What the family says.
    pub text: String,
    /// What a service has to fit besides.
    pub filters: Filters,
    /// What comes first.
    pub sort: Sort,
    /// A young person asks for themselves: nobody assumes a parent, and what they can use in their own right comes first.
    pub young_person: bool,
    /// What the words seem to wish and somebody took off: what was said for it.
    pub taken_off: Vec<String>,
}

impl Ask {
    /// Returns a search for nothing but words.
    pub fn of(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

/// What a service has to fit besides the words. What is not known of a service is asked, never held against it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Age in whole years of the person it is for; 0 is a baby.
    pub age: Option<u8>,
    /// Where it is held, or whom it serves.
    pub area: Option<Area>,
    /// The nation that it serves.
    pub nation: Option<Nation>,
    /// A day of the week on which it can be met or reached.
    pub day: Option<Day>,
    /// It can be met or reached at this moment.
    pub open_now: bool,
    /// It costs nothing.
    pub free: bool,
    /// ISO 639 code of a language that is spoken there.
    pub language: Option<String>,
    /// How it reaches people.
    pub delivery: Option<Delivery>,
    /// The way in.
    pub access: Option<Access>,
    /// Step-free from the street.
    pub step_free: bool,
}

/// What comes first in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best match.
    #[default]
    Best,
    /// What is near.
    Distance(From),
}
