//! The slip: what a family takes home.

mod text;

/// One service on a slip.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// Name; on a discreet slip a sensitive service has none.
    pub name: Option<String>,
    /// What it does, one sentence; never on a discreet slip.
    pub line: Option<String>,
    /// Numbers, grouped as people read them.
    pub phones: Vec<String>,
    /// Heading and lines: how to get in, when, where, cost, what to bring.
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
    /// Address, hours and number of the hub.
    pub hub_lines: Vec<String>,
    /// The date, "22 November 2026".
    pub date: String,
    /// Services.
    pub items: Vec<Item>,
    /// The receptionist's one line to the family.
    pub line: Option<String>,
    /// Leaves out need, kind of service and address.
    pub discreet: bool,
}

impl Slip {
    /// The title that a print queue or a file list shows. It is the same for every slip, so that it gives nothing away.
    pub const TITLE: &'static str = "Family hub";

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
