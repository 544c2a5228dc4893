//! A window that is too small to show the page: nothing is saved, printed or ended unseen.

use super::driver::Desk;

const LARGER: &str = "Make the window larger first.";

#[test]
fn nothing_is_saved_printed_or_ended_unseen() {
    // Each from the page that is open when the window shrinks.
    for (before, keys) in [
        ("food", "<enter><f4>"),
        ("food<enter><f4>", "<enter>"),
        ("", "<f3>"),
        ("food<enter>", "<f2>"),
        ("food<enter><f2>", "<enter>"),
        ("food<enter><f2><down>", "<enter>"),
        ("food<enter>", "<f7>"),
        ("food<enter><f7>", "<enter>"),
        ("food<enter>", "<f8>"),
        ("food<enter><f8>", "<enter>"),
        ("food<enter>", "<ctrl-p>next visit<enter>"),
        ("", "<ctrl-p>quick<enter>"),
    ] {
        let mut desk = Desk::new();
        desk.press(before);
        desk.resize(60, 10);
        desk.press(keys);
        let screen = desk.screen();
        assert!(screen.contains(LARGER) && screen.contains("60x10"), "{before} {keys}:\n{screen}");
        assert!(desk.saved().is_empty() && desk.fake.printed.lock().unwrap().is_empty(), "{before} {keys}");
        assert!(desk.fake.written.lock().unwrap().is_empty(), "{before} {keys}");
        desk.resize(80, 24);
        desk.press("<esc><esc><esc>");
        assert_eq!(
            desk.screen().contains("Basket (1)"),
            (before.to_owned() + keys).contains("food"),
            "{before} {keys}"
        );
    }
}

#[test]
fn an_enquiry_is_not_taken_back_unseen() {
    for (before, keys) in [("<f3>", "<f5>"), ("<f3><f5>", "<enter>")] {
        let mut desk = Desk::new();
        desk.press(before);
        desk.resize(60, 10);
        desk.press(keys);
        assert!(desk.screen().contains(LARGER), "{}", desk.screen());
        assert!(desk.fake.undone.lock().unwrap().is_empty());
    }
    // In the window that is large enough the question is still there.
    let mut desk = Desk::new();
    desk.press("<f3><f5>");
    desk.resize(60, 10);
    desk.press("<enter>");
    assert!(desk.cursor_line().contains("Take back"), "{}", desk.screen());
    desk.resize(80, 24);
    desk.press("<enter>");
    assert_eq!(desk.fake.undone.lock().unwrap().len(), 1);
}

#[test]
fn the_rest_goes_on_and_says_what_happened() {
    let mut desk = Desk::new();
    desk.resize(60, 10);
    desk.press("food<enter><f4><enter>");
    assert!(desk.saved().is_empty() && desk.screen().contains("in the basket already"), "{}", desk.screen());
    let mut desk = Desk::new();
    desk.resize(60, 10);
    desk.press("food<enter>");
    insta::assert_snapshot!(desk.screen(), @"
    Window too small: 60x10, needs 80x24. Nothing is lost.
     Search: food
    Added Quay Street food bank. F4 logs it, F2 shows the slip.
    Or type what else they need.
    ");
    assert_eq!((desk.cursor().x, desk.cursor().y), (13, 1));
    desk.press("<f3>");
    assert!(desk.cursor_line().contains("Search: food") && desk.screen().contains(LARGER), "{}", desk.screen());
    desk.press("he hits");
    assert!(desk.screen().contains("Danger now? Ring 999."), "{}", desk.screen());
    desk.press("<f9>");
    assert!(!desk.screen().contains("hits") && desk.screen().contains("Closed today"), "{}", desk.screen());
    desk.press("x<ctrl-q>");
    assert!(desk.cursor_line().contains("Close Signpost?"), "{}", desk.screen());
    desk.press("<enter>");
    assert_eq!(desk.waiting, [signpost::tui::app::Effect::Quit]);
    for (width, height) in [(60, 1), (60, 2), (9, 3), (1, 1)] {
        let mut desk = Desk::new();
        desk.resize(width, height);
        desk.press("food<enter><f3>");
        assert!(desk.cursor().x < width && desk.cursor().y < height);
    }
}
