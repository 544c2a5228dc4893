//! Answers from counts of months, and of days where a question cuts a month.

use super::rollup::{HOURS, Part, Reader, Rollup, damaged};
use super::{Area, Dimension, Exact, Key, Span};
use crate::error::Result;
use std::collections::{BTreeMap, BTreeSet};

/// What will be asked: on which days, by what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wants {
    /// Days.
    pub spans: BTreeSet<Span>,
    /// Parts of the counts.
    pub parts: BTreeSet<Part>,
    /// Weekdays and hours too.
    pub hours: bool,
}

impl Wants {
    /// Returns what answers some questions.
    pub fn of<'a>(keys: impl IntoIterator<Item = &'a Key>) -> Self {
        let mut wants = Self::default();
        for key in keys {
            wants.spans.insert(key.span);
            wants.parts.extend(Part::of(&key.what));
        }
        wants
    }

    /// Returns the pieces of time that have to be counted: whole months, and parts of months where a span begins or ends inside one.
    pub fn pieces(&self) -> BTreeSet<Span> {
        self.spans.iter().flat_map(|span| pieces(*span)).collect()
    }

    /// Returns all dimensions that it is about.
    fn dimensions(&self) -> BTreeSet<Dimension> {
        self.parts.iter().flat_map(|part| part.dimensions()).collect()
    }

    /// Returns the names of the parts of a month that have to be read.
    pub fn names(&self) -> BTreeSet<String> {
        let ones = self.dimensions().into_iter().map(Part::One);
        let all = std::iter::once(Part::All).chain(self.parts.iter().copied()).chain(ones);
        all.map(Part::name).chain(self.hours.then(|| HOURS.to_owned())).collect()
    }
}

/// Returns the months of a span, the first and last of them cut where the span cuts them.
fn pieces(span: Span) -> impl Iterator<Item = Span> {
    let cut = move |month: Span| Span { first: month.first.max(span.first), last: month.last.min(span.last) };
    span.months().into_iter().map(cut)
}

/// Words of the values that occur in a piece, as its counts name them.
type Words<'a> = BTreeMap<Dimension, Vec<&'a str>>;

/// Counts of one piece of time: for each hub which values and how often, in order.
#[derive(Debug, Default)]
struct Piece {
    hubs: Vec<String>,
    /// For each value that occurs here its number among those of all pieces; both are in the order of the words.
    numbers: BTreeMap<Dimension, Vec<usize>>,
    cells: BTreeMap<Part, Vec<Vec<(u64, u64)>>>,
    hours: Vec<[[u64; 24]; 7]>,
}

impl Piece {
    fn read<'a>(rollup: &'a Rollup, wants: &Wants) -> Result<(Self, Words<'a>)> {
        let (mut piece, mut words) = (Self::default(), Words::new());
        // A month without rows and counts has no parts at all.
        let Some(all) = rollup.get(&Part::All.name()) else { return Ok((piece, words)) };
        let part = |part: Part| rollup.get(&part.name()).map(|bytes| Reader(bytes)).ok_or_else(damaged);
        let mut from = Reader(all);
        piece.hubs = from.words()?.into_iter().map(str::to_owned).collect();
        let hubs = piece.hubs.len();
        let all = (0..hubs).map(|_| Ok(vec![(0, from.number()?)])).collect::<Result<_>>()?;
        piece.cells.insert(Part::All, all);
        for dimension in wants.dimensions() {
            let mut from = part(Part::One(dimension))?;
            let own = from.words()?;
            let cells = (0..hubs).map(|_| from.cells(own.len() as u64)).collect::<Result<_>>()?;
            words.insert(dimension, own);
            piece.cells.insert(Part::One(dimension), cells);
        }
        for two in &wants.parts {
            if let Part::Two(one, other) = two {
                let end = words[one].len() as u64 * words[other].len() as u64;
                let mut from = part(*two)?;
                piece.cells.insert(*two, (0..hubs).map(|_| from.cells(end)).collect::<Result<_>>()?);
            }
        }
        if wants.hours {
            let mut from = Reader(rollup.get(HOURS).ok_or_else(damaged)?);
            for _ in 0..hubs {
                let mut hours = [[0; 24]; 7];
                for count in hours.iter_mut().flatten() {
                    *count = from.number()?;
                }
                piece.hours.push(hours);
            }
        }
        Ok((piece, words))
    }
}

/// Returns the numbers of some words among all; both are in order.
fn numbers(own: &[&str], all: &[String]) -> Vec<usize> {
    let mut at = 0;
    let number = |word: &&str| {
        at += all[at..].iter().position(|other| other == word)?;
        Some(at)
    };
    own.iter().filter_map(number).collect()
}

/// True counts of some days, by what was asked for.
#[derive(Debug, Default)]
pub struct Cube {
    pieces: BTreeMap<Span, Piece>,
    /// Values that occur in any piece, in order.
    values: BTreeMap<Dimension, Vec<String>>,
    parts: BTreeSet<Part>,
}

impl Cube {
    /// Reads the counts of the pieces of time that were asked for.
    ///
    /// # Errors
    /// When counts are damaged.
    pub fn new<'a>(wants: &Wants, rollups: impl IntoIterator<Item = (Span, &'a Rollup)>) -> Result<Self> {
        let read = rollups.into_iter().map(|(span, rollup)| Ok((span, Piece::read(rollup, wants)?)));
        let mut read: Vec<(Span, (Piece, Words))> = read.collect::<Result<_>>()?;
        let mut values = BTreeMap::new();
        for dimension in wants.dimensions() {
            let mut all: Vec<&str> =
                read.iter().filter_map(|(_, (_, words))| words.get(&dimension)).flatten().copied().collect();
            // Sorted already piece by piece, of which a stable sort makes use.
            all.sort();
            all.dedup();
            let all: Vec<String> = all.into_iter().map(str::to_owned).collect();
            for (_, (piece, words)) in &mut read {
                piece.numbers.insert(dimension, words.get(&dimension).map_or_else(Vec::new, |own| numbers(own, &all)));
            }
            values.insert(dimension, all);
        }
        let parts = wants.dimensions().into_iter().map(Part::One).chain(wants.parts.iter().copied());
        let parts = parts.chain([Part::All]).collect();
        Ok(Self { pieces: read.into_iter().map(|(span, (piece, _))| (span, piece)).collect(), values, parts })
    }

    /// Returns whether it was made to answer a question.
    pub fn knows(&self, key: &Key) -> bool {
        Part::of(&key.what).is_some_and(|part| self.parts.contains(&part))
            && pieces(key.span).all(|piece| self.pieces.contains_key(&piece))
    }

    /// Returns the hubs that have counts.
    pub fn hubs(&self) -> Area {
        self.pieces.values().flat_map(|piece| &piece.hubs).cloned().collect()
    }

    /// Returns the values of a dimension that occur, in order.
    pub fn values(&self, dimension: Dimension) -> &[String] {
        self.values.get(&dimension).map_or(&[], Vec::as_slice)
    }

    /// Returns all counts by one or two dimensions that are not zero, in the order of their values.
    pub fn counts(&self, part: Part, area: &Area, span: Span) -> Vec<(Vec<&str>, u64)> {
        let dimensions: Vec<Dimension> = part.dimensions().collect();
        let all: Vec<&[String]> = dimensions.iter().map(|dimension| self.values(*dimension)).collect();
        let wide = all.get(1).map_or(1, |all| all.len());
        let mut sums = vec![0; all.first().map_or(1, |all| all.len()) * wide];
        for piece in pieces(span).filter_map(|span| self.pieces.get(&span)) {
            let Some(cells) = piece.cells.get(&part) else { continue };
            let numbers: Vec<&[usize]> =
                dimensions.iter().filter_map(|dimension| piece.numbers.get(dimension)).map(Vec::as_slice).collect();
            for (_, cells) in piece.hubs.iter().zip(cells).filter(|(hub, _)| area.contains(*hub)) {
                for (key, count) in cells {
                    // Keys were held against the number of values when they were read.
                    let key = usize::try_from(*key).unwrap_or_default();
                    let at = match numbers.as_slice() {
                        [] => 0,
                        [one] => one[key],
                        [one, other, ..] => one[key / other.len()] * wide + other[key % other.len()],
                    };
                    sums[at] += count;
                }
            }
        }
        let named = |at: usize| match all.as_slice() {
            [] => Vec::new(),
            [one] => vec![one[at].as_str()],
            [one, other, ..] => vec![one[at / wide].as_str(), other[at % wide].as_str()],
        };
        sums.into_iter().enumerate().filter(|(_, sum)| *sum > 0).map(|(at, sum)| (named(at), sum)).collect()
    }

    /// Returns how many enquiries there were on each weekday, from Monday, in each hour. For internal tallies only.
    pub fn hours(&self, area: &Area, span: Span) -> [[u64; 24]; 7] {
        let mut sums = [[0; 24]; 7];
        for piece in pieces(span).filter_map(|span| self.pieces.get(&span)) {
            for (_, hours) in piece.hubs.iter().zip(&piece.hours).filter(|(hub, _)| area.contains(*hub)) {
                for (sum, count) in sums.iter_mut().flatten().zip(hours.iter().flatten()) {
                    *sum += count;
                }
            }
        }
        sums
    }
}

impl Exact for Cube {
    /// Returns a count. Ask only what the cube was made for, see [`Cube::knows`]: of anything else it knows nothing and says 0.
    fn count(&self, key: &Key) -> u64 {
        debug_assert!(self.knows(key), "the cube was not made for {key:?}");
        let Some(part) = Part::of(&key.what) else { return 0 };
        let number = |(dimension, value): &(Dimension, String)| {
            self.values(*dimension).binary_search(value).ok().map(|number| (*dimension, number))
        };
        // A value that occurs nowhere is counted nowhere.
        let Some(asked) = key.what.values().iter().map(number).collect::<Option<Vec<_>>>() else { return 0 };
        let of_piece = |piece: &Piece| -> Option<u64> {
            let cell = asked.iter().try_fold(0, |cell, (dimension, number)| {
                let own = piece.numbers.get(dimension)?;
                Some(cell * own.len() as u64 + own.binary_search(number).ok()? as u64)
            })?;
            let hubs = piece.hubs.iter().zip(piece.cells.get(&part)?).filter(|(hub, _)| key.area.contains(*hub));
            let found = |cells: &Vec<(u64, u64)>| cells.binary_search_by_key(&cell, |(own, _)| *own).ok();
            Some(hubs.filter_map(|(_, cells)| cells.get(found(cells)?)).map(|(_, count)| count).sum())
        };
        pieces(key.span).filter_map(|span| of_piece(self.pieces.get(&span)?)).sum()
    }
}
