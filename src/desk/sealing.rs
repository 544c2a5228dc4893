//! What leaves this computer, encrypted for the lead, and what comes in so.

use super::front::Desk;
use super::{Setup, Tallied};
use crate::error::{Error, Result};
use crate::publish::{self, Files};
use crate::seal::{END, Key, Secret, is_sealed};
use crate::store::{self, Counts, Moved, Plain, Restored, Store};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// To whom something is encrypted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum To<'a> {
    /// To the lead, if the settings hold a key and it leaves the data folder.
    #[default]
    AsSet,
    /// To this key.
    Key(&'a str),
    /// To nobody, whatever the settings say.
    Nobody,
}

/// Where something was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied<T> {
    /// The file; an encrypted one ends in ".age".
    pub path: PathBuf,
    /// Whether the ending was added.
    pub named: bool,
    /// Whether it is encrypted.
    pub sealed: bool,
    /// What it holds.
    pub of: T,
}

/// A file that can be read: as it is, or decrypted in the data folder until this is dropped.
pub struct Opened {
    given: PathBuf,
    plain: Option<Plain>,
}

impl Opened {
    /// Returns the file to read.
    pub fn path(&self) -> &Path {
        self.plain.as_ref().map_or(&self.given, Plain::path)
    }

    /// Names the file that was given in an error about the one that was read.
    fn named(&self, mut error: Error) -> Error {
        let (read, given) = (self.path().display().to_string(), self.given.display().to_string());
        error.what = error.what.replace(&read, &given);
        error.hint = error.hint.map(|hint| hint.replace(&read, &given));
        error
    }
}

impl Setup {
    /// Copies the store into a file.
    ///
    /// # Errors
    /// When the key is none, there is no sound store, or the file can't be written.
    pub fn back_up(&self, file: &Path, to: To, replace: bool) -> Result<Copied<Counts>> {
        let data = &self.paths.data;
        match self.key(to, self.leaves(file))? {
            None => {
                let of = store::back_up(data, file, replace)?;
                Ok(Copied { path: file.to_owned(), named: false, sealed: false, of })
            }
            Some(key) => {
                let (path, named) = sealed_name(file);
                let of = store::back_up_sealed(data, &path, replace, is_sealed, |from, to| key.seal(from, to))?;
                Ok(Copied { path, named, sealed: true, of })
            }
        }
    }

    /// Writes all enquiries into a file that another desk can import.
    ///
    /// # Errors
    /// When the key is none, the store can't be read, or the file can't be written.
    pub fn export(&self, store: &Store, file: &Path, to: To, replace: bool) -> Result<Copied<Moved>> {
        match self.key(to, self.leaves(file))? {
            None => {
                let of = store.export(file, replace)?;
                Ok(Copied { path: file.to_owned(), named: false, sealed: false, of })
            }
            Some(key) => {
                let (path, named) = sealed_name(file);
                let of = store.export_sealed(&path, replace, is_sealed, |from, to| key.seal(from, to))?;
                Ok(Copied { path, named, sealed: true, of })
            }
        }
    }

    /// Writes all enquiries to a stream; encrypted only to a key that is given, because what reads the stream may stand on this machine.
    ///
    /// # Errors
    /// When the key is none, or the store can't be read or the stream not written.
    pub fn export_to(&self, store: &Store, to: To, mut out: impl Write) -> Result<Moved> {
        let Some(key) = self.key(to, false)? else { return store.export_to(out) };
        let mut plain = Vec::new();
        let moved = store.export_to(&mut plain)?;
        key.seal(plain.as_slice().by_ref(), &mut out)?;
        Ok(moved)
    }

    /// Makes files readable: what is encrypted is decrypted with the secret key in a file.
    ///
    /// # Errors
    /// When one is encrypted and there is no key that opens it.
    pub fn open_sealed(&self, files: &[PathBuf], identity: Option<&Path>) -> Result<Vec<Opened>> {
        let secret = identity.map(Secret::read).transpose()?;
        let open = |file: &PathBuf| {
            if !is_sealed(file) {
                return Ok(Opened { given: file.clone(), plain: None });
            }
            let Some(secret) = &secret else {
                return Err(Error::usage(format!("{} is encrypted.", file.display()))
                    .hint("Name the file with the secret key that opens it: --identity FILE"));
            };
            let plain = Plain::new(&self.paths.data);
            secret.open(file, plain.create()?)?;
            Ok(Opened { given: file.clone(), plain: Some(plain) })
        };
        files.iter().map(open).collect()
    }

    /// Merges files into the store, encrypted ones too.
    ///
    /// # Errors
    /// When one can't be opened or read; then nothing was imported.
    pub fn import(&self, store: &mut Store, files: &[PathBuf], identity: Option<&Path>) -> Result<Moved> {
        let opened = self.open_sealed(files, identity)?;
        let paths: Vec<PathBuf> = opened.iter().map(|opened| opened.path().to_owned()).collect();
        store.import(&paths).map_err(|error| opened.iter().fold(error, |error, opened| opened.named(error)))
    }

    /// Puts a backup in the place of the store, an encrypted one too.
    ///
    /// # Errors
    /// When it can't be opened or is no sound backup of this desk; then all is as it was.
    pub fn restore(&self, file: &Path, identity: Option<&Path>) -> Result<Restored> {
        let opened = self.open_sealed(&[file.to_owned()], identity)?;
        let path = opened.first().map_or(file, Opened::path);
        store::restore(&self.paths.data, path)
            .map_err(|error| opened.iter().fold(error, |error, opened| opened.named(error)))
    }

    /// Returns the key to encrypt to.
    fn key(&self, to: To, leaves: bool) -> Result<Option<Key>> {
        let setting = &self.settings.keeping.tally_key;
        match (to, &setting.value) {
            (To::Key(text), _) => text.parse().map(Some),
            (To::AsSet, Some(text)) if leaves => text.parse().map(Some).map_err(|_| {
                Error::input(format!(
                    "Nothing was written: tally_key (set by {}) asks for encryption and is no age public key.",
                    setting.from
                ))
                .hint("Mend it; or choose for this once with --to age1... or --plain.")
            }),
            _ => Ok(None),
        }
    }

    /// Returns whether a file lies outside the data folder.
    fn leaves(&self, file: &Path) -> bool {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        match (folder.canonicalize(), self.paths.data.canonicalize()) {
            (Ok(folder), Ok(data)) => !folder.starts_with(data),
            _ => true,
        }
    }
}

impl Desk {
    /// Refuses a key that is none before anything is counted.
    ///
    /// # Errors
    /// When the key that is given, or the one of the settings, is none.
    pub fn may_seal(&self, to: To) -> Result<()> {
        match to {
            To::Key(_) => self.setup.key(to, true).map(drop),
            To::AsSet | To::Nobody => Ok(()),
        }
    }

    /// Returns the files of true counts as one encrypted file, where there is a key for them.
    ///
    /// # Errors
    /// When the key is none.
    pub fn sealed(&self, tallied: &Tallied, to: To) -> Result<Option<Files>> {
        let Some(key) = self.setup.key(to, true)? else { return Ok(None) };
        let mut sealed = Vec::new();
        key.seal(publish::pack(&tallied.files)?.as_slice(), &mut sealed)?;
        let document = &tallied.document;
        Ok(Some(vec![(format!("INTERNAL-{}-{}.zip.{END}", document.place_id, document.period_id), sealed)]))
    }
}

/// Returns the name of an encrypted file, and whether the ending had to be added.
fn sealed_name(file: &Path) -> (PathBuf, bool) {
    if file.extension().is_some_and(|end| end.eq_ignore_ascii_case(END)) {
        return (file.to_owned(), false);
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(END);
    (PathBuf::from(name), true)
}
