//! A row as it is stored, borrowed: for whoever reads millions of them.

/// A row in the words in which it is stored, see `store::schema`. Nothing in it is checked or copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plain<'a> {
    /// Id of the hub.
    pub hub: &'a str,
    /// The day at the hub: "2026-11-22".
    pub day: &'a str,
    /// The hour at the hub.
    pub hour: u8,
    /// Enquiry or quick chat.
    pub kind: &'a str,
    /// How the family reached the hub.
    pub channel: &'a str,
    /// Who asked.
    pub asker: &'a str,
    /// Needs and what came of each: "debt-advice=nothing-to-offer:full housing=signposted".
    pub needs: &'a str,
    /// Ids of the services given.
    pub services: &'a str,
    /// Ages of the children.
    pub ages: &'a str,
    /// Whether a child has special educational needs or a disability.
    pub send: &'a str,
    /// The language spoken best.
    pub language: &'a str,
    /// Whether an interpreter was needed.
    pub interpreter: &'a str,
    /// Whether the family has been before.
    pub been_before: &'a str,
    /// Ethnic group.
    pub ethnicity: &'a str,
}
