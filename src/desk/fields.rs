//! The fields of a service in a form, and what was changed in it.

use super::catalogue::Catalogue;
use super::front::Desk;
use super::port::FormField;
use crate::catalogue::{File, Means, Part, Status, check::Known, form};
use crate::error::{Error, Result};
use crate::upkeep::{Change, Edited, What, lay_on};
use chrono::NaiveDate;
use std::collections::BTreeSet;

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
        let filled = filled.iter().map(|field| (field.key.as_str(), field.text.as_str()));
        let (id, fields) = self.drafted(&catalogue, service, filled)?;
        if fields.is_empty() {
            return match checked {
                Some((how, role)) => self.confirm_right(&id, how, &role),
                None => Ok(NOTHING.to_owned()),
            };
        }
        let checked = checked.map(|(how, role)| Ok::<_, Error>((how, super::upkeep::role_of(&role)?))).transpose()?;
        let labels = labels(&fields);
        let mut change = Change::new(&id, catalogue.clock().today(), What::Edit { fields, checked });
        if change.checked().is_some() {
            change.answers = super::upkeep::open_reports(&catalogue, &id);
        }
        self.keep(&catalogue, &change, None)?;
        let name = catalogue.listed_by_id(&id).map_or(id, |listed| listed.name);
        Ok(format!("{name} shows the new {labels} at this desk. The edit waits to be sent."))
    }

    /// Keeps new values of fields, as a form takes them, until they are sent; in a trial only says so.
    ///
    /// # Errors
    /// When there is no such service, or a value is not allowed.
    pub fn set_fields(&self, service: &str, filled: &[(String, String)], trial: bool) -> Result<String> {
        let catalogue = self.catalogue()?;
        let filled = filled.iter().map(|(key, text)| (key.as_str(), text.as_str()));
        let (id, fields) = self.drafted(&catalogue, service, filled)?;
        if fields.is_empty() {
            return Ok(NOTHING.to_owned());
        }
        let (name, labels) = (self.name_of(&id)?, labels(&fields));
        if trial {
            return Ok(format!("{name} would show the new {labels}. Nothing was kept."));
        }
        self.keep_edit(&catalogue, &id, fields)?;
        Ok(format!("{name} shows the new {labels} at this desk. The edit waits to be sent."))
    }

    /// Keeps the end of a service from a day on, with what replaces it, until that is sent; what named it as a replacement leads on. In a trial only says so.
    ///
    /// # Errors
    /// When there is no such service, or what replaces it is not there, closes too, or is the service itself.
    pub fn close(&self, service: &str, on: NaiveDate, instead: Option<&str>, trial: bool) -> Result<String> {
        let catalogue = self.catalogue()?;
        let instead = instead.map(|id| still_open(&catalogue, id)).transpose()?;
        let day = on.to_string();
        let filled: Vec<(&str, &str)> = [("closes_on", day.as_str())]
            .into_iter()
            .chain(instead.iter().map(|id| ("instead", id.as_str())))
            .collect();
        let (id, fields) = self.drafted(&catalogue, service, filled)?;
        let mut all = vec![(id.clone(), fields)];
        for other in leading_to(&catalogue, &id) {
            let next = instead.as_deref().filter(|next| *next != other).unwrap_or_default();
            all.push(self.drafted(&catalogue, &other, [("instead", next)])?);
        }
        all.retain(|(_, fields)| !fields.is_empty());
        if all.is_empty() {
            return Ok(NOTHING.to_owned());
        }
        let (name, day) = (self.name_of(&id)?, on.format("%-d %B %Y"));
        let others = match all.iter().filter(|(other, _)| *other != id).count() {
            0 => "",
            _ => " What named it as its replacement changes with it.",
        };
        if trial {
            return Ok(format!("{name} would close on {day}.{others} Nothing was kept."));
        }
        for (id, fields) in all {
            self.keep_edit(&catalogue, &id, fields)?;
        }
        Ok(format!("{name} closes on {day} at this desk.{others} The change waits to be sent."))
    }

    /// Returns the id that a service has now, and what these values change in it.
    fn drafted<'f>(
        &self,
        catalogue: &Catalogue,
        service: &str,
        filled: impl IntoIterator<Item = (&'f str, &'f str)>,
    ) -> Result<(String, Vec<Edited>)> {
        let (text, id) = self.text_of(catalogue, service)?;
        let (changed, _) = form::changed(&text, &id, &known(catalogue), filled)?;
        let edited = |c: form::Changed| Edited { field: c.field.to_owned(), was: c.was, now: c.now };
        Ok((id, changed.into_iter().map(edited).collect()))
    }

    fn keep_edit(&self, catalogue: &Catalogue, id: &str, fields: Vec<Edited>) -> Result<()> {
        let what = What::Edit { fields, checked: None };
        self.keep(catalogue, &Change::new(id, catalogue.clock().today(), what), None)
    }
}

const NOTHING: &str = "No field was changed, so nothing was kept.";

fn labels(fields: &[Edited]) -> String {
    let label = |edited: &Edited| form::label(&edited.field).unwrap_or(&edited.field).to_lowercase();
    fields.iter().map(label).collect::<Vec<_>>().join(", ")
}

/// Returns the id that a replacement has now; refuses one that ends too.
fn still_open(catalogue: &Catalogue, id: &str) -> Result<String> {
    let record = catalogue.record(id).ok_or_else(|| catalogue.unknown(id))?;
    if record.service.closes_on.is_some() || record.service.status == Status::Defunct {
        let what = format!("\"{}\" closes too, so it can't replace another service.", record.id);
        return Err(Error::usage(what).hint("Name a service that goes on."));
    }
    Ok(record.id)
}

/// Returns the services that name one as their replacement.
fn leading_to(catalogue: &Catalogue, id: &str) -> BTreeSet<String> {
    let snapshot = catalogue.snapshot();
    let rows = snapshot.numbers().filter_map(|number| snapshot.row(number));
    let said = rows.filter(|row| row.instead == Some(id)).map(|row| row.id.to_owned());
    // What waits at this desk may have led here since, or no longer.
    let pending = catalogue.pending();
    let mut all: BTreeSet<String> = said.chain(pending.iter().map(|(id, _)| id.to_owned())).collect();
    all.retain(|other| catalogue.record(other).is_some_and(|record| record.service.instead.as_deref() == Some(id)));
    all
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
