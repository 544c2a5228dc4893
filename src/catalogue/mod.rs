//! The catalogue: its types, its text format, and the check of one file. TOML is the source; nobody reads it at run time.

pub mod check;
mod day;
pub mod folder;
pub mod hours;
pub mod languages;
mod plain;
pub mod read;
pub mod types;

pub use folder::{File, Folder, Listing, Part, Stray};
pub use plain::syntax_problem;
pub use read::{Parsed, Problem, Severity, parse};
pub use types::*;
