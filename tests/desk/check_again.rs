//! A second check costs only what changed, and says what a first one would say, whatever happened to what it remembers.

use crate::check::good;
use crate::common::{Home, NOW};
use signpost::audit::{self, render};
use signpost::catalogue::Folder;
use signpost::clock::{Clock, parse_now};
use std::fs::FileTimes;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

fn clock() -> Clock {
    Clock::fixed(parse_now(NOW).unwrap())
}

fn remembered(home: &Home) -> PathBuf {
    home.path("remembered.bin")
}

fn again(home: &Home) -> String {
    let audit = audit::run_again(&Folder::Disk(home.path("cat")), &clock(), &remembered(home)).unwrap();
    render::human(&audit, "", false)
}

fn anew(home: &Home) -> String {
    render::human(&audit::run(&Folder::Disk(home.path("cat")), &clock()).unwrap(), "", false)
}

/// Makes every file old, so that it is remembered; a file that was changed a moment ago is not.
fn age(home: &Home, path: &str) {
    let path = home.path(path);
    if path.is_dir() {
        for entry in std::fs::read_dir(&path).unwrap() {
            age(home, entry.unwrap().path().to_str().unwrap());
        }
    } else {
        let old = SystemTime::now() - Duration::from_secs(60);
        std::fs::File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_times(FileTimes::new().set_modified(old))
            .unwrap();
    }
}

const TOYS: &str = "cat/services/town/toy-library.toml";

#[test]
fn what_is_remembered_is_not_read_again_and_what_changed_is() {
    let home = good();
    age(&home, "cat");
    let first = again(&home);
    assert_eq!(first, anew(&home));
    // Same size, same time: only who reads it sees that it is bad now.
    let text = std::fs::read_to_string(home.path(TOYS)).unwrap();
    home.write(TOYS, &text.replace("needs = [", "needs = {"));
    age(&home, "cat");
    let time = std::fs::metadata(home.path(TOYS)).unwrap().modified().unwrap();
    assert_ne!(again(&home), first, "another time is another file");
    home.write(TOYS, &text);
    let set = |time| {
        std::fs::File::options()
            .write(true)
            .open(home.path(TOYS))
            .unwrap()
            .set_times(FileTimes::new().set_modified(time))
            .unwrap()
    };
    set(time);
    assert_eq!(again(&home), first);
    home.write(TOYS, &text.replace("needs = [", "needs = {"));
    set(time);
    assert_eq!(again(&home), first, "it was not remembered, or it was read all the same");
    assert_ne!(anew(&home), first);
}

#[test]
fn what_the_rules_know_of_other_files_counts_too() {
    let home = good();
    age(&home, "cat");
    again(&home);
    // A need that went, a hub that went, another day.
    let needs = std::fs::read_to_string(home.path("cat/needs.toml")).unwrap();
    home.write("cat/needs.toml", &needs.replace("id = \"toy-lending\"", "id = \"toys-to-lend\""));
    age(&home, "cat");
    let said = again(&home);
    assert!(said.contains("There is no need \"toy-lending\""), "{said}");
    assert_eq!(said, anew(&home));
    home.write("cat/needs.toml", &needs);
    age(&home, "cat");
    again(&home);
    let before = Clock::fixed(parse_now("2026-11-20T10:00").unwrap());
    let earlier = audit::run_again(&Folder::Disk(home.path("cat")), &before, &remembered(&home)).unwrap();
    assert!(earlier.has_errors(), "the check of 22 November lies in the future on the 20th");
}

#[test]
fn doubles_are_found_between_what_is_remembered_and_what_is_new() {
    let home = good();
    age(&home, "cat");
    again(&home);
    let text = std::fs::read_to_string(home.path(TOYS)).unwrap().replace("formerly = [\"toys\"]\n", "");
    home.write("cat/services/town/toys.toml", &text);
    let said = again(&home);
    assert!(
        said.contains("The old id \"toys\" is now that of") && said.contains("11 | formerly = [\"toys\"]"),
        "{said}"
    );
    assert!(said.contains("A service with the same name at the same place"), "{said}");
    assert_eq!(said, anew(&home));
    std::fs::remove_file(home.path("cat/services/town/toys.toml")).unwrap();
    assert_eq!(again(&home), anew(&home));
}

#[test]
fn a_damaged_memory_is_as_if_there_were_none() {
    let home = good();
    age(&home, "cat");
    let first = again(&home);
    let whole = std::fs::read(remembered(&home)).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 40 + 1) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        std::fs::write(remembered(&home), &bytes).unwrap();
        assert_eq!(again(&home), first, "byte {at}");
        std::fs::write(remembered(&home), &whole[..at]).unwrap();
        assert_eq!(again(&home), first, "cut at {at}");
    }
    // One that can't be written stops nothing.
    std::fs::remove_file(remembered(&home)).unwrap();
    std::fs::create_dir(remembered(&home)).unwrap();
    assert_eq!(again(&home), first);
}

#[test]
fn the_command_remembers_in_the_cache_and_leaves_nothing_else() {
    let home = good();
    age(&home, "cat");
    let first = home.run(&["catalogue", "check", "cat"]);
    let second = home.run(&["catalogue", "check", "cat"]);
    assert_eq!((first.code, first.out), (second.code, second.out));
    let mut found = Vec::new();
    let mut folders = vec![home.path("")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_str().unwrap().contains("checked") {
                found.push(path.file_name().unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    assert_eq!(found, ["checked.bin"]);
}
