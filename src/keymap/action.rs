//! Everything that a key can do on screen: the name, the word for a hint, and what it does, in one list.

use strum::{EnumIter, EnumMessage, EnumString, IntoStaticStr};

/// Something that a key can do. The message is the word on the status line; the detailed message is the line in the help.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumMessage, EnumString, IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
#[allow(missing_docs, reason = "the messages are the documentation, and are shown on screen")]
pub enum Action {
    #[strum(message = "add", detailed_message = "Put the selected service into the basket")]
    Add,
    #[strum(message = "log", detailed_message = "Open the log, filled in as far as the desk knows")]
    OpenLog,
    #[strum(message = "save", detailed_message = "Save the enquiry, which ends the visit")]
    Save,
    #[strum(message = "slip", detailed_message = "Show the slip for what is in the basket")]
    OpenSlip,
    #[strum(message = "print and log", detailed_message = "Print the slip and save the enquiry, after one question")]
    PrintAndLog,
    #[strum(message = "elsewhere", detailed_message = "Print the slip on another printer")]
    PrintElsewhere,
    #[strum(message = "to a file", detailed_message = "Save the slip as a file")]
    WriteSlip,
    #[strum(message = "language", detailed_message = "Choose the language of the slip, for this visit")]
    Language,
    #[strum(message = "quick chat", detailed_message = "Count a short chat that needs nothing more")]
    QuickChat,
    #[strum(message = "undo", detailed_message = "Take back the enquiry that was saved last")]
    Undo,
    #[strum(message = "today", detailed_message = "List today's enquiries")]
    Today,
    #[strum(message = "counts", detailed_message = "Count today's and this week's enquiries; not for publication")]
    Counts,
    #[strum(message = "hub", detailed_message = "Show the hub: who is on duty, hours, holidays and terms")]
    Hub,
    #[strum(
        message = "filter",
        detailed_message = "Open the filters, or close them: age, day, free, language and more; what is near first"
    )]
    Filters,
    #[strum(message = "no filters", detailed_message = "Take all filters off, and what was heard in the words")]
    ClearFilters,
    #[strum(
        message = "young person",
        detailed_message = "A young person asks for themselves, or not: what they can use in their own right first, a quiet slip"
    )]
    YoungPerson,
    #[strum(
        message = "wrong",
        detailed_message = "Say what is wrong with the marked service; it is marked at this desk at once"
    )]
    Report,
    #[strum(message = "still right", detailed_message = "Record that the marked service was rung and is still right")]
    Rung,
    #[strum(message = "checked", detailed_message = "Record how the marked service was found still right")]
    Checked,
    #[strum(message = "edit", detailed_message = "Open the fields of the marked service")]
    Fields,
    #[strum(message = "news", detailed_message = "List what the last update of the catalogue changed")]
    News,
    #[strum(
        message = "upkeep",
        detailed_message = "Open the lists for keeping the catalogue true: whom to ring, reports, what waits to be sent"
    )]
    Upkeep,
    #[strum(
        message = "tallies",
        detailed_message = "Open the tallies: what families asked for, month by month and hub by hub, protected"
    )]
    Tally,
    #[strum(
        message = "months, quarters",
        detailed_message = "Go on from months to quarters, to financial years, to school terms"
    )]
    PeriodKind,
    #[strum(message = "next hub", detailed_message = "Go on to the next hub, behind the last to the whole locality")]
    NextHub,
    #[strum(message = "send now", detailed_message = "Fetch the catalogue and send what waits, now")]
    Send,
    #[strum(message = "next visit", detailed_message = "Clear everything for the next family")]
    NextVisit,
    #[strum(message = "hide", detailed_message = "Hide the screen at once; a sensitive visit is erased")]
    Hide,
    #[strum(
        message = "next part",
        detailed_message = "Go to the next part: advice, filters, results, card, basket; in and out of a box"
    )]
    NextPane,
    #[strum(message = "part before", detailed_message = "Go back to the part before")]
    PreviousPane,
    #[strum(message = "next line", detailed_message = "Move down")]
    Down,
    #[strum(message = "line before", detailed_message = "Move up")]
    Up,
    #[strum(message = "next page", detailed_message = "Move down by a page")]
    PageDown,
    #[strum(message = "page before", detailed_message = "Move up by a page")]
    PageUp,
    #[strum(message = "first", detailed_message = "Move to the first line")]
    First,
    #[strum(message = "last", detailed_message = "Move to the last line")]
    Last,
    #[strum(message = "remove", detailed_message = "Take the marked one out")]
    Remove,
    #[strum(message = "change", detailed_message = "Change to the next choice, or move right")]
    NextChoice,
    #[strum(message = "change back", detailed_message = "Change to the choice before, or move left")]
    PreviousChoice,
    #[strum(message = "tick", detailed_message = "Tick or untick the marked choice")]
    Tick,
    #[strum(message = "do it", detailed_message = "Do what the marked line says")]
    Do,
    #[strum(message = "yes", detailed_message = "Answer yes")]
    Confirm,
    #[strum(message = "no", detailed_message = "Answer no and change nothing")]
    Cancel,
    #[strum(message = "back", detailed_message = "Go back one step; in the search box, empty it")]
    Back,
    #[strum(message = "actions", detailed_message = "List everything that can be done here, to choose by name")]
    Palette,
    #[strum(message = "help", detailed_message = "Show this list of keys")]
    Help,
    #[strum(message = "close", detailed_message = "Close Signpost, after one question")]
    Quit,
}

impl Action {
    /// Returns the name, as keymap files write it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the word for a hint.
    pub fn hint(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// Returns what it does, in one line.
    pub fn doc(self) -> &'static str {
        self.get_detailed_message().unwrap_or_default()
    }

    /// Returns the word for a hint in a place where the usual one would be wrong, else the usual one.
    pub fn hint_in(self, context: Context) -> &'static str {
        match (context, self) {
            (Context::Filters, Self::Back) => "done",
            (Context::Filters | Context::Chips, Self::Remove) => "take off",
            (Context::Chips, Self::NextChoice) => "next",
            (Context::Upkeep, Self::Do) => "open",
            (Context::Upkeep, Self::Undo) => "take back",
            (Context::Upkeep, Self::NextPane) => "next list",
            (Context::Tally, Self::Do) => "open",
            (Context::Tally, Self::NextChoice) => "later",
            (Context::Tally, Self::PreviousChoice) => "earlier",
            (Context::Mark, Self::Do) => "choose",
            _ => self.hint(),
        }
    }

    /// Returns what it does in a place where the usual line would be wrong, else the usual one.
    pub fn doc_in(self, context: Context) -> &'static str {
        context.chain().iter().find_map(|place| self.own_doc(*place)).unwrap_or(self.doc())
    }

    fn own_doc(self, place: Context) -> Option<&'static str> {
        Some(match (place, self) {
            (Context::Filters, Self::Back) => "Close the filters; they stay on",
            (Context::Filters, Self::Filters) => "Close the filters again",
            (Context::Filters, Self::PageDown) => "Go on by several choices",
            (Context::Filters, Self::PageUp) => "Go back by several choices",
            (Context::Filters, Self::Remove) => "Take the marked filter off",
            (Context::Chips, Self::Add) => {
                "Put the selected service into the basket; on a need that comes near, search it"
            }
            (Context::Chips, Self::Remove) => "Take the marked filter off, or what was heard in the words",
            (Context::Chips, Self::NextChoice) => "Mark the next chip",
            (Context::Chips, Self::PreviousChoice) => "Mark the chip before",
            (Context::Basket, Self::Remove) => "Take the marked service out",
            (Context::Log, Self::Save) => {
                "Save the enquiry, which ends the visit; with a word in the box for another need, add that need"
            }
            (Context::Log, Self::Back) => {
                "Go back to the search and keep what is filled in; empties the box for another need first"
            }
            (Context::Choices, Self::Remove) => "Take the marked need out",
            (Context::SlipList, Self::Back) => "Close this list and go back",
            (Context::Question, Self::Confirm) => "Answer yes; after a slip that did not come out, print it again",
            (Context::Question, Self::Cancel) => "Answer no and change nothing; a slip that did not come out is kept",
            (Context::Question, Self::PrintElsewhere) => "Print a slip that did not come out on another printer",
            (Context::Question, Self::WriteSlip) => "Save a slip that did not come out as a file",
            (Context::Question, Self::OpenLog) => "Log without paper when a slip did not come out",
            (Context::Slip, Self::Back) => "Go back to the search and keep the basket",
            (Context::Upkeep, Self::Do) => "Open the marked service",
            (Context::Upkeep, Self::Undo) => "Take back what waits to be sent",
            (Context::Upkeep, Self::NextPane) => "Go to the next list",
            (Context::Upkeep, Self::PreviousPane) => "Go to the list before",
            (Context::Tally, Self::Do) => "Open the marked need or hub",
            (Context::Tally, Self::NextChoice) => "Go to the period after",
            (Context::Tally, Self::PreviousChoice) => "Go to the period before",
            (Context::Tally, Self::NextPane) => "Go to the next part of the tallies",
            (Context::Tally, Self::PreviousPane) => "Go to the part of the tallies before",
            (Context::Tally, Self::Back) => "Go back from a need, or close the tallies",
            (Context::Mark, Self::Do) => "Choose the marked line, or take what was typed",
            (Context::Mark, Self::Back) => "Leave this list; what was recorded stays",
            (Context::Fields, Self::Save) => "Save what was changed, after asking whether it was checked",
            (Context::Fields, Self::Back) => "Leave the fields; asks first when something was changed",
            (Context::Page, Self::Back) => "Close this list or the help",
            (Context::Palette, Self::Back) => "Close this list and do nothing",
            (Context::Palette, Self::Do) => "Do what is marked, in the place below this list",
            (Context::Today, Self::Undo) => "Take back the marked enquiry",
            _ => return None,
        })
    }
}

/// Where keys are looked up. Each place falls back on others, see [`Context::chain`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumMessage, EnumString, IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
#[allow(missing_docs, reason = "the messages are the documentation, and are shown on screen")]
pub enum Context {
    #[strum(message = "Search and results")]
    Desk,
    #[strum(message = "In the search box")]
    Search,
    #[strum(message = "In the advice, results, card and basket")]
    Parts,
    #[strum(message = "In the advice")]
    Prompts,
    #[strum(message = "In the results")]
    Results,
    #[strum(message = "In the card")]
    Card,
    #[strum(message = "In the basket")]
    Basket,
    #[strum(message = "On the chips")]
    Chips,
    #[strum(message = "In the filters")]
    Filters,
    #[strum(message = "In the log")]
    Log,
    #[strum(message = "In the log, on a line with choices")]
    Choices,
    #[strum(message = "At the slip")]
    Slip,
    #[strum(message = "At the slip, outside the line to the family")]
    SlipChoices,
    #[strum(message = "In a list beside the slip")]
    SlipList,
    #[strum(message = "In the lists of upkeep")]
    Upkeep,
    #[strum(message = "In the tallies")]
    Tally,
    #[strum(message = "At a service by itself, and in the lists of upkeep")]
    Service,
    #[strum(message = "Where something is said of a service")]
    Mark,
    #[strum(message = "In the fields of a service")]
    Fields,
    #[strum(message = "In today's list, the counts, the tallies, the hub, the help and upkeep")]
    Page,
    #[strum(message = "In today's list")]
    Today,
    #[strum(message = "At a question")]
    Question,
    #[strum(message = "In the list of all actions")]
    Palette,
    #[strum(message = "Everywhere")]
    Anywhere,
}

impl Context {
    /// Returns the heading for the help.
    pub fn heading(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// Returns the name, as keymap files write it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns where a key is looked up here, first to last.
    pub fn chain(self) -> &'static [Self] {
        match self {
            Self::Desk => &[Self::Desk, Self::Anywhere],
            Self::Search => &[Self::Search, Self::Desk, Self::Anywhere],
            Self::Parts => &[Self::Parts, Self::Desk, Self::Anywhere],
            Self::Prompts => &[Self::Prompts, Self::Parts, Self::Desk, Self::Anywhere],
            Self::Results => &[Self::Results, Self::Parts, Self::Desk, Self::Anywhere],
            Self::Card => &[Self::Card, Self::Parts, Self::Desk, Self::Anywhere],
            Self::Basket => &[Self::Basket, Self::Parts, Self::Desk, Self::Anywhere],
            Self::Chips => &[Self::Chips, Self::Parts, Self::Desk, Self::Anywhere],
            Self::Filters => &[Self::Filters, Self::Anywhere],
            Self::Log => &[Self::Log, Self::Anywhere],
            Self::Choices => &[Self::Choices, Self::Log, Self::Anywhere],
            Self::Slip => &[Self::Slip, Self::Anywhere],
            Self::SlipChoices => &[Self::SlipChoices, Self::Slip, Self::Anywhere],
            Self::SlipList => &[Self::SlipList, Self::Anywhere],
            Self::Page => &[Self::Page, Self::Anywhere],
            Self::Today => &[Self::Today, Self::Page, Self::Anywhere],
            Self::Upkeep => &[Self::Upkeep, Self::Service, Self::Page, Self::Anywhere],
            Self::Tally => &[Self::Tally, Self::Page, Self::Anywhere],
            Self::Service => &[Self::Service, Self::Page, Self::Anywhere],
            Self::Mark => &[Self::Mark, Self::Anywhere],
            Self::Fields => &[Self::Fields, Self::Anywhere],
            Self::Question => &[Self::Question, Self::Anywhere],
            Self::Palette => &[Self::Palette, Self::Anywhere],
            Self::Anywhere => &[Self::Anywhere],
        }
    }

    /// Returns whether the desk can be there; the others only stand behind such places.
    pub fn is_place(self) -> bool {
        !matches!(self, Self::Desk | Self::Parts | Self::Anywhere)
    }

    /// Returns whether the focus is beside the page's box, into which letters go from here in a keymap that types anywhere.
    pub fn is_beside_box(self) -> bool {
        matches!(self, Self::Prompts | Self::Chips | Self::Results | Self::Card | Self::Basket | Self::SlipChoices)
    }

    /// Returns whether what is looked up here may belong to a box that letters are typed into, so that no action may sit on one.
    pub fn takes_letters(self) -> bool {
        matches!(
            self,
            Self::Desk
                | Self::Search
                | Self::Filters
                | Self::Log
                | Self::Slip
                | Self::SlipList
                | Self::Mark
                | Self::Fields
                | Self::Question
                | Self::Palette
                | Self::Anywhere
        )
    }
}
