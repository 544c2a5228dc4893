//! The use cases, written once, for the screen and for the command line.

mod port;
mod setup;
mod view;

pub use port::{Backend, Face, Logged, NeedName, Notice, Rules};
pub use setup::{Located, Setup};
pub use view::{Card, EXAMPLE, Listed, Prompt, Results};
