//! `signpost reindex`

use super::{Exit, Output};
use crate::desk::Setup;
use crate::error::Result;

/// Compiles the catalogue anew.
pub fn run(setup: &Setup, out: &mut Output) -> Result<Exit> {
    let started = std::time::Instant::now();
    let outcome = setup.reindex()?;
    for (path, what) in &outcome.bad {
        out.say(format!("{path}: {what}"));
    }
    out.say(format!("Compiled {} services in {:.1} s.", outcome.services, started.elapsed().as_secs_f32()));
    Ok(if outcome.bad.is_empty() { Exit::Done } else { Exit::Nothing })
}
