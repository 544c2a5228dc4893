//! What the `doctor` learns from other programs: a real git in a real repository, a real print server.

use crate::common::Home;
use crate::printing::{Cups, free_port, tool};
use crate::roll::{Manner, Roll};
use std::process::Command;

#[test]
fn git_is_asked_how_the_catalogue_stands_and_runs_nothing_of_its() {
    let home = Home::new();
    let ours = home.path("ours").display().to_string();
    assert_eq!(home.run(&["catalogue", "init", &ours]).code, 0);
    let git = |folder: &str, arguments: &[&str]| {
        let mut command = Command::new("git");
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", home.path(""));
        let names = ["-c", "user.name=Hub", "-c", "user.email=hub@example.org", "-c", "init.defaultBranch=main"];
        let output = command.arg("-C").arg(home.path(folder)).args(names).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let told = || home.about("repository", &[("SIGNPOST_CATALOGUE", &ours)]);
    let mut all = vec![told()];
    git("ours", &["init", "-q"]);
    git("ours", &["add", "."]);
    all.push(told().replace(|c: char| c.is_ascii_digit(), "N"));
    git("ours", &["commit", "-q", "-m", "first"]);
    all.push(told());
    git("", &["clone", "-q", "--bare", "ours", "there.git"]);
    git("ours", &["remote", "add", "origin", "../there.git"]);
    git("ours", &["push", "-q", "-u", "origin", "main"]);
    all.push(told());
    home.write("ours/services/national/new one.toml", "name = \"x\"");
    git("ours", &["commit", "-q", "--allow-empty", "-m", "second"]);
    all.push(told());

    // Whatever a repository's own settings name is not run.
    let sign = home.path("it-ran");
    let script = home.write("trap.sh", &format!("#!/bin/sh\ntouch '{}'\ncat\n", sign.display()));
    #[cfg(unix)]
    std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let trap = script.display().to_string();
    for name in ["core.fsmonitor", "filter.trap.clean", "filter.trap.process", "core.sshCommand", "core.pager"] {
        git("ours", &["config", name, &trap]);
    }
    home.write("ours/.gitattributes", "* filter=trap\n");
    home.write("ours/needs.toml", &(std::fs::read_to_string(home.path("ours/needs.toml")).unwrap() + "\n# later\n"));
    home.write("ours/.git/hooks/post-index-change", &format!("#!/bin/sh\ntouch '{}'\n", sign.display()));
    all.push(told());
    assert!(!sign.exists(), "git ran what the repository brought along");
    let mut unguarded = Command::new("git");
    let _ = unguarded.env("HOME", home.path("")).arg("-C").arg(&ours).arg("status").output();
    assert!(sign.exists(), "the trap is one");
    insta::assert_snapshot!(all.join("\n"), @r"
    ok repository: The catalogue is kept in no git repository, so no edit of it can be taken back.
    look repository: The catalogue is on branch main: NNN files are not committed; nothing is kept elsewhere. | Whoever keeps the catalogue: commit them; set a remote branch to follow, git push -u.
    look repository: The catalogue is on branch main: nothing is kept elsewhere. | Whoever keeps the catalogue: set a remote branch to follow, git push -u.
    ok repository: The catalogue is on branch main, and all of it is in origin/main too.
    look repository: The catalogue is on branch main: 1 file is not committed; 1 commit is only here. | Whoever keeps the catalogue: commit them; push.
    look repository: The catalogue is on branch main: 3 files are not committed; 1 commit is only here. | Whoever keeps the catalogue: commit them; push.
    ");
}

#[test]
fn the_print_server_is_asked() {
    let cups = Cups::start();
    let home = Home::new();
    let address = cups.address();
    let told = |printer: &str| home.about("printer", &[("CUPS_SERVER", &address), ("SIGNPOST_PRINTER", printer)]);
    let admin = |program: &str, arguments: &[&str]| {
        let done = Command::new(tool(program)).env("CUPS_SERVER", &address).args(arguments).status().unwrap();
        assert!(done.success(), "{program} {arguments:?}");
    };
    let mut all = vec![told(""), told("desk"), told("desc")];
    admin("lpadmin", &["-d", "desk"]);
    all.push(told(""));
    admin("cupsdisable", &["-r", "out of paper", "desk"]);
    all.push(told("desk"));
    all.extend(["printer", "git"].map(|check| home.about(check, &[("PATH", "/nonexistent")])));
    insta::assert_snapshot!(all.join("\n"), @r#"
    look printer: There are print queues (desk), but none is the system's own. | Name one in settings.toml: printer = "desk"
    ok printer: Slips go to the print queue desk (set by SIGNPOST_PRINTER), which takes them.
    broken printer: There is no print queue "desc" (set by SIGNPOST_PRINTER). | Did you mean "desk"? Slips can be saved as files meanwhile. Ask whoever looks after the printers.
    ok printer: Slips go to the print queue desk (the system's own), which takes them.
    broken printer: The print queue desk (set by SIGNPOST_PRINTER) prints nothing: out of paper. | Slips can be saved as files meanwhile. Ask whoever looks after the printers.
    look printer: This computer has no print queue (lpstat). | Slips can be saved as files meanwhile. Ask whoever looks after the printers.
    look git: The catalogue is kept in git, but git is not there. | Install git.
    "#);
}

#[test]
fn a_roll_is_asked_and_what_the_print_server_keeps_is_told() {
    let home = Home::new();
    let roll = |manner| Roll::new(manner).to;
    let told =
        |printer: &str, check: &str| home.about(check, &[("SIGNPOST_PRINTER", printer)]).replace(printer, "ROLL");
    let port = |text: String| {
        let digits = |word: &str| word.split_once("127.0.0.1:").map(|(before, _)| format!("{before}127.0.0.1:PORT"));
        text.split(' ').map(|word| digits(word).unwrap_or_else(|| word.to_owned())).collect::<Vec<_>>().join(" ")
    };
    let mut all = vec![
        told(&roll(Manner::Talks), "printer"),
        port(told(&roll(Manner::NoPaper), "printer")),
        port(told(&format!("tcp://127.0.0.1:{}", free_port()), "printer")),
        told("device:/dev/usb/lp-that-is-none", "printer"),
        told("windows:Till", "printer"),
        told("windows:Till", "paper"),
    ];
    home.write("config/settings.toml", "printer = \"tcp://192.0.2.10\"\npaper = \"a4\"\n");
    all.push(home.about("paper", &[]));
    home.write("config/settings.toml", "");
    for conf in ["", "PreserveJobFiles No\n", "PreserveJobFiles No\nPreserveJobHistory No\nPageLogFormat\n"] {
        let folder = home.write("cups/cupsd.conf", conf).parent().unwrap().display().to_string();
        all.push(home.about("spool", &[("CUPS_SERVERROOT", &folder)]).replace(&folder, "CUPS"));
    }
    all.push(home.about("spool", &[("CUPS_SERVERROOT", "/nonexistent")]));
    all.push(home.about("spool", &[("CUPS_SERVER", "print.example.org")]));
    insta::assert_snapshot!(all.join("\n"), @r#"
    ok printer: Slips go to the printer ROLL (set by SIGNPOST_PRINTER), which answers.
    broken printer: Slips go to ROLL (set by SIGNPOST_PRINTER). The printer 127.0.0.1:PORT has no paper. Nothing was sent to it. | Slips can be saved as files meanwhile. Ask whoever looks after the printers.
    broken printer: Slips go to ROLL (set by SIGNPOST_PRINTER). The printer 127.0.0.1:PORT takes no slips: the device there is on, but nothing prints. | Slips can be saved as files meanwhile. Ask whoever looks after the printers.
    broken printer: Slips go to ROLL (set by SIGNPOST_PRINTER). There is no printer at /dev/usb/lp-that-is-none. It may be off or its cable out. | Slips can be saved as files meanwhile. Ask whoever looks after the printers.
    broken printer: ROLL (set by SIGNPOST_PRINTER) can only be reached from Windows. | Slips can be saved as files meanwhile. Ask whoever looks after the printers.
    ok paper: Slips are made for rolls of 80mm.
    broken paper: The printer tcp://192.0.2.10:9100 prints rolls, but settings say that its paper is a4. | Say how wide the roll is in settings.toml: paper = "80mm" or "58mm".
    look spool: The print server keeps what is on each slip and who printed one when after it is printed. | IT stops it with PreserveJobFiles No and PreserveJobHistory No in ~/cups/cupsd.conf, and by starting cups again.
    look spool: The print server keeps who printed one when after it is printed. | IT stops it with PreserveJobHistory No in ~/cups/cupsd.conf, and by starting cups again.
    ok spool: The print server forgets each slip when it is printed.
    look spool: Not known: what the print server keeps of each slip (/nonexistent/cupsd.conf can't be read). | Ask IT whether PreserveJobFiles and PreserveJobHistory are No in it.
    look spool: The print server print.example.org may keep what was on each slip. | Ask IT to set PreserveJobFiles No and PreserveJobHistory No there.
    "#);
}
