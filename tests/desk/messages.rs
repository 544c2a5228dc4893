//! What the desk says and names below the page: whole, as long as it is needed, and true where it stands.

use super::common::Home;
use super::driver::Desk;
use super::fake::Fake;
use signpost::desk::Timers;
use signpost::tui::app::{Msg, Refreshed};
use std::sync::atomic::Ordering;

/// Returns the whole screen as one line, so that a sentence is found wherever it was broken.
fn one_line(desk: &Desk) -> String {
    desk.screen().split_whitespace().collect::<Vec<_>>().join(" ")
}

const WHY: &str = "The print queue refused the slip: The printer or class does not exist, or it has been paused by somebody who looks after the printers of the whole building and will be back on Monday morning.";

#[test]
fn a_long_failure_is_read_whole_and_stays_until_it_is_put_away() {
    let mut desk = Desk::new();
    desk.fake.no_printer.store(true, Ordering::Relaxed);
    *desk.fake.printer_says.lock().unwrap() = WHY.to_owned();
    // Away from the slip the question does not come: the next key is for something else.
    desk.hang();
    desk.press("food<enter><f2><f7><enter><f4>");
    desk.unhang();
    let said = format!(
        "! Not printed, not logged. {WHY} F2 shows what can be done. F4 logs it without paper. Esc puts this away."
    );
    assert!(one_line(&desk).contains(&said), "{}", desk.screen());
    assert!(one_line(&desk).ends_with("F9 hide F1 help"), "{}", desk.screen());
    desk.press("<down><left>");
    assert!(desk.screen().contains("Log this enquiry") && one_line(&desk).contains(&said), "{}", desk.screen());
    desk.press("<esc>");
    assert!(desk.screen().contains("Log this enquiry") && !desk.screen().contains("Not printed"), "{}", desk.screen());
    // At the slip it is a question, whole.
    desk.press("<f7>");
    assert!(one_line(&desk).contains("Print this slip"), "{}", desk.screen());
    desk.press("<enter>");
    assert!(one_line(&desk).contains(&format!("! Not printed, not logged. {WHY} Try again?")), "{}", desk.screen());
    assert!(one_line(&desk).ends_with("F9 hide F1 help"), "{}", desk.screen());
    // What works after all needs no reading.
    desk.fake.no_printer.store(false, Ordering::Relaxed);
    desk.press("<enter>");
    assert!(desk.said().contains("Saved.") && !one_line(&desk).contains("Not printed"), "{}", desk.screen());
    desk.press("x");
    assert!(!one_line(&desk).contains("Not printed"), "{}", desk.screen());
}

#[test]
fn hide_and_help_are_named_whatever_else_is_said() {
    for keys in [
        "",
        "food",
        "food<enter>",
        "food<enter><shift-tab>",
        "he hits<enter>",
        "food<enter><f4>",
        "food<f4><left><enter>",
        "food<enter><f2>",
        "food<enter><f7>",
        "food<ctrl-f>3<esc>",
        "food<ctrl-f>3",
        "food<ctrl-f>3<esc><tab>",
        "<ctrl-y>",
        "<f5>",
        "<f3>",
        "<f6>",
    ] {
        let mut desk = Desk::new();
        desk.press(keys);
        let said = desk.said();
        assert!(said.contains("F9 hide") && said.contains("F1 help"), "{keys}: {said}");
    }
    let mut desk = Desk::new();
    desk.fake.disk_full.store(true, Ordering::Relaxed);
    desk.press("food<enter><f4><enter>");
    assert!(desk.said().contains("F9 hide  F1 help") && desk.said().contains("Enter save"), "{}", desk.said());
}

#[test]
fn todays_list_is_named_and_opened_while_searching_and_at_the_slip() {
    for keys in ["", "food", "food<enter><left>", "food<enter><f2>"] {
        let mut desk = Desk::new();
        desk.press(keys);
        assert!(desk.said().contains("F6 today"), "{keys}: {}", desk.said());
        desk.press("<f6>");
        assert!(desk.screen().contains("Today's enquiries: 0."), "{keys}: {}", desk.screen());
        desk.press("<esc>");
        assert_eq!(desk.screen().contains("Basket (1)"), keys.contains("enter"), "{keys}");
    }
}

#[test]
fn the_hint_in_the_box_for_another_need_says_what_enter_does() {
    let mut desk = Desk::new();
    desk.press("food<f4><down>");
    assert!(desk.said().contains("Enter save"), "{}", desk.said());
    desk.press("deb");
    assert!(desk.said().contains("Enter add") && !desk.said().contains("Enter save"), "{}", desk.said());
    desk.press("<enter>");
    assert!(desk.said().contains("Enter save"), "{}", desk.said());
}

#[test]
fn what_is_more_than_fits_has_a_line_of_its_own() {
    let mut desk = Desk::new();
    desk.press("he hits<tab><tab><tab>");
    let column = |desk: &Desk| -> Vec<String> {
        let screen = desk.screen();
        let lines = screen.lines().filter_map(|line| line.split_once('\u{2502}'));
        lines.map(|(_, card)| card.trim().to_owned()).collect()
    };
    // Line by line to the end, everything is seen once whole, and nothing beside the number of what is left.
    let mut seen = column(&desk);
    let more = |line: &String| line.ends_with(" more");
    assert!(seen.pop().as_ref().is_some_and(more), "{}", desk.screen());
    while let Some(line) = column(&desk).pop().filter(more) {
        assert_eq!(line.split_whitespace().count(), 2, "it covers nothing: {line}");
        let before = desk.screen();
        desk.press("<down>");
        assert_ne!(before, desk.screen());
        let now = column(&desk);
        seen.extend(now.into_iter().filter(|line| !more(line)));
    }
    for line in ["Safe Harbour refuge", "01632 960 123", "When:", "any time", "Where:", "place not shown", "free"] {
        assert!(seen.iter().any(|own| own == line), "{line}: {seen:?}");
    }
    assert!(!seen.iter().any(more), "{seen:?}");
}

#[test]
fn a_pin_counts_from_its_first_digit_and_a_wrong_one_is_told() {
    let timers = Timers { pin: Some("4711".into()), ..Timers::default() };
    let mut desk = Desk::over(Fake { timers, ..Fake::default() });
    desk.press("food<enter><f9>4711<enter>");
    assert!(desk.screen().contains("Basket (1)"), "{}", desk.screen());
    desk.press("<f9>x<enter>");
    assert!(desk.screen().contains("PIN") && !desk.screen().contains("Wrong"), "{}", desk.screen());
    desk.press("47<enter>");
    assert!(desk.screen().contains("Wrong PIN. Try again.") && !desk.screen().contains('*'), "{}", desk.screen());
    assert!(!desk.screen().contains("Quay"));
    desk.press("4711<enter>");
    assert!(desk.screen().contains("Basket (1)"), "{}", desk.screen());
    desk.press("<f9>");
    assert!(!desk.screen().contains("Wrong") && !desk.screen().contains("PIN"), "{}", desk.screen());
}

#[test]
fn the_logs_languages_are_found_by_several_letters_and_scroll() {
    let mut desk = Desk::new();
    desk.press("food<f4><down><down><down><down><down><down>");
    assert!(desk.cursor_line().contains("> Language"), "{}", desk.screen());
    desk.press("por");
    assert!(desk.cursor_line().contains("Portuguese") && desk.screen().contains("[Portuguese]"), "{}", desk.screen());
    for _ in 0..60 {
        desk.press("<right>");
        let line = desk.cursor_line();
        let chosen = line.split_once("Language").map_or("", |(_, chosen)| chosen.trim());
        assert!(desk.screen().contains(&format!("[{chosen}]")), "{chosen}:\n{}", desk.screen());
    }
}

#[test]
fn a_new_catalogue_is_told_once_and_is_no_danger() {
    let new = |text: &str| {
        let desk = Fake::default();
        let places = signpost::desk::Backend::places(&desk);
        let needs = signpost::desk::Backend::needs(&desk);
        let face = signpost::desk::Backend::face(&desk);
        Msg::Refreshed(Ok(Some(Refreshed { text: text.into(), face, needs, places, news: 0 })))
    };
    let mut desk = Desk::new();
    desk.press("food<f4><enter>");
    desk.send(new("The catalogue was updated."));
    assert!(
        desk.said().contains("Saved. The catalogue was updated.") && !desk.screen().contains('!'),
        "{}",
        desk.screen()
    );
    desk.press("f");
    assert!(!desk.screen().contains("updated"), "{}", desk.screen());
    desk.press("<f9>");
    desk.send(new("The catalogue was updated."));
    desk.press("x");
    assert!(!desk.screen().contains("updated"), "{}", desk.screen());
}

#[test]
fn undo_after_a_restart_points_to_todays_list() {
    let mut desk = Desk::new();
    desk.press("<f5>");
    assert!(
        one_line(&desk).contains("F6 lists today's enquiries; F5 there takes the marked one back."),
        "{}",
        desk.said()
    );
}

#[test]
fn a_session_is_told_by_its_day() {
    let home = Home::new();
    let ours = home.path("ours").display().to_string();
    assert_eq!(home.run(&["catalogue", "init", &ours]).code, 0);
    for (day, when) in [("Mo", "tomorrow 10am"), ("Tu", "Tue 10am"), ("Su", "29 Nov 10am")] {
        let service = format!(
            "name = \"Zyx group\"\ndescription = \"A group.\"\nneeds = [\"play-sessions\"]\n\n[[sessions]]\nbyday = [\"{day}\"]\nopens_at = \"10:00\"\ncloses_at = \"10:10\"\n"
        );
        home.write("ours/services/here/zyx-group.toml", &service);
        let found = home.run(&["--catalogue", &ours, "search", "zyx", "--limit", "1"]);
        assert!(found.out.contains(&format!("\u{b7} {when} \u{b7}")), "{when}: {}{}", found.out, found.err);
    }
}

#[test]
fn the_help_says_what_escape_does_where() {
    let mut desk = Desk::new();
    desk.resize(140, 160);
    desk.press("<f1>");
    let screen = desk.screen();
    let escapes = screen.lines().filter(|line| line.contains("Esc")).map(|line| line.trim().to_owned());
    let mut escapes: Vec<String> = escapes.collect();
    let all = escapes.len();
    escapes.sort();
    escapes.dedup();
    assert_eq!(escapes.len(), all, "{screen}");
    assert_eq!(screen.matches("in the search box, empty it").count(), 1, "{screen}");
    assert!(screen.contains("Take back the marked enquiry"), "{screen}");
}
