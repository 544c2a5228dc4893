//! Sends what waits at a desk: onto the newest version at the remote, again when somebody was faster, to a branch where the main one is protected. What a remote says it took counts for nothing until it is seen there.
//!
//! Nothing is noted before it happened, so that an end at any point loses nothing: the commit names the change by its random id, and what the history names is not sent again.

use super::ground::{OfCommit, OnDisk, Renamed};
use crate::error::{Error, Result};
use crate::git::{self, OwnClone, Pushed};
use crate::store::{Outgoing, Stage, Store};
use crate::upkeep::{Applied, Change, Ground, Layered, MARK, What, Written, apply};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

/// How often a send begins anew because somebody was faster.
const ROUNDS: usize = 5;
/// How long the remote may take for one answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Stands in place of the commit when the branch that a change was sent to is gone.
pub const GONE: &str = "gone";

/// What a send did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Changes that the catalogue at the remote, or the folder, has now.
    pub landed: Vec<Uuid>,
    /// Changes that were sent to a branch now, and its name.
    pub aside: Option<(usize, String)>,
    /// Changes of which it is known by now where they stand.
    pub stages: Vec<(Uuid, Stage)>,
    /// What would be sent, in a trial.
    pub would: Vec<String>,
}

impl Sent {
    /// Returns what was sent, in one or two sentences; nothing when that is nothing.
    pub fn in_words(&self) -> Option<String> {
        let changes = |many: usize| if many == 1 { "1 change".to_owned() } else { format!("{many} changes") };
        let mut said = Vec::new();
        if !self.landed.is_empty() {
            said.push(format!("The catalogue has {} of this desk now.", changes(self.landed.len())));
        }
        if let Some((many, branch)) = self.aside.as_ref().filter(|(many, _)| *many > 0) {
            let take = if *many == 1 { "it" } else { "them" };
            said.push(format!("{} went to the branch {branch}, until somebody takes {take}.", changes(*many)));
        }
        (!said.is_empty()).then(|| said.join(" "))
    }
}

/// One change that waits, read.
pub struct Queued {
    /// As the store keeps it.
    pub outgoing: Outgoing,
    /// The change.
    pub change: Change,
}

/// Returns what waits in a store; what another Signpost wrote and this one can't read stays there.
///
/// # Errors
/// When the store can't be read.
pub fn queued(store: &Store) -> Result<Vec<Queued>> {
    let read = |outgoing: Outgoing| Some(Queued { change: serde_json::from_str(&outgoing.change).ok()?, outgoing });
    Ok(store.outgoing()?.into_iter().filter_map(read).collect())
}

/// One commit to be made: the change, its files, the message, the day.
type Planned = (Uuid, Written, String, NaiveDate);

/// What becomes of each change on one version of the catalogue.
#[derive(Default)]
struct Sifted {
    landed: Vec<Uuid>,
    hindered: Vec<(Uuid, String)>,
    /// In the order in which they are made.
    commits: Vec<Planned>,
}

/// Applies changes in their order, each on top of those before it; `landed` are those that the history names. What was sent aside waits for somebody, and what came after it for the same service waits with it, unless `all` is wanted.
fn sift(
    queue: &[Queued],
    ground: &dyn Ground,
    landed: &BTreeSet<String>,
    today: NaiveDate,
    all: bool,
) -> Result<Sifted> {
    let mut sifted = Sifted::default();
    let mut layered = Layered { below: ground, written: Written::new() };
    let mut aside = BTreeSet::new();
    for (at, Queued { outgoing, change }) in queue.iter().enumerate() {
        let id = change.id;
        if landed.contains(&id.to_string()) {
            sifted.landed.push(id);
            continue;
        }
        match apply(change, &layered, today)? {
            Applied::Already => sifted.landed.push(id),
            // A squash loses what names the change, and a later one of this desk wrote over what it wanted.
            _ if overtaken(change, &queue[at + 1..], ground, landed, today)? => sifted.landed.push(id),
            _ if !all && matches!(outgoing.stage, Stage::Sent { .. }) => drop(aside.insert(change.service.as_str())),
            _ if aside.contains(change.service.as_str()) => {}
            Applied::Conflict(why) => sifted.hindered.push((id, why)),
            Applied::Written { files, message } => {
                layered.written.extend(files.clone());
                sifted.commits.push((id, files, message, change.on));
            }
        }
    }
    Ok(sifted)
}

/// Returns whether these files hold later changes of this desk that speak of all that a change speaks of.
fn overtaken(
    change: &Change,
    later: &[Queued],
    ground: &dyn Ground,
    landed: &BTreeSet<String>,
    today: NaiveDate,
) -> Result<bool> {
    let mut there: Vec<&Change> = Vec::new();
    for Queued { change: other, .. } in later.iter().rev().filter(|one| one.change.service == change.service) {
        let is_there = landed.contains(&other.id.to_string()) || said_again(other, &there);
        if is_there || apply(other, ground, today)? == Applied::Already {
            there.push(other);
        }
    }
    Ok(said_again(change, &there))
}

/// Returns whether changes that were made later speak of all that a change speaks of.
fn said_again(change: &Change, later: &[&Change]) -> bool {
    let fields = |change: &Change| match &change.what {
        What::Edit { fields, .. } => fields.iter().map(|edited| edited.field.clone()).collect(),
        What::Report(_) | What::Check { .. } => BTreeSet::new(),
    };
    if matches!(change.what, What::Report(_)) {
        return later.iter().any(|other| other.answers(&change.file_name(), Some(change.on)));
    }
    let written: BTreeSet<String> = later.iter().flat_map(|other| fields(other)).collect();
    let checked = change.checked().is_none() || later.iter().any(|other| other.checked().is_some());
    checked && fields(change).is_subset(&written)
}

/// What a send from a clone goes by.
pub struct Plan<'a> {
    /// Signpost's own clone.
    pub clone: &'a OwnClone,
    /// What waits.
    pub queue: &'a [Queued],
    /// As the desk knows the services.
    pub renamed: Renamed<'a>,
    /// The hub's day.
    pub today: NaiveDate,
    /// The branch for what the catalogue's own branch does not take.
    pub aside: &'a str,
    /// The catalogue's own branch may be tried.
    pub direct: bool,
    /// What was sent to a branch is sent once more.
    pub again: bool,
    /// Nothing is sent.
    pub trial: bool,
}

impl Plan<'_> {
    /// Sends what waits.
    ///
    /// # Errors
    /// When the remote can't be reached, lets nobody in, or its history was rewritten. What waits goes on waiting.
    pub fn send(&self) -> Result<Sent> {
        let clone = self.clone;
        let _lock = clone.lock()?;
        let mut sent = Sent::default();
        for _ in 0..ROUNDS {
            let tip = clone.fetch(PATIENCE)?;
            if let Some(current) = clone.current()
                && !clone.contains(&tip, &current)?
            {
                return Err(Error::input(
                    "The history of the catalogue was rewritten at its remote, so nothing was sent.",
                )
                .hint("Ask whoever keeps the catalogue; if it is meant: signpost catalogue update --rewritten"));
            }
            let ground = OfCommit::new(clone.tree(&tip), self.renamed);
            let sifted = sift(self.queue, &ground, &clone.marks(&tip, MARK)?, self.today, self.again)?;
            sent.would =
                sifted.commits.iter().filter_map(|(_, _, said, _)| said.lines().next()).map(str::to_owned).collect();
            sent.stages = self.stages(&sifted);
            sent.landed = sifted.landed;
            if self.trial {
                return Ok(sent);
            }
            sent.stages.extend(self.gone(&sent.landed)?);
            if sifted.commits.is_empty() {
                return Ok(sent);
            }
            if self.direct {
                match clone.push(
                    &self.commits(&tip, &sifted.commits)?,
                    &clone.branch(PATIENCE)?,
                    Some(&tip),
                    PATIENCE,
                )? {
                    // The next round sees whether it is there.
                    Pushed::Taken if clone.fetch(PATIENCE)? == tip => return Err(liar()),
                    Pushed::Taken | Pushed::Behind => continue,
                    Pushed::Refused(_) => {}
                }
            }
            self.send_aside(&sifted.commits, &tip, &mut sent)?;
            return Ok(sent);
        }
        Err(busy())
    }

    /// Sends what is not in the catalogue to a branch, where somebody takes it.
    fn send_aside(&self, wanted: &[Planned], tip: &str, sent: &mut Sent) -> Result<()> {
        let (clone, branch) = (self.clone, self.aside);
        let wanted: BTreeSet<Uuid> = wanted.iter().map(|(id, ..)| *id).collect();
        for _ in 0..ROUNDS {
            let there = clone.fetch_branch(branch, PATIENCE)?;
            // What the catalogue holds already is no ground of its own.
            let ahead = match &there {
                Some(commit) if !clone.contains(tip, commit)? => Some(commit.as_str()),
                _ => None,
            };
            let base = ahead.unwrap_or(tip);
            let ground = OfCommit::new(clone.tree(base), self.renamed);
            let mut sifted = sift(self.queue, &ground, &clone.marks(base, MARK)?, self.today, true)?;
            sifted.landed.retain(|id| wanted.contains(id));
            sifted.commits.retain(|(id, ..)| wanted.contains(id));
            if sifted.commits.is_empty() {
                let stage = Stage::Sent { branch: branch.to_owned(), commit: base.to_owned() };
                sent.stages.retain(|(id, _)| !sifted.landed.contains(id));
                sent.stages.extend(sifted.landed.iter().map(|id| (*id, stage.clone())));
                sent.stages.extend(sifted.hindered.into_iter().filter(|(id, _)| wanted.contains(id)).map(hindered));
                sent.aside = Some((sifted.landed.len(), branch.to_owned()));
                return Ok(());
            }
            match clone.push(&self.commits(base, &sifted.commits)?, branch, there.as_deref(), PATIENCE)? {
                Pushed::Taken if clone.fetch_branch(branch, PATIENCE)? == there => return Err(liar()),
                Pushed::Taken | Pushed::Behind => {}
                Pushed::Refused(why) => {
                    return Err(Error::system(format!("The catalogue's remote takes nothing from this desk ({why})."))
                        .hint("What waits is kept. Ask for the right to push, or hand it over: signpost catalogue reports export FILE"));
                }
            }
        }
        Err(busy())
    }

    /// Makes one commit for each change, and returns the last.
    fn commits(&self, base: &str, commits: &[Planned]) -> Result<String> {
        let mut head = base.to_owned();
        for (_, files, message, day) in commits {
            head = self.clone.commit(&head, files, message, *day)?;
        }
        Ok(head)
    }

    /// Returns what is known by now of changes that are hindered, or no longer are.
    fn stages(&self, sifted: &Sifted) -> Vec<(Uuid, Stage)> {
        let freed = sifted.commits.iter().map(|(id, ..)| (*id, Stage::Waiting));
        let stages = sifted.hindered.iter().cloned().map(hindered).chain(freed);
        stages
            .filter(|(id, stage)| self.queue.iter().any(|q| q.change.id == *id && q.outgoing.stage != *stage))
            .collect()
    }

    /// Returns the changes that were sent to a branch which is gone, though the catalogue has them not.
    fn gone(&self, landed: &[Uuid]) -> Result<Vec<(Uuid, Stage)>> {
        let mut out = Vec::new();
        for Queued { outgoing, change } in self.queue.iter().filter(|_| !self.again) {
            let Stage::Sent { branch, commit } = &outgoing.stage else { continue };
            if commit != GONE && !landed.contains(&change.id) && self.clone.fetch_branch(branch, PATIENCE)?.is_none() {
                out.push((change.id, Stage::Sent { branch: branch.clone(), commit: GONE.to_owned() }));
            }
        }
        Ok(out)
    }
}

fn hindered((id, why): (Uuid, String)) -> (Uuid, Stage) {
    (id, Stage::Hindered(why))
}

fn liar() -> Error {
    Error::system("The catalogue's remote said that it took the changes, but it has not.")
        .hint("They wait here and are sent again; tell whoever looks after the remote.")
}

fn busy() -> Error {
    Error::system("Others change the catalogue faster than this desk can send.")
        .hint("What waits is kept, and sent again by itself.")
}

/// Writes what waits into a folder; where git keeps it, each change becomes a commit of just its files.
///
/// # Errors
/// When the folder can't be written; what was not written goes on waiting.
pub fn into_folder(root: &Path, queue: &[Queued], renamed: Renamed<'_>, today: NaiveDate, trial: bool) -> Result<Sent> {
    let ground = OnDisk { root, renamed };
    let kept = !queue.is_empty() && git::work::is_work_tree(root)?;
    let known = if kept { git::marks(root, MARK)? } else { BTreeSet::new() };
    if trial {
        let sifted = sift(queue, &ground, &known, today, true)?;
        let would =
            sifted.commits.iter().filter_map(|(_, _, said, _)| said.lines().next()).map(str::to_owned).collect();
        return Ok(Sent {
            would,
            landed: sifted.landed,
            stages: sifted.hindered.into_iter().map(hindered).collect(),
            ..Sent::default()
        });
    }
    let mut sent = Sent::default();
    for one in queue {
        let mut sifted = sift(std::slice::from_ref(one), &ground, &known, today, true)?;
        if let Some((id, files, message, _)) = sifted.commits.first() {
            match if kept { in_the_way(root, files)? } else { None } {
                Some(why) => sifted.hindered.push((*id, why)),
                None => {
                    put(root, files, message, kept, &ground)?;
                    sifted.landed.push(*id);
                }
            }
        }
        sent.landed.extend(sifted.landed);
        sent.stages.extend(sifted.hindered.into_iter().map(hindered));
    }
    Ok(sent)
}

/// Returns why files must be left alone, when somebody is at work on them.
fn in_the_way(root: &Path, files: &Written) -> Result<Option<String>> {
    let paths: Vec<&str> = files.keys().map(String::as_str).collect();
    let path = git::work::uncommitted(root, &paths)?.into_iter().next();
    Ok(path.map(|path| {
        format!("{path} has changes of somebody's own that are not committed. Commit them, then send again.")
    }))
}

/// Writes files and commits them; when that is refused, all is as it was.
fn put(root: &Path, files: &Written, message: &str, kept: bool, ground: &dyn Ground) -> Result<()> {
    let before = files.keys().map(|path| Ok((path.clone(), ground.read(path)?))).collect::<Result<Written>>()?;
    let paths: Vec<&str> = files.keys().map(String::as_str).collect();
    let done = write(root, files)
        .and_then(|()| if kept { git::work::commit(root, &paths, message).map(drop) } else { Ok(()) });
    done.inspect_err(|_| drop(write(root, &before)))
}

/// Writes files, each whole or not at all.
fn write(root: &Path, files: &Written) -> Result<()> {
    for (path, text) in files {
        let whole = root.join(path);
        match text {
            Some(text) => {
                let folder = whole.parent().unwrap_or(root);
                std::fs::create_dir_all(folder).map_err(|e| Error::io("make", folder, e))?;
                let beside = whole.with_extension("toml.new");
                std::fs::write(&beside, text)
                    .and_then(|()| std::fs::rename(&beside, &whole))
                    .map_err(|e| Error::io("write", &whole, e))?;
            }
            None if whole.exists() => {
                std::fs::remove_file(&whole).map_err(|e| Error::io("delete", &whole, e))?;
                // Git keeps no empty folder either; one that holds something stays.
                let _ = whole.parent().map(std::fs::remove_dir);
            }
            None => {}
        }
    }
    Ok(())
}

/// Returns which of these changes the version that a desk goes by has.
///
/// # Errors
/// When it can't be read.
pub fn settled(clone: &OwnClone, queue: &[Queued], renamed: Renamed<'_>, today: NaiveDate) -> Result<Vec<Uuid>> {
    let Some(current) = clone.current().filter(|_| !queue.is_empty()) else { return Ok(Vec::new()) };
    let ground = OfCommit::new(clone.tree(&current), renamed);
    Ok(sift(queue, &ground, &clone.marks(&current, MARK)?, today, true)?.landed)
}
