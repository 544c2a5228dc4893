//! A slip as a picture in the system's own viewer.

use super::paper::put;
use crate::error::{Error, Result};
use crate::paths::make_private;
use crate::program;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What is said when no viewer can be had.
const HINT: &str = "Write the slip to a file and open that.";
/// How long a viewer may take to say that it can't.
const EARLY: Duration = Duration::from_secs(2);
/// How long a picture lies on disk: a viewer reads it when it opens.
const STAYS: Duration = Duration::from_secs(60);

/// Returns where pictures lie while a viewer reads them: in memory, where the system has such a folder for each user.
pub fn folder(cache: &Path) -> PathBuf {
    let memory = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_dir());
    memory.map_or_else(|| cache.join("pictures"), |folder| folder.join("signpost-pictures"))
}

/// Takes away pictures that were left behind.
pub fn clear(folder: &Path) {
    // One that can't be taken away now is taken away next time.
    let _ = std::fs::remove_dir_all(folder);
}

/// Shows a page of a slip, and takes its picture away again after a minute.
///
/// # Errors
/// When there is no viewer, or the picture can't be written.
pub fn show(page: &[u8], folder: PathBuf) -> Result<()> {
    clear(&folder);
    make_private(&folder).map_err(|e| Error::io("make", &folder, e))?;
    let path = folder.join("family-hub.png");
    put(&path, page)?;
    let started = program::start(&mut viewer(&path), EARLY);
    std::thread::spawn(move || {
        std::thread::sleep(STAYS);
        clear(&folder);
    });
    match started {
        Ok(None) => Ok(()),
        Ok(Some(status)) if status.success() => Ok(()),
        Ok(Some(_)) => Err(Error::system("This computer has no viewer for pictures.").hint(HINT)),
        Err(e) => Err(Error::system("This computer can't open pictures from here.").hint(HINT).because(e)),
    }
}

/// Returns the command that opens a file in whatever the system opens it with.
fn viewer(path: &Path) -> Command {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        // The empty text is the title of the window; without it a quoted path would be taken for one.
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    command.arg(path);
    command
}
