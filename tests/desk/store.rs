//! Promises 3, 4 and 6 as far as the store keeps them: many Signposts on one folder, a full disk, newer files, and no word that may not be there.

use crate::common::{Home, again, answer, shim, starter};
use signpost::clock::Clock;
use signpost::record::Enquiry;
use signpost::store::{Condition, FILE, ReadOnly, Store};
use std::collections::BTreeSet;
use std::path::Path;

const EACH: usize = 50;

fn save_some(folder: &Path) -> Vec<String> {
    let clock = Clock::system(chrono_tz::Tz::Europe__London);
    let mut store = Store::open(folder).unwrap();
    assert_eq!(store.condition(), &Condition::Ready);
    let mut ids = Vec::new();
    for _ in 0..EACH {
        ids.push(store.save(&Enquiry::quick_chat("riverside"), &clock).unwrap().to_string());
        store.care(&clock).unwrap();
    }
    ids
}

#[test]
fn many_signposts_on_one_folder_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("data");
    // Threads and processes at once, all of them finding no store yet.
    let ids: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(|| save_some(&folder))).collect();
        let processes: Vec<_> = (0..2)
            .map(|_| {
                let mut command = again("store::child");
                command.env("STORE_CHILD", &folder).stdout(std::process::Stdio::piped());
                command.spawn().unwrap()
            })
            .collect();
        let mut ids: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        for process in processes {
            let output = process.wait_with_output().unwrap();
            assert!(output.status.success());
            let text = String::from_utf8(output.stdout).unwrap();
            ids.extend(text.lines().filter_map(|line| line.strip_prefix("saved ")).map(str::to_owned));
        }
        ids
    });
    assert_eq!(ids.len(), 4 * EACH);
    let store = Store::open(&folder).unwrap();
    let rows = store.between(chrono::NaiveDate::MIN, chrono::NaiveDate::MAX).unwrap();
    let here: BTreeSet<String> = rows.iter().map(|row| row.enquiry.id.to_string()).collect();
    assert_eq!(here, ids.into_iter().collect());
    assert_eq!((store.desks().unwrap().len(), store.notices().len()), (1, 0), "they are one desk");
    assert_eq!(store.backups().len(), 1);
}

#[test]
#[ignore = "run by the test above, in a process of its own"]
fn child() {
    use std::io::Write;
    let Ok(folder) = std::env::var("STORE_CHILD") else { return };
    let text: String = save_some(Path::new(&folder)).iter().map(|id| format!("\nsaved {id}")).collect();
    std::io::stdout().write_all(format!("{text}\n").as_bytes()).unwrap();
}

/// Runs the program with the data folder on a full disk.
fn on_a_full_disk(home: &Home, arguments: &[&str]) -> crate::common::Answer {
    let mut command = home.command();
    command.env("SIGNPOST_CATALOGUE", starter());
    command
        .env("LD_PRELOAD", shim())
        .env("POWER_CUT_FULL", home.path("data"))
        .env("POWER_CUT_FOLDER", home.path("data"));
    answer(command.args(arguments).output().unwrap())
}

fn normally(home: &Home, arguments: &[&str]) -> crate::common::Answer {
    answer(home.command().env("SIGNPOST_CATALOGUE", starter()).args(arguments).output().unwrap())
}

#[test]
fn on_a_full_disk_enquiries_are_read_and_saving_says_what_to_do() {
    let home = Home::new();
    // Nothing there yet: it still opens.
    std::fs::create_dir_all(home.path("data")).unwrap();
    let empty = on_a_full_disk(&home, &["enquiries"]);
    assert_eq!((empty.code, empty.out.as_str()), (0, ""), "{}", empty.err);
    assert!(empty.err.contains("The disk is full"), "{}", empty.err);

    let id = normally(&home, &["log", "--quick"]).out.trim().to_owned();
    let store = home.path("data").join(FILE);
    let before = std::fs::read(&store).unwrap();
    let list = on_a_full_disk(&home, &["enquiries"]);
    assert!(list.code == 0 && list.out.contains(&id), "{}", list.err);
    let refused = on_a_full_disk(&home, &["log", "--quick"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(refused.err.contains("The disk is full") && refused.err.contains("Free some space"), "{}", refused.err);
    assert_eq!(std::fs::read(&store).unwrap(), before);

    // The same after a crash, with a log that was not written back.
    let crashed = Home::new();
    let saved = {
        let mut store = Store::open(&home.path("data")).unwrap();
        let id = store.save(&Enquiry::quick_chat("riverside"), &Clock::fixed("2026-11-22T10:15:00".parse().unwrap()));
        std::fs::create_dir_all(crashed.path("data")).unwrap();
        for end in ["", "-wal"] {
            let name = format!("{FILE}{end}");
            std::fs::copy(home.path("data").join(&name), crashed.path("data").join(&name)).unwrap();
        }
        id.unwrap().to_string()
    };
    let list = on_a_full_disk(&crashed, &["enquiries"]);
    assert!(list.out.contains(&id) && list.out.contains(&saved), "{}{}", list.out, list.err);

    // A desk that stays open saves again by itself when there is space.
    let sign = crashed.write("full", "");
    let output = again("store::full_child")
        .env("LD_PRELOAD", shim())
        .env("POWER_CUT_FULL", &sign)
        .env("POWER_CUT_FOLDER", crashed.path("data"))
        .output()
        .unwrap();
    assert!(output.status.success() && !sign.exists(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(normally(&crashed, &["enquiries"]).out.lines().count(), 3);
}

#[test]
#[ignore = "run by the test above, in a process of its own"]
fn full_child() {
    let (Ok(folder), Ok(sign)) = (std::env::var("POWER_CUT_FOLDER"), std::env::var("POWER_CUT_FULL")) else { return };
    let mut store = Store::open(Path::new(&folder)).unwrap();
    let clock = Clock::fixed("2026-11-22T10:15:00".parse().unwrap());
    assert_eq!(store.condition(), &Condition::ReadOnly(ReadOnly::DiskFull));
    assert_eq!(store.on(clock.today()).unwrap().len(), 2);
    let enquiry = Enquiry::quick_chat("riverside");
    assert!(store.save(&enquiry, &clock).is_err());
    assert_eq!(store.on(clock.today()).unwrap().len(), 2);
    std::fs::remove_file(sign).unwrap();
    store.save(&enquiry, &clock).unwrap();
    assert_eq!((store.condition(), store.on(clock.today()).unwrap().len()), (&Condition::Ready, 3));
}

#[test]
fn a_newer_store_is_read_with_a_sentence() {
    let home = Home::new();
    let id = normally(&home, &["log", "--quick"]).out.trim().to_owned();
    let db = rusqlite::Connection::open(home.path("data").join(FILE)).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let list = normally(&home, &["enquiries"]);
    assert!(list.code == 0 && list.out.contains(&id));
    assert!(list.err.contains("written by a newer Signpost"), "{}", list.err);
    let refused = normally(&home, &["log", "--quick"]);
    assert!(refused.code == 2 && refused.err.contains("Update this Signpost"), "{}", refused.err);
}

#[test]
fn the_clock_may_jump() {
    let home = Home::new();
    for now in ["2026-11-22T10:15", "2099-01-01T09:00", "1970-01-01T00:00", "2026-11-22T10:16", "2026-10-25T01:30"] {
        let logged = answer(
            home.command()
                .env("SIGNPOST_CATALOGUE", starter())
                .env("SIGNPOST_NOW", now)
                .args(["log", "--quick"])
                .output()
                .unwrap(),
        );
        assert_eq!((logged.code, logged.err.as_str()), (0, ""), "{now}");
    }
    assert_eq!(normally(&home, &["enquiries"]).out.lines().count(), 2);
    let all = normally(&home, &["enquiries", "--from", "1970-01-01", "--to", "2099-12-31"]);
    assert_eq!(all.out.lines().filter(|line| line.contains("quick chat")).count(), 5);
}

/// Calls `f` with every file below a folder.
fn each_file(dir: &Path, f: &mut impl FnMut(&Path, &[u8])) {
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => each_file(&path, f),
            path => f(&path, &std::fs::read(&path).unwrap()),
        }
    }
}

/// Returns the bytes with every random id blanked out.
fn without_ids(bytes: &[u8]) -> Vec<u8> {
    let is_id = |part: &[u8]| {
        part.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
    };
    let mut out = bytes.to_vec();
    for at in 0..bytes.len().saturating_sub(35) {
        if is_id(&bytes[at..at + 36]) {
            out[at..at + 36].fill(b' ');
        }
    }
    out
}

#[test]
fn no_word_and_no_minute_is_kept_anywhere() {
    const CANARY: &str = "zyxcanary";
    let home = Home::new();
    let now = "2026-11-22T13:57:43";
    let run = |arguments: &[&str]| {
        let mut command = home.command();
        command.env("SIGNPOST_CATALOGUE", starter()).env("SIGNPOST_NOW", now);
        answer(command.args(arguments).output().unwrap())
    };
    let word = |end: &str| format!("{CANARY}{end}");
    run(&["search", &word(" parking"), "debt"]);
    let listed = run(&["search", "--json", "debt"]);
    let hits: serde_json::Value = serde_json::from_str(&listed.out).unwrap();
    let service = hits["hits"][0]["id"].as_str().unwrap();
    run(&["slip", service, "--line", &word(" see you Tuesday")]);
    for arguments in [
        &["--need", &word("=signposted")][..],
        &["--need", "debt-advice=signposted", "--service", &word("-service")],
        &["--need", &word("=nothing-to-offer:full")],
        &["--need", "debt-advice=signposted", "--language", &word("")],
        &["--need", "debt-advice=signposted", "--hub", &word("")],
        &["--quick", "--asker", &word("")],
    ] {
        assert_eq!(run(&[&["log"], arguments].concat()).code, 2, "{arguments:?}");
    }
    let letter = home.write("letter.jsonl", &format!("{{\"enquiry\":\"{CANARY}\"}}\n")).display().to_string();
    assert_eq!(run(&["enquiries", "import", &letter]).code, 2);
    std::fs::remove_file(&letter).unwrap();
    // The API refuses by itself.
    let mut store = Store::open(&home.path("data")).unwrap();
    let clock = Clock::fixed(signpost::clock::parse_now(now).unwrap());
    let mut enquiry = Enquiry::quick_chat(word(" Road"));
    assert!(store.save(&enquiry, &clock).is_err());
    enquiry.hub = "riverside".to_owned();
    enquiry.services = [word(" Jones")].into();
    assert!(store.save(&enquiry, &clock).is_err());

    assert_eq!(run(&["log", "--need", "debt-advice=signposted", "--service", service]).code, 0);
    run(&["enquiries", "export", &home.path("out.jsonl").display().to_string()]);
    // A log that was not written back yet is searched too.
    store.save(&Enquiry::quick_chat("riverside"), &clock).unwrap();
    let seconds = signpost::clock::parse_now(now).unwrap().and_utc().timestamp().to_string();
    let holds = |low: &[u8], text: &str| low.windows(text.len()).any(|part| part == text.as_bytes());
    let told = format!("1357 {} 13:57", uuid::Uuid::from_u128(0x1357));
    assert!(holds(&without_ids(told.as_bytes()), "1357 ") && !holds(&without_ids(&told.as_bytes()[5..]), "1357"));
    let mut files = 0;
    each_file(home.path("").as_path(), &mut |path, bytes| {
        files += 1;
        let low = bytes.to_ascii_lowercase();
        assert!(!holds(&low, CANARY), "{} holds the canary", path.display());
        if path.starts_with(home.path("data")) || path.ends_with("out.jsonl") {
            // A random id may hold any digits; everything else may not.
            let low = without_ids(&low);
            for time in ["13:57", "1357", ":43", "57:4", "5743", &seconds[..8]] {
                assert!(!holds(&low, time), "{} holds {time}", path.display());
            }
        }
    });
    assert!(files >= 5, "store, log, backup, export and snapshot: {files}");
    assert!(std::fs::read_to_string(home.path("out.jsonl")).unwrap().contains("\"hour\":13"));
}
