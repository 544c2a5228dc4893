//! Invented enquiries of small localities, and the way from them to the files that are shipped.

use super::random::Random;
use signpost::error::Result;
use signpost::publish;
use signpost::record::{Ages, Asker, Channel, Outcome, Reason, Reply};
use signpost::tally::plan::{self, By, InCatalogue, Names, NeedName, Offer, ServiceName, Wanted};
use signpost::tally::protect::{self, Asked, Past, Shown};
use signpost::tally::report::{self, About};
use signpost::tally::{
    Area, Cell, Dimension as D, Document, Exact, Key, NOT_ASKED, Period, Plan, Protection, Rules, State, What,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// One enquiry, or a quick chat, which has no needs.
#[derive(Clone)]
struct Row {
    hub: usize,
    month: u32,
    chat: bool,
    needs: Vec<(usize, Outcome, Option<Reason>)>,
    /// Values of the dimensions of the enquiry itself.
    values: Vec<(D, &'static str)>,
}

/// A locality, and what was asked for there. True counts are kept once they were counted.
#[derive(Clone)]
pub struct World {
    pub names: Names,
    pub months: Vec<u32>,
    rows: Vec<Row>,
    counted: RefCell<HashMap<Key, u64>>,
}

const HUBS: [&str; 5] = ["ash", "birch", "cedar", "elm", "fir"];
const NEEDS: [&str; 6] = ["abuse", "debt", "food", "housing", "play", "sleep"];
const GROUPS: [&str; 2] = ["money", "home"];
const SERVICES: [&str; 3] = ["bank", "clinic", "refuge"];
const LANGUAGES: [&str; 4] = [NOT_ASKED, "en", "pl", "ur"];
const ETHNIC: [&str; 3] = [NOT_ASKED, "asian", "white"];
/// The year of all months.
const YEAR: i32 = 2026;

impl World {
    /// Makes a locality of two to five hubs and one to three months, with counts that are small on purpose.
    pub fn new(random: &mut Random, months: &[u32]) -> Self {
        let hubs = random.between(2, 5);
        let many = random.between(2, 6);
        let needs: Vec<NeedName> = (0..many)
            .map(|at| NeedName {
                id: NEEDS[at].to_owned(),
                name: format!("About {}", NEEDS[at]),
                group: GROUPS[at % 2].to_owned(),
                dfe_area: (at % 3 > 0).then(|| format!("Area {}", at % 3)),
                sensitive: at == 0 && many > 3,
            })
            .collect();
        let named = |id: &&str| ((*id).to_owned(), format!("The {id}"));
        let names = Names {
            locality: ("exampleshire".to_owned(), "Exampleshire".to_owned()),
            hubs: HUBS[..hubs].iter().map(named).collect(),
            needs,
            groups: GROUPS.iter().map(named).collect(),
            services: SERVICES
                .iter()
                .map(|id| ((*id).to_owned(), ServiceName { name: format!("The {id}"), sensitive: *id == "refuge" }))
                .collect(),
            languages: LANGUAGES[1..].iter().map(named).collect(),
            ethnic_groups: if random.one_in(4) { ETHNIC.iter().map(named).collect() } else { Vec::new() },
        };
        let mut world =
            Self { names, months: months.to_vec(), rows: Vec::new(), counted: RefCell::new(HashMap::new()) };
        for hub in 0..hubs {
            let most = [9, 14, 22, 40][random.below(4)];
            for _ in 0..random.between(1, most) {
                world.add(random, hub);
            }
        }
        world
    }

    /// Enters some enquiries late.
    pub fn late(&mut self, random: &mut Random) {
        for _ in 0..random.between(1, 12) {
            let hub = random.below(self.names.hubs.len());
            self.add(random, hub);
        }
        self.counted.borrow_mut().clear();
    }

    fn add(&mut self, random: &mut Random, hub: usize) {
        let month = self.months[random.below(self.months.len())];
        let chat = random.one_in(12);
        let mut values = vec![
            (D::Channel, Channel::ALL[random.skewed(Channel::ALL.len())].id()),
            (D::Asker, Asker::ALL[random.skewed(Asker::ALL.len())].id()),
            (D::Send, Reply::ALL[random.skewed(3)].id()),
            (D::Interpreter, Reply::ALL[random.skewed(3)].id()),
            (D::BeenBefore, Reply::ALL[random.below(3)].id()),
            (D::Language, LANGUAGES[random.skewed(LANGUAGES.len())]),
            (D::Ethnicity, ETHNIC[random.skewed(ETHNIC.len())]),
        ];
        match random.below(4) {
            0 => values.push((D::Ages, NOT_ASKED)),
            1 => values.push((D::Ages, Ages::NoChildren.id())),
            _ => {
                let ages = &Ages::ALL[..Ages::ALL.len() - 1];
                let chosen: BTreeSet<usize> = (0..random.between(1, 2)).map(|_| random.skewed(ages.len())).collect();
                values.extend(chosen.into_iter().map(|at| (D::Ages, ages[at].id())));
            }
        }
        let mut needs = BTreeMap::new();
        for _ in 0..random.between(1, 2) {
            let need = random.skewed(self.names.needs.len());
            let outcome = if random.one_in(3) { Outcome::NothingToOffer } else { Outcome::ALL[random.skewed(8)] };
            let reason = (outcome == Outcome::NothingToOffer).then(|| Reason::ALL[random.skewed(Reason::ALL.len())]);
            needs.insert(need, (outcome, reason));
        }
        if random.one_in(2) {
            values.push((D::Service, SERVICES[random.below(3)]));
        }
        let needs: Vec<_> = needs.into_iter().map(|(need, (outcome, reason))| (need, outcome, reason)).collect();
        let offered = |(_, outcome, _): &(usize, Outcome, Option<Reason>)| {
            !matches!(outcome, Outcome::NothingToOffer | Outcome::Declined)
        };
        values.push((D::Offered, if needs.iter().any(offered) { "yes" } else { "no" }));
        self.rows.push(Row { hub, month, chat, needs: if chat { Vec::new() } else { needs }, values });
    }

    fn matches(&self, row: &Row, key: &Key) -> u64 {
        let day = chrono::NaiveDate::from_ymd_opt(YEAR, row.month, 15).unwrap();
        if !key.span.has(day) || !key.area.contains(&self.names.hubs[row.hub].0) {
            return 0;
        }
        let values = key.what.values();
        if let [(D::Kind, kind)] = values {
            return u64::from((kind == "quick-chat") == row.chat);
        }
        if row.chat {
            return 0;
        }
        let of_need = |need: &NeedName, outcome: Outcome, reason: Option<Reason>, (of, value): &(D, String)| match of {
            D::Need => need.id == *value,
            D::Group => need.group == *value,
            D::DfeArea => need.dfe_area.as_ref() == Some(value),
            D::Outcome => outcome.id() == value,
            D::Reason => reason.is_some_and(|reason| reason.id() == value),
            _ => true,
        };
        let own = |(of, value): &(D, String)| match of {
            D::Need | D::Group | D::DfeArea | D::Outcome | D::Reason => true,
            _ => row.values.iter().any(|(known, is)| known == of && is == value),
        };
        if !values.iter().all(own) {
            return 0;
        }
        let met = |value: &(D, String)| {
            row.needs.iter().any(|(need, outcome, reason)| of_need(&self.names.needs[*need], *outcome, *reason, value))
        };
        if values.iter().any(|(of, _)| matches!(of, D::Outcome | D::Reason)) {
            let all = |(need, outcome, reason): &&(usize, Outcome, Option<Reason>)| {
                values.iter().all(|value| of_need(&self.names.needs[*need], *outcome, *reason, value))
            };
            return row.needs.iter().filter(all).count() as u64;
        }
        let of_needs = |(of, _): &&(D, String)| matches!(of, D::Need | D::Group | D::DfeArea);
        u64::from(values.iter().filter(of_needs).all(met))
    }
}

impl Exact for World {
    fn count(&self, key: &Key) -> u64 {
        if let Some(count) = self.counted.borrow().get(key) {
            return *count;
        }
        let count = self.rows.iter().map(|row| self.matches(row, key)).sum();
        self.counted.borrow_mut().insert(key.clone(), count);
        count
    }
}

struct Nothing;

impl Offer for Nothing {
    fn offer(&self, _: &str, _: &Area) -> InCatalogue {
        InCatalogue::default()
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Question {
    pub period: Period,
    pub hub: Option<String>,
    pub by: Option<(By, Option<By>)>,
}

/// How numbers are hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The real one.
    Protected,
    /// Small counts are hidden, others rounded.
    Primary,
    /// Small counts are hidden, others true.
    PrimaryExact,
    /// Besides, one more cell in each row and column where only one is hidden; others rounded.
    OneMore,
    /// The same, others true.
    OneMoreExact,
}

impl Method {
    fn rules(self) -> Rules {
        let round_to = if matches!(self, Self::PrimaryExact | Self::OneMoreExact) { 1 } else { 5 };
        Rules { round_to, ..Rules::default() }
    }
}

/// How refusals begin.
const REFUSED: [&str; 2] = ["Fewer than 8 enquiries", "No figure could be shown to be safe"];

/// A release, before its files are written.
pub struct Released {
    pub document: Document,
    pub past: Option<Past>,
    /// What is hidden because it is small, and not for another one's sake: the attacker may be told.
    pub small: BTreeSet<Key>,
}

/// Returns what is shown of a count.
type Shows<'a> = Box<dyn Fn(&Key) -> Cell + 'a>;

/// Makes a release as the desk does: areas and months that may be shown, tables, protection, document. None where the program refuses, because there are too few enquiries to publish anything or nothing is safe beside what was released.
pub fn release(world: &World, question: &Question, past: &[Past], revision: u32, method: Method) -> Option<Released> {
    let rules = method.rules();
    let names = &world.names;
    let span = question.period.span();
    let area = question.hub.as_ref().map_or_else(|| names.area(), |hub| [hub.clone()].into());
    let all = |area: &Area, span| world.count(&Key { what: What::all(), area: area.clone(), span });
    if method != Method::Protected && all(&area, span) <= rules.hide_up_to {
        return None;
    }
    let mut wanted = Wanted::new(question.period.clone(), question.hub.clone(), false);
    let hubs: Vec<(String, u64)> =
        names.hubs.iter().map(|(id, _)| (id.clone(), all(&[id.clone()].into(), span))).collect();
    wanted.hubs = protect::merged(&hubs, &rules);
    let months: Vec<u64> = span.months().into_iter().map(|month| all(&area, month)).collect();
    wanted.months = protect::shows_months(&months, &rules);
    let plans = match question.by {
        None => plan::release(&wanted, names, &Nothing),
        // One hub is not counted by hub.
        Some((by, across)) => vec![plan::question(&wanted, names, by, across).ok()?],
    };
    let (cell, past, hidden, small): (Shows, _, _, _) = match method {
        Method::Protected => {
            let protected = match protected(world, &plans, &rules, past) {
                Err(error) if REFUSED.iter().any(|said| error.what.starts_with(said)) => return None,
                protected => protected.unwrap(),
            };
            let shown: HashMap<Key, Shown> = protected.cells.iter().cloned().collect();
            let small = shown.iter().filter(|(_, shown)| matches!(shown, Shown::Small(_)));
            let small = small.map(|(key, _)| key.clone()).collect();
            let past = Past { cells: protected.cells, truth: protected.truth };
            let cell = move |key: &Key| shown.get(key).copied().map_or(Cell::Hidden, Shown::cell);
            (Box::new(cell), Some(past), protected.hidden, small)
        }
        _ => {
            let small = small(world, &plans, &rules);
            let mut hidden = small.clone();
            if matches!(method, Method::OneMore | Method::OneMoreExact) {
                one_more(world, &plans, &mut hidden);
            }
            let rules = rules.clone();
            let cell = move |key: &Key| match hidden.contains(key) {
                true => Cell::Hidden,
                false => Cell::Count(rules.rounded(world.count(key)).0),
            };
            (Box::new(cell), None, Vec::new(), small)
        }
    };
    let tables = plans.iter().map(|plan| report::fill(plan, &cell)).filter(|table| !table.lines.is_empty()).collect();
    let state =
        State { revision, revises: (revision > 1).then(|| "a".repeat(64)), made: span.last, id: Uuid::from_u128(1) };
    let about = About { example: false, protection: Protection::Protected(rules), state, desks: Vec::new(), hidden };
    Some(Released { document: report::document(&wanted, names, tables, None, about), past, small })
}

fn protected(world: &World, plans: &[Plan], rules: &Rules, past: &[Past]) -> Result<protect::Protected> {
    let names = &world.names;
    let values = |of: D| names.values(of).into_iter().map(move |(value, _)| (of, value));
    let sensitive = D::all().iter().flat_map(|of| values(*of)).filter(|(of, value)| names.is_sensitive(*of, value));
    let groups = names.needs.iter().map(|need| (need.id.clone(), need.group.clone()));
    let areas = names.needs.iter().filter_map(|need| Some((need.id.clone(), need.dfe_area.clone()?)));
    protect::protect(&Asked {
        plans,
        counts: world,
        rules,
        locality: &names.area(),
        sensitive: &sensitive.collect(),
        groups: &groups.collect(),
        dfe_areas: &areas.collect(),
        past,
        label: &|of, value| names.label(of, value),
        deadline: Instant::now() + Duration::from_secs(60),
    })
}

/// Returns what is hidden because it is small.
fn small(world: &World, plans: &[Plan], rules: &Rules) -> BTreeSet<Key> {
    let keys = plans.iter().flat_map(|plan| plan.keys.iter().flatten().flatten());
    keys.filter(|key| rules.hides(world.count(key))).cloned().collect()
}

/// Hides one more cell in each row and each column of a table in which only one is hidden: the least of those that are not nothing.
fn one_more(world: &World, plans: &[Plan], hidden: &mut BTreeSet<Key>) {
    for plan in plans {
        let rows = plan.keys.iter().map(|line| line.iter().flatten().collect::<Vec<&Key>>());
        let columns = (0..plan.table.columns.len())
            .map(|at| plan.keys.iter().filter_map(|line| line.get(at)?.as_ref()).collect::<Vec<&Key>>());
        for line in rows.chain(columns).collect::<Vec<_>>() {
            if line.iter().filter(|key| hidden.contains(**key)).count() == 1 {
                let others = line.iter().filter(|key| !hidden.contains(**key) && world.count(key) > 0);
                if let Some(least) = others.min_by_key(|key| world.count(key)) {
                    hidden.insert((**least).clone());
                }
            }
        }
    }
}

/// Returns the files of a release as they are shipped: all of them, or those of programs alone because the brief takes long to set.
pub fn files(document: &Document, all: bool) -> Vec<(String, Vec<u8>)> {
    if all {
        return publish::files(document).unwrap();
    }
    let whole = publish::one(document, None, publish::Format::Json).unwrap();
    let table = |table: &signpost::tally::Table| {
        let bytes = publish::one(document, Some(&table.id), publish::Format::Csv).unwrap();
        (format!("{}.csv", table.id), bytes)
    };
    std::iter::once(("tally.json".to_owned(), whole)).chain(document.tables.iter().map(table)).collect()
}
