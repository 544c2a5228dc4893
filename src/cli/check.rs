//! `signpost catalogue check [DIR]`

use super::{Exit, Output};
use crate::audit::{render, sarif};
use crate::catalogue::Folder;
use crate::desk::Setup;
use crate::error::Result;
use std::path::{Path, PathBuf};

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder to check; the desk's own catalogue when it is left out
    dir: Option<PathBuf>,
    /// How to tell what is wrong
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How problems are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text for people
    Human,
    /// One JSON object
    Json,
    /// Commands that GitHub shows beside the lines of a pull request
    Github,
    /// SARIF 2.1.0, which code hosts keep and show
    Sarif,
}

/// Tells every problem of every file of the catalogue, and what its own queries don't find.
pub fn run(arguments: &Arguments, setup: &Setup, out: &mut Output) -> Result<Exit> {
    let folder = match &arguments.dir {
        Some(dir) => Folder::Disk(dir.clone()),
        None => setup.to_check()?,
    };
    let audit = setup.check(&folder)?;
    let before = match &folder {
        Folder::Disk(path) => shown(path),
        Folder::Given(_) | Folder::BuiltIn => String::new(),
    };
    match arguments.format {
        Format::Human => out.bytes(render::human(&audit, &before, colourful(out)).as_bytes())?,
        Format::Json => out.json(&render::json(&audit))?,
        Format::Sarif => {
            out.json(&sarif::sarif(&audit, &before))?;
            out.say(render::sum(&audit));
        }
        Format::Github => {
            out.bytes(render::github(&audit, &before).as_bytes())?;
            out.say(render::sum(&audit));
        }
    }
    out.flush()?;
    Ok(if audit.has_errors() { Exit::Nothing } else { Exit::Done })
}

/// Returns the folder as it stands before paths: relative to where the person is, with `/`.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    let path = path.strip_prefix(".").unwrap_or(path);
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

fn colourful(out: &Output) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    out.is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
