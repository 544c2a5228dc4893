//! The few numbers that stand first.

use super::fill::percent;
use crate::tally::{Cell, Document, Figure, Line, Table};

/// Returns the figures, from numbers as the tables show them.
pub fn figures(tables: &[Table], before: Option<&Document>) -> Vec<Figure> {
    let Some(enquiries) = table(tables, "enquiries") else { return Vec::new() };
    let all = enquiries.cell("all", "enquiries").unwrap_or(&Cell::Blank);
    let was =
        |line: &str| before.and_then(|before| table(&before.tables, "enquiries")?.cell(line, "enquiries").cloned());
    let mut out = vec![Figure {
        label: "Enquiries".to_owned(),
        cell: all.clone(),
        before: was("all"),
        sentence: "Families asked for help so many times. One family may ask more than once.".to_owned(),
    }];
    if let Some(share) = enquiries.cell("offered", "enquiries").and_then(|offered| percent(offered, all)) {
        let before = was("offered").and_then(|offered| percent(&offered, &was("all")?)).map(Cell::Percent);
        out.push(Figure {
            label: "Something was offered".to_owned(),
            cell: Cell::Percent(share),
            before,
            sentence: "In this share of enquiries at least one service, handover or piece of information was offered. That is not yet a met need.".to_owned(),
        });
    }
    let nothing = table(tables, "outcomes").and_then(|outcomes| outcomes.cell("nothing-to-offer", "needs"));
    if let Some(nothing) = nothing {
        out.push(Figure {
            label: "Needs with nothing to offer".to_owned(),
            cell: nothing.clone(),
            before: before
                .and_then(|before| table(&before.tables, "outcomes")?.cell("nothing-to-offer", "needs").cloned()),
            sentence: "For so many needs the desk had nothing to offer; the gaps below say which.".to_owned(),
        });
    }
    if let Some(first) = most(tables, "needs", "enquiries") {
        out.push(Figure {
            label: format!("Most asked for: {}", label(first.0)),
            cell: first.1.clone(),
            before: before.and_then(|before| table(&before.tables, "needs")?.cell(&first.0.id, "enquiries").cloned()),
            sentence: "Enquiries about the need that families asked for most often.".to_owned(),
        });
    }
    if let Some(first) = most(tables, "gaps", "nothing-offered") {
        out.push(Figure {
            label: format!("Widest gap: {}", first.0.labels.join(", ")),
            cell: first.1.clone(),
            before: None,
            sentence: "Most often nothing could be offered for this need at this place.".to_owned(),
        });
    }
    out
}

fn table<'a>(tables: &'a [Table], id: &str) -> Option<&'a Table> {
    tables.iter().find(|table| table.id == id)
}

fn label(line: &Line) -> &str {
    line.labels.first().map_or("", String::as_str)
}

/// Returns the line whose shown count is the highest; none when no count is shown.
fn most<'a>(tables: &'a [Table], id: &str, column: &str) -> Option<(&'a Line, &'a Cell)> {
    let table = table(tables, id)?;
    let at = table.column(column)?;
    let lines = table.lines.iter().filter(|line| !line.total).filter_map(|line| Some((line, line.cells.get(at)?)));
    let shown = lines.filter_map(|(line, cell)| match cell {
        Cell::Count(count) if *count > 0 => Some((*count, line, cell)),
        _ => None,
    });
    // Of several with the same count the first one stands, as in the table.
    shown.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, line, cell)| (line, cell))
}
