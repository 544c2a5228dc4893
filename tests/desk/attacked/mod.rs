//! An attacker who has nothing but the shipped files and public knowledge, written apart from what protects them.
//!
//! ```text
//! world    invented enquiries of small localities, and the program's way from them to files
//! read     the files: JSON and CSV, and what any format tells that another one doesn't
//! book     the workbook: sheets, caches of charts, what no sheet shows
//! paper    the page and the brief: tables, texts, lengths of bars, heights of points
//! model    what all of it says about the true counts
//! solve    the least and the most that each can be
//! ```
//!
//! A hidden count of 1 to 7 for which fewer than five values are left is found out. `SIGNPOST_TABLES=10000` attacks all ten thousand tables; without it fewer, with the same seeds from the beginning. `SIGNPOST_ATTACK=SEED` attacks one and tells what it saw.

mod book;
mod model;
mod paper;
mod random;
mod read;
mod solve;
mod world;

use model::{Fact, Public};
use random::Random;
use read::Release;
use signpost::tally::plan::By;
use signpost::tally::{Dimension as D, Exact, Key, Period, Span, What};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use world::{Method, Question, World};

/// Tables that are attacked in a run without more being asked for, and all of them.
const FEW: u64 = 1000;
const SHARDS: u64 = 8;
/// In each so many tables one is shipped in all formats.
const ALL_FORMATS: u64 = 10;
/// How a symbol is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// Somebody tells the attacker which of them stand for small counts, and which were withheld: those may be anything.
    Told,
    /// Nobody does: each that stands beside a shown number is taken for a small count.
    Beside,
    /// All of them are.
    All,
}

/// Months of the invented enquiries, and the quarter that they make up.
const QUARTER: [u32; 3] = [10, 11, 12];

/// What attacks came to.
#[derive(Default, Debug)]
struct Toll {
    tables: u64,
    /// Tables in all formats.
    full: u64,
    /// Tables in which a count was found out.
    broken: u64,
    /// Hidden counts that are small.
    small: u64,
    /// Cells with the symbol in all.
    hidden: u64,
    /// Of these, how many the attacker is told that they are withheld, not that they are small.
    withheld: u64,
    found: Vec<String>,
    /// Small counts that no table shows, and that can be worked out all the same.
    unseen: Vec<String>,
    /// Taking every symbol for a small count: what then is right, what is wrong, and how often it fits nothing.
    guessed: Vec<String>,
    wrong: u64,
    unfit: u64,
    odd: Vec<String>,
    /// Releases that the program refuses.
    refused: u64,
    making: Duration,
    attacking: Duration,
}

impl Toll {
    fn add(&mut self, other: Self) {
        self.tables += other.tables;
        self.full += other.full;
        self.broken += other.broken;
        self.small += other.small;
        self.hidden += other.hidden;
        self.withheld += other.withheld;
        self.refused += other.refused;
        self.found.extend(other.found);
        self.unseen.extend(other.unseen);
        self.guessed.extend(other.guessed);
        self.wrong += other.wrong;
        self.unfit += other.unfit;
        self.odd.extend(other.odd);
        self.making += other.making;
        self.attacking += other.attacking;
    }

    fn told(&self, what: &str) -> String {
        format!(
            "{what}: {} attacked ({} in all formats, {} refused), {} symbols, {} small counts behind them ({} of them withheld), {} found out in {}; taken for small without knowing: {} right, {} wrong, {} fit nothing; {} that no table shows; made in {:.1?}, attacked in {:.1?}",
            self.tables,
            self.full,
            self.refused,
            self.hidden,
            self.small,
            self.withheld,
            self.found.len(),
            self.broken,
            self.guessed.len(),
            self.wrong,
            self.unfit,
            self.unseen.len(),
            self.making,
            self.attacking,
        )
    }

    /// Fails when anything was found out.
    fn holds(&self, what: &str) {
        eprintln!("{}", self.told(what));
        let some = |all: &[String]| all.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
        assert!(self.small > 0, "nothing was hidden: nothing was tried");
        assert!(self.odd.is_empty(), "{what}: files tell what the tables don't\n{}", some(&self.odd));
        assert!(self.found.is_empty(), "{what}: found out\n{}", some(&self.found));
    }
}

fn public(world: &World) -> Public {
    let names = &world.names;
    let listed = |of: &D| names.values(*of).into_iter().map(|(value, _)| value).collect();
    Public {
        locality: names.locality.0.clone(),
        hubs: names.area(),
        needs: names
            .needs
            .iter()
            .map(|need| (need.id.clone(), need.group.clone(), need.dfe_area.clone(), need.sensitive))
            .collect(),
        values: D::all().iter().filter(|of| **of != D::Need).map(|of| (of.id().to_owned(), listed(of))).collect(),
    }
}

/// Returns the true count of a fact.
fn truth(worlds: &[World], fact: &Fact) -> u64 {
    let whole = key(fact);
    let month = |month: &String| worlds[fact.version].count(&Key { span: span(month), ..whole.clone() });
    fact.months.iter().map(month).sum()
}

fn span(month: &str) -> Span {
    Span::month_of(format!("{month}-01").parse().unwrap())
}

/// Returns what a fact is about in the program's words; months follow each other where a table shows them.
fn key(fact: &Fact) -> Key {
    let what = fact.of.iter().fold(What::all(), |what, (of, value)| what.and(of.parse().unwrap(), value.clone()));
    let (first, last) = (span(fact.months.first().unwrap()), span(fact.months.last().unwrap()));
    Key { what, area: fact.hubs.clone(), span: Span { first: first.first, last: last.last } }
}

/// Attacks releases together; each with the version of the data that it was made of. `small` are the counts of each version that are hidden because they are small.
fn attack(worlds: &[World], releases: &[(Release, usize)], small: &[BTreeSet<Key>], name: &str) -> Toll {
    let mut toll = Toll { tables: 1, ..Toll::default() };
    let public = public(&worlds[0]);
    let facts: BTreeSet<Fact> =
        releases.iter().flat_map(|(release, version)| model::facts(release, &public, *version)).collect();
    let facts: Vec<Fact> = facts.into_iter().collect();
    let truth = |fact: &Fact| truth(worlds, fact);
    let is_small = |fact: &Fact| (1..=fact.hide as u64).contains(&truth(fact));
    for fact in facts.iter().filter(|fact| fact.count.is_some()) {
        let (least, most) = fact.bounds;
        let is = truth(fact) as i64;
        assert!((least..=most).contains(&is), "{name}: {fact:?} is {is}");
    }
    for reading in [Reading::Told, Reading::All, Reading::Beside] {
        let taken = |fact: &Fact| match reading {
            Reading::Told => small[fact.version].contains(&key(fact)),
            Reading::Beside => fact.open,
            Reading::All => true,
        };
        let model = model::model(&facts, &public, &taken);
        let hidden = facts.iter().zip(&model.at).filter(|(fact, _)| fact.count.is_none() && is_small(fact));
        let seen: Vec<(&Fact, usize, bool)> = hidden.map(|(fact, at)| (fact, *at, false)).collect();
        let unseen = model.unseen.iter().filter(|(fact, _)| reading == Reading::Told && is_small(fact));
        let targets: Vec<(&Fact, usize, bool)> =
            seen.iter().copied().chain(unseen.map(|(fact, at)| (fact, *at, true))).collect();
        if reading == Reading::Told {
            toll.small = seen.len() as u64;
            toll.withheld = seen.iter().filter(|(fact, ..)| !taken(fact)).count() as u64;
            toll.hidden = facts.iter().filter(|fact| fact.count.is_none()).count() as u64;
        }
        let at: Vec<usize> = targets.iter().map(|(_, at, _)| *at).collect();
        let ends = match model.system.attack(&at, releases[0].0.span, true) {
            Ok(ends) => ends,
            Err(solve::Contradiction) => {
                assert_ne!(reading, Reading::Told, "{name}: the attacker believes what can't be");
                toll.unfit += u64::from(reading == Reading::Beside);
                continue;
            }
        };
        for ((fact, _, unseen), (least, most)) in targets.into_iter().zip(ends) {
            let is = truth(fact) as i64;
            let right = (least..=most).contains(&is);
            assert!(right || reading != Reading::Told, "{name}: {fact:?} is {is}, not {least} to {most}");
            if most - least + 1 >= fact.span {
                continue;
            }
            let what: Vec<String> = fact.of.iter().map(|(of, value)| format!("{of}={value}")).collect();
            let set = |set: &model::Set| set.iter().cloned().collect::<Vec<_>>().join("+");
            let line = format!(
                "{name}: {} at {} in {} (version {}) is {is}: {least} to {most}",
                what.join(" "),
                set(&fact.hubs),
                set(&fact.months),
                fact.version,
            );
            match (reading, unseen, right) {
                (Reading::Told, true, _) => toll.unseen.push(line),
                (Reading::Told, false, _) => toll.found.push(line),
                (_, _, false) => toll.wrong += 1,
                (_, _, true) => toll.guessed.push(line),
            }
        }
        // Where all can be small there is nothing to fall back to.
        if reading == Reading::All {
            break;
        }
    }
    // What is known from what the symbols stand for needs no guess.
    toll.guessed.retain(|line| !toll.found.contains(line));
    toll.broken = u64::from(!toll.found.is_empty());
    toll
}

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

/// Makes one table and attacks it: a whole release, or one question.
fn table(seed: u64, method: Method, all: bool) -> Toll {
    let started = Instant::now();
    let mut random = Random::new(seed);
    let mut refused = 0;
    let (world, made) = loop {
        let months = random.between(1, 3);
        let world = World::new(&mut random, &QUARTER[..months]);
        let period = if months == 1 { Period::Month(2026, 10) } else { Period::Quarter(2026, 3) };
        let hub = random.one_in(10).then(|| world.names.hubs[0].0.clone());
        let by = if random.one_in(8) { None } else { by(random.below(BY.len())) };
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
    let mut toll =
        attack(std::slice::from_ref(&world), &[(release, 0)], &small, &format!("table {seed} by {method:?}"));
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
        toll.add(table(seed, Method::Protected, (seed / SHARDS).is_multiple_of(ALL_FORMATS)));
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
    let toll = table(seed, Method::Protected, true);
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
    let mut toll = attack(&worlds, &releases, &small, &format!("sequence {seed}"));
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

/// Attacks a method that does less, and returns in how many of a hundred tables with hidden small counts one is found out.
fn weak(method: Method) -> u64 {
    let mut toll = Toll::default();
    let mut with = 0;
    for seed in 0..100 {
        let one = table(seed, method, false);
        with += u64::from(one.small > 0);
        toll.add(one);
    }
    eprintln!("{}", toll.told(&format!("{method:?}")));
    assert!(with >= 50, "{method:?} hid something in {with} tables only");
    toll.broken * 100 / with
}

#[test]
fn hiding_small_counts_alone_is_found_out() {
    assert!(weak(Method::PrimaryExact) >= 50);
    assert!(weak(Method::Primary) >= 20);
}

#[test]
fn hiding_one_more_in_each_row_and_column_is_found_out() {
    assert!(weak(Method::OneMoreExact) >= 50);
    assert!(weak(Method::OneMore) >= 20);
}
