//! Putting text with a meaning into the frame.

use crate::theme::{Role, Theme};
use crate::tui::wrap::{columns, cut};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Puts text with a meaning into the frame. Nothing is ever written outside it.
pub struct Paint<'a> {
    buffer: &'a mut Buffer,
    theme: Theme,
}

impl<'a> Paint<'a> {
    /// Returns a painter for a frame, with the theme's own ground on all of it.
    pub fn new(buffer: &'a mut Buffer, theme: Theme) -> Self {
        buffer.set_style(buffer.area, theme.style(Role::Plain));
        Self { buffer, theme }
    }

    /// Writes a text at a place, cut before the column `end`, and returns the column behind it.
    pub fn text(&mut self, x: u16, y: u16, end: u16, role: Role, text: &str) -> u16 {
        let area = self.buffer.area;
        let end = end.min(area.right());
        if x >= end || y >= area.bottom() {
            return x.min(end);
        }
        // The line-based way of writing drops control characters; cells written one by one would let them through.
        let shown = cut(text, usize::from(end - x));
        let (next, _) = self.buffer.set_stringn(x, y, &shown, usize::from(end - x), self.theme.style(role));
        next
    }

    /// Writes a text at the right end of an area.
    pub fn right(&mut self, area: Rect, y: u16, role: Role, text: &str) {
        let x = area.right().saturating_sub(columns(text)).max(area.x);
        self.text(x, y, area.right(), role, text);
    }

    /// Gives a whole line of an area a meaning, leaving its text.
    pub fn mark(&mut self, area: Rect, y: u16, role: Role) {
        let line = Rect { y, height: 1, ..area }.intersection(self.buffer.area);
        self.buffer.set_style(line, self.theme.style(role));
    }

    /// Draws a line downwards between two parts.
    pub fn rule(&mut self, area: Rect) {
        if self.theme.rules() {
            for y in area.y..area.bottom() {
                self.text(area.x, y, area.right(), Role::Rule, "\u{2502}");
            }
        }
    }

    /// Writes lines from the top of an area, skipping the first `scroll`. Where there are more, the last row of the area says so, and covers none of them.
    pub fn lines(&mut self, area: Rect, scroll: usize, lines: &[(Role, String)]) {
        let room = usize::from(area.height);
        let scroll = scroll.min(lines.len().saturating_sub(room));
        let left = lines.len() - scroll;
        let shown = if left > room && room > 1 { room - 1 } else { room };
        for ((role, line), y) in lines.iter().skip(scroll).take(shown).zip(area.y..area.bottom()) {
            self.text(area.x, y, area.right(), *role, line);
        }
        if shown < room {
            self.right(area, area.bottom() - 1, Role::Key, &format!(" {} more ", left - shown));
        }
    }
}
