//! The chips of what is asked for besides the words, and the panel in which they are chosen.

use super::paint::Paint;
use crate::theme::Role;
use crate::tui::app::{App, Focus};
use crate::tui::picks::{Line, word};
use crate::tui::wrap::{columns, window, wrap};
use crate::tui::{layout, places};
use ratatui::layout::{Position, Rect};

/// The column in which choices start.
const CHOICES: u16 = 15;

/// Draws the chips and returns where the marked one is.
pub fn chips(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let mut cursor = Position::new(area.x, area.y);
    for (at, chip) in layout::chips(app, area.width).into_iter().enumerate() {
        let (x, y) = (area.x + chip.place.x, area.y + chip.place.y);
        if y >= area.bottom() {
            break;
        }
        let here = app.family.focus == Focus::Chips && at == app.family.chip_at;
        paint.text(x - columns(chip.lead), y, area.right(), Role::Plain, chip.lead);
        paint.text(x, y, area.right(), if here { Role::Selected } else { Role::Label }, &chip.text);
        if here {
            cursor = Position::new(x, y);
        }
    }
    cursor
}

/// Draws the panel and returns where the focus is.
pub fn panel(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let (panel, ask, known) = (&app.family.panel, &app.family.wanted, &app.start.places);
    let title = if panel.typed.is_empty() { "Filters".to_owned() } else { format!("Filters: \"{}\"", panel.typed) };
    paint.text(area.x, area.y, area.right(), Role::Title, &title);
    let mut cursor = Position::new(area.x, area.y);
    let (rows, below) = places::filters(area);
    for (at, y) in places::rows(rows, panel.at, Line::ALL.len()) {
        let focus = line(app, paint, Rect { y, height: 1, ..rows }, Line::ALL[at]);
        if at == panel.at {
            cursor = focus;
        }
    }
    if panel.line() == Line::NearOutcode {
        let advice = "The first half of a postcode, such as CB4.";
        for (line, y) in wrap(advice, below.width.into()).iter().zip(below.y..below.bottom()) {
            paint.text(below.x, y, below.right(), Role::Label, line);
        }
        return cursor;
    }
    let choices = panel.choices(known, &app.start.face.hub_id);
    let now = panel.choice(&choices, ask);
    let first = window(now, choices.len(), below.height.into());
    for ((at, choice), y) in choices.iter().enumerate().skip(first).zip(below.y..below.bottom()) {
        let text = word(choice.as_ref(), known);
        let text = if at == now { format!("[{text}]") } else { format!(" {text}") };
        paint.text(below.x, y, below.right(), Role::Label, &text);
    }
    cursor
}

/// Draws the marked line of the panel alone, where there is no room for more, and returns where the focus is.
pub fn marked(app: &App, paint: &mut Paint, area: Rect) -> Position {
    line(app, paint, area, app.family.panel.line())
}

/// Draws one line of the panel and returns where the focus is when it is the marked one.
fn line(app: &App, paint: &mut Paint, area: Rect, line: Line) -> Position {
    let panel = &app.family.panel;
    let here = line == panel.line();
    let lead = if here { ">" } else { " " };
    paint.text(area.x, area.y, area.x + CHOICES - 1, Role::Plain, &format!("{lead} {}", line.label()));
    let x = area.x + CHOICES;
    let mut caret = area.x;
    if here && line == Line::NearOutcode {
        let (shown, column) = panel.outcode.visible(usize::from(area.right().saturating_sub(x)));
        paint.text(x, area.y, area.right(), Role::Plain, &shown);
        caret = x + column;
    } else {
        let pick = line.pick(&app.family.wanted);
        let role = if pick.is_some() { Role::Title } else { Role::Plain };
        paint.text(x, area.y, area.right(), role, &word(pick.as_ref(), &app.start.places));
    }
    if here {
        paint.mark(area, area.y, Role::Selected);
    }
    Position::new(caret, area.y)
}
