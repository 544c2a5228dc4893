//! Where in a text a problem stands, as people count: lines and characters from 1.

use std::ops::Range;

/// A place in a text: lines and columns from 1, columns in characters, the end just past the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line of the first character.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column of the end.
    pub end_column: usize,
}

impl Position {
    /// Returns the place of some bytes of a text.
    pub fn of(text: &str, span: &Range<usize>) -> Self {
        let start = text.floor_char_boundary(span.start);
        let end = text.floor_char_boundary(span.end).max(start);
        let (line, column) = count(text, start);
        let (end_line, end_column) = count(text, end);
        Self { line, column, end_line, end_column }
    }
}

fn count(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.bytes().filter(|&b| b == b'\n').count() + 1, before[start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters() {
        let text = "a = 1\n\u{e9}\u{1f600} = \"x\"\n";
        let at = text.find('"').unwrap();
        assert_eq!(Position::of(text, &(at..at + 3)), Position { line: 2, column: 6, end_line: 2, end_column: 9 });
        assert_eq!(Position::of(text, &(0..text.len())).end_line, 3);
        assert_eq!(Position::of("", &(7..9)), Position { line: 1, column: 1, end_line: 1, end_column: 1 });
    }
}
