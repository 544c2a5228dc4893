//! What happens to the screen, what it asks of workers, and what can be open on it.

use crate::catalogue::{Means, ReportKind};
use crate::desk::{
    Backend, Card, Counts, Face, FormField, HubCard, Logged, NeedName, Notice, Outlet, Places, Results, TallyAsk,
    TallyView, Timers,
};
use crate::keymap::Chord;
use crate::record::Enquiry;
use crate::search::Ask;
use crate::slip::{Tongue, Wanted};
use crate::tui::entry::Entry;
use crate::tui::ledger::Ledger;
use crate::tui::preview::Preview;
use std::time::Duration;
use uuid::Uuid;

/// What a worker answers: the thing, or what happened and what to do in words for the screen.
pub type Answer<T> = std::result::Result<T, String>;

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// The time since the desk opened; sent before anything else that happened then.
    Clock(Duration),
    /// A key.
    Key(Chord),
    /// A pasted text.
    Paste(String),
    /// The mouse.
    Mouse(Pointer),
    /// The size of the terminal.
    Size(u16, u16),
    /// The day's face of the hub, if the desk could tell it, and the moment at which it has to be asked for again.
    Face(Option<Face>, Duration),
    /// The machine slept for so long, or its clock jumped: nobody knows who looks at the screen now.
    Slept(Duration),
    /// The catalogue was opened.
    Opened(Answer<Box<Opened>>),
    /// The answer to a query.
    Found(u64, Answer<Results>),
    /// Needs that the words in the log's box may mean: ids, best first.
    Meant(u64, Answer<Vec<String>>),
    /// The card of a service.
    Carded(String, Answer<Option<Card>>),
    /// A slip to look at.
    Slipped(u64, Answer<Preview>),
    /// A slip came out of the printer, or did not.
    Printed(u64, Answer<()>),
    /// The printers that can be chosen.
    Printers(u64, Answer<Vec<Outlet>>),
    /// The languages that a slip can be in besides English.
    Tongues(Answer<Vec<Tongue>>),
    /// The picture of a slip is open in the system's viewer, or is not.
    Pictured(u64, Answer<()>),
    /// A slip was written to a file, or was not.
    Written(u64, Answer<String>),
    /// An enquiry is safe on disk, or is not.
    Saved(Uuid, Answer<()>),
    /// An enquiry was taken back, or was not.
    Undone(Uuid, Answer<()>),
    /// Today's enquiries.
    Today(Answer<Vec<Logged>>),
    /// Plain counts of this desk.
    Counts(Answer<Counts>),
    /// The page of the hub.
    Hub(Answer<HubCard>),
    /// The catalogue's files were looked through: what is new, with the hub and the needs as they are now.
    Refreshed(Answer<Option<Refreshed>>),
    /// The catalogue was fetched from where it comes from: what is new, as after a look at its files.
    Fetched(Answer<Option<Refreshed>>),
    /// The lists of upkeep.
    Ledger(Answer<Box<Ledger>>),
    /// What families asked for was counted.
    Tallied(u64, Answer<Box<TallyView>>),
    /// A service by itself.
    Entry(u64, Answer<Option<Card>>),
    /// The fields of a service, with its card.
    Fields(u64, Answer<(Vec<FormField>, Option<Card>)>),
    /// What was to be changed in the catalogue is recorded at this desk, with what to tell, or is not.
    Recorded(u64, Answer<String>),
    /// What staff must know after the store was looked after: a backup that failed, an undo that left a trace.
    Told(Vec<Notice>),
    /// A worker ended in the middle of its work; the next thing for it to do starts another.
    Died(Part),
    /// The terminal went away.
    Gone,
}

/// What a mouse does, with the column and the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointer {
    /// The first button was pressed.
    Press(u16, u16),
    /// The wheel was turned, down by so many steps.
    Wheel(u16, u16, isize),
}

/// Something that a worker has to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Open the catalogue.
    Open,
    /// Ask what staff must know, once the store is open.
    Notices,
    /// Ask for the hub's face again.
    Face,
    /// Find services for what is asked for.
    Find(u64, Box<Ask>),
    /// Find needs for the words in the log's box.
    Needs(u64, String),
    /// Fetch the card of a service, and what speaks for it in a search.
    Card(String, Box<Ask>),
    /// Make a slip to look at.
    Slip(u64, Order),
    /// Print a slip, on this printer or on the hub's own.
    Print(u64, Order, Option<String>),
    /// List the printers that can be chosen.
    Printers(u64),
    /// List the languages that a slip can be in. They are read when somebody wants one, so that opening the desk pays nothing for them.
    Tongues,
    /// Show a slip as a picture.
    Picture(u64, Order),
    /// Write a slip into a file.
    Write(u64, Order, String),
    /// Save an enquiry.
    Save(Box<Enquiry>),
    /// Take an enquiry back.
    Undo(Uuid),
    /// List today's enquiries.
    Today,
    /// Count today's and this week's enquiries.
    Counts,
    /// Fetch the page of the hub.
    Hub,
    /// Look whether the catalogue's files changed.
    Refresh,
    /// Fetch the catalogue from where it comes from, which may take its time.
    Fetch,
    /// List whom to ring, what is reported, what waits to be sent, and what is new.
    Ledger,
    /// Count what families asked for, which may take its time.
    Tally(u64, TallyAsk),
    /// Fetch the card of a service that is shown by itself.
    Entry(u64, String),
    /// Fetch the fields of a service.
    Fields(u64, String),
    /// Mark a service as wrong, with a line about it.
    Report(u64, String, ReportKind, Option<String>),
    /// Record that a service was found right, how and by which role.
    Check(u64, String, Means, String),
    /// Record what was changed in the fields of a service, and how and by which role it was checked.
    Amend(u64, String, Vec<FormField>, Option<(Means, String)>),
    /// Take back what waits to be sent.
    TakeBack(u64, Uuid),
    /// Count the words of searches that found nothing.
    Unfound(Vec<String>),
    /// Look after the store, which may take its time.
    Care,
    /// Close the desk.
    Quit,
}

/// One of the workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Finds and shows.
    Search,
    /// Saves, undoes and lists.
    Store,
    /// Prints. A printer that hangs keeps nothing else waiting.
    Print,
    /// Writes files, shows pictures, lists printers, looks at the catalogue's files, lists what upkeep shows.
    Jobs,
    /// Fetches the catalogue. A place that hangs keeps nothing else waiting.
    Fetch,
    /// Counts for the page of tallies. A long log keeps nothing else waiting.
    Count,
}

/// What is known once the catalogue is open.
#[derive(Debug)]
pub struct Opened {
    /// The hub.
    pub face: Face,
    /// All needs.
    pub needs: Vec<NeedName>,
    /// Hubs and localities that filters can name.
    pub places: Places,
    /// What staff must know about the catalogue.
    pub notices: Vec<Notice>,
    /// The path that is offered for a slip.
    pub slip_path: String,
    /// How often the catalogue is looked for where it comes from.
    pub fetch_every: Option<Duration>,
}

/// What a changed catalogue brought.
#[derive(Debug)]
pub struct Refreshed {
    /// What to say about it.
    pub text: String,
    /// The hub.
    pub face: Face,
    /// All needs.
    pub needs: Vec<NeedName>,
    /// The places that filters can name.
    pub places: Places,
    /// How many services changed and are listed by name.
    pub news: usize,
}

/// What goes on a slip.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// What it is made for.
    pub wanted: Wanted,
    /// Columns of the text.
    pub width: usize,
}

/// The page that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Page {
    /// Search, results, card, basket.
    #[default]
    Desk,
    /// The log form.
    Log,
    /// The slip.
    Slip,
    /// Today's enquiries.
    Today,
    /// Today's and this week's plain counts.
    Counts,
    /// The hub.
    Hub,
    /// The lists of upkeep.
    Upkeep,
    /// The tallies.
    Tally,
    /// A service by itself.
    Service,
    /// What is being said of a service.
    Mark,
    /// The fields of a service.
    Fields,
}

/// A question that has to be answered before anything else.
#[derive(Debug, Clone)]
pub enum Question {
    /// Take back this enquiry: the one on this line of today's list, else the one that was saved last?
    Undo(Uuid, Option<String>),
    /// End the visit although nothing was saved?
    NextVisit,
    /// Print and save?
    PrintAndLog,
    /// A slip did not come out: try again, or what else?
    Unprinted,
    /// Into which file?
    WriteTo(Entry),
    /// Leave the fields of a service although something was changed?
    LeaveFields,
    /// Close the desk?
    Quit,
}

/// What the status line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// One or two sentences.
    pub text: String,
    /// Something went wrong.
    pub problem: bool,
}

/// An enquiry on its way to the disk.
#[derive(Debug, Clone)]
pub(super) struct Saving {
    pub enquiry: Box<Enquiry>,
    /// The visit that it ends.
    pub visit: u64,
    /// What to say of the slip that came out before it, if one did.
    pub printed: Option<String>,
}

/// An enquiry that waits for the disk to take it.
#[derive(Debug, Clone)]
pub(super) struct Owed {
    pub enquiry: Enquiry,
    /// The visit that it ends, which may have ended already.
    pub visit: u64,
}

/// A slip on its way to the printer.
#[derive(Debug, Clone)]
pub(super) struct Printing {
    pub ticket: u64,
    /// The visit that it belongs to.
    pub visit: u64,
    /// The enquiry to save once it is printed.
    pub then_log: Option<Box<Enquiry>>,
    /// What is printed; forgotten here when its visit ends as a sensitive one.
    pub order: Option<Order>,
    /// The printer, if not the hub's own.
    pub to: Option<Outlet>,
    /// The printer has it; else it waits for the one before it.
    pub under_way: bool,
}

/// A slip that did not come out of the printer.
#[derive(Debug, Clone)]
pub(super) struct Unprinted {
    /// The visit that it belongs to.
    pub visit: u64,
    /// What was to be printed, where its visit has ended; else the slip on screen is.
    pub order: Option<Order>,
    /// The enquiry was to be saved with it.
    pub logs: bool,
    /// What happened.
    pub problem: String,
}

/// What the desk starts with.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The hub.
    pub face: Face,
    /// When the desk hides and erases by itself, and its PIN.
    pub timers: Timers,
    /// All needs.
    pub needs: Vec<NeedName>,
    /// The places that filters can name.
    pub places: Places,
    /// What staff must know first.
    pub notices: Vec<Notice>,
    /// The path that is offered for a slip.
    pub slip_path: String,
    /// How often the catalogue is looked for where it comes from.
    pub fetch_every: Option<Duration>,
    /// The catalogue is not open yet.
    pub opening: bool,
}

impl Start {
    /// Asks a desk for all of it.
    pub fn of(desk: &dyn Backend) -> Self {
        Self {
            needs: desk.needs(),
            places: desk.places(),
            notices: desk.notices(),
            slip_path: desk.slip_path(),
            fetch_every: desk.fetch_every(),
            ..Self::early(desk, false)
        }
    }

    /// Asks a desk for what it knows before anything was read.
    pub fn before(desk: &dyn Backend) -> Self {
        Self::early(desk, true)
    }

    fn early(desk: &dyn Backend, opening: bool) -> Self {
        Self { face: desk.face(), timers: desk.timers(), opening, ..Self::default() }
    }
}
