//! The slip: what a family takes home.

/// One service on a slip.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// Name.
    pub name: String,
    /// What it does, one sentence.
    pub line: String,
    /// Heading and lines: phone, how to get in, when, where, cost, what to bring.
    pub facts: Vec<(String, Vec<String>)>,
    /// Numbers, grouped as people read them.
    pub phones: Vec<String>,
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
    /// Leaves out need, kind of service and address; neutral title.
    pub discreet: bool,
}
