//! How slips look: one small picture of each language and kind, looked at once and kept. With `SIGNPOST_UPDATE=1` the pictures are drawn anew, to be looked at before they are kept.

use super::samples;
use crate::common::{Home, starter};
use crate::slip_languages;
use signpost::slip::{Paper, Slip, Tongue, render};
use signpost::snapshot::Stationery;
use signpost::typeset::Picture;
use std::path::{Path, PathBuf};

/// Dots per millimetre of a kept picture of a sheet.
const DOTS: f64 = 4.0;
/// Of sixteen greys, so many may lie between two dots that look the same.
const NEAR: u8 = 3;
/// Of ten thousand dots, so many may differ: another processor rounds another way.
const FEW: usize = 20;

/// A picture in sixteen greys.
struct Kept {
    width: u32,
    height: u32,
    dots: Vec<u8>,
}

#[test]
fn slips_look_as_they_were_looked_at() {
    let mut wrong = Vec::new();
    let home = Home::in_memory();
    let catalogue = slip_languages::open(&home, &starter());
    let tongues = catalogue.tongues();
    assert_eq!(tongues.len(), 9);
    for Tongue { code, .. } in tongues {
        let slip = catalogue.slip(&slip_languages::wanted(slip_languages::PLAY, Some(&code))).unwrap();
        wrong.extend(differs(&format!("{code}-a5"), &sheet(&slip, Paper::A5)));
    }
    wrong.extend(differs("ur-a4", &sheet(&samples::tongue("ur"), Paper::A4)));
    wrong.extend(differs("en-a4", &sheet(&samples::english(), Paper::A4)));
    wrong.extend(differs("en-a4-plain", &sheet(&Slip { plain: true, ..samples::english() }, Paper::A4)));
    wrong.extend(differs("en-a5-large", &sheet(&Slip { large: true, ..samples::english() }, Paper::A5)));
    wrong.extend(differs("discreet-a5", &sheet(&samples::discreet(), Paper::A5)));
    for (name, code, paper) in [("ar-80mm", "ar", Paper::Roll80), ("pa-58mm", "pa", Paper::Roll58)] {
        let mut slip = samples::tongue(code);
        slip.items.truncate(1);
        wrong.extend(differs(name, &render::roll(&slip, paper, &Stationery::default()).unwrap().out));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the first page of a slip.
fn sheet(slip: &Slip, paper: Paper) -> Picture {
    let mut stationery = Stationery::default();
    stationery.look.colour = Some("#1d70b8".into());
    render::pictures(slip, paper, &stationery, DOTS).unwrap().out.remove(0)
}

/// Returns what is to be said when a picture differs from the one that was kept.
fn differs(name: &str, picture: &Picture) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references").join(format!("{name}.png"));
    let dots = picture.grey().iter().map(|dot| dot >> 4).collect();
    let now = Kept { width: picture.width, height: picture.height, dots };
    if std::env::var_os("SIGNPOST_UPDATE").is_some() {
        now.write(&path);
        return None;
    }
    let Some(kept) = Kept::read(&path) else {
        return Some(format!("{name}: there is no picture {}", path.display()));
    };
    let far = now.dots.iter().zip(&kept.dots).filter(|(a, b)| a.abs_diff(**b) > NEAR).count();
    let same = (now.width, now.height) == (kept.width, kept.height) && far * 10_000 <= FEW * kept.dots.len();
    if same {
        return None;
    }
    let beside = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
    now.write(&beside);
    Some(format!("{name} looks otherwise ({far} dots): compare {} with {}", beside.display(), path.display()))
}

impl Kept {
    fn write(&self, path: &Path) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut encoder = png::Encoder::new(std::fs::File::create(path).unwrap(), self.width, self.height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_compression(png::Compression::High);
        let rows = self.dots.chunks(self.width as usize);
        let packed: Vec<u8> =
            rows.flat_map(|row| row.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))).collect();
        encoder.write_header().unwrap().write_image_data(&packed).unwrap();
    }

    fn read(path: &Path) -> Option<Self> {
        let file = std::io::BufReader::new(std::fs::File::open(path).ok()?);
        let mut decoder = png::Decoder::new(file);
        decoder.set_transformations(png::Transformations::IDENTITY);
        let mut reader = decoder.read_info().unwrap();
        let mut packed = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut packed).unwrap();
        let (width, height) = (reader.info().width, reader.info().height);
        let row = (width as usize).div_ceil(2);
        let unpack =
            |row: &[u8]| row.iter().flat_map(|byte| [byte >> 4, byte & 15]).take(width as usize).collect::<Vec<_>>();
        let dots = packed.chunks(row).take(height as usize).flat_map(unpack).collect();
        Some(Self { width, height, dots })
    }
}

#[test]
fn a_picture_that_looks_otherwise_is_found() {
    let dots = vec![[255; 3]; 100 * 100];
    let mut picture = Picture { width: 100, height: 100, rgb: dots };
    let kept = Kept { width: 100, height: 100, dots: picture.grey().iter().map(|dot| dot >> 4).collect() };
    let folder = crate::common::in_memory();
    let path = folder.path().join("kept.png");
    kept.write(&path);
    assert_eq!(Kept::read(&path).unwrap().dots, kept.dots);
    picture.rgb[5050] = [0; 3];
    let changed = picture.grey().iter().zip(&kept.dots).filter(|(a, b)| (*a >> 4).abs_diff(**b) > NEAR).count();
    assert_eq!(changed, 1);
}
