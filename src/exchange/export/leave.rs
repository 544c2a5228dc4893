//! What leaves the catalogue. An export is public the moment it is made, so whatever could lead to somebody who hides stays here, and what is no service of today.

use crate::catalogue::Status;
use crate::snapshot::{Record, Snapshot};
use chrono::NaiveDate;

/// Why services stay here, and how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Invented, to show how Signpost works.
    pub examples: usize,
    /// Closed for good.
    pub closed: usize,
    /// Their files can't be read; what they held before may not hold any more.
    pub unreadable: usize,
    /// One of their addresses must never be known.
    pub hidden: usize,
    /// Sensitive by themselves or by a need.
    pub sensitive: usize,
}

impl Kept {
    /// Returns how many services stay here, by reason in words.
    pub fn in_words(&self) -> Vec<String> {
        let reasons = [
            (self.examples, "invented, to show how Signpost works"),
            (self.closed, "closed for good"),
            (self.unreadable, "in files that can't be read"),
            (self.hidden, "at an address that must not be known"),
            (self.sensitive, "sensitive by themselves or by a need"),
        ];
        let told = reasons.into_iter().filter(|(count, _)| *count > 0);
        told.map(|(count, reason)| format!("{count} {reason}")).collect()
    }
}

/// Returns the services that may leave, in the order of their ids, and counts those that stay.
pub(super) fn leaving(snapshot: &Snapshot, today: NaiveDate) -> (Vec<Record>, Kept) {
    let mut kept = Kept::default();
    let mut out = Vec::new();
    for number in snapshot.numbers() {
        let (Some(row), Some(record)) = (snapshot.row(number), snapshot.record(number)) else {
            kept.unreadable += 1;
            continue;
        };
        let service = &record.service;
        let closed = service.status == Status::Defunct || service.closes_on.is_some_and(|day| day <= today);
        // The row knows of needs that are sensitive; a need that is not known may be one.
        let sensitive = row.sensitive || service.sensitive || row.needs.len() != service.needs.len();
        let reason = match () {
            () if service.example => &mut kept.examples,
            () if closed => &mut kept.closed,
            () if record.kept || row.kept => &mut kept.unreadable,
            () if service.places.iter().any(|place| place.hidden) => &mut kept.hidden,
            () if sensitive => &mut kept.sensitive,
            () => {
                out.push(record);
                continue;
            }
        };
        *reason += 1;
    }
    out.sort_by(|one, other| one.id.cmp(&other.id));
    (out, kept)
}
