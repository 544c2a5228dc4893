//! The mouse: it marks, scrolls and presses hints, and nothing else.

use super::driver::Desk;
use signpost::keymap::Context;
use signpost::tui::app::{Effect, Msg, Pointer};

/// Keys that lead to pages with something to click on.
const PAGES: &[&str] = &[
    "",
    "food",
    "food<enter>",
    "food<enter>play<enter><shift-tab>",
    "food<ctrl-y>",
    "food<ctrl-f>",
    "he hits",
    "he hits<tab>",
    "food<enter><f4>",
    "food<enter><f2>",
    "food<enter><f7>",
    "food<enter><f2><f3>",
    "food<enter><f2><f2>",
    "food<enter><ctrl-l>",
    "he hits<enter><f2><enter>",
    "<f3><f6>",
    "<ctrl-k>",
    "<ctrl-o>",
    "<f1>",
    "food<enter><ctrl-p>",
    "<ctrl-q>",
];

#[test]
fn pressing_a_result_marks_it_and_adds_nothing() {
    let mut desk = Desk::new();
    desk.press("food");
    desk.click("Riverside pantry");
    assert!(desk.screen().contains("> Riverside pantry"), "{}", desk.screen());
    assert!(desk.cursor_line().contains("Riverside pantry"));
    // The card follows the mark.
    assert!(desk.screen().contains("Weekly food shop for a small fee."));
    desk.click("Riverside pantry");
    desk.click("Riverside pantry");
    assert!(desk.screen().contains("Basket: empty"));
    desk.press("<enter>");
    assert!(desk.screen().contains("Basket (1): EXAMPLE Riverside pantry"), "{}", desk.screen());
}

#[test]
fn every_line_of_a_result_belongs_to_it_whatever_is_in_sight() {
    for (width, height) in [(80, 24), (120, 31), (200, 60)] {
        let mut desk = Desk::new();
        desk.resize(width, height);
        desk.press("f<down><down>");
        let screen = desk.screen();
        let names = ["Quay Street food bank", "Riverside pantry", "Food and mood"];
        let tops: Vec<u16> =
            names.iter().filter_map(|name| desk.place_of(&format!(" {name}")).map(|(_, y)| y)).collect();
        assert!(tops.len() >= 2, "{screen}");
        let lines = if width >= 170 { 3 } else { 4 };
        for y in 0..lines {
            let mut desk = Desk::new();
            desk.resize(width, height);
            desk.press("f<down><down>");
            desk.click_at(5, tops[1] + y);
            assert!(desk.cursor_line().starts_with('>') && desk.cursor_line().contains("pantry"), "{}", desk.screen());
        }
    }
}

#[test]
fn what_is_pressed_gets_the_focus() {
    let mut desk = Desk::new();
    desk.press("food<enter>play<enter>");
    for (text, cursor) in [
        ("Basket (2)", "1. Quay Street"),
        ("2. River", "2. Riverside"),
        ("Search:", "Search: play"),
        ("An organisation", "Riverside stay and play"),
        ("Search:", "Search: play"),
    ] {
        desk.click(text);
        assert!(desk.cursor_line().contains(cursor), "{text}: {}\n{}", desk.cursor_line(), desk.screen());
    }
    desk.press("<f4>");
    desk.click("Who asked");
    assert!(desk.cursor_line().starts_with("> Who asked"), "{}", desk.cursor_line());
    desk.press("<esc><f2>");
    desk.click("Make it discreet");
    assert!(desk.cursor_line().contains("> Make it discreet"), "{}", desk.cursor_line());
    let mut desk = Desk::new();
    desk.press("he hits<tab><esc>");
    desk.click("shows what to do");
    assert!(desk.screen().contains("Fetch the designated"), "{}", desk.screen());
}

#[test]
fn chips_and_the_lines_of_the_filters_are_marked_and_nothing_is_put_on_or_off() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-y><ctrl-f><down><down><down><down><down><right><esc>");
    desk.click("[free]");
    assert_eq!(desk.app.context(), Context::Chips);
    assert!(desk.screen().contains("[free]"), "{}", desk.screen());
    let at = desk.cursor();
    assert_eq!(desk.place_of("[free]"), Some((at.x, at.y)));
    desk.wheel("[free]", 1);
    assert_ne!(desk.cursor(), at, "{}", desk.screen());
    assert_eq!(desk.cursor().y, at.y);
    desk.press("<ctrl-f>");
    desk.hold();
    desk.click("Language");
    assert!(desk.cursor_line().contains("> Language"), "{}", desk.screen());
    desk.wheel("Language", 1);
    assert!(desk.cursor_line().contains("> How"), "{}", desk.screen());
    desk.wheel("Filters", -1);
    desk.wheel("Filters", -1);
    assert!(desk.cursor_line().contains("> Free"), "{}", desk.screen());
    assert!(desk.waiting.is_empty(), "{:?}", desk.waiting);
    desk.release();
    desk.click("Search:");
    assert_eq!(desk.app.context(), Context::Search);
    assert!(desk.screen().contains("[free]"), "{}", desk.screen());
}

#[test]
fn pressing_a_hint_does_what_it_says() {
    let mut desk = Desk::new();
    desk.press("food");
    for (hint, shows) in [
        (" add", "Basket (1)"),
        ("F4 ", "Log this enquiry"),
        (" back", "Search: food"),
        (" print and log", "Print this slip and save"),
        (" no", "Print and log"),
        (" help", "Keys and help"),
        (" back", "Print and log"),
        (" back", "Search: food"),
        (" actions", "Everything that can be done here"),
        (" do it", "in the basket already"),
        (" hide", "Monday to Friday"),
    ] {
        let (x, y) = last_place_of(&desk, hint);
        desk.click_at(x + 1, y);
        assert!(desk.screen().contains(shows), "{hint}:\n{}", desk.screen());
    }
    assert!(desk.saved().is_empty() && desk.fake.printed.lock().unwrap().is_empty());
}

/// Returns the place of a text on the last lines.
fn last_place_of(desk: &Desk, text: &str) -> (u16, u16) {
    let screen = desk.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let y = lines.iter().rposition(|line| line.contains(text)).unwrap_or_else(|| panic!("no {text}\n{screen}"));
    let x = lines[y][..lines[y].find(text).unwrap()].chars().count();
    (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
}

#[test]
fn nothing_but_a_hint_is_ever_done() {
    for keys in PAGES {
        let mut desk = Desk::new();
        desk.press(keys);
        let (saved, context) = (desk.saved().len(), desk.app.context());
        let basket = desk.screen().contains("Basket (1)");
        desk.hold();
        for y in 0..21 {
            for x in (0..80).step_by(3) {
                desk.click_at(x, y);
                desk.send(Msg::Mouse(Pointer::Wheel(x, y, if x % 2 == 0 { 2 } else { -1 })));
            }
        }
        let done = |effect: &Effect| !matches!(effect, Effect::Card(..) | Effect::Slip(..));
        assert!(!desk.waiting.iter().any(done), "{keys}: {:?}", desk.waiting);
        desk.release();
        assert_eq!((desk.saved().len(), desk.fake.printed.lock().unwrap().len()), (saved, 0), "{keys}");
        assert!(desk.fake.undone.lock().unwrap().is_empty() && desk.fake.written.lock().unwrap().is_empty());
        assert_eq!(desk.screen().contains("Basket (1)"), basket, "{keys}");
        let question = |context| context == Context::Question;
        assert_eq!(question(desk.app.context()), question(context), "{keys}");
    }
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut desk = Desk::new();
    desk.press("f");
    desk.wheel("Quay Street food bank", 1);
    assert!(desk.screen().contains("> Riverside pantry"), "{}", desk.screen());
    desk.wheel("Quay Street food bank", -1);
    desk.wheel("Quay Street food bank", -1);
    assert!(desk.screen().contains("> Quay Street food bank"));
    // Letters still go into the box.
    desk.press("oo");
    assert!(desk.screen().contains("Search: foo"));

    let mut desk = Desk::new();
    desk.press("<f1>");
    let top = desk.screen();
    desk.wheel("Keys and help", 1);
    assert_ne!(desk.screen(), top);
    desk.wheel("Keys and help", -1);
    assert_eq!(desk.screen(), top);

    let mut desk = Desk::new();
    desk.press("<ctrl-k>");
    assert!(!desk.screen().contains("Need number 1 "), "{}", desk.screen());
    for _ in 0..20 {
        desk.wheel("NOT FOR PUBLICATION", 1);
    }
    assert!(desk.screen().contains("Need number 1 "), "{}", desk.screen());

    let mut desk = Desk::new();
    desk.press("<ctrl-p>");
    desk.wheel("> quick chat", 1);
    assert!(desk.screen().contains("> filter"));
}

#[test]
fn the_wheel_over_the_card_leaves_the_list_alone() {
    let mut desk = Desk::new();
    desk.press("food");
    // What happens on a card that is longer than its place.
    desk.resize(80, 24);
    let card =
        |desk: &Desk| -> String { desk.screen().lines().map(|l| l.chars().skip(46).collect::<String>()).collect() };
    let list =
        |desk: &Desk| -> String { desk.screen().lines().map(|l| l.chars().take(40).collect::<String>()).collect() };
    let (card_before, list_before) = (card(&desk), list(&desk));
    desk.wheel("An organisation", 1);
    assert_eq!(list(&desk), list_before);
    if card_before.contains("more") {
        assert_ne!(card(&desk), card_before);
    }
}

#[test]
fn the_mouse_does_not_bring_back_what_was_hidden() {
    let mut desk = Desk::new();
    desk.press("food<f9>");
    for y in 0..24 {
        desk.click_at(10, y);
        desk.send(Msg::Mouse(Pointer::Wheel(10, y, 1)));
    }
    assert!(desk.app.is_veiled());
    desk.press("<esc>");
    assert!(desk.screen().contains("Search: food"));
}

#[test]
fn a_hand_on_the_mouse_is_somebody_at_the_desk() {
    let mut desk = Desk::new();
    desk.press("food");
    desk.wait(4);
    desk.click("Riverside pantry");
    desk.wait(4);
    assert!(!desk.app.is_veiled());
    desk.wait(1);
    assert!(desk.app.is_veiled());
}

#[test]
fn marking_a_sensitive_service_makes_the_visit_sensitive() {
    let mut desk = Desk::new();
    desk.press("food");
    assert!(!desk.app.is_sensitive());
    desk.click("Food and mood");
    assert!(desk.app.is_sensitive());
    desk.click("Quay Street food bank");
    assert!(desk.app.is_sensitive(), "what was seen was seen");
}
