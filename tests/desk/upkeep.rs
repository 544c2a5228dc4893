//! The lists of upkeep, for whoever keeps the catalogue true.

use super::driver::Desk;
use super::fake::Fake;
use signpost::catalogue::{Means, ReportKind};
use signpost::keymap::{Context, Keymap};
use signpost::settings::{KeymapName, ThemeName};
use signpost::theme::{Depth, Theme};

fn confirmed(desk: &Desk) -> Vec<(String, Means, String)> {
    desk.fake.kept.confirmed.lock().unwrap().clone()
}

#[test]
fn whom_to_ring_stands_with_the_number_and_why() {
    let mut desk = Desk::new();
    desk.press("<alt-u>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     [To ring 3]  Reports 0   To send 0   What is new 0
     Handed out most and checked longest ago first.

    > Quay Street food bank                                           01632 960 123
      checked 140 days ago by phone · handed out 12 times
      Safe Harbour refuge                                             01632 960 555
      never checked · handed out once
      Riverside pantry
      from a public page, March 2025 · not handed out here












    F3 still right  F2 checked  F4 edit  Enter open  Ctrl-R wrong  Tab next list
    Esc back  Down next line  F9 hide  F1 help
    "#);
    assert!(desk.cursor_line().starts_with("> Quay Street food bank"));
    desk.resize(200, 50);
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                                                                                                                                                       Sunday 22 November
     [To ring 3]  Reports 0   To send 0   What is new 0
     Handed out most and checked longest ago first.

    > Quay Street food bank                                                               01632 960 123
      checked 140 days ago by phone · handed out 12 times
      Safe Harbour refuge                                                                 01632 960 555
      never checked · handed out once
      Riverside pantry
      from a public page, March 2025 · not handed out here






































    F3 still right  F2 checked  F4 edit  Enter open  Ctrl-R wrong  Tab next list  Esc back  Down next line  F9 hide  F1 help
    "#);
}

#[test]
fn one_key_says_rung_and_still_right_and_the_role_is_asked_once() {
    let mut desk = Desk::new();
    desk.press("<alt-u><f3>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Quay Street food bank

     Your role here, such as family navigator:


     A role, never a name: it stands in the catalogue. Asked once until Signpost is
     closed.














    Enter done  Esc back  F9 hide  F1 help
    "#);
    assert!(confirmed(&desk).is_empty());
    desk.press("<enter>");
    assert!(desk.said().contains("Type your role"), "{}", desk.said());
    desk.press("family navigator<enter>");
    assert_eq!(confirmed(&desk), [("quay-food-bank".into(), Means::Phone, "family navigator".into())]);
    assert!(desk.cursor_line().starts_with("> Quay Street food bank"), "the mark stays: {}", desk.screen());
    assert!(
        desk.screen().contains("[To ring 2]") && desk.screen().contains("dealt with just now"),
        "{}",
        desk.screen()
    );
    desk.press("<down><down><f3>");
    assert_eq!(confirmed(&desk)[1], ("pantry".into(), Means::Phone, "family navigator".into()));
}

#[test]
fn a_key_pressed_twice_records_one_check() {
    let mut desk = Desk::new();
    desk.press("<alt-u><f3>navigator<enter><f3><f3>");
    assert_eq!(confirmed(&desk).len(), 1);
    assert!(desk.said().contains("needs no ringing any more"), "{}", desk.said());
    // Taken back, it has to be rung after all.
    desk.fake.kept.confirmed.lock().unwrap().clear();
    desk.press("<esc><alt-u>");
    assert!(desk.screen().contains("[To ring 3]") && !desk.screen().contains("dealt with"), "{}", desk.screen());
}

#[test]
fn other_means_have_a_letter_each() {
    for (letter, how) in [('p', Means::Phone), ('v', Means::Visit), ('w', Means::Web), ('t', Means::Provider)] {
        let mut desk = Desk::new();
        desk.press(&format!("<alt-u><f2>{letter}navigator<enter>"));
        assert_eq!(confirmed(&desk), [("quay-food-bank".into(), how, "navigator".into())]);
        assert_eq!(desk.app.context(), Context::Upkeep, "{}", desk.screen());
    }
    let mut desk = Desk::new();
    desk.press("<alt-u><f2>n");
    assert!(confirmed(&desk).is_empty() && desk.said().contains("No line has this letter"), "{}", desk.said());
}

#[test]
fn a_role_that_is_refused_is_mended_where_it_stands() {
    let mut desk = Desk::new();
    desk.press("<alt-u><f3>Mrs Smith<enter>");
    assert!(
        desk.said().contains("Not recorded. A check needs a role, and this looks like the name"),
        "{}",
        desk.said()
    );
    assert!(desk.screen().contains("\n Mrs Smith"), "{}", desk.screen());
    desk.press("<ctrl-u>navigator<enter>");
    assert_eq!(confirmed(&desk).len(), 1);
    // One that is refused later is asked for again, with what it was.
    *desk.fake.kept.refuses.lock().unwrap() = Some("The disk is full.".into());
    desk.press("<down><f3>");
    assert!(desk.said().contains("The disk is full."));
    *desk.fake.kept.refuses.lock().unwrap() = None;
    desk.press("<f3>");
    assert!(desk.screen().contains("\n navigator"), "{}", desk.screen());
    desk.press("<enter>");
    assert_eq!(confirmed(&desk).len(), 2);
}

#[test]
fn reports_stand_with_their_age_and_a_check_clears_them() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-r>tshut on Tuesday<enter><alt-u><tab>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
      To ring 3  [Reports 1]  To send 1   What is new 0
     Oldest first. The aim is an answer within 48 hours; a check is one.

    > quay food bank: having wrong times
      ! 3 days, 1 day over the aim of 48 hours · not sent yet · "shut on Tuesday"
















    F3 still right  F2 checked  F4 edit  Enter open  Ctrl-R wrong  Tab next list
    Esc back  Down next line  F9 hide  F1 help
    "#);
    desk.press("<enter>");
    assert!(desk.screen().contains("! reported as having wrong times"), "{}", desk.screen());
    desk.press("<f3>navigator<enter>");
    assert!(!desk.screen().contains("reported as"), "{}", desk.screen());
    desk.press("<esc>");
    assert!(desk.screen().contains("No report is open."), "{}", desk.screen());
}

#[test]
fn what_hinders_sending_is_said_in_words() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-r>m<enter>food<tab><down><ctrl-r>f<enter><alt-u><shift-tab><shift-tab>");
    let screen = desk.screen();
    assert!(
        screen.contains("[To send 2]") && screen.contains("! The remote refused it: no right to push."),
        "{screen}"
    );
    assert!(screen.contains("waits to be sent"), "{screen}");
    desk.press("<esc><alt-u><f5>");
    assert!(desk.said().contains("Only what waits to be sent"), "{}", desk.said());
}

#[test]
fn it_lies_over_a_visit_and_leaves_it_as_it_was() {
    let mut desk = Desk::new();
    desk.press("food<enter><f4><down>");
    let before = desk.screen();
    desk.press("<alt-u><tab><down><ctrl-k><esc><alt-u><enter><esc><esc>");
    assert_eq!(desk.screen(), before);
    desk.press("<alt-u><ctrl-o><alt-u><esc>");
    assert_eq!(desk.screen(), before);
}

#[test]
fn a_sensitive_service_makes_the_visit_sensitive_and_goes_with_the_screen() {
    let mut desk = Desk::new();
    desk.press("food<alt-u><down><enter>");
    assert!(desk.screen().contains("Safe Harbour refuge") && desk.app.is_sensitive());
    desk.press("<f9>x");
    assert!(!desk.screen().contains("Harbour") && !desk.screen().contains("Search: food"), "{}", desk.screen());
    // The list alone is nothing of a family's.
    let mut desk = Desk::new();
    desk.press("food<alt-u><f9>x");
    assert!(desk.screen().contains("Search: food") && !desk.screen().contains("To ring"), "{}", desk.screen());
}

#[test]
fn an_enquiry_that_is_saved_late_takes_the_lists_from_nobody() {
    let mut desk = Desk::new();
    desk.press("food<f4>");
    desk.hold();
    desk.press("<enter><alt-u>");
    desk.release();
    assert_eq!(desk.saved().len(), 1);
    assert!(desk.screen().contains("[To ring 3]"), "{}", desk.screen());
    desk.press("<esc>");
    assert!(desk.screen().contains("Search:") && !desk.screen().contains("food"), "{}", desk.screen());
}

#[test]
fn every_keymap_gets_there_and_back() {
    for (name, keys) in [
        (KeymapName::Default, "<alt-u><right><left><f3>navigator<enter><esc>"),
        (KeymapName::Vim, "<alt-u>lhrnavigator<enter>q"),
        (KeymapName::OneHanded, "<f5>upkeep<enter><right><left><f3>navigator<enter><backspace>"),
    ] {
        let mut desk = Desk::dressed(Fake::default(), Keymap::named(name), Theme::default());
        desk.press(keys);
        assert_eq!(confirmed(&desk).len(), 1, "{name}: {}", desk.screen());
        assert!(desk.screen().contains("Search:"), "{name}: {}", desk.screen());
    }
}

#[test]
fn the_plain_theme_says_all_of_it_in_words() {
    let mut desk = Desk::dressed(Fake::default(), Keymap::built_in(), Theme::new(ThemeName::Plain, Depth::None));
    desk.press("food<ctrl-r>f<enter><alt-u><tab>");
    assert!(desk.screen().contains("[Reports 1]") && desk.screen().contains("Problem: 3 days"), "{}", desk.screen());
}

#[test]
fn the_mouse_marks_and_does_nothing() {
    let mut desk = Desk::new();
    desk.press("<alt-u>");
    desk.click("Riverside pantry");
    assert!(desk.cursor_line().contains("Riverside pantry") && confirmed(&desk).is_empty());
    desk.press("<ctrl-r>");
    desk.click("Full: it takes");
    assert!(desk.cursor_line().contains("Full") && desk.fake.kept.reported.lock().unwrap().is_empty());
    desk.press("<enter>");
    assert_eq!(desk.fake.kept.reported.lock().unwrap()[0].2, ReportKind::Full);
}
