//! Signpost's own clone of a catalogue: without files, without commits of its own.
//!
//! `refs/signpost/fetched` is what stood at the remote when it was last fetched, `refs/signpost/current` what the desk goes by. Both are written by git alone, and each move of the second is noted with its time.

use super::command::{self, QUICK, answer, complaint, done};
use super::{Git, Remote, Tree};
use crate::error::{Error, Result};
use crate::paths::make_private;
use chrono::NaiveDateTime;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The oldest git that knows everything asked of it here; ssh signatures came with it.
pub const OLDEST_TO_FETCH: (u32, u32) = (2, 34);
/// Folder in the data folder with the clones.
const CLONES: &str = "clones";
/// All settings of a clone. Whatever else stands there is none of ours and goes.
const CONFIG: &str = "\
[core]
\trepositoryformatversion = 0
\tfilemode = false
\tbare = true
\tlogAllRefUpdates = always
[gc]
\tpackRefs = false
\treflogExpire = never
\treflogExpireUnreachable = never
";
/// What was fetched last.
const FETCHED: &str = "refs/signpost/fetched";
/// What the desk goes by.
const CURRENT: &str = "refs/signpost/current";

/// A clone of a catalogue that belongs to Signpost alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnClone {
    dir: PathBuf,
    remote: Remote,
}

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
    /// Returns the clone of a catalogue in the data folder, whether it is there yet or not.
    pub fn of(data: &Path, remote: Remote) -> Self {
        /// Letters of the address that stand in the folder's name, for people.
        const SHOWN: usize = 40;
        let place = remote.place();
        let dashed = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let slug: String =
            place.split_once("://").map_or(place.as_str(), |(_, rest)| rest).chars().map(dashed).collect();
        let slug: String = slug.trim_matches('-').chars().take(SHOWN).collect();
        let name = format!("{slug}-{:08x}.git", crc32fast::hash(place.as_bytes()));
        Self { dir: data.join(CLONES).join(name), remote }
    }

    /// Returns its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns where it is fetched from.
    pub fn remote(&self) -> &Remote {
        &self.remote
    }

    /// Returns whether it was made.
    pub fn is_there(&self) -> bool {
        self.dir.join("HEAD").is_file()
    }

    /// Makes it, empty, in a folder that only its owner can enter; one that is there stays.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn make(&self) -> Result<()> {
        if self.is_there() {
            return Ok(());
        }
        // Made aside and then named, so that a clone is whole or not there. It is laid out by hand: git would fill it by the user's templates.
        let aside = self.dir.with_file_name(format!("new-{}", uuid::Uuid::new_v4().simple()));
        let made = (|| {
            for folder in ["objects/info", "objects/pack", "refs/signpost"] {
                make_private(&aside.join(folder))?;
            }
            fs::write(aside.join("config"), CONFIG)?;
            fs::write(aside.join("HEAD"), "ref: refs/heads/none\n")?;
            fs::rename(&aside, &self.dir)
        })();
        if made.is_err() {
            let _ = fs::remove_dir_all(&aside);
        }
        // Another Signpost may have been first.
        if self.is_there() { Ok(()) } else { made.map_err(|e| Error::io("make", &self.dir, e)) }
    }

    /// Waits until no other Signpost fetches into it or sends from it.
    ///
    /// # Errors
    /// When the lock can't be made.
    pub fn lock(&self) -> Result<File> {
        let path = self.dir.join("signpost.lock");
        let lock = File::create(&path).map_err(|e| Error::io("open", &path, e))?;
        lock.lock().map_err(|e| Error::io("lock", &path, e))?;
        Ok(lock)
    }

    /// Fetches what stands at the remote now, and returns its commit. What the desk goes by stays as it is.
    ///
    /// # Errors
    /// When git is not there, the remote can't be reached or does not hand out the branch, or all of it takes too long.
    pub fn fetch(&self, patience: Duration) -> Result<String> {
        self.ready()?;
        let before = self.tip();
        let branch = self.remote.branch().map_or_else(|| "HEAD".to_owned(), |branch| format!("refs/heads/{branch}"));
        let mut command = self.reaching();
        command.args(["fetch", "--quiet", "--no-write-fetch-head", "--no-tags", "--no-recurse-submodules"]);
        command.args(["--no-auto-maintenance", "--", self.remote.url(), &format!("+{branch}:{FETCHED}")]);
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
        check_version()?;
        let branch = remote.branch().map_or_else(|| "HEAD".to_owned(), |branch| format!("refs/heads/{branch}"));
        let mut command = Command::new("git");
        let settled = command::reaching(command::settled(&mut command), remote);
        settled.current_dir(std::env::temp_dir()).args(["ls-remote", "--quiet", "--", remote.url(), &branch]);
        let answer = answer(settled, None, patience).map_err(|error| unreached(remote, error))?;
        if !answer.status.success() {
            return Err(failed(remote, &answer.stderr));
        }
        let said = String::from_utf8_lossy(&answer.stdout).into_owned();
        let first = said.split_whitespace().next().filter(|id| is_hash(id)).map(str::to_owned);
        first.ok_or_else(|| failed(remote, b"couldn't find remote ref"))
    }

    /// Returns the commit that was fetched last.
    pub fn tip(&self) -> Option<String> {
        self.read(FETCHED)
    }

    /// Returns the commit that the desk goes by.
    pub fn current(&self) -> Option<String> {
        self.read(CURRENT)
    }

    /// Returns the files of a commit.
    pub fn tree(&self, commit: &str) -> Tree {
        Tree::new(&self.dir, commit, self.remote.place())
    }

    /// Moves what the desk goes by on to a commit.
    ///
    /// # Errors
    /// When git or the disk refuses.
    pub fn move_on(&self, to: &str, now: NaiveDateTime) -> Result<()> {
        self.settle()?;
        let mut command = self.command();
        command.env("GIT_COMMITTER_DATE", format!("{} +0000", now.and_utc().timestamp()));
        done(command.args(["update-ref", "--create-reflog", "-m", "taken", CURRENT, to]), None).map(drop)
    }

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
        let text = fs::read_to_string(self.dir.join("logs").join(CURRENT)).unwrap_or_default();
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

    /// Returns git on this clone, for what needs no network. Whoever writes holds [`OwnClone::lock`].
    pub fn command(&self) -> Command {
        command::on(&self.dir)
    }

    /// Returns git on this clone, with its remote in reach.
    pub fn reaching(&self) -> Command {
        let mut command = self.command();
        command::reaching(&mut command, &self.remote);
        command
    }

    /// Returns in plain words why the remote refused or was not reached, from what git complained about.
    pub fn failed(&self, complaint: &[u8]) -> Error {
        failed(&self.remote, complaint)
    }

    fn unreached(&self, error: Error) -> Error {
        unreached(&self.remote, error)
    }

    /// Makes sure that git is new enough and the clone has our settings and no others.
    pub fn ready(&self) -> Result<()> {
        check_version()?;
        self.settle()
    }

    fn settle(&self) -> Result<()> {
        let path = self.dir.join("config");
        if fs::read_to_string(&path).ok().as_deref() != Some(CONFIG) {
            fs::write(&path, CONFIG).map_err(|e| Error::io("write", &path, e))?;
        }
        let _ = fs::remove_file(self.dir.join("config.worktree"));
        Ok(())
    }

    /// Packs what many small fetches left. It takes its time only then, and failing is no reason to stop.
    fn tidy(&self) {
        let mut command = self.command();
        command.args(["-c", "gc.auto=2000", "gc", "--auto", "--quiet"]);
        let _ = answer(&mut command, None, Duration::from_secs(120));
    }

    fn read(&self, name: &str) -> Option<String> {
        let id = fs::read_to_string(self.dir.join(name)).ok()?.trim().to_owned();
        is_hash(&id).then_some(id)
    }
}

fn is_hash(id: &str) -> bool {
    matches!(id.len(), 40 | 64) && id.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Makes sure that git is there and new enough to fetch.
fn check_version() -> Result<()> {
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
            None => ("is empty: nobody has pushed anything to it", "Push the catalogue to it first."),
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
