//! Tables as rows: bars where one column says it all, columns where they fit, else a list of what is not nothing.

use super::{Opens, Row, Set, marks};
use crate::desk::TallyView;
use crate::tally::{Cell, Dimension, Line, Shape, Table, Unit};
use crate::theme::Role;
use crate::tui::lines::Lined;
use crate::tui::wrap::{columns, cut, wrap_things};

/// What stands over the names of hubs.
const HUB: &str = "Hub";

/// Shortest and longest bar.
const BAR: (usize, usize) = (8, 50);

/// Widest name before its numbers; further apart, the eye loses the line.
const NAME: usize = 40;

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

/// Adds a table: its title, what has to be known about it, and its lines.
pub fn put(view: &TallyView, table: &Table, set: Set, rows: &mut Vec<Row>) {
    if !rows.is_empty() {
        rows.push(Row::gap());
    }
    let unit = match table.unit {
        Unit::Enquiries => "enquiries",
        Unit::Needs => "needs",
    };
    rows.push(Row::text(Role::Title, &format!("{} ({unit})", table.title), set.width));
    rows.extend(table.notes.iter().map(|note| Row::text(Role::Label, note, set.width)));
    let lines = lines(view, table, set);
    if lines.is_empty() {
        rows.push(Row { stops: true, ..Row::text(Role::Plain, "None.", set.width) });
    }
    rows.extend(lines);
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

/// Returns the lines of a table, the column titles before them where they stand in columns.
fn lines(view: &TallyView, table: &Table, set: Set) -> Vec<Row> {
    let labels: Vec<String> = table.lines.iter().map(|line| line.labels.join(" \u{b7} ")).collect();
    let cells: Vec<Vec<String>> =
        table.lines.iter().map(|line| line.cells.iter().map(|cell| set.shown(cell)).collect()).collect();
    let form = Form::of(view, table, &labels, &cells, set);
    let mut rows = Vec::new();
    if let (Form::Columns { name, bar, widths, .. }, true) = (&form, table.columns.len() > 1) {
        let titles = table.columns.iter().zip(widths).map(|(column, width)| at_right(&column.title, *width));
        let lead = name + bar.map_or(0, |bar| bar + 1);
        let text = format!("{}{}", padded("", lead), titles.collect::<String>());
        rows.push(Row { lines: vec![vec![(Role::Label, text)]], ..Row::default() });
    }
    let most = marks::most(drawn(table));
    for (at, line) in table.lines.iter().enumerate() {
        let role = if line.total { Role::Title } else { Role::Plain };
        let lines = match &form {
            Form::Columns { name, bar, widths, curve } => {
                let mut pieces = vec![(role, padded(&labels[at], *name))];
                if let Some(width) = bar {
                    pieces.push((Role::Label, format!(" {}", padded(&bar_of(table, line, most, *width), *width))));
                }
                let numbers = cells[at].iter().zip(widths).map(|(cell, width)| at_right(cell, *width));
                pieces.push((Role::Title, numbers.collect()));
                if *curve {
                    pieces.push((Role::Label, format!("  {}", curve_of(view, table, line))));
                }
                vec![pieces]
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
            2 + if several { values.max(columns(title).into()) } else { values }
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
            let bar = bars.then(|| room.saturating_sub(wanted + 1).min(BAR.1)).map(|bar| bar.max(BAR.0));
            let name = room.saturating_sub(bar.map_or(0, |bar| bar + 1)).min(wanted);
            if name >= wanted.min(set.width / 4) {
                return Self::Columns { name, bar, widths, curve: curve.is_some() };
            }
        }
        Self::List
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

/// Returns the curve of a line: over its own columns where the table is drawn so, else of the last 13 months where it is a need.
fn curve_of(view: &TallyView, table: &Table, line: &Line) -> String {
    if let Some(chart) = table.chart.as_ref().filter(|chart| chart.shape == Shape::Curves) {
        return line.cells.get(chart.from..=chart.to).map(marks::curve).unwrap_or_default();
    }
    let need = table.headings == [Dimension::Need.label()] && table.columns.len() == 1;
    let months = view.trend.lines.iter().find(|own| need && own.id == line.id);
    months.map(|own| marks::curve(&own.cells)).unwrap_or_default()
}

/// Returns a line as a list: its name with its first count, and below it what else is not nothing.
pub fn listed(table: &Table, line: &Line, label: &str, cells: &[String], set: Set) -> Vec<Vec<Lined>> {
    let first = line.cells.iter().position(|cell| matches!(cell, Cell::Count(_) | Cell::Hidden));
    let number = first.map(|at| cells[at].as_str()).unwrap_or_default();
    let room = set.width.saturating_sub(usize::from(columns(number)) + 2);
    let name = cut(label, room);
    let space = (NAME + 10).min(room).saturating_sub(columns(&name).into());
    let mut lines = vec![vec![
        (if line.total { Role::Title } else { Role::Plain }, name),
        (Role::Title, format!("{}  {number}", " ".repeat(space))),
    ]];
    let others = line.cells.iter().zip(&table.columns).zip(cells).enumerate();
    let others = others.filter(|(at, ((cell, _), text))| {
        Some(*at) != first && !text.is_empty() && !matches!(cell, Cell::Count(0) | Cell::Percent(0))
    });
    let things = others.map(|(_, ((cell, column), text))| match cell {
        Cell::Words(words) => words.clone(),
        _ => format!("{} {text}", column.title),
    });
    let more = wrap_things(things, set.width.saturating_sub(2));
    lines.extend(more.into_iter().map(|line| vec![(Role::Detail, format!("  {line}"))]));
    lines
}
