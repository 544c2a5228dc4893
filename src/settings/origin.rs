//! Where a catalogue comes from: a place on this machine, or an address that it is fetched from.

use std::fmt;
use std::path::{Path, PathBuf};

/// Where a catalogue comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A folder or a .zip on this machine.
    Path(PathBuf),
    /// The address of a git repository.
    Url(String),
}

impl Origin {
    /// Tells an address from a path; a relative path begins at `beside`, where there is such a place.
    pub fn of(text: &Path, beside: Option<&Path>) -> Self {
        match text.to_str().filter(|text| is_url(text)) {
            Some(url) => Self::Url(url.to_owned()),
            None => Self::Path(beside.map_or_else(|| text.to_owned(), |beside| beside.join(text))),
        }
    }

    /// Returns the path of one on this machine.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Path(path) => Some(path),
            Self::Url(_) => None,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(f, "{}", path.display()),
            Self::Url(url) => f.write_str(url),
        }
    }
}

/// Returns whether a text is meant as an address: it has `://` in it, or is like `git@host:path`.
fn is_url(text: &str) -> bool {
    let in_short = || {
        let (host, path) = text.split_once(':')?;
        Some(host.contains('@') && !host.contains(['/', '\\']) && !path.starts_with('\\'))
    };
    text.contains("://") || in_short().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_no_path() {
        for url in ["https://example.org/x.git", "file:///srv/x.git", "git@example.org:x/y.git", "ext://sh"] {
            assert_eq!(Origin::of(Path::new(url), Some(Path::new("/etc"))), Origin::Url(url.to_owned()));
        }
        for path in ["cat", "C:\\cat", "a@b", "./git@x:y", "cat.zip"] {
            let there = Path::new("/etc").join(path);
            assert_eq!(Origin::of(Path::new(path), Some(Path::new("/etc"))), Origin::Path(there));
        }
    }
}
