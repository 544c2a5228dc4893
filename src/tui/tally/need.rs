//! One need by itself: its months, and what every table says of it.

use super::tables::{at_right, labels, list_titles, listed, padded, title, widest};
use super::{Row, Set, marks};
use crate::desk::TallyView;
use crate::tally::{Cell, Line, Table};
use crate::theme::Role;

/// Id of the table that has the months of the period.
const BY_MONTH: &str = "needs-by-month";

/// Id of the column that sums up the others.
const ALL: &str = "all";

/// Widest name of a month, an outcome, a reason.
const NAME: usize = 48;

/// Longest bar.
const BAR: usize = 40;

/// Returns the rows of a need.
pub fn rows(view: &TallyView, need: &str, set: Set) -> Vec<Row> {
    let mut rows = Vec::new();
    // Its last 13 months hold those of the period, and come after the first table, which says how often it was asked for.
    let tables: Vec<&Table> = view.document.tables.iter().filter(|table| table.id != BY_MONTH).collect();
    let first = tables.iter().position(|table| table.lines.iter().any(|line| is(line, need))).map_or(0, |at| at + 1);
    let (before, after) = tables.split_at(first);
    for table in before.iter().chain([&&view.trend]).chain(after) {
        let own: Vec<&Line> = table.lines.iter().filter(|line| is(line, need)).collect();
        let of_hubs = table.columns.iter().position(|column| column.title == need);
        match (own.as_slice(), of_hubs) {
            ([line], _) if labels(table).iter().any(|label| label == need) => {
                let cells = table.columns.iter().zip(&line.cells).filter(|(column, _)| column.id != ALL);
                let cells = cells.map(|(column, cell)| (column.title.as_str(), cell));
                put(table, cells.collect(), set, &mut rows);
            }
            ([], Some(at)) => {
                let names = labels(table);
                let cells = table.lines.iter().filter_map(|line| line.cells.get(at));
                put(table, names.iter().map(String::as_str).zip(cells).collect(), set, &mut rows);
            }
            ([], None) => {}
            _ => {
                heading(table, set, &mut rows);
                rows.extend(list_titles(table, set));
                for line in own {
                    let cells: Vec<String> = line.cells.iter().map(|cell| set.shown(cell)).collect();
                    let label = line.labels.get(1..).unwrap_or_default().join(" \u{b7} ");
                    rows.push(Row { lines: listed(table, line, &label, &cells, set), stops: true, opens: None });
                }
            }
        }
    }
    if rows.is_empty() {
        let text = "Nothing of this need is shown here: it was not asked for, or is shown for the whole locality only.";
        rows.push(Row { stops: true, ..Row::text(Role::Plain, text, set.width) });
    }
    rows
}

fn is(line: &Line, need: &str) -> bool {
    !line.total && line.labels.first().is_some_and(|label| label == need)
}

fn heading(table: &Table, set: Set, rows: &mut Vec<Row>) {
    if !rows.is_empty() {
        rows.push(Row::gap());
    }
    rows.push(title(table, set));
}

/// Adds what a table says of a need: a row for each name with its number.
fn put(table: &Table, cells: Vec<(&str, &Cell)>, set: Set, rows: &mut Vec<Row>) {
    let cells: Vec<(&str, &Cell)> = cells.into_iter().filter(|(_, cell)| **cell != Cell::Blank).collect();
    if cells.is_empty() {
        return;
    }
    heading(table, set, rows);
    let name = widest(cells.iter().map(|(name, _)| *name)).min(NAME);
    let values: Vec<String> = cells.iter().map(|(_, cell)| set.shown(cell)).collect();
    let number = widest(values.iter().map(String::as_str));
    let most = marks::most(cells.iter().map(|(_, cell)| *cell));
    let room = set.width.saturating_sub(name + number + 3).min(BAR);
    for ((text, cell), value) in cells.iter().zip(&values) {
        let bar = match cell {
            Cell::Count(count) if !set.in_words && cells.len() > 1 => marks::bar(*count, most, room),
            _ => String::new(),
        };
        let pieces = vec![
            (Role::Plain, padded(text, name)),
            (Role::Title, format!("  {}", at_right(value, number))),
            (Role::Label, format!(" {bar}")),
        ];
        rows.push(Row { lines: vec![pieces], stops: true, opens: None });
    }
}
