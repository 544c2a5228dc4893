//! The screen, driven as a receptionist does.

use super::fake::Desk;

#[test]
fn an_empty_desk_says_what_to_do() {
    let desk = Desk::new();
    insta::assert_snapshot!(desk.screen(), @"");
    assert_eq!(desk.cursor().y, 1);
}

#[test]
fn words_to_results() {
    let mut desk = Desk::new();
    desk.press("food");
    insta::assert_snapshot!(desk.screen(), @"");
    desk.press("<down><enter><down>");
    insta::assert_snapshot!(desk.screen(), @"");
}

#[test]
fn the_basket_the_log_and_the_slip() {
    let mut desk = Desk::new();
    desk.press("food<enter>");
    desk.press("<f4>");
    insta::assert_snapshot!(desk.screen(), @"");
    desk.press("<esc><f2>See you Tuesday");
    insta::assert_snapshot!(desk.screen(), @"");
}

#[test]
fn a_prompt_stands_above_the_results_and_takes_no_key() {
    let mut desk = Desk::new();
    desk.press("he hits");
    insta::assert_snapshot!(desk.screen(), @"");
    desk.press(" me");
    assert!(desk.cursor_line().contains("he hits me"));
}

#[test]
fn nothing_close_sends_to_a_colleague() {
    let mut desk = Desk::new();
    desk.press("xylophone");
    assert!(desk.screen().contains("No match yet - ask a colleague. Nearest:"));
    assert!(desk.screen().contains("Quay Street food bank"));
}

#[test]
fn a_wide_screen_uses_the_room() {
    let mut desk = Desk::new();
    desk.resize(160, 30);
    desk.press("food");
    insta::assert_snapshot!(desk.screen(), @"");
}

#[test]
fn a_small_screen_says_so_and_keeps_everything() {
    let mut desk = Desk::new();
    desk.press("food<enter>");
    let before = desk.screen();
    for (width, height) in [(40, 10), (79, 24), (80, 23), (1, 1), (2, 2), (7, 3)] {
        desk.resize(width, height);
        desk.press("s<backspace>");
        assert!(desk.cursor().x < width && desk.cursor().y < height);
    }
    desk.resize(40, 10);
    insta::assert_snapshot!(desk.screen(), @"");
    desk.resize(80, 24);
    desk.press("s<backspace>");
    let now = desk.screen();
    assert_eq!(now.lines().take(20).collect::<Vec<_>>(), before.lines().take(20).collect::<Vec<_>>());
}

#[test]
fn help_lists_every_key() {
    let mut desk = Desk::new();
    desk.resize(100, 120);
    desk.press("<f1>");
    let screen = desk.screen();
    for (_, actions) in signpost::keymap::Keymap::built_in().list() {
        for (action, keys) in actions {
            assert!(screen.lines().any(|l| l.contains(&keys) && l.contains(action.doc())), "{action:?} {keys}");
        }
    }
}
