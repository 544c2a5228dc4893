//! Numbers into tables, and lines into an order that tells nothing that the numbers don't.

use crate::tally::{Cell, Key, Line, Plan, Table};
use std::cmp::Reverse;

/// Puts a number into each cell that counts, leaves out lines that hold nothing but zeros, and orders the rest: the most first, totals last, and by name where the same is shown.
pub fn fill(plan: &Plan, cell: impl Fn(&Key) -> Cell) -> Table {
    let mut table = plan.table.clone();
    for (line, keys) in table.lines.iter_mut().zip(&plan.keys) {
        for (place, key) in line.cells.iter_mut().zip(keys) {
            if let Some(key) = key {
                *place = cell(key);
            }
        }
    }
    if !table.in_order {
        table.lines.retain(|line| line.total || line.cells.iter().any(|cell| !is_nothing(cell)));
        table.lines.sort_by_cached_key(|line| {
            (line.total, Reverse(line.cells.iter().map(weight).collect::<Vec<_>>()), line.labels.clone())
        });
    }
    table
}

fn is_nothing(cell: &Cell) -> bool {
    matches!(cell, Cell::Count(0) | Cell::Blank | Cell::Words(_))
}

/// Returns where a cell stands beside others: what is hidden between nothing and the least that is shown.
fn weight(cell: &Cell) -> u64 {
    match cell {
        Cell::Count(0) | Cell::Blank | Cell::Words(_) => 0,
        Cell::Hidden => 1,
        Cell::Count(count) | Cell::Percent(count) => count.saturating_add(1),
    }
}

/// Returns how many of a hundred, from numbers as they are shown; nothing where one of them is hidden or there is nothing to divide by.
pub fn percent(part: &Cell, whole: &Cell) -> Option<u64> {
    match (part, whole) {
        (Cell::Count(part), Cell::Count(whole)) if *whole > 0 => Some(((part * 100 + whole / 2) / whole).min(100)),
        _ => None,
    }
}

impl Table {
    /// Returns the line with an id.
    pub fn line(&self, id: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// Returns the place of a column.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }

    /// Returns the cell of a line and column.
    pub fn cell(&self, line: &str, column: &str) -> Option<&Cell> {
        self.line(line)?.cells.get(self.column(column)?)
    }
}
