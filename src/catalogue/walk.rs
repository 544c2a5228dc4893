//! Walks through a catalogue's folder on all cores: asking for the time of each of a hundred thousand files is most of what looking for changes costs.

use super::folder::{File, LARGEST_FILE, Listing, Part, QUERIES, Stray, part_of};
use super::read::Problem;
use super::spread::spread;
use crate::error::{Error, Result, plain};
use std::fs::DirEntry;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Files whose times one core asks for at a time; one locality may have more than all others.
const PORTION: usize = 1024;
/// Folders that are open at a time: what was found in one keeps it open, and a process may open only so much.
const OPEN: usize = 64;

/// The folder of how slips look.
const SLIP: &str = "slip";

/// What was found in a folder, before any file was asked for its time.
#[derive(Default)]
struct Found {
    /// In the order of their paths.
    files: Vec<(Part, String, DirEntry)>,
    strays: Vec<Stray>,
    folders: Vec<String>,
}

/// Lists a catalogue's folder.
///
/// # Errors
/// When the folder itself can't be read.
pub fn walk(root: &Path) -> Result<Listing> {
    let mut listing = Listing::default();
    let mut folders = vec![String::new()];
    while !folders.is_empty() {
        // Paths go by the letters of "services/a-b/x" and "services/a/x", not by those of "a-b" and "a".
        folders.sort_by_cached_key(|folder| format!("{folder}/"));
        let mut deeper = Vec::new();
        for some in folders.chunks(OPEN) {
            let found: Result<Vec<Found>> = spread(some, |folder| look(root, folder)).into_iter().collect();
            let mut found = found?;
            ask_all(&found, &mut listing)?;
            deeper.extend(found.iter_mut().flat_map(|found| std::mem::take(&mut found.folders)));
            listing.strays.extend(found.into_iter().flat_map(|found| found.strays));
        }
        folders = deeper;
    }
    Ok(listing)
}

/// Adds the files that were found in some folders, with their sizes and times.
fn ask_all(found: &[Found], listing: &mut Listing) -> Result<()> {
    let portions: Vec<_> = found.iter().flat_map(|found| found.files.chunks(PORTION)).collect();
    for result in spread(&portions, |portion| portion.iter().map(ask).collect::<Result<Vec<_>>>()) {
        for asked in result? {
            match asked {
                Ok(file) => listing.files.push(file),
                Err(stray) => listing.strays.push(stray),
            }
        }
    }
    Ok(())
}

/// Returns a file with its size and time, or why it can't be taken.
fn ask((part, path, entry): &(Part, String, DirEntry)) -> Result<std::result::Result<File, Stray>> {
    let meta = entry.metadata().map_err(|e| Error::io("read", &entry.path(), e))?;
    if meta.len() > LARGEST_FILE {
        let hint = match part {
            Part::SlipLogo => "Save the logo smaller: it is printed a few centimetres wide.",
            Part::SlipTemplate => "A template needs a few pages of text.",
            _ => "A service needs a page of text.",
        };
        return Ok(Err(stray(path, "too-big", "This file is larger than 1 MB.", hint)));
    }
    let modified = meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    let modified = modified.map_or(0, |d| u64::try_from(d.as_nanos()).unwrap_or(u64::MAX));
    Ok(Ok(File { part: *part, path: path.clone(), size: meta.len(), modified }))
}

fn stray(path: &str, code: &'static str, what: &str, hint: &str) -> Stray {
    Stray { path: path.to_owned(), problem: Problem::error(code, 0..0, what).hint(hint) }
}

/// Looks what is in one folder.
fn look(root: &Path, under: &str) -> Result<Found> {
    let folder = root.join(under);
    let mut found = Found::default();
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(e) if under.is_empty() => return Err(Error::io("read", &folder, e)),
        Err(e) => {
            let problem = Problem::error("unreadable", 0..0, format!("This folder can't be read: {}.", plain(&e)));
            found.strays.push(Stray { path: under.to_owned(), problem });
            return Ok(found);
        }
    };
    for entry in entries {
        let entry = entry.map_err(|e| Error::io("read", &folder, e))?;
        let name = entry.file_name();
        let path = join(under, &name.to_string_lossy());
        let Some(text) = name.to_str() else {
            found.strays.push(stray(&path, "bad-name", "The name of this file is not UTF-8.", "Rename it."));
            continue;
        };
        if text.starts_with('.') {
            continue;
        }
        let is_ours = text.ends_with(".toml") || path == QUERIES || (under == SLIP && is_for_slips(text));
        let kind = entry.file_type().map_err(|e| Error::io("read", &folder, e))?;
        if kind.is_symlink() {
            // A link may lead out of the folder or in a circle; a catalogue has no use for one.
            if is_ours || std::fs::metadata(entry.path()).is_ok_and(|m| m.is_dir()) {
                let (what, hint) = ("This is a link; links are not followed.", "Put the file itself here.");
                found.strays.push(stray(&path, "link", what, hint));
            }
        } else if kind.is_dir() {
            if under.contains('/') {
                let (what, hint) = ("This folder lies too deep.", "Services stand in services/<locality>/.");
                found.strays.push(stray(&path, "stray", what, hint));
            } else {
                found.folders.push(path);
            }
        } else if is_ours && !kind.is_file() {
            // Reading a pipe or a device may never end.
            found.strays.push(stray(&path, "stray", "This is no ordinary file.", "Put the file itself here."));
        } else if is_ours {
            match part_of(&path) {
                Some(part) => found.files.push((part, path, entry)),
                None => {
                    let what = "This file belongs to no part of the catalogue.";
                    let hint = match under {
                        SLIP => "In slip/ stand slip.typ, look.toml, and logo.svg or logo.png.",
                        _ => "Services stand in services/<locality>/, hubs in hubs/.",
                    };
                    found.strays.push(stray(&path, "stray", what, hint));
                }
            }
        }
    }
    found.files.sort_unstable_by(|(_, a, _), (_, b, _)| a.cmp(b));
    Ok(found)
}

/// Returns whether a file in the folder of the slips' looks seems to be meant for them: one with a name that is not known would be left out, and nobody would know why.
fn is_for_slips(name: &str) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    ["typ", "svg", "png", "jpg", "jpeg", "gif", "webp", "pdf"].iter().any(|known| end.eq_ignore_ascii_case(known))
}

fn join(under: &str, name: &str) -> String {
    if under.is_empty() { name.to_owned() } else { format!("{under}/{name}") }
}
