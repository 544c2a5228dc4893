//! Puts the text of its file to a problem that was found by comparing services: of the few that are told the file is read again, so that no text has to be kept of the others.

use super::Report;
use super::facts::Facts;
use crate::catalogue::{File, Folder, Problem, Severity};
use std::collections::HashMap;
use std::sync::Arc;

/// Reads again what is told.
pub(super) struct Teller<'a> {
    folder: &'a Folder,
    files: &'a [File],
    texts: HashMap<&'a str, Arc<str>>,
}

impl<'a> Teller<'a> {
    /// Returns one for the files of a folder, which are sorted by path.
    pub(super) fn new(folder: &'a Folder, files: &'a [File]) -> Self {
        Self { folder, files, texts: HashMap::new() }
    }

    /// Returns a problem of a service with its text.
    pub(super) fn report(&mut self, facts: &Facts, problem: Problem) -> Report {
        Report { path: facts.path.clone(), text: self.text(&facts.path), problem }
    }

    /// Returns the problems with their texts, but for the warnings that their files allow.
    pub(super) fn reports<'f>(&mut self, found: impl IntoIterator<Item = (&'f Facts, Problem)>) -> Vec<Report> {
        let stays = |(facts, problem): &(&Facts, Problem)| {
            problem.severity == Severity::Error || !facts.allowed.iter().any(|code| code == problem.code)
        };
        found.into_iter().filter(stays).map(|(facts, problem)| self.report(facts, problem)).collect()
    }

    fn text(&mut self, path: &str) -> Arc<str> {
        let found = self.files.binary_search_by(|file| file.path.as_str().cmp(path));
        let Some(file) = found.ok().and_then(|at| self.files.get(at)) else { return Arc::from("") };
        let folder = self.folder;
        let text = self.texts.entry(&file.path);
        Arc::clone(text.or_insert_with(|| folder.read(file).map_or_else(|_| Arc::from(""), Arc::from)))
    }
}
