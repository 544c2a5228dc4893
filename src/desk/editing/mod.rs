//! What hub staff change in a catalogue's folder: new services, edits, renames, closures. Everything is drafted first, so that it can be shown, refused or written as one.

mod acts;
mod diff;

pub use acts::{Filled, id_from};

use super::setup::Setup;
use crate::audit;
use crate::catalogue::check::Known;
use crate::catalogue::{File, Folder, Header, Hub, Listing, Part, edit, form, parse};
use crate::error::{Error, Result};
use crate::git::work;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A catalogue's folder that can be written, as it stood when it was opened.
pub struct Workshop {
    root: PathBuf,
    folder: Folder,
    listing: Listing,
    known: Known,
}

/// What is to be written, and what the files held when it was drafted.
#[derive(Debug, Default)]
pub struct Draft {
    /// Path inside the folder; text before and after, nothing where there is no file.
    files: BTreeMap<String, (Option<String>, Option<String>)>,
    /// What it does, in one line: "Edit food-bank-north: phones, opening hours".
    pub title: String,
}

/// What became of a draft.
#[derive(Debug, PartialEq, Eq)]
pub struct Done {
    /// The short name of its commit; nothing where none was made.
    pub commit: Option<String>,
    /// What people should know of it.
    pub notes: Vec<String>,
}

impl Setup {
    /// Opens the desk's catalogue for changes.
    ///
    /// # Errors
    /// When it is none that can be written, or is written for a newer program.
    pub fn workshop(&self) -> Result<Workshop> {
        let folder = self.locate()?.folder;
        let root = match &folder {
            Folder::Disk(root) if root.is_dir() => root.clone(),
            Folder::BuiltIn => {
                return Err(Error::usage("The starter inside the program can't be changed.")
                    .hint("Make a catalogue of your own first: signpost catalogue init DIR"));
            }
            Folder::Disk(_) | Folder::Given(_) => {
                return Err(Error::usage(
                    "This catalogue is not a folder on this machine, so it can't be changed here.",
                )
                .hint("Do it in a clone or a folder of your own: --catalogue DIR"));
            }
        };
        let listing = folder.list()?;
        for file in listing.files.iter().filter(|file| file.part == Part::Header) {
            edit::refuse_newer(&folder.read(file).map_err(|problem| Error::input(problem.what))?)?;
        }
        let (known, _) = audit::known(&folder, &listing, &self.clock);
        Ok(Workshop { root, folder, listing, known })
    }
}

impl Setup {
    /// Returns the locality of this desk's hub.
    ///
    /// # Errors
    /// When the desk stands in no hub of the catalogue, or its hub names none.
    pub fn own_locality(&self, shop: &Workshop) -> Result<String> {
        let read = |part: Part, id: Option<&str>| {
            let file = shop.listing.files.iter().find(|file| file.part == part && id.is_none_or(|id| file.id() == id));
            file.and_then(|file| shop.folder.read(file).ok())
        };
        let default = || parse::<Header>(&read(Part::Header, None)?, true).value.default_hub;
        let hub = self.settings.hub.value.clone().or_else(default);
        let locality = hub.and_then(|hub| Some(parse::<Hub>(&read(Part::Hub, Some(&hub))?, true).value.locality));
        let locality = locality.filter(|locality| !locality.is_empty());
        locality.ok_or_else(|| {
            Error::usage("No hub says to which locality a new service belongs.")
                .hint("Name the folder: --locality FOLDER, \"national\" for all of the country.")
        })
    }
}

/// Refuses a field that no form has.
///
/// # Errors
/// When there is none, with the one that was probably meant.
pub fn in_form(key: &str) -> Result<()> {
    if form::label(key).is_some() {
        return Ok(());
    }
    let what = format!("There is no field \"{}\" that can be set like this.", crate::text::visible(key));
    let near = crate::text::nearest(key, form::keys());
    Err(Error::usage(what).did_you_mean(near, "Other fields are changed in an editor: signpost catalogue edit ID"))
}

impl Workshop {
    /// Returns the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns what the rules for one file know of the others.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Returns the path and the text of a service.
    ///
    /// # Errors
    /// When there is none, with the id that was probably meant, or it can't be read.
    pub fn service(&self, id: &str) -> Result<(String, String)> {
        let file = self.file(id).ok_or_else(|| {
            let near = crate::text::nearest(id, self.services().map(File::id));
            Error::usage(format!("There is no service \"{}\" in {}.", crate::text::visible(id), self.root.display()))
                .did_you_mean(near, "signpost search lists ids with --json, and the files are named by them.")
        })?;
        Ok((file.path.clone(), self.read(&file.path)?))
    }

    fn services(&self) -> impl Iterator<Item = &File> {
        self.listing.files.iter().filter(|file| file.part == Part::Service)
    }

    fn file(&self, id: &str) -> Option<&File> {
        self.services().find(|file| file.id() == id)
    }

    /// Reads a file as it is, a mark of its encoding too.
    fn read(&self, path: &str) -> Result<String> {
        let full = self.root.join(path);
        fs::read_to_string(&full).map_err(|e| Error::io("read", &full, e))
    }

    /// Writes a draft, all of it or nothing as far as a disk allows, and commits it where git keeps the folder.
    ///
    /// # Errors
    /// When a file changed since it was drafted, or the disk or git refuses.
    pub fn write(&self, draft: &Draft, commit: bool) -> Result<Done> {
        let paths: Vec<&str> = draft.files.keys().map(String::as_str).collect();
        let commit = commit
            && work::is_work_tree(&self.root).map_err(|error| {
                let first = error.hint.clone().unwrap_or_default();
                error.hint(format!("{} Or write the file only: --no-commit.", first).trim())
            })?;
        let mut notes = Vec::new();
        if commit {
            let before = work::uncommitted(&self.root, &paths)?;
            if !before.is_empty() {
                notes.push("What was changed in it before and not committed is in the same commit.".to_owned());
            }
        }
        for (path, (before, _)) in &draft.files {
            let there = match fs::read_to_string(self.root.join(path)) {
                Ok(text) => Some(text),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
                Err(e) => return Err(Error::io("read", &self.root.join(path), e)),
            };
            if there != *before {
                return Err(Error::input(format!(
                    "{path} was changed by somebody else meanwhile, so nothing was written."
                ))
                .hint("Start again from what it holds now."));
            }
        }
        for (path, (_, after)) in &draft.files {
            match after {
                Some(text) => replace(&self.root.join(path), text)?,
                None => {
                    fs::remove_file(self.root.join(path)).map_err(|e| Error::io("delete", &self.root.join(path), e))?
                }
            }
        }
        if !commit {
            return Ok(Done { commit: None, notes });
        }
        let done = work::commit(&self.root, &paths, &draft.title);
        let name = done.map_err(|error| {
            let what = format!("The change is written, but not committed. {}", error.what);
            Error::new(error.kind, what).hint(format!("Commit it yourself: git commit -m \"{}\"", draft.title))
        })?;
        Ok(Done { commit: Some(name), notes })
    }
}

impl Draft {
    /// Returns what it changes, line by line.
    pub fn diff(&self) -> String {
        let all = self.files.iter();
        all.map(|(path, (before, after))| diff::diff(path, before.as_deref(), after.as_deref())).collect()
    }

    /// Returns the files that it writes, and those that it takes away.
    pub fn paths(&self) -> impl Iterator<Item = (&str, bool)> {
        self.files.iter().map(|(path, (_, after))| (path.as_str(), after.is_some()))
    }

    /// Returns whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    fn put(&mut self, path: &str, before: Option<String>, after: Option<String>) {
        if before != after {
            self.files.insert(path.to_owned(), (before, after));
        }
    }
}

/// Writes a file beside its place and puts it there whole.
fn replace(path: &Path, text: &str) -> Result<()> {
    let failed = |e| Error::io("write", path, e);
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    // A catalogue is not read where a name begins with a dot.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        if let Ok(there) = path.metadata() {
            file.set_permissions(there.permissions())?;
        }
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&beside, path)).map_err(|e| {
        // What is left of it is of no use; that it can't be deleted is no further news.
        let _ = fs::remove_file(&beside);
        failed(e)
    })
}
