//! Exchange with other registers of services: Open Referral UK, HSDS and what is written like them.
//!
//! Each format is read into [`Incoming`], which is merged into the files of the catalogue.

mod airs;
mod before;
mod columns;
pub mod export;
mod gather;
mod hide;
mod http;
mod import;
mod incoming;
mod mapping;
mod merge;
pub mod open_referral;
mod pages;
mod plain;
mod source;
mod stream;
mod summary;
mod tables;
mod value;
mod written;

pub use columns::Columns;
pub use gather::Reading;
pub use http::{Manners, host_of};
pub use import::{Order, Suggest, import};
pub use incoming::{Incoming, Term};
pub use merge::Conflict;
pub use source::{Format, From, Progress, read, read_columns};
pub use summary::{Summary, Unmapped};
