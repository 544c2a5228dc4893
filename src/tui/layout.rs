//! Where things go on the screen, and how much of them fits.

use super::app::{App, Focus, Listing, Page, Question};
use super::chips::Tag;
use super::lines;
use super::wrap::{columns, cut, wrap};
use crate::keymap::Action;
use crate::theme::Role;
use ratatui::layout::Rect;

/// The smallest screen on which everything works.
pub const SMALLEST: (u16, u16) = (80, 24);

/// Columns of a slip on screen.
pub const SLIP_COLUMNS: usize = 45;

/// Columns from which a result needs a line less.
const WIDE: u16 = 80;

/// Columns of the filters where they stand beside the card.
const FILTERS: u16 = 46;

/// Columns from which they do; on a narrower screen they take its place.
const BESIDE: u16 = 130;

/// Lines below a page, for what just happened and for the keys.
const BELOW: u16 = 3;

/// Most lines of the first notice.
const BANNER_LINES: usize = 3;

/// Most lines of the basket while it has the focus.
const BASKET_LINES: u16 = 6;

/// The parts of every page: what stands above, the page, and what stands below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageParts {
    /// The hub and the date.
    pub head: Rect,
    /// The reminder of privacy, on one line, where the page has no other place for it.
    pub privacy: Option<Rect>,
    /// The page.
    pub body: Rect,
    /// What just happened.
    pub status: Rect,
    /// The keys that work now.
    pub hints: Rect,
}

/// The parts of the search page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskParts {
    /// The search box.
    pub search: Rect,
    /// The chips of what is asked for besides the words. They have a line of their own even where there are none, so that nothing moves when one comes while a word is typed.
    pub chips: Rect,
    /// What staff must know first.
    pub banner: Option<Rect>,
    /// What to do when somebody may be in danger.
    pub prompts: Option<Rect>,
    /// What the desk is reminded of since something was chosen.
    pub privacy: Option<Rect>,
    /// How many results there are.
    pub count: Rect,
    /// The results.
    pub list: Rect,
    /// The card of the marked one; nothing where the filters take its place.
    pub card: Rect,
    /// The filters, while they are open.
    pub filters: Option<Rect>,
    /// The line between them.
    pub rule: Rect,
    /// The basket.
    pub basket: Rect,
}

/// Returns the parts of every page.
pub fn frame(app: &App) -> PageParts {
    let (width, height) = app.size;
    // A long sentence takes a line of the hints, so that nothing moves when it comes and goes; only one that is longer still moves the page, rather than being cut.
    let asked = asked_lines(app).len();
    let status = u16::try_from(status_lines(app).len().max(asked)).unwrap_or(u16::MAX).clamp(1, (height / 2).max(1));
    // What can be done about a slip that did not come out is named whole.
    let below = height.min(BELOW.max(status + if asked > 0 { 2 } else { 1 }));
    let row = |y, height| Rect::new(0, y, width, height);
    let beside = app.page() != Page::Desk && app.is_reminding() && app.help.is_none() && app.palette.is_none();
    let head = 1 + u16::from(beside);
    let body = height.saturating_sub(head + below);
    PageParts {
        head: row(0, 1),
        privacy: beside.then(|| row(1, 1)),
        body: row(head, body),
        status: row(head + body, status),
        hints: row(head + body + status, below.saturating_sub(status)),
    }
}

/// Returns the lines in which the desk says what just happened, which a question takes the place of.
pub fn status_lines(app: &App) -> Vec<String> {
    if app.question.is_some() { Vec::new() } else { said_lines(app) }
}

/// Returns the lines of a question that tells what happened, and may be as long as that needs.
pub fn asked_lines(app: &App) -> Vec<String> {
    match app.question {
        Some(Question::Unprinted) => wrap(&app.unprinted_question(), usize::from(app.size.0).saturating_sub(1)),
        // Why the name in the box was not taken stands below it.
        Some(Question::WriteTo(_)) if app.said.is_some() => {
            std::iter::once(String::new()).chain(said_lines(app)).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the lines of what the desk said last, else of what the printer does.
pub fn said_lines(app: &App) -> Vec<String> {
    let mark = app.theme.problem_mark();
    let text = match (&app.said, &app.family.failed) {
        (Some(said), _) => format!("{}{}", if said.problem { mark } else { "" }, said.text),
        // What must be read comes back behind whatever else was said.
        (None, Some(failed)) => format!("{mark}{failed}"),
        (None, None) => match app.print_state() {
            Some(state) => state,
            None => return Vec::new(),
        },
    };
    wrap(&text, app.size.0.into())
}

/// Returns the parts of the search page.
pub fn desk(app: &App) -> DeskParts {
    let body = frame(app).body;
    let (left, bottom) = (body.x, body.bottom());
    let mut y = body.y;
    let mut row = |height: u16| {
        let rect = Rect::new(left, y, body.width, height.min(bottom.saturating_sub(y)));
        y = rect.bottom();
        rect
    };
    let search = row(1);
    let banner = banner(app, body.width.into()).map(|lines| row(u16::try_from(lines.len()).unwrap_or(1)));
    let chips = row(chips(app, body.width).last().map_or(1, |last| last.place.bottom()));
    let prompts = (!app.family.results.prompts.is_empty()).then(|| {
        if app.family.prompts_folded {
            row(1)
        } else {
            let lines = lines::prompts(&app.family.results.prompts, prompt_width(body.width)).len();
            row(u16::try_from(lines).unwrap_or(u16::MAX).min(body.height / 2))
        }
    });
    let privacy = app.family.privacy.is_some().then(|| {
        let lines = u16::try_from(reminder(app, body.width).len()).unwrap_or(u16::MAX);
        row(lines.min(body.height / 2))
    });
    let count = row(1);
    let chosen = app.family.visit.basket().len();
    let basket = match (chosen, app.family.focus) {
        (0, _) => 1,
        (count, Focus::Basket) => u16::try_from(count + 1).unwrap_or(u16::MAX).min(BASKET_LINES),
        _ => 1,
    };
    let middle = bottom.saturating_sub(count.bottom() + basket);
    let top = count.bottom();
    let open = app.family.focus == Focus::Filters;
    let room = if open && body.width >= BESIDE { body.width - FILTERS } else { body.width };
    let share = (room * 11 / 20 + 1).clamp(room.min(45), 96.max(room / 2));
    let beside = Rect::new(left + share + 2, top, room.saturating_sub(share + 2), middle);
    let (card, filters) = match open {
        false => (beside, None),
        true if room < body.width => (beside, Some(Rect { x: left + room + 2, width: FILTERS - 2, ..beside })),
        true => (Rect { width: 0, ..beside }, Some(beside)),
    };
    DeskParts {
        search,
        chips,
        banner,
        prompts,
        privacy,
        count,
        list: Rect::new(left, top, share.saturating_sub(1), middle),
        rule: Rect::new(left + share, top, 1, middle),
        card,
        filters,
        basket: Rect::new(left, top + middle, body.width, basket),
    }
}

/// A chip and its place among the chips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedChip {
    /// The word before it, when it is the first of its kind.
    pub lead: &'static str,
    /// Its words.
    pub text: String,
    /// Where it stands; the word before it stands left of this.
    pub place: Rect,
}

/// Returns the chips, and where each stands in a part of this width. Needs that come near have what is left of a line and no more: they come and go while somebody types.
pub fn chips(app: &App, width: u16) -> Vec<PlacedChip> {
    let (mut x, mut y) = (1, 0);
    let mut before = None;
    let mut out = Vec::new();
    for tag in app.family.chips() {
        let kind = std::mem::discriminant(&tag);
        let lead = if before.replace(kind) == Some(kind) { "" } else { tag.lead() };
        let text = tag.text(&app.start.places);
        let (led, wide) = (columns(lead), columns(&text));
        if x > 1 && x + led + wide > width {
            if matches!(tag, Tag::Nearest(_)) {
                break;
            }
            (x, y) = (1, y + 1);
        }
        out.push(PlacedChip { lead, text, place: Rect::new(x + led, y, wide, 1) });
        x += led + wide + 1;
    }
    out
}

/// Returns the reminder of privacy: whole, or its first line where a prompt needs the room.
pub fn reminder(app: &App, width: u16) -> Vec<(Role, String)> {
    let Some(reminder) = &app.family.privacy else { return Vec::new() };
    let first = (Role::Prompt, format!("! {} {}: seen.", reminder.title, app.key_name(Action::Back)));
    let prompted = !app.family.results.prompts.is_empty() && !app.family.prompts_folded;
    let mut lines = vec![first];
    if app.page() == Page::Desk && !prompted {
        for line in &reminder.lines {
            lines::put(&mut lines, Role::Plain, "  ", line, prompt_width(width));
        }
    }
    lines
}

/// Returns by how many lines Page Down goes on where the focus is: what is in sight, less one or two that tell where one was.
pub fn lines_in_sight(app: &App) -> usize {
    let rows = match (app.help, app.page, app.family.focus) {
        (None, Page::Desk, Focus::Card) => desk(app).card.height,
        (None, Page::Desk, Focus::Prompts) => desk(app).prompts.map_or(0, |place| place.height),
        (None, Page::Desk, Focus::Filters) => 7,
        (None, Page::Upkeep, _) => super::places::upkeep(app).height / super::places::UPKEEP_LINES,
        (None, Page::Tally, _) => super::places::tally(app).height,
        (None, Page::Fields, _) => super::places::fields(app).0.height,
        _ => frame(app).body.height.saturating_sub(2),
    };
    rows.saturating_sub(2).into()
}

/// Returns the lines of the first notice, while it was not put away yet. One that is too long is cut after a word and says where it is whole.
pub fn banner(app: &App, width: usize) -> Option<Vec<String>> {
    let first = app.start.notices.iter().find(|notice| notice.alert).or_else(|| app.start.notices.first())?;
    if app.notice_read {
        return None;
    }
    let text = format!("{}{}", app.theme.problem_mark(), first.text);
    let more = app.start.notices.len() - 1;
    let more = if more == 0 { String::new() } else { format!(" ({more} more in the help)") };
    let whole = wrap(&format!("{text}{more}"), width);
    if whole.len() <= BANNER_LINES {
        return Some(whole);
    }
    let end = format!("{more} {} shows it whole", app.key_name(Action::Help));
    let shortened = |at: usize| {
        let kept = text[..at].trim_end_matches(|c: char| c.is_whitespace() || ",;:.".contains(c));
        wrap(&format!("{kept}\u{2026}{end}"), width)
    };
    let fits = |at: &usize| shortened(*at).len() <= BANNER_LINES;
    // The mark is no word of the notice.
    let from = app.theme.problem_mark().len();
    let words: Vec<usize> = text.match_indices(char::is_whitespace).map(|(at, _)| at).filter(|at| *at > from).collect();
    Some(match words.partition_point(fits) {
        // A first word that is longer than that, a path perhaps, is cut itself.
        0 => vec![cut(&text, width), cut(end.trim_start(), width)],
        count => shortened(words[count - 1]),
    })
}

/// Returns the columns for the text of prompts.
pub fn prompt_width(width: u16) -> usize {
    usize::from(width.saturating_sub(2))
}

/// Returns the lines that one result takes.
pub fn result_lines(list: Rect) -> u16 {
    if list.width >= WIDE { 3 } else { 4 }
}

/// Returns how many results are in sight at once.
pub fn results_in_sight(app: &App) -> usize {
    let list = desk(app).list;
    usize::from(list.height / result_lines(list))
}

/// Returns the lines of the marked service's card.
pub fn card_lines(app: &App, width: u16) -> Vec<(Role, String)> {
    let Some(selected) = app.family.selected() else { return Vec::new() };
    match app.family.card.as_ref().filter(|card| card.id == selected.id) {
        Some(card) => lines::card(card, Some(selected), width.into()),
        // The card comes a moment after the mark; the name stands there at once.
        None => wrap(&selected.name, width.into()).into_iter().map(|line| (Role::Title, line)).collect(),
    }
}

/// Returns by how many lines the card is longer than its place.
pub fn card_overflow(app: &App) -> usize {
    let place = desk(app).card;
    card_lines(app, place.width).len().saturating_sub(place.height.into())
}

/// Returns the lines of the service that is shown by itself.
pub fn lone_lines(app: &App, width: u16) -> Vec<(Role, String)> {
    let Some(lone) = &app.lone else { return Vec::new() };
    match &lone.card {
        Some(card) => lines::card(card, None, width.into()),
        None => {
            let mut lines = Vec::new();
            lines::put(&mut lines, Role::Title, "", &lone.name, width.into());
            if lone.gone {
                lines::put(&mut lines, Role::Plain, "", "It is not in the catalogue any more.", width.into());
            }
            lines
        }
    }
}

/// Returns by how many lines the service that is shown by itself is longer than its place.
pub fn entry_overflow(app: &App) -> usize {
    let body = frame(app).body;
    lone_lines(app, body.width.saturating_sub(2)).len().saturating_sub(body.height.into())
}

/// Returns by how many lines the prompts are longer than their place.
pub fn prompt_overflow(app: &App) -> usize {
    let parts = desk(app);
    let lines = lines::prompts(&app.family.results.prompts, prompt_width(parts.search.width));
    lines.len().saturating_sub(parts.prompts.map_or(0, |place| place.height.into()))
}

/// Returns the place for the slip's text and for what can be done with it.
pub fn slip(app: &App) -> (Rect, Rect) {
    let body = frame(app).body;
    let columns = u16::try_from(SLIP_COLUMNS).unwrap_or(u16::MAX) + 3;
    let text = Rect { width: columns.min(body.width), ..body };
    (text, Rect { x: text.right(), width: body.width - text.width, ..body })
}

/// Returns the text beside the choices: the slip, or its numbers while they are read out.
pub fn slip_text(app: &App) -> &[String] {
    let slip = &app.family.slip;
    match slip.list.as_ref().map(|list| &list.kind) {
        Some(Listing::Aloud) => &slip.preview.aloud,
        _ => &slip.preview.lines,
    }
}

/// Returns by how many lines the slip is longer than its place.
pub fn slip_overflow(app: &App) -> usize {
    slip_text(app).len().saturating_sub(slip(app).0.height.into())
}

/// Returns by how many lines the help is longer than its place.
pub fn help_overflow(app: &App) -> usize {
    let body = frame(app).body;
    lines::help(app, usize::from(body.width.saturating_sub(2)))
        .len()
        .saturating_sub(usize::from(body.height.saturating_sub(1)))
}
