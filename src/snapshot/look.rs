//! Looks at the compiled catalogue and writes nothing: no lock, no compilation.

use super::files::Manifest;
use super::open::{HEAD, read, whole};
use super::record::Head;
use super::{CURRENT, Cache, fingerprint};
use crate::catalogue::{Folder, Listing};
use crate::error::{Error, Result};
use std::path::Path;

/// What the newest compilation is.
pub struct Look {
    /// The name of its folder.
    pub generation: String,
    /// What it was compiled from and when.
    pub manifest: Manifest,
    /// What holds for the whole catalogue.
    pub head: Head,
}

impl Cache {
    /// Returns the place of the snapshots.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the newest compilation, or nothing when nothing was compiled yet.
    ///
    /// # Errors
    /// When it can't be used and will be made anew.
    pub fn look(&self) -> Result<Option<Look>> {
        let path = self.dir.join(CURRENT);
        let name = match std::fs::read_to_string(&path) {
            Ok(name) => name.trim().to_owned(),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Error::io("read", &path, e)),
        };
        let dir = self.dir.join(&name);
        let manifest = whole(&dir)?;
        if let Some(base) = &manifest.base {
            whole(&dir.with_file_name(base))?;
        }
        let head = read(&dir, HEAD, manifest.head)?;
        Ok(Some(Look { generation: name, manifest, head }))
    }
}

impl Look {
    /// Returns whether the compilation is of the catalogue as it stands.
    pub fn is_fresh(&self, folder: &Folder, listing: &Listing) -> bool {
        self.manifest.fingerprint == fingerprint(folder, listing)
    }
}
