//! An address that must not be known any more: it goes at once from cards, slips, search and cache, even when the edit that says so has a mistake.

use crate::common::{Answer, Home};
use std::path::Path;

const FILE: &str = "ours/services/example/quiet-house.toml";

/// A service with a street, which stands in several of its texts.
const OPEN: &str = r#"example = true
name = "Quiet House"
organisation = "Own Ground (example)"
description = "A room to talk. Come to Quaymark Street, by the canal."
needs = ["domestic-abuse"]
words = ["quaymark", "room to talk"]
application_process = "Ring the bell at 7 Quaymark Street."
hours_note = "Side door, Saffron Annexe"
url = "https://ownground.example/quaymark-street"

[[phones]]
number = "01632 960217"

[[places]]
name = "Saffron Annexe"
address_1 = "7 Quaymark Street"
city = "Exampleford"
postal_code = "HP20 1CV"
latitude = 51.8172
longitude = -0.8112
room = "Upper landing"
"#;

/// Everything by which somebody could find the door.
const SECRETS: [&str; 7] = ["Quaymark", "quaymark", "HP20 1CV", "51.8172", "Saffron", "Upper landing", "by the canal"];

struct Ours {
    home: Home,
    folder: String,
}

impl Ours {
    /// Returns a catalogue with the service in it, compiled.
    fn new() -> Self {
        let home = Home::new();
        let folder = home.path("ours").display().to_string();
        assert_eq!(home.run(&["catalogue", "init", &folder]).code, 0);
        home.write(FILE, OPEN);
        let ours = Self { home, folder };
        assert!(ours.run(&["show", "quiet-house"]).out.contains("7 Quaymark Street"));
        ours
    }

    fn run(&self, arguments: &[&str]) -> Answer {
        self.home.run(&[&["--catalogue", self.folder.as_str()], arguments].concat())
    }

    /// Looks for the address everywhere after an edit.
    fn no_trace_after(&self, edit: &str, told: bool) {
        self.home.write(FILE, edit);
        let shown = self.run(&["show", "quiet-house"]);
        assert_eq!(shown.code, 0, "{}", shown.err);
        assert_eq!(shown.err.contains("address is held back"), told, "{}", shown.err);
        let found = self.run(&["search", "quaymark street", "--json"]);
        assert!(!found.out.contains("quiet-house"), "found by its street: {}", found.out);
        for answer in [shown, self.run(&["show", "quiet-house", "--json"]), self.run(&["slip", "quiet-house"])] {
            assert_eq!(answer.code, 0, "{}", answer.err);
            for secret in SECRETS {
                assert!(!answer.out.contains(secret), "\"{secret}\" after {edit}:\n{}", answer.out);
            }
            assert!(answer.out.contains("01632 960217"), "the phone stays: {}", answer.out);
        }
        for secret in SECRETS {
            assert_eq!(files_with(&self.home.path("cache"), secret), Vec::<String>::new(), "\"{secret}\" after {edit}");
        }
    }
}

/// Returns the files under a folder that hold a text.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(files_with(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|part| part == text.as_bytes()) {
            out.push(path.display().to_string());
        }
    }
    out
}

#[test]
fn a_refused_file_that_says_hidden_takes_the_address_away() {
    let place = "[[places]]\n";
    for hidden in ["hidden = true\n", "Hidden = true\n", "hiden = true\n", "hidden = \"yes\"\n"] {
        Ours::new().no_trace_after(&OPEN.replace(place, &format!("{place}{hidden}")), true);
    }
}

#[test]
fn so_does_one_that_is_no_toml() {
    let place = "[[places]]\n";
    for hidden in ["hidden = yes\n", "hidden true\n", "hidden = true\narea = \"Exampleford\n"] {
        Ours::new().no_trace_after(&OPEN.replace(place, &format!("{place}{hidden}")), true);
    }
    // Saved in another encoding.
    let ours = Ours::new();
    let mut bytes = OPEN.replace(place, "[[places]]\nhidden = true\n").into_bytes();
    bytes.extend(b"# \xa35\n");
    std::fs::write(ours.home.path(FILE), bytes).unwrap();
    let shown = ours.run(&["show", "quiet-house"]);
    assert!(shown.code == 0 && !shown.out.contains("Quaymark"), "{}{}", shown.out, shown.err);
}

#[test]
fn what_was_taken_away_stays_away_until_the_file_is_mended() {
    let ours = Ours::new();
    ours.no_trace_after(&OPEN.replace("[[places]]\n", "[[places]]\nhidden = true\n"), true);
    let shown = {
        ours.home.write(FILE, "name = broken again");
        ours.run(&["show", "quiet-house"])
    };
    assert!(shown.code == 0 && !shown.out.contains("Quaymark"), "{}", shown.out);
    ours.home.write(FILE, OPEN);
    assert!(ours.run(&["show", "quiet-house"]).out.contains("7 Quaymark Street"));
}

#[test]
fn a_broken_file_that_hides_nothing_keeps_its_address() {
    let ours = Ours::new();
    ours.home.write(FILE, &OPEN.replace("[[places]]\n", "[[places]]\nhidden = false\nroof = 1\n"));
    let shown = ours.run(&["show", "quiet-house"]);
    assert!(shown.out.contains("7 Quaymark Street"), "{}", shown.out);
}

#[test]
fn a_clean_edit_leaves_no_address_in_the_cache() {
    let clean = r#"example = true
name = "Quiet House"
description = "A room to talk."
needs = ["domestic-abuse"]
[[phones]]
number = "01632 960217"
[[places]]
hidden = true
area = "Exampleford"
"#;
    let ours = Ours::new();
    ours.no_trace_after(clean, false);
}

#[test]
fn what_another_desk_held_goes_when_the_catalogue_is_next_opened() {
    let ours = Ours::new();
    let generation = std::fs::read_dir(ours.home.path("cache")).unwrap().next().unwrap().unwrap().path();
    let old = generation.join("0123456789abcdef0123456789abcdef");
    std::fs::create_dir(&old).unwrap();
    std::fs::write(old.join("records.bin"), "Saffron Annexe").unwrap();
    assert_eq!(ours.run(&["show", "childline"]).code, 0);
    assert!(!old.exists(), "a generation that nobody holds is swept, though nothing was compiled");
}

#[test]
fn a_refused_catalogue_takes_an_address_away_all_the_same() {
    for edit in [
        OPEN.replace("[[places]]\n", "[[places]]\nhidden = true\n"),
        "name = \"Quiet House\"\nneeds = [\"domestic-abuse\"]\n[[places]]\nhidden = true\n".to_owned(),
    ] {
        let ours = Ours::new();
        ours.home.write("ours/needs.toml", "broken");
        ours.home.write(FILE, &edit);
        for _ in 0..2 {
            let shown = ours.run(&["show", "quiet-house"]);
            assert_eq!(shown.code, 0, "{}", shown.err);
            assert!(shown.err.contains("needs.toml:1") && shown.err.contains("serves"), "{}", shown.err);
            assert!(
                shown.err.contains("held back") && shown.out.contains("01632 960217"),
                "{}{}",
                shown.err,
                shown.out
            );
            let found = ours.run(&["search", "quaymark street", "--json"]);
            assert!(!found.out.contains("quiet-house"), "{}", found.out);
            for secret in SECRETS {
                assert!(!shown.out.contains(secret), "\"{secret}\" after {edit}:\n{}", shown.out);
                assert_eq!(files_with(&ours.home.path("cache"), secret), Vec::<String>::new(), "{secret}");
            }
        }
        // An ordinary service is served as before.
        assert_eq!(ours.run(&["show", "childline"]).code, 0);
    }
}
