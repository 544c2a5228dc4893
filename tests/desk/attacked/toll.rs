//! One attack on releases together, and what attacks came to.

use super::facts::{self, Fact, Public, Set};
use super::read::{Odd, Release};
use super::world::World;
use super::{model, solve};
use signpost::tally::{Dimension as D, Exact, Key, Span, What};
use std::collections::BTreeSet;
use std::time::Duration;

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

/// What attacks came to.
#[derive(Default, Debug)]
pub struct Toll {
    pub tables: u64,
    /// Tables in all formats.
    pub full: u64,
    /// Tables in which a count was found out.
    pub broken: u64,
    /// Hidden counts that are small.
    pub small: u64,
    /// Cells with the symbol in all.
    pub hidden: u64,
    /// Of these, how many the attacker is told that they are withheld, not that they are small.
    pub withheld: u64,
    pub found: Vec<String>,
    /// Small counts that no table shows, and that can be worked out all the same.
    pub unseen: Vec<String>,
    /// Taking every symbol for a small count: what then is right, what is wrong, and how often it fits nothing.
    pub guessed: Vec<String>,
    pub wrong: u64,
    pub unfit: u64,
    pub odd: Vec<Odd>,
    /// Releases that the program refuses.
    pub refused: u64,
    pub making: Duration,
    pub attacking: Duration,
}

impl Toll {
    /// Adds what another attack came to.
    pub fn add(&mut self, other: Self) {
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

    /// Returns it in words.
    pub fn told(&self, what: &str) -> String {
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
    pub fn holds(&self, what: &str) {
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

/// Attacks releases together; each with the version of the data that it was made of. `small` are the counts of each version that are hidden because they are small. An `exact` attack searches for each over whole numbers, which takes longer.
pub fn attack(
    worlds: &[World],
    releases: &[(Release, usize)],
    small: &[BTreeSet<Key>],
    exact: bool,
    name: &str,
) -> Toll {
    let mut toll = Toll { tables: 1, ..Toll::default() };
    let public = public(&worlds[0]);
    let facts: BTreeSet<Fact> =
        releases.iter().flat_map(|(release, version)| facts::facts(release, &public, *version)).collect();
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
        let ends = match model.system.attack(&at, releases[0].0.span, exact) {
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
            let set = |set: &Set| set.iter().cloned().collect::<Vec<_>>().join("+");
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
