//! Tests that drive the program as people do. One binary: each further one links everything again.

mod backup;
#[cfg(target_os = "linux")]
mod bad_days;
mod both_faces;
mod changed;
mod check;
mod check_again;
mod check_warnings;
mod commands;
mod common;
mod completions;
mod corpora;
mod counts;
mod dead;
mod doctor;
mod doctor_outside;
mod driver;
mod editing;
mod enquiries;
mod export;
mod fake;
mod fake_upkeep;
#[cfg(target_os = "linux")]
mod faults;
mod fetched;
#[cfg(unix)]
mod fetching;
mod fields;
mod filtered;
mod filters;
mod filters_for_real;
mod filters_on_screen;
mod front;
mod generate;
mod heard;
mod hidden;
mod hiding;
mod hub_page;
mod hung_printer;
mod import;
mod import_http;
mod judged;
mod keymaps;
mod keys;
mod layers;
mod lost;
mod messages;
mod mouse;
mod names;
mod opening;
mod palette;
mod paper;
#[cfg(target_os = "linux")]
mod power_cut;
mod other_registers;
mod pressed;
mod printers;
mod printing;
mod privacy;
mod prompts;
mod reporting;
mod roll;
mod said_besides;
mod screen;
mod sending;
mod sheets;
mod slip_languages;
mod slip_page;
mod slip_secrets;
mod slips;
mod slips_of_the_finger;
mod small;
#[cfg(target_os = "linux")]
mod store;
mod themes;
mod thermal;
mod tongues;
#[cfg(unix)]
mod tour;
mod towns;
mod unbroken;
mod upkeep;
mod visits;
mod wishes;
mod young_person;
