//! PDF: one page for a meeting, tagged for screen readers (PDF/UA-1).
//!
//! It must be one page whatever the names are: it is laid out in the first of a few sizes in which it fits, each with smaller letters and less of what the other files hold in full.

use super::drawn::{Drawn, Mark, Row};
use super::words::{self, notices, shortened};
use crate::error::{Error, Result};
use crate::tally::{Cell, Document, Line, Shape, Unit};
use crate::text::breakable;
use crate::typeset::{self, Template, covers};
use serde_json::{Value, json};

/// The template.
const TEMPLATE: &str = include_str!("../../assets/tally/brief.typ");
/// Tables whose charts say most in a meeting; where one is missing the next that is drawn takes its place.
const CHARTS: [&str; 3] = ["needs", "needs-by-month", "reasons"];
/// The table of what could not be offered.
const GAPS: &str = "gaps";
/// Most figures.
const FIGURES: usize = 5;

/// How much is on the page, and how large.
struct Fit {
    /// Letters in points.
    size: f64,
    /// Bars or curves of a chart.
    rows: usize,
    /// Lines of the table of gaps.
    gaps: usize,
    /// Letters of a label, and of a sentence.
    label: usize,
    sentence: usize,
    /// Missing desks that are named.
    missing: usize,
}

/// The sizes, the best one first.
const FITS: [Fit; 6] = [
    Fit { size: 10.5, rows: 8, gaps: 8, label: 60, sentence: 220, missing: 8 },
    Fit { size: 10.0, rows: 8, gaps: 8, label: 60, sentence: 220, missing: 8 },
    Fit { size: 10.0, rows: 6, gaps: 6, label: 60, sentence: 180, missing: 6 },
    Fit { size: 9.5, rows: 5, gaps: 5, label: 52, sentence: 150, missing: 5 },
    Fit { size: 9.0, rows: 5, gaps: 5, label: 44, sentence: 120, missing: 4 },
    Fit { size: 8.5, rows: 4, gaps: 4, label: 36, sentence: 90, missing: 3 },
];
/// Longest word in a narrow column, in letters.
const WORD: usize = 14;
/// Longest title, notice and sentence about the figures, in letters.
const TITLE: usize = 150;
const NOTICE: usize = 240;

/// Returns the brief.
///
/// # Errors
/// When it can't be typeset in one page.
pub fn whole(document: &Document) -> Result<Vec<u8>> {
    let title = printable(&document.title);
    for fit in &FITS {
        let mut data = data(document, fit);
        super::each_text(&mut data, &|text| breakable(&printable(text), WORD));
        let template = Template { name: "built-in/brief.typ", text: TEMPLATE, files: &[], title: &title };
        let sheet = typeset::lay_out(&template, &data)?;
        if sheet.pages() == 1 {
            return sheet.pdf();
        }
    }
    Err(Error::system("The brief does not fit on one page.")
        .hint("Shorten the names of hubs or needs; the other files hold everything."))
}

/// Returns a text with nothing that no font has: a brief without one sign is better than none.
fn printable(text: &str) -> String {
    text.chars().map(|c| if covers(c) { c } else { '?' }).collect()
}

fn data(document: &Document, fit: &Fit) -> Value {
    let symbol = words::symbol(document);
    let notices = notices(document);
    let notices = notices.iter().map(|notice| json!({ "head": notice.head, "text": shortened(&notice.text, NOTICE) }));
    let figures = document.figures.iter().take(FIGURES).map(|figure| {
        json!({
            "label": shortened(&figure.label, fit.label),
            "shown": shortened(&words::shown(&figure.cell, &symbol), fit.label),
            "words": matches!(figure.cell, Cell::Words(_)),
            "before": figure.before.as_ref().map(|before| shortened(&words::shown(before, &symbol), fit.label)),
            "sentence": shortened(&figure.sentence, fit.sentence),
        })
    });
    json!({
        "notices": notices.collect::<Vec<_>>(),
        "title": shortened(&document.title, TITLE),
        "sub": format!(
            "{}, {}. Made on {}.",
            shortened(&document.place, fit.sentence),
            document.period,
            document.state.made.format("%-d %B %Y"),
        ),
        "foot": format!("Release {}, version {}", document.state.id, document.state.revision),
        "figures": figures.collect::<Vec<_>>(),
        "charts": charts(document, fit, &symbol),
        "gaps": gaps(document, fit, &symbol),
        "about": about(document, fit),
        "size": fit.size,
    })
}

/// Returns three charts: those that say most, then those that come first.
fn charts(document: &Document, fit: &Fit, symbol: &str) -> Vec<Value> {
    let wanted = CHARTS.iter().filter_map(|id| document.tables.iter().find(|table| table.id == *id));
    let others = document.tables.iter().filter(|table| !CHARTS.contains(&table.id.as_str()) && table.id != GAPS);
    let drawn = wanted.chain(others).filter_map(|table| Drawn::of(table, symbol, fit.rows));
    drawn.take(CHARTS.len()).map(|drawn| chart(&drawn, fit)).collect()
}

fn chart(drawn: &Drawn, fit: &Fit) -> Value {
    let curves = drawn.shape == Shape::Curves;
    let highest = drawn.rows.iter().map(Row::highest).max().unwrap_or_default();
    let row = |row: &Row| {
        // A curve has a scale of its own.
        let most = if curves { row.highest() } else { highest }.max(1);
        let points = row.marks.iter().zip(&row.shown).map(|(mark, shown)| {
            let share = if let Mark::Value(value) = mark { Some(*value as f64 / most as f64) } else { None };
            json!({ "share": share, "shown": shown })
        });
        json!({ "label": shortened(&row.label, fit.label), "points": points.collect::<Vec<_>>() })
    };
    let title = shortened(&drawn.title, fit.label);
    let title = if drawn.more > 0 { format!("{title}: the first {}", drawn.rows.len()) } else { title };
    json!({
        "title": title,
        "words": drawn.in_words(),
        "curves": curves,
        "columns": drawn.columns,
        "rows": drawn.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

/// Returns the first lines of the table of gaps whose count is shown: labels, and the columns up to the first one of words.
fn gaps(document: &Document, fit: &Fit, symbol: &str) -> Option<Value> {
    let table = document.tables.iter().find(|table| table.id == GAPS && !table.lines.is_empty())?;
    let words = (0..table.columns.len()).find(|at| !words::is_numeric(table, *at));
    let many = words.map_or(table.columns.len().min(2), |at| at + 1);
    let label = |text: &String| shortened(text, fit.label);
    let line = |line: &&Line| -> Vec<String> {
        let cells = line.cells.iter().take(many).map(|cell| shortened(&words::shown(cell, symbol), fit.sentence));
        line.labels.iter().map(label).chain(cells).collect()
    };
    let is_known = |line: &&Line| !line.total && matches!(line.cells.first(), Some(Cell::Count(1..)));
    let known: Vec<&Line> = table.lines.iter().filter(is_known).collect();
    let title = shortened(&table.title, fit.sentence);
    let titles = table.columns.iter().take(many).map(|column| label(&column.title));
    let numeric = table.headings.iter().map(|_| false).chain((0..many).map(|at| words::is_numeric(table, at)));
    Some(json!({
        "title": if known.len() > fit.gaps { format!("{title}: the first {}", fit.gaps) } else { title },
        "headings": table.headings.iter().map(label).chain(titles).collect::<Vec<_>>(),
        "numeric": numeric.collect::<Vec<_>>(),
        "lines": known.iter().take(fit.gaps).map(line).collect::<Vec<_>>(),
    }))
}

/// Returns what must be known about the figures: what is counted, how it is protected, what is missing.
fn about(document: &Document, fit: &Fit) -> Vec<String> {
    let mut out = vec![words::unit(Unit::Enquiries).to_owned(), words::protection(document)];
    let missing = words::missing(document);
    out.extend(missing.iter().take(fit.missing).map(|said| shortened(said, fit.sentence)));
    if missing.len() > fit.missing {
        out.push(format!("{} more desks or hubs are missing; the other files name them.", missing.len() - fit.missing));
    }
    out
}
