//! The list of the files that a snapshot was compiled from, in the order of their paths. What changed since is told by walking along two lists, without taking either apart.

use crate::catalogue::{File, Listing, Part};
use std::fmt::Write as _;

/// The file that holds it.
pub const LIST: &str = "files.list";

/// Ends an entry; no path holds it.
const END: char = '\0';

/// Returns the list of a folder's files: size and time of each, then its path.
pub fn text(listing: &Listing) -> String {
    let mut out = String::with_capacity(listing.files.len() * 80);
    for file in &listing.files {
        // Writing to a string can't fail.
        let _ = write!(out, "{:x} {:x} {}{END}", file.size, file.modified, file.path);
    }
    out
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
pub fn changes<'a>(list: &str, listing: &'a Listing) -> Changes<'a> {
    let mut out = Changes::default();
    let mut old = list.split_terminator(END).filter_map(|entry| {
        let (size, rest) = entry.split_once(' ')?;
        let (modified, path) = rest.split_once(' ')?;
        let number = |text| u64::from_str_radix(text, 16).ok();
        Some((path, number(size)?, number(modified)?))
    });
    let mut gone = |path: &str| {
        if path.starts_with("services/") {
            out.gone.push(path.to_owned());
        }
    };
    let mut before = old.next();
    for file in &listing.files {
        while let Some((path, ..)) = before.filter(|(path, ..)| *path < file.path.as_str()) {
            gone(path);
            before = old.next();
        }
        let same = before.filter(|(path, ..)| *path == file.path);
        if same.is_some() {
            before = old.next();
        }
        let unchanged = same.is_some_and(|(_, size, modified)| (size, modified) == (file.size, file.modified));
        if !unchanged && matches!(file.part, Part::Service { .. }) {
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
            part: if path.starts_with("services/") { Part::Service { locality: "x".into() } } else { Part::Needs },
            id: (*path).into(),
            path: (*path).into(),
            size: *size,
            modified: *modified,
        };
        Listing { files: files.iter().map(file).collect(), strays: Vec::new() }
    }

    #[test]
    fn tells_what_was_written_and_what_is_gone() {
        let old = text(&listing(&[
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
        assert_eq!(super::changes(&text(&new), &new), Changes::default());
    }
}
