//! Tallies: what families asked for, what came of it, and what of that may be published.
//!
//! ```text
//! Dimension, What, Area, Key      what a count is about: two dimensions at most, some hubs, some days
//! Period, Span                    calendar months, quarters and years of the financial year, school terms
//! Counter, Rollup, Cube           rows into counts of a month, those counts in little space, and answers from them
//! Exact                           how often: true counts, from rollups or from a test's table
//! Rules                           how small a count may be shown, and what stands in its place
//! Document                        what is published or shown: every number as the reader sees it
//! protect                         what of it may be published
//! ```
//!
//! Nothing here reads a store or a file. Whoever has counts hands them in as [`Exact`].

mod count;
mod cube;
mod dimension;
mod document;
mod key;
mod period;
pub mod plan;
pub mod protect;
pub mod report;
mod rollup;
mod rules;
mod thin;

pub use count::{Counter, Groups};
pub use cube::{Cube, Wants};
pub use dimension::{Dimension, Lie, NOT_ASKED, Unit};
pub use document::{
    Cell, Chart, Column, Definition, DeskLine, Document, Figure, Line, Plan, Protection, Shape, State, Table,
};
pub use key::{Area, Exact, Key, What};
pub use period::{Period, Span, Term, same_a_year_before};
pub use rollup::{HOURS, MAP, Part, Rollup};
pub use rules::Rules;
pub use thin::thinned;

#[cfg(test)]
mod tests;
