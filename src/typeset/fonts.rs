//! The fonts in the binary: parsed when the first sheet is made.

use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontWeight};
use typst::utils::LazyHash;

macro_rules! fonts {
    ($($name:literal,)*) => {
        [$(($name, include_bytes!(concat!("../../assets/fonts/", $name, ".ttf"))),)*]
    };
}

/// The files, by their names. Latin and Cyrillic first: what stands first is tried first where a template names no font.
static FILES: [(&str, &[u8]); 10] = fonts![
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
    let (infos, fonts): (Vec<FontInfo>, Vec<Font>) = FILES
        .iter()
        .flat_map(|(name, file)| Font::iter(Bytes::new(*file)).map(|font| (info(name, &font), font)))
        .unzip();
    (fonts, LazyHash::new(FontBook::from_infos(infos)))
});

/// Returns what the book says of a font. The bold Nastaliq calls itself regular and would never be found.
fn info(name: &str, font: &Font) -> FontInfo {
    let mut info = font.info().clone();
    if name.ends_with("-Bold") {
        info.variant.weight = FontWeight::BOLD;
    }
    info
}

/// One bit for each character that a font has.
static COVERED: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = Vec::new();
    for font in &FONTS.0 {
        for code in font.info().coverage.iter() {
            let word = code as usize / 64;
            if bits.len() <= word {
                bits.resize(word + 1, 0);
            }
            bits[word] |= 1 << (code % 64);
        }
    }
    bits
});

/// Returns whether one of the fonts has a character.
pub fn covers(c: char) -> bool {
    let code = u32::from(c);
    COVERED.get(code as usize / 64).is_some_and(|word| word >> (code % 64) & 1 == 1)
}
