//! What a tally is about before anything is hidden: names, tables, true counts, desks.

use super::catalogue::Catalogue;
use super::front::Desk;
use super::offer::Stock;
use super::tallied::{TallyAsk, TallyView};
use super::tally;
use crate::catalogue::languages;
use crate::error::{Error, Result};
use crate::record::{Ethnicity, Kind};
use crate::store::KnownDesk;
use crate::tally::plan::{self, By, Names, Wanted};
use crate::tally::protect;
use crate::tally::report::{self, About};
use crate::tally::{
    Area, Cell, Cube, DeskLine, Dimension, Document, Exact, Key, NOT_ASKED, Period, Plan, Protection, Rules, Span,
    State, Table, Wants, What,
};
use chrono::{Days, Months};
use uuid::Uuid;

/// A desk whose last enquiry is so many days before the end of a period is named as behind: hubs close over holidays, not for longer.
const BEHIND: u64 = 14;
/// Months of the curves on screen.
const TREND: u32 = 13;

/// One question: by what, and across what.
pub type Crossing = (By, Option<By>);

/// Everything that is known before anything is hidden.
pub(super) struct Prepared {
    pub wanted: Wanted,
    pub names: Names,
    pub plans: Vec<Plan>,
    pub cube: Cube,
    pub desks: Vec<DeskLine>,
    /// Invented hubs, or a test's clock.
    pub example: bool,
}

impl Prepared {
    /// Returns the document with these numbers.
    pub fn document(&self, cell: &dyn Fn(&Key) -> Cell, about: About, before: Option<&Document>) -> Document {
        let tables: Vec<Table> = self.plans.iter().map(|plan| report::fill(plan, cell)).collect();
        let tables = tables.into_iter().filter(|table| !table.lines.is_empty()).collect();
        report::document(&self.wanted, &self.names, tables, before, about)
    }

    /// Returns what stands beside the tables of a document.
    pub fn about(&self, protection: Protection, state: State, hidden: Vec<String>) -> About {
        About { example: self.example, protection, state, desks: self.desks.clone(), hidden }
    }

    /// Returns how many enquiries there were at some hubs on some days.
    pub fn enquiries(&self, area: &Area, span: Span) -> u64 {
        self.cube.count(&Key { what: What::all(), area: area.clone(), span })
    }
}

impl Desk {
    /// Returns how counts are protected, as the settings say.
    pub(super) fn rules(&self) -> Rules {
        let tallies = &self.setup.settings.tallies;
        Rules {
            hide_up_to: tallies.hide_up_to.value,
            round_to: tallies.round_to.value,
            symbol: tallies.symbol.value.clone(),
            ..Rules::default()
        }
    }

    /// Counts what these tables need. `extra` names counts that are needed besides.
    pub(super) fn prepare(
        &self,
        catalogue: &Catalogue,
        locality: &str,
        mut wanted: Wanted,
        by: Option<Crossing>,
        extra: &[Key],
        told: &mut dyn FnMut(u64),
    ) -> Result<Prepared> {
        let span = wanted.period.span();
        let mut names = catalogue.tally_names(locality);
        if self.setup.settings.keeping.ask_ethnicity.value {
            let named = |group: &Ethnicity| (group.id().to_owned(), group.label().to_owned());
            names.ethnic_groups = Ethnicity::ALL.iter().map(named).collect();
        }
        if names.hubs.is_empty() {
            return Err(Error::input("The catalogue has no hub in this locality.").hint("Add a file to hubs/."));
        }
        wanted.hubs = names.hubs.iter().map(|(id, _)| [id.clone()].into()).collect();
        let desks = desk_lines(&self.with_store(|store| store.desks())?, &names, span);
        let stock = catalogue.stock(locality);
        // Languages and services are known only once they are counted; that they are asked for is known before.
        let first = plans(&wanted, &names, &stock, by)?;
        let whole = |what: What| Key { what, area: names.area(), span };
        let open = [
            What::all(),
            What::of(Dimension::Kind, Kind::QuickChat.id()),
            What::of(Dimension::Language, NOT_ASKED),
            What::of(Dimension::Service, ""),
        ]
        .map(whole);
        let monthly = span.months().into_iter().map(|month| Key { span: month, ..whole(What::all()) });
        let monthly: Vec<Key> = monthly.filter(|key| span.covers(key.span)).collect();
        let planned = first.iter().flat_map(|plan| plan.keys.iter().flatten().flatten());
        let crossed = by.into_iter().flat_map(|by| open_crossings(by, &whole));
        let crossed: Vec<Key> = crossed.collect();
        let wants = Wants::of(planned.chain(&open).chain(&monthly).chain(extra).chain(&crossed));
        let groups = catalogue.groups();
        let cube = self.with_store(|store| tally::cube(store, &groups, &wants, told))?;
        let named = |id: String| (id.clone(), catalogue.tally_service(&id));
        names.services = cube.values(Dimension::Service).iter().cloned().map(named).collect();
        let spoken = cube.values(Dimension::Language).iter().filter(|code| *code != NOT_ASKED);
        names.languages = spoken.map(|code| (code.clone(), languages::name(code).to_owned())).collect();
        let invented = catalogue.head().hubs.iter().any(|(_, hub)| hub.locality == *locality && hub.example);
        let example = invented || catalogue.clock().is_test();
        let mut prepared = Prepared { wanted, names, plans: Vec::new(), cube, desks, example };
        if !prepared.wanted.internal {
            prepared.show_no_small_part(&self.rules());
        }
        prepared.plans = plans(&prepared.wanted, &prepared.names, &stock, by)?;
        Ok(prepared)
    }

    /// See [`super::Backend::tally`].
    pub(super) fn tally_on_screen(&self, ask: &TallyAsk) -> Result<TallyView> {
        let catalogue = self.catalogue()?;
        let today = catalogue.clock().today();
        let locality = catalogue.tally_locality(None, ask.hub.as_deref())?;
        let period = ask.period.clone().unwrap_or_else(|| Period::Quarter(0, 1).around(today));
        let wanted = Wanted::new(period.clone(), ask.hub.clone(), false);
        let months = trend(period.span());
        let area = match &ask.hub {
            Some(hub) => [hub.clone()].into(),
            None => catalogue.tally_names(&locality).area(),
        };
        let need = |span: Span| Key { what: What::of(Dimension::Need, ""), area: area.clone(), span };
        let extra: Vec<Key> = months.iter().map(|month| need(*month)).collect();
        let prepared = self.prepare(&catalogue, &locality, wanted, None, &extra, &mut |_| {})?;
        let rules = self.rules();
        let cell = |key: &Key| hidden_or_rounded(prepared.cube.count(key), &rules);
        let state = State { revision: 1, revises: None, made: today, id: Uuid::nil() };
        let about = prepared.about(Protection::Protected(rules.clone()), state, Vec::new());
        let document = prepared.document(&cell, about, None);
        let trend = report::fill(&plan::trend(&prepared.wanted, &prepared.names, &months), cell);
        let counted = self.with_store(|store| store.months())?;
        let month = |id: &String| format!("{id}-01").parse().ok().map(Span::month_of);
        let data = counted.keys().next().and_then(month).zip(counted.keys().next_back().and_then(month));
        let data = data.map(|(first, last)| Span { first: first.first, last: last.last });
        let terms =
            catalogue.tally_terms(&locality).into_iter().filter(|term| data.is_some_and(|data| data.meets(term.span)));
        let alone = |id: &String| prepared.wanted.hubs.contains(&[id.clone()].into());
        let hubs = prepared.names.hubs.iter().filter(|(id, _)| alone(id)).cloned().collect();
        Ok(TallyView { period, document, trend, hubs, terms: terms.collect(), data })
    }
}

impl Prepared {
    /// Puts hubs together that have too few enquiries to be shown alone, and leaves months out where one has.
    fn show_no_small_part(&mut self, rules: &Rules) {
        let span = self.wanted.period.span();
        let hubs = self.names.hubs.iter();
        let hubs: Vec<(String, u64)> =
            hubs.map(|(id, _)| (id.clone(), self.enquiries(&[id.clone()].into(), span))).collect();
        self.wanted.hubs = protect::merged(&hubs, rules);
        let area = self.wanted.area(&self.names);
        let months = span.months().into_iter().filter(|month| span.covers(*month));
        let months: Vec<u64> = months.map(|month| self.enquiries(&area, month)).collect();
        self.wanted.months = protect::shows_months(&months, rules);
    }
}

/// Returns a count as a release shows it before anything else is hidden for its sake.
fn hidden_or_rounded(count: u64, rules: &Rules) -> Cell {
    if rules.hides(count) { Cell::Hidden } else { Cell::Count(rules.rounded(count).0) }
}

fn plans(wanted: &Wanted, names: &Names, stock: &Stock, by: Option<Crossing>) -> Result<Vec<Plan>> {
    match by {
        None => Ok(plan::release(wanted, names, stock)),
        Some((by, across)) => Ok(vec![plan::question(wanted, names, by, across)?]),
    }
}

/// Returns a count for each crossing with what is known only when it is counted, so that it is counted.
fn open_crossings(by: Crossing, whole: &dyn Fn(What) -> Key) -> Vec<Key> {
    let dimension = |by: By| match by {
        By::Dimension(dimension) => Some(dimension),
        By::Hub | By::Month | By::Quarter => None,
    };
    let mut dimensions: Vec<Dimension> = [Some(by.0), by.1].into_iter().flatten().filter_map(dimension).collect();
    dimensions.sort();
    dimensions.dedup();
    vec![whole(dimensions.into_iter().fold(What::all(), |what, dimension| what.and(dimension, "")))]
}

/// Returns the months of the curves: those up to the end of a period.
fn trend(span: Span) -> Vec<Span> {
    let last = Span::month_of(span.last);
    let first = last.first.checked_sub_months(Months::new(TREND - 1)).unwrap_or(last.first);
    Span { first, last: last.last }.months()
}

/// Returns a line for each desk of the locality, and for each hub of which no desk is here.
pub(super) fn desk_lines(desks: &[KnownDesk], names: &Names, span: Span) -> Vec<DeskLine> {
    let mut out = Vec::new();
    for (id, name) in &names.hubs {
        let here: Vec<&KnownDesk> = desks.iter().filter(|desk| desk.hub.as_deref() == Some(id)).collect();
        for desk in &here {
            let reached = desk.last_day.is_some_and(|day| day + Days::new(BEHIND) > span.last);
            out.push(DeskLine {
                hub: name.clone(),
                desk: desk.desk.simple().to_string().get(..8).map(str::to_owned),
                last_day: desk.last_day,
                missing: !reached,
            });
        }
        if here.is_empty() {
            out.push(DeskLine { hub: name.clone(), desk: None, last_day: None, missing: true });
        }
    }
    out
}
