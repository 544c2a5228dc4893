//! A slip as the bytes of a thermal printer (ESC/POS).
//!
//! Text mode is quick and sharp, but a printer has one code page at a time and prints nonsense for what that does not hold. So it is used for ordinary slips in English whose every character is in Windows-1252, which holds what English text is written with (£ é ’ – “): number 16 on nearly every printer, where PC858 holds neither ’ nor –. What is plain ASCII does not even ask for a code page. Everything else is printed as a picture, which needs nothing of the printer but dots.

use super::qr;
use super::{EXAMPLE, EXAMPLE_HUB, Item, Paper, Slip};
use crate::catalogue::Fixed;
use crate::error::{Error, Result};
use crate::text::{is_plain, is_unsafe, wrap};
use encoding_rs::WINDOWS_1252;
use escpos::driver::Driver;
use escpos::errors::PrinterError;
use escpos::printer::Printer;
use escpos::utils::{CharacterSet, Encoder, PageCode, Protocol};
use std::cell::RefCell;

/// Rows of a picture that are sent at once: small printers hold no more.
const BAND: usize = 128;
/// Dots across a QR code, as near as whole dots to a module come: 30 mm.
const CODE: usize = 240;
/// Empty lines at the end, for printers that have nothing to cut with.
const TEAR_OFF: usize = 3;
/// Feeds the paper to the knife and cuts it but for one point, so that it does not fall (GS V 66).
const CUT: [u8; 4] = [0x1d, b'V', 66, 0];

/// Keeps what would be sent.
#[derive(Default)]
struct Memory(RefCell<Vec<u8>>);

impl Driver for Memory {
    fn name(&self) -> String {
        "memory".to_owned()
    }

    fn write(&self, data: &[u8]) -> Written<()> {
        self.0.borrow_mut().extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _: &mut [u8]) -> Written<usize> {
        Ok(0)
    }

    fn flush(&self) -> Written<()> {
        Ok(())
    }
}

type Written<T> = std::result::Result<T, PrinterError>;
type Roll = Printer<Memory>;

impl Paper {
    /// Returns how many dots and how many letters a row of a roll has; nothing for sheets.
    pub fn row(self) -> Option<(usize, usize)> {
        match self {
            Self::Roll80 => Some((576, 48)),
            Self::Roll58 => Some((384, 32)),
            Self::A4 | Self::A5 => None,
        }
    }
}

/// One row of a slip in letters.
enum Row {
    Usual(String),
    Bold(String),
    /// Twice as high and wide.
    Big(String),
    Code(qr::Matrix),
}

/// Returns a slip as letters of the printer's own, or nothing when it must be printed as a picture.
///
/// # Errors
/// When the address of a QR code is too long.
pub fn text(slip: &Slip, paper: Paper) -> Result<Option<Vec<u8>>> {
    let Some((_, columns)) = paper.row() else { return Ok(None) };
    // Another language stands beside the English, and large letters and pages need a layout: pictures have all that.
    if slip.tongue.is_some() || slip.large || slip.plain {
        return Ok(None);
    }
    let rows = rows(slip, columns)?;
    let mut letters = rows.iter().filter_map(|row| match row {
        Row::Usual(text) | Row::Bold(text) | Row::Big(text) => Some(text),
        Row::Code(_) => None,
    });
    // A control character would be a command to the printer.
    if letters.clone().any(|text| text.chars().any(is_unsafe)) {
        return Ok(None);
    }
    let page = (!letters.all(|text| is_plain(text))).then_some(PageCode::WPC1252);
    Ok(printed(&rows, page).ok())
}

/// Returns a picture for a roll: rows of dots, the first dot of each byte its highest bit, 1 is ink.
///
/// # Errors
/// When the picture is not as wide as the roll.
pub fn picture(paper: Paper, bits: &[u8]) -> Result<Vec<u8>> {
    let wrong = || Error::system("The picture of the slip does not fit the roll.").hint("Print it on a sheet instead.");
    let (dots, _) = paper.row().ok_or_else(wrong)?;
    if bits.is_empty() || !bits.len().is_multiple_of(dots / 8) {
        return Err(wrong());
    }
    let mut roll = Printer::new(Memory::default(), Protocol::default(), None);
    let done = roll.init().map(drop).and_then(|()| raster(&mut roll, dots / 8, bits)).and_then(|()| end(&mut roll));
    done.map_err(|e| wrong().because(e.to_string()))?;
    Ok(roll.driver().0.into_inner())
}

/// Returns the rows of a slip, none longer than a row of the roll unless a single word is; the printer breaks that.
fn rows(slip: &Slip, columns: usize) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    if slip.example {
        usual(EXAMPLE_HUB, columns, &mut rows);
    }
    rows.extend(wrap(&slip.hub, columns).into_iter().map(Row::Bold));
    for line in &slip.hub_lines {
        usual(&line.english, columns, &mut rows);
    }
    usual(&slip.date.english, columns, &mut rows);
    rows.push(Row::Usual("=".repeat(columns)));
    if let Some(line) = slip.line.as_deref().map(str::trim).filter(|line| !line.is_empty()) {
        usual(line, columns, &mut rows);
        rows.push(Row::Usual("-".repeat(columns)));
    }
    for (at, item) in slip.items.iter().enumerate() {
        put_item(slip, item, at + 1, columns, &mut rows)?;
        rows.push(Row::Usual("-".repeat(columns)));
    }
    for note in &slip.notes {
        usual(&note.english, columns, &mut rows);
    }
    Ok(rows)
}

fn put_item(slip: &Slip, item: &Item, number: usize, columns: usize, rows: &mut Vec<Row>) -> Result<()> {
    let blank = |rows: &mut Vec<Row>| rows.push(Row::Usual(String::new()));
    if item.example {
        usual(EXAMPLE, columns, rows);
    }
    let name = item.name.clone().unwrap_or_else(|| number.to_string());
    rows.extend(wrap(&name, columns).into_iter().map(Row::Bold));
    for said in [&item.hindrance, &item.line, &item.first].into_iter().flatten() {
        let stop = if said.english.ends_with(['.', '!', '?']) { "" } else { "." };
        usual(&format!("{}{stop}", said.english), columns, rows);
    }
    let texts = item.text_number.iter().map(|number| (Fixed::Text, number, None));
    for (word, number, note) in
        item.phones.iter().map(|phone| (Fixed::Ring, &phone.number, phone.note.as_ref())).chain(texts)
    {
        blank(rows);
        let note = note.map(|note| format!(" ({})", note.english)).unwrap_or_default();
        usual(&format!("{}{note}", slip.word(word).english), columns, rows);
        rows.extend(wrap(number, columns / 2).into_iter().map(Row::Big));
    }
    for fact in &item.facts {
        blank(rows);
        rows.extend(wrap(&fact.heading.english, columns).into_iter().map(Row::Bold));
        for line in &fact.lines {
            usual(&line.english, columns, rows);
        }
    }
    if let Some(code) = &item.code {
        blank(rows);
        usual(&code.label.english, columns, rows);
        rows.push(Row::Code(qr::matrix(&code.address)?));
    }
    Ok(())
}

fn usual(text: &str, columns: usize, rows: &mut Vec<Row>) {
    rows.extend(wrap(text, columns).into_iter().map(Row::Usual));
}

/// Returns the commands for rows of letters.
///
/// # Errors
/// When a character is not in Windows-1252. The crate's own tables let such a one through as UTF-8, so its encoder has to refuse it.
fn printed(rows: &[Row], page: Option<PageCode>) -> Written<Vec<u8>> {
    let mut roll = Printer::new(Memory::default(), Protocol::new(Encoder::new(WINDOWS_1252)), None);
    // Other sets have a £ or an accent in the place of # or [.
    roll.init()?.character_set(CharacterSet::USA)?;
    if let Some(page) = page {
        roll.page_code(page)?;
    }
    for row in rows {
        match row {
            Row::Usual(text) => line(&mut roll, text)?,
            Row::Bold(text) => {
                line(roll.bold(true)?, text)?;
                roll.bold(false)?;
            }
            Row::Big(text) => {
                line(roll.size(2, 2)?, text)?;
                roll.size(1, 1)?;
            }
            Row::Code(code) => {
                let (bytes, bits) = dots(code);
                raster(&mut roll, bytes, &bits)?;
            }
        }
    }
    end(&mut roll)?;
    Ok(roll.driver().0.into_inner())
}

/// Adds a line of letters. A line feed is what every printer knows, and the crate sends something rarer.
fn line(roll: &mut Roll, text: &str) -> Written<()> {
    roll.write(text)?.custom(b"\n").map(drop)
}

/// Returns a QR code as rows of dots, and how many bytes a row has.
fn dots(code: &qr::Matrix) -> (usize, Vec<u8>) {
    let scale = (CODE / code.size.max(1)).max(3);
    let bytes = (code.size * scale).div_ceil(8);
    let mut bits = Vec::with_capacity(bytes * code.size * scale);
    for modules in code.dots.chunks_exact(code.size.max(1)) {
        let mut row = vec![0u8; bytes];
        for dot in (0..code.size * scale).filter(|dot| modules[dot / scale] == 0) {
            row[dot / 8] |= 0x80 >> (dot % 8);
        }
        (0..scale).for_each(|_| bits.extend_from_slice(&row));
    }
    (bytes, bits)
}

/// Adds rows of dots in bands (GS v 0).
fn raster(roll: &mut Roll, bytes: usize, bits: &[u8]) -> Written<()> {
    for band in bits.chunks(bytes * BAND) {
        let number = |n: usize| u16::try_from(n).map(u16::to_le_bytes).map_err(PrinterError::from);
        let head = [&[0x1d, b'v', b'0', 0][..], &number(bytes)?, &number(band.len() / bytes)?].concat();
        roll.custom(&[&head, band].concat())?;
    }
    Ok(())
}

/// Adds what ends every slip, and sends all.
fn end(roll: &mut Roll) -> Written<()> {
    roll.custom(&[b'\n'; TEAR_OFF])?.custom(&CUT)?.print().map(drop)
}
