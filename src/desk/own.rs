//! A catalogue that is fetched: its clone, what came of the last look at the remote, and how a fetched version becomes the desk's.
//!
//! A version is fetched, checked, compiled, and only then does the clone's note of what the desk goes by move on. Whatever ends in the middle leaves either the version before or the compiled new one.

use super::setup::{Setup, until_then};
use crate::catalogue::Folder;
use crate::error::{Error, Kind, Result};
use crate::git::{OwnClone, Remote};
use crate::settings::Origin;
use crate::snapshot::{Cache, Opened, Snapshot};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long a fetch may take when nobody waits for it.
pub const PATIENCE: Duration = Duration::from_secs(120);
/// How long the first one may, which brings everything.
pub const FIRST: Duration = Duration::from_secs(1800);
/// The file in the clone that remembers the last look.
const NOTES: &str = "signpost.json";

/// What came of the last look at the remote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Notes {
    /// When the remote was last asked, local to the hub.
    pub asked: Option<String>,
    /// When it last answered.
    pub answered: Option<String>,
    /// Why the last look brought nothing that could be taken.
    pub problem: Option<String>,
    /// The commit that could not be compiled, so that it is not tried again and again.
    pub refused: Option<Refused>,
}

/// A commit that could not be compiled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The commit.
    pub commit: String,
    /// The program that refused it.
    pub program: String,
    /// Why.
    pub what: String,
    /// What to do.
    pub hint: Option<String>,
}

/// Who asks for a fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The desk, by itself.
    InBackground,
    /// A person: what was refused before is tried again.
    ByHand,
    /// A person who knows that the remote's history was rewritten.
    Rewritten,
}

/// What a look at the remote led to.
pub struct Taken {
    /// What serves now.
    pub snapshot: Snapshot,
    /// The commit that served before.
    pub from: Option<String>,
    /// The commit that serves now.
    pub to: Option<String>,
    /// Why the version at the remote could not be taken.
    pub refused: Option<Error>,
    /// What else there is to tell.
    pub told: Option<String>,
}

impl Setup {
    /// Returns the clone of the catalogue that settings name; nothing when it is not one that is fetched.
    ///
    /// # Errors
    /// When git must not be handed the address.
    pub fn own_clone(&self) -> Result<Option<OwnClone>> {
        let setting = &self.settings.catalogue;
        let Some(Origin::Url(url)) = &setting.value else { return Ok(None) };
        if let Some(place) = &self.settings.unreadable_catalogue {
            let what = format!("{place} can't be read and says how the catalogue is fetched, so it was left alone.");
            return Err(Error::input(what).hint("Mend the settings file."));
        }
        let remote = Remote::parse(url, self.settings.catalogue_branch.value.as_deref())?;
        Ok(Some(OwnClone::of(&self.paths.data, remote)))
    }

    /// Returns the files of a clone that serve, without asking git: those that the desk goes by. What was compiled just before an end in the middle serves too, since all that was missing is the note of it.
    pub(super) fn serving(&self, clone: &OwnClone) -> Option<Folder> {
        let current = clone.current();
        let newest = Cache::of_place(&self.paths.cache, &clone.remote().place()).look().ok().flatten();
        let compiled = newest.filter(|look| !look.manifest.is_held());
        let compiled = compiled.and_then(|look| look.manifest.revision().map(str::to_owned));
        let tip = clone.tip().filter(|tip| compiled.as_ref() == Some(tip));
        Some(Folder::Given(Arc::new(clone.tree(&tip.or(current)?))))
    }

    /// Fetches the catalogue and takes what came, when it can be taken.
    ///
    /// # Errors
    /// When the remote can't be reached, its history was rewritten, its commit lacks a signature that settings ask for, or the first version that was ever fetched can't be compiled. What serves goes on serving.
    pub fn fetch(&self, clone: &OwnClone, asked: Asked) -> Result<Taken> {
        clone.make()?;
        let _lock = clone.lock()?;
        let mut notes = Notes::of(clone);
        let now = self.clock.now().format("%Y-%m-%dT%H:%M").to_string();
        notes.asked = Some(now.clone());
        let patience = if clone.current().is_none() { FIRST } else { PATIENCE };
        let taken = clone.fetch(patience).and_then(|tip| {
            notes.answered = Some(now);
            self.take(clone, &tip, asked, &mut notes)
        });
        let problem = match &taken {
            Ok(taken) => taken.refused.as_ref().map(ToString::to_string),
            Err(error) => Some(error.to_string()),
        };
        notes.problem = problem;
        notes.keep(clone);
        taken
    }

    /// Makes a fetched commit the one that the desk goes by.
    fn take(&self, clone: &OwnClone, tip: &str, asked: Asked, notes: &mut Notes) -> Result<Taken> {
        let from = clone.current();
        let before = from.as_deref().filter(|from| *from != tip);
        if let Some(before) = before.filter(|_| asked != Asked::Rewritten)
            && !clone.contains(tip, before)?
        {
            return Err(Error::input("The history of the catalogue was rewritten at its remote, so it was not taken.")
                .hint("Ask whoever keeps the catalogue; if it is meant: signpost catalogue update --rewritten"));
        }
        if let Some(signers) = &self.settings.catalogue_signers.value {
            clone.signed(tip, signers)?;
        }
        let folder = Folder::Given(Arc::new(clone.tree(tip)));
        if asked == Asked::InBackground
            && let Some(refused) = notes.refused.as_ref().filter(|refused| refused.is(tip))
            && let Some(serving) = self.serving(clone)
        {
            let (opened, told) = self.fresh(&serving, self.clock)?;
            let refused = Some(refused.error());
            return Ok(Taken { snapshot: opened.snapshot, to: from.clone(), from, refused, told });
        }
        let (opened, told) = self.fresh(&folder, self.clock)?;
        let Opened { mut snapshot, refused, .. } = opened;
        if let Some(error) = refused {
            // What the machine refused may go well the next time.
            notes.refused = (error.kind == Kind::Input).then(|| Refused::of(tip, &error));
            return Ok(Taken { snapshot, to: from.clone(), from, refused: Some(error), told });
        }
        notes.refused = None;
        if snapshot.manifest.is_held() {
            // The remote went back to what serves, less what was held back for a version that is gone.
            snapshot = Cache::of(&self.paths.cache, &folder).compile(&folder, self.clock)?.0;
        }
        if from.as_deref() != Some(tip) {
            clone.move_on(tip, self.clock.now())?;
        }
        Ok(Taken { snapshot, from, to: Some(tip.to_owned()), refused: None, told })
    }

    /// Returns the files that a check is about: of a catalogue that is fetched the newest ones, taken or not.
    ///
    /// # Errors
    /// When there are none.
    pub fn to_check(&self) -> Result<Folder> {
        let clone = self.own_clone()?;
        match clone.as_ref().and_then(|clone| clone.tip()).zip(clone.as_ref()) {
            Some((tip, clone)) => Ok(Folder::Given(Arc::new(clone.tree(&tip)))),
            None => self.locate().map(|located| located.folder),
        }
    }

    /// Returns what a problem with the remote means for the desk: what happened, and from when the catalogue is that serves.
    pub fn meanwhile(&self, clone: &OwnClone, error: Error) -> Error {
        match Cache::of_place(&self.paths.cache, &clone.remote().place()).newest() {
            Ok(snapshot) => Error::new(error.kind, until_then(&error, &snapshot)),
            Err(_) => error,
        }
    }
}

impl Notes {
    /// Reads the notes of a clone; there are none when they can't be read.
    pub fn of(clone: &OwnClone) -> Self {
        let text = std::fs::read(Self::path(clone)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Writes them. They say only what anybody could find out again, so failing is no reason to stop.
    fn keep(&self, clone: &OwnClone) {
        let Ok(text) = serde_json::to_vec_pretty(self) else { return };
        let beside = clone.dir().join("signpost.json.new");
        let _ = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, Self::path(clone)));
    }

    fn path(clone: &OwnClone) -> PathBuf {
        clone.dir().join(NOTES)
    }
}

impl Refused {
    fn of(commit: &str, error: &Error) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self { commit: commit.to_owned(), program, what: error.what.clone(), hint: error.hint.clone() }
    }

    fn is(&self, commit: &str) -> bool {
        self.commit == commit && self.program == env!("CARGO_PKG_VERSION")
    }

    fn error(&self) -> Error {
        Error { hint: self.hint.clone(), ..Error::input(self.what.clone()) }
    }
}
