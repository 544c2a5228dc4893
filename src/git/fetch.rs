//! Reaching the remote of Signpost's own clone, and what to say when that fails.

use super::command::{self, answer, complaint};
use super::own::{FETCHED, is_hash};
use super::{Git, OwnClone, Remote};
use crate::error::{Error, Result};
use std::process::Command;
use std::time::Duration;

/// The oldest git that knows everything asked of it here; ssh signatures came with it.
pub const OLDEST_TO_FETCH: (u32, u32) = (2, 34);

impl OwnClone {
    /// Fetches what stands at the remote now, and returns its commit. What the desk goes by stays as it is.
    ///
    /// # Errors
    /// When git is not there, the remote can't be reached or does not hand out the branch, or all of it takes too long.
    pub fn fetch(&self, patience: Duration) -> Result<String> {
        self.ready()?;
        let before = self.tip();
        let branch = self.remote().branch().map_or_else(|| "HEAD".to_owned(), |branch| format!("refs/heads/{branch}"));
        let mut command = self.reaching();
        command.args(["fetch", "--quiet", "--no-write-fetch-head", "--no-tags", "--no-recurse-submodules"]);
        command.args(["--no-auto-maintenance", "--", self.remote().url(), &format!("+{branch}:{FETCHED}")]);
        let answer = answer(&mut command, None, patience).map_err(|error| self.unreached(error))?;
        if !answer.status.success() {
            return Err(self.failed(&answer.stderr));
        }
        let tip = self.tip().ok_or_else(|| self.failed(b"nothing was fetched"))?;
        if before.as_ref() != Some(&tip) {
            self.tidy();
        }
        Ok(tip)
    }

    /// Looks at the remote without fetching, and returns the commit of its branch.
    ///
    /// # Errors
    /// As [`OwnClone::fetch`].
    pub fn look(remote: &Remote, patience: Duration) -> Result<String> {
        let branch = remote.branch().map_or_else(|| "HEAD".to_owned(), |branch| format!("refs/heads/{branch}"));
        let there = listed(remote, &[&branch], patience)?;
        let found = there.into_iter().find(|(_, name)| *name == branch);
        found.map(|(id, _)| id).ok_or_else(|| failed(remote, b"couldn't find remote ref"))
    }

    /// Returns the one branch of a remote whose own main branch is not there, as in a repository that was made with another name for it; nothing where the main branch is there.
    ///
    /// # Errors
    /// As [`OwnClone::fetch`], and when there is no branch or it is not clear which one is meant.
    pub fn only_branch(remote: &Remote, patience: Duration) -> Result<Option<String>> {
        /// Most branches that are named to choose from.
        const NAMED: usize = 8;
        let there = listed(remote, &["HEAD", "refs/heads/*"], patience)?;
        if there.iter().any(|(_, name)| name == "HEAD") {
            return Ok(None);
        }
        // What a desk sent to a branch waits for somebody and is no catalogue.
        let names = there.iter().filter_map(|(_, name)| name.strip_prefix("refs/heads/"));
        let names: Vec<&str> = names.filter(|name| !name.starts_with("signpost/")).collect();
        match names[..] {
            [] => Err(Error::system(format!(
                "The catalogue's remote {remote} is empty: nobody has pushed anything to it."
            ))
            .hint("Push the catalogue to it first.")),
            [name] => Ok(Some(name.to_owned())),
            _ => {
                let named: Vec<String> = names.iter().take(NAMED).map(|name| crate::text::clean(name)).collect();
                let more = if names.len() > NAMED { " and others" } else { "" };
                let named = named.join(", ");
                Err(Error::usage(format!(
                    "The main branch of the catalogue's remote {remote} is not there, but {named}{more} are."
                ))
                .hint("Say which one is the catalogue: --branch NAME"))
            }
        }
    }

    /// Returns git on this clone, with its remote in reach.
    pub fn reaching(&self) -> Command {
        let mut command = self.command();
        command::reaching(&mut command, self.remote());
        command
    }

    /// Returns in plain words why the remote refused or was not reached, from what git complained about.
    pub fn failed(&self, complaint: &[u8]) -> Error {
        failed(self.remote(), complaint)
    }

    fn unreached(&self, error: Error) -> Error {
        unreached(self.remote(), error)
    }

    /// Packs what many small fetches left. It takes its time only then, and failing is no reason to stop.
    fn tidy(&self) {
        let mut command = self.command();
        command.args(["-c", "gc.auto=2000", "gc", "--auto", "--quiet"]);
        let _ = answer(&mut command, None, Duration::from_secs(120));
    }
}

/// Returns what of these names stands at a remote: commit and name.
fn listed(remote: &Remote, names: &[&str], patience: Duration) -> Result<Vec<(String, String)>> {
    check_version()?;
    let mut command = Command::new("git");
    let settled = command::reaching(command::settled(&mut command), remote);
    settled.current_dir(std::env::temp_dir()).args(["ls-remote", "--quiet", "--", remote.url()]).args(names);
    let answer = answer(settled, None, patience).map_err(|error| unreached(remote, error))?;
    if !answer.status.success() {
        return Err(failed(remote, &answer.stderr));
    }
    let said = String::from_utf8_lossy(&answer.stdout);
    let lines = said.lines().filter_map(|line| line.split_once('\t')).filter(|(id, _)| is_hash(id));
    Ok(lines.map(|(id, name)| (id.to_owned(), name.to_owned())).collect())
}

/// Makes sure that git is there and new enough to fetch.
pub(super) fn check_version() -> Result<()> {
    let number = match super::version() {
        Git::Ready(number) | Git::TooOld(number) => number,
        Git::Missing => return Err(command::missing()),
        Git::Silent => return Err(Error::system("Git is there and does not answer.").hint("Try: git --version")),
    };
    if super::is_at_least(&number, OLDEST_TO_FETCH) {
        return Ok(());
    }
    let (major, minor) = OLDEST_TO_FETCH;
    Err(Error::system(format!("Git {number} is too old to fetch the catalogue with care."))
        .hint(format!("Install git {major}.{minor} or newer.")))
}

fn unreached(remote: &Remote, error: Error) -> Error {
    if error.what.starts_with("Git did not answer") {
        let hint = "The network or the remote is too slow; it is tried again by itself.";
        return Error::system(format!("The catalogue's remote {remote} did not answer in time.")).hint(hint);
    }
    error
}

/// Returns in plain words why a remote refused or was not reached.
fn failed(remote: &Remote, stderr: &[u8]) -> Error {
    let said = String::from_utf8_lossy(&stderr[..stderr.len().min(64 << 10)]).into_owned();
    let has = |some: &[&str]| some.iter().any(|words| said.contains(words));
    let error = |what: &str, hint: String| Error::system(format!("The catalogue's remote {remote} {what}.")).hint(hint);
    if has(&["dubious ownership", "unsafe repository"]) {
        let folder = remote.folder().unwrap_or_else(|| remote.url().to_owned());
        return error(
            "belongs to another user of this machine, so git refuses to read it",
            format!("If you trust them: git config --global --add safe.directory {folder}"),
        );
    }
    if has(&[
        "terminal prompts disabled",
        "could not read Username",
        "could not read Password",
        "Authentication failed",
    ]) || has(&["Permission denied (", "Invalid username or", "HTTP 403", "error: 403", "error: 401"])
    {
        let hint = "Sign in once by hand, so that git remembers it: git ls-remote ";
        return error("lets nobody in without signing in", format!("{hint}{}", remote.url()));
    }
    if has(&["Host key verification failed"]) {
        return error(
            "is a host that this user never met",
            "Connect once by hand with ssh and compare its fingerprint.".to_owned(),
        );
    }
    if has(&["couldn't find remote ref", "Remote branch"]) {
        let (what, hint) = match remote.branch() {
            Some(_) => ("has no such branch", "Check the name of the branch."),
            None => (
                "is empty, or its main branch is not there",
                "Push the catalogue to it, or say which branch it is: signpost catalogue clone URL --branch NAME",
            ),
        };
        return error(what, hint.to_owned());
    }
    if has(&["not found", "does not appear to be a git repository", "No such file or directory", "does not exist"])
        && !has(&["Could not resolve"])
    {
        return error(
            "is not there",
            "Check the address; and that the repository was not moved or renamed.".to_owned(),
        );
    }
    if has(&[
        "Could not resolve",
        "Couldn't resolve",
        "Failed to connect",
        "Connection refused",
        "Connection timed out",
    ]) || has(&[
        "Network is unreachable",
        "Operation timed out",
        "timed out",
        "No route to host",
        "Connection reset",
    ]) {
        let what = format!("can't be reached ({})", complaint(stderr));
        return error(&what, "Check the network; it is tried again by itself.".to_owned());
    }
    let what = format!("handed out nothing that can be taken ({})", complaint(stderr));
    error(&what, "It is tried again by itself; if it stays so, tell whoever keeps the catalogue.".to_owned())
}
