//! `purge`: what is older than it may be kept is in no file any more, and its counts are.

use crate::common::{Home, on_starter, starter};
use signpost::clock::{Clock, parse_now};
use signpost::desk::cube;
use signpost::record::{Enquiry, Met, Outcome};
use signpost::store::Store;
use signpost::tally::{Area, Dimension, Exact, Groups, Key, Span, Wants, What};
use std::path::Path;

/// Stands in old rows that are tests: nothing counts them.
const CANARY: &str = "canary-service-zq";

fn clock(now: &str) -> Clock {
    Clock::fixed(parse_now(now).unwrap())
}

fn enquiry(service: &str) -> Enquiry {
    let mut enquiry = Enquiry::new("example-riverside");
    enquiry.needs = vec![Met::new("debt-advice", Outcome::Signposted)];
    enquiry.services = [service.to_owned()].into();
    enquiry
}

/// Returns every file below a folder that holds one of some texts.
fn holding(dir: &Path, texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, texts));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            let has = |text: &String| bytes.windows(text.len()).any(|some| some == text.as_bytes());
            found.extend(texts.iter().any(has).then(|| path.display().to_string()));
        }
    }
    found
}

/// Fills a data folder with old and new enquiries, and copies of them in every place; returns what must vanish.
fn filled(home: &Home) -> Vec<String> {
    let data = home.path("data");
    let mut store = Store::open(&data).unwrap();
    for day in ["2025-08-30", "2025-09-11", "2025-09-30", "2025-10-01", "2026-11-20"] {
        let service = if day < "2025-10" { CANARY } else { "toy-library" };
        store.save(&enquiry(service), &clock(&format!("{day}T09:00"))).unwrap();
        store.care(&clock(&format!("{day}T09:00"))).unwrap();
    }
    // Another desk's enquiries came by an export, and are no tests.
    let mut other = Store::open(&home.path("other")).unwrap();
    let mut gone = vec![CANARY.to_owned()];
    for _ in 0..9 {
        gone.push(other.save(&enquiry("toy-library"), &clock("2025-09-17T16:00")).unwrap().to_string());
    }
    let export = home.path("other.jsonl");
    other.export(&export, false).unwrap();
    let text = std::fs::read_to_string(&export).unwrap().replace("\"test\":true", "\"test\":false");
    std::fs::write(&export, text).unwrap();
    assert_eq!(store.import(std::slice::from_ref(&export)).unwrap().added, 9);
    drop((store, other));
    std::fs::remove_dir_all(home.path("other")).unwrap();
    std::fs::remove_file(export).unwrap();
    assert_eq!(on_starter(home, &["search", "toys"]).code, 0, "the cache is filled");
    let inside = data.join("mine.sqlite").display().to_string();
    assert_eq!(home.run(&["backup", &inside]).code, 0);
    for name in ["enquiries-before-restore-1.sqlite", "enquiries-damaged-1.sqlite"] {
        std::fs::copy(data.join("enquiries.sqlite"), data.join(name)).unwrap();
    }
    gone
}

/// Returns what the doctor says, in one line.
fn doctor(home: &Home) -> String {
    on_starter(home, &["doctor"]).out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn no_file_holds_what_was_purged_and_its_counts_stay() {
    let home = Home::new();
    let gone = filled(&home);
    std::fs::remove_file(home.path("data/enquiries-damaged-1.sqlite")).unwrap();
    assert!(holding(&home.path(""), &gone).len() >= 7);
    let doctor = doctor(&home);
    assert!(doctor.contains("12 enquiries are older than the 13 months that they are kept"), "{doctor}");
    assert!(doctor.contains("signpost purge"), "{doctor}");
    let before = holding(&home.path(""), &gone);
    insta::assert_snapshot!(on_starter(&home, &["purge", "--dry-run"]).whole(&home), @"
    Would be erased: 12 enquiries up to 30 September 2025. This month and 13 whole months before it are kept.
      August 2025             1
      September 2025         11
    The counts of these months stay, those of sensitive needs and services by locality only.
    Would be taken out of ~/data/backups/0001-2025-08-30.sqlite: 1 enquiry
    Would be taken out of ~/data/backups/0002-2025-09-11.sqlite: 2 enquiries
    Would be taken out of ~/data/backups/0003-2025-09-30.sqlite: 3 enquiries
    Would be taken out of ~/data/backups/0004-2025-10-01.sqlite: 3 enquiries
    Would be taken out of ~/data/backups/0005-2026-11-20.sqlite: 3 enquiries
    Would be taken out of ~/data/enquiries-before-restore-1.sqlite: 12 enquiries
    Would be taken out of ~/data/mine.sqlite: 12 enquiries
    --- said
    Copies outside ~/data are not known here: delete older backups and exports there, or make them anew.
    --- exit code 0
    ");
    assert_eq!(holding(&home.path(""), &gone), before);
    insta::assert_snapshot!(on_starter(&home, &["purge"]).whole(&home), @"
    Erased for good: 12 enquiries up to 30 September 2025. This month and 13 whole months before it are kept.
      August 2025             1
      September 2025         11
    The counts of these months stay, those of sensitive needs and services by locality only.
    Taken out of ~/data/backups/0001-2025-08-30.sqlite: 1 enquiry
    Taken out of ~/data/backups/0002-2025-09-11.sqlite: 2 enquiries
    Taken out of ~/data/backups/0003-2025-09-30.sqlite: 3 enquiries
    Taken out of ~/data/backups/0004-2025-10-01.sqlite: 3 enquiries
    Taken out of ~/data/backups/0005-2026-11-20.sqlite: 3 enquiries
    Taken out of ~/data/enquiries-before-restore-1.sqlite: 12 enquiries
    Taken out of ~/data/mine.sqlite: 12 enquiries
    --- said
    Copies outside ~/data are not known here: delete older backups and exports there, or make them anew.
    --- exit code 0
    ");
    assert_eq!(holding(&home.path(""), &gone), Vec::<String>::new());
    assert!(self::doctor(&home).contains("No enquiry is older than the 13 months"));

    let mut store = Store::open(&home.path("data")).unwrap();
    let span = Span::month_of("2025-09-17".parse().unwrap());
    let key = Key {
        what: What::of(Dimension::Need, "debt-advice"),
        area: Area::from(["example-riverside".to_owned()]),
        span,
    };
    let counted = cube(&mut store, &Groups::default(), &Wants::of([&key]), &mut |_| ()).unwrap();
    assert_eq!(counted.count(&key), 9);
    let rows = store.between("2025-10-01".parse().unwrap(), "2026-11-30".parse().unwrap()).unwrap();
    assert_eq!(rows.len(), 2, "what is not too old stays");
}

#[test]
fn what_cannot_be_rewritten_is_named_and_left() {
    let home = Home::new();
    filled(&home);
    let aside = home.path("data/enquiries-damaged-1.sqlite");
    let mut bytes = std::fs::read(&aside).unwrap();
    bytes[4096..8192].fill(0xa5);
    std::fs::write(&aside, &bytes).unwrap();
    let answer = on_starter(&home, &["purge"]);
    assert_eq!(answer.code, 3, "{}", answer.err);
    assert!(answer.out.contains(&format!("Delete by hand: {}; it is not sound", aside.display())), "{}", answer.out);
    assert_eq!(std::fs::read(&aside).unwrap(), bytes, "Signpost deletes nothing by itself");
}

#[test]
fn a_wrong_clock_purges_nothing() {
    let home = Home::new();
    filled(&home);
    let ahead = |arguments: &[&str]| {
        let mut command = home.command();
        command.env("SIGNPOST_NOW", "2099-01-01T10:00").env("SIGNPOST_CATALOGUE", starter());
        crate::common::answer(command.args(arguments).output().unwrap())
    };
    let answer = ahead(&["purge"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("today is 1 January 2099 by this computer's clock"), "{}", answer.err);
    assert_eq!(Store::open(&home.path("data")).unwrap().months().unwrap().len(), 4);
    assert_eq!(ahead(&["purge", "--all"]).code, 0);
    assert!(Store::open(&home.path("data")).unwrap().months().unwrap().values().all(|month| !month.rows));
}
