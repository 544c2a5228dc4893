//! The page of tallies: its sections, and their rows as lines of pieces. What is drawn as a bar or a curve stands beside its number, and is left out where everything is said in words.

mod marks;
mod need;
mod tables;

use super::lines::{Lined, put};
use crate::desk::TallyView;
use crate::tally::{Cell, Dimension, Figure, Protection, Rules, Shape, Table};
use crate::theme::Role;

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// The figures, and what has to be known about all of them.
    #[default]
    Summary,
    /// What families needed.
    Needs,
    /// Hub by hub.
    Hubs,
    /// What came of it, why nothing could be offered, what was handed out.
    Outcomes,
    /// What could not be offered, against what the catalogue has.
    Gaps,
    /// Who asked, and how.
    Asked,
    /// Words that found nothing.
    Words,
    /// Everything else.
    More,
}

impl Section {
    /// All of them, as they stand side by side.
    const ALL: [Self; 8] =
        [Self::Summary, Self::Needs, Self::Hubs, Self::Outcomes, Self::Gaps, Self::Asked, Self::Words, Self::More];

    /// Returns those that a page has: what is not known to belong anywhere has a place only where there is some.
    pub fn on(view: Option<&TallyView>) -> Vec<Self> {
        let more = view.is_some_and(|view| view.document.tables.iter().any(|table| Self::of(table) == Self::More));
        Self::ALL.into_iter().filter(|section| more || *section != Self::More).collect()
    }

    /// Returns what the screen calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Needs => "Needs",
            Self::Hubs => "Hubs",
            Self::Outcomes => "What came of it",
            Self::Gaps => "Gaps",
            Self::Asked => "Who asked",
            Self::Words => "Words",
            Self::More => "More",
        }
    }

    /// Returns what is said where there is nothing to show.
    fn empty(self) -> &'static str {
        match self {
            Self::Summary => "Nothing was counted in this period.",
            Self::Hubs => "This is one hub by itself.",
            Self::Gaps => "Nothing was missing in this period.",
            Self::Words => {
                "No words are counted. The settings can switch on counting those that found nothing, from a general word list."
            }
            _ => "There is nothing of this here.",
        }
    }

    /// Returns the section that a table belongs to, by the words of its id.
    fn of(table: &Table) -> Self {
        let id = table.id.as_str();
        let begins = |starts: &[&str]| starts.iter().any(|start| id.starts_with(start));
        let asked = [
            Dimension::Channel,
            Dimension::Asker,
            Dimension::Ages,
            Dimension::Send,
            Dimension::Language,
            Dimension::Interpreter,
            Dimension::BeenBefore,
            Dimension::Ethnicity,
        ];
        if begins(&["gap"]) {
            Self::Gaps
        } else if begins(&["word", "unfound"]) {
            Self::Words
        } else if ["outcome", "reason", "offered", "service"].iter().any(|word| id.contains(word)) {
            Self::Outcomes
        } else if id.contains("hub") {
            Self::Hubs
        } else if begins(&["need", "group", "dfe"]) {
            Self::Needs
        } else if asked.iter().any(|dimension| id.starts_with(dimension.id())) {
            Self::Asked
        } else if begins(&["month", "quarter", "kind", "enquiries"]) {
            Self::Summary
        } else {
            Self::More
        }
    }
}

/// What a row leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opens {
    /// A need by itself, by name.
    Need(String),
    /// A hub by itself, by id.
    Hub(String),
}

/// Some lines of the page that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its lines: pieces, one after the other.
    pub lines: Vec<Vec<Lined>>,
    /// The mark stops here.
    pub stops: bool,
    /// What it leads to.
    pub opens: Option<Opens>,
}

impl Row {
    /// Returns a row that is only read past.
    fn text(role: Role, text: &str, width: usize) -> Self {
        let mut lines = Vec::new();
        put(&mut lines, role, "", text, width);
        Self { lines: lines.into_iter().map(|line| vec![line]).collect(), ..Self::default() }
    }

    /// Returns an empty line.
    fn gap() -> Self {
        Self { lines: vec![Vec::new()], ..Self::default() }
    }
}

/// How a page is set.
#[derive(Debug, Clone, Copy)]
pub struct Set<'a> {
    /// Columns.
    pub width: usize,
    /// Everything is said in words and digits.
    pub in_words: bool,
    /// What stands in the place of a hidden count.
    pub hidden: &'a str,
    /// What stands before something that must be read.
    pub problem: &'static str,
}

impl Set<'_> {
    /// Returns a cell as it is read.
    fn shown(self, cell: &Cell) -> String {
        match cell {
            Cell::Count(count) => grouped(*count),
            Cell::Hidden => self.hidden.to_owned(),
            Cell::Percent(percent) => format!("{percent}%"),
            Cell::Blank => String::new(),
            Cell::Words(words) => words.clone(),
        }
    }
}

/// Returns a number with a comma before every three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Returns what stands in the place of a hidden count: in words where signs can't be read aloud.
pub fn hidden(view: &TallyView, in_words: bool) -> String {
    match rules(view) {
        Some(rules) if !in_words => rules.symbol.clone(),
        _ => "hidden".to_owned(),
    }
}

fn rules(view: &TallyView) -> Option<&Rules> {
    match &view.document.protection {
        Protection::Protected(rules) => Some(rules),
        Protection::Internal(_) => None,
    }
}

/// Returns whose figures these are, and when.
pub fn title(view: &TallyView) -> String {
    format!("{}, {}", view.document.place, view.period.in_words())
}

/// Returns how the figures are protected, in one line.
pub fn protection(view: &TallyView, in_words: bool) -> String {
    let Some(Rules { hide_up_to, round_to, .. }) = rules(view) else { return String::new() };
    let hidden = hidden(view, in_words);
    format!("Protected, not for publication: 1 to {hide_up_to} is {hidden}, others rounded to {round_to}.")
}

/// Returns what is said where enquiries are missing.
pub fn missing(view: &TallyView, section: Section) -> Option<String> {
    let missing = view.document.desks.iter().filter(|desk| desk.missing).count();
    let (desks, end) = match missing {
        0 => return None,
        1 => ("One desk is", "s"),
        _ => ("Some desks are", ""),
    };
    let place = if section == Section::Summary { "below" } else { Section::Summary.title() };
    Some(format!("{desks} missing or end{end} early: see {place}."))
}

/// Returns the rows of a section, or of one need.
pub fn rows(view: &TallyView, section: Section, need: Option<&str>, set: Set) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(need) = need {
        return need::rows(view, need, set);
    }
    if section == Section::Summary {
        figures(view, set, &mut rows);
    }
    let mut own: Vec<&Table> = view.document.tables.iter().filter(|table| Section::of(table) == section).collect();
    // What can be drawn is seen at one glance, and comes before what is crossed.
    own.sort_by_key(|table| table.chart.as_ref().is_none_or(|chart| chart.shape != Shape::Bars));
    for table in own {
        tables::put(view, table, set, &mut rows);
    }
    if rows.is_empty() {
        rows.push(Row { stops: true, ..Row::text(Role::Plain, section.empty(), set.width) });
    }
    if section == Section::Summary {
        known(view, set, &mut rows);
    }
    rows
}

/// Returns the rows of a need as they stand beside the list.
pub fn beside(view: &TallyView, need: &str, set: Set) -> Vec<Row> {
    let title = Row::text(Role::Title, need, set.width);
    std::iter::once(title).chain([Row::gap()]).chain(need::rows(view, need, set)).collect()
}

/// Widest name of a figure; further apart, the eye loses the line.
const WIDEST_FIGURE: usize = 56;

/// Adds the figures that stand first.
fn figures(view: &TallyView, set: Set, rows: &mut Vec<Row>) {
    let figures = &view.document.figures;
    let widest = tables::widest(figures.iter().map(|figure| figure.label.as_str()));
    let before = |figure: &Figure| figure.before.as_ref().map(|cell| format!("   a year before: {}", set.shown(cell)));
    let befores: Vec<String> = figures.iter().filter_map(before).collect();
    let beside = 9 + tables::widest(befores.iter().map(String::as_str));
    let name = widest.min(set.width.saturating_sub(beside)).min(WIDEST_FIGURE);
    for figure in figures {
        let first = vec![
            (Role::Plain, tables::padded(&figure.label, name + 2)),
            (Role::Title, format!("{:>7}", set.shown(&figure.cell))),
            (Role::Label, before(figure).unwrap_or_default()),
        ];
        let mut lines = Vec::new();
        put(&mut lines, Role::Label, "  ", &figure.sentence, set.width);
        let rest = lines.into_iter().filter(|(_, line)| !line.trim().is_empty()).map(|line| vec![line]);
        let lines = std::iter::once(first).chain(rest).collect();
        rows.push(Row { lines, stops: true, opens: None });
    }
}

/// Adds what has to be known about all figures.
fn known(view: &TallyView, set: Set, rows: &mut Vec<Row>) {
    let document = &view.document;
    let mut part = |heading: &str, texts: Vec<(Role, String)>| {
        if texts.is_empty() {
            return;
        }
        rows.push(Row::gap());
        rows.push(Row::text(Role::Title, heading, set.width));
        for (role, text) in texts {
            rows.push(Row { stops: true, ..Row::text(role, &text, set.width) });
        }
    };
    let desks = document.desks.iter().map(|line| {
        let desk = line.desk.as_ref().map(|desk| format!(", desk {desk}")).unwrap_or_default();
        let until = match line.last_day {
            Some(day) => format!("until {}", day.format("%-d %B %Y")),
            None => "nothing is here".to_owned(),
        };
        let (role, mark) = if line.missing { (Role::Problem, set.problem) } else { (Role::Plain, "") };
        let missing = if line.missing { ", so it is missing or ends early" } else { "" };
        (role, format!("{mark}{}{desk}: {until}{missing}.", line.hub))
    });
    part("Desks that are counted", desks.collect());
    part("What is hidden", document.hidden.iter().map(|text| (Role::Plain, text.clone())).collect());
    let definitions = document.definitions.iter().map(|own| (Role::Plain, format!("{}: {}", own.word, own.meaning)));
    part("What the words mean", definitions.collect());
}
