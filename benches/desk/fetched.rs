//! A catalogue of which ten files changed at its remote: how long after the fetch they are found.

use super::changed::{CHANGED, WORDS};
use super::measure::Times;
use super::table::Table;
use signpost::catalogue::{Files, Folder};
use signpost::clock::Clock;
use signpost::desk::{Catalogue, USUAL_LIMIT};
use signpost::git::{OwnClone, Remote};
use signpost::search::Ask;
use signpost::snapshot::Cache;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long the first fetch may take.
const FIRST: Duration = Duration::from_secs(1800);

/// Runs a plain git in the catalogue's folder.
fn git(root: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(root).args(["-c", "user.name=Staff", "-c", "user.email=staff@hub.example", "-c", "gc.auto=0"]);
    assert!(command.args(arguments).status().unwrap().success(), "git {arguments:?}");
}

/// Measures it on the catalogue in a folder, which becomes a repository for it.
pub fn run(root: &Path, cache: &Path, data: &Path, whole: Duration, table: &mut Table) {
    let _ = (std::fs::remove_dir_all(data), std::fs::remove_dir_all(root.join(".git")));
    git(root, &["init", "-q", "-b", "main"]);
    git(root, &["add", "-A"]);
    git(root, &["commit", "-q", "-m", "All"]);
    let clone = OwnClone::of(data, Remote::in_folder(&root.join(".git"), None).unwrap());
    clone.make().unwrap();
    let clock = Clock::system(chrono_tz::Tz::Europe__London);
    let tree = |commit: &str| Folder::Given(Arc::new(clone.tree(commit)));
    let first = clone.fetch(FIRST).unwrap();
    let folder = tree(&first);
    let cache = Cache::of(cache, &folder);
    let began = Instant::now();
    let services = cache.compile(&folder, clock).unwrap().1.services;
    table.slower("full build from git, full build from the folder", began.elapsed(), whole, None);
    clone.move_on(&first, clock.now()).unwrap();

    let listing = folder.list().unwrap();
    let files: Vec<_> = listing.files.iter().filter(|file| file.locality().is_some()).collect();
    let chosen: Vec<_> = files.iter().step_by((files.len() / CHANGED).max(1)).take(CHANGED).collect();
    let texts: Vec<String> = chosen.iter().map(|file| folder.read(file).unwrap().into_owned()).collect();
    assert!(chosen.len() == CHANGED && services > CHANGED);
    let (mut all, mut diffs, mut lists, mut compiles, mut finds) = (vec![], vec![], vec![], vec![], vec![]);
    for word in WORDS {
        for (file, text) in chosen.iter().zip(&texts) {
            let text = text.replacen("name = \"", &format!("name = \"{word} "), 1);
            std::fs::write(root.join(&file.path), text).unwrap();
        }
        git(root, &["commit", "-q", "-a", "-m", word]);
        let before = clone.current().unwrap();
        let tip = clone.fetch(FIRST).unwrap();
        let began = Instant::now();
        assert!(clone.contains(&tip, &before).unwrap());
        let folder = tree(&tip);
        let opened = cache.fresh(&folder, clock).unwrap();
        assert!(opened.snapshot.manifest.base.is_some(), "all was compiled");
        clone.move_on(&tip, clock.now()).unwrap();
        compiles.push(began.elapsed());
        let began_to_open = Instant::now();
        let catalogue = Catalogue::new(opened.snapshot, None, clock);
        let found = catalogue.find(&Ask::of(word), USUAL_LIMIT).unwrap();
        finds.push(began_to_open.elapsed());
        all.push(began.elapsed());
        assert_eq!(found.listed.len(), CHANGED);
        // The parts of it, each once more by itself.
        let began = Instant::now();
        assert_eq!(clone.diff(&before, &tip).unwrap().len(), CHANGED);
        diffs.push(began.elapsed());
        let began = Instant::now();
        assert!(clone.tree(&tip).list().unwrap().len() >= services);
        lists.push(began.elapsed());
    }
    for (file, text) in chosen.iter().zip(&texts) {
        std::fs::write(root.join(&file.path), text).unwrap();
    }
    std::fs::remove_dir_all(root.join(".git")).unwrap();
    let times = |some: Vec<Duration>| Times::from_iter(some);
    let all = times(all);
    let what = format!("{CHANGED} changed files, from the fetch until they are found");
    table.within(&what, all.median(), Duration::from_millis(300), all.at(1.0));
    table.slower(&format!("{what}, full build"), all.median(), whole, Some(0.04));
    let diff = times(diffs).median();
    table.slower(&format!("{what}, git diff of the two trees"), all.median(), diff, None);
    for (part, time) in [
        ("git lists the tree", times(lists).median()),
        ("listed, compared, compiled and noted", times(compiles).median()),
        ("opened and found", times(finds).median()),
    ] {
        table.slower(&format!("  of that: {part}, git diff of the two trees"), time, diff, None);
    }
}
