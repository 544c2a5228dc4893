//! Times, and what a process of its own tells.

use crate::queries;
use signpost::catalogue::Folder;
use signpost::clock::Clock;
use signpost::desk::{Catalogue, USUAL_LIMIT};
use signpost::search::Ask;
use signpost::snapshot::Cache;
use std::path::Path;
use std::time::{Duration, Instant};

/// Times in order.
pub struct Times(Vec<Duration>);

impl FromIterator<Duration> for Times {
    fn from_iter<T: IntoIterator<Item = Duration>>(times: T) -> Self {
        let mut times: Vec<Duration> = times.into_iter().collect();
        times.sort_unstable();
        Self(times)
    }
}

impl Times {
    /// Returns the time that this part of all is not above.
    pub fn at(&self, part: f64) -> Duration {
        let last = self.0.len().saturating_sub(1);
        self.0.get((last as f64 * part).ceil() as usize).copied().unwrap_or_default()
    }

    /// Returns the time in the middle.
    pub fn median(&self) -> Duration {
        self.at(0.5)
    }
}

/// Returns a time in words.
pub fn milliseconds(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    let digits = if ms < 10.0 { 3 } else { 1 };
    format!("{ms:.digits$} ms")
}

/// Opens the newest snapshot, answers a query, and prints how long it took and the memory that is then this process's own.
pub fn start(cache: &Path, folder: &Path) {
    let began = Instant::now();
    let clock = Clock::system(chrono_tz::Tz::Europe__London);
    let snapshot = Cache::of(cache, &Folder::Disk(folder.to_owned())).newest().unwrap();
    let catalogue = Catalogue::new(snapshot, None, clock);
    std::hint::black_box(catalogue.find(&Ask::of("stay and play"), USUAL_LIMIT).unwrap());
    println!("{}", began.elapsed().as_secs_f64());
    for query in queries::draw(catalogue.snapshot(), 500, 2) {
        std::hint::black_box(catalogue.find(&Ask::of(&query.text), USUAL_LIMIT).unwrap());
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let own = status.lines().find_map(|l| l.strip_prefix("RssAnon:")).and_then(|l| l.split_whitespace().next());
    if let Some(kilobytes) = own.and_then(|n| n.parse::<f64>().ok()) {
        println!("{:.1} MB", kilobytes / 1024.0);
    }
}
