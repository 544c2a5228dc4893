//! Slips: what stands on them, what must not, and what staff are told before they hand one over.

use crate::common::{Home, on_starter};

#[test]
fn a_slip_goes_to_paper_file_or_screen() {
    let home = Home::new();
    let slip =
        on_starter(&home, &["slip", "example-riverside-stay-and-play", "childline", "--line", "See you Tuesday"]);
    for line in [
        "Riverside Family Hub",
        "EXAMPLE - not a real hub",
        "22 November 2026",
        "See you Tuesday",
        "RIVERSIDE STAY AND PLAY",
        "Ring  0800 1111",
        "Please ring first.",
    ] {
        assert!(slip.out.contains(line), "{line} is missing in {}", slip.out);
    }
    let path = home.path("note.txt").display().to_string();
    let written = on_starter(&home, &["slip", "childline", "--output", &path]);
    assert_eq!((written.code, written.out.as_str()), (0, ""));
    assert!(std::fs::read_to_string(&path).unwrap().contains("0800 1111"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0, "nobody else reads a slip");
    }
    let again = on_starter(&home, &["slip", "childline", "--output", &path]);
    assert_eq!(again.code, 2, "nothing is overwritten");
}

#[test]
fn a_discreet_slip_gives_nothing_away() {
    let home = Home::new();
    let ids = ["national-domestic-abuse-helpline", "example-riverside-stay-and-play", "example-hands-that-talk"];
    let slip = on_starter(&home, &[&["slip", "--discreet"], &ids[..]].concat());
    let low = slip.out.to_lowercase();
    for word in [
        "abuse",
        "refuge",
        "domestic",
        "women",
        "helpline",
        "violen",
        "garden room",
        "http",
        "play",
        "stay",
        "hands",
        "talk",
    ] {
        assert!(!low.contains(word), "\"{word}\" stands on the discreet slip: {}", slip.out);
    }
    let lines: Vec<&str> = slip.out.lines().collect();
    for line in ["1", "2", "3", "Ring  0808 2000 247", "Ring  01632 960123", "Text  07700 900668"] {
        assert!(lines.contains(&line), "{line} is missing in {}", slip.out);
    }
    assert!(lines[0].contains("EXAMPLE - not a real hub") && lines[1] == "Riverside Family Hub", "{}", slip.out);
    assert!(slip.out.contains("EXAMPLE - not a real service"), "{}", slip.out);
    assert_eq!(slip.err, "");
}

#[test]
fn what_has_no_neutral_number_is_read_out_instead() {
    let home = Home::new();
    let slip = on_starter(&home, &["slip", "--discreet", "shout", "childline", "womens-aid"]);
    assert_eq!(slip.code, 0);
    assert!(slip.out.contains("0800 1111") && !slip.out.contains("85258"), "{}", slip.out);
    assert!(!slip.out.to_lowercase().contains("shout") && !slip.out.contains("womensaid"), "{}", slip.out);
    assert!(slip.err.contains("no number that can go on a discreet slip"), "{}", slip.err);
    assert!(slip.err.contains("Read it out instead: Text SHOUT to 85258"), "{}", slip.err);
    assert!(slip.err.contains("https://www.womensaid.org.uk/"), "{}", slip.err);

    let path = home.path("note.txt").display().to_string();
    let nothing = on_starter(&home, &["slip", "--discreet", "shout", "--output", &path]);
    assert_eq!((nothing.code, nothing.out.as_str()), (1, ""));
    assert!(nothing.err.contains("Nothing is left to print."), "{}", nothing.err);
    assert!(!home.path("note.txt").exists());
}

#[test]
fn a_number_to_text_stays_beside_one_to_ring() {
    let home = Home::new();
    let slip = on_starter(&home, &["slip", "--discreet", "missing-people-safecall", "pandas"]);
    assert_eq!(slip.code, 0, "{}", slip.err);
    assert!(slip.out.contains("Ring  116 000\nText  116 000"), "{}", slip.out);
    assert!(!slip.out.contains("PANDAS"), "{}", slip.out);
    assert!(slip.err.contains("its words would tell. Read it out: Text PANDAS to 85258"), "{}", slip.err);
}

#[test]
fn who_may_suffer_abuse_is_kept_apart_too() {
    let home = Home::new();
    let told = on_starter(&home, &["slip", "respect-phoneline", "victim-support"]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    assert!(told.err.contains("Victim Support supportline may be for people who suffer it"), "{}", told.err);
    let both = on_starter(&home, &["slip", "respect-phoneline", "example-turning-round", "stepchange"]);
    assert_eq!(both.code, 0, "{}", both.err);
}

#[test]
fn people_who_use_abuse_and_people_who_suffer_it_share_no_slip() {
    let home = Home::new();
    for discreet in [&[][..], &["--discreet"]] {
        let ids = ["slip", "respect-phoneline", "national-domestic-abuse-helpline"];
        let told = on_starter(&home, &[&ids[..], discreet].concat());
        assert_eq!((told.code, told.out.as_str()), (2, ""));
        for part in ["Respect", "National Domestic Abuse Helpline", "two slips"] {
            assert!(told.err.contains(part), "{part} is missing in {}", told.err);
        }
    }
    let alone = on_starter(&home, &["slip", "respect-phoneline"]);
    assert_eq!(alone.code, 0);
    assert!(
        alone.err.contains("is for people who use abuse. Never hand it to somebody who suffers it."),
        "{}",
        alone.err
    );
    assert!(!alone.out.contains("Never hand it"), "a warning is never printed: {}", alone.out);
}

#[test]
fn a_slip_says_what_stands_in_the_way_and_who_it_is_for() {
    let home = Home::new();
    let slip = |id: &str| on_starter(&home, &["slip", id]);
    let closed = slip("example-orchard-handover");
    assert!(closed.out.contains("Closed for now - ring first."), "{}", closed.out);
    assert!(!closed.out.contains("Next:"), "what is closed has no next time: {}", closed.out);
    assert!(closed.err.contains(" is closed for now."), "{}", closed.err);
    let full = slip("example-benefit-appeals");
    assert!(full.out.contains("Full at the moment.") && full.err.contains(" is full."), "{}{}", full.out, full.err);
    let waiting = slip("example-orchard-pantry");
    assert!(waiting.out.contains("Waiting list.") && waiting.err.is_empty(), "{}{}", waiting.out, waiting.err);
    let play = slip("example-riverside-stay-and-play");
    assert!(play.out.contains("Who it is for:") && play.out.contains("From birth to age 4"), "{}", play.out);
}

#[test]
fn a_hidden_place_names_the_contact_there_is() {
    let home = Home::new();
    let told = |id: &str| on_starter(&home, &["show", id]).out;
    let text_only = told("example-prism-lgbt-youth");
    assert!(text_only.contains("the address is not given out; text and ask"), "{text_only}");
    assert!(told("example-own-ground-refuge").contains("the address is not given out; ring and ask"));
}

#[test]
fn a_slip_says_what_a_family_needs_to_use_a_service() {
    let home = Home::new();
    let slip = |id: &str| on_starter(&home, &["slip", id, "--line", "Ask for Sam"]).out;
    // A group at the hub.
    insta::assert_snapshot!(slip("example-riverside-stay-and-play"), @"
    ***************** EXAMPLE - not a real hub *****************
    Riverside Family Hub
    1 Quay Street, Exampleford, HP20 0VC
    Monday to Friday, 8:30am to 5:30pm
    Saturday, 9am to 12:30pm
    Closed on bank holidays
    01632 960100
    22 November 2026
    ============================================================

    Ask for Sam

    *************** EXAMPLE - not a real service ***************
    RIVERSIDE STAY AND PLAY
    Play, songs and a snack for under-fives and their grown-ups.

    Ring  01632 960123 (reception)

    Who it is for:
      Any family with a child under 5.
      From birth to age 4

    How to get in:
      Open to all. Nobody has to refer you.
      Just turn up.

    When:
      Tuesdays and Thursdays, 10am to 11:30am, term time
      Next: Tuesday 24 November, 10am
      Thursday 26 November, 10am
      Tuesday 1 December, 10am

    Where:
      Garden room, Riverside Family Hub, 1 Quay Street,
      Exampleford, HP20 0VC
      Step-free
      Prams welcome

    Cost:
      £1 a family

    Languages:
      English and Urdu

    Website:
      https://riverside.example/play

    Email:
      play@riverside.example
    ------------------------------------------------------------
    ");
    // A national helpline that this hub has not checked; whoever uses it may be in danger.
    insta::assert_snapshot!(slip("childline"), @"
    ***************** EXAMPLE - not a real hub *****************
    Riverside Family Hub
    1 Quay Street, Exampleford, HP20 0VC
    Monday to Friday, 8:30am to 5:30pm
    Saturday, 9am to 12:30pm
    Closed on bank holidays
    01632 960100
    22 November 2026
    ============================================================

    Ask for Sam

    CHILDLINE
    Free counselling for children and young people, by phone,
    chat and email.
    Please ring first. We have not checked this lately.

    Ring  0800 1111 (free to call)

    Who it is for:
      Children and young people under 19.
      Age 18 and under
      Young people can use it in their own right.

    How to get in:
      Open to all. Nobody has to refer you.

    When:
      24 hours, every day

    Where:
      By phone
      Online

    Cost:
      Free

    Website:
      https://www.childline.org.uk/
    ------------------------------------------------------------

    In danger now? Ring 999.
    Keep this where only you find it, or ask us to read it out
    instead.
    ");
    // A hidden place that can only be texted.
    insta::assert_snapshot!(slip("example-prism-lgbt-youth"), @"
    ***************** EXAMPLE - not a real hub *****************
    Riverside Family Hub
    1 Quay Street, Exampleford, HP20 0VC
    Monday to Friday, 8:30am to 5:30pm
    Saturday, 9am to 12:30pm
    Closed on bank holidays
    01632 960100
    22 November 2026
    ============================================================

    Ask for Sam

    *************** EXAMPLE - not a real service ***************
    PRISM
    A weekly meet-up for young LGBT+ people and those who are
    still working it out.
    Please ask first. We have not checked this lately.

    Text  HELLO to 07700 900670

    Who it is for:
      Ages 13 to 19
      Young people can use it in their own right.

    How to get in:
      You can ask for a place yourself. Nobody has to refer you.
      Text first; a worker meets you outside.

    When:
      Tuesdays, 6pm to 8pm
      Next: Tuesday 24 November, 6pm
      Tuesday 1 December, 6pm
      Tuesday 8 December, 6pm

    Where:
      Exampleford, near the station
      The address is not given out. Ask us.

    Cost:
      Free
    ------------------------------------------------------------

    Keep this where only you find it, or ask us to read it out
    instead.
    ");
    // One that takes people from professionals only, and asks for papers.
    insta::assert_snapshot!(slip("example-alder-house-contact"), @"
    ***************** EXAMPLE - not a real hub *****************
    Riverside Family Hub
    1 Quay Street, Exampleford, HP20 0VC
    Monday to Friday, 8:30am to 5:30pm
    Saturday, 9am to 12:30pm
    Closed on bank holidays
    01632 960100
    22 November 2026
    ============================================================

    Ask for Sam

    *************** EXAMPLE - not a real service ***************
    ALDER HOUSE SUPERVISED CONTACT
    Waiting list.
    Supervised visits for children and a parent they do not live
    with.

    Ring  01632 960209

    Who it is for:
      Families sent by a court, Cafcass, a solicitor or social
      services.
      From birth to age 16
      You cannot book for yourself.

    How to get in:
      A professional has to refer you.
      Your solicitor, Cafcass officer or social worker sends the
      form.
      Wait: Six weeks

    When:
      Tuesdays, Wednesdays and Thursdays, 3:30pm to 6:30pm
      Saturdays, 10am to 4pm
      Next: Tuesday 24 November, 3:30pm
      Wednesday 25 November, 3:30pm
      Thursday 26 November, 3:30pm

    Where:
      Side entrance on Beacon Mews, Alder House, 31 Beacon Road,
      Exampleford, HP21 2VK
      Step-free
      Prams welcome

    Cost:
      £75 a session, often paid by whoever refers you

    What to bring:
      Court order, if there is one
      Photo ID

    Languages:
      English, Urdu and Polish
      Interpreters sit in when the court asks for it.

    Website:
      https://alderhouse.example/supervised

    Email:
      referrals@alderhouse.example
    ------------------------------------------------------------

    In danger now? Ring 999.
    Keep this where only you find it, or ask us to read it out
    instead.
    ");
}
