//! The fonts in the binary: parsed when the first sheet is made.

use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

macro_rules! fonts {
    ($($name:literal,)*) => {
        [$(include_bytes!(concat!("../../assets/fonts/", $name, ".ttf")),)*]
    };
}

/// The files. Latin and Cyrillic first: what stands first is tried first where a template names no font.
static FILES: [&[u8]; 10] = fonts![
    "NotoSans-Regular",
    "NotoSans-Bold",
    "NotoNaskhArabic-Regular",
    "NotoNaskhArabic-Bold",
    "NotoNastaliqUrdu-Regular",
    "NotoNastaliqUrdu-Bold",
    "NotoSansBengali-Regular",
    "NotoSansBengali-Bold",
    "NotoSansGurmukhi-Regular",
    "NotoSansGurmukhi-Bold",
];

/// Every font with the book that finds it by its family.
pub static FONTS: LazyLock<(Vec<Font>, LazyHash<FontBook>)> = LazyLock::new(|| {
    let fonts: Vec<Font> = FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    (fonts, book)
});
