//! The catalogue: its types, its text format, and the check of one file. TOML is the source; nobody reads it at run time.

pub mod check;
mod day;
pub mod edit;
pub mod folder;
pub mod form;
mod given;
pub mod hours;
pub mod languages;
mod map;
pub mod phrase;
mod plain;
pub mod postcode;
mod queries;
pub mod read;
pub mod role;
pub mod saying;
pub mod schema;
mod spread;
pub mod types;
mod walk;
mod wording;

pub use folder::{File, Folder, Listing, Part, QUERIES, Stray};
pub use given::{Files, Given};
pub use map::Spot;
pub use plain::syntax_problem;
pub use queries::{Label, Labelled, NONE};
pub use read::{Parsed, Problem, Severity, parse};
pub use spread::{spread, threads};
pub use types::*;
pub use wording::Wording;
