//! The slip: what a family takes home.

mod prepare;
mod qr;
pub mod render;
mod text;
pub mod thermal;

use crate::catalogue::Fixed;
pub use crate::settings::Paper;
use serde::Serialize;
use std::collections::BTreeMap;

/// What every invented service carries on screen and slip, in full width.
pub const EXAMPLE: &str = "EXAMPLE - not a real service";
/// What an invented hub carries over its name.
pub const EXAMPLE_HUB: &str = "EXAMPLE - not a real hub";

/// What the desk is reminded of before something is chosen: to offer privacy, and what to know. It is for staff, and never printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reminder {
    /// What to do first, in one line.
    pub title: String,
    /// What else to know.
    pub lines: Vec<String>,
}

impl Reminder {
    /// Returns all its lines, the first one marked.
    pub fn all(&self) -> impl Iterator<Item = String> {
        std::iter::once(format!("! {}", self.title)).chain(self.lines.iter().map(|line| format!("  {line}")))
    }
}

/// A text as a slip carries it: in English, and in the family's language where it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// In English, so that the desk knows what it hands over.
    pub english: String,
    /// In the language of the slip. Of what a service says of itself, the first text that is not translated has the label that says so here.
    pub own: Option<String>,
}

impl<T: Into<String>> From<T> for Said {
    fn from(english: T) -> Self {
        Self { english: english.into(), own: None }
    }
}

/// The language of a slip beside English.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tongue {
    /// ISO 639 code: "ur".
    pub code: String,
    /// Name in English: "Urdu".
    pub name: String,
    /// Name as its speakers write it.
    pub own_name: String,
    /// Written from right to left.
    pub right_to_left: bool,
    /// Somebody checked its labels and sentences.
    pub checked: bool,
}

/// What a slip is made for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Ids of the services, in the order in which they stand.
    pub services: Vec<String>,
    /// Without need, name, kind of service and address.
    pub discreet: bool,
    /// One line to the family; printed, never kept.
    pub line: Option<String>,
    /// ISO 639 code of the language beside English.
    pub language: Option<String>,
    /// In letters of 18 points.
    pub large: bool,
    /// In short lines, one service a page.
    pub plain: bool,
}

/// A number to ring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Number {
    /// As people read it: "0808 800 2222".
    pub number: String,
    /// What it is: "reception", "free to call".
    pub note: Option<Said>,
}

/// A heading and what stands below it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// "When", "Where".
    pub heading: Said,
    /// Its lines.
    pub lines: Vec<Said>,
}

/// What a telephone's camera reads: a number to ring or a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Code {
    /// "Scan to ring".
    pub label: Said,
    /// "tel:+448088002222" or "https://...".
    pub address: String,
}

/// One service on a slip.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Item {
    /// Name; on a discreet slip a service has none but its place in the list.
    pub name: Option<String>,
    /// What stands in the way today: "Full at the moment".
    pub hindrance: Option<Said>,
    /// What it does, one sentence with its full stop; never on a discreet slip. Without a translation it stands below the label [`Fixed::EnglishOnly`].
    pub line: Option<Said>,
    /// Not checked lately: "Please ring first".
    pub first: Option<Said>,
    /// Numbers to ring, grouped as people read them.
    pub phones: Vec<Number>,
    /// A number to text; on a discreet slip only one that needs no words.
    pub text_number: Option<String>,
    /// Who it is for, how to get in, when, where, cost, what to bring.
    pub facts: Vec<Fact>,
    /// What a camera reads; never on a discreet slip.
    pub code: Option<Code>,
    /// Invented: says so in full width.
    pub example: bool,
}

/// What a family takes home. Contains nothing about the family but the one line, which is never stored.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Slip {
    /// Name of the hub.
    pub hub: String,
    /// The hub is invented: says so in full width.
    pub example: bool,
    /// Address, hours and number of the hub.
    pub hub_lines: Vec<Said>,
    /// The date, "22 November 2026".
    pub date: Said,
    /// The language beside English.
    pub tongue: Option<Tongue>,
    /// Services.
    pub items: Vec<Item>,
    /// The receptionist's one line to the family.
    pub line: Option<String>,
    /// What stands at the end: safety, who checked the translation.
    pub notes: Vec<Said>,
    /// The words that stand before or around what is above, by the name of their [`Fixed`].
    pub words: BTreeMap<&'static str, Said>,
    /// Leaves out need, name, kind of service and address.
    pub discreet: bool,
    /// In letters of 18 points.
    pub large: bool,
    /// In short lines, one service a page.
    pub plain: bool,
    /// What staff must know before they hand it over; never printed.
    #[serde(skip)]
    pub warnings: Vec<String>,
    /// What staff are reminded of before they choose any of it; never printed.
    #[serde(skip)]
    pub privacy: Option<Reminder>,
}

impl Slip {
    /// The title that a print queue or a file list shows. It is the same for every slip, so that it gives nothing away.
    pub const TITLE: &'static str = "Family hub";

    /// Returns the words of a label or sentence that stands around what this slip holds: in English at least.
    pub fn word(&self, fixed: Fixed) -> Said {
        self.words.get(<&str>::from(fixed)).cloned().unwrap_or_else(|| fixed.english().into())
    }

    /// Returns whether there is nothing on it that a family could use.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.line.as_deref().is_none_or(|line| line.trim().is_empty())
    }

    /// Returns the slip as lines of text, none wider than `width` columns unless a single word is: each text in the family's language, and English below it. Lines that run from right to left are given in the order in which they are read.
    pub fn lines(&self, width: usize) -> Vec<String> {
        text::lines(self, width.max(20), false)
    }

    /// Returns the slip as lines of text in English alone, for a screen on which the family's language would stand reversed.
    pub fn lines_in_english(&self, width: usize) -> Vec<String> {
        text::lines(self, width.max(20), true)
    }

    /// Returns the slip as one text for paper or file.
    pub fn text(&self, width: usize) -> String {
        let mut text = self.lines(width).join("\n");
        text.push('\n');
        text
    }
}
