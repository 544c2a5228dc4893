//! A page as dots.

use crate::error::{Error, Result};

/// Darker than this is ink where there is but black and white.
const INK: u8 = 160;

/// A page as dots, from the top left one row after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Dots in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green and blue of each dot.
    pub rgb: Vec<[u8; 3]>,
}

impl Picture {
    /// Returns the picture of opaque dots with red, green, blue and alpha.
    pub(super) fn of(width: u32, height: u32, rgba: &[u8]) -> Self {
        Self { width, height, rgb: rgba.chunks_exact(4).map(|dot| [dot[0], dot[1], dot[2]]).collect() }
    }

    /// Returns the same with so many dots cut off on the left and the right.
    pub fn without_sides(&self, dots: u32) -> Self {
        let width = self.width.saturating_sub(2 * dots);
        let rows = self.rows().flat_map(|row| row.iter().skip(dots as usize).take(width as usize).copied());
        Self { width, height: self.height, rgb: rows.collect() }
    }

    /// Returns the pictures as one, each below the one before. They are of the same width.
    pub fn stacked(pictures: Vec<Self>) -> Self {
        let mut all = Self { width: 0, height: 0, rgb: Vec::new() };
        for picture in pictures {
            all.width = picture.width;
            all.height += picture.height;
            all.rgb.extend(picture.rgb);
        }
        all
    }

    /// Returns how bright each dot is.
    pub fn grey(&self) -> Vec<u8> {
        let brightness = |[r, g, b]: &[u8; 3]| {
            // Weights of ITU-R BT.601; they sum to 256.
            ((u32::from(*r) * 77 + u32::from(*g) * 150 + u32::from(*b) * 29) >> 8) as u8
        };
        self.rgb.iter().map(brightness).collect()
    }

    /// Returns it in black and white as printers of rolls take it: each row begins a new byte, the first dot is its highest bit, 1 is ink.
    pub fn bits(&self) -> Vec<u8> {
        let grey = self.grey();
        let rows = grey.chunks_exact(self.width.max(1) as usize);
        let byte =
            |dots: &[u8]| dots.iter().enumerate().fold(0, |byte, (at, dot)| byte | (u8::from(*dot < INK) << (7 - at)));
        rows.flat_map(|row| row.chunks(8).map(byte)).collect()
    }

    /// Returns it as a PNG file: grey when it has no colour.
    ///
    /// # Errors
    /// When it is too large for such a file.
    pub fn png(&self) -> Result<Vec<u8>> {
        let coloured = self.rgb.iter().any(|[r, g, b]| r != g || g != b);
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_color(if coloured { png::ColorType::Rgb } else { png::ColorType::Grayscale });
        let dots = if coloured { self.rgb.as_flattened().to_vec() } else { self.grey() };
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&dots));
        written.map_err(|e| Error::system("The picture is too large to be kept.").because(e))?;
        Ok(file)
    }

    fn rows(&self) -> impl Iterator<Item = &[[u8; 3]]> {
        self.rgb.chunks_exact(self.width.max(1) as usize)
    }
}
