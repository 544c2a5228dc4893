//! The slip page: what is suggested, printed, written, and logged once.

use super::driver::Desk;
use std::sync::atomic::Ordering;

#[test]
fn print_and_log_is_one_action() {
    let mut desk = Desk::new();
    desk.press("food<enter><f7>");
    assert!(desk.said().contains("Print this slip and save the enquiry?"));
    assert!(desk.fake.printed.lock().unwrap().is_empty());
    desk.press("<enter>");
    assert_eq!((desk.fake.printed.lock().unwrap().len(), desk.saved().len()), (1, 1));
    assert!(desk.said().contains("Saved."));
}

#[test]
fn a_failed_print_logs_nothing_and_keeps_the_slip() {
    let mut desk = Desk::new();
    desk.fake.no_printer.store(true, Ordering::Relaxed);
    desk.press("food<enter><f2>Ask for Sam<f7><enter>");
    insta::assert_snapshot!(desk.said(), @"! Not printed, not logged. No printer answers. Check that it is on. Try again? Enter try again  F2 elsewhere  F3 to a file  F4 no paper  Esc later  F9 hide F1 help");
    assert!(desk.screen().contains("Ask for Sam") && desk.saved().is_empty());
    desk.press("<esc><f4><enter>");
    assert_eq!(desk.saved().len(), 1);
}

#[test]
fn a_print_that_works_and_a_save_that_fails_prints_once() {
    let mut desk = Desk::new();
    desk.fake.disk_full.store(true, Ordering::Relaxed);
    desk.press("food<enter><f7><enter>");
    assert!(desk.said().contains("Not saved."));
    desk.fake.disk_full.store(false, Ordering::Relaxed);
    desk.press("<enter>");
    assert_eq!((desk.fake.printed.lock().unwrap().len(), desk.saved().len()), (1, 1));
}

#[test]
fn an_enquiry_whose_visit_was_hidden_while_it_printed_is_saved_all_the_same() {
    for works in [true, false] {
        let mut desk = Desk::new();
        desk.press("he hits<enter><f7>");
        desk.fake.no_printer.store(!works, Ordering::Relaxed);
        desk.hold();
        desk.press("<enter><f9>");
        desk.release();
        if !works {
            assert!(desk.saved().is_empty());
            desk.press("<esc>");
            assert!(desk.said().contains("not saved yet"), "{}", desk.said());
            desk.press("<f4>");
        }
        assert_eq!(desk.saved().len(), 1, "{works}");
    }
}

#[test]
fn a_slip_that_is_printed_while_another_enquiry_is_being_saved_is_logged_all_the_same() {
    for works in [true, false] {
        let mut desk = Desk::new();
        // An enquiry whose visit was hidden before the disk refused it, and is paid at last.
        desk.fake.disk_full.store(true, Ordering::Relaxed);
        desk.press("he hits<enter><f4>");
        desk.hold();
        desk.press("<enter><f9>");
        desk.release();
        desk.press("<esc>");
        assert!(desk.said().contains("not saved yet"), "{}", desk.said());
        desk.hold();
        desk.press("<f4>");
        let paying = std::mem::take(&mut desk.waiting);
        desk.release();
        desk.press("food<enter><f7><enter>");
        assert_eq!(desk.fake.printed.lock().unwrap().len(), 1);
        assert!(desk.said().contains("Printed. Saving"), "{}", desk.said());
        desk.fake.disk_full.store(!works, Ordering::Relaxed);
        desk.work(paying);
        if !works {
            // Neither is lost: the form is still here, and the older one is owed.
            assert!(desk.saved().is_empty() && desk.screen().contains("QUAY STREET FOOD BANK"));
            desk.fake.disk_full.store(false, Ordering::Relaxed);
            desk.press("<esc><f4><enter>");
        }
        assert_eq!(desk.saved().len(), 2, "{works}: {}", desk.screen());
        assert!(desk.said().contains("Saved.") && desk.screen().contains("Basket: empty"), "{}", desk.screen());
        assert_eq!(desk.app.owed(), 0);
    }
}

#[test]
fn no_paper_is_the_first_suggestion_in_a_sensitive_visit() {
    let mut desk = Desk::new();
    desk.press("he hits<enter><f2>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Riverside Family Hub                          │ Discreet slip
     22 November 2026                              │
     ============================================= │ Is it safe to take paper home?
                                                   │
     ******* EXAMPLE - not a real service ******** │ > Read it out - no paper
     1                                             │   Print discreet slip and log
                                                   │   Print only
     Ring  01632 960 123                           │   Print elsewhere...
     --------------------------------------------- │   Write to a file
                                                   │   Language: English
                                                   │   How it looks...
                                                   │   Make it ordinary
                                                   │   Line to the family:
                                                   │
                                                   │   Back to the search
                                                   │
                                                   │ If somebody is watching, no
                                                   │ paper is safest: read a number
                                                   │ out quietly, or let them
                                                   │ remember it.

    Enter do it  Down next line  Page Down next page  Esc back  Ctrl-L language
    F6 today  F9 hide and clear  F1 help
    ");
    // Enter takes the suggestion: the numbers, the log, and nothing on paper.
    desk.press("<enter><enter><enter>");
    assert_eq!((desk.saved().len(), desk.fake.printed.lock().unwrap().len()), (1, 0));
}

#[test]
fn a_slip_in_a_sensitive_visit_is_discreet_and_asks_whether_paper_is_safe() {
    let mut desk = Desk::new();
    desk.press("he hits<enter><f7>");
    assert!(desk.said().contains("Is it safe to take paper home?"), "{}", desk.said());
    desk.press("<esc><down><down><enter>");
    assert!(desk.fake.printed.lock().unwrap()[0].discreet);
}

#[test]
fn warnings_stand_above_the_choices_and_are_not_printed() {
    let mut desk = Desk::new();
    desk.press("pantry<enter><f2>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Riverside Family Hub                          │ Ordinary slip
     22 November 2026                              │
     ============================================= │ ! Riverside pantry is full at
                                                   │ the moment.
     ******* EXAMPLE - not a real service ******** │
     RIVERSIDE PANTRY                              │ > Print and log
     Weekly food shop for a small fee.             │   Print only
                                                   │   Print elsewhere...
     Ring  01632 960 123                           │   Write to a file
     --------------------------------------------- │   Language: English
                                                   │   How it looks...
                                                   │   Make it discreet
                                                   │   Line to the family:
                                                   │
                                                   │   Log without paper
                                                   │   Back to the search
                                                   │
                                                   │ The line to the family is
                                                   │ printed and kept nowhere.
                                                   │

    Enter do it  Down next line  Page Down next page  Esc back  Ctrl-L language
    F6 today  F9 hide  F1 help
    ");
    desk.press("<f7><enter>");
    assert!(!desk.fake.printed.lock().unwrap()[0].lines(45).concat().contains("full at the moment"));
}

#[test]
fn services_that_must_not_go_on_one_slip_are_told_and_nothing_is_printed() {
    let mut desk = Desk::new();
    desk.press("debt<enter>he hits<enter><f2>");
    let told = "! These two can't go on one slip. Make a slip for each.";
    assert!(desk.screen().contains("These two can't go on") && desk.said().contains(told), "{}", desk.screen());
    // It stays there while there is no slip, whatever is pressed.
    desk.press("<down>");
    assert!(desk.screen().contains("These two can't go on"), "{}", desk.screen());
    desk.press("<enter><enter>");
    assert!(desk.fake.printed.lock().unwrap().is_empty() && desk.saved().is_empty());
    // An older slip is not left standing as if it were this one.
    assert!(!desk.screen().contains("Ring  01632"), "{}", desk.screen());
}

#[test]
fn a_slip_goes_to_a_file() {
    let mut desk = Desk::new();
    desk.press("food<enter><f2><f3>");
    assert!(desk.cursor_line().contains("Write the slip to: /home/desk/hub-22-november.pdf"), "{}", desk.screen());
    desk.press("2<enter>");
    // The ending says what it becomes, so there has to be one that says it.
    assert!(desk.fake.written.lock().unwrap().is_empty());
    assert!(desk.cursor_line().contains("hub-22-november.pdf2"), "{}", desk.screen());
    assert!(desk.screen().contains("end the name with .pdf, .png or .txt"), "{}", desk.screen());
    desk.press("<backspace><enter>");
    assert_eq!(*desk.fake.written.lock().unwrap(), ["/home/desk/hub-22-november.pdf"]);
    assert!(desk.said().contains("Written to"));
    assert!(desk.saved().is_empty());
}
