//! What waits at a desk as a file that somebody else can bring in and send: for a desk without the right to push. No remark is in it.

use super::front::Desk;
use super::send::queued;
use crate::catalogue::check::id_problem;
use crate::catalogue::form;
use crate::error::{Error, Result};
use crate::paths::private_file;
use crate::text;
use crate::upkeep::{Change, What};
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::path::Path;

/// The format that this program reads and writes.
const FORMAT: u32 = 1;
/// Largest file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parcel {
    signpost: Header,
    changes: Vec<Change>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    kind: String,
    format: u32,
}

impl Desk {
    /// Writes what waits into a new file, and returns how much that is. It goes on waiting until the catalogue has it.
    ///
    /// # Errors
    /// When the file is there already or can't be written.
    pub fn export_changes(&self, path: &Path, trial: bool) -> Result<usize> {
        let changes: Vec<Change> = self.with_store(|store| queued(store))?.into_iter().map(|q| q.change).collect();
        let many = changes.len();
        if path.exists() {
            return Err(
                Error::usage(format!("The file {} is there already.", path.display())).hint("Choose another name.")
            );
        }
        if trial || many == 0 {
            return Ok(many);
        }
        let parcel = Parcel { signpost: Header { kind: "changes".to_owned(), format: FORMAT }, changes };
        let json = serde_json::to_vec_pretty(&parcel).map_err(|e| Error::system("Can't write the file.").because(e))?;
        let mut file = private_file().create_new(true).open(path).map_err(|e| Error::io("write", path, e))?;
        let written = file.write_all(&json).and_then(|()| file.sync_all());
        written.map_err(|e| {
            let _ = std::fs::remove_file(path);
            Error::io("write", path, e)
        })?;
        Ok(many)
    }

    /// Lets what another desk exported wait here, to be sent from here; returns how much of it is new. The same file again changes nothing.
    ///
    /// # Errors
    /// When the file can't be read or holds anything that no desk would have written; nothing is taken then.
    pub fn import_changes(&self, path: &Path, trial: bool) -> Result<usize> {
        let wrong = |what: &str| Error::input(format!("{} {what}, so nothing was taken.", path.display()));
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).map_err(|e| Error::io("read", path, e))?;
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| Error::io("read", path, e))?;
        if bytes.len() as u64 > LARGEST {
            return Err(wrong("is larger than 1 MB").hint("Choose a file that another desk exported."));
        }
        let parcel: Parcel = serde_json::from_slice(&bytes).map_err(|e| {
            wrong("is no export of changes").hint("Choose a file that another desk exported.").because(e)
        })?;
        if parcel.signpost.kind != "changes" || parcel.signpost.format > FORMAT {
            return Err(wrong("is of another kind or of a newer Signpost").hint("Update this Signpost."));
        }
        if let Some(why) = parcel.changes.iter().find_map(fault) {
            return Err(wrong(&format!("holds {why}")).hint("Somebody changed it by hand; ask for it again."));
        }
        let known = self.with_store(|store| store.outgoing())?;
        let new: Vec<&Change> =
            parcel.changes.iter().filter(|change| known.iter().all(|k| k.id != change.id)).collect();
        if !trial {
            let catalogue = self.catalogue()?;
            new.iter().try_for_each(|change| self.keep(&catalogue, change, None))?;
        }
        Ok(new.len())
    }
}

/// Returns what no desk would have written.
fn fault(change: &Change) -> Option<String> {
    if id_problem(&change.service).is_some() {
        return Some("an id that no service can have".to_owned());
    }
    if change.answers.iter().any(|name| id_problem(name).is_some()) {
        return Some("a name that no report can have".to_owned());
    }
    if let Some(checked) = change.checked()
        && super::upkeep::role_of(&checked.by).ok().as_deref() != Some(checked.by.as_str())
    {
        return Some("a check without a role".to_owned());
    }
    match &change.what {
        What::Edit { fields, .. } => fields
            .iter()
            .find(|edited| form::label(&edited.field).is_none())
            .map(|edited| format!("an edit of {}, which is not in the form", text::visible(&edited.field))),
        What::Report(_) | What::Check { .. } => None,
    }
}
