//! What tallies ask of the catalogue: its names, and what it has for a need.

use super::catalogue::Catalogue;
use crate::catalogue::{Answer, Status, Taking};
use crate::error::{Error, Result};
use crate::snapshot::{Facts, days_since_2000};
use crate::tally::plan::{InCatalogue, Names, NeedName, Offer, ServiceName};
use crate::tally::{Area, Span, Term};
use std::collections::BTreeMap;

/// What the catalogue has for each need in one locality, counted once.
pub struct Stock(BTreeMap<String, InCatalogue>);

impl Offer for Stock {
    // Services belong to a locality or to all of the country, not to a hub: what one hub has, the others have.
    fn offer(&self, need: &str, _: &Area) -> InCatalogue {
        self.0.get(need).copied().unwrap_or_default()
    }
}

impl Catalogue {
    /// Returns the locality that a tally is about: the one that is named, or that of a hub, or this desk's.
    ///
    /// # Errors
    /// When there is no such hub or locality, or none can be told.
    pub(super) fn tally_locality(&self, named: Option<&str>, hub: Option<&str>) -> Result<String> {
        let head = self.head();
        let of_hub = |id: &str| head.hub(id).map(|hub| hub.locality.clone());
        if let Some(hub) = hub {
            return of_hub(hub).ok_or_else(|| {
                Self::unknown_hub(head, hub).unwrap_or_else(|| Error::usage("There is no such hub in the catalogue."))
            });
        }
        let known: Vec<&String> =
            head.localities.iter().filter(|id| head.hubs.iter().any(|(_, hub)| hub.locality == **id)).collect();
        match named {
            Some(named) if known.iter().any(|id| *id == named) => Ok(named.to_owned()),
            Some(named) => {
                let near = crate::text::nearest(named, known.iter().map(|id| id.as_str()));
                let list = known.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
                Err(super::log::unknown("locality with hubs", named, near, &format!("There are: {list}.")))
            }
            None => match (self.hub_id().and_then(of_hub), known.as_slice()) {
                (Some(own), _) => Ok(own),
                (None, [one]) => Ok((*one).clone()),
                (None, _) => {
                    Err(Error::usage("Nobody can tell which locality is meant.").hint("Name it with --locality."))
                }
            },
        }
    }

    /// Returns the school terms of a locality.
    pub(super) fn tally_terms(&self, locality: &str) -> Vec<Term> {
        let head = self.head();
        let mut out: Vec<Term> = Vec::new();
        for (_, hub) in head.hubs.iter().filter(|(_, hub)| hub.locality == locality) {
            let file = hub.terms.as_ref().and_then(|name| head.terms.iter().find(|(known, _)| known == name));
            for term in file.iter().flat_map(|(_, terms)| &terms.terms) {
                let term = Term::new(&term.name, Span { first: term.first, last: term.last });
                if !out.contains(&term) {
                    out.push(term);
                }
            }
        }
        out
    }

    /// Returns the names of a locality, without what only the data holds.
    pub(super) fn tally_names(&self, locality: &str) -> Names {
        let head = self.head();
        let hubs: Vec<_> = head.hubs.iter().filter(|(_, hub)| hub.locality == locality).collect();
        let council = hubs.iter().map(|(_, hub)| hub.council.as_str()).find(|council| !council.is_empty());
        let of_one = hubs.iter().all(|(_, hub)| Some(hub.council.as_str()) == council);
        let name = council.filter(|_| of_one).map_or_else(|| crate::text::in_capitals(locality), str::to_owned);
        let need = |need: &crate::catalogue::Need| NeedName {
            id: need.id.clone(),
            name: need.name.clone(),
            group: need.group.clone(),
            dfe_area: need.dfe_area.clone(),
            sensitive: need.sensitive,
        };
        Names {
            locality: (locality.to_owned(), name),
            hubs: hubs.iter().map(|(id, hub)| (id.clone(), hub.name.clone())).collect(),
            needs: head.needs.iter().map(need).collect(),
            groups: head.groups.clone(),
            ..Names::default()
        }
    }

    /// Returns a service as tallies name it.
    pub(super) fn tally_service(&self, id: &str) -> ServiceName {
        match self.listed_by_id(id) {
            Some(listed) => ServiceName { name: listed.name, sensitive: listed.sensitive },
            None => ServiceName { name: id.to_owned(), sensitive: true },
        }
    }

    /// Counts what there is for each need in a locality today.
    pub(super) fn stock(&self, locality: &str) -> Stock {
        let (head, snapshot, today) = (self.head(), self.snapshot(), self.clock().today());
        let number = head.localities.iter().position(|id| id == locality).and_then(|at| u16::try_from(at).ok());
        let day = days_since_2000(today);
        let mut all: BTreeMap<String, InCatalogue> = BTreeMap::new();
        for service in snapshot.numbers() {
            let (Some(facts), Some(row)) = (snapshot.facts(service), snapshot.row(service)) else { continue };
            let here = facts.is(Facts::NATIONAL)
                || number.is_some_and(|number| facts.locality() == number || facts.serves(number) != Answer::No);
            let there = row.status == Status::TemporarilyClosed || facts.runs(day);
            if !here || !there || matches!(row.status, Status::Defunct | Status::Inactive) {
                continue;
            }
            let reported = self.awaiting(row.id).is_some_and(|awaiting| awaiting.is_full_or_closed());
            let full = reported || row.status == Status::TemporarilyClosed || row.taking == Some(Taking::Full);
            let checked = self.awaiting(row.id).and_then(|awaiting| awaiting.checked).or(row.checked);
            let main = row.needs.first().and_then(|at| head.needs.get(usize::from(*at)));
            let limit = i64::from(self.fresh_for(main.map(|need| need.id.as_str())));
            let stale = checked.is_none_or(|checked| (today - checked.on).num_days() > limit);
            let restricted = facts.for_alone() != 0
                || facts.from_months().is_some_and(|from| from > 0)
                || facts.before_months().is_some();
            let days = if facts.is(Facts::TIMES_UNKNOWN) || facts.days() == 0 { 0x7f } else { facts.days() };
            for need in row.needs.iter().filter_map(|at| head.needs.get(usize::from(*at))) {
                let entry = all.entry(need.id.clone()).or_default();
                entry.listed += 1;
                entry.stale += usize::from(stale);
                entry.full += usize::from(full);
                entry.restricted += usize::from(restricted);
                entry.days |= days;
            }
        }
        Stock(all)
    }
}
