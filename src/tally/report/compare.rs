//! The same period a year before, beside what is counted now. Only what was released then is shown: nothing about that year is told anew.

use crate::tally::{Cell, Column, Document, Table};

/// Tables in which each line is compared, and in which column.
const COMPARED: [&str; 3] = ["enquiries", "needs", "hubs"];

/// Adds what was released a year before, and the change, to the tables that are compared.
pub fn compare(tables: &mut [Table], before: &Document) {
    for table in tables.iter_mut().filter(|table| COMPARED.contains(&table.id.as_str())) {
        let Some(then) = before.tables.iter().find(|then| then.id == table.id) else { continue };
        let column = |id: &str, title: &str| Column { id: id.to_owned(), title: title.to_owned() };
        table.columns.insert(1, column("year-before", "A year before"));
        table.columns.insert(2, column("change", "Change"));
        for line in &mut table.lines {
            let was = then.cell(&line.id, "enquiries").cloned().unwrap_or(Cell::Blank);
            let change = line.cells.first().and_then(|now| change(now, &was)).map_or(Cell::Blank, Cell::Words);
            line.cells.insert(1, was);
            line.cells.insert(2, change);
        }
        table.notes.push(format!(
            "A year before: as released for {}. A line that was not shown then is left empty.",
            before.period
        ));
    }
}

/// Returns the change in words, from numbers as they are shown.
fn change(now: &Cell, was: &Cell) -> Option<String> {
    let (Cell::Count(now), Cell::Count(was)) = (now, was) else { return None };
    if *was == 0 {
        return None;
    }
    let percent = (now.abs_diff(*was) * 100 + was / 2) / was;
    Some(match now.cmp(was) {
        _ if percent == 0 => "no change".to_owned(),
        std::cmp::Ordering::Less => format!("{percent}% fewer"),
        _ => format!("{percent}% more"),
    })
}
