//! Characters that can't be seen or that turn the text around them, empty texts, and texts with blanks around them.

use super::super::read::{Parsed, Problem};
use crate::text;

/// Adds what is wrong with the characters of a file, keys and comments too.
pub(super) fn check<T>(parsed: &Parsed<'_, T>, broken: bool, problems: &mut Vec<Problem>) {
    if !text::is_plain(parsed.text) {
        raw(parsed.text, problems);
    }
    if broken {
        return;
    }
    for (value, span) in parsed.texts() {
        let written = parsed.text.get(span.clone()).unwrap_or_default();
        // "\u202e" is six harmless characters in the file and one harmful character on the screen.
        if !text::is_plain(value) && value.chars().any(is_refused) && !written.chars().any(is_refused) {
            let found = value.chars().find(|&c| is_refused(c)).unwrap_or_default();
            problems.push(refused(found, span.clone()).hint("Take the \\ and what follows out of the text."));
        }
        if value.trim().is_empty() {
            let what = "This text is empty.";
            problems
                .push(Problem::error("empty-text", span, what).hint("What isn't known is left out: delete the field."));
        } else if value != value.trim() && !written.starts_with("\"\"\"") && !written.starts_with("'''") {
            let what = "This text has a space at its start or end.";
            problems.push(Problem::error("outer-space", span, what).hint("Delete the space inside the quotes."));
        }
    }
}

/// Adds what is wrong with the characters of a text, whatever it holds.
pub(super) fn raw(whole: &str, problems: &mut Vec<Problem>) {
    let mut chars = whole.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        // Windows ends its lines with two characters.
        let line_end = c == '\r' && chars.peek().is_some_and(|(_, next)| *next == '\n');
        if line_end || !is_refused(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        // A row of them is one mistake.
        while let Some((next_at, next)) = chars.next_if(|(_, next)| is_refused(*next) && *next != '\r') {
            end = next_at + next.len_utf8();
        }
        problems.push(refused(c, at..end).hint("Delete the text around it and type it again, without copy and paste."));
    }
}

fn refused(c: char, span: std::ops::Range<usize>) -> Problem {
    let kind = match c {
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "changes the direction of the text"
        }
        _ if c.is_control() => "is a control character",
        _ => "can't be seen",
    };
    let what = format!("There is a character here that {kind} (U+{:04X}).", u32::from(c));
    Problem::error("unsafe-character", span, what)
}

fn is_refused(c: char) -> bool {
    text::is_unsafe(c) && !matches!(c, '\n' | '\t')
}
