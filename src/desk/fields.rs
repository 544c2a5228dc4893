//! The fields of a service in a form, and what was changed in it.

use super::catalogue::Catalogue;
use super::front::Desk;
use super::port::FormField;
use crate::catalogue::{File, Means, Part, check::Known, form};
use crate::error::{Error, Result};
use crate::upkeep::{Change, Edited, What, lay_on};

impl Desk {
    /// Returns a service's file as it is with the edits that wait at this desk, and the id that it has now.
    fn text_of(&self, catalogue: &Catalogue, service: &str) -> Result<(String, String)> {
        let record = catalogue.record(service).ok_or_else(|| catalogue.unknown(service))?;
        let path = format!("services/{}/{}.toml", record.locality, record.id);
        let file = File { part: Part::Service, path, size: 0, modified: 0 };
        let text = self.setup.locate()?.folder.read(&file).map_err(|problem| {
            Error::input(format!("{}: {}", file.path, problem.what))
                .hint("The catalogue may have changed just now; try again.")
        })?;
        let awaiting = catalogue.awaiting(&record.id).unwrap_or_default();
        Ok((lay_on(&text, &awaiting.edits), record.id))
    }

    /// See [`super::Backend::fields`].
    pub(super) fn form(&self, service: &str) -> Result<Vec<FormField>> {
        let (text, _) = self.text_of(&*self.catalogue()?, service)?;
        let shown = |field: form::Field| FormField {
            key: field.key.to_owned(),
            label: field.label.to_owned(),
            hint: field.hint.to_owned(),
            text: field.text,
            several: field.several,
        };
        Ok(form::fields(&text)?.into_iter().map(shown).collect())
    }

    /// See [`super::Backend::amend`].
    pub(super) fn take_form(
        &self,
        service: &str,
        filled: &[FormField],
        checked: Option<(Means, String)>,
    ) -> Result<String> {
        let catalogue = self.catalogue()?;
        let (text, id) = self.text_of(&catalogue, service)?;
        let filled = filled.iter().map(|field| (field.key.as_str(), field.text.as_str()));
        let (changed, _) = form::changed(&text, &id, &known(&catalogue), filled)?;
        if changed.is_empty() {
            return match checked {
                Some((how, role)) => self.confirm_right(&id, how, &role),
                None => Ok("No field was changed, so nothing was kept.".to_owned()),
            };
        }
        let checked = checked.map(|(how, role)| Ok::<_, Error>((how, super::upkeep::role_of(&role)?))).transpose()?;
        let labels: Vec<String> =
            changed.iter().map(|c| form::label(c.field).unwrap_or(c.field).to_lowercase()).collect();
        let fields =
            changed.into_iter().map(|c| Edited { field: c.field.to_owned(), was: c.was, now: c.now }).collect();
        let mut change = Change::new(&id, catalogue.clock().today(), What::Edit { fields, checked });
        if change.checked().is_some() {
            change.answers = super::upkeep::open_reports(&catalogue, &id);
        }
        self.keep(&catalogue, &change, None)?;
        let name = catalogue.listed_by_id(&id).map_or(id, |listed| listed.name);
        Ok(format!("{name} shows the new {} at this desk. The edit waits to be sent.", labels.join(", ")))
    }
}

/// Returns what the rules for one service need to know of the rest.
fn known(catalogue: &Catalogue) -> Known {
    let head = catalogue.head();
    Known {
        needs: Some(head.needs.iter().map(|need| need.id.clone()).collect()),
        sensitive: head.needs.iter().filter(|need| need.sensitive).map(|need| need.id.clone()).collect(),
        hubs: head.hubs.iter().map(|(id, _)| id.clone()).collect(),
        terms: head.terms.iter().map(|(name, _)| name.clone()).collect(),
        localities: head.localities.iter().cloned().collect(),
        logo: false,
        today: catalogue.clock().today(),
    }
}
