//! A slip as a picture in the system's own viewer, for which a script stands in.

use super::Terminal;
use std::os::unix::fs::PermissionsExt;

#[test]
fn a_slip_is_shown_as_a_picture_and_nothing_of_it_stays_in_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let (viewer, seen) = (folder.path().join("xdg-open"), folder.path().join("seen.png"));
    std::fs::write(&viewer, format!("#!/bin/sh\ncp \"$1\" {0}.part && mv {0}.part {0}\n", seen.display())).unwrap();
    std::fs::set_permissions(&viewer, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let memory = folder.path().join("memory");
    std::fs::create_dir(&memory).unwrap();
    let mut desk = Terminal::start(&[("PATH", &path), ("XDG_RUNTIME_DIR", memory.to_str().unwrap())]);
    desk.shows("Search:");
    desk.press("food");
    desk.shows("1 of ");
    desk.press("\r");
    desk.shows("Basket (1)");
    desk.press("\x1bOQ");
    desk.shows("How it looks");
    // Down to it: print and log, print only, elsewhere, file, language, looks.
    desk.press("\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\r");
    desk.shows("Show as a picture");
    desk.press("\x1b[B\x1b[B");
    desk.shows("> Show as a picture");
    desk.press("\r");
    desk.shows("The picture is open");
    let picture = std::fs::read(&seen).unwrap();
    assert!(picture.starts_with(b"\x89PNG") && picture.len() > 10_000, "{} bytes", picture.len());
    // Only this user can look into where it lies, and its name tells nothing.
    let kept: Vec<_> = std::fs::read_dir(memory.join("signpost-pictures")).unwrap().map(|e| e.unwrap()).collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].file_name(), "family-hub.png");
    assert_eq!(kept[0].metadata().unwrap().permissions().mode() & 0o077, 0);
}
