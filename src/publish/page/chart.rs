//! Charts as pictures within the page. Lengths across are parts of a hundred and letters have one size, so that a chart is as readable on a telephone as on a wall.

use super::escaped;
use crate::publish::drawn::{Drawn, Mark, Row};
use crate::publish::words;
use crate::tally::Shape;
use crate::text::wrap;

/// Letters in a line, and lines of a label.
const LETTERS: usize = 38;
const LINES: usize = 2;
/// Heights in dots.
const LINE: usize = 19;
const BAR: usize = 18;
const CURVE: usize = 58;
const GAP: usize = 12;
/// The part of the width that the longest bar takes; its number stands behind it.
const WIDEST: f64 = 80.0;
/// So many columns have each a number above its point; of more there are the first and the last.
const NUMBERED: usize = 5;

/// Returns the picture of a chart; its title and words have ids that begin so.
pub fn svg(drawn: &Drawn, id: &str, symbol: &str) -> String {
    let mut inner = String::new();
    let mut y = 0;
    if drawn.shape == Shape::Curves {
        y += heads(drawn, &mut inner);
    }
    let highest = drawn.rows.iter().map(Row::highest).max().unwrap_or_default();
    for row in &drawn.rows {
        let label = words::shortened(&row.label, LETTERS * LINES - LETTERS / 3);
        for line in wrap(&label, LETTERS) {
            inner.push_str(&format!(
                "<text class=\"label\" x=\"0\" y=\"{}\">{}</text>\n",
                y + LINE - 5,
                escaped(&line)
            ));
            y += LINE;
        }
        y += match drawn.shape {
            Shape::Bars => bar(row, highest, y, &mut inner),
            Shape::Curves => curve(row, symbol, y, &mut inner),
        } + GAP;
    }
    format!(
        "<svg role=\"img\" aria-labelledby=\"{id}-title {id}-words\" width=\"100%\" height=\"{y}\">\n<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-words\">{}</desc>\n{inner}</svg>\n",
        escaped(&drawn.title),
        escaped(&drawn.in_words()),
    )
}

/// Returns a part of a hundred as it stands in a picture.
fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

fn bar(row: &Row, highest: u64, y: usize, out: &mut String) -> usize {
    let width = match row.marks.first() {
        Some(Mark::Value(value)) => *value as f64 / highest.max(1) as f64 * WIDEST,
        _ => 0.0,
    };
    if width > 0.0 {
        out.push_str(&format!(
            "<rect class=\"bar\" x=\"0\" y=\"{y}\" width=\"{}\" height=\"{BAR}\"/>\n",
            percent(width)
        ));
    }
    let shown = row.shown.first().map(|shown| escaped(shown)).unwrap_or_default();
    let x = percent(width);
    let (dx, base) = (if width > 0.0 { 6 } else { 0 }, y + BAR - 4);
    out.push_str(&format!("<text class=\"value\" x=\"{x}\" dx=\"{dx}\" y=\"{base}\">{shown}</text>\n"));
    BAR
}

/// Returns where a point stands across, and which of its sides its text begins at.
fn place(at: usize, many: usize) -> (f64, &'static str) {
    let across = if many < 2 { 0.0 } else { 2.0 + 96.0 * at as f64 / (many - 1) as f64 };
    let anchor = match at {
        0 => "start",
        at if at + 1 == many => "end",
        _ => "middle",
    };
    (across, anchor)
}

/// Returns whether the text of a column is written.
fn is_numbered(at: usize, many: usize) -> bool {
    many <= NUMBERED || at == 0 || at + 1 == many
}

fn heads(drawn: &Drawn, out: &mut String) -> usize {
    let many = drawn.columns.len();
    for (at, column) in drawn.columns.iter().enumerate().filter(|(at, _)| is_numbered(*at, many)) {
        let (x, anchor) = place(at, many);
        let (x, head) = (percent(x), escaped(&words::shortened(column, LETTERS / 2)));
        out.push_str(&format!(
            "<text class=\"head\" text-anchor=\"{anchor}\" x=\"{x}\" y=\"{}\">{head}</text>\n",
            LINE - 5
        ));
    }
    LINE + GAP
}

fn curve(row: &Row, symbol: &str, y: usize, out: &mut String) -> usize {
    let many = row.marks.len();
    // Numbers stand above their points.
    let (top, bottom) = (y + LINE + 4, y + CURVE - 4);
    let high = |value: u64| bottom as f64 - value as f64 / row.highest().max(1) as f64 * (bottom - top) as f64;
    out.push_str(&format!("<line class=\"ground\" x1=\"0\" x2=\"100%\" y1=\"{bottom}\" y2=\"{bottom}\"/>\n"));
    for (at, pair) in row.marks.windows(2).enumerate() {
        if let [Mark::Value(from), Mark::Value(to)] = pair {
            out.push_str(&format!(
                "<line class=\"curve\" x1=\"{}\" y1=\"{:.1}\" x2=\"{}\" y2=\"{:.1}\"/>\n",
                percent(place(at, many).0),
                high(*from),
                percent(place(at + 1, many).0),
                high(*to),
            ));
        }
    }
    for (at, mark) in row.marks.iter().enumerate() {
        let (across, anchor) = place(at, many);
        let x = percent(across);
        match mark {
            Mark::Value(value) => {
                let y = high(*value);
                out.push_str(&format!("<circle class=\"point\" cx=\"{x}\" cy=\"{y:.1}\" r=\"4\"/>\n"));
                if is_numbered(at, many) {
                    let shown = row.shown.get(at).map(|shown| escaped(shown)).unwrap_or_default();
                    out.push_str(&format!(
                        "<text class=\"value\" text-anchor=\"{anchor}\" x=\"{x}\" y=\"{:.1}\">{shown}</text>\n",
                        y - 8.0
                    ));
                }
            }
            Mark::Hidden => {
                let symbol = escaped(symbol);
                out.push_str(&format!(
                    "<text class=\"value\" text-anchor=\"{anchor}\" x=\"{x}\" y=\"{}\">{symbol}</text>\n",
                    bottom - 6
                ));
            }
            Mark::Nothing => {}
        }
    }
    CURVE
}
