//! The open catalogue: find, list, show.

use super::log::unknown;
use super::pending::{Pending, Shared};
use super::port::{NeedName, Places};
use super::prompt::prompt;
use super::view::{Chip, Listed, Prompt, Results};
use crate::catalogue::Hub;
use crate::catalogue::hours::{self, Calendar, Opening};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::reading::{Reader, Wish};
use crate::safeguard::{Raised, Rules};
use crate::search::{Ask, Away, Engine, Explained, Found, Hit, Moment, Typed, Why, Wished};
use crate::snapshot::{Composed, Head, NATIONAL, Record, Row, Snapshot};
use crate::text;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike, Weekday};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, RwLock};

/// Results that a screen or a command asks for when nobody says how many.
pub const USUAL_LIMIT: usize = 50;

/// Most needs that are offered where nothing fits.
const MOST_NEAREST: usize = 3;

/// One compiled catalogue as one desk sees it: its hub, its calendar, its clock.
pub struct Catalogue {
    snapshot: Arc<Snapshot>,
    engine: Mutex<Engine>,
    rules: Rules,
    reader: Reader,
    calendar: Calendar,
    hub: Option<String>,
    clock: Clock,
    /// Nothing until something is laid over it.
    pending: RwLock<Shared>,
}

impl Catalogue {
    /// Opens a snapshot at a hub, else at its default one; at none when there is no such hub in it: services are found all the same.
    pub fn new(snapshot: Snapshot, hub: Option<&str>, clock: Clock) -> Self {
        let snapshot = Arc::new(snapshot);
        let head = &snapshot.head;
        let hub = hub.or(head.header.default_hub.as_deref()).filter(|id| head.hub(id).is_some()).map(str::to_owned);
        let own = hub.as_deref().and_then(|id| head.hub(id));
        let calendar = calendar_of(head, own);
        let zone = head.header.time_zone.as_deref().and_then(|z| z.parse().ok());
        let clock = zone.map_or(clock, |zone| clock.in_zone(zone));
        let nation = own.and_then(|hub| hub.nation);
        let Places { hubs, localities } = places_on_the_map(head);
        // Each lays out thousands of words before anything can be asked, so they do it side by side.
        let (engine, (rules, reader)) = beside(
            || Engine::new(Arc::clone(&snapshot)).in_nation(nation),
            || {
                let reader = Reader::new(head.facets.as_ref(), &hubs, &localities).at_hub(hub.as_deref());
                (Rules::new(head.safeguarding.as_ref()), reader)
            },
        );
        let pending = RwLock::default();
        let catalogue = Self { engine: Mutex::new(engine), snapshot, rules, reader, calendar, hub, clock, pending };
        // Reports that stand in the catalogue show at every desk.
        catalogue.lay_over(&[]);
        catalogue
    }

    /// Returns what to say of a hub that is not in the catalogue.
    pub fn unknown_hub(head: &Head, id: &str) -> Option<Error> {
        let near = || text::nearest(id, head.hubs.iter().map(|(id, _)| id.as_str()));
        let mend = "Hubs are the files in the catalogue's folder hubs/. If its file is there, it has a mistake: see signpost catalogue check.";
        head.hub(id).is_none().then(|| unknown("hub", id, near(), mend))
    }

    /// Returns what holds for the whole catalogue.
    pub fn head(&self) -> &Head {
        &self.snapshot.head
    }

    /// Returns the snapshot.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Returns the id of this desk's hub.
    pub fn hub_id(&self) -> Option<&str> {
        self.hub.as_deref()
    }

    /// Returns this desk's hub.
    pub fn hub(&self) -> Option<&Hub> {
        self.head().hub(self.hub.as_deref()?)
    }

    /// Returns the calendar of this desk's hub.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Returns the clock of this catalogue's time zone.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Returns the safeguarding rules.
    pub(super) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Returns what fits a query, bare: numbers, scores, needs.
    ///
    /// # Errors
    /// When the snapshot is damaged.
    pub fn search(&self, query: &str, today: NaiveDate, limit: usize) -> Result<Found> {
        let typed = self.typed(query, &[], &self.rules.raised(query));
        self.engine().find(&typed, today, limit)
    }

    /// Returns the needs that a text speaks of above all, the likeliest first; none where its words don't say it. For who has to say what a service is for, also in a catalogue that has none yet.
    pub fn needs_in(&self, text: &str) -> Vec<String> {
        /// What the words have to bring; fewer say little about a service.
        const SURE: f32 = 0.5;
        let typed = self.typed(text, &[], &self.rules.raised(text));
        let found = self.engine().needs_of(&typed);
        let likeliest = found.first().map_or(0.0, |hit| hit.score);
        // A second one that is hardly less likely is probably meant too.
        let near = found.iter().take_while(|hit| hit.score >= SURE.max(likeliest * 0.7)).take(2);
        near.filter_map(|hit| self.head().needs.get(usize::from(hit.index))).map(|need| need.id.clone()).collect()
    }

    /// Returns a query without what it wishes, but with what the safeguarding rules hear in it.
    fn typed(&self, query: &str, wishes: &[Wish], heard: &[Raised]) -> Typed {
        Typed::read(query, wishes)
            .with_heard(heard.iter().filter_map(|raised| self.head().need(&raised.need)).collect())
    }

    /// Returns what fits what is asked for, as a list shows it.
    ///
    /// # Errors
    /// When the snapshot is damaged.
    pub fn find(&self, ask: &Ask, limit: usize) -> Result<Results> {
        let query = &ask.text;
        let now = self.clock.now();
        let raised = self.rules.raised(query);
        let moment = Moment { now, calendar: &self.calendar };
        let wishes = self.reader.read(query, now.date(), &ask.taken_off);
        let wished = Wished::of(&wishes, &self.snapshot, moment);
        let found = self.engine().find_asked(&self.typed(query, &wishes, &raised), ask, &wished, moment, limit)?;
        let need = found.needs.first().filter(|_| found.understood);
        let need = need.and_then(|hit| self.head().needs.get(usize::from(hit.index))).map(|need| need.id.clone());
        // What nobody spoke of must not stand on a screen that others may read, nor make a visit sensitive.
        let guessed = found.nothing_close && !found.understood && raised.is_empty();
        let listed = found.hits.iter().filter_map(|hit| self.listed(hit, now));
        Ok(Results {
            nearest: self.nearest(&found),
            elsewhere: found.elsewhere.and_then(|at| Some(self.head().elsewhere.get(usize::from(at))?.name.clone())),
            listed: listed.filter(|listed| !(guessed && listed.sensitive)).collect(),
            nothing_close: found.nothing_close,
            need,
            prompts: raised.iter().map(|raised| prompt(raised, self.hub(), self.office_hours(now))).collect(),
            wishes: chips(wishes),
        })
    }

    /// Returns what a query wishes besides the need, without what was taken off.
    pub fn heard(&self, query: &str, taken_off: &[String]) -> Vec<Chip> {
        chips(self.reader.read(query, self.clock.now().date(), taken_off))
    }

    /// Returns whether councils' offices are open: on working days, nine to five.
    fn office_hours(&self, now: NaiveDateTime) -> bool {
        let weekend = matches!(now.weekday(), Weekday::Sat | Weekday::Sun);
        let holiday = self.calendar.is_holiday(now.date()) == Some(true);
        !weekend && !holiday && (9..17).contains(&now.hour())
    }

    /// Adds to each result why it stands there.
    pub fn explain(&self, ask: &Ask, results: &mut Results) {
        self.explained(ask, |explained| {
            for listed in &mut results.listed {
                listed.why = self.snapshot.number(&listed.id).map(|at| explained.why(at)).unwrap_or_default();
            }
        });
    }

    /// Returns what speaks for a service and what does not, when this is asked for.
    pub fn why(&self, id: &str, ask: &Ask) -> Vec<Why> {
        let mut out = Vec::new();
        self.explained(ask, |explained| {
            out = self.snapshot.number(id).map(|at| explained.why(at)).unwrap_or_default();
        });
        out
    }

    fn explained(&self, ask: &Ask, f: impl FnOnce(&Explained<'_>)) {
        let now = self.clock.now();
        let moment = Moment { now, calendar: &self.calendar };
        let wishes = self.reader.read(&ask.text, now.date(), &ask.taken_off);
        let typed = self.typed(&ask.text, &wishes, &self.rules.raised(&ask.text));
        let mut engine = self.engine();
        f(&Explained::new(&mut engine, &typed, ask, &Wished::of(&wishes, &self.snapshot, moment), moment));
    }

    /// Returns the needs that come nearest to a query that fits none: those that its words touch, then the main ones of what is listed. Sensitive ones are left out: a guess about them must not stand on a screen that others may read.
    fn nearest(&self, found: &Found) -> Vec<NeedName> {
        if !found.nothing_close || found.understood {
            return Vec::new();
        }
        let listed = found.hits.iter().filter_map(|hit| self.snapshot.row(hit.number)?.needs.first().copied());
        let mut out: Vec<NeedName> = Vec::new();
        for at in found.needs.iter().map(|hit| hit.index).chain(listed) {
            let need = self.head().needs.get(usize::from(at)).filter(|need| !need.sensitive);
            if let Some(need) = need.filter(|need| out.iter().all(|other| other.id != need.id)) {
                out.push(NeedName::of(need));
            }
            if out.len() == MOST_NEAREST {
                break;
            }
        }
        out
    }

    /// Returns the hubs and localities that filters and distances can name, by id and name.
    pub fn places_on_the_map(&self) -> Places {
        places_on_the_map(self.head())
    }

    /// Returns a service by its id, or an id that it had before, with what waits at this desk laid over it.
    pub fn record(&self, id: &str) -> Option<Record> {
        self.snapshot.record(self.snapshot.number(id)?).map(|record| self.laid(record))
    }

    pub(super) fn pending(&self) -> Shared {
        Arc::clone(&self.pending.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn set_pending(&self, pending: Pending) {
        *self.pending.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(pending);
    }

    /// Returns whether a visit in which this service is chosen is sensitive.
    pub(super) fn turns_sensitive(&self, id: &str) -> bool {
        self.snapshot.number(id).and_then(|number| self.snapshot.row(number)).is_some_and(|row| row.sensitive)
    }

    /// Returns whether a service is sensitive, or may have been: nobody knows of one that is gone.
    pub(super) fn may_be_sensitive(&self, id: &str) -> bool {
        self.snapshot.number(id).and_then(|number| self.snapshot.row(number)).is_none_or(|row| row.sensitive)
    }

    /// Returns a list's view of a service by its id.
    pub fn listed_by_id(&self, id: &str) -> Option<Listed> {
        self.listed(&Hit { number: self.snapshot.number(id)?, ..Hit::default() }, self.clock.now())
    }

    fn engine(&self) -> std::sync::MutexGuard<'_, Engine> {
        // The engine clears its working memory before each query, so a panic in another thread leaves nothing behind.
        self.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listed(&self, hit: &Hit, now: NaiveDateTime) -> Option<Listed> {
        let row = self.snapshot.row(hit.number)?;
        let Some(awaiting) = self.awaiting(row.id) else { return Some(self.line(&row, hit, now)) };
        let record = self.laid(self.snapshot.record(hit.number)?);
        let needs: Vec<u16> = record.service.needs.iter().filter_map(|id| self.head().need(id)).collect();
        let sensitive = row.sensitive || record.service.sensitive;
        let composed = Composed::of(&record.service, &self.head().hubs);
        let mut listed = self.line(&composed.row(&record, needs, sensitive), hit, now);
        self.mark(&mut listed, &awaiting, now.date());
        if record.service.places.iter().any(|place| place.hidden) && !listed.distance.is_empty() {
            // Distances go by the text that the catalogue has.
            listed.distance = Away::NotShown.in_words();
        }
        Some(listed)
    }

    /// Returns a row as a list shows it.
    fn line(&self, row: &Row, hit: &Hit, now: NaiveDateTime) -> Listed {
        let (sure, stale) = self.sure(row, now.date());
        let needs = row.needs.iter().filter_map(|at| self.head().needs.get(usize::from(*at)));
        Listed {
            id: row.id.to_owned(),
            name: row.name.to_owned(),
            line: row.line.to_owned(),
            needs: needs.map(|need| need.id.clone()).collect(),
            place: row.place.to_owned(),
            when: self.when(row, now),
            cost: row.cost.to_owned(),
            sure,
            stale,
            hindrance: self.hindrance_of_row(row, now.date()),
            sensitive: row.sensitive,
            privacy: self.reminder(&self.head().privacy(row.privacy, &row.needs)),
            example: row.example,
            score: hit.score,
            why: Vec::new(),
            ask: hit.ask.clone(),
            misfits: hit.misfits.clone(),
            distance: hit.away.in_words(),
            reported: None,
        }
    }

    /// Returns when a service can be met next: its next session, else its opening hours.
    fn when(&self, row: &Row, now: NaiveDateTime) -> String {
        if row.closes_on.is_some_and(|end| end <= now.date()) {
            return "closed".to_owned();
        }
        let next = hours::occurrences(&row.slots, &self.calendar, now, 1);
        if let Some(next) = next.first().filter(|next| row.closes_on.is_none_or(|end| next.from.date() < end)) {
            let doubt = if next.sure { "" } else { " (ask first)" };
            let when = hours::moment_in_short(next.from, now);
            return if next.from <= now {
                format!("on now until {}{doubt}", hours::time(next.to.time()))
            } else {
                format!("{when}{doubt}")
            };
        }
        let opening = row.timetable.as_ref().map_or(Opening::Ask, |table| table.at(now, &self.calendar));
        hours::opening_in_short(opening, now)
    }

    /// Returns how sure an entry is, in words, and whether that is too little.
    fn sure(&self, row: &Row, today: NaiveDate) -> (String, bool) {
        if row.kept {
            return ("its file can't be read; this is the last good version".to_owned(), true);
        }
        let Some(checked) = &row.checked else {
            let text = if row.source.is_empty() { "never checked" } else { row.source };
            return (text.to_owned(), true);
        };
        let need = row.needs.first().and_then(|at| self.head().needs.get(usize::from(*at)));
        let limit = self.fresh_for(need.map(|n| n.id.as_str()));
        let days = (today - checked.on).num_days();
        let when = match days {
            ..=0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            _ => format!("{days} days ago"),
        };
        (format!("checked {when} {}", checked.how.in_words()), days > i64::from(limit))
    }

    /// Returns the days for which a check of a service with this main need stays fresh.
    pub fn fresh_for(&self, need: Option<&str>) -> u32 {
        self.head().header.fresh_for(need)
    }
}

fn chips(wishes: Vec<Wish>) -> Vec<Chip> {
    wishes.into_iter().map(|wish| Chip { label: wish.label, said: wish.said }).collect()
}

/// Does two things at once, or one after the other where there is no thread to be had.
fn beside<A: Send, B>(first: impl Fn() -> A + Sync, second: impl FnOnce() -> B) -> (A, B) {
    let (made, other) = std::thread::scope(|scope| {
        let made = std::thread::Builder::new().spawn_scoped(scope, &first);
        let other = second();
        (made.ok().and_then(|made| made.join().ok()), other)
    });
    (made.unwrap_or_else(first), other)
}

fn places_on_the_map(head: &Head) -> Places {
    let hubs = head.hubs.iter().map(|(id, hub)| (id.clone(), hub.name.clone()));
    // National services belong to no part of the map.
    let localities = head.localities.iter().filter(|id| *id != NATIONAL);
    Places { hubs: hubs.collect(), localities: localities.map(|id| (id.clone(), text::in_capitals(id))).collect() }
}

/// Returns the calendar of a hub.
pub(super) fn calendar_of(head: &Head, hub: Option<&Hub>) -> Calendar {
    let terms = hub.and_then(|h| h.terms.as_ref());
    let terms = terms.and_then(|name| head.terms.iter().find(|(known, _)| known == name));
    Calendar::new(&head.bank_holidays, hub.and_then(|h| h.nation), terms.map(|(_, terms)| terms))
}

/// Returns the prompts that the built-in rules bring up, for a desk without a catalogue.
pub(super) fn built_in_prompts(text: &str) -> Vec<Prompt> {
    static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);
    RULES.raised(text).iter().map(|raised| prompt(raised, None, true)).collect()
}
