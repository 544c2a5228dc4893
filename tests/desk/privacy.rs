//! The reminder to offer privacy before mediation, couple counselling, courses on conflict between parents, and child contact.

use super::common::{Home, starter};
use super::driver::Desk;
use super::fake::Fake;
use signpost::keymap::Keymap;
use signpost::settings::{KeymapName, ThemeName};
use signpost::theme::{Depth, Theme};
use strum::IntoEnumIterator;

const OFFER: &str = "Offer privacy first: \"Shall we go somewhere quieter?\"";

#[test]
fn the_first_choice_of_mediation_reminds_and_no_letter_is_taken() {
    let mut desk = Desk::new();
    desk.press("mediation<enter>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: mediation

     ! Offer privacy first: "Shall we go somewhere quieter?" Esc: seen.
       Call a trained worker. The questions are theirs: never at the counter, least
       of all beside a partner or child.
       You may not need a MIAM. Get legal advice.
     1 of 1
    >+Riverside mediation                        │ Riverside mediation
      EXAMPLE Mediators for parents who live ap… │ EXAMPLE - not a real service
      Riverside Family Hub · Wed 9am · free      │ An organisation (example)
      checked 23 days ago by phone               │ Mediators for parents who live
                                                 │ apart.
                                                 │ How to get in:
                                                 │   Just turn up.
                                                 │ Phone:
                                                 │   01632 960 123
                                                 │ When:
                                                 │   Wed 9am
                                                 │                          13 more
     Basket (1): EXAMPLE Riverside mediation
    Added Riverside mediation. F4 logs it, F2 shows the slip. Or type what else they
    need.
    Esc privacy: seen  Enter add  F4 log  F2 slip  F9 hide  F1 help
    "#);
    // Letters go where they always go, and the reminder waits for its key.
    desk.press("debt");
    assert!(desk.cursor_line().contains("Search: debt"), "{}", desk.screen());
    assert!(desk.screen().contains(OFFER), "{}", desk.screen());
    desk.press("<esc>");
    assert!(!desk.screen().contains(OFFER) && desk.cursor_line().contains("Search: debt"), "{}", desk.screen());
    // Once for each person and visit.
    desk.press("<esc>contact<enter>");
    assert!(desk.screen().contains("Basket (2)") && !desk.screen().contains(OFFER), "{}", desk.screen());
}

#[test]
fn supervised_contact_is_told_from_supported() {
    let mut desk = Desk::new();
    desk.press("contact hall<enter>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     Search: contact hall

     ! Offer privacy first: "Shall we go somewhere quieter?" Esc: seen.
       Call a trained worker. The questions are theirs: never at the counter, least
       of all beside a partner or child.
       Supported contact is for families where no risk was found. Supervised
       contact is where a child may be at risk; a court or social worker usually
       refers.
       This one is SUPERVISED. Ask a trained worker which is meant.
     1 of 1
    >+Saturday contact hall                      │ Saturday contact hall
      EXAMPLE A hall to see your children in     │ EXAMPLE - not a real service
      Mill Lane library · Sat 10am · free        │ An organisation (example)
      checked 23 days ago by phone               │ A hall to see your children in.
                                                 │ How to get in:
                                                 │   Just turn up.
                                                 │ Phone:
                                                 │   01632 960 123
                                                 │                          21 more
     Basket (1): EXAMPLE Saturday contact hall
    Added Saturday contact hall. F4 logs it, F2 shows the slip. Or type what else
    they need.
    Esc privacy: seen  Enter add  F4 log  F2 slip  F9 hide  F1 help
    "#);
}

#[test]
fn it_goes_with_one_key_in_every_keymap_and_theme() {
    for (name, theme) in KeymapName::iter().flat_map(|name| ThemeName::iter().map(move |theme| (name, theme))) {
        let keymap = Keymap::named(name);
        let key = if name == KeymapName::Vim { "Ctrl-B" } else { "Esc" };
        let mut desk = Desk::dressed(Fake::default(), keymap, Theme::new(theme, Depth::None));
        desk.press("mediation<enter>");
        let line = format!("{OFFER} {key}: seen.");
        assert!(desk.screen().contains(&line), "{name} {theme}:\n{}", desk.screen());
        assert!(desk.said().contains(&format!("{key} privacy: seen")), "{name} {theme}: {}", desk.said());
        // On the log and at the slip it is one line, until it is seen.
        for page in ["<f2>", "<esc>"] {
            if name != KeymapName::Default {
                break;
            }
            desk.press(page);
            assert_eq!(desk.screen().contains(OFFER), page == "<f2>", "{page}:\n{}", desk.screen());
        }
        desk.press(&format!("<{}>", key.to_lowercase()));
        assert!(!desk.screen().contains(OFFER), "{name} {theme}:\n{}", desk.screen());
        assert!(desk.screen().contains("Basket (1)"), "{name} {theme}:\n{}", desk.screen());
    }
}

#[test]
fn nothing_is_printed_or_logged_before_it_was_on_screen() {
    for (keys, shown) in [("<f2>", "Print and log"), ("<f7>", "Print this slip"), ("<f4>", "Log this enquiry")] {
        let mut desk = Desk::new();
        desk.press("mediation<enter>");
        desk.press(keys);
        let screen = desk.screen();
        assert!(screen.contains(OFFER) && screen.contains(shown), "{keys}:\n{screen}");
        assert!(desk.cursor().y > 1, "{keys}: the cursor stands at the focus");
    }
    let mut desk = Desk::new();
    desk.press("mediation<enter><f2>");
    insta::assert_snapshot!(desk.screen(), @r#"
     Riverside Family Hub  EXAMPLE                               Sunday 22 November
     ! Offer privacy first: "Shall we go somewhere quieter?" Esc: seen.
     Riverside Family Hub                          │ Ordinary slip
     22 November 2026                              │
     ============================================= │ > Print and log
                                                   │   Print only
     ******* EXAMPLE - not a real service ******** │   Print elsewhere...
     RIVERSIDE MEDIATION                           │   Write to a file
     Mediators for parents who live apart.         │   Language: English
                                                   │   How it looks...
     Ring  01632 960 123                           │   Make it discreet
     --------------------------------------------- │   Line to the family:
                                                   │
                                                   │   Log without paper
                                                   │   Back to the search
                                                   │
                                                   │ The line to the family is
                                                   │ printed and kept nowhere.
                                                   │
                                                   │
                                                   │

    Esc privacy: seen  Enter do it  Down next line  Page Down next page
    Ctrl-L language  F6 today  F9 hide  F1 help
    "#);
    desk.press("<esc>");
    assert!(
        desk.screen().contains("Print and log"),
        "the key put the reminder away and nothing else:\n{}",
        desk.screen()
    );
}

#[test]
fn another_person_and_another_visit_are_reminded_anew() {
    let mut desk = Desk::new();
    let reminded = |desk: &mut Desk| {
        desk.press("mediation<enter>");
        let shown = desk.screen().contains(OFFER);
        desk.press("<esc>");
        shown
    };
    assert!(reminded(&mut desk));
    desk.press("<esc>");
    assert!(!reminded(&mut desk), "the same person");
    desk.press("<esc><ctrl-y>");
    assert!(reminded(&mut desk), "a young person speaks now");
    desk.press("<esc><ctrl-y>");
    assert!(reminded(&mut desk), "and now somebody else");
    for end in ["<f8><enter>", "<f4><enter>", "<ctrl-y><f9>x"] {
        desk.press(end);
        assert!(!desk.screen().contains(OFFER), "{end}:\n{}", desk.screen());
        desk.press("<esc>");
        assert!(reminded(&mut desk), "after {end}:\n{}", desk.screen());
    }
}

#[test]
fn the_mouse_puts_it_away_by_its_hint_alone() {
    let mut desk = Desk::new();
    desk.press("mediation<enter>");
    desk.click("Call a trained worker");
    assert!(desk.screen().contains(OFFER), "{}", desk.screen());
    desk.click("Esc privacy: seen");
    assert!(!desk.screen().contains(OFFER) && desk.cursor_line().contains("Search: mediation"), "{}", desk.screen());
}

#[test]
fn it_ends_with_the_visit_and_is_hidden_with_the_screen() {
    for end in ["<f8><enter>", "<f4><enter>"] {
        let mut desk = Desk::new();
        desk.press("mediation<enter>");
        desk.press(end);
        assert!(!desk.screen().contains(OFFER), "{end}:\n{}", desk.screen());
    }
    let mut desk = Desk::new();
    desk.press("mediation<enter><f9>");
    assert!(!desk.screen().contains("privacy"), "{}", desk.screen());
    desk.press("x");
    assert!(desk.screen().contains(OFFER), "an ordinary visit comes back as it was:\n{}", desk.screen());
    // Nothing of it is in what is saved.
    desk.press("<f4>");
    desk.press("<esc><enter>");
    assert_eq!(desk.saved().len(), 1);
    let saved = format!("{:?}", desk.saved()[0]).to_lowercase();
    assert!(!saved.contains("privacy") && !saved.contains("remind"), "{saved}");
}

#[test]
fn a_prompt_leaves_it_one_line() {
    let mut desk = Desk::new();
    desk.press("mediation<enter>he hits");
    let screen = desk.screen();
    assert!(screen.contains("Danger now: ring 999.") && screen.contains(OFFER), "{screen}");
    assert!(!screen.contains("Call a trained worker"), "{screen}");
    desk.resize(60, 10);
    assert!(desk.screen().contains("Offer privacy first"), "{}", desk.screen());
}

#[test]
fn the_commands_say_it_first() {
    let home = Home::new();
    let slip = home.run(&["slip", "national-family-mediation"]);
    insta::assert_snapshot!(slip.err, @r#"
    ! Offer privacy first: "Shall we go somewhere quieter?"
      Call a trained worker. The questions are theirs: never at the counter, least of all beside a partner or child.
      England and Wales: abuse can exempt somebody from a MIAM, with evidence. "You may not need a MIAM. Get legal advice."
    "#);
    assert!(!slip.out.contains("privacy") && !slip.out.contains("MIAM"), "never printed:\n{}", slip.out);
    let shown = home.run(&["show", "example-alder-house-contact"]);
    let first: Vec<&str> = shown.out.lines().take(5).collect();
    insta::assert_snapshot!(first.join("\n"), @r#"
    ! Offer privacy first: "Shall we go somewhere quieter?"
      Call a trained worker. The questions are theirs: never at the counter, least of all beside a partner or child.
      Supported contact is for families where no risk was found. Supervised contact is where a child may be at risk; a court or social worker usually refers.
      This one is SUPERVISED. Ask a trained worker which is meant.
    ! EXAMPLE - not a real service
    "#);
    let shown = home.run(&["show", "example-st-annes-contact"]);
    assert!(shown.out.contains("This one is SUPPORTED."), "{}", shown.out);
    let json: serde_json::Value = serde_json::from_str(&home.run(&["show", "relate", "--json"]).out).unwrap();
    assert_eq!(json["privacy"]["title"], OFFER);
    for id in ["shelter", "cafcass", "example-turning-round"] {
        let shown = home.run(&["show", id]);
        assert!(shown.code == 0 && !shown.out.contains("Offer privacy"), "{id}: {}", shown.out);
    }
}

#[test]
fn the_catalogue_says_which_services_bring_it_and_the_check_reads_it() {
    let home = Home::new();
    let folder = home.path("ours").display().to_string();
    assert_eq!(home.run(&["catalogue", "init", &folder]).code, 0);
    let service = "name = \"Tea\"\ndescription = \"Tea.\"\nneeds = [\"play-sessions\"]\n";
    let shown = |more: &str| {
        home.write("ours/services/example/tea.toml", &format!("{service}{more}"));
        home.run(&["--catalogue", &folder, "show", "tea"]).out
    };
    assert!(!shown("").contains(OFFER));
    assert!(shown("privacy = \"couple\"\n").contains(OFFER));
    home.write("ours/services/example/tea.toml", &format!("{service}privacy = \"copule\"\n"));
    let checked = home.run(&["catalogue", "check", &folder]);
    assert_eq!(checked.code, 1, "{}{}", checked.out, checked.err);
    let told: Vec<&str> = checked.out.lines().filter(|line| line.contains("couple")).collect();
    assert!(!told.is_empty(), "{}", checked.out);
    // A need brings it to every service that has it, unless that says no.
    let needs = std::fs::read_to_string(starter().join("needs.toml")).unwrap();
    home.write(
        "ours/needs.toml",
        &needs.replacen("id = \"play-sessions\"", "id = \"play-sessions\"\nprivacy = \"contact\"", 1),
    );
    assert!(shown("").contains("Supported contact"), "{}", shown(""));
    assert!(!shown("privacy = \"none\"\n").contains(OFFER));
}
