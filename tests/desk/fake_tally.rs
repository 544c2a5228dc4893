//! What the desk in memory counted: a year of a locality with two hubs that are shown.

use super::fake::Gate;
use chrono::{Months, NaiveDate};
use signpost::desk::{TallyAsk, TallyView};
use signpost::error::{Error, Result};
use signpost::tally::{
    Cell, Chart, Column, Definition, DeskLine, Document, Figure, Line, Period, Protection, Rules, Shape, Span, State,
    Table, Term, Unit,
};
use std::sync::Mutex;
use uuid::Uuid;

/// What was asked for, and switches for what can go wrong.
#[derive(Default)]
pub struct Tallied {
    pub asked: Mutex<Vec<TallyAsk>>,
    /// Why it can't be counted.
    pub refuses: Mutex<Option<String>>,
    /// True counts come instead of protected ones.
    pub internal: Mutex<bool>,
    /// Counting waits until it is let through.
    pub slow: Gate,
}

/// Id, name, counts of three months, sensitive.
const NEEDS: [(&str, &str, [u64; 3], bool); 5] = [
    ("housing", "Housing and homelessness", [120, 95, 130], false),
    ("food-support", "Food banks and meals", [80, 60, 75], false),
    ("domestic-abuse", "Abuse at home", [20, 10, 15], true),
    ("debt-advice", "Debts and bailiffs, and everything else about money that is owed", [15, 8, 10], false),
    ("play-sessions", "Play sessions", [3, 0, 5], false),
];

const HUBS: [(&str, &str); 2] = [("fenside", "Fenside Family Hub"), ("riverside", "Riverside Family Hub")];

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Protects a true count as the default rules do.
fn cell(count: u64) -> Cell {
    let rules = Rules::default();
    if rules.hides(count) { Cell::Hidden } else { Cell::Count(rules.rounded(count).0) }
}

fn columns(of: &[(&str, &str)]) -> Vec<Column> {
    of.iter().map(|(id, title)| Column { id: (*id).into(), title: (*title).into() }).collect()
}

fn line(id: &str, labels: &[&str], cells: Vec<Cell>) -> Line {
    Line { id: id.into(), labels: labels.iter().map(|label| (*label).to_owned()).collect(), cells, total: false }
}

fn table(id: &str, title: &str, headings: &[&str], of: &[(&str, &str)], lines: Vec<Line>) -> Table {
    Table {
        id: id.into(),
        title: title.into(),
        unit: Unit::Enquiries,
        notes: Vec::new(),
        headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
        columns: columns(of),
        lines,
        chart: (of.len() == 1).then_some(Chart { shape: Shape::Bars, from: 0, to: 0 }),
        in_order: false,
    }
}

impl Tallied {
    pub fn tally(&self, ask: &TallyAsk) -> Result<TallyView> {
        self.asked.lock().unwrap().push(ask.clone());
        self.slow.pass();
        if let Some(why) = self.refuses.lock().unwrap().clone() {
            return Err(Error::system(why));
        }
        let period = ask.period.clone().unwrap_or(Period::Quarter(2026, 3));
        let hub = ask.hub.as_ref().map(|id| HUBS.iter().find(|(own, _)| own == id).expect("a known hub"));
        // A hub has half of it, a month a third, a year four times as much.
        let share = |count: u64| {
            let count = if hub.is_some() { count / 2 } else { count };
            match period {
                Period::Month(..) => count / 3,
                Period::Quarter(..) | Period::Term(_) => count,
                Period::Year(_) => count * 4,
            }
        };
        let needs: Vec<_> = NEEDS.iter().filter(|(.., sensitive)| hub.is_none() || !sensitive).collect();
        let total = |months: &[u64; 3]| share(months.iter().sum());
        let one = [("enquiries", "Enquiries")];
        let by_need = needs.iter().map(|(id, name, months, _)| line(id, &[name], vec![cell(total(months))]));
        let mut tables = vec![table("needs", "Needs", &["Need"], &one, by_need.collect())];
        let of_month = |months: &[u64; 3]| months.iter().map(|count| cell(share(*count))).collect();
        let by_month = needs.iter().map(|(id, name, months, _)| line(id, &[name], of_month(months)));
        let months = [("2026-10", "October"), ("2026-11", "November"), ("2026-12", "December")];
        let mut by_month = table("needs-by-month", "Needs by month", &["Need"], &months, by_month.collect());
        by_month.chart = Some(Chart { shape: Shape::Curves, from: 0, to: 2 });
        tables.push(by_month);
        let outcomes = [("signposted", 130), ("information-given", 42), ("nothing-to-offer", 30), ("declined", 4)];
        let labels = ["signposted", "information given", "nothing to offer", "declined"];
        let titled: Vec<(&str, &str)> = outcomes.iter().map(|(id, _)| *id).zip(labels).collect();
        let by_outcome = needs.iter().map(|(id, name, months, _)| {
            let cells = outcomes.iter().map(|(_, share)| cell(total(months) * share / 206)).collect();
            line(id, &[name], cells)
        });
        let mut by_outcome =
            table("needs-by-outcome", "Needs by what came of it", &["Need"], &titled, by_outcome.collect());
        by_outcome.unit = Unit::Needs;
        if hub.is_none() {
            let by_hub =
                HUBS.iter().zip([400, 240]).map(|((id, name), count)| line(id, &[name], vec![cell(share(count))]));
            let other = line("other", &["Hubs with few enquiries"], vec![Cell::Hidden]);
            tables.push(table("hubs", "Hubs", &["Hub"], &one, by_hub.chain([other]).collect()));
        }
        tables.push(by_outcome);
        let came =
            titled.iter().zip(outcomes).map(|((id, label), (_, count))| line(id, &[label], vec![cell(share(count))]));
        tables.push(Table {
            unit: Unit::Needs,
            ..table("outcomes", "What came of it", &["What came of it"], &one, came.collect())
        });
        let gap = |need: &str, hub: &str, cells: [u64; 3], has: &str| {
            let cells = cells.iter().map(|count| cell(share(*count))).chain([Cell::Words(has.into())]).collect();
            line(&format!("{need}/{hub}"), &[need, hub], cells)
        };
        let reasons = [
            ("nothing", "Nothing offered"),
            ("waiting-list", "waiting list"),
            ("too-far", "too far"),
            ("has", "In the catalogue"),
        ];
        let gaps = vec![
            gap("Housing and homelessness", "Fenside Family Hub", [25, 15, 2], "3 listed, 2 of them stale"),
            gap("Food banks and meals", "Riverside Family Hub", [10, 0, 9], "none listed"),
        ];
        tables.push(table("gaps", "What could not be offered", &["Need", "Hub"], &reasons, gaps));
        let channels = [("in-person", "in person", 300), ("phone", "phone", 250), ("email", "email", 2)];
        let by_channel = channels.iter().map(|(id, name, count)| line(id, &[name], vec![cell(share(*count))]));
        tables.push(table("channel", "How they reached us", &["How they reached us"], &one, by_channel.collect()));
        let whole = HUBS.iter().zip([day("2026-12-31"), day("2026-11-03")]).map(|((_, name), last)| DeskLine {
            hub: (*name).into(),
            desk: Some("4f1a".into()),
            last_day: Some(last),
            missing: last < day("2026-12-01"),
        });
        let place = hub.map_or("Riverside town", |(_, name)| name);
        let figure = |label: &str, cell: Cell, before: Option<Cell>, sentence: &str| Figure {
            label: label.into(),
            cell,
            before,
            sentence: sentence.into(),
        };
        let document = Document {
            title: format!("What families asked for: {place}, {}", period.in_words()),
            place: place.into(),
            place_id: ask.hub.clone().unwrap_or("town".into()),
            period: period.in_words(),
            period_id: period.id(),
            example: true,
            protection: match *self.internal.lock().unwrap() {
                true => Protection::Internal("a test".into()),
                false => Protection::Protected(Rules::default()),
            },
            state: State { revision: 1, revises: None, made: day("2026-11-22"), id: Uuid::nil() },
            desks: whole.collect(),
            figures: vec![
                figure(
                    "Enquiries",
                    cell(share(1240)),
                    Some(cell(share(1100))),
                    "How often families asked; one family may ask several times.",
                ),
                figure(
                    "Something was offered",
                    Cell::Percent(85),
                    None,
                    "For 85 in 100 something was offered; a leaflet is not a met need.",
                ),
            ],
            tables,
            definitions: vec![Definition {
                word: "Enquiry".into(),
                meaning: "one family, one visit or call; not a family.".into(),
            }],
            hidden: vec!["Hubs with fewer than 8 enquiries are shown together.".into()],
        };
        let last = period.span().last;
        let months: Vec<Span> =
            (0..13).rev().map(|back| Span::month_of(last.checked_sub_months(Months::new(back)).unwrap())).collect();
        let titles: Vec<(String, String)> =
            months.iter().map(|m| (m.first.format("%Y-%m").to_string(), m.in_words())).collect();
        let titles: Vec<(&str, &str)> = titles.iter().map(|(id, title)| (id.as_str(), title.as_str())).collect();
        let trend = needs.iter().map(|(id, name, counts, _)| {
            let cells = (0..13).map(|at| cell(counts[at % 3] / 12 * at as u64)).collect();
            line(id, &[name], cells)
        });
        Ok(TallyView {
            period,
            document,
            trend: table("trend", "Month by month", &["Need"], &titles, trend.collect()),
            hubs: HUBS.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect(),
            terms: vec![
                Term::new("Summer term", Span { first: day("2026-04-13"), last: day("2026-07-21") }),
                Term::new("Autumn term", Span { first: day("2026-09-02"), last: day("2026-12-18") }),
            ],
            data: Some(Span { first: day("2026-04-01"), last: day("2026-12-31") }),
        })
    }
}
