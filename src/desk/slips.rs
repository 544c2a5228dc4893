//! Makes slips and hands them to a print queue or a file.

use super::card::{AGES_UNKNOWN, how, led_by, who};
use super::catalogue::{Catalogue, hindrance};
use super::log::unknown;
use crate::catalogue::{Answer, Fixed, MeantFor, Phone, Service, Status, Taking, hours};
use crate::error::{Error, Result};
use crate::slip::{Fact, Item, Number, Said, Slip, Wanted};
use crate::snapshot::Record;
use crate::text::{self, capital};

/// Columns of a printed slip; fits A5 and A4 in the usual ten characters to an inch.
pub const SLIP_WIDTH: usize = 60;
/// Longest line to a family, in characters.
pub const LONGEST_LINE: usize = 200;

impl Catalogue {
    /// Makes a slip of these services, with one optional line to the family, and says what staff must know before they hand it over.
    ///
    /// # Errors
    /// When one of the services is not in the catalogue, or two of them must not be in the same hands.
    pub fn slip(&self, wanted: &Wanted) -> Result<Slip> {
        let discreet = wanted.discreet;
        let records = wanted
            .services
            .iter()
            .map(|id| self.record(id).ok_or_else(|| self.unknown(id)))
            .collect::<Result<Vec<Record>>>()?;
        self.keep_apart(&records)?;
        let mut slip = Slip {
            hub: self.hub().map_or_else(|| Slip::TITLE.to_owned(), |hub| hub.name.clone()),
            example: self.hub().is_some_and(|hub| hub.example),
            date: hours::date(self.clock().today()).into(),
            line: wanted.line.as_deref().map(|line| text::clean(line).chars().take(LONGEST_LINE).collect()),
            discreet,
            large: wanted.large,
            plain: wanted.plain,
            ..Slip::default()
        };
        if let Some(hub) = self.hub() {
            slip.hub_lines.push(format!("{}, {}, {}", hub.address_1, hub.city, hub.postal_code).into());
            slip.hub_lines.extend(hub.phones.first().map(|phone| phone.number.as_str().into()));
            if let Some(Ok(table)) = hub.opening_hours.as_deref().map(hours::Timetable::parse) {
                slip.hub_lines.extend(table.in_words().into_iter().map(Said::from));
            }
        }
        slip.privacy = self.reminder(&self.privacy_of(&records));
        for record in &records {
            slip.warnings.extend(warnings(&record.service));
            if !discreet {
                slip.items.extend(self.ordinary_item(record));
            } else if let Some(item) = self.discreet_item(record) {
                slip.warnings.extend(left_out(&record.service, &item));
                slip.items.push(item);
            } else {
                slip.warnings.push(not_discreet(&record.service));
            }
        }
        Ok(slip)
    }

    fn ordinary_item(&self, record: &Record) -> Option<Item> {
        let listed = self.listed_by_id(&record.id)?;
        let service = &record.service;
        let mut for_whom = who(service);
        if service.eligibility.is_some() {
            for_whom.retain(|line| line != AGES_UNKNOWN);
        }
        let mut facts = vec![
            ("Who it is for".to_owned(), for_whom),
            ("How to get in".to_owned(), how(service)),
            ("When".to_owned(), self.times(record, 3)),
            ("Where".to_owned(), self.places(service)),
            ("Cost".to_owned(), vec![capital(&listed.cost)]),
            ("Bring".to_owned(), service.required_documents.clone()),
        ];
        let mut more: Vec<String> = service.text_number.iter().map(|text| led_by("Text", text)).collect();
        more.extend(service.url.clone());
        facts.push(("Also".to_owned(), more));
        facts.retain(|(_, lines)| !lines.is_empty());
        let fact = |(heading, lines): (String, Vec<String>)| Fact {
            heading: heading.into(),
            lines: lines.into_iter().map(Said::from).collect(),
        };
        let facts = facts.into_iter().map(fact).collect();
        Some(Item {
            name: Some(service.name.clone()),
            hindrance: in_the_way(service).map(Said::from),
            line: Some(listed.line.into()),
            phones: service.phones.iter().map(number).collect(),
            text_number: None,
            facts,
            first: (listed.stale && !service.phones.is_empty()).then(|| Fixed::PleaseRingFirst.english().into()),
            code: None,
            example: service.example,
        })
    }

    /// Returns a service without anything that tells what it is: its number and when it is answered. Found at home, the slip must not tell what somebody asked about.
    fn discreet_item(&self, record: &Record) -> Option<Item> {
        let service = &record.service;
        let phones: Vec<Number> =
            service.phones.iter().map(|phone| Number { number: bare_number(phone), note: None }).collect();
        let text_number = neutral_text_number(service);
        if phones.is_empty() && text_number.is_none() {
            return None;
        }
        let table = service.opening_hours.as_deref().map(hours::Timetable::parse);
        let when = table.and_then(std::result::Result::ok).map(|table| table.in_words()).unwrap_or_default();
        Some(Item {
            hindrance: in_the_way(service).map(Said::from),
            phones,
            text_number,
            facts: if when.is_empty() {
                Vec::new()
            } else {
                vec![Fact { heading: "When".into(), lines: when.into_iter().map(Said::from).collect() }]
            },
            example: service.example,
            ..Item::default()
        })
    }

    /// Refuses to put a service for people who use abuse into the same hands as one for those who suffer it. An entry that does not say whom it is for is kept apart too when it meets the same sensitive need: a wrong guess would be found in the wrong hands.
    fn keep_apart(&self, records: &[Record]) -> Result<()> {
        let all = || records.iter().map(|record| &record.service);
        let Some(users) = all().find(|service| service.meant_for == Some(MeantFor::PeopleWhoUseAbuse)) else {
            return Ok(());
        };
        let sensitive = |id: &String| self.head().needs.iter().any(|need| need.id == *id && need.sensitive);
        let meets = |service: &Service| service.needs.iter().any(|id| users.needs.contains(id) && sensitive(id));
        let sufferers = all().find(|service| match service.meant_for {
            Some(MeantFor::PeopleWhoSufferAbuse) => true,
            Some(MeantFor::PeopleWhoUseAbuse) => false,
            None => meets(service),
        });
        let Some(sufferers) = sufferers else { return Ok(()) };
        let whom = if sufferers.meant_for.is_some() { "is for" } else { "may be for" };
        Err(Error::usage(format!(
            "{} is for people who use abuse and {} {whom} people who suffer it, so they can't go on one slip.",
            users.name, sufferers.name
        ))
        .hint("Make two slips, and hand each to its own person only."))
    }

    /// Returns the error for an id that names no service, with the one that was probably meant: the id that looks most like it, else what a search for its words finds.
    pub fn unknown(&self, id: &str) -> Error {
        let snapshot = self.snapshot();
        if snapshot.number(id).is_some() {
            return Error::system(format!("The service \"{id}\" can't be read: the compiled catalogue is damaged."))
                .hint("Make it anew with: signpost reindex");
        }
        let ids = snapshot.numbers().filter_map(|number| snapshot.row(number)).map(|row| row.id);
        let near = text::nearest(id, ids).map(str::to_owned).or_else(|| {
            let found = self.search(&id.replace(['-', '_'], " "), self.clock().today(), 1).ok()?;
            let first = found.hits.first().filter(|_| !found.nothing_close)?;
            Some(snapshot.row(first.number)?.id.to_owned())
        });
        unknown("service", id, near.as_deref(), "Find it with: signpost search WORDS")
    }
}

/// Returns what staff must know before they hand over a slip with this service.
fn warnings(service: &Service) -> Vec<String> {
    let name = &service.name;
    let mut out = Vec::new();
    if service.meant_for == Some(MeantFor::PeopleWhoUseAbuse) {
        out.push(format!("{name} is for people who use abuse. Never hand it to somebody who suffers it."));
    }
    match hindrance(service.status, service.taking) {
        Some(state @ "not running") => out.push(format!("{name} is {state} at the moment.")),
        Some("waiting list") | None => {}
        Some(state) => out.push(format!("{name} is {state}.")),
    }
    out
}

/// Returns what staff can do about a service that has no number for a discreet slip.
fn not_discreet(service: &Service) -> String {
    let name = &service.name;
    let otherwise = service.text_number.as_ref().or(service.email.as_ref()).or(service.url.as_ref());
    let otherwise = otherwise.map_or_else(String::new, |how| format!(" Read it out instead: {how}"));
    format!("{name} has no number that can go on a discreet slip, so it is not on it.{otherwise}")
}

/// Returns what staff can do about a number to text whose words would tell what the slip is about: who can't speak may need it more than the number to ring.
fn left_out(service: &Service, item: &Item) -> Option<String> {
    let text = service.text_number.as_ref().filter(|_| item.text_number.is_none())?;
    Some(format!(
        "{}: how to text it is not on the slip, because its words would tell. Read it out: {text}",
        service.name
    ))
}

/// Returns what stands in the way of using a service, as a family reads it.
fn in_the_way(service: &Service) -> Option<String> {
    let ask = if service.phones.is_empty() { "ask first" } else { "ring first" };
    Some(match (service.status, service.taking) {
        (Status::Defunct, _) => "Closed for good".to_owned(),
        (Status::Inactive, _) => format!("Not running at the moment - {ask}"),
        (Status::TemporarilyClosed, _) => format!("Closed for now - {ask}"),
        (Status::Active, Some(Taking::Full)) => "Full at the moment".to_owned(),
        (Status::Active, Some(Taking::WaitingList)) => "Waiting list".to_owned(),
        (Status::Active, Some(Taking::Now) | None) => return None,
    })
}

/// Returns a number with what it is called.
fn number(phone: &Phone) -> Number {
    let mut notes: Vec<String> = phone.description.iter().cloned().collect();
    if phone.freephone == Answer::Yes {
        notes.push("free to call".to_owned());
    }
    Number { number: bare_number(phone), note: (!notes.is_empty()).then(|| notes.join(", ").into()) }
}

/// Returns a number without what it is called.
fn bare_number(phone: &Phone) -> String {
    match &phone.extension {
        Some(extension) => format!("{} extension {extension}", phone.number),
        None => phone.number.clone(),
    }
}

/// Returns the number to text, if texting it needs no word that tells what it is for: "Text 07700 900668", but not "Text SHOUT to 85258".
fn neutral_text_number(service: &Service) -> Option<String> {
    let text = service.text_number.as_deref()?.trim();
    let number = text.strip_prefix("Text ").unwrap_or(text);
    let number = number.split_once(',').map_or(number, |(number, _)| number).trim();
    let plain = number.chars().all(|c| c.is_ascii_digit() || c == ' ') && number.len() >= 5;
    plain.then(|| number.to_owned())
}
