//! The check of the whole catalogue: every problem of every file in one run, and what no file can know alone.

mod across;
mod alike;
mod allowed;
mod due;
mod facets;
mod facts;
mod glyphs;
mod kept;
mod position;
pub mod render;
pub mod sarif;
mod sayings;
mod sites;
mod slips;
mod teller;
mod template;
mod words;

pub use facts::alike;
pub use position::Position;

use crate::catalogue::check::{self, Known};
use crate::catalogue::{
    BankHolidays, Facets, File, Folder, Header, Hub, Language, Listing, Needs, Parsed, Part, Problem, Safeguarding,
    SafeguardingTests, Service, Severity, SlipLook, Taxonomy, Terms, parse,
};
use crate::clock::Clock;
use crate::error::Result;
use facts::Facts;
use kept::Kept;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use teller::Teller;

/// How many files a thread takes at once.
const PORTION: usize = 64;

/// What the check of a catalogue found.
#[derive(Debug, Default)]
pub struct Audit {
    /// How many files were looked at.
    pub files: usize,
    /// Problems, sorted by path and by their place in the file.
    pub reports: Vec<Report>,
    /// What is worth knowing and no problem, one sentence or two each.
    pub notes: Vec<String>,
}

/// One problem and the file that has it.
#[derive(Debug, Clone)]
pub struct Report {
    /// Path inside the catalogue's folder, with `/` between its parts.
    pub path: String,
    /// The file's text, empty when it could not be read.
    pub text: Arc<str>,
    /// The problem.
    pub problem: Problem,
}

impl Audit {
    /// Returns whether something is wrong that keeps a file from being used.
    pub fn has_errors(&self) -> bool {
        self.reports.iter().any(|r| r.problem.severity == Severity::Error)
    }

    /// Returns how many files have problems.
    pub fn files_with_problems(&self) -> usize {
        self.reports.iter().map(|r| r.path.as_str()).collect::<BTreeSet<_>>().len()
    }
}

/// Checks the whole catalogue.
///
/// # Errors
/// When the folder itself can't be read, or is no catalogue.
pub fn run(folder: &Folder, clock: &Clock) -> Result<Audit> {
    check_whole(folder, clock, None)
}

/// Checks the whole catalogue and looks only at what changed since the last check, which is remembered in a file.
///
/// # Errors
/// When the folder itself can't be read, or is no catalogue.
pub fn run_again(folder: &Folder, clock: &Clock, remembered: &Path) -> Result<Audit> {
    check_whole(folder, clock, Some(remembered))
}

fn check_whole(folder: &Folder, clock: &Clock, remembered: Option<&Path>) -> Result<Audit> {
    let listing = folder.list()?;
    let (known, header) = known(folder, &listing, clock);
    let newer = check::is_newer(&header);
    let mut reports = missing(&listing);
    reports.extend(slips::reports(&listing));
    reports.extend(template::reports(folder, &listing, newer));
    reports.extend(localities(&known));
    let mut kept = remembered.map(|path| Kept::open(path, &format!("{newer} {known:?}")));
    let mut facts = Vec::new();
    let (files, unchanged) = match &mut kept {
        Some(kept) => kept.take(&listing.files, &mut facts),
        None => (listing.files.iter().collect(), Vec::new()),
    };
    let (found, fresh) = check_all(folder, &files, &known, newer);
    facts.extend(fresh);
    // Which thread took which file is chance; what is told first must not be.
    facts.sort_by(|a, b| a.path.cmp(&b.path));
    if let Some(kept) = kept {
        let bad: HashSet<&str> = found.iter().map(|report| report.path.as_str()).collect();
        let right: Vec<&File> =
            files.into_iter().filter(|file| !bad.contains(file.path.as_str())).chain(unchanged).collect();
        kept.write(folder, &right, &facts);
    }
    reports.extend(found);
    let mut teller = Teller::new(folder, &listing.files);
    let compared = across::problems(&facts).into_iter().chain(alike::problems(&facts)).chain(sites::problems(&facts));
    let all = compared.chain(due::stale(&facts, &header, known.today)).chain(words::problems(&facts));
    reports.extend(teller.reports(all));
    let needs = listing.files.iter().find(|file| file.part == Part::Needs);
    reports.extend(due::few(folder, needs, &facts, newer));
    reports.extend(sayings::reports(folder, &listing, newer));
    let notes = slips::notes(folder, &listing, &facts, newer);
    let files = listing.files.len() + listing.strays.len();
    let stray = |s: crate::catalogue::Stray| Report { path: s.path, text: Arc::from(""), problem: s.problem };
    reports.extend(listing.strays.into_iter().map(stray));
    reports.sort_by(|a, b| (&a.path, a.problem.span.start).cmp(&(&b.path, b.problem.span.start)));
    Ok(Audit { files, reports, notes })
}

/// Gathers what the rules for one file need to know of the others, and what holds for the whole catalogue.
pub fn known(folder: &Folder, listing: &Listing, clock: &Clock) -> (Known, Header) {
    let ids = |part: Part| listing.files.iter().filter(move |f| f.part == part).map(|f| f.id().to_owned());
    let text_of = |part: Part| {
        let file = listing.files.iter().find(|f| f.part == part)?;
        folder.read(file).ok()
    };
    let header = text_of(Part::Header).map(|text| parse::<Header>(&text, true).value).unwrap_or_default();
    let newer = check::is_newer(&header);
    let zone = header.time_zone.as_deref().and_then(|zone| zone.parse().ok()).unwrap_or(chrono_tz::Tz::Europe__London);
    let needs = text_of(Part::Needs).and_then(|text| {
        let parsed = parse::<Needs>(&text, newer);
        let broken = parsed.problems.iter().any(|p| p.code == "syntax");
        (!broken).then_some(parsed.value.needs)
    });
    let sensitive = needs.iter().flatten().filter(|need| need.sensitive).map(|need| need.id.clone()).collect();
    let known = Known {
        needs: needs.map(|needs| needs.into_iter().map(|need| need.id).collect()),
        sensitive,
        hubs: ids(Part::Hub).collect(),
        terms: ids(Part::Terms).collect(),
        localities: listing.files.iter().filter_map(File::locality).map(str::to_owned).collect(),
        logo: listing.files.iter().any(|f| f.part == Part::SlipLogo),
        today: clock.in_zone(zone).today(),
    };
    (known, header)
}

/// Tells which of the files are missing that every catalogue has once.
fn missing(listing: &Listing) -> Vec<Report> {
    let mut out = Vec::new();
    let mut tell = |part: Part, path: &str, problem: Problem| {
        if !listing.files.iter().any(|f| f.part == part) {
            out.push(Report { path: path.to_owned(), text: Arc::from(""), problem });
        }
    };
    let needs = Problem::error("missing-file", 0..0, "There is no needs.toml, which names what families need.");
    tell(Part::Needs, "needs.toml", needs.hint("Copy the one of the starter: signpost catalogue init DIR."));
    let words = "There is no safeguarding.toml, so the prompts go by the words inside the program alone.";
    tell(Part::Safeguarding, "safeguarding.toml", Problem::warning("missing-file", 0..0, words));
    let holidays = "There is no bank_holidays.toml, so nobody can tell what is closed on bank holidays.";
    tell(Part::BankHolidays, "bank_holidays.toml", Problem::warning("missing-file", 0..0, holidays));
    out
}

/// Tells which folders of services have a name that can't be an id.
fn localities(known: &Known) -> impl Iterator<Item = Report> + '_ {
    known.localities.iter().filter_map(|locality| {
        let problem = Problem::error("bad-id", 0..0, check::id_problem(locality)?).hint("Rename the folder.");
        Some(Report { path: format!("services/{locality}"), text: Arc::from(""), problem })
    })
}

/// Checks each file on its own, on all processors.
fn check_all(folder: &Folder, files: &[&File], known: &Known, newer: bool) -> (Vec<Report>, Vec<Facts>) {
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut reports, mut facts) = (Vec::new(), Vec::new());
        loop {
            let start = next.fetch_add(PORTION, Ordering::Relaxed);
            let Some(portion) = files.get(start..files.len().min(start + PORTION)).filter(|p| !p.is_empty()) else {
                return (reports, facts);
            };
            for file in portion {
                check_one(folder, file, known, newer, &mut reports, &mut facts);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(files.len().div_ceil(PORTION));
    let (mut reports, mut facts) = (Vec::new(), Vec::new());
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            let (some_reports, some_facts) = worker.join().unwrap_or_else(|e| std::panic::resume_unwind(e));
            reports.extend(some_reports);
            facts.extend(some_facts);
        }
    });
    (reports, facts)
}

fn check_one(
    folder: &Folder,
    file: &File,
    known: &Known,
    newer: bool,
    reports: &mut Vec<Report>,
    facts: &mut Vec<Facts>,
) {
    if file.part == Part::SlipLogo {
        let problems = match folder.bytes(file) {
            Ok(bytes) => check::logo(&file.path, &bytes),
            Err(problem) => vec![problem],
        };
        let report = |problem| Report { path: file.path.clone(), text: Arc::from(""), problem };
        return reports.extend(problems.into_iter().map(report));
    }
    let text = match folder.read(file) {
        Ok(text) => text,
        Err(problem) => {
            reports.push(Report { path: file.path.clone(), text: Arc::from(""), problem });
            return;
        }
    };
    let mut problems = match file.part {
        Part::Header => check::header(&parse::<Header>(&text, newer), known),
        Part::Needs => check::needs(&parse::<Needs>(&text, newer)),
        Part::Safeguarding => check::safeguarding(&parse::<Safeguarding>(&text, newer), known),
        Part::SafeguardingTests => check::safeguarding_tests(&parse::<SafeguardingTests>(&text, newer), known),
        Part::BankHolidays => check::bank_holidays(&parse::<BankHolidays>(&text, newer), known),
        Part::Taxonomy => check::taxonomy(&parse::<Taxonomy>(&text, newer), known),
        Part::Facets => facets::problems(&parse::<Facets>(&text, newer)),
        Part::Terms => check::terms(&parse::<Terms>(&text, newer), file.id(), known),
        Part::Hub => {
            let parsed = parse::<Hub>(&text, newer);
            printable(&parsed, check::hub(&parsed, file.id(), known))
        }
        Part::Service => {
            let parsed = parse::<Service>(&text, newer);
            facts.push(Facts::of(file, &parsed));
            printable(&parsed, check::service(&parsed, file.id(), known))
        }
        Part::Queries => check::queries(&text, known),
        Part::Language => {
            let parsed = parse::<Language>(&text, newer);
            printable(&parsed, check::language(&parsed, file.id(), known, newer))
        }
        Part::SlipLook => {
            let parsed = parse::<SlipLook>(&text, newer);
            printable(&parsed, check::look(&parsed, known))
        }
        Part::SlipTemplate => check::template(&text),
        Part::Report => check::report(&parse::<crate::catalogue::DeskReport>(&text, newer), known),
        // It is no text.
        Part::SlipLogo => Vec::new(),
    };
    if matches!(file.part, Part::Service | Part::Needs) {
        problems.extend(allowed::problems(&text));
    }
    if !problems.is_empty() {
        let text: Arc<str> = Arc::from(text);
        let report = |problem| Report { path: file.path.clone(), text: Arc::clone(&text), problem };
        reports.extend(problems.into_iter().map(report));
    }
}

/// Returns the problems of a file with those of what slips can't print.
fn printable<T>(parsed: &Parsed<'_, T>, mut problems: Vec<Problem>) -> Vec<Problem> {
    glyphs::check(parsed, &mut problems);
    problems
}
