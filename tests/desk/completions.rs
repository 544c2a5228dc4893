//! `completions` and `man`: made from the commands, so every command must be in them.

use crate::common::Home;
use std::process::Command;

/// Every command that `--help` lists.
fn commands(home: &Home) -> Vec<String> {
    let help = home.run(&["--help"]).out;
    let list = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let names: Vec<String> = names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    assert!(names.len() > 10 && names.contains(&"doctor".to_owned()), "{help}");
    names
}

#[test]
fn every_shell_learns_every_command() {
    let home = Home::new();
    let commands = commands(&home);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let answer = home.run(&["completions", shell]);
        assert_eq!((answer.code, answer.err.as_str()), (0, ""));
        for command in &commands {
            assert!(answer.out.contains(command), "{command} is missing for {shell}");
        }
        assert!(answer.out.contains("data-dir"), "{shell}");
    }
    let wrong = home.run(&["completions", "cmd"]);
    assert!(wrong.code == 2 && wrong.err.contains("possible values: bash"), "{}", wrong.err);
}

#[test]
#[cfg(unix)]
fn bash_completes_with_it() {
    let home = Home::new();
    let script = home.write("signpost.bash", &home.run(&["completions", "bash"]).out);
    let complete = |words: &str, last: &str| {
        let count = words.split(' ').count();
        let run = format!(
            ". {}; COMP_WORDS=({words} {last}); COMP_CWORD={count}; _signpost signpost '{last}' x; echo ${{COMPREPLY[@]}}",
            script.display()
        );
        let output = Command::new("bash").args(["--norc", "-c", &run]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(complete("signpost", "doc"), "doctor");
    assert_eq!(complete("signpost enquiries", "ex"), "export");
    assert_eq!(complete("signpost backup", "--fo"), "--force");
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let home = Home::new();
    let all = home.run(&["man"]);
    assert_eq!((all.code, all.err.as_str()), (0, ""));
    let dir = home.path("man1");
    let written = home.run(&["man", &dir.display().to_string()]);
    let mut names: Vec<String> =
        std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    insta::assert_snapshot!(names.join("\n"), @"
    signpost-backup.1
    signpost-catalogue-check.1
    signpost-catalogue-checked.1
    signpost-catalogue-clone.1
    signpost-catalogue-close.1
    signpost-catalogue-edit.1
    signpost-catalogue-export.1
    signpost-catalogue-import.1
    signpost-catalogue-init.1
    signpost-catalogue-log.1
    signpost-catalogue-new.1
    signpost-catalogue-outbox-drop.1
    signpost-catalogue-outbox.1
    signpost-catalogue-rename.1
    signpost-catalogue-report.1
    signpost-catalogue-reports-export.1
    signpost-catalogue-reports-import.1
    signpost-catalogue-reports.1
    signpost-catalogue-schema.1
    signpost-catalogue-send.1
    signpost-catalogue-stale.1
    signpost-catalogue-status.1
    signpost-catalogue-update.1
    signpost-catalogue.1
    signpost-completions.1
    signpost-desk.1
    signpost-doctor.1
    signpost-enquiries-counts.1
    signpost-enquiries-export.1
    signpost-enquiries-import.1
    signpost-enquiries.1
    signpost-hub.1
    signpost-judge.1
    signpost-keys.1
    signpost-log.1
    signpost-man.1
    signpost-printers-test.1
    signpost-printers.1
    signpost-purge.1
    signpost-reindex.1
    signpost-restore.1
    signpost-search.1
    signpost-show.1
    signpost-slip.1
    signpost-tally.1
    signpost.1
    ");
    assert!(written.err.starts_with(&format!("Wrote {} pages into ", names.len())), "{}", written.err);
    let mut whole = String::new();
    for command in commands(&home) {
        let page = std::fs::read_to_string(dir.join(format!("signpost-{command}.1"))).unwrap();
        assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{page}");
        whole.push_str(&page);
        assert!(all.out.contains(&page), "the page of {command} is in the whole manual");
    }
    assert!(whole.contains("Exit codes:"), "the doctor's exit codes are in its page");
    assert_eq!(home.run(&["man", &dir.display().to_string()]).code, 0, "an update goes over the earlier pages");
}

#[test]
fn both_work_where_nothing_else_does() {
    let home = Home::new();
    for arguments in [&["man"][..], &["completions", "bash"]] {
        let mut command = home.command();
        command.env("SIGNPOST_NOW", "tomorrow").env_remove("HOME");
        let answer = crate::common::answer(command.args(arguments).output().unwrap());
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{arguments:?}");
    }
}
