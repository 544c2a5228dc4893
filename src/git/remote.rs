//! Where a catalogue is fetched from: an address that git may be handed.

use crate::error::{Error, Result};
use std::fmt;
use std::path::Path;

/// An address of a repository, and the branch that is the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    url: String,
    branch: Option<String>,
    way: Way,
}

/// How it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Https,
    Ssh,
    File,
    /// Without any protection: on this machine only.
    Http,
}

impl Remote {
    /// Reads an address and the name of a branch; without one it is the remote's own main branch.
    ///
    /// # Errors
    /// When git must not be handed it.
    pub fn parse(url: &str, branch: Option<&str>) -> Result<Self> {
        let way = way(url).map_err(|why| {
            Error::input(format!("The address {} {why}.", shown(url)))
                .hint("A catalogue is fetched from https://..., ssh://..., user@host:path or file:///...")
        })?;
        if let Some(branch) = branch.filter(|branch| !is_branch(branch)) {
            return Err(Error::input(format!("There can be no branch called \"{}\".", branch.escape_default()))
                .hint("Name it as git does, such as: main"));
        }
        Ok(Self { url: url.to_owned(), branch: branch.map(str::to_owned), way })
    }

    /// Returns the address of a repository in a folder of this machine.
    ///
    /// # Errors
    /// When its path is no text.
    pub fn in_folder(folder: &Path, branch: Option<&str>) -> Result<Self> {
        let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let path = whole.to_str().ok_or_else(|| Error::input("The path of the repository is no text."))?;
        let path = path.replace('\\', "/").replace('%', "%25").replace(' ', "%20");
        Self::parse(&format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" }), branch)
    }

    /// Returns the address as git takes it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the branch that was asked for.
    pub fn branch(&self) -> Option<&str> {
        self.branch.as_deref()
    }

    /// Returns what tells this catalogue from every other.
    pub fn place(&self) -> String {
        match &self.branch {
            Some(branch) => format!("{} (branch {branch})", self.url),
            None => self.url.clone(),
        }
    }

    /// Returns the protocols that git may use for it. What the user's own settings make of an address may be another safe one.
    pub(super) fn ways(&self) -> &'static str {
        match self.way {
            Way::Https | Way::Ssh => "https:ssh",
            Way::File => "https:ssh:file",
            Way::Http => "https:ssh:http",
        }
    }

    /// Returns the folder of a repository on this machine.
    pub(super) fn folder(&self) -> Option<String> {
        Some(self.url.strip_prefix("file://")?.replace("%20", " ").replace("%25", "%"))
    }
}

impl fmt::Display for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place())
    }
}

/// Returns an address as it may be shown: without a password.
fn shown(url: &str) -> String {
    let clean = url.escape_default().to_string();
    match clean.split_once("://").and_then(|(way, rest)| Some((way, rest.split_once('@')?.1))) {
        Some((way, rest)) => format!("{way}://...@{rest}"),
        None => clean,
    }
}

/// Returns how an address is reached, or why it must not be.
fn way(url: &str) -> std::result::Result<Way, &'static str> {
    if url.is_empty() || url.starts_with('-') {
        return Err("is none: it would be an option of git");
    }
    if url.chars().any(|c| c.is_control() || c.is_whitespace() || crate::text::is_unsafe(c)) {
        return Err("holds a blank or a sign that is not seen");
    }
    let Some((way, rest)) = url.split_once("://") else {
        // As ssh is addressed in short: user@host:path.
        let (before, path) = url.split_once(':').ok_or("says no way to get there")?;
        let (user, host) = before.split_once('@').ok_or("says no way to get there")?;
        if path.starts_with(':') || !is_name(user) || !is_host(host) || path.starts_with('-') || path.is_empty() {
            return Err("can't be read");
        }
        return Ok(Way::Ssh);
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (user, host) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    if user.is_some_and(|user| user.contains(':')) {
        return Err("holds a password, which everybody could read: let git's credential helper keep it");
    }
    let way = match way {
        "https" => Way::Https,
        "ssh" => Way::Ssh,
        "file" if authority.is_empty() && !path.is_empty() => return Ok(Way::File),
        "http" if is_this_machine(host) => Way::Http,
        "http" | "git" => return Err("is not protected: anybody on the way could change the catalogue"),
        _ => return Err("says a way that is not allowed"),
    };
    let named = user.is_none_or(is_name) && is_host(host.trim_start_matches('[').split(']').next().unwrap_or_default());
    if named && !path.is_empty() { Ok(way) } else { Err("can't be read") }
}

fn is_name(user: &str) -> bool {
    !user.is_empty() && !user.starts_with('-') && user.chars().all(|c| c.is_ascii_alphanumeric() || "._-+%".contains(c))
}

/// Returns whether a text can be a host with or without a port.
fn is_host(host: &str) -> bool {
    !host.is_empty() && !host.starts_with('-') && host.chars().all(|c| c.is_alphanumeric() || "._-:".contains(c))
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    matches!(name, "localhost" | "127.0.0.1" | "::1")
}

/// Returns whether git takes this as the name of a branch.
fn is_branch(name: &str) -> bool {
    let piece = |piece: &str| !piece.is_empty() && !piece.starts_with('.') && !piece.ends_with(".lock");
    let sign = |c: char| c.is_control() || " ~^:?*[\\\u{7f}".contains(c);
    name.split('/').all(piece)
        && !name.starts_with('-')
        && !name.ends_with('.')
        && !name.contains("..")
        && !name.contains("@{")
        && name != "@"
        && !name.chars().any(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_may_be_handed() {
        for (url, ways) in [
            ("https://github.com/hub/catalogue.git", "https:ssh"),
            ("https://org@dev.azure.com/org/_git/catalogue", "https:ssh"),
            ("ssh://git@example.org:2222/catalogue.git", "https:ssh"),
            ("git@github.com:hub/catalogue.git", "https:ssh"),
            ("file:///srv/catalogue.git", "https:ssh:file"),
            ("http://localhost:3000/x.git", "https:ssh:http"),
            ("http://[::1]:3000/x.git", "https:ssh:http"),
        ] {
            assert_eq!(Remote::parse(url, None).unwrap().ways(), ways, "{url}");
        }
    }

    #[test]
    fn what_git_must_not_be_handed() {
        for url in [
            "--upload-pack=touch /tmp/x",
            "-oProxyCommand=x@host:path",
            "ext::sh -c touch%20/tmp/x",
            "ext::x",
            "fd::17",
            "a@b::c",
            "ext://x/y",
            "git://example.org/x.git",
            "http://example.org/x.git",
            "http://localhost.example.org/x.git",
            "http://localhost@example.org/x.git",
            "ftp://example.org/x.git",
            "https://name:secret@example.org/x.git",
            "ssh://-oProxyCommand=touch/x",
            "git@-oProxyCommand=touch:x",
            "-u@host:x",
            "host:path",
            "catalogue",
            "C:\\catalogue",
            "https://",
            "https://example.org",
            "file://host/path",
            "https://exam\nple.org/x",
            "https://example.org/\u{202e}x",
            "",
        ] {
            let said = Remote::parse(url, None).map(|r| r.url().to_owned()).expect_err(url).to_string();
            assert!(!said.contains("secret"), "{said}");
        }
        for branch in ["-x", "a..b", "a b", "a:b", "", "/a", "a/", "a.lock", "a@{1}", "+a", ".a", "a~1"] {
            let taken = Remote::parse("https://example.org/x", Some(branch)).is_ok();
            // A plus sign makes a refspec of it, but never stands first in ours.
            assert_eq!(taken, branch == "+a", "{branch}");
        }
        assert!(Remote::parse("https://example.org/x", Some("desk/north-1")).is_ok());
    }

    #[test]
    fn a_folder_has_an_address() {
        let remote = Remote::in_folder(Path::new("/srv/our 100% files"), None).unwrap();
        assert_eq!(remote.url(), "file:///srv/our%20100%25%20files");
        assert_eq!(remote.folder().as_deref(), Some("/srv/our 100% files"));
    }
}
