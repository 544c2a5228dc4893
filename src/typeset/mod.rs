//! Typesets a template with data to PDF and pictures. The only user of typst; it knows nothing of slips, and nothing of it is touched before the first sheet is laid out.

mod fonts;
mod paged;
mod picture;
mod world;

pub use fonts::covers;
pub use paged::Sheet;
pub use picture::Picture;

use crate::error::{Error, Result, caught};
use serde_json::Value;
use world::Desk;

/// Name of the file under which a template finds its data.
pub const DATA: &str = "data.json";

/// How many layouts in a row a remembered part may go unused before it is forgotten: the next sheet of the same kind is much faster, and memory stays bounded.
const FORGET_AFTER: usize = 4;

/// A template as it is typeset. It reaches its data and its files, and nothing else: no disk, no package, no network, no clock.
#[derive(Debug, Clone, Copy)]
pub struct Template<'a> {
    /// Its name in messages, "slip/slip.typ".
    pub name: &'a str,
    /// Its source.
    pub text: &'a str,
    /// What it can read besides: names and bytes.
    pub files: &'a [(&'a str, &'a [u8])],
    /// The only thing that a file made from it says of itself.
    pub title: &'a str,
}

/// Lays out a template with its data, which it finds as `data.json`. Data is never read as markup.
///
/// # Errors
/// When the template is wrong, said with file, line and column; when no font has a character, or a text runs off its page.
pub fn lay_out(template: &Template, data: &Value) -> Result<Sheet> {
    let desk = Desk::new(template, data)?;
    let sheet = caught(|| Sheet::of(desk, data, template.title)).and_then(std::convert::identity);
    typst::comemo::evict(FORGET_AFTER);
    sheet
}

/// Returns the error for a template that can't be used.
fn unusable(what: impl std::fmt::Display) -> Error {
    Error::input(format!("{what}.")).hint("Mend the template, or take it away to use the built-in one.")
}
