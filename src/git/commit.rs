//! Commits that a desk makes, and sending them. In its own clone everything is done by plumbing: no file is ever checked out.

use super::command::{QUICK, answer, done, in_folder};
use super::own::OwnClone;
use crate::error::Result;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What was fetched last of a branch that a desk sends to.
const BRANCH: &str = "refs/signpost/branch";

/// What became of a push, as far as the remote says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pushed {
    /// It says that it took it.
    Taken,
    /// Somebody was faster.
    Behind,
    /// It takes nothing on this branch, for this reason.
    Refused(String),
}

impl OwnClone {
    /// Makes a commit that stands on another one and writes these files, or takes away those without a text. It names no time but the day, so that the same change makes the same commit.
    ///
    /// # Errors
    /// When git or the disk refuses.
    pub fn commit(
        &self,
        parent: &str,
        files: &BTreeMap<String, Option<String>>,
        message: &str,
        day: NaiveDate,
    ) -> Result<String> {
        let index = Index(self.dir().join(format!("index-{}", uuid::Uuid::new_v4().simple())));
        let git = || {
            let mut command = self.command();
            command.env("GIT_INDEX_FILE", &index.0);
            command
        };
        done(git().args(["read-tree", parent]), None)?;
        let mut entries = Vec::new();
        for (path, text) in files {
            let entry = match text {
                Some(text) => {
                    let hash = one_line(done(git().args(["hash-object", "-w", "--stdin"]), Some(text.as_bytes()))?);
                    format!("100644 {hash}\t{path}\0")
                }
                None => format!("0 {}\t{path}\0", "0".repeat(parent.len())),
            };
            entries.extend(entry.into_bytes());
        }
        done(git().args(["update-index", "-z", "--index-info"]), Some(&entries))?;
        let tree = one_line(done(git().arg("write-tree"), None)?);
        let mut commit = git();
        for who in ["AUTHOR", "COMMITTER"] {
            commit.env(format!("GIT_{who}_DATE"), format!("{day}T00:00:00 +0000"));
        }
        Ok(one_line(done(commit.args(["commit-tree", &tree, "-p", parent, "-F", "-"]), Some(message.as_bytes()))?))
    }

    /// Returns the name of the branch that is the catalogue at the remote.
    ///
    /// # Errors
    /// When the remote can't be reached, or has none.
    pub fn branch(&self, patience: Duration) -> Result<String> {
        if let Some(branch) = self.remote().branch() {
            return Ok(branch.to_owned());
        }
        let said = self.ask(&["--symref", "--", self.remote().url(), "HEAD"], patience)?;
        let named = said.lines().find_map(|line| line.strip_prefix("ref: refs/heads/")?.split('\t').next());
        named.map(str::to_owned).ok_or_else(|| self.failed(b"couldn't find remote ref"))
    }

    /// Fetches a branch that a desk sends to, and returns its commit; nothing when there is no such branch.
    ///
    /// # Errors
    /// When the remote can't be reached.
    pub fn fetch_branch(&self, branch: &str, patience: Duration) -> Result<Option<String>> {
        let name = format!("refs/heads/{branch}");
        let said = self.ask(&["--", self.remote().url(), &name], patience)?;
        let Some(commit) = said.lines().find_map(|line| line.strip_suffix(&name)).map(|id| id.trim().to_owned()) else {
            return Ok(None);
        };
        let mut command = self.reaching();
        command.args(["fetch", "--quiet", "--no-write-fetch-head", "--no-tags", "--no-recurse-submodules"]);
        command.args(["--no-auto-maintenance", "--", self.remote().url(), &format!("+{name}:{BRANCH}")]);
        let answer = answer(&mut command, None, patience)?;
        if answer.status.success() { Ok(Some(commit)) } else { Err(self.failed(&answer.stderr)) }
    }

    fn ask(&self, arguments: &[&str], patience: Duration) -> Result<String> {
        let answer = answer(self.reaching().args(["ls-remote", "--quiet"]).args(arguments), None, patience)?;
        if answer.status.success() {
            Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
        } else {
            Err(self.failed(&answer.stderr))
        }
    }

    /// Sends a commit to a branch that must stand at `there` still, or not exist yet. Whether it came is known when it is fetched.
    ///
    /// # Errors
    /// When the remote can't be reached, lets nobody in, or does not answer in time.
    pub fn push(&self, commit: &str, branch: &str, there: Option<&str>, patience: Duration) -> Result<Pushed> {
        let mut command = self.reaching();
        command.args([
            "push",
            "--porcelain",
            "--no-verify",
            "--no-follow-tags",
            "--recurse-submodules=no",
            "--no-signed",
        ]);
        command.arg(format!("--force-with-lease=refs/heads/{branch}:{}", there.unwrap_or_default()));
        command.args(["--", self.remote().url(), &format!("{commit}:refs/heads/{branch}")]);
        let answer = answer(&mut command, None, patience)?;
        let said = String::from_utf8_lossy(&answer.stdout).into_owned();
        match verdict(&said) {
            Some(pushed) => Ok(pushed),
            None => Err(self.failed(&answer.stderr)),
        }
    }

    /// Returns what stands behind a mark at the start of a line in the messages of a commit and all before it.
    ///
    /// # Errors
    /// When git does not know the commit.
    pub fn marks(&self, commit: &str, mark: &str) -> Result<BTreeSet<String>> {
        let mut command = self.command();
        Ok(read_marks(&done(log(&mut command, mark).args([commit, "--"]), None)?, mark))
    }
}

/// Returns what stands behind a mark in the history of a folder.
///
/// # Errors
/// When git can't tell.
pub fn marks(folder: &Path, mark: &str) -> Result<BTreeSet<String>> {
    let answer = answer(log(&mut in_folder(folder), mark), None, QUICK)?;
    // A repository without a commit has no history.
    Ok(read_marks(&answer.stdout, mark))
}

fn log<'a>(command: &'a mut Command, mark: &str) -> &'a mut Command {
    command.args(["log", "--no-show-signature", "--format=%B", "--fixed-strings", &format!("--grep={mark}")])
}

fn read_marks(said: &[u8], mark: &str) -> BTreeSet<String> {
    let said = String::from_utf8_lossy(said);
    said.lines().filter_map(|line| line.strip_prefix(mark)).map(|rest| rest.trim().to_owned()).collect()
}

/// Reads what `git push --porcelain` says of the one branch; nothing when it says nothing of it.
fn verdict(said: &str) -> Option<Pushed> {
    let line = said.lines().find(|line| line.contains("\t") && line.contains(":refs/heads/"))?;
    let (flag, summary) = (line.chars().next()?, line.rsplit('\t').next().unwrap_or_default());
    if flag != '!' {
        return Some(Pushed::Taken);
    }
    let faster = [
        "(stale info)",
        "(fetch first)",
        "(non-fast-forward)",
        "cannot lock ref",
        "failed to update ref",
        "(needs force)",
    ];
    if faster.iter().any(|words| summary.contains(words)) {
        return Some(Pushed::Behind);
    }
    let why = summary.rsplit_once('(').map_or(summary, |(_, why)| why.trim_end_matches(')'));
    Some(Pushed::Refused(crate::text::clean(why)))
}

/// An index that is gone when it is not needed any more.
struct Index(PathBuf);

impl Drop for Index {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
        let _ = std::fs::remove_file(self.0.with_extension("lock"));
    }
}

fn one_line(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_push_says() {
        let said = |line: &str| verdict(&format!("To file:///x\n{line}\nDone\n"));
        assert_eq!(said(" \tabc:refs/heads/main\t1..2"), Some(Pushed::Taken));
        assert_eq!(said("*\tabc:refs/heads/x\t[new branch]"), Some(Pushed::Taken));
        assert_eq!(said("=\tabc:refs/heads/x\t[up to date]"), Some(Pushed::Taken));
        assert_eq!(said("!\tabc:refs/heads/main\t[rejected] (stale info)"), Some(Pushed::Behind));
        assert_eq!(said("!\tabc:refs/heads/main\t[rejected] (fetch first)"), Some(Pushed::Behind));
        assert_eq!(
            said("!\tabc:refs/heads/main\t[remote rejected] (protected branch hook declined)"),
            Some(Pushed::Refused("protected branch hook declined".into()))
        );
        assert_eq!(said(""), None);
    }
}
