//! The whole document for programs: every field of [`Document`] under its own name, with the number of the format, what must stand on every file, and how the figures are protected.
//!
//! A cell is `{"count": 120}`, `{"percent": 45}`, `{"words": ".."}`, `"hidden"` or `"blank"`. Fields are added without a new number; a field that changes its meaning or goes away brings one.

use super::words::{self, Notice, notices};
use crate::error::{Error, Result};
use crate::tally::Document;
use serde::Serialize;

/// The number of the format.
pub const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Whole<'a> {
    format: u32,
    notices: Vec<Notice>,
    symbol: String,
    how_protected: String,
    #[serde(flatten)]
    document: &'a Document,
}

/// Returns the document.
///
/// # Errors
/// When there is no memory for it.
pub fn whole(document: &Document) -> Result<Vec<u8>> {
    let whole = Whole {
        format: FORMAT,
        notices: notices(document),
        symbol: words::symbol(document),
        how_protected: words::protection(document),
        document,
    };
    let mut bytes =
        serde_json::to_vec_pretty(&whole).map_err(|e| Error::system("The file can't be put together.").because(e))?;
    bytes.push(b'\n');
    Ok(bytes)
}
