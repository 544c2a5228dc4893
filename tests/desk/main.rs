//! Tests that drive the program as people do. One binary: each further one links everything again.

mod check;
mod commands;
mod common;
mod counts;
mod dead;
mod driver;
mod enquiries;
mod fake;
mod front;
mod generate;
mod hidden;
mod hiding;
mod hub_page;
mod keys;
mod layers;
mod lost;
mod mouse;
mod palette;
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
