//! Tests that drive the program as people do. One binary: each further one links everything again.

mod check;
mod commands;
mod common;
mod enquiries;
mod fake;
mod generate;
mod hidden;
mod keys;
mod layers;
mod lost;
#[cfg(target_os = "linux")]
mod power_cut;
mod printing;
mod prompts;
mod screen;
mod slips;
mod slips_of_the_finger;
#[cfg(target_os = "linux")]
mod store;
mod visits;
