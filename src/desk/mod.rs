//! The use cases, written once, for the screen and for the command line.

mod setup;
mod view;

pub use setup::{Located, Setup};
pub use view::{Card, EXAMPLE, Listed, Prompt, Results};
