//! How git is called: every call begins here, so that care is taken in one place.
//!
//! The settings of the user and of the machine are their own choice and hold: who signs in how (`credential.*`), proxies, certificates, `url.*.insteadOf`, `core.sshCommand`. The settings of a repository never start a program, and neither do hooks, file monitors, filters or submodules.

use super::Remote;
use crate::error::{Error, Result};
use crate::program;
use crate::text;
use std::io;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

/// What is switched off or on in every call.
const SETTLED: [&str; 15] = [
    // No file lies below this one, so that there is no hook anywhere.
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.symlinks=false",
    // What is larger than any file of a catalogue is not held in memory.
    "core.bigFileThreshold=2m",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "fetch.fsckObjects=true",
    "transfer.fsckObjects=true",
    "push.recurseSubmodules=no",
    "log.showSignature=false",
    // Tidying is done when nobody waits, and never goes on by itself.
    "maintenance.auto=false",
    "gc.auto=0",
    "gc.autoDetach=false",
    // A line that brings next to nothing is given up.
    "http.lowSpeedLimit=100",
    "http.lowSpeedTime=30",
];

/// What ssh is told besides the host: it asks nobody, and gives up a line on which nothing comes.
const SSH: &str =
    "-o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=3 -o ForwardAgent=no";

/// How long git may take for what needs no network.
pub(super) const QUICK: Duration = Duration::from_secs(20);

/// Makes git ask nobody, speak English, obey no variable of whoever started us, and run nothing of a repository's.
pub(super) fn settled(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().to_ascii_uppercase().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command.env_remove("LC_ALL");
    for (name, value) in [
        ("LC_MESSAGES", "C"),
        ("LANGUAGE", ""),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_ASKPASS", ""),
        ("SSH_ASKPASS", ""),
        ("SSH_ASKPASS_REQUIRE", "never"),
        ("GCM_INTERACTIVE", "never"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_ALLOW_PROTOCOL", ""),
    ] {
        command.env(name, value);
    }
    for setting in SETTLED {
        command.args(["-c", setting]);
    }
    #[cfg(windows)]
    {
        /// No console window flashes up.
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        std::os::windows::process::CommandExt::creation_flags(command, CREATE_NO_WINDOW);
    }
    command
}

/// Returns git in a folder that somebody works in. It reaches no network.
pub fn in_folder(folder: &Path) -> Command {
    let mut command = Command::new("git");
    settled(&mut command).arg("-C").arg(folder);
    command
}

/// Returns git on a repository without files, whatever folder this is.
pub(super) fn on(repository: &Path) -> Command {
    let mut command = Command::new("git");
    let mut dir = std::ffi::OsString::from("--git-dir=");
    dir.push(repository);
    settled(&mut command).current_dir(repository).arg(dir);
    // Never a person's name from us, neither in a commit nor in the notes about a branch.
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Signpost desk");
        command.env(format!("GIT_{who}_EMAIL"), "desk@signpost.invalid");
    }
    command
}

/// Lets git reach a remote, by the ways that are allowed and no others.
pub(super) fn reaching<'a>(command: &'a mut Command, remote: &Remote) -> &'a mut Command {
    command.env("GIT_ALLOW_PROTOCOL", remote.ways()).env("GIT_SSH_COMMAND", ssh())
}

/// Returns what starts ssh: the user's own choice, else ssh itself, and told to ask nobody where it is one that understands.
fn ssh() -> String {
    let own = ["--global", "--system"].iter().find_map(|whose| {
        let mut command = Command::new("git");
        settled(&mut command).args(["config", whose, "--includes", "--get", "core.sshCommand"]);
        let answer = program::run(&mut command, None, QUICK).ok()??;
        let own = String::from_utf8(answer.stdout).ok()?.trim().to_owned();
        (answer.status.success() && !own.is_empty()).then_some(own)
    });
    let own = own.unwrap_or_else(|| "ssh".to_owned());
    let first = own.split(' ').next().unwrap_or_default().trim_matches(['"', '\'']);
    let name = first.rsplit(['/', '\\']).next().unwrap_or_default();
    if matches!(name, "ssh" | "ssh.exe") { format!("{own} {SSH}") } else { own }
}

/// Runs git to its end and returns whatever it answered.
///
/// # Errors
/// When it is not there, can't be started, or takes longer than it may.
pub fn answer(command: &mut Command, input: Option<&[u8]>, patience: Duration) -> Result<Output> {
    match program::run(command, input, patience) {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => Err(Error::system(format!("Git did not answer for {} and was ended.", in_words(patience)))
            .hint("Try again later; it may be the network or the disk.")),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Err(missing()),
        Err(e) => Err(Error::refused("run git", e)),
    }
}

/// Runs git and returns what it answered when all went well.
///
/// # Errors
/// As [`answer`], and when git itself reports a failure.
pub(super) fn done(command: &mut Command, input: Option<&[u8]>) -> Result<Vec<u8>> {
    let answer = answer(command, input, QUICK)?;
    if answer.status.success() {
        return Ok(answer.stdout);
    }
    Err(Error::system(format!("Git failed: {}.", complaint(&answer.stderr)))
        .hint("Make the clone anew: delete its folder, then run signpost catalogue update."))
}

/// Returns the error for a machine without git.
pub(super) fn missing() -> Error {
    Error::system("Git is not there, so the catalogue can't be fetched.").hint(
        "Install git, or let somebody put the catalogue here as a folder or a .zip and name that in the settings.",
    )
}

/// Returns what git complained about, in one line that a terminal can show.
pub(super) fn complaint(stderr: &[u8]) -> String {
    /// Longest line that is shown.
    const LONGEST: usize = 300;
    let said = String::from_utf8_lossy(&stderr[..stderr.len().min(64 << 10)]).into_owned();
    // What the other side says is no word of ours.
    let own = || said.lines().filter(|line| !line.starts_with("remote:") && !line.trim().is_empty());
    let line =
        own().find(|line| line.starts_with("fatal: ") || line.starts_with("error: ")).or_else(|| own().next_back());
    let line = line.unwrap_or("it says nothing");
    let line = line.trim_start_matches("fatal: ").trim_start_matches("error: ").trim_end_matches('.');
    text::clean(line).chars().take(LONGEST).collect()
}

/// Returns a time to wait in words.
fn in_words(patience: Duration) -> String {
    match patience.as_secs() {
        0 | 1 => "a second".to_owned(),
        seconds if seconds < 120 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", seconds / 60),
    }
}
