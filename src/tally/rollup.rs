//! Counts of one month in little space: a blob for each question of one or two dimensions.
//!
//! ```text
//! all            hubs, and the enquiries of each
//! need           its values; then for each hub which of them and how often
//! need-channel   for each hub which pairs and how often; the values stand in "need" and "channel"
//! weekday-hour   for each hub 7 times 24 counts, from Monday
//! map            which groups and areas the needs had
//! ```
//! Numbers are varints, cells are in order and tell only how far they are from the one before.

use super::{Dimension, What};
use crate::error::{Error, Result};
use std::collections::BTreeMap;

/// The part that tells which groups and areas were counted by.
pub const MAP: &str = "map";

/// The part with weekdays and hours, for internal tallies only.
pub const HOURS: &str = "weekday-hour";

/// Counts of one month, by the name of the part.
pub type Rollup = BTreeMap<String, Vec<u8>>;

/// What one part of the counts answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Enquiries, and the hubs there are.
    All,
    /// By the values of one dimension.
    One(Dimension),
    /// By the values of two, the earlier one first.
    Two(Dimension, Dimension),
}

impl Part {
    /// Returns the part that answers a question, if it asks for two dimensions at most.
    pub fn of(what: &What) -> Option<Self> {
        let dimensions: Vec<Dimension> = what.dimensions().collect();
        match dimensions.as_slice() {
            [] => Some(Self::All),
            [one] => Some(Self::One(*one)),
            [one, other] if one != other => Some(Self::two(*one, *other)),
            _ => None,
        }
    }

    /// Returns the part of two dimensions, whichever is named first.
    pub fn two(one: Dimension, other: Dimension) -> Self {
        Self::Two(one.min(other), one.max(other))
    }

    /// Returns its name in the store.
    pub fn name(self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::One(one) => one.id().to_owned(),
            Self::Two(one, other) => format!("{}-{}", one.id(), other.id()),
        }
    }

    /// Returns the dimensions.
    pub fn dimensions(self) -> impl Iterator<Item = Dimension> {
        let (one, other) = match self {
            Self::All => (None, None),
            Self::One(one) => (Some(one), None),
            Self::Two(one, other) => (Some(one), Some(other)),
        };
        one.into_iter().chain(other)
    }
}

/// Writes numbers and words.
#[derive(Default)]
pub(super) struct Writer(pub Vec<u8>);

impl Writer {
    /// Writes a number, seven bits a byte.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    /// Writes how many words there are, and them.
    pub fn words(&mut self, words: &[&str]) {
        self.number(words.len() as u64);
        for word in words {
            self.number(word.len() as u64);
            self.0.extend_from_slice(word.as_bytes());
        }
    }

    /// Writes cells, in order: which and how often.
    pub fn cells(&mut self, cells: &[(u64, u64)]) {
        self.number(cells.len() as u64);
        let mut last = 0;
        for (key, count) in cells {
            self.number(key - last);
            self.number(*count);
            last = *key;
        }
    }
}

/// Reads what [`Writer`] wrote. Nothing that it reads makes it panic or take more memory than there are bytes.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// Reads a number.
    #[inline]
    pub fn number(&mut self) -> Result<u64> {
        let mut number = 0;
        for (at, byte) in self.0.iter().enumerate().take(10) {
            number |= u64::from(byte & 0x7f) << (7 * at).min(63);
            if byte & 0x80 == 0 {
                self.0 = &self.0[at + 1..];
                return Ok(number);
            }
        }
        Err(damaged())
    }

    /// Reads how many of something follow; each takes a byte at least.
    pub fn many(&mut self) -> Result<usize> {
        let many = usize::try_from(self.number()?).map_err(|_| damaged())?;
        if many > self.0.len() { Err(damaged()) } else { Ok(many) }
    }

    /// Reads words.
    pub fn words(&mut self) -> Result<Vec<&'a str>> {
        let many = self.many()?;
        (0..many)
            .map(|_| {
                let length = self.many()?;
                let (word, rest) = self.0.split_at(length);
                self.0 = rest;
                std::str::from_utf8(word).map_err(|_| damaged())
            })
            .collect()
    }

    /// Reads cells whose keys are below `end`.
    pub fn cells(&mut self, end: u64) -> Result<Vec<(u64, u64)>> {
        let many = self.many()?;
        let mut cells = Vec::with_capacity(many);
        let mut key: u64 = 0;
        for _ in 0..many {
            key = key.checked_add(self.number()?).filter(|key| *key < end).ok_or_else(damaged)?;
            cells.push((key, self.number()?));
        }
        Ok(cells)
    }
}

/// Says that counts can't be read.
pub(super) fn damaged() -> Error {
    Error::system("The kept counts of a month are damaged.")
        .hint("Put back a backup with signpost enquiries restore; where the enquiries of that month are still here, they are counted anew.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_question_has_a_part_of_its_own() {
        let mut names = std::collections::BTreeSet::from([MAP.to_owned(), HOURS.to_owned(), Part::All.name()]);
        let mut many = names.len();
        for (at, one) in Dimension::all().iter().enumerate() {
            names.insert(Part::One(*one).name());
            names.extend(Dimension::all()[at + 1..].iter().map(|other| Part::two(*other, *one).name()));
            many += Dimension::all().len() - at;
        }
        assert_eq!(names.len(), many);
        assert!(names.iter().all(|name| name.len() <= 64 && crate::record::is_id(name)));
    }

    proptest! {
        #[test]
        fn what_was_written_reads_back(
            words in proptest::collection::vec("[a-z ()-]{0,20}", 0..20),
            cells in proptest::collection::btree_map(any::<u64>(), any::<u64>(), 0..50),
        ) {
            let cells: Vec<(u64, u64)> = cells.into_iter().filter(|(key, _)| *key < u64::MAX).collect();
            let mut to = Writer::default();
            to.words(&words.iter().map(String::as_str).collect::<Vec<_>>());
            to.cells(&cells);
            let mut from = Reader(&to.0);
            prop_assert_eq!(from.words().unwrap(), words);
            prop_assert_eq!(from.cells(u64::MAX).unwrap(), cells);
            prop_assert!(from.0.is_empty());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = Reader(&bytes).words();
            let _ = Reader(&bytes).cells(1000);
        }
    }
}
