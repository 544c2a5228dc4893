//! XLSX: a first sheet that says what it is, a sheet for each table, and one with the numbers that the charts draw.
//!
//! A spreadsheet draws a text as nought, so charts can't point at cells that say `[c]`: they draw the last sheet, which has the same numbers and leaves hidden ones empty. No sheet is hidden, nothing is a formula, and the file names nobody.

mod about;
mod charts;
mod looks;

use super::words::{self, Notice, notices, runs};
use crate::error::{Error, Result};
use crate::tally::{Cell, Document, Table};
use crate::text::wrap;
use charts::Charts;
use looks::Looks;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::collections::BTreeSet;

/// Name of the first sheet.
const ABOUT: &str = "About";
/// Name of the last sheet.
const DATA: &str = "Chart data";
/// Longest name of a sheet.
const LONGEST: usize = 31;
/// Widest column of labels and of words, in letters.
const WIDEST: usize = 42;
/// Narrowest and widest column of numbers.
const NUMBERS: (usize, usize) = (11, 16);
/// Height of a line, and room between rows, in points.
const LINE: f64 = 14.5;
const ROOM: f64 = 4.0;
/// Longest line of a note, in letters.
const NOTE: usize = 125;
/// Paper of the size A4, as spreadsheets number it.
const A4: u8 = 9;
/// Longest head or foot of a printed page.
const LONGEST_HEAD: usize = 120;

/// Returns the workbook.
///
/// # Errors
/// When it can't be put together.
pub fn whole(document: &Document) -> Result<Vec<u8>> {
    write(document).map_err(|e| Error::system("The workbook can't be put together.").because(e))
}

fn write(document: &Document) -> std::result::Result<Vec<u8>, XlsxError> {
    let made = document.state.made.format("%Y-%m-%d").to_string();
    // No author, no company: a workbook tells nobody's name.
    let properties =
        DocProperties::new().set_title(&document.title).set_creation_datetime(&ExcelDateTime::parse_from_str(&made)?);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties);
    let page = Page { document, symbol: words::symbol(document), notices: notices(document), looks: Looks::new() };
    let names = names(&document.tables);
    let mut charts = Charts::default();
    about::write(&page, &names, workbook.add_worksheet().set_name(ABOUT)?)?;
    for (table, name) in document.tables.iter().zip(&names) {
        page.table(table, &mut charts, workbook.add_worksheet().set_name(name)?)?;
    }
    if !charts.is_empty() {
        charts.write(&page, workbook.add_worksheet().set_name(DATA)?)?;
    }
    workbook.save_to_buffer()
}

/// Returns a name for the sheet of each table: its id, as short and safe as spreadsheets want it.
fn names(tables: &[Table]) -> Vec<String> {
    let mut taken: BTreeSet<String> = [ABOUT, DATA, "History"].iter().map(|name| name.to_lowercase()).collect();
    let mut out = Vec::new();
    for table in tables {
        let plain = words::safe(&table.id);
        let mut name: String = plain.chars().take(LONGEST).collect();
        let mut more = 2;
        while name.is_empty() || !taken.insert(name.to_lowercase()) {
            let end = format!("-{more}");
            name = plain.chars().take(LONGEST - end.len()).chain(end.chars()).collect();
            more += 1;
        }
        out.push(name);
    }
    out
}

/// What every sheet needs.
struct Page<'a> {
    document: &'a Document,
    symbol: String,
    notices: Vec<Notice>,
    looks: Looks,
}

impl Page<'_> {
    /// Writes what stands at the top of every sheet and returns the row after it.
    fn head(&self, title: &str, sheet: &mut Worksheet) -> std::result::Result<u32, XlsxError> {
        sheet.write_string_with_format(0, 0, title, &self.looks.title)?;
        sheet.set_row_height(0, 24)?;
        let mut row = 1;
        for notice in &self.notices {
            sheet.write_string_with_format(row, 0, format!("{}. {}", notice.head, notice.text), &self.looks.notice)?;
            row += 1;
        }
        let heads: Vec<&str> = self.notices.iter().map(|notice| notice.head.as_str()).collect();
        // An ampersand begins a command there.
        let short = |text: &str| text.chars().take(LONGEST_HEAD).collect::<String>().replace('&', "&&");
        if !heads.is_empty() {
            sheet.set_header(format!("&C&B{}", short(&heads.join(", "))));
        }
        sheet.set_footer(format!("&L{}&RPage &P of &N", short(&self.document.title)));
        sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        Ok(row)
    }

    /// Writes the sheet of a table.
    fn table(&self, table: &Table, charts: &mut Charts, sheet: &mut Worksheet) -> std::result::Result<(), XlsxError> {
        let mut row =
            self.head(&format!("{}: {}, {}", table.title, self.document.place, self.document.period), sheet)?;
        let about = format!("{} {}", words::unit(table.unit), self.see());
        for note in [about].iter().chain(&table.notes).flat_map(|note| wrap(note, NOTE)) {
            sheet.write_string_with_format(row, 0, note, &self.looks.quiet)?;
            row += 1;
        }
        let widths = self.widths(table);
        for (at, width) in widths.iter().enumerate() {
            sheet.set_column_width(column(at), *width as f64)?;
        }
        let labels = column(table.headings.len());
        for (at, heading) in table.headings.iter().enumerate() {
            sheet.write_string_with_format(row, column(at), heading, &self.looks.head)?;
        }
        for (at, head) in table.columns.iter().enumerate() {
            let look = if words::is_numeric(table, at) { &self.looks.head_right } else { &self.looks.head_words };
            sheet.write_string_with_format(row, labels + column(at), &head.title, look)?;
        }
        let heads = table.headings.iter().chain(table.columns.iter().map(|column| &column.title));
        sheet.set_row_height(row, height(heads.map(String::as_str), &widths))?;
        let first = row + 1;
        sheet.set_freeze_panes(first, labels)?;
        sheet.set_repeat_rows(row, row)?;
        for (row, line) in (first..).zip(&table.lines) {
            for (at, label) in line.labels.iter().enumerate() {
                sheet.write_string_with_format(row, column(at), label, self.looks.label(line.total, runs(label)))?;
            }
            for (at, cell) in line.cells.iter().enumerate() {
                self.cell(cell, line.total, (row, labels + column(at)), sheet)?;
            }
            let shown: Vec<String> = line.cells.iter().map(|cell| words::shown(cell, &self.symbol)).collect();
            let texts = line.labels.iter().chain(&shown).map(String::as_str);
            sheet.set_row_height(row, height(texts, &widths))?;
        }
        charts.add(self, table, (row, labels + column(table.columns.len())), sheet)
    }

    /// Returns where the symbol is explained.
    fn see(&self) -> String {
        match words::rules(self.document) {
            Some(_) => format!("{} is a hidden count, others are rounded: see the sheet {ABOUT}.", self.symbol),
            None => format!("True counts: see the sheet {ABOUT}."),
        }
    }

    /// Returns how wide each column is, in letters.
    fn widths(&self, table: &Table) -> Vec<usize> {
        let longest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default() + 2;
        let labels = table.headings.iter().enumerate().map(|(at, heading)| {
            let labels = table.lines.iter().filter_map(|line| line.labels.get(at)).chain([heading]);
            longest(&mut labels.map(|label| label.chars().count())).clamp(14, WIDEST)
        });
        let cells = table.columns.iter().enumerate().map(|(at, head)| {
            // A head goes on below.
            let words = head.title.split(' ').map(|word| word.chars().count());
            let cells = table.lines.iter().filter_map(|line| line.cells.get(at));
            let cells = cells.map(|cell| words::shown(cell, &self.symbol).chars().count());
            let (least, most) = if words::is_numeric(table, at) { NUMBERS } else { (14, WIDEST) };
            longest(&mut words.chain(cells)).clamp(least, most)
        });
        labels.chain(cells).collect()
    }

    fn cell(
        &self,
        cell: &Cell,
        total: bool,
        (row, column): (u32, u16),
        sheet: &mut Worksheet,
    ) -> std::result::Result<(), XlsxError> {
        match cell {
            // Counts of a front desk are far below 2^53.
            Cell::Count(count) => {
                sheet.write_number_with_format(row, column, *count as f64, self.looks.number(total))?
            }
            Cell::Percent(percent) => {
                sheet.write_number_with_format(row, column, *percent as f64 / 100.0, self.looks.percent(total))?
            }
            Cell::Hidden => sheet.write_string_with_format(row, column, &self.symbol, self.looks.hidden(total))?,
            Cell::Words(words) => {
                sheet.write_string_with_format(row, column, words, self.looks.words(total, runs(words)))?
            }
            Cell::Blank => sheet.write_blank(row, column, self.looks.number(total))?,
        };
        Ok(())
    }
}

/// Returns the number of a column: no table has as many as a sheet.
fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// Returns how high a row is with these texts in columns of these widths: not every spreadsheet makes room by itself.
fn height<'a>(texts: impl IntoIterator<Item = &'a str>, widths: &[usize]) -> f64 {
    let lines = texts.into_iter().zip(widths).map(|(text, width)| lines(text, *width)).max();
    LINE * lines.unwrap_or(1) as f64 + ROOM
}

/// Returns how many lines a text takes in a column; a word that is too long is broken.
fn lines(text: &str, width: usize) -> usize {
    let width = width.max(1);
    let lines = wrap(text, width);
    lines.iter().map(|line| line.chars().count().div_ceil(width).max(1)).sum::<usize>().max(1)
}
