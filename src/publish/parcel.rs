//! All files of a release as one: their hash, a .zip of them, and a folder.

use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

/// Name and bytes of each file.
pub type Files = Vec<(String, Vec<u8>)>;

/// The list of hashes that lies beside the files, as `sha256sum -c` reads it.
pub const SUMS: &str = "SHA256SUMS";

/// Returns a line for each file with its SHA-256, as `sha256sum` writes it.
pub fn sums(files: &Files) -> String {
    files.iter().map(|(name, bytes)| format!("{}  {name}\n", hex(&Sha256::digest(bytes)))).collect()
}

/// Returns the hash of a release: SHA-256 of its list of hashes.
pub fn hash(files: &Files) -> String {
    hex(&Sha256::digest(sums(files)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns all files as one .zip.
///
/// # Errors
/// When they can't be packed.
pub fn pack(files: &Files) -> Result<Vec<u8>> {
    let failed = || Error::system("The files of the release can't be packed.");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // Without a time of its own a file of an archive would bear that of the machine.
    let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, bytes) in files {
        zip.start_file(name, options).map_err(|e| failed().because(e))?;
        zip.write_all(bytes).map_err(|e| failed().because(e))?;
    }
    Ok(zip.finish().map_err(|e| failed().because(e))?.into_inner())
}

/// Returns the files of a .zip.
///
/// # Errors
/// When it is damaged.
pub fn unpack(bytes: &[u8]) -> Result<Files> {
    let failed = || Error::system("The files of the release can't be read any more.");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| failed().because(e))?;
    let mut files = Vec::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).map_err(|e| failed().because(e))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|e| failed().because(e))?;
        let name = file.name().map_err(|e| failed().because(e))?.into_owned();
        files.push((name, bytes));
    }
    Ok(files)
}

/// Writes files and their hashes into a folder, which is made. What lies there under the same name is replaced only when it is the same or when `replace` says so.
///
/// # Errors
/// When another file of that name lies there, or the disk refuses; then nothing was replaced.
pub fn write_into(folder: &Path, files: &Files, replace: bool) -> Result<Vec<PathBuf>> {
    if folder.is_file() {
        return Err(Error::usage(format!("{} is a file, and a release needs a folder.", folder.display()))
            .hint("Name a folder: --output tallies"));
    }
    let sums = (SUMS.to_owned(), sums(files).into_bytes());
    let all: Vec<(PathBuf, &[u8])> =
        files.iter().chain([&sums]).map(|(name, bytes)| (folder.join(name), bytes.as_slice())).collect();
    let differs =
        |(path, bytes): &&(PathBuf, &[u8])| path.exists() && std::fs::read(path).ok().as_deref() != Some(bytes);
    if let Some((path, _)) = all.iter().find(differs).filter(|_| !replace) {
        return Err(Error::usage(format!("{} is there already and holds something else.", path.display()))
            .hint("Choose a new folder, or replace it with --force."));
    }
    std::fs::create_dir_all(folder).map_err(|e| Error::io("make", folder, e))?;
    for (path, bytes) in &all {
        std::fs::write(path, bytes).map_err(|e| Error::io("write", path, e))?;
    }
    Ok(all.into_iter().map(|(path, _)| path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        vec![("a.csv".to_owned(), b"1,2".to_vec()), ("b.json".to_owned(), b"{}".to_vec())]
    }

    #[test]
    fn what_is_packed_comes_back_and_packs_the_same_again() {
        let packed = pack(&files()).unwrap();
        assert_eq!(unpack(&packed).unwrap(), files());
        assert_eq!(pack(&files()).unwrap(), packed);
        assert!(unpack(b"no zip").is_err());
        let mut other = files();
        other[0].1.push(b' ');
        assert_ne!(hash(&other), hash(&files()));
        assert_eq!(sums(&files()).lines().count(), 2);
    }

    #[test]
    fn a_folder_keeps_what_is_not_ours() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("out");
        assert_eq!(write_into(&folder, &files(), false).unwrap().len(), 3);
        write_into(&folder, &files(), false).unwrap();
        std::fs::write(folder.join("a.csv"), "mine").unwrap();
        assert!(write_into(&folder, &files(), false).unwrap_err().to_string().contains("holds something else"));
        assert_eq!(std::fs::read(folder.join("a.csv")).unwrap(), b"mine");
        write_into(&folder, &files(), true).unwrap();
        assert_eq!(std::fs::read(folder.join("a.csv")).unwrap(), b"1,2");
        assert!(write_into(&folder.join("a.csv"), &files(), true).is_err());
    }
}
