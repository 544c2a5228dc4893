//! The mouse of a terminal: asking for it, and what of it counts.

use super::app::Pointer;
use crossterm::Command;
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use std::fmt;

/// Asks the terminal for presses and the wheel. Not for every movement, as the library's own command does: a hand on the mouse would keep an idle desk busy.
pub struct WatchMouse;

impl Command for WatchMouse {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        // 1000: presses and releases; 1006: places written out, so that they may lie beyond column 223.
        f.write_str("\x1b[?1000h\x1b[?1006h")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> std::io::Result<()> {
        crossterm::event::EnableMouseCapture.execute_winapi()
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        crossterm::event::EnableMouseCapture.is_ansi_code_supported()
    }
}

/// Returns what a mouse did, if it is anything to the desk: no movement, no release, no other button.
pub fn pointer(event: MouseEvent) -> Option<Pointer> {
    let MouseEvent { kind, column, row, .. } = event;
    match kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Pointer::Press(column, row)),
        MouseEventKind::ScrollDown => Some(Pointer::Wheel(column, row, 1)),
        MouseEventKind::ScrollUp => Some(Pointer::Wheel(column, row, -1)),
        _ => None,
    }
}
