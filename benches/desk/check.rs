//! The check of a whole catalogue: how many files a second when nothing is known, and how much of that time a second check takes, nothing and ten files having changed.

use crate::table::Table;
use signpost::audit::{self, Audit};
use signpost::catalogue::Folder;
use signpost::clock::Clock;
use std::path::Path;
use std::time::{Duration, Instant};

/// Files a second, the first time.
const FIRST: f64 = 25_000.0;
/// The part of the first time that a second check may take.
const SECOND: f64 = 0.35;
/// How often a second check is made; the shortest time counts.
const ROUNDS: usize = 5;

/// Checks the catalogue without and with what earlier checks remember.
pub fn run(root: &Path, cache: &Path, table: &mut Table) {
    let folder = Folder::Disk(root.to_owned());
    let clock = Clock::system(chrono_tz::Tz::Europe__London);
    let remembered = cache.join("bench-checked.bin");
    let check = || {
        let began = Instant::now();
        let audit = audit::run_again(&folder, &clock, &remembered).unwrap();
        (began.elapsed(), audit)
    };
    let first: Vec<(Duration, Audit)> = (0..ROUNDS)
        .map(|_| {
            let _ = std::fs::remove_file(&remembered);
            check()
        })
        .collect();
    let (took, audit) = first.into_iter().min_by_key(|(took, _)| *took).unwrap();
    assert!(!audit.has_errors());
    table.reached("whole check, first time", audit.files as f64 / took.as_secs_f64(), "files a second", FIRST);
    let again = (0..ROUNDS).map(|_| check()).inspect(|(_, again)| assert_eq!(again.reports.len(), audit.reports.len()));
    let again = again.map(|(took, _)| took).min().unwrap();
    table.slower("whole check again, nothing changed, the first time", again, took, Some(SECOND));
}
