//! Slips as they come out: PDF and pictures, read back with programs that are not ours.

mod command;
mod looks;
mod papers;
mod read_back;
pub mod samples;
mod templates;

use signpost::slip::{Paper, Slip, render};
use signpost::snapshot::Stationery;
use std::path::PathBuf;
use std::process::Command;

/// A PDF on disk, for programs to read.
pub struct Pdf {
    folder: tempfile::TempDir,
}

impl Pdf {
    /// Typesets a slip with the built-in template.
    pub fn of(slip: &Slip, paper: Paper) -> Self {
        let made = render::pdf(slip, paper, &Stationery::default()).unwrap();
        assert!(made.warnings.is_empty(), "{:?}", made.warnings);
        Self::from_bytes(&made.out)
    }

    /// Puts a PDF on disk.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let pdf = Self { folder: crate::common::in_memory() };
        std::fs::write(pdf.path(), bytes).unwrap();
        pdf
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("slip.pdf")
    }

    /// Returns its text as a reader finds it, with plain spaces.
    pub fn text(&self) -> String {
        plain(&tool("pdftotext", &["-layout", &self.path().display().to_string(), "-"]))
    }

    /// Returns the text of each page.
    pub fn pages(&self) -> Vec<String> {
        let text = self.text();
        text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect()
    }

    /// Returns what `pdfinfo` tells of it.
    pub fn info(&self) -> String {
        tool("pdfinfo", &[&self.path().display().to_string()])
    }

    /// Returns its tags as a tree.
    pub fn tags(&self) -> String {
        tool("pdfinfo", &["-struct", &self.path().display().to_string()])
    }

    /// Returns its tags as a tree, with the text in them.
    pub fn spoken(&self) -> String {
        plain(&tool("pdfinfo", &["-struct-text", &self.path().display().to_string()]))
    }

    /// Returns all of it, unpacked.
    pub fn source(&self) -> String {
        tool("qpdf", &["--qdf", "--object-streams=disable", &self.path().display().to_string(), "-"])
    }

    /// Returns the sizes of its letters in points.
    pub fn sizes(&self) -> Vec<f64> {
        let source = self.source();
        let sizes = source.split(" Tf").filter_map(|before| before.rsplit(' ').next()?.parse().ok());
        sizes.collect()
    }
}

/// Runs a program to its end and returns what it wrote.
pub fn tool(name: &str, arguments: &[&str]) -> String {
    let ran = Command::new(name).args(arguments).output();
    let ran = ran.unwrap_or_else(|e| panic!("{name} can't be run ({e}): tests/run installs what the tests need"));
    assert!(ran.status.success(), "{name}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

/// Returns a text without marks of direction, firm spaces and places to break: what people see.
pub fn plain(text: &str) -> String {
    let marks = ['\u{202a}', '\u{202b}', '\u{202c}', '\u{200b}', '\u{200e}', '\u{200f}'];
    text.replace('\u{a0}', " ").replace(marks, "")
}

/// Returns a text without any space, for languages whose words programs put together in their own way.
pub fn unspaced(text: &str) -> String {
    plain(text).chars().filter(|c| !c.is_whitespace()).collect()
}
