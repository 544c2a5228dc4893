//! What the shipped files and public knowledge say about the true counts, as sums of whole numbers.
//!
//! A count is of something (pairs of a dimension and a value), at some hubs, in some months. For each something, hubs and months that no table tells apart are one piece; an unknown stands for each piece of hubs by piece of months, and for each version of the data (later entries make a new one, which has no less of anything). Nothing of the program's own types is used here: the names stand in the files.

use super::read::{Line, Release, Sheet};
use super::solve::{FAR, System};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Pairs of dimension and value, in the order of their names.
pub type Of = Vec<(String, String)>;
/// Hubs, or months ("2026-10").
pub type Set = BTreeSet<String>;

/// What everybody knows of a locality and of the form that is filled in.
pub struct Public {
    pub locality: String,
    pub hubs: Set,
    /// Id, group, area of the programme, shown for the whole locality only.
    pub needs: Vec<(String, String, Option<String>, bool)>,
    /// All values of a dimension of which each enquiry or need has one, and those of the others that the form lists.
    pub values: BTreeMap<String, Vec<String>>,
}

/// One cell of a shipped table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    pub version: usize,
    pub of: Of,
    pub hubs: Set,
    pub months: Set,
    /// None where the symbol stands.
    pub count: Option<u64>,
    /// Least and most that a count which is shown stands for.
    pub bounds: (i64, i64),
    pub hide: i64,
    pub span: i64,
    /// In some table its line shows a number besides.
    pub open: bool,
}

/// Dimensions of which each enquiry has one value.
const ONE: [&str; 7] = ["channel", "asker", "send", "language", "interpreter", "been-before", "ethnicity"];

fn of(pairs: &[(&str, &str)]) -> Of {
    let mut of: Of = pairs.iter().map(|(dimension, value)| ((*dimension).to_owned(), (*value).to_owned())).collect();
    of.sort();
    of
}

/// Returns the months of a period as its id tells them.
pub fn months(period: &str) -> Option<Set> {
    let parts: Vec<&str> = period.split('-').collect();
    match parts.as_slice() {
        [year, _, quarter] => {
            let quarter: u32 = quarter.strip_prefix('Q')?.parse().ok()?;
            let year: i32 = year.parse().ok()?;
            let (year, first) = if quarter == 4 { (year + 1, 1) } else { (year, 1 + 3 * quarter) };
            Some((first..first + 3).map(|month| format!("{year}-{month:02}")).collect())
        }
        [_, month] if month.len() == 2 => Some([period.to_owned()].into()),
        _ => None,
    }
}

/// Reads the facts of a release.
pub fn facts(release: &Release, public: &Public, version: usize) -> BTreeSet<Fact> {
    let mut out = BTreeSet::new();
    let hubs = if release.place == public.locality { public.hubs.clone() } else { [release.place.clone()].into() };
    let whole = Place { hubs, months: months(&release.period).unwrap() };
    let mut put = |(of, place): (Of, Place), cell: &str, open: bool| {
        let count = if cell == release.symbol {
            None
        } else {
            match cell.parse::<u64>() {
                Ok(count) => Some(count),
                Err(_) => return,
            }
        };
        let bounds = count.map_or((0, FAR), |count| known(release, count));
        let (hide, span) = (release.hide, release.span);
        out.insert(Fact { version, of, hubs: place.hubs, months: place.months, count, bounds, hide, span, open });
    };
    for sheet in &release.sheets {
        for line in &sheet.lines {
            // A table of one column is one line.
            let is_open = match sheet.columns.len() {
                1 => sheet.lines.iter().any(|line| line.cells[0] != release.symbol),
                _ => line.cells.iter().any(|cell| cell.parse::<u64>().is_ok()),
            };
            for ((column, _), cell) in sheet.columns.iter().zip(&line.cells) {
                if let Some(key) = key(sheet, &line.id, column, &whole, public) {
                    put(key, cell, is_open);
                }
            }
        }
        // Lines of nothing but noughts are left out, so those that are missing are noughts.
        for id in missing(sheet, &whole, public) {
            for (column, _) in &sheet.columns {
                if let Some(key) = key(sheet, &id, column, &whole, public) {
                    put(key, "0", true);
                }
            }
        }
    }
    // The same count stands in several tables.
    let open: BTreeSet<Fact> = out.iter().filter(|fact| fact.open).cloned().collect();
    out.retain(|fact| fact.open || !open.contains(&Fact { open: true, ..fact.clone() }));
    out
}

/// Returns what a shown number stands for, by the definitions that are printed with it.
fn known(release: &Release, count: u64) -> (i64, i64) {
    let (count, base) = (count as i64, release.base);
    if count == 0 {
        return (0, 0);
    }
    // The nearest multiple; of two that are as near, the higher one.
    let all = (count - base).max(release.hide + 1)..=count + base;
    let mut fit = all.filter(|truth| (truth + base / 2) / base * base == count);
    let first = fit.next().unwrap_or(count);
    (first, fit.last().unwrap_or(first))
}

#[derive(Debug, Clone)]
struct Place {
    hubs: Set,
    months: Set,
}

/// Returns what a cell counts, and where and when.
fn key(sheet: &Sheet, line: &str, column: &str, whole: &Place, public: &Public) -> Option<(Of, Place)> {
    let hubs = |id: &str| -> Set { id.split('+').map(str::to_owned).collect() };
    let nothing = ("outcome", "nothing-to-offer");
    let at = |pairs: &[(&str, &str)], hubs: Set| Some((of(pairs), Place { hubs, ..whole.clone() }));
    let here = |pairs: &[(&str, &str)]| Some((of(pairs), whole.clone()));
    match (sheet.id.as_str(), column) {
        ("enquiries", "enquiries") => match line {
            "all" => here(&[]),
            "offered" => here(&[("offered", "yes")]),
            "not-offered" => here(&[("offered", "no")]),
            "quick-chats" => here(&[("kind", "quick-chat")]),
            other => panic!("{other}"),
        },
        ("needs", "enquiries") => here(&[("need", line)]),
        ("needs" | "needs-by-reason", "nothing-offered") => here(&[("need", line), nothing]),
        ("needs-by-reason", reason) => here(&[("need", line), ("reason", reason)]),
        ("gaps", column) => {
            let (need, area) = line.split_once(' ')?;
            match column {
                "nothing-offered" => at(&[("need", need), nothing], hubs(area)),
                "asked-for" => at(&[("need", need)], hubs(area)),
                _ => None,
            }
        }
        ("hubs" | "months", _) if line == "all" => here(&[]),
        ("hubs", _) => at(&[], hubs(line)),
        ("months", _) => Some((Vec::new(), Place { months: [line.to_owned()].into(), ..whole.clone() })),
        (id, column) => {
            let (by, across) = match id {
                "needs-by-hub" => ("need", Some("hub")),
                "needs-by-month" => ("need", Some("month")),
                "groups" => ("group", None),
                "dfe-areas" => ("dfe-area", None),
                "outcomes" => ("outcome", None),
                "reasons" => ("reason", None),
                "services" => ("service", None),
                other => other.split_once("-by-").map_or((other, None), |(by, across)| (by, Some(across))),
            };
            let mut pairs = Vec::new();
            let mut place = whole.clone();
            let both = [Some((by, line)), across.filter(|_| column != "all").map(|across| (across, column))];
            for (by, value) in both.into_iter().flatten() {
                match by {
                    // One hub's own tables show nothing of the others.
                    "hub" => place.hubs = hubs(value).intersection(&whole.hubs).cloned().collect(),
                    "month" => place.months = [value.to_owned()].into(),
                    "quarter" => place.months = months(value)?,
                    by => pairs.push((by, value)),
                }
            }
            if place.hubs.is_empty() {
                return None;
            }
            debug_assert!(pairs.iter().all(|(by, _)| *by == "need" || public.values.contains_key(*by)), "{id}");
            Some((of(&pairs), place))
        }
    }
}

/// Returns the ids of lines that a table does not show though it would if they held anything.
fn missing(sheet: &Sheet, whole: &Place, public: &Public) -> Vec<String> {
    if sheet.in_order || sheet.id == "hubs" {
        return Vec::new();
    }
    let by_hub = whole.hubs != public.hubs;
    let needs = || public.needs.iter().filter(move |(.., sensitive)| !(by_hub && *sensitive));
    let by = sheet.id.split_once("-by-").map_or(sheet.id.as_str(), |(by, _)| by);
    let all: Vec<String> = match by {
        "needs" | "need" => needs().map(|(id, ..)| id.clone()).collect(),
        "groups" | "group" | "dfe-areas" | "dfe-area" => {
            let group = by.starts_with("group");
            let value = |need: &(String, String, Option<String>, bool)| {
                if group { Some(need.1.clone()) } else { need.2.clone() }
            };
            let tells: BTreeSet<String> = public.needs.iter().filter(|need| need.3).filter_map(value).collect();
            let all: BTreeSet<String> = public.needs.iter().filter_map(value).collect();
            all.into_iter().filter(|value| !(by_hub && tells.contains(value))).collect()
        }
        // What is left out of a hub's own tables may be sensitive.
        "outcomes" | "outcome" | "services" | "service" | "ethnicity" if by_hub => Vec::new(),
        "outcomes" => public.values["outcome"].clone(),
        "reasons" => public.values["reason"].clone(),
        "services" => public.values["service"].clone(),
        "gaps" | "hub" | "month" | "quarter" => Vec::new(),
        other => public.values.get(other).cloned().unwrap_or_default(),
    };
    all.into_iter().filter(|id| !sheet.lines.iter().any(|line: &Line| line.id == *id)).collect()
}

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

struct Builder<'a> {
    system: System,
    pieces: BTreeMap<&'a Of, Pieces>,
    versions: Vec<usize>,
    atoms: HashMap<(usize, &'a Of, usize, usize), usize>,
    sums: HashMap<Vec<usize>, usize>,
    told: BTreeSet<(Vec<(usize, i64)>, i64, i64)>,
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
    let mut rules: Vec<(Vec<(usize, i64)>, i64, i64)> = Vec::new();
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
