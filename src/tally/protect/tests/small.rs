//! Ten thousand small localities, and what weaker methods do to them.

use super::super::super::{Area, Dimension, Exact, Key, Plan, Rules, What};
use super::super::{Asked, Past, Shown, merged, protect};
use super::judge::Judge;
use super::log::{Dice, Log, Size, cross, hubs, months, plan};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// A random locality, small on purpose.
fn locality(dice: &mut Dice) -> (Log, Size) {
    let size = Size {
        hubs: 2 + dice.below(5),
        months: 1 + u32::try_from(dice.below(4)).unwrap(),
        needs: 3 + dice.below(4),
        groups: 2,
        rows: 12 + dice.below(80),
        values: 2 + dice.below(2),
    };
    (Log::random(dice, &size), size)
}

/// Random tables about some months of it.
pub fn tables(dice: &mut Dice, log: &Log, size: &Size, from: u32, many: u32) -> Vec<Plan> {
    let (rules, locality, span) = (Rules::default(), hubs(size), months(from, many));
    let of = |area: Area| log.count(&Key { what: What::all(), area, span });
    let counts: Vec<(String, u64)> = locality.iter().map(|hub| (hub.clone(), of([hub.clone()].into()))).collect();
    let mut areas = merged(&counts, &rules);
    areas.push(locality.clone());
    let whole = vec![locality.clone()];
    let mut spans = span.months();
    spans.push(span);
    let mut keys = cross(&[What::all()], &areas, &spans);
    keys.extend(cross(&log.whats(&[Dimension::Need]), &areas, &[span]));
    for (dimensions, percent) in [
        (&[Dimension::Group][..], 60),
        (&[Dimension::DfeArea], 30),
        (&[Dimension::Channel], 60),
        (&[Dimension::Send], 60),
        (&[Dimension::Offered], 30),
        (&[Dimension::Outcome], 30),
        (&[Dimension::Need, Dimension::Outcome], 25),
        (&[Dimension::Need, Dimension::Channel], 25),
        (&[Dimension::Channel, Dimension::Send], 25),
    ] {
        if dice.chance(percent) {
            let areas = if dice.chance(40) { &areas } else { &whole };
            keys.extend(cross(&log.whats(dimensions), areas, &[span]));
        }
    }
    if dice.chance(50) {
        keys.extend(cross(&log.whats(&[Dimension::Need]), &whole, &spans));
    }
    vec![plan(keys.into_iter().collect::<BTreeSet<_>>())]
}

pub fn asked<'a>(
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

/// A way to decide what is shown.
type Method = fn(&Log, &Size, &[Plan]) -> Option<Vec<(Key, Shown)>>;

fn own(log: &Log, size: &Size, plans: &[Plan]) -> Option<Vec<(Key, Shown)>> {
    let sensitive = BTreeSet::from([(Dimension::Need, "need-01".to_owned())]);
    let protected = protect(&asked(log, plans, &Rules::default(), &hubs(size), &sensitive, &[]));
    protected.ok().map(|protected| protected.cells)
}

/// Small counts are hidden, others rounded, and nothing else.
fn primary(log: &Log, _: &Size, plans: &[Plan]) -> Option<Vec<(Key, Shown)>> {
    let keys: BTreeSet<&Key> = plans.iter().flat_map(|plan| plan.keys.iter().flatten().flatten()).collect();
    Some(keys.into_iter().map(|key| (key.clone(), Shown::by(&Rules::default(), log.count(key)))).collect())
}

/// One more cell is withheld in each line and column in which only one is hidden.
fn one_more(log: &Log, size: &Size, plans: &[Plan]) -> Option<Vec<(Key, Shown)>> {
    let mut cells = primary(log, size, plans)?;
    let whole = hubs(size);
    for by_area in [true, false] {
        let line = |key: &Key| {
            let value = key.what.values().last().cloned();
            let dimensions: Vec<Dimension> = key.what.dimensions().collect();
            if by_area {
                (dimensions, value, None, key.span)
            } else {
                (dimensions, None, Some(key.area.clone()), key.span)
            }
        };
        let lines: BTreeSet<_> = cells.iter().map(|(key, _)| line(key)).collect();
        for own in lines {
            let inside = |key: &Key| line(key) == own && (!by_area || key.area != whole);
            let hidden =
                cells.iter().filter(|(key, shown)| inside(key) && shown.cell() == super::super::super::Cell::Hidden);
            if hidden.count() == 1 {
                let other = cells
                    .iter_mut()
                    .filter(|(key, shown)| inside(key) && matches!(shown, Shown::Rounded { count, .. } if *count > 0));
                if let Some((_, shown)) = other.min_by_key(|(_, shown)| shown.bounds()) {
                    *shown = Shown::Withheld;
                }
            }
        }
    }
    Some(cells)
}

/// What the judge found in some localities: cells narrower than five values by intervals alone, and by a search in whole numbers.
#[derive(Debug, Default)]
struct Verdict {
    released: usize,
    hidden: usize,
    withheld: usize,
    narrowed: Vec<String>,
    exact: Vec<String>,
    safe: usize,
    took: Duration,
}

fn verdict(seeds: std::ops::Range<u64>, exact: u64, method: Method) -> Verdict {
    let mut verdict = Verdict::default();
    for seed in seeds {
        let mut dice = Dice(seed);
        let (log, size) = locality(&mut dice);
        let plans = tables(&mut dice, &log, &size, 0, size.months);
        let start = Instant::now();
        let Some(cells) = method(&log, &size, &plans) else { continue };
        verdict.took += start.elapsed();
        verdict.released += 1;
        verdict.hidden += cells.iter().filter(|(_, shown)| matches!(shown, Shown::Small(_))).count();
        verdict.withheld += cells.iter().filter(|(_, shown)| *shown == Shown::Withheld).count();
        let judge = Judge::of(&[(&log, &cells)]);
        verdict
            .narrowed
            .extend(judge.narrowed().into_iter().map(|(key, low, high)| format!("{seed}: {low}-{high} {key:?}")));
        if seed % exact == 0 {
            let (found, safe) = judge.exact(300);
            verdict.safe += safe;
            verdict.exact.extend(found.into_iter().map(|key| format!("{seed}: {key:?}")));
        }
    }
    verdict
}

fn safe(seeds: std::ops::Range<u64>) {
    let many = seeds.end - seeds.start;
    let start = Instant::now();
    let verdict = verdict(seeds, 25, own);
    println!(
        "{many}: {} released, {} hidden, {} withheld, {} found safe again, {:?} of {:?}",
        verdict.released,
        verdict.hidden,
        verdict.withheld,
        verdict.safe,
        verdict.took,
        start.elapsed()
    );
    assert_eq!(verdict.narrowed, Vec::<String>::new());
    assert_eq!(verdict.exact, Vec::<String>::new());
    assert!(verdict.released as u64 * 10 > many * 9, "{}", verdict.released);
    assert!(verdict.hidden as u64 > many && verdict.safe > 0);
}

macro_rules! shards {
    ($($name:ident $from:literal $to:literal)+) => { $(#[test] fn $name() { safe($from..if cfg!(debug_assertions) { $from + 40 } else { $to }); })+ };
}

// All ten thousand take several minutes, so an unoptimised build looks at the first forty of each quarter: `cargo test --release --lib tally::protect` looks at all.
shards! {
    small_localities_1 0 2500
    small_localities_2 2500 5000
    small_localities_3 5000 7500
    small_localities_4 7500 10000
}

#[test]
fn hiding_small_counts_alone_is_found_out() {
    let verdict = verdict(1..60, 100, primary);
    assert!(verdict.narrowed.len() > 4, "{verdict:?}");
}

#[test]
fn one_more_cell_in_each_line_and_column_is_found_out() {
    let verdict = verdict(1..60, 100, one_more);
    assert!(verdict.narrowed.len() > 4, "{verdict:?}");
}
