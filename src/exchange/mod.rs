//! Exchange with other registers of services: Open Referral UK, HSDS and what is written like them.
//!
//! Each format is read into [`Incoming`], which is merged into the files of the catalogue.

mod hide;
mod incoming;
pub mod open_referral;
mod plain;
mod value;

pub use incoming::{Incoming, Term};
