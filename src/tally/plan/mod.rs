//! Which tables a release has, and what each of their cells counts.

mod gaps;
mod names;
mod sheet;

pub use gaps::{ANSWERABLE, InCatalogue, Offer};
pub use names::{Names, NeedName, ServiceName};

use super::{Area, Dimension as D, Key, Period, Plan, Shape, Span, What};
use crate::error::{Error, Result};
use crate::record::Outcome;
use sheet::Sheet;

/// What a release is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// When.
    pub period: Period,
    /// One hub, or the whole locality.
    pub hub: Option<String>,
    /// Hubs as they are shown: each alone, or together with others where it has too few enquiries.
    pub hubs: Vec<Area>,
    /// Whether months are shown; not where one of them has too few enquiries.
    pub months: bool,
    /// True counts, not for publication: also what is sensitive by hub, and reasons by need and hub.
    pub internal: bool,
}

impl Wanted {
    /// Returns the whole of a period, with hubs that are not known yet.
    pub fn new(period: Period, hub: Option<String>, internal: bool) -> Self {
        Self { period, hub, hubs: Vec::new(), months: true, internal }
    }

    /// Returns the hubs that it is about.
    pub fn area(&self, names: &Names) -> Area {
        self.hub.as_ref().map_or_else(|| names.area(), |hub| [hub.clone()].into())
    }

    fn span(&self) -> Span {
        self.period.span()
    }

    /// Returns the whole months of the period; none when there is one only, or when it does not consist of whole months.
    fn months(&self) -> Vec<Span> {
        let months = self.span().months();
        let whole = months.iter().all(|month| self.span().covers(*month));
        if self.months && whole && months.len() > 1 { months } else { Vec::new() }
    }

    /// Returns hubs as they are shown; none for a single hub.
    fn hubs(&self) -> &[Area] {
        if self.hub.is_none() && self.hubs.len() > 1 { &self.hubs } else { &[] }
    }
}

/// Returns the tables of a whole release, the main ones first.
pub fn release(wanted: &Wanted, names: &Names, offer: &dyn Offer) -> Vec<Plan> {
    let mut plans = vec![enquiries(wanted, names), needs(wanted, names)];
    plans.push(one_way(wanted, names, D::Group));
    plans.push(one_way(wanted, names, D::DfeArea));
    plans.extend(hubs(wanted, names));
    plans.extend(by_month(wanted, names));
    plans.extend(needs_by_hub(wanted, names));
    plans.extend(needs_by_month(wanted, names));
    plans.push(gaps::gaps(wanted, names, offer));
    plans.push(gaps::reasons(wanted, names));
    for dimension in [
        D::Outcome,
        D::Reason,
        D::Channel,
        D::Asker,
        D::Ages,
        D::Send,
        D::Language,
        D::Interpreter,
        D::BeenBefore,
        D::Ethnicity,
        D::Service,
    ] {
        let plan = one_way(wanted, names, dimension);
        if !plan.table.lines.is_empty() {
            plans.push(plan);
        }
    }
    plans
}

/// What the lines or columns of one question stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Values of a dimension.
    Dimension(D),
    /// Hubs.
    Hub,
    /// Months.
    Month,
    /// Quarters of the financial year.
    Quarter,
}

impl By {
    /// Returns the word of the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Dimension(dimension) => dimension.id(),
            Self::Hub => "hub",
            Self::Month => "month",
            Self::Quarter => "quarter",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Dimension(dimension) => dimension.label(),
            Self::Hub => "Hub",
            Self::Month => "Month",
            Self::Quarter => "Quarter",
        }
    }

    /// Returns its values: id, label and what of a key they decide.
    fn values(self, wanted: &Wanted, names: &Names) -> Vec<(String, String, Key)> {
        let whole = Key { what: What::all(), area: wanted.area(names), span: wanted.span() };
        let of_span = |period: Period| {
            let span = period.span();
            (period.id(), period.in_words(), Key { span, ..whole.clone() })
        };
        match self {
            Self::Dimension(dimension) => {
                let shown =
                    |value: &str| wanted.hub.is_none() || wanted.internal || !names.is_sensitive(dimension, value);
                let values = names.values(dimension).into_iter().filter(|(value, _)| shown(value));
                let key = |value: &str| Key { what: What::of(dimension, value), ..whole.clone() };
                values.map(|(value, label)| (value.clone(), label, key(&value))).collect()
            }
            Self::Hub => {
                let areas = wanted.hubs.iter();
                let of = |area: &Area| Key { area: area.clone(), ..whole.clone() };
                areas.map(|area| (sheet::area_id(area), sheet::area_name(area, names), of(area))).collect()
            }
            Self::Month => {
                let months = wanted.span().months().into_iter().filter(|month| wanted.span().covers(*month));
                months.map(|month| of_span(Period::Month(0, 1).around(month.first))).collect()
            }
            Self::Quarter => {
                let mut quarters: Vec<Period> = Vec::new();
                for month in wanted.span().months() {
                    let quarter = Period::Quarter(0, 1).around(month.first);
                    if wanted.span().covers(quarter.span()) && !quarters.contains(&quarter) {
                        quarters.push(quarter);
                    }
                }
                quarters.into_iter().map(of_span).collect()
            }
        }
    }
}

impl std::str::FromStr for By {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "hub" => Ok(Self::Hub),
            "month" => Ok(Self::Month),
            "quarter" => Ok(Self::Quarter),
            other => other.parse().map(Self::Dimension),
        }
    }
}

/// Returns the table of one question: by one thing, or by two that are crossed.
///
/// # Errors
/// When the two are the same or can't be crossed.
pub fn question(wanted: &Wanted, names: &Names, by: By, across: Option<By>) -> Result<Plan> {
    if wanted.hub.is_some() && (by == By::Hub || across == Some(By::Hub)) {
        return Err(
            Error::usage("One hub can't be counted by hub.").hint("Leave --hub out, or choose another question.")
        );
    }
    let lines = by.values(wanted, names);
    let id = across.map_or_else(|| by.id().to_owned(), |across| format!("{}-by-{}", by.id(), across.id()));
    let title = across
        .map_or_else(|| by.label().to_owned(), |across| format!("{} by {}", by.label(), across.label().to_lowercase()));
    let mut sheet = Sheet::new(&id, &title, &[by.label()]);
    let Some(across) = across else {
        sheet.counting(None);
        sheet.bars(0);
        for (id, label, key) in lines {
            sheet.line(&id, [label], [Some(key)]);
        }
        return Ok(sheet.plan());
    };
    let times = |by: By| matches!(by, By::Month | By::Quarter);
    if by == across || (times(by) && times(across)) {
        return Err(Error::usage(format!("{} can't be crossed with {}.", by.id(), across.id()))
            .hint("Choose two different things, at most one of them a time: need,hub or channel,month."));
    }
    let columns = across.values(wanted, names);
    sheet.column("all", "All");
    columns.iter().for_each(|(id, label, _)| sheet.column(id, label));
    for (id, label, line) in lines {
        let cells = columns.iter().map(|(_, _, column)| crossed(&line, column, wanted, names));
        let all: Vec<Option<Key>> = std::iter::once(Some(line.clone())).chain(cells).collect();
        sheet.line(&id, [label], all);
    }
    Ok(sheet.plan())
}

/// Returns the key of a cell in which two cross; none where what is sensitive would be shown by hub.
fn crossed(line: &Key, column: &Key, wanted: &Wanted, names: &Names) -> Option<Key> {
    let what = column.what.values().iter().fold(line.what.clone(), |what, (d, value)| what.and(*d, value.clone()));
    let area: Area = line.area.intersection(&column.area).cloned().collect();
    let span = if line.span.covers(column.span) { column.span } else { line.span };
    let by_hub = area.len() < names.hubs.len();
    let hides = by_hub && !wanted.internal && what.values().iter().any(|(d, value)| names.is_sensitive(*d, value));
    (!hides).then_some(Key { what, area, span })
}

fn enquiries(wanted: &Wanted, names: &Names) -> Plan {
    let (area, span) = (wanted.area(names), wanted.span());
    let mut sheet = Sheet::new("enquiries", "Enquiries", &["What"]);
    sheet.counting(None);
    let mut line = |id: &str, label: &str, what: What| {
        sheet.line(id, [label.to_owned()], [Some(Key { what, area: area.clone(), span })]);
    };
    line("all", "All enquiries", What::all());
    line("offered", "Something was offered", What::of(D::Offered, "yes"));
    line("not-offered", "Nothing was offered", What::of(D::Offered, "no"));
    line("quick-chats", "Quick chats, counted apart", What::of(D::Kind, "quick-chat"));
    sheet.note("Something was offered when at least one need of the enquiry led to a service, information, a handover, a referral or help in danger. It does not say that the need was met: a leaflet is not a met need.");
    sheet.in_order();
    sheet.plan()
}

fn needs(wanted: &Wanted, names: &Names) -> Plan {
    let mut sheet = Sheet::new("needs", "What families asked for", &["Need", "Need group"]);
    sheet.counting(None);
    sheet.column("nothing-offered", "Of these, nothing to offer");
    sheet.bars(0);
    for (id, label, key) in By::Dimension(D::Need).values(wanted, names) {
        let own = names.needs.iter().find(|need| need.id == id);
        let labels = [label, own.map_or_else(String::new, |need| names.group(&need.group))];
        let nothing = Key { what: key.what.clone().and(D::Outcome, Outcome::NothingToOffer.id()), ..key.clone() };
        sheet.line(&id, labels, [Some(key), Some(nothing)]);
    }
    sheet.note("An enquiry about two needs is counted under both, so the lines add up to more than all enquiries.");
    sheet.plan()
}

fn one_way(wanted: &Wanted, names: &Names, dimension: D) -> Plan {
    let (id, title) = match dimension {
        D::Group => ("groups", "Groups of needs"),
        D::DfeArea => ("dfe-areas", "Areas of the Family Hubs and Start for Life programme"),
        D::Outcome => ("outcomes", "What came of the needs"),
        D::Reason => ("reasons", "Why nothing could be offered"),
        D::Service => ("services", "Services handed out"),
        other => (other.id(), other.label()),
    };
    let mut sheet = Sheet::new(id, title, &[dimension.label()]);
    sheet.counting(Some(dimension));
    sheet.bars(0);
    for (id, label, key) in By::Dimension(dimension).values(wanted, names) {
        sheet.line(&id, [label], [Some(key)]);
    }
    match dimension {
        D::Group | D::DfeArea => sheet.note("An enquiry about needs of two groups or areas is counted under both."),
        D::Ages => sheet.note("An enquiry about children of several ages is counted under each."),
        D::Service => sheet.note("An enquiry for which several services were handed out is counted under each."),
        _ => {}
    }
    let ordered = matches!(dimension, D::Ages | D::Send | D::Interpreter | D::BeenBefore);
    if ordered {
        sheet.in_order();
    }
    sheet.plan()
}

fn hubs(wanted: &Wanted, names: &Names) -> Option<Plan> {
    let areas = wanted.hubs();
    if areas.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new("hubs", "Enquiries by hub", &["Hub"]);
    sheet.counting(None);
    sheet.bars(0);
    for (id, label, key) in By::Hub.values(wanted, names) {
        sheet.line(&id, [label], [Some(key)]);
    }
    if areas.iter().any(|area| area.len() > 1) {
        sheet.note("Hubs with few enquiries are shown together with another one.");
    }
    sheet.total("all", ["Whole locality".to_owned()], [Some(whole(wanted, names))]);
    Some(sheet.plan())
}

fn whole(wanted: &Wanted, names: &Names) -> Key {
    Key { what: What::all(), area: wanted.area(names), span: wanted.span() }
}

fn by_month(wanted: &Wanted, names: &Names) -> Option<Plan> {
    let months = wanted.months();
    if months.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new("months", "Enquiries by month", &["Month"]);
    sheet.counting(None);
    sheet.bars(0);
    sheet.in_order();
    for (id, label, key) in By::Month.values(wanted, names) {
        sheet.line(&id, [label], [Some(key)]);
    }
    sheet.total("all", ["Whole period".to_owned()], [Some(whole(wanted, names))]);
    Some(sheet.plan())
}

fn needs_by_hub(wanted: &Wanted, names: &Names) -> Option<Plan> {
    if wanted.hubs().is_empty() {
        return None;
    }
    let mut plan = question(wanted, names, By::Dimension(D::Need), Some(By::Hub)).ok()?;
    plan.table.id = "needs-by-hub".to_owned();
    plan.table.title = "Needs by hub".to_owned();
    if !wanted.internal {
        plan.table.notes.push("Sensitive needs are shown for the whole locality only.".to_owned());
    }
    Some(plan)
}

fn needs_by_month(wanted: &Wanted, names: &Names) -> Option<Plan> {
    if wanted.months().is_empty() {
        return None;
    }
    let mut plan = question(wanted, names, By::Dimension(D::Need), Some(By::Month)).ok()?;
    plan.table.id = "needs-by-month".to_owned();
    plan.table.title = "Needs by month".to_owned();
    let last = plan.table.columns.len().saturating_sub(1);
    plan.table.chart = Some(super::Chart { shape: Shape::Curves, from: 1, to: last });
    Some(plan)
}

/// Returns how often each need was met with in some months: a line for each need, a column for each month.
pub fn trend(wanted: &Wanted, names: &Names, months: &[Span]) -> Plan {
    let mut sheet = Sheet::new("trend", "Needs over the last months", &["Need", "Need group"]);
    for month in months {
        let month = Period::Month(0, 1).around(month.first);
        sheet.column(&month.id(), &month.in_words());
    }
    for (id, label, key) in By::Dimension(D::Need).values(wanted, names) {
        let group =
            names.needs.iter().find(|need| need.id == id).map_or_else(String::new, |need| names.group(&need.group));
        sheet.line(&id, [label, group], months.iter().map(|span| Some(Key { span: *span, ..key.clone() })));
    }
    sheet.plan()
}

#[cfg(test)]
mod tests;
