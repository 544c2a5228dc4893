//! `cargo bench`: how fast the desk is beside others on the same records and queries, as one table of ratios. Ends with an error when a limit is missed.
//!
//! `SIGNPOST_BENCH_SERVICES=5000` takes a quick look, `1000000` one at a million, for which only the search and its memory are measured; the limits hold for 100,000. `cargo bench -- tallies` asks ten million invented enquiries, or as many as `SIGNPOST_BENCH_ENQUIRIES` says; DuckDB beside it wants `pip install duckdb`. What can be kept between runs stays in the folder for temporary files of the target.

mod changed;
mod check;
mod fetched;
mod filtered;
#[path = "../../examples/generate_catalogue/generator.rs"]
mod generator;
mod import;
mod measure;
#[path = "../../examples/generate_enquiries/people.rs"]
mod people;
mod queries;
mod recall;
mod references;
// The tests use all of it.
#[allow(dead_code)]
#[path = "../../tests/desk/sheets/samples.rs"]
mod samples;
mod saving;
mod screen;
#[path = "../../examples/generate_enquiries/shapes.rs"]
mod shapes;
mod slip;
mod table;
mod tallies;
#[path = "../../examples/generate_catalogue/words.rs"]
mod words;

use measure::{Times, milliseconds};
use queries::Query;
use references::{Bare, Fts, Nucleo, Reference};
use signpost::catalogue::Folder;
use signpost::clock::Clock;
use signpost::desk::{Catalogue, Results, USUAL_LIMIT};
use signpost::search::Ask;
use signpost::snapshot::Cache;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use table::Table;

/// What is drawn from this seed is the same on every machine.
const SEED: u64 = 1;
/// Queries for the fast ones, and how often each is asked; the shortest time counts, since this machine may do other things too.
const QUERIES: usize = 12_000;
const ROUNDS: usize = 3;

/// Services of the catalogue that is measured when nobody says otherwise.
const USUAL: usize = 100_000;
/// Of more than that nobody waits for all references.
const MOST_WHOLE: usize = 200_000;
/// Memory of its own that a search may keep, in megabytes.
const MOST_MEMORY: f64 = 150.0;

/// Services of a catalogue that a desk meets for the first time.
const FIRST_DAY: usize = 5000;

/// Asks for what keeps a catalogue true alone.
const UPKEEP: &str = "upkeep";

/// Asks a process of its own how the desk starts, so that nothing else is counted.
const START: &str = "--start";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, command, cache, folder] = arguments.as_slice()
        && command == START
    {
        measure::start(Path::new(cache), Path::new(folder));
        return ExitCode::SUCCESS;
    }
    if let [_, command, feed, catalogue] = arguments.as_slice()
        && command == import::IMPORT
    {
        import::once(Path::new(feed), Path::new(catalogue));
        return ExitCode::SUCCESS;
    }
    // "cargo test --all-targets" runs this file as well, and nobody wants to wait for it there.
    if !arguments.iter().any(|a| a == "--bench") {
        println!("Run it with: cargo bench");
        return ExitCode::SUCCESS;
    }
    let services = std::env::var("SIGNPOST_BENCH_SERVICES").ok().and_then(|n| n.replace('_', "").parse().ok());
    let table = match services.unwrap_or(USUAL) {
        _ if arguments.iter().any(|a| a == tallies::TALLIES) => tallies::run(),
        services if arguments.iter().any(|a| a == UPKEEP) => only_upkeep(services),
        many if many > MOST_WHOLE => only_search(many),
        services => run(services),
    };
    println!("{table}");
    if table.missed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The folders of one size of catalogue.
struct Folders {
    catalogue: PathBuf,
    cache: PathBuf,
    references: PathBuf,
    saving: PathBuf,
    fetched: PathBuf,
    home: PathBuf,
}

/// Returns the folders, with a catalogue in them.
fn prepare(services: usize) -> Folders {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{services}-{}", generator::EDITION));
    let folders = Folders {
        catalogue: root.join("catalogue"),
        cache: root.join("cache"),
        references: root.join("references"),
        saving: root.join("saving"),
        fetched: root.join("fetched"),
        home: root.join("home"),
    };
    let ready = root.join("ready");
    if !ready.is_file() {
        let _ = std::fs::remove_dir_all(&root);
        eprintln!("Inventing {services} services ...");
        generator::write(services, &folders.catalogue, SEED).unwrap();
        std::fs::write(ready, "").unwrap();
    }
    folders
}

/// Compiles a catalogue and opens it.
fn open(services: usize, folders: &Folders, table: &mut Table) -> (Catalogue, Cache, Duration) {
    let folder = Folder::Disk(folders.catalogue.clone());
    let clock = Clock::system(chrono_tz::Tz::Europe__London);
    eprintln!("Compiling {services} services ...");
    let cache = Cache::of(&folders.cache, &folder);
    let began = Instant::now();
    let (snapshot, outcome) = cache.compile(&folder, clock).unwrap();
    let took = began.elapsed();
    assert_eq!(outcome.services, services, "{:?}", outcome.bad.first());
    table.reached("full build", services as f64 / took.as_secs_f64(), "services a second", 8000.0);
    start(folders, table);
    (Catalogue::new(snapshot, None, clock), cache, took)
}

/// Measures the search of one size and nothing else.
fn only_search(services: usize) -> Table {
    let folders = prepare(services);
    let mut table = Table::new(services);
    let (catalogue, ..) = open(services, &folders, &mut table);
    let bare = Bare::open(&folders.references, catalogue.snapshot());
    eprintln!("Searching ...");
    // The reference takes its time with so many.
    search(&catalogue, &bare, &queries::draw(catalogue.snapshot(), QUERIES / 4, SEED), "", &mut table);
    table
}

/// Measures what keeps a catalogue true and nothing else: cargo bench -- upkeep
fn only_upkeep(services: usize) -> Table {
    let folders = prepare(services);
    let mut table = Table::new(services);
    let (_, cache, took) = open(services, &folders, &mut table);
    upkeep(&folders, &cache, took, &mut table);
    table
}

/// Measures importing, checking, and taking what changed.
fn upkeep(folders: &Folders, cache: &Cache, took: Duration, table: &mut Table) {
    eprintln!("Importing ...");
    import::run(&folders.home.with_file_name("import"), table);
    eprintln!("Checking ...");
    check::run(&folders.catalogue, &folders.cache, table);
    eprintln!("Changing ten files ...");
    changed::run(&folders.catalogue, cache, took, table);
    eprintln!("Fetching ten files ...");
    fetched::run(&folders.catalogue, &folders.cache, &folders.fetched, took, table);
}

fn run(services: usize) -> Table {
    let folders = prepare(services);
    let mut table = Table::new(services);
    slip::run(&mut table);
    let (catalogue, cache, took) = open(services, &folders, &mut table);

    eprintln!("Building the references ...");
    let bare = Bare::open(&folders.references, catalogue.snapshot());
    let prefix = Fts::open(&folders.references, "prefix", "", catalogue.snapshot(), references::prefix);
    let helped =
        Fts::open(&folders.references, "prefix-2-3", ", prefix='2 3'", catalogue.snapshot(), references::prefix);
    let trigram =
        Fts::open(&folders.references, "trigram", ", tokenize='trigram'", catalogue.snapshot(), references::trigram);
    let nucleo = Nucleo::new(catalogue.snapshot());

    eprintln!("Searching ...");
    let all = queries::draw(catalogue.snapshot(), QUERIES, SEED);
    search(&catalogue, &bare, &all, "", &mut table);
    small(services, &mut table);
    filtered::run(&catalogue, &all, ROUNDS, &mut table);
    scattered(&catalogue, &bare, &all, &mut table);
    for (what, other, sample, least) in [
        ("SQLite FTS5 prefix", &prefix as &dyn Reference, 300, Some(10.0)),
        ("the same, with an index of prefixes", &helped, 300, Some(5.0)),
        ("SQLite FTS5 trigram", &trigram, 100, Some(100.0)),
        ("nucleo-matcher scan", &nucleo, 25, Some(500.0)),
    ] {
        let (ours, theirs) = beside(&catalogue, other, &all, sample);
        table.faster(&format!("search, median, {what}"), ours.median(), theirs.median(), least);
    }
    recall::run(&catalogue, &mut table);
    eprintln!("At the screen ...");
    screen::frames(&["food", "my baby cries"].map(|text| found(&catalogue, text)), &mut table);
    at_the_screen(&folders, &all, &mut table);
    drop(catalogue);
    upkeep(&folders, &cache, took, &mut table);
    eprintln!("Saving ...");
    saving::run(&folders.saving, &mut table);
    table
}

/// Measures the search of a small catalogue beside that of a large one.
fn small(services: usize, table: &mut Table) {
    if services <= FIRST_DAY {
        return;
    }
    let folders = prepare(FIRST_DAY);
    let mut unseen = Table::new(FIRST_DAY);
    let (catalogue, ..) = open(FIRST_DAY, &folders, &mut unseen);
    let bare = Bare::open(&folders.references, catalogue.snapshot());
    let all = queries::draw(catalogue.snapshot(), QUERIES, SEED);
    search(&catalogue, &bare, &all, &format!(", {FIRST_DAY} services"), table);
}

/// Compares with the bare index, over all queries and over those whose words have three letters and more.
fn search(catalogue: &Catalogue, bare: &Bare, all: &[Query], size: &str, table: &mut Table) {
    let mut best = vec![[Duration::MAX; 2]; all.len()];
    for round in 0..ROUNDS {
        for (query, best) in all.iter().zip(&mut best) {
            // Who comes second finds warmer caches, so they take turns.
            for turn in 0..2 {
                let who = (turn + round) % 2;
                let began = Instant::now();
                if who == 0 {
                    ours(catalogue, query)
                } else {
                    bare.find(query)
                }
                best[who] = best[who].min(began.elapsed());
            }
        }
    }
    if let Ok(path) = std::env::var("SIGNPOST_BENCH_TIMES") {
        std::fs::write(path, queries::listed(all, &best)).unwrap();
    }
    let times = |who: usize, keep: &dyn Fn(&Query) -> bool| -> Times {
        all.iter().zip(&best).filter(|(q, _)| keep(q)).map(|(_, b)| b[who]).collect()
    };
    for (what, keep) in [
        ("all queries", &(|_: &Query| true) as &dyn Fn(&Query) -> bool),
        ("words of 3 letters and more", &Query::is_long),
        ("one or two letters at the end", &|q| !q.is_long()),
    ] {
        let (own, theirs) = (times(0, keep), times(1, keep));
        let limit = match what {
            "all queries" => Some(4.0),
            "words of 3 letters and more" => Some(2.5),
            _ => None,
        };
        table.slower(&format!("search, median, bare BM25, {what}{size}"), own.median(), theirs.median(), None);
        table.slower(&format!("search, p99, bare BM25, {what}{size}"), own.at(0.99), theirs.at(0.99), limit);
    }
}

/// Compares with the bare index again, each query after one that has nothing to do with it: what the desk keeps of the last query helps nobody here.
fn scattered(catalogue: &Catalogue, bare: &Bare, all: &[Query], table: &mut Table) {
    // A step that has no factor in common with the number of queries comes to each of them once.
    const STEP: usize = 7919;
    let scattered: Vec<&Query> = (0..all.len()).map(|n| &all[n * STEP % all.len()]).collect();
    let mut best = vec![[Duration::MAX; 2]; all.len()];
    for _ in 0..ROUNDS {
        for (query, best) in scattered.iter().zip(&mut best) {
            let began = Instant::now();
            ours(catalogue, query);
            best[0] = best[0].min(began.elapsed());
            let began = Instant::now();
            bare.find(query);
            best[1] = best[1].min(began.elapsed());
        }
    }
    let [own, theirs] = [0, 1].map(|who| best.iter().map(|b| b[who]).collect::<Times>());
    table.slower("search, median, bare BM25, scattered queries", own.median(), theirs.median(), None);
    table.slower("search, p99, bare BM25, scattered queries", own.at(0.99), theirs.at(0.99), None);
}

/// Takes the times of both for some of the queries, one after the other, the shortest of some rounds. Each answers the letter before first, without being timed, as it does at a desk; else it would find nothing of its own in the processor's caches, but all that the other left there.
fn beside(catalogue: &Catalogue, other: &dyn Reference, all: &[Query], sample: usize) -> (Times, Times) {
    let pairs: Vec<_> = all.windows(2).step_by((all.len() / sample).max(1)).collect();
    let mut best = vec![[Duration::MAX; 2]; pairs.len()];
    for _ in 0..ROUNDS {
        for (pair, best) in pairs.iter().zip(&mut best) {
            let [before, query] = pair else { continue };
            ours(catalogue, before);
            let began = Instant::now();
            ours(catalogue, query);
            best[0] = best[0].min(began.elapsed());
            other.find(before);
            let began = Instant::now();
            other.find(query);
            best[1] = best[1].min(began.elapsed());
        }
    }
    (best.iter().map(|b| b[0]).collect(), best.iter().map(|b| b[1]).collect())
}

fn found(catalogue: &Catalogue, text: &str) -> Results {
    catalogue.find(&Ask::of(text), USUAL_LIMIT).unwrap()
}

/// Does what the screen does for each key: the first fifty, with all that a row shows.
fn ours(catalogue: &Catalogue, query: &Query) {
    std::hint::black_box(catalogue.find(&Ask::of(&query.text), USUAL_LIMIT).unwrap());
}

/// Measures the program itself: its start, its keys, its rest.
fn at_the_screen(folders: &Folders, all: &[Query], table: &mut Table) {
    let home = screen::Home { catalogue: &folders.catalogue, cache: &folders.cache, own: &folders.home };
    screen::starts(&home, table);
    // The last query of each phrase is the phrase itself.
    let whole = all.windows(2).filter(|pair| pair[1].text.len() < pair[0].text.len()).map(|pair| pair[0].text.clone());
    screen::typing(&home, whole, table);
    let small = prepare(FIRST_DAY);
    let home = screen::Home { catalogue: &small.catalogue, cache: &small.cache, own: &small.home };
    screen::first_day(&home, FIRST_DAY, table);
}

/// Notes how long a fresh process takes from the folder to its first answer, and the memory that it keeps for itself.
fn start(folders: &Folders, table: &mut Table) {
    let mut child = Command::new(std::env::current_exe().unwrap());
    let output = child.arg(START).arg(&folders.cache).arg(&folders.catalogue).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines();
    let time: f64 = lines.next().unwrap().parse().unwrap();
    table.note("start: open the snapshot, first answer", milliseconds(Duration::from_secs_f64(time)));
    let memory = lines.next().and_then(|line| line.strip_suffix(" MB")?.parse().ok());
    match memory {
        Some(memory) => table.amount("memory of its own after 500 queries", memory, "MB", MOST_MEMORY),
        None => table.note("memory of its own after 500 queries", "not known here".to_owned()),
    }
}
