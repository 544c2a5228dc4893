//! What a screen asks of the tallies, and what it is shown.

use crate::tally::{Document, Period, Span, Table, Term};

/// What a screen wants to see counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TallyAsk {
    /// The period; nothing for the quarter of the financial year that today is in.
    pub period: Option<Period>,
    /// Id of one hub; nothing for its whole locality.
    pub hub: Option<String>,
}

/// What a screen shows of the tallies of this desk's locality. It may stand at a counter, so every count in it is protected: true counts are for the command line.
#[derive(Debug, Clone, PartialEq)]
pub struct TallyView {
    /// The period that was counted.
    pub period: Period,
    /// The tables, protected.
    pub document: Document,
    /// How often each need was met with in the last 13 months up to the period's end, protected alike: a line for each need, with the labels and ids of the other tables, and a column for each month.
    pub trend: Table,
    /// Hubs of the locality that can be shown by themselves: ids and names.
    pub hubs: Vec<(String, String)>,
    /// Terms of the locality in which something was counted, in order.
    pub terms: Vec<Term>,
    /// The first and the last day on which something was counted; nothing when nothing was.
    pub data: Option<Span>,
}
