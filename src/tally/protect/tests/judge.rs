//! An attacker written apart from the method: every count by single hub and single month, intervals that narrow each other, and a search through whole numbers.

use super::super::super::{Dimension, Exact, Key, Span, Unit, What};
use super::super::Shown;
use super::log::Log;
use std::collections::{BTreeMap, BTreeSet};

/// Least, most, and the sum between them.
type Rule = (i64, i64, Vec<(usize, i64)>);

/// All that is known, and what is true.
#[derive(Default)]
pub struct Judge {
    truth: Vec<i64>,
    rules: Vec<Rule>,
    /// Rules in which each variable stands.
    of: Vec<Vec<usize>>,
    /// The small cells: what they sum up.
    small: Vec<(Key, Vec<(usize, i64)>)>,
}

const FAR: i64 = 1 << 20;

type At<'a> = BTreeMap<(&'a What, &'a str, Span), usize>;

impl Judge {
    /// Returns what releases tell, oldest first, each with the log of its day.
    pub fn of(releases: &[(&Log, &[(Key, Shown)])]) -> Self {
        let mut judge = Self::default();
        let keys = || releases.iter().flat_map(|(_, cells)| cells.iter().map(|(key, _)| key));
        let hubs: BTreeSet<&str> = keys().flat_map(|key| key.area.iter().map(String::as_str)).collect();
        let months: BTreeSet<Span> = keys().flat_map(|key| key.span.months()).collect();
        let mut whats: BTreeSet<What> = keys().map(|key| key.what.clone()).collect();
        for what in whats.clone() {
            whats.extend(what.values().iter().map(|(dimension, value)| What::of(*dimension, value.clone())));
        }
        whats.insert(What::all());
        let mut before: At = BTreeMap::new();
        for (log, cells) in releases {
            let mut at: At = BTreeMap::new();
            for what in &whats {
                for hub in &hubs {
                    for month in &months {
                        let key = Key { what: what.clone(), area: [(*hub).to_owned()].into(), span: *month };
                        judge.truth.push(i64::try_from(log.count(&key)).unwrap());
                        at.insert((what, hub, *month), judge.truth.len() - 1);
                    }
                }
            }
            for hub in &hubs {
                for month in &months {
                    judge.define(log, &whats, &|what| at[&(what, *hub, *month)]);
                }
            }
            for (key, shown) in *cells {
                let own = at.iter().filter(|((what, hub, month), _)| {
                    **what == key.what && key.area.contains(*hub) && key.span.covers(*month)
                });
                let sum: Vec<(usize, i64)> = own.map(|(_, at)| (*at, 1)).collect();
                let truth = judge.value(&sum);
                if (1..=7).contains(&truth) {
                    judge.small.push((key.clone(), sum.clone()));
                }
                if let Some((least, most)) = shown.bounds() {
                    judge.rules.push((i64::try_from(least).unwrap(), i64::try_from(most).unwrap(), sum));
                }
            }
            for (thing, later) in &at {
                if let Some(earlier) = before.get(thing) {
                    judge.rules.push((0, FAR, vec![(*later, 1), (*earlier, -1)]));
                }
            }
            before = at;
        }
        judge.of = vec![Vec::new(); judge.truth.len()];
        for (rule, (least, most, sum)) in judge.rules.iter().enumerate() {
            assert!((*least..=*most).contains(&judge.value(sum)), "the judge knows something that isn't true");
            sum.iter().for_each(|(at, _)| judge.of[*at].push(rule));
        }
        judge
    }

    fn value(&self, sum: &[(usize, i64)]) -> i64 {
        sum.iter().map(|(at, factor)| self.truth[*at] * factor).sum()
    }

    /// Writes down what counts of one hub and month mean for each other.
    fn define(&mut self, log: &Log, whats: &BTreeSet<What>, at: &dyn Fn(&What) -> usize) {
        let all = at(&What::all());
        let of = |dimensions: &[Dimension]| -> Vec<&What> {
            whats.iter().filter(|what| what.dimensions().eq(dimensions.iter().copied())).collect()
        };
        let mut at_most = |small: &[usize], large: &[usize], same: bool| {
            let sum: Vec<_> = large.iter().map(|at| (*at, 1)).chain(small.iter().map(|at| (*at, -1))).collect();
            let gap: i64 = sum.iter().map(|(at, factor)| self.truth[*at] * factor).sum();
            assert!(gap >= 0);
            self.rules.push((0, if same && gap == 0 { 0 } else { FAR }, sum));
        };
        let places = |whats: &[&What]| -> Vec<usize> { whats.iter().map(|what| at(what)).collect() };
        for dimension in [Dimension::Channel, Dimension::Send, Dimension::Interpreter, Dimension::Offered] {
            at_most(&places(&of(&[dimension])), &[all], true);
        }
        for several in [Dimension::Need, Dimension::Group, Dimension::DfeArea] {
            for what in of(&[several]) {
                at_most(&[at(what)], &[all], false);
            }
        }
        let needs = of(&[Dimension::Need]);
        if needs.len() == log.groups.len() {
            at_most(&[all], &places(&needs), false);
            let outcomes = of(&[Dimension::Outcome]);
            if !outcomes.is_empty() {
                at_most(&places(&outcomes), &places(&needs), true);
            }
        }
        for (dimension, over) in [(Dimension::Group, &log.groups), (Dimension::DfeArea, &log.dfe_areas)] {
            for group in of(&[dimension]) {
                let value = &group.values()[0].1;
                let own: Vec<usize> = needs
                    .iter()
                    .filter(|need| over.get(&need.values()[0].1) == Some(value))
                    .map(|need| at(need))
                    .collect();
                for need in &own {
                    at_most(&[*need], &[at(group)], false);
                }
                if needs.len() == log.groups.len() {
                    at_most(&[at(group)], &own, false);
                }
            }
        }
        for pair in whats.iter().filter(|what| what.values().len() == 2) {
            for (dimension, value) in pair.values() {
                if *dimension == Dimension::Need || dimension.unit() == pair.unit() {
                    at_most(&[at(pair)], &[at(&What::of(*dimension, value.clone()))], false);
                }
            }
        }
        // Cross tables of everything with what each enquiry, or each need, has exactly one of.
        for (over, by) in [
            (Dimension::Need, Dimension::Outcome),
            (Dimension::Outcome, Dimension::Need),
            (Dimension::Need, Dimension::Channel),
            (Dimension::Channel, Dimension::Send),
            (Dimension::Send, Dimension::Channel),
        ] {
            for margin in of(&[over]) {
                let value = &margin.values()[0];
                let pairs = whats.iter().filter(|what| {
                    what.values().len() == 2 && what.values().contains(value) && what.value(by).is_some()
                });
                let pairs: Vec<&What> = pairs.collect();
                if pairs.len() > 1 {
                    assert!(
                        by.unit() == Unit::Needs || pairs[0].unit() == Unit::Enquiries || over == Dimension::Outcome
                    );
                    at_most(&places(&pairs), &[at(margin)], true);
                }
            }
        }
    }

    /// Narrows intervals until nothing changes; false when nothing fits.
    fn narrow(&self, least: &mut [i64], most: &mut [i64], extra: Option<&Rule>, mut queue: Vec<usize>) -> bool {
        let rule = |at: usize| if at == self.rules.len() { extra } else { self.rules.get(at) };
        while let Some(at) = queue.pop() {
            let Some((low, high, sum)) = rule(at) else { continue };
            let part =
                |at: usize, factor: i64, up: bool| factor * if (factor > 0) == up { most[at] } else { least[at] };
            let down: i64 = sum.iter().map(|(at, factor)| part(*at, *factor, false)).sum();
            let up: i64 = sum.iter().map(|(at, factor)| part(*at, *factor, true)).sum();
            if down > *high || up < *low {
                return false;
            }
            for (variable, factor) in sum {
                let (own_down, own_up) = {
                    let part = |up: bool| factor * if (*factor > 0) == up { most[*variable] } else { least[*variable] };
                    (part(false), part(true))
                };
                let (from, to) = (low - (up - own_up), high - (down - own_down));
                let (from, to) = if *factor > 0 { (from, to) } else { (-to, -from) };
                let old = (least[*variable], most[*variable]);
                least[*variable] = old.0.max(from);
                most[*variable] = old.1.min(to);
                if least[*variable] > most[*variable] {
                    return false;
                }
                if (least[*variable], most[*variable]) != old {
                    queue.extend(
                        self.of[*variable].iter().filter(|other| !queue.contains(other)).copied().collect::<Vec<_>>(),
                    );
                    if extra.is_some() && !queue.contains(&self.rules.len()) {
                        queue.push(self.rules.len());
                    }
                    // The sums above are those of before: the rule is looked at again.
                    if !queue.contains(&at) {
                        queue.push(at);
                    }
                    break;
                }
            }
        }
        true
    }

    /// Returns whether a world exists in which a sum has a value; nothing when that was not found out with some patience.
    fn exists(&self, sum: &[(usize, i64)], value: i64, patience: &mut u32) -> Option<bool> {
        let extra = (value, value, sum.to_vec());
        let most = self.truth.iter().map(|truth| truth + 24).collect();
        self.search(vec![0; self.truth.len()], most, &extra, (0..=self.rules.len()).collect(), patience)
    }

    fn search(
        &self,
        mut least: Vec<i64>,
        mut most: Vec<i64>,
        extra: &Rule,
        queue: Vec<usize>,
        patience: &mut u32,
    ) -> Option<bool> {
        if !self.narrow(&mut least, &mut most, Some(extra), queue) {
            return Some(false);
        }
        *patience = patience.checked_sub(1)?;
        let open = (0..least.len()).filter(|at| least[*at] < most[*at]).min_by_key(|at| most[*at] - least[*at]);
        let Some(open) = open else { return Some(true) };
        let mut values: Vec<i64> = (least[open]..=most[open]).collect();
        values.sort_by_key(|value| (value - self.truth[open]).abs());
        for value in values {
            let (mut down, mut up) = (least.clone(), most.clone());
            (down[open], up[open]) = (value, value);
            let queue = self.of[open].iter().copied().chain([self.rules.len()]).collect();
            if self.search(down, up, extra, queue, patience)? {
                return Some(true);
            }
        }
        Some(false)
    }

    /// Returns the small cells that intervals alone narrow to fewer than five values.
    pub fn narrowed(&self) -> Vec<(&Key, i64, i64)> {
        let mut least = vec![0; self.truth.len()];
        let mut most = vec![FAR; self.truth.len()];
        assert!(self.narrow(&mut least, &mut most, None, (0..self.rules.len()).collect()));
        let bounds = self.small.iter().map(|(key, sum)| {
            let (down, up) = sum.iter().fold((0, 0), |(down, up), (at, _)| (down + least[*at], up + most[*at]));
            let own = self.rules.iter().filter(|(.., other)| other == sum);
            let (down, up) = own.fold((down, up), |(down, up), (low, high, _)| (down.max(*low), up.min(*high)));
            (key, down, up)
        });
        bounds.filter(|(_, down, up)| up - down < 4).collect()
    }

    /// Returns the small cells that have fewer than five values in whole worlds, and how many were found safe. The others were not found out.
    pub fn exact(&self, patience: u32) -> (Vec<&Key>, usize) {
        let (mut found, mut safe) = (Vec::new(), 0);
        for (key, sum) in &self.small {
            let truth = self.value(sum);
            let mut unknown = false;
            let mut reach = |direction: i64, far: i64| {
                (1..=far).rev().find(|step| match self.exists(sum, truth + direction * step, &mut patience.clone()) {
                    Some(found) => found,
                    None => {
                        unknown = true;
                        false
                    }
                })
            };
            let up = reach(1, 4).unwrap_or(0);
            let down = reach(-1, 4 - up).unwrap_or(0);
            if up + down >= 4 {
                safe += 1;
            } else if !unknown {
                found.push(key);
            }
        }
        (found, safe)
    }
}
