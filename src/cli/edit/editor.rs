//! A file in the person's own editor, as often as it takes.

use super::Output;
use crate::error::{Error, Result};
use crate::paths::private_file;
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lets somebody edit a text until `check` takes it, and returns what came of that; nothing when they left it as it was or gave up. The file of `place` itself is not touched: the text lies beside it, under a name that no catalogue reads, so that what it names beside it is found. When nothing can come of it, what was typed goes to the folder `kept`, for this user alone.
pub fn edited<T>(
    place: &Path,
    kept: &Path,
    begun: &str,
    out: &mut Output,
    check: impl Fn(&str) -> Result<T>,
) -> Result<Option<T>> {
    let folder = place.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|e| Error::io("make", folder, e))?;
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".edit-{}-{name}", std::process::id()));
    std::fs::write(&beside, begun).map_err(|e| Error::io("write", &beside, e))?;
    let done = until_taken(&beside, begun, out, check);
    match &done {
        // What somebody typed is never thrown away by a failure.
        Err(_) if std::fs::read_to_string(&beside).is_ok_and(|text| text != begun) => {
            let there = keep(&beside, kept).unwrap_or(beside);
            out.say(format!("What you wrote is kept in {}.", there.display()));
        }
        // That it can't be deleted is no news: no catalogue reads it.
        _ => drop(std::fs::remove_file(&beside)),
    }
    done
}

/// Moves a file into a folder, and returns its path there; nothing when it has to stay where it is.
fn keep(beside: &Path, folder: &Path) -> Option<PathBuf> {
    let name = beside.file_name()?.to_string_lossy();
    let there = folder.join(name.trim_start_matches('.'));
    let text = std::fs::read(beside).ok()?;
    std::fs::create_dir_all(folder).ok()?;
    let mut file = private_file().create(true).truncate(true).open(&there).ok()?;
    file.write_all(&text).and_then(|()| file.sync_all()).ok()?;
    // A left-over of it is read by no catalogue.
    let _ = std::fs::remove_file(beside);
    Some(there)
}

fn until_taken<T>(
    beside: &Path,
    begun: &str,
    out: &mut Output,
    check: impl Fn(&str) -> Result<T>,
) -> Result<Option<T>> {
    loop {
        open(beside)?;
        let text = std::fs::read_to_string(beside).map_err(|e| Error::io("read", beside, e))?;
        if text == begun {
            return Ok(None);
        }
        let error = match check(&text) {
            Ok(done) => return Ok(Some(done)),
            Err(error) => error,
        };
        if !std::io::stdin().is_terminal() {
            return Err(error);
        }
        out.say(&error);
        out.say("Go back to the editor? Enter goes back, n leaves the catalogue as it is.");
        let mut answer = String::new();
        let read = std::io::stdin().lock().read_line(&mut answer);
        if !read.is_ok_and(|bytes| bytes > 0) || answer.trim().to_lowercase().starts_with('n') {
            return Err(error);
        }
    }
}

/// Opens a file in the editor of `$VISUAL` or `$EDITOR`, and waits until it is closed.
fn open(path: &Path) -> Result<()> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let usual = if cfg!(windows) { "notepad" } else { "vi" };
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| usual.to_owned());
    // People write "code --wait" there.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or(usual);
    let ended = Command::new(program).args(words).arg(path).status();
    let hint = "Name an editor in $VISUAL or $EDITOR, or change fields by flags: --phone, --set FIELD=TEXT.";
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Error::system(format!("The editor {program} failed.")).hint(hint)),
        Err(e) => {
            Err(Error::system(format!("Can't open the editor {program}: {}.", crate::error::plain(&e))).hint(hint))
        }
    }
}
