//! A young person who asks for themselves: what the screen, the log and the slip say then.

use super::driver::Desk;
use signpost::record::Asker;
use std::sync::atomic::Ordering;

#[test]
fn a_young_person_asks_for_themselves() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-y>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: food
     [young person]
     1 of 3
    > Quay Street food bank                      │ Quay Street food bank
      EXAMPLE Three days of food for the whole…  │ EXAMPLE - not a real service
      Quay Street church hall · Tue 10am · free  │ An organisation (example)
      checked 23 days ago by phone               │ Three days of food for the whole
      Food and mood                              │ family.
      EXAMPLE Course on food and feeling better  │ How to get in:
      Mill Lane library · Thu 1pm · free         │   Just turn up.
      checked 23 days ago by phone               │ Phone:
      Riverside pantry                           │   01632 960 123
      EXAMPLE Weekly food shop for a small fee   │ When:
      Riversi… · open now until 5pm · £4 a visit │   Tue 10am
      checked 23 days ago by phone               │ Where:
                                                 │   Quay Street church hall
                                                 │ Cost:
                                                 │   free
                                                 │
     Basket: empty.
    Young person: their own services first, a quiet slip. Ctrl-Y takes it back.
    Enter add  F4 log  Tab next part  F8 next visit  Ctrl-F filter  F6 today
    F9 hide and clear  F1 help  Ctrl-P actions  Ctrl-R wrong  Ctrl-Q close
    ");
    assert!(desk.asked().young_person);
    desk.press("<enter><f4>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Log this enquiry
    > Food banks and meals            signposted
      Another need                     type a word to find one
      How they reached us             walk-in
      Who asked                       young person
      Their age, or children's        not asked
      SEND                            not asked
      Language                        not asked
      Interpreter needed              not asked
      Been before                     not asked
      [x] given: Quay Street food bank (EXAMPLE - not a real service)





     [signposted], information given, warm handover, referred,
     passed to safeguarding lead, emergency services called, declined,
     nothing to offer


    Enter save  Right change  Delete remove  Down next line  Esc back
    F9 hide and clear  F1 help
    ");
    desk.press("<enter>");
    let saved = desk.saved();
    assert_eq!((saved[0].asker, saved[0].veiled), (Asker::YoungPerson, true));
    // The next visit is a family's again.
    assert!(!desk.screen().contains("[young person]") && !desk.app.is_sensitive());
    desk.press("<f6>");
    assert!(desk.screen().contains("> enquiry, 10am"), "{}", desk.screen());
}

#[test]
fn a_young_persons_slip_is_quiet_and_says_no_parent() {
    let mut desk = Desk::new();
    desk.press("<ctrl-y>food<enter><f2>");
    insta::assert_snapshot!(desk.screen(), @"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Riverside Family Hub                          │ Discreet slip
     22 November 2026                              │
     ============================================= │ Is it safe to take paper home?
                                                   │
     ******* EXAMPLE - not a real service ******** │ > Read it out - no paper
     1                                             │   Print discreet slip and log
                                                   │   Print only
     Ring  01632 960 123                           │   Print elsewhere...
     --------------------------------------------- │   Write to a file
                                                   │   Language: English
                                                   │   How it looks...
                                                   │   Make it ordinary
                                                   │   Line to the young person:
                                                   │
                                                   │   Back to the search
                                                   │
                                                   │ If somebody is watching, no
                                                   │ paper is safest: read a number
                                                   │ out quietly, or let them
                                                   │ remember it.

    Enter do it  Down next line  Page Down next page  Esc back  Ctrl-L language
    F6 today  F9 hide and clear  F1 help
    ");
    desk.press("<down><down><enter>");
    assert!(desk.fake.printed.lock().unwrap()[0].discreet);
    let mut desk = Desk::new();
    for keys in ["<ctrl-y>", "debt", "<enter>", "<f2>", "<esc><f4>", "<esc><f7>", "<esc><esc><ctrl-f>"] {
        desk.press(keys);
        let screen = desk.screen().to_lowercase();
        // Its own name and a hub's are what they are.
        let screen = screen.replace("family hub", "");
        for word in ["parent", "family", "mother", "father"] {
            assert!(!screen.contains(word), "{keys}: {word}\n{screen}");
        }
    }
}

#[test]
fn a_young_persons_visit_is_erased_when_it_is_hidden() {
    let mut desk = Desk::new();
    desk.press("<ctrl-y>food<enter><f9><esc>");
    let screen = desk.screen();
    assert!(screen.contains("Basket: empty") && !screen.contains("young person]"), "{screen}");
    // Once said, it holds to the end of the visit, whatever is pressed by accident.
    desk.press("food<enter><ctrl-y><ctrl-y>");
    assert!(!desk.screen().contains("[young person]"), "{}", desk.screen());
    assert!(desk.app.is_sensitive() && !desk.asked().young_person);
    desk.press("<f8><enter>");
    assert!(!desk.app.is_sensitive());
}

#[test]
fn who_asked_follows_the_key_but_not_over_what_was_chosen_by_hand() {
    let mut desk = Desk::new();
    desk.press("food<f4><esc><ctrl-y><f4><enter>");
    desk.press("food<ctrl-y><f4><esc><ctrl-y><f4><enter>");
    desk.press("food<ctrl-y><f4><down><down><down>s<esc><ctrl-y><f4><enter>");
    desk.press("<ctrl-y><f3>");
    let askers: Vec<Asker> = desk.saved().iter().map(|enquiry| enquiry.asker).collect();
    assert_eq!(askers[..2], [Asker::YoungPerson, Asker::NotAsked]);
    assert_eq!(askers[3], Asker::YoungPerson, "a quick chat too");
}

#[test]
fn taking_all_filters_off_leaves_the_young_person() {
    let mut desk = Desk::new();
    desk.press("<ctrl-y><ctrl-f>16<esc><ctrl-x>");
    assert!(desk.screen().contains(" [young person]\n") && desk.asked().young_person, "{}", desk.screen());
    desk.press("<tab><delete>");
    assert!(!desk.screen().contains("[young person]"), "{}", desk.screen());
    desk.fake.nothing_near.store(true, Ordering::Relaxed);
    desk.press("food");
    assert!(!desk.asked().young_person);
}
