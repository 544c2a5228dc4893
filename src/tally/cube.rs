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

    /// Returns the names of the parts of a month that have to be read.
    pub fn names(&self) -> BTreeSet<String> {
        let ones = self.parts.iter().flat_map(|part| part.dimensions()).map(Part::One);
        let all = std::iter::once(Part::All).chain(self.parts.iter().copied()).chain(ones);
        all.map(Part::name).chain(self.hours.then(|| HOURS.to_owned())).collect()
    }
}

/// Returns the months of a span, the first and last of them cut where the span cuts them.
fn pieces(span: Span) -> impl Iterator<Item = Span> {
    let cut = move |month: Span| Span { first: month.first.max(span.first), last: month.last.min(span.last) };
    span.months().into_iter().map(cut)
}

/// Counts of one piece of time: for each hub which values and how often, in order.
#[derive(Debug, Default)]
struct Piece {
    hubs: Vec<String>,
    values: BTreeMap<Dimension, Vec<String>>,
    cells: BTreeMap<Part, Vec<Vec<(u64, u64)>>>,
    hours: Vec<[[u64; 24]; 7]>,
}

impl Piece {
    fn read(rollup: &Rollup, wants: &Wants) -> Result<Self> {
        let mut piece = Self::default();
        // A month without rows and counts has no parts at all.
        let Some(all) = rollup.get(&Part::All.name()) else { return Ok(piece) };
        let part = |part: Part| rollup.get(&part.name()).map(|bytes| Reader(bytes)).ok_or_else(damaged);
        let mut from = Reader(all);
        piece.hubs = from.words()?;
        let hubs = piece.hubs.len();
        let all = (0..hubs).map(|_| Ok(vec![(0, from.number()?)])).collect::<Result<_>>()?;
        piece.cells.insert(Part::All, all);
        for dimension in wants.parts.iter().flat_map(|part| part.dimensions()).collect::<BTreeSet<_>>() {
            let mut from = part(Part::One(dimension))?;
            let values = from.words()?;
            let cells = (0..hubs).map(|_| from.cells(values.len() as u64)).collect::<Result<_>>()?;
            piece.values.insert(dimension, values);
            piece.cells.insert(Part::One(dimension), cells);
        }
        for two in &wants.parts {
            if let Part::Two(one, other) = two {
                let end = piece.values[one].len() as u64 * piece.values[other].len() as u64;
                let mut from = part(*two)?;
                piece.cells.insert(*two, (0..hubs).map(|_| from.cells(end)).collect::<Result<_>>()?);
            }
        }
        if wants.hours {
            // A purged month has none: whoever asks for them is told before.
            let none = vec![0; hubs * 7 * 24];
            let mut from = Reader(rollup.get(HOURS).unwrap_or(&none));
            for _ in 0..hubs {
                let mut hours = [[0; 24]; 7];
                for count in hours.iter_mut().flatten() {
                    *count = from.number()?;
                }
                piece.hours.push(hours);
            }
        }
        Ok(piece)
    }

    /// Returns the number of a cell, if its values occur here.
    fn cell(&self, key: &Key) -> Option<u64> {
        let mut cell = 0;
        for (dimension, value) in key.what.values() {
            let values = self.values.get(dimension)?;
            let at = values.binary_search_by(|own| own.as_str().cmp(value)).ok()?;
            cell = cell * values.len() as u64 + at as u64;
        }
        Some(cell)
    }
}

/// True counts of some days, by what was asked for.
#[derive(Debug, Default)]
pub struct Cube {
    pieces: BTreeMap<Span, Piece>,
    parts: BTreeSet<Part>,
}

impl Cube {
    /// Reads the counts of the pieces of time that were asked for.
    ///
    /// # Errors
    /// When counts are damaged.
    pub fn new<'a>(wants: &Wants, rollups: impl IntoIterator<Item = (Span, &'a Rollup)>) -> Result<Self> {
        let pieces = rollups.into_iter().map(|(span, rollup)| Ok((span, Piece::read(rollup, wants)?)));
        let pieces = pieces.collect::<Result<_>>()?;
        let mut parts = wants.parts.clone();
        parts.extend(wants.parts.iter().flat_map(|part| part.dimensions()).map(Part::One));
        parts.insert(Part::All);
        Ok(Self { pieces, parts })
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
    pub fn values(&self, dimension: Dimension) -> BTreeSet<String> {
        self.pieces.values().filter_map(|piece| piece.values.get(&dimension)).flatten().cloned().collect()
    }

    /// Returns all counts by one or two dimensions that are not zero, in the order of their values.
    pub fn counts(&self, part: Part, area: &Area, span: Span) -> Vec<(Vec<&str>, u64)> {
        // Numbers of values that hold for all pieces.
        let dimensions: Vec<Dimension> = part.dimensions().collect();
        let all: Vec<Vec<&str>> = dimensions
            .iter()
            .map(|dimension| {
                let values = self.pieces.values().filter_map(|piece| piece.values.get(dimension)).flatten();
                values.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect()
            })
            .collect();
        let wide = all.get(1).map_or(1, Vec::len);
        let mut sums = vec![0; all.first().map_or(1, Vec::len) * wide];
        for piece in pieces(span).filter_map(|span| self.pieces.get(&span)) {
            let Some(cells) = piece.cells.get(&part) else { continue };
            let numbers: Vec<Vec<usize>> = dimensions
                .iter()
                .zip(&all)
                .map(|(dimension, all)| {
                    let own = piece.values.get(dimension).into_iter().flatten();
                    own.filter_map(|value| all.binary_search(&value.as_str()).ok()).collect()
                })
                .collect();
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
            [one] => vec![one[at]],
            [one, other, ..] => vec![one[at / wide], other[at % wide]],
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
        let of_piece = |piece: &Piece| {
            let (Some(cells), Some(cell)) = (piece.cells.get(&part), piece.cell(key)) else { return 0 };
            let hubs = piece.hubs.iter().zip(cells).filter(|(hub, _)| key.area.contains(*hub));
            let found = |cells: &Vec<(u64, u64)>| cells.binary_search_by_key(&cell, |(own, _)| *own).ok();
            hubs.filter_map(|(_, cells)| found(cells).and_then(|at| cells.get(at))).map(|(_, count)| count).sum()
        };
        pieces(key.span).filter_map(|span| self.pieces.get(&span)).map(of_piece).sum()
    }
}
