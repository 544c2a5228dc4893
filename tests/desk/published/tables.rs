//! CSV, JSON and text.

use super::{definitions, file, read, sample};
use signpost::publish::{self, Format};
use unicode_width::UnicodeWidthStr;

#[test]
fn csv_is_what_spreadsheets_and_programs_read() {
    let document = sample::protected();
    for table in &document.tables {
        let bytes = file(&document, &format!("{}.csv", table.id));
        assert!(bytes.starts_with("\u{feff}".as_bytes()), "{}", table.id);
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(bytes.windows(2).filter(|pair| pair == b"\r\n").count(), lines, "{}", table.id);
        assert_eq!(lines, table.lines.len() + 1, "{}", table.id);
        assert_eq!(read::harmless(read::csv(&bytes)), read::of(table), "{}", table.id);
    }
}

#[test]
fn no_cell_of_any_csv_runs() {
    let mut document = sample::internal();
    document.tables[4].title = "@SUM(A1:A9)".into();
    document.definitions[0].word = "=1+1".into();
    document.hidden.push("\t=1".into());
    document.desks[0].hub = "\r-2".into();
    let mut guarded = 0;
    for (name, bytes) in publish::files(&document).unwrap() {
        if !name.ends_with(".csv") {
            continue;
        }
        for cell in read::csv(&bytes).iter().flatten() {
            let first = cell.trim_start().chars().next().unwrap_or('.');
            assert!(!"=+-@\t\r\n".contains(first) && !cell.starts_with(['\t', '\r', '\n']), "{name}: {cell}");
            guarded += usize::from(cell.starts_with('\''));
        }
    }
    assert!(guarded >= 6, "{guarded}");
}

#[test]
fn what_must_be_said_is_in_every_line_of_every_csv() {
    let document = sample::internal();
    for (name, bytes) in publish::files(&document).unwrap() {
        let Some(name) = name.strip_suffix(".csv") else { continue };
        let grid = read::csv(&bytes);
        let heads = grid[0].iter().rev().take(3).rev().map(String::as_str).collect::<Vec<_>>();
        assert_eq!(
            heads,
            ["INTERNAL - NOT FOR PUBLICATION", "EXAMPLE - NOT REAL FIGURES", "REVISED - VERSION 2"],
            "{name}"
        );
        for line in &grid[1..] {
            let [internal, example, revised] = &line[line.len() - 3..] else { panic!("{line:?}") };
            assert!(internal.ends_with("board paper <on> \"hours\" & staffing, 12 January."), "{internal}");
            assert!(example.contains("invented") && revised.contains("3f2a9c0d"), "{line:?}");
        }
    }
}

#[test]
fn the_definitions_say_all_that_the_tables_need() {
    let document = sample::internal();
    let grid = read::csv(&definitions(&document));
    let has = |about: &str, what: &str, meaning: &str| {
        grid.iter().any(|line| line[0] == about && line[1] == what && line[2].contains(meaning))
    };
    assert!(has("Release", "Period", "October to December 2026 (2026-27-Q3)"));
    assert!(has("Release", "Takes the place of", "3f2a9c0d"));
    assert!(has("Protection", "How", "true counts"));
    assert!(has("Protection", "Hidden", "14 counts"));
    assert!(has("Desks", "Desk", "MISSING: Tŷ Croeso / Welcome House. Nothing of it is counted."));
    assert!(has("Desks", "Desk", "desk 9e07. It is counted up to 30 November 2026 only."));
    assert!(has("Tables", "gaps", "Counts needs, not families"));
    assert!(has("Definitions", "Not asked", "never counts as no"));
    let safe = read::csv(&definitions(&sample::protected()));
    assert!(safe.iter().any(|line| line[1] == "How" && line[2].starts_with("[c] stands for a count from 1 to 7")));
}

#[test]
fn json_holds_the_whole_document() {
    let document = sample::internal();
    let bytes = file(&document, ".json");
    assert_eq!(read::json(&bytes), read::all(&document));
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((value["format"].as_u64(), value["symbol"].as_str()), (Some(1), Some("[c]")));
    assert_eq!(value["notices"][0]["head"], "INTERNAL - NOT FOR PUBLICATION");
    assert_eq!(value["definitions"][2]["word"], "Not asked");
    assert_eq!(value["state"]["revises"], "3f2a9c0d");
    assert_eq!(value["desks"][1]["missing"], true);
    let back: signpost::tally::Document = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(back, document);
}

#[test]
fn text_fits_the_terminal_and_holds_every_cell() {
    let document = sample::internal();
    for width in [80, 120] {
        let text = publish::text(&document, width);
        assert!(text.starts_with("INTERNAL - NOT FOR PUBLICATION\n"), "{text}");
        let wide = text.lines().filter(|line| line.width() > width).collect::<Vec<_>>();
        assert!(wide.is_empty(), "{wide:#?}");
        for words in ["All enquiries", "1,070", "100%", "[c]", "Counts enquiries, not families", "MISSING: Tŷ Croeso"]
        {
            assert!(text.contains(words), "{words}: {text}");
        }
        // Every need stands in the table with its count, in one line when it is short.
        assert!(text.lines().any(|line| line.starts_with("Stay and play") && line.contains("45")), "{text}");
    }
}

#[test]
fn one_table_comes_alone() {
    let document = sample::protected();
    let csv = publish::one(&document, Some("ages"), Format::Csv).unwrap();
    assert_eq!(read::csv(&csv), read::of(&document.tables[5]));
    let json = publish::one(&document, Some("ages"), Format::Json).unwrap();
    assert_eq!(read::json(&json), [read::of(&document.tables[5])]);
    let text = String::from_utf8(publish::one(&document, Some("ages"), Format::Text).unwrap()).unwrap();
    assert!(text.contains("under 1") && !text.contains("Stay and play"), "{text}");
    for (table, format, said) in
        [(None, Format::Csv, "one table in a file"), (Some("weather"), Format::Json, "weather")]
    {
        let error = publish::one(&document, table, format).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}
