//! A service as another register tells it, before it is merged.

use crate::catalogue::{Service, Source, Upstream};

/// One service of another register. What the register marks as confidential is not in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Incoming {
    /// The register and its id there.
    pub upstream: Upstream,
    /// What could be carried over. Needs, our own check, marks and words of families are empty: no register knows them.
    pub service: Service,
    /// Terms of taxonomies, which a file of the catalogue maps to our needs.
    pub terms: Vec<Term>,
    /// Where the facts came from, with the day on which the register says that somebody last assured them; that is never our check.
    pub source: Option<Source>,
    /// What could not be carried over, in words, the field first: "eligibility: too long, cut after a sentence".
    pub lost: Vec<String>,
    /// How many numbers were left out, because they are not for the public or may lead to a person or a hidden door.
    pub held_back: usize,
    /// Not all of it could be read, so a field that is missing here says nothing.
    pub partial: bool,
}

/// One term of a taxonomy.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// The taxonomy, as the register names it; empty when it does not.
    pub taxonomy: String,
    /// Its code or id there.
    pub code: String,
    /// Its name.
    pub name: String,
}
