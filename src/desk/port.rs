//! What a screen asks of a desk. The real desk answers it from its snapshot and store; tests answer it from memory.

use super::counts::Counts;
use super::hub::HubCard;
use super::tallied::{TallyAsk, TallyView};
use super::view::{Card, Results};
use crate::catalogue::{Means, Need, ReportKind};
use crate::error::{Error, Result};
use crate::record::Enquiry;
use crate::search::Ask;
use crate::slip::{Slip, Tongue, Wanted};
use chrono::NaiveDateTime;
use serde::Serialize;
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

/// Everything that a screen needs of a desk. Every call may take its time, so a screen calls it from a worker.
pub trait Backend: Send + Sync {
    /// Opens the catalogue, which may take its time, and returns what staff must know about it. What is asked before is answered as well as it can be without.
    fn open_catalogue(&self) -> Vec<Notice> {
        Vec::new()
    }

    /// Returns what the screen shows of the hub; asked again after midnight.
    fn face(&self) -> Face;

    /// Returns when this desk hides and erases by itself.
    fn timers(&self) -> Timers;

    /// Returns what staff must know: broken settings, an old snapshot, a store that can only be read; opens the store for it. Asked again after the store was looked after.
    fn notices(&self) -> Vec<Notice>;

    /// Returns all needs in the catalogue's order.
    fn needs(&self) -> Vec<NeedName>;

    /// Returns the ids of the needs that these words may mean, best first; none when nothing can be searched.
    fn needs_for(&self, _words: &str) -> Vec<String> {
        Vec::new()
    }

    /// Returns the places that filters and distances can name.
    fn places(&self) -> Places {
        Places::default()
    }

    /// Returns the date and time on the hub's wall.
    fn now(&self) -> NaiveDateTime;

    /// Finds services for what is asked for.
    ///
    /// # Errors
    /// When the snapshot can't be read.
    fn find(&self, ask: &Ask, limit: usize) -> Result<Results>;

    /// Returns the card of a service with what speaks for it in this search, or none when there is no such service any more.
    ///
    /// # Errors
    /// When the snapshot can't be read.
    fn card(&self, id: &str, ask: &Ask) -> Result<Option<Card>>;

    /// Makes a slip.
    ///
    /// # Errors
    /// When the snapshot can't be read, or the services must not stand on one slip.
    fn slip(&self, wanted: &Wanted) -> Result<Slip>;

    /// Returns the languages that a slip can be in besides English, and whether somebody checked each.
    fn tongues(&self) -> Vec<Tongue> {
        Vec::new()
    }

    /// Returns the printers that can be chosen, the hub's own first. Asks the print system, which may take its time.
    fn printers(&self) -> Vec<Outlet> {
        Vec::new()
    }

    /// Prints a slip, on the hub's own printer unless another one is named, and waits until it came out or can't; gives up after seconds.
    ///
    /// # Errors
    /// When it did not come out, as far as can be known: what is left of the job is taken back.
    fn print(&self, slip: &Slip, to: Option<&str>) -> Result<()>;

    /// Makes a picture of a slip and shows it in the system's own viewer.
    ///
    /// # Errors
    /// When it can't be typeset or there is no viewer.
    fn show_picture(&self, _slip: &Slip) -> Result<()> {
        Err(Error::usage("This desk shows no pictures."))
    }

    /// Writes a slip into a new file: a PDF, a picture or a text, as its name ends.
    ///
    /// # Errors
    /// When the file is there already or can't be written.
    fn write(&self, slip: &Slip, path: &Path) -> Result<()>;

    /// Returns the path that is offered for a slip: a neutral name in a folder of the user.
    fn slip_path(&self) -> String;

    /// Saves an enquiry; done means that it is safe on disk. Saving the same one again changes nothing.
    ///
    /// # Errors
    /// When the store refuses; the same enquiry can be saved again.
    fn save(&self, enquiry: &Enquiry) -> Result<()>;

    /// Does what is due after a save, when nobody waits for it: the backup of the day.
    ///
    /// # Errors
    /// When the backup could not be made; what was saved is saved.
    fn care(&self) -> Result<()> {
        Ok(())
    }

    /// Looks whether the catalogue's files changed and takes them; returns what to tell when something was updated.
    ///
    /// # Errors
    /// When the changed catalogue can't be taken; the one that is open goes on serving.
    fn refresh(&self) -> Result<Option<String>> {
        Ok(None)
    }

    /// Returns how often the catalogue is looked for where it comes from; nothing when it comes from nowhere else.
    fn fetch_every(&self) -> Option<Duration> {
        None
    }

    /// Fetches the catalogue and takes it, and sends what waits; returns what to tell when something came of it.
    ///
    /// # Errors
    /// When the place can't be reached or what came can't be taken; the catalogue that is open goes on serving.
    fn fetch(&self) -> Result<Option<String>> {
        Ok(None)
    }

    /// Returns what the last update of the catalogue changed, by name of the service.
    fn news(&self) -> Vec<News> {
        Vec::new()
    }

    /// Marks an entry as wrong, at this desk at once, and lets the report wait for sending. The note stays at this desk; the same report with a note, while it waits, only gets the note. Returns what to tell.
    ///
    /// # Errors
    /// When there is no such service, or the store refuses.
    fn report(&self, _service: &str, _kind: ReportKind, _note: Option<&str>) -> Result<String> {
        Err(no_upkeep())
    }

    /// Records that somebody of this hub found an entry right. Returns what to tell.
    ///
    /// # Errors
    /// When there is no such service, or the store refuses.
    fn confirm(&self, _service: &str, _how: Means, _role: &str) -> Result<String> {
        Err(no_upkeep())
    }

    /// Returns the fields of a service as a form shows them.
    ///
    /// # Errors
    /// When there is no such service, or its file can't be read.
    fn fields(&self, _service: &str) -> Result<Vec<FormField>> {
        Err(no_upkeep())
    }

    /// Records what was changed in a form, and that it was checked when it says how and by which role. Returns what to tell; nothing is recorded when no field changed.
    ///
    /// # Errors
    /// When a value is not allowed, with the label of its field, or the store refuses; nothing is recorded then.
    fn amend(&self, _service: &str, _fields: &[FormField], _checked: Option<(Means, String)>) -> Result<String> {
        Err(no_upkeep())
    }

    /// Returns the services to ring first: those handed out most and checked longest ago.
    ///
    /// # Errors
    /// When the store can't be read.
    fn stale(&self, _limit: usize) -> Result<Vec<Stale>> {
        Ok(Vec::new())
    }

    /// Returns the reports that no check has answered, the oldest first.
    ///
    /// # Errors
    /// When the store can't be read.
    fn reports(&self) -> Result<Vec<OpenReport>> {
        Ok(Vec::new())
    }

    /// Returns what waits to be sent, the oldest first.
    ///
    /// # Errors
    /// When the store can't be read.
    fn outbox(&self) -> Result<Vec<Waiting>> {
        Ok(Vec::new())
    }

    /// Takes back what waits to be sent.
    ///
    /// # Errors
    /// When it is sent already, or the store refuses.
    fn take_back(&self, _id: Uuid) -> Result<()> {
        Err(no_upkeep())
    }

    /// Marks a saved enquiry as undone.
    ///
    /// # Errors
    /// When the store refuses; the enquiry stands as it was then.
    fn undo(&self, id: Uuid) -> Result<()>;

    /// Returns today's enquiries, the latest first.
    ///
    /// # Errors
    /// When the store can't be read.
    fn today(&self) -> Result<Vec<Logged>>;

    /// Returns today's and this week's plain counts of this desk, which are not for publication.
    ///
    /// # Errors
    /// When the store can't be read.
    fn counts(&self) -> Result<Counts>;

    /// Counts what families asked for, protected as for publication, which may take its time.
    ///
    /// # Errors
    /// When there is no catalogue, the desk stands in no hub, there is no such hub, or the store can't be read.
    fn tally(&self, _ask: &TallyAsk) -> Result<TallyView> {
        Err(Error::usage("This desk keeps no tallies."))
    }

    /// Returns what the hub's page shows.
    ///
    /// # Errors
    /// When there is no catalogue, or the desk stands in no hub.
    fn hub(&self) -> Result<HubCard>;
}

fn no_upkeep() -> Error {
    Error::usage("This desk changes no catalogue.")
}

/// One service that an update of the catalogue changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News {
    /// Its id; there is no such service any more when it was taken out.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What changed, in words: "new", "phone numbers, opening hours", "closed", "taken out".
    pub what: String,
}

/// One field of a service in a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormField {
    /// Name of the field in the file.
    pub key: String,
    /// What the form calls it.
    pub label: String,
    /// How its value is written: "one number in a line".
    pub hint: String,
    /// Its value as text; several lines where it has several values.
    pub text: String,
    /// It may have several values.
    pub several: bool,
}

/// One line of the list of services to ring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Stale {
    /// Id of the service.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its first telephone number, as it is rung.
    pub phone: String,
    /// How sure the entry is, in words: "checked 140 days ago by phone".
    pub sure: String,
    /// How often it was handed out at this desk in the last year; 0 for a sensitive one, of which that is not shown.
    pub handed_out: u64,
    /// Invented, to show how it works.
    pub example: bool,
    /// Open reports of it.
    pub reports: usize,
    /// A visit in which it is opened is sensitive.
    pub sensitive: bool,
}

/// One report that no check has answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OpenReport {
    /// Id of the service.
    pub service: String,
    /// Its name.
    pub name: String,
    /// What is wrong, in words: "closed".
    pub what: String,
    /// How long it is open, in words, and against the aim: "3 days, 1 day over the aim of 48 hours".
    pub age: String,
    /// It is open for longer than it should be.
    pub late: bool,
    /// The line that was written at this desk; it is nowhere else.
    pub note: Option<String>,
    /// It waits at this desk to be sent.
    pub waits: bool,
}

/// One thing that waits to be sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Its id, to take it back.
    pub id: Uuid,
    /// Id of the service.
    pub service: String,
    /// What it is, in words: "Check of Northgate Food Bank: no change, by phone".
    pub what: String,
    /// Why it could not be sent, when somebody has to do something about it.
    pub hindrance: Option<String>,
}

/// What the screen shows of the hub.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Face {
    /// Id of the hub.
    pub hub_id: String,
    /// Name of the hub.
    pub hub: String,
    /// The date in words, "Sunday 22 November".
    pub date: String,
    /// Hours as an idle screen shows them: "Open today until 5.30pm", "Monday to Friday 8.30am to 5.30pm".
    pub hours: Vec<String>,
    /// Who to fetch when somebody may be in danger: "designated safeguarding lead".
    pub lead_role: String,
    /// Their extension.
    pub lead_extension: Option<String>,
    /// The hub is invented.
    pub example: bool,
    /// The log offers to note ethnicity.
    pub asks_ethnicity: bool,
}

/// When a desk hides and erases by itself, and the PIN that brings back what was hidden; from its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timers {
    /// Time without a key until the screen hides.
    pub hide_after: Duration,
    /// Time without a key until what was hidden is erased.
    pub erase_after: Duration,
    /// Digits to type before an ordinary visit comes back.
    pub pin: Option<String>,
}

impl Default for Timers {
    fn default() -> Self {
        Self { hide_after: Duration::from_secs(300), erase_after: Duration::from_secs(900), pin: None }
    }
}

/// Something that staff must know, in a sentence that also says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// The desk can't do all of its job until this is mended.
    pub alert: bool,
}

/// A printer as it can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlet {
    /// What [`Backend::print`] takes: a queue's name or an address.
    pub name: String,
    /// What staff call it, and how it is: "desk (ready)".
    pub label: String,
}

/// A need as lists show it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NeedName {
    /// Id of the need.
    pub id: String,
    /// Its name, "food banks and meals".
    pub name: String,
    /// A visit about it is sensitive.
    pub sensitive: bool,
}

impl NeedName {
    /// Returns a need of a catalogue as lists show it.
    pub fn of(need: &Need) -> Self {
        Self { id: need.id.clone(), name: need.name.clone(), sensitive: need.sensitive }
    }
}

/// The places that filters and distances can name: ids and names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Hubs and delivery sites.
    pub hubs: Vec<(String, String)>,
    /// Localities.
    pub localities: Vec<(String, String)>,
}

/// One enquiry of today, as the desk's list shows it. One that was undone is not there any more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Logged {
    /// Its id, to take it back.
    pub id: Uuid,
    /// The hour, "10am".
    pub hour: String,
    /// What it was about; for a sensitive one nothing but "enquiry".
    pub text: String,
}
