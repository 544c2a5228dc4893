//! Writes a large invented catalogue, for measuring: `cargo run --release --example generate_catalogue -- N DIR [--seed S]`.

mod generator;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "Usage: generate_catalogue N DIR [--seed S]\n\nWrites N invented services into DIR, which must not exist yet or be empty.";

fn main() -> ExitCode {
    let Some((count, dir, seed)) = arguments(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match generator::write(count, &dir, seed) {
        Ok(localities) => {
            println!("{count} services of {localities} localities written to {}", dir.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("Can't write {}: {error}", dir.display());
            ExitCode::from(2)
        }
    }
}

fn arguments(given: impl Iterator<Item = String>) -> Option<(usize, PathBuf, u64)> {
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
