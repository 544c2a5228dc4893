//! What is published, read back with programs that are not ours.

mod brief;
mod page;
mod read;
pub mod sample;
mod tables;
mod workbook;

use signpost::publish;
use signpost::tally::Document;

/// Returns the file of a release whose name ends so.
fn file(document: &Document, ending: &str) -> Vec<u8> {
    let files = publish::files(document).unwrap();
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let found = files.into_iter().find(|(name, _)| name.ends_with(ending));
    found.unwrap_or_else(|| panic!("{ending} is none of {names:?}")).1
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = publish::files(&sample::protected()).unwrap();
    // Files carry times of two seconds.
    let second = publish::files(&sample::protected()).unwrap();
    assert_eq!(first, second);
}

#[test]
fn all_formats_show_the_same_cells() {
    for document in [sample::protected(), sample::internal(), sample::longest()] {
        let wanted = read::all(&document);
        let mut book = read::Book::of(&file(&document, ".xlsx"));
        assert_eq!(read::json(&file(&document, ".json")), wanted);
        assert_eq!(read::html(&file(&document, ".html")), wanted);
        let lines = publish::text(&document, 2000);
        // There a long word goes on below, where a line of its own can't be told from the next.
        let short = document.place.len() < 60;
        for (table, wanted) in document.tables.iter().zip(wanted) {
            assert_eq!(book.table(&table.id, table), wanted, "{}", table.id);
            // What must be said stands behind.
            let csv = read::harmless(read::csv(&file(&document, &format!("{}.csv", table.id))));
            let own: Vec<Vec<String>> = csv.iter().map(|line| line[..wanted[0].len()].to_vec()).collect();
            assert_eq!(own, wanted, "{}", table.id);
            if !short {
                continue;
            }
            let text = lines.split(&format!("\n{}\n-", table.title)).nth(1).unwrap();
            let text = text.split("\nCounts ").next().unwrap();
            for (cells, line) in wanted[1..].iter().zip(&table.lines) {
                let start: String = cells[0].chars().take(12).collect();
                let own = text.lines().find(|own| own.starts_with(&start)).unwrap_or_else(|| panic!("{start}: {text}"));
                let shown = own.split("  ").map(str::trim).filter(|part| !part.is_empty());
                let shown: Vec<String> = shown.map(|part| part.replace(',', "")).collect();
                for cell in cells[table.headings.len()..]
                    .iter()
                    .zip(&line.cells)
                    .filter(|(_, cell)| !matches!(cell, signpost::tally::Cell::Words(_)))
                    .map(|(cell, _)| cell)
                    .filter(|cell| !cell.is_empty())
                {
                    assert!(shown.contains(cell), "{cell}: {own}");
                }
            }
        }
    }
}

#[test]
fn files_are_named_by_what_they_are() {
    let names = |document: &Document| -> Vec<String> {
        publish::files(document).unwrap().into_iter().map(|(name, _)| name).collect()
    };
    let plain = names(&sample::protected());
    for name in [
        "tally-exampleshire-2026-27-Q3.html",
        "brief-exampleshire-2026-27-Q3.pdf",
        "needs.csv",
        "needs-by-month.csv",
        "definitions.csv",
        "tally-exampleshire-2026-27-Q3.json",
        "tally-exampleshire-2026-27-Q3.xlsx",
    ] {
        assert!(plain.iter().any(|own| own == name), "{name}: {plain:?}");
    }
    for (marked, plain) in names(&sample::internal()).iter().zip(&plain) {
        assert_eq!(marked, &format!("INTERNAL-EXAMPLE-REVISED-2-{plain}"));
    }
}

#[test]
fn two_tables_of_one_name_are_refused() {
    for id in ["needs", "definitions"] {
        let mut document = sample::protected();
        document.tables[1].id = id.into();
        let error = publish::files(&document).unwrap_err().to_string();
        assert!(error.contains(id), "{error}");
    }
}

/// Writes every sample as files, to be looked at: `SIGNPOST_PUBLISH=DIR cargo test --test desk published::to_look_at`.
#[test]
fn to_look_at() {
    let Some(folder) = std::env::var_os("SIGNPOST_PUBLISH") else { return };
    for (name, document) in
        [("protected", sample::protected()), ("internal", sample::internal()), ("longest", sample::longest())]
    {
        let folder = std::path::Path::new(&folder).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in publish::files(&document).unwrap() {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
        std::fs::write(folder.join("tally.txt"), publish::text(&document, 100)).unwrap();
    }
}
