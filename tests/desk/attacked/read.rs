//! Reads what was shipped. The JSON file names tables, lines and columns by their ids; every other format is held against it: whatever one of them tells that the others don't is an [`Odd`] of its own.

use super::{book, paper};
use serde_json::Value;
use std::collections::BTreeSet;

/// Something that a file tells and should not.
pub type Odd = String;

/// A table as it is shown; cells as programs read them: "15", "[c]", "45%", words.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub id: String,
    pub headings: Vec<String>,
    /// Id and title.
    pub columns: Vec<(String, String)>,
    /// First and last column that is drawn, and whether as curves.
    pub chart: Option<(usize, usize, bool)>,
    pub in_order: bool,
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, Default)]
pub struct Line {
    pub id: String,
    pub labels: Vec<String>,
    pub cells: Vec<String>,
    pub total: bool,
}

impl Sheet {
    /// Returns the table as lines of texts, the heads first.
    pub fn grid(&self) -> Vec<Vec<String>> {
        let titles = self.columns.iter().map(|(_, title)| title.clone());
        let head = self.headings.iter().cloned().chain(titles).collect();
        let lines = self.lines.iter().map(|line| line.labels.iter().chain(&line.cells).cloned().collect());
        std::iter::once(head).chain(lines).collect()
    }
}

/// A release as its files tell it.
#[derive(Debug, Clone, Default)]
pub struct Release {
    pub place: String,
    pub period: String,
    pub symbol: String,
    /// Counts from 1 to this are hidden.
    pub hide: i64,
    /// Others are rounded to this.
    pub base: i64,
    /// A hidden one could still have so many values.
    pub span: i64,
    pub sheets: Vec<Sheet>,
    /// Numbers at the top: label and cell.
    pub figures: Vec<(String, String)>,
    /// Every run of digits anywhere in the JSON file.
    pub digits: BTreeSet<String>,
}

/// Reads a release, and tells what is odd about it.
pub fn release(files: &[(String, Vec<u8>)]) -> (Release, Vec<Odd>) {
    let json = &files.iter().find(|(name, _)| name.ends_with(".json")).unwrap().1;
    let release = json_file(json);
    let mut odd = order(&release);
    odd.extend(figures(&release));
    for (name, bytes) in files {
        match name.rsplit_once('.').unwrap() {
            (stem, "csv") => odd.extend(csv_file(&release, stem, bytes)),
            (_, "xlsx") => odd.extend(book::odd(&release, bytes)),
            (_, "html") => odd.extend(paper::html(&release, bytes)),
            (_, "pdf") => odd.extend(paper::pdf(&release, bytes)),
            (_, "json") => {}
            other => panic!("{other:?} is a format that nobody attacks"),
        }
    }
    (release, odd)
}

fn json_file(bytes: &[u8]) -> Release {
    let whole: Value = serde_json::from_slice(bytes).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let rules = &whole["protection"]["protected"];
    let number = |name: &str| rules[name].as_i64().unwrap();
    let symbol = text(&rules["symbol"]);
    let cell = |value: &Value| match value.as_str() {
        Some("hidden") => symbol.clone(),
        Some("blank") => String::new(),
        Some(other) => panic!("{other}"),
        None => match (value["count"].as_u64(), value["percent"].as_u64()) {
            (Some(count), _) => count.to_string(),
            (_, Some(percent)) => format!("{percent}%"),
            _ => text(&value["words"]),
        },
    };
    let line = |line: &Value| Line {
        id: text(&line["id"]),
        labels: list(&line["labels"]).iter().map(text).collect(),
        cells: list(&line["cells"]).iter().map(&cell).collect(),
        total: line["total"].as_bool().unwrap(),
    };
    let chart = |chart: &Value| {
        let at = |name: &str| usize::try_from(chart[name].as_u64()?).ok();
        Some((at("from")?, at("to")?, chart["shape"] == "curves"))
    };
    let sheet = |table: &Value| Sheet {
        id: text(&table["id"]),
        headings: list(&table["headings"]).iter().map(text).collect(),
        columns: list(&table["columns"]).iter().map(|column| (text(&column["id"]), text(&column["title"]))).collect(),
        chart: chart(&table["chart"]),
        in_order: table["in_order"].as_bool().unwrap(),
        lines: list(&table["lines"]).iter().map(line).collect(),
    };
    Release {
        place: text(&whole["place_id"]),
        period: text(&whole["period_id"]),
        hide: number("hide_up_to"),
        base: number("round_to"),
        span: number("span"),
        sheets: list(&whole["tables"]).iter().map(sheet).collect(),
        figures: list(&whole["figures"]).iter().map(|one| (text(&one["label"]), cell(&one["cell"]))).collect(),
        digits: digits(std::str::from_utf8(bytes).unwrap()).collect(),
        symbol,
    }
}

/// Returns the numbers of a text, without the commas that group their digits.
pub fn digits(text: &str) -> impl Iterator<Item = String> + '_ {
    let all: Vec<char> = text.chars().collect();
    let is_group = move |at: usize| {
        all.get(at) == Some(&',')
            && at > 0
            && all[at - 1].is_ascii_digit()
            && (1..=3).all(|after| all.get(at + after).is_some_and(char::is_ascii_digit))
            && !all.get(at + 4).is_some_and(char::is_ascii_digit)
    };
    let kept: String = text.chars().enumerate().filter(|(at, _)| !is_group(*at)).map(|(_, c)| c).collect();
    let parts: Vec<String> =
        kept.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    parts.into_iter()
}

/// Lines that stand in an order which what is shown does not explain tell something about what is hidden.
fn order(release: &Release) -> Vec<Odd> {
    let height = |cell: &String| match cell {
        cell if *cell == release.symbol => 1,
        cell => cell.trim_end_matches('%').parse::<u64>().map_or(0, |count| if count == 0 { 0 } else { count + 1 }),
    };
    let mut odd = Vec::new();
    for sheet in release.sheets.iter().filter(|sheet| !sheet.in_order) {
        let weight = |line: &Line| line.cells.iter().map(height).collect::<Vec<_>>();
        for pair in sheet.lines.windows(2).filter(|pair| pair[0].total == pair[1].total) {
            let (first, second) = (weight(&pair[0]), weight(&pair[1]));
            if first < second || (first == second && pair[0].labels > pair[1].labels) {
                odd.push(format!("{}: {} stands before {}", sheet.id, pair[0].id, pair[1].id));
            }
        }
    }
    odd
}

/// A number at the top must be one of a table, or a percentage of two of them.
fn figures(release: &Release) -> Vec<Odd> {
    let cells: BTreeSet<&String> =
        release.sheets.iter().flat_map(|sheet| sheet.lines.iter().flat_map(|line| &line.cells)).collect();
    let enquiries = release.sheets.iter().find(|sheet| sheet.id == "enquiries");
    let count =
        |id: &str| -> Option<u64> { enquiries?.lines.iter().find(|line| line.id == id)?.cells.first()?.parse().ok() };
    let share = count("offered").zip(count("all")).filter(|(_, all)| *all > 0);
    let share = share.map(|(part, all)| format!("{}%", ((part * 100 + all / 2) / all).min(100)));
    let known = |cell: &String| cells.contains(cell) || Some(cell) == share.as_ref();
    let unknown = release.figures.iter().filter(|(_, cell)| !known(cell));
    unknown.map(|(label, cell)| format!("figure {label}: {cell} is in no table")).collect()
}

fn csv_file(release: &Release, stem: &str, bytes: &[u8]) -> Vec<Odd> {
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let bare = |cell: &str| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
    let grid: Vec<Vec<String>> = reader.records().map(|record| record.unwrap().iter().map(bare).collect()).collect();
    let stem = stem.rsplit_once("REVISED-").map_or(stem, |(_, rest)| rest.split_once('-').unwrap().1);
    match release.sheets.iter().find(|sheet| sheet.id == stem) {
        Some(sheet) => compared(&format!("{stem}.csv"), sheet, &grid),
        None if stem == "definitions" => {
            let told = grid.iter().flatten().flat_map(|cell| digits(cell).collect::<Vec<_>>());
            let new: BTreeSet<String> = told.filter(|number| !release.digits.contains(number)).collect();
            new.into_iter().map(|number| format!("definitions.csv tells {number}")).collect()
        }
        None => vec![format!("{stem}.csv is no table of the JSON file")],
    }
}

/// Holds the lines of a file against the table; columns after its own are notices.
pub fn compared(file: &str, sheet: &Sheet, grid: &[Vec<String>]) -> Vec<Odd> {
    let wanted = sheet.grid();
    let mut odd = Vec::new();
    if grid.len() != wanted.len() {
        odd.push(format!("{file}: {} lines, not {}", grid.len(), wanted.len()));
    }
    for (is, should) in grid.iter().zip(&wanted) {
        if is.get(..should.len()) != Some(should) {
            odd.push(format!("{file}: {is:?} is not {should:?}"));
        }
        let more = is.iter().skip(should.len()).flat_map(|cell| digits(cell).collect::<Vec<_>>());
        let tells = more.filter(|number| number.len() < 6 && is[0] != should[0]);
        odd.extend(tells.map(|number| format!("{file}: {number} stands beside the table")));
    }
    odd
}
