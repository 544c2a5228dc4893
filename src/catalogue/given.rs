//! Files of a catalogue that stand elsewhere than in a folder on disk.

use super::folder::{END, File, LARGEST_FILE, Listing, Stray, part_of};
use super::read::Problem;
use crate::error::Result;
use std::fmt;

/// Files of a catalogue that stand elsewhere than in a folder: in a revision of a repository, in an archive.
pub trait Files: fmt::Debug + Send + Sync {
    /// Returns what tells this place from every other and stays the same while its files change.
    fn place(&self) -> String;

    /// Returns a short text that changes when any file does, where that is known without listing them all.
    fn revision(&self) -> Option<String>;

    /// Lists everything that stands there, in any order.
    ///
    /// # Errors
    /// When the place can't be read.
    fn list(&self) -> Result<Vec<Given>>;

    /// Reads one file, and no more of it than [`LARGEST_FILE`].
    ///
    /// # Errors
    /// Why it can't be read, in a few words without a full stop.
    fn bytes(&self, path: &str) -> std::result::Result<Vec<u8>, String>;
}

/// One thing that stands among [`Files`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its path, with `/` between its parts.
    pub path: String,
    /// Size in bytes; 0 where that is not known before it is read.
    pub size: u64,
    /// Changes when it does.
    pub modified: u64,
    /// It is a file, and no link nor another repository.
    pub is_file: bool,
}

impl Given {
    /// Adds to a list what stands elsewhere than in a folder, by the rules of a walk through one.
    pub(super) fn take(self, listing: &mut Listing) {
        let Self { path, size, modified, is_file } = self;
        if path.split('/').any(|piece| piece.starts_with('.')) {
            return;
        }
        let part = part_of(&path);
        let stray = |code, what: &str, hint: &str| Stray {
            path: path.clone(),
            problem: Problem::error(code, 0..0, what).hint(hint),
        };
        match part {
            Some(_) if size > LARGEST_FILE => {
                listing.strays.push(stray(
                    "too-big",
                    "This file is larger than 1 MB.",
                    "A service needs a page of text.",
                ));
            }
            Some(part) if is_file => listing.files.push(File { part, path, size, modified }),
            Some(_) => {
                listing.strays.push(stray(
                    "link",
                    "This is a link; links are not followed.",
                    "Put the file itself here.",
                ));
            }
            None if path.ends_with(END) => {
                let hint = "Services stand in services/<locality>/, hubs in hubs/.";
                listing.strays.push(stray("stray", "This file belongs to no part of the catalogue.", hint));
            }
            None => {}
        }
    }
}
