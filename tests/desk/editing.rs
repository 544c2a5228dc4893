//! Hub staff change the catalogue: by flags, in an editor, in git and in a plain folder.

use super::common::{Answer, Home, starter};
use std::path::Path;
use std::process::Command;

/// Returns a home with a catalogue of two services in `our/`, and in git when that is wanted.
pub fn home(in_git: bool) -> Home {
    let home = Home::new();
    home.write("our/catalogue.toml", "format = 1\nname = \"Ours\"\ndefault_hub = \"riverside\"\n");
    home.write(
        "our/needs.toml",
        "[[groups]]\nid = \"g\"\nname = \"Things\"\n[[needs]]\nid = \"food\"\nname = \"Food\"\ngroup = \"g\"\nmeaning = \"Food.\"\nwords = [\"hungry\"]\n",
    );
    let hub = std::fs::read_to_string(starter().join("hubs/example-riverside.toml")).unwrap();
    let hub = hub.replace("locality = \"example\"", "locality = \"here\"").replace("terms = \"example\"\n", "");
    home.write("our/hubs/riverside.toml", &hub);
    for (id, name) in [("north-bank", "North Food Bank"), ("south-bank", "South Food Bank")] {
        let text = format!("# Ours.\nname = \"{name}\"\ndescription = \"Food.\" # short\nneeds = [\"food\"]\n");
        home.write(&format!("our/services/here/{id}.toml"), &text);
    }
    if in_git {
        git(&home, &["init", "--quiet", "--initial-branch=main"]);
        git(&home, &["config", "user.email", "kim@example.org"]);
        git(&home, &["config", "user.name", "Kim"]);
        git(&home, &["add", "."]);
        git(&home, &["commit", "--quiet", "-m", "Begin"]);
        // A hook that would stop everything, and a monitor that would tell that it ran.
        let hook = home.write("our/.git/hooks/pre-commit", "#!/bin/sh\ntouch ../hook-ran\nexit 1\n");
        executable(&hook);
        let monitor = home.write("monitor", "#!/bin/sh\ntouch monitor-ran\n");
        executable(&monitor);
        git(&home, &["config", "core.fsmonitor", &monitor.display().to_string()]);
    }
    home
}

fn executable(path: &Path) {
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    #[cfg(not(unix))]
    let _ = path;
}

fn git(home: &Home, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", home.path("nobody"));
    command.args(["-c", "core.fsmonitor=false", "-C"]).arg(home.path("our")).args(arguments);
    let answer = command.output().unwrap();
    assert!(answer.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8(answer.stdout).unwrap()
}

pub fn run(home: &Home, arguments: &[&str]) -> Answer {
    home.run(&[&["--catalogue", "our", "catalogue"], arguments].concat())
}

fn read(home: &Home, path: &str) -> String {
    std::fs::read_to_string(home.path("our").join(path)).unwrap()
}

/// Makes a program of these shell lines and returns its path; `$1` is the file.
fn editor(home: &Home, lines: &str) -> String {
    let path = home.write("editor", &format!("#!/bin/sh\n{lines}\n"));
    executable(&path);
    path.display().to_string()
}

#[test]
fn an_edit_becomes_one_commit_of_one_file() {
    let home = home(true);
    home.write("our/notes.md", "unfinished");
    let answer = run(
        &home,
        &["edit", "north-bank", "--phone", "01633 960123, reception", "--opening-hours", "Mo-Fr 09:00-17:00"],
    );
    assert_eq!(answer.code, 0, "{}", answer.err);
    insta::assert_snapshot!(read(&home, "services/here/north-bank.toml"), @r#"
    # Ours.
    name = "North Food Bank"
    description = "Food." # short
    needs = ["food"]
    opening_hours = "Mo-Fr 09:00-17:00"

    [[phones]]
    number = "01633 960123"
    description = "reception"
    "#);
    assert_eq!(git(&home, &["log", "-1", "--format=%s|%an"]), "Edit north-bank: phones, opening hours|Kim\n");
    assert_eq!(git(&home, &["show", "--name-only", "--format="]), "services/here/north-bank.toml\n");
    assert_eq!(git(&home, &["status", "--porcelain"]), "?? notes.md\n");
    assert!(
        !home.path("hook-ran").exists() && !home.path("monitor-ran").exists() && !home.path("our/monitor-ran").exists()
    );
    let answer = run(&home, &["edit", "north-bank", "--phone", "01633 960123, reception"]);
    assert_eq!(answer.err, "Nothing changed.\n");
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let home = home(true);
    let answer = run(&home, &["edit", "north-bank", "--set", "cost=£1", "--dry-run"]);
    insta::assert_snapshot!(format!("{}{}", answer.out, answer.err), @r#"
    --- a/services/here/north-bank.toml
    +++ b/services/here/north-bank.toml
    @@ -3,2 +3,3 @@
     description = "Food." # short
     needs = ["food"]
    +cost = "£1"
    Edit north-bank: cost. Nothing was written.
    "#);
    assert_eq!(git(&home, &["status", "--porcelain"]), "");
    for arguments in [
        &["rename", "north-bank", "far-bank", "--dry-run"][..],
        &["close", "north-bank", "--dry-run"],
        &["new", "--name", "X", "--description", "X.", "--needs", "food", "--dry-run"],
    ] {
        let answer = run(&home, arguments);
        assert!(
            answer.code == 0 && answer.out.contains("+++ ") && answer.err.contains("Nothing was written."),
            "{arguments:?}"
        );
    }
    assert_eq!(git(&home, &["status", "--porcelain"]), "");
}

#[test]
fn what_is_not_allowed_is_refused_with_its_field() {
    let home = home(false);
    let all: Vec<String> = [
        &["edit", "north-bank", "--phone", "0163"][..],
        &["edit", "north-bnk", "--phone", "0163"],
        &["edit", "north-bank", "--set", "pone=1"],
        &["edit", "north-bank", "--set", "cost"],
        &["new", "--name", "North bank", "--description", "X.", "--needs", "food"],
        &["new", "--name", "Far Bank", "--description", "X.", "--needs", "foood"],
        &["new", "--name", "Far Bank", "--description", "X.", "--needs", "food", "--locality", "../x"],
        &["rename", "north-bank", "south-bank"],
        &["rename", "north-bank", "North Bank"],
        &["close", "north-bank", "--instead", "north-bank"],
        &["close", "north-bank", "--instead", "nothing"],
    ]
    .into_iter()
    .map(|arguments| {
        let answer = run(&home, arguments);
        assert_eq!(answer.code, 2, "{arguments:?}");
        answer.err
    })
    .collect();
    insta::assert_snapshot!(all.concat(), @r#"
    signpost: Phone numbers: "0163" is no phone number.
              Digits are missing: UK numbers have 11.
    signpost: There is no service "north-bnk" in our.
              Did you mean "north-bank"?
    signpost: There is no field "pone" that can be set like this.
              Did you mean "phones"?
    signpost: "cost" has no =.
              Write it as --set cost="£1 a family".
    signpost: There is a service "north-bank" already: services/here/north-bank.toml.
              Edit it: signpost catalogue edit north-bank. Another service needs an id of its own: --id north-bank-2.
    signpost: Needs: There is no need "foood".
              Did you mean "food"?
    signpost: The id "../x" is not made of 1 to 64 small letters, digits and hyphens.
              The locality is a folder in services/, "national" for all of the country.
    signpost: There is a service "south-bank" already: services/here/south-bank.toml.
              Edit it: signpost catalogue edit south-bank. Another service needs an id of its own: --id south-bank-2.
    signpost: The id "North Bank" is not made of 1 to 64 small letters, digits and hyphens.
              An id looks like "food-bank-north".
    signpost: "north-bank" can't replace itself.
              Name another service, or none.
    signpost: There is no service "nothing" in our.
              signpost search lists ids with --json, and the files are named by them.
    "#);
}

#[test]
fn a_new_service_gets_its_id_and_its_place() {
    let home = home(true);
    let answer = run(
        &home,
        &[
            "new",
            "--name",
            "Far & Wide Pantry",
            "--description",
            "Food for £5 a week.",
            "--needs",
            "food",
            "--phone",
            "01633 960124",
            "--session",
            "Tu 10:00-11:30, term time",
            "--set",
            "eligibility=Anybody.",
        ],
    );
    assert_eq!(answer.code, 0, "{}", answer.err);
    insta::assert_snapshot!(read(&home, "services/here/far-wide-pantry.toml"), @r#"
    #:schema ../../schema/service.json
    name = "Far & Wide Pantry"
    description = "Food for £5 a week."
    needs = ["food"]
    eligibility = "Anybody."

    [[phones]]
    number = "01633 960124"

    [[sessions]]
    byday = ["Tu"]
    opens_at = "10:00"
    closes_at = "11:30"
    term_time = true
    "#);
    assert_eq!(git(&home, &["log", "-1", "--format=%s"]), "Add far-wide-pantry: Far & Wide Pantry\n");
    let check = run(&home, &["check", "our"]);
    assert!(check.code == 0 && !check.out.contains("far-wide-pantry"), "{}", check.out);
}

#[test]
#[cfg(unix)]
fn an_editor_opens_and_what_it_leaves_is_checked() {
    let home = home(true);
    let with = |arguments: &[&str], lines: &str| {
        let editor = editor(&home, lines);
        let mut command = home.command();
        command.env("VISUAL", editor).args(["--catalogue", "our", "catalogue"]).args(arguments);
        let answer = command.output().unwrap();
        (answer.status.code().unwrap(), String::from_utf8(answer.stderr).unwrap())
    };
    let (code, said) = with(&["edit", "north-bank"], "sed -i 's/Food\\./More food./' \"$1\"");
    assert_eq!(code, 0, "{said}");
    assert!(read(&home, "services/here/north-bank.toml").contains("\"More food.\" # short"));
    assert_eq!(git(&home, &["log", "-1", "--format=%s"]), "Edit north-bank: description\n");
    assert_eq!(with(&["edit", "north-bank"], "true"), (0, "Nothing changed.\n".to_owned()));
    let (code, said) = with(&["edit", "north-bank"], "echo 'pone = 1' >> \"$1\"");
    assert!(code == 2 && said.contains("no field \"pone\"") && said.contains("What you wrote is kept in"), "{said}");
    assert!(!read(&home, "services/here/north-bank.toml").contains("pone"));
    // It lies with the desk's own files and not in the catalogue, for this user alone.
    let kept = said.split_once("What you wrote is kept in ").unwrap().1.lines().next().unwrap().trim_end_matches('.');
    assert!(kept.contains("/data/drafts/edit-") && std::fs::read_to_string(kept).unwrap().contains("pone"), "{said}");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(kept).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(git(&home, &["status", "--porcelain"]), "");
    let lines = "sed -i -e 's/^name = .*/name = \"Pop-up Larder\"/' -e 's/^description = .*/description = \"Food.\"/' -e 's/^needs = .*/needs = [\"food\"]/' \"$1\"";
    let (code, said) = with(&["new"], lines);
    assert_eq!(code, 0, "{said}");
    assert!(read(&home, "services/here/pop-up-larder.toml").contains("name = \"Pop-up Larder\""));
    let (code, said) = with(&["edit", "south-bank"], "exit 3");
    assert!(code == 2 && said.contains("failed"), "{said}");
    // Somebody else is faster.
    let (code, said) = with(
        &["edit", "south-bank"],
        "sed -i 's/Food\\./Mine./' \"$1\"; echo '# theirs' >> our/services/here/south-bank.toml",
    );
    assert!(code == 2 && said.contains("changed by somebody else meanwhile"), "{said}");
    assert!(read(&home, "services/here/south-bank.toml").ends_with("# theirs\n"));
}

#[test]
fn a_renamed_service_is_found_by_its_old_id() {
    let home = home(true);
    run(&home, &["close", "south-bank", "--on", "2026-11-30", "--instead", "north-bank"]);
    let answer = run(&home, &["rename", "north-bank", "west-bank"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(read(&home, "services/here/west-bank.toml").contains("formerly = [\"north-bank\"]"));
    assert!(read(&home, "services/here/south-bank.toml").contains("instead = \"west-bank\""));
    assert!(!home.path("our/services/here/north-bank.toml").exists());
    assert_eq!(git(&home, &["log", "-1", "--format=%s"]), "Rename north-bank to west-bank\n");
    assert_eq!(git(&home, &["status", "--porcelain"]), "");
    let shown = home.run(&["--catalogue", "our", "show", "north-bank"]);
    assert!(shown.code == 0 && shown.out.contains("North Food Bank"), "{}", shown.err);
    // An old id is never given to another service, but its own service may have it back.
    assert_eq!(run(&home, &["rename", "south-bank", "north-bank"]).code, 2);
    assert_eq!(run(&home, &["rename", "west-bank", "north-bank"]).code, 0);
    assert!(read(&home, "services/here/north-bank.toml").contains("formerly = [\"west-bank\"]"));
    let check = run(&home, &["check", "our"]);
    assert!(!check.out.contains("-bank.toml"), "{}", check.out);
}

#[test]
fn a_plain_folder_is_written_and_the_starter_is_not() {
    let plain = home(false);
    let answer = run(&plain, &["edit", "north-bank", "--email", "us@bank.org.uk"]);
    insta::assert_snapshot!(answer.err, @"
    Wrote services/here/north-bank.toml
    Edit north-bank: email.
    ");
    assert!(read(&plain, "services/here/north-bank.toml").contains("us@bank.org.uk"));
    let files: Vec<_> = std::fs::read_dir(plain.path("our/services/here")).unwrap().collect();
    assert_eq!(files.len(), 2, "{files:?}");
    let none = Home::new().run(&["catalogue", "edit", "x", "--cost", "1"]);
    insta::assert_snapshot!(none.err, @"
    signpost: The starter inside the program can't be changed.
              Make a catalogue of your own first: signpost catalogue init DIR
    ");
    plain.write("our/catalogue.toml", "format = 2\nname = \"Ours\"\n");
    let newer = run(&plain, &["edit", "north-bank", "--cost", "1"]);
    assert!(newer.code == 2 && newer.err.contains("newer Signpost"), "{}", newer.err);
    let kept = home(true);
    assert_eq!(run(&kept, &["edit", "north-bank", "--cost", "1", "--no-commit"]).code, 0);
    assert_eq!(git(&kept, &["status", "--porcelain"]), " M services/here/north-bank.toml\n");
}
