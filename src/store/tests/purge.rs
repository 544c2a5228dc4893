//! What is older than it may be kept is gone for good, in every file.

use super::*;

/// A word that stands in old rows only.
const CANARY: &str = "rare-old-service";

fn old() -> Enquiry {
    Enquiry { services: [CANARY.to_owned()].into(), ..full("housing") }
}

/// Lets every month count as counted.
fn count_all(store: &Store) {
    store.db.execute("DELETE FROM stale", []).unwrap();
}

fn kept(month: &str, counts: &str) -> Remains {
    [(month.to_owned(), [("all".to_owned(), counts.as_bytes().to_vec())].into())].into()
}

fn months(store: &Store) -> Vec<String> {
    look::months(&store.db).unwrap().into_iter().map(|(month, _)| month).collect()
}

#[test]
fn this_month_and_so_many_whole_ones_before_it_are_kept() {
    for (today, keep, last) in [
        ("2026-11-22", 13, "2025-09-30"),
        ("2026-11-01", 13, "2025-09-30"),
        ("2026-11-30", 13, "2025-09-30"),
        ("2026-12-01", 13, "2025-10-31"),
        ("2026-03-31", 12, "2025-02-28"),
        ("2028-05-31", 3, "2028-01-31"),
    ] {
        assert_eq!(horizon(day(today), keep), day(last), "{today} {keep}");
    }
}

#[test]
fn a_purge_leaves_counts_and_no_byte_of_the_rows() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    for now in ["2025-08-04T09:00", "2025-09-30T17:00", "2025-09-30T17:00", "2025-10-01T09:00", "2026-11-20T09:00"] {
        let enquiry = if now < "2025-10" { old() } else { full("housing") };
        store.save(&enquiry, &clock(now)).unwrap();
        store.care(&clock(now)).unwrap();
    }
    store
        .put_out(&Outgoing { day: day("2025-09-01"), ..outbox::outgoing("any", Some("rare-old-service is shut")) })
        .unwrap();
    // Aside lie a store that a backup replaced, with its log, and a damaged one.
    fs::copy(dir.path().join(FILE), dir.path().join("enquiries-before-restore-1.sqlite")).unwrap();
    fs::copy(dir.path().join(format!("{FILE}-wal")), dir.path().join("enquiries-before-restore-1.sqlite-wal")).unwrap();
    store.export(&dir.path().join("sent.jsonl"), false).unwrap();
    fs::write(dir.path().join("enquiries-damaged-1.sqlite"), format!("no store, but {CANARY}")).unwrap();
    let up_to = day("2025-09-30");

    let uncounted = store.purge(up_to, &Remains::new()).unwrap_err().to_string();
    assert!(uncounted.contains("nothing was purged"), "{uncounted}");
    count_all(&store);
    let would = store.would_purge(up_to).unwrap();
    assert_eq!(would.months, [("2025-08".to_owned(), 1), ("2025-09".to_owned(), 2)]);
    assert_eq!(months(&store), ["2025-08", "2025-09", "2025-10", "2026-11"], "nothing was changed");

    let purged = store.purge(up_to, &kept("2025-09", "left")).unwrap();
    assert_eq!((&purged.months, purged.held), (&would.months, false));
    let mut by_hand: Vec<_> =
        purged.by_hand.iter().map(|(path, _)| path.file_name().unwrap().to_str().unwrap()).collect();
    by_hand.sort_unstable();
    assert_eq!(by_hand, ["enquiries-damaged-1.sqlite", "sent.jsonl"]);
    assert_eq!(purged.copies.len(), 5, "{:?}", purged.copies);
    for (path, _) in &purged.by_hand {
        assert!(fs::read(path).is_ok_and(|bytes| !bytes.is_empty()), "Signpost deletes nothing by itself");
        fs::remove_file(path).unwrap();
    }
    assert!(!holds(dir.path(), CANARY), "store, log, backups and what lies aside are rid of it");
    assert_eq!(months(&store), ["2025-10", "2026-11"]);
    assert_eq!(carry::kept(&store.db, up_to).unwrap(), kept("2025-09", "left"));
    assert_eq!(carry::up_to(&store.db).unwrap(), Some(up_to));
    for path in store.backups() {
        assert!(matches!(look(&path), Look::Sound(_)), "{}", path.display());
    }
    assert!(dir.path().join("enquiries-before-restore-1.sqlite").exists());
    // Again, there is nothing left to do.
    let again = store.purge(up_to, &kept("2025-09", "left")).unwrap();
    assert!(again.months.is_empty() && again.copies.is_empty() && again.by_hand.is_empty());
}

#[test]
fn what_was_purged_comes_back_by_no_way() {
    let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut store = Store::open(dir.path()).unwrap();
    store.save(&old(), &clock("2025-09-30T17:00")).unwrap();
    let young = store.save(&full("housing"), &clock("2026-11-20T09:00")).unwrap();
    let (stick, export) = (elsewhere.path().join("stick.sqlite"), elsewhere.path().join("sent.jsonl"));
    back_up(dir.path(), &stick, false).unwrap();
    store.export(&export, false).unwrap();
    count_all(&store);
    store.purge(day("2025-09-30"), &kept("2025-09", "left")).unwrap();

    for path in [&stick, &export] {
        let moved = store.import(std::slice::from_ref(path)).unwrap();
        assert_eq!((moved.added, moved.purged), (0, 1));
    }
    let late = store.save(&full("housing"), &clock("2025-09-02T10:00")).unwrap_err().to_string();
    assert!(late.contains("clock says 2 September 2025"), "{late}");
    drop(store);
    restore(dir.path(), &stick).unwrap();
    let store = Store::open(dir.path()).unwrap();
    let here = store.between(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    assert_eq!(here.iter().map(|row| row.enquiry.id).collect::<Vec<_>>(), [young]);
    assert_eq!(carry::kept(&store.db, day("2025-09-30")).unwrap(), kept("2025-09", "left"));
    assert!(!holds(dir.path(), CANARY));

    // Where the store itself is lost, its backups know how far it was purged.
    let mut store = store;
    store.care(&clock("2026-11-21T10:00")).unwrap();
    drop(store);
    for path in kept_aside(dir.path()).into_iter().chain([dir.path().join(FILE)]) {
        fs::remove_file(path).unwrap();
    }
    restore(dir.path(), &stick).unwrap();
    assert!(!holds(dir.path(), CANARY));
    assert_eq!(months(&Store::open(dir.path()).unwrap()), ["2026-11"]);
}

#[test]
fn releases_stay_without_what_was_true() {
    let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut store = Store::open(dir.path()).unwrap();
    store.save(&full("housing"), &clock("2026-11-20T09:00")).unwrap();
    let stick = elsewhere.path().join("stick.sqlite");
    back_up(dir.path(), &stick, false).unwrap();
    let release = |number: u8, last: &str, internal: bool| {
        let sql = "INSERT INTO release VALUES (?1, 'town', 'town', '2025-26-Q2', '2025-07-01', ?2, '', 1, '2025-10-09', ?3, 'why', ?4,
             '{\"d\":1}', '{\"c\":1}', CAST('true-count' AS BLOB), CAST('the-files' AS BLOB))";
        let id = Uuid::from_u128(number.into()).to_string();
        store.db.execute(sql, rusqlite::params![id, last, internal, "a".repeat(64)]).unwrap();
    };
    release(1, "2025-09-30", false);
    release(2, "2025-06-30", true);
    release(3, "2025-12-31", false);
    let word = |quarter: &str| {
        store.db.execute("INSERT INTO unfound VALUES ('town', ?1, 'kayak', 2)", [quarter]).unwrap();
    };
    ["2024-25-Q4", "2025-26-Q1", "2025-26-Q2", "2025-26-Q3"].into_iter().for_each(word);
    let would = store.would_purge(day("2025-09-30")).unwrap();
    assert_eq!((would.releases, would.words), (2, 3));
    let purged = store.purge(day("2025-09-30"), &Remains::new()).unwrap();
    assert_eq!((purged.releases, purged.words), (2, 3));
    let left = |store: &Store| {
        let mut statement = store
            .db
            .prepare("SELECT document || cells || CAST(truth AS TEXT) || CAST(files AS TEXT) FROM release ORDER BY id")
            .unwrap();
        let rows: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(|row| row.unwrap()).collect();
        rows
    };
    let expected =
        ["{\"d\":1}{\"c\":1}the-files", "{\"d\":1}{\"c\":1}the-files", "{\"d\":1}{\"c\":1}true-countthe-files"];
    assert_eq!(left(&store), expected);
    // An older backup takes none of it back: later releases are attacked together with these.
    drop(store);
    restore(dir.path(), &stick).unwrap();
    assert_eq!(left(&Store::open(dir.path()).unwrap()), expected);
}

#[test]
fn a_purge_that_was_cut_off_is_finished_by_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    for n in 1..=3 {
        store.save(&old(), &clock(&format!("2025-09-0{n}T17:00"))).unwrap();
        store.care(&clock(&format!("2025-09-0{n}T17:00"))).unwrap();
    }
    count_all(&store);
    // The store is done, and then the machine stops: two backups as they were, one with its journal, one being made.
    let before: Vec<_> = store.backups().into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect();
    store.purge(day("2025-09-30"), &Remains::new()).unwrap();
    for (bytes, path) in &before[..2] {
        fs::write(path, bytes).unwrap();
    }
    fs::write(dir.path().join(BACKUPS).join("making.tmp"), &before[2].0).unwrap();
    fs::write(dir.path().join("restoring.tmp-wal"), &before[2].0).unwrap();
    assert!(holds(dir.path(), CANARY));
    let again = store.purge(day("2025-09-30"), &Remains::new()).unwrap();
    assert_eq!((again.months.len(), again.copies.len(), again.by_hand.len()), (0, 2, 0));
    assert!(!holds(dir.path(), CANARY));
}

#[test]
fn a_backup_of_an_older_signpost_is_purged_too() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    store.save(&old(), &clock("2025-09-01T17:00")).unwrap();
    let backup = store.care(&clock("2025-09-01T17:00")).unwrap().unwrap();
    Connection::open(&backup).unwrap().execute_batch(&format!("{WITHOUT_THIRD} PRAGMA user_version = 2")).unwrap();
    count_all(&store);
    let purged = store.purge(day("2025-09-30"), &Remains::new()).unwrap();
    assert_eq!(purged.copies, [(backup, 1)]);
    assert!(!holds(dir.path(), CANARY));
}

#[test]
fn a_reader_in_the_way_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    store.save(&old(), &clock("2025-09-01T17:00")).unwrap();
    count_all(&store);
    let other = Store::open(dir.path()).unwrap();
    let reading = other.db.unchecked_transaction().unwrap();
    assert_eq!(rows::between(&reading, NaiveDate::MIN, NaiveDate::MAX).unwrap().len(), 1);
    store.db.busy_timeout(std::time::Duration::from_millis(10)).unwrap();
    assert!(store.purge(day("2025-09-30"), &Remains::new()).unwrap().held);
    drop(reading);
    assert!(!store.purge(day("2025-09-30"), &Remains::new()).unwrap().held);
    assert!(!holds(dir.path(), CANARY));
}
