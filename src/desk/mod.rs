//! The use cases, written once, for the screen and for the command line.

mod setup;

pub use setup::{Located, Setup};
