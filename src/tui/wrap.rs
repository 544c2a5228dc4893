//! Fitting text into columns: widths as terminals count them.

use crate::text;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Returns the lines of a text, none wider than `width`, broken between words where that is possible. On screen a word wider than a line, an address perhaps, is broken too, where paper lets it stand.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    text::wrap(text, width).iter().flat_map(|line| broken(line, width)).collect()
}

/// Returns a line in pieces of at most `width`.
fn broken(mut line: &str, width: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    while line.width() > width {
        let cut = prefix(line, width);
        // Where not even one character fits, it goes over rather than nowhere.
        let cut = if cut == 0 { line.chars().next().map_or(line.len(), char::len_utf8) } else { cut };
        pieces.push(line[..cut].to_owned());
        line = &line[cut..];
    }
    pieces.push(line.to_owned());
    pieces
}

/// Returns lines of things, none of them broken in two.
pub fn wrap_things(things: impl IntoIterator<Item = String>, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for thing in things {
        match lines.last_mut() {
            Some(line) if line.width() + 2 + thing.width() < width => {
                line.push_str(", ");
                line.push_str(&thing);
            }
            Some(line) => {
                line.push(',');
                lines.push(cut(&thing, width));
            }
            None => lines.push(cut(&thing, width)),
        }
    }
    lines
}

/// Returns how many bytes of the text fit into `width` columns.
fn prefix(text: &str, width: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > width {
            return at;
        }
    }
    text.len()
}

/// Returns the text, cut with an ellipsis where it is wider than `width`.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    if width == 0 {
        return String::new();
    }
    format!("{}\u{2026}", text[..prefix(text, width - 1)].trim_end())
}

/// Returns the columns that a text takes.
pub fn columns(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// Returns the first of `total` things to show where `room` fit, so that the selected one is among them.
pub fn window(selected: usize, total: usize, room: usize) -> usize {
    if total <= room || room == 0 {
        return if room == 0 { selected } else { 0 };
    }
    selected.saturating_sub(room / 2).min(total - room)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn breaks_between_words() {
        assert_eq!(wrap("Play, songs and a snack", 10), ["Play,", "songs and", "a snack"]);
        assert_eq!(wrap("a\n\nb", 10), ["a", "", "b"]);
        assert_eq!(cut("Riverside", 5), "Rive\u{2026}");
    }

    proptest! {
        #[test]
        fn nothing_is_too_wide_or_lost(text in "[a-z\u{e9}\u{4e2d}]{0,12}( [a-z\u{e9}\u{4e2d}]{0,30}){0,6}", width in 2usize..20) {
            let lines = wrap(&text, width);
            prop_assert!(lines.iter().all(|l| l.width() <= width));
            let squeezed: String = text.split_whitespace().collect();
            let got: String = lines.concat().split_whitespace().collect();
            prop_assert_eq!(got, squeezed);
        }

        #[test]
        fn the_selected_one_is_in_the_window(total in 1usize..50, room in 1usize..20, at in 0usize..50) {
            let at = at % total;
            let first = window(at, total, room);
            prop_assert!(first <= at && at < first + room);
        }
    }
}
