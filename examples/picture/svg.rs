//! A screen as a picture: every run of like cells is one piece of text.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

const CELL: (usize, usize) = (9, 19);
const MARGIN: usize = 12;
const PAPER: &str = "#0c0c0c";
const INK: &str = "#e6e6e6";

/// Returns a screen as SVG.
pub fn picture(screen: &Buffer) -> String {
    let (columns, rows) = (usize::from(screen.area.width), usize::from(screen.area.height));
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    // The margin goes on as the screen begins.
    let paper = colour(screen[(0, 0)].bg, PAPER);
    let mut out = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="15">
<rect width="{width}" height="{height}" rx="8" fill="{paper}"/>
"#
    );
    for (row, cells) in screen.content().chunks(columns.max(1)).enumerate() {
        let mut at = 0;
        while at < cells.len() {
            let like = cells[at..].iter().take_while(|cell| look(cell) == look(&cells[at])).count();
            run(&mut out, &cells[at..at + like], at, row);
            at += like;
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Returns ink, paper and whether it is bold or underlined.
fn look(cell: &Cell) -> (String, String, bool, bool) {
    let (ink, paper) = (colour(cell.fg, INK), colour(cell.bg, PAPER));
    let is = |modifier| cell.modifier.contains(modifier);
    let (ink, paper) = if is(Modifier::REVERSED) { (paper, ink) } else { (ink, paper) };
    (ink, paper, is(Modifier::BOLD), is(Modifier::UNDERLINED))
}

fn run(out: &mut String, cells: &[Cell], column: usize, row: usize) {
    let (ink, paper, bold, underlined) = look(&cells[0]);
    let (x, y, width) = (MARGIN + column * CELL.0, MARGIN + row * CELL.1, cells.len() * CELL.0);
    if paper != PAPER {
        let _ = writeln!(out, r#"<rect x="{x}" y="{y}" width="{width}" height="{}" fill="{paper}"/>"#, CELL.1);
    }
    let bold = if bold { r#" font-weight="bold""# } else { "" };
    let underlined = if underlined { r#" text-decoration="underline""# } else { "" };
    let baseline = y + CELL.1 - 5;
    for (at, words) in pieces(cells) {
        let (x, width) = (x + at * CELL.0, words.chars().count() * CELL.0);
        let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        // The length is given, so that columns stay columns whatever font the reader has.
        let _ = writeln!(
            out,
            r#"<text x="{x}" y="{baseline}" fill="{ink}" textLength="{width}" lengthAdjust="spacingAndGlyphs"{bold}{underlined}>{words}</text>"#
        );
    }
}

/// Returns what stands between wide gaps, with its column: a picture's text keeps one space and no more.
fn pieces(cells: &[Cell]) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut gap = 2;
    for (at, cell) in cells.iter().enumerate() {
        match (cell.symbol(), out.last_mut()) {
            (" ", _) => gap += 1,
            (symbol, Some((_, words))) if gap < 2 => {
                words.push_str(&" ".repeat(gap));
                words.push_str(symbol);
                gap = 0;
            }
            (symbol, _) => {
                out.push((at, symbol.to_owned()));
                gap = 0;
            }
        }
    }
    out
}

/// Returns a colour as the web writes it. The picture is drawn with exact colours; only what is left to the terminal has none.
fn colour(colour: Color, usual: &str) -> String {
    match colour {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        _ => usual.to_owned(),
    }
}
