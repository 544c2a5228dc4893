//! A catalogue that is fetched, with real repositories: hub staff's own clone, a bare one that all share, and desks.

mod attacks;
mod bad_remotes;
mod desks;
mod elsewhere;
mod signed;

use crate::common::{Answer, Home, NOW, starter};
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Desk, Setup};
use signpost::git::{OwnClone, Remote};
use signpost::paths::Paths;
use signpost::settings::{Overrides, Settings};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A service that is in the catalogue from the beginning.
pub const FILE: &str = "services/example/quiet-house.toml";
const QUIET_HOUSE: &str = "example = true\nname = \"Quiet House\"\norganisation = \"Own Ground (example)\"\ndescription = \"A room to talk.\"\nneeds = [\"housing\"]\nwords = [\"quaymark\"]\n\n[[phones]]\nnumber = \"01632 960217\"\n\n[[places]]\nname = \"Saffron Annexe\"\naddress_1 = \"7 Quaymark Street\"\ncity = \"Exampleford\"\npostal_code = \"HP20 1CV\"\n";

/// Hub staff with their clone, and the repository that they push to.
pub struct Staff {
    pub home: Home,
}

impl Staff {
    /// Returns a repository `hub.git` with a small catalogue, and staff's clone `staff`.
    pub fn new() -> Self {
        let home = Home::new();
        home.write(
            ".gitconfig",
            "[user]\n\tname = Staff\n\temail = staff@hub.example\n[init]\n\tdefaultBranch = main\n",
        );
        let staff = Self { home };
        for name in ["catalogue.toml", "needs.toml", "safeguarding.toml", "bank_holidays.toml", "facets.toml"] {
            staff.write(name, &std::fs::read_to_string(starter().join(name)).unwrap());
        }
        for folder in ["hubs", "terms"] {
            for file in std::fs::read_dir(starter().join(folder)).unwrap().flatten() {
                let name = format!("{folder}/{}", file.file_name().to_str().unwrap());
                staff.write(&name, &std::fs::read_to_string(file.path()).unwrap());
            }
        }
        staff.write(FILE, QUIET_HOUSE);
        for number in 1..=5 {
            staff.write(&format!("services/example/room-{number}.toml"), &room(number));
        }
        staff.git("staff", &["init", "-q"]);
        staff.commit("The catalogue");
        staff.git("", &["clone", "-q", "--bare", "staff", "hub.git"]);
        staff.git("staff", &["remote", "add", "origin", "../hub.git"]);
        staff
    }

    /// Runs a plain git as staff do, and returns what it said.
    pub fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.env_clear().env("HOME", self.home.path("")).env("PATH", std::env::var_os("PATH").unwrap());
        command.env("GIT_AUTHOR_DATE", "2026-11-20T09:00:00Z").env("GIT_COMMITTER_DATE", "2026-11-20T09:00:00Z");
        command.env("GIT_CONFIG_NOSYSTEM", "1").current_dir(self.home.path(folder)).args(arguments);
        let answer = command.output().unwrap();
        let said = String::from_utf8_lossy(&[answer.stdout, answer.stderr].concat()).into_owned();
        assert!(answer.status.success(), "git {arguments:?}: {said}");
        said
    }

    pub fn write(&self, path: &str, text: &str) {
        self.home.write(&format!("staff/{path}"), text);
    }

    /// Replaces a text in one of staff's files.
    pub fn edit(&self, path: &str, old: &str, new: &str) {
        let text = std::fs::read_to_string(self.home.path("staff").join(path)).unwrap();
        assert!(text.contains(old), "{text}");
        self.write(path, &text.replacen(old, new, 1));
    }

    pub fn commit(&self, message: &str) {
        self.git("staff", &["add", "-A"]);
        self.git("staff", &["commit", "-q", "-m", message]);
    }

    /// Commits everything and pushes it.
    pub fn push(&self, message: &str) {
        self.commit(message);
        self.git("staff", &["push", "-q", "origin", "main"]);
    }

    pub fn url(&self) -> String {
        format!("file://{}", self.home.path("hub.git").display())
    }

    /// Runs the program at the desk.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        self.home.run(arguments)
    }

    /// Lets the desk use this catalogue.
    pub fn cloned(self) -> Self {
        let answer = self.run(&["catalogue", "clone", &self.url()]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        self
    }

    pub fn update(&self) -> Answer {
        self.run(&["catalogue", "update"])
    }

    /// Returns the desk's own clone.
    pub fn clone(&self) -> OwnClone {
        OwnClone::of(&self.home.path("data"), Remote::parse(&self.url(), None).unwrap())
    }

    pub fn setup(&self) -> Setup {
        let home = &self.home;
        let paths = Paths { config: home.path("config"), cache: home.path("cache"), data: home.path("data") };
        let (settings, settings_problems) = Settings::load(&paths.config, &Overrides::default());
        Setup { paths, settings, settings_problems, clock: Clock::fixed(parse_now(NOW).unwrap()) }
    }

    /// Opens a desk as a screen does.
    pub fn desk(&self) -> Desk {
        Desk::open(self.setup())
    }

    /// Returns a file that is there as soon as somebody ran what they should not have.
    pub fn trap(&self) -> Trap {
        let sign = self.home.path("trapped");
        let script = self.home.write("trap.sh", &format!("#!/bin/sh\ntouch '{}'\n", sign.display()));
        executable(&script);
        Trap { script, sign }
    }
}

/// Returns a service that has nothing special.
pub fn room(number: usize) -> String {
    format!(
        "example = true\nname = \"Room {number}\"\ndescription = \"A room.\"\nneeds = [\"housing\"]\n\n[[phones]]\nnumber = \"01632 96021{number}\"\n"
    )
}

pub struct Trap {
    pub script: PathBuf,
    pub sign: PathBuf,
}

impl Trap {
    pub fn is_sprung(&self) -> bool {
        let is = self.sign.exists();
        let _ = std::fs::remove_file(&self.sign);
        is
    }
}

pub fn executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn from_git_to_the_desk() {
    let staff = Staff::new();
    let mut told = Vec::new();
    let mut tell = |arguments: &[&str]| {
        let id = |word: &str| word.len() == 10 && word.bytes().all(|b| b.is_ascii_hexdigit());
        let whole = staff.run(arguments).whole(&staff.home);
        let words = whole.split_inclusive([' ', '\n', ',', ':', '.']);
        let cut = |word: &str| {
            let bare = word.trim_end_matches([' ', '\n', ',', ':', '.']);
            if id(bare) { word.replace(bare, "COMMIT") } else { word.to_owned() }
        };
        let whole: String = words.map(cut).collect();
        let whole = whole.split("/clones/").enumerate().map(|(number, part)| match number {
            0 => part.to_owned(),
            _ => format!("CLONE{}", part.split_once(".git").map_or("", |(_, rest)| rest)),
        });
        told.push(format!("$ signpost {}\n{}", arguments.join(" "), whole.collect::<Vec<_>>().join("/clones/")));
    };
    tell(&["catalogue", "clone", "hub.git", "--dry-run"]);
    assert!(!staff.home.path("data/clones").exists() && !staff.home.path("config").exists());
    staff.home.write("config/settings.toml", "# Ours\nhub = \"example-riverside\" # by the park\n");
    tell(&["catalogue", "clone", "hub.git"]);
    let settings = std::fs::read_to_string(staff.home.path("config/settings.toml")).unwrap();
    let expected = format!("# Ours\nhub = \"example-riverside\" # by the park\ncatalogue = \"{}\"\n", staff.url());
    assert_eq!(settings, expected);
    staff.edit(FILE, "960217", "960299");
    staff.git("staff", &["rm", "-q", "services/example/room-1.toml"]);
    staff.write("services/example/room-9.toml", &room(9));
    staff.push("Edit quiet-house: phone numbers");
    tell(&["catalogue", "update"]);
    assert!(staff.run(&["show", "quiet-house"]).out.contains("01632 960299"));
    tell(&["catalogue", "update"]);
    tell(&["catalogue", "log"]);
    staff.edit("needs.toml", "[[needs]]", "[[need");
    staff.push("A mistake");
    tell(&["catalogue", "update"]);
    tell(&["catalogue", "status"]);
    assert_eq!(staff.run(&["search", "quaymark"]).code, 0);
    let about = |check: &str| staff.home.about(check, &[("SIGNPOST_CATALOGUE", "")]);
    assert!(about("remote").starts_with("look remote: It last answered on 22 November 2026, 10:15am. needs.toml:"));
    assert!(about("clone").starts_with("ok clone: ") && about("git").starts_with("ok git: "));
    let check = staff.run(&["catalogue", "check"]);
    assert!(check.code == 1 && check.out.contains("needs.toml"), "the check is of what could not be taken");
    let all = told.join("\n\n");
    let mut all: Vec<&str> = all.lines().collect();
    all.retain(|line| !line.is_empty());
    insta::assert_snapshot!(all.join("\n"), @r#"
    $ signpost catalogue clone hub.git --dry-run
    --- said
    file://~/hub.git is there, at commit COMMIT. It would be fetched into ~/data/clones/CLONE.
    ~/config/settings.toml would say: catalogue = "file://~/hub.git"
    Nothing was done.
    --- exit code 0
    $ signpost catalogue clone hub.git
    --- said
    Fetching file://~/hub.git ...
    Done: 6 services. The catalogue is looked for there every 15 minutes.
    ~/config/settings.toml names it now.
    --- exit code 0
    $ signpost catalogue update
      Quiet House (quiet-house): phone numbers
      Room 1 (room-1): taken out
      Room 9 (room-9): new
    --- said
    Catalogue updated: 3 services changed.
    --- exit code 0
    $ signpost catalogue update
    --- said
    The catalogue is as it was: nothing new at its remote.
    --- exit code 0
    $ signpost catalogue log
    22 November 2026, 10:15am: commit COMMIT after COMMIT
      Quiet House (quiet-house): phone numbers
      Room 1 (room-1): taken out
      Room 9 (room-9): new
    22 November 2026, 10:15am: commit COMMIT, the first
    --- exit code 0
    $ signpost catalogue update
    --- said
    signpost: needs.toml:112:7: This is not valid TOML: unclosed array table, expected `]]`. The whole catalogue stands on this file; signpost catalogue check tells more. Until then the catalogue of 22 November 2026 serves.
    --- exit code 2
    $ signpost catalogue status
    remote    file://~/hub.git (set by ~/config/settings.toml)
    clone     ~/data/clones/CLONE
    fetched   22 November 2026, 10:15am, looked for every 15 minutes
    serves    commit COMMIT of 20 November 2026: Edit quiet-house: phone numbers
    waits     commit COMMIT of 20 November 2026: A mistake
    problem   needs.toml:112:7: This is not valid TOML: unclosed array table, expected `]]`. The whole catalogue stands on this file; signpost catalogue check tells more.
    --- exit code 3
    "#);
}
