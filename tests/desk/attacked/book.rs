//! The workbook: every sheet, and everything inside the file that no sheet shows.

use super::read::{Odd, Release, compared, digits};
use calamine::{Data, Reader, SheetVisible, Xlsx};
use quick_xml::events::Event;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

/// Returns what the workbook tells that the tables don't.
pub fn odd(release: &Release, bytes: &[u8]) -> Vec<Odd> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut odd = Vec::new();
    let mut grids = BTreeMap::new();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.visible != SheetVisible::Visible {
            odd.push(format!("xlsx: the sheet {} is hidden", sheet.name));
        }
        let range = book.worksheet_range(&sheet.name).unwrap();
        let (rows, columns) = range.end().unwrap_or_default();
        let value = |row, column| range.get_value((row, column)).map_or_else(String::new, cell);
        let grid: Vec<Vec<String>> =
            (0..=rows).map(|row| (0..=columns).map(|column| value(row, column)).collect()).collect();
        if book.worksheet_formula(&sheet.name).unwrap().cells().any(|(_, _, formula)| !formula.is_empty()) {
            odd.push(format!("xlsx: {} has formulas", sheet.name));
        }
        grids.insert(sheet.name, grid);
    }
    for sheet in &release.sheets {
        let Some(grid) = grids.get(&sheet.id) else {
            odd.push(format!("xlsx: no sheet {}", sheet.id));
            continue;
        };
        let head = &sheet.grid()[0];
        let Some(first) = grid.iter().position(|line| line.get(..head.len()) == Some(head)) else {
            odd.push(format!("xlsx: {} has no heads", sheet.id));
            continue;
        };
        let lines: Vec<Vec<String>> = grid[first..].iter().map(|line| line[..head.len()].to_vec()).collect();
        odd.extend(compared(&format!("xlsx {}", sheet.id), sheet, &lines));
        // Above the table, and on its right.
        let above = grid[..first].iter().flatten();
        let beside = grid[first..].iter().flat_map(|line| line.iter().skip(head.len()));
        odd.extend(tells(release, &format!("xlsx {} beside the table", sheet.id), above.chain(beside)));
    }
    for (name, grid) in &grids {
        if name == "Chart data" {
            odd.extend(chart_data(release, grid));
        } else if !release.sheets.iter().any(|sheet| sheet.id == *name) {
            odd.extend(tells(release, &format!("xlsx {name}"), grid.iter().flatten()));
        }
    }
    odd.extend(raw(release, bytes, &grids));
    odd
}

fn cell(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) if number.fract() == 0.0 => number.to_string(),
        Data::Float(number) => format!("{}%", (number * 100.0).round()),
        other => format!("{other:?}"),
    }
}

/// Returns numbers that are nowhere in the JSON file.
fn tells<'a>(release: &Release, place: &str, texts: impl Iterator<Item = &'a String>) -> Vec<Odd> {
    let told: BTreeSet<String> = texts.flat_map(|text| digits(text).collect::<Vec<_>>()).collect();
    let new = told.into_iter().filter(|number| !release.digits.contains(number));
    new.map(|number| format!("{place}: {number} is in no table")).collect()
}

/// The numbers that charts draw must be those that the tables show, and nothing where the tables show the symbol.
fn chart_data(release: &Release, grid: &[Vec<String>]) -> Vec<Odd> {
    let mut odd = Vec::new();
    let mut at = 5;
    for sheet in &release.sheets {
        let Some((from, to, curves)) = sheet.chart else { continue };
        let most = if curves { usize::MAX } else { 20 };
        let drawn = sheet.lines.iter().filter(|line| !line.total);
        let drawn: Vec<_> = drawn.filter(|line| line.cells[from..=to].iter().any(|cell| !cell.is_empty())).collect();
        // A chart without a number is left out.
        let shows = |cell: &String| !cell.is_empty() && *cell != release.symbol;
        if !drawn.iter().any(|line| line.cells[from..=to].iter().any(shows)) {
            continue;
        }
        at += 2;
        for line in drawn.into_iter().take(most) {
            let numbers = line.cells[from..=to].iter();
            let wanted: Vec<String> =
                numbers.map(|cell| if *cell == release.symbol { String::new() } else { cell.clone() }).collect();
            let is: Vec<String> =
                grid.get(at).map(|row| row[1..].iter().take(wanted.len()).cloned().collect()).unwrap_or_default();
            let more = grid.get(at).is_some_and(|row| row.iter().skip(1 + wanted.len()).any(|cell| !cell.is_empty()));
            let padded = is.iter().cloned().chain(std::iter::repeat(String::new())).take(wanted.len());
            if padded.collect::<Vec<_>>() != wanted || more {
                odd.push(format!("xlsx chart data of {} {}: {is:?}, not {wanted:?}", sheet.id, line.id));
            }
            at += 1;
        }
        at += 1;
    }
    odd
}

/// Everything in the file that no sheet shows: names, comments, caches of charts, words for who can't see them.
fn raw(release: &Release, bytes: &[u8], grids: &BTreeMap<String, Vec<Vec<String>>>) -> Vec<Odd> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut odd = Vec::new();
    for name in &names {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let known = ["", "_rels", "docProps", "xl", "xl/_rels", "xl/worksheets", "xl/worksheets/_rels", "xl/charts"];
        let known = known.contains(&folder)
            || folder.starts_with("xl/drawings") && name.contains("drawing") && !name.contains("vml")
            || folder == "xl/theme";
        if !known || name.contains("comment") || name.contains("connections") || name.contains("calcChain") {
            odd.push(format!("xlsx: there is a part {name}"));
        }
        if text.contains(" hidden=\"1\"") || text.contains("veryHidden") {
            odd.push(format!("xlsx: {name} hides something"));
        }
        odd.extend(defined(&text).into_iter().map(|what| format!("xlsx: the name {what} is defined")));
        if name.starts_with("xl/charts/") {
            odd.extend(caches(&text, grids).into_iter().map(|what| format!("xlsx {name}: {what}")));
        }
        if name.starts_with("xl/drawings/") && !name.contains("_rels") {
            let told = attributes(&text, "descr");
            odd.extend(tells(release, &format!("xlsx {name}"), told.iter()));
        }
    }
    odd
}

fn defined(xml: &str) -> Vec<String> {
    let parts = xml.split("<definedName ").skip(1);
    let names = parts.filter_map(|part| part.split_once("name=\"")?.1.split_once('"').map(|(name, _)| name.to_owned()));
    names.filter(|name| !matches!(name.as_str(), "_xlnm.Print_Titles" | "_xlnm.Print_Area")).collect()
}

fn attributes(xml: &str, of: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut out = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return out,
            Event::Start(tag) | Event::Empty(tag) => {
                let own = tag.attributes().flatten().filter(|one| one.key.as_ref() == of);
                out.extend(own.map(|one| one.value.into_owned()));
            }
            _ => {}
        }
    }
}

/// What a chart keeps of the cells that it draws must be what these cells hold.
fn caches(xml: &str, grids: &BTreeMap<String, Vec<Vec<String>>>) -> Vec<Odd> {
    let mut odd = Vec::new();
    for part in xml.split("<c:f>").skip(1) {
        let (range, rest) = part.split_once("</c:f>").unwrap();
        let (sheet, cells) = range.rsplit_once('!').unwrap();
        let Some(grid) = grids.get(sheet.trim_matches('\'')) else {
            odd.push(format!("it draws {range}"));
            continue;
        };
        let (from, to) = cells.split_once(':').unwrap_or((cells, cells));
        let ((row, column), (last, right)) = (place(from), place(to));
        let across = (row..=last).flat_map(|row| (column..=right).map(move |column| (row, column)));
        let held: Vec<String> = across
            .map(|(row, column)| grid.get(row).and_then(|line| line.get(column)).cloned().unwrap_or_default())
            .collect();
        for point in rest.split("<c:pt idx=\"").skip(1) {
            let (at, point) = point.split_once('"').unwrap();
            let value = point.split_once("<c:v>").and_then(|(_, value)| value.split_once("</c:v>")).unwrap().0;
            let value = quick_xml::escape::unescape(value).unwrap();
            let held = at.parse::<usize>().ok().and_then(|at| held.get(at));
            let number = |text: &str| text.trim_end_matches('%').parse::<f64>().ok();
            let same = held.is_some_and(|held| {
                **held == value
                    || match (number(held), number(&value)) {
                        (Some(held), Some(value)) => (held - value).abs() < 0.001 || (held - value * 100.0).abs() < 0.5,
                        _ => false,
                    }
            });
            if !same {
                odd.push(format!("it keeps {value} for {range} {at}, where {held:?} stands"));
            }
        }
    }
    odd
}

/// Returns row and column of "$B$7".
fn place(cell: &str) -> (usize, usize) {
    let bare = cell.replace('$', "");
    let letters: String = bare.chars().take_while(char::is_ascii_uppercase).collect();
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    (bare[letters.len()..].parse::<usize>().unwrap() - 1, column - 1)
}
