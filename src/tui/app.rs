//! The screen's state and its rules: messages in, effects out. It sees no frame, no terminal and no file.

mod act;
mod answers;
mod family;
mod fetching;
mod fields_page;
mod filters;
mod finding;
mod hide;
mod hints;
mod log_page;
mod marking;
mod mouse;
mod moving;
mod over;
mod palette;
mod printing;
mod recover;
mod sheets;
mod slip_lists;
mod slip_page;
mod tally;
mod types;
mod typing;
mod upkeep;

use super::entry::Entry;
use super::fields::Fields;
use super::form::Form;
use super::layout::SMALLEST;
use crate::desk::Logged;
use crate::keymap::{Action, Chord, Context, Keymap};
use crate::record::Channel;
use crate::slip::Tongue;
use crate::theme::Theme;
use crate::visit::{Times, Watch};
pub use family::{Family, Focus};
use fetching::Fetching;
pub use marking::{Mark, Telling};
pub use palette::{Offer, Palette};
pub use sheets::Sheet;
pub use slip_lists::{Listing, SlipList};
pub use slip_page::{Choice, SlipPage};
use std::time::Duration;
pub use tally::Tallies;
pub use types::{Answer, Effect, Msg, Opened, Order, Page, Part, Pointer, Question, Refreshed, Said, Start};
use types::{Owed, Printing, Saving, Unprinted};
use upkeep::Deed;
pub use upkeep::{Lone, Upkeep};
use uuid::Uuid;

/// How long a list takes to be read.
const READ: Duration = Duration::from_secs(1);

/// The screen's state. Everything about the family at the desk is in `family` and goes with it.
#[derive(Debug)]
pub struct App {
    pub(super) keymap: Keymap,
    pub(super) theme: Theme,
    pub(super) start: Start,
    pub(super) size: (u16, u16),
    pub(super) page: Page,
    /// The help is open over the page, scrolled by so many lines.
    pub(super) help: Option<usize>,
    /// The palette is open over everything.
    pub(super) palette: Option<Palette>,
    /// The counts or the hub, while one of them is open.
    pub(super) sheet: Sheet,
    /// The pages that lie below the open one, where that is none of the family's.
    below: Vec<Page>,
    /// The lists of upkeep, while they are open.
    pub(super) upkeep: Upkeep,
    /// The tallies, while they are open.
    pub(super) tally: Tallies,
    /// The service that is shown by itself.
    pub(super) lone: Option<Lone>,
    /// What is being said of a service.
    pub(super) marking: Option<Mark>,
    /// The fields of a service, while they are open.
    pub(super) fields: Option<Fields>,
    /// The role of whoever checks entries here, once it was asked. It is kept nowhere else.
    role: Option<String>,
    /// The role that was not taken, to be mended.
    role_before: String,
    /// What is on its way to the store and changes the catalogue.
    deeds: Vec<(u64, Deed)>,
    fetching: Fetching,
    pub(super) question: Option<Question>,
    pub(super) family: Family,
    pub(super) said: Option<Said>,
    /// Languages that a slip can be in besides English, once somebody wanted one.
    pub(super) tongues: Option<Vec<Tongue>>,
    pub(super) today: Option<Vec<Logged>>,
    pub(super) today_at: usize,
    pub(super) notice_read: bool,
    /// Digits typed behind the idle screen; none means that no PIN was asked for yet.
    pub(super) pin: Option<Entry>,
    /// The digits that were entered last were wrong.
    pub(super) pin_wrong: bool,
    watch: Watch,
    at: Duration,
    /// When the list on screen came.
    shown: Duration,
    midnight: Option<Duration>,
    /// When the catalogue's files are looked through next.
    look: Option<Duration>,
    channel: Channel,
    /// Counts queries, cards, slips and print jobs, so that late answers are known.
    tickets: u64,
    saving: Option<Saving>,
    /// Slips on their way to the printer: one that it has, and those that wait for it.
    printing: Vec<Printing>,
    /// The slip that did not come out last.
    unprinted: Option<Unprinted>,
    /// Enquiries that wait: for the one before them, or, when the disk refused them after their visit had ended, to be offered again.
    owed: Vec<Owed>,
    /// Ids of what this screen saved, in order; the order is kept nowhere else.
    saved: Vec<Uuid>,
    /// Searches of a visit that just ended which found nothing, until they are handed on.
    unfound: Vec<String>,
}

impl App {
    /// Returns the screen of a desk at its start.
    pub fn new(start: Start, keymap: Keymap, theme: Theme) -> Self {
        let times = Times { hide_after: start.timers.hide_after, erase_after: start.timers.erase_after };
        Self {
            keymap,
            theme,
            start,
            size: (80, 24),
            page: Page::Desk,
            help: None,
            palette: None,
            sheet: Sheet::default(),
            below: Vec::new(),
            upkeep: Upkeep::default(),
            tally: Tallies::default(),
            lone: None,
            marking: None,
            fields: None,
            role: None,
            role_before: String::new(),
            deeds: Vec::new(),
            fetching: Fetching::default(),
            question: None,
            family: Family::default(),
            said: None,
            tongues: None,
            today: None,
            today_at: 0,
            notice_read: false,
            pin: None,
            pin_wrong: false,
            watch: Watch::new(times, Duration::ZERO),
            at: Duration::ZERO,
            shown: Duration::ZERO,
            midnight: None,
            look: None,
            channel: Channel::default(),
            tickets: 0,
            saving: None,
            printing: Vec::new(),
            unprinted: None,
            owed: Vec::new(),
            saved: Vec::new(),
            unfound: Vec::new(),
        }
    }

    /// Takes in one thing that happened and returns what has to be done about it.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = match msg {
            Msg::Clock(at) => self.pass(at),
            Msg::Key(chord) => self.key(chord),
            Msg::Paste(text) => self.paste(&text),
            Msg::Mouse(pointer) => self.mouse(pointer),
            Msg::Size(width, height) => {
                self.size = (width, height);
                Vec::new()
            }
            Msg::Slept(by) => {
                self.slept(by);
                self.fetch_soon();
                vec![Effect::Face, Effect::Refresh]
            }
            Msg::Gone => vec![Effect::Quit],
            answer => self.answer(answer),
        };
        if self.is_veiled() && self.is_sensitive() {
            // What was still being looked for when the screen was hidden turned out to be sensitive.
            self.end_visit();
        }
        self.keep_tally_away();
        effects.extend(self.want_card());
        if !self.unfound.is_empty() {
            effects.push(Effect::Unfound(std::mem::take(&mut self.unfound)));
        }
        effects
    }

    /// Returns the moment at which the time itself has something to change.
    pub fn deadline(&self) -> Option<Duration> {
        let watch = self.watch.deadline(self.holds());
        watch.into_iter().chain(self.midnight).chain(self.look).chain(self.fetching.next).min()
    }

    /// Returns whether the catalogue is still being opened.
    pub fn is_opening(&self) -> bool {
        self.start.opening
    }

    /// Returns the page that is open.
    pub fn page(&self) -> Page {
        self.page
    }

    /// Returns whether the idle screen is up.
    pub fn is_veiled(&self) -> bool {
        self.watch.is_veiled()
    }

    /// Returns whether the visit is sensitive at this moment.
    pub fn is_sensitive(&self) -> bool {
        let family = &self.family;
        let found = family.results.need.as_ref();
        let spoken = found.is_some_and(|id| self.start.needs.iter().any(|need| need.id == *id && need.sensitive));
        family.visit.is_sensitive()
            || family.wanted.young_person
            || spoken
            || family.meant().is_some_and(|listed| listed.sensitive)
    }

    /// Returns whether the window is too small to show more than a line or two.
    pub(super) fn is_too_small(&self) -> bool {
        self.size.0 < SMALLEST.0 || self.size.1 < SMALLEST.1
    }

    /// Returns where keys are looked up now.
    pub fn context(&self) -> Context {
        if self.palette.is_some() { Context::Palette } else { self.place() }
    }

    /// Returns where keys are looked up below the palette.
    fn place(&self) -> Context {
        if self.question.is_some() && self.help.is_none() {
            return Context::Question;
        }
        match (self.help, self.page) {
            (Some(_), _) => Context::Page,
            (None, Page::Today) => Context::Today,
            (None, Page::Counts | Page::Hub) => Context::Page,
            (None, Page::Upkeep) => Context::Upkeep,
            (None, Page::Tally) => Context::Tally,
            (None, Page::Service) => Context::Service,
            (None, Page::Mark) => Context::Mark,
            (None, Page::Fields) => Context::Fields,
            (None, Page::Log) if self.family.form.as_ref().is_some_and(Form::is_typing) => Context::Log,
            (None, Page::Log) => Context::Choices,
            (None, Page::Slip) if self.family.slip.list.is_some() => Context::SlipList,
            (None, Page::Slip) if self.family.slip.is_typing() => Context::Slip,
            (None, Page::Slip) => Context::SlipChoices,
            (None, Page::Desk) => match self.family.focus {
                Focus::Search => Context::Search,
                Focus::Prompts => Context::Prompts,
                Focus::Chips => Context::Chips,
                Focus::Filters => Context::Filters,
                Focus::Results => Context::Results,
                Focus::Card => Context::Card,
                Focus::Basket => Context::Basket,
            },
        }
    }

    fn ticket(&mut self) -> u64 {
        self.tickets += 1;
        self.tickets
    }

    fn say(&mut self, text: impl Into<String>) {
        self.said = Some(Said { text: text.into(), problem: false });
    }

    fn complain(&mut self, text: impl Into<String>) {
        self.said = Some(Said { text: text.into(), problem: true });
    }

    /// Complains so that no other key takes it away before it was read.
    fn fail(&mut self, text: impl std::fmt::Display) {
        self.said = None;
        self.family.failed = Some(format!("{text} {} puts this away.", self.key_name(Action::Back)));
    }

    /// Returns the name of the key for an action where it is pressed now, for use in sentences.
    pub(super) fn key_name(&self, action: Action) -> String {
        let key = self.keymap.key(self.context(), action).or_else(|| self.keymap.key(Context::Desk, action));
        key.map_or_else(|| action.name().to_owned(), |chord| chord.to_string())
    }

    fn key(&mut self, chord: Chord) -> Vec<Effect> {
        if self.is_veiled() {
            return self.veiled_key(chord);
        }
        self.attend();
        match self.keymap.action(self.context(), chord) {
            Some(action) => self.chosen(action),
            None => self.type_key(chord),
        }
    }

    /// Takes note that somebody is at the desk.
    fn attend(&mut self) {
        // What stood there for as long as it takes to read is known to whoever stands before the screen; what flashed by while a word was typed is not.
        let read = self.is_sensitive() && self.at.saturating_sub(self.shown) >= READ;
        self.family.visit.touch(read);
        self.watch.key(self.at);
        self.said = None;
        self.family.held = None;
    }

    /// Does what somebody chose. Whoever acts has seen what is marked.
    fn chosen(&mut self, action: Action) -> Vec<Effect> {
        let sensitive = self.is_sensitive();
        self.family.visit.touch(sensitive);
        self.act(action)
    }
}
