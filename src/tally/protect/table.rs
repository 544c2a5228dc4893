//! Plans with what is shown.

use super::super::{Cell, Line, Plan, Table};
use super::Protected;
use std::cmp::Reverse;

impl Protected {
    /// Returns the table of a plan with what is shown of its counts, its lines where they are.
    pub fn fill(&self, plan: &Plan) -> Table {
        let mut table = plan.table.clone();
        for (line, keys) in table.lines.iter_mut().zip(&plan.keys) {
            for (cell, key) in line.cells.iter_mut().zip(keys) {
                if let Some(key) = key {
                    // What was never decided is hidden.
                    *cell = self.shown(key).map_or(Cell::Hidden, |shown| shown.cell());
                }
            }
        }
        table
    }

    /// Returns the table of a plan with what is shown of its counts, the largest lines first and totals last. Where lines show the same they stand in the order of their labels: the order tells nothing that the cells don't.
    pub fn apply(&self, plan: &Plan) -> Table {
        let mut table = self.fill(plan);
        let counted = |at: usize| plan.keys.iter().any(|keys| keys.get(at).is_some_and(Option::is_some));
        let mut columns: Vec<usize> = (0..table.columns.len()).filter(|at| counted(*at)).collect();
        // A total says most about a line.
        columns.sort_by_key(|at| table.columns[*at].id != "total");
        let height = |line: &Line| -> Vec<Reverse<u64>> {
            columns.iter().map(|at| Reverse(line.cells.get(*at).map_or(0, height))).collect()
        };
        table.lines.sort_by_cached_key(|line| (line.total, height(line), line.labels.clone(), line.id.clone()));
        table
    }
}

/// Returns where a cell stands among others: twice its count, so that a hidden one has a place between 0 and the smallest that is shown.
fn height(cell: &Cell) -> u64 {
    match cell {
        Cell::Count(count) => count * 2,
        Cell::Hidden => 1,
        _ => 0,
    }
}
