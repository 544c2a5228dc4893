//! The list of the files that a snapshot was compiled from, in the order of their paths. What changed since is told by walking along two lists, without taking either apart.

use crate::catalogue::{File, Listing, Part};

/// The file that holds it.
pub const LIST: &str = "files.list";

/// Bytes before the path of an entry: size, time, length of the path.
const BEFORE: usize = 20;

/// Returns the list of a folder's files: size and time of each, then its path.
pub fn bytes(listing: &Listing) -> Vec<u8> {
    let mut out = Vec::with_capacity(listing.files.len() * 80);
    for file in &listing.files {
        out.extend(file.size.to_le_bytes());
        out.extend(file.modified.to_le_bytes());
        // No system has longer paths than that.
        out.extend(u32::try_from(file.path.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend(file.path.as_bytes());
    }
    out
}

/// Returns the paths of a list with their sizes and times; it ends where the list is damaged, so that all after that counts as new.
fn entries(mut list: &[u8]) -> impl Iterator<Item = (&[u8], u64, u64)> {
    std::iter::from_fn(move || {
        let (before, rest) = list.split_first_chunk::<BEFORE>()?;
        let number = |at: usize| Some(u64::from_le_bytes(before.get(at..at + 8)?.try_into().ok()?));
        let length = u32::from_le_bytes(before[16..].try_into().ok()?);
        let (path, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        list = rest;
        Some((path, number(0)?, number(8)?))
    })
}

/// What changed between a list and a folder.
#[derive(Debug, Default, PartialEq)]
pub struct Changes<'a> {
    /// Services that are new or were written since.
    pub written: Vec<&'a File>,
    /// Paths of services that are not there any more.
    pub gone: Vec<String>,
}

/// Returns which services changed since the list was made.
pub fn changes<'a>(list: &[u8], listing: &'a Listing) -> Changes<'a> {
    let mut out = Changes::default();
    let mut old = entries(list);
    let mut gone = |path: &[u8]| {
        if path.starts_with(b"services/") {
            out.gone.push(String::from_utf8_lossy(path).into_owned());
        }
    };
    let mut before = old.next();
    for file in &listing.files {
        let own = file.path.as_bytes();
        while let Some((path, ..)) = before.filter(|(path, ..)| *path < own) {
            gone(path);
            before = old.next();
        }
        let same = before.filter(|(path, ..)| *path == own);
        if same.is_some() {
            before = old.next();
        }
        let unchanged = same.is_some_and(|(_, size, modified)| (size, modified) == (file.size, file.modified));
        if !unchanged && file.part == Part::Service {
            out.written.push(file);
        }
    }
    before.into_iter().chain(old).for_each(|(path, ..)| gone(path));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(files: &[(&str, u64, u64)]) -> Listing {
        let file = |(path, size, modified): &(&str, u64, u64)| File {
            part: if path.starts_with("services/") { Part::Service } else { Part::Needs },
            path: (*path).into(),
            size: *size,
            modified: *modified,
        };
        Listing { files: files.iter().map(file).collect(), strays: Vec::new() }
    }

    #[test]
    fn tells_what_was_written_and_what_is_gone() {
        let old = bytes(&listing(&[
            ("needs.toml", 5, 5),
            ("services/x/b.toml", 1, 1),
            ("services/x/c.toml", 1, 1),
            ("services/x/d.toml", 1, 1),
            ("services/x/f.toml", 1, 1),
        ]));
        let new = listing(&[
            ("needs.toml", 6, 6),
            ("services/x/a.toml", 1, 1),
            ("services/x/b.toml", 1, 2),
            ("services/x/c.toml", 1, 1),
            ("services/x/d.toml", 2, 1),
        ]);
        let changes = changes(&old, &new);
        let written: Vec<&str> = changes.written.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(written, ["services/x/a.toml", "services/x/b.toml", "services/x/d.toml"]);
        assert_eq!(changes.gone, ["services/x/f.toml"]);
        assert_eq!(super::changes(&bytes(&new), &new), Changes::default());
    }
}
