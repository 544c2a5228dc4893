//! A catalogue of which only some files are compiled again answers as one that is compiled whole.

use super::common::{Home, starter};
use proptest::prelude::*;
use signpost::catalogue::Folder;
use signpost::clock::{Clock, parse_now};
use signpost::desk::Catalogue;
use signpost::snapshot::{Cache, Snapshot};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything that a search over the starter can meet: whole words, beginnings, typos, needs, and the words of the edits.
const QUERIES: &[&str] = &[
    "f",
    "fo",
    "foo",
    "food",
    "baby",
    "babby",
    "nappies",
    "stay and play",
    "zyxquince",
    "zyxq",
    "zyxqince",
    "debt",
    "my rent is late",
    "houzing",
    "autism",
    "help",
    "urdu",
    "online",
    "tuesday",
    "example",
    "qqqqqq",
];

#[derive(Debug, Clone)]
enum Edit {
    /// Puts a word before the name.
    Name(usize, &'static str),
    /// Adds words by which it is found.
    Words(usize),
    /// Adds a service like another.
    Add(usize, u8),
    /// Makes a file unusable.
    Break(usize),
    Delete(usize),
    /// Gives a service another id.
    Rename(usize),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let word = prop::sample::select(vec!["zyxquince", "food", "nappy", "tuesday"]);
    let edit = prop_oneof![
        4 => (any::<usize>(), word).prop_map(|(n, word)| Edit::Name(n, word)),
        3 => any::<usize>().prop_map(Edit::Words),
        3 => (any::<usize>(), any::<u8>()).prop_map(|(n, id)| Edit::Add(n, id)),
        1 => any::<usize>().prop_map(Edit::Break),
        1 => any::<usize>().prop_map(Edit::Delete),
        1 => any::<usize>().prop_map(Edit::Rename),
    ];
    prop::collection::vec(prop::collection::vec(edit, 1..3), 2..5).prop_map(|steps| steps.concat())
}

fn services(root: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for locality in std::fs::read_dir(root.join("services")).unwrap().flatten() {
        out.extend(std::fs::read_dir(locality.path()).unwrap().flatten().map(|entry| entry.path()));
    }
    out.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    out.sort();
    out
}

impl Edit {
    fn make(&self, root: &Path) {
        let all = services(root);
        let at = |n: usize| &all[n % all.len()];
        let replace = |path: &Path, old: &str, new: &str| {
            let text = std::fs::read_to_string(path).unwrap();
            std::fs::write(path, text.replacen(old, new, 1)).unwrap();
        };
        match self {
            Self::Name(n, word) => replace(at(*n), "name = \"", &format!("name = \"{word} ")),
            Self::Words(n) => replace(at(*n), "\nwords = [", "\nwords = [\"zyxquince nappies\", "),
            Self::Add(n, id) => {
                let to = at(*n).with_file_name(format!("added-{id}.toml"));
                std::fs::copy(at(*n), &to).unwrap();
                replace(&to, "name = \"", "name = \"Another ");
            }
            Self::Break(n) => replace(at(*n), "name = \"", "name = "),
            Self::Delete(n) => std::fs::remove_file(at(*n)).unwrap(),
            Self::Rename(n) => std::fs::rename(at(*n), at(*n).with_file_name("renamed.toml")).unwrap(),
        }
    }
}

/// Returns what is found, by score and then by id: which of two equal ones comes first is nobody's promise.
fn answers(snapshot: Snapshot, clock: Clock) -> Vec<(bool, Vec<(i64, String)>)> {
    let catalogue = Catalogue::new(snapshot, None, clock);
    let snapshot = catalogue.snapshot();
    QUERIES
        .iter()
        .map(|query| {
            let found = catalogue.search(query, clock.today(), 10_000).unwrap();
            let scored = |hit: &signpost::search::Hit| {
                // Sums of the same numbers in another order.
                let score = (f64::from(hit.score) * 1e4).round() as i64;
                (-score, snapshot.row(hit.number).unwrap().id.to_owned())
            };
            let mut hits: Vec<_> = found.hits.iter().map(scored).collect();
            hits.sort();
            (found.nothing_close, hits)
        })
        .collect()
}

/// Returns everything that is shown of each service.
fn shown(snapshot: &Snapshot) -> BTreeMap<(String, String), String> {
    let each = snapshot.numbers().map(|number| {
        let (row, record) = (snapshot.row(number).unwrap(), snapshot.record(number).unwrap());
        let found = snapshot.number(&record.id).unwrap();
        assert_eq!(snapshot.row(found).unwrap().id, record.id, "found by its id");
        ((record.id.clone(), record.locality.clone()), format!("{row:?}{record:?}{:?}", snapshot.weigh(number)))
    });
    each.collect()
}

/// Returns a copy of the starter catalogue.
fn copy(home: &Home) -> PathBuf {
    let root = home.path("ours");
    Folder::copy_starter(&root).unwrap();
    assert!(services(&root).len() >= services(&starter()).len().min(20));
    root
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]
    #[test]
    fn changed_files_alone_answer_like_the_whole(steps in edits()) {
        let home = Home::new();
        let root = copy(&home);
        let folder = Folder::Disk(root.clone());
        let clock = Clock::fixed(parse_now(super::common::NOW).unwrap());
        let (some, whole) = (Cache::of(&home.path("some"), &folder), Cache::of(&home.path("whole"), &folder));
        some.compile(&folder, clock).unwrap();
        whole.compile(&folder, clock).unwrap();
        for edit in &steps {
            edit.make(&root);
            let opened = some.fresh(&folder, clock).unwrap();
            prop_assert!(opened.refused.is_none(), "{:?}", opened.refused);
            let (other, outcome) = whole.compile(&folder, clock).unwrap();
            prop_assert!(other.manifest.base.is_none());
            let changed = opened.snapshot;
            prop_assert_eq!(opened.compiled.map(|o| o.services), Some(outcome.services));
            prop_assert_eq!(changed.notices(), other.notices());
            prop_assert_eq!(shown(&changed), shown(&other));
            prop_assert_eq!(answers(changed, clock), answers(other, clock), "after {:?}", edit);
        }
    }
}

struct Ours {
    home: Home,
    root: PathBuf,
    folder: Folder,
    cache: Cache,
    clock: Clock,
}

impl Ours {
    fn new() -> Self {
        let home = Home::new();
        let root = copy(&home);
        let folder = Folder::Disk(root.clone());
        let cache = Cache::of(&home.path("cache"), &folder);
        let clock = Clock::fixed(parse_now(super::common::NOW).unwrap());
        cache.compile(&folder, clock).unwrap();
        Self { home, root, folder, cache, clock }
    }

    fn fresh(&self) -> Snapshot {
        self.cache.fresh(&self.folder, self.clock).unwrap().snapshot
    }

    /// Returns the folders of all generations.
    fn generations(&self) -> Vec<PathBuf> {
        let of_catalogue = std::fs::read_dir(self.home.path("cache")).unwrap().next().unwrap().unwrap().path();
        let all = std::fs::read_dir(of_catalogue).unwrap().flatten().map(|entry| entry.path());
        all.filter(|path| path.is_dir()).collect()
    }

    /// Edits a service so that only its file is compiled.
    fn edit(&self) -> Snapshot {
        Edit::Words(3).make(&self.root);
        let snapshot = self.fresh();
        assert!(snapshot.manifest.base.is_some());
        snapshot
    }
}

#[test]
fn what_changed_lies_beside_what_did_not() {
    let ours = Ours::new();
    let first = ours.edit();
    assert_eq!((first.gone().numbers.len(), first.end() - first.len()), (1, 1));
    let (whole, first_end) = (first.manifest.base.clone().unwrap(), first.end());
    drop(first);
    // The next change stands on the same base, and what stood between goes.
    let second = ours.edit();
    assert_eq!(second.manifest.base.as_ref(), Some(&whole));
    drop(second);
    ours.cache.tidy();
    assert_eq!(ours.generations().len(), 2);
    // A report that comes or goes is no change of any service: not one is compiled.
    let reported = |number: usize| {
        let snapshot = ours.fresh();
        assert_eq!(snapshot.manifest.base.as_ref(), Some(&whole));
        assert_eq!((snapshot.end(), snapshot.gone().numbers.len()), (first_end, 1));
        assert_eq!(snapshot.reports().unwrap().len(), number);
    };
    let report = ours.root.join("reports/quiet-house/0f3c.toml");
    std::fs::create_dir_all(report.parent().unwrap()).unwrap();
    std::fs::write(&report, "kind = \"full\"\non = 2026-11-22\n").unwrap();
    reported(1);
    std::fs::remove_file(&report).unwrap();
    reported(0);
    // Too many changes are compiled whole, and nothing is left beside it.
    for n in 0..20 {
        Edit::Words(n).make(&ours.root);
    }
    assert!(ours.fresh().manifest.base.is_none());
    ours.cache.tidy();
    assert_eq!(ours.generations().len(), 1);
}

#[test]
fn what_all_services_stand_on_is_compiled_whole() {
    let ours = Ours::new();
    let path = ours.root.join("needs.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("words = [", "words = [\"zyxquince\", ", 1)).unwrap();
    assert!(ours.fresh().manifest.base.is_none());
    Edit::Delete(5).make(&ours.root);
    assert!(ours.fresh().manifest.base.is_none());
}

#[test]
fn a_generation_that_is_cut_short_is_compiled_again() {
    for cut in ["manifest.json", "gone.bin", "records.bin", "base"] {
        let ours = Ours::new();
        let snapshot = ours.edit();
        let (dir, base) = (snapshot.dir.clone(), snapshot.manifest.base.clone().unwrap());
        drop(snapshot);
        if cut == "base" {
            std::fs::remove_dir_all(dir.with_file_name(base)).unwrap();
        } else {
            let bytes = std::fs::read(dir.join(cut)).unwrap();
            std::fs::write(dir.join(cut), &bytes[..bytes.len() / 2]).unwrap();
        }
        assert!(ours.cache.newest().is_err(), "{cut}");
        let again = ours.fresh();
        assert!(again.manifest.base.is_none() && again.len() > 20, "{cut}");
        // What a kill left behind before it was named by anything is swept.
        drop(again);
        let half = ours.generations()[0].with_file_name("0123456789abcdef0123456789abcdef");
        std::fs::create_dir(&half).unwrap();
        std::fs::write(half.join("records.bin"), "half").unwrap();
        drop(ours.fresh());
        assert!(!half.exists(), "{cut}");
    }
}

#[test]
fn two_on_one_snapshot_do_not_take_it_from_each_other() {
    let ours = Ours::new();
    let held = ours.edit();
    // An older Signpost finds a layout that it does not know, and compiles its own.
    let current = held.dir.with_file_name("current");
    let other = held.dir.with_file_name("fedcba9876543210fedcba9876543210");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(
        other.join("manifest.json"),
        r#"{"layout":3,"program":"0.0.1","fingerprint":"","services":0,"compiled":"","lengths":{},"head":0}"#,
    )
    .unwrap();
    std::fs::write(&current, "fedcba9876543210fedcba9876543210").unwrap();
    assert!(ours.cache.newest().is_err());
    let own = ours.fresh();
    assert!(own.len() == held.len() && own.dir != held.dir);
    // Whoever reads the older one goes on reading both of its parts.
    let read = held.numbers().filter_map(|number| held.record(number)).count();
    assert_eq!(read, held.len() as usize);
    assert!(held.dir.exists() && held.dir.with_file_name(held.manifest.base.clone().unwrap()).exists());
    let unheld = (held.dir.clone(), drop(held)).0;
    ours.cache.tidy();
    assert!(!unheld.exists());
    assert_eq!(ours.generations(), std::slice::from_ref(&own.dir));
}
