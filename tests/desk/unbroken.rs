//! The program itself fails in the middle of a step of the screen: the desk goes on, and the enquiry on screen is offered again.

use super::driver::Desk;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use signpost::desk::Backend;
use signpost::keymap::Chord;
use signpost::tui::app::{App, Effect, Msg, Page};
use signpost::tui::{Steps, Unbroken, answer, view};
use std::time::{Duration, Instant};

/// Steps of which the update fails after it was done, when a test says so.
fn failing(update: fn(&mut App, Msg) -> Vec<Effect>) -> Unbroken {
    Unbroken::new(Steps { update, ..Steps::default() })
}

fn key(name: &str) -> Msg {
    Msg::Key(Chord::parse(name).unwrap())
}

/// Hands effects to the workers and takes their answers with these steps.
fn work(desk: &mut Desk, steps: &mut Unbroken, effects: Vec<Effect>) {
    for effect in effects {
        if let Some(msg) = answer(&desk.fake, effect, Instant::now()) {
            let more = steps.update(&mut desk.app, msg).unwrap();
            work(desk, steps, more);
        }
    }
}

fn send(desk: &mut Desk, steps: &mut Unbroken, msg: Msg) {
    let effects = steps.update(&mut desk.app, msg).unwrap();
    work(desk, steps, effects);
}

#[test]
fn a_key_that_fails_takes_nothing_with_it() {
    let mut steps = failing(|app, msg| {
        let bomb = matches!(&msg, Msg::Key(chord) if chord.character() == Some('x'));
        let effects = app.update(msg);
        assert!(!bomb, "a test failed here on purpose");
        effects
    });
    let mut desk = Desk::new();
    desk.press("food<enter><f4>");
    let before = desk.screen();
    send(&mut desk, &mut steps, key("x"));
    assert!(desk.said().contains("Something went wrong inside Signpost"), "{}", desk.said());
    assert!(desk.said().contains("What you typed is kept"), "{}", desk.said());
    let same = |screen: &str| screen.lines().take(20).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(same(&desk.screen()), same(&before), "the form is as it was");
    desk.press("<enter>");
    assert_eq!(desk.saved().len(), 1);
    // In the search the answer that never came is not waited for.
    send(&mut desk, &mut steps, key("x"));
    assert!(desk.cursor_line().contains('x'));
    desk.press("<backspace>food<enter>");
    assert!(desk.screen().contains("Basket (1)"), "{}", desk.screen());
}

#[test]
fn an_answer_of_the_store_that_fails_is_asked_for_again_and_counts_once() {
    let steps = || {
        failing(|app, msg| {
            assert!(!matches!(msg, Msg::Saved(..)), "a test failed here on purpose");
            app.update(msg)
        })
    };
    // It fails before anything was done about the answer, so the form stands there still.
    let mut desk = Desk::new();
    desk.press("food<enter><f4>");
    send(&mut desk, &mut steps(), key("enter"));
    assert_eq!((desk.saved().len(), desk.app.owed()), (1, 1), "it is safe, but nobody said so");
    assert!(desk.screen().contains("Log this enquiry"), "{}", desk.screen());
    desk.press("<enter>");
    assert!(desk.said().contains("Saved."), "{}", desk.said());
    assert_eq!((desk.saved().len(), desk.app.owed()), (1, 0));

    // Its visit was hidden meanwhile: it is offered with an empty screen.
    let mut desk = Desk::new();
    desk.press("food<enter><f4>");
    desk.hold();
    desk.press("<enter>");
    desk.wait(20);
    let waiting = std::mem::take(&mut desk.waiting);
    let mut failing = steps();
    work(&mut desk, &mut failing, waiting);
    desk.release();
    assert_eq!(desk.app.owed(), 1);
    desk.press("<space><f4>");
    assert_eq!((desk.saved().len(), desk.app.owed()), (1, 0), "{}", desk.screen());
}

#[test]
fn a_slip_that_was_printed_while_the_screen_failed_is_logged_all_the_same() {
    let mut steps = failing(|app, msg| {
        assert!(!matches!(msg, Msg::Printed(..)), "a test failed here on purpose");
        app.update(msg)
    });
    let mut desk = Desk::new();
    desk.press("food<enter><f7>");
    send(&mut desk, &mut steps, key("enter"));
    assert_eq!((desk.fake.printed.lock().unwrap().len(), desk.saved().len()), (1, 0));
    assert_eq!(desk.app.owed(), 1);
    desk.press("<esc><f4><enter>");
    assert_eq!((desk.saved().len(), desk.app.owed()), (1, 0), "{}", desk.screen());
}

#[test]
fn what_waits_for_the_printer_is_printed_although_the_step_before_it_failed() {
    let mut steps = failing(|app, msg| {
        assert!(!matches!(msg, Msg::Printed(..)), "a test failed here on purpose");
        app.update(msg)
    });
    let mut desk = Desk::new();
    desk.hang();
    desk.press("food<enter><f7><enter><f8>debt<enter><f7><enter>");
    desk.hold();
    desk.unhang();
    let waiting = std::mem::take(&mut desk.waiting);
    desk.release();
    work(&mut desk, &mut steps, waiting);
    assert_eq!(desk.fake.printed.lock().unwrap().len(), 2, "{}", desk.screen());
}

fn terminal() -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(80, 24)).unwrap()
}

fn picture(terminal: &Terminal<TestBackend>) -> String {
    let cells = terminal.backend().buffer().content().chunks(80);
    cells.map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>() + "\n").collect()
}

/// Draws, but not while the log is open.
fn not_the_log(app: &App, frame: &mut ratatui::Frame<'_>) {
    view::draw(app, frame);
    assert!(app.page() != Page::Log, "a test failed here on purpose");
}

#[test]
fn a_page_that_cannot_be_drawn_gives_way_and_keeps_its_enquiry() {
    let mut steps = Unbroken::new(Steps { draw: not_the_log, ..Steps::default() });
    let (mut desk, mut terminal) = (Desk::new(), terminal());
    desk.press("food<enter><f4>");
    steps.draw(&mut desk.app, &mut terminal).unwrap();
    let shown = picture(&terminal);
    assert!(shown.contains("Basket (1)") && !shown.contains("Log this enquiry"), "{shown}");
    assert!(shown.contains("The enquiry is kept: F4 brings it back."), "{shown}");
    // Mended meanwhile, as far as this key is concerned.
    desk.press("<f4><enter>");
    assert_eq!(desk.saved().len(), 1);
}

#[test]
fn results_that_cannot_be_drawn_go_and_the_words_stay() {
    let mut steps = Unbroken::new(Steps {
        draw: |app, frame| {
            view::draw(app, frame);
            let shown: String = frame.buffer_mut().content().iter().map(|cell| cell.symbol()).collect();
            assert!(!shown.contains("pantry"), "a test failed here on purpose");
        },
        ..Steps::default()
    });
    let (mut desk, mut terminal) = (Desk::new(), terminal());
    desk.press("debt<enter><esc>food");
    steps.draw(&mut desk.app, &mut terminal).unwrap();
    let shown = picture(&terminal);
    assert!(shown.contains("Search: food") && shown.contains("Basket (1)"), "{shown}");
    assert!(shown.contains("What you typed is kept"), "{shown}");
    assert!(!shown.contains("pantry"), "nothing of the half picture is left:\n{shown}");
}

#[test]
fn a_screen_that_cannot_go_on_at_all_ends_with_a_sentence() {
    let mut nothing = Unbroken::new(Steps { draw: |_, _| panic!("a test failed here"), ..Steps::default() });
    let (mut desk, mut terminal) = (Desk::new(), terminal());
    let told = nothing.draw(&mut desk.app, &mut terminal).unwrap_err().to_string();
    assert!(told.contains("Start it again; what was saved is saved."), "{told}");

    let mut stuck = failing(|app, msg| {
        assert!(!matches!(msg, Msg::Clock(_)), "a test failed here on purpose");
        app.update(msg)
    });
    let moments = (0..1000).map(|n| Msg::Clock(Duration::from_secs(n)));
    let ended = moments.map(|msg| stuck.update(&mut desk.app, msg)).position(|done| done.is_err());
    assert!(ended.is_some_and(|after| after < 100), "time that can't pass must not burn the machine: {ended:?}");
    let desk: &dyn Backend = &desk.fake;
    assert!(desk.today().unwrap().is_empty());
}
