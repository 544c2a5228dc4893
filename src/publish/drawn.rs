//! What of a table is drawn, the same in every format. It is made of the cells alone, so no chart can tell what they don't.

use super::{label, words};
use crate::tally::{Cell, Shape, Table};

/// What is drawn of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// So high.
    Value(u64),
    /// A gap that says that a count is hidden here.
    Hidden,
    /// Nothing.
    Nothing,
}

/// One bar, or one curve.
#[derive(Debug, Clone)]
pub struct Row {
    /// The line of the table, counted from 0.
    pub line: usize,
    /// What it stands for.
    pub label: String,
    /// One for a bar, one for each column of a curve.
    pub marks: Vec<Mark>,
    /// The same in words: "120", "45%", "[c]".
    pub shown: Vec<String>,
}

/// A chart.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// How.
    pub shape: Shape,
    /// What its table answers.
    pub title: String,
    /// What stands over its columns.
    pub columns: Vec<String>,
    /// Bars or curves, no more than were asked for.
    pub rows: Vec<Row>,
    /// How many are left out.
    pub more: usize,
}

impl Drawn {
    /// Returns the chart of a table with so many bars or curves at most, or nothing when it has none or no count of it is shown. What sums up others is not drawn.
    pub fn of(table: &Table, symbol: &str, most: usize) -> Option<Self> {
        let chart = table.chart.as_ref()?;
        let last = table.columns.len().checked_sub(1)?;
        let from = chart.from.min(last);
        let to = match chart.shape {
            Shape::Bars => from,
            Shape::Curves => chart.to.clamp(from, last),
        };
        let rows: Vec<Row> = (0..table.lines.len())
            .filter(|at| !table.lines[*at].total)
            .map(|at| {
                let cells = table.lines[at].cells.get(from..=to).unwrap_or_default();
                Row {
                    line: at,
                    label: label(table, at),
                    marks: cells.iter().map(mark).collect(),
                    shown: cells.iter().map(|cell| words::shown(cell, symbol)).collect(),
                }
            })
            .filter(|row| row.marks.iter().any(|mark| *mark != Mark::Nothing))
            .collect();
        let more = rows.len().saturating_sub(most);
        let columns = table.columns[from..=to].iter().map(|column| column.title.clone()).collect();
        let drawn = Self {
            shape: chart.shape,
            title: table.title.clone(),
            columns,
            rows: rows.into_iter().take(most).collect(),
            more,
        };
        // Nothing but gaps is no chart.
        let says = drawn.rows.iter().flat_map(|row| &row.marks).any(|mark| matches!(mark, Mark::Value(_)));
        says.then_some(drawn)
    }

    /// Returns what the chart shows, for who can't see it.
    pub fn in_words(&self) -> String {
        let kind = match self.shape {
            Shape::Bars => "Bar chart",
            Shape::Curves => "Line chart",
        };
        let rows = self.rows.iter().map(|row| match self.shape {
            Shape::Bars => format!("{} {}", row.label, row.shown.join(", ")),
            Shape::Curves => {
                let points = self.columns.iter().zip(&row.shown).map(|(column, shown)| format!("{column} {shown}"));
                format!("{}: {}", row.label, points.collect::<Vec<_>>().join(", "))
            }
        });
        let rows: Vec<String> = rows.collect();
        format!("{kind}. {}.", rows.join("; "))
    }
}

impl Row {
    /// Returns its highest value.
    pub fn highest(&self) -> u64 {
        self.marks.iter().map(|mark| if let Mark::Value(value) = mark { *value } else { 0 }).max().unwrap_or_default()
    }
}

fn mark(cell: &Cell) -> Mark {
    match cell {
        Cell::Count(value) | Cell::Percent(value) => Mark::Value(*value),
        Cell::Hidden => Mark::Hidden,
        Cell::Blank | Cell::Words(_) => Mark::Nothing,
    }
}
