//! Slips on screen: printed, written, and logged once.

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
    insta::assert_snapshot!(desk.said(), @"! Not printed, not logged. No printer answers. Check that it is on. F4 logs it without paper. Enter do it  Down next line  Page Down next page  Esc back  F9 hide  F1 help");
    assert!(desk.screen().contains("Ask for Sam") && desk.saved().is_empty());
    desk.press("<f4><enter>");
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
fn a_slip_in_a_sensitive_visit_is_discreet_first() {
    let mut desk = Desk::new();
    desk.press("he hits<enter><f2>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Riverside Family Hub                          │ Discreet slip
     22 November 2026                              │
     ============================================= │ > Print and log
                                                   │   Print only
     ******* EXAMPLE - not a real service ******** │   Write to a file
                                                   │   Make it ordinary
     Ring  01632 960 123                           │   Line to the family:
     --------------------------------------------- │
                                                   │   Log without paper
                                                   │   Back to the search
                                                   │
                                                   │ Is somebody watching? No paper
                                                   │ at all is safest: let them
                                                   │ remember a number, or say it
                                                   │ quietly.
                                                   │
                                                   │
                                                   │
                                                   │
                                                   │

    Enter do it  Down next line  Page Down next page  Esc back  F9 hide and clear
    F1 help
    ");
    desk.press("<down><enter>");
    assert!(desk.fake.printed.lock().unwrap()[0].discreet);
}

#[test]
fn a_slip_goes_to_a_file() {
    let mut desk = Desk::new();
    desk.press("food<enter><f2><down><down><enter>2<enter>");
    assert_eq!(*desk.fake.written.lock().unwrap(), ["/home/desk/hub-22-november.txt2"]);
    assert!(desk.said().contains("Written to"));
    assert!(desk.saved().is_empty());
}
