//! Reads what was published back into cells, with programs that are not ours.

use calamine::{Data, Reader, Xlsx};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use signpost::tally::{Cell, Document, Table};
use std::io::Cursor;

/// Lines of cells, the heads first: counts without commas, percent with its sign, `[c]`, words.
pub type Grid = Vec<Vec<String>>;

/// Returns the cells of a table as the document has them.
pub fn of(table: &Table) -> Grid {
    let cell = |cell: &Cell| match cell {
        Cell::Count(count) => count.to_string(),
        Cell::Percent(percent) => format!("{percent}%"),
        Cell::Hidden => "[c]".to_owned(),
        Cell::Blank => String::new(),
        Cell::Words(words) => words.clone(),
    };
    let titles = table.columns.iter().map(|column| column.title.clone());
    let head = table.headings.iter().cloned().chain(titles).collect();
    let lines = table.lines.iter().map(|line| line.labels.iter().cloned().chain(line.cells.iter().map(cell)).collect());
    std::iter::once(head).chain(lines).collect()
}

/// Returns the cells of a CSV file as a program reads them.
pub fn csv(bytes: &[u8]) -> Grid {
    let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Returns the same without what stands before texts that would run.
pub fn harmless(grid: Grid) -> Grid {
    let bare = |cell: String| cell.strip_prefix('\'').map_or(cell.clone(), str::to_owned);
    grid.into_iter().map(|line| line.into_iter().map(bare).collect()).collect()
}

/// Returns the cells of each table of a JSON file.
pub fn json(bytes: &[u8]) -> Vec<Grid> {
    let whole: Value = serde_json::from_slice(bytes).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let symbol = text(&whole["symbol"]);
    let cell = |value: &Value| match value.as_str() {
        Some("hidden") => symbol.clone(),
        Some("blank") => String::new(),
        Some(other) => panic!("{other}"),
        None => match (value["count"].as_u64(), value["percent"].as_u64(), value["words"].as_str()) {
            (Some(count), None, None) => count.to_string(),
            (None, Some(percent), None) => format!("{percent}%"),
            (None, None, Some(words)) => words.to_owned(),
            _ => panic!("{value}"),
        },
    };
    let list = |value: &Value| value.as_array().unwrap().clone();
    let table = |table: &Value| {
        let titles = list(&table["columns"]).into_iter().map(|column| text(&column["title"]));
        let head = list(&table["headings"]).iter().map(text).chain(titles).collect();
        let lines = list(&table["lines"])
            .into_iter()
            .map(|line| list(&line["labels"]).iter().map(text).chain(list(&line["cells"]).iter().map(&cell)).collect());
        std::iter::once(head).chain(lines).collect()
    };
    list(&whole["tables"]).iter().map(table).collect()
}

/// Returns the cells of each table of a page.
pub fn html(bytes: &[u8]) -> Vec<Grid> {
    let page = Html::parse_document(std::str::from_utf8(bytes).unwrap());
    page.select(&Selector::parse("table").unwrap()).map(grid).collect()
}

/// Returns the cells of the table in an element of a page.
pub fn grid(element: ElementRef) -> Grid {
    let (rows, cells) = (Selector::parse("tr").unwrap(), Selector::parse("th, td").unwrap());
    let cell = |cell: ElementRef| {
        let text: String = cell.text().collect();
        let counted = text.chars().all(|c| c.is_ascii_digit() || c == ',');
        if counted && cell.value().has_class("number", scraper::CaseSensitivity::CaseSensitive) {
            text.replace(',', "")
        } else {
            text
        }
    };
    element.select(&rows).map(|row| row.select(&cells).map(cell).collect()).collect()
}

/// A workbook as a program reads it.
pub struct Book(Xlsx<Cursor<Vec<u8>>>);

impl Book {
    pub fn of(bytes: &[u8]) -> Self {
        Self(Xlsx::new(Cursor::new(bytes.to_vec())).unwrap())
    }

    /// Returns the names of the sheets.
    pub fn names(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    /// Returns all cells of a sheet from its first row and column on.
    pub fn sheet(&mut self, name: &str) -> Grid {
        let range = self.0.worksheet_range(name).unwrap();
        let cell = |cell: &Data| match cell {
            Data::Empty => String::new(),
            Data::String(text) => text.clone(),
            Data::Float(number) if number.fract() == 0.0 => number.to_string(),
            // The only numbers between are shares.
            Data::Float(number) => format!("{}%", (number * 100.0).round()),
            other => panic!("{other:?}"),
        };
        let (rows, columns) = range.end().unwrap();
        let value = |row, column| range.get_value((row, column)).map_or_else(String::new, cell);
        (0..=rows).map(|row| (0..=columns).map(|column| value(row, column)).collect()).collect()
    }

    /// Returns the cells of a table, from its heads to the empty line below.
    pub fn table(&mut self, name: &str, table: &Table) -> Grid {
        let wanted = of(table);
        let wide = wanted[0].len();
        let sheet = self.sheet(name);
        let head =
            sheet.iter().position(|line| line[..wide.min(line.len())] == wanted[0]).expect("the heads of the columns");
        let lines = sheet[head..].iter().map(|line| line[..wide].to_vec());
        let lines = lines.take_while(|line| line.iter().any(|cell| !cell.is_empty()));
        lines.map(|line| line.into_iter().enumerate().map(|(at, cell)| percent(table, at, cell)).collect()).collect()
    }

    /// Returns whether a sheet has formulas.
    pub fn has_formulas(&mut self, name: &str) -> bool {
        self.0.worksheet_formula(name).unwrap().cells().any(|(_, _, formula)| !formula.is_empty())
    }
}

/// Returns a cell of a column of shares as it is shown: 0 and 1 are whole numbers too.
fn percent(table: &Table, at: usize, cell: String) -> String {
    let shares = at
        .checked_sub(table.headings.len())
        .is_some_and(|column| table.lines.iter().any(|line| matches!(line.cells[column], Cell::Percent(_))));
    match (shares, cell.as_str()) {
        (true, "0") => "0%".to_owned(),
        (true, "1") => "100%".to_owned(),
        _ => cell,
    }
}

/// Returns the document's tables as cells.
pub fn all(document: &Document) -> Vec<Grid> {
    document.tables.iter().map(of).collect()
}
