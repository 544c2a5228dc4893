//! Releases: what of the tallies leaves the program, and what it is attacked together with before.

use super::front::Desk;
use super::tallying::{Crossing, Prepared};
use crate::error::{Error, Result};
use crate::publish::{self, Files};
use crate::store::{Body, Released, Store};
use crate::tally::plan::Wanted;
use crate::tally::protect::{self, Asked, Past, Protected, Shown};
use crate::tally::{Cell, Dimension, Document, Exact, Key, Period, Protection, Rules, Span, State, same_a_year_before};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long the attack may take; when it takes longer, nothing is released.
const PATIENCE: Duration = Duration::from_secs(60);
/// Letters and digits that a reason for true counts has at least, and characters that it has at most.
const REASON: (usize, usize) = (8, 200);

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The period as it is written: "2026-27-Q3".
    pub period: String,
    /// The locality; that of the desk's hub when it is not named.
    pub locality: Option<String>,
    /// One hub instead of the whole locality.
    pub hub: Option<String>,
    /// By what, and across what; everything when nothing is named.
    pub by: Option<Crossing>,
    /// True counts, and why they are needed.
    pub internal: Option<String>,
    /// Makes a revision when something changed since the release.
    pub revise: bool,
    /// Only a look: nothing leaves the program, so nothing is kept.
    pub look: bool,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Tallied {
    /// What is published.
    pub document: Document,
    /// Its files; none for a look.
    pub files: Files,
    /// The hash of the files.
    pub hash: String,
    /// It was released before, on this day: these are the same bytes.
    pub frozen: Option<NaiveDate>,
    /// Nothing changed since, so there was nothing to revise.
    pub unchanged: bool,
}

impl Desk {
    /// Counts, hides what must be hidden, and keeps what is released; the same release again gives the same bytes. `told` hears how many rows were read while it counts.
    ///
    /// # Errors
    /// When there is no such period, hub or locality; when only this desk's enquiries are here, or nothing can be shown to be safe; when the store can't be read, or the release not be kept.
    pub fn release(&self, question: &Question, told: &mut dyn FnMut(u64)) -> Result<Tallied> {
        let catalogue = self.catalogue()?;
        let locality = catalogue.tally_locality(question.locality.as_deref(), question.hub.as_deref())?;
        let period = Period::read(&question.period, &catalogue.tally_terms(&locality))?;
        let today = catalogue.clock().today();
        let place = question.hub.clone().unwrap_or_else(|| locality.clone());
        let turn = Turn { question, place, period, locality, today };
        if let Some(reason) = &question.internal {
            return self.internal(&turn, reason, told);
        }
        let log = self.with_store(|store| store.releases())?;
        let last = log.iter().filter(|release| turn.is_of(release)).max_by_key(|release| release.revision);
        let last = last.filter(|_| !question.look);
        if let Some(last) = last.filter(|_| !question.revise) {
            return self.again(last);
        }
        let prepared = self.prepare(&catalogue, &turn.locality, turn.wanted(), question.by, &[], told)?;
        if !question.look {
            self.is_merged(&prepared)?;
        }
        let past = self.with_store(|store| past(store, &log, &turn))?;
        let rules = self.rules();
        let protected = prepared.protect(&rules, &past)?;
        let truth = json(&protected.truth)?.into_bytes();
        if let Some(last) = last
            && self.with_store(|store| store.kept(last.id))?.is_some_and(|body| body.truth == truth)
        {
            return Ok(Tallied { unchanged: true, ..self.again(last)? });
        }
        let before = self.with_store(|store| year_before(store, &log, &turn))?;
        let state = State {
            revision: last.map_or(1, |last| last.revision + 1),
            revises: last.map(|last| last.hash.clone()),
            made: today,
            id: Uuid::new_v4(),
        };
        let about = prepared.about(Protection::Protected(rules), state, protected.hidden.clone());
        let cell = |key: &Key| protected.shown(key).map_or(Cell::Hidden, Shown::cell);
        let mut document = prepared.document(&cell, about, before.as_ref());
        if turn.period.span().last >= today
            && let Some(first) = document.tables.first_mut()
        {
            first.notes.insert(
                0,
                format!("The period was not over on the day of this release, {}.", today.format("%-d %B %Y")),
            );
        }
        if question.look {
            return Ok(Tallied { document, files: Files::new(), hash: String::new(), frozen: None, unchanged: false });
        }
        let files = publish::files(&document)?;
        let body =
            Body { document: json(&document)?, cells: json(&protected.cells)?, truth, files: publish::pack(&files)? };
        self.keep_release(&turn, document, files, "", &body)
    }

    /// Returns the log of releases.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn releases(&self) -> Result<Vec<Released>> {
        self.with_store(|store| store.releases())
    }

    fn internal(&self, turn: &Turn, reason: &str, told: &mut dyn FnMut(u64)) -> Result<Tallied> {
        let reason = reason.trim();
        if reason.chars().filter(|c| c.is_alphanumeric()).count() < REASON.0 || reason.chars().count() > REASON.1 {
            return Err(Error::usage("True counts need a reason of a few words, which the log of releases keeps.")
                .hint("Such as: --internal \"planning the debt clinic with the council\". Name no family."));
        }
        // What is kept of purged months counts sensitive needs at one hub for the whole locality: by hub they would be false.
        let first = turn.period.span().first.format("%Y-%m").to_string();
        if self.with_store(|store| store.purged_up_to())?.is_some_and(|last| first <= last) {
            return Err(Error::usage(format!(
                "Enquiries of {} were purged, so there are no true counts of it any more.",
                turn.period.in_words()
            ))
            .hint("Choose a later period, or leave --internal out."));
        }
        let catalogue = self.catalogue()?;
        let prepared = self.prepare(&catalogue, &turn.locality, turn.wanted(), turn.question.by, &[], told)?;
        let state = State { revision: 1, revises: None, made: turn.today, id: Uuid::new_v4() };
        let about = prepared.about(Protection::Internal(reason.to_owned()), state, Vec::new());
        let document = prepared.document(&|key| Cell::Count(prepared.cube.count(key)), about, None);
        let files = publish::files(&document)?;
        // The log keeps that it was made and why, never what was in it.
        self.keep_release(turn, document, files, reason, &Body::default())
    }

    fn keep_release(
        &self,
        turn: &Turn,
        document: Document,
        files: Files,
        reason: &str,
        body: &Body,
    ) -> Result<Tallied> {
        let hash = publish::hash(&files);
        let span = turn.period.span();
        let release = Released {
            id: document.state.id,
            locality: turn.locality.clone(),
            place: turn.place.clone(),
            period: turn.period.id(),
            first: span.first,
            last: span.last,
            question: turn.in_words(),
            revision: document.state.revision,
            day: turn.today,
            internal: turn.question.internal.is_some(),
            reason: reason.to_owned(),
            hash: hash.clone(),
        };
        self.with_store(|store| store.put_release(&release, body))?;
        Ok(Tallied { document, files, hash, frozen: None, unchanged: false })
    }

    /// Returns a release as it was: the same bytes.
    fn again(&self, release: &Released) -> Result<Tallied> {
        let body = self.with_store(|store| store.kept(release.id))?.unwrap_or_default();
        let files = publish::unpack(&body.files)?;
        if publish::hash(&files) != release.hash {
            return Err(Error::system("The release that is kept was changed: its hash is another one.")
                .hint("Bring back a backup: signpost restore lists them."));
        }
        let document = serde_json::from_str(&body.document)
            .map_err(|e| Error::system("The release that is kept can't be read any more.").because(e))?;
        Ok(Tallied { document, files, hash: release.hash.clone(), frozen: Some(release.day), unchanged: false })
    }

    /// Refuses a release of a locality of which this desk knows only what it saved itself.
    fn is_merged(&self, prepared: &Prepared) -> Result<()> {
        let how = "Export at each desk with signpost enquiries export FILE, then bring the files in here: signpost enquiries import FILE ...";
        if prepared.desks.iter().all(|desk| desk.desk.is_none()) {
            return Err(Error::usage("No enquiry of this locality is here, so there is nothing to release.").hint(how));
        }
        let known = self.with_store(|store| store.desks())?.len();
        if known < 2 && prepared.names.hubs.len() > 1 {
            return Err(Error::usage(
                "Only the enquiries of this one desk are here, so nothing can be released about the locality.",
            )
            .hint(how));
        }
        Ok(())
    }
}

/// One question with what it is about.
struct Turn<'a> {
    question: &'a Question,
    /// Id of the locality or hub.
    place: String,
    period: Period,
    locality: String,
    today: NaiveDate,
}

impl Turn<'_> {
    fn wanted(&self) -> Wanted {
        Wanted::new(self.period.clone(), self.question.hub.clone(), self.question.internal.is_some())
    }

    /// Returns the question as the log keeps it: "need,hub"; nothing for a whole release.
    fn in_words(&self) -> String {
        match self.question.by {
            None => String::new(),
            Some((by, None)) => by.id().to_owned(),
            Some((by, Some(across))) => format!("{},{}", by.id(), across.id()),
        }
    }

    /// Returns whether a release is one of this question, or its revision.
    fn is_of(&self, release: &Released) -> bool {
        !release.internal
            && (&release.locality, &release.place) == (&self.locality, &self.place)
            && release.period == self.period.id()
            && release.question == self.in_words()
    }
}

impl Prepared {
    fn protect(&self, rules: &Rules, past: &[Past]) -> Result<Protected> {
        let names = &self.names;
        let mut sensitive: BTreeSet<(Dimension, String)> = BTreeSet::new();
        for dimension in Dimension::all() {
            let values = names.values(*dimension).into_iter().map(|(value, _)| value);
            let tells = values.filter(|value| names.is_sensitive(*dimension, value));
            sensitive.extend(tells.map(|value| (*dimension, value)));
        }
        let groups: BTreeMap<String, String> =
            names.needs.iter().map(|need| (need.id.clone(), need.group.clone())).collect();
        let areas = names.needs.iter().filter_map(|need| Some((need.id.clone(), need.dfe_area.clone()?)));
        protect::protect(&Asked {
            plans: &self.plans,
            counts: &self.cube,
            rules,
            locality: &names.area(),
            sensitive: &sensitive,
            groups: &groups,
            dfe_areas: &areas.collect(),
            past,
            label: &|dimension, value| names.label(dimension, value),
            deadline: Instant::now() + PATIENCE,
        })
    }
}

/// Returns everything that was released of a locality: an attacker has it all in hand.
///
/// # Errors
/// When a release of the same days can't be attacked together with any more: its true counts went when its rows were purged.
fn past(store: &mut Store, log: &[Released], turn: &Turn) -> Result<Vec<Past>> {
    let damaged = |e: serde_json::Error| {
        Error::system("An earlier release can't be read, so nothing can be proved safe beside it.")
            .hint("Bring back a backup: signpost restore lists them.")
            .because(e)
    };
    let mut log: Vec<&Released> =
        log.iter().filter(|release| !release.internal && release.locality == turn.locality).collect();
    log.sort_by_key(|release| (release.day, release.revision));
    let mut out = Vec::new();
    for release in log {
        let body = store.kept(release.id)?.unwrap_or_default();
        if body.truth.is_empty() {
            if turn.period.span().meets(Span { first: release.first, last: release.last }) {
                return Err(Error::usage(format!(
                    "{} shares days with the release of {}, and the true counts behind that one were purged: nothing more can be proved safe.",
                    turn.period.in_words(),
                    release.period
                ))
                .hint("What was released stays as it is: signpost tally --log lists it."));
            }
            continue;
        }
        let cells: Vec<(Key, Shown)> = serde_json::from_str(&body.cells).map_err(damaged)?;
        out.push(Past { cells, truth: serde_json::from_slice(&body.truth).map_err(damaged)? });
    }
    Ok(out)
}

/// Returns the whole release of the same period a year before, if there was one: its last revision.
fn year_before(store: &mut Store, log: &[Released], turn: &Turn) -> Result<Option<Document>> {
    let Some(period) = same_a_year_before(&turn.period) else { return Ok(None) };
    let question = Question { period: period.id(), by: None, ..turn.question.clone() };
    let then = Turn {
        question: &question,
        place: turn.place.clone(),
        period,
        locality: turn.locality.clone(),
        today: turn.today,
    };
    let found = log.iter().filter(|release| then.is_of(release)).max_by_key(|release| release.revision);
    let Some(found) = found else { return Ok(None) };
    let body = store.kept(found.id)?.unwrap_or_default();
    Ok(serde_json::from_str(&body.document).ok())
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::system("The release can't be kept.").because(e))
}
