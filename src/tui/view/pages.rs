//! Today's list and the help.

use super::paint::Paint;
use crate::theme::Role;
use crate::tui::app::App;
use crate::tui::lines;
use crate::tui::wrap::{columns, cut, window};
use ratatui::layout::{Position, Rect};

/// Draws today's enquiries and returns where the focus is.
pub fn today(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let start = Position::new(area.x, area.y);
    let Some(rows) = &app.today else {
        paint.text(area.x, area.y, area.right(), Role::Title, " Today's enquiries");
        return start;
    };
    let title = format!(" Today's enquiries: {}. For this desk only, not for publication.", rows.len());
    paint.text(area.x, area.y, area.right(), Role::Title, &title);
    if rows.is_empty() {
        paint.text(area.x, area.y + 1, area.right(), Role::Plain, " None yet.");
        return start;
    }
    let room = area.height.saturating_sub(1);
    let first = window(app.today_at, rows.len(), room.into());
    let mut cursor = start;
    for ((place, row), y) in rows.iter().enumerate().skip(first).zip(area.y + 1..area.bottom()) {
        let here = place == app.today_at;
        let lead = if here { ">" } else { " " };
        // A long text gives way to the hour.
        let hour = format!(", {}", row.hour);
        let text = cut(&row.text, usize::from(area.width.saturating_sub(2 + columns(&hour))));
        paint.text(area.x, y, area.right(), Role::Plain, &format!("{lead} {text}{hour}"));
        if here {
            paint.mark(area, y, Role::Selected);
            cursor = Position::new(area.x, y);
        }
    }
    cursor
}

/// Draws the help and returns where the focus is.
pub fn help(app: &App, paint: &mut Paint, area: Rect, scroll: usize) -> Position {
    paint.text(area.x, area.y, area.right(), Role::Title, " Keys and help");
    let inner = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    };
    paint.lines(inner, scroll, &lines::help(app, inner.width.into()));
    Position::new(inner.x, inner.y)
}
