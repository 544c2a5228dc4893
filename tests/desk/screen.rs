//! The screen, driven as a receptionist does.

use super::driver::Desk;

#[test]
fn an_empty_desk_says_what_to_do() {
    let desk = Desk::new();
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search:  what does the family need, in their own words?


















     Basket: empty.

    F3 quick chat  Ctrl-F filter  Ctrl-Y young person  F6 today  Ctrl-O hub  F9 hide
    F1 help  Ctrl-P actions  Ctrl-Q close
    ");
    assert_eq!(desk.cursor().y, 1);
}

#[test]
fn words_to_results() {
    let mut desk = Desk::new();
    desk.press("food");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: food

     1 of 3
    > Quay Street food bank                      │ Quay Street food bank
      EXAMPLE Three days of food for the whole…  │ EXAMPLE - not a real service
      Quay Street church hall · Tue 10am · free  │ An organisation (example)
      checked 23 days ago by phone               │ Three days of food for the whole
      Riverside pantry                           │ family.
      EXAMPLE Weekly food shop for a small fee   │ How to get in:
      Riversi… · open now until 5pm · £4 a visit │   Just turn up.
      checked 23 days ago by phone               │ Phone:
      Food and mood                              │   01632 960 123
      EXAMPLE Course on food and feeling better  │ When:
      Mill Lane library · Thu 1pm · free         │   Tue 10am
      checked 23 days ago by phone               │ Where:
                                                 │   Quay Street church hall
                                                 │ Cost:
                                                 │   free
                                                 │
     Basket: empty.

    Enter add  F4 log  Tab next part  F8 next visit  Ctrl-F filter
    Ctrl-Y young person  F6 today  F9 hide  F1 help  Ctrl-P actions  Ctrl-R wrong
    ");
    desk.press("<down><enter><down>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: food

     3 of 3
      Quay Street food bank                      │ Food and mood
      EXAMPLE Three days of food for the whole…  │ EXAMPLE - not a real service
      Quay Street church hall · Tue 10am · free  │ An organisation (example)
      checked 23 days ago by phone               │ Course on food and feeling
     +Riverside pantry                           │ better.
      EXAMPLE Weekly food shop for a small fee   │ How to get in:
      Riversi… · open now until 5pm · £4 a visit │   Just turn up.
      checked 23 days ago by phone               │ Phone:
    > Food and mood                              │   01632 960 123
      EXAMPLE Course on food and feeling better  │ When:
      Mill Lane library · Thu 1pm · free         │   Thu 1pm
      checked 23 days ago by phone               │ Where:
                                                 │   Mill Lane library
                                                 │ Cost:
                                                 │   free
                                                 │
     Basket (1): EXAMPLE Riverside pantry

    Enter add  F4 log  F2 slip  F7 print and log  Tab next part  F8 next visit
    Ctrl-F filter  Ctrl-Y young person  F6 today  F9 hide and clear  F1 help
    ");
}

#[test]
fn the_basket_the_log_and_the_slip() {
    let mut desk = Desk::new();
    desk.press("food<enter>");
    desk.press("<f4>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Log this enquiry
    > Food banks and meals            signposted
      Another need                     type a word to find one
      How they reached us             walk-in
      Who asked                       not asked
      Children's ages                 not asked
      SEND                            not asked
      Language                        not asked
      Interpreter needed              not asked
      Been before                     not asked
      [x] given: Quay Street food bank (EXAMPLE - not a real service)





     [signposted], information given, warm handover, referred,
     passed to safeguarding lead, emergency services called, declined,
     nothing to offer


    Enter save  Right change  Delete remove  Down next line  Esc back  F9 hide
    F1 help
    ");
    desk.press("<esc><f2>See you Tuesday");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Riverside Family Hub                          │ Ordinary slip
     22 November 2026                              │
     ============================================= │   Print and log
                                                   │   Print only
     See you Tuesday                               │   Print elsewhere...
                                                   │   Write to a file
     ******* EXAMPLE - not a real service ******** │   Language: English
     QUAY STREET FOOD BANK                         │   How it looks...
     Three days of food for the whole family.      │   Make it discreet
                                                   │ > Line to the family:
     Ring  01632 960 123                           │   See you Tuesday
     --------------------------------------------- │   Log without paper
                                                   │   Back to the search
                                                   │
                                                   │ The line to the family is
                                                   │ printed and kept nowhere.
                                                   │
                                                   │
                                                   │
                                                   │

    Enter do it  Down next line  Page Down next page  Esc back  Ctrl-L language
    F6 today  F9 hide  F1 help
    ");
}

#[test]
fn a_prompt_stands_above_the_results_and_takes_no_key() {
    let mut desk = Desk::new();
    desk.press("he hits");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: he hits

     ! Somebody may be in danger
     1. Danger now: ring 999.
     2. Fetch the designated safeguarding lead, extension 201.
     3. Listen. Don't question, don't promise to keep it secret, don't tell the
        person who may be causing harm, never use family or children to interpret.
     4. Write it in your safeguarding record; this log isn't one.
     For them, later:
        From a mobile: 999, then 55 when asked.
     1 of 1
    > Safe Harbour refuge                        │ Safe Harbour refuge
      EXAMPLE A safe place for people who suffe… │ EXAMPLE - not a real service
      place not shown · any time · free          │ An organisation (example)
      checked 23 days ago by phone               │ A safe place for people who
                                                 │ suffer abuse.
                                                 │ How to get in:
                                                 │   Just turn up.
                                                 │                           8 more
     Basket: empty.

    Enter add  F4 log  Tab next part  F8 next visit  Ctrl-F filter
    Ctrl-Y young person  F6 today  F9 hide and clear  F1 help  Ctrl-P actions
    ");
    desk.press(" me");
    assert!(desk.cursor_line().contains("he hits me"));
}

#[test]
fn nothing_close_sends_to_a_colleague() {
    let mut desk = Desk::new();
    desk.press("xylophone");
    assert!(desk.screen().contains("No match yet - ask a colleague. Nearest:"));
    assert!(desk.screen().contains("Quay Street food bank"));
}

#[test]
fn what_is_invented_is_marked_wherever_it_is_named() {
    let mut desk = Desk::new();
    desk.press("food<enter>debt<enter>");
    assert!(desk.screen().contains("Basket (2): EXAMPLE Quay Street food bank; EXAMPLE National Debtline"));
    desk.press("<shift-tab>");
    assert!(desk.screen().contains("2. National Debtline (EXAMPLE - not a real service)"), "{}", desk.screen());
    desk.press("<f4>");
    assert!(desk.screen().contains("[x] given: Quay Street food bank (EXAMPLE - not a real service)"));
    desk.press("<f9>");
    assert!(
        desk.screen().contains("Riverside Family Hub") && desk.screen().contains("EXAMPLE - not a real hub"),
        "{}",
        desk.screen()
    );
    desk.resize(160, 30);
    desk.press("<esc><esc>food");
    let marked = |screen: &str| screen.matches("EXAMPLE - not a real service").count();
    assert_eq!(marked(&desk.screen()), 4, "three results and the card:\n{}", desk.screen());
}

#[test]
fn a_wide_screen_uses_the_room() {
    let mut desk = Desk::new();
    desk.resize(160, 30);
    desk.press("food");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                                                                                                               Sunday 22 November
     Search: food

     1 of 3
    > Quay Street food bank                                                                  │ Quay Street food bank
      EXAMPLE - not a real service: Three days of food for the whole family                  │ EXAMPLE - not a real service
      Quay Street church hall · Tue 10am · free · checked 23 days ago by phone               │ An organisation (example)
      Riverside pantry                                                                       │ Three days of food for the whole family.
      EXAMPLE - not a real service: Weekly food shop for a small fee                         │ How to get in:
      Riverside Family Hub · open now until 5pm · £4 a visit · checked 23 days ago by phone  │   Just turn up.
      Food and mood                                                                          │ Phone:
      EXAMPLE - not a real service: Course on food and feeling better                        │   01632 960 123
      Mill Lane library · Thu 1pm · free · checked 23 days ago by phone                      │ When:
                                                                                             │   Tue 10am
                                                                                             │ Where:
                                                                                             │   Quay Street church hall
                                                                                             │ Cost:
                                                                                             │   free
                                                                                             │
                                                                                             │
                                                                                             │
                                                                                             │
                                                                                             │
                                                                                             │
                                                                                             │
                                                                                             │
     Basket: empty.

    Enter add  F4 log  Tab next part  F8 next visit  Ctrl-F filter  Ctrl-Y young person  F6 today  F9 hide  F1 help  Ctrl-P actions  Ctrl-R wrong  Ctrl-Q close
    ");
}

#[test]
fn a_small_screen_says_so_and_keeps_everything() {
    let mut desk = Desk::new();
    desk.press("food<enter>");
    let before = desk.screen();
    for (width, height) in [(40, 10), (79, 24), (80, 23), (1, 1), (2, 2), (7, 3)] {
        desk.resize(width, height);
        desk.press("<left><right>");
        assert!(desk.cursor().x < width && desk.cursor().y < height);
    }
    desk.resize(60, 10);
    insta::assert_snapshot!(desk.screen(), @"
    Window too small: 60x10, needs 80x24. Nothing is lost.
     Search: food
    ");
    desk.resize(80, 24);
    desk.press("<left><right>");
    let now = desk.screen();
    assert_eq!(now.lines().take(20).collect::<Vec<_>>(), before.lines().take(20).collect::<Vec<_>>());
}

#[test]
fn danger_is_told_on_the_smallest_screen() {
    let mut desk = Desk::new();
    desk.press("he hits");
    desk.resize(50, 5);
    insta::assert_snapshot!(desk.screen(), @"
    Window too small: 50x5, needs 80x24. Nothing is l…
    Danger now? Ring 999. Somebody may be in danger
     Search: he hits
    ");
    for (width, height) in [(79, 23), (80, 10), (30, 24), (30, 4), (30, 1)] {
        desk.resize(width, height);
        let screen = desk.screen();
        assert!(screen.contains("Danger now? Ring 999."), "{width}x{height}:\n{screen}");
        assert_eq!(screen.contains("Search: he hits"), height > 2, "{width}x{height}:\n{screen}");
        assert!(height == 1 || screen.contains("too small"), "{width}x{height}:\n{screen}");
    }
    for (width, height) in [(1, 1), (2, 1), (1, 3), (9, 2)] {
        desk.resize(width, height);
        desk.press("x<backspace>");
        assert!(desk.cursor().x < width && desk.cursor().y < height);
    }
    // A question is never answered unseen.
    desk.resize(60, 4);
    desk.press("<ctrl-q>");
    assert!(desk.cursor_line().contains("Close Signpost?"), "{}", desk.screen());
}

#[test]
fn help_opens_over_a_question_and_takes_nothing_back() {
    let mut desk = Desk::new();
    desk.press("<f3><f5>");
    assert!(desk.said().contains("Take back"));
    desk.press("<f1>");
    assert!(desk.screen().contains("Keys and help") && !desk.said().contains("Take back"), "{}", desk.screen());
    desk.press("<f5>x<enter>");
    assert!(desk.said().contains("Take back"), "help closes and the question is still there: {}", desk.said());
    assert!(desk.fake.undone.lock().unwrap().is_empty());
    desk.press("<esc><f1><f5>");
    assert!(!desk.said().contains("Take back"), "{}", desk.said());
    desk.press("<ctrl-q>");
    assert!(desk.cursor_line().contains("Close Signpost?"), "{}", desk.screen());
}

#[test]
fn an_empty_basket_is_told_by_what_is_marked() {
    for (typed, told) in [
        ("zzzzqqqq", "The basket is empty, and nothing is marked. Try other words; F4 logs it without a service."),
        ("", "The basket is empty. Type what the family needs."),
        ("food", "The basket is empty. Enter adds the marked service."),
    ] {
        for key in ["<f2>", "<f7>"] {
            let mut desk = Desk::new();
            desk.fake.nothing_near.store(true, std::sync::atomic::Ordering::Relaxed);
            desk.press(typed);
            desk.press(key);
            assert!(desk.said().replace("  ", " ").contains(told), "{typed}: {}", desk.said());
        }
    }
}

#[test]
fn help_lists_every_key() {
    let mut desk = Desk::new();
    desk.resize(140, 220);
    desk.press("<f1>");
    let screen = desk.screen();
    for (context, actions) in signpost::keymap::Keymap::built_in().list() {
        for (action, keys) in actions {
            let doc = action.doc_in(context);
            assert!(screen.lines().any(|l| l.contains(&keys) && l.contains(doc)), "{action:?} {keys}");
        }
    }
}
