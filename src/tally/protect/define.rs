//! What holds between counts by what they mean. The attacker is taken to know all of it.
//!
//! 1. The values of a one-value dimension add up to all enquiries; "enquiry" is all enquiries.
//! 2. Nothing that counts enquiries is more than all of them. Needs, groups and ages add up to at least all.
//! 3. "Not asked" and "no children" stand beside no other age.
//! 4. A group, or an area, is at least its largest need and at most the sum of its needs; so too inside a cross table.
//! 5. The outcomes of a need add up to it, and the needs of an outcome to that; all outcomes add up to all needs.
//! 6. The reasons of a need add up to what of it was met with nothing to offer; so do all reasons.
//! 7. Something was offered in no more enquiries than there are needs for which it was, and in no fewer than for any one need, nor than there are of it that were neither declined nor left with nothing; nothing was offered in no more enquiries than there are needs without.
//! 8. A cross table adds up to its margins wherever the other dimension has one value for each, reaches them where it has at least one, and never has a pair above its margins.

use super::super::{Dimension, Lie, NOT_ASKED, Unit, What};
use super::space::Extent;
use super::world::{Members, State, World, added};
use crate::record::{Ages, Outcome};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

type Kind = Vec<Dimension>;

fn kind(what: &What) -> Kind {
    what.dimensions().collect()
}

/// Returns whether an enquiry has at least one value of a dimension.
fn always(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Need | Dimension::Group | Dimension::Ages)
}

/// Writes rules into a world for one state of the counts.
struct Writer<'a> {
    world: &'a mut World,
    state: &'a State,
    joined: BTreeMap<Vec<Kind>, Rc<Vec<Extent>>>,
}

/// Adds to a world all that holds by definition in one state of the counts.
pub(super) fn hold(world: &mut World, state: &State, members: &Members) {
    let mut writer = Writer { world, state, joined: BTreeMap::new() };
    let kinds: Vec<Kind> = state.families.keys().cloned().collect();
    for kind in &kinds {
        match kind.as_slice() {
            [one] => writer.single(*one),
            [first, second] => {
                writer.margin(kind, *first, *second);
                writer.margin(kind, *second, *first);
            }
            _ => {}
        }
    }
    writer.offered();
    for (over, needs) in members {
        writer.members(over, needs);
    }
}

impl Writer<'_> {
    /// Adds that some counts are together at least as many as some others, part by part of hubs and time; exactly as many where `exact` and the truth agree.
    fn at_least(&mut self, more: &[What], less: &[What], exact: bool) {
        let whats: Vec<(&What, i32)> =
            more.iter().map(|what| (what, 1)).chain(less.iter().map(|what| (what, -1))).collect();
        let kinds: BTreeSet<Kind> = whats.iter().map(|(what, _)| kind(what)).collect();
        let kinds: Vec<Kind> = kinds.into_iter().collect();
        let joined = self.joined.entry(kinds.clone()).or_insert_with(|| Rc::new(self.state.joined(&kinds)));
        for extent in Rc::clone(joined).iter() {
            let sum = added(whats.iter().flat_map(|(what, factor)| {
                let place = kinds.iter().position(|own| *own == kind(what)).map(|place| &extent[place]);
                let found = place.map(|(hubs, pieces)| self.state.at(what, hubs, pieces)).unwrap_or_default();
                found.into_iter().map(|(at, own)| (at, own * *factor))
            }));
            self.world.not_below(sum, exact);
        }
    }

    fn has(&self, what: &What) -> bool {
        self.state.families.get(&kind(what)).is_some_and(|family| family.whats.contains(what))
    }

    fn all(&self, kind: &[Dimension]) -> Vec<What> {
        self.state.whats(kind).cloned().collect()
    }

    fn single(&mut self, dimension: Dimension) {
        let (values, all) = (self.all(&[dimension]), [What::all()]);
        match (dimension, dimension.lie()) {
            (Dimension::Kind, _) => {
                let enquiry = What::of(Dimension::Kind, "enquiry");
                if self.has(&enquiry) {
                    self.at_least(&all, &[enquiry], true);
                }
            }
            (_, Lie::One) => self.at_least(&all, &values, true),
            (Dimension::Ages, _) => {
                let lone = [NOT_ASKED, Ages::NoChildren.id()].map(|id| What::of(Dimension::Ages, id));
                let lone: Vec<What> = lone.into_iter().filter(|what| values.contains(what)).collect();
                self.at_least(&all, &lone, false);
                for value in values.iter().filter(|value| !lone.contains(value)) {
                    let beside: Vec<What> = lone.iter().chain([value]).cloned().collect();
                    self.at_least(&all, &beside, false);
                }
                self.at_least(&values, &all, false);
            }
            (_, Lie::Several) => {
                for value in &values {
                    self.at_least(&all, std::slice::from_ref(value), false);
                }
                if always(dimension) {
                    self.at_least(&values, &all, false);
                }
            }
            (Dimension::Outcome, _) => {
                let needs = self.all(&[Dimension::Need]);
                if !needs.is_empty() {
                    self.at_least(&needs, &values, true);
                }
                self.at_least(&values, &all, false);
            }
            _ => {
                let nothing = What::of(Dimension::Outcome, Outcome::NothingToOffer.id());
                let needs = self.all(&[Dimension::Need]);
                if self.has(&nothing) {
                    self.at_least(&[nothing], &values, true);
                } else if !needs.is_empty() {
                    self.at_least(&needs, &values, false);
                }
            }
        }
    }

    /// Adds what binds the pairs of each value of one dimension, over all values of another, to that value.
    fn margin(&mut self, kind: &[Dimension], of: Dimension, over: Dimension) {
        for margin in self.all(&[of]) {
            let value = margin.values()[0].1.clone();
            let pairs: Vec<What> =
                self.state.whats(kind).filter(|pair| pair.value(of) == Some(&value)).cloned().collect();
            let Some(first) = pairs.first() else { continue };
            let needs = first.unit() == Unit::Needs;
            let own = std::slice::from_ref(&margin);
            let nothing = What::of(Dimension::Need, value).and(Dimension::Outcome, Outcome::NothingToOffer.id());
            // A lone outcome or reason is a choice of the table and no sum of all of them.
            let many = pairs.len() > 1;
            match (of, over) {
                (Dimension::Need, Dimension::Outcome) => self.at_least(own, &pairs, many),
                (Dimension::Need, Dimension::Reason) if self.has(&nothing) => self.at_least(&[nothing], &pairs, many),
                (Dimension::Need, Dimension::Reason) => self.at_least(own, &pairs, false),
                (Dimension::Outcome | Dimension::Reason, Dimension::Need) => self.at_least(own, &pairs, true),
                (_, over) if over.lie() == Lie::One && (!needs || of.lie() == Lie::OfNeed) => {
                    self.at_least(own, &pairs, true);
                }
                (_, Dimension::Outcome) if many && needs => self.at_least(&pairs, own, false),
                _ => {}
            }
            if !needs || of.lie() == Lie::OfNeed || of == Dimension::Need {
                for pair in &pairs {
                    self.at_least(own, std::slice::from_ref(pair), false);
                }
            }
            if always(over) && !needs {
                self.at_least(&pairs, own, false);
            }
        }
    }

    fn offered(&mut self) {
        let met = |outcome: &str| outcome != Outcome::NothingToOffer.id() && outcome != Outcome::Declined.id();
        let [yes, no] = ["yes", "no"].map(|value| What::of(Dimension::Offered, value));
        let part = |list: Vec<What>, wanted: bool| -> Vec<What> {
            list.into_iter().filter(|what| what.value(Dimension::Outcome).is_some_and(met) == wanted).collect()
        };
        let outcomes = self.all(&[Dimension::Outcome]);
        if self.has(&yes) && !outcomes.is_empty() {
            self.at_least(&part(outcomes.clone(), true), std::slice::from_ref(&yes), false);
        }
        if self.has(&no) && !outcomes.is_empty() {
            self.at_least(&part(outcomes, false), &[no], false);
        }
        let pairs = part(self.all(&[Dimension::Need, Dimension::Outcome]), true);
        let needs: BTreeSet<&str> = pairs.iter().filter_map(|pair| pair.value(Dimension::Need)).collect();
        if !self.has(&yes) {
            return;
        }
        self.unmet(&yes);
        for need in needs {
            let own: Vec<What> = pairs.iter().filter(|p| p.value(Dimension::Need) == Some(need)).cloned().collect();
            self.at_least(std::slice::from_ref(&yes), &own, false);
        }
    }

    /// Adds that something was offered wherever a need was neither declined nor left with nothing.
    fn unmet(&mut self, yes: &What) {
        for need in self.all(&[Dimension::Need]) {
            let Some(id) = need.value(Dimension::Need).map(str::to_owned) else { continue };
            let pair = |outcome: Outcome| What::of(Dimension::Need, id.clone()).and(Dimension::Outcome, outcome.id());
            // Where a need's own are not counted, those of all needs bound them.
            let declined = [pair(Outcome::Declined), What::of(Dimension::Outcome, Outcome::Declined.id())];
            let declined = declined.into_iter().find(|what| self.has(what));
            let nothing = pair(Outcome::NothingToOffer);
            if let Some(declined) = declined.filter(|_| self.has(&nothing)) {
                self.at_least(&[yes.clone(), nothing, declined], &[need], false);
            }
        }
    }

    /// Adds that a group lies between the largest and the sum of its needs, alone and inside each cross table that shows both.
    fn members(&mut self, over: &What, needs: &BTreeSet<What>) {
        let (dimension, value) = &over.values()[0];
        let kinds: Vec<Kind> = self.state.families.keys().filter(|kind| kind.contains(dimension)).cloned().collect();
        for own in kinds {
            let whole: Vec<What> =
                self.all(&own).into_iter().filter(|what| what.value(*dimension) == Some(value)).collect();
            for whole in whole.into_iter().filter(|whole| whole.unit() == Unit::Enquiries) {
                let rest = whole.values().iter().find(|(other, _)| other != dimension).cloned();
                // Groups within needs say nothing that the needs don't.
                if rest
                    .as_ref()
                    .is_some_and(|(other, _)| matches!(other, Dimension::Need | Dimension::Group | Dimension::DfeArea))
                {
                    continue;
                }
                let inside = |need: &What| match &rest {
                    Some((other, value)) => need.clone().and(*other, value.clone()),
                    None => need.clone(),
                };
                let found: Vec<What> = needs.iter().map(inside).filter(|need| self.has(need)).collect();
                for need in &found {
                    self.at_least(std::slice::from_ref(&whole), std::slice::from_ref(need), false);
                }
                // Needs that no table lists were asked for by nobody, as far as a reader can tell; where that isn't so, the truth says so.
                if !found.is_empty() {
                    self.at_least(&found, std::slice::from_ref(&whole), false);
                }
            }
        }
    }
}
