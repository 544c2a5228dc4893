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
        let inner = dots as usize..(dots + width) as usize;
        let mut rgb = Vec::with_capacity(width as usize * self.height as usize);
        for row in self.rows() {
            rgb.extend_from_slice(row.get(inner.clone()).unwrap_or_default());
        }
        Self { width, height: self.height, rgb }
    }

    /// Returns the pictures as one, each below the one before. They are of the same width.
    pub fn stacked(pictures: impl IntoIterator<Item = Self>) -> Self {
        let mut pictures = pictures.into_iter();
        // Most are alone, and large.
        let mut all = pictures.next().unwrap_or(Self { width: 0, height: 0, rgb: Vec::new() });
        for picture in pictures {
            all.height += picture.height;
            all.rgb.extend(picture.rgb);
        }
        all
    }

    /// Returns how bright each dot is.
    pub fn grey(&self) -> Vec<u8> {
        self.rgb.iter().map(brightness).collect()
    }

    /// Returns it in black and white as printers of rolls take it: each row begins a new byte, the first dot is its highest bit, 1 is ink.
    pub fn bits(&self) -> Vec<u8> {
        let byte = |dots: &[[u8; 3]]| {
            // Most of a slip is white.
            if dots.as_flattened().iter().all(|part| *part == 255) {
                return 0;
            }
            dots.iter().enumerate().fold(0, |byte, (at, dot)| byte | (u8::from(brightness(dot) < INK) << (7 - at)))
        };
        self.rows().flat_map(|row| row.chunks(8).map(byte)).collect()
    }

    /// Returns it as a PNG file: grey when it has no colour.
    ///
    /// # Errors
    /// When it is too large for such a file.
    pub fn png(&self) -> Result<Vec<u8>> {
        let coloured = self.rgb.iter().any(|[red, green, blue]| red != green || green != blue);
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

/// Returns how bright a dot is.
fn brightness([red, green, blue]: &[u8; 3]) -> u8 {
    // Weights of ITU-R BT.601; they sum to 256.
    ((u32::from(*red) * 77 + u32::from(*green) * 150 + u32::from(*blue) * 29) >> 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: [u8; 3] = [255; 3];
    const BLACK: [u8; 3] = [0; 3];

    #[test]
    fn ink_is_one_and_each_row_begins_a_byte() {
        let mut picture = Picture { width: 10, height: 2, rgb: vec![WHITE; 20] };
        picture.rgb[0] = BLACK;
        picture.rgb[9] = [100, 100, 100];
        picture.rgb[11] = [200, 200, 200];
        picture.rgb[12] = [0x1d, 0x70, 0xb8];
        assert_eq!(picture.bits(), [0b1000_0000, 0b0100_0000, 0b0010_0000, 0]);
    }

    #[test]
    fn sides_are_cut_and_pictures_stacked() {
        let picture = Picture { width: 3, height: 2, rgb: vec![BLACK, WHITE, BLACK, BLACK, [1; 3], BLACK] };
        let cut = picture.without_sides(1);
        assert_eq!(cut, Picture { width: 1, height: 2, rgb: vec![WHITE, [1; 3]] });
        let both = Picture::stacked([cut.clone(), cut]);
        assert_eq!((both.width, both.height, both.rgb.len()), (1, 4, 4));
    }
}
