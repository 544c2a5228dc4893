//! What stands at which place of the screen: drawn from here, and looked up here when somebody clicks, so that the two never differ.

use super::app::{App, Focus, Listing, Page};
use super::layout;
use super::picks::Line;
use super::tally::Row;
use super::wrap::{columns, window, wrap};
use crate::keymap::Action;
use ratatui::layout::{Position, Rect};

/// Lines below the log form for the choices of the marked line.
const FORM_CHOICES: u16 = 5;

/// Rows that the choices of a filter get at least.
const FEW: u16 = 3;

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A key on the last lines.
    Hint(Action),
    /// The search box.
    Search,
    /// A chip of what is asked for besides the words.
    Chip(usize),
    /// The panel of filters, or a line of it.
    Filters(Option<usize>),
    /// What to do when somebody may be in danger.
    Prompts,
    /// A result, or the room below the last one.
    Results(Option<usize>),
    /// The card.
    Card,
    /// The basket, or a service in it.
    Basket(Option<usize>),
    /// The list of today's enquiries, or one of them.
    Today(Option<usize>),
    /// The log form, or a line of it.
    Form(Option<usize>),
    /// The slip's text.
    Slip,
    /// What can be done with the slip, or one of it.
    Choices(Option<usize>),
    /// The palette, or an action in it.
    Palette(Option<usize>),
    /// A list of upkeep, or a line of it.
    Upkeep(Option<usize>),
    /// The tallies, or a row of them, counted over those that the mark stops at.
    Tally(Option<usize>),
    /// What can be said of a service, or one line of it.
    Mark(Option<usize>),
    /// The fields of a service, or one value.
    Fields(Option<usize>),
    /// A page that is only read.
    Text,
}

/// A key on the last lines: what it does, its name, its word, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What it does.
    pub action: Action,
    /// The name of the key.
    pub key: String,
    /// The word for what it does.
    pub word: &'static str,
    /// Where both stand.
    pub area: Rect,
}

/// Returns the keys that work now and have room. Hiding and help are always among them: the least useful of the others gives way.
pub fn hints(app: &App) -> Vec<Hint> {
    let area = layout::frame(app).hints;
    let wanted = app.hints().into_iter().filter_map(|action| Some((action, app.hint(action)?)));
    let mut hints: Vec<Hint> =
        wanted.map(|(action, (key, word))| Hint { action, key, word, area: Rect::default() }).collect();
    loop {
        place(&mut hints, area);
        if hints.last().is_none_or(|last| last.area.bottom() <= area.bottom()) {
            return hints;
        }
        let least = hints.iter().rposition(|hint| !matches!(hint.action, Action::Hide | Action::Help));
        // Where not even those have room, the first of them is what there is.
        hints.remove(least.unwrap_or(hints.len() - 1));
    }
}

/// Places hints in rows, none of them broken in two.
fn place(hints: &mut [Hint], area: Rect) {
    let (mut x, mut y) = (area.x, area.y);
    for hint in hints {
        let width = columns(&hint.key) + 1 + columns(hint.word);
        if x > area.x && x + width > area.right() {
            x = area.x;
            y += 1;
        }
        hint.area = Rect::new(x, y, width.min(area.right() - x), 1);
        x += width + 2;
    }
}

/// Returns the things of a list that are in sight, each with its line.
pub fn rows(area: Rect, marked: usize, total: usize) -> impl Iterator<Item = (usize, u16)> {
    (window(marked, total, area.height.into())..total).zip(area.y..area.bottom())
}

/// Returns the results in sight. What is left at the bottom shows the beginning of the next one, so that it is seen that there is more.
pub fn results(app: &App) -> impl Iterator<Item = (usize, Rect)> {
    let area = layout::desk(app).list;
    let each = layout::result_lines(area);
    let total = app.family.results.listed.len();
    let first = window(app.family.at, total, usize::from(area.height / each));
    let tops = (area.y..area.bottom()).step_by(each.into());
    (first..total).zip(tops).map(move |(place, y)| (place, Rect { y, height: each.min(area.bottom() - y), ..area }))
}

/// Returns the place for the services in the open basket.
pub fn basket(area: Rect) -> Rect {
    below(area, 1)
}

/// Returns the place for the lines of the panel of filters, and the one for the choices of the marked line.
pub fn filters(area: Rect) -> (Rect, Rect) {
    // The choices get what the lines leave, and a few rows where that is less.
    let under = area.height.saturating_sub(1);
    let lines = u16::try_from(Line::ALL.len()).unwrap_or(u16::MAX);
    let below = under.saturating_sub(lines).max(FEW.min(under / 2));
    let rows = Rect { y: area.y + 1, height: lines.min(under - below), ..area };
    let gap = u16::from(below > FEW);
    (rows, Rect::new(area.x + 2, rows.bottom() + gap, area.width.saturating_sub(2), below - gap))
}

/// Returns the place for today's enquiries.
pub fn today(app: &App) -> Rect {
    below(layout::frame(app).body, 1)
}

/// Returns the place for the lines of the log form, and the one for the choices of the marked line.
pub fn form(app: &App) -> (Rect, Rect) {
    let area = layout::frame(app).body;
    let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(1 + FORM_CHOICES), ..area };
    (rows, Rect { x: area.x + 1, y: rows.bottom() + 1, width: area.width.saturating_sub(2), height: FORM_CHOICES - 1 })
}

/// Lines of the screen that each line of a list of upkeep takes.
pub const UPKEEP_LINES: u16 = 2;

/// Widest line of these lists.
const UPKEEP_WIDEST: u16 = 100;

/// Returns the place for the open list of upkeep.
pub fn upkeep(app: &App) -> Rect {
    let area = below(layout::frame(app).body, 3);
    // Further apart, the eye loses the line between a name and its number.
    Rect { width: area.width.min(UPKEEP_WIDEST), ..area }
}

/// Returns the lines of the open list of upkeep in sight.
pub fn upkeep_rows(app: &App) -> impl Iterator<Item = (usize, Rect)> {
    let area = upkeep(app);
    let total = app.upkeep.rows().len();
    let first = window(app.upkeep.at, total, usize::from(area.height / UPKEEP_LINES));
    let tops = (area.y..area.bottom()).step_by(UPKEEP_LINES.into());
    (first..total)
        .zip(tops)
        .map(move |(place, y)| (place, Rect { y, height: UPKEEP_LINES.min(area.bottom() - y), ..area }))
}

/// Widest row of the tallies.
const TALLY_WIDEST: u16 = 120;

/// Returns the place for the rows of the tallies.
pub fn tally(app: &App) -> Rect {
    // The name of an open need stays in sight above its rows.
    let area = below(layout::frame(app).body, if app.tally.need.is_some() { 5 } else { 4 });
    Rect { width: area.width.min(TALLY_WIDEST), ..area }
}

/// Columns that a need takes beside the list.
const TALLY_BESIDE: u16 = 50;

/// Returns the place for the marked need, where there is one beside the rows of the tallies.
pub fn tally_beside(app: &App) -> Option<Rect> {
    let (body, list) = (layout::frame(app).body, tally(app));
    let x = list.right() + 3;
    let width = body.right().saturating_sub(x);
    (width >= TALLY_BESIDE).then_some(Rect { x, width, ..list })
}

/// A line of the tallies in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TallyLine {
    /// The row that it belongs to.
    pub row: usize,
    /// Which of that row's lines it is.
    pub line: usize,
    /// The row's number among those that the mark stops at.
    pub stop: Option<usize>,
    /// The mark is on it.
    pub marked: bool,
    /// Where it stands.
    pub y: u16,
}

/// Returns the lines of these rows in sight, the marked one among them, and how many follow.
pub fn tally_lines(app: &App, rows: &[Row]) -> (Vec<TallyLine>, usize) {
    let area = tally(app);
    let mut all = Vec::new();
    let mut stops = 0;
    for (row, own) in rows.iter().enumerate() {
        let stop = own.stops.then_some(stops);
        stops += usize::from(own.stops);
        let marked = stop == Some(app.tally.at);
        all.extend((0..own.lines.len()).map(|line| TallyLine { row, line, stop, marked, y: 0 }));
    }
    let room = usize::from(area.height);
    // Where not all of them fit, the last line says how many follow.
    let room = if all.len() > room { room.saturating_sub(1) } else { room };
    let at = all.iter().position(|line| line.marked).unwrap_or(0);
    let first = window(at, all.len(), room);
    let in_sight = all.iter().copied().skip(first).zip(area.y..).take(room);
    let lines: Vec<TallyLine> = in_sight.map(|(line, y)| TallyLine { y, ..line }).collect();
    let more = all.len() - first.min(all.len()) - lines.len();
    (lines, more)
}

/// Returns the place for the box in which something is said of a service, and the one for the lines to choose from.
pub fn mark(app: &App) -> (Rect, Rect) {
    let area = layout::frame(app).body;
    (Rect { y: area.y + 3, height: 1, ..area }, below(area, 4))
}

/// Lines below the fields for what has to be known about the marked one, at least.
const FIELD_ADVICE: u16 = 6;

/// Returns the place for the fields, and the one for what has to be known about the marked one.
pub fn fields(app: &App) -> (Rect, Rect) {
    let area = layout::frame(app).body;
    let under = FIELD_ADVICE.max(area.height / 4);
    let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(1 + under), ..area };
    let advice = Rect::new(area.x + 1, rows.bottom() + 1, area.width.saturating_sub(2), under - 1);
    (rows, advice)
}

/// Returns the place for the palette's box, and the one for what it offers.
pub fn palette(app: &App) -> (Rect, Rect) {
    let area = layout::frame(app).body;
    (Rect { y: area.y + 1, height: 1, ..area }, below(area, 3))
}

/// What stands beside the slip.
pub struct SlipSide {
    /// All of it.
    pub area: Rect,
    /// What staff must know before they hand it over.
    pub warnings: Vec<String>,
    /// The line of the first warning.
    pub warnings_at: u16,
    /// The choices in sight, or the lines of the open list, each by its place with where it stands.
    pub rows: Vec<(usize, Rect)>,
    /// The line behind the last of them.
    pub end: u16,
    /// How many there are besides those in sight.
    pub more: usize,
}

/// Rows that the choices keep whatever there is to warn of.
const CHOICES_KEPT: u16 = 6;

/// Returns what stands beside the slip. What staff must know stands whole where the choices below it can give way.
pub fn slip_side(app: &App) -> SlipSide {
    let (_, side) = layout::slip(app);
    let area = Rect { x: side.x + 1, width: side.width.saturating_sub(1), ..side };
    let warnings_at = area.y + if app.asks_about_paper() { 4 } else { 2 };
    let slip = &app.family.slip;
    let (heights, marked): (Vec<u16>, usize) = match &slip.list {
        Some(list) => (vec![1; app.list_lines(area.width.into()).len()], list.at),
        None => (slip.choices().iter().map(|choice| choice.lines()).collect(), slip.at),
    };
    let all: u16 = heights.iter().sum();
    // What is to be read out where it is not on the slip is said there too.
    let warns = slip.list.as_ref().is_none_or(|list| list.kind == Listing::Aloud);
    let warnings = if warns { slip_warnings(app, area, warnings_at, all.min(CHOICES_KEPT)) } else { Vec::new() };
    let top = warnings_at + u16::try_from(warnings.len()).unwrap_or(0) + u16::from(!warnings.is_empty());
    let room = area.bottom().saturating_sub(top);
    // Where not all of them fit, the marked one is in sight, and the last row says that there are more.
    let room = if all > room { room.saturating_sub(1) } else { room };
    let upto = |first: usize| heights.iter().take(marked + 1).skip(first).sum::<u16>();
    let first = (0..marked).find(|first| upto(*first) <= room).unwrap_or(marked);
    let mut end = top;
    let mut rows = Vec::new();
    for (place, height) in heights.iter().enumerate().skip(first) {
        if end + height > top + room {
            break;
        }
        rows.push((place, Rect { y: end, height: *height, ..area }));
        end += height;
    }
    let more = heights.len() - rows.len();
    SlipSide { area, warnings, warnings_at, rows, end, more }
}

/// Returns the lines of what staff must know, as many as the choices leave room for.
fn slip_warnings(app: &App, area: Rect, top: u16, kept: u16) -> Vec<String> {
    let mark = app.theme.problem_mark();
    let all = app.family.slip.preview.warnings.iter();
    let mut warnings: Vec<String> = all.flat_map(|text| wrap(&format!("{mark}{text}"), area.width.into())).collect();
    let room = usize::from(area.bottom().saturating_sub(top + kept + 2));
    if warnings.len() > room {
        warnings.truncate(room.saturating_sub(1));
        warnings.push(format!("{mark}More: enlarge window."));
        warnings.truncate(room);
    }
    warnings
}

fn below(area: Rect, lines: u16) -> Rect {
    Rect { y: (area.y + lines).min(area.bottom()), height: area.height.saturating_sub(lines), ..area }
}

/// Returns what stands at a place of the screen as it is drawn now.
pub fn at(app: &App, x: u16, y: u16) -> Option<Target> {
    let here = Position::new(x, y);
    if app.is_veiled() || app.is_too_small() {
        return None;
    }
    if let Some(hint) = hints(app).into_iter().find(|hint| hint.area.contains(here)) {
        return Some(Target::Hint(hint.action));
    }
    if !layout::frame(app).body.contains(here) {
        return None;
    }
    let line = |area, marked, total| rows(area, marked, total).find(|(_, row)| *row == y).map(|(place, _)| place);
    if let Some(palette) = &app.palette {
        return Some(Target::Palette(line(self::palette(app).1, palette.at, app.offers().len())));
    }
    if app.help.is_some() {
        return Some(Target::Text);
    }
    // A question waits for its answer and for nothing else.
    if app.question.is_some() {
        return None;
    }
    Some(match app.page {
        Page::Desk => return on_desk(app, here),
        Page::Log => {
            let form = app.family.form.as_ref();
            Target::Form(form.and_then(|form| line(self::form(app).0, form.at, form.lines().len())))
        }
        Page::Slip => {
            let side = slip_side(app);
            if !side.area.contains(here) {
                return Some(Target::Slip);
            }
            Target::Choices(side.rows.iter().find(|(_, area)| area.contains(here)).map(|(place, _)| *place))
        }
        Page::Today => Target::Today(line(today(app), app.today_at, app.today.as_ref().map_or(0, std::vec::Vec::len))),
        Page::Counts | Page::Hub | Page::Service => Target::Text,
        Page::Upkeep => Target::Upkeep(upkeep_rows(app).find(|(_, area)| area.contains(here)).map(|(place, _)| place)),
        Page::Tally => {
            let rows = app.tally_rows();
            let line = tally_lines(app, &rows).0.into_iter().find(|line| line.y == y);
            Target::Tally(line.and_then(|line| line.stop))
        }
        Page::Mark => {
            let mark = app.marking.as_ref();
            Target::Mark(mark.and_then(|mark| line(self::mark(app).1, mark.at, mark.lines().len())))
        }
        Page::Fields => {
            let open = app.fields.as_ref();
            Target::Fields(open.and_then(|open| line(self::fields(app).0, open.at, open.lines().len())))
        }
    })
}

fn on_desk(app: &App, here: Position) -> Option<Target> {
    let parts = layout::desk(app);
    let family = &app.family;
    if parts.search.contains(here) {
        Some(Target::Search)
    } else if parts.chips.contains(here) {
        let mut chips = layout::chips(app, parts.chips.width).into_iter();
        let inside = Position::new(here.x - parts.chips.x, here.y - parts.chips.y);
        chips.position(|chip| chip.place.contains(inside)).map(Target::Chip)
    } else if let Some(area) = parts.filters.filter(|area| area.contains(here)) {
        let line = rows(filters(area).0, family.panel.at, Line::ALL.len()).find(|(_, row)| *row == here.y);
        Some(Target::Filters(line.map(|(place, _)| place)))
    } else if parts.prompts.is_some_and(|area| area.contains(here)) {
        Some(Target::Prompts)
    } else if parts.list.contains(here) {
        Some(Target::Results(results(app).find(|(_, area)| area.contains(here)).map(|(place, _)| place)))
    } else if parts.card.contains(here) {
        Some(Target::Card)
    } else if parts.basket.contains(here) {
        let open = family.focus == Focus::Basket;
        let total = if open { family.visit.basket().len() } else { 0 };
        let line = rows(basket(parts.basket), family.basket_at, total).find(|(_, row)| *row == here.y);
        Some(Target::Basket(line.map(|(place, _)| place)))
    } else {
        None
    }
}
