//! The page of tallies.

use super::paint::Paint;
use crate::theme::Role;
use crate::tui::app::App;
use crate::tui::lines::{Lined, SHORT_EXAMPLE};
use crate::tui::places;
use crate::tui::tally::{self, Section};
use crate::tui::wrap::{columns, cut};
use ratatui::layout::{Position, Rect};

/// Draws what is open and returns where the focus is.
pub fn draw(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let open = &app.tally;
    let mut x = area.x + 1;
    for section in Section::on(open.view.as_deref()) {
        let title = section.title();
        let here = section == open.section;
        let (role, text) = if here { (Role::Title, format!("[{title}]")) } else { (Role::Plain, format!(" {title} ")) };
        x = paint.text(x, area.y, area.right(), role, &text) + 1;
    }
    let list = places::tally(app);
    let in_words = app.theme.in_words();
    let row = |number: u16| area.y + number;
    let counting = open.counting();
    let Some(view) = &open.view else {
        paint.text(area.x + 1, list.y, area.right(), Role::Plain, counting.as_deref().unwrap_or("Nothing to show."));
        return list.as_position();
    };
    let mark = if view.document.example { SHORT_EXAMPLE } else { "" };
    let room = area.width.saturating_sub(columns(mark) + 4);
    let end = paint.text(area.x + 1, row(1), area.right(), Role::Title, &cut(&tally::title(view), room.into()));
    paint.text(end + 2, row(1), area.right(), Role::Example, mark);
    paint.text(area.x + 1, row(2), area.right(), Role::Label, &tally::protection(view, in_words));
    let missing = || tally::missing(view, open.section).map(|text| format!("{}{text}", app.theme.problem_mark()));
    let role = if counting.is_some() { Role::Done } else { Role::Problem };
    if let Some(text) = counting.or_else(missing) {
        paint.text(area.x + 1, row(3), area.right(), role, &text);
    }
    if let Some(need) = &open.need {
        paint.text(area.x + 1, list.y - 1, area.right(), Role::Title, need);
    }
    let mut cursor = list.as_position();
    let rows = app.tally_rows();
    let (lines, more) = places::tally_lines(app, &rows);
    for line in &lines {
        let area = Rect { y: line.y, height: 1, ..list };
        let lead = if line.marked && line.line == 0 { "> " } else { "  " };
        let x = paint.text(area.x, line.y, area.right(), Role::Plain, lead);
        pieces(paint, Rect { x, width: area.right().saturating_sub(x), ..area }, &rows[line.row].lines[line.line]);
        if line.marked && line.line == 0 {
            paint.mark(area, line.y, Role::Selected);
            cursor = area.as_position();
        }
    }
    if let Some(beside) = places::tally_beside(app) {
        let need = app.marked_need_rows(beside.width.into());
        for (line, y) in need.iter().flat_map(|row| &row.lines).zip(beside.y..beside.bottom()) {
            pieces(paint, Rect { y, height: 1, ..beside }, line);
        }
        if !need.is_empty() {
            paint.rule(Rect { x: beside.x - 2, width: 1, ..beside });
        }
    }
    if more > 0 {
        paint.right(list, list.bottom().saturating_sub(1), Role::Key, &format!(" {more} more "));
    }
    cursor
}

/// Writes the pieces of a line one after the other.
fn pieces(paint: &mut Paint, area: Rect, line: &[Lined]) {
    let mut x = area.x;
    for (role, text) in line {
        x = paint.text(x, area.y, area.right(), *role, text);
    }
}
