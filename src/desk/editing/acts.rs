//! The changes themselves.

use super::{Draft, Workshop};
use crate::catalogue::check::id_problem;
use crate::catalogue::{Service, edit, form, parse, schema};
use crate::error::{Error, Result};
use crate::text;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A field and its value as plain text.
pub type Filled = (String, String);

/// Returns the id that a name makes: "Stay & Play" is `stay-play`.
pub fn id_from(name: &str) -> String {
    let mut id = String::new();
    for word in text::words(name) {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if !word.is_empty() && id.len() + word.len() < 60 {
            id.push_str(if id.is_empty() { "" } else { "-" });
            id.push_str(&word);
        }
    }
    id
}

/// What a new file begins as, for somebody who writes it in an editor.
const BEGUN: &str = "\
name = \"\"
# organisation = \"\"
# The first sentence stands alone in lists and on slips.
description = \"\"
# The main one first, four at most; needs.toml lists them.
needs = []
# words = [\"what families call it\"]
# eligibility = \"\"
# access = [\"open\"]              # open, self-referral, professional-referral
# application_process = \"\"
# free = \"yes\"                   # yes, no, ask
# cost = \"\"
# languages = [\"en\"]
# email = \"\"
# url = \"https://\"
# opening_hours = \"Mo-Fr 09:00-17:00; PH off\"
# service_area = \"\"
# delivery = [\"in-person\"]       # in-person, phone, online, home-visit
# What you don't know, leave out: the desk then says \"ask\".

# [[phones]]
# number = \"\"

# [[places]]
# hub = \"\"                       # or name, address_1, city, postal_code

# [[sessions]]
# byday = [\"Tu\"]                 # Mo Tu We Th Fr Sa Su
# opens_at = \"10:00\"
# closes_at = \"11:30\"
";

impl Workshop {
    /// Returns what the file of a new service begins as: with these fields, or as something to fill in when there are none.
    ///
    /// # Errors
    /// When a value is not allowed.
    pub fn begun(&self, id: &str, filled: &[Filled]) -> Result<String> {
        let headed = |text: &str| schema::headed("services/here/service.toml", "service", text);
        if filled.is_empty() {
            return Ok(headed(BEGUN));
        }
        let pairs = filled.iter().map(|(key, text)| (key.as_str(), text.as_str()));
        let (_, text) = form::changed(&headed(""), id, &self.known, pairs)?;
        Ok(text)
    }

    /// Drafts a new service from the text of its file.
    ///
    /// # Errors
    /// When the id is taken or none, or the text has errors.
    pub fn add(&self, id: &str, locality: &str, text: &str) -> Result<Draft> {
        self.free(id)?;
        if let Some(what) = id_problem(locality) {
            return Err(
                Error::usage(what).hint("The locality is a folder in services/, \"national\" for all of the country.")
            );
        }
        form::refuse_new_errors("", text, id, &self.known)?;
        let name = parse::<Service>(text, false).value.name;
        let mut draft = Draft { title: format!("Add {id}: {name}"), ..Draft::default() };
        draft.put(&format!("services/{locality}/{id}.toml"), None, Some(text.to_owned()));
        Ok(draft)
    }

    /// Refuses an id that is none, or that leads to another service already.
    ///
    /// # Errors
    /// When it is so.
    pub fn free(&self, id: &str) -> Result<()> {
        if let Some(what) = id_problem(id) {
            return Err(Error::usage(what).hint("An id looks like \"food-bank-north\"."));
        }
        if let Some(there) = self.file(id) {
            let hint =
                format!("Edit it: signpost catalogue edit {id}. Another service needs an id of its own: --id {id}-2.");
            return Err(Error::usage(format!("There is a service \"{id}\" already: {}.", there.path)).hint(hint));
        }
        if let Some(now) = self.leads_to(id)? {
            let what = format!("\"{id}\" is an old id of \"{now}\", which links and slips may still name.");
            return Err(Error::usage(what).hint("Choose another id."));
        }
        Ok(())
    }

    /// Returns the service that had this id before.
    fn leads_to(&self, old: &str) -> Result<Option<String>> {
        for file in self.services() {
            let text = self.read(&file.path)?;
            // Most files need not be read as TOML for this.
            if text.contains(old) && parse::<Service>(&text, true).value.formerly.iter().any(|id| id == old) {
                return Ok(Some(file.id().to_owned()));
            }
        }
        Ok(None)
    }

    /// Drafts new values of fields.
    ///
    /// # Errors
    /// When there is no such service, or a value is not allowed.
    pub fn edit(&self, id: &str, filled: &[Filled]) -> Result<Draft> {
        let (path, text) = self.service(id)?;
        let pairs = filled.iter().map(|(key, text)| (key.as_str(), text.as_str()));
        let (_, mut after) = form::changed(&text, id, &self.known, pairs)?;
        // Whoever names a field has looked at it, also when the guess was right.
        for (field, _) in filled {
            after = edit::looked_over(&after, field)?;
        }
        self.rewritten(id, &path, text, after)
    }

    /// Drafts the text that somebody wrote in an editor.
    ///
    /// # Errors
    /// When there is no such service, or the text has errors that the file did not have.
    pub fn rewrite(&self, id: &str, before: String, after: String) -> Result<Draft> {
        let (path, _) = self.service(id)?;
        form::refuse_new_errors(&before, &after, id, &self.known)?;
        self.rewritten(id, &path, before, after)
    }

    fn rewritten(&self, id: &str, path: &str, before: String, after: String) -> Result<Draft> {
        let fields = edit::fields().iter().filter(|field| {
            let value = |text: &str| edit::get(text, field).ok().flatten();
            value(&before) != value(&after)
        });
        let mut fields: Vec<String> = fields.map(|field| field.replace('_', " ")).collect();
        // Beside a field the note that it was guessed goes without saying.
        if fields.len() > 1 {
            fields.retain(|field| field != "upstream");
        }
        let what = if fields.is_empty() { "comments".to_owned() } else { fields.join(", ") };
        let mut draft = Draft { title: format!("Edit {id}: {what}"), ..Draft::default() };
        draft.put(path, Some(before), Some(after));
        Ok(draft)
    }

    /// Drafts another id for a service: the old one leads to it from now on, and what names it names it by the new one.
    ///
    /// # Errors
    /// When there is no such service, or the new id is taken or none.
    pub fn rename(&self, id: &str, new: &str) -> Result<Draft> {
        let (path, before) = self.service(id)?;
        let was: Vec<String> = parse::<Service>(&before, true).value.formerly;
        // Its own old id may come back.
        if !was.iter().any(|old| old == new) {
            self.free(new)?;
        } else if let Some(what) = id_problem(new) {
            return Err(Error::usage(what));
        }
        let kept = was.iter().filter(|old| *old != new && *old != id).map(String::as_str).chain([id]);
        let formerly: Vec<String> = kept.map(edit::quoted).collect();
        let after = edit::set(&before, "formerly", Some(&format!("[{}]", formerly.join(", "))))?;
        let mut draft = Draft { title: format!("Rename {id} to {new}"), ..Draft::default() };
        let folder = path.rsplit_once('/').map_or("services", |(folder, _)| folder);
        draft.put(&format!("{folder}/{new}.toml"), None, Some(after));
        draft.put(&path, Some(before), None);
        self.lead_on(id, &path, Some(&edit::quoted(new)), &mut draft)?;
        Ok(draft)
    }

    /// Drafts the end of a service, from a day on, and what replaces it.
    ///
    /// # Errors
    /// When there is no such service, or what replaces it is not there, closes too, or is the service itself.
    pub fn close(&self, id: &str, on: NaiveDate, instead: Option<&str>) -> Result<Draft> {
        let (path, before) = self.service(id)?;
        let mut after = edit::set(&before, "closes_on", Some(&on.to_string()))?;
        let mut title = format!("Close {id} on {}", on.format("%-d %B %Y"));
        if let Some(instead) = instead {
            let instead = self.open_one(instead, id)?;
            after = edit::set(&after, "instead", Some(&edit::quoted(&instead)))?;
            title.push_str(&format!("; instead: {instead}"));
        }
        form::refuse_new_errors(&before, &after, id, &self.known)?;
        let mut draft = Draft { title, ..Draft::default() };
        draft.put(&path, Some(before), Some(after));
        // What led here leads on, or to nowhere: never from one closed door to the next.
        let next = instead.map(|instead| self.open_one(instead, id)).transpose()?.map(|id| edit::quoted(&id));
        self.lead_on(id, &path, next.as_deref(), &mut draft)?;
        Ok(draft)
    }

    /// Gives all services that name one as their replacement another one, or none.
    fn lead_on(&self, from: &str, but: &str, to: Option<&str>, draft: &mut Draft) -> Result<()> {
        for file in self.services().filter(|file| file.path != but) {
            let text = self.read(&file.path)?;
            if text.contains(from) && parse::<Service>(&text, true).value.instead.as_deref() == Some(from) {
                let after = edit::set(&text, "instead", to)?;
                draft.put(&file.path, Some(text), Some(after));
            }
        }
        Ok(())
    }

    /// Returns the id that a replacement has now; refuses one that is not there or closes itself.
    fn open_one(&self, instead: &str, closing: &str) -> Result<String> {
        let now = match self.file(instead) {
            Some(file) => file.id().to_owned(),
            None => match self.leads_to(instead)? {
                Some(now) => now,
                None => self.service(instead).map(|_| instead.to_owned())?,
            },
        };
        if now == closing {
            return Err(
                Error::usage(format!("\"{closing}\" can't replace itself.")).hint("Name another service, or none.")
            );
        }
        let mut seen = BTreeSet::new();
        let mut next = Some(now.clone());
        while let Some(id) = next.filter(|id| seen.insert(id.clone())) {
            let service = parse::<Service>(&self.service(&id)?.1, true).value;
            if service.closes_on.is_some() || service.status == crate::catalogue::Status::Defunct {
                let what = format!("\"{id}\" closes too, so it can't replace another service.");
                return Err(Error::usage(what).hint("Name a service that goes on."));
            }
            next = service.instead;
        }
        Ok(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_from_names() {
        for (name, id) in [
            ("Stay & Play", "stay-play"),
            ("Caf\u{e9} St. Anne's", "cafe-st-annes"),
            ("   ", ""),
            (
                "A very long name that goes on and on about what is offered here every week of the year",
                "a-very-long-name-that-goes-on-and-on-about-what-is-offered",
            ),
        ] {
            assert_eq!(id_from(name), id);
        }
    }
}
