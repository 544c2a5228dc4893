//! What a screen asks of a desk. The real desk answers it from its snapshot and store; tests answer it from memory.

use super::counts::Counts;
use super::hub::HubCard;
use super::view::{Card, Results};
use crate::catalogue::Need;
use crate::error::Result;
use crate::record::Enquiry;
use crate::search::Ask;
use crate::slip::{Slip, Tongue, Wanted};
use chrono::NaiveDateTime;
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
        Err(crate::error::Error::usage("This desk shows no pictures."))
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

    /// Returns what the hub's page shows.
    ///
    /// # Errors
    /// When there is no catalogue, or the desk stands in no hub.
    fn hub(&self) -> Result<HubCard>;
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
