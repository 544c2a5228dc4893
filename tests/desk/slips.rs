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
