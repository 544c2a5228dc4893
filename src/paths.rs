//! Where things live on this machine.

mod mounts;

use crate::error::{Error, Result};
pub use mounts::{Mount, is_share, network_folder};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folders that Signpost may use. All of them are on this machine: never the roaming profile, never a network share by our own choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Enquiries and their backups.
    pub data: PathBuf,
    /// Compiled catalogues; may be deleted at any time.
    pub cache: PathBuf,
    /// Settings and the user's keymap.
    pub config: PathBuf,
}

impl Paths {
    /// Returns the folders of this user, each overridden by `SIGNPOST_DATA_DIR`, `SIGNPOST_CACHE_DIR`, `SIGNPOST_CONFIG_DIR`.
    ///
    /// # Errors
    /// When the user has no home folder and no variable says where to write.
    pub fn find() -> Result<Self> {
        let dirs = directories::ProjectDirs::from("", "", "signpost");
        let choose = |variable: &str, own: fn(&directories::ProjectDirs) -> PathBuf| {
            let set = std::env::var_os(variable).filter(|v| !v.is_empty()).map(PathBuf::from);
            set.or_else(|| dirs.as_ref().map(own)).ok_or_else(|| {
                Error::system("This user has no home folder, so there is no place to keep anything.")
                    .hint(format!("Set {variable} to a folder on this machine."))
            })
        };
        Ok(Self {
            data: choose("SIGNPOST_DATA_DIR", |d| d.data_local_dir().to_owned())?,
            cache: choose("SIGNPOST_CACHE_DIR", |d| d.cache_dir().to_owned())?,
            config: choose("SIGNPOST_CONFIG_DIR", |d| d.config_dir().to_owned())?,
        })
    }
}

/// Makes a folder that only its owner can enter; one that exists stays as it is.
///
/// # Errors
/// When it can't be made.
pub fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Returns how to open a file for reading and writing that only its owner can read when it is made.
pub fn private_file() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Largest file of settings or keys that is read, in bytes.
const LARGEST: u64 = 64 << 10;

/// Reads a short text that people write, nothing when there is none. What is far too long, or no file at all, would keep the desk from opening.
///
/// # Errors
/// When it can't be read, is too long or no text.
pub fn read_short(path: &Path) -> Result<Option<String>> {
    let data = match fs::metadata(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        data => data.map_err(|e| Error::io("read", path, e))?,
    };
    let wrong = |what: &str| {
        Error::input(format!("{} {what}, so it was not read.", path.display()))
            .hint("Put a text file of a few lines there, or take it away.")
    };
    if !data.is_file() {
        return Err(wrong("is no file"));
    }
    if data.len() > LARGEST {
        return Err(wrong("is larger than 64 KB"));
    }
    let bytes = fs::read(path).map_err(|e| Error::io("read", path, e))?;
    String::from_utf8(bytes).map(Some).map_err(|_| wrong("is not UTF-8 text"))
}

/// Makes the names in a folder survive a power cut.
///
/// # Errors
/// When the folder can't be synced.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows has no such call: there the file system keeps names by itself.
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
