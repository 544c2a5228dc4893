//! The loop: one queue of messages, one draw after each batch, and a terminal that is always given back as it was.

use super::app::{App, Effect, Msg, Start};
use super::pointer::{WatchMouse, pointer};
use super::view;
use super::workers::Workers;
use crate::desk::Backend;
use crate::desk::Notice;
use crate::error::{Error, Result};
use crate::keymap::{Chord, Keymap};
use crate::theme::Theme;
use crossterm::event::{self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, Event};
use crossterm::execute;
use ratatui::DefaultTerminal;
use std::io::stdout;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, Builder};
use std::time::{Duration, Instant, SystemTime};

/// By how much the wall clock may run ahead of the time that the machine was awake.
const SLEEP: Duration = Duration::from_secs(60);

/// Opens the desk on this terminal and returns when it is closed. `notices` are shown after the desk's own; with `mouse` the terminal's mouse is the desk's.
///
/// # Errors
/// When there is no terminal, or it goes away.
pub fn run(desk: &Arc<dyn Backend>, keymap: Keymap, mut notices: Vec<Notice>, mouse: bool) -> Result<()> {
    let opened = Instant::now();
    let mut start = Start::of(&**desk);
    start.notices.append(&mut notices);
    let mut app = App::new(start, keymap, Theme::from_env());
    let (sender, messages) = channel();
    let mut workers = Workers::start(desk, &sender, opened)?;
    let mut guard = Guard::take(mouse)?;
    if let Ok(size) = guard.terminal.size() {
        app.update(Msg::Size(size.width, size.height));
    }
    read_input(sender)?;
    workers.take(Effect::Face)?;
    workers.take(Effect::Refresh)?;
    let closed = turn(&mut app, &mut guard.terminal, &messages, &mut workers, opened);
    drop(guard);
    closed
}

/// Turns the loop until the desk is closed.
fn turn(
    app: &mut App,
    terminal: &mut DefaultTerminal,
    messages: &Receiver<Msg>,
    workers: &mut Workers,
    opened: Instant,
) -> Result<()> {
    let lost = |e| Error::system("The terminal can't be drawn on any more.").because(e);
    terminal.draw(|frame| view::draw(app, frame)).map_err(lost)?;
    let mut awake = Awake::now();
    loop {
        let first = match app.deadline().map(|deadline| deadline.saturating_sub(opened.elapsed())) {
            None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(left) => messages.recv_timeout(left),
        };
        let first = match first {
            Ok(msg) => Some(msg),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Error::system("All parts of Signpost have stopped.").hint("Start it again."));
            }
        };
        let mut effects = app.update(Msg::Clock(opened.elapsed()));
        if let Some(by) = awake.slept() {
            effects.extend(app.update(Msg::Slept(by)));
        }
        // A burst of keys is one draw: each key is taken in, the last picture is shown.
        for msg in first.into_iter().chain(messages.try_iter()) {
            effects.extend(app.update(msg));
        }
        // What was typed is on screen before anything starts to work on it.
        terminal.draw(|frame| view::draw(app, frame)).map_err(lost)?;
        for effect in effects {
            if effect == Effect::Quit {
                return Ok(());
            }
            workers.take(effect)?;
        }
    }
}

/// Notices that the machine slept: time that only the wall clock counts. A closed lid must not keep a visit on screen until the morning.
struct Awake {
    counted: Instant,
    wall: SystemTime,
}

impl Awake {
    fn now() -> Self {
        Self { counted: Instant::now(), wall: SystemTime::now() }
    }

    /// Returns for how long the machine slept since the last call, if it did. A clock that was set back says nothing.
    fn slept(&mut self) -> Option<Duration> {
        let before = std::mem::replace(self, Self::now());
        let counted = self.counted.saturating_duration_since(before.counted);
        let wall = self.wall.duration_since(before.wall).ok()?;
        wall.checked_sub(counted).filter(|by| *by > SLEEP)
    }
}

/// Starts the thread that waits for keys. It blocks, so that an idle desk costs nothing.
fn read_input(sender: Sender<Msg>) -> Result<()> {
    let read = move || {
        loop {
            let msg = match event::read() {
                Ok(Event::Paste(text)) => Msg::Paste(text),
                Ok(Event::Resize(width, height)) => Msg::Size(width, height),
                Ok(Event::Mouse(event)) => match pointer(event) {
                    Some(pointer) => Msg::Mouse(pointer),
                    None => continue,
                },
                Ok(event) => match event.as_key_press_event() {
                    Some(key) => Msg::Key(Chord::of(key)),
                    None => continue,
                },
                Err(_) => Msg::Gone,
            };
            let gone = matches!(msg, Msg::Gone);
            if sender.send(msg).is_err() || gone {
                return;
            }
        }
    };
    let spawned = Builder::new().name("input".to_owned()).spawn(read);
    spawned.map(drop).map_err(|e| Error::system("This machine has no room for another thread.").because(e))
}

/// The terminal while the desk has it.
struct Guard {
    terminal: DefaultTerminal,
}

impl Guard {
    /// Takes the terminal over.
    fn take(mouse: bool) -> Result<Self> {
        let none = |e| {
            Error::system("There is no terminal to open the desk on.")
                .hint("Start signpost in a terminal window, or use its commands: signpost --help.")
                .because(e)
        };
        let before = std::panic::take_hook();
        let terminal = ratatui::try_init().map_err(none)?;
        // ratatui's own hook would give the terminal back on a panic in any thread, and leave a live desk drawing on it.
        drop(std::panic::take_hook());
        let screen = thread::current().id();
        std::panic::set_hook(Box::new(move |info| {
            // What a worker says when it panics comes back as an answer; on screen it would only tear the picture.
            if thread::current().id() == screen {
                restore();
                before(info);
            }
        }));
        // From here on, dropping the guard gives the terminal back whatever fails.
        let guard = Self { terminal };
        execute!(stdout(), EnableBracketedPaste).map_err(none)?;
        if mouse {
            execute!(stdout(), WatchMouse).map_err(none)?;
        }
        // Listens for new sizes from before the size is asked for, so that none falls between the two.
        event::poll(Duration::ZERO).map_err(none)?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

fn restore() {
    // There is nobody left to tell when this fails.
    let _ = execute!(stdout(), DisableMouseCapture);
    let _ = execute!(stdout(), DisableBracketedPaste);
    let _ = ratatui::try_restore();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wall_clock_tells_how_long_the_machine_slept() {
        let hours = Duration::from_secs(60 * 3600);
        let mut awake = Awake { counted: Instant::now(), wall: SystemTime::now() - hours };
        let by = awake.slept().unwrap();
        assert!(by <= hours && by + SLEEP > hours, "{by:?}");
        assert_eq!(awake.slept(), None);
        let mut back = Awake { counted: Instant::now(), wall: SystemTime::now() + hours };
        assert_eq!(back.slept(), None);
    }
}
