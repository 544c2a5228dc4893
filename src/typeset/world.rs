//! What a template can reach: its data and the files it was given.

use super::{DATA, Template, fonts::FONTS, unusable};
use crate::error::Result;
use serde_json::Value;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};

/// Everything a template can name.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The world of one template.
#[derive(Debug)]
pub struct Desk {
    main: Source,
    files: Vec<(FileId, Bytes)>,
}

impl Desk {
    /// Returns the world of a template with its data.
    pub fn new(template: &Template, data: &Value) -> Result<Self> {
        let main = Source::new(id(template.name)?, template.text.to_owned());
        // Relative to the folder of the template, as its author sees them.
        let folder = template.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = |name: &str| id(&format!("{folder}/{name}"));
        let mut files = vec![(beside(DATA)?, Bytes::from_string(data.to_string()))];
        for (name, bytes) in template.files {
            files.push((beside(name)?, Bytes::new(bytes.to_vec())));
        }
        Ok(Self { main, files })
    }

    /// Returns what a diagnostic says, with file, line and column where it has any.
    pub fn place(&self, diagnostic: &SourceDiagnostic) -> String {
        let message = diagnostic.message.trim_end_matches('.');
        let at = diagnostic.span.id().zip(self.range(diagnostic.span)).and_then(|(id, range)| {
            let source = self.source(id).ok()?;
            let (line, column) = source.lines().byte_to_line_column(range.start)?;
            let path = id.vpath().get_without_slash();
            Some(format!("{path}:{}:{}", line + 1, column + 1))
        });
        let at = at.unwrap_or_else(|| self.main.id().vpath().get_without_slash().to_owned());
        format!("{at}: {message}")
    }
}

/// Returns the id of a file by its path.
fn id(path: &str) -> Result<FileId> {
    let path = VirtualPath::new(path).map_err(|_| unusable(format_args!("{path} is no path of a template")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.1
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        let text = self.file(id)?.to_str().map_err(|_| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text.to_string()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| FileError::NotFound(id.vpath().get_without_slash().into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.0.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
