//! When a visit leaves the screen: hidden, idle, asleep, erased.

use super::driver::Desk;
use super::fake::Fake;
use signpost::desk::Timers;
use signpost::tui::app::Msg;
use std::time::Duration;

#[test]
fn an_ordinary_visit_comes_back() {
    let mut desk = Desk::new();
    desk.press("food<enter>");
    let before = desk.screen();
    desk.press("<f9>");
    insta::assert_snapshot!(desk.screen(), @"
           Riverside Family Hub
         EXAMPLE - not a real hub

               Closed today
    Monday to Friday 8.30am to 5.30pm
    ");
    desk.press("x");
    assert_eq!(desk.screen().lines().take(20).collect::<Vec<_>>(), before.lines().take(20).collect::<Vec<_>>());
}

#[test]
fn a_pin_is_asked_for_before_a_visit_comes_back() {
    let timers = Timers { pin: Some("4711".into()), ..Timers::default() };
    let mut desk = Desk::over(Fake { timers, ..Fake::default() });
    desk.press("food<enter><f12>x1234<enter>");
    assert!(desk.screen().contains("PIN") && !desk.screen().contains("Quay"));
    desk.press("4711<enter>");
    assert!(desk.screen().contains("Basket (1): EXAMPLE Quay Street food bank"));
}

#[test]
fn nobody_at_the_desk_hides_and_later_erases() {
    let mut desk = Desk::new();
    desk.press("food<enter>");
    desk.wait(4);
    assert!(desk.screen().contains("Quay"));
    desk.wait(1);
    assert!(!desk.screen().contains("Quay"));
    desk.wait(9);
    assert!(desk.app.deadline().is_some());
    desk.wait(1);
    assert_eq!(desk.app.deadline(), None);
    desk.press("x");
    assert!(desk.screen().contains("Basket: empty"));
}

#[test]
fn what_turns_out_to_be_sensitive_behind_the_veil_is_erased() {
    let mut desk = Desk::new();
    desk.hold();
    desk.press("he hits me<f9>");
    desk.release();
    desk.press("x");
    assert!(!desk.screen().contains("hits") && !desk.app.is_sensitive());
}

#[test]
fn a_machine_that_slept_shows_no_visit_and_keeps_none_for_days() {
    let minutes = |count: u64| Msg::Slept(Duration::from_secs(60 * count));
    for (slept, back) in [(2, true), (3 * 24 * 60, false)] {
        let mut desk = Desk::new();
        desk.press("food<enter>");
        desk.send(minutes(slept));
        assert!(!desk.screen().contains("Quay"));
        desk.press("x");
        assert_eq!(desk.screen().contains("Quay"), back, "{slept}");
    }
    // Hidden by hand, then the lid was closed.
    let mut desk = Desk::new();
    desk.press("food<enter><f9>");
    desk.send(minutes(3 * 24 * 60));
    desk.press("x");
    assert!(desk.screen().contains("Basket: empty"));
}

#[test]
fn what_was_on_screen_stays_sensitive_after_the_words_are_gone() {
    // A sensitive service marked, a sensitive need spoken of, and a short word that is finished.
    for words in ["abus", "safe ", "saf ha"] {
        let mut desk = Desk::new();
        desk.press(words);
        assert!(desk.app.is_sensitive(), "{words}");
        desk.press(&"<backspace>".repeat(words.len()));
        assert!(desk.app.is_sensitive(), "{words}");
        desk.press("food");
        assert!(desk.app.is_sensitive(), "{words}");
    }
    // The first letters of a word mean nothing yet.
    let mut desk = Desk::new();
    desk.press("saf");
    assert!(desk.app.is_sensitive());
    desk.press("<backspace><backspace><backspace>food");
    assert!(!desk.app.is_sensitive());
}
