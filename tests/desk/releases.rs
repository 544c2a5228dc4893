//! `tally`: what leaves the program, that it stays as it was, and that true counts leave only on purpose.

#[path = "../../examples/generate_enquiries/people.rs"]
mod people;
#[allow(dead_code, reason = "the bench uses all of it")]
#[path = "../../examples/generate_enquiries/shapes.rs"]
mod shapes;

use crate::common::{Answer, Home, on_starter};
use crate::generate::words;
use serde_json::Value;
use signpost::clock::{Clock, parse_now};
use signpost::record::{Enquiry, Met, Outcome};
use signpost::store::Store;
use std::collections::BTreeMap;

const QUARTER: &str = "2026-27-Q3";

/// A lead's machine to which the exports of seven desks were brought: some two hundred enquiries a quarter.
fn lead() -> Home {
    let home = Home::in_memory();
    people::write(1600, &home.path("demo"), 1).unwrap();
    let mut files: Vec<String> = std::fs::read_dir(home.path("demo"))
        .unwrap()
        .map(|entry| entry.unwrap().path().display().to_string())
        .collect();
    files.sort();
    let mut arguments = vec!["enquiries", "import"];
    arguments.extend(files.iter().map(String::as_str));
    assert_eq!(on_starter(&home, &arguments).code, 0);
    home
}

fn tally(home: &Home, arguments: &[&str]) -> Answer {
    on_starter(home, &[&["tally"], arguments].concat())
}

fn files(home: &Home, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(home.path(folder)).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &std::path::Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    entries.map(|path| (name(&path), std::fs::read(&path).unwrap())).collect()
}

fn document(files: &BTreeMap<String, Vec<u8>>) -> Value {
    let json = files.iter().find(|(name, _)| name.ends_with(".json")).unwrap().1;
    serde_json::from_slice(json).unwrap()
}

/// Logs some enquiries of the quarter late, at a desk whose export comes in afterwards.
fn late(home: &Home, many: usize) {
    let other = Home::in_memory();
    let mut store = Store::open(&other.path("data")).unwrap();
    // What is saved by a test's clock never counts, so the row is written by one that tells the time of the machine.
    let clock = Clock::fixed(parse_now("2026-11-05T10:00").unwrap());
    for _ in 0..many {
        let mut enquiry = Enquiry::new("example-riverside");
        enquiry.needs = vec![Met::new("food", Outcome::Signposted)];
        store.save(&enquiry, &clock).unwrap();
    }
    let export = home.path("late.jsonl");
    store.export(&export, true).unwrap();
    let text = std::fs::read_to_string(&export).unwrap().replace("\"test\":true", "\"test\":false");
    std::fs::write(&export, text).unwrap();
    let export = export.display().to_string();
    assert_eq!(on_starter(home, &["enquiries", "import", &export]).code, 0);
}

#[test]
fn a_release_is_written_whole_and_stays_as_it_was() {
    let home = lead();
    let made = tally(&home, &["--period", QUARTER, "--output", "out"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let first = files(&home, "out");
    for end in [".csv", ".json", ".xlsx", ".html", ".pdf", "SHA256SUMS"] {
        assert!(first.keys().any(|name| name.ends_with(end)), "{end}");
    }
    let whole = document(&first);
    assert!(whole.to_string().contains("October to December 2026"));
    // A small count nowhere: every number of enquiries is zero or a multiple of five.
    let text = whole.to_string();
    for counted in text.split("\"count\":").skip(1) {
        let number: u64 = counted.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap();
        assert_eq!(number % 5, 0, "{number}");
    }
    let sums = std::process::Command::new("sha256sum")
        .args(["-c", "--quiet", "SHA256SUMS"])
        .current_dir(home.path("out"))
        .output()
        .unwrap();
    assert!(sums.status.success(), "{sums:?}");

    late(&home, 9);
    let again = tally(&home, &["--period", QUARTER, "--output", "again"]);
    assert!(again.err.contains("the same bytes"), "{}", again.err);
    assert_eq!(files(&home, "again"), first, "a released period is frozen");

    let revised = tally(&home, &["--period", QUARTER, "--output", "revised", "--revise"]);
    assert_eq!(revised.code, 0, "{}", revised.err);
    assert!(revised.err.contains("Revision 2"), "{}", revised.err);
    let second = files(&home, "revised");
    assert_ne!(second, first);
    assert!(document(&second).to_string().contains("revis"), "the revision says so");
    let unchanged = tally(&home, &["--period", QUARTER, "--output", "revised", "--revise"]);
    assert!(unchanged.err.contains("Nothing changed since"), "{}", unchanged.err);
    let log: Value = serde_json::from_str(&tally(&home, &["--log", "--json"]).out).unwrap();
    assert_eq!(log.as_array().unwrap().iter().map(|one| one["revision"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn true_counts_leave_with_a_reason_that_is_kept_and_a_key_encrypts_them() {
    let home = lead();
    let short = tally(&home, &["--period", QUARTER, "--internal", "why", "--output", "in"]);
    assert_eq!(short.code, 2);
    assert!(short.err.contains("need a reason"), "{}", short.err);
    let made = tally(&home, &["--period", QUARTER, "--internal", "planning the debt clinic", "--output", "in"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.err.contains("not encrypted"), "{}", made.err);
    let names = files(&home, "in");
    assert!(
        names.keys().filter(|name| *name != "SHA256SUMS").all(|name| name.contains("INTERNAL")),
        "{:?}",
        names.keys()
    );
    assert!(tally(&home, &["--log"]).out.contains("INTERNAL: planning the debt clinic"));
    // The log keeps that they were made, and nothing of what they hold: none of the tables lies in the store.
    let store = std::fs::read(home.path("data/enquiries.sqlite")).unwrap();
    assert!(!store.windows(18).any(|bytes| bytes == b"What families aske"));

    let key = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    let sealed = tally(
        &home,
        &["--period", QUARTER, "--internal", "planning the debt clinic", "--output", "sealed", "--to", key],
    );
    assert_eq!(sealed.code, 0, "{}", sealed.err);
    let files = files(&home, "sealed");
    assert_eq!(files.len(), 2, "{:?}", files.keys());
    let (_, bytes) = files.iter().find(|(name, _)| name.ends_with(".zip.age")).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1"));
    assert!(!bytes.windows(4).any(|bytes| bytes == b"PK\x03\x04"));
    let wrong = tally(&home, &["--period", QUARTER, "--internal", "planning the debt clinic", "--to", "age1xyz"]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
}

#[test]
fn true_counts_of_purged_months_are_refused() {
    let home = lead();
    let purged = on_starter(&home, &["purge", "--all"]);
    assert!([0, 3].contains(&purged.code), "{}", purged.err);
    let refused = tally(&home, &["--period", "2025-04", "--internal", "planning the debt clinic"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("were purged"), "{}", refused.err);
}

#[test]
fn one_question_and_a_look_are_protected_alike() {
    let home = lead();
    let look = tally(&home, &["--period", "2026-10", "--by", "channel"]);
    assert_eq!(look.code, 0, "{}", look.err);
    assert!(look.err.contains("A look and no release"), "{}", look.err);
    assert!(tally(&home, &["--log"]).err.contains("Nothing was released yet"));
    let csv = tally(&home, &["--period", "2026-10", "--by", "channel,hub", "--format", "csv"]);
    assert_eq!(csv.code, 0, "{}", csv.err);
    assert!(csv.out.starts_with('\u{feff}') && csv.out.contains("\r\n"), "{}", csv.out);
    assert!(tally(&home, &["--log"]).out.contains("by channel,hub"));
}

#[test]
fn what_can_not_be_released_says_why() {
    let alone = Home::in_memory();
    let said = |home: &Home, arguments: &[&str]| {
        let answer = tally(home, arguments);
        assert_eq!(answer.code, 2, "{}", answer.err);
        answer.err
    };
    assert!(said(&alone, &["--period", QUARTER, "--output", "out"]).contains("No enquiry of this locality is here"));
    let home = lead();
    assert!(said(&home, &["--period", "2026", "--output", "out"]).contains("This is no period"));
    assert!(said(&home, &["--period", QUARTER, "--locality", "nowhere", "--output", "out"]).contains("nowhere"));
    assert!(said(&home, &["--period", "2020-21-Q1", "--output", "out"]).contains("too few"));
    assert!(!home.path("out").exists());
}
