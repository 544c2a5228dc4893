//! When a visit leaves the screen: hidden, idle, asleep, erased.

use super::driver::Desk;
use super::fake::Fake;
use signpost::desk::Rules;
use signpost::tui::app::Msg;

#[test]
fn an_ordinary_visit_comes_back() {
    let mut desk = Desk::new();
    desk.press("food<enter>");
    let before = desk.screen();
    desk.press("<f9>");
    insta::assert_snapshot!(desk.screen(), @"
           Riverside Family Hub

               Closed today
    Monday to Friday 8.30am to 5.30pm
    ");
    desk.press("x");
    assert_eq!(desk.screen().lines().take(20).collect::<Vec<_>>(), before.lines().take(20).collect::<Vec<_>>());
}

#[test]
fn a_pin_is_asked_for_before_a_visit_comes_back() {
    let rules = Rules { pin: Some("4711".into()), ..Rules::default() };
    let mut desk = Desk::over(Fake { rules, ..Fake::default() });
    desk.press("food<enter><f12>x1234<enter>");
    assert!(desk.screen().contains("PIN") && !desk.screen().contains("Quay"));
    desk.press("4711<enter>");
    assert!(desk.screen().contains("Basket (1): Quay Street food bank"));
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
fn a_machine_that_slept_shows_no_visit() {
    let mut desk = Desk::new();
    desk.press("food<enter>");
    desk.send(Msg::Slept);
    assert!(!desk.screen().contains("Quay"));
    desk.press("x");
    assert!(desk.screen().contains("Quay"));
}
