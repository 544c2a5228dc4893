//! Whole releases of invented localities: how long they take and how much of them is withheld.

use super::super::super::{Area, Dimension, Exact, Key, Plan, Rules, Span, What};
use super::super::{Asked, Past, Protected, Shown, merged, protect, shows_months};
use super::log::{Dice, Log, Size, cross, hubs, months, plan};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// The tables of a release as leads make them.
pub fn release(log: &Log, locality: &Area, span: Span, rules: &Rules) -> Vec<Plan> {
    let of = |area: &Area, span: Span| log.count(&Key { what: What::all(), area: area.clone(), span });
    let counts: Vec<(String, u64)> =
        locality.iter().map(|hub| (hub.clone(), of(&Area::from([hub.clone()]), span))).collect();
    let mut areas = merged(&counts, rules);
    areas.push(locality.clone());
    let whole = [locality.clone()];
    let own: Vec<u64> = span.months().into_iter().map(|month| of(locality, month)).collect();
    let mut spans = vec![span];
    if shows_months(&own, rules) {
        spans.extend(span.months());
    }
    let mut plans = vec![
        plan(cross(&[What::all()], &areas, &spans)),
        plan(cross(&log.whats(&[Dimension::Need]), &areas, &[span])),
        plan(cross(&log.whats(&[Dimension::Need]), &whole, &spans)),
        plan(cross(&log.whats(&[Dimension::Need, Dimension::Reason]), &whole, &[span])),
    ];
    let nothing: Vec<What> = log
        .whats(&[Dimension::Need, Dimension::Outcome])
        .into_iter()
        .filter(|what| what.value(Dimension::Outcome) == Some("nothing-to-offer"))
        .collect();
    plans.push(plan(cross(&nothing, &areas, &[span])));
    for dimension in Dimension::all().iter().filter(|dimension| **dimension != Dimension::Need) {
        plans.push(plan(cross(&log.whats(&[*dimension]), &whole, &[span])));
    }
    plans
}

pub fn past(protected: &Protected) -> Past {
    Past { cells: protected.cells.clone(), truth: protected.truth.clone() }
}

/// What is shown of a release, as a line of figures.
fn told(name: &str, protected: &Protected, took: Duration) -> String {
    let mut by: BTreeMap<Vec<Dimension>, [usize; 3]> = BTreeMap::new();
    for (key, shown) in &protected.cells {
        let place = match shown {
            Shown::Rounded { .. } => 0,
            Shown::Small(_) => 1,
            Shown::Withheld => 2,
        };
        by.entry(key.what.dimensions().collect()).or_default()[place] += 1;
    }
    let sum = |place: usize| by.values().map(|by| by[place]).sum::<usize>();
    format!("{name}: {took:?}; shown {}, small {}, withheld {} {by:?}", sum(0), sum(1), sum(2))
}

fn asked<'a>(
    log: &'a Log,
    plans: &'a [Plan],
    rules: &'a Rules,
    locality: &'a Area,
    sensitive: &'a BTreeSet<(Dimension, String)>,
    past: &'a [Past],
) -> Asked<'a> {
    Asked {
        plans,
        counts: log,
        rules,
        locality,
        sensitive,
        groups: &log.groups,
        dfe_areas: &log.dfe_areas,
        past,
        label: &|_, value| value.to_owned(),
        deadline: Instant::now() + Duration::from_secs(60),
    }
}

/// The figures of the README: `cargo test --release --lib tally::protect -- --ignored --nocapture`.
#[test]
#[ignore = "tells figures"]
fn figures() {
    for (name, rows, many) in [
        ("600 a quarter", 600, 3),
        ("10,000 a quarter", 10_000, 3),
        ("2,400 a year", 2400, 12),
        ("40,000 a year", 40_000, 12),
    ] {
        let size = Size { hubs: 6, months: many, needs: 49, groups: 8, rows, values: 8 };
        let log = Log::random(&mut Dice(7), &size);
        let (rules, locality) = (Rules::default(), hubs(&size));
        let sensitive: BTreeSet<_> =
            (0..12).map(|need| (Dimension::Need, format!("need-{:02}", need * 4 + 1))).collect();
        let plans = release(&log, &locality, months(0, many), &rules);
        let start = Instant::now();
        let protected = protect(&asked(&log, &plans, &rules, &locality, &sensitive, &[])).unwrap();
        println!("{}", told(name, &protected, start.elapsed()));
        for sentence in &protected.hidden {
            println!("    {sentence}");
        }
    }
}

/// A financial year as it is released: every month, every quarter and the year, with late enquiries in between.
#[test]
#[ignore = "tells figures"]
fn a_year_in_order() {
    let size = Size { hubs: 6, months: 12, needs: 49, groups: 8, rows: 8000, values: 8 };
    let mut dice = Dice(11);
    let mut log = Log::random(&mut dice, &size);
    let (rules, locality, sensitive) = (Rules::default(), hubs(&size), BTreeSet::new());
    let mut released = Vec::new();
    let mut order: Vec<(u32, u32)> = Vec::new();
    for month in 0..12 {
        order.push((month, 1));
        if month % 3 == 2 {
            order.push((month - 2, 3));
        }
    }
    order.push((0, 12));
    for (from, many) in order {
        let span = months(from, many);
        let known = log.until(span.last);
        let plans = release(&known, &locality, span, &rules);
        let start = Instant::now();
        match protect(&asked(&known, &plans, &rules, &locality, &sensitive, &released)) {
            Ok(protected) => {
                println!("{}", told(&span.in_words(), &protected, start.elapsed()));
                released.push(past(&protected));
            }
            Err(error) => println!("{}: {error:?}", span.in_words()),
        }
        // A few come in late.
        for _ in 0..5 {
            let mut row = log.row(&mut dice, &size);
            row.day = row.day.min(span.last);
            log.rows.push(row);
        }
    }
}
