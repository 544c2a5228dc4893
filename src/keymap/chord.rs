//! One key with its modifiers, always in one form however the terminal or a file spells it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::fmt;

/// One key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key; a letter is lower case unless it is typed on its own.
    pub code: KeyCode,
    /// Control, alt, shift.
    pub modifiers: KeyModifiers,
}

impl Chord {
    /// Returns the chord of a key that was pressed.
    pub fn of(event: KeyEvent) -> Self {
        Self::normal(event.code, event.modifiers)
    }

    /// Returns the chord of one typed character.
    pub fn typed(c: char) -> Self {
        Self::normal(KeyCode::Char(c), KeyModifiers::NONE)
    }

    /// Reads a chord from its name: `f4`, `ctrl-q`, `shift-tab`, `?`.
    pub fn parse(name: &str) -> Option<Self> {
        let mut letters = name.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            // The parser takes "G" for "g".
            return (!letter.is_whitespace()).then(|| Self::typed(letter));
        }
        let parsed = crokey::parse(name.trim()).ok()?;
        let crokey::OneToThree::One(code) = parsed.codes else { return None };
        Some(Self::normal(code, parsed.modifiers))
    }

    /// Brings every spelling into one: terminals send Shift-Tab as BackTab, and `?` or `A` with or without Shift.
    fn normal(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let mut modifiers = modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match code {
            KeyCode::BackTab => {
                modifiers |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char('\r' | '\n') => KeyCode::Enter,
            KeyCode::Char('\t') => KeyCode::Tab,
            KeyCode::Char(c) if modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
                // AltGr arrives as both at once on Windows and types a character; it is no chord.
                if modifiers.contains(KeyModifiers::CONTROL | KeyModifiers::ALT) && !c.is_ascii_alphanumeric() {
                    modifiers = KeyModifiers::NONE;
                    KeyCode::Char(c)
                } else {
                    modifiers -= KeyModifiers::SHIFT;
                    KeyCode::Char(c.to_ascii_lowercase())
                }
            }
            KeyCode::Char(c) => {
                // The character says already whether Shift was held.
                let shifted = modifiers.contains(KeyModifiers::SHIFT) && c.is_ascii_lowercase();
                modifiers -= KeyModifiers::SHIFT;
                KeyCode::Char(if shifted { c.to_ascii_uppercase() } else { c })
            }
            other => other,
        };
        Self { code, modifiers }
    }

    /// Returns the character that the key types, if it types one.
    pub fn character(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in
            [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")]
        {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.modifiers.is_empty() => write!(f, "{c}"),
            KeyCode::Char(c) => write!(f, "{}", c.to_ascii_uppercase()),
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::PageUp => f.write_str("Page Up"),
            KeyCode::PageDown => f.write_str("Page Down"),
            code => write!(f, "{code:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_becomes_one() {
        let event = |code, modifiers| Chord::of(KeyEvent::new(code, modifiers));
        let (none, shift) = (KeyModifiers::NONE, KeyModifiers::SHIFT);
        for (name, spellings) in [
            ("?", vec![event(KeyCode::Char('?'), none), event(KeyCode::Char('?'), shift)]),
            (
                "shift-tab",
                vec![event(KeyCode::BackTab, none), event(KeyCode::BackTab, shift), event(KeyCode::Tab, shift)],
            ),
            (
                "ctrl-q",
                vec![
                    event(KeyCode::Char('q'), KeyModifiers::CONTROL),
                    event(KeyCode::Char('Q'), KeyModifiers::CONTROL | shift),
                ],
            ),
            ("shift-a", vec![event(KeyCode::Char('A'), shift), event(KeyCode::Char('A'), none)]),
        ] {
            for spelling in spellings {
                assert_eq!(Chord::parse(name), Some(spelling), "{name}");
            }
        }
    }

    #[test]
    fn altgr_types_a_character() {
        let both = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(Chord::of(KeyEvent::new(KeyCode::Char('@'), both)).character(), Some('@'));
    }

    #[test]
    fn names_are_words_that_stand_on_keys() {
        let shown: Vec<String> = ["f4", "ctrl-q", "shift-tab", "pagedown", "enter", "space", "?"]
            .iter()
            .map(|n| Chord::parse(n).unwrap().to_string())
            .collect();
        assert_eq!(shown, ["F4", "Ctrl-Q", "Shift-Tab", "Page Down", "Enter", "Space", "?"]);
    }
}
