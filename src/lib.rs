//! Signpost: a front desk's search, slip and log for UK family hubs.
//!
//! The map, lowest level first. A module may use what stands on a level below it and no neighbour, unless the table of the layer test (`tests/desk/layers.rs`) says so.
//!
//! | level | modules | what for |
//! |---|---|---|
//! | 0 | [`error`] | what happened and what to do |
//! | 1 | [`paths`], [`settings`], [`clock`], [`text`], [`program`] | where things live; layered settings; one clock; folding and cleaning of words; running other programs |
//! | 2 | [`catalogue`], [`record`] | the types, the TOML format, the check of one file; what one enquiry holds |
//! | 3 | [`snapshot`], [`store`], [`git`], [`typeset`], [`printer`], [`seal`] | the compiled catalogue, which everything reads; the only user of SQLite; the only place that runs git; the only user of typst; hands bytes to printers; the only user of age, which encrypts to a lead's key |
//! | 4 | [`enquiry`], [`reading`], [`safeguard`], [`search`], [`slip`], [`tally`], [`visit`] | rules of the trade, pure wherever possible |
//! | 5 | [`audit`], [`exchange`], [`publish`], [`upkeep`] | the check of the whole catalogue; import and export; tallies as files; what a desk wants changed in the catalogue |
//! | 6 | [`desk`] | the use cases, written once: find, choose, save, print and log, undo, hide |
//! | 7 | [`keymap`], [`theme`], [`tui`], [`cli`] | keys, looks, the screen, the command line |
//! | 8 | `main.rs` | arguments in, exit code out |

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod audit;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod desk;
pub mod enquiry;
pub mod error;
pub mod exchange;
pub mod git;
pub mod keymap;
pub mod paths;
pub mod printer;
pub mod program;
pub mod publish;
pub mod reading;
pub mod record;
pub mod safeguard;
pub mod seal;
pub mod search;
pub mod settings;
pub mod slip;
pub mod snapshot;
pub mod store;
pub mod tally;
pub mod text;
pub mod theme;
pub mod tui;
pub mod typeset;
pub mod upkeep;
pub mod visit;
