//! What one count is about.

use super::{Dimension, Span, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is counted: everything, what has one value, or what has two values of two dimensions. Values of an earlier [`Dimension`] come first.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct What(Vec<(Dimension, String)>);

impl What {
    /// Returns what counts all enquiries.
    pub fn all() -> Self {
        Self::default()
    }

    /// Returns what counts those with a value.
    pub fn of(dimension: Dimension, value: impl Into<String>) -> Self {
        Self(vec![(dimension, value.into())])
    }

    /// Returns what counts those with another value too, of another dimension.
    pub fn and(mut self, dimension: Dimension, value: impl Into<String>) -> Self {
        self.0.push((dimension, value.into()));
        self.0.sort();
        self
    }

    /// Returns the values, one of each dimension.
    pub fn values(&self) -> &[(Dimension, String)] {
        &self.0
    }

    /// Returns the dimensions.
    pub fn dimensions(&self) -> impl Iterator<Item = Dimension> + '_ {
        self.0.iter().map(|(dimension, _)| *dimension)
    }

    /// Returns the value of a dimension.
    pub fn value(&self, dimension: Dimension) -> Option<&str> {
        self.0.iter().find(|(own, _)| *own == dimension).map(|(_, value)| value.as_str())
    }

    /// Returns what a count of it counts.
    pub fn unit(&self) -> Unit {
        let needs = self.dimensions().any(|dimension| dimension.unit() == Unit::Needs);
        if needs { Unit::Needs } else { Unit::Enquiries }
    }
}

/// Where: ids of the hubs of a locality, or of some of them. Two areas are of one locality.
pub type Area = BTreeSet<String>;

/// One count: what, where and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// What is counted.
    pub what: What,
    /// At which hubs.
    pub area: Area,
    /// On which days.
    pub span: Span,
}

/// True counts of one locality. They leave the program in internal tallies only.
pub trait Exact {
    /// Returns how often something happened.
    fn count(&self, key: &Key) -> u64;
}
