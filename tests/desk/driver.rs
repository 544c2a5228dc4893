//! A driver of the real screen over a desk in memory, that presses keys as `"food<down><enter>"`. Nothing sleeps: workers answer at once, or when they are told to.

use super::fake::Fake;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Position;
use signpost::keymap::{Chord, Keymap};
use signpost::record::Enquiry;
use signpost::search::Ask;
use signpost::theme::Theme;
use signpost::tui::app::{App, Effect, Msg, Pointer, Start};
use signpost::tui::{answer, view};
use std::time::{Duration, Instant};

/// The real screen over a desk in memory.
pub struct Desk {
    pub app: App,
    pub fake: Fake,
    /// Effects that wait while [`Desk::hold`] is on.
    pub waiting: Vec<Effect>,
    holding: bool,
    /// The printer does not answer: print jobs wait in [`Desk::at_printer`].
    hung: bool,
    /// Print jobs that a hung printer has.
    pub at_printer: Vec<Effect>,
    /// Where the catalogue comes from does not answer: fetches wait in [`Desk::at_remote`].
    silent: bool,
    /// Fetches that wait for an answer.
    pub at_remote: Vec<Effect>,
    at: Duration,
    size: (u16, u16),
}

impl Desk {
    /// Returns a desk of the usual size.
    pub fn new() -> Self {
        Self::over(Fake::default())
    }

    /// Returns the screen over this desk.
    pub fn over(fake: Fake) -> Self {
        Self::dressed(fake, Keymap::built_in(), Theme::default())
    }

    /// Returns the screen over this desk with these keys and these looks.
    pub fn dressed(fake: Fake, keymap: Keymap, theme: Theme) -> Self {
        let app = App::new(Start::of(&fake), keymap, theme);
        Self {
            app,
            fake,
            waiting: Vec::new(),
            holding: false,
            hung: false,
            at_printer: Vec::new(),
            silent: false,
            at_remote: Vec::new(),
            at: Duration::ZERO,
            size: (80, 24),
        }
    }

    /// Returns the screen over a desk whose catalogue is not open yet.
    pub fn before(fake: Fake) -> Self {
        let app = App::new(Start::before(&fake), Keymap::built_in(), Theme::default());
        Self { app, ..Self::over(fake) }
    }

    /// Changes the size of the terminal.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.send(Msg::Size(width, height));
    }

    /// Returns the size of the terminal.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Keeps effects back until [`Desk::release`].
    pub fn hold(&mut self) {
        self.holding = true;
    }

    /// Lets the workers do what was kept back.
    pub fn release(&mut self) {
        self.holding = false;
        let waiting = std::mem::take(&mut self.waiting);
        self.work(waiting);
    }

    /// Lets the printer hang until [`Desk::unhang`].
    pub fn hang(&mut self) {
        self.hung = true;
    }

    /// Lets the printer answer what it was given meanwhile, and whatever follows.
    pub fn unhang(&mut self) {
        self.hung = false;
        let jobs = std::mem::take(&mut self.at_printer);
        self.work(jobs);
    }

    /// Lets the place where the catalogue comes from hang until [`Desk::speak`].
    pub fn fall_silent(&mut self) {
        self.silent = true;
    }

    /// Lets the place where the catalogue comes from answer.
    pub fn speak(&mut self) {
        self.silent = false;
        let fetches = std::mem::take(&mut self.at_remote);
        self.work(fetches);
    }

    /// Lets time go by without a key.
    pub fn wait(&mut self, minutes: u64) {
        self.at += Duration::from_secs(60 * minutes);
        self.send(Msg::Clock(self.at));
    }

    /// Lets as much time go by as it takes to read a list.
    pub fn read(&mut self) {
        self.at += Duration::from_secs(2);
        self.send(Msg::Clock(self.at));
    }

    /// Sends a message and lets the workers answer.
    pub fn send(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.work(effects);
    }

    /// Lets the workers do these effects, or keeps them back.
    pub fn work(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if self.holding || effect == Effect::Quit {
                self.waiting.push(effect);
            } else if self.hung && matches!(effect, Effect::Print(..)) {
                self.at_printer.push(effect);
            } else if self.silent && effect == Effect::Fetch {
                self.at_remote.push(effect);
            } else if let Some(msg) = answer(&self.fake, effect, Instant::now()) {
                self.send(msg);
            }
        }
    }

    /// Presses keys: letters as they are, others by name in angle brackets. The cursor is looked at after each.
    pub fn press(&mut self, keys: &str) {
        for chord in chords(keys) {
            self.send(Msg::Key(chord));
            self.draw();
        }
    }

    /// Presses the mouse's first button on the first place of the screen that holds this text.
    pub fn click(&mut self, text: &str) {
        let (x, y) = self.place_of(text).unwrap_or_else(|| panic!("no {text} on\n{}", self.screen()));
        self.click_at(x, y);
    }

    /// Presses the mouse's first button at a place.
    pub fn click_at(&mut self, x: u16, y: u16) {
        self.send(Msg::Mouse(Pointer::Press(x, y)));
    }

    /// Turns the mouse's wheel over the first place of the screen that holds this text.
    pub fn wheel(&mut self, text: &str, by: isize) {
        let (x, y) = self.place_of(text).unwrap_or_else(|| panic!("no {text} on\n{}", self.screen()));
        self.send(Msg::Mouse(Pointer::Wheel(x, y, by)));
    }

    /// Returns the first place of the screen that holds this text.
    pub fn place_of(&self, text: &str) -> Option<(u16, u16)> {
        let screen = self.screen();
        let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text))?;
        let x = line[..line.find(text)?].chars().count();
        Some((u16::try_from(x).unwrap(), u16::try_from(y).unwrap()))
    }

    /// Presses keys without looking at the screen between them.
    pub fn press_blind(&mut self, keys: &str) {
        for chord in chords(keys) {
            self.send(Msg::Key(chord));
        }
    }

    /// Returns the terminal with the screen on it.
    pub fn draw(&self) -> Terminal<TestBackend> {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| view::draw(&self.app, frame)).unwrap();
        terminal
    }

    /// Returns where the terminal's cursor stands.
    pub fn cursor(&self) -> Position {
        self.seen().1
    }

    /// Returns the line of the screen in which the cursor stands.
    pub fn cursor_line(&self) -> String {
        self.screen().lines().nth(self.cursor().y.into()).unwrap_or_default().to_owned()
    }

    /// Returns what is on screen.
    pub fn screen(&self) -> String {
        self.seen().0
    }

    /// Returns what is on screen, and where the terminal's cursor stands.
    pub fn seen(&self) -> (String, Position) {
        let mut terminal = self.draw();
        let cursor = terminal.get_cursor_position().unwrap();
        let buffer = terminal.backend().buffer();
        let width = usize::from(buffer.area.width.max(1));
        let lines = buffer.content().chunks(width).map(|row| {
            let line: String = row.iter().map(|cell| cell.symbol()).collect();
            line.trim_end().to_owned()
        });
        (lines.collect::<Vec<_>>().join("\n"), cursor)
    }

    /// Returns the lines in which the desk says what happened and which keys work.
    pub fn said(&self) -> String {
        let screen = self.screen();
        let below: Vec<&str> = screen.lines().skip(usize::from(self.size.1) - 3).collect();
        below.join(" ")
    }

    /// Returns what was asked for last.
    pub fn asked(&self) -> Ask {
        self.fake.asked.lock().unwrap().clone()
    }

    /// Returns how many enquiries are safe on disk.
    pub fn saved(&self) -> Vec<Enquiry> {
        self.fake.saved.lock().unwrap().clone()
    }
}

/// Reads keys: letters as they are, others by name in angle brackets.
fn chords(keys: &str) -> Vec<Chord> {
    let mut chords = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        match rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
            Some((name, after)) => {
                rest = after;
                chords.push(Chord::parse(name).unwrap_or_else(|| panic!("no key {name}")));
            }
            None => {
                rest = &rest[c.len_utf8()..];
                chords.push(Chord::typed(c));
            }
        }
    }
    chords
}
