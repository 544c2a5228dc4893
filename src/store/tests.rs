//! The store as its users see it.

mod outbox;
mod purge;

use super::*;
use crate::record::{Ages, Asker, Language, Met, Outcome, Reason, Reply};
use std::fs;

/// Takes what the third version added out of a store.
const WITHOUT_THIRD: &str =
    "DROP TABLE stale; DROP TABLE counts; DROP TABLE purged; DROP TABLE release; DROP TABLE unfound;
    ALTER TABLE enquiry DROP COLUMN ethnicity;";

fn clock(now: &str) -> Clock {
    Clock::fixed(crate::clock::parse_now(now).unwrap())
}

fn full(need: &str) -> Enquiry {
    let mut enquiry = Enquiry::new("riverside");
    enquiry.needs = vec![Met::nothing("debt", Reason::WaitingList), Met::new(need, Outcome::WarmHandover)];
    enquiry.services = ["citizens-advice".to_owned(), "stay-and-play".to_owned()].into();
    enquiry.ages = [Ages::Unborn, Ages::From3To4].into();
    enquiry.asker = Asker::Kinship;
    enquiry.send = Reply::Yes;
    enquiry.language = Language::Code("pa".to_owned());
    enquiry.interpreter = Reply::No;
    enquiry
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn what_was_saved_is_read_back_with_day_and_hour_only() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    assert_eq!((store.condition(), store.notices().len()), (&Condition::Ready, 0));
    let enquiry = full("housing");
    assert_eq!(store.save(&enquiry, &clock("2026-11-22T10:59")).unwrap(), enquiry.id);
    assert_eq!(store.save(&enquiry, &clock("2026-11-22T11:30")).unwrap(), enquiry.id);
    store.save(&Enquiry::quick_chat("riverside"), &clock("2026-11-23T09:00")).unwrap();
    let desk = store.desk_id();
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.desk_id(), desk);
    let rows = store.on(day("2026-11-22")).unwrap();
    assert_eq!(rows, [Row { desk, day: day("2026-11-22"), hour: 10, test: true, enquiry }]);
    assert_eq!(store.between(NaiveDate::MIN, NaiveDate::MAX).unwrap().len(), 2);
}

#[test]
fn a_fault_is_refused_and_nothing_is_saved() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    assert!(store.save(&Enquiry::new("riverside"), &clock("2026-11-22")).is_err());
    assert_eq!(store.on(day("2026-11-22")).unwrap(), []);
}

#[test]
fn an_undo_erases_and_stays_undone() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let now = clock("2026-11-22T10:15");
    let enquiry = full("very-telling-need");
    store.save(&enquiry, &now).unwrap();
    let backup = store.care(&now).unwrap().unwrap();
    assert!(holds(dir.path(), "very-telling-need"));
    assert_eq!(store.undo(enquiry.id).unwrap(), Undo::Done);
    assert_eq!(store.undo(enquiry.id).unwrap(), Undo::Already);
    assert!(store.undo(Uuid::new_v4()).unwrap_err().to_string().contains("has saved no enquiry"));
    assert!(store.save(&enquiry, &now).unwrap_err().to_string().contains("was undone before"));
    assert!(!holds(dir.path(), "very-telling-need"), "file, log and backups are rid of it");
    assert_eq!(store.import(&[backup]).unwrap().added, 0);
    assert_eq!(store.on(day("2026-11-22")).unwrap(), []);
    assert!(store.notices().is_empty());
}

#[test]
fn an_undo_reaches_backups_of_an_older_signpost() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let now = clock("2026-11-22T10:15");
    let enquiry = full("very-telling-need");
    store.save(&enquiry, &now).unwrap();
    let backup = store.care(&now).unwrap().unwrap();
    // The second version kept no counts and nothing that could be out of date.
    let older = Connection::open(&backup).unwrap();
    older.execute_batch("DROP TABLE stale; DROP TABLE counts; PRAGMA user_version = 2").unwrap();
    drop(older);
    store.undo(enquiry.id).unwrap();
    assert!(store.notices().is_empty(), "{:?}", store.notices());
    assert!(!holds(dir.path(), "very-telling-need"));
}

/// Returns whether any file below a folder holds the text.
fn holds(dir: &Path, text: &str) -> bool {
    fs::read_dir(dir).unwrap().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holds(&path, text);
        }
        fs::read(path).unwrap().windows(text.len()).any(|bytes| bytes == text.as_bytes())
    })
}

#[test]
fn a_veil_is_of_the_day_and_never_exported() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let mut enquiry = full("housing");
    enquiry.veiled = true;
    store.save(&enquiry, &clock("2026-11-22T10:15")).unwrap();
    store.care(&clock("2026-11-22T10:15")).unwrap();
    assert!(store.on(day("2026-11-22")).unwrap()[0].enquiry.veiled);
    let mut out = Vec::new();
    store.export_to(&mut out).unwrap();
    assert!(!String::from_utf8(out).unwrap().contains("veil"));
    store.save(&full("housing"), &clock("2026-11-23T10:15")).unwrap();
    store.care(&clock("2026-11-23T10:15")).unwrap();
    assert!(!store.on(day("2026-11-22")).unwrap()[0].enquiry.veiled);
}

#[test]
fn a_backup_does_not_tell_a_sensitive_enquiry_apart() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let now = clock("2026-11-22T10:15");
    store.save(&Enquiry { veiled: true, ..full("housing") }, &now).unwrap();
    let backup = Connection::open(store.care(&now).unwrap().unwrap()).unwrap();
    let count = |sql: &str| backup.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM enquiry"), 1);
    assert_eq!(count("SELECT count(*) FROM enquiry WHERE veil <> 0"), 0);
    assert!(store.on(day("2026-11-22")).unwrap()[0].enquiry.veiled, "today's list still says no more than \"enquiry\"");
}

#[test]
fn desks_merge_in_any_order_and_any_number_of_times() {
    let dirs: Vec<_> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
    let mut stores: Vec<_> = dirs.iter().map(|dir| Store::open(dir.path()).unwrap()).collect();
    let now = Clock::system(chrono_tz::Tz::Europe__London);
    let mut undone = None;
    let mut early = Vec::new();
    for (number, store) in stores.iter_mut().enumerate() {
        for _ in 0..3 {
            undone = Some(store.save(&full("housing"), &now).unwrap());
        }
        let path = dirs[number].path().join("early.jsonl");
        store.export(&path, false).unwrap();
        early.push(path);
    }
    // The last desk undoes one after its export: the undo must win over the older file.
    stores[2].undo(undone.unwrap()).unwrap();
    let late = dirs[2].path().join("late.jsonl");
    let moved = stores[2].export(&late, false).unwrap();
    assert_eq!((moved.enquiries, moved.undone), (2, 1));

    let (first, rest) = stores.split_at_mut(1);
    let there = first[0].import(&[early[1].clone(), early[2].clone()]).unwrap();
    assert_eq!((there.enquiries, there.added, there.differing), (6, 6, 0));
    assert_eq!(first[0].import(std::slice::from_ref(&late)).unwrap().erased, 1);
    assert_eq!(first[0].import(&early).unwrap().added, 0);
    let here = rest[0].import(&[late, early[2].clone(), early[0].clone(), early[1].clone()]).unwrap();
    assert_eq!((here.added, here.differing, here.desks.len()), (5, 0, 3));
    assert!(here.desks[0].mine && here.desks[0].desk == rest[0].desk_id());
    assert!(here.desks.iter().all(|desk| desk.last_day == Some(now.today())));
    let all = |store: &Store| store.between(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    assert_eq!(all(&first[0]), all(&rest[0]));
    assert_eq!(all(&first[0]).len(), 8);
}

#[test]
fn an_import_with_a_fault_changes_nothing() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut from = Store::open(a.path()).unwrap();
    from.save(&full("housing"), &clock("2026-11-22")).unwrap();
    let (good, bad) = (a.path().join("good"), a.path().join("bad"));
    from.export(&good, false).unwrap();
    fs::write(&bad, fs::read_to_string(&good).unwrap().replace("riverside", "Riverside Hub")).unwrap();
    let mut to = Store::open(b.path()).unwrap();
    assert!(to.import(&[good.clone(), bad.clone()]).is_err());
    assert_eq!((to.desks().unwrap().len(), to.on(day("2026-11-22")).unwrap().len()), (1, 0));
    // An export goes over an older export when asked to, and over nothing else.
    fs::write(&bad, "somebody's letter").unwrap();
    assert!(from.export(&bad, true).unwrap_err().to_string().contains("is no export"));
    assert!(from.export(&a.path().join(FILE), true).is_err());
    assert!(from.import(&[a.path().join(FILE)]).unwrap_err().to_string().contains("the store itself"));
    assert!(from.export(&good, false).unwrap_err().to_string().contains("is there already"));
    from.export(&good, true).unwrap();
    // The same id with other answers is told, and ours stay.
    to.import(std::slice::from_ref(&good)).unwrap();
    fs::write(&good, fs::read_to_string(&good).unwrap().replace("\"walk-in\"", "\"phone\"")).unwrap();
    assert_eq!(to.import(&[good]).unwrap().differing, 1);
}

#[test]
fn a_backup_is_made_once_a_day_and_seven_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    // The clock jumps ahead for a day and back: the jump must not push the true backups out.
    for now in
        ["2026-11-20", "2099-01-01", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"]
    {
        store.save(&full("housing"), &clock(now)).unwrap();
        assert!(store.care(&clock(now)).unwrap().is_some(), "{now}");
        assert!(store.care(&clock(now)).unwrap().is_none(), "{now}");
        assert!(Store::open(dir.path()).unwrap().care(&clock(now)).unwrap().is_none(), "{now}");
    }
    let names: Vec<_> = store.backups().iter().map(|p| p.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(names.len(), 7);
    assert_eq!((names[0].as_str(), names[6].as_str()), ("0008-2026-11-26.sqlite", "0002-2099-01-01.sqlite"));
    assert_eq!(fs::read_dir(dir.path().join(BACKUPS)).unwrap().count(), 7, "one file each, nothing beside");
    let mut other = Store::open(&dir.path().join("other")).unwrap();
    assert_eq!(other.import(&[store.backups()[0].clone()]).unwrap().added, 8);
}

#[test]
fn a_damaged_file_is_moved_aside_and_the_backup_comes_back() {
    for harm in [0, 100, 4096 * 2, 4096 * 5] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE);
        let (now, desk);
        {
            let mut store = Store::open(dir.path()).unwrap();
            (now, desk) = (clock("2026-11-22T10:15"), store.desk_id());
            for _ in 0..100 {
                store.save(&full("housing"), &now).unwrap();
            }
            store.care(&now).unwrap();
        }
        let mut bytes = fs::read(&path).unwrap();
        bytes[harm..harm + 3000].fill(0xa5);
        fs::write(&path, &bytes).unwrap();
        let mut store = Store::open(dir.path()).unwrap();
        assert_eq!(store.condition(), &Condition::Ready, "{harm}");
        assert!(store.notices()[0].contains("was damaged"), "{harm}");
        assert_eq!(fs::read(dir.path().join("enquiries-damaged-1.sqlite")).unwrap(), bytes, "kept as it was");
        assert_eq!(store.desk_id(), desk, "it stays the same desk");
        let backup = store.backups()[0].clone();
        assert_eq!(store.import(&[backup]).unwrap().added, 100);
        drop(store);
        assert!(Store::open(dir.path()).unwrap().notices().is_empty());
    }
}

#[test]
fn a_running_signpost_notices_that_its_file_was_moved_aside() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = Store::open(dir.path()).unwrap();
    first.save(&full("housing"), &clock("2026-11-22")).unwrap();
    fs::rename(dir.path().join(FILE), dir.path().join("elsewhere.sqlite")).unwrap();
    for end in ["-wal", "-shm"] {
        fs::rename(dir.path().join(format!("{FILE}{end}")), dir.path().join(format!("elsewhere.sqlite{end}"))).unwrap();
    }
    if cfg!(unix) {
        let id = first.save(&full("housing"), &clock("2026-11-22")).unwrap();
        let rows = Store::open(dir.path()).unwrap().on(day("2026-11-22")).unwrap();
        assert_eq!(rows.iter().map(|row| row.enquiry.id).collect::<Vec<_>>(), [id]);
    }
}

#[test]
#[cfg(unix)]
fn who_waited_for_the_lock_writes_into_the_file_that_is_there_now() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = Store::open(dir.path()).unwrap();
    // Between the look at the file and the lock another Signpost restores a backup.
    first.writable().unwrap();
    fs::rename(dir.path().join(FILE), dir.path().join("elsewhere.sqlite")).unwrap();
    for end in ["-wal", "-shm"] {
        let _ = fs::rename(dir.path().join(format!("{FILE}{end}")), dir.path().join(format!("elsewhere.sqlite{end}")));
    }
    let desk = Uuid::new_v4();
    first.write(|db| rows::add_desk(db, &desk.to_string())).unwrap();
    let here = Store::open(dir.path()).unwrap().desks().unwrap();
    assert!(here.iter().any(|known| known.desk == desk), "{here:?}");
}

#[test]
fn a_log_without_its_store_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(format!("{FILE}-wal")), "enquiries of somebody").unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.condition(), &Condition::Ready);
    let kept = dir.path().join("enquiries-damaged-1.sqlite-wal");
    assert_eq!(fs::read_to_string(kept).unwrap(), "enquiries of somebody");
}

#[test]
fn a_newer_store_is_read_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let enquiry = full("housing");
    Store::open(dir.path()).unwrap().save(&enquiry, &clock("2026-11-22")).unwrap();
    let path = dir.path().join(FILE);
    Connection::open(&path).unwrap().pragma_update(None, "user_version", schema::VERSION + 1).unwrap();
    let before = fs::read(&path).unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    assert_eq!(store.condition(), &Condition::ReadOnly(ReadOnly::Newer));
    assert_eq!(store.on(day("2026-11-22")).unwrap()[0].enquiry, enquiry);
    for refused in [store.save(&full("housing"), &clock("2026-11-22")).map(|_| ()), store.undo(enquiry.id).map(|_| ())]
    {
        assert!(refused.unwrap_err().to_string().contains("newer Signpost"));
    }
    assert!(store.care(&clock("2026-11-22")).unwrap().is_none());
    drop(store);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn opening_writes_nothing_when_nothing_differs() {
    let dir = tempfile::tempdir().unwrap();
    Store::open(dir.path()).unwrap().save(&full("housing"), &clock("2026-11-22")).unwrap();
    let state =
        || (fs::read(dir.path().join(FILE)).unwrap(), dir.path().join(FILE).metadata().unwrap().modified().unwrap());
    let before = state();
    let store = Store::open(dir.path()).unwrap();
    let log = fs::metadata(dir.path().join(format!("{FILE}-wal"))).map_or(0, |log| log.len());
    assert_eq!(log, 0);
    drop(store);
    assert_eq!(state(), before);
}

#[test]
fn a_folder_that_cannot_be_made_leaves_the_desk_open() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let mut store = Store::open(&dir.path().join("file/data")).unwrap();
    assert_eq!(store.condition(), &Condition::ReadOnly(ReadOnly::NotAllowed));
    assert_eq!(store.on(day("2026-11-22")).unwrap(), []);
    assert!(
        store.save(&full("housing"), &clock("2026-11-22")).unwrap_err().to_string().starts_with("Nothing was saved.")
    );
    // What was in the way went away.
    fs::remove_file(dir.path().join("file")).unwrap();
    store.save(&full("housing"), &clock("2026-11-22")).unwrap();
    assert_eq!(store.condition(), &Condition::Ready);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_anything() {
    use std::os::unix::fs::PermissionsExt;
    fn modes(dir: &Path, out: &mut Vec<(PathBuf, u32)>) {
        for entry in fs::read_dir(dir).unwrap().flatten() {
            out.push((entry.path(), entry.metadata().unwrap().permissions().mode() & 0o777));
            if entry.path().is_dir() {
                modes(&entry.path(), out);
            }
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(&dir.path().join("data")).unwrap();
    store.save(&full("housing"), &clock("2026-11-22")).unwrap();
    store.care(&clock("2026-11-22")).unwrap();
    store.save(&full("housing"), &clock("2026-11-22")).unwrap();
    store.export(&dir.path().join("data/out.jsonl"), false).unwrap();
    let mut found = Vec::new();
    modes(dir.path(), &mut found);
    assert!(found.len() >= 7, "{found:?}");
    for (path, mode) in found {
        assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
    }
}

#[test]
fn connections_are_set_up_as_promised() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let number = |name| store.db.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    for (name, value) in [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("secure_delete", 1),
        ("busy_timeout", 5000),
        ("temp_store", 2),
        ("application_id", schema::APPLICATION.into()),
        ("user_version", schema::VERSION.into()),
    ] {
        assert_eq!(number(name), value, "{name}");
    }
    let journal: String = store.db.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(journal, "wal");
}
