//! Invented enquiries, counted one by one.

use super::super::super::{Area, Dimension, Exact, Key, Plan, Span, Table, Unit, What};
use crate::record::{Ages, Outcome, Reason};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Random numbers that are the same in every run: SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, many: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % many.max(1)
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A place in a list whose first ones are the likeliest.
    pub fn early(&mut self, many: u64) -> u64 {
        let (first, second) = (self.below(many), self.below(many));
        first * second / many.max(1)
    }
}

/// One enquiry: what it has of every dimension, and per need its outcome and reason.
#[derive(Debug, Clone)]
pub struct Row {
    pub hub: String,
    pub day: NaiveDate,
    pub values: BTreeSet<(Dimension, String)>,
    pub needs: Vec<(String, Outcome, Option<Reason>)>,
}

#[derive(Debug, Clone, Default)]
pub struct Log {
    pub rows: Vec<Row>,
    pub groups: BTreeMap<String, String>,
    pub dfe_areas: BTreeMap<String, String>,
}

impl Row {
    fn counts(&self, what: &What) -> u64 {
        let (of_need, plain): (Vec<_>, Vec<_>) =
            what.values().iter().partition(|(dimension, _)| dimension.unit() == Unit::Needs);
        if of_need.is_empty() {
            return u64::from(plain.iter().all(|value| self.values.contains(value)));
        }
        let fits = |need: &&(String, Outcome, Option<Reason>)| {
            of_need.iter().all(|(dimension, value)| match dimension {
                Dimension::Outcome => need.1.id() == value,
                _ => need.2.is_some_and(|reason| reason.id() == value),
            }) && plain.iter().all(|(dimension, value)| match dimension {
                Dimension::Need => need.0 == *value,
                _ => self.values.contains(&(*dimension, value.clone())),
            })
        };
        self.needs.iter().filter(fits).count() as u64
    }
}

impl Exact for Log {
    fn count(&self, key: &Key) -> u64 {
        let own = self.rows.iter().filter(|row| key.span.has(row.day) && key.area.contains(&row.hub));
        own.map(|row| row.counts(&key.what)).sum()
    }
}

/// How large an invented locality is.
#[derive(Debug, Clone)]
pub struct Size {
    pub hubs: u64,
    pub months: u32,
    pub needs: u64,
    pub groups: u64,
    pub rows: u64,
    /// How many of some dimension's values are used.
    pub values: u64,
}

pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 1).unwrap()
}

pub fn months(from: u32, many: u32) -> Span {
    let first = first_day() + chrono::Months::new(from);
    Span { first, last: (first + chrono::Months::new(many)).pred_opt().unwrap() }
}

pub fn hubs(size: &Size) -> Area {
    (0..size.hubs).map(|hub| format!("hub-{hub}")).collect()
}

const ONE: [(Dimension, &[&str]); 6] = [
    (Dimension::Channel, &["walk-in", "phone", "email", "chat", "event", "outreach", "home-visit", "social-media"]),
    (Dimension::Asker, &["mother", "father", "not-asked", "young-person", "professional", "other"]),
    (Dimension::Send, &["not-asked", "no", "yes"]),
    (Dimension::Language, &["en", "ur", "pl", "ar", "ro", "so", "bn", "uk"]),
    (Dimension::Interpreter, &["no", "not-asked", "yes"]),
    (Dimension::BeenBefore, &["no", "yes", "not-asked"]),
];

impl Log {
    pub fn random(dice: &mut Dice, size: &Size) -> Self {
        let mut log = Self::default();
        for need in 0..size.needs {
            log.groups.insert(format!("need-{need:02}"), format!("group-{}", need % size.groups));
            if need % 3 != 2 {
                log.dfe_areas.insert(format!("need-{need:02}"), format!("area-{}", need / 4));
            }
        }
        for _ in 0..size.rows {
            let row = log.row(dice, size);
            log.rows.push(row);
        }
        log
    }

    pub fn row(&self, dice: &mut Dice, size: &Size) -> Row {
        let days = months(0, size.months);
        let span = days.last.signed_duration_since(days.first).num_days().unsigned_abs() + 1;
        let many = if dice.chance(20) { 2 } else { 1 };
        let mut needs = BTreeMap::new();
        for _ in 0..many {
            let outcome = match dice.below(10) {
                0..=3 => Outcome::Signposted,
                4..=5 => Outcome::Information,
                6 => Outcome::Referred,
                7 => Outcome::Declined,
                _ => Outcome::NothingToOffer,
            };
            let reason = (outcome == Outcome::NothingToOffer)
                .then(|| [Reason::NoneLocal, Reason::Full, Reason::WaitingList, Reason::Cost][dice.early(4) as usize]);
            needs.insert(format!("need-{:02}", dice.early(size.needs)), (outcome, reason));
        }
        let needs: Vec<_> = needs.into_iter().map(|(need, (outcome, reason))| (need, outcome, reason)).collect();
        let mut values = BTreeSet::new();
        for (need, ..) in &needs {
            values.insert((Dimension::Need, need.clone()));
            values.insert((Dimension::Group, self.groups[need].clone()));
            values.extend(self.dfe_areas.get(need).map(|area| (Dimension::DfeArea, area.clone())));
        }
        for (dimension, known) in ONE {
            let value = dice.early((known.len() as u64).min(size.values)) as usize;
            values.insert((dimension, known[value].to_owned()));
        }
        match dice.below(10) {
            0..=3 => drop(values.insert((Dimension::Ages, "not-asked".to_owned()))),
            4 => drop(values.insert((Dimension::Ages, Ages::NoChildren.id().to_owned()))),
            _ => {
                for _ in 0..=dice.below(2) {
                    let age = [Ages::Under2, Ages::From3To4, Ages::From5To10, Ages::Unborn][dice.early(4) as usize];
                    values.insert((Dimension::Ages, age.id().to_owned()));
                }
            }
        }
        let met = |outcome: Outcome| !matches!(outcome, Outcome::NothingToOffer | Outcome::Declined);
        let offered = if needs.iter().any(|(_, outcome, _)| met(*outcome)) { "yes" } else { "no" };
        values.insert((Dimension::Offered, offered.to_owned()));
        values.insert((Dimension::Kind, "enquiry".to_owned()));
        if dice.chance(60) {
            values.insert((Dimension::Service, format!("service-{}", dice.early(size.needs))));
        }
        let day = days.first + Days::new(dice.below(span));
        Row { hub: format!("hub-{}", dice.early(size.hubs)), day, values, needs }
    }

    pub fn until(&self, last: NaiveDate) -> Self {
        let rows = self.rows.iter().filter(|row| row.day <= last).cloned().collect();
        Self { rows, groups: self.groups.clone(), dfe_areas: self.dfe_areas.clone() }
    }

    /// Everything of some dimensions that occurs, and all needs and groups there are.
    pub fn whats(&self, dimensions: &[Dimension]) -> Vec<What> {
        let mut values: BTreeSet<(Dimension, String)> = self.rows.iter().flat_map(|row| row.values.clone()).collect();
        values.extend(self.groups.keys().map(|need| (Dimension::Need, need.clone())));
        values.extend(self.groups.values().map(|group| (Dimension::Group, group.clone())));
        values.extend(self.dfe_areas.values().map(|area| (Dimension::DfeArea, area.clone())));
        for (_, outcome, reason) in self.rows.iter().flat_map(|row| &row.needs) {
            values.insert((Dimension::Outcome, outcome.id().to_owned()));
            values.extend(reason.map(|reason| (Dimension::Reason, reason.id().to_owned())));
        }
        dimensions.iter().fold(vec![What::all()], |whats, dimension| {
            let own = |what: &What| -> Vec<What> {
                let fitting = values.iter().filter(|(own, _)| own == dimension);
                fitting.map(|(own, value)| what.clone().and(*own, value.clone())).collect()
            };
            whats.iter().flat_map(own).collect()
        })
    }
}

/// A plan of some keys, one to a line.
pub fn plan(keys: impl IntoIterator<Item = Key>) -> Plan {
    let keys = keys.into_iter().map(|key| vec![Some(key)]).collect();
    let table = Table {
        id: "test".to_owned(),
        title: String::new(),
        unit: Unit::Enquiries,
        notes: Vec::new(),
        headings: Vec::new(),
        columns: Vec::new(),
        lines: Vec::new(),
        chart: None,
        in_order: false,
    };
    Plan { table, keys }
}

/// The keys of one table: things by areas and spans.
pub fn cross(whats: &[What], areas: &[Area], spans: &[Span]) -> Vec<Key> {
    let mut keys = Vec::new();
    for what in whats {
        for area in areas {
            for span in spans {
                keys.push(Key { what: what.clone(), area: area.clone(), span: *span });
            }
        }
    }
    keys
}
