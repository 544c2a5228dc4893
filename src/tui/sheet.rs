//! The pages to read as blocks of lines, set in as many columns as there is room for.

use super::app::{App, Page};
use super::layout;
use super::lines::{self, Lined, put};
use super::wrap::cut;
use crate::desk::{Counted, Counts, HubCard, NOT_NAMED};
use crate::slip::EXAMPLE_HUB;
use crate::theme::Role;
use ratatui::layout::Rect;

/// Columns of the screen that one column of counts takes, and one of the hub's page.
const COUNTS: u16 = 64;
const HUB: u16 = 40;

/// Most columns of text.
const MOST: u16 = 3;

/// Widest name before its counts; further apart, the eye loses the line.
const NAME: usize = 44;

/// Returns the title of the page, and the mark of an invented hub.
pub fn title(app: &App) -> (String, &'static str) {
    match (app.page, &app.sheet.hub) {
        (Page::Counts, _) => (format!(" {}", Counts::TITLE), ""),
        (_, Some(hub)) => (format!(" {}", hub.name), if hub.example { EXAMPLE_HUB } else { "" }),
        (_, None) => (" The hub".to_owned(), ""),
    }
}

/// Returns what stays in sight above the columns.
fn head(app: &App, width: usize) -> Vec<Lined> {
    let mut lines = Vec::new();
    if let Some(counts) = &app.sheet.counts {
        put(&mut lines, Role::Plain, "", &counts.days(), width);
        put(&mut lines, Role::Label, "", SMALL, width);
    } else if let Some(hub) = &app.sheet.hub {
        put(&mut lines, Role::Prompt, "", &lines::danger(&app.start.face), width);
        // What is asked for most is seen without a key.
        hub.hours.first().into_iter().for_each(|open| put(&mut lines, Role::Plain, "", open, width));
    }
    lines
}

/// Why the counts stay where they are.
const SMALL: &str = "Small numbers can tell who somebody is. What is sensitive is counted, not named.";

/// Lines and where they go.
type Placed = (Rect, Vec<Lined>);

/// Returns the parts of the page: what stays in sight, then the columns, each with its place and its lines.
pub fn parts(app: &App) -> (Placed, Vec<Placed>) {
    let body = layout::frame(app).body;
    let wide = body.width.saturating_sub(2);
    let head = head(app, wide.into());
    let height = u16::try_from(head.len()).unwrap_or(u16::MAX);
    let below = (1 + height + 1).min(body.height);
    let count = (body.width / if app.sheet.counts.is_some() { COUNTS } else { HUB }).clamp(1, MOST);
    let each = body.width / count;
    let width = each.saturating_sub(3);
    let blocks = match (&app.sheet.counts, &app.sheet.hub) {
        (Some(counts), _) => of_counts(counts, width.into()),
        (None, Some(hub)) => of_hub(hub, width.into()),
        (None, None) => Vec::new(),
    };
    let place = |n: u16| Rect::new(body.x + 1 + n * each, body.y + below, width, body.height - below);
    let columns = (0..count).map(place).zip(set(blocks, count.into())).collect();
    ((Rect::new(body.x + 1, body.y + 1, wide, height.min(body.height.saturating_sub(1))), head), columns)
}

/// Returns by how many lines the page is longer than its place.
pub fn overflow(app: &App) -> usize {
    let (_, columns) = parts(app);
    columns.iter().map(|(area, lines)| lines.len().saturating_sub(area.height.into())).max().unwrap_or(0)
}

/// Sets blocks in columns of about the same length, none of them broken in two.
fn set(blocks: Vec<Vec<Lined>>, columns: usize) -> Vec<Vec<Lined>> {
    let total: usize = blocks.iter().map(|block| block.len() + 1).sum();
    let share = total.div_ceil(columns);
    let mut out: Vec<Vec<Lined>> = vec![Vec::new()];
    for block in blocks {
        let full = out.last().is_some_and(|column| !column.is_empty() && column.len() + block.len() / 2 > share);
        if full && out.len() < columns {
            out.push(Vec::new());
        }
        if let Some(column) = out.last_mut() {
            if !column.is_empty() {
                column.push((Role::Plain, String::new()));
            }
            column.extend(block);
        }
    }
    out
}

fn of_counts(counts: &Counts, width: usize) -> Vec<Vec<Lined>> {
    counts.tables().iter().map(|(heading, rows)| table(heading, rows, width)).collect()
}

fn table(heading: &str, rows: &[Counted], width: usize) -> Vec<Lined> {
    let name = width.saturating_sub(18).min(NAME);
    let line = |lead: &str, text: &str, today: &str, week: &str| {
        let text = cut(&format!("{lead}{text}"), name);
        format!("{text:name$}{today:>7}{week:>11}")
    };
    let mut lines = vec![(Role::Title, line("", heading, "today", "this week"))];
    for Counted { name, count } in rows {
        let role = if name == NOT_NAMED { Role::Label } else { Role::Plain };
        lines.push((role, line("  ", name, &count.today.to_string(), &count.week.to_string())));
    }
    if rows.is_empty() {
        lines.push((Role::Label, "  none".to_owned()));
    }
    lines
}

fn of_hub(hub: &HubCard, width: usize) -> Vec<Vec<Lined>> {
    let sections = hub.sections().into_iter().filter(|(_, texts)| !texts.is_empty());
    let block = |(heading, texts): (&str, &[String])| {
        let mut block = vec![(Role::Title, heading.to_owned())];
        for text in texts {
            put(&mut block, Role::Plain, "  ", text, width);
        }
        block
    };
    sections.map(block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stay_whole_and_every_line_is_set_once() {
        let block = |name: &str, lines: usize| vec![(Role::Plain, name.to_owned()); lines];
        let blocks = vec![block("a", 3), block("b", 9), block("c", 2), block("d", 4), block("e", 1)];
        for columns in 1..=3 {
            let set = set(blocks.clone(), columns);
            assert!(set.len() <= columns);
            let text: Vec<String> = set.iter().flatten().map(|(_, line)| line.clone()).collect();
            assert_eq!(text.concat(), "aaabbbbbbbbbccdddde");
            for name in ["a", "b", "c", "d", "e"] {
                assert_eq!(set.iter().filter(|column| column.iter().any(|(_, line)| line == name)).count(), 1);
            }
        }
    }
}
