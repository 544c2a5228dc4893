//! Writes exports of several desks with invented enquiries, to try tallies and to measure them: `cargo run --release --example generate_enquiries -- N DIR [--seed S]`, then `signpost enquiries import DIR/*.jsonl`.

mod people;
mod shapes;
#[allow(dead_code, reason = "only its random numbers are of use here")]
#[path = "../generate_catalogue/words.rs"]
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "Usage: generate_enquiries N DIR [--seed S]\n\nWrites exports of several desks into DIR, which must not exist yet or be empty, with N invented enquiries of 2025 and 2026.";

fn main() -> ExitCode {
    let Some((count, dir, seed)) = arguments(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match people::write(count, &dir, seed) {
        Ok(files) => {
            println!(
                "{count} enquiries of {} desks in {files} files written to {}",
                shapes::DESKS.len(),
                dir.display()
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("Can't write {}: {error}", dir.display());
            ExitCode::from(2)
        }
    }
}

fn arguments(given: impl Iterator<Item = String>) -> Option<(u64, PathBuf, u64)> {
    let mut plain = Vec::new();
    let mut seed = 1;
    let mut given = given;
    while let Some(argument) = given.next() {
        match argument.strip_prefix("--seed") {
            Some("") => seed = given.next()?.parse().ok()?,
            Some(value) => seed = value.strip_prefix('=')?.parse().ok()?,
            None if argument.starts_with('-') => return None,
            None => plain.push(argument),
        }
    }
    let [count, dir] = plain.try_into().ok()?;
    Some((count.replace('_', "").parse().ok()?, PathBuf::from(dir), seed))
}
