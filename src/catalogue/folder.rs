//! The folder of a catalogue: which files belong to it and what each is.

use super::given::Files;
use super::read::Problem;
use super::walk::walk;
use crate::error::{Error, Result, plain};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest file that is read, in bytes; a service of this size is a mistake, and so is a logo.
pub const LARGEST_FILE: u64 = 1 << 20;

/// What the name of every file ends with.
pub(super) const END: &str = ".toml";
/// The list by which the search is judged.
pub const QUERIES: &str = "queries.tsv";
/// Before the locality of a service.
const SERVICES: &str = "services/";

/// What a file of the catalogue holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `catalogue.toml`
    Header,
    /// `needs.toml`
    Needs,
    /// `safeguarding.toml`
    Safeguarding,
    /// `safeguarding_tests.toml`
    SafeguardingTests,
    /// `bank_holidays.toml`
    BankHolidays,
    /// `facets.toml`
    Facets,
    /// `taxonomy.toml`, which only imports read
    Taxonomy,
    /// `terms/<name>.toml`
    Terms,
    /// `hubs/<id>.toml`
    Hub,
    /// `services/<locality>/<id>.toml`
    Service,
    /// `languages/<code>.toml`
    Language,
    /// `slip/look.toml`
    SlipLook,
    /// `slip/slip.typ`, the locality's own template
    SlipTemplate,
    /// `slip/logo.svg` or `slip/logo.png`
    SlipLogo,
    /// `reports/<service>/<random>.toml`
    Report,
    /// `queries.tsv`, which nothing is compiled from
    Queries,
}

/// One file of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it holds.
    pub part: Part,
    /// Path inside the folder, with `/` between its parts.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// Changes when the file does: when it was last written, in nanoseconds since 1970; a checksum for the starter.
    pub modified: u64,
}

impl File {
    /// Returns the file name without `.toml`.
    pub fn id(&self) -> &str {
        id_of(&self.path)
    }

    /// Returns the locality of a service: the folder's name, "national" for national services.
    pub fn locality(&self) -> Option<&str> {
        Some(self.path.strip_prefix(SERVICES)?.split_once('/')?.0)
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

/// Where a catalogue's files are.
#[derive(Debug, Clone)]
pub enum Folder {
    /// A folder on disk.
    Disk(PathBuf),
    /// Elsewhere.
    Given(Arc<dyn Files>),
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
                listing = walk(root)?;
            }
            Self::Given(files) => {
                for given in files.list()? {
                    given.take(&mut listing);
                }
                if !listing.files.iter().any(|file| file.part == Part::Header) {
                    return Err(Error::input(format!("{} has no catalogue.toml.", files.place()))
                        .hint("Check that it is a catalogue of Signpost, and not the folder around one."));
                }
            }
            Self::BuiltIn => list_starter(&STARTER, &mut listing),
        }
        // What the disk said comes in this order nearly already.
        listing.files.sort_by(|a, b| a.path.cmp(&b.path));
        listing.strays.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(listing)
    }

    /// Reads one file.
    ///
    /// # Errors
    /// The problem with the file, when it can't be read or is no text.
    pub fn read(&self, file: &File) -> std::result::Result<Cow<'static, str>, Problem> {
        match self.bytes(file)? {
            Cow::Owned(bytes) => {
                let text = String::from_utf8(bytes).map_err(|_| not_text())?;
                Ok(Cow::Owned(match text.strip_prefix('\u{feff}') {
                    Some(rest) => rest.to_owned(),
                    None => text,
                }))
            }
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| not_text()),
        }
    }

    /// Reads one file as it is, for one that is no text.
    ///
    /// # Errors
    /// The problem with the file, when it can't be read.
    pub fn bytes(&self, file: &File) -> std::result::Result<Cow<'static, [u8]>, Problem> {
        let unreadable = |why: &str| Problem::error("unreadable", 0..0, format!("This file can't be read: {why}."));
        match self {
            Self::Disk(root) => {
                std::fs::read(root.join(&file.path)).map(Cow::Owned).map_err(|e| unreadable(&plain(&e)))
            }
            Self::Given(files) => files.bytes(&file.path).map(Cow::Owned).map_err(|why| unreadable(&why)),
            Self::BuiltIn => {
                let there = STARTER.get_file(&file.path).map(|f| Cow::Borrowed(f.contents()));
                there.ok_or_else(|| unreadable("it is not in the program"))
            }
        }
    }

    /// Reads one file as well as it can be read, for who must not overlook a word because the file has a mistake; nothing when it can't be read at all.
    pub fn read_anyway(&self, file: &File) -> Option<String> {
        let bytes = self.bytes(file).ok()?;
        // Some editors save two bytes for each letter.
        Some(String::from_utf8_lossy(&bytes).replace('\0', ""))
    }

    /// Reads the list by which the search is judged; nothing when there is none.
    pub fn queries(&self) -> Option<std::result::Result<Cow<'static, str>, Problem>> {
        let file = File { part: Part::Queries, path: QUERIES.to_owned(), size: 0, modified: 0 };
        let there = match self {
            Self::Disk(root) => root.join(QUERIES).symlink_metadata().is_ok_and(|meta| meta.is_file()),
            Self::Given(files) => files.bytes(QUERIES).is_ok(),
            Self::BuiltIn => STARTER.get_file(QUERIES).is_some(),
        };
        there.then(|| self.read(&file))
    }

    /// Copies every file of the catalogue, its README too, into a folder that must not exist yet or be empty.
    ///
    /// # Errors
    /// When the folder holds something or can't be written.
    pub fn copy_starter(to: &Path) -> Result<usize> {
        Self::may_take_starter(to)?;
        copy_dir(&STARTER, to)
    }

    /// Refuses a place for the starter catalogue that holds something.
    ///
    /// # Errors
    /// When it does.
    pub fn may_take_starter(to: &Path) -> Result<()> {
        if std::fs::read_dir(to).is_ok_and(|mut d| d.next().is_some()) || to.is_file() {
            return Err(Error::usage(format!("The folder {} is not empty.", to.display()))
                .hint("Choose a new folder, so that nothing is overwritten."));
        }
        Ok(())
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
                // Git runs a hook only when it may be run.
                #[cfg(unix)]
                if file.contents().starts_with(b"#!") {
                    let may_run = std::os::unix::fs::PermissionsExt::from_mode(0o755);
                    std::fs::set_permissions(&path, may_run).map_err(|e| Error::io("write", &path, e))?;
                }
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
            if let Some(part) = part_of(&path) {
                let modified = crc32fast::hash(file.contents()).into();
                listing.files.push(File { part, path, size: file.contents().len() as u64, modified });
            }
        }
    }
    for inner in dir.dirs() {
        list_starter(inner, listing);
    }
}

/// Returns the name of the file at a path, without `.toml`.
pub fn id_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.strip_suffix(END).unwrap_or(name)
}

/// Returns what a path inside the folder holds; nothing when it is no place for a file of the catalogue.
pub fn part_of(path: &str) -> Option<Part> {
    match path {
        QUERIES => return Some(Part::Queries),
        "slip/slip.typ" => return Some(Part::SlipTemplate),
        "slip/logo.svg" | "slip/logo.png" => return Some(Part::SlipLogo),
        _ => {}
    }
    let mut pieces = path.strip_suffix(END)?.split('/');
    let (first, second, third, rest) = (pieces.next()?, pieces.next(), pieces.next(), pieces.next());
    match (first, second, third, rest) {
        ("catalogue", None, ..) => Some(Part::Header),
        ("needs", None, ..) => Some(Part::Needs),
        ("safeguarding", None, ..) => Some(Part::Safeguarding),
        ("safeguarding_tests", None, ..) => Some(Part::SafeguardingTests),
        ("bank_holidays", None, ..) => Some(Part::BankHolidays),
        ("facets", None, ..) => Some(Part::Facets),
        ("taxonomy", None, ..) => Some(Part::Taxonomy),
        ("terms", Some(_), None, _) => Some(Part::Terms),
        ("hubs", Some(_), None, _) => Some(Part::Hub),
        ("services", Some(_), Some(_), None) => Some(Part::Service),
        ("languages", Some(_), None, _) => Some(Part::Language),
        ("reports", Some(_), Some(_), None) => Some(Part::Report),
        ("slip", Some("look"), None, _) => Some(Part::SlipLook),
        _ => None,
    }
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
        write("queries.tsv", b"query\tprimary_need\n");
        write("hubs/queries.tsv", b"somebody's own notes");
        write("languages/pl.toml", b"own_name = \"Polski\"");
        write("slip/logo.svg", b"<svg/>");
        write("slip/logo.jpg", b"");
        write("slip/slips.typ", b"");
        write("slip/notes.md", b"");
        write("slip/logo.png", &vec![0; 2 << 20]);
        #[cfg(unix)]
        for link in ["services/here/link.toml", "slip/slip.typ"] {
            std::os::unix::fs::symlink("/etc/passwd", dir.path().join(link)).unwrap();
        }
        let listing = Folder::Disk(dir.path().to_owned()).list().unwrap();
        assert_eq!(
            listing.files.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(),
            ["catalogue.toml", "languages/pl.toml", "queries.tsv", "services/here/good.toml", "slip/logo.svg"]
        );
        let codes: Vec<_> = listing.strays.iter().map(|s| (s.path.as_str(), s.problem.code)).collect();
        assert!(codes.contains(&("services/lost.toml", "stray")), "{codes:?}");
        assert!(codes.contains(&("services/here/deep", "stray")), "{codes:?}");
        assert!(codes.contains(&("services/here/big.toml", "too-big")), "{codes:?}");
        assert!(codes.contains(&("slip/logo.jpg", "stray")), "{codes:?}");
        assert!(codes.contains(&("slip/slips.typ", "stray")), "{codes:?}");
        assert!(codes.contains(&("slip/logo.png", "too-big")), "{codes:?}");
        #[cfg(unix)]
        for link in ["services/here/link.toml", "slip/slip.typ"] {
            assert!(codes.contains(&(link, "link")), "{codes:?}");
        }
        assert!(codes.iter().all(|(path, _)| *path != "slip/notes.md"), "{codes:?}");
        assert!(Folder::Disk(dir.path().join("none")).list().is_err());
    }
}
