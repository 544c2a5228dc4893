//! An attacker who has nothing but the shipped files and public knowledge, written apart from what protects them.
//!
//! ```text
//! world    invented enquiries of small localities, and the program's way from them to files
//! read     the files: JSON and CSV, and what any format tells that another one doesn't
//! book     the workbook: sheets, caches of charts, what no sheet shows
//! paper    the page and the brief: tables, texts, lengths of bars, heights of points
//! facts    what each cell counts
//! model    what all of it says about the true counts
//! solve    the least and the most that each can be
//! toll     an attack on releases together, and what attacks came to
//! tampered files that tell too much
//! ```
//!
//! A hidden count of 1 to 7 for which fewer than five values are left is found out. `SIGNPOST_TABLES=10000` attacks all ten thousand tables; without it fewer, with the same seeds from the beginning. `SIGNPOST_ATTACK=SEED` attacks one and tells what it saw.

mod book;
mod facts;
mod model;
mod paper;
mod random;
mod read;
mod solve;
mod tampered;
mod toll;
mod world;

use random::Random;
use signpost::tally::Period;
use signpost::tally::plan::By;
use std::collections::BTreeSet;
use std::time::Instant;
use toll::{Toll, attack};
use world::{Method, Question, World};

/// Tables that are attacked in a run without more being asked for, and all of them.
const FEW: u64 = 400;
const SHARDS: u64 = 8;
/// Of so many tables one is a whole release, and one is shipped in all formats: those take longest.
const WHOLE: usize = 8;
const ALL_FORMATS: u64 = 10;
/// And of so many one is attacked as long as it takes.
const EXACT: u64 = 50;

/// Months of the invented enquiries, and the quarter that they make up.
const QUARTER: [u32; 3] = [10, 11, 12];

/// Questions by one thing or by two.
const BY: [(&str, Option<&str>); 14] = [
    ("need", None),
    ("need", Some("hub")),
    ("need", Some("month")),
    ("channel", Some("hub")),
    ("channel", Some("month")),
    ("need", Some("channel")),
    ("group", Some("hub")),
    ("asker", Some("been-before")),
    ("send", Some("interpreter")),
    ("outcome", Some("need")),
    ("need", Some("reason")),
    ("offered", Some("hub")),
    ("service", Some("month")),
    ("ages", Some("send")),
];

fn by(at: usize) -> Option<(By, Option<By>)> {
    let (by, across) = BY[at];
    Some((by.parse().unwrap(), across.map(|across| across.parse().unwrap())))
}

/// Makes one table and attacks it: a whole release in one of so many, else one question.
fn table(seed: u64, method: Method, whole: usize, all: bool) -> Toll {
    let started = Instant::now();
    let mut random = Random::new(seed);
    let mut refused = 0;
    let (world, made) = loop {
        let months = random.between(1, 3);
        let world = World::new(&mut random, &QUARTER[..months]);
        let period = if months == 1 { Period::Month(2026, 10) } else { Period::Quarter(2026, 3) };
        let hub = random.one_in(10).then(|| world.names.hubs[0].0.clone());
        let by = if random.one_in(whole) { None } else { by(random.below(BY.len())) };
        // Where too few asked nothing is published, and there is nothing to attack.
        if let Some(made) = world::release(&world, &Question { period, hub, by }, &[], 1, method) {
            break (world, made);
        }
        refused += 1;
    };
    let files = world::files(&made.document, all);
    let making = started.elapsed();
    let started = Instant::now();
    let (release, odd) = read::release(&files);
    if std::env::var_os("SIGNPOST_ATTACK").is_some() {
        for sheet in &release.sheets {
            eprintln!("{} {:?}", sheet.id, sheet.columns);
            sheet.lines.iter().for_each(|line| eprintln!("  {}: {:?}", line.id, line.cells));
        }
    }
    let small = [made.small];
    let mut toll = attack(
        std::slice::from_ref(&world),
        &[(release, 0)],
        &small,
        seed.is_multiple_of(EXACT),
        &format!("table {seed} by {method:?}"),
    );
    toll.odd = odd.into_iter().map(|odd| format!("table {seed}: {odd}")).collect();
    (toll.full, toll.refused) = (u64::from(all), refused);
    (toll.making, toll.attacking) = (making, started.elapsed());
    toll
}

fn shard(shard: u64) {
    let many = std::env::var("SIGNPOST_TABLES").ok().and_then(|many| many.parse().ok()).unwrap_or(FEW);
    let mut toll = Toll::default();
    let started = Instant::now();
    for seed in (shard..many).step_by(SHARDS as usize) {
        toll.add(table(seed, Method::Protected, WHOLE, (seed / SHARDS).is_multiple_of(ALL_FORMATS)));
    }
    toll.holds(&format!("tables {shard} of {SHARDS}, {:.1?}", started.elapsed()));
}

macro_rules! shards {
    ($($name:ident $at:literal),*) => {
        $(#[test]
        fn $name() {
            shard($at);
        })*
    };
}

shards!(
    tables_0_hold 0, tables_1_hold 1, tables_2_hold 2, tables_3_hold 3,
    tables_4_hold 4, tables_5_hold 5, tables_6_hold 6, tables_7_hold 7
);

/// Attacks one table and tells what it saw.
#[test]
fn one_table() {
    let Some(seed) = std::env::var("SIGNPOST_ATTACK").ok().and_then(|seed| seed.parse().ok()) else { return };
    let toll = table(seed, Method::Protected, WHOLE, true);
    eprintln!("{toll:#?}");
}

/// Makes releases of the same days one after the other, and attacks them together.
fn sequence(seed: u64) -> Toll {
    let started = Instant::now();
    let mut random = Random::new(seed ^ 0x5e90_0000);
    let mut world = World::new(&mut random, &QUARTER);
    let mut worlds = vec![world.clone()];
    let mut small = vec![BTreeSet::new()];
    let hub = world.names.hubs[random.below(world.names.hubs.len())].0.clone();
    let month = |month| Period::Month(2026, month);
    let quarter = || Period::Quarter(2026, 3);
    // One of ten with whole releases, the others with one question.
    let about = if seed % 10 < 5 && seed / 10 % 5 == seed % 5 { None } else { by(random.below(BY.len())) };
    let whole = |period: Period, hub: Option<&String>| Question { period, hub: hub.cloned(), by: about };
    let mut asked = match seed % 5 {
        // Months, then the quarter.
        0 => vec![whole(month(10), None), whole(month(11), None), whole(month(12), None), whole(quarter(), None)],
        // The quarter, then a hub of it.
        1 => vec![whole(quarter(), None), whole(quarter(), Some(&hub))],
        // Single questions by two things, then everything.
        2 => {
            let question = |at| Question { period: quarter(), hub: None, by: by(at) };
            vec![question(1), question(5), question(random.below(BY.len())), whole(quarter(), None)]
        }
        // A hub's month within the quarter of all.
        3 => vec![whole(quarter(), None), whole(month(11), Some(&hub)), whole(month(11), None)],
        _ => vec![whole(month(10), Some(&hub)), whole(quarter(), Some(&hub)), whole(quarter(), None)],
    };
    let late = random.one_in(2);
    if late {
        asked.push(asked[0].clone());
    }
    let (mut past, mut releases, mut odd, mut refused) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for (at, question) in asked.iter().enumerate() {
        let revised = late && at + 1 == asked.len();
        if revised {
            world.late(&mut random);
            worlds.push(world.clone());
            small.push(BTreeSet::new());
        }
        let made = world::release(&world, question, &past, if revised { 2 } else { 1 }, Method::Protected);
        let Some(made) = made else {
            refused += 1;
            continue;
        };
        past.extend(made.past);
        small[worlds.len() - 1].extend(made.small);
        let (release, strange) = read::release(&world::files(&made.document, seed.is_multiple_of(25)));
        odd.extend(strange.into_iter().map(|odd| format!("sequence {seed}: {odd}")));
        releases.push((release, worlds.len() - 1));
    }
    let making = started.elapsed();
    let started = Instant::now();
    if releases.is_empty() {
        return Toll { refused, ..Toll::default() };
    }
    let mut toll = attack(&worlds, &releases, &small, seed.is_multiple_of(EXACT), &format!("sequence {seed}"));
    toll.odd = odd;
    (toll.full, toll.refused) = (u64::from(seed.is_multiple_of(25)), refused);
    (toll.making, toll.attacking) = (making, started.elapsed());
    toll
}

fn sequences(shard: u64) {
    let mut toll = Toll::default();
    let started = Instant::now();
    for seed in (shard..100).step_by(2) {
        toll.add(sequence(seed));
    }
    toll.holds(&format!("sequences, {:.1?}", started.elapsed()));
}

#[test]
fn even_sequences_of_releases_hold() {
    sequences(0);
}

#[test]
fn odd_sequences_of_releases_hold() {
    sequences(1);
}

/// Attacks a method that does less, and returns in how many of a hundred whole releases with hidden small counts one is found out.
fn weak(method: Method) -> u64 {
    let mut toll = Toll::default();
    for seed in 0..40 {
        toll.add(table(seed, method, 1, false));
    }
    eprintln!("{}", toll.told(&format!("{method:?}")));
    // Each hides something.
    assert!(toll.small >= toll.tables);
    toll.broken * 100 / toll.tables
}

#[test]
fn hiding_small_counts_alone_is_found_out() {
    assert!(weak(Method::PrimaryExact) >= 95);
    assert!(weak(Method::Primary) >= 75);
}

#[test]
fn hiding_one_more_in_each_row_and_column_is_found_out() {
    assert!(weak(Method::OneMoreExact) >= 90);
    assert!(weak(Method::OneMore) >= 60);
}
