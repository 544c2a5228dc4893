//! The one error type: what happened, and what to do about it, in words for the person at the desk.

mod caught;

pub use caught::{caught, hush_panics};
use std::fmt;

/// Result with Signpost's own error.
pub type Result<T> = std::result::Result<T, Error>;

/// Says whose turn it is to act, which decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The command was used wrongly: a flag, a word or an id that does not exist.
    Usage,
    /// A file or setting that people write holds something that can't be used.
    Input,
    /// The machine refused: disk, permission, printer, terminal.
    System,
    /// The reader of our output went away, which is no error.
    BrokenPipe,
}

/// Describes one failure: what happened, a hint what to do, and the cause if there is one.
#[derive(Debug)]
pub struct Error {
    /// Whose turn it is.
    pub kind: Kind,
    /// What happened, as one plain sentence with the place.
    pub what: String,
    /// What to do, as one plain sentence.
    pub hint: Option<String>,
    /// The underlying error.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Returns an error of the given kind.
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), hint: None, source: None }
    }

    /// Returns an error about how a command was used.
    pub fn usage(what: impl Into<String>) -> Self {
        Self::new(Kind::Usage, what)
    }

    /// Returns an error about something that people write.
    pub fn input(what: impl Into<String>) -> Self {
        Self::new(Kind::Input, what)
    }

    /// Returns an error of the machine.
    pub fn system(what: impl Into<String>) -> Self {
        Self::new(Kind::System, what)
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Returns a file-system error that names the path and what was tried ("read", "write").
    pub fn io(verb: &str, path: &std::path::Path, source: std::io::Error) -> Self {
        Self::refused(format!("{verb} {}", path.display()), source)
    }

    /// Returns the error for something that the machine refused, "write the answer", in plain words.
    pub fn refused(what: impl fmt::Display, source: std::io::Error) -> Self {
        use std::io::ErrorKind as K;
        let hint = match source.kind() {
            K::NotFound => "Check that the path is right.",
            K::PermissionDenied => "Ask whoever looks after this computer to give you access.",
            K::StorageFull => "Free some space on the disk and try again.",
            K::ReadOnlyFilesystem => "The disk can't be written to; choose another folder.",
            _ => "Check the disk and try again.",
        };
        Self::system(format!("Can't {what}: {}.", plain(&source))).hint(hint).because(source)
    }

    /// Adds what was probably meant, or else what to do.
    #[must_use]
    pub fn did_you_mean(self, near: Option<&str>, otherwise: impl Into<String>) -> Self {
        match near {
            Some(near) => self.hint(meant(near)),
            None => self.hint(otherwise),
        }
    }
}

/// Returns the question that goes with an unknown name.
pub fn meant(near: &str) -> String {
    format!("Did you mean \"{near}\"?")
}

/// Returns the plain words for an I/O error, without the code of the operating system.
pub fn plain(e: &std::io::Error) -> String {
    let text = e.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_lowercase(),
        None => text,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.hint {
            Some(hint) => write!(f, " {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|s| s.as_ref() as _)
    }
}
