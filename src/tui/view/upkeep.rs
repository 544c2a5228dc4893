//! The lists of upkeep, a service by itself, and what is said of it.

use super::paint::Paint;
use crate::theme::Role;
use crate::tui::app::App;
use crate::tui::layout;
use crate::tui::ledger::{Row, Section};
use crate::tui::places;
use crate::tui::wrap::{columns, cut, wrap};
use ratatui::layout::{Position, Rect};

/// Draws the open list and returns where the focus is.
pub fn lists(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let upkeep = &app.upkeep;
    let mut x = area.x + 1;
    for section in Section::ALL {
        let count = upkeep.ledger.as_ref().map_or_else(String::new, |ledger| format!(" {}", ledger.count(section)));
        let here = section == upkeep.section;
        let text = format!("{}{count}", section.title());
        let (role, text) = if here { (Role::Title, format!("[{text}]")) } else { (Role::Plain, format!(" {text} ")) };
        x = paint.text(x, area.y, area.right(), role, &text) + 1;
    }
    match app.fetch_problem() {
        Some(problem) => paint.text(area.x + 1, area.y + 1, area.right(), Role::Problem, problem),
        None => paint.text(area.x + 1, area.y + 1, area.right(), Role::Label, upkeep.section.about()),
    };
    let list = places::upkeep(app);
    let mut cursor = list.as_position();
    let rows = upkeep.rows();
    if rows.is_empty() {
        let text = if upkeep.ledger.is_none() { "One moment..." } else { upkeep.section.empty() };
        paint.text(list.x + 1, list.y, list.right(), Role::Plain, text);
    }
    for (place, area) in places::upkeep_rows(app) {
        let marked = place == upkeep.at;
        line(app, paint, area, &rows[place], marked);
        if marked {
            paint.mark(area, area.y, Role::Selected);
            cursor = area.as_position();
        }
    }
    cursor
}

/// Draws one line of a list.
fn line(app: &App, paint: &mut Paint, area: Rect, row: &Row, marked: bool) {
    let lead = if marked { ">" } else { " " };
    // A long name gives way to the number that is rung.
    let room = usize::from(area.width.saturating_sub(3 + columns(&row.beside) + 1));
    let title = cut(&row.title, room);
    paint.text(area.x, area.y, area.right(), Role::Title, &format!("{lead} {title}"));
    if !row.beside.is_empty() {
        paint.right(area, area.y, Role::Title, &format!("{} ", row.beside));
    }
    if area.height > 1 {
        let (role, mark) = if row.problem { (Role::Problem, app.theme.problem_mark()) } else { (Role::Detail, "") };
        paint.text(area.x + 2, area.y + 1, area.right(), role, &format!("{mark}{}", row.more));
    }
}

/// Draws a service by itself and returns where the focus is.
pub fn service(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let scroll = app.lone.as_ref().map_or(0, |lone| lone.scroll);
    paint.lines(inner, scroll, &layout::lone_lines(app, inner.width));
    inner.as_position()
}

/// Draws what can be said of a service and returns where the focus is.
pub fn mark(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let Some(mark) = &app.marking else { return area.as_position() };
    paint.text(area.x + 1, area.y, area.right(), Role::Title, mark.name());
    paint.text(area.x + 1, area.y + 2, area.right(), Role::Plain, mark.title());
    let (entry, list) = places::mark(app);
    if mark.is_typing() {
        let cursor = mark_entry(app, paint, entry);
        about(paint, Rect { y: list.y + 1, ..list }, mark.about());
        return cursor;
    }
    let lines = mark.lines();
    let mut cursor = list.as_position();
    for (place, y) in places::rows(list, mark.at, lines.len()) {
        let (letter, words) = lines[place];
        let lead = if place == mark.at { ">" } else { " " };
        paint.text(list.x, y, list.right(), Role::Plain, &format!("{lead} {letter}  {words}"));
        if place == mark.at {
            paint.mark(list, y, Role::Selected);
            cursor = Position::new(list.x, y);
        }
    }
    let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    about(paint, Rect { y: list.y.saturating_add(count + 1), ..list }, mark.about());
    cursor
}

fn about(paint: &mut Paint, area: Rect, text: &str) {
    for (line, y) in wrap(text, usize::from(area.width.saturating_sub(2))).iter().zip(area.y..) {
        paint.text(area.x + 1, y, area.right(), Role::Label, line);
    }
}

/// Draws the box in which something is said of a service, and returns where the caret is.
pub fn mark_entry(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let Some(mark) = app.marking.as_ref().filter(|mark| mark.is_typing()) else { return area.as_position() };
    let (shown, caret) = mark.entry.visible(usize::from(area.width.saturating_sub(2)));
    paint.text(area.x + 1, area.y, area.right(), Role::Title, &shown);
    Position::new(area.x + 1 + caret, area.y)
}
