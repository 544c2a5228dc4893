//! The slip page: its language and its looks, where it goes, and its numbers read out.

use super::driver::Desk;
use super::fake::Fake;
use signpost::keymap::{Context, Keymap};
use signpost::settings::KeymapName;
use signpost::theme::Theme;
use std::sync::atomic::Ordering;
use strum::IntoEnumIterator;

#[test]
fn the_language_is_found_by_its_letters_and_reaches_the_paper() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut desk = Desk::new();
        desk.resize(width, height);
        desk.press("food<enter><f2>");
        desk.click("Language: English");
        desk.press("<enter>");
        assert_eq!(desk.app.context(), Context::SlipList);
        assert!(desk.cursor_line().contains("> English"), "{}", desk.screen());
        desk.press("po");
        assert!(desk.cursor_line().contains("> Polish, Polski: not checked"), "{}", desk.screen());
        desk.press("<enter>");
        assert!(desk.screen().contains("> Language: Polish"), "{}", desk.screen());
        assert!(desk.screen().contains("! Nobody has checked the Polish"), "{}", desk.screen());
        desk.press("<f7>");
        assert!(desk.said().contains("Print this slip in Polish and save the enquiry?"), "{}", desk.screen());
        desk.press("<enter>");
        let printed = desk.fake.printed.lock().unwrap().pop().unwrap();
        assert_eq!(printed.tongue.unwrap().code, "pl");
        // It ends with the visit.
        desk.press("food<enter><f2>");
        assert!(desk.screen().contains("Language: English"), "{}", desk.screen());
    }
}

#[test]
fn every_language_is_listed_with_what_nobody_checked() {
    let mut desk = Desk::new();
    desk.press("he hits<enter><f2><ctrl-l>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Riverside Family Hub                          │ Language beside English
     22 November 2026                              │
     ============================================= │ Is it safe to take paper home?
                                                   │
     ******* EXAMPLE - not a real service ******** │ > English only
     1                                             │   Arabic: not checked
                                                   │   Bengali: not checked
     Ring  01632 960 123                           │   Welsh, Cymraeg
     --------------------------------------------- │   Punjabi: not checked
                                                   │   Polish, Polski: not checked
                                                   │   Romanian, Română: not checked
                                                   │   Somali, Soomaali: not checked
                                                   │   Ukrainian: not checked
                                                   │   Urdu: not checked
                                                   │
                                                   │ Not checked: nobody who speaks
                                                   │ it has looked the translation
                                                   │ over. The English beside it
                                                   │ counts.
                                                   │

    Enter do it  Down next line  Esc back  F9 hide and clear  F1 help
    ");
    desk.press("u<enter>");
    assert!(desk.screen().contains("Language: Ukrainian"), "{}", desk.screen());
}

#[test]
fn writing_from_right_to_left_is_only_on_paper() {
    let mut desk = Desk::new();
    desk.press("food<enter><ctrl-l>urd<enter><f2>");
    let screen = desk.screen();
    assert!(screen.contains("[Urdu stands beside this") && screen.contains("QUAY STREET FOOD BANK"), "{screen}");
    assert!(!screen.contains('\u{627}'), "{screen}");
    desk.press("<f7><enter>");
    assert!(desk.fake.printed.lock().unwrap()[0].tongue.as_ref().unwrap().right_to_left);
}

#[test]
fn the_language_can_be_chosen_before_anything_else_and_leads_back() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-l>som<enter>");
    assert!(desk.said().contains("The slip is in English and Somali. Nobody has checked"), "{}", desk.screen());
    assert!(desk.cursor_line().contains("Search: food"), "{}", desk.screen());
    desk.press("<enter><f7><enter>");
    assert_eq!(desk.fake.printed.lock().unwrap()[0].tongue.as_ref().unwrap().code, "so");
    desk.press("food<ctrl-l><esc>");
    assert!(desk.cursor_line().contains("Search: food"), "{}", desk.screen());
    // A visit that has a language only is a visit: it is erased as one.
    let mut desk = Desk::new();
    desk.press("<ctrl-l>som<enter>");
    desk.wait(20);
    desk.press("xfood<enter><f2>");
    assert!(desk.screen().contains("Language: English"), "{}", desk.screen());
}

#[test]
fn what_was_chosen_for_a_family_ends_with_its_visit() {
    for (words, end) in [("food", "<f8><enter>"), ("he hits", "<f9>x"), ("food", "<f4><enter>")] {
        let mut desk = Desk::new();
        desk.press(words);
        desk.press("<enter><ctrl-l>urd<enter><f2><f2><down><enter>");
        while !desk.cursor_line().contains("How it looks") {
            desk.press("<down>");
        }
        desk.press("<enter><enter><down><enter><esc>");
        let screen = desk.screen();
        assert!(screen.contains("Language: Urdu") && screen.contains("Printer: back-office"), "{screen}");
        assert!(screen.contains("How it looks: large, plain"), "{screen}");
        desk.press("<esc>");
        desk.press(end);
        desk.press("food<enter><f7><enter>");
        let slip = desk.fake.printed.lock().unwrap().pop().unwrap();
        assert!(slip.tongue.is_none() && !slip.large && !slip.plain, "{end}: {slip:?}");
        assert_eq!(desk.fake.printed_on.lock().unwrap().pop().unwrap(), None, "{end}");
    }
}

#[test]
fn large_print_and_plain_reach_the_paper() {
    let mut desk = Desk::new();
    desk.press("food<enter><f2>");
    desk.click("How it looks");
    desk.press("<enter>");
    insta::assert_snapshot!(desk.screen().lines().take(10).collect::<Vec<_>>().join("\n"), @"
    Riverside Family Hub  EXAMPLE                               Sunday 22 November
    Riverside Family Hub                          │ How it looks
    22 November 2026                              │
    ============================================= │ > [ ] large print
                                                  │   [ ] short and plain
    ******* EXAMPLE - not a real service ******** │   Show as a picture
    QUAY STREET FOOD BANK                         │   Back to the slip
    Three days of food for the whole family.      │
                                                  │ Large print is 18 point. Short
    Ring  01632 960 123                           │ and plain: short lines, one
    ");
    desk.press("<enter>s<enter>");
    assert!(desk.screen().contains("[x] large print"), "{}", desk.screen());
    desk.press("<esc><f7><enter>");
    let slip = desk.fake.printed.lock().unwrap().pop().unwrap();
    assert!(slip.large && slip.plain, "{slip:?}");
}

#[test]
fn a_picture_opens_beside_but_not_of_a_sensitive_visit() {
    let mut desk = Desk::new();
    desk.press("food<enter><f2>");
    desk.click("How it looks");
    desk.press("<enter><down><down><enter>");
    assert!(desk.said().contains("The picture is open in a window of its own."), "{}", desk.said());
    assert_eq!(desk.fake.pictured.lock().unwrap().len(), 1);
    desk.fake.no_viewer.store(true, Ordering::Relaxed);
    desk.press("<enter>");
    assert!(desk.said().contains("This computer shows no pictures."), "{}", desk.said());
    let mut desk = Desk::new();
    desk.press("he hits<enter><f2>");
    desk.click("How it looks");
    desk.press("<enter><down><down><enter>");
    assert!(desk.said().contains("No picture here"), "{}", desk.said());
    assert!(desk.fake.pictured.lock().unwrap().is_empty());
}

#[test]
fn another_printer_is_chosen_for_the_visit() {
    let mut desk = Desk::new();
    desk.press("food<enter><f2><f2>");
    assert!(desk.cursor_line().contains("> desk (ready)"), "{}", desk.screen());
    desk.press("ro<enter>");
    assert!(desk.cursor_line().contains("> Print and log"), "{}", desk.screen());
    assert!(desk.screen().contains("Printer: roll"), "{}", desk.screen());
    desk.press("<enter><enter>");
    assert_eq!(*desk.fake.printed_on.lock().unwrap(), [Some("roll".to_owned())]);
    assert_eq!(desk.saved().len(), 1);

    let mut desk = Desk::new();
    desk.fake.no_queues.store(true, Ordering::Relaxed);
    desk.press("food<enter><f2><f2><enter>");
    assert!(desk.screen().contains("No printer was found."), "{}", desk.screen());
    desk.press("<esc>");
    assert!(desk.cursor_line().contains("> Print and log"), "{}", desk.screen());
}

#[test]
fn a_slow_print_system_keeps_its_list_waiting_and_nothing_else() {
    let mut desk = Desk::new();
    desk.press("food<enter><f2>");
    desk.hold();
    desk.press("<f2><enter>");
    assert!(desk.screen().contains("Asking for the printers..."), "{}", desk.screen());
    desk.press("<esc>");
    desk.release();
    // The answer comes to a list that is closed, and opens nothing.
    assert!(desk.cursor_line().contains("> Print and log") && !desk.screen().contains("roll"), "{}", desk.screen());
}

#[test]
fn numbers_are_read_out_digit_by_digit_and_then_logged() {
    let mut desk = Desk::new();
    desk.press("he hits<enter><f2><enter>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     1                                             │ Read it out
                                                   │
     0 1 6 3 2   9 6 0   1 2 3                     │ > Log without paper
                                                   │   Back to the slip
                                                   │
                                                   │ Read it out quietly, where
                                                   │ nobody else hears it.
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │

    Enter do it  Down next line  Esc back  F9 hide and clear  F1 help
    ");
    desk.press("<esc>");
    assert!(desk.cursor_line().contains("Read it out"), "{}", desk.screen());
    desk.press("<enter><enter>");
    assert!(desk.screen().contains("Log this enquiry"), "{}", desk.screen());
    desk.press("<enter>");
    assert_eq!((desk.saved().len(), desk.fake.printed.lock().unwrap().len()), (1, 0));
}

#[test]
fn every_choice_is_in_sight_in_every_visit() {
    let choices = [
        "Print",
        "Print only",
        "Print elsewhere",
        "Write to a file",
        "Language",
        "How it looks",
        "Make it",
        "Line to",
        "Back",
    ];
    for (width, height) in [(80, 24), (200, 50)] {
        for words in ["food", "pantry", "he hits", "mediation", "<ctrl-y>food"] {
            let mut desk = Desk::new();
            desk.resize(width, height);
            desk.press(words);
            desk.press("<enter><ctrl-l>rom<enter><f2>");
            let screen = desk.screen();
            for choice in choices {
                assert!(screen.contains(choice), "{words} {choice}:\n{screen}");
            }
            assert!(screen.contains("! Nobody has checked the"), "{words}:\n{screen}");
            // And each can be reached: the cursor is on the marked one.
            for _ in 0..9 {
                assert!(desk.cursor_line().contains('>') || desk.app.context() == Context::Slip, "{}", desk.screen());
                desk.press("<down>");
            }
        }
    }
}

#[test]
fn what_staff_must_know_stands_whole_and_the_choices_give_way() {
    let mut desk = Desk::new();
    desk.press("mediation<enter>pantry<enter>he hits<enter><ctrl-l>rom<enter><f2>");
    let side = |desk: &Desk| {
        let screen = desk.screen();
        let words =
            screen.lines().filter_map(|line| line.split_once('\u{2502}')).flat_map(|(_, side)| side.split_whitespace());
        words.collect::<Vec<_>>().join(" ")
    };
    for warning in ["! Nobody has checked the Romanian on this slip.", "! Riverside pantry is full at the moment."] {
        assert!(side(&desk).contains(warning), "{warning}:\n{}", desk.screen());
    }
    // Half a sentence of advice is none.
    assert!(!side(&desk).contains("If somebody"), "{}", desk.screen());
    assert!(side(&desk).contains(" 2 more") && !side(&desk).contains("Back"), "{}", desk.screen());
    desk.press("<down><down><down><down><down><down><down><down><down>");
    assert!(desk.cursor_line().contains("> Back to the search"), "{}", desk.screen());
    // What is read out is said with what is not on paper.
    desk.press("<up><up><up><up><up><up><up><up><up><enter>");
    assert!(side(&desk).contains("Read it out ! Nobody"), "{}", desk.screen());
}

#[test]
fn the_mouse_marks_in_lists_and_does_nothing() {
    let mut desk = Desk::new();
    desk.press("food<enter><f2><ctrl-l>");
    desk.click("Somali");
    assert!(desk.cursor_line().contains("> Somali"), "{}", desk.screen());
    desk.wheel("Somali", 1);
    assert!(desk.cursor_line().contains("> Ukrainian"), "{}", desk.screen());
    desk.press("<esc>");
    assert!(desk.screen().contains("Language: English"), "{}", desk.screen());
}

#[test]
fn each_keymap_chooses_a_language_and_goes_back() {
    for name in KeymapName::iter() {
        let mut desk = Desk::dressed(Fake::default(), Keymap::named(name), Theme::default());
        desk.press("food<enter><f2>");
        desk.click("Language: English");
        desk.press("<enter>jusx<esc>");
        assert!(desk.screen().contains("> Language: English"), "{name}: {}", desk.screen());
        // A letter marks; in vim too, where elsewhere it would move or act.
        desk.press("<enter>som<enter>");
        assert!(desk.screen().contains("> Language: Somali"), "{name}: {}", desk.screen());
    }
}
