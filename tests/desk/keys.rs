//! Keys: one list for hints, help and `signpost keys`, and a user's own keys laid over it.

use super::common::Home;
use super::driver::Desk;

#[test]
fn the_command_lists_the_same_keys_as_the_help() {
    let answer = Home::new().run(&["keys"]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    for (context, actions) in signpost::keymap::Keymap::built_in().list() {
        assert!(answer.out.contains(context.heading()));
        for (action, keys) in actions {
            let doc = action.doc_in(context);
            let line = answer.out.lines().find(|l| l.contains(action.name()) && l.contains(&keys) && l.ends_with(doc));
            assert!(line.is_some(), "{action:?}");
        }
    }
    assert!(answer.out.starts_with("Search and results [desk]\n  Enter  "), "{}", answer.out);
}

#[test]
fn a_bad_keymap_is_told_whole_and_the_built_in_keys_hold() {
    let home = Home::new();
    home.write("config/keymap.toml", "[desk]\nopen-lgo = \"f4\"\nundo = \"z\"\n");
    let answer = home.run(&["keys"]);
    assert_eq!(answer.code, 1);
    let told = answer.err.replace(&home.path("config").display().to_string(), "CONFIG");
    insta::assert_snapshot!(told, @r#"
    CONFIG/keymap.toml:2:1: there is no action "open-lgo". Did you mean "open-log"?
    CONFIG/keymap.toml:3:8: "z" is needed for typing in [desk]. Choose a function key, or one with Ctrl or Alt; letters can be keys in [parts] and [choices].
    Until this is mended the built-in keys hold, "default".
    "#);
    assert!(answer.out.contains("F4"));
}

#[test]
fn the_terminals_cursor_is_at_the_focus_in_every_place() {
    for (keys, line, column) in [
        ("", "Search:", 9),
        ("food", "Search: food", 13),
        ("food<left><left>", "Search: food", 11),
        ("food<down>", "Riverside pantry", 0),
        ("food<tab>", "Quay Street food bank", 0),
        ("food<tab><tab>", "Quay Street food bank", 47),
        ("food<enter><shift-tab>", "1. Quay Street food bank", 1),
        ("he hits<tab>", "Somebody may be in danger", 1),
        ("food<enter><f4>", "Food banks and meals", 0),
        ("food<enter><f4><down>deb", "Another need", 37),
        ("food<enter><f4><down><down>", "How they reached us", 0),
        ("food<enter><f2>", "Print and log", 49),
        ("food<enter><f2>Hi", "Hi", 53),
        ("food<enter><f2><f3>", "Write the slip to:", 49),
        ("food<enter><f2><f2>", "> desk (ready)", 49),
        ("food<enter><ctrl-l>ur", "> Urdu", 49),
        ("food<enter><f7>", "Print this slip and save the enquiry?", 38),
        ("food<ctrl-f>", "> Age", 47),
        ("food<ctrl-f>3<down>", "> Hub or area", 47),
        ("<ctrl-f><up><down><down><down>", "> Day", 47),
        ("<ctrl-f><up><down><down><down><down><down><down><down><down><down><down><down>cb4", "> Near outcode", 65),
        ("<ctrl-f>3<esc><tab>", "[age 3]", 1),
        ("<ctrl-f>3<down><down><down>t<esc><tab><right>", "[age 3] [Tuesday]", 9),
        ("<f3><f6>", "quick chat", 0),
        ("<f1>", "Danger now", 1),
        ("<ctrl-q>", "Close Signpost?", 16),
    ] {
        let mut desk = Desk::new();
        desk.press(keys);
        assert!(desk.cursor_line().contains(line), "{keys}: {}", desk.cursor_line());
        assert_eq!(desk.cursor().x, column, "{keys}: {}", desk.cursor_line());
    }
}

#[test]
fn every_hint_on_the_status_line_names_a_key_that_works_there() {
    for keys in [
        "",
        "food",
        "food<enter>",
        "food<enter><shift-tab>",
        "food<f4>",
        "food<enter><f2>",
        "<ctrl-l>",
        "<f6>",
        "<f1>",
        "<ctrl-q>",
    ] {
        let mut desk = Desk::new();
        desk.press(keys);
        let hints = desk.app.hints();
        assert!(!hints.is_empty());
        for action in hints {
            assert!(
                signpost::keymap::Keymap::built_in().key(desk.app.context(), action).is_some(),
                "{keys}: {action:?}"
            );
        }
    }
}
