//! What the desk is reminded of before mediation, couple counselling, courses on conflict between parents, and child contact: whoever stands there may be afraid of whom they would sit down with, and may stand beside them now.

use super::catalogue::Catalogue;
use crate::catalogue::{Nation, Privacy};
use crate::slip::Reminder;
use crate::snapshot::Record;

/// What to do first. On a narrow screen this line stands alone.
const OFFER: &str = "Offer privacy first: \"Shall we go somewhere quieter?\"";

impl Catalogue {
    /// Returns why privacy is offered before these services are chosen, each reason once.
    pub(super) fn privacy_of(&self, records: &[Record]) -> Vec<Privacy> {
        let head = self.head();
        let mut out: Vec<Privacy> = Vec::new();
        for service in records.iter().map(|record| &record.service) {
            let needs: Vec<u16> = service.needs.iter().filter_map(|id| head.need(id)).collect();
            let why = head.privacy(service.privacy, &needs).into_iter();
            let new: Vec<Privacy> = why.filter(|kind| !out.contains(kind)).collect();
            out.extend(new);
        }
        out
    }

    /// Returns the reminder for these reasons, in the law of this desk's hub; none when there is no reason.
    pub(super) fn reminder(&self, why: &[Privacy]) -> Option<Reminder> {
        reminder(why, self.hub().and_then(|hub| hub.nation))
    }
}

fn reminder(why: &[Privacy], nation: Option<Nation>) -> Option<Reminder> {
    use Privacy as P;
    if why.is_empty() {
        return None;
    }
    let mut lines = vec![
        "Call a trained worker. The questions are theirs: never at the counter, least of all beside a partner or child."
            .to_owned(),
    ];
    let has_miam = matches!(nation, None | Some(Nation::England | Nation::Wales));
    if why.contains(&P::Mediation) && has_miam {
        lines.push(
            "England and Wales: abuse can exempt somebody from a MIAM, with evidence. \"You may not need a MIAM. Get legal advice.\""
                .to_owned(),
        );
    }
    let kinds = why.iter().filter_map(|kind| match kind {
        P::Contact => Some("The entry leaves open which of the two this is."),
        P::SupportedContact => Some("This one is SUPPORTED."),
        P::SupervisedContact => Some("This one is SUPERVISED."),
        P::Mediation | P::Couple | P::Course | P::None => None,
    });
    let contact: Vec<&str> = kinds.collect();
    if let Some(first) = contact.first() {
        // On a slip with several, each card says which it is.
        let this = if contact.len() > 1 { "These differ: the card of each says which it is." } else { first };
        lines.push(
            "Supported contact is for families where no risk was found. Supervised contact is where a child may be at risk; a court or social worker usually refers."
                .to_owned(),
        );
        lines.push(format!("{this} Ask a trained worker which is meant."));
    }
    Some(Reminder { title: OFFER.to_owned(), lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(why: &[Privacy], nation: Option<Nation>) -> String {
        reminder(why, nation).unwrap().lines.join(" ")
    }

    #[test]
    fn a_miam_is_the_law_of_england_and_wales() {
        for (nation, told) in [
            (None, true),
            (Some(Nation::England), true),
            (Some(Nation::Wales), true),
            (Some(Nation::Scotland), false),
            (Some(Nation::NorthernIreland), false),
        ] {
            assert_eq!(said(&[Privacy::Mediation], nation).contains("You may not need a MIAM"), told, "{nation:?}");
        }
        assert!(!said(&[Privacy::Couple, Privacy::Course], None).contains("MIAM"));
    }

    #[test]
    fn supported_and_supervised_contact_are_told_apart() {
        for (kind, this) in [
            (Privacy::SupportedContact, "This one is SUPPORTED."),
            (Privacy::SupervisedContact, "This one is SUPERVISED."),
            (Privacy::Contact, "leaves open which"),
        ] {
            let said = said(&[Privacy::Mediation, kind], None);
            assert!(said.contains(this) && said.contains("Ask a trained worker which is meant."), "{said}");
            assert!(said.contains("no risk was found") && said.contains("may be at risk"), "{said}");
        }
        assert!(reminder(&[], None).is_none());
    }
}
