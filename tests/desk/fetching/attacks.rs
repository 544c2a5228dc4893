//! The known attacks on whoever runs git on something that comes from outside.

use super::{FILE, Staff, executable, room};
use std::os::unix::fs::symlink;

#[test]
fn an_address_is_never_an_option_nor_a_command() {
    let staff = Staff::new();
    let trap = staff.trap();
    let script = trap.script.display();
    // The attack works on a git that is not guarded.
    // A shell reads it: a file that was just written can be busy while other tests start programs.
    let option = format!("--upload-pack=sh {script}");
    let mut unguarded = std::process::Command::new("git");
    let _ = unguarded.args(["ls-remote", &option, "hub.git"]).current_dir(staff.home.path("")).output().unwrap();
    assert!(trap.is_sprung());
    staff.home.write(".gitconfig", "[protocol \"ext\"]\n\tallow = always\n[protocol]\n\tallow = always\n");
    for url in [option, format!("{}://x", script), format!("ext::sh {script}"), format!("ext::{script}://x/y")] {
        for arguments in [vec!["catalogue", "clone", "--", &url], vec!["catalogue", "clone", "--dry-run", "--", &url]] {
            let answer = staff.run(&arguments);
            assert_eq!(answer.code, 2, "{url}: {}", answer.err);
        }
        staff.home.write("config/settings.toml", &format!("catalogue = '{url}'\n"));
        for command in ["update", "status"] {
            assert!(staff.run(&["catalogue", command]).code >= 2, "{url}");
        }
        assert!(!trap.is_sprung(), "{url}");
    }
    // What an address turns into by the user's settings must be a safe way too.
    let settings =
        format!("[protocol]\n\tallow = always\n[url \"ext::{script} \"]\n\tinsteadOf = https://hub.example/\n");
    staff.home.write(".gitconfig", &settings);
    let answer = staff.run(&["catalogue", "clone", "https://hub.example/x.git"]);
    assert!(answer.code == 2 && answer.err.contains("transport 'ext' not allowed"), "{}", answer.err);
    assert!(!trap.is_sprung());
}

#[test]
fn settings_of_a_repository_start_nothing() {
    let staff = Staff::new().cloned();
    let trap = staff.trap();
    let script = trap.script.display();
    let dir = staff.clone().dir().to_owned();
    for name in ["reference-transaction", "post-fetch", "pre-auto-gc", "post-index-change"] {
        std::fs::create_dir_all(dir.join("hooks")).unwrap();
        std::fs::copy(&trap.script, dir.join("hooks").join(name)).unwrap();
        executable(&dir.join("hooks").join(name));
    }
    let poison = format!(
        "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsmonitor = {script}\n\tsshCommand = {script}\n\tgitProxy = {script}\n\talternateRefsCommand = {script}\n\tpager = {script}\n[protocol]\n\tallow = always\n[protocol \"ext\"]\n\tallow = always\n[url \"ext::{script} \"]\n\tinsteadOf = file://\n[credential]\n\thelper = !{script}\n[filter \"trap\"]\n\tsmudge = {script}\n\tclean = {script}\n[gpg \"ssh\"]\n\tprogram = {script}\n[diff]\n\texternal = {script}\n"
    );
    std::fs::write(dir.join("config"), &poison).unwrap();
    std::fs::write(dir.join("config.worktree"), &poison).unwrap();
    // A git that is not guarded runs the hook.
    staff.git("", &["--git-dir", dir.to_str().unwrap(), "update-ref", "refs/x", "refs/signpost/current"]);
    assert!(trap.is_sprung());
    staff.write(".gitattributes", "* filter=trap diff=trap\n");
    staff.edit(FILE, "960217", "960299");
    staff.push("Edit");
    for command in ["status", "log", "check", "update", "log", "status"] {
        let answer = staff.run(&["catalogue", command]);
        assert!(!trap.is_sprung(), "{command}");
        assert_ne!(answer.code, 2, "{command}: {}", answer.err);
    }
    assert!(staff.run(&["show", "quiet-house"]).out.contains("01632 960299"));
    assert!(!std::fs::read_to_string(dir.join("config")).unwrap().contains("trap"));
    assert!(!dir.join("config.worktree").exists());
    // Nor does what a desk inherits.
    for (name, value) in [
        ("GIT_SSH_COMMAND", trap.script.display().to_string()),
        (
            "GIT_CONFIG_PARAMETERS",
            format!("'core.fsmonitor={script}' 'core.hooksPath={}'", dir.join("hooks").display()),
        ),
        ("GIT_DIR", staff.home.path("staff/.git").display().to_string()),
        ("GIT_PROXY_COMMAND", trap.script.display().to_string()),
        ("GIT_EXTERNAL_DIFF", trap.script.display().to_string()),
    ] {
        let answer = staff.home.command().env(name, value).args(["catalogue", "update"]).output().unwrap();
        assert!(answer.status.success() && !trap.is_sprung(), "{name}");
    }
}

#[test]
fn only_files_of_the_repository_itself_are_read() {
    let staff = Staff::new().cloned();
    staff.home.write("secret.toml", &room(7).replace("Room 7", "Zyxquince"));
    symlink(staff.home.path("secret.toml"), staff.home.path("staff/services/example/link.toml")).unwrap();
    symlink(staff.home.path(""), staff.home.path("staff/services/outside")).unwrap();
    staff.write(".gitmodules", &format!("[submodule \"x\"]\n\tpath = services/sub\n\turl = {}\n", staff.url()));
    staff.git("staff", &["add", "-A"]);
    // Of many files two may be bad.
    for number in 10..60 {
        staff.write(&format!("services/example/room-{number}.toml"), &room(1));
    }
    staff.git("staff", &["add", "-A"]);
    let head = staff.git("staff", &["rev-parse", "HEAD"]);
    for path in ["services/sub", "services/example/sub.toml"] {
        staff.git("staff", &["update-index", "--add", "--cacheinfo", &format!("160000,{},{path}", head.trim())]);
    }
    staff.git("staff", &["commit", "-q", "-m", "Links"]);
    staff.git("staff", &["push", "-q", "origin", "main"]);
    let answer = staff.update();
    assert!(answer.code == 0 && answer.err.contains("2 of "), "{}", answer.err);
    assert!(!staff.run(&["search", "zyxquince"]).out.contains("Zyxquince"));
    let check = staff.run(&["catalogue", "check"]).out;
    assert!(
        check.contains("link.toml") && check.contains("sub.toml") && check.contains("links are not followed"),
        "{check}"
    );
    assert!(!staff.clone().dir().join("modules").exists());
}

#[test]
fn a_file_that_fills_the_memory_is_not_read() {
    let staff = Staff::new().cloned();
    for (name, megabytes) in [("big", 2), ("huge", 40)] {
        let zeros = vec![b'#'; megabytes << 20];
        std::fs::write(staff.home.path(&format!("staff/services/example/{name}.toml")), zeros).unwrap();
    }
    for number in 10..60 {
        staff.write(&format!("services/example/room-{number}.toml"), &room(1));
    }
    staff.push("Too large");
    let answer = staff.update();
    assert!(answer.code == 0 && answer.err.contains("2 of "), "{}", answer.err);
    let check = staff.run(&["catalogue", "check"]).out;
    assert!(check.contains("larger than 1 MB") && check.contains("git gave up on it"), "{check}");
}

#[test]
fn a_repository_of_another_user_is_told_with_its_path() {
    let staff = Staff::new();
    let owner = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(staff.home.path("")).unwrap());
    // Only root can give a folder away.
    if owner != 0 {
        return;
    }
    std::os::unix::fs::chown(staff.home.path("hub.git"), Some(65534), None).unwrap();
    let answer = staff.run(&["catalogue", "clone", &staff.url()]);
    let path = staff.home.path("hub.git").display().to_string();
    let hint = format!("If you trust them: git config --global --add safe.directory {path}");
    assert!(answer.code == 2 && answer.err.contains("another user") && answer.err.contains(&hint), "{}", answer.err);
    staff.git("", &["config", "--global", "--add", "safe.directory", &path]);
    let answer = staff.run(&["catalogue", "clone", &staff.url()]);
    assert_eq!(answer.code, 0, "{}", answer.err);
}

#[test]
fn ssh_is_the_users_own_and_asks_nobody() {
    let staff = Staff::new();
    let told = staff.home.path("told");
    // It plays the other machine as well: runs there what it was asked to run.
    let ssh = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{}'\nfor last; do :; done\nexec sh -c \"$last\"\n",
        told.display()
    );
    executable(&staff.home.write("bin/ssh", &ssh));
    staff.git("", &["config", "--global", "core.sshCommand", &staff.home.path("bin/ssh").display().to_string()]);
    let url = format!("desk@hub.example:{}", staff.home.path("hub.git").display());
    let answer = staff.run(&["catalogue", "clone", &url]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let told = std::fs::read_to_string(told).unwrap();
    for word in ["BatchMode=yes", "ConnectTimeout=15", "ForwardAgent=no", "desk@hub.example"] {
        assert!(told.lines().any(|line| line == word), "{told}");
    }
    assert!(staff.run(&["show", "quiet-house"]).out.contains("Quiet House"));
}
