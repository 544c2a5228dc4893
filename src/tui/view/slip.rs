//! The slip page: the slip as it is printed, and what can be done with it.

use super::paint::Paint;
use crate::theme::Role;
use crate::tui::app::{App, Choice, Listing};
use crate::tui::wrap::wrap;
use crate::tui::{layout, places};
use ratatui::layout::{Position, Rect};

/// Draws the page and returns where the focus is.
pub fn draw(app: &App, paint: &mut Paint) -> Position {
    let (text, _) = layout::slip(app);
    let slip = &app.family.slip;
    let aloud = slip.list.as_ref().is_some_and(|list| list.kind == Listing::Aloud);
    let role = if aloud { Role::Title } else { Role::Plain };
    let lines: Vec<(Role, String)> = layout::slip_text(app).iter().map(|line| (role, line.clone())).collect();
    let inner = Rect { x: text.x + 1, width: text.width.saturating_sub(2), ..text };
    paint.lines(inner, slip.scroll, &lines);
    paint.rule(Rect { x: text.right().saturating_sub(1), width: 1, ..text });
    let places::SlipSide { area: side, warnings, warnings_at, rows, end, more } = places::slip_side(app);
    let kind = if app.is_discreet() { "Discreet slip" } else { "Ordinary slip" };
    let title = if slip.list.is_some() { app.list_title() } else { kind };
    paint.text(side.x, side.y, side.right(), Role::Title, title);
    if app.asks_about_paper() {
        // Before any choice, because paper is found in pockets.
        paint.text(side.x, side.y + 2, side.right(), Role::Prompt, PAPER);
    }
    for (line, y) in warnings.iter().zip(warnings_at..) {
        paint.text(side.x, y, side.right(), Role::Problem, line);
    }
    let list = app.list_lines(usize::from(side.width.saturating_sub(2)));
    let marked = slip.list.as_ref().map_or(slip.at, |list| list.at);
    let mut cursor = Position::new(side.x, side.y);
    for (place, row) in rows {
        let here = place == marked;
        let lead = if here { ">" } else { " " };
        let choice = slip.choices().get(place).filter(|_| slip.list.is_none()).copied();
        let words = choice.map_or_else(|| list[place].clone(), |choice| words(app, choice));
        paint.text(row.x, row.y, row.right(), Role::Plain, &format!("{lead} {words}"));
        if here {
            paint.mark(side, row.y, Role::Selected);
            cursor = row.as_position();
        }
        if choice == Some(Choice::Line) {
            let (shown, caret) = slip.line.visible(usize::from(side.width.saturating_sub(2)));
            paint.text(row.x + 2, row.y + 1, row.right(), Role::Plain, &shown);
            if here {
                cursor = Position::new(row.x + 2 + caret, row.y + 1);
            }
        }
    }
    if more > 0 {
        paint.right(side, end, Role::Key, &format!(" {more} more "));
    }
    let advice = match (&slip.list, app.is_sensitive()) {
        (Some(_), _) => app.list_note(),
        (None, true) => {
            "If somebody is watching, no paper is safest: read a number out quietly, or let them remember it."
                .to_owned()
        }
        (None, false) => format!("The line to the {} is printed and kept nowhere.", app.family.who()),
    };
    let advice = wrap(&advice, side.width.into());
    // Half a sentence might say the opposite.
    if advice.len() <= usize::from(side.bottom().saturating_sub(end + 1)) {
        for (line, y) in advice.iter().zip(end + 1..side.bottom()) {
            paint.text(side.x, y, side.right(), Role::Label, line);
        }
    }
    cursor
}

/// What is asked before paper is handed to a family that may be watched.
pub const PAPER: &str = "Is it safe to take paper home?";

fn words(app: &App, choice: Choice) -> String {
    let slip = &app.family.slip;
    let fixed = match choice {
        Choice::Line => return format!("Line to the {}:", app.family.who()),
        Choice::Language => {
            let tongue = app.tongue().map_or("English", |tongue| tongue.name.as_str());
            return format!("Language: {tongue}");
        }
        Choice::Looks => match (slip.large, slip.plain) {
            (false, false) => "How it looks...",
            (true, false) => "How it looks: large",
            (false, true) => "How it looks: plain",
            (true, true) => "How it looks: large, plain",
        },
        Choice::Elsewhere => match &slip.printer {
            Some(outlet) => return format!("Printer: {}", outlet.name),
            None => "Print elsewhere...",
        },
        Choice::PrintAndLog if slip.paperless && app.is_discreet() => "Print discreet slip and log",
        Choice::PrintAndLog => "Print and log",
        Choice::Print => "Print only",
        Choice::Write => "Write to a file",
        Choice::Kind if app.is_discreet() => "Make it ordinary",
        Choice::Kind => "Make it discreet",
        Choice::Log if slip.paperless => "Read it out - no paper",
        Choice::Log => "Log without paper",
        Choice::Back => "Back to the search",
    };
    fixed.to_owned()
}
