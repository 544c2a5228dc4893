//! `catalogue check`: each bad file with exactly the words that it should bring.

use crate::common::{Home, NOW, starter};
use proptest::prelude::*;
use signpost::audit::{self, render};
use signpost::catalogue::Folder;
use signpost::clock::{Clock, parse_now};
use std::path::{Path, PathBuf};

fn fixtures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn files_under(dir: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut entries: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { out.extend(files_under(&path)) } else { out.push(path) }
    }
    out
}

/// Returns a home with the good catalogue of the fixtures in `cat/`.
pub fn good() -> Home {
    let home = Home::new();
    let from = fixtures("good");
    for path in files_under(&from) {
        let name = path.strip_prefix(&from).unwrap().to_str().unwrap();
        home.write(&format!("cat/{name}"), &std::fs::read_to_string(&path).unwrap());
    }
    home
}

fn audit(home: &Home) -> audit::Audit {
    audit::run(&Folder::Disk(home.path("cat")), &Clock::fixed(parse_now(NOW).unwrap())).unwrap()
}

fn told(home: &Home) -> String {
    render::human(&audit(home), "", false)
}

#[test]
fn the_good_catalogue_is_good() {
    assert_eq!(told(&good()), "9 files checked, no problems.\n");
}

/// Each file in `tests/fixtures/bad/<part>/` stands for one mistake; the `.txt` beside it is what the check must say of it. With `SIGNPOST_UPDATE=1` the texts are written anew, to be read before they are kept.
#[test]
fn each_bad_file_brings_exactly_its_message() {
    let update = std::env::var_os("SIGNPOST_UPDATE").is_some();
    let mut wrong = Vec::new();
    let all: Vec<_> =
        files_under(&fixtures("bad")).into_iter().filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    assert!(all.len() > 60, "only {} fixtures", all.len());
    for path in all {
        let name = path.file_name().unwrap().to_str().unwrap();
        let target = match path.parent().unwrap().file_name().unwrap().to_str().unwrap() {
            "service" => format!("cat/services/town/{name}"),
            "hub" => format!("cat/hubs/{name}"),
            "terms" => format!("cat/terms/{name}"),
            "header" => "cat/catalogue.toml".to_owned(),
            "language" => format!("cat/languages/{name}"),
            "look" => "cat/slip/look.toml".to_owned(),
            part => format!("cat/{part}.toml"),
        };
        let home = good();
        home.write(&target, &std::fs::read_to_string(&path).unwrap());
        let said = told(&home);
        let expected = path.with_extension("txt");
        if update {
            std::fs::write(&expected, &said).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != said {
            wrong.push(format!("{}:\n{said}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_files_share_is_told_in_the_later_one() {
    let home = good();
    let toys = std::fs::read_to_string(fixtures("good/services/town/toy-library.toml")).unwrap();
    let toys = toys.replace("formerly = [\"toys\"]\n", "");
    home.write("cat/services/other/toy-library.toml", &toys.replace("\"Toy library\"", "\"Another name\""));
    home.write("cat/services/town/toys.toml", &toys.replace("\"Toy library\"", "\"TOY  LIBRARY!\""));
    home.write("cat/services/town/toys-elsewhere.toml", &toys.replace("mill-lane\"", "hilltop\""));
    home.write("cat/services/town/toys-gone.toml", &format!("status = \"defunct\"\n{toys}"));
    home.write("cat/services/Big Town/lost.toml", "");
    home.write("cat/services/stray.toml", "");
    home.write("cat/hubs/not-text.toml", "");
    std::fs::write(home.path("cat/hubs/not-text.toml"), b"name = \"\xff\"").unwrap();
    insta::assert_snapshot!(told(&home), @r#"
    hubs/not-text.toml:1:1: error: This file is not UTF-8 text.
        hint: Save it again as plain text, UTF-8.

    services/Big Town:1:1: error: The id "Big Town" is not made of 1 to 64 small letters, digits and hyphens.
        hint: Rename the folder.

    services/Big Town/lost.toml:1:1: error: The field "name" is missing here.
        hint: Name it as its provider does.

    services/Big Town/lost.toml:1:1: error: The field "description" is missing here.
        hint: Say in one sentence what it does.

    services/Big Town/lost.toml:1:1: error: This service has no needs, so nobody finds it by one.
        hint: List what it helps with, the main need first: needs = ["food-support"].

    services/stray.toml:1:1: error: This file belongs to no part of the catalogue.
        hint: Services stand in services/<locality>/, hubs in hubs/.

    services/town/toy-library.toml:1:1: error: The id "toy-library" is also that of services/other/toy-library.toml.
        hint: Ids are unique over all folders: rename one of the files.

    services/town/toy-library.toml:11:13: error: The old id "toys" is now that of services/town/toys.toml.
      11 | formerly = ["toys"]
         |             ^^^^^^
         hint: Delete it here, or rename the other file.

    services/town/toys.toml:2:8: error: A service with the same name at the same place stands in services/town/toy-library.toml.
      2 | name = "TOY  LIBRARY!"
        |        ^^^^^^^^^^^^^^^
        hint: Put both into one file, or name them so that people can tell them apart.

    9 problems in 6 files of 16 checked.
    "#);
}

#[test]
fn one_place_is_one_postcode_or_hub() {
    let home = good();
    let at = |postcode: &str| {
        format!(
            "example = true\nname = \"Sing\"\ndescription = \"Songs.\"\nneeds = [\"play-sessions\"]\n[[places]]\npostal_code = \"{postcode}\"\n"
        )
    };
    home.write("cat/services/town/sing-a.toml", &at("HP20 1CV"));
    home.write("cat/services/town/sing-b.toml", &at("HP20 1CV"));
    home.write("cat/services/town/sing-c.toml", &at("HP20 2CV"));
    let found: Vec<_> = audit(&home).reports.into_iter().map(|r| (r.path, r.problem.code)).collect();
    assert_eq!(found, [("services/town/sing-b.toml".to_owned(), "doubled-name")]);
}

#[test]
fn services_without_a_place_are_the_same_when_one_organisation_runs_both() {
    let home = good();
    let by = |organisation: &str| {
        format!("name = \"Sing\"\n{organisation}description = \"Songs.\"\nneeds = [\"play-sessions\"]\n")
    };
    home.write("cat/services/town/sing-a.toml", &by("organisation = \"Songbirds\"\n"));
    home.write("cat/services/town/sing-b.toml", &by("organisation = \"Larks\"\n"));
    home.write("cat/services/town/sing-c.toml", &by(""));
    home.write("cat/services/town/sing-d.toml", &by(""));
    home.write("cat/services/town/sing-e.toml", &by("organisation = \"LARKS\"\n"));
    // What can't be read is compared with nothing.
    home.write("cat/services/town/sing-f.toml", &by("organisation = \"Larks\"\nurl = \"\n"));
    home.write("cat/services/town/sing-g.toml", &by("organisation = \"Songbirds\"\nplaces = 5\n"));
    let found: Vec<_> = audit(&home).reports.into_iter().filter(|r| r.problem.code == "doubled-name").collect();
    let paths: Vec<_> = found.iter().map(|r| r.path.as_str()).collect();
    assert_eq!(paths, ["services/town/sing-e.toml"]);
    assert!(found[0].problem.what.contains("sing-b.toml"), "{}", found[0].problem.what);
}

#[test]
fn what_costs_a_call_is_not_called_free_without_saying_what_is() {
    for path in files_under(&starter().join("services/national")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let service: signpost::catalogue::Service = toml::from_str(&text).unwrap();
        let costs = service.phones.iter().any(|p| p.freephone == signpost::catalogue::Answer::No);
        let free = service.free == signpost::catalogue::Answer::Yes;
        assert!(!(free && costs) || service.cost.is_some(), "{}: which part of it is free?", path.display());
    }
}

#[test]
fn missing_files_are_told() {
    let home = good();
    for name in ["needs.toml", "safeguarding.toml", "bank_holidays.toml"] {
        std::fs::remove_file(home.path("cat").join(name)).unwrap();
    }
    insta::assert_snapshot!(told(&home), @r#"
    bank_holidays.toml:1:1: warning: There is no bank_holidays.toml, so nobody can tell what is closed on bank holidays.

    needs.toml:1:1: error: There is no needs.toml, which names what families need.
        hint: Copy the one of the starter: signpost catalogue init DIR.

    safeguarding.toml:1:1: warning: There is no safeguarding.toml, so the prompts go by the words inside the program alone.

    3 problems in 3 files of 6 checked.
    "#);
}

#[test]
fn the_command_tells_people() {
    let home = good();
    home.write("cat/services/town/swap.toml", "name = \"Swap\"\ndescription = \"Swap.\"\nneeds = [\"toy-lendin\"]\n");
    let answer = home.run(&["catalogue", "check", "cat"]);
    insta::assert_snapshot!(answer.out, @r#"
    cat/services/town/swap.toml:3:10: error: There is no need "toy-lendin".
      3 | needs = ["toy-lendin"]
        |          ^^^^^^^^^^^^
        hint: Did you mean "toy-lending"?

    1 problem in 1 file of 10 checked.
    "#);
    assert_eq!((answer.code, answer.err.as_str()), (1, ""));
    let answer = home.run(&["catalogue", "check", "--catalogue", "cat", "--format", "human"]);
    assert!(answer.out.starts_with("cat/services/town/swap.toml:3:10: error: "), "{}", answer.out);
    std::fs::remove_file(home.path("cat/services/town/swap.toml")).unwrap();
    let answer = home.run(&["catalogue", "check", "cat"]);
    assert_eq!((answer.code, answer.out.as_str()), (0, "9 files checked, no problems.\n"));
}

#[test]
fn the_command_tells_programs() {
    let home = good();
    home.write("cat/services/town/swap.toml", "name = \"Swap\"\ndescription = \"Swap.\"\nneeds = [\"toy-lendin\"]\n");
    let answer = home.run(&["catalogue", "check", "cat", "--format", "json"]);
    assert_eq!(answer.code, 1);
    let json: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let expected = serde_json::json!({
        "files": 10,
        "problems": [{
            "file": "services/town/swap.toml",
            "line": 3, "column": 10, "end_line": 3, "end_column": 22,
            "severity": "error",
            "code": "unknown-need",
            "what": "There is no need \"toy-lendin\".",
            "hint": "Did you mean \"toy-lending\"?",
        }],
        "notes": [],
    });
    assert_eq!(json, expected);
    let answer = home.run(&["catalogue", "check", "cat", "--format", "github"]);
    insta::assert_snapshot!(answer.out, @r#"
    ::error file=cat/services/town/swap.toml,line=3,col=10,endLine=3,endColumn=22,title=unknown-need::There is no need "toy-lendin". Did you mean "toy-lending"?
    "#);
    assert_eq!((answer.code, answer.err.as_str()), (1, "1 problem in 1 file of 10 checked.\n"));
}

#[test]
fn warnings_are_no_failure() {
    let home = good();
    home.write("cat/catalogue.toml", "format = 99\nname = \"x\"\nnews = 1\n");
    let answer = home.run(&["catalogue", "check", "cat"]);
    assert_eq!(answer.code, 0);
    assert!(answer.out.ends_with("9 files checked, no errors, 1 warning.\n"), "{}", answer.out);
}

#[test]
fn wrong_use_is_code_2() {
    let home = good();
    for arguments in [
        &["catalogue", "check", "nowhere"][..],
        &["catalogue", "check", "cat", "--format", "xml"],
        &["catalogue", "check", "a", "b"],
    ] {
        let answer = home.run(arguments);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{arguments:?}: {}", answer.err);
    }
}

#[test]
fn the_starter_is_good() {
    let audit = audit::run(&Folder::Disk(starter()), &Clock::fixed(parse_now(NOW).unwrap())).unwrap();
    assert!(!audit.has_errors(), "{}", render::human(&audit, "services_catalog", false));
}

/// Returns every rendering of a check, after a look that none holds what could harm a terminal.
fn rendered(audit: &audit::Audit) -> Result<(), TestCaseError> {
    for text in [render::human(audit, "", false), render::github(audit, ""), render::json(audit).to_string()] {
        let harmful = text.chars().find(|&c| c != '\n' && signpost::text::is_unsafe(c));
        prop_assert_eq!(harmful, None);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..400), which in 0..11_usize) {
        let home = good();
        let name = ["languages/pl.toml", "slip/look.toml", "slip/slip.typ", "catalogue.toml", "needs.toml", "safeguarding.toml", "bank_holidays.toml", "facets.toml", "terms/schools.toml", "hubs/mill-lane.toml", "services/town/toy-library.toml"][which];
        let path = home.path("cat").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        rendered(&audit(&home))?;
    }

    #[test]
    fn no_change_to_a_good_file_brings_it_down(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..5_u8, any::<char>(), 1..40_usize), 1..6),
        which in any::<prop::sample::Index>(),
    ) {
        let home = good();
        let files = files_under(&home.path("cat"));
        let path = which.get(&files);
        let mut text: Vec<char> = std::fs::read_to_string(path).unwrap().chars().collect();
        for (at, kind, c, length) in changes {
            if text.is_empty() {
                break;
            }
            let at = at.index(text.len());
            let end = (at + length).min(text.len());
            match kind {
                0 => text.insert(at, c),
                1 => text[at] = c,
                2 => drop(text.drain(at..end)),
                3 => {
                    let again: Vec<char> = text[at..end].to_vec();
                    text.splice(at..at, again);
                }
                _ => text.insert(at, ['"', '[', '{', '\n', '=', '\u{202e}', '9', '-'][length % 8]),
            }
        }
        std::fs::write(path, text.into_iter().collect::<String>()).unwrap();
        rendered(&audit(&home))?;
    }
}
