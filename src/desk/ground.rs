//! The files of a catalogue as changes meet them: in a folder, or in a commit.

use crate::catalogue::Files;
use crate::error::{Error, Result};
use crate::git::Tree;
use crate::upkeep::Ground;
use std::cell::OnceCell;
use std::io;
use std::path::Path;

/// Tells the id that a service has now.
pub type Renamed<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A folder on disk.
pub struct OnDisk<'a> {
    /// The folder of the catalogue.
    pub root: &'a Path,
    /// As the desk knows the services.
    pub renamed: Renamed<'a>,
}

impl Ground for OnDisk<'_> {
    fn read(&self, path: &str) -> Result<Option<String>> {
        let whole = self.root.join(path);
        // A link may lead anywhere.
        let is_file = whole.symlink_metadata().is_ok_and(|data| data.is_file());
        match std::fs::read_to_string(&whole) {
            Ok(text) if is_file => Ok(Some(text)),
            Ok(_) => Err(Error::input(format!("{} is a link; links are not followed.", whole.display()))),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::io("read", &whole, e)),
        }
    }

    fn below(&self, folder: &str) -> Result<Vec<String>> {
        let mut out = Vec::new();
        list(self.root, folder.trim_end_matches('/'), &mut out)?;
        out.sort();
        Ok(out)
    }

    fn renamed(&self, id: &str) -> Option<String> {
        (self.renamed)(id)
    }
}

fn list(root: &Path, folder: &str, out: &mut Vec<String>) -> Result<()> {
    let whole = root.join(folder);
    let entries = match std::fs::read_dir(&whole) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|e| Error::io("read", &whole, e))?,
    };
    for entry in entries {
        let entry = entry.map_err(|e| Error::io("read", &whole, e))?;
        let Ok(kind) = entry.file_type() else { continue };
        let Ok(name) = entry.file_name().into_string() else { continue };
        match () {
            () if kind.is_dir() => list(root, &format!("{folder}/{name}"), out)?,
            () if kind.is_file() => out.push(format!("{folder}/{name}")),
            () => {}
        }
    }
    Ok(())
}

/// A commit.
pub struct OfCommit<'a> {
    tree: Tree,
    renamed: Renamed<'a>,
    paths: OnceCell<Vec<String>>,
}

impl<'a> OfCommit<'a> {
    /// Returns the files of a commit.
    pub fn new(tree: Tree, renamed: Renamed<'a>) -> Self {
        Self { tree, renamed, paths: OnceCell::new() }
    }

    fn paths(&self) -> Result<&[String]> {
        if let Some(paths) = self.paths.get() {
            return Ok(paths);
        }
        let given = self.tree.list()?.into_iter().filter(|given| given.is_file);
        Ok(self.paths.get_or_init(|| given.map(|given| given.path).collect()))
    }
}

impl Ground for OfCommit<'_> {
    fn read(&self, path: &str) -> Result<Option<String>> {
        if !self.paths()?.iter().any(|known| known == path) {
            return Ok(None);
        }
        let unreadable = |why: String| Error::input(format!("{path} can't be read: {why}."));
        let bytes = self.tree.bytes(path).map_err(unreadable)?;
        String::from_utf8(bytes).map(Some).map_err(|_| unreadable("it is no text".to_owned()))
    }

    fn below(&self, folder: &str) -> Result<Vec<String>> {
        Ok(self.paths()?.iter().filter(|path| path.starts_with(folder)).cloned().collect())
    }

    fn renamed(&self, id: &str) -> Option<String> {
        (self.renamed)(id)
    }
}
