//! A box to type into.

use crate::keymap::Chord;
use crate::text;
use crossterm::event::{KeyCode, KeyModifiers};
use tui_input::{Input, InputRequest};

/// Longest text that a box takes, in characters.
pub const LONGEST: usize = 500;

/// Longest text of a box for what a catalogue says.
const LONGEST_VALUE: usize = 5_000;

/// A box to type into: text and caret.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    input: Input,
    roomy: bool,
}

impl Entry {
    /// Returns a box that holds a text, with the caret behind it.
    pub fn with(value: impl Into<String>) -> Self {
        Self { input: Input::new(value.into()), roomy: false }
    }

    /// Returns a box with room for what a catalogue says, that holds a text.
    pub fn roomy(value: impl Into<String>) -> Self {
        Self { roomy: true, ..Self::with(value) }
    }

    /// Returns how many characters fit into the box.
    pub fn longest(&self) -> usize {
        if self.roomy { LONGEST_VALUE } else { LONGEST }
    }

    /// Returns the text.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Returns whether nothing but spaces was typed.
    pub fn is_blank(&self) -> bool {
        self.value().trim().is_empty()
    }

    /// Returns the part of the text that fits into `width` columns, and the caret's column in it.
    pub fn visible(&self, width: usize) -> (String, u16) {
        // One column is kept for the caret behind the last character.
        let room = width.saturating_sub(1);
        let skip = self.input.visual_scroll(room);
        let mut used = 0;
        let rest: String = self
            .value()
            .chars()
            .skip_while(|c| {
                let skipped = used < skip;
                used += unicode_width::UnicodeWidthChar::width(*c).unwrap_or(0);
                skipped
            })
            .collect();
        let caret = self.input.visual_cursor().saturating_sub(skip).min(room);
        (super::wrap::cut(&rest, width), u16::try_from(caret).unwrap_or(0))
    }

    /// Returns whether the key would edit the text, wherever the caret stands.
    pub fn types(chord: Chord) -> bool {
        chord.character().is_some() || chord.code == KeyCode::Backspace
    }

    /// Takes a key and returns whether the text changed.
    pub fn key(&mut self, chord: Chord) -> bool {
        let Some(request) = request(chord) else { return false };
        if matches!(request, InputRequest::InsertChar(c) if text::is_unsafe(c) || self.is_full()) {
            return false;
        }
        self.input.handle(request).is_some_and(|changed| changed.value)
    }

    /// Takes a pasted text, cleaned of everything that could hide in it, and returns whether the text changed.
    pub fn paste(&mut self, pasted: &str) -> bool {
        let mut changed = false;
        for c in text::clean(pasted).chars() {
            if self.is_full() {
                break;
            }
            changed |= self.input.handle(InputRequest::InsertChar(c)).is_some_and(|c| c.value);
        }
        changed
    }

    /// Returns whether nothing more fits into the box.
    pub fn is_full(&self) -> bool {
        self.value().chars().count() >= self.longest()
    }

    /// Empties the box, with what it kept for putting back.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

fn request(chord: Chord) -> Option<InputRequest> {
    use InputRequest as R;
    let with_control = chord.modifiers.contains(KeyModifiers::CONTROL);
    Some(match (chord.code, with_control) {
        (KeyCode::Char(c), false) if chord.modifiers.is_empty() => R::InsertChar(c),
        (KeyCode::Backspace, false) => R::DeletePrevChar,
        (KeyCode::Backspace, true) => R::DeletePrevWord,
        (KeyCode::Delete, false) => R::DeleteNextChar,
        (KeyCode::Delete, true) => R::DeleteNextWord,
        (KeyCode::Left, false) => R::GoToPrevChar,
        (KeyCode::Right, false) => R::GoToNextChar,
        (KeyCode::Left, true) => R::GoToPrevWord,
        (KeyCode::Right, true) => R::GoToNextWord,
        (KeyCode::Home, _) => R::GoToStart,
        (KeyCode::End, _) => R::GoToEnd,
        (KeyCode::Char('a'), true) => R::GoToStart,
        (KeyCode::Char('e'), true) => R::GoToEnd,
        (KeyCode::Char('u'), true) => R::DeleteLine,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_text_loses_what_could_hide_and_presses_no_key() {
        let mut entry = Entry::default();
        entry.paste("food\r\nbank\u{1b}[31m\u{202e}!");
        assert_eq!(entry.value(), "food  bank[31m!");
    }

    #[test]
    fn a_long_text_ends_and_keeps_its_caret_in_sight() {
        let mut entry = Entry::default();
        entry.paste(&"ab ".repeat(5000));
        assert_eq!(entry.value().chars().count(), LONGEST);
        let (shown, caret) = entry.visible(20);
        assert!(shown.chars().count() <= 20 && caret < 20);
    }
}
