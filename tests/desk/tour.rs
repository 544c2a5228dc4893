//! The tour for hub staff in the README, word for word, with a real remote on disk.

use crate::common::Home;
use std::path::Path;
use std::process::Command;

/// Returns the commands of the tour.
fn tour() -> String {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, rest) = readme.split_once("<!-- tour -->\n```sh\n").unwrap();
    rest.split_once("```\n<!-- end of tour -->").unwrap().0.to_owned()
}

#[test]
fn the_readmes_morning_leads_from_a_feed_to_the_desk() {
    let home = Home::new();
    let program = Path::new(env!("CARGO_BIN_EXE_signpost")).parent().unwrap();
    let feed = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/feed/exampleford.json");
    let place = home.path("tour");
    std::fs::create_dir_all(&place).unwrap();
    std::fs::copy(feed, place.join("exampleford.json")).unwrap();
    // An import that brought something to look over ends with 3, which stops nobody who types.
    let script = format!("set -eu\nsignpost() {{ command signpost \"$@\" || [ $? -eq 3 ]; }}\n{}", tour());
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).current_dir(&place).env("PATH", path).env("HOME", home.path(""));
    shell.env("SIGNPOST_NOW", "2026-11-22T10:15:00");
    for (name, folder) in
        [("SIGNPOST_DATA_DIR", "data"), ("SIGNPOST_CACHE_DIR", "cache"), ("SIGNPOST_CONFIG_DIR", "config")]
    {
        shell.env(name, home.path(folder));
    }
    for (name, value) in [("GIT_AUTHOR_NAME", "Hub staff"), ("GIT_AUTHOR_EMAIL", "staff@example.org")] {
        shell.env(name, value).env(name.replace("AUTHOR", "COMMITTER"), value);
    }
    let answer = shell.output().unwrap();
    let (out, said) = (String::from_utf8_lossy(&answer.stdout), String::from_utf8_lossy(&answer.stderr));
    assert!(answer.status.success(), "{out}\n{said}");
    assert!(out.contains("\nBaby Bank on the Green\n"), "{out}\n{said}");

    let git = |arguments: &[&str]| {
        let answer = Command::new("git").arg("-C").arg(place.join("catalogue.git")).args(arguments).output().unwrap();
        String::from_utf8(answer.stdout).unwrap()
    };
    let log = git(&["log", "--format=%s", "main"]);
    let subjects: Vec<&str> = log.lines().collect();
    assert_eq!(
        subjects,
        [
            "Check tiny-tunes: no change, by phone",
            "Report canal-street-food-bank: wrong times",
            "Close homework-club on 16 July 2027; instead: tiny-tunes",
            "Edit baby-bank-on-the-green: hours note",
            "Import the council's feed",
            "Our catalogue"
        ]
    );
    let files = git(&["ls-tree", "-r", "--name-only", "main"]);
    assert!(files.lines().any(|path| path.starts_with("reports/canal-street-food-bank/")), "{files}");
    let closed = git(&["show", "main:services/exampleford/homework-club.toml"]);
    assert!(closed.contains("closes_on = 2027-07-16") && closed.contains("instead = \"tiny-tunes\""), "{closed}");
}
