//! Pages to read and to choose from: today's list, the help, the palette, the counts and the hub.

use super::paint::Paint;
use crate::theme::Role;
use crate::tui::app::{App, Offer, Palette};
use crate::tui::wrap::{columns, cut};
use crate::tui::{lines, places, sheet};
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
    let mut cursor = start;
    for (place, y) in places::rows(places::today(app), app.today_at, rows.len()) {
        let row = &rows[place];
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

/// Draws the counts or the hub and returns where the focus is.
pub fn sheet(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let (title, mark) = sheet::title(app);
    let x = paint.text(area.x, area.y, area.right(), Role::Title, &title);
    paint.text(x + 2, area.y, area.right(), Role::Example, mark);
    let ((above, head), columns) = sheet::parts(app);
    paint.lines(above, 0, &head);
    for (column, lines) in &columns {
        paint.lines(*column, app.sheet.scroll, lines);
    }
    columns.first().map_or(above, |(column, _)| *column).as_position()
}

/// What stands before the palette's box.
const LABEL: &str = " Do: ";

/// Draws the palette and returns where the focus is.
pub fn palette(app: &App, palette: &Palette, paint: &mut Paint, area: Rect) -> Position {
    paint.text(area.x, area.y, area.right(), Role::Title, " Everything that can be done here");
    let (entry, list) = places::palette(app);
    let in_entry = palette_entry(palette, paint, entry);
    let offers = app.offers();
    if offers.is_empty() {
        paint.text(list.x + 1, list.y, list.right(), Role::Problem, "Nothing that can be done here is called that.");
        return in_entry;
    }
    let widest = |texts: &mut dyn Iterator<Item = u16>| usize::from(texts.max().unwrap_or(0));
    let words = widest(&mut offers.iter().map(|offer| columns(offer.word)));
    let keys = widest(&mut offers.iter().map(|offer| columns(&offer.keys)));
    let mut cursor = in_entry;
    for (place, y) in places::rows(list, palette.at, offers.len()) {
        let Offer { keys: key, word, doc, .. } = &offers[place];
        let lead = if place == palette.at { ">" } else { " " };
        let text = format!("{lead} {word:words$}  {key:keys$}  {doc}");
        paint.text(list.x, y, list.right(), Role::Plain, &text);
        if place == palette.at {
            if columns(&text) > list.width {
                // What the list cuts off stands whole above it.
                paint.text(list.x + 2, entry.y + 1, list.right(), Role::Label, doc);
            }
            paint.mark(list, y, Role::Selected);
            if palette.in_list {
                cursor = Position::new(list.x, y);
            }
        }
    }
    cursor
}

/// Draws the palette's box and returns where the caret is.
pub fn palette_entry(palette: &Palette, paint: &mut Paint, area: Rect) -> Position {
    let x = paint.text(area.x, area.y, area.right(), Role::Title, LABEL);
    let (shown, caret) = palette.entry.visible(usize::from(area.right().saturating_sub(x)));
    if palette.entry.value().is_empty() {
        paint.text(x + 1, area.y, area.right(), Role::Label, "type a word of what you want to do");
    }
    paint.text(x, area.y, area.right(), Role::Plain, &shown);
    Position::new(x + caret, area.y)
}
