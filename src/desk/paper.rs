//! Slips as files: a PDF, pictures or a text.

use super::catalogue::Catalogue;
use super::slips::SLIP_WIDTH;
use crate::error::{Error, Result};
use crate::paths::private_file;
use crate::slip::render::{self, Rendered};
use crate::slip::{Paper, Slip};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Dots per millimetre of a picture of a sheet: what a telephone shows sharply and a printer prints legibly.
const SHEET_DOTS: f64 = 8.0;

/// What a slip is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// PDF/UA-1.
    Pdf,
    /// A picture of each page.
    Png,
    /// Plain text.
    Text,
}

impl Format {
    /// Returns the format that the ending of a name stands for; text when it stands for none.
    pub fn of(path: &Path) -> Self {
        match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("pdf") => Self::Pdf,
            Some("png") => Self::Png,
            _ => Self::Text,
        }
    }
}

/// The files that were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Their paths; a picture of several pages is several files.
    pub files: Vec<PathBuf>,
    /// What staff must know: that the locality's template could not be used.
    pub warnings: Vec<String>,
}

impl Catalogue {
    /// Writes a slip into new files that only this user can read. Several pages as pictures are "name-1.png", "name-2.png" and so on.
    ///
    /// # Errors
    /// When a file is there already or can't be written, or the slip can't be typeset.
    pub fn write(&self, slip: &Slip, path: &Path, format: Format, paper: Paper) -> Result<Written> {
        let (files, warnings) = match format {
            Format::Text => (vec![slip.text(SLIP_WIDTH).into_bytes()], Vec::new()),
            Format::Pdf => {
                let made = render::pdf(slip, paper, &self.stationery_or_none().0)?;
                (vec![made.out], made.warnings)
            }
            Format::Png => {
                let made = self.pictures(slip, paper)?;
                (made.out, made.warnings)
            }
        };
        let paths = paths(path, files.len());
        if let Some(there) = paths.iter().find(|path| path.exists()) {
            return Err(is_there(there));
        }
        for (path, bytes) in paths.iter().zip(&files) {
            put(path, bytes)?;
        }
        Ok(Written { files: paths, warnings })
    }

    /// Returns each page of a slip as a PNG.
    ///
    /// # Errors
    /// When the slip can't be typeset.
    pub(super) fn pictures(&self, slip: &Slip, paper: Paper) -> Result<Rendered<Vec<Vec<u8>>>> {
        let dots = if paper.roll().is_some() { render::ROLL_DOTS } else { SHEET_DOTS };
        let Rendered { out, warnings } = render::pictures(slip, paper, &self.stationery_or_none().0, dots)?;
        Ok(Rendered { out: out.iter().map(|page| page.png()).collect::<Result<_>>()?, warnings })
    }
}

/// Returns the names of so many files: the one given, or numbered ones.
fn paths(path: &Path, count: usize) -> Vec<PathBuf> {
    if count == 1 {
        return vec![path.to_owned()];
    }
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = (part(path.file_stem()), part(path.extension()));
    (1..=count).map(|n| path.with_file_name(format!("{stem}-{n}.{ending}"))).collect()
}

fn is_there(path: &Path) -> Error {
    Error::usage(format!("The file {} is there already.", path.display())).hint("Choose another name.")
}

/// Writes a new file that only this user can read.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = private_file().create_new(true).open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => is_there(path),
        _ => Error::io("write", path, e),
    })?;
    file.write_all(bytes).map_err(|e| Error::io("write", path, e))
}
