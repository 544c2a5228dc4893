//! Commits in a folder that somebody works in: of just the files that were named, whatever else is going on there.

use super::command::{answer, complaint, in_folder};
use super::{Folder, filters, look, missing};
use crate::error::{Error, Result};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// How long git may take; signing may ask for a touch of a key.
const PATIENCE: Duration = Duration::from_secs(60);

/// Returns whether a repository holds this folder and lets us work in it.
///
/// # Errors
/// When there is one and git can't or won't work in it.
pub fn is_work_tree(folder: &Path) -> Result<bool> {
    match look(folder) {
        Folder::Inside(_) => Ok(true),
        Folder::Outside => Ok(false),
        Folder::Foreign => Err(Error::system(format!(
            "Another user owns the repository of {}, so git refuses to work in it.",
            folder.display()
        ))
        .hint("Work in a clone of your own.")),
        // Without git a folder is a folder; with a .git above it somebody meant otherwise.
        Folder::Unknown if folder.ancestors().any(|above| above.join(".git").exists()) => {
            Err(missing_or_silent(folder))
        }
        Folder::Unknown => Ok(false),
    }
}

fn missing_or_silent(folder: &Path) -> Error {
    Error::system(format!("{} is kept in git, but git is not there or does not answer.", folder.display()))
        .hint("Install git.")
}

/// Returns which of these files differ from the last commit; paths are inside the folder.
///
/// # Errors
/// When git can't be asked.
pub fn uncommitted(folder: &Path, paths: &[&str]) -> Result<Vec<String>> {
    let mut command = quiet(folder)?;
    command.args(["status", "--porcelain", "-z", "--untracked-files=no", "--no-renames", "--"]).args(paths);
    let said = done(&mut command)?;
    let entries = said.split('\0').filter(|entry| entry.len() > 3);
    Ok(entries.map(|entry| entry[3..].to_owned()).collect())
}

/// Commits these files as they stand, and nothing else; returns the short name of the commit. No hook runs.
///
/// # Errors
/// When git refuses; the files stay as they are.
pub fn commit(folder: &Path, paths: &[&str], message: &str) -> Result<String> {
    let there: Vec<&str> = paths.iter().copied().filter(|path| folder.join(path).exists()).collect();
    if !there.is_empty() {
        done(quiet(folder)?.args(["add", "--"]).args(there))?;
    }
    let mut command = quiet(folder)?;
    if !knows_who(folder)? {
        // Never a person's name from us.
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Signpost desk");
            command.env(format!("GIT_{who}_EMAIL"), "desk@signpost.invalid");
        }
    }
    command.args(["commit", "--quiet", "--no-verify", "--only", "-m", message, "--"]).args(paths);
    done(&mut command)?;
    Ok(done(quiet(folder)?.args(["rev-parse", "--short", "HEAD"]))?.trim().to_owned())
}

/// Returns whether git's settings say who makes commits.
fn knows_who(folder: &Path) -> Result<bool> {
    let mut command = in_folder(folder);
    command.args(["config", "--get", "user.email"]);
    Ok(answer(&mut command, None, PATIENCE)?.status.success())
}

/// Returns git in a folder, with the programs switched off that its settings would run on files, and paths taken as they are.
fn quiet(folder: &Path) -> Result<Command> {
    let filters = filters(folder).ok_or_else(missing)?;
    let mut command = in_folder(folder);
    for name in filters {
        command.args(["-c", &format!("{name}.clean="), "-c", &format!("{name}.process=")]);
        command.args(["-c", &format!("{name}.required=false")]);
    }
    command.args(["--literal-pathspecs", "-c", "core.quotePath=false"]);
    Ok(command)
}

fn done(command: &mut Command) -> Result<String> {
    let answer = answer(command, None, PATIENCE)?;
    if answer.status.success() {
        return Ok(String::from_utf8_lossy(&answer.stdout).into_owned());
    }
    Err(Error::system(format!("Git refused: {}.", complaint(&answer.stderr))))
}
