//! The desk itself: the catalogue, the store and the printer of one machine, behind what a screen asks of them.

use super::catalogue::Catalogue;
use super::counts::{self, Counts};
use super::hub::HubCard;
use super::paper::Format;
use super::port::{
    Backend, Face, FormField, Logged, NeedName, Notice, OpenReport, Outlet, Places, Stale, Timers, Waiting,
};
use super::setup::Setup;
use super::tallied::{TallyAsk, TallyView};
use super::view::{Card, Results};
use super::{News, fetch, picture, printing};
use crate::catalogue::hours::{self, Opening, Timetable};
use crate::catalogue::{Means, ReportKind};
use crate::enquiry;
use crate::error::{Error, Result};
use crate::record::Enquiry;
use crate::search::Ask;
use crate::slip::{Paper, Slip, Tongue, Wanted};
use crate::snapshot::Stationery;
use crate::store::Store;
use chrono::NaiveDateTime;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use uuid::Uuid;

/// Needs that are offered for a few words at most.
const NEEDS_NAMED: usize = 4;

/// The real desk. It always opens: what is missing or broken becomes a notice, and the rest works.
pub struct Desk {
    pub(super) setup: Setup,
    catalogue: RwLock<Shelf>,
    /// Nothing until it is asked for something.
    store: Mutex<Option<Result<Store>>>,
    notices: Mutex<Vec<Notice>>,
}

/// Where the catalogue stands.
#[derive(Clone)]
enum Shelf {
    /// Nobody opened it yet.
    Waiting,
    /// There is none.
    Empty,
    /// It is open.
    Open(Arc<Catalogue>),
}

impl Desk {
    /// Returns a desk at which nothing is open yet: for a screen that is drawn before anything is read.
    pub fn new(setup: Setup) -> Self {
        let problem = setup.settings_problems.iter().map(|problem| alert(problem.to_string())).collect();
        Self { setup, catalogue: RwLock::new(Shelf::Waiting), store: Mutex::new(None), notices: Mutex::new(problem) }
    }

    /// Opens the desk whole.
    pub fn open(setup: Setup) -> Self {
        let desk = Self::new(setup);
        desk.open_catalogue();
        desk
    }

    fn shelf(&self) -> Shelf {
        self.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, shelf: Shelf) {
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = shelf;
    }

    /// Lets another catalogue serve. The older one may hold an address that is hidden now, so it goes as soon as nobody reads it.
    pub(super) fn replace(&self, older: Option<Arc<Catalogue>>, fresh: Catalogue) {
        self.lay_over(&fresh);
        self.put(Shelf::Open(Arc::new(fresh)));
        drop(older);
        self.setup.tidy();
    }

    pub(super) fn catalogue(&self) -> Result<Arc<Catalogue>> {
        match self.shelf() {
            Shelf::Open(catalogue) => Ok(catalogue),
            Shelf::Empty => Err(Error::input("There is no catalogue, so nothing can be found.")
                .hint("The line above says why; ask whoever looks after it.")),
            Shelf::Waiting => Err(Error::input("The catalogue is not open yet.").hint("Try again in a moment.")),
        }
    }

    /// Returns the hub of this desk; without a catalogue, the one that settings name.
    fn hub_id(&self) -> Option<String> {
        match self.catalogue() {
            Ok(catalogue) => catalogue.hub_id().map(str::to_owned),
            Err(_) => self.setup.settings.hub.value.clone(),
        }
    }

    /// Returns the paper in the printer of this hub.
    fn paper(&self) -> Result<Paper> {
        printing::outlet(&self.setup.settings.printers, self.hub_id().as_deref(), None).map(|(_, paper)| paper)
    }

    fn tell(&self, told: impl IntoIterator<Item = Notice>) {
        let mut notices = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        for notice in told {
            if notices.iter().all(|known| known.text != notice.text) {
                notices.push(notice);
            }
        }
    }

    /// Runs `f` on the store, opened now or before. One that could not be opened at all is tried again; one that can only be read tries by itself when something is to be saved.
    pub(super) fn with_store<T>(&self, f: impl FnOnce(&mut Store) -> Result<T>) -> Result<T> {
        let mut held = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(&*held, Some(Ok(_))) {
            let store = Store::open(&self.setup.paths.data);
            match &store {
                Ok(store) => self.tell(store.condition().sentence().map(|text| alert(text.to_owned()))),
                Err(error) => self.tell([alert(error.to_string())]),
            }
            *held = Some(store);
        }
        match &mut *held {
            Some(Ok(store)) => {
                store.follow()?;
                f(store)
            }
            Some(Err(error)) => Err(Error { hint: error.hint.clone(), ..Error::new(error.kind, error.what.clone()) }),
            None => Err(Error::system("The store of enquiries is not open.").hint("Start Signpost again.")),
        }
    }
}

fn alert(text: String) -> Notice {
    Notice { text, alert: true }
}

impl Backend for Desk {
    /// Opens the newest compiled catalogue, or compiles one when there is none. Whether the files changed since is for [`Backend::refresh`].
    fn open_catalogue(&self) -> Vec<Notice> {
        // A desk that was ended in the middle may have left one.
        picture::clear(&picture::folder(&self.setup.paths.cache));
        let told: Vec<Notice> = match self.setup.open_newest() {
            Ok((catalogue, said)) => {
                self.lay_over(&catalogue);
                self.put(Shelf::Open(Arc::new(catalogue)));
                said.into_iter().map(|text| Notice { text, alert: false }).collect()
            }
            Err(error) => {
                self.put(Shelf::Empty);
                vec![alert(error.to_string())]
            }
        };
        self.tell(told.clone());
        told
    }

    fn face(&self) -> Face {
        let asks_ethnicity = self.setup.settings.keeping.ask_ethnicity.value;
        let Ok(catalogue) = self.catalogue() else {
            let now = self.setup.clock.now();
            return Face { hub: Slip::TITLE.to_owned(), date: day_in_words(now), asks_ethnicity, ..Face::default() };
        };
        let now = catalogue.clock().now();
        let mut face = Face { hub: Slip::TITLE.to_owned(), date: day_in_words(now), asks_ethnicity, ..Face::default() };
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
        // What happened to the store up to now; one that can't be opened says so by itself.
        let told = self.with_store(|store| Ok(store.notices().iter().cloned().map(alert).collect::<Vec<_>>()));
        self.tell(told.unwrap_or_default());
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn needs(&self) -> Vec<NeedName> {
        let Ok(catalogue) = self.catalogue() else { return Vec::new() };
        catalogue.head().needs.iter().map(NeedName::of).collect()
    }

    fn needs_for(&self, words: &str) -> Vec<String> {
        let Ok(catalogue) = self.catalogue() else { return Vec::new() };
        let Ok(found) = catalogue.search(words, catalogue.clock().today(), 1) else { return Vec::new() };
        let needs = &catalogue.head().needs;
        // What is far behind the best is a word that happens to stand in both.
        let far = found.needs.first().map_or(0.0, |best| best.score / 2.0);
        let near = found.needs.iter().filter(|hit| hit.score >= far);
        let named = near.take(NEEDS_NAMED).filter_map(|hit| needs.get(usize::from(hit.index)));
        named.map(|need| need.id.clone()).collect()
    }

    fn places(&self) -> Places {
        self.catalogue().map(|catalogue| catalogue.places_on_the_map()).unwrap_or_default()
    }

    fn now(&self) -> NaiveDateTime {
        self.catalogue().map_or(self.setup.clock, |c| c.clock()).now()
    }

    fn find(&self, ask: &Ask, limit: usize) -> Result<Results> {
        match self.shelf() {
            Shelf::Open(catalogue) => catalogue.find(ask, limit),
            // Danger is heard even when there is no catalogue to search.
            shelf => Ok(Results {
                nothing_close: matches!(shelf, Shelf::Empty),
                prompts: super::catalogue::built_in_prompts(&ask.text),
                ..Results::default()
            }),
        }
    }

    fn card(&self, id: &str, ask: &Ask) -> Result<Option<Card>> {
        Ok(self.catalogue()?.card_for(id, ask))
    }

    fn slip(&self, wanted: &Wanted) -> Result<Slip> {
        self.catalogue()?.slip(wanted)
    }

    fn tongues(&self) -> Vec<Tongue> {
        self.catalogue().map(|catalogue| catalogue.tongues()).unwrap_or_default()
    }

    fn print(&self, slip: &Slip, to: Option<&str>) -> Result<()> {
        let (to, paper) = printing::outlet(&self.setup.settings.printers, self.hub_id().as_deref(), to)?;
        // Without a catalogue there is no stationery of a locality, and slips look as the program makes them.
        let warnings = match self.catalogue() {
            Ok(catalogue) => catalogue.print(slip, &to, paper)?,
            Err(_) => printing::print(slip, &to, paper, &Stationery::default())?,
        };
        self.tell(warnings.into_iter().map(|text| Notice { text, alert: false }));
        Ok(())
    }

    fn printers(&self) -> Vec<Outlet> {
        printing::outlets(&self.setup.settings.printers, self.hub_id().as_deref())
    }

    fn show_picture(&self, slip: &Slip) -> Result<()> {
        let made = self.catalogue()?.pictures(slip, self.paper()?)?;
        self.tell(made.warnings.into_iter().map(|text| Notice { text, alert: false }));
        let pages = made.out.first().map_or(&[][..], Vec::as_slice);
        picture::show(pages, picture::folder(&self.setup.paths.cache))
    }

    fn write(&self, slip: &Slip, path: &Path) -> Result<()> {
        let written = self.catalogue()?.write(slip, path, Format::of(path), self.paper()?)?;
        self.tell(written.warnings.into_iter().map(|text| Notice { text, alert: false }));
        Ok(())
    }

    fn slip_path(&self) -> String {
        let folder = directories::UserDirs::new()
            .map(|dirs| dirs.document_dir().filter(|d| d.is_dir()).unwrap_or_else(|| dirs.home_dir()).to_owned())
            .unwrap_or_else(|| PathBuf::from("."));
        // The first free name; nobody keeps a thousand slips.
        let free = (1..1000).map(|n| folder.join(format!("family-hub-{n}.pdf"))).find(|path| !path.exists());
        free.unwrap_or_else(|| folder.join("family-hub.pdf")).display().to_string()
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

    fn tally(&self, ask: &TallyAsk) -> Result<TallyView> {
        self.tally_on_screen(ask)
    }

    fn counts(&self) -> Result<Counts> {
        let catalogue = self.catalogue().ok();
        let clock = catalogue.as_ref().map_or(self.setup.clock, |catalogue| catalogue.clock());
        self.with_store(|store| counts::counts(store, clock, catalogue.as_deref()))
    }

    fn hub(&self) -> Result<HubCard> {
        self.catalogue()?.hub_card(None)
    }

    fn report(&self, service: &str, kind: ReportKind, note: Option<&str>) -> Result<String> {
        self.report_wrong(service, kind, note)
    }

    fn confirm(&self, service: &str, how: Means, role: &str) -> Result<String> {
        self.confirm_right(service, how, role)
    }

    fn fields(&self, service: &str) -> Result<Vec<FormField>> {
        self.form(service)
    }

    fn amend(&self, service: &str, fields: &[FormField], checked: Option<(Means, String)>) -> Result<String> {
        self.take_form(service, fields, checked)
    }

    fn stale(&self, limit: usize) -> Result<Vec<Stale>> {
        self.to_ring(limit)
    }

    fn reports(&self) -> Result<Vec<OpenReport>> {
        self.open_reports()
    }

    fn outbox(&self) -> Result<Vec<Waiting>> {
        self.waiting()
    }

    fn take_back(&self, id: Uuid) -> Result<()> {
        self.take_out(id)
    }

    fn refresh(&self) -> Result<Option<String>> {
        let catalogue = self.catalogue().ok();
        let Some((fresh, text)) = self.setup.refreshed(catalogue.as_ref().map(|c| c.snapshot()))? else {
            return Ok(None);
        };
        self.replace(catalogue, fresh);
        Ok(Some(text.join(" ")))
    }

    fn fetch_every(&self) -> Option<Duration> {
        fetch::every(&self.setup)
    }

    fn fetch(&self) -> Result<Option<String>> {
        self.fetch_and_send()
    }

    fn news(&self) -> Vec<News> {
        fetch::news(&self.setup)
    }
}

fn day_in_words(now: NaiveDateTime) -> String {
    now.format("%A %-d %B").to_string()
}
