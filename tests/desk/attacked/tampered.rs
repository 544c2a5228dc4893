//! Files that tell more than the tables: the readers must see each of them, or what they find in the others means nothing.

use super::random::Random;
use super::read;
use super::world::{self, Method, Question, World};
use signpost::tally::{Cell, Document, Period};
use std::io::{Cursor, Read, Write};

/// A number that no table of a small locality shows.
const LOUD: u64 = 4321;

fn made() -> Document {
    (0..)
        .find_map(|seed| {
            let mut random = Random::new(seed);
            let world = World::new(&mut random, &[10, 11, 12]);
            let question = Question { period: Period::Quarter(2026, 3), hub: None, by: None };
            let made = world::release(&world, &question, &[], 1, Method::Primary)?;
            let has = |id: &str| made.document.tables.iter().any(|table| table.id == id && table.lines.len() > 3);
            let hides = made.document.tables[1].lines.iter().any(|line| line.cells[0] == Cell::Hidden);
            (hides && has("needs") && has("needs-by-month")).then_some(made.document)
        })
        .unwrap()
}

/// Returns the same with one hidden need told.
fn told(document: &Document, count: u64) -> Document {
    let mut document = document.clone();
    let line = document.tables[1].lines.iter_mut().find(|line| line.cells[0] == Cell::Hidden).unwrap();
    line.cells[0] = Cell::Count(count);
    document
}

type File = (String, Vec<u8>);
type Files = Vec<File>;

/// Returns what is odd about files of which those of one kind were exchanged.
fn with(files: &Files, others: &Files, ending: &str) -> Vec<String> {
    let pick = |(own, other): (&File, &File)| {
        if own.0.ends_with(ending) { other.clone() } else { own.clone() }
    };
    read::release(&files.iter().zip(others).map(pick).collect::<Files>()).1
}

/// Returns what is odd when some text of a file is another one.
fn changed(files: &Files, ending: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = files.clone();
    let bytes = &mut files.iter_mut().find(|(name, _)| name.ends_with(ending)).unwrap().1;
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(from), "{ending} has no {from}");
    *bytes = text.replacen(from, to, 1).into_bytes();
    read::release(&files).1
}

/// Returns what is odd when some text of a part of the workbook is another one.
fn repacked(files: &Files, part: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = files.clone();
    let bytes = &mut files.iter_mut().find(|(name, _)| name.ends_with(".xlsx")).unwrap().1;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut done = false;
    for name in names {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        if name.starts_with(part) && text.contains(from) && !done {
            text = text.replacen(from, to, 1);
            done = true;
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    assert!(done, "no {part} has {from}");
    *bytes = writer.finish().unwrap().into_inner();
    read::release(&files).1
}

#[test]
fn a_format_that_tells_more_is_seen() {
    let document = made();
    let files = world::files(&document, true);
    assert_eq!(read::release(&files).1, Vec::<String>::new());
    let (few, many) = (world::files(&told(&document, 3), true), world::files(&told(&document, LOUD), true));
    for ending in ["needs.csv", ".xlsx", ".html"] {
        assert!(!with(&files, &few, ending).is_empty(), "{ending}");
    }
    // Of the brief only numbers that stand nowhere else are seen.
    assert!(with(&files, &many, ".pdf").iter().any(|odd| odd.contains("4321")));
}

#[test]
fn a_page_that_tells_by_lengths_and_words_is_seen() {
    let files = world::files(&made(), true);
    for (from, to) in [
        ("width=\"80.00%\"", "width=\"79.00%\""),
        ("<circle class=\"point\" cx=\"2.00%\" cy=\"", "<circle class=\"point\" cx=\"2.00%\" cy=\"1"),
        ("</svg>", "<rect class=\"bar\" width=\"3.00%\"/></svg>"),
        ("<main id=\"main\">", "<main id=\"main\"><!-- 3 -->"),
        ("Bar chart. ", "Bar chart. 4,321 "),
        ("</h1>", " 4321</h1>"),
    ] {
        assert!(!changed(&files, ".html", from, to).is_empty(), "{from}");
    }
}

#[test]
fn a_workbook_that_tells_where_nobody_looks_is_seen() {
    let files = world::files(&made(), true);
    assert_eq!(repacked(&files, "xl/workbook.xml", "<sheets>", "<sheets>"), Vec::<String>::new());
    for (part, from, to) in [
        ("xl/charts/chart", "<c:numCache>", "<c:numCache><c:pt idx=\"0\"><c:v>3</c:v></c:pt>"),
        ("xl/workbook.xml", "<sheet name=\"needs\"", "<sheet state=\"hidden\" name=\"needs\""),
        ("xl/workbook.xml", "<definedNames>", "<definedNames><definedName name=\"n\">3</definedName>"),
        ("xl/worksheets/sheet3.xml", "<row r=\"1\"", "<row hidden=\"1\" r=\"1\""),
        ("xl/drawings/drawing", "descr=\"", "descr=\"4321 "),
    ] {
        assert!(!repacked(&files, part, from, to).is_empty(), "{part} {from}");
    }
}

#[test]
fn an_order_that_numbers_do_not_explain_is_seen() {
    let mut document = made();
    let lines = &mut document.tables[1].lines;
    let hidden: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].cells[0] == Cell::Hidden).collect();
    lines.swap(0, *hidden.last().unwrap());
    let (_, odd) = read::release(&world::files(&document, false));
    assert!(odd.iter().any(|odd| odd.contains("stands before")), "{odd:?}");
}
