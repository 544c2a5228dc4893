//! Keeping the catalogue true: what a desk wants changed, until the catalogue has it.

mod change;

pub use change::{Change, Edited, What};
