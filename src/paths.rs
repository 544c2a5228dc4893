//! Where things live on this machine.

use crate::error::{Error, Result};
use std::path::PathBuf;

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
