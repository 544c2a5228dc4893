//! The screen's state and its rules: messages in, effects out. It sees no frame, no terminal and no file.

mod act;
mod answers;
mod family;
mod filters;
mod hide;
mod hints;
mod log_page;
mod mouse;
mod palette;
mod printing;
mod recover;
mod sheets;
mod slip_lists;
mod slip_page;
mod types;

use super::chips::forget_unsaid;
use super::entry::{Entry, LONGEST};
use super::form::Form;
use super::layout::SMALLEST;
use crate::desk::{Logged, Results};
use crate::keymap::{Action, Chord, Context, Keymap};
use crate::record::Channel;
use crate::slip::Tongue;
use crate::theme::Theme;
use crate::visit::{Times, Watch};
pub use family::{Family, Focus};
pub use palette::{Offer, Palette};
pub use sheets::Sheet;
pub use slip_lists::{Listing, SlipList};
pub use slip_page::{Choice, SlipPage};
use std::time::Duration;
pub use types::{Answer, Effect, Msg, Opened, Order, Page, Part, Pointer, Question, Refreshed, Said, Start};
use types::{Owed, Printing, Saving, Unprinted};
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
                vec![Effect::Face, Effect::Refresh]
            }
            Msg::Gone => vec![Effect::Quit],
            answer => self.answer(answer),
        };
        if self.is_veiled() && self.is_sensitive() {
            // What was still being looked for when the screen was hidden turned out to be sensitive.
            self.end_visit();
        }
        effects.extend(self.want_card());
        effects
    }

    /// Returns the moment at which the time itself has something to change.
    pub fn deadline(&self) -> Option<Duration> {
        let watch = self.watch.deadline(self.holds());
        watch.into_iter().chain(self.midnight).chain(self.look).min()
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

    fn type_key(&mut self, chord: Chord) -> Vec<Effect> {
        if self.context() == Context::Filters {
            return self.type_filter(chord);
        }
        if Entry::types(chord) && self.context().is_beside_box() && !self.keymap.types_anywhere() {
            let box_key = self.key_name(if self.page == Page::Desk { Action::Back } else { Action::NextPane });
            self.say(format!("Letters are keys here, and this one does nothing. {box_key} goes to the box."));
            return Vec::new();
        }
        self.replace_done(chord.character().is_some());
        match self.typing_into(Entry::types(chord)) {
            Some(entry) => {
                let room = !entry.is_full();
                let changed = entry.key(chord);
                self.say_full(room || chord.character().is_none());
                self.typed(changed)
            }
            None => {
                self.letter(chord);
                Vec::new()
            }
        }
    }

    /// Empties the search box when its words are done with: marked words are replaced by what is typed and kept by any other key, as in every box that people know.
    fn replace_done(&mut self, typed: bool) {
        let covered = self.help.is_some() || self.palette.is_some() || self.question.is_some();
        if self.page == Page::Desk && !covered && std::mem::take(&mut self.family.done) && typed {
            self.family.query.clear();
        }
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.is_veiled() {
            return Vec::new();
        }
        self.watch.key(self.at);
        if self.context() == Context::Filters {
            return self.paste_filter(text);
        }
        self.replace_done(true);
        match self.typing_into(true) {
            Some(entry) => {
                let changed = entry.paste(text);
                let fits = !entry.is_full();
                self.say_full(fits);
                self.typed(changed)
            }
            None => Vec::new(),
        }
    }

    /// Says so when not everything fitted into a box.
    fn say_full(&mut self, fits: bool) {
        if !fits {
            self.complain(format!("A box holds {LONGEST} characters; what came after them was left out."));
        }
    }

    /// Returns the box that takes what is typed now. Where the focus is in a list, what edits goes to the page's box and takes the focus there; what only moves a caret does not.
    fn typing_into(&mut self, edits: bool) -> Option<&mut Entry> {
        if let Some(palette) = &mut self.palette {
            return Some(&mut palette.entry);
        }
        if self.help.is_some() {
            return None;
        }
        if let Some(question) = &mut self.question {
            return if let Question::WriteTo(entry) = question { Some(entry) } else { None };
        }
        let family = &mut self.family;
        match (self.help, self.page) {
            (None, Page::Desk) if edits || family.focus == Focus::Search => {
                family.focus = Focus::Search;
                Some(&mut family.query)
            }
            (None, Page::Log) => family.form.as_mut().filter(|form| form.is_typing()).map(|form| &mut form.search),
            (None, Page::Slip) if family.slip.list.is_none() && (edits || family.slip.is_typing()) => {
                family.slip.go_to_line();
                Some(&mut family.slip.line)
            }
            _ => None,
        }
    }

    /// Does what follows from a change in a box.
    fn typed(&mut self, changed: bool) -> Vec<Effect> {
        if let Some(palette) = &mut self.palette {
            // The best offer is marked again, and the focus is where the letters go.
            palette.at = if changed { 0 } else { palette.at };
            palette.in_list = false;
            return Vec::new();
        }
        match (&self.question, self.help, self.page) {
            (None, None, Page::Desk) if changed => self.find(),
            (None, None, Page::Slip) if changed => self.remake_slip(),
            (None, None, Page::Log) if changed => self.find_needs(),
            _ => Vec::new(),
        }
    }

    fn find(&mut self) -> Vec<Effect> {
        let ticket = self.ticket();
        self.family.generation = ticket;
        forget_unsaid(&mut self.family.wanted, self.family.query.value());
        if !self.family.is_asking() {
            self.family.answered = ticket;
            self.family.results = Results::default();
            self.family.at = 0;
            self.family.by_hand = false;
            self.family.by_words = false;
            self.family.keep_focus();
            return Vec::new();
        }
        vec![Effect::Find(ticket, Box::new(self.family.ask()))]
    }

    /// Asks for the card of the marked service where it is not there yet.
    fn want_card(&mut self) -> Option<Effect> {
        let id = self.family.selected()?.id.clone();
        let ask = self.family.ask();
        match &self.family.card_wanted {
            // Why it stands there is asked again with other words, but not before they are answered.
            Some((known, asked)) if *known == id && (*asked == ask || self.family.is_stale()) => return None,
            Some((known, _)) if *known == id => {}
            _ => self.family.card_scroll = 0,
        }
        self.family.card_wanted = Some((id.clone(), ask.clone()));
        Some(Effect::Card(id, Box::new(ask)))
    }
}
