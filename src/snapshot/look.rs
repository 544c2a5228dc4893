//! Looks at the compiled catalogue and writes nothing: no lock, no compilation.

use super::files::{LAYOUT, MANIFEST, Manifest, damaged, lengths};
use super::record::Head;
use super::{CURRENT, Cache, fingerprint};
use crate::catalogue::Listing;
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
        let (manifest, head) = parts(&dir)?;
        Ok(Some(Look { generation: name, manifest, head }))
    }
}

impl Look {
    /// Returns whether the compilation is of the catalogue as it stands.
    pub fn is_fresh(&self, listing: &Listing) -> bool {
        self.manifest.fingerprint == fingerprint(listing)
    }
}

/// Returns the parts of a generation that are read whole, if all of it is as it was written.
///
/// # Errors
/// When it is of another layout, cut short or damaged.
pub fn parts(dir: &Path) -> Result<(Manifest, Head)> {
    let manifest_path = dir.join(MANIFEST);
    let text = std::fs::read(&manifest_path).map_err(|e| Error::io("read", &manifest_path, e))?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|e| damaged(MANIFEST).because(e))?;
    if manifest.layout != LAYOUT {
        return Err(Error::system("The compiled catalogue is of another version.").hint("Run: signpost reindex"));
    }
    if lengths(dir)? != manifest.lengths {
        return Err(damaged("lengths"));
    }
    let head_path = dir.join("head.bin");
    let bytes = std::fs::read(&head_path).map_err(|e| Error::io("read", &head_path, e))?;
    if crc32fast::hash(&bytes) != manifest.head {
        return Err(damaged("head.bin"));
    }
    let head = postcard::from_bytes(&bytes).map_err(|e| damaged("head.bin").because(e))?;
    Ok((manifest, head))
}
