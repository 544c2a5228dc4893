//! What must not be in the same hands, and what staff must know before they hand a slip over.

use crate::catalogue::{MeantFor, Service};
use crate::desk::catalogue::Catalogue;
use crate::desk::ending::hindrance;
use crate::error::{Error, Result};
use crate::slip::Item;
use crate::snapshot::Record;
use chrono::NaiveDate;

impl Catalogue {
    /// Refuses to put a service for people who use abuse into the same hands as one for those who suffer it. An entry that does not say whom it is for is kept apart too when it meets the same sensitive need: a wrong guess would be found in the wrong hands.
    pub(super) fn keep_apart(&self, records: &[Record]) -> Result<()> {
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
}

/// Returns what staff must know before they hand over a slip with this service.
pub(super) fn warnings(service: &Service, instead: Option<&str>, today: NaiveDate) -> Vec<String> {
    let name = &service.name;
    let mut out = Vec::new();
    if service.meant_for == Some(MeantFor::PeopleWhoUseAbuse) {
        out.push(format!("{name} is for people who use abuse. Never hand it to somebody who suffers it."));
    }
    match hindrance(service.status, service.taking, service.closes_on, today).as_deref() {
        Some(state @ "not running") => out.push(format!("{name} is {state} at the moment.")),
        Some("waiting list") | None => {}
        Some(state) => {
            let state = state.replace("full; closes", "full, and closes").replace("waiting list; closes", "closes");
            let is = if state.starts_with("closes") { "" } else { "is " };
            let instead = instead.map_or_else(String::new, |instead| format!(" Instead: {instead}."));
            out.push(format!("{name} {is}{state}.{instead}"));
        }
    }
    out
}

/// Returns what staff can do about a service that has no number for a discreet slip.
pub(super) fn not_discreet(service: &Service) -> String {
    let name = &service.name;
    let otherwise = service.text_number.as_ref().or(service.email.as_ref()).or(service.url.as_ref());
    let otherwise = otherwise.map_or_else(String::new, |how| format!(" Read it out instead: {how}"));
    format!("{name} has no number that can go on a discreet slip, so it is not on it.{otherwise}")
}

/// Returns what staff can do about a number to text whose words would tell what the slip is about: who can't speak may need it more than the number to ring.
pub(super) fn left_out(service: &Service, item: &Item) -> Option<String> {
    let text = service.text_number.as_ref().filter(|_| item.text_number.is_none())?;
    Some(format!(
        "{}: how to text it is not on the slip, because its words would tell. Read it out: {text}",
        service.name
    ))
}
