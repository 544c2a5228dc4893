//! The loop: one queue of messages, one draw after each batch, and a terminal that is always given back as it was.

use super::app::{App, Effect, Msg, Start};
use super::pointer::{WatchMouse, pointer};
use super::unbroken::{Steps, Unbroken};
use super::workers::Workers;
use crate::desk::Backend;
use crate::desk::Notice;
use crate::error::{Error, Result, caught, hush_panics};
use crate::keymap::{Chord, Keymap};
use crate::settings::ThemeName;
use crate::theme::Theme;
use crossterm::event::{self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, Event};
use crossterm::execute;
use ratatui::DefaultTerminal;
use std::io::stdout;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::Builder;
use std::time::{Duration, Instant, SystemTime};

/// By how much the wall clock may run ahead of the time that the machine was awake.
const SLEEP: Duration = Duration::from_secs(60);

/// How often in a row reading a key may fail inside Signpost before the keyboard counts as gone.
const DEAF: u32 = 100;

/// How a screen is opened.
#[derive(Debug)]
pub struct Options {
    /// Which keys do what.
    pub keymap: Keymap,
    /// Its look.
    pub theme: ThemeName,
    /// Whether the terminal's mouse is the desk's.
    pub mouse: bool,
    /// What staff must know, shown before what the desk itself says.
    pub notices: Vec<Notice>,
    /// Words that are searched as soon as they can be.
    pub query: String,
}

/// Opens the desk on this terminal and returns when it is closed. The empty desk is drawn before anything is read.
///
/// # Errors
/// When there is no terminal, or it goes away.
pub fn run(desk: &Arc<dyn Backend>, options: Options) -> Result<()> {
    run_with(desk, options, Steps::default())
}

/// Does what [`run`] does, with other steps.
///
/// # Errors
/// When there is no terminal, or it goes away.
pub fn run_with(desk: &Arc<dyn Backend>, options: Options, steps: Steps) -> Result<()> {
    let Options { keymap, theme, mouse, notices, query } = options;
    let opened = Instant::now();
    let (sender, messages) = channel();
    let mut workers = Workers::start(desk, &sender, opened)?;
    // The catalogue is opened beside the terminal: results wait for whichever takes longer.
    workers.take(Effect::Open)?;
    let mut app = App::new(Start { notices, ..Start::before(&**desk) }, keymap, Theme::from_env(theme));
    let mut guard = Guard::take(mouse)?;
    if let Ok(size) = guard.terminal.size() {
        app.update(Msg::Size(size.width, size.height));
    }
    let mut unbroken = Unbroken::new(steps);
    let effects = if query.is_empty() { Vec::new() } else { app.update(Msg::Paste(query)) };
    unbroken.draw(&mut app, &mut guard.terminal)?;
    read_input(sender, event::read)?;
    for effect in effects {
        workers.take(effect)?;
    }
    let closed = turn(&mut app, &mut guard.terminal, &messages, &mut workers, opened, unbroken);
    drop(guard);
    closed
}

/// Returns columns and lines of this terminal, if there is one.
pub fn size() -> Option<(u16, u16)> {
    crossterm::terminal::size().ok()
}

/// Turns the loop until the desk is closed.
fn turn(
    app: &mut App,
    terminal: &mut DefaultTerminal,
    messages: &Receiver<Msg>,
    workers: &mut Workers,
    opened: Instant,
    mut unbroken: Unbroken,
) -> Result<()> {
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
        let mut effects = unbroken.update(app, Msg::Clock(opened.elapsed()))?;
        match awake.look() {
            Wall::Ahead(by) => effects.extend(unbroken.update(app, Msg::Slept(by))?),
            // Another day may stand on the wall now; nobody slept.
            Wall::Behind => effects.push(Effect::Face),
            Wall::Even => {}
        }
        // A burst of keys is one draw: each key is taken in, the last picture is shown.
        for msg in first.into_iter().chain(messages.try_iter()) {
            effects.extend(unbroken.update(app, msg)?);
        }
        // What was typed is on screen before anything starts to work on it.
        unbroken.draw(app, terminal)?;
        for effect in effects {
            if effect == Effect::Quit {
                return Ok(());
            }
            workers.take(effect)?;
        }
    }
}

/// How the wall clock went since the last look, beside the time that the machine was awake.
#[derive(Debug, PartialEq, Eq)]
enum Wall {
    /// As it should.
    Even,
    /// So much further: the machine slept, or the clock was set.
    Ahead(Duration),
    /// It was set back.
    Behind,
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

    /// Returns how the clocks went since the last look.
    fn look(&mut self) -> Wall {
        let before = std::mem::replace(self, Self::now());
        let counted = self.counted.saturating_duration_since(before.counted);
        match self.wall.duration_since(before.wall) {
            Ok(wall) => match wall.checked_sub(counted).filter(|by| *by > SLEEP) {
                Some(by) => Wall::Ahead(by),
                None => Wall::Even,
            },
            Err(back) if back.duration() > SLEEP => Wall::Behind,
            Err(_) => Wall::Even,
        }
    }
}

/// Starts the thread that waits for keys. It blocks, so that an idle desk costs nothing. A failure of the program in it is not the end of the keys, unless there is nothing else.
fn read_input(sender: Sender<Msg>, mut read: impl FnMut() -> std::io::Result<Event> + Send + 'static) -> Result<()> {
    let read = move || {
        let mut failed = 0;
        loop {
            let msg = match caught(&mut read) {
                Ok(Ok(event)) => {
                    failed = 0;
                    match event {
                        Event::Paste(text) => Msg::Paste(text),
                        Event::Resize(width, height) => Msg::Size(width, height),
                        Event::Mouse(event) => match pointer(event) {
                            Some(pointer) => Msg::Mouse(pointer),
                            None => continue,
                        },
                        event => match event.as_key_press_event() {
                            Some(key) => Msg::Key(Chord::of(key)),
                            None => continue,
                        },
                    }
                }
                Err(_) if failed < DEAF => {
                    failed += 1;
                    continue;
                }
                Ok(Err(_)) | Err(_) => Msg::Gone,
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
        let terminal = ratatui::try_init().map_err(none)?;
        // ratatui's own hook would give the terminal back on a panic in any thread, and leave a live desk drawing on it. Every thread catches its own panics; if this one ends all the same, the guard gives the terminal back.
        hush_panics();
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
    fn reading_a_key_may_fail_inside_and_the_keyboard_stays() {
        let (sender, messages) = channel();
        let mut reads = 0;
        let read = move || {
            reads += 1;
            let key = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::F(1));
            match reads {
                1 | 2 | 4 => panic!("a test failed here on purpose"),
                3 => Ok(Event::Key(key)),
                5 => Ok(Event::Paste("food".to_owned())),
                _ => Err(std::io::Error::other("unplugged")),
            }
        };
        read_input(sender, read).unwrap();
        let told: Vec<Msg> = messages.iter().collect();
        assert!(matches!(&told[..], [Msg::Key(_), Msg::Paste(text), Msg::Gone] if text == "food"), "{told:?}");

        let (sender, messages) = channel();
        read_input(sender, || panic!("a test failed here on purpose")).unwrap();
        assert!(matches!(messages.iter().collect::<Vec<_>>()[..], [Msg::Gone]), "nothing else is left to hear");
    }

    #[test]
    fn the_wall_clock_tells_how_long_the_machine_slept() {
        let hours = Duration::from_secs(60 * 3600);
        let mut awake = Awake { counted: Instant::now(), wall: SystemTime::now() - hours };
        let by = awake.look();
        assert!(matches!(by, Wall::Ahead(by) if by <= hours && by + SLEEP > hours), "{by:?}");
        assert_eq!(awake.look(), Wall::Even);
        let mut back = Awake { counted: Instant::now(), wall: SystemTime::now() + hours };
        assert_eq!(back.look(), Wall::Behind);
        let mut nudged = Awake { counted: Instant::now(), wall: SystemTime::now() + SLEEP / 2 };
        assert_eq!(nudged.look(), Wall::Even);
    }
}
