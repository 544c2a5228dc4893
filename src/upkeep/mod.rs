//! Keeping the catalogue true: what a desk wants changed until the catalogue has it, what to ring first, and how long reports are open.
//!
//! ```text
//! Change                            one report, check or edit; waits in the outbox of the store
//! apply(&change, &ground, today)         -> Applied: files to write with the message of the commit, or it is there already, or a conflict
//! laid_over(&service, edits)        the service as a desk shows it until then
//! rank(calls) age(day, today)       whom to ring first; how long a report is open
//! ```

mod apply;
mod change;
mod fresh;
mod ground;
mod over;

pub use apply::{Applied, MARK, apply, renews};
pub use change::{Change, Edited, What};
pub use fresh::{Call, age, ago, rank};
pub use ground::{Ground, Layered, Written};
pub use over::{laid_over, lay_on};
