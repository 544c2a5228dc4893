//! Filters and sorting, by keys and on screen.

use super::driver::Desk;
use signpost::catalogue::{Access, Day, Delivery, Nation};
use signpost::search::{Area, Ask, Filters, From, Sort};

#[test]
fn a_filter_works_at_once_beside_the_list_and_stays_as_a_chip() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-f>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: food

     1 of 3
    > Quay Street food bank                      │ Filters
      EXAMPLE Three days of food for the whole…  │ > Age          any
      Quay Street church hall · Tue 10am · free  │   Hub or area  any
      checked 23 days ago by phone               │   Nation       any
      Riverside pantry                           │   Day          any
      EXAMPLE Weekly food shop for a small fee   │   Open now     any
      Riversi… · open now until 5pm · £4 a visit │   Free         any
      checked 23 days ago by phone               │   Language     any
      Food and mood                              │   How          any
      EXAMPLE Course on food and feeling better  │   Way in       any
      Mill Lane library · Thu 1pm · free         │   Step-free    any
      checked 23 days ago by phone               │   Near hub     any
                                                 │   Near outcode any
                                                 │   [any]
                                                 │    0 (baby)
                                                 │    1
     Basket: empty.

    Right change  Down next line  Esc done  Delete take off  Ctrl-X no filters
    F9 hide  F1 help
    ");
    desk.press("3");
    assert_eq!(desk.asked().filters.age, Some(3));
    desk.press("<down><down><down>tu");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: food
     [age 3] [Tuesday]
     1 of 1
    > Quay Street food bank                      │ Filters: "tu"
      EXAMPLE Three days of food for the whole…  │   Age          3
      Quay Street church hall · Tue 10am · free  │   Hub or area  any
      checked 23 days ago by phone               │   Nation       any
                                                 │ > Day          Tuesday
                                                 │   Open now     any
                                                 │   Free         any
                                                 │   Language     any
                                                 │   How          any
                                                 │   Way in       any
                                                 │   Step-free    any
                                                 │   Near hub     any
                                                 │   Near outcode any
                                                 │   [Tuesday]
                                                 │
                                                 │
     Basket: empty.

    Right change  Down next line  Esc done  Delete take off  Ctrl-X no filters
    F9 hide  F1 help
    "#);
    desk.press("<ctrl-f>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: food
     [age 3] [Tuesday]
     1 of 1
    > Quay Street food bank                      │ Quay Street food bank
      EXAMPLE Three days of food for the whole…  │ EXAMPLE - not a real service
      Quay Street church hall · Tue 10am · free  │ An organisation (example)
      checked 23 days ago by phone               │ Three days of food for the whole
                                                 │ family.
                                                 │ How to get in:
                                                 │   Just turn up.
                                                 │ Phone:
                                                 │   01632 960 123
                                                 │ When:
                                                 │   Tue 10am
                                                 │ Where:
                                                 │   Quay Street church hall
                                                 │ Cost:
                                                 │   free
                                                 │
     Basket: empty.

    Enter add  F4 log  Tab next part  F8 next visit  Ctrl-F filter
    Ctrl-Y young person  F6 today  F9 hide  F1 help  Ctrl-P actions  Ctrl-R wrong
    ");
    // Letters go to the search box again.
    desk.press("s");
    assert!(desk.cursor_line().contains("Search: foods"), "{}", desk.screen());
    assert_eq!(desk.asked().filters, Filters { age: Some(3), day: Some(Day::Tu), ..Filters::default() });
}

#[test]
fn every_filter_is_a_few_keys_away() {
    let none = Filters::default;
    for (line, typed, chip, filters) in [
        (0, "3", "[age 3]", Filters { age: Some(3), ..none() }),
        (0, "16", "[age 16]", Filters { age: Some(16), ..none() }),
        (0, "baby", "[age 0]", Filters { age: Some(0), ..none() }),
        (1, "<right>", "[Riverside Family Hub]", Filters { area: Some(Area::Hub("riverside".into())), ..none() }),
        (1, "fen", "[Fenside Family Hub]", Filters { area: Some(Area::Hub("fenside".into())), ..none() }),
        (1, "the", "[The Fens (area)]", Filters { area: Some(Area::Locality("fens".into())), ..none() }),
        (2, "w", "[Wales]", Filters { nation: Some(Nation::Wales), ..none() }),
        (3, "th", "[Thursday]", Filters { day: Some(Day::Th), ..none() }),
        (4, "y", "[open now]", Filters { open_now: true, ..none() }),
        (5, " ", "[free]", Filters { free: true, ..none() }),
        (6, "pol", "[Polish]", Filters { language: Some("pl".into()), ..none() }),
        (6, "sign", "[British Sign Language]", Filters { language: Some("bfi".into()), ..none() }),
        (7, "ph", "[by phone]", Filters { delivery: Some(Delivery::Phone), ..none() }),
        (7, "<left>", "[home visit]", Filters { delivery: Some(Delivery::HomeVisit), ..none() }),
        (8, "self", "[self-referral]", Filters { access: Some(Access::SelfReferral), ..none() }),
        (9, "<right>", "[step-free]", Filters { step_free: true, ..none() }),
    ] {
        let mut desk = Desk::new();
        desk.press("<ctrl-f>");
        desk.press(&"<down>".repeat(line));
        desk.press(typed);
        assert_eq!(desk.asked(), Ask { filters, ..Ask::default() }, "{typed}");
        let chips = desk.screen().lines().nth(2).unwrap_or_default().to_owned();
        assert_eq!(chips, format!(" {chip}"), "{typed}");
        // Deleting it in the panel is as if it had never been there.
        desk.press("<delete><esc>");
        assert!(desk.screen().contains("F3 quick chat"), "{}", desk.screen());
    }
}

#[test]
fn letters_narrow_a_long_list_which_scrolls_with_its_mark() {
    let mut desk = Desk::new();
    desk.press("<ctrl-f>");
    desk.press(&"<tab>".repeat(6));
    for _ in 0..60 {
        desk.press("<right>");
        let line = desk.cursor_line();
        let chosen = line.split_once("> Language").map_or("", |(_, chosen)| chosen.trim()).to_owned();
        let marked = format!("[{}", chosen.trim_end_matches('\u{2026}'));
        assert!(desk.screen().contains(&marked), "{marked}:\n{}", desk.screen());
    }
    desk.press("<delete>po");
    let screen = desk.screen();
    assert!(screen.contains("[Polish]") && screen.contains(" Portuguese") && !screen.contains("Somali"), "{screen}");
    desk.press("q");
    assert!(desk.said().contains("Nothing here starts with \"poq\"."), "{}", desk.said());
    desk.press("r");
    assert_eq!(desk.asked().filters.language.as_deref(), Some("pt"));
    desk.press("<backspace>");
    assert_eq!(desk.asked().filters.language.as_deref(), Some("pl"));
    desk.press("<backspace><backspace><pagedown><pageup>");
    assert!(desk.cursor_line().contains("any"), "{}", desk.screen());
}

#[test]
fn what_is_near_comes_first_and_of_a_postcode_only_its_first_half_is_kept() {
    for typed in ["cb4 3ax", "cb43ax", "CB4", "<paste>"] {
        let mut desk = Desk::new();
        desk.press("food<ctrl-f>");
        desk.press(&"<down>".repeat(11));
        match typed {
            "<paste>" => desk.send(signpost::tui::app::Msg::Paste("CB4 3AX\n12 High Street".into())),
            _ => desk.press(typed),
        }
        assert_eq!(desk.said().contains("Only the first half is kept"), typed != "CB4", "{typed}: {}", desk.said());
        let screen = desk.screen().to_uppercase();
        assert!(!screen.contains("3AX") && !screen.contains("HIGH STREET"), "{screen}");
        assert_eq!(desk.asked().sort, Sort::Distance(From::Outcode("CB4".into())), "{typed}");
        assert!(desk.screen().contains("[near CB4]"), "{}", desk.screen());
        desk.press("<esc>");
        let screen = desk.screen();
        let first = screen.lines().find(|line| line.starts_with('>')).unwrap_or_default();
        assert!(first.contains("Food and mood"), "{screen}");
        assert!(screen.contains("2.2 miles") && screen.contains("distance not known"), "{screen}");
    }
    // A hub takes the outcode's place, and what is no outcode asks for nothing.
    let mut desk = Desk::new();
    desk.press("<ctrl-f>");
    desk.press(&"<down>".repeat(11));
    desk.press("cb4<up>f");
    assert_eq!(desk.asked().sort, Sort::Distance(From::Hub("fenside".into())));
    assert!(desk.screen().contains("[near Fenside Family Hub]") && !desk.screen().contains("CB4"), "{}", desk.screen());
    desk.press("<down>nowhere");
    assert!(desk.screen().contains("[near Fenside Family Hub]"), "{}", desk.screen());
    desk.press("<delete>cb<backspace>b4<backspace>");
    assert_eq!(desk.asked().sort, Sort::Distance(From::Outcode("CB4".into())), "the last thing that was asked for");
    assert!(!desk.screen().contains("[near"), "{}", desk.screen());
}

#[test]
fn chips_are_reached_by_tab_and_taken_off_one_by_one_or_all_at_once() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-f>3<down><down><down>t<down><down>y<enter>");
    assert!(desk.screen().contains(" [age 3] [Tuesday] [free]"), "{}", desk.screen());
    desk.press("<tab><right>");
    assert!(desk.said().contains("Delete take off") && desk.said().contains("Right next"), "{}", desk.said());
    desk.press("<delete>");
    assert!(desk.screen().contains(" [age 3] [free]\n"), "{}", desk.screen());
    assert_eq!((desk.asked().filters.day, desk.asked().filters.age), (None, Some(3)));
    desk.press("<delete><delete>");
    assert_eq!(desk.asked(), Ask::of("food"));
    assert_eq!(desk.cursor().y, 1, "the last one gone, the search box has the focus");
    desk.press("<ctrl-f>3<down><down><down>t<esc><ctrl-x>");
    assert_eq!(desk.asked(), Ask::of("food"));
    assert!(desk.said().contains("All filters are off.") && !desk.screen().contains("[age"), "{}", desk.screen());
}

#[test]
fn the_next_family_starts_without_filters() {
    for end in ["<f8>", "<enter><f4><enter>"] {
        let mut desk = Desk::new();
        desk.press("food<ctrl-f>3<esc>");
        desk.press(end);
        assert!(!desk.screen().contains("[age"), "{end}: {}", desk.screen());
        desk.press("food");
        assert_eq!(desk.asked(), Ask::of("food"), "{end}");
    }
    // A filter is something of a visit, so it is erased with it.
    let mut desk = Desk::new();
    desk.press("<ctrl-f>3<esc>");
    desk.wait(20);
    desk.press("x");
    assert!(!desk.screen().contains("[age"), "{}", desk.screen());
}

#[test]
fn a_filter_that_leaves_nothing_says_so_and_how_to_take_it_off() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-f>");
    desk.press(&"<down>".repeat(6));
    desk.press("som");
    let said = "No match with these filters. Delete takes one off; Ctrl-X takes all off.";
    assert!(desk.screen().contains(said), "{}", desk.screen());
    desk.press("<esc>");
    let said = "No match with these filters. Tab, Delete takes one off; Ctrl-X takes all off.";
    assert!(desk.screen().contains(said), "{}", desk.screen());
    desk.press("<tab><delete>");
    assert!(desk.screen().contains("1 of 3"), "{}", desk.screen());
}

#[test]
fn without_words_a_filter_lists_what_fits_and_speaks_of_no_need() {
    let mut desk = Desk::new();
    desk.press("<ctrl-f>");
    desk.press(&"<down>".repeat(7));
    desk.press("ph<esc>");
    assert!(desk.screen().contains("> National Debtline") && desk.screen().contains("1 of 1"), "{}", desk.screen());
    desk.press("<f4>");
    assert!(!desk.screen().contains("Debts and bailiffs"), "{}", desk.screen());
    desk.press("<esc><enter><f4>");
    assert!(desk.screen().contains("Debts and bailiffs"), "{}", desk.screen());
}

#[test]
fn what_nobody_knows_is_told_to_be_asked() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-f>");
    desk.press(&"<down>".repeat(9));
    desk.press("y<esc>");
    assert_eq!(desk.screen().matches("ask: step-free").count(), 3, "{}", desk.screen());
    desk.resize(200, 60);
    assert_eq!(desk.screen().matches("ask: step-free \u{b7} checked").count(), 3, "{}", desk.screen());
}

#[test]
fn a_wide_screen_shows_the_panel_beside_the_card() {
    let mut desk = Desk::new();
    desk.resize(200, 30);
    desk.press("food<ctrl-f>3<down><right>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                                                                                                                                                       Sunday 22 November
     Search: food
     [age 3] [Riverside Family Hub]
     1 of 1
    > Riverside pantry                                                                   │ Riverside pantry                                                   │ Filters
      EXAMPLE - not a real service: Weekly food shop for a small fee                     │ EXAMPLE - not a real service                                       │   Age          3
      Riverside Family… · open now until 5pm · £4 a visit · checked 23 days ago by phone │ An organisation (example)                                          │ > Hub or area  Riverside Family Hub
                                                                                         │ Weekly food shop for a small fee.                                  │   Nation       any
                                                                                         │ How to get in:                                                     │   Day          any
                                                                                         │   Just turn up.                                                    │   Open now     any
                                                                                         │ Phone:                                                             │   Free         any
                                                                                         │   01632 960 123                                                    │   Language     any
                                                                                         │ When:                                                              │   How          any
                                                                                         │   open now until 5pm                                               │   Way in       any
                                                                                         │ Where:                                                             │   Step-free    any
                                                                                         │   Riverside Family Hub                                             │   Near hub     any
                                                                                         │ Cost:                                                              │   Near outcode any
                                                                                         │   £4 a visit                                                       │
                                                                                         │                                                                    │    any
                                                                                         │                                                                    │   [Riverside Family Hub]
                                                                                         │                                                                    │    Fenside Family Hub
                                                                                         │                                                                    │    The Fens (area)
                                                                                         │                                                                    │    Riverside town (area)
                                                                                         │                                                                    │
                                                                                         │                                                                    │
                                                                                         │                                                                    │
     Basket: empty.

    Right change  Down next line  Esc done  Delete take off  Ctrl-X no filters  F9 hide  F1 help
    ");
}

#[test]
fn the_panel_works_beside_prompts_and_a_banner_on_the_smallest_screen() {
    let mut desk = Desk::new();
    desk.press("he hits<ctrl-f>");
    for _ in 0..12 {
        assert!(desk.cursor_line().contains("> "), "{}", desk.screen());
        desk.press("<down>");
    }
    assert!(desk.cursor_line().contains("> Near outcode"), "{}", desk.screen());
    desk.press("<up><up><up><up><up>po");
    assert!(desk.screen().contains("[Polish]") && desk.screen().contains("Danger now: ring 999."), "{}", desk.screen());
}

#[test]
fn no_filter_is_chosen_unseen_on_a_screen_that_is_too_small() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-f>");
    desk.resize(60, 4);
    desk.press("3");
    assert!(desk.cursor_line().starts_with("> Age          3"), "{}", desk.screen());
    desk.press("<up><down>t");
    assert!(desk.cursor_line().starts_with("> Hub or area  The Fens (area)"), "{}", desk.screen());
    for (width, height) in [(1, 1), (14, 3), (16, 2)] {
        desk.resize(width, height);
        desk.press("<down>y");
        assert!(desk.cursor().x < width && desk.cursor().y < height);
    }
}
