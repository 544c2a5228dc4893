//! Tests that drive the program as people do. One binary: each further one links everything again.

mod changed;
mod check;
mod commands;
mod common;
mod dead;
mod driver;
mod enquiries;
mod fake;
mod front;
mod generate;
mod hidden;
mod hiding;
mod keys;
mod layers;
mod lost;
mod opening;
mod paper;
#[cfg(target_os = "linux")]
mod power_cut;
mod pressed;
mod printing;
mod prompts;
mod screen;
mod slips;
mod slips_of_the_finger;
#[cfg(target_os = "linux")]
mod store;
mod visits;
