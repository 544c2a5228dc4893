//! Keeping the catalogue true from a desk: reports, checks and edits that wait, whom to ring first, and what was reported.
//!
//! A report of a sensitive service is wanted as much as any: a wrong number of a refuge harms the next person. It keeps the service, the kind and the day, which is what the catalogue needs to be mended, and nothing else: no remark is taken, and no commit names an hour or a desk.

use super::catalogue::Catalogue;
use super::fetch;
use super::front::Desk;
use super::port::{OpenReport, Stale, Waiting};
use super::send::{self, GONE, Plan, Queued, Sent, queued};
use super::setup::Setup;
use crate::catalogue::{Folder, Means, ReportKind, Status, role};
use crate::error::{Error, Result};
use crate::store::{self, Outgoing, Stage, Store};
use crate::text;
use crate::upkeep::{Call, Change, What, age, rank};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Days of enquiries that say how often a service is handed out.
const YEAR: u64 = 365;

impl Setup {
    /// Lays what waits at this desk over a catalogue, without opening the store for writing.
    pub fn lay_over(&self, catalogue: &Catalogue) {
        let changes = store::waiting(&self.paths.data).into_iter();
        catalogue.lay_over(&changes.filter_map(|out| serde_json::from_str(&out.change).ok()).collect::<Vec<Change>>());
    }
}

impl Setup {
    /// Forgets what waits at this desk and the version that it goes by has; returns what to tell.
    ///
    /// # Errors
    /// When the version or the store can't be read, or the store not written.
    pub fn settle(&self) -> Result<Option<String>> {
        if store::waiting(&self.paths.data).is_empty() {
            return Ok(None);
        }
        let (paths, settings) = (self.paths.clone(), self.settings.clone());
        let desk = Desk::open(Self { paths, settings, settings_problems: Vec::new(), clock: self.clock });
        Ok(desk.settle()?.in_words())
    }
}

impl Desk {
    /// Lays what waits at this desk over a catalogue. A store that can't be read says so elsewhere.
    pub(super) fn lay_over(&self, catalogue: &Catalogue) {
        let changes = self.with_store(|store| queued(store)).unwrap_or_default();
        catalogue.lay_over(&changes.into_iter().map(|queued| queued.change).collect::<Vec<_>>());
    }

    /// Lets a change wait, and shows it at this desk at once.
    pub(super) fn keep(&self, catalogue: &Catalogue, change: &Change, remark: Option<&str>) -> Result<()> {
        let json = serde_json::to_string(change).map_err(|e| Error::system("Can't keep the change.").because(e))?;
        let outgoing = Outgoing {
            id: change.id,
            day: change.on,
            change: json,
            remark: remark.map(str::to_owned),
            stage: Stage::Waiting,
        };
        self.with_store(|store| store.put_out(&outgoing))?;
        self.lay_over(catalogue);
        Ok(())
    }

    /// Returns the name of a service.
    ///
    /// # Errors
    /// When there is no such service.
    pub fn name_of(&self, service: &str) -> Result<String> {
        let catalogue = self.catalogue()?;
        catalogue.listed_by_id(service).map(|listed| listed.name).ok_or_else(|| catalogue.unknown(service))
    }

    /// See [`super::Backend::report`].
    pub(super) fn report_wrong(&self, service: &str, kind: ReportKind, remark: Option<&str>) -> Result<String> {
        let catalogue = self.catalogue()?;
        let listed = catalogue.listed_by_id(service).ok_or_else(|| catalogue.unknown(service))?;
        let (id, name) = (&listed.id, &listed.name);
        let (remark, unkept) = match remark.filter(|remark| !remark.trim().is_empty()) {
            Some(_) if listed.sensitive => (None, " No note is kept about a sensitive service."),
            remark => (remark, ""),
        };
        let what = kind.in_words();
        let same = |queued: &Queued| {
            catalogue.id_now(&queued.change.service) == *id && queued.change.what == What::Report(kind)
        };
        if let Some(known) = self.with_store(|store| queued(store))?.into_iter().find(same) {
            if let Some(remark) = remark {
                self.with_store(|store| store.remark_out(known.change.id, remark))?;
                return Ok(format!("{name} was reported as {what} here before; the note was added."));
            }
            return Ok(format!("{name} was reported as {what} here before; nothing was added.{unkept}"));
        }
        let change = Change::new(id, catalogue.clock().today(), What::Report(kind));
        self.keep(&catalogue, &change, remark)?;
        Ok(format!("{name} is marked at this desk: reported as {what}. The report waits to be sent.{unkept}"))
    }

    /// See [`super::Backend::confirm`].
    pub(super) fn confirm_right(&self, service: &str, how: Means, role: &str) -> Result<String> {
        let catalogue = self.catalogue()?;
        let listed = catalogue.listed_by_id(service).ok_or_else(|| catalogue.unknown(service))?;
        let by = role_of(role)?;
        let mut change = Change::new(&listed.id, catalogue.clock().today(), What::Check { how, by });
        change.answers = open_reports(&catalogue, &listed.id);
        let answered = match change.answers.len() {
            0 => String::new(),
            1 => " One report is answered by it.".to_owned(),
            many => format!(" {many} reports are answered by it."),
        };
        self.keep(&catalogue, &change, None)?;
        Ok(format!("{} is checked {}. The check waits to be sent.{answered}", listed.name, how.in_words()))
    }

    /// See [`super::Backend::stale`].
    pub(super) fn to_ring(&self, limit: usize) -> Result<Vec<Stale>> {
        let catalogue = self.catalogue()?;
        let today = catalogue.clock().today();
        let handed_out = self.with_store(|store| handed_out(store, &catalogue, today))?;
        let snapshot = catalogue.snapshot();
        let mut calls = Vec::new();
        for number in snapshot.numbers() {
            let Some(row) = snapshot.row(number) else { continue };
            if matches!(row.status, Status::Defunct | Status::Inactive) {
                continue;
            }
            let checked = catalogue.awaiting(row.id).and_then(|awaiting| awaiting.checked).or(row.checked);
            let days = checked.map(|checked| (today - checked.on).num_days());
            let need = row.needs.first().and_then(|at| catalogue.head().needs.get(usize::from(*at)));
            let limit = i64::from(catalogue.fresh_for(need.map(|need| need.id.as_str())));
            let reported = catalogue.awaiting(row.id).is_some_and(|awaiting| !awaiting.marks.is_empty());
            if reported || days.is_none_or(|days| days > limit) {
                let handed_out = handed_out.get(&number).copied().unwrap_or_default();
                calls.push(Call { number, handed_out, days });
            }
        }
        rank(&mut calls, limit);
        Ok(calls.iter().filter_map(|call| line(&catalogue, call)).collect())
    }

    /// See [`super::Backend::reports`].
    pub(super) fn open_reports(&self) -> Result<Vec<OpenReport>> {
        let catalogue = self.catalogue()?;
        let today = catalogue.clock().today();
        let outgoing = self.with_store(|store| store.outgoing())?;
        let remarks: HashMap<String, String> =
            outgoing.into_iter().filter_map(|out| Some((out.id.simple().to_string(), out.remark?))).collect();
        let mut out = Vec::new();
        for (id, awaiting) in catalogue.pending().iter() {
            let name = catalogue.listed_by_id(id).map_or_else(|| id.to_owned(), |listed| listed.name);
            for mark in &awaiting.marks {
                let (age, late) = age(mark.on, today);
                let report = OpenReport {
                    service: id.to_owned(),
                    name: name.clone(),
                    what: mark.kind.in_words().to_owned(),
                    age,
                    late,
                    note: remarks.get(&mark.name).cloned(),
                    waits: mark.here,
                };
                out.push((mark.on, mark.name.clone(), report));
            }
        }
        out.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        Ok(out.into_iter().map(|(.., report)| report).collect())
    }

    /// See [`super::Backend::outbox`].
    pub(super) fn waiting(&self) -> Result<Vec<Waiting>> {
        let catalogue = self.catalogue().ok();
        let all = self.with_store(|store| queued(store))?;
        Ok(all.into_iter().map(|queued| waiting(queued, catalogue.as_deref())).collect())
    }

    /// See [`super::Backend::take_back`].
    pub(super) fn take_out(&self, id: Uuid) -> Result<()> {
        let found = self.with_store(|store| Ok(store.outgoing()?.into_iter().find(|outgoing| outgoing.id == id)))?;
        let Some(found) = found else {
            return Err(Error::usage(format!("Nothing with the id {id} waits at this desk."))
                .hint("`signpost catalogue outbox` lists what does."));
        };
        if let Stage::Sent { branch, commit } = &found.stage
            && commit != GONE
        {
            return Err(Error::usage(format!("It was sent already and waits on the branch {branch}."))
                .hint("Take it back there; then it can be taken back here."));
        }
        self.with_store(|store| store.take_out(&[id]))?;
        if let Ok(catalogue) = self.catalogue() {
            self.lay_over(&catalogue);
        }
        Ok(())
    }

    /// Fetches the catalogue and takes it, sends what waits, and takes what was sent; returns what to tell.
    pub(super) fn fetch_and_send(&self) -> Result<Option<String>> {
        let mut told: Vec<String> = self.take()?.into_iter().collect();
        self.settle()?;
        let sent = self.send(false, false);
        let again = match &sent {
            // What landed shows as the catalogue's own from now on.
            Ok(sent) if !sent.landed.is_empty() => self.take().and_then(|_| self.settle()).map(drop),
            _ => Ok(()),
        };
        told.extend(sent.as_ref().ok().and_then(Sent::in_words));
        match sent.map(drop).and(again) {
            Ok(()) => Ok((!told.is_empty()).then(|| told.join(" "))),
            Err(error) if told.is_empty() => Err(error),
            Err(error) => Ok(Some(format!("{} {error}", told.join(" ")))),
        }
    }

    /// Fetches the catalogue and takes it, when it is one that is fetched.
    fn take(&self) -> Result<Option<String>> {
        let open = self.catalogue().ok();
        let fetched = fetch::fetch(&self.setup, open.as_ref().map(|c| c.snapshot()))?;
        if let Some(fresh) = fetched.catalogue {
            self.replace(open, fresh);
        }
        fetched.problem.map_or(Ok(fetched.told), Err)
    }

    /// Sends what waits; in a trial only says what would be sent.
    ///
    /// # Errors
    /// When it can't be sent; what waits goes on waiting.
    pub fn send(&self, again: bool, trial: bool) -> Result<Sent> {
        let queue = self.with_store(|store| queued(store))?;
        if queue.is_empty() {
            return Ok(Sent::default());
        }
        let catalogue = self.catalogue().ok();
        let renamed = |id: &str| catalogue.as_ref().map(|catalogue| catalogue.id_now(id)).filter(|now| now != id);
        let today = self.today();
        if let Some(clone) = self.setup.own_clone()? {
            let desk = self.with_store(|store| Ok(store.desk_id()))?.simple().to_string();
            let aside = format!("signpost/{}-{today}", desk.get(..8).unwrap_or_default());
            // Where desks take only signed commits, theirs would be refused by every other one.
            let direct = self.setup.settings.catalogue_signers.value.is_none();
            let plan =
                Plan { clone: &clone, queue: &queue, renamed: &renamed, today, aside: &aside, direct, again, trial };
            let sent = plan.send()?;
            if !trial {
                self.note(&sent)?;
            }
            return Ok(sent);
        }
        let Folder::Disk(root) = self.setup.locate()?.folder else {
            return Err(Error::usage("This catalogue is no folder that can be changed, so nothing was sent.")
                .hint("What waits is kept; hand it over with: signpost catalogue reports export FILE"));
        };
        let sent = send::into_folder(&root, &queue, &renamed, today, trial)?;
        if !trial {
            self.note(&sent)?;
            // First the desk shows the new files, then it forgets: nothing is gone from the screen in between.
            // What stands in a catalogue that was refused shows as the desk's own until it is mended; the next send finds it there.
            if super::Backend::refresh(self).is_ok() {
                self.with_store(|store| store.take_out(&sent.landed))?;
            }
            self.lay_over_open();
        }
        Ok(sent)
    }

    /// Keeps in the store where changes stand by now.
    fn note(&self, sent: &Sent) -> Result<()> {
        self.with_store(|store| sent.stages.iter().try_for_each(|(id, stage)| store.mark_out(*id, stage)))
    }

    /// Forgets what the version that the desk goes by has.
    pub(super) fn settle(&self) -> Result<Sent> {
        let mut settled = Sent::default();
        if let Some(clone) = self.setup.own_clone()? {
            let queue = self.with_store(|store| queued(store))?;
            let catalogue = self.catalogue().ok();
            let renamed = |id: &str| catalogue.as_ref().map(|catalogue| catalogue.id_now(id)).filter(|now| now != id);
            settled.landed = send::settled(&clone, &queue, &renamed, self.today())?;
            self.with_store(|store| store.take_out(&settled.landed))?;
        }
        self.lay_over_open();
        Ok(settled)
    }

    /// Returns the day of the open catalogue's hub, or of the machine when there is none.
    fn today(&self) -> NaiveDate {
        self.catalogue().map_or(self.setup.clock, |catalogue| catalogue.clock()).today()
    }

    fn lay_over_open(&self) {
        if let Ok(catalogue) = self.catalogue() {
            self.lay_over(&catalogue);
        }
    }
}

/// Returns a role as it is kept.
///
/// # Errors
/// When it is none: a name, a number, nothing.
pub fn role_of(role: &str) -> Result<String> {
    let kept = text::clean(role).split_whitespace().collect::<Vec<_>>().join(" ");
    // Git remembers it for ever. What was typed is not said again: it may be somebody's name or number.
    match role::fault(&kept) {
        None => Ok(kept),
        Some(fault) => Err(Error::usage(format!("A check needs a role, and this {}.", fault.in_words()))
            .hint("Say it in small letters, as in: community connector.")),
    }
}

/// Returns the names of the reports of a service that are open at this desk.
pub(super) fn open_reports(catalogue: &Catalogue, id: &str) -> Vec<String> {
    let awaiting = catalogue.awaiting(id).unwrap_or_default();
    awaiting.marks.into_iter().map(|mark| mark.name).collect()
}

/// Returns how often this desk handed out each service in the last year, by its number.
fn handed_out(store: &Store, catalogue: &Catalogue, today: NaiveDate) -> Result<HashMap<u32, u64>> {
    let from = today.checked_sub_days(Days::new(YEAR)).unwrap_or(today);
    let own = store.desk_id();
    let mut by_id: BTreeMap<String, u64> = BTreeMap::new();
    for row in store.between(from, today)?.into_iter().filter(|row| row.desk == own) {
        for service in row.enquiry.services {
            *by_id.entry(service).or_default() += 1;
        }
    }
    let mut out = HashMap::new();
    for (id, times) in by_id {
        if let Some(number) = catalogue.snapshot().number(&id) {
            *out.entry(number).or_default() += times;
        }
    }
    Ok(out)
}

fn line(catalogue: &Catalogue, call: &Call) -> Option<Stale> {
    let id = catalogue.snapshot().row(call.number)?.id.to_owned();
    let listed = catalogue.listed_by_id(&id)?;
    let phone = catalogue.record(&id)?.service.phones.first().map(super::slips::bare_number).unwrap_or_default();
    let reports = catalogue.awaiting(&id).map_or(0, |awaiting| awaiting.marks.len());
    // The screen stands at a counter, and few were told of a refuge.
    let handed_out = if listed.sensitive { 0 } else { call.handed_out };
    let (example, sensitive) = (listed.example, listed.sensitive);
    Some(Stale { id, name: listed.name, phone, sure: listed.sure, handed_out, example, reports, sensitive })
}

fn waiting(queued: Queued, catalogue: Option<&Catalogue>) -> Waiting {
    let Queued { outgoing, change } = queued;
    let listed = catalogue.and_then(|catalogue| catalogue.listed_by_id(&change.service));
    let name = listed.map_or_else(|| change.service.clone(), |listed| listed.name);
    let title = change.title(&name);
    let (what, hindrance) = match outgoing.stage {
        Stage::Waiting => (title, None),
        Stage::Hindered(why) => (title, Some(why)),
        Stage::Sent { branch, commit } if commit == GONE => {
            let why = format!(
                "The branch {branch} is gone, and the catalogue has not this change. Take it back, or send it again: signpost catalogue send --again"
            );
            (title, Some(why))
        }
        Stage::Sent { branch, .. } => (format!("{title} (on the branch {branch}, until somebody takes it)"), None),
    };
    Waiting { id: outgoing.id, service: change.service, what, hindrance }
}
