//! The desk before its catalogue is open: keys are kept, danger is heard, nothing is said to be missing.

use super::common::{Home, NOW, starter};
use super::driver::Desk as Screen;
use super::fake::Fake;
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Backend, Desk, Setup};
use signpost::paths::Paths;
use signpost::search::Ask;
use signpost::settings::{Overrides, Settings};
use signpost::tui::app::{Effect, Msg, Part};
use std::time::Duration;

#[test]
fn what_is_typed_before_the_catalogue_is_open_is_searched_then() {
    let mut screen = Screen::before(Fake::default());
    assert!(screen.screen().contains("Search:") && screen.screen().contains("Opening the catalogue."));
    screen.hold();
    screen.press("food<enter>");
    screen.waiting.clear();
    assert!(screen.screen().contains("Search: food") && !screen.screen().contains("No match"));
    screen.release();
    screen.work(vec![Effect::Open]);
    assert!(!screen.screen().contains("Opening"), "{}", screen.screen());
    assert!(screen.screen().contains("Basket (1): EXAMPLE Quay Street food bank"), "{}", screen.screen());
    assert!(screen.screen().contains("Riverside"), "the hub is on screen");
    screen.press("<ctrl-f><down>");
    assert!(screen.screen().contains("Fenside"), "filters name the hubs: {}", screen.screen());
}

#[test]
fn keys_without_words_wait_too() {
    let mut screen = Screen::before(Fake::default());
    screen.press("<f3>");
    assert_eq!(screen.saved().len(), 0);
    screen.work(vec![Effect::Open]);
    assert_eq!(screen.saved().len(), 1, "{}", screen.screen());
}

#[test]
fn an_opening_that_died_is_said() {
    let mut screen = Screen::before(Fake::default());
    screen.send(Msg::Died(Part::Jobs));
    assert!(screen.said().contains("Opening the catalogue had stopped"), "{}", screen.said());
    assert!(!screen.screen().contains("Type on"), "{}", screen.screen());
}

#[test]
fn danger_is_heard_before_the_catalogue_is_open() {
    let home = Home::new();
    let paths = Paths { config: home.path("config"), cache: home.path("cache"), data: home.path("data") };
    let overrides = Overrides { catalogue: Some(starter()), ..Overrides::default() };
    let (settings, settings_problems) = Settings::load(&paths.config, &overrides);
    let clock = Clock::fixed(parse_now(NOW).unwrap());
    let desk = Desk::new(Setup { paths, settings, settings_problems, clock });
    let ask = Ask::of("my husband hits me");
    let before = desk.find(&ask, 10).unwrap();
    assert!(!before.prompts.is_empty() && before.listed.is_empty() && !before.nothing_close);
    assert!(!home.path("cache").exists() && !home.path("data").exists(), "nothing was opened yet");
    assert_eq!(desk.open_catalogue(), []);
    let after = desk.find(&ask, 10).unwrap();
    assert!(!after.prompts.is_empty() && !after.listed.is_empty());
}

/// Returns how often the files of the catalogue were to be looked through since the last time somebody asked.
fn looks(screen: &mut Screen) -> usize {
    let asked = screen.waiting.iter().filter(|effect| **effect == Effect::Refresh).count();
    screen.waiting.retain(|effect| *effect != Effect::Refresh);
    asked
}

#[test]
fn the_files_are_looked_through_again_every_ten_minutes() {
    let mut screen = Screen::before(Fake::default());
    screen.work(vec![Effect::Open]);
    screen.hold();
    let minutes = |n: u64| Duration::from_secs(60 * n);
    assert!(screen.app.deadline().is_some_and(|at| at <= minutes(10)), "nothing wakes the desk");
    screen.wait(9);
    assert_eq!(looks(&mut screen), 0);
    screen.wait(1);
    assert_eq!(looks(&mut screen), 1);
    screen.wait(30);
    assert_eq!(looks(&mut screen), 0, "one look is still going on");
    // Whatever became of a look, the next one comes.
    let answers = [Msg::Refreshed(Ok(None)), Msg::Refreshed(Err("Away.".into())), Msg::Died(Part::Jobs)];
    for (round, answer) in (0..).zip(answers) {
        screen.send(answer);
        let next = minutes(50 + 10 * round);
        assert!(screen.app.deadline().is_some_and(|at| at <= next), "after look {round} nothing wakes the desk");
        screen.wait(9);
        assert_eq!(looks(&mut screen), 0, "after look {round}");
        screen.wait(1);
        assert_eq!(looks(&mut screen), 1, "after look {round}");
    }
}
