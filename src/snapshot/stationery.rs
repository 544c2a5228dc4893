//! What slips are made with: languages, the locality's template, logo and look. Kept apart from the rest and read when a slip is made, so that opening the desk pays nothing for it.
//!
//! A mistake in one of these files never stops the catalogue: the last good version stays, else it is done without, and people are told.

use super::compile::{encode, put, strip};
use super::files::Manifest;
use super::head::{Reader, refused};
use super::open::Snapshot;
use crate::catalogue::check::{self, ENGLISH, Known};
use crate::catalogue::folder::{id_of, part_of};
use crate::catalogue::{File, Folder, Language, Listing, Parsed, Part, Problem, Severity, SlipLook, languages};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file of a generation that holds it.
pub const STATIONERY: &str = "stationery.bin";

/// Everything of a catalogue that only slips need.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Stationery {
    /// Languages, by ISO 639 code, in the order of their codes. English is among them only when the locality says single words its own way.
    pub languages: Vec<(String, Language)>,
    /// The locality's own template, `slip/slip.typ`; nothing means the built-in one.
    pub template: Option<String>,
    /// Ending and bytes of the locality's logo: `slip/logo.svg` or `slip/logo.png`.
    pub logo: Option<(String, Vec<u8>)>,
    /// Colours and words of the locality.
    pub look: SlipLook,
}

impl Stationery {
    /// Returns a language by its code.
    pub fn language(&self, code: &str) -> Option<&Language> {
        self.languages.iter().find(|(known, _)| known == code).map(|(_, language)| language)
    }

    /// Returns the languages that a slip can be in besides English.
    pub fn others(&self) -> impl Iterator<Item = (&str, &Language)> {
        self.languages.iter().filter(|(code, _)| code != ENGLISH).map(|(code, language)| (code.as_str(), language))
    }
}

/// What a snapshot's stationery is made from.
pub(super) struct Source<'a> {
    pub folder: &'a Folder,
    pub listing: &'a Listing,
    /// The catalogue is written for a newer program.
    pub newer: bool,
    pub previous: Option<&'a Snapshot>,
}

/// Writes the stationery of a generation, and into its manifest what people must know about it.
///
/// # Errors
/// When the disk refuses.
pub(super) fn write(dir: &Path, source: &Source<'_>, manifest: &mut Manifest) -> Result<()> {
    let before = source.previous.and_then(|snapshot| snapshot.stationery().ok()).unwrap_or_default();
    let mut taker = Taker { source, before, said: Vec::new() };
    let stationery = taker.all();
    manifest.said_of_slips = taker.said;
    put_all(dir, &stationery, manifest)
}

/// Writes the stationery that another snapshot has.
///
/// # Errors
/// When the disk refuses.
pub(super) fn keep(dir: &Path, from: &Snapshot, manifest: &mut Manifest) -> Result<()> {
    manifest.said_of_slips = from.manifest.said_of_slips.clone();
    put_all(dir, &from.stationery().unwrap_or_default(), manifest)
}

fn put_all(dir: &Path, stationery: &Stationery, manifest: &mut Manifest) -> Result<()> {
    let bytes = encode(stationery)?;
    manifest.stationery = crc32fast::hash(&bytes);
    put(dir, STATIONERY, &bytes)
}

/// Takes what can be used of the files, and what they held before of those that can't.
struct Taker<'a> {
    source: &'a Source<'a>,
    before: Stationery,
    said: Vec<String>,
}

impl Taker<'_> {
    fn all(&mut self) -> Stationery {
        let Source { folder, listing, newer, .. } = *self.source;
        let reader = Reader { folder, listing, newer };
        // A clock that was set back must not turn a check into one of the future.
        let known = Known { today: chrono::NaiveDate::MAX, ..Known::default() };
        let mut out = Stationery::default();
        for (path, file) in self.of(Part::Language) {
            let code = id_of(&path);
            let read = file.and_then(|file| {
                reader.file(&file, |p: &Parsed<'_, Language>| check::language(p, code, &known, newer))
            });
            let before = self.before.language(code).cloned();
            let without = || match code {
                ENGLISH => "slips use the built-in English words".to_owned(),
                _ => format!("slips are not in {}", languages::name(code)),
            };
            let language = self.or_before(read, before, without);
            out.languages.extend(language.map(|language| (code.to_owned(), language)));
        }
        for (path, file) in self.of(Part::SlipTemplate) {
            let read = file.and_then(|file| {
                let raw = folder.read(&file).map_err(|problem| refused(&path, "", &problem))?;
                let text = strip(&raw);
                first_error(&path, &text, &check::template(&text)).map_or(Ok(text.into_owned()), Err)
            });
            let before = self.before.template.take();
            out.template = self.or_before(read, before, || "slips use the built-in template".to_owned());
        }
        for (_, file) in self.of(Part::SlipLook) {
            let read = file.and_then(|file| reader.file(&file, |p: &Parsed<'_, SlipLook>| check::look(p, &known)));
            let before = Some(std::mem::take(&mut self.before.look)).filter(|look| *look != SlipLook::default());
            out.look = self.or_before(read, before, || "slips have the built-in look".to_owned()).unwrap_or_default();
        }
        // Of two logos the one comes first that prints well at any size.
        for (path, file) in self.of(Part::SlipLogo).into_iter().rev().take(1) {
            let ending = check::ending(&path).to_owned();
            let read = file.and_then(|file| {
                let bytes = folder.bytes(&file).map_err(|problem| refused(&path, "", &problem))?;
                let problem = first_error(&path, "", &check::logo(&path, &bytes));
                problem.map_or(Ok((ending, bytes.into_owned())), Err)
            });
            let before = self.before.logo.take();
            out.logo = self.or_before(read, before, || "slips have no logo".to_owned());
            if out.logo.is_some() && out.look.logo_alt.is_none() {
                out.logo = None;
                self.said.push(format!(
                    "{path} is not on slips, because slip/look.toml does not say what it shows (logo_alt)."
                ));
            }
        }
        out
    }

    /// Returns the files of a part by path, each with why it can't be taken when it is a link or too large: that is not the same as one that is missing.
    fn of(&self, part: Part) -> Vec<(String, Result<File>)> {
        let listing = self.source.listing;
        let files = listing.files.iter().filter(|file| file.part == part).map(|f| (f.path.clone(), Ok(f.clone())));
        let strays = listing.strays.iter().filter(|stray| part_of(&stray.path) == Some(part));
        let strays = strays.map(|stray| (stray.path.clone(), Err(refused(&stray.path, "", &stray.problem))));
        let mut all: Vec<_> = files.chain(strays).collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        all
    }

    /// Returns what was read, else what was there before; says so when it could not be read.
    fn or_before<T>(&mut self, read: Result<T>, before: Option<T>, without: impl Fn() -> String) -> Option<T> {
        let error = match read {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let instead = if before.is_some() { "slips go on with what it held before".to_owned() } else { without() };
        self.said.push(format!("{} Until it is mended, {instead}.", error.what));
        before
    }
}

/// Returns the error for the first problem that makes a file unusable.
fn first_error(path: &str, text: &str, problems: &[Problem]) -> Option<Error> {
    let first = problems.iter().find(|problem| problem.severity == Severity::Error)?;
    Some(refused(path, text, first))
}
