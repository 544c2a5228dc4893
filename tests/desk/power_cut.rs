//! Promise 2: what the screen called saved survives a power cut.
//!
//! Killing a process proves nothing, because the system still writes what was not synced. So a child saves under a preloaded library (`tests/power_cut/shim.c`) that notes each change to its files;
//! then, for a cut after every single change, the disk is built as it may have been left and opened. The simulator has a test of its own: it must catch `synchronous=NORMAL`.

use crate::common::{again, in_memory, shim};
use signpost::clock::{Clock, parse_now};
use signpost::record::{Enquiry, Met, Outcome};
use signpost::store::{Condition, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

/// One change that the library noted.
enum Note {
    Create(String),
    Write(String, usize, Vec<u8>),
    Truncate(String, usize),
    Sync(String),
    Unlink(String),
    Rename(String, String),
    Print(String),
}

impl Note {
    fn name(&self) -> String {
        match self {
            Self::Create(name) => format!("create {name}"),
            Self::Write(name, at, data) => format!("write {name} {at}+{}", data.len()),
            Self::Truncate(name, length) => format!("truncate {name} {length}"),
            Self::Sync(name) => format!("sync {name}"),
            Self::Unlink(name) => format!("unlink {name}"),
            Self::Rename(from, to) => format!("rename {from} {to}"),
            Self::Print(text) => text.trim().to_owned(),
        }
    }
}

fn read_notes(trace: &Path, folder: &Path) -> Vec<Note> {
    let bytes = std::fs::read(trace).unwrap();
    let mut rest = &bytes[..];
    let mut notes = Vec::new();
    while let Some((&what, after)) = rest.split_first() {
        let number = |at: usize| usize::from_le_bytes(after[at * 8..at * 8 + 8].try_into().unwrap());
        let (offset, path_length, length) = (number(0), number(1), number(2));
        let (path, after) = after[24..].split_at(path_length);
        let (data, after) = after.split_at(length);
        rest = after;
        let inside = |bytes: &[u8]| {
            let path = PathBuf::from(String::from_utf8(bytes.to_vec()).unwrap());
            path.strip_prefix(folder).map_or(String::new(), |p| p.to_str().unwrap().to_owned())
        };
        notes.push(match what {
            b'C' => Note::Create(inside(path)),
            b'W' => Note::Write(inside(path), offset, data.to_vec()),
            b'T' => Note::Truncate(inside(path), offset),
            b'S' => Note::Sync(inside(path)),
            b'U' => Note::Unlink(inside(path)),
            b'R' => Note::Rename(inside(path), inside(data)),
            b'P' => Note::Print(String::from_utf8(data.to_vec()).unwrap()),
            other => panic!("the trace holds {other}"),
        });
    }
    notes
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

impl Change {
    fn apply(&self, to: &mut Vec<u8>) {
        match self {
            Self::Truncate(length) => to.resize(*length, 0),
            Self::Write(at, data) => {
                to.resize(to.len().max(at + data.len()), 0);
                to[*at..at + data.len()].copy_from_slice(data);
            }
        }
    }
}

#[derive(Default)]
struct File {
    synced: Vec<u8>,
    waiting: Vec<Change>,
}

#[derive(Clone)]
enum Naming {
    Create(String, usize),
    Unlink(String),
    Rename(String, String),
}

impl Naming {
    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            Self::Create(name, file) => drop(names.insert(name.clone(), *file)),
            Self::Unlink(name) => drop(names.remove(name)),
            Self::Rename(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
        }
    }
}

/// A disk that keeps only what was synced, and may or may not keep the rest. Names change in order and are kept by the next sync of anything, as journalling file systems do.
#[derive(Default)]
struct Disk {
    files: Vec<File>,
    now: BTreeMap<String, usize>,
    kept: BTreeMap<String, usize>,
    waiting: Vec<Naming>,
}

/// What a cut leaves of that which was not synced.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Nothing,
    Everything,
    /// Names but no bytes.
    Names,
    /// Bytes but no names.
    Bytes,
    /// Any sectors of any write.
    Some(u64),
}

impl Disk {
    fn take(&mut self, note: &Note) {
        match note {
            Note::Create(name) => {
                self.files.push(File::default());
                self.rename(Naming::Create(name.clone(), self.files.len() - 1));
            }
            Note::Unlink(name) => self.rename(Naming::Unlink(name.clone())),
            Note::Rename(from, to) => self.rename(Naming::Rename(from.clone(), to.clone())),
            Note::Write(name, at, data) => self.change(name, Change::Write(*at, data.clone())),
            Note::Truncate(name, length) => self.change(name, Change::Truncate(*length)),
            Note::Sync(name) => {
                for naming in self.waiting.drain(..) {
                    naming.apply(&mut self.kept);
                }
                if let Some(&file) = self.now.get(name) {
                    let File { synced, waiting } = &mut self.files[file];
                    waiting.drain(..).for_each(|change| change.apply(synced));
                }
            }
            Note::Print(_) => {}
        }
    }

    fn rename(&mut self, naming: Naming) {
        naming.apply(&mut self.now);
        self.waiting.push(naming);
    }

    fn change(&mut self, name: &str, change: Change) {
        // A write to a file whose name is gone can't be seen after the cut.
        if let Some(&file) = self.now.get(name) {
            self.files[file].waiting.push(change);
        }
    }

    /// Writes the disk as the cut left it.
    fn left(&self, cut: Cut, folder: &Path) {
        let mut chance = match cut {
            Cut::Some(seed) => seed,
            _ => 1,
        };
        let mut toss = move || {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            chance >> 63 == 1
        };
        let mut names = self.kept.clone();
        let some = if matches!(cut, Cut::Some(_)) { self.waiting.iter().take_while(|_| toss()).count() } else { 0 };
        let count = match cut {
            Cut::Nothing | Cut::Bytes => 0,
            Cut::Everything | Cut::Names => self.waiting.len(),
            Cut::Some(_) => some,
        };
        self.waiting[..count].iter().for_each(|naming| naming.apply(&mut names));
        for (name, file) in names {
            let File { synced, waiting } = &self.files[file];
            let mut bytes = synced.clone();
            for change in waiting {
                match (cut, change) {
                    (Cut::Nothing | Cut::Names, _) => {}
                    (Cut::Everything | Cut::Bytes, change) => change.apply(&mut bytes),
                    (Cut::Some(_), Change::Truncate(_)) => {
                        if toss() {
                            change.apply(&mut bytes);
                        }
                    }
                    (Cut::Some(_), Change::Write(at, data)) => {
                        for (number, sector) in data.chunks(512).enumerate() {
                            if toss() {
                                Change::Write(at + number * 512, sector.to_vec()).apply(&mut bytes);
                            }
                        }
                    }
                }
            }
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

/// What the trials found.
#[derive(Default, Debug)]
struct Found {
    cuts: usize,
    bad: usize,
}

/// Runs a child under the library and cuts the power after each of its changes. `ids` opens what is left and returns the ids in it, or nothing if it can't.
fn cut(how: &str, ids: impl Fn(&Path) -> Option<BTreeSet<String>>) -> Found {
    let home = in_memory();
    let (trace, folder) = (home.path().join("trace"), home.path().join("data"));
    std::fs::create_dir(&folder).unwrap();
    let output = again("power_cut::child")
        .env("POWER_CUT_CHILD", how)
        .env("POWER_CUT_FOLDER", &folder)
        .env("POWER_CUT_TRACE", &trace)
        .env("LD_PRELOAD", shim())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let mut disk = Disk::default();
    let mut there = BTreeSet::new();
    let mut gone = BTreeSet::new();
    let mut found = Found::default();
    for (number, note) in read_notes(&trace, &folder).iter().enumerate() {
        disk.take(note);
        if let Note::Print(text) = note {
            for line in text.lines() {
                if let Some(id) = line.strip_prefix("saved ") {
                    there.insert(id.to_owned());
                } else if let Some(id) = line.strip_prefix("undoing ") {
                    there.remove(id);
                } else if let Some(id) = line.strip_prefix("undone ") {
                    gone.insert(id.to_owned());
                }
            }
        }
        let seed = number as u64 * 2_654_435_761 + 7;
        let second = [Cut::Everything, Cut::Some(seed), Cut::Names, Cut::Some(seed ^ 0xffff), Cut::Bytes][number % 5];
        for cut in [Cut::Nothing, second] {
            let left = in_memory();
            disk.left(cut, left.path());
            found.cuts += 1;
            let ids = ids(left.path());
            if !ids.as_ref().is_some_and(|ids| ids.is_superset(&there) && ids.is_disjoint(&gone)) {
                found.bad += 1;
                if how == "store" {
                    let lost = ids.map(|ids| (there.difference(&ids).count(), gone.intersection(&ids).count()));
                    eprintln!("after change {number} ({}), {cut:?}: lost, back: {lost:?}", note.name());
                }
            }
        }
    }
    assert!(there.len() >= 20, "the child saved too little: {}", there.len());
    eprintln!("{how}: {found:?}");
    found
}

fn in_store(folder: &Path) -> Option<BTreeSet<String>> {
    let store = Store::open(folder).unwrap();
    let sound = store.condition() == &Condition::Ready && store.notices().is_empty();
    let rows = store.between(chrono::NaiveDate::MIN, chrono::NaiveDate::MAX).unwrap();
    sound.then(|| rows.iter().map(|row| row.enquiry.id.to_string()).collect())
}

fn in_plain(folder: &Path) -> Option<BTreeSet<String>> {
    let db = rusqlite::Connection::open(folder.join("plain.sqlite")).ok()?;
    let ids =
        db.prepare("SELECT id FROM enquiry").ok()?.query_map([], |row| row.get(0)).ok()?.collect::<Result<_, _>>();
    ids.ok()
}

#[test]
fn what_was_called_saved_survives_every_power_cut() {
    let found = cut("store", in_store);
    assert_eq!(found.bad, 0, "{found:?}");
    assert!(found.cuts > 500, "{found:?}");
}

#[test]
fn the_simulator_catches_a_store_that_does_not_sync() {
    let sloppy = cut("normal", in_plain);
    assert!(sloppy.bad * 2 > sloppy.cuts, "NORMAL must lose something in most cuts: {sloppy:?}");
    // The same program with FULL: so it is the syncing that it catches. Before the table is there, there is nothing to read.
    let careful = cut("full", |folder| in_plain(folder).or(Some(BTreeSet::new())));
    assert_eq!(careful.bad, 0, "{careful:?}");
}

/// Says something past the test harness, in one write, so that the trace has it in its place.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // The harness leaves its own line open.
    out.write_all(format!("\n{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

#[test]
#[ignore = "run by the tests above, in a process of its own"]
fn child() {
    let Ok(how) = std::env::var("POWER_CUT_CHILD") else { return };
    let folder = PathBuf::from(std::env::var("POWER_CUT_FOLDER").unwrap());
    if how == "store" {
        return child_store(&folder);
    }
    let db = rusqlite::Connection::open(folder.join("plain.sqlite")).unwrap();
    db.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = {how}; CREATE TABLE enquiry (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;"
    ))
    .unwrap();
    for number in 0..24 {
        let id = format!("enquiry-{number}");
        db.execute("INSERT INTO enquiry VALUES (?1)", [&id]).unwrap();
        say(&format!("saved {id}"));
    }
}

fn child_store(folder: &Path) {
    let clock = |now: &str| Clock::fixed(parse_now(now).unwrap());
    let save = |store: &mut Store, now: &str| {
        let mut enquiry = Enquiry::new("riverside");
        enquiry.needs = vec![Met::new("housing", Outcome::Signposted), Met::new("debt", Outcome::Declined)];
        enquiry.services = ["citizens-advice".to_owned()].into();
        let id = store.save(&enquiry, &clock(now)).unwrap();
        say(&format!("saved {id}"));
        store.care(&clock(now)).unwrap();
        id
    };
    // From nothing, over the backup of the first save and an undo, to a log that starts over; then closed, opened again, and a second day.
    let mut store = Store::open(folder).unwrap();
    let first = save(&mut store, "2026-11-22T10:15");
    for _ in 0..10 {
        save(&mut store, "2026-11-22T10:15");
    }
    say(&format!("undoing {first}"));
    store.undo(first).unwrap();
    say(&format!("undone {first}"));
    for _ in 0..60 {
        save(&mut store, "2026-11-22T11:15");
    }
    drop(store);
    let mut store = Store::open(folder).unwrap();
    for _ in 0..10 {
        save(&mut store, "2026-11-23T10:15");
    }
}
