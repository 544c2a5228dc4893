//! Puts a table together line by line, each cell with what it counts.

use super::Names;
use crate::tally::{Area, Cell, Chart, Column, Dimension, Key, Line, Plan, Shape, Table, Unit};

/// A table in the making.
pub struct Sheet {
    plan: Plan,
    ordered: bool,
}

impl Sheet {
    /// Begins a table.
    pub fn new(id: &str, title: &str, headings: &[&str]) -> Self {
        let table = Table {
            id: id.to_owned(),
            title: title.to_owned(),
            unit: Unit::Enquiries,
            notes: Vec::new(),
            headings: headings.iter().map(|&heading| heading.to_owned()).collect(),
            columns: Vec::new(),
            lines: Vec::new(),
            chart: None,
            in_order: false,
        };
        Self { plan: Plan { table, keys: Vec::new() }, ordered: false }
    }

    /// Adds the column of counts by a dimension.
    pub fn counting(&mut self, dimension: Option<Dimension>) {
        let unit = dimension.map_or(Unit::Enquiries, Dimension::unit);
        self.plan.table.unit = unit;
        match unit {
            Unit::Enquiries => self.column("enquiries", "Enquiries"),
            Unit::Needs => self.column("needs", "Needs"),
        }
    }

    /// Adds a column.
    pub fn column(&mut self, id: &str, title: &str) {
        self.plan.table.columns.push(Column { id: id.to_owned(), title: title.to_owned() });
    }

    /// Adds what a reader must know.
    pub fn note(&mut self, text: &str) {
        self.plan.table.notes.push(text.to_owned());
    }

    /// Draws a bar for each line.
    pub fn bars(&mut self, column: usize) {
        self.plan.table.chart = Some(Chart { shape: Shape::Bars, from: column, to: column });
    }

    /// Keeps the lines in the order in which they come, instead of the order of what is shown.
    pub fn in_order(&mut self) {
        self.ordered = true;
    }

    /// Adds a line; cells without a key hold nothing.
    pub fn line<const N: usize>(&mut self, id: &str, labels: [String; N], keys: impl IntoIterator<Item = Option<Key>>) {
        self.add(id, labels.into(), keys.into_iter().collect(), false);
    }

    /// Adds the line that sums up the others.
    pub fn total<const N: usize>(
        &mut self,
        id: &str,
        labels: [String; N],
        keys: impl IntoIterator<Item = Option<Key>>,
    ) {
        self.add(id, labels.into(), keys.into_iter().collect(), true);
    }

    /// Puts words into a cell of the last line.
    pub fn words(&mut self, column: usize, words: String) {
        let line = self.plan.table.lines.last_mut();
        if let Some(cell) = line.and_then(|line| line.cells.get_mut(column)) {
            *cell = Cell::Words(words);
        }
    }

    fn add(&mut self, id: &str, labels: Vec<String>, keys: Vec<Option<Key>>, total: bool) {
        let cells = keys.iter().map(|_| Cell::Blank).collect();
        self.plan.table.lines.push(Line { id: id.to_owned(), labels, cells, total });
        self.plan.keys.push(keys);
    }

    /// Returns the table.
    pub fn plan(mut self) -> Plan {
        let whats = self.plan.keys.iter().flatten().flatten().map(|key| key.what.unit());
        if whats.clone().next().is_some() && whats.into_iter().all(|unit| unit == Unit::Needs) {
            self.plan.table.unit = Unit::Needs;
        }
        self.plan.table.in_order = self.ordered;
        self.plan
    }
}

/// Returns what an area is called in files.
pub fn area_id(area: &Area) -> String {
    area.iter().map(String::as_str).collect::<Vec<_>>().join("+")
}

/// Returns what an area is called on paper: "Riverside Family Hub", "Mill Lane and Orchard together".
pub fn area_name(area: &Area, names: &Names) -> String {
    let all: Vec<&str> = area.iter().map(|id| names.hub(id)).collect();
    match all.as_slice() {
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last} together", first.join(", ")),
        [] => String::new(),
    }
}
