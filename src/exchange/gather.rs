//! Gathers the services of a register, each once.

use super::hide::{hide, is_hidden, without_doubles};
use super::incoming::Incoming;
use super::open_referral::{self, About, Unfit};
use super::value::{list, text};
use serde_json::Value;
use std::collections::HashMap;

/// Fields that only services have.
const OF_SERVICES: &[&str] = &[
    "organization",
    "organisation",
    "organization_id",
    "organisation_id",
    "status",
    "service_at_locations",
    "schedules",
    "regular_schedules",
    "eligibilitys",
    "eligibility_description",
    "needs_referral",
    "fees",
    "fees_description",
    "assured_date",
    "service_areas",
    "cost_options",
    "minimum_age",
    "maximum_age",
    "min_age",
    "max_age",
    "application_process",
    "service_taxonomys",
    "taxonomies",
    "locations",
    "service",
];

/// Fields of what else registers list: organisations, terms, places.
const OF_OTHERS: &[&str] = &[
    "website",
    "organization_identifiers",
    "legal_status",
    "logo",
    "taxonomy_terms",
    "vocabulary",
    "taxonomy",
    "parent_id",
    "term",
    "location_type",
    "addresses",
    "address_1",
    "openapi_url",
    "profile",
    "uri",
];

/// Fields that no list carries which has one-to-one fields only.
const DETAILS: &[&str] = &[
    "service_at_locations",
    "locations",
    "schedules",
    "regular_schedules",
    "contacts",
    "phones",
    "languages",
    "eligibilitys",
    "cost_options",
    "attributes",
    "service_areas",
    "service_taxonomys",
    "taxonomies",
    "required_documents",
    "location",
];

/// What was read of a register.
#[derive(Debug, Default)]
pub struct Reading {
    /// The services.
    pub services: Vec<Incoming>,
    /// All of it was read: what is missing is not there.
    pub complete: bool,
    /// What is wrong with the register as a whole, a sentence each without a full stop.
    pub notes: Vec<String>,
    /// Records that are no services.
    pub others: usize,
    /// Services without a name.
    pub nameless: usize,
    /// Ids of services that the register keeps from the public; nothing else is known of them, and nothing is told.
    pub confidential: Vec<String>,
    /// Ids of rows that look like tests.
    pub tests: Vec<String>,
    /// Services that stand in it more than once; the first was taken.
    pub twice: usize,
    /// Ids of services that were there and may not be brought: they are not gone.
    pub withheld: Vec<String>,
}

impl Reading {
    /// Returns how many records were there and are not among the services.
    pub fn unfit(&self) -> usize {
        self.others + self.nameless + self.confidential.len() + self.tests.len() + self.twice
    }
}

/// Gathers the records of a register as they come.
pub struct Gather<'a> {
    about: About<'a>,
    page: Option<String>,
    reading: Reading,
    by_id: HashMap<String, usize>,
}

impl<'a> Gather<'a> {
    /// Returns one that has nothing yet.
    pub fn new(about: About<'a>) -> Self {
        let reading = Reading { complete: true, ..Reading::default() };
        Self { about, page: None, reading, by_id: HashMap::new() }
    }

    /// Sets the address under which records are read one by one.
    pub fn set_page(&mut self, page: Option<String>) {
        self.page = page;
    }

    /// Returns how many services there are so far.
    pub fn read(&self) -> u64 {
        self.reading.services.len() as u64
    }

    /// Notes that the register could not be read to its end.
    pub fn broken(&mut self, note: String) {
        self.reading.complete = false;
        self.reading.notes.push(note);
    }

    /// Notes something about the register as a whole.
    pub fn note(&mut self, note: String) {
        self.reading.notes.push(note);
    }

    /// Returns whether a service with this id was taken.
    pub fn has(&self, id: &str) -> bool {
        let reading = &self.reading;
        self.by_id.contains_key(id) || reading.withheld.iter().chain(&reading.confidential).any(|held| held == id)
    }

    /// Takes one record; an organisation with its services is several.
    pub fn take(&mut self, record: &Value, partial: bool) {
        let is_array = record.get("services").is_some_and(Value::is_array);
        if is_array && record.get("service_at_locations").is_none() {
            for service in list(record, "services") {
                self.one(service, Some(record), partial);
            }
            return;
        }
        if !is_service(record) {
            self.reading.others += 1;
            return;
        }
        self.one(record, None, partial);
    }

    fn one(&mut self, record: &Value, organisation: Option<&Value>, partial: bool) {
        let about = About { page: self.page.as_deref().or(self.about.page), ..self.about.clone() };
        let id = || text(record.get("service").unwrap_or(record), "id");
        match open_referral::read(record, organisation, &about) {
            Ok(incoming) => {
                let joins = record.get("service").is_some_and(Value::is_object);
                self.add(Incoming { partial, ..incoming }, joins);
            }
            Err(Unfit::NoService) => self.reading.others += 1,
            Err(Unfit::Nameless) => {
                self.reading.nameless += 1;
                self.reading.withheld.extend(id());
            }
            Err(Unfit::Confidential) => {
                self.reading.confidential.push(id().unwrap_or_default());
            }
            Err(Unfit::Test) => {
                self.reading.tests.push(id().unwrap_or_default());
                self.reading.withheld.extend(id());
            }
        }
    }

    /// Adds a service. One that is told once for each of its places is put together again.
    fn add(&mut self, incoming: Incoming, joins: bool) {
        let Some(first) = self.by_id.get(&incoming.upstream.id).and_then(|at| self.reading.services.get_mut(*at))
        else {
            self.by_id.insert(incoming.upstream.id.clone(), self.reading.services.len());
            self.reading.services.push(incoming);
            return;
        };
        if !joins {
            self.reading.twice += 1;
            return;
        }
        add(&mut first.lost, incoming.lost);
        first.held_back = first.held_back.max(incoming.held_back);
        let (mine, theirs) = (&mut first.service, incoming.service);
        match (is_hidden(mine), is_hidden(&theirs)) {
            (false, true) => {
                // Its texts are without what leads to the door.
                let places = std::mem::replace(mine, theirs).places;
                mine.places.extend(places);
                hide(mine, &[]);
            }
            (true, false) => {
                mine.places.extend(theirs.places);
                hide(mine, &[]);
            }
            _ => {
                add(&mut mine.places, theirs.places);
                add(&mut mine.sessions, theirs.sessions);
                add(&mut mine.phones, theirs.phones);
                without_doubles(&mut mine.places);
            }
        }
    }

    /// Returns what was gathered.
    pub fn finish(self) -> Reading {
        self.reading
    }
}

/// Adds what is not there yet.
fn add<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

/// Returns whether a record is a service and not something else that registers list.
fn is_service(record: &Value) -> bool {
    let has = |names: &[&str]| names.iter().any(|name| record.get(*name).is_some());
    record.is_object() && (has(OF_SERVICES) || !has(OF_OTHERS))
}

/// Returns whether a record has nothing but what a list carries.
pub fn is_brief(record: &Value) -> bool {
    record.is_object()
        && is_service(record)
        && !DETAILS.iter().any(|name| record.get(*name).is_some_and(|v| !v.is_null()))
}
