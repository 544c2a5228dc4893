//! The program in a real pseudo-terminal: it takes keys, follows the size, and gives the terminal back as it was.

mod failing;
mod input;
mod picture;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long a slow machine may take for anything.
const PATIENCE: Duration = Duration::from_secs(60);

struct Terminal {
    pty: Box<dyn portable_pty::MasterPty>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    raw: Vec<u8>,
    home: std::sync::Arc<tempfile::TempDir>,
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

impl Terminal {
    /// Starts the desk on the starter catalogue in a home of its own.
    fn start(environment: &[(&str, &str)]) -> Self {
        Self::start_with(environment, &[])
    }

    /// Starts the desk with arguments.
    fn start_with(environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_signpost"));
        command.args(arguments);
        Self::run(command, environment)
    }

    /// Starts any program like that.
    fn run(mut command: CommandBuilder, environment: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        command.env_clear();
        for (name, folder) in [("DATA", "data"), ("CACHE", "cache"), ("CONFIG", "config")] {
            command.env(format!("SIGNPOST_{name}_DIR"), home.path().join(folder));
        }
        let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join("services_catalog");
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("SIGNPOST_CATALOGUE", catalogue);
        command.env("SIGNPOST_NOW", "2026-11-22T10:15");
        command.cwd(home.path());
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
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
        let keys = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(cells(24), cells(80), 0);
        Self { pty: pair.master, child, keys, output, screen, raw: Vec::new(), home: home.into() }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn resize(&mut self, cols: u16, rows: u16) {
        self.screen.screen_mut().set_size(cells(rows), cells(cols));
        self.pty.resize(size(cols, rows)).unwrap();
    }

    /// Reads what the program draws until the screen is as wanted.
    fn until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !wanted(self.screen.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.raw.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout) => panic!("no {what}:\n{}", self.screen.screen().contents()),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("ended before {what}:\n{}", self.screen.screen().contents())
                }
            }
        }
    }

    fn shows(&mut self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Waits for the end and checks that the terminal is as it was.
    fn ends(mut self) -> Vec<u8> {
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status:?}");
        let deadline = Instant::now() + PATIENCE;
        let taken = |screen: &vt100::Screen| {
            let mouse = screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
            screen.alternate_screen() || screen.bracketed_paste() || mouse
        };
        while taken(self.screen.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            let bytes = self.output.recv_timeout(left).expect("the terminal is given back");
            self.screen.process(&bytes);
            self.raw.extend(bytes);
        }
        assert!(!self.screen.screen().hide_cursor());
        assert!(!self.screen.screen().contents().contains("food"), "nothing typed is left behind");
        self.raw
    }
}

/// Returns whether a cell stands out as a block: reversed, or on another ground than the top of the screen.
fn is_block(screen: &vt100::Screen, row: u16, column: u16) -> bool {
    let ground = screen.cell(0, 0).map(vt100::Cell::bgcolor);
    screen.cell(row, column).is_some_and(|cell| cell.inverse() || Some(cell.bgcolor()) != ground)
}

/// Types, resizes to a screen that is too small and back, saves, and closes.
fn a_morning(environment: &[(&str, &str)]) -> Vec<u8> {
    let mut desk = Terminal::start(environment);
    desk.shows("Search:");
    desk.press("food");
    desk.shows("1 of ");
    // The marked result is told by more than the colour of its letters.
    desk.until("marked result", |screen| is_block(screen, 4, 0) && is_block(screen, 4, 8));
    desk.until("cursor", |screen| screen.cursor_position() == (1, 13) && !screen.hide_cursor());
    desk.resize(40, 10);
    desk.shows("too small: 40x10");
    desk.resize(80, 24);
    // The small screen shows the search too; only the whole one has the basket.
    desk.shows("Basket: empty");
    desk.shows("Search: food");
    // A paste that holds a line end adds nothing to the basket.
    desk.press("\x1b[200~ bank\r\x1b[201~");
    desk.shows("Search: food bank");
    desk.shows("Basket: empty");
    desk.press("\r");
    desk.shows("Basket (1)");
    desk.until("marked result", |screen| (0..20).all(|x| is_block(screen, 4, x)));
    desk.press("\x1bOS");
    desk.shows("Log this enquiry");
    desk.press("\r");
    desk.shows("Saved.");
    desk.press("\x11");
    desk.shows("Close Signpost?");
    desk.press("\r");
    desk.ends()
}

#[test]
fn a_real_terminal_is_used_and_given_back() {
    a_morning(&[]);
}

#[test]
fn every_theme_is_drawn_on_a_real_terminal() {
    let true_colour = ("COLORTERM", "truecolor");
    let has = |raw: &[u8], codes: &str| String::from_utf8_lossy(raw).contains(codes);
    assert!(has(&a_morning(&[true_colour]), "48;2;"), "the ground is set exactly where the terminal can show it");
    assert!(!has(&a_morning(&[("SIGNPOST_THEME", "high-contrast")]), "48;2;"), "and by name where it can't");
    let plain = a_morning(&[true_colour, ("SIGNPOST_THEME", "plain")]);
    assert!(!has(&plain, "48;") && !has(&plain, "38;") && !has(&plain, "\u{2502}"));
}

#[test]
fn words_on_the_command_line_are_searched_at_once() {
    let mut desk = Terminal::start_with(&[], &["desk", "food", "bank"]);
    desk.shows("1 of ");
    let first = String::from_utf8_lossy(&desk.raw).into_owned();
    assert!(first.contains("Opening"), "the screen is drawn before the catalogue is open");
    desk.press("s");
    desk.shows("Search: food banks");
    desk.press("\x11");
    desk.shows("Close Signpost?");
    desk.press("\r");
    desk.ends();
}

#[test]
fn no_color_means_none() {
    let raw = a_morning(&[("NO_COLOR", "1")]);
    let text = String::from_utf8_lossy(&raw);
    for sequence in text.split('\x1b').filter_map(|part| part.strip_prefix('[')) {
        let Some((codes, _)) = sequence.split_once('m') else { continue };
        if !codes.bytes().all(|b| b.is_ascii_digit() || b == b';') {
            continue;
        }
        // 39 and 49 give the terminal's own colours back.
        let coloured =
            codes.split(';').any(|code| matches!(code.parse::<u16>(), Ok(30..=38 | 40..=48 | 90..=97 | 100..=107)));
        assert!(!coloured, "{sequence:?}");
    }
}

#[test]
fn a_terminal_that_goes_away_ends_the_desk() {
    let mut desk = Terminal::start(&[]);
    desk.shows("Search:");
    // The thread that reads holds the terminal too; it lets go at the next thing drawn.
    drop(desk.output);
    desk.keys.write_all(b"x").unwrap();
    drop(desk.keys);
    drop(desk.pty);
    let deadline = Instant::now() + PATIENCE;
    while desk.child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < deadline, "the desk outlived its terminal");
        std::thread::yield_now();
    }
}

#[test]
fn control_c_asks_first_and_a_closed_terminal_leaves_nothing_half_saved() {
    let mut desk = Terminal::start(&[]);
    desk.shows("Search:");
    desk.press("food");
    desk.shows("1 of ");
    desk.press("\r");
    desk.shows("Basket (1)");
    desk.press("\x1bOS");
    desk.shows("Log this enquiry");
    desk.press("\x03");
    desk.shows("Close Signpost? This visit is not saved.");
    desk.press("\x1b");
    desk.until("form", |screen| !screen.contents().contains("Close Signpost?"));
    assert!(desk.screen.screen().contents().contains("Log this enquiry"));
    // The window is closed over a form that was filled in.
    let home = std::sync::Arc::clone(&desk.home);
    drop(desk.output);
    desk.keys.write_all(b"x").unwrap();
    drop(desk.keys);
    drop(desk.pty);
    desk.child.wait().unwrap();
    let store = signpost::store::Store::open(&home.path().join("data")).unwrap();
    assert_eq!((store.condition(), store.notices().len()), (&signpost::store::Condition::Ready, 0));
    assert_eq!(store.between(chrono::NaiveDate::MIN, chrono::NaiveDate::MAX).unwrap(), []);
}

/// Returns every file under a folder with its bytes.
fn files(folder: &Path, out: &mut Vec<(std::path::PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else {
            out.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
}

#[test]
fn nothing_that_was_said_is_kept_anywhere() {
    let mut desk = Terminal::start(&[]);
    desk.shows("Search:");
    // A name and a street that a tired hand might type, first in the search, then as the line to the family.
    desk.press("food zyxquince");
    desk.shows("food zyxquince");
    desk.shows("1 of ");
    desk.press("\r");
    desk.shows("Basket (1)");
    desk.press("\x1bOQ");
    desk.shows("Line to the family");
    desk.press(&"\x1b[B".repeat(7));
    desk.shows("> Line to the family");
    desk.press("zyxharbour street");
    desk.shows("zyxharbour street");
    desk.press("\x1bOS");
    desk.shows("Log this enquiry");
    desk.press("\r");
    desk.shows("Saved.");
    let home = std::sync::Arc::clone(&desk.home);
    desk.press("my husband hits me zyxquince");
    desk.shows("Ring 999");
    desk.press("\x1b[20~");
    desk.until("idle screen", |screen| !screen.contents().contains("Search:"));
    assert!(!desk.screen.screen().contents().contains("hits"));
    desk.press(" ");
    desk.shows("Search:");
    assert!(!desk.screen.screen().contents().contains("hits"), "a sensitive visit does not come back");
    desk.press("\x11");
    desk.shows("Close Signpost?");
    desk.press("\r");
    desk.ends();

    let mut kept = Vec::new();
    files(home.path(), &mut kept);
    let holds = |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word.as_bytes()));
    assert!(kept.iter().any(|(_, bytes)| holds(bytes, "food-support")), "the enquiry itself is there");
    for (path, bytes) in &kept {
        for word in ["zyxquince", "zyxharbour", "husband hits"] {
            let catalogue = path.starts_with(home.path().join("cache"));
            assert!(!holds(bytes, word) || catalogue && !word.starts_with("zyx"), "{} holds {word}", path.display());
        }
    }
}
