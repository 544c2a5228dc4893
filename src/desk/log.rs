//! Logging: what an enquiry may name, and how lists show it.

use super::{Catalogue, Setup};
use crate::enquiry;
use crate::error::{Error, Result};
use crate::record::{Enquiry, Row};
use crate::store::Store;
use crate::text;

impl Setup {
    /// Opens the store of enquiries and hands on what people must know about it.
    ///
    /// # Errors
    /// When there can't be one at all.
    pub fn open_store(&self) -> Result<(Store, Vec<String>)> {
        let store = Store::open(&self.paths.data)?;
        let mut notices = store.notices().to_vec();
        notices.extend(store.condition().sentence().map(str::to_owned));
        Ok((store, notices))
    }
}

impl Catalogue {
    /// Returns an empty enquiry of this desk's hub.
    ///
    /// # Errors
    /// When the desk has no hub.
    pub fn new_enquiry(&self) -> Result<Enquiry> {
        let hub = self.hub_id().ok_or_else(|| {
            Error::usage("This desk stands in no hub, so nothing can be logged.")
                .hint("Name it with --hub, or as default_hub in catalogue.toml.")
        })?;
        Ok(Enquiry::new(hub))
    }

    /// Returns the enquiry with the ids that the catalogue uses now; refuses what the catalogue doesn't know, so that a typo never becomes a count.
    ///
    /// # Errors
    /// When a need or service is not in the catalogue.
    pub fn known(&self, mut enquiry: Enquiry) -> Result<Enquiry> {
        let needs = &self.head().needs;
        for met in &enquiry.needs {
            if !needs.iter().any(|need| need.id == met.need) {
                let near = text::nearest(&met.need, needs.iter().map(|need| need.id.as_str()));
                return Err(unknown("need", &met.need, near, "Needs are listed in the catalogue's needs.toml."));
            }
        }
        enquiry.services = enquiry
            .services
            .iter()
            .map(|id| self.record(id).map(|record| record.id).ok_or_else(|| self.unknown(id)))
            .collect::<Result<_>>()?;
        Ok(enquiry)
    }

    /// Returns whether a need or service is sensitive. What is not in the catalogue any more counts as sensitive: nobody can tell.
    pub fn is_sensitive(&self, id: &str) -> bool {
        match self.head().needs.iter().find(|need| need.id == id) {
            Some(need) => need.sensitive,
            None => self.listed_by_id(id).is_none_or(|listed| listed.sensitive),
        }
    }

    /// Returns the name of a need, or its id when the catalogue has it no more.
    pub fn need_name(&self, id: &str) -> String {
        self.head().needs.iter().find(|need| need.id == id).map_or(id, |need| &need.name).to_owned()
    }

    /// Returns the line of a list for a saved enquiry.
    pub fn enquiry_line(&self, row: &Row) -> String {
        enquiry::line(row, |id| self.need_name(id), |id| self.is_sensitive(id))
    }

    /// Returns what a saved enquiry was, without its hour; of a sensitive one only that it was an enquiry.
    pub fn enquiry_about(&self, row: &Row) -> String {
        enquiry::told(&row.enquiry, |id| self.need_name(id), |id| self.is_sensitive(id))
    }
}

/// Returns the error for an id that is not in the catalogue, with the one that was probably meant.
pub(super) fn unknown(what: &str, id: &str, near: Option<&str>, otherwise: &str) -> Error {
    let shown: String = text::clean(id).chars().take(text::LONGEST_WORD).collect();
    Error::usage(format!("There is no {what} \"{shown}\" in the catalogue.")).did_you_mean(near, otherwise)
}
