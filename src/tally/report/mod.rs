//! Puts a document together from tables whose numbers are as the reader sees them.

mod compare;
mod figures;
mod fill;
mod words;

pub use compare::compare;
pub use fill::{fill, percent};

use super::plan::{Names, Wanted};
use super::{DeskLine, Document, Protection, State, Table};

/// What a document needs besides its tables.
#[derive(Debug, Clone)]
pub struct About {
    /// Invented data.
    pub example: bool,
    /// Whether it may be published.
    pub protection: Protection,
    /// Which release it is.
    pub state: State,
    /// Desks whose enquiries are counted, or missing.
    pub desks: Vec<DeskLine>,
    /// What was hidden, in sentences.
    pub hidden: Vec<String>,
}

/// Puts a document together; `before` is the one of the same period a year before, if it was released.
pub fn document(
    wanted: &Wanted,
    names: &Names,
    mut tables: Vec<Table>,
    before: Option<&Document>,
    about: About,
) -> Document {
    let place = match &wanted.hub {
        Some(hub) => (hub.clone(), names.hub(hub).to_owned()),
        None => names.locality.clone(),
    };
    if let Some(before) = before {
        compare(&mut tables, before);
    }
    let figures = figures::figures(&tables, before);
    let period = wanted.period.in_words();
    let About { example, protection, state, mut desks, hidden } = about;
    desks.sort_by(|a, b| (!a.missing, &a.hub, &a.desk).cmp(&(!b.missing, &b.hub, &b.desk)));
    Document {
        title: format!("What families asked for: {}, {period}", place.1),
        place: place.1,
        place_id: place.0,
        period,
        period_id: wanted.period.id(),
        example,
        definitions: words::definitions(&protection, &tables),
        protection,
        state,
        desks,
        figures,
        tables,
        hidden,
    }
}

#[cfg(test)]
mod tests;
