//! The fields of a service.

use super::paint::Paint;
use crate::theme::Role;
use crate::tui::app::App;
use crate::tui::fields::Fields;
use crate::tui::places;
use crate::tui::wrap::{columns, cut, wrap};
use ratatui::layout::{Position, Rect};

/// Columns of the labels.
const LABELS: u16 = 26;

/// Draws the page and returns where the focus is.
pub fn draw(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let Some(fields) = &app.fields else { return area.as_position() };
    let changed = fields.changed();
    let state = match (fields.is_reading(), changed.len()) {
        (true, _) => "one moment...".to_owned(),
        (false, 0) => "nothing changed".to_owned(),
        (false, _) => format!("changed: {}", changed.join(", ")),
    };
    paint.text(area.x + 1, area.y, area.right(), Role::Title, &format!("{} ({state})", fields.name));
    let (rows, below) = places::fields(app);
    let mut cursor = rows.as_position();
    for (place, y) in places::rows(rows, fields.at, fields.lines().len()) {
        let caret = line(app, paint, Rect { y, height: 1, ..rows }, fields, place);
        if place == fields.at {
            cursor = caret;
        }
    }
    advice(app, paint, below, fields);
    cursor
}

/// Draws the marked value alone, where there is no room for more, and returns where the caret is.
pub fn marked(app: &App, paint: &mut Paint, area: Rect) -> Position {
    match &app.fields {
        Some(fields) => line(app, paint, area, fields, fields.at),
        None => area.as_position(),
    }
}

/// Draws one value and returns where its caret would be.
fn line(app: &App, paint: &mut Paint, area: Rect, fields: &Fields, place: usize) -> Position {
    let Some(line) = fields.lines().get(place) else { return area.as_position() };
    let here = place == fields.at;
    let label = fields.field(line.field).filter(|_| line.first || here).map_or("", |field| field.label.as_str());
    let faulty = fields.fault.as_ref().is_some_and(|(at, _)| *at == line.field);
    let lead = if here { ">" } else { " " };
    let mark = if faulty { app.theme.problem_mark() } else { "" };
    let role = if faulty { Role::Problem } else { Role::Label };
    let label = cut(&format!("{lead} {mark}{label}"), usize::from(LABELS - 1));
    paint.text(area.x, area.y, area.x + LABELS - 1, role, &label);
    let x = area.x + LABELS;
    let room = usize::from(area.right().saturating_sub(x));
    if !here {
        // What does not fit is seen where the mark is; its beginning tells which it is.
        paint.text(x, area.y, area.right(), Role::Plain, &cut(line.entry.value(), room));
        return Position::new(x, area.y);
    }
    let (shown, caret) = line.entry.visible(room);
    paint.text(x, area.y, area.right(), Role::Plain, &shown);
    paint.mark(area, area.y, Role::Selected);
    Position::new(x + caret, area.y)
}

/// Writes what is wrong with the marked value and how it is written; one that is longer than its box stands there whole.
fn advice(app: &App, paint: &mut Paint, area: Rect, fields: &Fields) {
    let Some((at, field)) = fields.marked() else { return };
    let width = usize::from(area.width);
    let mut lines: Vec<(Role, String)> = Vec::new();
    if let Some((_, problem)) = fields.fault.as_ref().filter(|(faulty, _)| *faulty == at) {
        let problem = format!("{}{problem}", app.theme.problem_mark());
        lines.extend(wrap(&problem, width).into_iter().map(|line| (Role::Problem, line)));
    }
    let more = if field.several { " An emptied box is taken out." } else { "" };
    // In a file each value has a line, and here a box.
    let hint = field.hint.replace("in a line", "in a box");
    let stop = if more.is_empty() || hint.ends_with('.') { "" } else { "." };
    let hint = format!("{}: {hint}{stop}{more}", field.label);
    lines.extend(wrap(&hint, width).into_iter().map(|line| (Role::Label, line)));
    if let Some(line) = fields.lines().get(fields.at).filter(|line| columns(line.entry.value()) + LABELS >= app.size.0)
    {
        lines.extend(wrap(line.entry.value(), width).into_iter().map(|line| (Role::Plain, line)));
    }
    for ((role, line), y) in lines.iter().zip(area.y..area.bottom()) {
        paint.text(area.x, y, area.right(), *role, line);
    }
}
