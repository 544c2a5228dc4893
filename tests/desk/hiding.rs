//! When a visit leaves the screen: hidden, idle, asleep, erased.

use super::driver::Desk;
use super::fake::Fake;
use signpost::desk::Timers;
use signpost::tui::app::Msg;
use std::sync::atomic::Ordering;
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
fn what_was_read_on_screen_stays_sensitive_after_the_words_are_gone() {
    // A sensitive service marked, a sensitive need spoken of, and a short word that is finished.
    for words in ["abus", "safe ", "saf ha"] {
        let mut desk = Desk::new();
        desk.press(words);
        assert!(desk.app.is_sensitive(), "{words}");
        desk.read();
        desk.press(&"<backspace>".repeat(words.len()));
        assert!(desk.app.is_sensitive(), "{words}");
        desk.press("food");
        assert!(desk.app.is_sensitive(), "{words}");
    }
}

#[test]
fn what_flashes_by_while_somebody_types_makes_no_visit_sensitive() {
    // The first letters of a word mean nothing yet, nor do the first words of a sentence.
    for words in ["saf", "safe ", "saf ha"] {
        let mut desk = Desk::new();
        desk.press(words);
        assert!(desk.app.is_sensitive(), "{words}: hidden now, it would be erased");
        desk.press(&"<backspace>".repeat(words.len()));
        desk.press("food");
        assert!(!desk.app.is_sensitive(), "{words}");
    }
    // A prompt is no flash: whoever stands there may have seen it.
    let mut desk = Desk::new();
    desk.press("he hits");
    desk.press(&"<backspace>".repeat(7));
    assert!(desk.app.is_sensitive());
}

/// Returns a desk on which a filter without words lists a sensitive service first.
fn filtered() -> Desk {
    let mut desk = Desk::new();
    desk.fake.sensitive_first.store(true, Ordering::Relaxed);
    desk.press("<ctrl-f>");
    desk.press(&"<down>".repeat(5));
    desk.press("y<esc>");
    assert!(desk.screen().contains("> Food and mood") && desk.screen().contains("[free]"), "{}", desk.screen());
    desk
}

#[test]
fn what_a_filter_alone_happens_to_list_first_says_nothing_of_the_family() {
    let mut desk = filtered();
    desk.press("<f9>x");
    assert!(desk.screen().contains("[free]"), "an ordinary visit comes back: {}", desk.screen());
    // Acted on with words that are not answered yet, the list is still that of the filter.
    desk.hold();
    desk.press("food<enter>");
    desk.release();
    assert!(desk.screen().contains("Basket (1): EXAMPLE Quay Street food bank"), "{}", desk.screen());
    assert!(!desk.app.is_sensitive());
    let mut desk = filtered();
    desk.press("<f3>");
    assert!(!desk.saved()[0].veiled);
}

#[test]
fn whoever_goes_to_a_sensitive_service_makes_the_visit_sensitive_without_words() {
    // Moved to, reached by Tab, its card reached, added; and the words that find it.
    for keys in ["<down>", "<tab><tab>", "<shift-tab>", "<enter>", "abuse"] {
        let mut desk = filtered();
        desk.press(keys);
        assert!(desk.app.is_sensitive(), "{keys}");
        desk.press("<esc><esc><ctrl-x>");
        assert!(desk.app.is_sensitive(), "{keys}");
    }
    for wheel in [true, false] {
        let mut desk = filtered();
        match wheel {
            true => desk.wheel("How to get in", 1),
            false => desk.click("How to get in"),
        }
        assert!(desk.app.is_sensitive(), "wheel: {wheel}");
    }
}
