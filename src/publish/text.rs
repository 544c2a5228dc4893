//! A document as lines for the terminal.

use super::words::{self, notices};
use crate::tally::{Document, Table};
use crate::text::wrap;
use unicode_width::UnicodeWidthStr;

/// Widest label of a line, in columns of the terminal; longer ones go on below.
const LABEL: usize = 34;
/// Widest column of words, and of numbers, whose heads go on below.
const WORDS: usize = 30;
const NUMBERS: usize = 13;
/// Space between columns.
const GAP: usize = 2;

/// Returns a document as text, no wider than so many columns unless a single word is.
pub fn text(document: &Document, width: usize) -> String {
    let width = width.max(LABEL + GAP + WORDS);
    let mut out = Vec::new();
    for notice in notices(document) {
        out.push(notice.head);
        out.extend(wrap(&notice.text, width));
        out.push(String::new());
    }
    out.extend(wrap(&document.title, width));
    let symbol = words::symbol(document);
    for figure in &document.figures {
        let before = figure
            .before
            .as_ref()
            .map_or_else(String::new, |before| format!(" (a year before: {})", words::shown(before, &symbol)));
        out.extend(wrap(&format!("{}: {}{before}", figure.label, words::shown(&figure.cell, &symbol)), width));
    }
    for table in &document.tables {
        out.push(String::new());
        out.extend(wrap(&table.title, width));
        out.push("-".repeat(table.title.width().min(width)));
        lay_out(table, &symbol, width, &mut out);
        out.extend(wrap(words::unit(table.unit), width));
        out.extend(table.notes.iter().flat_map(|note| wrap(note, width)));
    }
    out.push(String::new());
    out.extend(wrap(&words::protection(document), width));
    out.extend(document.hidden.iter().flat_map(|sentence| wrap(sentence, width)));
    out.extend(words::missing(document).iter().flat_map(|said| wrap(said, width)));
    let mut text = out.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

/// Lays out a table: columns that don't fit beside each other follow in further blocks, each with its labels.
fn lay_out(table: &Table, symbol: &str, width: usize, out: &mut Vec<String>) {
    let labels: Vec<Column> = (0..table.headings.len())
        .map(|at| {
            let cells = table.lines.iter().map(|line| line.labels.get(at).cloned().unwrap_or_default());
            Column::new(&table.headings[at], cells.collect(), LABEL, false)
        })
        .collect();
    let cells: Vec<Column> = (0..table.columns.len())
        .map(|at| {
            let cells = table.lines.iter().map(|line| line.cells.get(at).map(|cell| words::shown(cell, symbol)));
            let cells = cells.map(Option::unwrap_or_default).collect();
            let numeric = words::is_numeric(table, at);
            Column::new(&table.columns[at].title, cells, if numeric { NUMBERS } else { WORDS }, numeric)
        })
        .collect();
    let before: usize = labels.iter().map(|column| column.width + GAP).sum();
    let mut rest = cells.as_slice();
    loop {
        let mut taken = before;
        let fitting = rest.iter().take_while(|column| {
            taken += column.width + GAP;
            taken <= width + GAP
        });
        let many = fitting.count().max(1).min(rest.len());
        let (block, after) = rest.split_at(many);
        let columns: Vec<&Column> = labels.iter().chain(block).collect();
        for line in 0..=table.lines.len() {
            row(&columns, line, out);
        }
        out.push(String::new());
        if after.is_empty() {
            return;
        }
        rest = after;
    }
}

/// A column as it is laid out: its head and its cells, each wrapped.
struct Column {
    width: usize,
    right: bool,
    cells: Vec<Vec<String>>,
}

impl Column {
    fn new(head: &str, cells: Vec<String>, most: usize, right: bool) -> Self {
        let cells: Vec<Vec<String>> =
            std::iter::once(head).chain(cells.iter().map(String::as_str)).map(|text| wrap(text, most)).collect();
        let width = cells.iter().flatten().map(|line| line.width()).max().unwrap_or_default();
        Self { width, right, cells }
    }
}

/// Adds one line of a table, as many lines high as its highest cell.
fn row(columns: &[&Column], line: usize, out: &mut Vec<String>) {
    let cell =
        |column: &Column, at: usize| column.cells.get(line).and_then(|cell| cell.get(at)).cloned().unwrap_or_default();
    let high = columns.iter().map(|column| column.cells.get(line).map_or(0, Vec::len)).max().unwrap_or_default();
    for at in 0..high.max(1) {
        let parts = columns.iter().map(|column| {
            let text = cell(column, at);
            let space = " ".repeat(column.width.saturating_sub(text.width()));
            if column.right { space + &text } else { text + &space }
        });
        out.push(parts.collect::<Vec<_>>().join(&" ".repeat(GAP)));
    }
}
