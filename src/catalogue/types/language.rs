//! What a slip says in the languages of families: labels and fixed sentences.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use strum::{EnumIter, EnumString, IntoStaticStr};

/// Who looked a translation over, and when. Editing a file is not checking it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Proofread {
    /// The day.
    #[serde(with = "crate::catalogue::day")]
    #[schemars(with = "crate::catalogue::day::Day")]
    pub on: NaiveDate,
    /// The role of the person, never a name: "community interpreter".
    pub by: String,
}

/// `languages/<code>.toml`: what slips say in one language; the code is one of ISO 639.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Language {
    /// Its name as its speakers write it: "Polski".
    pub own_name: String,
    /// Written from right to left.
    pub right_to_left: bool,
    /// Who looked the whole file over; without it the slip says that nobody did, and safety sentences stay English.
    pub checked: Option<Proofread>,
    /// Days of the week, Monday first, as they stand before a date.
    pub days: Vec<String>,
    /// Months as they stand in a date.
    pub months: Vec<String>,
    /// Labels and fixed sentences, by the name of their [`Fixed`].
    pub words: BTreeMap<String, String>,
}

impl Language {
    /// Returns what it says for a label or sentence. Safety sentences that nobody checked are not said.
    pub fn say(&self, fixed: Fixed) -> Option<&str> {
        if fixed.is_safety() && self.checked.is_none() {
            return None;
        }
        self.words.get(<&str>::from(fixed)).map(String::as_str)
    }
}

/// Declares the labels and fixed sentences with their English, so that no one can be forgotten.
macro_rules! fixed {
    ($($(#[$doc:meta])* $name:ident = $english:literal,)*) => {
        /// A label or fixed sentence of a slip. What stands in `{braces}` is filled in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
        #[strum(serialize_all = "snake_case")]
        pub enum Fixed { $(#[doc = $english] $name,)* }

        impl Fixed {
            /// Returns it in English, as GOV.UK writes.
            pub fn english(self) -> &'static str {
                match self { $(Self::$name => $english,)* }
            }
        }
    };
}

fixed! {
    // Headings.
    Ring = "Ring",
    Text = "Text",
    Who = "Who it is for",
    How = "How to get in",
    When = "When",
    Where = "Where",
    Cost = "Cost",
    Bring = "What to bring",
    Website = "Website",
    Email = "Email",
    Languages = "Languages",
    FromUs = "From us to you",
    // Below a QR code.
    ScanToRing = "Scan to ring",
    ScanForWebsite = "Scan for the website",
    // What must be known first.
    PleaseRingFirst = "Please ring first. We have not checked this lately.",
    PleaseAskFirst = "Please ask first. We have not checked this lately.",
    Example = "EXAMPLE - not a real service",
    ExampleHub = "EXAMPLE - not a real hub",
    Full = "Full at the moment",
    WaitingList = "Waiting list",
    ClosedForNow = "Closed for now - ring first",
    ClosedForNowAsk = "Closed for now - ask first",
    ClosedForGood = "Closed for good",
    NotRunning = "Not running at the moment - ring first",
    NotRunningAsk = "Not running at the moment - ask first",
    // How to get in.
    AccessOpen = "Open to all. Nobody has to refer you.",
    AccessSelf = "You can ring yourself. Nobody has to refer you.",
    AccessSelfNoPhone = "You can ask for a place yourself. Nobody has to refer you.",
    AccessProfessional = "Ask your GP, health visitor or school to refer you.",
    AccessReferred = "A professional has to refer you.",
    AccessEither = "Your GP, health visitor or school can refer you too.",
    AccessAsk = "Ask how to get in.",
    // Ages. {from} and {to} are numbers.
    AgesFromTo = "Ages {from} to {to}",
    AgesBirthTo = "From birth to age {to}",
    AgeAndOver = "Age {from} and over",
    AgeAndUnder = "Age {to} and under",
    MonthsToAge = "From {from} months to age {to}",
    AgesAsk = "Ask about ages.",
    OwnRight = "Young people can use it in their own right.",
    NotAlone = "Not for young people on their own.",
    // Times. {from} and {to} are days of the week, times, or dates without one; {weeks} is a number.
    EveryDay = "Every day",
    DayToDay = "{from} to {to}",
    DayAndDay = "{from} and {to}",
    TimeToTime = "{from} to {to}",
    AllDay = "all day",
    AlwaysOpen = "24 hours, every day",
    TermTime = "term time",
    EverySecondWeek = "every second week",
    EveryWeeks = "every {weeks} weeks",
    FromDate = "from {from}",
    UntilDate = "until {to}",
    Next = "Next",
    AskBeforeYouGo = "ask first",
    TermDatesNotKnown = "Term dates not known: ask before you go.",
    ClosedBankHolidays = "Closed on bank holidays",
    OtherBankHolidays = "Other hours on bank holidays",
    AskWhen = "Ask when.",
    // Places.
    StepFree = "Step-free",
    Steps = "Steps at the door",
    AskStepFree = "Ask if it is step-free",
    Prams = "Prams welcome",
    NoPrams = "No room for prams",
    AskPrams = "Ask about prams",
    ByPhone = "By phone",
    Online = "Online",
    InPerson = "In person",
    AtHome = "At your home",
    AddressNotGiven = "The address is not given out. Ring and ask.",
    AddressNotGivenAsk = "The address is not given out. Ask us.",
    // Cost.
    Free = "Free",
    CostAsk = "Ask what it costs",
    FreeToCall = "free to call",
    // The slip itself.
    EnglishOnly = "Only in English:",
    NotChecked = "Nobody has checked this translation yet. If it differs from the English, the English is right.",
    // Safety: said in a language only when its translation is checked.
    DangerNow = "In danger now? Ring 999.",
    KeepSafe = "Keep this where only you find it, or ask us to read it out instead.",
}

impl Fixed {
    /// Returns whether somebody may be harmed when it is translated wrongly.
    pub fn is_safety(self) -> bool {
        matches!(self, Self::DangerNow | Self::KeepSafe)
    }
}

/// `slip/look.toml`: how the slips of a locality look.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SlipLook {
    /// Colour of headings and lines, "#1d70b8"; black when missing. Text stays black.
    pub colour: Option<String>,
    /// What the logo shows, for who can't see it; needed where there is a logo.
    pub logo_alt: Option<String>,
    /// One line at the end of every slip.
    pub footer: Option<String>,
}
