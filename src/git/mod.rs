//! Git: the only place that runs it. Nothing that a repository brings along is run, and nobody is asked anything.

mod batch;
mod command;
mod commit;
mod fetch;
mod history;
mod own;
mod remote;
mod tree;
pub mod work;

pub use command::{answer, in_folder};
pub use commit::{Pushed, marks};
pub use fetch::OLDEST_TO_FETCH;
pub use history::{Commit, Difference, Step};
pub use own::OwnClone;
pub use remote::Remote;
pub use tree::Tree;

use crate::program;
use command::{missing, settled};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// The oldest git that knows everything asked of it here.
const OLDEST: (u32, u32) = (2, 20);
/// How long git may take to answer; it has to look at every file of a large catalogue.
const PATIENCE: Duration = Duration::from_secs(20);

/// The git of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Git {
    /// It is there, in this version.
    Ready(String),
    /// It is there, in this version, which is too old.
    TooOld(String),
    /// It is not there.
    Missing,
    /// It does not answer.
    Silent,
}

/// What git knows of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Folder {
    /// No repository holds it.
    Outside,
    /// Another user owns its repository, so git refuses to look at it.
    Foreign,
    /// A repository holds it.
    Inside(State),
    /// Git could not tell.
    Unknown,
}

/// How a folder in a repository stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The branch; none when a commit is checked out by itself.
    pub branch: Option<String>,
    /// The branch elsewhere that this one follows, "origin/main".
    pub follows: Option<String>,
    /// Commits that are only here.
    pub ahead: u64,
    /// Commits that are only there, as far as was fetched.
    pub behind: u64,
    /// Files in this folder that differ from the last commit, new ones too.
    pub changed: usize,
    /// Files in this folder that a merge left undecided.
    pub undecided: usize,
}

/// Returns the git of this machine.
pub fn version() -> Git {
    let mut command = Command::new("git");
    let said = match program::run(settled(&mut command).arg("--version"), None, PATIENCE) {
        Ok(Some(answer)) if answer.status.success() => String::from_utf8_lossy(&answer.stdout).into_owned(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Git::Missing,
        Ok(_) | Err(_) => return Git::Silent,
    };
    let number = said.trim().trim_start_matches("git version ").split(' ').next().unwrap_or("").to_owned();
    if is_at_least(&number, OLDEST) { Git::Ready(number) } else { Git::TooOld(number) }
}

/// Returns whether a version of git is as new as another one.
pub fn is_at_least(number: &str, least: (u32, u32)) -> bool {
    let mut parts = number.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= least
}

/// Returns what git knows of a folder, without touching the network, the index or any file.
pub fn look(folder: &Path) -> Folder {
    let Some(filters) = filters(folder) else { return Folder::Unknown };
    let mut command = in_folder(folder);
    for name in filters {
        command.args(["-c", &format!("{name}.clean="), "-c", &format!("{name}.process=")]);
        command.args(["-c", &format!("{name}.required=false")]);
    }
    command.args(["--no-optional-locks", "status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all"]);
    command.args(["--ignore-submodules=all", "--no-renames", "--", "."]);
    let Ok(Some(answer)) = program::run(&mut command, None, PATIENCE) else { return Folder::Unknown };
    if answer.status.success() {
        return Folder::Inside(state(&String::from_utf8_lossy(&answer.stdout)));
    }
    let said = String::from_utf8_lossy(&answer.stderr);
    if said.contains("dubious ownership") || said.contains("unsafe repository") {
        Folder::Foreign
    } else if said.contains("not a git repository") {
        Folder::Outside
    } else {
        Folder::Unknown
    }
}

/// Returns "filter.<name>" for every filter that any settings name: git would run them on files that look changed. Reading settings runs nothing.
fn filters(folder: &Path) -> Option<BTreeSet<String>> {
    let mut command = in_folder(folder);
    command.args(["config", "--includes", "--name-only", "--list", "-z"]);
    let answer = program::run(&mut command, None, PATIENCE).ok()??;
    let names = String::from_utf8_lossy(&answer.stdout);
    let filters = names.split('\0').filter(|name| name.starts_with("filter."));
    let filters = filters.filter_map(|name| name.rsplit_once('.')).map(|(name, _)| name.to_owned());
    let filters: BTreeSet<String> = filters.filter(|name| name != "filter").collect();
    // A name with this sign in it can't be switched off by a flag.
    (!filters.iter().any(|name| name.contains('='))).then_some(filters)
}

/// Reads the answer of `git status --porcelain=v2 --branch -z`.
fn state(said: &str) -> State {
    let mut state = State::default();
    for line in said.split('\0') {
        match line.split_once(' ') {
            Some(("#", rest)) => match rest.split_once(' ') {
                Some(("branch.head", name)) if name != "(detached)" => state.branch = Some(name.to_owned()),
                Some(("branch.upstream", name)) => state.follows = Some(name.to_owned()),
                Some(("branch.ab", counts)) => {
                    let mut counts = counts.split(' ').map(|n| n.trim_start_matches(['+', '-']).parse().unwrap_or(0));
                    state.ahead = counts.next().unwrap_or(0);
                    state.behind = counts.next().unwrap_or(0);
                }
                _ => {}
            },
            Some(("1" | "2" | "?", _)) => state.changed += 1,
            Some(("u", _)) => state.undecided += 1,
            _ => {}
        }
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_git_says() {
        let said = "# branch.oid 1\0# branch.head main\0# branch.upstream origin/main\0# branch.ab +2 -3\0\
                    1 .M N... 100644 100644 100644 a b c.toml\0? new file.toml\0u UU N... 1 2 3 4 a b c d.toml\0";
        let expected = State {
            branch: Some("main".to_owned()),
            follows: Some("origin/main".to_owned()),
            ahead: 2,
            behind: 3,
            changed: 2,
            undecided: 1,
        };
        assert_eq!(state(said), expected);
        assert_eq!(state("# branch.head (detached)\0"), State::default());
        assert_eq!(state(""), State::default());
    }
}
