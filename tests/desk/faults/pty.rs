//! The desk in a terminal, under a fault.

use super::place::{Fault, Place, WAIT};
use super::rows::Row;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

/// The smallest screen that shows what is typed.
const ENOUGH: (u16, u16) = (80, 24);

/// F3, which logs a quick chat.
const QUICK_CHAT: &str = "\x1bOR";

struct Terminal {
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    raw: Vec<u8>,
    until: Instant,
}

impl Terminal {
    /// Reads what is drawn until the screen is as wanted; says whether it came to that.
    fn until(&mut self, wanted: impl Fn(&vt100::Screen) -> bool) -> bool {
        while !wanted(self.screen.screen()) {
            let left = self.until.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.output.recv_timeout(left) else { return false };
            self.screen.process(&bytes);
            self.raw.extend(bytes);
        }
        true
    }

    /// Reads what is drawn until the words stand on the screen, broken into lines wherever they are; says whether it came to that.
    fn shows(&mut self, words: &str) -> bool {
        self.until(|screen| in_one_line(screen).contains(words))
    }

    fn shown(&self) -> String {
        let lines = self.screen.screen().contents();
        lines.lines().map(|line| format!("      | {line}\n")).collect()
    }
}

fn in_one_line(screen: &vt100::Screen) -> String {
    screen.contents().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns whether everything that is typed is seen.
pub fn is_seen(fault: &Fault) -> bool {
    fault.size.0 >= ENOUGH.0 && fault.size.1 >= ENOUGH.1
}

/// Opens the desk, types, logs a quick chat and closes it.
pub fn desk(row: &Row, place: &Place, fault: &Fault, arguments: &[String]) -> Result<String, String> {
    let (cols, rows) = fault.size;
    let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::from_argv(place.line(fault, arguments).into_iter().map(Into::into).collect());
    command.env_clear();
    command.cwd(place.path("."));
    place.environment(fault).into_iter().for_each(|(name, value)| command.env(name, value));
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let (sender, output) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            if sender.send(buffer[..count].to_vec()).is_err() {
                return;
            }
        }
    });
    let mut keys = pair.master.take_writer().unwrap();
    let screen = vt100::Parser::new(NonZero::new(rows).unwrap(), NonZero::new(cols).unwrap(), 0);
    let mut terminal = Terminal { output, screen, raw: Vec::new(), until: Instant::now() + WAIT };
    let went = through_a_visit(row, fault, &mut terminal, &mut keys);
    if went.is_err() {
        let _ = child.kill();
    }
    let ended = child.wait().unwrap();
    let shown = terminal.shown();
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    let code = ended.exit_code();
    let all_well = || {
        went?;
        if raw.contains("panicked") || raw.contains("Something went wrong inside") {
            return Err("a panic".to_owned());
        }
        if terminal.screen.screen().alternate_screen() {
            return Err("the terminal is not given back".to_owned());
        }
        match (code, row.opens) {
            (0, true) => Ok("0".to_owned()),
            (2, false) if raw.contains("signpost: ") => Ok("2".to_owned()),
            _ => Err(format!("ended with {code}")),
        }
    };
    all_well().map_err(|what: String| format!("{what}\n{shown}"))
}

fn through_a_visit(row: &Row, fault: &Fault, terminal: &mut Terminal, keys: &mut dyn Write) -> Result<(), String> {
    let mut press = |keys_pressed: &str| keys.write_all(keys_pressed.as_bytes()).and_then(|()| keys.flush());
    let opened = terminal.until(vt100::Screen::alternate_screen);
    if !opened {
        return if row.opens { Err("the desk does not open".to_owned()) } else { Ok(()) };
    }
    let seen = is_seen(fault);
    if seen {
        if !terminal.shows("Search:") {
            return Err("no search box".to_owned());
        }
        if let Some(silent) = row.says.iter().find(|says| !terminal.shows(says)) {
            return Err(format!("does not say \"{silent}\""));
        }
        // Pasted, so that a line end in it presses nothing.
        let words: String = fault.words.chars().take(60).collect();
        press(&format!("\x1b[200~zebra {words}\x1b[201~")).map_err(|e| e.to_string())?;
        if !terminal.shows("Search: zebra") {
            return Err("what is typed is not seen".to_owned());
        }
        if !terminal.shows(row.finds) {
            return Err(format!("does not find \"{}\"", row.finds));
        }
        press(QUICK_CHAT).map_err(|e| e.to_string())?;
        let told = |screen: &vt100::Screen| ["Saved.", "Not saved"].iter().any(|s| screen.contents().contains(s));
        if !terminal.until(told) {
            return Err("neither saved nor not saved".to_owned());
        }
        let now = in_one_line(terminal.screen.screen());
        let fine = match row.unsaved {
            None => now.contains("Saved."),
            Some(why) => now.contains("Not saved") && now.contains(why) && now.contains("Search: zebra"),
        };
        if !fine {
            return Err(row.unsaved.map_or("does not save".to_owned(), |why| {
                format!("does not say \"Not saved\" and \"{why}\", with what was typed on the screen")
            }));
        }
    } else {
        press(&format!("zebra{QUICK_CHAT}")).map_err(|e| e.to_string())?;
    }
    press("\x11").map_err(|e| e.to_string())?;
    if seen {
        terminal.shows("Close Signpost?");
    }
    press("\r").map_err(|e| e.to_string())?;
    terminal.until(|_| false);
    if Instant::now() > terminal.until { Err("does not close".to_owned()) } else { Ok(()) }
}
