//! Where an export is written: one file, a folder of tables, or an archive of them. Whoever reads it meanwhile sees the old one or the new one whole.

use super::{Exported, Shape};
use crate::error::{Error, Result};
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;

/// The file by which a folder is known as an earlier export.
const PACKAGE: &str = "datapackage.json";

/// Refuses a place where an export would mix with something else.
///
/// # Errors
/// When the place is not free, or can't hold such an export.
pub fn check_place(shape: Shape, path: &Path) -> Result<()> {
    let shown = path.display();
    if shape != Shape::Csv || is_archive(path) {
        if path.is_dir() {
            return Err(Error::usage(format!("{shown} is a folder, and this export is one file."))
                .hint("Name the file: --output services.json"));
        }
        return Ok(());
    }
    if path.is_file() {
        return Err(Error::usage(format!("{shown} is a file, and the tables need a folder."))
            .hint("Name a folder, or a file that ends in .zip."));
    }
    let in_use = std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
    if in_use && !path.join(PACKAGE).is_file() {
        return Err(Error::usage(format!("The folder {shown} holds something else."))
            .hint("Name a new folder, so that nothing is overwritten."));
    }
    Ok(())
}

/// Writes an export.
///
/// # Errors
/// When the place is not free, or the disk refuses.
pub fn write(exported: &Exported, shape: Shape, path: &Path) -> Result<()> {
    check_place(shape, path)?;
    if shape != Shape::Csv {
        let bytes = exported.files.first().map(|(_, bytes)| bytes.as_slice()).unwrap_or_default();
        return put(path, bytes);
    }
    if is_archive(path) {
        return put(path, &archive(&exported.files)?);
    }
    std::fs::create_dir_all(path).map_err(|e| Error::io("make", path, e))?;
    // Tables that are empty now must not be those of an earlier export.
    for entry in std::fs::read_dir(path).map_err(|e| Error::io("read", path, e))?.flatten() {
        let name = entry.file_name();
        let old = name
            .to_str()
            .is_some_and(|name| name.ends_with(".csv") && exported.files.iter().all(|(new, _)| new != name));
        if old {
            std::fs::remove_file(entry.path()).map_err(|e| Error::io("delete", &entry.path(), e))?;
        }
    }
    exported.files.iter().try_for_each(|(name, bytes)| put(&path.join(name), bytes))
}

fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"))
}

/// Writes a file beside its place and moves it there.
fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut name = path.file_name().map(std::ffi::OsStr::to_owned).unwrap_or_default();
    name.push(".new");
    let beside = path.with_file_name(name);
    std::fs::write(&beside, bytes).map_err(|e| Error::io("write", &beside, e))?;
    std::fs::rename(&beside, path).map_err(|e| {
        let _ = std::fs::remove_file(&beside);
        Error::io("write", path, e)
    })
}

fn archive(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>> {
    let failed = |e: zip::result::ZipError| Error::system("The archive can't be put together.").because(e);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // Without the time, so that the same catalogue makes the same file.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options).map_err(failed)?;
        zip.write_all(bytes).map_err(|e| Error::system("The archive can't be put together.").because(e))?;
    }
    Ok(zip.finish().map_err(failed)?.into_inner())
}
