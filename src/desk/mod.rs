//! The use cases, written once, for the screen and for the command line.

mod card;
mod catalogue;
mod check;
mod counts;
pub mod doctor;
pub mod editing;
mod ending;
mod fetch;
mod fields;
mod front;
mod goals;
mod ground;
mod hub;
mod judge;
mod log;
mod news;
mod offer;
mod own;
mod paper;
mod parcel;
mod pending;
mod picture;
mod port;
pub mod printing;
mod privacy;
mod prompt;
mod send;
mod setup;
mod slips;
mod speak;
mod tally;
mod times;
mod tongues;
mod upkeep;
mod view;

pub use crate::slip::{EXAMPLE, Reminder, Tongue, Wanted};
pub use catalogue::{Catalogue, USUAL_LIMIT};
pub use counts::{Count, Counted, Counts, NOT_NAMED, counts};
pub use fetch::said;
pub use front::Desk;
pub use goals::{Goal, SMALL, percent, wanted};
pub use hub::HubCard;
pub use judge::{Figures, Judged, JudgedHit, Summary, Verdict, judge};
pub use news::{Update, between};
pub use own::{Asked, Notes, Taken};
pub use paper::{Format, Written};
pub use port::{
    Backend, Face, FormField, Logged, NeedName, News, Notice, OpenReport, Outlet, Places, Stale, Timers, Waiting,
};
pub use send::Sent;
pub use setup::{Located, Setup};
pub use slips::{LONGEST_LINE, SLIP_WIDTH};
pub use tally::{cube, recount};
pub use upkeep::role_of;
pub use view::{Card, Chip, Listed, Prompt, Results};
