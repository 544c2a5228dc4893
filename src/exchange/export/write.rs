//! Where an export is written: one file, a folder of tables, or an archive of them. Whoever reads it meanwhile sees the old one or the new one whole.

use super::{Exported, Shape};
use crate::error::{Error, Result};
use serde_json::Value;
use std::fs::File;
use std::io::{BufReader, Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;

/// The file by which a folder is known as an earlier export.
const PACKAGE: &str = "datapackage.json";

/// Refuses a place where an export would mix with something else, or overwrite a file that is no earlier export of its kind, unless it is to be replaced whatever it is.
///
/// # Errors
/// When the place is not free, or can't hold such an export.
pub fn check_place(shape: Shape, path: &Path, replace: bool) -> Result<()> {
    let shown = path.display();
    if shape != Shape::Csv || is_archive(path) {
        if path.is_dir() {
            return Err(Error::usage(format!("{shown} is a folder, and this export is one file."))
                .hint("Name the file: --output services.json"));
        }
        if path.exists() && !replace && !is_earlier(shape, path) {
            return Err(Error::usage(format!("{shown} is there already and is no earlier export of this kind."))
                .hint("Choose another name, or replace it with --force."));
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
pub fn write(exported: &Exported, shape: Shape, path: &Path, replace: bool) -> Result<()> {
    check_place(shape, path, replace)?;
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

/// Returns whether a file is what this export wrote before.
fn is_earlier(shape: Shape, path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    if shape == Shape::Csv {
        return zip::ZipArchive::new(file).is_ok_and(|zip| zip.index_for_name(PACKAGE).is_some());
    }
    let page = serde_json::from_reader::<_, Value>(BufReader::new(file)).unwrap_or_default();
    let empty = super::record::page(0);
    let framed = empty.as_object().is_some_and(|frame| frame.keys().all(|key| page.get(key).is_some()));
    framed && page.get("contents").is_some_and(Value::is_array)
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
