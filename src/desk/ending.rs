//! What stands in the way of using a service on a day: that it ended or will, and what families go to instead.

use super::catalogue::Catalogue;
use crate::catalogue::{Service, Status, Taking, hours};
use crate::snapshot::{Record, Row};
use chrono::{Datelike, NaiveDate};

impl Catalogue {
    /// Returns what stands in the way of using a service as a list shows it: "closed since 3 November; instead: Northgate Food Bank".
    pub(super) fn hindrance_of_row(&self, row: &Row<'_>, today: NaiveDate) -> Option<String> {
        let Row { status, taking, closes_on, instead, .. } = row;
        let words = hindrance(*status, *taking, *closes_on, today)?;
        // Few services close, so the whole record is read for those alone.
        let named = instead.and_then(|_| self.instead_of(&self.record(row.id)?, today));
        Some(with_instead(words, named))
    }

    /// Returns the same for a card, a slip or a warning, which have the whole record.
    pub(super) fn hindrance_of(&self, record: &Record, today: NaiveDate) -> Option<String> {
        let Service { status, taking, closes_on, .. } = record.service;
        let words = hindrance(status, taking, closes_on, today)?;
        Some(with_instead(words, self.instead_of(record, today)))
    }

    /// Returns the name of what replaces a service that closes. It is named and never shown in its place; and not even named where that could do harm: when it is for other people, or tells of a sensitive matter that the closed one did not.
    pub(super) fn instead_of(&self, record: &Record, today: NaiveDate) -> Option<String> {
        let service = &record.service;
        if service.closes_on.is_none() && service.status == Status::Active {
            return None;
        }
        let other = self.record(service.instead.as_deref()?)?;
        let runs = matches!(other.service.status_on(today), Status::Active | Status::TemporarilyClosed);
        let sensitive = |id: &str| self.turns_sensitive(id);
        let tells_more = sensitive(&other.id) && !sensitive(&record.id);
        let same_people = other.service.meant_for == service.meant_for;
        (runs && same_people && !tells_more && other.id != record.id).then_some(other.service.name)
    }
}

fn with_instead(words: String, named: Option<String>) -> String {
    match named {
        Some(name) => format!("{words}; instead: {name}"),
        None => words,
    }
}

/// Returns what stands in the way of using a service on a day, in words.
pub(super) fn hindrance(
    status: Status,
    taking: Option<Taking>,
    closes_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<String> {
    let now = standing(status, taking);
    match closes_on {
        Some(end) if end <= today => Some(format!("closed since {}", day(end, today))),
        Some(end) if !matches!(status, Status::Defunct) => {
            let soon = format!("closes on {}", day(end, today));
            Some(now.map_or(soon.clone(), |now| format!("{now}; {soon}")))
        }
        _ => now.map(str::to_owned),
    }
}

/// Returns a day with its year only where that is another one.
fn day(day: NaiveDate, today: NaiveDate) -> String {
    if day.year() == today.year() { hours::short_date(day) } else { hours::date(day) }
}

/// Returns what stands in the way whatever day it is.
fn standing(status: Status, taking: Option<Taking>) -> Option<&'static str> {
    match (status, taking) {
        (Status::Defunct, _) => Some("closed for good"),
        (Status::Inactive, _) => Some("not running"),
        (Status::TemporarilyClosed, _) => Some("closed for now"),
        (Status::Active, Some(Taking::Full)) => Some("full"),
        (Status::Active, Some(Taking::WaitingList)) => Some("waiting list"),
        (Status::Active, Some(Taking::Now) | None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_day_is_told_before_and_after() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let on = |end, today| hindrance(Status::Active, Some(Taking::Full), Some(end), today).unwrap();
        assert_eq!(on(day(30), day(29)), "full; closes on 30 November");
        assert_eq!(on(day(30), day(30)), "closed since 30 November");
        assert_eq!(on(day(30), NaiveDate::from_ymd_opt(2027, 1, 1).unwrap()), "closed since 30 November 2026");
        assert_eq!(hindrance(Status::Defunct, None, Some(day(30)), day(29)).unwrap(), "closed for good");
        assert_eq!(hindrance(Status::Active, None, None, day(1)), None);
    }
}
