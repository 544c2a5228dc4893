//! The hook that a locality copies: it checks what is staged, in a real repository.

#![cfg(unix)]

use super::common::Home;
use std::path::Path;
use std::process::{Command, Output};

fn git(home: &Home, with_signpost: bool, arguments: &[&str]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_signpost")).parent().unwrap().display().to_string();
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new("git");
    command
        .env_clear()
        .env("HOME", home.path(""))
        .env("PATH", if with_signpost { format!("{program}:{path}") } else { path });
    command
        .args(["-c", "user.name=Kim", "-c", "user.email=kim@example.org", "-C"])
        .arg(home.path("ours"))
        .args(arguments);
    command.output().unwrap()
}

#[test]
fn the_hook_checks_what_is_staged_and_nothing_else() {
    let home = Home::new();
    let ours = home.path("ours").display().to_string();
    assert_eq!(home.run(&["catalogue", "init", &ours]).code, 0);
    assert!(home.path("ours/.github/workflows/catalogue.yml").is_file());
    for arguments in [&["init", "-q"][..], &["config", "core.hooksPath", ".githooks"], &["add", "."]] {
        assert!(git(&home, true, arguments).status.success());
    }
    let commit = |with_signpost: bool| {
        let answer = git(&home, with_signpost, &["commit", "-q", "-m", "x"]);
        (answer.status.success(), String::from_utf8(answer.stderr).unwrap())
    };
    let (done, said) = commit(true);
    assert!(done, "{said}");

    // Bad in the folder, good in what is staged.
    let path = "ours/services/example/example-exampleford-food-bank.toml";
    let good = std::fs::read_to_string(home.path(path)).unwrap();
    home.write(path, &good.replace("free = \"yes\"", "free = \"no\""));
    git(&home, true, &["add", "."]);
    home.write(path, "name = 1\n");
    let (done, said) = commit(true);
    assert!(done, "{said}");

    // Good in the folder, bad in what is staged.
    git(&home, true, &["add", "."]);
    home.write(path, &good);
    let (done, said) = commit(true);
    assert!(!done && said.contains("example-exampleford-food-bank.toml:1:8: error:"), "{said}");
    assert!(said.contains("Nothing was committed"), "{said}");

    // A machine without Signpost is not stopped, and says so.
    let (done, said) = commit(false);
    assert!(done && said.contains("was not checked"), "{said}");
}
