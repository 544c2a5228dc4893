//! The screen: state and rules in [`app`], drawing in [`view`], threads and the terminal behind [`run`].

pub mod app;
mod entry;
mod form;
mod layout;
mod lines;
mod run;
mod unbroken;
pub mod view;
mod workers;
mod wrap;

pub use run::{run, run_with};
pub use unbroken::{Steps, Unbroken};
pub use workers::{Workers, answer, until_midnight};
