//! What the words were heard to wish: its chips, what does not fit, and the needs that come near where nothing fits.

use super::driver::Desk;
use super::fake::Fake;
use signpost::keymap::Keymap;
use signpost::search::{Ask, Filters};
use signpost::settings::{KeymapName, ThemeName};
use signpost::theme::{Depth, Theme};
use std::sync::atomic::Ordering;
use strum::IntoEnumIterator;

/// The line of chips.
fn chips(desk: &Desk) -> String {
    desk.screen().lines().nth(2).unwrap_or_default().to_owned()
}

fn off(text: &str, said: &[&str]) -> Ask {
    Ask { taken_off: said.iter().map(|said| (*said).to_owned()).collect(), ..Ask::of(text) }
}

#[test]
fn what_was_heard_is_told_apart_from_what_was_chosen_and_marked_on_row_and_card() {
    let mut desk = Desk::new();
    desk.press("food 2 year old saturday<ctrl-f>");
    desk.press(&"<down>".repeat(9));
    desk.press("y<esc>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: food 2 year old saturday
     [step-free] heard: (age 2) (Saturday)
     1 of 3
    > Quay Street food bank                      │ Quay Street food bank
      EXAMPLE Three days of food for the whole…  │ EXAMPLE - not a real service
      Quay Street church hall · Tue 10am · free  │ An organisation (example)
      ask: step-free, age · checked 23 days ago… │ Ask: step-free, age
      Riverside pantry                           │ Why: food-support
      EXAMPLE Weekly food shop for a small fee   │ Three days of food for the whole
      Riversi… · open now until 5pm · £4 a visit │ family.
      but no Saturdays · ask: step-free, age ·…  │ How to get in:
      Food and mood                              │   Just turn up.
      EXAMPLE Course on food and feeling better  │ Phone:
      Mill Lane library · Thu 1pm · free         │   01632 960 123
      but for adults, you said 2 · ask: step-fr… │ When:
                                                 │   Tue 10am
                                                 │ Where:
                                                 │   Quay Street church hall
                                                 │                           2 more
     Basket: empty.

    Enter add  F4 log  Tab next part  F8 next visit  Ctrl-F filter
    Ctrl-Y young person  F6 today  F9 hide  F1 help  Ctrl-P actions  Ctrl-R wrong
    ");
    desk.press("<down><down>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: food 2 year old saturday
     [step-free] heard: (age 2) (Saturday)
     3 of 3
      Quay Street food bank                      │ Food and mood
      EXAMPLE Three days of food for the whole…  │ EXAMPLE - not a real service
      Quay Street church hall · Tue 10am · free  │ An organisation (example)
      ask: step-free, age · checked 23 days ago… │ But: for adults, you said 2
      Riverside pantry                           │ Ask: step-free
      EXAMPLE Weekly food shop for a small fee   │ Why: adult-mental-health
      Riversi… · open now until 5pm · £4 a visit │ Course on food and feeling
      but no Saturdays · ask: step-free, age ·…  │ better.
    > Food and mood                              │ How to get in:
      EXAMPLE Course on food and feeling better  │   Just turn up.
      Mill Lane library · Thu 1pm · free         │ Phone:
      but for adults, you said 2 · ask: step-fr… │   01632 960 123
                                                 │ When:
                                                 │   Thu 1pm
                                                 │ Where:
                                                 │                           3 more
     Basket: empty.

    Enter add  F4 log  Tab next part  F8 next visit  Ctrl-F filter
    Ctrl-Y young person  F6 today  F9 hide and clear  F1 help  Ctrl-P actions
    ");
    desk.resize(200, 30);
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                                                                                                                                                       Sunday 22 November
     Search: food 2 year old saturday
     [step-free] heard: (age 2) (Saturday)
     3 of 3
      Quay Street food bank                                                                             │ Food and mood
      EXAMPLE - not a real service: Three days of food for the whole family                             │ EXAMPLE - not a real service
      Quay Street church hall · Tue 10am · free · ask: step-free, age · checked 23 days ago by phone    │ An organisation (example)
      Riverside pantry                                                                                  │ But: for adults, you said 2
      EXAMPLE - not a real service: Weekly food shop for a small fee                                    │ Ask: step-free
      Riversi… · open now until 5pm · £4 a visit · but no Saturdays · ask: step-free, age · checked 23… │ Why: adult-mental-health
    > Food and mood                                                                                     │ Course on food and feeling better.
      EXAMPLE - not a real service: Course on food and feeling better                                   │ How to get in:
      Mill La… · Thu 1pm · free · but for adults, you said 2 · ask: step-free · checked 23 days ago by… │   Just turn up.
                                                                                                        │ Phone:
                                                                                                        │   01632 960 123
                                                                                                        │ When:
                                                                                                        │   Thu 1pm
                                                                                                        │ Where:
                                                                                                        │   Mill Lane library
                                                                                                        │ Cost:
                                                                                                        │   free
                                                                                                        │
                                                                                                        │
                                                                                                        │
                                                                                                        │
                                                                                                        │
     Basket: empty.

    Enter add  F4 log  Tab next part  F8 next visit  Ctrl-F filter  Ctrl-Y young person  F6 today  F9 hide and clear  F1 help  Ctrl-P actions  Ctrl-R wrong  Ctrl-Q close
    ");
}

#[test]
fn the_list_stays_where_it_is_while_chips_come_and_go() {
    let mut desk = Desk::new();
    desk.fake.names_nearest.store(true, Ordering::Relaxed);
    let top = |desk: &Desk| desk.screen().lines().position(|line| line.starts_with('>'));
    desk.press("f");
    let (before, mut lines) = (top(&desk), std::collections::BTreeSet::new());
    for letter in "ood for a 2 year old saturday in urdu zebra".chars() {
        desk.press(&letter.to_string());
        assert_eq!(top(&desk), before, "{}", desk.screen());
        lines.insert(chips(&desk));
    }
    // Wishes came and went, and so did the needs that come near, which have what is left of the line.
    let seen = |what: &str| lines.iter().any(|line| line.contains(what));
    assert!(lines.contains("") && seen("heard: (age 2) (Saturday) (Urdu)") && seen("nearest: <"), "{lines:#?}");
}

#[test]
fn what_was_heard_is_taken_off_with_the_keys_that_take_filters_off() {
    for name in KeymapName::iter() {
        let (tab, delete) = match name {
            KeymapName::Default => ("<tab>", "<delete>"),
            KeymapName::Vim => ("<esc>", "x"),
            KeymapName::OneHanded => ("<tab>", "<backspace>"),
        };
        let mut desk = Desk::dressed(Fake::default(), Keymap::named(name), Theme::default());
        desk.press("food 2 year old saturday");
        assert_eq!(chips(&desk), " heard: (age 2) (Saturday)", "{name}");
        desk.press(tab);
        assert!(desk.said().contains("take off"), "{name}: {}", desk.said());
        desk.press(delete);
        assert_eq!(desk.asked(), off("food 2 year old saturday", &["2 year old"]), "{name}");
        assert_eq!(chips(&desk), " heard: (Saturday)", "{name}");
        desk.press(delete);
        assert_eq!(desk.asked(), off("food 2 year old saturday", &["2 year old", "saturday"]), "{name}");
        assert_eq!(chips(&desk), "", "{name}");
        assert_eq!(desk.cursor().y, 1, "{name}: the search box has the focus again");
    }
}

#[test]
fn the_mouse_marks_a_chip_and_the_hint_takes_it_off() {
    let mut desk = Desk::new();
    desk.press("food 2 year old saturday");
    desk.click("(Saturday)");
    assert!(chips(&desk).contains("(Saturday)"), "{}", desk.screen());
    desk.click("Delete take off");
    assert_eq!(chips(&desk), " heard: (age 2)");
    assert_eq!(desk.asked().taken_off, ["saturday"]);
}

#[test]
fn what_was_taken_off_comes_back_when_its_words_are_said_again_or_another_family_comes() {
    let mut desk = Desk::new();
    desk.press("food saturday<tab><delete>");
    assert_eq!(desk.asked(), off("food saturday", &["saturday"]));
    desk.press(" and");
    assert_eq!(desk.asked(), off("food saturday and", &["saturday"]), "typing on changes nothing");
    desk.press(&"<backspace>".repeat(7));
    assert_eq!(desk.asked(), Ask::of("food satur"));
    desk.press("day");
    assert_eq!(chips(&desk), " heard: (Saturday)");
    for end in ["<f8>", "<enter><f4><enter>"] {
        desk.press("<tab><delete>");
        assert_eq!(chips(&desk), "", "{end}");
        desk.press(end);
        desk.press("food saturday");
        assert_eq!((desk.asked(), chips(&desk).as_str()), (Ask::of("food saturday"), " heard: (Saturday)"), "{end}");
    }
    // Hidden for too long, it is erased with the rest of the visit; the escape key empties the box and forgets it.
    desk.press("<tab><delete><esc>");
    desk.press("food saturday");
    assert_eq!(chips(&desk), " heard: (Saturday)");
    desk.press("<tab><delete>");
    desk.wait(20);
    desk.press("xfood saturday");
    assert_eq!(desk.asked(), Ask::of("food saturday"));
}

#[test]
fn no_filters_takes_off_what_was_heard_too_and_says_what_stays() {
    let mut desk = Desk::new();
    desk.press("food 2 year old<ctrl-f>3<esc><ctrl-x>");
    assert_eq!((desk.asked(), chips(&desk).as_str()), (off("food 2 year old", &["2 year old"]), ""));
    assert!(desk.said().contains("All filters are off."), "{}", desk.said());
    desk.press("<ctrl-x>");
    assert!(desk.said().contains("There is no filter to take off."), "{}", desk.said());
    desk.press("<ctrl-y><ctrl-x>");
    assert!(
        desk.said().contains("There is no filter to take off. The young person stays; Ctrl-Y takes that back."),
        "{}",
        desk.said()
    );
    assert!(desk.asked().young_person && chips(&desk).contains("[young person]"), "{}", desk.screen());
    // A filter beside it goes, and what stays is said.
    desk.press("<ctrl-f>3<esc><ctrl-x>");
    assert!(desk.said().contains("All filters are off. The young person stays"), "{}", desk.said());
    assert_eq!(desk.asked().filters, Filters::default());
}

#[test]
fn where_nothing_fits_the_nearest_needs_can_be_searched() {
    let mut desk = Desk::new();
    desk.fake.names_nearest.store(true, Ordering::Relaxed);
    desk.press("xylophone");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: xylophone
     nearest: <Food banks and meals> <Debts and bailiffs> <Play sessions>
     No match yet - ask a colleague. Nearest:
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
    desk.press("<tab>");
    assert!(desk.said().contains("Enter search it"), "{}", desk.said());
    desk.press("<delete>");
    assert!(desk.said().contains("nothing to take off"), "{}", desk.said());
    desk.press("<right><enter>");
    assert_eq!(desk.asked(), Ask::of("Debts and bailiffs"));
    assert!(desk.cursor_line().contains("Search: Debts and bailiffs"), "{}", desk.screen());
    assert!(desk.screen().contains("Basket: empty"), "nothing was added:\n{}", desk.screen());
    // By mouse: the chip is marked, and the hint does it.
    desk.press("<esc>xylophone");
    desk.click("<Food banks");
    assert_eq!(desk.asked(), Ask::of("xylophone"));
    desk.click("Enter search it");
    assert_eq!(desk.asked(), Ask::of("Food banks and meals"));
}

#[test]
fn what_no_family_service_answers_is_called_by_its_name() {
    let mut desk = Desk::new();
    desk.press("bins");
    let said = "No match yet - ask a colleague. It sounds like: Bins and rubbish (the council).";
    assert!(desk.screen().contains(said), "{}", desk.screen());
}

#[test]
fn chips_of_every_kind_are_told_apart_without_colour() {
    let plain = Theme::new(ThemeName::Plain, Depth::None);
    let mut desk = Desk::dressed(Fake::default(), Keymap::built_in(), plain);
    desk.fake.names_nearest.store(true, Ordering::Relaxed);
    desk.press("xylophone saturday<ctrl-y>");
    assert_eq!(chips(&desk), " [young person] heard: (Saturday) nearest: <Food banks and meals>");
}

#[test]
fn a_list_that_was_cut_does_not_say_how_many_there_are() {
    let mut desk = Desk::new();
    desk.press("food");
    assert!(desk.screen().contains(" 1 of 3\n"), "{}", desk.screen());
    desk.fake.many.store(true, Ordering::Relaxed);
    desk.press(" ");
    assert!(desk.screen().contains(" 1 of the best 50\n"), "{}", desk.screen());
}
