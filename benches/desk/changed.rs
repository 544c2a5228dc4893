//! Ten files of many are changed: how long until what they say now is found, from looking for changes to the first answer.

use crate::measure::Times;
use crate::table::Table;
use signpost::catalogue::{File, Folder};
use signpost::clock::Clock;
use signpost::desk::{Catalogue, USUAL_LIMIT};
use signpost::search::Ask;
use signpost::snapshot::Cache;
use std::path::Path;
use std::time::{Duration, Instant};

/// Files that are changed.
pub const CHANGED: usize = 10;
/// How often.
const ROUNDS: usize = 7;
/// A word that no service has.
pub const WORDS: [&str; ROUNDS] =
    ["zyxquince", "zyxharbour", "zyxlantern", "zyxmeadow", "zyxpebble", "zyxsaffron", "zyxthistle"];

/// Changes files of a catalogue, and puts them back as they were.
pub fn run(root: &Path, cache: &Cache, whole: Duration, table: &mut Table) {
    let folder = Folder::Disk(root.to_owned());
    let clock = Clock::system(chrono_tz::Tz::Europe__London);
    let listing = folder.list().unwrap();
    let services: Vec<&File> = listing.files.iter().filter(|file| file.locality().is_some()).collect();
    let chosen: Vec<&File> = services.iter().step_by(services.len() / CHANGED).take(CHANGED).copied().collect();
    let texts: Vec<String> = chosen.iter().map(|file| folder.read(file).unwrap().into_owned()).collect();
    let mut times = Vec::new();
    for word in WORDS {
        for (file, text) in chosen.iter().zip(&texts) {
            let text = text.replacen("name = \"", &format!("name = \"{word} "), 1);
            std::fs::write(root.join(&file.path), text).unwrap();
        }
        let began = Instant::now();
        let opened = cache.fresh(&folder, clock).unwrap();
        assert!(opened.snapshot.manifest.base.is_some(), "all was compiled");
        let catalogue = Catalogue::new(opened.snapshot, None, clock);
        let found = catalogue.find(&Ask::of(word), USUAL_LIMIT).unwrap();
        times.push(began.elapsed());
        assert_eq!(found.listed.len(), CHANGED);
    }
    for (file, text) in chosen.iter().zip(&texts) {
        std::fs::write(root.join(&file.path), text).unwrap();
    }
    let times = Times::from_iter(times);
    let what = format!("{CHANGED} changed files, until they are found");
    table.within(&what, times.median(), Duration::from_millis(200), times.at(1.0));
    table.slower(&format!("{what}, full build"), times.median(), whole, Some(0.03));
}
