//! What must hold in every enquiry, whoever hands it over.

use super::{Ages, Enquiry, Kind, Language, Outcome};
use crate::error::{Error, Result};
use std::collections::BTreeSet;

/// Most needs that one enquiry can hold.
pub const MOST_NEEDS: usize = 12;

/// Most services that one enquiry can hold.
pub const MOST_SERVICES: usize = 40;

/// Names that Windows keeps for devices; catalogue files can't be called so, hence no id is.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// The field that a fault is in, so that a form can go there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Field {
    Hub,
    Needs,
    Reason,
    Services,
    Ages,
    Language,
}

/// Something that no enquiry may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub field: Field,
    /// One plain sentence that names the field. It repeats nothing that was typed.
    pub text: String,
}

/// Returns whether a text has the form of an id: 1 to 64 small letters, digits and hyphens, and no name of a Windows device.
pub fn is_id(text: &str) -> bool {
    let port =
        ["com", "lpt"].iter().filter_map(|port| text.strip_prefix(port)).any(|n| matches!(n.as_bytes(), [b'0'..=b'9']));
    let device = port || DEVICES.contains(&text);
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !device
}

/// Returns whether a text has the form of an ISO 639 code.
pub(super) fn is_language(text: &str) -> bool {
    (2..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase())
}

impl Enquiry {
    /// Returns everything that is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |field, text: &str| faults.push(Fault { field, text: text.to_owned() });
        if !is_id(&self.hub) {
            fault(Field::Hub, "The hub must be the id of a hub: small letters, digits and hyphens.");
        }
        match self.kind {
            Kind::Enquiry if self.needs.is_empty() => fault(Field::Needs, "The enquiry has no need; choose one."),
            Kind::QuickChat if !self.needs.is_empty() || !self.services.is_empty() => {
                fault(Field::Needs, "A quick chat has no needs and no services; save it as an enquiry.");
            }
            _ => {}
        }
        if self.needs.len() > MOST_NEEDS {
            fault(Field::Needs, "The enquiry has more than twelve needs; keep the ones that mattered.");
        }
        if !self.needs.iter().all(|met| is_id(&met.need)) {
            fault(Field::Needs, "A need must be an id of the catalogue: small letters, digits and hyphens.");
        }
        let different: BTreeSet<_> = self.needs.iter().map(|met| &met.need).collect();
        if different.len() < self.needs.len() {
            fault(Field::Needs, "A need is there twice; keep one of them.");
        }
        for met in &self.needs {
            match (met.outcome, met.reason) {
                (Outcome::NothingToOffer, None) => {
                    fault(Field::Reason, "Nothing to offer needs a reason; choose one.");
                }
                (Outcome::NothingToOffer, Some(_)) | (_, None) => {}
                (_, Some(_)) => fault(Field::Reason, "A reason belongs to \"nothing to offer\" only; take it out."),
            }
        }
        if self.services.len() > MOST_SERVICES {
            fault(Field::Services, "The enquiry has more than forty services; keep the ones that were given.");
        }
        if !self.services.iter().all(|service| is_id(service)) {
            fault(Field::Services, "A service must be an id of the catalogue: small letters, digits and hyphens.");
        }
        if self.ages.contains(&Ages::NoChildren) && self.ages.len() > 1 {
            fault(Field::Ages, "The ages say both \"no children\" and an age; keep one.");
        }
        if matches!(&self.language, Language::Code(code) if !is_language(code)) {
            fault(Field::Language, "The language must be an ISO 639 code of two or three small letters, such as en.");
        }
        faults
    }

    /// Refuses what no enquiry may be, with the first sentence about it.
    ///
    /// # Errors
    /// When there is a fault.
    pub fn check(&self) -> Result<()> {
        match self.faults().into_iter().next() {
            None => Ok(()),
            Some(fault) => Err(Error::usage(fault.text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Met, Reason};
    use super::*;

    fn fields(enquiry: &Enquiry) -> Vec<Field> {
        enquiry.faults().into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn ids_hold_no_words() {
        for good in ["a", "stay-and-play", "0-19-service", &"x".repeat(64), "com", "com10"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "Mary", "two words", "a_b", "é", "a/b", "..", "con", "lpt1", &"x".repeat(65)] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn a_reason_belongs_to_nothing_to_offer_only_and_always() {
        let mut enquiry = Enquiry::new("riverside");
        enquiry.needs = vec![Met::new("housing", Outcome::Signposted), Met::nothing("debt", Reason::Full)];
        assert_eq!(fields(&enquiry), []);
        enquiry.needs[0].reason = Some(Reason::Cost);
        enquiry.needs[1].reason = None;
        assert_eq!(fields(&enquiry), [Field::Reason, Field::Reason]);
    }

    #[test]
    fn each_fault_names_its_field() {
        assert_eq!(fields(&Enquiry::new("riverside")), [Field::Needs]);
        assert_eq!(fields(&Enquiry::quick_chat("riverside")), []);
        let mut enquiry = Enquiry::new("12 High Street");
        enquiry.needs = vec![Met::new("Ann", Outcome::Declined), Met::new("Ann", Outcome::Declined)];
        enquiry.services = ["call her back".to_owned()].into();
        enquiry.ages = [Ages::NoChildren, Ages::From3To4].into();
        enquiry.language = Language::Code("Polish".to_owned());
        assert_eq!(
            fields(&enquiry),
            [Field::Hub, Field::Needs, Field::Needs, Field::Services, Field::Ages, Field::Language]
        );
        assert!(enquiry.faults().iter().all(|fault| !fault.text.contains("Ann") && !fault.text.contains("High")));
    }
}
