//! `doctor`: it runs whatever is broken, says what is wrong and what to do, and changes nothing.

use crate::common::{Answer, Home, answer, starter};
use crate::printing::free_port;
use serde_json::Value;
use signpost::clock::Clock;
use signpost::record::Enquiry;
use signpost::store::{FILE, Store};
use std::path::Path;
use std::process::Command;

/// Checks whose answer belongs to the machine that runs the tests.
const MACHINE: &[&str] = &["program", "encryption", "place", "space", "git", "repository", "printer", "spool"];

impl Home {
    /// Runs the doctor with some variables set, and without a print server.
    pub fn doctor(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Answer {
        let mut command = self.command();
        command.env("CUPS_SERVER", format!("127.0.0.1:{}", free_port()));
        command.env("SIGNPOST_CATALOGUE", starter());
        command.envs(variables.iter().copied());
        answer(command.arg("doctor").args(arguments).output().unwrap())
    }

    /// Returns what the doctor found, each as "state check: what | what to do".
    fn all(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Vec<String> {
        let answer = self.doctor(&[arguments, &["--json"]].concat(), variables);
        assert_eq!(answer.err, "");
        let value: Value = serde_json::from_str(&answer.out).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        let all = value["findings"].as_array().unwrap();
        let worst = if all.iter().any(|f| f["state"] == "broken") {
            ("broken", 1)
        } else if all.iter().any(|f| f["state"] == "look") {
            ("look", 3)
        } else {
            ("ok", 0)
        };
        assert_eq!((text(&value["worst"]).as_str(), answer.code), worst);
        let line = |f: &Value| {
            let to_do = f["do"].as_str().map_or_else(String::new, |hint| format!(" | {hint}"));
            assert_eq!(f["state"] == "ok", to_do.is_empty(), "what is not well says what to do: {f}");
            let line = format!("{} {}: {}{to_do}", text(&f["state"]), text(&f["check"]), text(&f["what"]));
            line.replace(&self.path("").display().to_string(), "~/")
                .replace(&starter().display().to_string(), "STARTER")
        };
        all.iter().map(line).collect()
    }

    /// Returns what the doctor found, without what belongs to this machine.
    fn found(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Vec<String> {
        let mut found = self.all(arguments, variables);
        found.retain(|line| !MACHINE.iter().any(|check| line.split([' ', ':']).nth(1) == Some(check)));
        found
    }

    /// Returns what is found about one thing.
    pub fn about(&self, check: &str, variables: &[(&str, &str)]) -> String {
        let all = self.all(&[], variables);
        all.into_iter()
            .find(|line| line.contains(&format!(" {check}: ")))
            .unwrap_or_else(|| panic!("nothing about {check}"))
    }

    /// Returns what is found to be wrong.
    fn wrong(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Vec<String> {
        let mut found = self.found(arguments, variables);
        found.retain(|line| !line.starts_with("ok ") && !line.contains("stopped-clock"));
        found
    }

    fn starts(&self, arguments: &[&str]) -> Answer {
        answer(self.command().env("SIGNPOST_CATALOGUE", starter()).args(arguments).output().unwrap())
    }
}

/// Blanks out what is random or changes with the program: the generation, and every number of three digits or behind a point.
fn settled(found: &[String]) -> String {
    let word = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let is_number = digits > 0 && word.chars().all(|c| c.is_ascii_digit() || c == '.');
        if is_number && (digits == 3 || word.contains('.')) { "N".to_owned() } else { word.to_owned() }
    };
    let line = |line: &String| {
        let words: Vec<String> = line.split(' ').map(word).collect();
        let line = words.join(" ");
        match (line.find(" (generation "), line.find(");")) {
            (Some(from), Some(to)) => format!("{}{}", &line[..from], &line[to + 1..]),
            _ => line,
        }
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_fresh_desk_and_one_that_works() {
    let home = Home::new();
    let fresh = home.found(&[], &[]);
    assert!(fresh.contains(&"ok setting: pin = (none) (built in)".to_owned()), "{fresh:?}");
    let rest = |found: Vec<String>| found.into_iter().filter(|line| !line.contains(" setting: ")).collect::<Vec<_>>();
    insta::assert_snapshot!(settled(&rest(fresh)), @"
    ok settings-folder: Settings: ~/config (set by SIGNPOST_CONFIG_DIR); not there yet, made when it is needed.
    ok data-folder: Enquiries: ~/data (set by SIGNPOST_DATA_DIR); not there yet, made when it is needed.
    ok cache-folder: The compiled catalogue: ~/cache (set by SIGNPOST_CACHE_DIR); not there yet, made when it is needed.
    ok writable: This user can write enquiries and the compiled catalogue.
    ok settings: There is no ~/config/settings.toml; the built-in settings hold.
    ok catalogue: The catalogue is STARTER (set by SIGNPOST_CATALOGUE).
    ok check: The check finds no mistake in N files.
    ok snapshot: The catalogue is not compiled yet; the next start does it.
    ok store: There is no store of enquiries yet; it is made when it is needed.
    ok retention: No enquiry is older than the 13 months that they are kept (keep_rows_months).
    ok backups: There is no backup yet; the first save of each day makes one.
    ok paper: Slips are made for sheets of a4.
    look stopped-clock: The clock is stopped at 22 November 2026, 10:15am by SIGNPOST_NOW; whatever is saved is marked as a test. | Unset SIGNPOST_NOW at a real desk.
    ok clock: It is 22 November 2026, 10:15am (Europe/London).
    ok keymap: Every key can be read: signpost keys lists them.
    ok terminal: Not looked at: this answer does not go to a terminal.
    ");
    assert_eq!(std::fs::read_dir(home.path("")).unwrap().count(), 0, "looking begins nothing");

    home.write("config/settings.toml", "hub = \"example-riverside\"\npin = \"4711\"\nprinter = \"desk\"\n");
    assert_eq!(home.starts(&["log", "--quick"]).code, 0);
    assert_eq!(home.starts(&["log", "--need", "domestic-abuse=warm-handover"]).code, 0);
    let found =
        home.found(&["--data-dir", &home.path("data").display().to_string()], &[("SIGNPOST_DATA_DIR", "/elsewhere")]);
    for line in ["hub = \"example-riverside\"", "printer = \"desk\"", "pin = (set)"] {
        assert!(found.contains(&format!("ok setting: {line} (set by ~/config/settings.toml)")), "{line}: {found:?}");
    }
    assert!(!found.concat().contains("4711"));
    insta::assert_snapshot!(settled(&rest(found)), @r"
    ok settings-folder: Settings: ~/config (set by SIGNPOST_CONFIG_DIR).
    ok data-folder: Enquiries: ~/data (set by --data-dir).
    ok cache-folder: The compiled catalogue: ~/cache (set by SIGNPOST_CACHE_DIR).
    ok permissions: Only this user can read the enquiries.
    ok writable: This user can write enquiries and the compiled catalogue.
    ok settings: ~/config/settings.toml can be read.
    ok catalogue: The catalogue is STARTER (set by SIGNPOST_CATALOGUE).
    ok check: The check finds no mistake in N files.
    ok snapshot: N services, compiled on 22 November 2026 by Signpost N; the files have not changed since.
    ok hub: This desk stands in the hub example-riverside (set by ~/config/settings.toml).
    ok store: The store is sound: 0 enquiries and 2 tests of 1 desk, version N
    ok retention: No enquiry is older than the 13 months that they are kept (keep_rows_months).
    ok backups: 1 backup, the last one of 22 November 2026; each was opened and is sound.
    ok paper: Slips are made for sheets of a4.
    look stopped-clock: The clock is stopped at 22 November 2026, 10:15am by SIGNPOST_NOW; whatever is saved is marked as a test. | Unset SIGNPOST_NOW at a real desk.
    ok clock: It is 22 November 2026, 10:15am (Europe/London).
    ok keymap: Every key can be read: signpost keys lists them.
    ok terminal: Not looked at: this answer does not go to a terminal.
    ");
}

#[test]
fn people_read_the_same_in_lines_that_fit() {
    let home = Home::new();
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let port = format!("127.0.0.1:{}", free_port());
    let plain = home.doctor(&[], &[("CUPS_SERVER", &port)]);
    let json: Value = serde_json::from_str(&home.doctor(&["--json"], &[("CUPS_SERVER", &port)]).out).unwrap();
    let mut expected = Vec::new();
    let mut area = String::new();
    for finding in json["findings"].as_array().unwrap() {
        let text = |name: &str| finding[name].as_str().unwrap_or("").to_owned();
        if text("area") != area {
            area = text("area");
            expected.extend(words(&area));
        }
        expected.extend(words(&format!("{} {} {}", text("state"), text("what"), text("do"))));
    }
    let (list, sum) = plain.out.trim_end().rsplit_once("\n\n").unwrap();
    assert_eq!(words(list), expected);
    assert!(sum.contains("look at"), "{sum}");
    for line in list.lines().filter(|line| !line.contains('/')) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let help = home.run(&["doctor", "--help"]).out;
    assert!(help.contains("  3  nothing is broken, but somebody should look at something"), "{help}");
}

#[test]
fn each_fault_is_told_with_what_to_do() {
    let home = Home::new();
    let ours = home.path("ours").display().to_string();
    assert_eq!(home.run(&["catalogue", "init", &ours]).code, 0);
    let at_ours: &[(&str, &str)] = &[("SIGNPOST_CATALOGUE", &ours)];
    let mut told = String::new();
    let mut note = |heading: &str, found: Vec<String>| {
        told.push_str(&format!("{heading}\n  {}\n", settled(&found).replace('\n', "\n  ")))
    };

    assert_eq!(home.wrong(&[], at_ours), Vec::<String>::new());
    home.write("config/settings.toml", "hub = \"exampel-riverside\"\npin = 12\n");
    home.write("config/keymap.toml", "[desk]\nfly = [\"f\"]\n");
    note("settings and keymap", home.wrong(&[], at_ours));
    std::fs::remove_dir_all(home.path("config")).unwrap();
    note("catalogue away", home.wrong(&["--catalogue", "nowhere"], &[]));
    let at = |arguments: &[&str]| {
        let answer = answer(home.command().env("SIGNPOST_CATALOGUE", &ours).args(arguments).output().unwrap());
        assert_eq!(answer.code, 0, "{}", answer.err);
    };
    at(&["log", "--quick"]);
    home.write("ours/services/national/childline.toml", "name = broken");
    note("a bad service", home.wrong(&[], at_ours));
    home.write("ours/needs.toml", "needs = 5");
    note("a bad file that all stand on", home.wrong(&[], at_ours));
    std::fs::remove_dir_all(home.path("ours")).unwrap();
    assert_eq!(home.run(&["catalogue", "init", &ours]).code, 0);
    at(&["enquiries"]);

    let store = home.path("data").join(FILE);
    let good = std::fs::read(&store).unwrap();
    let change = |sql: &str| rusqlite::Connection::open(&store).unwrap().execute_batch(sql).unwrap();
    change("UPDATE enquiry SET test = 0, day = '2026-11-24'");
    note("an enquiry of the day after tomorrow", home.wrong(&[], at_ours));
    change(
        "UPDATE enquiry SET test = 0, day = '2026-11-22'; INSERT INTO enquiry SELECT desk, 'ffffffff-ffff-4fff-bfff-ffffffffffff', hub, '2026-11-23', hour, test, kind, channel, asker, needs, services, ages, send, language, interpreter, been_before, veil, ethnicity FROM enquiry",
    );
    note("a backup that was not made", home.wrong(&[], &[at_ours[0], ("SIGNPOST_NOW", "2026-11-23T12:00")]));
    change("PRAGMA user_version = 99");
    note("a newer store", home.wrong(&[], at_ours));
    std::fs::write(&store, vec![0xa5; 9000]).unwrap();
    note("a damaged store", home.wrong(&[], at_ours));
    std::fs::remove_file(&store).unwrap();
    note("no store any more", home.wrong(&[], at_ours));
    std::fs::write(&store, &good).unwrap();
    let backup = signpost::store::backups(&home.path("data")).remove(0);
    let whole = std::fs::read(&backup).unwrap();
    std::fs::write(&backup, &whole[..whole.len() / 2]).unwrap();
    note("a backup cut short", home.wrong(&[], at_ours));
    std::fs::write(&backup, &whole).unwrap();
    note("a clock of long ago", home.wrong(&[], &[at_ours[0], ("SIGNPOST_NOW", "1970-01-01T00:10")]));
    for generation in std::fs::read_dir(home.path("cache")).unwrap().flatten() {
        std::fs::write(generation.path().join("current"), "gone").unwrap();
    }
    let gone = home.wrong(&[], at_ours);
    assert!(gone.len() == 1 && gone[0].contains("/gone/manifest.json: no such file"), "{gone:?}");
    assert!(gone[0].ends_with("| The next start makes it anew; or run: signpost reindex"), "{gone:?}");
    insta::assert_snapshot!(told, @r#"
    settings and keymap
      broken settings: ~/config/settings.toml:2:7: pin must be a text in "quotes". | Mend this line; until then what it sets is not set.
      broken hub: There is no hub "exampel-riverside" in the catalogue (set by ~/config/settings.toml). | Hubs are the files in the catalogue's folder hubs/. Did you mean "example-riverside"?
      broken keymap: ~/config/keymap.toml:2:1: there is no action "fly". | "signpost keys" lists them all.
    catalogue away
      broken catalogue: The catalogue nowhere (set by --catalogue) is not there. | Check the path, or that the disk or network folder is connected.
      broken snapshot: No earlier version of the catalogue is compiled, so nothing can be found. | Bring the catalogue back.
    a bad service
      look check: Of N files 1 has a mistake; its last good version serves. | Run: signpost catalogue check
      look snapshot: N services, compiled on 22 November 2026 by Signpost N; the files have changed since. | The next start takes them; or run: signpost reindex
    a bad file that all stand on
      broken check: Of N files N have mistakes, and the whole catalogue stands on one of them. | Run: signpost catalogue check
      look snapshot: N services, compiled on 22 November 2026 by Signpost N; the files have changed since. | The next start takes them; or run: signpost reindex
    an enquiry of the day after tomorrow
      broken clock: It is 22 November 2026, 10:15am by the clock, and there are enquiries of a later time. The clock was ahead, or is behind now. | Set the clock of this computer, or ask IT.
    a backup that was not made
      look backups: 1 backup, the last one of 22 November 2026, but enquiries were saved after that day. | Make one now: signpost backup FILE. Then find out why the daily one fails: a full disk?
    a newer store
      broken store: The store of enquiries was written by a newer Signpost, so this one only reads it. | Update this Signpost.
    a damaged store
      broken store: The store of enquiries ~/data/enquiries.sqlite is damaged. | Start Signpost: it keeps the damaged file aside and says how to bring back the last backup. signpost restore lists the backups.
    no store any more
      broken store: The store of enquiries is gone. | Bring the last one back; signpost restore lists the backups.
    a backup cut short
      broken backups: 1 backup is not sound: ~/data/backups/0001-2026-11-22.sqlite. | Check the disk, and make a backup elsewhere: signpost backup FILE
    a clock of long ago
      broken clock: The clock is wrong: it shows 1 January 1970, 12:10am. | Set the clock of this computer, or ask IT.
    "#);
}

#[test]
fn it_runs_where_nothing_else_does() {
    let home = Home::new();
    let mut command = home.command();
    command.env("SIGNPOST_NOW", "tomorrow");
    let told = answer(command.arg("doctor").output().unwrap());
    assert_eq!(told.code, 1, "{}", told.err);
    assert!(told.out.contains("\"tomorrow\" is not a date and time."), "{}", told.out);
    assert!(told.out.contains("Where everything lives"), "the rest is looked at all the same: {}", told.out);
    let mut command = Command::new(env!("CARGO_BIN_EXE_signpost"));
    command.env_clear().env("PATH", "/nonexistent").env("SIGNPOST_DATA_DIR", "").current_dir(home.path(""));
    // A user without any home.
    let told = answer(command.arg("doctor").output().unwrap());
    assert!(told.code == 1 || told.code == 3, "{}{}", told.out, told.err);
    assert!(told.out.contains("Screen"), "{}", told.out);
    assert_eq!(home.run(&["doctor", "--frobnicate"]).code, 2);
}

#[test]
fn it_tells_nothing_of_any_enquiry_and_writes_nothing() {
    let home = Home::new();
    let saved =
        home.starts(&["log", "--need", "domestic-abuse=warm-handover", "--language", "pa", "--asker", "father"]);
    let id = saved.out.trim().to_owned();
    home.starts(&["enquiries"]);
    let state = || {
        let mut all = Vec::new();
        each(home.path("").as_path(), &mut all);
        all.sort();
        all
    };
    let check = || {
        let before = state();
        let told =
            [home.doctor(&[], &[]), home.doctor(&["--json"], &[])].map(|answer| answer.out + &answer.err).concat();
        assert_eq!(state(), before);
        for secret in [id.as_str(), "domestic", "abuse", "warm", "father", "\"pa\"", "example-riverside,"] {
            assert!(!told.contains(secret), "{secret}: {told}");
        }
        told
    };
    assert!(check().contains("0 enquiries and 1 test of 1 desk"));
    // While another Signpost has it open and has saved.
    let mut open = Store::open(&home.path("data")).unwrap();
    open.save(&Enquiry::quick_chat("riverside"), &Clock::fixed("2026-11-22T10:15:00".parse().unwrap())).unwrap();
    assert!(check().contains("0 enquiries and 2 tests of 1 desk"), "what waits in the log counts");
    // After a crash: the log lies there, and SQLite's index of it does not.
    let (store, log) = (home.path("data").join(FILE), home.path("data").join(format!("{FILE}-wal")));
    let (bytes, waiting) = (std::fs::read(&store).unwrap(), std::fs::read(&log).unwrap());
    assert!(!waiting.is_empty());
    drop(open);
    std::fs::write(&store, bytes).unwrap();
    std::fs::write(&log, waiting).unwrap();
    assert!(check().contains("ended without closing the store"));
    // A damaged one.
    std::fs::remove_file(&log).unwrap();
    std::fs::write(&store, vec![0xa5; 9000]).unwrap();
    assert!(check().contains("is damaged"));
}

/// Lists every file and folder with its bytes and the time of its last change.
fn each(dir: &Path, out: &mut Vec<(String, Vec<u8>, std::time::SystemTime)>) {
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        let bytes = if path.is_dir() { Vec::new() } else { std::fs::read(&path).unwrap() };
        out.push((path.display().to_string(), bytes, entry.metadata().unwrap().modified().unwrap()));
        if path.is_dir() {
            each(&path, out);
        }
    }
}

#[test]
#[cfg(unix)]
fn others_who_can_read_are_told() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.starts(&["log", "--quick"]);
    let mode = |name: &str, mode| {
        let path = home.path("data").join(name);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let told = || home.about("permissions", &[]);
    assert_eq!(told(), "ok permissions: Only this user can read the enquiries.");
    mode("", 0o755);
    assert!(told().starts_with("look permissions: Other users of this computer can look into"), "{}", told());
    mode("backups", 0o755);
    assert!(told().starts_with("broken permissions: Other users of this computer can read enquiries: "), "{}", told());
    mode("", 0o700);
    assert!(told().starts_with("ok "), "nobody gets in: {}", told());
}
