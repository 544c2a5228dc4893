//! Finds services from the words that a family uses.

use serde::Serialize;

/// One reason why a hit stands where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// What the reason says.
    pub kind: WhyKind,
    /// The field of the service that it is about: "need", "name", "words", "description".
    pub field: &'static str,
    /// The reason in words: what matched, what does not fit, what to ask.
    pub text: String,
}

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

/// One service that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its number in the snapshot.
    pub number: u32,
    /// Higher is better; only comparable inside one answer.
    pub score: f32,
}

/// A need that the query speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedHit {
    /// Its place in the catalogue's list of needs.
    pub index: u16,
    /// Higher is better; only comparable inside one answer.
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
}
