//! What becomes of a visit on screen: found, chosen, logged, saved, and never lost by a failure.

use super::driver::Desk;
use super::fake::Fake;
use signpost::desk::Notice;
use signpost::record::{Channel, Outcome, Reason};
use signpost::tui::app::{Effect, Msg};
use std::sync::atomic::Ordering;

#[test]
fn enter_f4_enter_saves_and_clears() {
    let mut desk = Desk::new();
    desk.press("food<enter><f4><enter>");
    assert!(desk.said().contains("Saved."));
    assert!(desk.cursor_line().trim_end().ends_with("Search:  what does the family need, in their own words?"));
    let saved = desk.saved();
    assert_eq!(saved.len(), 1);
    assert_eq!(saved[0].needs[0].need, "food-support");
    assert_eq!(saved[0].needs[0].outcome, Outcome::Signposted);
    assert!(saved[0].services.contains("quay-food-bank"));
    assert!(!saved[0].veiled);
}

#[test]
fn saved_is_said_only_when_it_is() {
    let mut desk = Desk::new();
    desk.press("food<enter><f4>");
    desk.hold();
    desk.press("<enter>");
    assert!(desk.said().contains("Saving"));
    desk.press("<enter><enter>");
    assert_eq!(desk.waiting.iter().filter(|e| matches!(e, Effect::Save(_))).count(), 1);
    desk.release();
    assert!(desk.said().contains("Saved."));
    assert_eq!(desk.saved().len(), 1);
}

#[test]
fn a_full_disk_loses_nothing() {
    let mut desk = Desk::new();
    desk.press("food<enter><f4><down><down><right>");
    desk.fake.disk_full.store(true, Ordering::Relaxed);
    let before = desk.screen();
    desk.press("<enter>");
    insta::assert_snapshot!(desk.said(), @"! Not saved. The disk is full. Free some space. Nothing is lost: Enter tries again. Esc puts this away. Enter save  Right change  Down next line  Esc back  F9 hide  F1 help");
    let same = |screen: &str| screen.lines().take(19).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(same(&desk.screen()), same(&before));
    desk.fake.disk_full.store(false, Ordering::Relaxed);
    desk.press("<enter>");
    assert_eq!(desk.saved().len(), 1);
    assert_eq!(desk.saved()[0].channel, Channel::Phone);
    // The channel is asked for as the last one was.
    desk.press("debt<f4><enter>");
    assert_eq!(desk.saved()[1].channel, Channel::Phone);
}

#[test]
fn enter_waits_for_the_results_of_what_was_typed() {
    let mut desk = Desk::new();
    desk.press("food");
    desk.hold();
    desk.press("<esc>debt<enter>");
    assert!(desk.screen().contains("Basket: empty"));
    desk.release();
    assert!(desk.screen().contains("Basket (1): EXAMPLE National Debtline"));
}

#[test]
fn after_adding_the_next_letter_begins_other_words() {
    let mut desk = Desk::new();
    desk.press("food<enter>debt<enter>");
    assert!(desk.screen().contains("Search: debt"));
    assert!(desk.screen().contains("Basket (2): EXAMPLE Quay Street food bank; EXAMPLE National Debtline"));
    desk.press("<backspace>s");
    assert!(desk.screen().contains("Search: debs"));
    desk.press("<f4><enter>");
    let needs: Vec<_> = desk.saved()[0].needs.iter().map(|met| met.need.clone()).collect();
    assert_eq!(needs, ["food-support", "debt-advice"]);
}

#[test]
fn a_late_answer_is_dropped() {
    let mut desk = Desk::new();
    desk.hold();
    desk.press("food");
    let waiting = std::mem::take(&mut desk.waiting);
    desk.press("<esc>debt");
    desk.release();
    for effect in waiting {
        if let Some(msg) = signpost::tui::answer(&desk.fake, effect, std::time::Instant::now()) {
            desk.send(msg);
        }
    }
    assert!(desk.screen().contains("> National Debtline") && !desk.screen().contains("pantry"));
}

#[test]
fn the_marked_service_stays_marked_while_it_is_there() {
    let mut desk = Desk::new();
    desk.press("food<down> s");
    assert!(desk.screen().contains("> Riverside pantry"));
    desk.press("<esc>debt");
    assert!(desk.screen().contains("> National Debtline"));
}

#[test]
fn the_log_takes_outcomes_reasons_and_other_needs() {
    let mut desk = Desk::new();
    desk.press("food<f4><left>");
    desk.press("<enter>");
    assert!(desk.said().contains("reason"), "{}", desk.said());
    desk.press("w<down>debt<enter>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Log this enquiry
      Food banks and meals            nothing to offer
        why nothing                   waiting list
      Debts and bailiffs              signposted
    > Another need                     type a word to find one
      How they reached us             walk-in
      Who asked                       not asked
      Children's ages                 not asked
      SEND                            not asked
      Language                        not asked
      Interpreter needed              not asked
      Been before                     not asked




     Enter saves. To add a need, type a word first.



    Added the need Debts and bailiffs.
    Enter save  Down next line  Esc back  F9 hide  F1 help
    ");
    desk.press("<up>d<down><down><down><down><right><space><right><space>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Log this enquiry
      Food banks and meals            nothing to offer
        why nothing                   waiting list
      Debts and bailiffs              declined
      Another need                     type a word to find one
      How they reached us             walk-in
      Who asked                       not asked
    > Children's ages                 0-1, 2
      SEND                            not asked
      Language                        not asked
      Interpreter needed              not asked
      Been before                     not asked




     [ ] unborn, [x] 0-1, >[x] 2<, [ ] 3-4, [ ] 5-10, [ ] 11-15, [ ] 16-17,
     [ ] 18-25 with SEND, [ ] no children
     Space ticks the marked one; nothing ticked means not asked.


    Enter save  Right change  Space tick  Down next line  Esc back  F9 hide  F1 help
    ");
    desk.press("<enter>");
    let saved = desk.saved();
    assert_eq!(saved[0].needs[0].reason, Some(Reason::WaitingList));
    assert_eq!(saved[0].needs[1].outcome, Outcome::Declined);
    assert_eq!(saved[0].ages.len(), 2);
}

#[test]
fn the_box_for_another_need_takes_everyday_words() {
    let mut desk = Desk::new();
    desk.press("play<f4><down>owe");
    let screen = desk.screen();
    assert!(screen.contains("Enter adds [Debts and bailiffs]; also found: Food banks and meals"), "{screen}");
    // A name comes before what words may mean, and nothing is listed twice.
    desk.press("<esc>de");
    assert!(desk.screen().contains("Enter adds [Debts and bailiffs]\n"), "{}", desk.screen());
    desk.press("<esc>hungry<enter><enter>");
    let needs: Vec<_> = desk.saved()[0].needs.iter().map(|met| met.need.clone()).collect();
    assert_eq!(needs, ["play-sessions", "food-support"]);
}

#[test]
fn enter_waits_for_what_everyday_words_mean() {
    let mut desk = Desk::new();
    desk.press("play<f4><down>");
    desk.hold();
    desk.press("hungry<enter>");
    assert!(desk.saved().is_empty() && !desk.said().contains("No need"), "{}", desk.said());
    desk.release();
    assert!(desk.said().contains("Added the need Food banks and meals."), "{}", desk.said());
    desk.press("zzz<enter>");
    assert!(desk.said().contains("No need has these words. Try another word."), "{}", desk.said());
}

#[test]
fn one_key_counts_a_quick_chat_and_another_takes_it_back() {
    let mut desk = Desk::new();
    desk.press("<f3>");
    assert!(desk.said().contains("Saved."));
    desk.press("<f5><esc>");
    assert!(desk.fake.undone.lock().unwrap().is_empty());
    desk.press("<f5><enter>");
    assert!(desk.said().contains("Undone"));
    assert_eq!(desk.fake.undone.lock().unwrap().len(), 1);
    desk.press("<f5>");
    assert!(desk.said().contains("nothing to undo"));
    desk.press("food<enter><f3>");
    assert!(desk.said().contains("more to it"));
    assert_eq!(desk.saved().len(), 1);
}

#[test]
fn undo_in_todays_list_takes_the_marked_one() {
    let mut desk = Desk::new();
    desk.press("food<f4><enter>debt<f4><enter><f3><f6><down><down><f5>");
    assert!(desk.said().contains("Take back: food-support, 10am?"), "{}", desk.said());
    desk.press("<enter>");
    let first = desk.saved()[0].id;
    assert_eq!(desk.fake.undone.lock().unwrap().iter().copied().collect::<Vec<_>>(), [first]);
    assert!(desk.screen().contains("Today's enquiries: 2.") && !desk.screen().contains("food-support"));
    // Elsewhere it is still the last one of this screen.
    desk.press("<esc><f5><enter>");
    assert!(desk.fake.undone.lock().unwrap().contains(&desk.saved()[2].id));
    desk.press("<f6><f5><enter><f5>");
    assert!(desk.said().contains("nothing to undo"), "{}", desk.said());
}

#[test]
fn todays_list_shows_a_sensitive_one_as_an_enquiry() {
    let mut desk = Desk::new();
    desk.press("food<f4><enter>he hits<enter><f4><enter><f3><f6>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Today's enquiries: 3. For this desk only, not for publication.
    > quick chat, 10am
      enquiry, 10am
      food-support, 10am

















    F5 undo  Down next line  Esc back  F9 hide  F1 help
    ");
    assert!(desk.saved()[1].veiled);
}

#[test]
fn a_worker_that_panics_is_an_answer() {
    let mut desk = Desk::new();
    desk.fake.panics.store(true, Ordering::Relaxed);
    desk.press("foo");
    assert!(desk.said().contains("started again"), "{}", desk.said());
    desk.fake.panics.store(false, Ordering::Relaxed);
    desk.press("d");
    assert!(desk.cursor_line().contains("food") && desk.screen().contains("pantry"));
}

#[test]
fn pasted_text_goes_into_the_box_and_presses_no_key() {
    let mut desk = Desk::new();
    desk.send(Msg::Paste("food\r\n\u{1b}[A<f3>".into()));
    assert!(desk.saved().is_empty());
    assert!(desk.cursor_line().contains("food  [A<f3>"), "{}", desk.cursor_line());
}

#[test]
fn escape_never_throws_away_more_than_the_words() {
    let mut desk = Desk::new();
    desk.press("food<enter><esc><esc><esc><esc>");
    assert!(desk.screen().contains("Basket (1)"));
    desk.press("<f8><esc>");
    assert!(desk.screen().contains("Basket (1)"));
    desk.press("<f8><enter>");
    assert!(desk.screen().contains("Basket: empty"));
}

#[test]
fn a_long_notice_is_cut_at_a_word_and_says_where_it_is_whole() {
    let notice = |text: &str| Notice { text: text.into(), alert: true };
    let long = "The catalogue in the shared folder was changed by another desk while this one was open, and three of its services could not be read; they are left out until somebody mends them, and everything else can be found as before.";
    let long = format!("{long} Nobody has to do anything about it today.");
    let banner = |notices: Vec<Notice>| -> Vec<String> {
        let desk = Desk::over(Fake { notices, ..Fake::default() });
        let screen = desk.screen();
        let lines: Vec<&str> = screen.lines().skip(2).take_while(|line| !line.is_empty()).collect();
        assert!(lines.len() <= 3, "no more than three lines:\n{screen}");
        lines.into_iter().map(str::to_owned).collect()
    };
    for (notices, end) in [
        (vec![notice(&long)], "\u{2026} F1 shows it whole"),
        (vec![notice(&long), notice("Another.")], "\u{2026} (1 more in the help) F1 shows it whole"),
    ] {
        let lines = banner(notices);
        let shown = lines.join(" ");
        let words = shown.strip_prefix("! ").and_then(|s| s.strip_suffix(end)).unwrap_or_else(|| panic!("{shown}"));
        let rest = long.strip_prefix(words).unwrap_or_else(|| panic!("{words}"));
        assert!(!rest.starts_with(char::is_alphanumeric), "cut at a word: {words}");
        assert!(lines.len() == 3 && lines.iter().all(|line| line.chars().count() > 60), "as much as fits: {lines:?}");
    }
    // A path has no words to be cut at.
    let path = format!("/{}", "folder/".repeat(40));
    let lines = banner(vec![notice(&path), notice("Another.")]);
    assert!(lines[0].starts_with("! /folder/") && lines[0].ends_with('\u{2026}'), "{lines:?}");
    assert_eq!(lines[1..], ["(1 more in the help) F1 shows it whole"]);
}

#[test]
fn notices_are_told_and_put_away() {
    let notice = |text: &str| Notice { text: text.into(), alert: true };
    let notices = vec![notice("settings.toml:2:1: unknown field `hubb`. Mend it."), notice("The printer is unknown.")];
    let mut desk = Desk::over(Fake { notices, ..Fake::default() });
    assert!(desk.screen().contains("! settings.toml:2:1: unknown field `hubb`. Mend it. (1 more in the help)"));
    desk.press("<esc>");
    assert!(!desk.screen().contains("hubb"));
    desk.press("<f1>");
    assert!(desk.screen().contains("hubb") && desk.screen().contains("The printer is unknown."));
}

#[test]
fn a_backup_that_failed_is_told() {
    let mut desk = Desk::new();
    desk.fake.no_backup.store(true, Ordering::Relaxed);
    desk.press("<f3>");
    let said = "! The enquiry is saved, but today's backup was not made. The backup folder can't be written. Free some";
    assert!(desk.said().contains("Saved."));
    assert!(desk.screen().replace("\n", " ").contains(said), "{}", desk.screen());
    // Once is enough, also when every further save finds the same.
    desk.press("<esc><f3>");
    assert!(!desk.screen().contains("backup"));
}

#[test]
fn what_an_undo_could_not_erase_is_told() {
    let mut desk = Desk::new();
    desk.fake.traces_left.store(true, Ordering::Relaxed);
    desk.press("<f3><f5><enter>");
    assert!(desk.said().contains("Undone"));
    assert!(desk.screen().contains("! An older copy still holds it. Delete that copy."), "{}", desk.screen());
}

#[test]
fn every_part_is_reached_by_tab_and_has_the_cursor() {
    let mut desk = Desk::new();
    desk.press("food<enter>");
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(desk.cursor_line().split_whitespace().take(2).collect::<Vec<_>>().join(" "));
        desk.press("<tab>");
    }
    insta::assert_snapshot!(seen.join("\n"), @"
    Search: food
    >+Quay Street
    >+Quay Street
    > 1.
    ");
    desk.press("<shift-tab><delete>");
    assert!(desk.screen().contains("Basket: empty"));
}
