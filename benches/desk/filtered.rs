//! What filters and distances cost beside the same queries without them.

use crate::measure::Times;
use crate::queries::Query;
use crate::table::Table;
use signpost::catalogue::{Day, Delivery};
use signpost::desk::{Catalogue, USUAL_LIMIT};
use signpost::search::{Area, Ask, Filters, From, Sort};
use std::time::{Duration, Instant};

/// Queries that are asked with and without.
const QUERIES: usize = 1_500;

/// Compares the slowest of both.
pub fn run(catalogue: &Catalogue, all: &[Query], rounds: usize, table: &mut Table) {
    let wanted = wanted(catalogue);
    let sample: Vec<&Query> = all.iter().step_by((all.len() / QUERIES).max(1)).collect();
    let mut best = vec![[Duration::MAX; 2]; sample.len()];
    for _ in 0..rounds {
        for ((query, wanted), best) in sample.iter().zip(wanted.iter().cycle()).zip(&mut best) {
            let plain = Ask::of(&query.text);
            for (ask, best) in [plain.clone(), Ask { text: plain.text, ..wanted.clone() }].iter().zip(best) {
                let began = Instant::now();
                std::hint::black_box(catalogue.find(ask, USUAL_LIMIT).unwrap());
                *best = (*best).min(began.elapsed());
            }
        }
    }
    let times = |which: usize| -> Times { best.iter().map(|both| both[which]).collect() };
    let (plain, filtered) = (times(0), times(1));
    table.slower("filtered search, p99, without filters", filtered.at(0.99), plain.at(0.99), None);
    let mut alone: Vec<Duration> = Vec::new();
    for wanted in wanted.iter().filter(|ask| ask.filters != Filters::default()) {
        let began = Instant::now();
        std::hint::black_box(catalogue.find(wanted, USUAL_LIMIT).unwrap());
        alone.push(began.elapsed());
    }
    let slowest = alone.into_iter().max().unwrap_or_default();
    table.note("filters alone, the slowest", crate::measure::milliseconds(slowest));
}

/// Returns what is asked for besides the words, each in turn.
fn wanted(catalogue: &Catalogue) -> Vec<Ask> {
    let hub = catalogue.hub_id().unwrap_or_default().to_owned();
    let with = |filters: Filters| Ask { filters, ..Ask::default() };
    let near = Sort::Distance(From::Outcode("CB4".to_owned()));
    vec![
        with(Filters { open_now: true, ..Filters::default() }),
        with(Filters { free: true, language: Some("ur".to_owned()), ..Filters::default() }),
        with(Filters { age: Some(3), area: Some(Area::Hub(hub)), ..Filters::default() }),
        with(Filters { day: Some(Day::Tu), step_free: true, ..Filters::default() }),
        Ask { sort: near.clone(), young_person: true, ..Ask::default() },
        Ask { sort: near, ..with(Filters { delivery: Some(Delivery::InPerson), ..Filters::default() }) },
    ]
}
