//! The screen: state and rules in [`app`], drawing in [`view`], threads and the terminal behind [`run`].

pub mod app;
mod chips;
mod entry;
mod fields;
mod filters;
mod form;
mod jump;
mod layout;
pub mod ledger;
mod lines;
mod picks;
mod places;
mod pointer;
pub mod preview;
mod run;
mod sheet;
mod tally;
mod unbroken;
mod unfound;
pub mod view;
mod workers;
mod wrap;

pub use run::{Options, run, run_with, size};
pub use unbroken::{Steps, Unbroken};
pub use workers::{Workers, answer, until_midnight};
