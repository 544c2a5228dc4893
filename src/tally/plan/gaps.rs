//! What could not be offered, and whether the catalogue could have answered it.

use super::sheet::Sheet;
use super::{By, D, Names, Wanted};
use crate::record::{Outcome, Reason};
use crate::tally::{Area, Key, Plan, What};

/// Reasons that another service could answer: one with room, at another time, nearer, cheaper, in another language, with a ramp. The others no service of the same kind answers: there is none, or the law bars the family.
pub const ANSWERABLE: &[Reason] = &[
    Reason::NotEligible,
    Reason::Full,
    Reason::WaitingList,
    Reason::WrongTimes,
    Reason::TooFar,
    Reason::Cost,
    Reason::Language,
    Reason::DisabilityAccess,
];

/// What the catalogue has for a need at some hubs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InCatalogue {
    /// Services that run.
    pub listed: usize,
    /// Of these, how many nobody checked in time.
    pub stale: usize,
    /// Of these, how many are reported or written as full or closed for now.
    pub full: usize,
    /// Of these, how many are for some families only, by age or by what their entry says.
    pub restricted: usize,
    /// Days of the week on which at least one of them can be met or reached, bit 0 is Monday; all where that is not known.
    pub days: u8,
}

impl InCatalogue {
    /// Returns it in words.
    pub fn in_words(self) -> String {
        let Self { listed, stale, full, restricted, days } = self;
        let services = if listed == 1 { "1 service listed" } else { &format!("{listed} services listed") };
        match () {
            () if listed == 0 => "none listed".to_owned(),
            () if full == listed => format!("{services}, all full or closed for now"),
            () if stale == listed => format!("{services}, all stale"),
            () => {
                let part = |many: usize, what: &str| match many {
                    0 => None,
                    many if many == listed => Some(format!("all {what}")),
                    many => Some(format!("{many} {what}")),
                };
                let parts = [
                    Some(services.to_owned()),
                    part(stale, "stale"),
                    part(full, "full or closed for now"),
                    part(restricted, "for some families only"),
                    only_on(days),
                ];
                parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// Returns the days in words, when there are days on which nothing can be met.
fn only_on(days: u8) -> Option<String> {
    const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let open: Vec<&str> =
        NAMES.iter().enumerate().filter(|(bit, _)| days >> bit & 1 == 1).map(|(_, name)| *name).collect();
    match open.as_slice() {
        [] => None,
        all if all.len() == NAMES.len() => None,
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] => Some("weekdays only".to_owned()),
        [one] => Some(format!("on {one} only")),
        [first @ .., last] => Some(format!("on {} and {last} only", first.join(", "))),
    }
}

/// What the catalogue has, for whoever asks.
pub trait Offer {
    /// Returns what there is for a need at some hubs.
    fn offer(&self, need: &str, area: &Area) -> InCatalogue;
}

/// Returns for each need and hub what could not be offered, against what the catalogue has there.
pub fn gaps(wanted: &Wanted, names: &Names, offer: &dyn Offer) -> Plan {
    let mut sheet = Sheet::new("gaps", "What could not be offered", &["Need", "Where"]);
    sheet.column("nothing-offered", "Nothing to offer");
    sheet.column("asked-for", "Asked for");
    sheet.column("catalogue", "In the catalogue there");
    if wanted.internal {
        Reason::ALL.iter().for_each(|reason| sheet.column(reason.id(), reason.label()));
    }
    let hubs: Vec<(Area, String)> = match &wanted.hub {
        Some(hub) => vec![([hub.clone()].into(), names.hub(hub).to_owned())],
        None => {
            // A need that is short in small numbers everywhere shows in the sum of all hubs only.
            let parts = wanted.hubs().iter().map(|area| (area.clone(), super::sheet::area_name(area, names)));
            std::iter::once((names.area(), "Whole locality".to_owned())).chain(parts).collect()
        }
    };
    for need in &names.needs {
        let whole = need.sensitive && !wanted.internal;
        if whole && wanted.hub.is_some() {
            continue;
        }
        let places = if whole { hubs.get(..1).unwrap_or_default() } else { &hubs };
        for (area, place) in places {
            let of = |what: What| Key { what, area: area.clone(), span: wanted.span() };
            let own = What::of(D::Need, need.id.as_str());
            let mut keys =
                vec![Some(of(own.clone().and(D::Outcome, Outcome::NothingToOffer.id()))), Some(of(own.clone())), None];
            if wanted.internal {
                keys.extend(Reason::ALL.iter().map(|reason| Some(of(own.clone().and(D::Reason, reason.id())))));
            }
            let id = format!("{} {}", need.id, super::sheet::area_id(area));
            sheet.line(&id, [need.name.clone(), place.clone()], keys);
            sheet.words(2, offer.offer(&need.id, area).in_words());
        }
    }
    sheet.note("Most wanted first. What the catalogue has is counted on the day of the release: services of the locality and national ones.");
    let mut plan = sheet.plan();
    plan.table.unit = crate::tally::Unit::Needs;
    plan
}

/// Returns for each need why nothing could be offered, reasons that another service could answer first.
pub fn reasons(wanted: &Wanted, names: &Names) -> Plan {
    let mut sheet = Sheet::new("needs-by-reason", "Why nothing could be offered, by need", &["Need"]);
    let others = Reason::ALL.iter().filter(|reason| !ANSWERABLE.contains(reason));
    let reasons: Vec<Reason> = ANSWERABLE.iter().chain(others).copied().collect();
    sheet.column("nothing-offered", "Nothing to offer");
    for reason in &reasons {
        let could = if ANSWERABLE.contains(reason) { "another service could" } else { "none could" };
        sheet.column(reason.id(), &format!("{} ({could})", reason.label()));
    }
    for (id, label, key) in By::Dimension(D::Need).values(wanted, names) {
        let of = |dimension, value| Key { what: key.what.clone().and(dimension, value), ..key.clone() };
        let nothing = of(D::Outcome, Outcome::NothingToOffer.id());
        let all = std::iter::once(nothing).chain(reasons.iter().map(|reason| of(D::Reason, reason.id()))).map(Some);
        sheet.line(&id, [label], all);
    }
    sheet.note("\"Another service could\" marks reasons that a service with room, at other times, nearer, cheaper, or open to more families could answer. \"None could\" marks those that no service of this kind answers: there is none, the law bars the family, or the reason is another.");
    sheet.plan()
}
