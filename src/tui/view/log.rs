//! The log page.

use super::paint::Paint;
use crate::keymap::Action;
use crate::record::{Ages, Outcome};
use crate::theme::Role;
use crate::tui::app::App;
use crate::tui::form::{Form, Line, language_name};
use crate::tui::lines::named;
use crate::tui::places;
use crate::tui::wrap::{window, wrap, wrap_things};
use ratatui::layout::{Position, Rect};

/// The column in which answers start.
const ANSWERS: u16 = 34;

/// Draws the page and returns where the focus is.
pub fn draw(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let Some(form) = &app.family.form else { return Position::new(area.x, area.y) };
    paint.text(area.x, area.y, area.right(), Role::Title, " Log this enquiry");
    let (rows, below) = places::form(app);
    let lines = form.lines();
    let mut cursor = Position::new(rows.x, rows.y);
    for (place, y) in places::rows(rows, form.at, lines.len()) {
        let line = lines[place];
        let here = place == form.at;
        let lead = if here { ">" } else { " " };
        let label = format!("{lead} {}", label(app, form, line));
        let role = if here { Role::Title } else { Role::Plain };
        // The names of services may run over the answers' column: their answer stands before them.
        let end = if matches!(line, Line::Service(_)) { rows.right() } else { rows.x + ANSWERS - 1 };
        paint.text(rows.x, y, end, role, &label);
        let x = answer(form, paint, rows, y, line);
        if here {
            paint.mark(rows, y, Role::Selected);
            cursor = if line == Line::AddNeed { Position::new(x, y) } else { Position::new(rows.x, y) };
        }
    }
    choices(app, form, paint, below);
    cursor
}

fn label(app: &App, form: &Form, line: Line) -> String {
    let name =
        |id: &str| app.start.needs.iter().find(|need| need.id == id).map_or(id.to_owned(), |need| need.name.clone());
    match line {
        Line::Need(place) => name(&form.enquiry.needs[place].need),
        Line::Reason(_) => "  why nothing".to_owned(),
        Line::AddNeed => "Another need".to_owned(),
        Line::Channel => "How they reached us".to_owned(),
        Line::Asker => "Who asked".to_owned(),
        Line::Ages if app.family.wanted.young_person => "Their age, or children's".to_owned(),
        Line::Ages => "Children's ages".to_owned(),
        Line::Send => "SEND".to_owned(),
        Line::Language => "Language".to_owned(),
        Line::Interpreter => "Interpreter needed".to_owned(),
        Line::Before => "Been before".to_owned(),
        Line::Ethnicity => "Ethnic group".to_owned(),
        Line::Service(place) => {
            let chosen = &form.services[place];
            let given = if form.enquiry.services.contains(&chosen.id) { "[x]" } else { "[ ]" };
            let lead = format!("{given} given: ");
            let room = usize::from(app.size.0).saturating_sub(2 + lead.len());
            format!("{lead}{}", named(&chosen.name, chosen.example, room))
        }
    }
}

/// Writes the answer of a line and returns the column of the caret.
fn answer(form: &Form, paint: &mut Paint, rows: Rect, y: u16, line: Line) -> u16 {
    let enquiry = &form.enquiry;
    let x = rows.x + ANSWERS;
    let text = match line {
        Line::Need(place) => enquiry.needs[place].outcome.label().to_owned(),
        Line::Reason(place) => {
            enquiry.needs[place].reason.map_or("choose a reason", |reason| reason.label()).to_owned()
        }
        Line::AddNeed => {
            let (shown, caret) = form.search.visible(usize::from(rows.right().saturating_sub(x)));
            paint.text(x, y, rows.right(), Role::Plain, &shown);
            if shown.is_empty() {
                paint.text(x + 1, y, rows.right(), Role::Label, "type a word to find one");
            }
            return x + caret;
        }
        Line::Channel => enquiry.channel.label().to_owned(),
        Line::Asker => enquiry.asker.label().to_owned(),
        Line::Ages if enquiry.ages.is_empty() => "not asked".to_owned(),
        Line::Ages => enquiry.ages.iter().map(|age| age.label()).collect::<Vec<_>>().join(", "),
        Line::Send => enquiry.send.label().to_owned(),
        Line::Language => language_name(&enquiry.language).to_owned(),
        Line::Interpreter => enquiry.interpreter.label().to_owned(),
        Line::Ethnicity => enquiry.ethnicity.label().to_owned(),
        Line::Before => enquiry.been_before.label().to_owned(),
        Line::Service(_) => return x,
    };
    paint.text(x, y, rows.right(), Role::Plain, &text);
    x
}

/// Lists what the marked line can be, the present choice in brackets.
fn choices(app: &App, form: &Form, paint: &mut Paint, area: Rect) {
    let (save, tick) = (app.key_name(Action::Save), app.key_name(Action::Tick));
    let width = usize::from(area.width);
    let mut lines = match form.line() {
        Line::AddNeed if !form.search.is_blank() => {
            let found: Vec<&str> = form.matches(&app.start.needs).iter().map(|need| need.name.as_str()).collect();
            let text = match found.split_first() {
                None if form.meant.is_none() => String::new(),
                None => "No need has these words. Try another word.".to_owned(),
                Some((first, [])) => format!("{save} adds [{first}]"),
                Some((first, rest)) => format!("{save} adds [{first}]; also found: {}", rest.join(", ")),
            };
            wrap(&text, width)
        }
        Line::AddNeed => vec![format!("{save} saves. To add a need, type a word first.")],
        Line::Service(_) => vec![format!("{tick} ticks what was given to the {}.", app.family.who())],
        Line::Ages => {
            let shown = form.choices().into_iter().zip(Ages::ALL).enumerate().map(|(place, (word, age))| {
                let mark = if form.enquiry.ages.contains(age) { "x" } else { " " };
                if place == form.age { format!(">[{mark}] {word}<") } else { format!("[{mark}] {word}") }
            });
            let mut lines = wrap_things(shown, width);
            lines.push(format!("{tick} ticks the marked one; nothing ticked means not asked."));
            lines
        }
        _ => {
            let now = form.choice();
            let shown = form.choices().into_iter().enumerate();
            let mark = |(place, word)| if Some(place) == now { format!("[{word}]") } else { String::from(word) };
            let lines = wrap_things(shown.map(mark), width);
            // A long list scrolls with its mark.
            let marked = lines.iter().position(|line| line.contains('[')).unwrap_or(0);
            let first = window(marked, lines.len(), area.height.into());
            lines.into_iter().skip(first).collect()
        }
    };
    if form.enquiry.needs.iter().any(|met| met.outcome == Outcome::SafeguardingLead) {
        lines.insert(0, "Write it in your safeguarding record too; this log isn't one.".to_owned());
    }
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        paint.text(area.x, y, area.right(), Role::Label, line);
    }
}
