//! Bad days of a desk that is running, and of two on one machine: what stands under it is taken away, changed by another, or the program is killed.

use super::common::{Answer, Home, NOW, answer, shim, starter};
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Backend, Desk, Setup};
use signpost::paths::Paths;
use signpost::record::Enquiry;
use signpost::search::Ask;
use signpost::settings::{Overrides, Settings};
use signpost::store::{FILE, Store};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Returns a home with a catalogue of its own.
fn home() -> (Home, PathBuf) {
    let home = Home::new();
    let ours = home.path("ours");
    assert_eq!(home.run(&["catalogue", "init", &ours.display().to_string()]).code, 0);
    (home, ours)
}

/// Opens a real desk at a moment.
fn open_at(home: &Home, catalogue: PathBuf, now: &str) -> Desk {
    let paths = Paths { config: home.path("config"), cache: home.path("cache"), data: home.path("data") };
    let overrides = Overrides { catalogue: Some(catalogue), ..Overrides::default() };
    let (settings, settings_problems) = Settings::load(&paths.config, &overrides);
    Desk::open(Setup { paths, settings, settings_problems, clock: Clock::fixed(parse_now(now).unwrap()) })
}

fn finds(desk: &Desk, words: &str, id: &str) -> bool {
    desk.find(&Ask::of(words), 50).unwrap().listed.iter().any(|listed| listed.id == id)
}

const GROUP: &str = "ours/services/example/zebra-group.toml";

fn group(home: &Home, name: &str) {
    home.write(GROUP, &format!("name = \"{name}\"\ndescription = \"A group.\"\nneeds = [\"play-sessions\"]\n"));
}

#[test]
fn a_snapshot_that_is_deleted_while_it_is_open_serves_on_and_is_made_anew() {
    let (home, ours) = home();
    group(&home, "Zebra group");
    let desk = open_at(&home, ours, NOW);
    assert!(finds(&desk, "zebra", "zebra-group"));
    std::fs::remove_dir_all(home.path("cache")).unwrap();
    assert!(finds(&desk, "zebra", "zebra-group"));
    assert!(desk.card("zebra-group", &Ask::default()).unwrap().is_some());
    desk.save(&Enquiry::quick_chat(desk.face().hub_id)).unwrap();
    group(&home, "Quagga group");
    assert!(desk.refresh().unwrap().is_some());
    assert!(finds(&desk, "quagga", "zebra-group") && home.path("cache").is_dir());
}

#[test]
fn two_desks_on_one_snapshot_each_take_what_changed_when_they_look() {
    let (home, ours) = home();
    group(&home, "Zebra group");
    let (one, two) = (open_at(&home, ours.clone(), NOW), open_at(&home, ours, NOW));
    group(&home, "Quagga group");
    assert!(one.refresh().unwrap().is_some());
    assert!(finds(&one, "quagga", "zebra-group"));
    assert!(finds(&two, "zebra", "zebra-group"), "the other one keeps what it has open");
    assert!(two.refresh().unwrap().is_some() && finds(&two, "quagga", "zebra-group"));
    assert!(one.refresh().unwrap().is_none() && two.refresh().unwrap().is_none());
}

#[test]
fn an_older_signpost_beside_this_one_compiles_for_itself_and_disturbs_nobody() {
    let (home, ours) = home();
    group(&home, "Zebra group");
    let desk = open_at(&home, ours.clone(), NOW);
    // What an older one leaves as the newest snapshot.
    let mut changed = 0;
    for catalogue in std::fs::read_dir(home.path("cache")).unwrap() {
        for entry in std::fs::read_dir(catalogue.unwrap().path()).unwrap() {
            let manifest = entry.unwrap().path().join("manifest.json");
            if let Ok(text) = std::fs::read_to_string(&manifest) {
                let (before, after) = text.split_once("\"layout\":").unwrap();
                let after = after.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
                std::fs::write(&manifest, format!("{before}\"layout\":1{after}")).unwrap();
                changed += 1;
            }
        }
    }
    assert_eq!(changed, 1);
    assert!(finds(&desk, "zebra", "zebra-group"));
    let ours = ours.display().to_string();
    let shown = home.run(&["--catalogue", &ours, "show", "zebra-group"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""), "compiled anew");
    assert!(desk.refresh().is_ok() && finds(&desk, "zebra", "zebra-group"));
}

#[test]
fn many_that_compile_at_once_all_find() {
    let (home, ours) = home();
    let ours = ours.display().to_string();
    for round in ["Zebra", "Quagga"] {
        group(&home, &format!("{round} group"));
        let told: Vec<Answer> = std::thread::scope(|scope| {
            let one = |arguments: &'static [&'static str]| {
                let (home, ours) = (&home, &ours);
                scope.spawn(move || home.run(&[&["--catalogue", ours], arguments].concat()))
            };
            let show: &[&str] = &["show", "zebra-group"];
            let all = [one(show), one(&["reindex"]), one(show), one(&["reindex"]), one(show)];
            all.into_iter().map(|done| done.join().unwrap()).collect()
        });
        for told in told {
            assert_eq!(told.code, 0, "{}", told.err);
            assert!(told.out.is_empty() || told.out.contains(round), "{}", told.out);
        }
    }
}

#[test]
fn a_newer_signpost_that_takes_the_store_over_is_noticed_before_the_next_save() {
    let home = Home::new();
    let desk = open_at(&home, starter(), NOW);
    let hub = desk.face().hub_id;
    desk.save(&Enquiry::quick_chat(hub.clone())).unwrap();
    let newer = rusqlite::Connection::open(home.path("data").join(FILE)).unwrap();
    let own: i32 = newer.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    let second = Enquiry::quick_chat(hub);
    let told = desk.save(&second).unwrap_err().to_string();
    assert!(told.contains("newer Signpost") && told.contains("Update this Signpost"), "{told}");
    assert_eq!(desk.today().unwrap().len(), 1, "what is there can be read");
    // Back to this version, as after a restored backup: the same enquiry is saved then.
    newer.pragma_update(None, "user_version", own).unwrap();
    drop(newer);
    let desk = open_at(&home, starter(), NOW);
    desk.save(&second).unwrap();
    assert_eq!(desk.today().unwrap().len(), 2);
}

#[test]
fn whatever_the_clock_says_an_enquiry_keeps_the_day_and_hour_of_the_wall() {
    let home = Home::new();
    let moments = ["2026-11-22T23:59", "2026-11-23T00:00", "2025-11-22T10:15", "2026-03-29T01:30", "2026-10-25T01:30"];
    for now in moments {
        let desk = open_at(&home, starter(), now);
        let enquiry = Enquiry::quick_chat(desk.face().hub_id);
        desk.save(&enquiry).unwrap();
        desk.care().unwrap();
        assert_eq!(desk.today().unwrap()[0].id, enquiry.id, "{now}");
        let store = Store::open(&home.path("data")).unwrap();
        let at = parse_now(now).unwrap();
        let rows = store.on(at.date()).unwrap();
        let row = rows.iter().find(|row| row.enquiry.id == enquiry.id).unwrap();
        assert_eq!(u32::from(row.hour), chrono::Timelike::hour(&at), "{now}");
        assert!(store.notices().is_empty());
    }
    let store = Store::open(&home.path("data")).unwrap();
    assert_eq!(store.between(chrono::NaiveDate::MIN, chrono::NaiveDate::MAX).unwrap().len(), moments.len());
}

/// Returns the ids that the program lists.
fn listed(home: &Home) -> BTreeSet<String> {
    let list = home.run(&["--catalogue", "ours", "enquiries"]);
    assert_eq!(list.code, 0, "{}", list.err);
    assert!(!list.err.contains("damaged"), "{}", list.err);
    list.out.lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect()
}

/// Runs a command and kills it right after one change to the files after another, until it gets through.
fn killed_at_every_change(home: &Home, arguments: &[&str], step: usize, mut then: impl FnMut(&Answer)) -> usize {
    for at in (1..).step_by(step) {
        let mut command = home.command();
        command.env("LD_PRELOAD", shim()).env("POWER_CUT_FOLDER", home.path("")).env("POWER_CUT_KILL", at.to_string());
        let told = answer(command.args(["--catalogue", "ours"]).args(arguments).output().unwrap());
        then(&told);
        if told.code == 0 {
            return at;
        }
        assert_eq!(told.code, -1, "killed: {}", told.err);
    }
    unreachable!("numbers don't end")
}

#[test]
fn a_kill_at_any_moment_of_a_save_loses_nothing_that_was_said_to_be_saved() {
    let (home, _) = home();
    let mut said = BTreeSet::from([home.run(&["--catalogue", "ours", "log", "--quick"]).out.trim().to_owned()]);
    // The first backup of a day is part of it.
    std::fs::remove_dir_all(home.path("data/backups")).unwrap();
    let changes = killed_at_every_change(&home, &["log", "--quick"], 5, |told| {
        said.extend(told.out.lines().map(str::to_owned));
        let here = listed(&home);
        assert!(said.is_subset(&here), "{:?} is lost", said.difference(&here));
    });
    assert!(changes > 20, "only {changes} moments were tried");
    assert!(said.len() >= 2);
}

#[test]
fn a_kill_at_any_moment_of_compiling_leaves_a_catalogue_that_serves() {
    let (home, _) = home();
    let changes = killed_at_every_change(&home, &["reindex"], 7, |_| {
        let shown = home.run(&["--catalogue", "ours", "show", "childline"]);
        assert_eq!((shown.code, shown.err.as_str()), (0, ""));
        group(&home, "Zebra group");
        std::fs::remove_file(home.path(GROUP)).unwrap();
    });
    assert!(changes > 10, "only {changes} moments were tried");
}

#[test]
fn without_a_terminal_the_desk_says_what_to_use_instead() {
    let home = Home::new();
    let mut command = assert_cmd::Command::new("setsid");
    command.arg("--wait").arg(env!("CARGO_BIN_EXE_signpost")).env_clear().envs(home.environment());
    let told = answer(command.output().expect("needs setsid: on Debian and Ubuntu apt-get install util-linux"));
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    assert!(told.err.contains("There is no terminal") && told.err.contains("signpost --help"), "{}", told.err);
    assert!(!told.err.contains("panicked"));
}

#[test]
fn what_no_box_holds_is_said_and_the_rest_stays() {
    use super::driver::Desk;
    use signpost::tui::app::Msg;
    let mut desk = Desk::new();
    desk.send(Msg::Paste("food ".repeat(2000)));
    assert!(desk.said().contains("A box holds 500 characters"), "{}", desk.said());
    assert!(desk.cursor_line().contains("food food"), "{}", desk.cursor_line());
    desk.press("x");
    assert!(desk.said().contains("A box holds 500 characters"));
    desk.press("<backspace>x");
    assert!(!desk.said().contains("A box holds"), "{}", desk.said());
    for odd in ["\"*:~^\\", "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}", "\u{637}\u{639}\u{627}\u{645}"] {
        let mut desk = Desk::new();
        desk.send(Msg::Paste(odd.to_owned()));
        desk.press("<end> food<left><left><backspace>");
        assert!(desk.cursor_line().contains("Search:"), "{}", desk.screen());
    }
}
