//! The files of one commit, read as a catalogue without ever being written to a folder.

use super::batch::Pool;
use super::command::{done, on};
use crate::catalogue::{Files, Given};
use crate::error::Result;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The files of one commit. Git is asked only when something is read.
#[derive(Debug)]
pub struct Tree {
    repository: PathBuf,
    commit: String,
    place: String,
    listed: OnceLock<Listed>,
    pool: Pool,
}

impl Tree {
    /// Returns the files of a commit; `place` names the catalogue whatever the commit is.
    pub(super) fn new(repository: &Path, commit: &str, place: String) -> Self {
        Self {
            repository: repository.to_owned(),
            commit: commit.to_owned(),
            place,
            listed: OnceLock::new(),
            pool: Pool::new(repository),
        }
    }

    /// Returns the commit.
    pub fn commit(&self) -> &str {
        &self.commit
    }
}

impl Files for Tree {
    fn place(&self) -> String {
        self.place.clone()
    }

    fn revision(&self) -> Option<String> {
        Some(self.commit.clone())
    }

    fn list(&self) -> Result<Vec<Given>> {
        let listed = match self.listed.get() {
            Some(listed) => listed,
            None => {
                let mut command = on(&self.repository);
                let said = done(command.args(["ls-tree", "-r", "-z", "--full-tree", &self.commit]), None)?;
                self.listed.get_or_init(|| Listed::of(said))
            }
        };
        Ok(listed.entries().map(Entry::given).collect())
    }

    fn bytes(&self, path: &str) -> std::result::Result<Vec<u8>, String> {
        // By its hash git finds it at once; by its path it walks through the folders each time.
        match self.listed.get() {
            Some(listed) => {
                let entry = listed.find(path).ok_or("it is not in this version")?;
                self.pool.file(&String::from_utf8_lossy(entry.hash))
            }
            None => self.pool.file(&format!("{}:{path}", self.commit)),
        }
    }
}

/// What `git ls-tree -r -z` said, in the order of the paths, and where each entry begins.
#[derive(Debug)]
struct Listed {
    said: Vec<u8>,
    starts: Vec<u32>,
}

/// One line of it: mode, kind, hash, a tab, the path.
#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    mode: &'a [u8],
    hash: &'a [u8],
    path: &'a [u8],
}

impl Listed {
    fn of(said: Vec<u8>) -> Self {
        let ends = said.iter().enumerate().filter(|(_, byte)| **byte == 0).map(|(at, _)| at + 1);
        let mut starts: Vec<u32> = std::iter::once(0).chain(ends).filter_map(|at| u32::try_from(at).ok()).collect();
        // After the last end nothing begins.
        starts.pop();
        Self { said, starts }
    }

    fn entry(&self, start: u32) -> Option<Entry<'_>> {
        let line = self.said.get(start as usize..)?;
        let line = &line[..line.iter().position(|byte| *byte == 0)?];
        let tab = line.iter().position(|byte| *byte == b'\t')?;
        let (before, path) = (&line[..tab], &line[tab + 1..]);
        let mut words = before.split(|byte| *byte == b' ');
        let (mode, _, hash) = (words.next()?, words.next()?, words.next()?);
        Some(Entry { mode, hash, path })
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.starts.iter().filter_map(|start| self.entry(*start))
    }

    fn find(&self, path: &str) -> Option<Entry<'_>> {
        let path = path.as_bytes();
        let own = |start: &u32| self.entry(*start).map_or(&[][..], |entry| entry.path);
        let at = self.starts.binary_search_by(|start| own(start).cmp(path)).ok()?;
        self.entry(*self.starts.get(at)?)
    }
}

impl Entry<'_> {
    fn given(self) -> Given {
        let first = std::str::from_utf8(self.hash).ok().and_then(|hash| hash.get(..16));
        Given {
            path: String::from_utf8_lossy(self.path).into_owned(),
            size: 0,
            // The first half of the hash is as good as the time of a file: it changes when the file does.
            modified: first.and_then(|first| u64::from_str_radix(first, 16).ok()).unwrap_or_default(),
            // 120000 is a link, 160000 a commit of another repository.
            is_file: self.mode.starts_with(b"100"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_listing_of_git() {
        let hash = |first: char| format!("{first}{}", "0".repeat(39));
        let said = format!(
            "100644 blob {}\ta/b.toml\0120000 blob {}\ta/link.toml\0160000 commit {}\tb\0100755 blob {}\tb-c\tand a tab\0",
            hash('1'),
            hash('2'),
            hash('3'),
            hash('f')
        );
        let listed = Listed::of(said.into_bytes());
        let given: Vec<Given> = listed.entries().map(Entry::given).collect();
        let shown: Vec<_> = given.iter().map(|g| (g.path.as_str(), g.is_file, g.modified >> 60)).collect();
        assert_eq!(
            shown,
            [("a/b.toml", true, 1), ("a/link.toml", false, 2), ("b", false, 3), ("b-c\tand a tab", true, 15)]
        );
        assert_eq!(listed.find("b").unwrap().hash, hash('3').as_bytes());
        assert!(listed.find("c").is_none() && listed.find("").is_none());
        assert!(Listed::of(Vec::new()).entries().next().is_none());
    }
}
