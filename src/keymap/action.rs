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
    #[strum(message = "quick chat", detailed_message = "Count a short chat that needs nothing more")]
    QuickChat,
    #[strum(message = "undo", detailed_message = "Take back the last enquiry; in today's list, the marked one")]
    Undo,
    #[strum(message = "today", detailed_message = "List today's enquiries")]
    Today,
    #[strum(message = "counts", detailed_message = "Count today's and this week's enquiries; not for publication")]
    Counts,
    #[strum(message = "hub", detailed_message = "Show the hub: who is on duty, hours, holidays and terms")]
    Hub,
    #[strum(message = "next visit", detailed_message = "Clear everything for the next family")]
    NextVisit,
    #[strum(message = "hide", detailed_message = "Hide the screen at once; a sensitive visit is erased")]
    Hide,
    #[strum(message = "next part", detailed_message = "Go to the next part: search, results, advice, card, basket")]
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
    #[strum(message = "all actions", detailed_message = "List everything that can be done here, to choose by name")]
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
    #[strum(message = "In the basket")]
    Basket,
    #[strum(message = "In the log")]
    Log,
    #[strum(message = "In the log, on a line with choices")]
    Choices,
    #[strum(message = "At the slip")]
    Slip,
    #[strum(message = "In today's list, the counts, the hub and the help")]
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
            Self::Basket => &[Self::Basket, Self::Desk, Self::Anywhere],
            Self::Log => &[Self::Log, Self::Anywhere],
            Self::Choices => &[Self::Choices, Self::Log, Self::Anywhere],
            Self::Slip => &[Self::Slip, Self::Anywhere],
            Self::Page => &[Self::Page, Self::Anywhere],
            Self::Today => &[Self::Today, Self::Page, Self::Anywhere],
            Self::Question => &[Self::Question, Self::Anywhere],
            Self::Palette => &[Self::Palette, Self::Anywhere],
            Self::Anywhere => &[Self::Anywhere],
        }
    }

    /// Returns whether letters are typed here, so that no action may sit on one.
    pub fn takes_letters(self) -> bool {
        !matches!(self, Self::Page | Self::Today | Self::Choices)
    }
}
