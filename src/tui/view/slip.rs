//! The slip page: the slip as it is printed, and what can be done with it.

use super::paint::Paint;
use crate::theme::Role;
use crate::tui::app::{App, Choice};
use crate::tui::wrap::wrap;
use crate::tui::{layout, places};
use ratatui::layout::{Position, Rect};

/// Draws the page and returns where the focus is.
pub fn draw(app: &App, paint: &mut Paint) -> Position {
    let (text, _) = layout::slip(app);
    let lines: Vec<(Role, String)> = app.family.slip.text.iter().map(|line| (Role::Plain, line.clone())).collect();
    let inner = Rect { x: text.x + 1, width: text.width.saturating_sub(2), ..text };
    paint.lines(inner, app.family.slip.scroll, &lines);
    paint.rule(Rect { x: text.right().saturating_sub(1), width: 1, ..text });
    let places::SlipSide { area: side, warnings, warnings_at, choices, end } = places::slip_side(app);
    let kind = if app.is_discreet() { "Discreet slip" } else { "Ordinary slip" };
    paint.text(side.x, side.y, side.right(), Role::Title, kind);
    if app.is_sensitive() {
        // Before any choice, because paper is found in pockets.
        paint.text(side.x, side.y + 2, side.right(), Role::Prompt, PAPER);
    }
    for (line, y) in warnings.iter().zip(warnings_at..) {
        paint.text(side.x, y, side.right(), Role::Problem, line);
    }
    let mut cursor = Position::new(side.x, side.y);
    for ((place, choice), y) in app.family.slip.choices().iter().enumerate().zip(choices) {
        let here = place == app.family.slip.at;
        let lead = if here { ">" } else { " " };
        paint.text(side.x, y, side.right(), Role::Plain, &format!("{lead} {}", words(app, *choice)));
        if here {
            paint.mark(side, y, Role::Selected);
            cursor = Position::new(side.x, y);
        }
        if *choice == Choice::Line {
            let (shown, caret) = app.family.slip.line.visible(usize::from(side.width.saturating_sub(2)));
            paint.text(side.x + 2, y + 1, side.right(), Role::Plain, &shown);
            if here {
                cursor = Position::new(side.x + 2 + caret, y + 1);
            }
        }
    }
    let advice = if app.is_sensitive() {
        "If somebody is watching, no paper is safest: read a number out quietly, or let them remember it."
    } else {
        "The line to the family is printed and kept nowhere."
    };
    for (line, y) in wrap(advice, side.width.into()).iter().zip(end + 1..side.bottom()) {
        paint.text(side.x, y, side.right(), Role::Label, line);
    }
    cursor
}

/// What is asked before paper is handed to a family that may be watched.
pub const PAPER: &str = "Is it safe to take paper home?";

fn words(app: &App, choice: Choice) -> String {
    let fixed = match choice {
        Choice::Line => return format!("Line to the {}:", app.family.who()),
        Choice::PrintAndLog if app.family.slip.paperless && app.is_discreet() => "Print discreet slip and log",
        Choice::PrintAndLog => "Print and log",
        Choice::Print => "Print only",
        Choice::Write => "Write to a file",
        Choice::Kind if app.is_discreet() => "Make it ordinary",
        Choice::Kind => "Make it discreet",
        Choice::Log if app.family.slip.paperless => "Read it out - no paper",
        Choice::Log => "Log without paper",
        Choice::Back => "Back to the search",
    };
    fixed.to_owned()
}
