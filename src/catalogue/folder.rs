//! The folder of a catalogue: which files belong to it and what each is.

use super::read::Problem;
use crate::error::{Error, Result, plain};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Largest file that is read, in bytes; a service of this size is a mistake.
pub const LARGEST_FILE: u64 = 1 << 20;

/// What a file of the catalogue holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `catalogue.toml`
    Header,
    /// `needs.toml`
    Needs,
    /// `safeguarding.toml`
    Safeguarding,
    /// `bank_holidays.toml`
    BankHolidays,
    /// `terms/<name>.toml`
    Terms,
    /// `hubs/<id>.toml`
    Hub,
    /// `services/<locality>/<id>.toml`
    Service {
        /// The folder's name, "national" for national services.
        locality: String,
    },
}

/// One file of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it holds.
    pub part: Part,
    /// File name without `.toml`.
    pub id: String,
    /// Path inside the folder, with `/` between its parts.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// Changes when the file does: when it was last written, in nanoseconds since 1970; a checksum for the starter.
    pub modified: u64,
}

impl File {
    /// Returns the locality of a service.
    pub fn locality(&self) -> Option<&str> {
        match &self.part {
            Part::Service { locality } => Some(locality),
            _ => None,
        }
    }
}

/// A file that belongs to no part or can't be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// Path inside the folder.
    pub path: String,
    /// Why.
    pub problem: Problem,
}

/// Everything that stands in a catalogue's folder.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Files, sorted by path.
    pub files: Vec<File>,
    /// What can't be taken.
    pub strays: Vec<Stray>,
}

/// Where a catalogue's files are: a folder on disk, or the starter inside the program.
#[derive(Debug, Clone)]
pub enum Folder {
    /// A folder on disk.
    Disk(PathBuf),
    /// The starter catalogue that ships inside the program.
    BuiltIn,
}

static STARTER: include_dir::Dir<'static> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/services_catalog");

impl Folder {
    /// Lists the files of the catalogue.
    ///
    /// # Errors
    /// When the folder itself can't be read, or is no catalogue.
    pub fn list(&self) -> Result<Listing> {
        let mut listing = Listing::default();
        match self {
            Self::Disk(root) => {
                if !root.join("catalogue.toml").is_file() {
                    let what = if root.is_dir() { "has no catalogue.toml" } else { "is not there" };
                    return Err(Error::input(format!("The catalogue folder {} {what}.", root.display()))
                        .hint("Check the path, or make a new catalogue with: signpost catalogue init DIR"));
                }
                walk(root, "", 0, &mut listing)?;
            }
            Self::BuiltIn => list_starter(&STARTER, &mut listing),
        }
        listing.files.sort_by(|a, b| a.path.cmp(&b.path));
        listing.strays.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(listing)
    }

    /// Reads one file.
    ///
    /// # Errors
    /// The problem with the file, when it can't be read or is no text.
    pub fn read(&self, file: &File) -> std::result::Result<Cow<'static, str>, Problem> {
        match self {
            Self::Disk(root) => {
                let bytes = std::fs::read(root.join(&file.path)).map_err(|e| {
                    Problem::error("unreadable", 0..0, format!("This file can't be read: {}.", plain(&e)))
                })?;
                let text = String::from_utf8(bytes).map_err(|_| not_text())?;
                Ok(Cow::Owned(match text.strip_prefix('\u{feff}') {
                    Some(rest) => rest.to_owned(),
                    None => text,
                }))
            }
            Self::BuiltIn => {
                STARTER.get_file(&file.path).and_then(|f| f.contents_utf8()).map(Cow::Borrowed).ok_or_else(not_text)
            }
        }
    }

    /// Reads one file as well as it can be read, for who must not overlook a word because the file has a mistake; nothing when it can't be read at all.
    pub fn read_anyway(&self, file: &File) -> Option<String> {
        match self {
            Self::Disk(root) => {
                let bytes = std::fs::read(root.join(&file.path)).ok()?;
                // Some editors save two bytes for each letter.
                Some(String::from_utf8_lossy(&bytes).replace('\0', ""))
            }
            Self::BuiltIn => self.read(file).ok().map(Cow::into_owned),
        }
    }

    /// Copies every file of the catalogue, its README too, into a folder that must not exist yet or be empty.
    ///
    /// # Errors
    /// When the folder holds something or can't be written.
    pub fn copy_starter(to: &Path) -> Result<usize> {
        if std::fs::read_dir(to).is_ok_and(|mut d| d.next().is_some()) {
            return Err(Error::usage(format!("The folder {} is not empty.", to.display()))
                .hint("Choose a new folder, so that nothing is overwritten."));
        }
        copy_dir(&STARTER, to)
    }
}

fn not_text() -> Problem {
    Problem::error("not-text", 0..0, "This file is not UTF-8 text.").hint("Save it again as plain text, UTF-8.")
}

fn copy_dir(dir: &include_dir::Dir<'_>, to: &Path) -> Result<usize> {
    let mut count = 0;
    for entry in dir.entries() {
        let path = to.join(entry.path());
        match entry {
            include_dir::DirEntry::Dir(inner) => count += copy_dir(inner, to)?,
            include_dir::DirEntry::File(file) => {
                if let Some(parent) = path.parent() {
                    std::fs::create_dir_all(parent).map_err(|e| Error::io("make", parent, e))?;
                }
                std::fs::write(&path, file.contents()).map_err(|e| Error::io("write", &path, e))?;
                count += 1;
            }
        }
    }
    Ok(count)
}

fn list_starter(dir: &include_dir::Dir<'_>, listing: &mut Listing) {
    for file in dir.files() {
        if let Some(path) = file.path().to_str() {
            let path = path.replace('\\', "/");
            if let Some((part, id)) = part_of(&path) {
                let modified = crc32fast::hash(file.contents()).into();
                listing.files.push(File { part, id, path, size: file.contents().len() as u64, modified });
            }
        }
    }
    for inner in dir.dirs() {
        list_starter(inner, listing);
    }
}

/// Returns what a path inside the folder holds, with the id; nothing when it is no place for a TOML file.
pub fn part_of(path: &str) -> Option<(Part, String)> {
    let stem = path.strip_suffix(".toml")?;
    let mut pieces = stem.split('/');
    let (first, second, third, rest) = (pieces.next()?, pieces.next(), pieces.next(), pieces.next());
    let (part, id) = match (first, second, third, rest) {
        ("catalogue", None, ..) => (Part::Header, first),
        ("needs", None, ..) => (Part::Needs, first),
        ("safeguarding", None, ..) => (Part::Safeguarding, first),
        ("bank_holidays", None, ..) => (Part::BankHolidays, first),
        ("terms", Some(id), None, _) => (Part::Terms, id),
        ("hubs", Some(id), None, _) => (Part::Hub, id),
        ("services", Some(locality), Some(id), None) => (Part::Service { locality: locality.to_owned() }, id),
        _ => return None,
    };
    Some((part, id.to_owned()))
}

/// Lists the localities on all cores: asking for the time of each of a hundred thousand files is most of what looking for changes costs.
fn walk_all(root: &Path, localities: &[String], listing: &mut Listing) -> Result<()> {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
    let some = localities.chunks(localities.len().div_ceil(threads).max(1));
    let parts: Vec<Result<Listing>> = std::thread::scope(|scope| {
        let list = |some: &[String]| {
            let mut part = Listing::default();
            some.iter().try_for_each(|locality| walk(root, locality, 2, &mut part))?;
            part.files.sort_by(|a, b| a.path.cmp(&b.path));
            Ok(part)
        };
        let workers: Vec<_> = some.map(|some| scope.spawn(move || list(some))).collect();
        workers.into_iter().map(|w| w.join().unwrap_or_else(|e| std::panic::resume_unwind(e))).collect()
    });
    for part in parts {
        let Listing { files, strays } = part?;
        listing.files.extend(files);
        listing.strays.extend(strays);
    }
    Ok(())
}

fn walk(root: &Path, under: &str, depth: usize, listing: &mut Listing) -> Result<()> {
    let folder = root.join(under);
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(e) if depth == 0 => return Err(Error::io("read", &folder, e)),
        Err(e) => {
            let problem = Problem::error("unreadable", 0..0, format!("This folder can't be read: {}.", plain(&e)));
            listing.strays.push(Stray { path: under.to_owned(), problem });
            return Ok(());
        }
    };
    let mut localities = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| Error::io("read", &folder, e))?;
        let name = entry.file_name();
        let stray = |code, what: &str, hint: &str| Stray {
            path: join(under, &name.to_string_lossy()),
            problem: Problem::error(code, 0..0, what).hint(hint),
        };
        let Some(text) = name.to_str() else {
            listing.strays.push(stray("bad-name", "The name of this file is not UTF-8.", "Rename it."));
            continue;
        };
        if text.starts_with('.') {
            continue;
        }
        let path = join(under, text);
        let kind = entry.file_type().map_err(|e| Error::io("read", &folder, e))?;
        if kind.is_symlink() {
            // A link may lead out of the folder or in a circle; a catalogue has no use for one.
            if text.ends_with(".toml") || std::fs::metadata(entry.path()).is_ok_and(|m| m.is_dir()) {
                listing.strays.push(stray(
                    "link",
                    "This is a link; links are not followed.",
                    "Put the file itself here.",
                ));
            }
        } else if kind.is_dir() {
            if under == "services" {
                localities.push(path);
            } else if depth < 2 {
                walk(root, &path, depth + 1, listing)?;
            } else {
                listing.strays.push(stray(
                    "stray",
                    "This folder lies too deep.",
                    "Services stand in services/<locality>/.",
                ));
            }
        } else if text.ends_with(".toml") && !kind.is_file() {
            // Reading a pipe or a device may never end.
            listing.strays.push(stray("stray", "This is no ordinary file.", "Put the file itself here."));
        } else if text.ends_with(".toml") {
            let meta = entry.metadata().map_err(|e| Error::io("read", &entry.path(), e))?;
            match part_of(&path) {
                None => listing.strays.push(stray(
                    "stray",
                    "This file belongs to no part of the catalogue.",
                    "Services stand in services/<locality>/, hubs in hubs/.",
                )),
                Some(_) if meta.len() > LARGEST_FILE => {
                    listing.strays.push(stray(
                        "too-big",
                        "This file is larger than 1 MB.",
                        "A service needs a page of text.",
                    ));
                }
                Some((part, id)) => {
                    let modified = meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
                    let modified = modified.map_or(0, |d| u64::try_from(d.as_nanos()).unwrap_or(u64::MAX));
                    listing.files.push(File { part, id, path, size: meta.len(), modified });
                }
            }
        }
    }
    walk_all(root, &localities, listing)
}

fn join(under: &str, name: &str) -> String {
    if under.is_empty() { name.to_owned() } else { format!("{under}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_starter_is_inside_the_program() {
        let listing = Folder::BuiltIn.list().unwrap();
        assert!(listing.files.iter().any(|f| f.part == Part::Header));
        let hub = listing.files.iter().find(|f| f.part == Part::Hub).unwrap();
        assert!(Folder::BuiltIn.read(hub).unwrap().contains("safeguarding_lead"));
    }

    #[test]
    fn strays_are_told() {
        let dir = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &[u8]| {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("catalogue.toml", b"format = 1");
        write("services/here/good.toml", b"name = \"x\"");
        write("services/lost.toml", b"");
        write("services/here/deep/lost.toml", b"");
        write("services/here/big.toml", &vec![b'#'; 2 << 20]);
        write(".git/x.toml", b"");
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/passwd", dir.path().join("services/here/link.toml")).unwrap();
        let listing = Folder::Disk(dir.path().to_owned()).list().unwrap();
        assert_eq!(
            listing.files.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(),
            ["catalogue.toml", "services/here/good.toml"]
        );
        let codes: Vec<_> = listing.strays.iter().map(|s| (s.path.as_str(), s.problem.code)).collect();
        assert!(codes.contains(&("services/lost.toml", "stray")), "{codes:?}");
        assert!(codes.contains(&("services/here/deep", "stray")), "{codes:?}");
        assert!(codes.contains(&("services/here/big.toml", "too-big")), "{codes:?}");
        #[cfg(unix)]
        assert!(codes.contains(&("services/here/link.toml", "link")), "{codes:?}");
        assert!(Folder::Disk(dir.path().join("none")).list().is_err());
    }
}
