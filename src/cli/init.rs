//! `signpost catalogue init DIR`

use super::{Exit, Output};
use crate::catalogue::Folder;
use crate::desk::Setup;
use crate::error::Result;
use std::path::PathBuf;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The new folder; it must be empty or not exist
    dir: PathBuf,
    /// Looks whether it could be done, and writes nothing
    #[arg(long)]
    dry_run: bool,
}

/// Copies the starter catalogue out of the program.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    if arguments.dry_run {
        Folder::may_take_starter(&arguments.dir)?;
        out.say(format!("The starter would be copied to {}. Nothing was written.", arguments.dir.display()));
        return Ok(Exit::Done);
    }
    let count = Folder::copy_starter(&arguments.dir)?;
    out.say(format!("Copied {count} files to {}.", arguments.dir.display()));
    out.say("Next: replace the example hub and services with your own, then check them:");
    out.say(format!("  signpost catalogue check {}", arguments.dir.display()));
    out.say(format!("To use it at this desk, write into {}:", setup.paths.config.join("settings.toml").display()));
    let folder = std::path::absolute(&arguments.dir).unwrap_or_else(|_| arguments.dir.clone());
    out.say(format!("  catalogue = {}", toml::Value::from(folder.display().to_string())));
    Ok(Exit::Done)
}
