//! Answers from kept counts beside a plain GROUP BY over the rows and beside DuckDB on the same rows, and saving with the counts kept.

mod plain;
mod questions;
mod reference;

use crate::people::{self, EDITION};
use crate::saving;
use crate::table::Table;
use questions::{Answer, By, Question};
use signpost::catalogue::{Folder, Needs, Part, parse};
use signpost::desk;
use signpost::store::Store;
use signpost::tally::{Area, Cube, Groups, Span, Wants};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Asks for tallies alone.
pub const TALLIES: &str = "tallies";

/// Enquiries that are counted when nobody says otherwise.
const USUAL: u64 = 10_000_000;
/// Files that are imported at once: each is read whole.
const AT_ONCE: usize = 20;
/// Times that a question is asked; the shortest counts. The plain GROUP BY takes seconds, so it is asked once, with the file in the system's cache.
const ROUNDS: usize = 5;
/// So many times as fast as the plain GROUP BY.
const FASTER: f64 = 20.0;

/// A need with its group and area.
type Grouped = (String, String, Option<String>);

/// Measures all of it.
pub fn run() -> Table {
    let count = std::env::var("SIGNPOST_BENCH_ENQUIRIES").ok().and_then(|n| n.replace('_', "").parse().ok());
    let count = count.unwrap_or(USUAL);
    let mut table = Table::about(format!("{count} enquiries"));
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tallies-{count}-{EDITION}"));
    let data = root.join("data");
    if !root.join("ready").is_file() {
        let _ = std::fs::remove_dir_all(&root);
        std::fs::create_dir_all(&root).unwrap();
        eprintln!("Inventing and importing {count} enquiries ...");
        let began = Instant::now();
        import(count, &root, &data);
        table.note("import of all enquiries", crate::measure::milliseconds(began.elapsed()));
        std::fs::write(root.join("ready"), "").unwrap();
    }
    let mut store = Store::open(&data).unwrap();
    let needs = needs();
    let groups = Groups::new(needs.clone());
    eprintln!("Counting ...");
    let began = Instant::now();
    let months = store.months().unwrap().into_keys().collect();
    let counted = desk::recount(&mut store, &groups, &months, &mut |_| ()).unwrap();
    if !counted.is_empty() {
        table.note(
            &format!("counting {} months from rows", counted.len()),
            crate::measure::milliseconds(began.elapsed()),
        );
    }
    drop(counted);
    sizes(&data, &mut table);

    let year = Span { first: "2026-01-01".parse().unwrap(), last: "2026-12-31".parse().unwrap() };
    let questions = questions::all();
    eprintln!("Asking DuckDB ...");
    let theirs = reference::ask(&root.join("rows.duckdb"), &data, &needs, &questions, year, ROUNDS);
    eprintln!("Asking SQLite ...");
    let sqlite = plain::Sqlite::open(&data, &needs);
    for (at, question) in questions.iter().enumerate() {
        let (ours, own) = best(ROUNDS, || answer(&mut store, &groups, question, year));
        let (plain, rows) = best(1, || sqlite.ask(question, year));
        let name = question.name();
        assert_eq!(own, rows, "{name}: the plain GROUP BY says something else");
        table.faster(&format!("{name}; plain GROUP BY"), ours, plain, Some(FASTER));
        match &theirs {
            Ok(theirs) => {
                let (took, rows) = &theirs[at];
                assert_eq!(&own, rows, "{name}: DuckDB says something else");
                table.slower(&format!("{name}; DuckDB"), ours, *took, Some(1.0));
            }
            Err(why) => table.missing(&format!("{name}; DuckDB"), why),
        }
    }
    eprintln!("Saving ...");
    saving::run(&root.join("saving"), &mut table);
    table
}

/// Imports invented enquiries as a locality does, some files at a time.
fn import(count: u64, root: &Path, data: &Path) {
    let mut store = Store::open(data).unwrap();
    let mut files: Vec<PathBuf> = Vec::new();
    let mut done = 0;
    let mut take = |files: &mut Vec<PathBuf>| {
        done += store.import(files).unwrap().added;
        eprintln!("  {done}");
        files.drain(..).for_each(|file| std::fs::remove_file(file).unwrap());
    };
    people::each_file(count, 1, |name, write| {
        let path = root.join(name);
        write(&path)?;
        files.push(path);
        if files.len() == AT_ONCE {
            take(&mut files);
        }
        Ok(())
    })
    .unwrap();
    take(&mut files);
    assert_eq!(done as u64, count);
}

/// Returns the starter's needs with their groups and areas.
fn needs() -> Vec<Grouped> {
    let folder = Folder::BuiltIn;
    let listing = folder.list().unwrap();
    let file = listing.files.iter().find(|file| file.part == Part::Needs).unwrap();
    let text = folder.read(file).unwrap_or_else(|problem| panic!("{}", problem.what));
    parse::<Needs>(&text, false).value.needs.into_iter().map(|need| (need.id, need.group, need.dfe_area)).collect()
}

/// Answers a question as the desk does: reads what is kept, and adds it up.
fn answer(store: &mut Store, groups: &Groups, question: &Question, year: Span) -> Answer {
    let wants = Wants { spans: [year].into(), parts: [question.part].into(), hours: false };
    let cube: Cube = desk::cube(store, groups, &wants, &mut |_| ()).unwrap();
    let mut answer = Answer::new();
    let mut add = |hubs: &Area, span: Span, beside: Option<String>| {
        for (values, count) in cube.counts(question.part, hubs, span) {
            answer.insert(values.into_iter().map(str::to_owned).chain(beside.clone()).collect(), count);
        }
    };
    let hubs = cube.hubs();
    match question.by {
        By::Nothing => add(&hubs, year, None),
        By::Hub => hubs.iter().for_each(|hub| add(&[hub.clone()].into(), year, Some(hub.clone()))),
        By::Month => {
            year.months()
                .into_iter()
                .for_each(|month| add(&hubs, month, Some(month.first.format("%Y-%m").to_string())));
        }
    }
    answer
}

/// Returns the shortest of some times, and what came out.
fn best<T>(rounds: usize, mut ask: impl FnMut() -> T) -> (Duration, T) {
    let timed = |ask: &mut dyn FnMut() -> T| {
        let began = Instant::now();
        let answer = ask();
        (began.elapsed(), answer)
    };
    let first = timed(&mut ask);
    (1..rounds).fold(first, |best, _| {
        let next = timed(&mut ask);
        if next.0 < best.0 { next } else { best }
    })
}

/// Notes how large the store is, and how much of it the counts are.
fn sizes(data: &Path, table: &mut Table) {
    let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    table.note("store", megabytes(std::fs::metadata(data.join(signpost::store::FILE)).unwrap().len()));
    let db = plain::open(data);
    let (bytes, months): (u32, u32) = db
        .query_row("SELECT sum(length(counts)), count(DISTINCT month) FROM counts", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    table.note(&format!("counts of {months} months in it"), megabytes(bytes.into()));
}
