//! What Signpost's own clone knows of the past: commits, what differs between them, who signed them, and what the desk went by.

use super::OwnClone;
use super::command::{QUICK, answer, complaint, done};
use super::own::CURRENT;
use crate::error::{Error, Result};
use std::fs;
use std::path::Path;

/// A commit of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its hash.
    pub id: String,
    /// Seconds since 1970 when it was made.
    pub time: i64,
    /// The first line of its message.
    pub subject: String,
}

/// One file that differs between two commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its path.
    pub path: String,
    /// It stood in the older one.
    pub was: bool,
    /// It stands in the newer one.
    pub is: bool,
}

/// One move of what the desk goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The commit before; none for the first.
    pub from: Option<String>,
    /// The commit since.
    pub to: String,
    /// Seconds since 1970.
    pub time: i64,
}

impl OwnClone {
    /// Returns whether a commit is another one or stands on it.
    ///
    /// # Errors
    /// When git does not know one of them.
    pub fn contains(&self, commit: &str, older: &str) -> Result<bool> {
        let mut command = self.command();
        let answer = answer(command.args(["merge-base", "--is-ancestor", older, commit]), None, QUICK)?;
        match answer.status.code() {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            _ => Err(Error::system(format!("Git failed: {}.", complaint(&answer.stderr)))),
        }
    }

    /// Returns the newest commits up to one, the newest first; without those that another one holds.
    ///
    /// # Errors
    /// When git does not know one of them.
    pub fn log(&self, to: &str, without: Option<&str>, most: usize) -> Result<Vec<Commit>> {
        let mut command = self.command();
        command.args([
            "log",
            "-z",
            "--no-show-signature",
            "--format=%H%x09%ct%x09%s",
            &format!("--max-count={most}"),
            to,
        ]);
        command.args(without.map(|without| format!("^{without}"))).arg("--");
        let said = done(&mut command, None)?;
        let said = String::from_utf8_lossy(&said);
        let commit = |line: &str| {
            let mut parts = line.splitn(3, '\t');
            let (id, time, subject) = (parts.next()?, parts.next()?, parts.next()?);
            Some(Commit { id: id.to_owned(), time: time.parse().ok()?, subject: crate::text::clean(subject) })
        };
        Ok(said.split('\0').filter_map(commit).collect())
    }

    /// Returns the files that differ between two commits.
    ///
    /// # Errors
    /// When git does not know one of them.
    pub fn diff(&self, from: &str, to: &str) -> Result<Vec<Difference>> {
        let mut command = self.command();
        command.args(["diff-tree", "-r", "-z", "--no-renames", "--no-ext-diff", "--name-status", from, to, "--"]);
        let said = done(&mut command, None)?;
        let said = String::from_utf8_lossy(&said);
        let mut words = said.split('\0');
        let mut out = Vec::new();
        while let (Some(how), Some(path)) = (words.next(), words.next()) {
            out.push(Difference { path: path.to_owned(), was: how != "A", is: how != "D" });
        }
        Ok(out)
    }

    /// Returns the moves of what the desk goes by, the newest first.
    pub fn steps(&self) -> Vec<Step> {
        let text = fs::read_to_string(self.dir().join("logs").join(CURRENT)).unwrap_or_default();
        let step = |line: &str| {
            let (before, _) = line.split_once('\t').unwrap_or((line, ""));
            let mut words = before.split(' ');
            let (from, to) = (words.next()?, words.next()?);
            let time = before.rsplit(' ').nth(1)?.parse().ok()?;
            let is_first = from.bytes().all(|b| b == b'0');
            Some(Step { from: (!is_first).then(|| from.to_owned()), to: to.to_owned(), time })
        };
        text.lines().rev().filter_map(step).collect()
    }

    /// Makes sure that a commit carries a good signature of somebody whom a file of allowed signers names.
    ///
    /// # Errors
    /// When it carries none, another kind, or one of somebody else.
    pub fn signed(&self, commit: &str, signers: &Path) -> Result<()> {
        let short = commit.get(..10).unwrap_or(commit);
        let refuse = |what: &str| {
            Err(Error::input(format!("The commit {short} of the catalogue {what}, so it was not taken.")).hint(
                "Only commits signed with ssh by somebody in catalogue_signers are; ask whoever keeps the catalogue.",
            ))
        };
        if !signers.is_file() {
            return Err(Error::input(format!("The list of signers {} is not there.", signers.display()))
                .hint("Mend catalogue_signers in the settings; until then no new version is taken."));
        }
        let text = done(self.command().args(["cat-file", "commit", commit]), None)?;
        let head = text.split(|byte| *byte == b'\n').take_while(|line| !line.is_empty());
        let signatures: Vec<&[u8]> = head.filter(|line| line.starts_with(b"gpgsig")).collect();
        if signatures.is_empty() {
            return refuse("is not signed");
        }
        if !signatures.iter().all(|line| line.ends_with(b"-----BEGIN SSH SIGNATURE-----")) {
            return refuse("is signed in another way than with ssh");
        }
        let mut command = self.command();
        let mut list = std::ffi::OsString::from("gpg.ssh.allowedSignersFile=");
        list.push(signers);
        command.args(["-c", "gpg.format=ssh", "-c", "gpg.ssh.program=ssh-keygen", "-c", "gpg.minTrustLevel=fully"]);
        command.args(["-c", "gpg.program=false", "-c", "gpg.openpgp.program=false", "-c", "gpg.x509.program=false"]);
        command.arg("-c").arg(list).args(["verify-commit", "--raw", commit]);
        let answer = answer(&mut command, None, QUICK)?;
        let said = String::from_utf8_lossy(&answer.stderr);
        let is_good = said.lines().any(|line| line.starts_with("Good \"git\" signature for "));
        if answer.status.success() && is_good { Ok(()) } else { refuse("is signed by nobody who may") }
    }
}
