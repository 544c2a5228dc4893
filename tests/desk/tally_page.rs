//! The page of tallies.

use super::driver::Desk;
use super::fake::Fake;
use signpost::desk::{Backend, TallyAsk};
use signpost::keymap::{Context, Keymap};
use signpost::record::Enquiry;
use signpost::search::Ask;
use signpost::settings::{KeymapName, ThemeName};
use signpost::tally::Period;
use signpost::theme::{Depth, Theme};
use signpost::tui::Workers;
use signpost::tui::app::{Effect, Msg, Page, Part};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

fn asked(desk: &Desk) -> Vec<TallyAsk> {
    desk.fake.tallied.asked.lock().unwrap().clone()
}

fn last(desk: &Desk) -> (String, Option<String>) {
    let ask = asked(desk).pop().unwrap();
    (ask.period.map(|period| period.id()).unwrap_or_default(), ask.hub)
}

/// Returns whose figures stand there, and when.
fn titled(desk: &Desk) -> String {
    desk.screen().lines().nth(2).unwrap_or_default().trim().to_owned()
}

/// Returns the name of the need that is open.
fn of_need(desk: &Desk) -> String {
    desk.screen().lines().nth(5).unwrap_or_default().trim().to_owned()
}

fn on_page(desk: &Desk) -> bool {
    desk.app.page() == Page::Tally
}

#[test]
fn the_figures_come_first_with_what_has_to_be_known_about_them() {
    let mut desk = Desk::new();
    desk.press("<alt-t>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     [Summary]  Needs   Hubs   What came of it   Gaps   Who asked   Words
     Riverside town, October to December 2026  EXAMPLE
     Protected, not for publication: 1 to 7 is [c], others rounded to 5.
     ! One desk is missing or ends early: see below.
    > Enquiries                1,240   a year before: 1,100
        How often families asked; one family may ask several times.
      Something was offered      85%
        For 85 in 100 something was offered; a leaflet is not a met need.

      Desks that are counted
      Fenside Family Hub, desk 4f1a: until 31 December 2026.
      ! Riverside Family Hub, desk 4f1a: until 3 November 2026, so it is missing or
      ends early.

      What is hidden
      Hubs with fewer than 8 enquiries are shown together.

      What the words mean
      Enquiry: one family, one visit or call; not a family.


    Left earlier  Right later  F2 months, quarters  F3 next hub  Tab next part
    Esc back  Down next line  F9 hide  F1 help
    "#);
    assert_eq!(asked(&desk), [TallyAsk::default()]);
    assert!(desk.cursor_line().starts_with("> Enquiries"));
}

#[test]
fn needs_have_bars_with_their_numbers_and_a_curve() {
    let mut desk = Desk::new();
    desk.press("<alt-t><tab>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
      Summary  [Needs]  Hubs   What came of it   Gaps   Who asked   Words
     Riverside town, October to December 2026  EXAMPLE
     Protected, not for publication: 1 to 7 is [c], others rounded to 5.
     ! One desk is missing or ends early: see Summary.
      Needs
      Curve: December 2025 to December 2026; . is none, c is [c].
    > Housing and homelessness                 ████████████████  345  .c▂▂▂▄▄▄▆▆▅██
      Food banks and meals                     █████████▌        215  .c▂▃▃▄▄▄▆▇▆██
      Abuse at home                            ██                 45  ..cc.cc.██.██
      Debts and bailiffs, and everything else… █▌                 35  ...c..c..█..█
      Play sessions                            ▌                  10  .............

      Needs by month
      Curve: October to December; . is none, c is [c].
                                                October  November  December
      Housing and homelessness                      120        95       130  █▆█
      Food banks and meals                           80        60        75  █▆█
      Abuse at home                                  20        10        15  █▄▆
      Debts and bailiffs, and everything else…       15        10        10  █▅▅
      Play sessions                                 [c]         0       [c]  c.c

    Enter open  Left earlier  Right later  F2 months, quarters  F3 next hub
    Tab next part  Esc back  Down next line  F9 hide  F1 help
    "#);
    desk.resize(200, 50);
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                                                                                                                                                       Sunday 22 November
      Summary  [Needs]  Hubs   What came of it   Gaps   Who asked   Words
     Riverside town, October to December 2026  EXAMPLE
     Protected, not for publication: 1 to 7 is [c], others rounded to 5.
     ! One desk is missing or ends early: see Summary.
      Needs                                                                                                                  │ Housing and homelessness
      Curve: December 2025 to December 2026; . is none, c is [c].                                                            │
    > Housing and homelessness                 ██████████████████████████████████████████████████  345  .c▂▂▂▄▄▄▆▆▅██        │ Needs
      Food banks and meals                     ███████████████████████████████                     215  .c▂▃▃▄▄▄▆▇▆██        │ Enquiries  345
      Abuse at home                            ██████▌                                              45  ..cc.cc.██.██        │
      Debts and bailiffs, and everything else… █████                                                35  ...c..c..█..█        │ Month by month
      Play sessions                            █                                                    10  .............        │ December 2025     0
                                                                                                                             │ January 2026    [c]
      Needs by month                                                                                                         │ February 2026    20 ██████▌
      Curve: October to December; . is none, c is [c].                                                                       │ March 2026       30 ██████████
                                                October  November  December                                                  │ April 2026       30 ██████████
      Housing and homelessness                      120        95       130  █▆█                                             │ May 2026         50 ████████████████▌
      Food banks and meals                           80        60        75  █▆█                                             │ June 2026        60 ████████████████████
      Abuse at home                                  20        10        15  █▄▆                                             │ July 2026        50 ████████████████▌
      Debts and bailiffs, and everything else…       15        10        10  █▅▅                                             │ August 2026      80 ██████████████████████████▌
      Play sessions                                 [c]         0       [c]  c.c                                             │ September 2026   90 ██████████████████████████████
                                                                                                                             │ October 2026     70 ███████████████████████
                                                                                                                             │ November 2026   110 ████████████████████████████████████▌
                                                                                                                             │ December 2026   120 ████████████████████████████████████████
                                                                                                                             │
                                                                                                                             │ Needs by what came of it (needs)
                                                                                                                             │ signposted         215 ████████████████████████████████████████
                                                                                                                             │ information given   70 █████████████
                                                                                                                             │ nothing to offer    50 █████████
                                                                                                                             │ declined           [c]
                                                                                                                             │
                                                                                                                             │ What could not be offered
                                                                                                                             │                                                                       Nothing
                                                                                                                             │                                                                       offered
                                                                                                                             │ Fenside Family Hub                                                         25
                                                                                                                             │   waiting list 15; too far [c]; In the catalogue: 3 listed, 2 of them stale
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

    Enter open  Left earlier  Right later  F2 months, quarters  F3 next hub  Tab next part  Esc back  Down next line  F9 hide  F1 help
    "#);
}

#[test]
fn a_need_opens_with_its_months_outcomes_and_gaps() {
    let mut desk = Desk::new();
    desk.press("<alt-t><tab><down><enter>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
      Summary  [Needs]  Hubs   What came of it   Gaps   Who asked   Words
     Riverside town, October to December 2026  EXAMPLE
     Protected, not for publication: 1 to 7 is [c], others rounded to 5.
     ! One desk is missing or ends early: see Summary.
     Food banks and meals
      Needs
    > Enquiries  215

      Month by month
      December 2025     0
      January 2026    [c]
      February 2026    10 █████▌
      March 2026       20 ███████████
      April 2026       20 ███████████
      May 2026         30 █████████████████
      June 2026        35 ████████████████████
      July 2026        35 ████████████████████
      August 2026      50 ████████████████████████████▌
      September 2026   55 ███████████████████████████████
                                                                            15 more

    Left earlier  Right later  F2 months, quarters  F3 next hub  Tab next part
    Esc back  Down next line  F9 hide  F1 help
    "#);
    desk.press("<end>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
      Summary  [Needs]  Hubs   What came of it   Gaps   Who asked   Words
     Riverside town, October to December 2026  EXAMPLE
     Protected, not for publication: 1 to 7 is [c], others rounded to 5.
     ! One desk is missing or ends early: see Summary.
     Food banks and meals
      November 2026    65 █████████████████████████████████████
      December 2026    70 ████████████████████████████████████████

      Needs by what came of it (needs)
      signposted         135 ████████████████████████████████████████
      information given   45 █████████████
      nothing to offer    30 ████████▌
      declined           [c]

      What could not be offered
                                                                            Nothing
                                                                            offered
    > Riverside Family Hub                                                       10
        too far 10; In the catalogue: none listed


    Left earlier  Right later  F2 months, quarters  F3 next hub  Tab next part
    Esc back  Down next line  F9 hide  F1 help
    "#);
    // Another period keeps the need open; the key that goes back goes to its line in the list.
    desk.press("<left>");
    assert_eq!(
        (of_need(&desk), titled(&desk)),
        ("Food banks and meals".into(), "Riverside town, July to September 2026  EXAMPLE".into())
    );
    desk.press("<esc>");
    assert!(desk.cursor_line().starts_with("> Food banks and meals"), "{}", desk.screen());
    desk.press("<esc>");
    assert!(!on_page(&desk));
}

#[test]
fn what_could_not_be_offered_stands_beside_what_the_catalogue_has() {
    let mut desk = Desk::new();
    desk.press("<alt-t><tab><tab><tab><tab>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
      Summary   Needs   Hubs   What came of it  [Gaps]  Who asked   Words
     Riverside town, October to December 2026  EXAMPLE
     Protected, not for publication: 1 to 7 is [c], others rounded to 5.
     ! One desk is missing or ends early: see Summary.
      What could not be offered
                                                                            Nothing
                                                                            offered
    > Housing and homelessness · Fenside Family Hub                              25
        waiting list 15; too far [c]; In the catalogue: 3 listed, 2 of them stale
      Food banks and meals · Riverside Family Hub                                10
        too far 10; In the catalogue: none listed










    Enter open  Left earlier  Right later  F2 months, quarters  F3 next hub
    Tab next part  Esc back  Down next line  F9 hide  F1 help
    "#);
    desk.press("<enter>");
    assert_eq!(of_need(&desk), "Housing and homelessness");
}

#[test]
fn periods_go_as_far_as_something_was_counted() {
    let mut desk = Desk::new();
    desk.press("<alt-t><left>");
    assert_eq!(titled(&desk), "Riverside town, July to September 2026  EXAMPLE");
    desk.press("<left>");
    assert_eq!(last(&desk).0, "2026-27-Q1");
    let count = asked(&desk).len();
    desk.press("<left>");
    assert!(desk.said().contains("Nothing was counted before April to June 2026."), "{}", desk.said());
    assert_eq!(asked(&desk).len(), count);
    desk.press("<right><right><right>");
    assert!(desk.said().contains("Nothing was counted after October to December 2026."), "{}", desk.said());
    assert_eq!(titled(&desk), "Riverside town, October to December 2026  EXAMPLE");
}

#[test]
fn one_key_goes_round_the_kinds_of_periods() {
    let mut desk = Desk::new();
    let mut seen = Vec::new();
    desk.press("<alt-t>");
    for _ in 0..4 {
        desk.press("<f2>");
        seen.push(last(&desk).0);
    }
    assert_eq!(seen, ["2026-27", "autumn-term-2026", "2026-12", "2026-27-Q3"]);
    desk.press("<f2><f2>");
    assert_eq!(titled(&desk), "Riverside town, Autumn term (2 September to 18 December 2026)  EXAMPLE");
    desk.press("<left>");
    assert_eq!(last(&desk).0, "summer-term-2026");
    desk.press("<left>");
    assert!(desk.said().contains("Nothing was counted before Summer term"), "{}", desk.said());
    desk.press("<f2>");
    assert_eq!(last(&desk).0, "2026-07", "the month in which the term ended");
}

#[test]
fn hubs_go_round_and_are_chosen_from_their_list() {
    let mut desk = Desk::new();
    let mut seen = Vec::new();
    desk.press("<alt-t>");
    for _ in 0..3 {
        desk.press("<f3>");
        seen.push(last(&desk));
    }
    let hub = |id: Option<&str>| ("2026-27-Q3".to_owned(), id.map(str::to_owned));
    assert_eq!(seen, [hub(Some("fenside")), hub(Some("riverside")), hub(None)]);
    desk.press("<tab><tab><down><enter>");
    assert_eq!(last(&desk), hub(Some("riverside")));
    assert_eq!(titled(&desk), "Riverside Family Hub, October to December 2026  EXAMPLE");
    assert!(desk.screen().contains("This is one hub by itself."), "{}", desk.screen());
    desk.press("<left>");
    assert_eq!(last(&desk), ("2026-27-Q2".into(), Some("riverside".into())), "the hub stays");
    // Hubs that are shown together are no hub, and what is sensitive is shown for the locality only.
    desk.press("<f3><end><enter>");
    assert!(desk.said().contains("Nothing more is known of this line."), "{}", desk.said());
    desk.press("<shift-tab>");
    assert!(desk.screen().contains("Abuse at home"));
    desk.press("<f3>");
    assert!(!desk.screen().contains("Abuse at home"), "{}", desk.screen());
}

#[test]
fn a_need_that_a_hub_does_not_show_says_why() {
    let mut desk = Desk::new();
    desk.press("<alt-t><tab><down><down><enter><f3>");
    assert!(
        of_need(&desk) == "Abuse at home" && desk.screen().contains("> Nothing of this need is shown here"),
        "{}",
        desk.screen()
    );
}

#[test]
fn late_answers_are_dropped() {
    let mut desk = Desk::new();
    desk.press("<alt-t>");
    desk.hold();
    desk.press("<left>");
    assert!(desk.screen().contains("Counting July to September 2026..."), "{}", desk.screen());
    assert_eq!(titled(&desk), "Riverside town, October to December 2026  EXAMPLE", "what is shown keeps its title");
    desk.press("<left><f3>");
    assert!(desk.screen().contains("Counting Fenside Family Hub, April to June 2026..."), "{}", desk.screen());
    // The last one answers first.
    desk.waiting.reverse();
    desk.release();
    assert_eq!(titled(&desk), "Fenside Family Hub, April to June 2026  EXAMPLE");
    assert!(!desk.screen().contains("Counting"));
    // Closed, it takes no answer; opened again, only its own.
    desk.hold();
    desk.press("<left><esc>");
    let late = std::mem::take(&mut desk.waiting);
    desk.press("<alt-t>");
    assert!(desk.screen().contains("\n Counting..."), "{}", desk.screen());
    desk.release();
    desk.work(late);
    assert_eq!(titled(&desk), "Riverside town, October to December 2026  EXAMPLE");
}

#[test]
fn time_alone_changes_nothing() {
    let mut desk = Desk::new();
    let before = desk.app.deadline();
    desk.hold();
    desk.press("<alt-t>");
    assert_eq!(desk.app.deadline(), before, "nothing is due but what was due before");
}

#[test]
fn what_fails_is_said_and_what_is_shown_stays() {
    let mut desk = Desk::new();
    desk.press("<alt-t>");
    *desk.fake.tallied.refuses.lock().unwrap() = Some("The store can't be read.".into());
    desk.press("<left>");
    assert!(desk.said().contains("! The store can't be read."), "{}", desk.said());
    assert_eq!(titled(&desk), "Riverside town, October to December 2026  EXAMPLE");
    assert!(!desk.screen().contains("Counting"));
    desk.press("<esc><alt-t>");
    assert!(desk.screen().contains("Nothing to show.") && desk.said().contains("can't be read"), "{}", desk.screen());
    desk.press("<left><f2><f3><enter><down><tab>");
    assert!(on_page(&desk));
    // A desk that keeps none says so.
    *desk.fake.tallied.refuses.lock().unwrap() = None;
    desk.press("<esc><alt-t>");
    desk.hold();
    desk.press("<left>");
    desk.waiting.clear();
    desk.release();
    desk.send(Msg::Died(Part::Count));
    assert!(desk.said().contains("counts had stopped and was started again"), "{}", desk.said());
    desk.press("<left>");
    assert_eq!(titled(&desk), "Riverside town, July to September 2026  EXAMPLE");
}

#[test]
fn true_counts_stand_on_no_screen() {
    let mut desk = Desk::new();
    *desk.fake.tallied.internal.lock().unwrap() = true;
    desk.press("<alt-t>");
    assert!(desk.said().contains("These are true counts, which stand on no screen."), "{}", desk.said());
    assert!(!desk.screen().contains("1,240"), "{}", desk.screen());
}

#[test]
fn it_lies_over_a_visit_and_leaves_it_as_it_was() {
    for keys in ["", "food<enter>", "food<enter><f4><down>", "food<enter><f2>", "<alt-u><tab>"] {
        let mut desk = Desk::new();
        desk.press(keys);
        desk.press("<down><up>");
        let before = desk.seen();
        desk.press("<alt-t><tab><down><enter><left><esc><ctrl-k><esc><esc>");
        assert_eq!(desk.seen(), before, "{keys}");
    }
    let mut desk = Desk::new();
    desk.press("food<enter><alt-t><alt-u><alt-t>");
    assert!(on_page(&desk));
    desk.press("<esc>");
    assert!(desk.screen().contains("Basket (1)"), "{}", desk.screen());
}

#[test]
fn hiding_takes_it_away_and_an_ordinary_visit_comes_back() {
    let mut desk = Desk::new();
    desk.press("food<enter><alt-t><tab><enter><f9>");
    assert!(!desk.screen().contains("Housing") && !desk.screen().contains("Tall"), "{}", desk.screen());
    desk.press("x");
    assert!(desk.screen().contains("Basket (1)") && !on_page(&desk), "{}", desk.screen());
    // What was still being counted is for nobody.
    let mut desk = Desk::new();
    desk.hold();
    desk.press("<alt-t><f9>");
    desk.release();
    assert!(!desk.screen().contains("1,240"), "{}", desk.screen());
    desk.press("x");
    assert!(!on_page(&desk) && desk.screen().contains("Search:"), "{}", desk.screen());
    // Nor does it wait for whoever comes after a long while.
    let mut desk = Desk::new();
    desk.press("<alt-t>");
    desk.wait(20);
    desk.press("x");
    assert!(!on_page(&desk));
}

#[test]
fn it_never_lies_over_a_sensitive_visit() {
    for keys in ["he hits", "refuge<enter>", "food<ctrl-y>"] {
        let mut desk = Desk::new();
        desk.press(keys);
        assert!(desk.app.is_sensitive(), "{keys}");
        desk.press("<alt-t>");
        assert!(
            !on_page(&desk) && desk.said().contains("The tallies wait until this visit is over."),
            "{}",
            desk.screen()
        );
        assert!(asked(&desk).is_empty());
    }
    // What is found late stands where it can be read at once.
    let mut desk = Desk::new();
    desk.hold();
    desk.press("he hits<alt-t>");
    assert!(on_page(&desk));
    desk.release();
    assert!(desk.screen().contains("Somebody may be in danger"), "{}", desk.screen());
    // So does a service that was opened over it.
    let mut desk = Desk::new();
    desk.press("<alt-t><alt-u><down><enter>");
    assert!(desk.app.is_sensitive());
    desk.press("<esc><esc>");
    assert!(desk.screen().contains("Search:") && !on_page(&desk), "{}", desk.screen());
}

#[test]
fn every_keymap_gets_there_and_back() {
    for (name, keys) in [
        (
            KeymapName::Default,
            ["<alt-t><tab><shift-tab><tab>", "<left><right><left><f2><f3>", "<down><enter>", "<esc><esc>"],
        ),
        (KeymapName::Vim, ["<alt-t>wbw", "hlhpn", "j<enter>", "qq"]),
        (
            KeymapName::OneHanded,
            [
                "<f5>tallies<enter><insert><delete><insert>",
                "<left><right><left><f2><f3>",
                "<down><enter>",
                "<backspace><backspace>",
            ],
        ),
    ] {
        let mut desk = Desk::dressed(Fake::default(), Keymap::named(name), Theme::default());
        let [there, about, open, back] = keys;
        desk.press(there);
        assert_eq!(desk.app.context(), Context::Tally, "{name}");
        assert!(desk.screen().contains("[Needs]"), "{name}: {}", desk.screen());
        desk.press(about);
        assert_eq!(last(&desk), ("2026-27".into(), Some("fenside".into())), "{name}");
        desk.press(open);
        assert_eq!(of_need(&desk), "Food banks and meals", "{name}");
        desk.press(back);
        assert!(desk.screen().contains("Search:"), "{name}: {}", desk.screen());
    }
}

#[test]
fn the_plain_theme_says_all_of_it_in_words_and_digits() {
    let mut desk = Desk::dressed(Fake::default(), Keymap::built_in(), Theme::new(ThemeName::Plain, Depth::None));
    desk.press("<alt-t><tab>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
      Summary  [Needs]  Hubs   What came of it   Gaps   Who asked   Words
     Riverside town, October to December 2026  EXAMPLE
     Protected, not for publication: 1 to 7 is hidden, others rounded to 5.
     Problem: One desk is missing or ends early: see Summary.
      Needs
    > Housing and homelessness                  345
      Food banks and meals                      215
      Abuse at home                              45
      Debts and bailiffs, and everything else…   35
      Play sessions                              10

      Needs by month
                                                October  November  December
      Housing and homelessness                      120        95       130
      Food banks and meals                           80        60        75
      Abuse at home                                  20        10        15
      Debts and bailiffs, and everything else…       15        10        10
      Play sessions                              hidden         0    hidden



    Enter open  Left earlier  Right later  F2 months, quarters  F3 next hub
    Tab next part  Esc back  Down next line  F9 hide  F1 help
    "#);
    for size in [(80, 24), (200, 50)] {
        desk.resize(size.0, size.1);
        for _ in 0..7 {
            desk.press("<tab><enter>");
            let screen = desk.screen();
            let drawn = screen.chars().find(|c| ('\u{2500}'..='\u{25ff}').contains(c));
            assert_eq!(drawn, None, "{screen}");
            assert!(!screen.contains("[c]"), "{screen}");
        }
    }
}

#[test]
fn without_colours_the_mark_and_the_open_part_are_told() {
    let mut desk = Desk::dressed(Fake::default(), Keymap::built_in(), Theme::new(ThemeName::Default, Depth::None));
    desk.press("<alt-t><tab><down>");
    assert!(desk.screen().contains("[Needs]") && desk.cursor_line().starts_with("> Food banks"), "{}", desk.screen());
}

#[test]
fn the_mouse_marks_and_opens_nothing() {
    let mut desk = Desk::new();
    desk.press("<alt-t><tab>");
    desk.click("Abuse at home");
    assert!(desk.cursor_line().starts_with("> Abuse at home"), "{}", desk.screen());
    assert!(desk.screen().contains("Needs by month"), "{}", desk.screen());
    desk.wheel("Housing", 1);
    assert!(desk.cursor_line().starts_with("> Debts and bailiffs"), "{}", desk.screen());
    desk.click("Left earlier");
    assert_eq!(last(&desk).0, "2026-27-Q2");
}

#[test]
fn the_cursor_stands_at_the_mark_and_everything_is_reached_at_every_size() {
    for (width, height) in [(80, 24), (81, 25), (120, 30), (171, 40), (200, 50)] {
        let mut desk = Desk::new();
        desk.resize(width, height);
        desk.press("<alt-t>");
        for _ in 0..7 {
            let mut seen = vec![desk.cursor_line()];
            loop {
                assert!(desk.cursor_line().starts_with("> ") && desk.cursor().x == 0, "{}", desk.screen());
                let wide = desk.screen().lines().map(|line| line.chars().count()).max();
                assert!(wide <= Some(width.into()));
                desk.press("<down>");
                if seen.last() == Some(&desk.cursor_line()) {
                    break;
                }
                seen.push(desk.cursor_line());
            }
            assert!(!desk.screen().contains(" more "), "{}", desk.screen());
            desk.press("<pageup><pagedown><home>");
            assert_eq!(desk.cursor_line(), seen[0]);
            desk.press("<tab>");
        }
    }
    // A window that is too small says so and loses nothing.
    let mut desk = Desk::new();
    desk.press("<alt-t><tab><enter>");
    let before = desk.seen();
    desk.resize(30, 5);
    assert!(desk.screen().contains("Window too small"), "{}", desk.screen());
    desk.resize(80, 24);
    assert_eq!(desk.seen(), before);
}

#[test]
fn no_order_of_keys_breaks_it() {
    let keys = [
        "<tab>",
        "<shift-tab>",
        "<down>",
        "<up>",
        "<pagedown>",
        "<pageup>",
        "<end>",
        "<home>",
        "<enter>",
        "<esc>",
        "<left>",
        "<right>",
        "<f2>",
        "<f3>",
        "<alt-t>",
        "<alt-u>",
        "<ctrl-k>",
        "<f1>",
        "<ctrl-p>",
        "<f9>",
        "food",
        "refuge",
    ];
    let sizes = [(80, 24), (200, 50), (100, 24), (20, 3), (175, 25)];
    let mut state = 7_u64;
    let mut next = |many: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % many
    };
    let mut seen = 0;
    for _ in 0..60 {
        let mut desk = Desk::new();
        desk.press("<alt-t>");
        for _ in 0..60 {
            let (width, height) = sizes[next(sizes.len())];
            desk.resize(width, height);
            if next(4) == 0 {
                desk.hold();
            }
            desk.press(keys[next(keys.len())]);
            desk.release();
            desk.draw();
            seen += usize::from(on_page(&desk));
            assert!(!(on_page(&desk) && desk.app.is_sensitive()), "{}", desk.screen());
        }
    }
    assert!(seen > 500, "the page was open {seen} times");
}

#[test]
fn a_long_count_keeps_no_other_worker_waiting_and_is_not_done_for_nobody() {
    let fake = Arc::new(Fake::default());
    let desk: Arc<dyn Backend> = Arc::clone(&fake) as Arc<dyn Backend>;
    let (sender, answers) = channel();
    let mut workers = Workers::start(&desk, &sender, Instant::now()).unwrap();
    fake.tallied.slow.shut();
    let answer = || answers.recv_timeout(Duration::from_secs(60)).unwrap();
    let quarter = |number| TallyAsk { period: Some(Period::Quarter(2026, number)), hub: None };
    workers.take(Effect::Tally(1, quarter(1))).unwrap();
    for effect in [
        Effect::Find(1, Box::new(Ask::of("food"))),
        Effect::Save(Box::new(Enquiry::quick_chat("riverside"))),
        Effect::Refresh,
        Effect::Ledger,
    ] {
        workers.take(effect).unwrap();
        let answer = answer();
        assert!(!matches!(answer, Msg::Tallied(..)), "{answer:?}");
    }
    for number in 2..=4 {
        workers.take(Effect::Tally(number, quarter(u32::try_from(number).unwrap()))).unwrap();
    }
    fake.tallied.slow.open();
    let mut last = 0;
    while last != 4 {
        match answer() {
            Msg::Tallied(number, Ok(view)) => {
                assert!(number > last && view.period == Period::Quarter(2026, u32::try_from(number).unwrap()));
                last = number;
            }
            other => panic!("{other:?}"),
        }
    }
}
