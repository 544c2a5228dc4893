//! Signpost: a front desk's search, slip and log for UK family hubs.
//!
//! The map, lowest level first. A module may use what stands on a level below it and no neighbour, unless the table of the layer test (`tests/desk/layers.rs`) says so.
//!
//! | level | modules | what for |
//! |---|---|---|
//! | 0 | [`error`] | what happened and what to do |
//! | 1 | [`clock`], [`text`] | one clock; folding and cleaning of words |
//! | 2 | [`catalogue`] | the types, the TOML format, the check of one file |

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod catalogue;
pub mod clock;
pub mod error;
pub mod text;
