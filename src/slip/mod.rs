//! The slip: what a family takes home.

mod text;

/// What every invented service carries on screen and slip, in full width.
pub const EXAMPLE: &str = "EXAMPLE - not a real service";
/// What an invented hub carries over its name.
pub const EXAMPLE_HUB: &str = "EXAMPLE - not a real hub";

/// What the desk is reminded of before something is chosen: to offer privacy, and what to know. It is for staff, and never printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
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

/// One service on a slip.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// Name; on a discreet slip a service has none but its place in the list.
    pub name: Option<String>,
    /// What stands in the way today: "Full at the moment".
    pub hindrance: Option<String>,
    /// What it does, one sentence; never on a discreet slip.
    pub line: Option<String>,
    /// Numbers to ring, grouped as people read them.
    pub phones: Vec<String>,
    /// A number to text; on a discreet slip only one that needs no words.
    pub text_number: Option<String>,
    /// Heading and lines: who it is for, how to get in, when, where, cost, what to bring.
    pub facts: Vec<(String, Vec<String>)>,
    /// Not checked lately: "Please ring first".
    pub ring_first: bool,
    /// Invented: says so in full width.
    pub example: bool,
}

/// What a family takes home. Contains nothing about the family but the one line, which is never stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slip {
    /// Name of the hub.
    pub hub: String,
    /// The hub is invented: says so in full width.
    pub example: bool,
    /// Address, hours and number of the hub.
    pub hub_lines: Vec<String>,
    /// The date, "22 November 2026".
    pub date: String,
    /// Services.
    pub items: Vec<Item>,
    /// The receptionist's one line to the family.
    pub line: Option<String>,
    /// Leaves out need, name, kind of service and address.
    pub discreet: bool,
    /// What staff must know before they hand it over; never printed.
    pub warnings: Vec<String>,
    /// What staff are reminded of before they choose any of it; never printed.
    pub privacy: Option<Reminder>,
}

impl Slip {
    /// The title that a print queue or a file list shows. It is the same for every slip, so that it gives nothing away.
    pub const TITLE: &'static str = "Family hub";

    /// Returns whether there is nothing on it that a family could use.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.line.as_deref().is_none_or(|line| line.trim().is_empty())
    }

    /// Returns the slip as lines of text, none wider than `width` columns unless a single word is.
    pub fn lines(&self, width: usize) -> Vec<String> {
        text::lines(self, width.max(20))
    }

    /// Returns the slip as one text for paper or file.
    pub fn text(&self, width: usize) -> String {
        let mut text = self.lines(width).join("\n");
        text.push('\n');
        text
    }
}
