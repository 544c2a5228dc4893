//! Plain counts for the desk: exact, so marked as not for publication, and naming nothing sensitive.

use super::common::{Answer, Home, on_starter};
use super::driver::Desk;

fn log(home: &Home, arguments: &[&str]) {
    let answer = on_starter(home, &[&["log"], arguments].concat());
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
}

/// A desk with a morning behind it, two enquiries of which are sensitive.
fn morning() -> Home {
    let home = Home::new();
    log(&home, &["--need", "housing=signposted", "--need", "debt-advice=nothing-to-offer:waiting-list"]);
    log(&home, &["--need", "housing=information-given"]);
    log(&home, &["--quick"]);
    log(&home, &["--need", "domestic-abuse=warm-handover"]);
    log(&home, &["--need", "housing=passed-to-safeguarding-lead"]);
    home
}

#[test]
fn the_command_counts_the_day_and_the_week() {
    let home = morning();
    let answer = on_starter(&home, &["enquiries", "counts"]);
    insta::assert_snapshot!(answer.out, @"
    Counts of this desk. NOT FOR PUBLICATION.
    Today is Sunday 22 November. The week began on Monday 16 November.

    Families                                      today  this week
      Enquiries                                       4          4
      Quick chats                                     1          1

    Needs                                         today  this week
      Housing and homelessness                        2          2
      Debt and money advice                           1          1
      other, not named here                           2          2

    What came of them                             today  this week
      signposted                                      1          1
      information given                               1          1
      nothing to offer                                1          1
      other, not named here                           2          2

    Nothing to offer, because                     today  this week
      waiting list                                    1          1
    ");
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    // Three days later the same week has begun anew: 22 November 2026 is a Sunday.
    let later = |now: &str| -> Answer {
        let mut command = home.command();
        command.env("SIGNPOST_NOW", now).env("SIGNPOST_CATALOGUE", super::common::starter());
        super::common::answer(command.args(["enquiries", "counts", "--json"]).output().unwrap())
    };
    let value: serde_json::Value = serde_json::from_str(&later("2026-11-25T10:00").out).unwrap();
    assert_eq!(value["not_for_publication"], true);
    assert_eq!((&value["since"], &value["enquiries"]["week"]), (&"2026-11-23".into(), &0.into()));
    let value: serde_json::Value = serde_json::from_str(&later("2026-11-22T23:00").out).unwrap();
    assert_eq!((&value["since"], &value["enquiries"]["week"]), (&"2026-11-16".into(), &4.into()));
    assert_eq!((&value["quick_chats"]["today"], &value["reasons"][0]["name"]), (&1.into(), &"waiting list".into()));
}

#[test]
fn nothing_sensitive_is_named_anywhere_in_them() {
    let home = morning();
    for arguments in [&["enquiries", "counts"][..], &["enquiries", "counts", "--json"]] {
        let answer = on_starter(&home, arguments);
        for word in ["abuse", "safeguarding", "warm handover", "warm-handover", "passed to"] {
            assert!(!answer.out.contains(word), "{word}: {}", answer.out);
        }
    }
}

#[test]
fn without_a_catalogue_only_numbers_are_left() {
    let home = morning();
    let missing = home.path("nowhere").display().to_string();
    let answer = home.run(&["--catalogue", &missing, "enquiries", "counts"]);
    assert_eq!(answer.code, 0);
    assert!(answer.err.contains("is not there"), "{}", answer.err);
    assert!(answer.out.contains("Enquiries                                       4          4"), "{}", answer.out);
    assert!(!answer.out.to_lowercase().contains("housing") && !answer.out.contains("signposted"), "{}", answer.out);
}

#[test]
fn real_counts_leave_out_what_tests_saved() {
    let home = morning();
    let mut command = home.command();
    command.env_remove("SIGNPOST_NOW").env("SIGNPOST_CATALOGUE", super::common::starter());
    let answer = super::common::answer(command.args(["enquiries", "counts", "--json"]).output().unwrap());
    let value: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(value["enquiries"]["week"], 0, "{}", answer.out);
}

#[test]
fn the_page_says_what_it_is_and_leads_back_to_where_it_was_opened() {
    let mut desk = Desk::new();
    desk.press("<f3>food<enter><f4><down>deb<ctrl-k>");
    let screen = desk.screen();
    assert!(screen.contains("Counts of this desk. NOT FOR PUBLICATION."), "{screen}");
    assert!(screen.contains("Quick chats"), "{screen}");
    desk.press("<esc>");
    assert!(desk.screen().contains("Log this enquiry") && desk.cursor_line().contains("deb"), "{}", desk.screen());
    desk.press("<ctrl-k><ctrl-o><ctrl-k><esc>");
    assert!(desk.screen().contains("Log this enquiry"));
}

#[test]
fn a_long_page_scrolls_and_a_wide_one_needs_not() {
    let mut desk = Desk::new();
    desk.press("<ctrl-k>");
    assert!(desk.screen().contains(" more"), "{}", desk.screen());
    assert!(desk.cursor_line().contains("Families"), "{}", desk.cursor_line());
    desk.press("<pagedown><pagedown><pagedown><pagedown>");
    let end = desk.screen();
    assert!(end.contains("Nothing to offer, because") && !end.contains(" more"), "{end}");
    desk.press("<down>");
    assert_eq!(desk.screen(), end);
    desk.resize(200, 60);
    let screen = desk.screen();
    for text in ["Quick chats", "Need number 1 ", "Need number 30", "Nothing to offer, because"] {
        assert!(screen.contains(text), "{text}\n{screen}");
    }
}

#[test]
fn a_store_that_cannot_be_read_is_told_and_hiding_closes_the_page() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-k><f9>");
    assert!(!desk.screen().contains("Counts"));
    desk.press("<esc>");
    assert!(desk.screen().contains("Search: food"), "{}", desk.screen());
    desk.press("<f6><ctrl-k><f9><esc>");
    assert!(desk.screen().contains("Search: food"), "{}", desk.screen());
    let mut desk = Desk::new();
    desk.press("<ctrl-k>");
    desk.send(signpost::tui::app::Msg::Counts(Err("The store of enquiries is damaged.".into())));
    assert!(desk.said().contains("The store of enquiries is damaged."));
}
