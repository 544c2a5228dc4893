//! The program in a real pseudo-terminal: how long it takes to show something, beside a bare ratatui program, and what it costs when nobody touches it.

use crate::measure::{Times, milliseconds};
use crate::table::Table;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use ratatui::backend::{CrosstermBackend, TestBackend};
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use signpost::desk::Results;
use signpost::keymap::Keymap;
use signpost::theme::Theme;
use signpost::tui::app::{App, Effect, Msg, Start};
use signpost::tui::view;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Starts of each program.
const STARTS: usize = 40;
/// Keys that are pressed.
const KEYS: usize = 400;
/// Frames that are drawn.
const FRAMES: usize = 2000;
/// Nothing more is drawn for this key when nothing was drawn for so long.
const QUIET: Duration = Duration::from_millis(200);
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// The words of the command line.
const QUERY: &str = "baby clothes";

/// Where the desk of a run lives.
pub struct Home<'a> {
    /// Its catalogue.
    pub catalogue: &'a Path,
    /// Its compiled catalogues.
    pub cache: &'a Path,
    /// Its enquiries and settings.
    pub own: &'a Path,
}

/// A program in a terminal.
struct Screen {
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<(Instant, Vec<u8>)>,
    keys: Box<dyn Write + Send>,
    parser: vt100::Parser,
    began: Instant,
    _pty: Box<dyn MasterPty>,
}

impl Screen {
    fn start(command: CommandBuilder) -> Self {
        let pair =
            native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let began = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let parser = vt100::Parser::new(NonZero::new(24).unwrap(), NonZero::new(80).unwrap(), 0);
        Self { child, output, keys, parser, began, _pty: pair.master }
    }

    /// Returns when the screen was first as wanted.
    fn until(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> Duration {
        loop {
            let Ok((at, bytes)) = self.output.recv_timeout(PATIENCE) else {
                panic!("no {what}:\n{}", self.parser.screen().contents());
            };
            self.parser.process(&bytes);
            if wanted(&self.parser.screen().contents()) {
                return at - self.began;
            }
        }
    }

    /// Presses a key and returns when something was drawn for it first and last.
    fn press(&mut self, key: &str) -> Option<[Duration; 2]> {
        let began = Instant::now();
        self.keys.write_all(key.as_bytes()).and_then(|()| self.keys.flush()).unwrap();
        let mut seen: Option<[Duration; 2]> = None;
        while let Ok((at, bytes)) = self.output.recv_timeout(QUIET) {
            let at = at - began;
            seen = Some([seen.map_or(at, |[first, _]| first), at]);
            self.parser.process(&bytes);
        }
        seen
    }

    /// Returns the processor time that the program took so far, in ticks.
    fn ticks(&self) -> Option<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.process_id()?)).ok()?;
        // The name of the program stands in brackets and may hold spaces.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
    }

    /// Returns the memory that is this program's own, in megabytes.
    fn own_memory(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.process_id()?)).ok()?;
        let own = status.lines().find_map(|l| l.strip_prefix("RssAnon:"))?.split_whitespace().next()?;
        Some(own.parse::<f64>().ok()? / 1024.0)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn desk(home: &Home, words: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_signpost"));
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", home.own);
    command.env("SIGNPOST_CATALOGUE", home.catalogue);
    command.env("SIGNPOST_CACHE_DIR", home.cache);
    command.env("SIGNPOST_DATA_DIR", home.own.join("data"));
    command.env("SIGNPOST_CONFIG_DIR", home.own.join("config"));
    command.cwd(home.own);
    command.args(words);
    command
}

/// Builds the bare program in the profile of this bench and returns its path.
fn bare() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let target = own.ancestors().nth(3).unwrap();
    let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    build.current_dir(env!("CARGO_MANIFEST_DIR")).args(["build", "--quiet", "--release", "--example", "bare_screen"]);
    assert!(build.arg("--target-dir").arg(target).status().unwrap().success(), "the bare program can't be built");
    target.join("release/examples/bare_screen")
}

/// Returns the command that starts a program with nothing but a terminal.
fn plainly(program: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command
}

fn has_first_frame(screen: &str) -> bool {
    // The search box stands at the top, the keys at the bottom; the frame is whole when both are there.
    screen.contains("Search:") && screen.lines().last().is_some_and(|line| !line.trim().is_empty())
}

fn has_results(screen: &str) -> bool {
    screen.contains("1 of ")
}

/// Starts the programs in turns.
pub fn starts(home: &Home, table: &mut Table) {
    std::fs::create_dir_all(home.own).unwrap();
    let bare = bare();
    let (mut theirs, mut first, mut results) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        theirs.push(Screen::start(plainly(&bare)).until("line", |screen| screen.contains("Ready")));
        first.push(Screen::start(desk(home, &[])).until("first frame", has_first_frame));
        let words: Vec<&str> = std::iter::once("desk").chain(QUERY.split(' ')).collect();
        results.push(Screen::start(desk(home, &words)).until("results", has_results));
    }
    let [theirs, first, results] = [theirs, first, results].map(Times::from_iter);
    table.slower("start: first frame, bare ratatui program", first.median(), theirs.median(), Some(1.2));
    table.slower("start: first results, bare program's first frame", results.median(), theirs.median(), Some(2.5));
}

/// Types phrases at a desk, then leaves it alone.
pub fn typing(home: &Home, phrases: impl Iterator<Item = String>, table: &mut Table) {
    let mut screen = Screen::start(desk(home, &[]));
    screen.until("first frame", has_first_frame);
    screen.press("food");
    if !has_results(&screen.parser.screen().contents()) {
        screen.until("results", has_results);
    }
    screen.press("\x15");
    // It looks through the files of the catalogue once at its start.
    let mut before = screen.ticks();
    loop {
        std::thread::sleep(Duration::from_millis(500));
        let now = screen.ticks();
        if now == before {
            break;
        }
        before = now;
    }
    let (mut letters, mut results) = (Vec::new(), Vec::new());
    'phrases: for phrase in phrases {
        for letter in phrase.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ') {
            // A key that draws nothing in all that time is as slow as that.
            let [letter, last] = screen.press(&letter.to_string()).unwrap_or([QUIET; 2]);
            letters.push(letter);
            results.push(last);
            if letters.len() == KEYS {
                break 'phrases;
            }
        }
        screen.press("\x15");
    }
    let [letters, results] = [letters, results].map(Times::from_iter);
    table.within(
        "key press to its letter on screen, p99",
        letters.at(0.99),
        Duration::from_millis(2),
        letters.median(),
    );
    table.within(
        "key press to its results on screen, p99",
        results.at(0.99),
        Duration::from_millis(8),
        results.median(),
    );
    // What this machine and its terminal add to every key: what is above the limit here is above it for every program.
    let mut reference = Screen::start(plainly(&bare()));
    reference.until("line", |screen| screen.contains("Ready"));
    let letters: Times =
        ["a", "b"].iter().cycle().take(KEYS).filter_map(|letter| Some(reference.press(letter)?[0])).collect();
    let what = "the same of the bare ratatui program";
    table.note(&format!("{what}, p99"), milliseconds(letters.at(0.99)));
    table.note(&format!("{what}, median"), milliseconds(letters.median()));
    if let Some(own) = screen.own_memory() {
        table.amount("memory of its own at the desk", own, "MB", 80.0);
    }
    let before = screen.ticks();
    std::thread::sleep(Duration::from_secs(5));
    if let (Some(before), Some(after)) = (before, screen.ticks()) {
        table.amount("processor time of five idle seconds", (after - before) as f64, "ticks", 0.0);
    }
}

/// Starts the desk without a compiled catalogue.
pub fn first_day(home: &Home, services: usize, table: &mut Table) {
    let (mut frames, mut results) = (Vec::new(), Vec::new());
    std::fs::create_dir_all(home.own).unwrap();
    for _ in 0..3 {
        let _ = std::fs::remove_dir_all(home.cache);
        let words: Vec<&str> = std::iter::once("desk").chain(QUERY.split(' ')).collect();
        let mut screen = Screen::start(desk(home, &words));
        frames.push(screen.until("first frame", has_first_frame));
        results.push(screen.until("results", has_results));
    }
    let [frames, results] = [frames, results].map(Times::from_iter);
    let what = format!("first day, {services} services: ");
    table.within(&format!("{what}screen"), frames.median(), Duration::from_millis(50), frames.at(1.0));
    table.within(&format!("{what}results"), results.median(), Duration::from_millis(1500), results.at(1.0));
}

/// Compares what one frame costs on the backend of a terminal, drawn into nothing, and on one in memory.
pub fn frames(results: &[Results; 2], table: &mut Table) {
    let mut apps = results.each_ref().map(|results| {
        let mut app = App::new(Start::default(), Keymap::built_in(), Theme::default());
        let effects = app.update(Msg::Paste(QUERY.to_owned()));
        if let Some(Effect::Find(ticket, _)) = effects.first() {
            app.update(Msg::Found(*ticket, Ok(results.clone())));
        }
        app
    });
    let fixed = || TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, 80, 24)) };
    let mut real = Terminal::with_options(CrosstermBackend::new(std::io::sink()), fixed()).unwrap();
    let mut test = Terminal::with_options(TestBackend::new(80, 24), fixed()).unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..FRAMES {
        // Every frame shows another list than the last.
        apps.swap(0, 1);
        let began = Instant::now();
        real.draw(|frame| view::draw(&apps[0], frame)).unwrap();
        ours.push(began.elapsed());
        let began = Instant::now();
        test.draw(|frame| view::draw(&apps[0], frame)).unwrap();
        theirs.push(began.elapsed());
    }
    let [ours, theirs] = [ours, theirs].map(Times::from_iter);
    table.slower("one frame, median, TestBackend", ours.median(), theirs.median(), Some(1.2));
}
