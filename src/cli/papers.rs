//! `signpost completions SHELL` and `signpost man [DIR]`: made from the commands themselves, so that they never drift apart.

use super::{Arguments, Exit, Output};
use crate::error::{Error, Result};
use clap::CommandFactory;
use std::path::PathBuf;

/// What the completions take.
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell that will read them
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// What the manual takes.
#[derive(Debug, clap::Args)]
pub struct Manual {
    /// Writes one page for each command into this folder, over earlier ones; without it all go to standard output
    dir: Option<PathBuf>,
}

/// Writes what a shell needs to complete commands and flags.
pub fn completions(arguments: &Completions, out: &mut Output) -> Result<Exit> {
    let mut bytes = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "signpost", &mut bytes);
    out.bytes(&bytes)?;
    Ok(Exit::Done)
}

/// Writes the manual pages.
pub fn manual(arguments: &Manual, out: &mut Output) -> Result<Exit> {
    let pages = pages()?;
    let Some(dir) = &arguments.dir else {
        for (_, page) in &pages {
            out.bytes(page)?;
        }
        return Ok(Exit::Done);
    };
    std::fs::create_dir_all(dir).map_err(|e| Error::io("make", dir, e))?;
    for (name, page) in &pages {
        let path = dir.join(name);
        std::fs::write(&path, page).map_err(|e| Error::io("write", &path, e))?;
    }
    out.say(format!(
        "Wrote {} pages into {}. Look at one: man -l {}",
        pages.len(),
        dir.display(),
        dir.join("signpost.1").display()
    ));
    Ok(Exit::Done)
}

/// Returns each page with its file's name: the program, then its commands.
fn pages() -> Result<Vec<(String, Vec<u8>)>> {
    let mut program = Arguments::command();
    program.build();
    let mut pages = Vec::new();
    add(&program, &mut pages).map_err(|e| Error::refused("make the manual", e))?;
    Ok(pages)
}

fn add(command: &clap::Command, pages: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    let page = clap_mangen::Man::new(command.clone()).source(concat!("Signpost ", env!("CARGO_PKG_VERSION")));
    let mut bytes = Vec::new();
    page.render(&mut bytes)?;
    pages.push((page.get_filename(), bytes));
    command.get_subcommands().filter(|below| !below.is_hide_set()).try_for_each(|below| add(below, pages))
}
