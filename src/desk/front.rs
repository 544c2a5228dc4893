//! The desk itself: the catalogue, the store and the printer of one machine, behind what a screen asks of them.

use super::catalogue::Catalogue;
use super::counts::{self, Counts};
use super::hub::HubCard;
use super::port::{Backend, Face, Logged, NeedName, Notice, Timers};
use super::setup::Setup;
use super::slips;
use super::view::{Card, Results};
use crate::catalogue::hours::{self, Opening, Timetable};
use crate::enquiry;
use crate::error::{Error, Result};
use crate::record::Enquiry;
use crate::search::Ask;
use crate::slip::Slip;
use crate::store::Store;
use chrono::NaiveDateTime;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;
use uuid::Uuid;

/// The real desk. It always opens: what is missing or broken becomes a notice, and the rest works.
pub struct Desk {
    setup: Setup,
    catalogue: RwLock<Option<Arc<Catalogue>>>,
    store: Mutex<Result<Store>>,
    notices: Mutex<Vec<Notice>>,
}

impl Desk {
    /// Opens the desk on the newest compiled catalogue, or compiles one when there is none. Whether the files changed since is for [`Backend::refresh`].
    pub fn open(setup: Setup) -> Self {
        let mut notices = Vec::new();
        let mut told = |text: String, alert| notices.push(Notice { text, alert });
        for problem in &setup.settings_problems {
            told(problem.to_string(), true);
        }
        let catalogue = match setup.open_newest() {
            Ok((catalogue, said)) => {
                said.into_iter().for_each(|text| told(text, false));
                Some(Arc::new(catalogue))
            }
            Err(error) => {
                told(error.to_string(), true);
                None
            }
        };
        let store = Store::open(&setup.paths.data);
        match &store {
            Ok(store) => {
                store.notices().iter().for_each(|text| told(text.clone(), true));
                if let Some(sentence) = store.condition().sentence() {
                    told(sentence.to_owned(), true);
                }
            }
            Err(error) => told(error.to_string(), true),
        }
        Self { setup, catalogue: RwLock::new(catalogue), store: Mutex::new(store), notices: Mutex::new(notices) }
    }

    fn catalogue(&self) -> Result<Arc<Catalogue>> {
        let held = self.catalogue.read().unwrap_or_else(PoisonError::into_inner);
        held.clone().ok_or_else(|| {
            Error::input("There is no catalogue, so nothing can be found.")
                .hint("The line above says why; ask whoever looks after it.")
        })
    }

    /// Runs `f` on the store. One that could not be opened at all is tried again; one that can only be read tries by itself when something is to be saved.
    fn with_store<T>(&self, f: impl FnOnce(&mut Store) -> Result<T>) -> Result<T> {
        let mut held: MutexGuard<'_, Result<Store>> = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_err() {
            *held = Store::open(&self.setup.paths.data);
        }
        match &mut *held {
            Ok(store) => {
                store.follow()?;
                f(store)
            }
            Err(error) => Err(Error { hint: error.hint.clone(), ..Error::new(error.kind, error.what.clone()) }),
        }
    }
}

impl Backend for Desk {
    fn face(&self) -> Face {
        let Ok(catalogue) = self.catalogue() else {
            let now = self.setup.clock.now();
            return Face { hub: Slip::TITLE.to_owned(), date: day_in_words(now), ..Face::default() };
        };
        let now = catalogue.clock().now();
        let mut face = Face { hub: Slip::TITLE.to_owned(), date: day_in_words(now), ..Face::default() };
        if let (Some(id), Some(hub)) = (catalogue.hub_id(), catalogue.hub()) {
            face.hub_id = id.to_owned();
            face.hub = hub.name.clone();
            face.example = hub.example;
            if let Some(lead) = &hub.safeguarding_lead {
                face.lead_role = lead.role.clone();
                face.lead_extension = Some(lead.extension.clone());
            }
            if let Some(Ok(table)) = hub.opening_hours.as_deref().map(Timetable::parse) {
                let today = match table.at(now, catalogue.calendar()) {
                    Opening::Always => "Open day and night".to_owned(),
                    Opening::Now { until } => format!("Open today until {}", hours::time(until.time())),
                    Opening::Later { from, .. } => format!("Closed now, opens {}", hours::moment_in_short(from, now)),
                    Opening::Ask => String::new(),
                };
                face.hours = std::iter::once(today).filter(|line| !line.is_empty()).chain(table.in_words()).collect();
            }
        }
        face
    }

    fn timers(&self) -> Timers {
        let settings = &self.setup.settings;
        let minutes = |n: u32| Duration::from_secs(60 * u64::from(n));
        Timers {
            hide_after: minutes(settings.hide_after_minutes.value),
            erase_after: minutes(settings.erase_after_minutes.value),
            pin: settings.pin.value.clone(),
        }
    }

    fn notices(&self) -> Vec<Notice> {
        let mut notices = self.notices.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // What happened to the store since it was opened.
        let held = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        for text in held.iter().flat_map(|store| store.notices()) {
            if notices.iter().all(|told| told.text != *text) {
                notices.push(Notice { text: text.clone(), alert: true });
            }
        }
        notices
    }

    fn needs(&self) -> Vec<NeedName> {
        let Ok(catalogue) = self.catalogue() else { return Vec::new() };
        let needs = catalogue.head().needs.iter();
        needs.map(|n| NeedName { id: n.id.clone(), name: n.name.clone(), sensitive: n.sensitive }).collect()
    }

    fn needs_for(&self, words: &str) -> Vec<String> {
        let Ok(catalogue) = self.catalogue() else { return Vec::new() };
        let Ok(found) = catalogue.search(words, catalogue.clock().today(), 1) else { return Vec::new() };
        let needs = &catalogue.head().needs;
        // What is far behind the best is a word that happens to stand in both.
        let far = found.needs.first().map_or(0.0, |best| best.score / 2.0);
        let near = found.needs.iter().filter(|hit| hit.score >= far);
        let named = near.filter_map(|hit| needs.get(usize::from(hit.index)));
        named.map(|need| need.id.clone()).collect()
    }

    fn now(&self) -> NaiveDateTime {
        self.catalogue().map_or(self.setup.clock, |c| c.clock()).now()
    }

    fn find(&self, ask: &Ask, limit: usize) -> Result<Results> {
        match self.catalogue() {
            Ok(catalogue) => catalogue.find(ask, limit),
            // Danger is heard even when there is no catalogue to search.
            Err(_) => Ok(Results {
                nothing_close: true,
                prompts: super::catalogue::built_in_prompts(&ask.text),
                ..Results::default()
            }),
        }
    }

    fn card(&self, id: &str) -> Result<Option<Card>> {
        Ok(self.catalogue()?.card(id))
    }

    fn slip(&self, services: &[String], discreet: bool, line: Option<&str>) -> Result<Slip> {
        self.catalogue()?.slip(services, discreet, line)
    }

    fn print(&self, slip: &Slip) -> Result<()> {
        slips::print(slip, self.setup.settings.printer.value.as_deref())
    }

    fn write(&self, slip: &Slip, path: &Path) -> Result<()> {
        slips::write(slip, path)
    }

    fn slip_path(&self) -> String {
        let folder = directories::UserDirs::new()
            .map(|dirs| dirs.document_dir().filter(|d| d.is_dir()).unwrap_or_else(|| dirs.home_dir()).to_owned())
            .unwrap_or_else(|| PathBuf::from("."));
        // The first free name; nobody keeps a thousand slips.
        let free = (1..1000).map(|n| folder.join(format!("family-hub-{n}.txt"))).find(|path| !path.exists());
        free.unwrap_or_else(|| folder.join("family-hub.txt")).display().to_string()
    }

    fn save(&self, enquiry: &Enquiry) -> Result<()> {
        let catalogue = self.catalogue()?;
        let enquiry = catalogue.known(enquiry.clone())?;
        self.with_store(|store| store.save(&enquiry, &catalogue.clock()).map(drop))
    }

    fn care(&self) -> Result<()> {
        let clock = self.catalogue().map_or(self.setup.clock, |c| c.clock());
        self.with_store(|store| store.care(&clock).map(drop))
    }

    fn undo(&self, id: Uuid) -> Result<()> {
        self.with_store(|store| store.undo(id).map(drop))
    }

    fn today(&self) -> Result<Vec<Logged>> {
        let catalogue = self.catalogue()?;
        let today = catalogue.clock().today();
        let mut rows = self.with_store(|store| {
            let own = store.desk_id();
            Ok(store.on(today)?.into_iter().filter(|row| row.desk == own).collect::<Vec<_>>())
        })?;
        rows.reverse();
        Ok(rows
            .iter()
            .map(|row| Logged { id: row.enquiry.id, hour: enquiry::hour(row.hour), text: catalogue.enquiry_about(row) })
            .collect())
    }

    fn counts(&self) -> Result<Counts> {
        let catalogue = self.catalogue().ok();
        let clock = catalogue.as_ref().map_or(self.setup.clock, |catalogue| catalogue.clock());
        self.with_store(|store| counts::counts(store, clock, catalogue.as_deref()))
    }

    fn hub(&self) -> Result<HubCard> {
        self.catalogue()?.hub_card(None)
    }

    fn refresh(&self) -> Result<Option<String>> {
        let catalogue = self.catalogue().ok();
        let Some((fresh, mut text)) = self.setup.refreshed(catalogue.as_ref().map(|c| c.snapshot()))? else {
            return Ok(None);
        };
        text.insert(0, "The catalogue was updated.".to_owned());
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(fresh));
        // The older one may hold an address that is hidden now, so it goes as soon as nobody reads it.
        drop(catalogue);
        self.setup.tidy();
        Ok(Some(text.join(" ")))
    }
}

fn day_in_words(now: NaiveDateTime) -> String {
    now.format("%A %-d %B").to_string()
}
