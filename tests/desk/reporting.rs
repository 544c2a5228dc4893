//! Two keys mark a wrong entry.

use super::driver::Desk;
use super::fake::Fake;
use signpost::catalogue::{Means, ReportKind};
use signpost::keymap::{Context, Keymap};
use signpost::settings::KeymapName;
use signpost::theme::Theme;

fn reported(desk: &Desk) -> Vec<(String, ReportKind, Option<String>)> {
    let all = desk.fake.kept.reported.lock().unwrap();
    all.iter().map(|(_, id, kind, note)| (id.clone(), *kind, note.clone())).collect()
}

#[test]
fn two_keys_mark_it_at_once_and_a_line_is_free() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-r>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Quay Street food bank

     What is wrong?

    > c  Closed: it is not there any more
      p  Phone number is wrong
      t  Times are wrong
      f  Full: it takes nobody on
      m  Moved: it is at another place
      o  Other

     It is marked at this desk at once and goes to whoever keeps the catalogue. A
     letter chooses.








    Enter choose  Down next line  Esc back  F9 hide  F1 help
    "#);
    desk.press("c");
    assert_eq!(reported(&desk), [("quay-food-bank".into(), ReportKind::Closed, None)]);
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Quay Street food bank

     Reported. A line about it, if it helps:


     It stays at this desk. Name nobody, and nothing about a family.














    Reported as closed. It is marked at this desk.
    Enter done  Esc back  F9 hide  F1 help
    "#);
    desk.press("<enter>");
    assert!(desk.screen().contains("Quay Street food bank (reported as closed)"), "{}", desk.screen());
    assert!(desk.screen().contains("! reported as closed"), "{}", desk.screen());
    assert!(desk.screen().contains("Search: food"));
}

#[test]
fn a_line_goes_to_the_same_report() {
    let mut desk = Desk::new();
    desk.press("food<tab><down><tab><ctrl-r>pdoor was shut at 10<enter>");
    let note = Some("door was shut at 10".to_owned());
    assert_eq!(reported(&desk), [("pantry".into(), ReportKind::WrongPhone, note)]);
    assert_eq!(desk.app.context(), Context::Card, "back where it was: {}", desk.screen());
}

#[test]
fn every_letter_on_the_list_is_its_line_and_the_arrows_do_as_well() {
    use ReportKind as K;
    let all = [
        ('c', K::Closed),
        ('p', K::WrongPhone),
        ('t', K::WrongTimes),
        ('f', K::Full),
        ('m', K::Moved),
        ('o', K::Other),
    ];
    for (at, (letter, kind)) in all.into_iter().enumerate() {
        for keys in [letter.to_string(), letter.to_uppercase().to_string(), format!("{}<enter>", "<down>".repeat(at))] {
            let mut desk = Desk::new();
            desk.press(&format!("food<ctrl-r>{keys}"));
            assert_eq!(reported(&desk)[0].1, kind, "{keys}");
        }
    }
    let mut desk = Desk::new();
    desk.press("food<ctrl-r>zx<esc>");
    assert!(reported(&desk).is_empty() && desk.screen().contains("Search: food"), "{}", desk.screen());
}

#[test]
fn in_a_sensitive_visit_no_line_is_asked_for_or_kept() {
    let mut desk = Desk::new();
    desk.press("abuse<ctrl-r>m");
    assert_eq!(reported(&desk), [("refuge".into(), ReportKind::Moved, None)]);
    assert_eq!(desk.app.context(), Context::Search, "{}", desk.screen());
    // An ordinary service, but words that are not.
    let mut desk = Desk::new();
    desk.press("he hits");
    desk.read();
    desk.press("<backspace><backspace><backspace><backspace><backspace><backspace><backspace>food<ctrl-r>f");
    assert_eq!(reported(&desk).len(), 1);
    assert!(!desk.screen().contains("A line about it"), "{}", desk.screen());
}

#[test]
fn a_store_that_refuses_loses_neither_the_choice_nor_the_line() {
    let mut desk = Desk::new();
    *desk.fake.kept.refuses.lock().unwrap() = Some("The disk is full.".into());
    desk.press("food<ctrl-r>c");
    assert!(desk.said().contains("Not reported. The disk is full."), "{}", desk.said());
    assert!(desk.screen().contains("What is wrong?"), "{}", desk.screen());
    *desk.fake.kept.refuses.lock().unwrap() = None;
    desk.press("<enter>");
    assert_eq!(reported(&desk).len(), 1);
    *desk.fake.kept.refuses.lock().unwrap() = Some("The disk is full.".into());
    desk.press("shut<enter>");
    assert!(desk.screen().contains("\n shut") && desk.said().contains("the report is"), "{}", desk.screen());
    *desk.fake.kept.refuses.lock().unwrap() = None;
    desk.press("<enter>");
    assert_eq!(reported(&desk)[0].2.as_deref(), Some("shut"));
}

#[test]
fn a_store_that_dies_is_told_and_nothing_waits_for_it() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-r>");
    desk.hold();
    desk.press("c");
    desk.send(signpost::tui::app::Msg::Died(signpost::tui::app::Part::Store));
    assert!(desk.screen().contains("What is wrong?"), "{}", desk.screen());
}

#[test]
fn it_is_taken_back_from_what_waits_to_be_sent() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-r>m<enter><alt-u><tab><tab>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
      To ring 3   Reports 1  [To send 1]  What is new 0
     Shown at this desk already; sent with the next fetch, or now by hand.

    > Report of quay-food-bank: moved
      ! The remote refused it: no right to push.
















    F5 take back  Enter open  F7 send now  Tab next list  Esc back  Down next line
    F9 hide  F1 help
    "#);
    desk.press("<f5>");
    assert!(reported(&desk).is_empty() && desk.screen().contains("Nothing waits to be sent."), "{}", desk.screen());
    desk.press("<esc>");
    assert!(!desk.screen().contains("reported as"), "{}", desk.screen());
}

#[test]
fn hiding_leaves_no_half_written_line() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-r>chalf a li<f9>x");
    assert!(desk.screen().contains("Search: food") && !desk.screen().contains("half a li"), "{}", desk.screen());
    assert_eq!(reported(&desk).len(), 1);
}

#[test]
fn an_entry_is_found_right_from_the_desk_too() {
    let mut desk = Desk::new();
    desk.press("food<alt-k>vfamily navigator<enter>");
    let confirmed = desk.fake.kept.confirmed.lock().unwrap().clone();
    assert_eq!(confirmed, [("quay-food-bank".into(), Means::Visit, "family navigator".into())]);
    assert_eq!(desk.app.context(), Context::Search, "{}", desk.screen());
    assert!(desk.said().contains("Recorded: still right."), "{}", desk.said());
}

#[test]
fn nothing_marked_is_said() {
    let mut desk = Desk::new();
    for key in ["<ctrl-r>", "<alt-k>", "<alt-e>"] {
        desk.press(key);
        assert!(desk.said().contains("No service is marked here."), "{key}: {}", desk.said());
    }
}

#[test]
fn every_keymap_reports() {
    for (name, keys) in [
        (KeymapName::Default, "food<ctrl-r>c"),
        (KeymapName::Vim, "food<esc><ctrl-r>c"),
        (KeymapName::OneHanded, "food<f5>wrong<enter>c"),
    ] {
        let mut desk = Desk::dressed(Fake::default(), Keymap::named(name), Theme::default());
        desk.press(keys);
        assert_eq!(reported(&desk).len(), 1, "{name}: {}", desk.screen());
    }
}
