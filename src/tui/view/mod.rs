//! Draws the screen from the state, and changes nothing. The terminal's own cursor stands at the focus in every frame, because screen readers follow it.

mod desk;
mod fields;
mod filters;
mod log;
mod pages;
mod paint;
mod slip;
mod tally;
mod upkeep;

use super::app::{App, Page, Question};
use super::layout::{self, SMALLEST};
use super::lines::SHORT_EXAMPLE;
use super::places;
use super::wrap::{columns, cut, wrap};
use crate::keymap::Context;
use crate::slip::EXAMPLE_HUB;
use crate::theme::Role;
use paint::Paint;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

/// Draws one frame.
pub fn draw(app: &App, frame: &mut Frame) {
    let area = frame.area();
    let mut paint = Paint::new(frame.buffer_mut(), app.theme);
    let cursor = if app.is_veiled() {
        veil(app, &mut paint, area)
    } else if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        small(app, &mut paint, area)
    } else {
        whole(app, &mut paint)
    };
    let inside =
        Position::new(cursor.x.min(area.right().saturating_sub(1)), cursor.y.min(area.bottom().saturating_sub(1)));
    frame.set_cursor_position(inside);
}

/// Draws the idle screen: the hub and its hours, as any office screen shows them.
fn veil(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let face = &app.start.face;
    let mark = if face.example { EXAMPLE_HUB } else { "" };
    let lines = [vec![face.hub.as_str(), mark, ""], face.hours.iter().map(String::as_str).collect()].concat();
    let top = area.y + area.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(0)) / 3;
    for (line, y) in lines.iter().zip(top..area.bottom()) {
        let role = if y == top { Role::Title } else { Role::Plain };
        paint.text(area.x + area.width.saturating_sub(columns(line)) / 2, y, area.right(), role, line);
    }
    if app.pin_wrong {
        let text = "Wrong PIN. Try again.";
        let x = area.x + area.width.saturating_sub(columns(text)) / 2;
        paint.text(x, area.bottom().saturating_sub(3), area.right(), Role::Problem, text);
    }
    let Some(pin) = &app.pin else { return Position::new(area.x, area.bottom().saturating_sub(1)) };
    let y = area.bottom().saturating_sub(2);
    let dots = "*".repeat(pin.value().chars().count());
    let x = area.x + area.width / 2;
    let x = paint.text(x.saturating_sub(4), y, area.right(), Role::Plain, &format!("PIN {dots}"));
    Position::new(x, y)
}

/// Says what is wrong on a screen that is too small, and stays alive. Danger comes before everything, then what Enter would answer, then the words, then what was said: nobody types unseen where there is room.
fn small(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let row = |y: u16| Rect { y, height: 1, ..area };
    let mut y = area.y;
    let prompts = &app.family.results.prompts;
    if prompts.is_empty() || area.height > 1 {
        let (width, height) = SMALLEST;
        let now = format!("{}x{}", area.width, area.height);
        let text = format!("Window too small: {now}, needs {width}x{height}. Nothing is lost.");
        paint.text(area.x, y, area.right(), Role::Problem, &text);
        y += 1;
    }
    if !prompts.is_empty() {
        let titles: Vec<&str> = prompts.iter().map(|prompt| prompt.title.as_str()).collect();
        let lines = wrap(&format!("Danger now? Ring 999. {}", titles.join("; ")), area.width.into());
        // One line stays for the words.
        let room = area.bottom().saturating_sub(y + 1).max(1);
        for line in lines.iter().take(room.into()) {
            paint.text(area.x, y, area.right(), Role::Prompt, line);
            y += 1;
        }
    }
    if app.family.privacy.is_some() && y + 1 < area.bottom() {
        for (role, line) in layout::reminder(app, area.width).iter().take(1) {
            paint.text(area.x, y, area.right(), *role, line);
            y += 1;
        }
    }
    if y >= area.bottom() {
        return Position::new(area.x, area.y);
    }
    let (cursor, used) = if let Some(palette) = &app.palette {
        let cursor = pages::palette_entry(palette, paint, row(y));
        let offers = app.offers();
        let offer = offers.get(palette.at).filter(|_| y + 1 < area.bottom());
        if let Some(offer) = offer {
            paint.text(area.x, y + 1, area.right(), Role::Selected, &format!("> {}", offer.doc));
        }
        (cursor, 1 + u16::from(offer.is_some()))
    } else {
        match question(app, paint, row(y)) {
            Some(cursor) => (cursor, 1),
            None if app.context() == Context::Filters => (filters::marked(app, paint, row(y)), 1),
            None if app.page == Page::Desk && app.help.is_none() => (desk::search(app, paint, row(y)), 1),
            None if app.context() == Context::Fields => (fields::marked(app, paint, row(y)), 1),
            None if app.context() == Context::Mark => (upkeep::mark_entry(app, paint, row(y)), 1),
            None => (Position::new(area.x, area.y), 0),
        }
    };
    let below = Rect::new(area.x, y + used, area.width, area.bottom() - y - used);
    said(app, paint, below, &layout::said_lines(app));
    cursor
}

/// Writes what just happened, from the top of an area.
fn said(app: &App, paint: &mut Paint, area: Rect, lines: &[String]) {
    let problem = app.said.as_ref().map_or(app.family.failed.is_some(), |said| said.problem);
    let role = if problem { Role::Problem } else { Role::Done };
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        paint.text(area.x, y, area.right(), role, line);
    }
}

fn whole(app: &App, paint: &mut Paint) -> Position {
    let parts = layout::frame(app);
    head(app, paint, parts.head);
    if let Some(area) = parts.privacy {
        desk::reminder(app, paint, area);
    }
    let cursor = match (&app.palette, app.help, app.page) {
        (Some(palette), _, _) => pages::palette(app, palette, paint, parts.body),
        (None, Some(scroll), _) => pages::help(app, paint, parts.body, scroll),
        (None, None, Page::Desk) => desk::draw(app, paint),
        (None, None, Page::Log) => log::draw(app, paint, parts.body),
        (None, None, Page::Slip) => slip::draw(app, paint),
        (None, None, Page::Today) => pages::today(app, paint, parts.body),
        (None, None, Page::Counts | Page::Hub) => pages::sheet(app, paint, parts.body),
        (None, None, Page::Upkeep) => upkeep::lists(app, paint, parts.body),
        (None, None, Page::Tally) => tally::draw(app, paint, parts.body),
        (None, None, Page::Service) => upkeep::service(app, paint, parts.body),
        (None, None, Page::Mark) => upkeep::mark(app, paint, parts.body),
        (None, None, Page::Fields) => fields::draw(app, paint, parts.body),
    };
    let asked = question(app, paint, parts.status);
    said(app, paint, parts.status, &layout::status_lines(app));
    hints(app, paint, parts.hints);
    asked.unwrap_or(cursor)
}

fn head(app: &App, paint: &mut Paint, area: Rect) {
    let face = &app.start.face;
    let x = paint.text(area.x, area.y, area.right(), Role::Title, &format!(" {}", face.hub));
    if face.example {
        paint.text(x + 2, area.y, area.right(), Role::Example, SHORT_EXAMPLE);
    }
    paint.right(area, area.y, Role::Plain, &format!("{} ", face.date));
}

/// Draws the question that waits for an answer, and returns where the cursor stands in it.
fn question(app: &App, paint: &mut Paint, area: Rect) -> Option<Position> {
    // Under the help and the palette it waits, out of sight of the keys that work there.
    let covered = app.help.is_some() || app.palette.is_some();
    let text = match app.question.as_ref().filter(|_| !covered)? {
        Question::Undo(_, None) => "Take back the enquiry that was saved last?".to_owned(),
        Question::Undo(_, Some(line)) => {
            let (lead, end) = ("Take back: ", "?");
            let room = area.width.saturating_sub(columns(lead) + columns(end) + 1);
            format!("{lead}{}{end}", cut(line, room.into()))
        }
        Question::NextVisit => "End this visit WITHOUT saving it?".to_owned(),
        Question::PrintAndLog if app.family.slip.printed => "Print it AGAIN, and save the enquiry?".to_owned(),
        Question::PrintAndLog if app.is_sensitive() => format!("{} Print it and save the enquiry?", slip::PAPER),
        Question::PrintAndLog => {
            let tongue = app.tongue().map_or_else(String::new, |tongue| format!(" in {}", tongue.name));
            format!("Print this slip{tongue} and save the enquiry?")
        }
        Question::LeaveFields => "Leave the fields WITHOUT saving what was changed?".to_owned(),
        Question::Unprinted => return Some(told(app, paint, area)),
        Question::Quit => {
            let printing = if app.is_printer_busy() { " A slip is still printing." } else { "" };
            let lost = match app.at_stake() {
                0 if app.family.is_empty() => String::new(),
                0 => " This visit is not saved.".to_owned(),
                count => format!(" Not saved and lost then: {count}."),
            };
            format!("Close Signpost?{printing}{lost}")
        }
        Question::WriteTo(entry) => {
            told(app, paint, area);
            let lead = paint.text(area.x, area.y, area.right(), Role::Title, "Write the slip to: ");
            let (shown, caret) = entry.visible(usize::from(area.right().saturating_sub(lead)));
            paint.text(lead, area.y, area.right(), Role::Plain, &shown);
            return Some(Position::new(lead + caret, area.y));
        }
    };
    let x = paint.text(area.x, area.y, area.right(), Role::Title, &format!("{text} "));
    Some(Position::new(x, area.y))
}

/// Writes what a question tells, and returns the place behind it.
fn told(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let mut end = area.as_position();
    for (line, y) in layout::asked_lines(app).iter().zip(area.y..area.bottom()) {
        end = Position::new(paint.text(area.x, y, area.right(), Role::Problem, line), y);
    }
    end
}

fn hints(app: &App, paint: &mut Paint, area: Rect) {
    for hint in places::hints(app) {
        let at = paint.text(hint.area.x, hint.area.y, area.right(), Role::Key, &hint.key);
        paint.text(at + 1, hint.area.y, area.right(), Role::Plain, hint.word);
    }
}
