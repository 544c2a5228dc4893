//! `backup` and `restore`: what comes back is what was there, and nothing is ever lost on the way.

use crate::common::{Answer, Home, on_starter};
use signpost::clock::Clock;
use signpost::record::Enquiry;
use signpost::store::{self, FILE, Store};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

impl Home {
    fn logged(&self, arguments: &[&str]) -> String {
        let answer = on_starter(self, &[&["log"], arguments].concat());
        assert_eq!((answer.code, answer.err.as_str()), (0, ""));
        answer.out.trim().to_owned()
    }

    fn ids(&self) -> BTreeSet<String> {
        let list = on_starter(self, &["enquiries", "--from", "2026-11-01", "--to", "2026-11-30", "--json"]);
        let value: serde_json::Value = serde_json::from_str(&list.out).unwrap();
        value["enquiries"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    }

    fn back_up(&self, name: &str) -> Answer {
        self.run(&["backup", &self.path(name).display().to_string()])
    }

    fn restore(&self, path: &Path) -> Answer {
        self.run(&["restore", &path.display().to_string()])
    }
}

/// Returns every file below a folder with its bytes.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => out.extend(files(&path)),
            path => out.push((path.display().to_string(), std::fs::read(&path).unwrap())),
        }
    }
    out.sort();
    out
}

#[test]
fn what_was_backed_up_comes_back_and_what_was_here_is_kept() {
    let home = Home::new();
    home.logged(&["--need", "debt-advice=signposted"]);
    home.logged(&["--quick"]);
    insta::assert_snapshot!(home.back_up("stick.sqlite").whole(&home), @r"
    --- said
    Copied 0 enquiries and 2 tests to ~/stick.sqlite; the copy was opened and is sound.
    It holds single enquiries: keep it as safe as this computer.
    --- exit code 0
    ");
    let kept = home.ids();
    let later = home.logged(&["--quick"]);
    insta::assert_snapshot!(home.restore(&home.path("stick.sqlite")).whole(&home), @r"
    --- said
    Restored 0 enquiries and 2 tests from ~/stick.sqlite.
    What was here before is kept as ~/data/enquiries-before-restore-1.sqlite. It has 1 enquiry that the backup has not.
    To bring them in: signpost enquiries import ~/data/enquiries-before-restore-1.sqlite
    --- exit code 0
    ");
    assert_eq!(home.ids(), kept);
    let aside = home.path("data/enquiries-before-restore-1.sqlite").display().to_string();
    assert!(home.run(&["enquiries", "import", &aside]).err.contains("1 new"));
    assert!(home.ids().contains(&later));
    let again = home.restore(&home.path("stick.sqlite"));
    assert!(again.err.contains("enquiries-before-restore-2.sqlite"), "{}", again.err);

    // On a new computer the desk goes on as the one that it was.
    let fresh = Home::new();
    assert_eq!(fresh.run(&["enquiries"]).code, 0, "a store without enquiries");
    let came = fresh.restore(&home.path("stick.sqlite"));
    assert!(came.code == 0 && came.err.contains("goes on as the one that made the backup"), "{}", came.err);
    assert_eq!(fresh.ids(), kept);
    let desk = |home: &Home| Store::open(&home.path("data")).unwrap().desk_id();
    assert_eq!(desk(&fresh), desk(&home));
}

#[test]
fn a_backup_goes_over_nothing_but_an_earlier_one() {
    let home = Home::new();
    insta::assert_snapshot!(home.back_up("stick.sqlite").whole(&home), @r"
    --- said
    signpost: There are no enquiries in ~/data yet, so there is nothing to back up.
              Check --data-dir; signpost doctor tells where everything lives.
    --- exit code 2
    ");
    assert!(!home.path("data").exists(), "nothing is begun by asking");
    home.logged(&["--quick"]);
    assert_eq!(home.back_up("stick.sqlite").code, 0);
    #[cfg(unix)]
    {
        let mode = std::fs::metadata(home.path("stick.sqlite")).unwrap().permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777, 0o600);
    }
    insta::assert_snapshot!(home.back_up("stick.sqlite").whole(&home), @r"
    --- said
    signpost: The file ~/stick.sqlite is there already.
              Choose another name, or replace it with --force.
    --- exit code 2
    ");
    home.logged(&["--quick"]);
    let forced = |name: &str| home.run(&["backup", "--force", &home.path(name).display().to_string()]);
    assert!(forced("stick.sqlite").err.starts_with("Copied 0 enquiries and 2 tests"), "{}", forced("stick.sqlite").err);
    home.write("letter.txt", "Dear Ann");
    assert!(forced("letter.txt").err.contains("exists and is no backup of enquiries"));
    assert_eq!(std::fs::read_to_string(home.path("letter.txt")).unwrap(), "Dear Ann");
    let own = forced(&format!("data/{FILE}"));
    assert!(own.code == 2 && own.err.contains("This file is the store itself."), "{}", own.err);
    assert_eq!(forced("no/such/folder.sqlite").code, 2);
    let here: Vec<_> = std::fs::read_dir(home.path("")).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(here.iter().all(|name| !name.to_str().unwrap().ends_with(".tmp")), "{here:?}");
}

#[test]
fn what_is_no_sound_backup_of_this_desk_is_refused_and_nothing_changes() {
    let home = Home::new();
    home.logged(&["--quick"]);
    assert_eq!(home.back_up("stick.sqlite").code, 0);
    let good = std::fs::read(home.path("stick.sqlite")).unwrap();
    let other = Home::new();
    other.logged(&["--quick"]);
    other.back_up("theirs.sqlite");
    std::fs::copy(other.path("theirs.sqlite"), home.path("theirs.sqlite")).unwrap();
    home.write("letter.txt", "Dear Ann");
    let export = home.path("out.jsonl").display().to_string();
    let _ = home.run(&["enquiries", "export", &export]);
    let half = good.len() / 2;
    std::fs::write(home.path("cut.sqlite"), &good[..half]).unwrap();
    let mut harmed = good.clone();
    // From the beginning of a page: what is free in one may hold anything.
    let page = half / 4096 * 4096;
    harmed[page..page + 2000].fill(0xa5);
    std::fs::write(home.path("harmed.sqlite"), harmed).unwrap();
    std::fs::write(home.path("newer.sqlite"), &good).unwrap();
    let db = rusqlite::Connection::open(home.path("newer.sqlite")).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    std::fs::write(home.path("wrong.sqlite"), &good).unwrap();
    let db = rusqlite::Connection::open(home.path("wrong.sqlite")).unwrap();
    db.execute("UPDATE enquiry SET channel = 'by-owl'", []).unwrap();
    drop(db);

    let before = files(&home.path("data"));
    let refused = |name: &str| {
        let answer = home.restore(&home.path(name));
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{name}");
        answer.err.replace(&home.path("").display().to_string(), "~/")
    };
    let told: String = [
        "none.sqlite",
        "letter.txt",
        "out.jsonl",
        "cut.sqlite",
        "harmed.sqlite",
        "wrong.sqlite",
        "newer.sqlite",
        "theirs.sqlite",
    ]
    .into_iter()
    .map(refused)
    .collect();
    insta::assert_snapshot!(told, @r"
    signpost: Can't read ~/none.sqlite: no such file or directory.
              Check that the path is right.
    signpost: ~/letter.txt is no sound backup of enquiries.
              Keep it and choose another; signpost restore lists the daily ones.
    signpost: ~/out.jsonl is an export and no backup.
              Bring it in with: signpost enquiries import ~/out.jsonl
    signpost: ~/cut.sqlite is no sound backup of enquiries.
              Keep it and choose another; signpost restore lists the daily ones.
    signpost: ~/harmed.sqlite is no sound backup of enquiries.
              Keep it and choose another; signpost restore lists the daily ones.
    signpost: ~/wrong.sqlite is no sound backup of enquiries.
              Keep it and choose another; signpost restore lists the daily ones.
    signpost: ~/newer.sqlite was written by a newer Signpost.
              Update this Signpost, then restore.
    signpost: ~/theirs.sqlite is a backup of another desk.
              To add its enquiries to this desk's: signpost enquiries import ~/theirs.sqlite
    ");
    assert!(refused(&format!("data/{FILE}")).contains("This file is the store itself."));
    assert_eq!(files(&home.path("data")), before);
}

#[test]
fn what_was_undone_since_stays_undone() {
    let home = Home::new();
    let (kept, undone) = (home.logged(&["--quick"]), home.logged(&["--need", "debt-advice=referred"]));
    assert_eq!(home.back_up("stick.sqlite").code, 0);
    assert_eq!(home.run(&["log", "--undo", &undone]).code, 0);
    let restored = home.restore(&home.path("stick.sqlite"));
    assert!(restored.err.contains("1 enquiry was undone since that backup and erased again."), "{}", restored.err);
    assert_eq!(home.ids(), [kept.clone()].into());
    // The store and its mark are lost, and the daily backups still know of the undo.
    std::fs::write(home.path("data").join(FILE), "rubbish").unwrap();
    let restored = home.restore(&home.path("stick.sqlite"));
    assert!(restored.err.contains("could not be read and is kept"), "{}", restored.err);
    assert_eq!(home.ids(), [kept].into());
}

#[test]
fn the_daily_backups_are_offered_when_the_store_is_damaged() {
    let home = Home::new();
    insta::assert_snapshot!(home.run(&["restore"]).whole(&home), @r"
    --- said
    There are no backups in ~/data.
    --- exit code 1
    ");
    home.logged(&["--quick"]);
    let ids = home.ids();
    insta::assert_snapshot!(home.run(&["restore"]).whole(&home), @r"
    22 November 2026: 0 enquiries and 1 test  ~/data/backups/0001-2026-11-22.sqlite
    --- said
    To put one in the place of all enquiries here: signpost restore FILE
    To add what is missing here and keep the rest: signpost enquiries import FILE
    --- exit code 0
    ");
    std::fs::write(home.path("data").join(FILE), vec![0xa5; 9000]).unwrap();
    let told = home.run(&["enquiries"]);
    assert!(told.err.contains("was damaged") && told.err.contains("signpost restore lists"), "{}", told.err);
    let backup = store::backups(&home.path("data")).remove(0);
    assert_eq!(home.restore(&backup).code, 0);
    assert_eq!(home.ids(), ids);
}

/// Saves until it is told to stop, and returns what was said to be saved.
fn save_until(stop: &AtomicBool, folder: &Path) -> Vec<String> {
    let clock = Clock::fixed("2026-11-22T10:15:00".parse().unwrap());
    let mut store = Store::open(folder).unwrap();
    let mut ids = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        ids.push(store.save(&Enquiry::quick_chat("riverside"), &clock).unwrap().to_string());
        // A desk looks far more often than it saves; who only saves would keep everybody else out.
        for _ in 0..20 {
            store.on(clock.today()).unwrap();
        }
    }
    ids
}

#[test]
fn a_signpost_that_is_open_goes_on_with_the_restored_store_and_loses_nothing() {
    let home = Home::new();
    let data = home.path("data");
    home.logged(&["--quick"]);
    home.back_up("stick.sqlite");
    let mut open = Store::open(&data).unwrap();
    let stop = AtomicBool::new(false);
    let saved = std::thread::scope(|scope| {
        let savers: Vec<_> = (0..2).map(|_| scope.spawn(|| save_until(&stop, &data))).collect();
        // Told only when the savers have stopped: a test that fails must end.
        let restored: Vec<_> = (0..8).map(|_| home.restore(&home.path("stick.sqlite"))).collect();
        stop.store(true, Ordering::Relaxed);
        for refused in restored.iter().filter(|restored| restored.code != 0) {
            assert!(refused.err.contains("Another Signpost is saving just now"), "{}", refused.err);
        }
        assert!(restored.iter().filter(|restored| restored.code == 0).count() >= 3);
        savers.into_iter().flat_map(|saver| saver.join().unwrap()).collect::<Vec<String>>()
    });
    assert!(!saved.is_empty());
    let late = open.save(&Enquiry::quick_chat("riverside"), &Clock::fixed("2026-11-22T10:15:00".parse().unwrap()));
    assert!(home.ids().contains(&late.unwrap().to_string()), "it went into the store that is here now");
    // Every one that was said to be saved is here or in a store that was moved aside.
    let aside = store::kept_aside(&data);
    assert!(aside.len() >= 3, "{aside:?}");
    open.import(&aside).unwrap();
    let here = home.ids();
    let lost: Vec<_> = saved.iter().filter(|id| !here.contains(*id)).collect();
    assert!(lost.is_empty(), "{} of {} are lost", lost.len(), saved.len());
}

#[test]
fn a_list_follows_a_restore_too() {
    let home = Home::new();
    home.logged(&["--quick"]);
    home.back_up("stick.sqlite");
    home.logged(&["--quick"]);
    let mut open = Store::open(&home.path("data")).unwrap();
    let day = "2026-11-22".parse().unwrap();
    assert_eq!(open.on(day).unwrap().len(), 2);
    home.restore(&home.path("stick.sqlite"));
    if cfg!(unix) {
        open.follow().unwrap();
        assert_eq!(open.on(day).unwrap().len(), 1);
    }
}
