//! The files of a catalogue as changes meet them: read only, with what earlier changes wrote on top.

use crate::catalogue::folder::{Part, id_of, part_of};
use crate::catalogue::{Service, parse};
use crate::error::Result;
use std::collections::BTreeMap;

/// Files of a catalogue that a change is applied to.
pub trait Ground {
    /// Reads a file; nothing when it is not there.
    ///
    /// # Errors
    /// When it is there and can't be read.
    fn read(&self, path: &str) -> Result<Option<String>>;

    /// Returns the paths of all files below a folder, `reports/food-bank/`.
    ///
    /// # Errors
    /// When the folder can't be listed.
    fn below(&self, folder: &str) -> Result<Vec<String>>;

    /// Returns the id that a service has now, when it had this one before.
    fn renamed(&self, _id: &str) -> Option<String> {
        None
    }
}

/// Returns the path of a service's file and the id that it has now; nothing when there is none.
///
/// # Errors
/// When the ground can't be read.
pub fn find(ground: &dyn Ground, id: &str) -> Result<Option<(String, String)>> {
    let all = ground.below("services/")?;
    let named = |id: &str| {
        let path = all.iter().find(|path| id_of(path) == id && part_of(path) == Some(Part::Service));
        path.map(|path| (path.clone(), id.to_owned()))
    };
    if let Some(found) = named(id).or_else(|| named(&ground.renamed(id)?)) {
        return Ok(Some(found));
    }
    // It may have been renamed in a version that the desk has not taken yet; few changes come this far.
    for path in all.iter().filter(|path| part_of(path) == Some(Part::Service)) {
        let text = ground.read(path)?.unwrap_or_default();
        if text.contains(id) && parse::<Service>(&text, true).value.formerly.iter().any(|old| old == id) {
            return Ok(Some((path.clone(), id_of(path).to_owned())));
        }
    }
    Ok(None)
}

/// What changes write: path and text, nothing for what they take away.
pub type Written = BTreeMap<String, Option<String>>;

/// Ground on which earlier changes were applied.
pub struct Layered<'a> {
    /// As it was.
    pub below: &'a dyn Ground,
    /// What was written since.
    pub written: Written,
}

impl Ground for Layered<'_> {
    fn read(&self, path: &str) -> Result<Option<String>> {
        match self.written.get(path) {
            Some(text) => Ok(text.clone()),
            None => self.below.read(path),
        }
    }

    fn below(&self, folder: &str) -> Result<Vec<String>> {
        let mut all = self.below.below(folder)?;
        all.retain(|path| !self.written.contains_key(path));
        let written = self.written.iter().filter(|(path, text)| text.is_some() && path.starts_with(folder));
        all.extend(written.map(|(path, _)| path.clone()));
        all.sort();
        Ok(all)
    }

    fn renamed(&self, id: &str) -> Option<String> {
        self.below.renamed(id)
    }
}
