//! Saving, beside the least that keeps anything through a power cut: one append and fdatasync.

use crate::measure::Times;
use crate::table::Table;
use signpost::clock::Clock;
use signpost::record::{Enquiry, Met, Outcome};
use signpost::store::Store;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Saves whose median is taken.
const SAVES: usize = 1000;
/// Bytes of one append, about what an enquiry is in a text file.
const APPEND: [u8; 256] = [b'x'; 256];

/// Saves into a new store in this folder, and appends to a file beside it, in turns.
pub fn run(dir: &Path, table: &mut Table) {
    let _ = std::fs::remove_dir_all(dir);
    std::fs::create_dir_all(dir).unwrap();
    let mut store = Store::open(&dir.join("data")).unwrap();
    let mut file = File::options().create(true).append(true).open(dir.join("appended")).unwrap();
    let clock = Clock::system(chrono_tz::Tz::Europe__London);
    let (mut ours, mut theirs) = (Vec::<Duration>::new(), Vec::new());
    for _ in 0..SAVES {
        let mut enquiry = Enquiry::new("example-riverside");
        enquiry.needs = vec![Met::new("debt-advice", Outcome::Signposted)];
        enquiry.services = ["national-debtline".to_owned()].into();
        let began = Instant::now();
        store.save(&enquiry, &clock).unwrap();
        ours.push(began.elapsed());
        let began = Instant::now();
        file.write_all(&APPEND).unwrap();
        file.sync_data().unwrap();
        theirs.push(began.elapsed());
    }
    let (ours, theirs): (Times, Times) = (ours.into_iter().collect(), theirs.into_iter().collect());
    table.slower("saving, median, append and fdatasync", ours.median(), theirs.median(), Some(2.0));
    table.slower("saving, p99, append and fdatasync", ours.at(0.99), theirs.at(0.99), None);
    let _ = std::fs::remove_dir_all(dir);
}
