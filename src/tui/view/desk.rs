//! The search page: box, results, card, basket.

use super::filters;
use super::paint::Paint;
use crate::desk::Listed;
use crate::keymap::{Action, Context};
use crate::slip::EXAMPLE;
use crate::theme::Role;
use crate::tui::app::{App, Focus};
use crate::tui::layout::{self, DeskParts};
use crate::tui::lines::{self, SHORT_EXAMPLE, named};
use crate::tui::places;
use crate::tui::workers::RESULTS;
use crate::tui::wrap::{columns, cut};
use ratatui::layout::{Position, Rect};

/// What stands before the search box.
const LABEL: &str = " Search: ";

/// Draws the page and returns where the focus is.
pub fn draw(app: &App, paint: &mut Paint) -> Position {
    let parts = layout::desk(app);
    let focus = app.family.focus;
    let in_search = search(app, paint, parts.search);
    let in_chips = filters::chips(app, paint, parts.chips);
    if let Some(area) = parts.banner {
        let lines = layout::banner(app, area.width.into()).unwrap_or_default();
        for (line, y) in lines.iter().zip(area.y..area.bottom()) {
            paint.text(area.x, y, area.right(), Role::Problem, line);
        }
    }
    let in_prompts = parts.prompts.map(|area| prompts(app, paint, area));
    if let Some(area) = parts.privacy {
        reminder(app, paint, area);
    }
    count(app, paint, &parts);
    let in_list = list(app, paint, parts.list);
    if app.family.selected().is_some() || parts.filters.is_some() {
        paint.rule(parts.rule);
    }
    if parts.card.width > 0 {
        let card = layout::card_lines(app, parts.card.width);
        paint.lines(parts.card, app.family.card_scroll, &card);
    }
    let in_filters = parts.filters.map(|area| {
        if parts.card.width > 0 {
            paint.rule(Rect { x: area.x - 2, width: 1, ..area });
        }
        filters::panel(app, paint, area)
    });
    let in_basket = basket(app, paint, parts.basket);
    match focus {
        Focus::Search => in_search,
        Focus::Chips => in_chips,
        Focus::Filters => in_filters.unwrap_or(in_search),
        Focus::Prompts => in_prompts.unwrap_or(in_search),
        Focus::Results => in_list,
        Focus::Card => Position::new(parts.card.x, parts.card.y),
        Focus::Basket => in_basket,
    }
}

/// Draws the search box and returns where the caret is.
pub fn search(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let x = paint.text(area.x, area.y, area.right(), Role::Title, LABEL);
    let (shown, caret) = app.family.query.visible(usize::from(area.right().saturating_sub(x)));
    if app.family.query.value().is_empty() {
        let asked = format!("what does the {} need, in their own words?", app.family.who());
        paint.text(x + 1, area.y, area.right(), Role::Label, &asked);
    }
    let role = if app.family.done { Role::Marked } else { Role::Plain };
    paint.text(x, area.y, area.right(), role, &shown);
    Position::new(x + caret, area.y)
}

/// Draws what the desk is reminded of since something was chosen.
pub fn reminder(app: &App, paint: &mut Paint, area: Rect) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
    paint.lines(inner, 0, &layout::reminder(app, area.width));
}

fn prompts(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let family = &app.family;
    if family.prompts_folded {
        let titles: Vec<&str> = family.results.prompts.iter().map(|prompt| prompt.title.as_str()).collect();
        let key = app.key_name(Action::NextPane);
        let text = format!("! {} - {key} shows what to do", titles.join("; "));
        paint.text(area.x + 1, area.y, area.right(), Role::Prompt, &text);
    } else {
        let lines = lines::prompts(&family.results.prompts, layout::prompt_width(area.width));
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
        paint.lines(inner, family.prompt_scroll, &lines);
    }
    Position::new(area.x + 1, area.y)
}

fn count(app: &App, paint: &mut Paint, parts: &DeskParts) {
    let (area, family) = (parts.count, &app.family);
    let total = family.results.listed.len();
    if app.is_opening() {
        let text = "Opening the catalogue. Type on: it is searched as soon as it is open.";
        paint.text(area.x + 1, area.y, area.right(), Role::Label, text);
    } else if family.is_filtered() && (total == 0 || family.results.nothing_close) && !family.is_stale() {
        let key = |context, action| app.keymap.key(context, action).map_or_else(String::new, |key| key.to_string());
        let all = app.key_name(Action::ClearFilters);
        let one = key(Context::Chips, Action::Remove);
        // From elsewhere the chips come first.
        let there = matches!(app.context(), Context::Chips | Context::Filters);
        let one = if there { one } else { format!("{}, {one}", key(Context::Desk, Action::NextPane)) };
        let text = format!("No match with these filters. {one} takes one off; {all} takes all off.");
        paint.text(area.x + 1, area.y, area.right(), Role::Problem, &text);
    } else if family.results.nothing_close && !family.query.is_blank() {
        let text = match &family.results.elsewhere {
            Some(elsewhere) => format!("No match yet - ask a colleague. It sounds like: {elsewhere}."),
            None if total > 0 => "No match yet - ask a colleague. Nearest:".to_owned(),
            None => "No match yet - ask a colleague.".to_owned(),
        };
        paint.text(area.x + 1, area.y, area.right(), Role::Problem, &text);
    } else if total > 0 {
        // What was found goes on behind the last one that is listed.
        let of = if total < RESULTS { "of" } else { "of the best" };
        let text = format!("{} {of} {total}", family.at + 1);
        paint.text(area.x + 1, area.y, area.right(), Role::Label, &text);
    }
}

/// Draws the results in sight, and no others.
fn list(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let each = layout::result_lines(area);
    let mut cursor = Position::new(area.x, area.y);
    for (place, area) in places::results(app) {
        let marked = place == app.family.at;
        result(app, paint, area, &app.family.results.listed[place], marked, each);
        if marked {
            cursor = Position::new(area.x, area.y);
        }
    }
    cursor
}

fn result(app: &App, paint: &mut Paint, area: Rect, listed: &Listed, marked: bool, each: u16) {
    let focus = app.family.focus;
    let here = marked && matches!(focus, Focus::Results | Focus::Search);
    let role = match (marked, here) {
        (true, true) => Role::Selected,
        (true, false) => Role::Marked,
        _ => Role::Title,
    };
    let mut lines: Vec<(Role, String)> = Vec::new();
    let basket = app.family.visit.basket().iter().any(|chosen| chosen.id == listed.id);
    let lead = if marked { ">" } else { " " };
    let (tick, chosen) = match (basket, app.theme.in_words()) {
        (true, false) => ("+", ""),
        (true, true) => (" ", " (in the basket)"),
        (false, _) => (" ", ""),
    };
    let hindrance = listed.hindrance.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
    lines.push((role, format!("{lead}{tick}{}{hindrance}{chosen}", listed.name)));
    if listed.example {
        let whole = format!("  {EXAMPLE}: {}", listed.line);
        let fits = columns(&whole) <= area.width;
        lines.push((Role::Example, if fits { whole } else { format!("  {SHORT_EXAMPLE} {}", listed.line) }));
    } else {
        lines.push((Role::Plain, format!("  {}", listed.line)));
    }
    let width = usize::from(area.width.saturating_sub(2));
    let facts: Vec<&str> = [&listed.place, &listed.distance, &listed.when, &listed.cost]
        .into_iter()
        .map(String::as_str)
        .filter(|fact| !fact.is_empty())
        .collect();
    let sure = [listed.marks(), vec![listed.how_sure()]].concat().join(" \u{b7} ");
    if each == 3 {
        let facts = [&facts[..], &[sure.as_str()]].concat();
        lines.push((Role::Detail, format!("  {}", fitted(&listed.place, &facts, width))));
    } else {
        lines.push((Role::Detail, format!("  {}", fitted(&listed.place, &facts, width))));
        lines.push((Role::Detail, format!("  {sure}")));
    }
    for ((role, line), y) in lines.iter().zip(area.y..area.bottom()) {
        paint.text(area.x, y, area.right(), *role, line);
    }
    if marked && area.height > 0 {
        paint.mark(area, area.y, role);
    }
}

/// Joins the facts, cutting the place first: when and what it costs are asked for more.
fn fitted(place: &str, facts: &[&str], width: usize) -> String {
    let joined = facts.join(" \u{b7} ");
    let over = usize::from(columns(&joined)).saturating_sub(width);
    if over == 0 || place.is_empty() {
        return joined;
    }
    let room = usize::from(columns(place)).saturating_sub(over).max(8);
    joined.replacen(place, &cut(place, room), 1)
}

fn basket(app: &App, paint: &mut Paint, area: Rect) -> Position {
    let basket = app.family.visit.basket();
    if basket.is_empty() {
        paint.text(area.x, area.y, area.right(), Role::Label, " Basket: empty.");
        return Position::new(area.x, area.y);
    }
    let x = paint.text(area.x, area.y, area.right(), Role::Title, &format!(" Basket ({}): ", basket.len()));
    if app.family.focus != Focus::Basket {
        // There is no room for the whole sentence, and at the end of a name the mark would be cut off first.
        let names: Vec<String> = basket.iter().map(|chosen| named(&chosen.name, chosen.example, 0)).collect();
        paint.text(x, area.y, area.right(), Role::Plain, &names.join("; "));
        return Position::new(area.x, area.y);
    }
    let mut cursor = Position::new(area.x, area.y);
    for (place, y) in places::rows(places::basket(area), app.family.basket_at, basket.len()) {
        let chosen = &basket[place];
        let here = place == app.family.basket_at;
        let lead = if here { ">" } else { " " };
        let x = paint.text(area.x, y, area.right(), Role::Plain, &format!(" {lead} {}. ", place + 1));
        let room = usize::from(area.right().saturating_sub(x));
        paint.text(x, y, area.right(), Role::Plain, &named(&chosen.name, chosen.example, room));
        if here {
            paint.mark(area, y, Role::Selected);
            cursor = Position::new(area.x + 1, y);
        }
    }
    cursor
}
