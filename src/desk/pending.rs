//! What a desk shows on top of its catalogue: reports that no check has answered, and its own reports, checks and edits until the catalogue has them.

use super::catalogue::Catalogue;
use super::view::{Card, Listed};
use crate::catalogue::{Checked, Fixed, ReportKind, Service};
use crate::desk::speak::Speak;
use crate::slip::{Item, Said};
use crate::snapshot::{Record, Reported};
use crate::text::capital;
use crate::upkeep::{Change, Edited, What, ago, laid_over, renews};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One open report of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Name of its file.
    pub name: String,
    /// What is wrong.
    pub kind: ReportKind,
    /// The day.
    pub on: Option<NaiveDate>,
    /// It waits at this desk.
    pub here: bool,
}

impl Mark {
    /// Returns what was reported, where and when: "reported as closed at this desk, 22 November", "reported as full 3 days ago, not checked yet".
    fn in_words(&self, today: NaiveDate) -> String {
        let what = self.kind.in_words();
        match (self.here, self.on) {
            (true, Some(on)) => format!("reported as {what} at this desk, {}", on.format("%-d %B")),
            (true, None) => format!("reported as {what} at this desk"),
            (false, Some(on)) => format!("reported as {what} {}, not checked yet", ago(on, today)),
            (false, None) => format!("reported as {what}, not checked yet"),
        }
    }
}

/// What waits of one service.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Awaiting {
    /// Open reports, the worst kind first.
    pub marks: Vec<Mark>,
    /// A check that the catalogue has not yet.
    pub checked: Option<Checked>,
    /// Edits that the catalogue has not yet.
    pub edits: Vec<Edited>,
}

impl Awaiting {
    /// Returns whether a number of this service was reported as wrong.
    pub fn wrong_phone(&self) -> bool {
        self.marks.iter().any(|mark| mark.kind == ReportKind::WrongPhone)
    }

    /// Returns whether this service was reported as full or as closed.
    pub fn is_full_or_closed(&self) -> bool {
        self.marks.iter().any(|mark| matches!(mark.kind, ReportKind::Full | ReportKind::Closed))
    }

    /// Returns what stands in the way as far as reports say so.
    fn hindrance(&self) -> Option<&'static str> {
        self.marks.iter().find_map(|mark| match mark.kind {
            ReportKind::Closed => Some("reported closed"),
            ReportKind::WrongPhone => Some("phone number reported wrong"),
            ReportKind::Full => Some("reported full"),
            ReportKind::Moved => Some("reported moved"),
            ReportKind::WrongTimes | ReportKind::Other => None,
        })
    }

    /// Returns a service with what waits laid over it, and the fields that somebody else changed meanwhile.
    fn laid_over(&self, service: &Service, today: NaiveDate) -> (Service, Vec<String>) {
        let (mut service, differing) = laid_over(service, &self.edits);
        if let Some(checked) = self.checked.as_ref().filter(|own| renews(own, service.checked.as_ref(), today)) {
            service.checked = Some(checked.clone());
        }
        (service, differing)
    }
}

/// What waits, by id of the service.
#[derive(Debug, Default)]
pub(super) struct Pending(BTreeMap<String, Awaiting>);

impl Pending {
    /// Puts together what stands in the catalogue and what waits at this desk, in its order; `id` names what a service is called now.
    fn of(reported: Vec<Reported>, changes: &[Change], id: impl Fn(&str) -> String) -> Self {
        let mut all: BTreeMap<String, Awaiting> = BTreeMap::new();
        for Reported { service, name, kind, on } in reported {
            all.entry(id(&service)).or_default().marks.push(Mark { name, kind, on, here: false });
        }
        for change in changes {
            let awaiting = all.entry(id(&change.service)).or_default();
            match &change.what {
                What::Report(kind) => {
                    let mark = Mark { name: change.file_name(), kind: *kind, on: Some(change.on), here: true };
                    if awaiting.marks.iter().all(|known| known.name != mark.name) {
                        awaiting.marks.push(mark);
                    }
                }
                What::Check { .. } => {}
                What::Edit { fields, .. } => awaiting.edits.extend(fields.iter().cloned()),
            }
            if let Some(checked) = change.checked() {
                awaiting.checked = Some(checked);
                awaiting.marks.retain(|mark| !change.answers(&mark.name, mark.on));
            }
        }
        for awaiting in all.values_mut() {
            awaiting.marks.sort_by(|a, b| (a.kind, a.on, &a.name).cmp(&(b.kind, b.on, &b.name)));
        }
        Self(all)
    }

    /// Returns all services of which something waits.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Awaiting)> {
        self.0.iter().map(|(id, awaiting)| (id.as_str(), awaiting))
    }
}

impl Catalogue {
    /// Lays what waits at this desk over the catalogue; the search still goes by the text that the catalogue has.
    pub fn lay_over(&self, changes: &[Change]) {
        // Where the snapshot is damaged it is compiled again at the next look.
        let reported = self.snapshot().reports().unwrap_or_default();
        self.set_pending(Pending::of(reported, changes, |id| self.id_now(id)));
    }

    /// Returns the id that a service has now.
    pub(super) fn id_now(&self, id: &str) -> String {
        let row = self.snapshot().number(id).and_then(|number| self.snapshot().row(number));
        row.map_or(id, |row| row.id).to_owned()
    }

    /// Returns what waits of a service.
    pub(super) fn awaiting(&self, id: &str) -> Option<Awaiting> {
        self.pending().0.get(id).cloned()
    }

    /// Returns a service with what waits laid over it.
    pub(super) fn laid(&self, record: Record) -> Record {
        match self.pending().0.get(&record.id) {
            Some(awaiting) => Record { service: awaiting.laid_over(&record.service, self.clock().today()).0, ..record },
            None => record,
        }
    }

    /// Marks a line of a list with what was reported.
    pub(super) fn mark(&self, listed: &mut Listed, awaiting: &Awaiting, today: NaiveDate) {
        let Some(first) = awaiting.marks.first() else { return };
        let more = match awaiting.marks.len() {
            1 => String::new(),
            many => format!(" (and {} more)", many - 1),
        };
        listed.reported = Some(format!("{}{more}", first.in_words(today)));
        if let Some(said) = awaiting.hindrance() {
            listed.hindrance =
                Some(listed.hindrance.take().map_or(said.to_owned(), |other| format!("{said}, {other}")));
        }
    }

    /// Puts before everything else on a card what was reported, and what somebody else changed meanwhile.
    pub(super) fn alert(&self, card: &mut Card, awaiting: &Awaiting, today: NaiveDate) {
        let mut alerts: Vec<String> =
            awaiting.marks.iter().map(|mark| format!("{}.", capital(&mark.in_words(today)))).collect();
        let bare = self.snapshot().number(&card.id).and_then(|number| self.snapshot().record(number));
        let differing = bare.map(|record| awaiting.laid_over(&record.service, today).1).unwrap_or_default();
        alerts.extend(differing.iter().map(|field| {
            let field = field.replace('_', " ");
            format!("This desk's edit of {field} waits: somebody else changed it meanwhile. Edit it again, or take the edit back.")
        }));
        let at = usize::from(card.example).min(card.alerts.len());
        card.alerts.splice(at..at, alerts);
    }

    /// Returns what staff must know of the reports before they hand over a slip.
    pub(super) fn reported_warnings(&self, service: &Service, awaiting: &Awaiting, today: NaiveDate) -> Vec<String> {
        let name = &service.name;
        let said = awaiting.marks.iter().map(|mark| mark.in_words(today));
        said.map(|said| format!("{name} was {said}. Check it before you hand this over.")).collect()
    }
}

/// Says on a slip what was heard of a service and is not checked yet. It names nothing, so it may stand on a discreet one too.
pub(super) fn doubt(item: &mut Item, awaiting: &Awaiting, speak: Speak<'_>) {
    if awaiting.wrong_phone() {
        let warning = "this number may be wrong: ask us before you ring it";
        for number in &mut item.phones {
            number.note = Some(match number.note.take() {
                Some(note) => Said { english: format!("{warning}; {}", note.english), own: note.own },
                None => warning.into(),
            });
        }
        // A camera shows no warning.
        item.code = item.code.take().filter(|code| !code.address.starts_with("tel:"));
    }
    let heard = awaiting.marks.iter().find_map(|mark| match mark.kind {
        ReportKind::Closed => Some("this is closed"),
        ReportKind::Full => Some("this is full"),
        ReportKind::Moved => Some("this has moved"),
        ReportKind::WrongTimes => Some("the times have changed"),
        ReportKind::Other => Some("some of this may be wrong"),
        ReportKind::WrongPhone => None,
    });
    if let Some(heard) = heard {
        let ring = !item.phones.is_empty() && !awaiting.wrong_phone();
        let first = speak.fixed(if ring { Fixed::PleaseRingFirst } else { Fixed::PleaseAskFirst });
        let (also, own) = match item.hindrance.take() {
            Some(said) => (format!("{}. ", said.english.trim_end_matches('.')), said.own.or(first.own)),
            None => (String::new(), first.own),
        };
        item.hindrance = Some(Said { english: format!("{also}We heard that {heard}. {}", first.english), own });
        item.first = None;
    } else if awaiting.wrong_phone() && item.first.is_some() {
        item.first = Some(speak.fixed(Fixed::PleaseAskFirst));
    }
}

/// What waits, shared by all who read a catalogue.
pub(super) type Shared = Arc<Pending>;
