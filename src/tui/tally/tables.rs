//! Tables as rows: bars where one column says it all, columns where they fit, else a list of what is not nothing.

use super::{Opens, Row, Set, marks};
use crate::desk::TallyView;
use crate::tally::{Cell, Dimension, Line, Shape, Table, Unit};
use crate::theme::Role;
use crate::tui::lines::{self, Lined};
use crate::tui::wrap::{columns, cut, wrap};

/// What stands over the names of hubs.
const HUB: &str = "Hub";

/// Shortest and longest bar.
const BAR: (usize, usize) = (8, 50);

/// Widest name before its numbers; further apart, the eye loses the line.
const NAME: usize = 40;

/// Widest title of a column before it is broken.
const TITLE: usize = 11;

/// Columns of the number in a list, its title included.
const LIST_NUMBER: usize = 11;

/// Returns a text cut or filled up to a width.
pub fn padded(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let fill = width.saturating_sub(columns(&text).into());
    format!("{text}{}", " ".repeat(fill))
}

/// Returns a text at the right end of a width.
pub fn at_right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text).into())))
}

/// Returns the columns of the widest text.
pub fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(|text| usize::from(columns(text))).max().unwrap_or(0)
}

/// Adds a table: its title, its lines, and what has to be known about them.
pub fn put(view: &TallyView, table: &Table, set: Set, rows: &mut Vec<Row>) {
    if !rows.is_empty() {
        rows.push(Row::gap());
    }
    rows.push(title(table, set));
    let lines = set_lines(view, table, set);
    if lines.is_empty() {
        rows.push(Row { stops: true, ..Row::text(Role::Plain, "None.", set.width) });
    }
    rows.extend(lines);
    rows.extend(notes(table, set));
}

/// Returns the title of a table, with what is counted where that is not enquiries.
pub fn title(table: &Table, set: Set) -> Row {
    let unit = if table.unit == Unit::Needs { " (needs)" } else { "" };
    Row::text(Role::Title, &format!("{}{unit}", table.title), set.width)
}

/// Returns what has to be known about a table. It stands below the lines, so that they are seen first.
pub fn notes(table: &Table, set: Set) -> impl Iterator<Item = Row> {
    table.notes.iter().map(move |note| Row { stops: true, ..Row::text(Role::Label, note, set.width) })
}

/// Returns what a line leads to.
fn opens(view: &TallyView, table: &Table, line: &Line) -> Option<Opens> {
    let heading = table.headings.first()?.as_str();
    if line.total {
        None
    } else if heading == Dimension::Need.label() {
        line.labels.first().cloned().map(Opens::Need)
    } else {
        let known = heading == HUB && view.hubs.iter().any(|(id, _)| *id == line.id);
        known.then(|| Opens::Hub(line.id.clone()))
    }
}

/// Returns the names of the lines. The group of a need is left out: there is no room for it, and the need says it.
pub fn labels(table: &Table) -> Vec<String> {
    let grouped = table.headings.get(1).is_some_and(|heading| heading == Dimension::Group.label());
    let many = if grouped { 1 } else { usize::MAX };
    let label = |line: &Line| line.labels.iter().take(many).map(String::as_str).collect::<Vec<_>>().join(" \u{b7} ");
    table.lines.iter().map(label).collect()
}

/// Returns the lines of a table, the column titles before them.
fn set_lines(view: &TallyView, table: &Table, set: Set) -> Vec<Row> {
    let labels = labels(table);
    let cells: Vec<Vec<String>> =
        table.lines.iter().map(|line| line.cells.iter().map(|cell| set.shown(cell)).collect()).collect();
    let form = Form::of(view, table, &labels, &cells, set);
    let mut rows = Vec::new();
    if let (Form::Columns { curve: true, .. }, Some((first, last))) = (&form, drawn_over(view, table)) {
        let text = format!("Curve: {first} to {last}; . is none, c is {}.", set.hidden);
        rows.push(Row::text(Role::Label, &text, set.width));
    }
    rows.extend(form.titles(table, set).filter(|_| table.columns.len() > 1));
    let most = marks::most(drawn(table));
    // Which hubs are shown together must be seen; other names are cut.
    let of_hubs = table.headings.first().is_some_and(|heading| heading == HUB);
    for (at, line) in table.lines.iter().enumerate() {
        let role = if line.total { Role::Title } else { Role::Plain };
        let lines = match &form {
            Form::Columns { name, bar, widths, curve } => {
                let first = wrap(&labels[at], *name).into_iter().next().filter(|_| of_hubs);
                let mut pieces = vec![(role, padded(first.as_ref().unwrap_or(&labels[at]), *name))];
                if let Some(width) = bar {
                    pieces.push((Role::Label, format!(" {}", padded(&bar_of(table, line, most, *width), *width))));
                }
                let numbers = cells[at].iter().zip(widths).map(|(cell, width)| at_right(cell, *width));
                pieces.push((Role::Title, numbers.collect()));
                if *curve {
                    pieces.push((Role::Label, format!("  {}", curve_of(view, table, line))));
                }
                let rest = if of_hubs { wrap(&labels[at], *name).into_iter().skip(1).collect() } else { Vec::new() };
                std::iter::once(pieces).chain(rest.into_iter().map(|line| vec![(role, line)])).collect()
            }
            Form::List => listed(table, line, &labels[at], &cells[at], set),
        };
        rows.push(Row { lines, stops: true, opens: opens(view, table, line) });
    }
    rows
}

/// How the lines of a table stand.
enum Form {
    /// Name, bar, numbers, curve.
    Columns { name: usize, bar: Option<usize>, widths: Vec<usize>, curve: bool },
    /// The name and its first number, and below them the others that are not nothing.
    List,
}

impl Form {
    fn of(view: &TallyView, table: &Table, labels: &[String], cells: &[Vec<String>], set: Set) -> Self {
        let words = |line: &Line| line.cells.iter().any(|cell| matches!(cell, Cell::Words(_)));
        if table.lines.iter().any(words) {
            return Self::List;
        }
        let several = table.columns.len() > 1;
        let width = |at: usize, title: &str| {
            let values = widest(cells.iter().filter_map(|line| line.get(at)).map(String::as_str));
            let title = widest(wrap(title, TITLE).iter().map(String::as_str));
            2 + if several { values.max(title) } else { values }
        };
        let widths: Vec<usize> =
            table.columns.iter().enumerate().map(|(at, column)| width(at, &column.title)).collect();
        let numbers: usize = widths.iter().sum();
        let curves = table.lines.iter().map(|line| usize::from(columns(&curve_of(view, table, line))));
        let curve = curves.max().filter(|width| *width > 0 && !set.in_words).map(|width| width + 2);
        let bars = !set.in_words && (!several || table.chart.as_ref().is_some_and(|own| own.shape == Shape::Bars));
        // Names are wide before bars are long.
        let wanted = widest(labels.iter().map(String::as_str)).min(NAME);
        let room = |curve: Option<usize>| set.width.checked_sub(numbers + curve.unwrap_or(0));
        for curve in [curve, None] {
            let Some(room) = room(curve) else { continue };
            let bar = bars.then(|| room.saturating_sub(wanted + 1).clamp(BAR.0, BAR.1));
            let name = room.saturating_sub(bar.map_or(0, |bar| bar + 1)).min(wanted);
            if name >= wanted.min(set.width / 4) {
                return Self::Columns { name, bar, widths, curve: curve.is_some() };
            }
        }
        Self::List
    }

    /// Returns what stands over the numbers.
    fn titles(&self, table: &Table, set: Set) -> Option<Row> {
        let (lead, widths) = match self {
            Self::Columns { name, bar, widths, .. } => (name + bar.map_or(0, |bar| bar + 1), widths.clone()),
            Self::List => (list_name(set), vec![2 + LIST_NUMBER]),
        };
        let narrow = widths.iter().map(|width| width - 2);
        let titles: Vec<Vec<String>> =
            table.columns.iter().zip(narrow).map(|(column, width)| wrap(&column.title, width)).collect();
        let height = titles.iter().map(Vec::len).max()?;
        let line = |at: usize| {
            // Short ones stand at the bottom, next to their numbers.
            let part =
                |title: &Vec<String>| (at + title.len()).checked_sub(height).and_then(|at| title.get(at)).cloned();
            let parts = titles.iter().zip(&widths);
            let text: String = parts.map(|(title, width)| at_right(&part(title).unwrap_or_default(), *width)).collect();
            vec![(Role::Label, format!("{}{text}", " ".repeat(lead)))]
        };
        Some(Row { lines: (0..height).map(line).collect(), ..Row::default() })
    }
}

/// Returns the cells that are drawn as bars: those of the lines that are no totals.
fn drawn(table: &Table) -> impl Iterator<Item = &Cell> {
    let at = bar_column(table);
    table.lines.iter().filter(|line| !line.total).filter_map(move |line| line.cells.get(at))
}

fn bar_column(table: &Table) -> usize {
    table.chart.as_ref().filter(|chart| chart.shape == Shape::Bars).map_or(0, |chart| chart.from)
}

fn bar_of(table: &Table, line: &Line, most: u64, width: usize) -> String {
    match line.cells.get(bar_column(table)) {
        Some(Cell::Count(count)) if !line.total => marks::bar(*count, most, width),
        _ => String::new(),
    }
}

/// Returns the columns that the curves of a table begin and end with.
fn drawn_over<'a>(view: &'a TallyView, table: &'a Table) -> Option<(&'a str, &'a str)> {
    let columns = match table.chart.as_ref().filter(|chart| chart.shape == Shape::Curves) {
        Some(chart) => table.columns.get(chart.from..=chart.to)?,
        None => view.trend.columns.as_slice(),
    };
    Some((&columns.first()?.title, &columns.last()?.title))
}

/// Returns the curve of a line: over its own columns where the table is drawn so, else of the last 13 months where it is a need.
fn curve_of(view: &TallyView, table: &Table, line: &Line) -> String {
    if let Some(chart) = table.chart.as_ref().filter(|chart| chart.shape == Shape::Curves) {
        return line.cells.get(chart.from..=chart.to).map(marks::curve).unwrap_or_default();
    }
    // A table of needs with bars tells how many; the curve beside it, when.
    let need = table.chart.is_some() && table.headings.first().is_some_and(|own| own == Dimension::Need.label());
    let months = view.trend.lines.iter().find(|own| need && own.id == line.id);
    months.map(|own| marks::curve(&own.cells)).unwrap_or_default()
}

/// Returns what stands over the first numbers of a list.
pub fn list_titles(table: &Table, set: Set) -> Option<Row> {
    Form::List.titles(table, set)
}

/// Returns the columns of a name in a list.
fn list_name(set: Set) -> usize {
    set.width.saturating_sub(LIST_NUMBER + 2).min(NAME + 24)
}

/// Returns a line as a list: its name with its first number, and below it what else is not nothing.
pub fn listed(table: &Table, line: &Line, label: &str, cells: &[String], set: Set) -> Vec<Vec<Lined>> {
    let number = cells.first().map(String::as_str).unwrap_or_default();
    let mut lines = vec![vec![
        (if line.total { Role::Title } else { Role::Plain }, padded(label, list_name(set))),
        (Role::Title, at_right(number, LIST_NUMBER + 2)),
    ]];
    let others = line.cells.iter().zip(&table.columns).zip(cells).skip(1);
    let others =
        others.filter(|((cell, _), text)| !text.is_empty() && !matches!(cell, Cell::Count(0) | Cell::Percent(0)));
    let mut more = Vec::new();
    let (mut text, mut before) = (String::new(), None);
    for ((cell, column), value) in others {
        // Columns of one kind have it behind their names, in brackets; here it is said once for all of them.
        let bracketed = column.title.strip_suffix(')').and_then(|title| title.split_once(" ("));
        let (name, kind) = bracketed.map_or((column.title.as_str(), None), |(name, kind)| (name, Some(kind)));
        text.push_str(match (text.is_empty(), kind.is_some() && kind == before) {
            (true, _) => "",
            (false, true) => ", ",
            (false, false) => "; ",
        });
        if let Some(kind) = kind.filter(|_| kind != before) {
            text.push_str(&format!("{kind}: "));
        }
        let colon = if matches!(cell, Cell::Words(_)) { ":" } else { "" };
        text.push_str(&format!("{name}{colon} {value}"));
        before = kind;
    }
    if !text.is_empty() {
        lines::put(&mut more, Role::Detail, "  ", &text, set.width);
    }
    lines.extend(more.into_iter().map(|line| vec![line]));
    lines
}
