//! A desk with mistakes in it, in a real terminal: it goes on, and gives the terminal back where it can't.

use super::Terminal;
use portable_pty::CommandBuilder;
use signpost::desk::{Desk, Setup};
use signpost::keymap::Keymap;
use signpost::settings::{Overrides, ThemeName};
use signpost::tui::app::{App, Msg};
use signpost::tui::{Options, Steps, run_with, view};
use std::sync::Arc;

/// Starts this very test program as a desk with mistakes.
fn start() -> Terminal {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "--nocapture", "--test-threads=1", "failing::desk"]);
    Terminal::run(command, &[])
}

#[test]
#[ignore = "run by the tests below, in a terminal of its own"]
fn desk() {
    signpost::error::hush_panics();
    let setup = Setup::load(&Overrides::default(), None).unwrap();
    let steps = Steps {
        update: |app: &mut App, msg| {
            let bomb = matches!(&msg, Msg::Key(chord) if chord.character() == Some('X'));
            let effects = app.update(msg);
            assert!(!bomb, "zyxmessage of a panic");
            effects
        },
        draw: |app, frame| {
            view::draw(app, frame);
            let shown: String = frame.buffer_mut().content().iter().map(|cell| cell.symbol()).collect();
            assert!(!shown.contains("zyxend"), "zyxmessage of a panic");
        },
    };
    let desk: Arc<dyn signpost::desk::Backend> = Arc::new(Desk::open(setup));
    let (keymap, theme) = (Keymap::built_in(), ThemeName::default());
    let options = Options { keymap, theme, mouse: true, notices: Vec::new(), query: String::new() };
    if let Err(problem) = run_with(&desk, options, steps) {
        println!("said at the end: {problem}");
    }
}

#[test]
fn a_key_that_fails_keeps_the_terminal_and_the_enquiry() {
    let mut desk = start();
    desk.shows("Search:");
    desk.press("food");
    desk.shows("1 of ");
    desk.press("\r");
    desk.shows("Basket (1)");
    desk.press("\x1bOS");
    desk.shows("Log this enquiry");
    desk.press("X");
    desk.shows("Something went wrong inside Signpost (tests/terminal/failing.rs:");
    desk.shows("Log this enquiry");
    assert!(desk.screen.screen().alternate_screen());
    desk.press("\r");
    desk.shows("Saved.");
    desk.press("\x11");
    desk.shows("Close Signpost?");
    desk.press("\r");
    let raw = String::from_utf8_lossy(&desk.ends()).into_owned();
    assert!(!raw.contains("zyxmessage"), "the message of a panic is written nowhere");
}

#[test]
fn a_desk_that_cannot_go_on_gives_the_terminal_back_and_says_why() {
    let mut desk = start();
    desk.shows("Search:");
    desk.press("food zyxen");
    desk.shows("food zyxen");
    desk.press("d");
    desk.until("sentence", |screen| !screen.alternate_screen() && screen.contents().contains("said at the end"));
    desk.shows("Start it again; what was saved is saved.");
    let raw = String::from_utf8_lossy(&desk.ends()).into_owned();
    assert!(!raw.contains("zyxmessage"), "the message of a panic is written nowhere");
}
