//! The screen: state and rules in [`app`], drawing in [`view`], threads and the terminal behind [`run`].

pub mod app;
mod entry;
mod form;
mod layout;
mod lines;
mod places;
mod pointer;
mod run;
mod sheet;
pub mod view;
mod workers;
mod wrap;

pub use run::run;
pub use workers::{Workers, answer, until_midnight};
