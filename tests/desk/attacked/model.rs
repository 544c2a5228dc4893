//! What the shipped files and public knowledge say about the true counts, as sums of whole numbers.
//!
//! A count is of something (pairs of a dimension and a value), at some hubs, in some months. For each something, hubs and months that no table tells apart are one piece; an unknown stands for each piece of hubs by piece of months, and for each version of the data (later entries make a new one, which has no less of anything).

use super::facts::{Fact, Of, Public, Set, of};
use super::solve::{FAR, System};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Dimensions of which each enquiry has one value.
const ONE: [&str; 7] = ["channel", "asker", "send", "language", "interpreter", "been-before", "ethnicity"];
/// Pieces of hubs and months of one something.
struct Pieces {
    hubs: Vec<Set>,
    months: Vec<Set>,
}

impl Pieces {
    /// Returns places of the pieces that make up a set, if some do exactly.
    fn of(pieces: &[Set], set: &Set) -> Option<Vec<usize>> {
        let found: Vec<usize> = (0..pieces.len()).filter(|at| pieces[*at].is_subset(set)).collect();
        let many: usize = found.iter().map(|at| pieces[*at].len()).sum();
        (many == set.len()).then_some(found)
    }
}

/// Returns a set's coarsest parts that each of some sets is made up of.
fn refine<'a>(all: &Set, sets: impl Iterator<Item = &'a Set> + Clone) -> Vec<Set> {
    let mut by: BTreeMap<Vec<bool>, Set> = BTreeMap::new();
    for one in all {
        let mark = sets.clone().map(|set| set.contains(one)).collect();
        by.entry(mark).or_default().insert(one.clone());
    }
    by.into_values().collect()
}

/// The unknowns and the sums, with the unknown that stands for each fact.
pub struct Model {
    pub system: System,
    /// One for each fact, in order.
    pub at: Vec<usize>,
    /// Pieces that no table shows: what they count and their unknowns.
    pub unseen: Vec<(Fact, usize)>,
}

/// Unknowns with their factors, and what their sum lies between.
type Said = (Vec<(usize, i64)>, i64, i64);

struct Builder<'a> {
    system: System,
    pieces: BTreeMap<&'a Of, Pieces>,
    versions: Vec<usize>,
    atoms: HashMap<(usize, &'a Of, usize, usize), usize>,
    sums: HashMap<Vec<usize>, usize>,
    told: BTreeSet<Said>,
}

impl<'a> Builder<'a> {
    /// Returns the unknown that stands for a count, if pieces of it make it up.
    fn unknown(&mut self, version: usize, of: &Of, hubs: &Set, months: &Set) -> Option<usize> {
        let (of, pieces) = self.pieces.get_key_value(of)?;
        let (of, hubs, months) = (*of, Pieces::of(&pieces.hubs, hubs)?, Pieces::of(&pieces.months, months)?);
        let mut parts = Vec::new();
        for hub in &hubs {
            for month in &months {
                let system = &mut self.system;
                let atom = self.atoms.entry((version, of, *hub, *month)).or_insert_with(|| system.unknown(0, FAR));
                parts.push(*atom);
            }
        }
        if let [one] = parts.as_slice() {
            return Some(*one);
        }
        parts.sort_unstable();
        if let Some(sum) = self.sums.get(&parts) {
            return Some(*sum);
        }
        let sum = self.system.unknown(0, FAR);
        let terms = parts.iter().map(|part| (*part, 1)).chain([(sum, -1)]).collect();
        self.system.sum(terms, 0, 0);
        self.sums.insert(parts, sum);
        Some(sum)
    }

    /// Says once what a sum lies between.
    fn say(&mut self, mut terms: Vec<(usize, i64)>, least: i64, most: i64) {
        terms.sort_unstable();
        if self.told.insert((terms.clone(), least, most)) {
            self.system.sum(terms, least, most);
        }
    }
}

/// Builds the model. `small` tells which symbols are taken for small counts; the others may be anything.
pub fn model(facts: &[Fact], public: &Public, small: &dyn Fn(&Fact) -> bool) -> Model {
    let all_months: Set = facts.iter().flat_map(|fact| fact.months.iter().cloned()).collect();
    let mut by: BTreeMap<&Of, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        by.entry(&fact.of).or_default().push(fact);
    }
    let pieces = by.iter().map(|(of, facts)| {
        let hubs = refine(&public.hubs, facts.iter().map(|fact| &fact.hubs));
        let months = refine(&all_months, facts.iter().map(|fact| &fact.months));
        (*of, Pieces { hubs, months })
    });
    let versions: BTreeSet<usize> = facts.iter().map(|fact| fact.version).collect();
    let mut builder = Builder {
        system: System::default(),
        pieces: pieces.collect(),
        versions: versions.into_iter().collect(),
        atoms: HashMap::new(),
        sums: HashMap::new(),
        told: BTreeSet::new(),
    };
    let mut at = Vec::new();
    for fact in facts {
        let unknown = builder.unknown(fact.version, &fact.of, &fact.hubs, &fact.months).unwrap();
        let (least, most) = match fact.count {
            Some(_) => fact.bounds,
            None if small(fact) => (1, fact.hide),
            None => (0, FAR),
        };
        builder.system.narrow(unknown, least, most);
        at.push(unknown);
    }
    let places: BTreeSet<(Set, Set)> = facts.iter().map(|fact| (fact.hubs.clone(), fact.months.clone())).collect();
    let hubs = refine(&public.hubs, places.iter().map(|(hubs, _)| hubs));
    let months = refine(&all_months, places.iter().map(|(_, months)| months));
    let finest = hubs.iter().flat_map(|hubs| months.iter().map(|months| (hubs.clone(), months.clone())));
    let places: BTreeSet<(Set, Set)> = places.iter().cloned().chain(finest).collect();
    let whats: Vec<Of> = builder.pieces.keys().map(|of| (*of).clone()).collect();
    for version in builder.versions.clone() {
        for (hubs, months) in &places {
            definitions(&mut builder, public, &whats, (version, hubs, months));
        }
    }
    later(&mut builder);
    let shown: BTreeSet<usize> = at.iter().copied().collect();
    let unseen = builder.atoms.iter().filter(|(_, unknown)| !shown.contains(unknown));
    let unseen = unseen.map(|((version, of, hub, month), unknown)| {
        let pieces = &builder.pieces[*of];
        let fact = Fact {
            version: *version,
            of: (*of).clone(),
            hubs: pieces.hubs[*hub].clone(),
            months: pieces.months[*month].clone(),
            count: None,
            bounds: (0, FAR),
            hide: facts[0].hide,
            span: facts[0].span,
            open: false,
        };
        (fact, *unknown)
    });
    let mut unseen: Vec<(Fact, usize)> = unseen.collect();
    unseen.sort();
    Model { system: builder.system, at, unseen }
}

/// Says that a later version has no less of anything.
fn later(builder: &mut Builder) {
    let all: Vec<_> = builder.atoms.iter().map(|(key, unknown)| (*key, *unknown)).collect();
    for ((version, of, hub, month), before) in all {
        for later in builder.versions.clone().into_iter().filter(|later| *later > version) {
            if let Some(after) = builder.atoms.get(&(later, of, hub, month)).copied() {
                builder.say(vec![(after, 1), (before, -1)], 0, FAR);
            }
        }
    }
}

/// Says what holds by definition at one place.
fn definitions(builder: &mut Builder, public: &Public, whats: &[Of], (version, hubs, months): (usize, &Set, &Set)) {
    let mut known: HashMap<&Of, usize> = HashMap::new();
    for of in whats {
        if let Some(unknown) = builder.unknown(version, of, hubs, months) {
            known.insert(of, unknown);
        }
    }
    let get = |pairs: &[(&str, &str)]| known.get(&of(pairs)).copied();
    let all = get(&[]);
    let values = |dimension: &str| public.values.get(dimension).into_iter().flatten();
    let mut rules: Vec<Said> = Vec::new();
    let at_most = |less: Option<usize>, more: Option<usize>| Some((vec![(more?, 1), (less?, -1)], 0, FAR));
    let sum = |parts: Option<Vec<usize>>, whole: Option<usize>, most: i64| {
        let (parts, whole) = (parts.filter(|parts| !parts.is_empty())?, whole?);
        Some((parts.into_iter().map(|part| (part, 1)).chain([(whole, -1)]).collect(), 0, most))
    };
    // Every enquiry has one value of these; a crossing with one of them adds up to what it is crossed with.
    let one = |dimension: &str| ONE.contains(&dimension) || dimension == "offered";
    for dimension in ONE.iter().chain(&["offered"]) {
        let parts = values(dimension).map(|value| get(&[(dimension, value)])).collect();
        rules.extend(sum(parts, all, 0));
    }
    for what in known.keys() {
        let pairs: Vec<(&str, &str)> = what.iter().map(|(of, value)| (of.as_str(), value.as_str())).collect();
        match pairs.as_slice() {
            [(dimension, _)] if !matches!(*dimension, "outcome" | "reason" | "kind") => {
                rules.extend(at_most(known.get(*what).copied(), all));
            }
            [first, second] => {
                for (own, other) in [(first, second), (second, first)] {
                    // An enquiry with two needs of an outcome counts twice there.
                    let needs = |of: &str| matches!(of, "outcome" | "reason");
                    if !needs(other.0) || needs(own.0) || own.0 == "need" {
                        rules.extend(at_most(known.get(*what).copied(), get(&[*own])));
                    }
                    let closes = one(other.0)
                        || matches!(
                            (own.0, other.0),
                            ("outcome" | "reason", "need") | ("need", "reason") | ("need", "outcome")
                        );
                    if !closes {
                        continue;
                    }
                    let parts: Option<Vec<usize>> = match other.0 {
                        "need" => public.needs.iter().map(|need| get(&[*own, ("need", &need.0)])).collect(),
                        of => values(of).map(|value| get(&[*own, (of, value)])).collect(),
                    };
                    let whole = match other.0 {
                        // Each need with nothing to offer has one reason.
                        "reason" => get(&[*own, ("outcome", "nothing-to-offer")]),
                        _ => get(&[*own]),
                    };
                    rules.extend(sum(parts, whole, 0));
                }
            }
            _ => {}
        }
    }
    let needs = || public.needs.iter().map(|need| need.0.as_str());
    let nothing = get(&[("outcome", "nothing-to-offer")]);
    let declined = get(&[("outcome", "declined")]);
    // Groups and areas: at least as many as each of their needs, at most as many as all of them.
    for (dimension, place) in [("group", 1), ("dfe-area", 2)] {
        for value in values(dimension) {
            let own = get(&[(dimension, value)]);
            let of_it = |need: &&(String, String, Option<String>, bool)| match place {
                1 => need.1 == *value,
                _ => need.2.as_ref() == Some(value),
            };
            let members = || public.needs.iter().filter(of_it).map(|need| get(&[("need", &need.0)]));
            members().for_each(|member| rules.extend(at_most(member, own)));
            rules.extend(sum(members().collect(), own, FAR));
        }
    }
    // Every enquiry has a need, and so a group.
    rules.extend(sum(needs().map(|need| get(&[("need", need)])).collect(), all, FAR));
    rules.extend(sum(values("group").map(|group| get(&[("group", group)])).collect(), all, FAR));
    rules.extend(sum(values("ages").map(|age| get(&[("ages", age)])).collect(), all, FAR));
    // Who was not asked for ages, or has no children, has no age.
    let alone = [get(&[("ages", "not-asked")]), get(&[("ages", "no-children")])];
    for age in values("ages").filter(|age| !matches!(age.as_str(), "not-asked" | "no-children")) {
        let parts = alone.iter().copied().chain([get(&[("ages", age)])]).collect::<Option<Vec<usize>>>();
        rules.extend(
            parts
                .zip(all)
                .map(|(parts, all)| (parts.into_iter().map(|part| (part, -1)).chain([(all, 1)]).collect(), 0, FAR)),
        );
    }
    // Each need has one outcome, and each that nothing could be offered for has one reason.
    let outcomes: Option<Vec<usize>> = values("outcome").map(|value| get(&[("outcome", value)])).collect();
    let needed: Option<Vec<usize>> = needs().map(|need| get(&[("need", need)])).collect();
    if let (Some(outcomes), Some(needed)) = (outcomes, needed) {
        let terms = outcomes.into_iter().map(|one| (one, 1)).chain(needed.into_iter().map(|one| (one, -1)));
        rules.push((terms.collect(), 0, 0));
    }
    rules.extend(sum(values("reason").map(|value| get(&[("reason", value)])).collect(), nothing, 0));
    // An enquiry that was offered nothing has only needs that were declined or had nothing to offer; one that was offered something has another one.
    let refused: Option<Vec<usize>> = [nothing, declined].into_iter().collect();
    rules.extend(sum(refused, get(&[("offered", "no")]), FAR));
    let helped = values("outcome").filter(|value| !matches!(value.as_str(), "nothing-to-offer" | "declined"));
    rules.extend(sum(helped.map(|value| get(&[("outcome", value)])).collect(), get(&[("offered", "yes")]), FAR));
    for need in needs() {
        let own = (get(&[("need", need)]), get(&[("need", need), ("outcome", "nothing-to-offer")]));
        if let ((Some(own), Some(without)), Some(yes), Some(declined)) = (own, get(&[("offered", "yes")]), declined) {
            rules.push((vec![(yes, 1), (declined, 1), (own, -1), (without, 1)], 0, FAR));
        }
    }
    for (terms, least, most) in rules {
        builder.say(terms, least, most);
    }
}
