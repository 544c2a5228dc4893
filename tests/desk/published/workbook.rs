//! The workbook: what a spreadsheet shows, and what is in the file besides.

use super::read::{self, Book};
use super::{file, sample};
use quick_xml::Reader;
use quick_xml::events::Event;
use signpost::tally::{Document, Protection, Shape};
use std::io::{Cursor, Read};

/// Returns the files inside the workbook.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut text = |name: &String| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    names.iter().map(|name| (name.clone(), text(name))).collect()
}

#[test]
fn every_sheet_shows_its_table() {
    let document = sample::protected();
    let mut book = Book::of(&file(&document, ".xlsx"));
    let mut wanted = vec!["About".to_owned()];
    wanted.extend(document.tables.iter().map(|table| table.id.clone()));
    wanted.push("Chart data".to_owned());
    assert_eq!(book.names(), wanted);
    for table in &document.tables {
        assert_eq!(book.table(&table.id, table), read::of(table), "{}", table.id);
    }
    for name in book.names() {
        assert!(!book.has_formulas(&name), "{name}");
    }
}

#[test]
fn the_first_sheet_says_what_it_is() {
    let document = sample::internal();
    let mut book = Book::of(&file(&document, ".xlsx"));
    let about = book.sheet("About").concat().join("\n");
    for words in [
        "INTERNAL - NOT FOR PUBLICATION. Nothing is hidden or rounded. Made for this reason: board paper",
        "EXAMPLE - NOT REAL FIGURES",
        "release 3f2a9c0d",
        "These are true counts",
        "14 counts are hidden",
        "MISSING: Tŷ Croeso / Welcome House",
        "Nobody asked. It never counts as no.",
        "Food & essentials",
        "Words that found nothing",
    ] {
        assert!(about.contains(words), "{words}: {about}");
    }
    for name in book.names() {
        let sheet = book.sheet(&name);
        let top: Vec<String> = sheet[..4].concat();
        for notice in ["INTERNAL - NOT FOR PUBLICATION", "EXAMPLE - NOT REAL FIGURES", "REVISED - VERSION 2"] {
            assert!(top.iter().any(|cell| cell.starts_with(notice)), "{name}: {top:?}");
        }
    }
    for (name, text) in parts(&file(&document, ".xlsx")) {
        let printed = name.starts_with("xl/worksheets/sheet");
        assert!(!printed || text.contains("<oddHeader>&amp;C&amp;BINTERNAL - NOT FOR PUBLICATION"), "{name}");
    }
}

/// What a chart holds of the cells it draws: the range, and each point that has a value.
struct Cache {
    range: String,
    points: Vec<(usize, String)>,
}

/// Returns what all charts hold.
fn caches(chart: &str) -> Vec<Cache> {
    let mut reader = Reader::from_str(chart);
    let (mut out, mut within, mut at) = (Vec::<Cache>::new(), String::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                within = tag.name().as_ref().to_owned();
                if within == "c:pt" {
                    let index = tag.try_get_attribute("idx").unwrap().unwrap().value.into_owned();
                    at = index.parse().unwrap();
                }
            }
            Event::Text(text) => {
                let text = text.to_string();
                match within.as_str() {
                    "c:f" => out.push(Cache { range: text, points: Vec::new() }),
                    "c:v" => match out.last_mut().unwrap().points.last_mut() {
                        Some((last, value)) if *last == at => value.push_str(&text),
                        _ => out.last_mut().unwrap().points.push((at, text)),
                    },
                    _ => {}
                }
            }
            Event::GeneralRef(name) if within == "c:v" => {
                let sign = match &*name {
                    "amp" => "&",
                    "quot" => "\"",
                    "lt" => "<",
                    "gt" => ">",
                    other => panic!("{other}"),
                };
                match out.last_mut().unwrap().points.last_mut() {
                    Some((last, value)) if *last == at => value.push_str(sign),
                    _ => out.last_mut().unwrap().points.push((at, sign.to_owned())),
                }
            }
            Event::End(_) => within.clear(),
            Event::Eof => return out,
            _ => {}
        }
    }
}

/// Returns the cells of a range of a sheet: row and column, counted from 0.
fn cells(range: &str) -> (String, Vec<(usize, usize)>) {
    let (sheet, range) = range.rsplit_once('!').unwrap();
    let place = |text: &str| {
        let text = text.replace('$', "");
        let letters: String = text.chars().take_while(|c| c.is_ascii_alphabetic()).collect();
        let column = letters.bytes().fold(0, |sum, b| sum * 26 + usize::from(b - b'A') + 1) - 1;
        (text[letters.len()..].parse::<usize>().unwrap() - 1, column)
    };
    let (from, to) = range.split_once(':').unwrap_or((range, range));
    let (from, to) = (place(from), place(to));
    let all = (from.0..=to.0).flat_map(|row| (from.1..=to.1).map(move |column| (row, column))).collect();
    (sheet.trim_matches('\'').to_owned(), all)
}

#[test]
fn charts_hold_what_the_cells_show_and_nothing_else() {
    for document in [sample::protected(), sample::internal(), sample::longest()] {
        let bytes = file(&document, ".xlsx");
        let mut book = Book::of(&bytes);
        let mut charts = 0;
        for (_, chart) in parts(&bytes).iter().filter(|(name, _)| name.starts_with("xl/charts/chart")) {
            charts += 1;
            // Without a word about it spreadsheets leave a gap.
            assert!(!chart.contains("dispBlanksAs"));
            let caches = caches(chart);
            assert!(caches.len() >= 4);
            for cache in caches {
                let (sheet, cells) = cells(&cache.range);
                assert_eq!(sheet, "Chart data");
                let data = book.sheet(&sheet);
                let shown = cells.iter().map(|(row, column)| data[*row][*column].clone()).enumerate();
                let shown: Vec<(usize, String)> = shown.filter(|(_, cell)| !cell.is_empty()).collect();
                assert!(!shown.is_empty());
                assert_eq!(cache.points, shown, "{}", cache.range);
            }
        }
        assert_eq!(
            charts,
            document.tables.iter().filter(|table| table.chart.is_some() && !table.lines.is_empty()).count()
        );
    }
}

#[test]
fn what_the_charts_draw_is_what_the_tables_show() {
    let document = sample::protected();
    let mut book = Book::of(&file(&document, ".xlsx"));
    let data = book.sheet("Chart data");
    let mut hidden = 0;
    for table in document.tables.iter().filter(|table| !table.lines.is_empty()) {
        let Some(chart) = &table.chart else { continue };
        let title = data.iter().position(|line| line[0].starts_with(&table.title)).unwrap();
        let to = if chart.shape == Shape::Bars { chart.from } else { chart.to };
        let lines = table.lines.iter().filter(|line| !line.total);
        for (line, drawn) in lines.zip(&data[title + 2..]) {
            let cells = read::of(table)[1 + table.lines.iter().position(|own| own == line).unwrap()].clone();
            let wanted = cells[table.headings.len()..][chart.from..=to].to_vec();
            let gap = wanted.iter().any(|cell| cell == "[c]");
            hidden += usize::from(gap);
            assert_eq!(drawn[0].ends_with("[c]"), gap, "{drawn:?}");
            let wanted: Vec<String> =
                wanted.into_iter().map(|cell| if cell == "[c]" { String::new() } else { cell }).collect();
            assert_eq!(drawn[1..=wanted.len()], wanted, "{drawn:?}");
            let label: String = line.labels[0].chars().take(30).collect();
            assert!(drawn[0].starts_with(&label), "{drawn:?} {label}");
        }
    }
    assert!(hidden >= 6, "{hidden}");
}

#[test]
fn nothing_else_is_in_the_file() {
    let parts = parts(&file(&sample::internal(), ".xlsx"));
    for (name, text) in &parts {
        let known = ["xl/worksheets/", "xl/charts/", "xl/drawings/", "docProps/", "_rels/", "xl/theme/", "xl/_rels/"];
        let plain = ["[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"];
        assert!(known.iter().any(|start| name.starts_with(start)) || plain.contains(&name.as_str()), "{name}");
        for word in [
            "calcChain",
            "externalLink",
            "comments",
            "hidden=\"1\"",
            "state=\"hidden\"",
            "veryHidden",
            "<f>",
            "TargetMode=\"External\"",
            "sheetProtection",
        ] {
            assert!(!text.contains(word), "{name}: {word}");
        }
    }
    let part = |wanted: &str| parts.iter().find(|(name, _)| name == wanted).unwrap().1.clone();
    let core = part("docProps/core.xml");
    for empty in ["<dc:creator></dc:creator>", "<cp:lastModifiedBy></cp:lastModifiedBy>"] {
        assert!(core.contains(empty), "{core}");
    }
    assert_eq!(core.matches("2027-01-11T00:00:00Z").count(), 2, "{core}");
    let app = part("docProps/app.xml");
    assert!(app.contains("<Company></Company>") && !app.contains("Manager"), "{app}");
}

#[test]
fn names_of_sheets_are_short_safe_and_no_two_alike() {
    let mut document: Document = sample::protected();
    let ids = [
        "a-table-whose-name-is-longer-than-sheets-may-be",
        "a-table-whose-name-is-longer-than-others",
        "ABOUT",
        "x:y/z[1]?*",
        "history",
        "chart data",
        "plain",
    ];
    for (table, id) in document.tables.iter_mut().zip(ids) {
        table.id = id.into();
    }
    document.protection = Protection::Internal("names".into());
    let mut book = Book::of(&file(&document, ".xlsx"));
    let names = book.names();
    assert!(
        names.iter().all(|name| name.chars().count() <= 31 && !name.contains([':', '/', '[', ']', '?', '*', '\\'])),
        "{names:?}"
    );
    assert_eq!(names[1..3], ["a-table-whose-name-is-longer-th", "a-table-whose-name-is-longer--2"]);
    for (name, table) in names[1..].iter().zip(&document.tables) {
        assert_eq!(book.table(name, table), read::of(table), "{name}");
    }
}

#[test]
fn one_chart_has_a_small_curve_in_every_line() {
    let parts = parts(&file(&sample::protected(), ".xlsx"));
    let curves: usize = parts.iter().map(|(_, text)| text.matches("<x14:sparkline>").count()).sum();
    assert_eq!(curves, 14);
    for (_, text) in parts {
        for place in text.split("<xm:f>").skip(1) {
            assert!(place.starts_with("'Chart data'!"), "{place}");
        }
    }
}
