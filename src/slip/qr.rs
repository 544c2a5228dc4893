//! What a telephone's camera reads.

use crate::error::{Error, Result};
use qrcode::{Color, EcLevel, QrCode};

/// White modules that readers need around a code.
const QUIET: usize = 4;

/// A QR code with its white edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// Modules in a row, and rows.
    pub size: usize,
    /// Brightness of each module, row after row: 0 or 255.
    pub dots: Vec<u8>,
}

/// Returns the code for an address. A seventh of it may be lost to a fold or a stain.
///
/// # Errors
/// When the address is too long for any code.
pub fn matrix(address: &str) -> Result<Matrix> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(|e| {
        Error::input(format!("The address {address} is too long for a QR code.")).hint("Give a shorter one.").because(e)
    })?;
    let inner = code.width();
    let size = inner + 2 * QUIET;
    let mut dots = vec![255; size * size];
    for (at, colour) in code.into_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            dots[(at / inner + QUIET) * size + at % inner + QUIET] = 0;
        }
    }
    Ok(Matrix { size, dots })
}
