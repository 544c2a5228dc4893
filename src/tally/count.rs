//! Counts rows: every question of one or two dimensions at once, row by row, so that millions of them need no more memory than one.

use super::rollup::{HOURS, MAP, Part, Rollup, Writer};
use super::{Dimension, NOT_ASKED};
use crate::record::{Kind, Outcome, Plain};
use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Raised when the same rows are counted otherwise than before, so that they are counted anew.
const EDITION: u32 = 1;

/// How many dimensions there are.
const MANY: usize = <Dimension as strum::VariantArray>::VARIANTS.len();

/// So many values of each dimension are counted in a field; what goes beyond, and services, of which there may be thousands, in a hash map.
const FIELD: [u32; MANY] = [4, 128, 32, 32, 16, 16, 16, 4, 64, 4, 4, 2, 16, 16, 0, 32];

/// Which group and area of the DfE programme each need has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups(BTreeMap<String, (String, Option<String>)>);

impl Groups {
    /// Collects needs with their group and area.
    pub fn new(needs: impl IntoIterator<Item = (String, String, Option<String>)>) -> Self {
        Self(needs.into_iter().map(|(need, group, area)| (need, (group, area))).collect())
    }

    /// Returns what tells these from others: counts by group and area hold for them only.
    pub fn fingerprint(&self) -> Vec<u8> {
        let mut text = format!("{EDITION}\n");
        for (need, (group, area)) in &self.0 {
            // Writing to a String can't fail.
            let _ = writeln!(text, "{need}\t{group}\t{}", area.as_deref().unwrap_or_default());
        }
        Sha256::digest(text.as_bytes()).to_vec()
    }
}

/// Words and their numbers, in the order in which they came.
#[derive(Debug, Default)]
struct Words {
    numbers: FxHashMap<String, u32>,
    words: Vec<String>,
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        // Nobody has four thousand million words.
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.to_owned());
        self.numbers.insert(word.to_owned(), number);
        number
    }
}

/// Returns all pairs of dimensions, the earlier one first, and each dimension beside itself.
fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..MANY).flat_map(|one| (one..MANY).map(move |other| (one, other)))
}

/// Returns how many cells each value of the first of two dimensions has; one of a dimension beside itself.
fn wide(one: usize, other: usize) -> u32 {
    if one == other { 1 } else { FIELD[other] }
}

/// Values and counts by pair of dimensions.
type Cells = BTreeMap<(usize, usize), Vec<(u32, u32, u32)>>;

/// Where the cells of each pair of dimensions begin in the field; a dimension beside itself stands for it alone.
#[derive(Debug)]
struct Field {
    begins: [[usize; MANY]; MANY],
    length: usize,
}

impl Field {
    fn new() -> Self {
        let mut field = Self { begins: [[0; MANY]; MANY], length: 0 };
        for (one, other) in pairs() {
            field.begins[one][other] = field.length;
            field.length += (FIELD[one] * wide(one, other)) as usize;
        }
        field
    }
}

/// A value of a row: its dimension and its number.
type Value = (usize, u32);

/// One need of a row, and what came of it.
#[derive(Debug, Default)]
struct Met {
    /// The need, its group and its area.
    of: Vec<Value>,
    outcome: Value,
    reason: Option<Value>,
}

/// Counts of one hub.
#[derive(Debug)]
struct Table {
    all: u64,
    field: Vec<u32>,
    more: FxHashMap<(u8, u8, u32, u32), u32>,
    hours: [[u32; 24]; 7],
}

impl Table {
    fn new(field: &Field) -> Self {
        Self { all: 0, field: vec![0; field.length], more: FxHashMap::default(), hours: [[0; 24]; 7] }
    }

    /// Counts a value.
    fn one(&mut self, field: &Field, (of, value): Value) {
        if value < FIELD[of] {
            self.field[field.begins[of][of] + value as usize] += 1;
        } else {
            *self.more.entry(key((of, value), (of, 0))).or_default() += 1;
        }
    }

    /// Counts a pair of values of two dimensions.
    #[inline]
    fn two(&mut self, field: &Field, one: Value, other: Value) {
        let (one, other) = if one.0 < other.0 { (one, other) } else { (other, one) };
        if one.1 < FIELD[one.0] && other.1 < FIELD[other.0] {
            let at = field.begins[one.0][other.0] + (one.1 * FIELD[other.0] + other.1) as usize;
            self.field[at] += 1;
        } else {
            *self.more.entry(key(one, other)).or_default() += 1;
        }
    }

    /// Returns all cells by pair of dimensions: values and count.
    fn cells(&self, field: &Field) -> Cells {
        let mut cells = Cells::new();
        for (one, other) in pairs() {
            let begin = field.begins[one][other];
            let wide = wide(one, other);
            let own = &self.field[begin..begin + (FIELD[one] * wide) as usize];
            let filled = (0..).zip(own).filter(|(_, count)| **count > 0);
            let found: Vec<_> = filled.map(|(at, count): (u32, _)| (at / wide, at % wide, *count)).collect();
            if !found.is_empty() {
                cells.insert((one, other), found);
            }
        }
        for ((one, other, a, b), count) in &self.more {
            cells.entry((usize::from(*one), usize::from(*other))).or_default().push((*a, *b, *count));
        }
        cells
    }
}

fn key(one: Value, other: Value) -> (u8, u8, u32, u32) {
    // There are sixteen dimensions.
    let small = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
    (small(one.0), small(other.0), one.1, other.1)
}

/// Counts the rows of some pieces of time, each for itself.
#[derive(Debug)]
pub struct Counter<'a> {
    groups: &'a Groups,
    field: Field,
    hubs: Words,
    values: [Words; MANY],
    /// By piece, then by hub.
    tables: Vec<Vec<Option<Table>>>,
    /// Values of the row in hand, to be used again for the next.
    row: Vec<Value>,
    /// Its needs.
    needs: Vec<Met>,
}

impl<'a> Counter<'a> {
    /// Returns a counter of so many pieces of time.
    pub fn new(groups: &'a Groups, pieces: usize) -> Self {
        Self {
            groups,
            field: Field::new(),
            hubs: Words::default(),
            values: Default::default(),
            tables: (0..pieces).map(|_| Vec::new()).collect(),
            row: Vec::new(),
            needs: Vec::new(),
        }
    }

    /// Counts a row of a piece.
    pub fn add(&mut self, piece: usize, row: &Plain) {
        let hub = self.hubs.number(row.hub) as usize;
        self.read(row);
        let Some(tables) = self.tables.get_mut(piece) else { return };
        if tables.len() <= hub {
            tables.resize_with(hub + 1, || None);
        }
        let (field, values) = (&self.field, &self.row);
        let table = tables[hub].get_or_insert_with(|| Table::new(field));
        // The first is the kind, which alone counts quick chats.
        if let Some((kind, rest)) = values.split_first() {
            table.one(field, *kind);
            for value in rest {
                table.two(field, *kind, *value);
            }
            if row.kind == Kind::Enquiry.id() {
                table.all += 1;
                let (weekday, hour) = (weekday(row.day), usize::from(row.hour).min(23));
                table.hours[weekday][hour] += 1;
                for (at, value) in rest.iter().enumerate() {
                    table.one(field, *value);
                    for other in rest[at + 1..].iter().filter(|other| other.0 != value.0) {
                        table.two(field, *value, *other);
                    }
                }
                for need in &self.needs {
                    of_need(table, field, values, need);
                }
            }
        }
    }

    /// Turns the words of a row into numbers.
    fn read(&mut self, row: &Plain) {
        let (values, all, needs) = (&mut self.values, &mut self.row, &mut self.needs);
        let mut value = |of: Dimension, word: &str| (of as usize, values[of as usize].number(word));
        all.clear();
        all.extend([
            value(Dimension::Kind, row.kind),
            value(Dimension::Channel, row.channel),
            value(Dimension::Asker, row.asker),
            value(Dimension::Send, row.send),
            value(Dimension::Language, row.language),
            value(Dimension::Interpreter, row.interpreter),
            value(Dimension::BeenBefore, row.been_before),
            value(Dimension::Ethnicity, row.ethnicity),
        ]);
        all.extend(row.ages.split_ascii_whitespace().map(|ages| value(Dimension::Ages, ages)));
        if row.ages.is_empty() {
            all.push(value(Dimension::Ages, NOT_ASKED));
        }
        all.extend(row.services.split_ascii_whitespace().map(|service| value(Dimension::Service, service)));
        let mut offered = false;
        let mut many = 0;
        for met in row.needs.split_ascii_whitespace() {
            let (need, came) = met.split_once('=').unwrap_or((met, ""));
            let (outcome, reason) = came.split_once(':').map_or((came, None), |(outcome, why)| (outcome, Some(why)));
            offered |= outcome != Outcome::NothingToOffer.id() && outcome != Outcome::Declined.id();
            if needs.len() == many {
                needs.push(Met::default());
            }
            let own = &mut needs[many];
            many += 1;
            own.of.clear();
            own.of.push(value(Dimension::Need, need));
            if let Some((group, area)) = self.groups.0.get(need) {
                own.of.push(value(Dimension::Group, group));
                own.of.extend(area.as_ref().map(|area| value(Dimension::DfeArea, area)));
            }
            all.extend(&own.of);
            own.outcome = value(Dimension::Outcome, outcome);
            own.reason = reason.map(|reason| value(Dimension::Reason, reason));
        }
        needs.truncate(many);
        all.push(value(Dimension::Offered, if offered { "yes" } else { "no" }));
        // Two needs of one group are one group. The kind comes first.
        all.sort_unstable();
        all.dedup();
    }

    /// Returns the counts of each piece.
    pub fn finish(&self) -> Vec<Rollup> {
        self.tables.iter().map(|tables| self.rollup(tables)).collect()
    }

    fn rollup(&self, tables: &[Option<Table>]) -> Rollup {
        let mut hubs: Vec<(&str, &Table)> =
            self.hubs.words.iter().zip(tables).filter_map(|(id, table)| Some((id.as_str(), table.as_ref()?))).collect();
        hubs.sort_unstable_by_key(|(id, _)| *id);
        let cells: Vec<_> = hubs.iter().map(|(_, table)| table.cells(&self.field)).collect();
        let mut rollup = Rollup::new();
        let mut all = Writer::default();
        all.words(&hubs.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        let mut hours = Writer::default();
        for (_, table) in &hubs {
            all.number(table.all);
            table.hours.iter().flatten().for_each(|count| hours.number(u64::from(*count)));
        }
        rollup.insert(Part::All.name(), all.0);
        rollup.insert(HOURS.to_owned(), hours.0);
        rollup.insert(MAP.to_owned(), self.groups.fingerprint());
        // Numbers in the order of the words, of those only that occur in this piece.
        let locals: Vec<Local> = (0..MANY).map(|of| Local::new(&self.values[of].words, of, &cells)).collect();
        for (one, first) in Dimension::all().iter().enumerate() {
            for (other, second) in Dimension::all().iter().enumerate().skip(one) {
                let mut to = Writer::default();
                let wide = if one == other { 1 } else { locals[other].words.len() as u64 };
                let part = if one == other { Part::One(*first) } else { Part::Two(*first, *second) };
                if one == other {
                    to.words(&locals[one].words);
                }
                for cells in &cells {
                    let own = cells.get(&(one, other)).map_or(&[][..], Vec::as_slice);
                    let second = |b: u32| if one == other { 0 } else { locals[other].number(b) };
                    let mut own: Vec<(u64, u64)> = own
                        .iter()
                        .map(|(a, b, count)| (locals[one].number(*a) * wide + second(*b), u64::from(*count)))
                        .collect();
                    own.sort_unstable();
                    to.cells(&own);
                }
                rollup.insert(part.name(), to.0);
            }
        }
        rollup
    }
}

/// Numbers of the values of one dimension inside one piece.
struct Local<'a> {
    words: Vec<&'a str>,
    numbers: Vec<u64>,
}

impl<'a> Local<'a> {
    fn new(words: &'a [String], of: usize, cells: &[Cells]) -> Self {
        let mut occurs = vec![false; words.len()];
        // A value of quick chats alone occurs beside their kind and nowhere else.
        for own in cells {
            for (a, ..) in own.get(&(of, of)).into_iter().flatten() {
                occurs[*a as usize] = true;
            }
            for (_, b, _) in own.get(&(Dimension::Kind as usize, of)).into_iter().flatten().filter(|_| of > 0) {
                occurs[*b as usize] = true;
            }
        }
        let mut order: Vec<usize> = (0..words.len()).filter(|at| occurs[*at]).collect();
        order.sort_unstable_by_key(|at| words[*at].as_str());
        let mut numbers = vec![0; words.len()];
        for (number, at) in (0..).zip(&order) {
            numbers[*at] = number;
        }
        Self { words: order.into_iter().map(|at| words[at].as_str()).collect(), numbers }
    }

    fn number(&self, value: u32) -> u64 {
        self.numbers[value as usize]
    }
}

/// Counts what came of one need: beside its own need, group and area, and beside everything else that the enquiry has.
fn of_need(table: &mut Table, field: &Field, row: &[Value], met: &Met) {
    let is_own = |of: usize| [Dimension::Need, Dimension::Group, Dimension::DfeArea].iter().any(|d| *d as usize == of);
    for value in std::iter::once(met.outcome).chain(met.reason) {
        table.one(field, value);
        for other in row.iter().filter(|other| !is_own(other.0)).chain(&met.of) {
            table.two(field, value, *other);
        }
    }
    if let Some(reason) = met.reason {
        table.two(field, met.outcome, reason);
    }
}

/// Returns the number of a day's weekday, from Monday.
fn weekday(day: &str) -> usize {
    let day: Option<NaiveDate> = (|| {
        let part = |from: usize, to: usize| day.get(from..to)?.parse().ok();
        NaiveDate::from_ymd_opt(day.get(..4)?.parse().ok()?, part(5, 7)?, part(8, 10)?)
    })();
    // Below seven.
    day.map_or(0, |day| day.weekday().num_days_from_monday() as usize)
}
