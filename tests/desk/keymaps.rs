//! The keymaps inside the program, driven on the real screen, and how one is chosen.

use super::common::Home;
use super::driver::Desk;
use super::fake::Fake;
use signpost::keymap::{Action, Context, Keymap};
use signpost::settings::KeymapName;
use signpost::theme::Theme;
use strum::IntoEnumIterator;

fn desk(name: KeymapName) -> Desk {
    Desk::dressed(Fake::default(), Keymap::named(name), Theme::default())
}

impl Desk {
    /// Presses the key that does this where the focus is, or chooses it from the list of all actions where it has none.
    fn act(&mut self, action: Action, keymap: &Keymap) {
        let context = self.app.context();
        let Some(chord) = keymap.key(context, action) else {
            assert_ne!(action, Action::Palette, "no key for it in {context:?}");
            self.act(Action::Palette, keymap);
            let offers = self.app.offers();
            let at = offers.iter().position(|offer| offer.action == action);
            for _ in 0..at.unwrap_or_else(|| panic!("no way to {action:?} in {context:?}")) {
                self.act(Action::Down, keymap);
            }
            return self.act(Action::Do, keymap);
        };
        self.send(signpost::tui::app::Msg::Key(chord));
    }
}

#[test]
fn every_keymap_takes_a_family_from_words_to_saved() {
    for name in KeymapName::iter() {
        let keymap = Keymap::named(name);
        let mut desk = desk(name);
        desk.press("food<enter>");
        desk.act(Action::OpenLog, &keymap);
        desk.press("<enter>");
        assert_eq!(desk.saved().len(), 1, "{name}: {}", desk.screen());
        // The same from the list, with the keys that each keymap has there.
        desk.press("food");
        desk.act(Action::NextPane, &keymap);
        assert_eq!(desk.app.context(), Context::Results, "{name}");
        for action in [Action::Down, Action::Add, Action::First, Action::Add, Action::OpenSlip] {
            desk.act(action, &keymap);
        }
        for action in [Action::PrintAndLog, Action::Confirm] {
            desk.act(action, &keymap);
        }
        assert_eq!(desk.saved().len(), 2, "{name}: {}", desk.screen());
        let services: Vec<String> = desk.saved()[1].services.iter().cloned().collect();
        assert_eq!(services, ["pantry", "quay-food-bank"], "{name}");
        desk.act(Action::Today, &keymap);
        desk.act(Action::Undo, &keymap);
        desk.act(Action::Confirm, &keymap);
        assert_eq!(desk.fake.undone.lock().unwrap().len(), 1, "{name}");
        desk.act(Action::Back, &keymap);
        desk.act(Action::Quit, &keymap);
        assert!(desk.said().contains("Close Signpost?"), "{name}");
    }
}

#[test]
fn every_part_of_the_page_is_reached_both_ways_in_every_keymap() {
    for name in KeymapName::iter() {
        let keymap = Keymap::named(name);
        for step in [Action::NextPane, Action::PreviousPane] {
            let mut desk = desk(name);
            desk.press("food<enter>he hits");
            let mut seen = vec![desk.app.context()];
            for _ in 0..5 {
                desk.act(step, &keymap);
                seen.push(desk.app.context());
            }
            for place in [Context::Search, Context::Prompts, Context::Results, Context::Card, Context::Basket] {
                assert!(seen.contains(&place), "{name} {step:?}: {place:?} is not in {seen:?}");
            }
            desk.act(Action::Hide, &keymap);
            assert!(!desk.screen().contains("hits"), "{name}");
        }
    }
}

#[test]
fn in_vim_letters_type_in_the_box_and_move_outside_it() {
    let mut desk = desk(KeymapName::Vim);
    desk.press("food");
    assert!(desk.cursor_line().contains("Search: food"));
    desk.press("<esc>");
    assert!(desk.cursor_line().contains("Quay Street food bank") && desk.screen().contains("Search: food"));
    desk.press("j");
    assert!(desk.cursor_line().contains("Riverside pantry"));
    desk.press("G");
    assert!(desk.cursor_line().contains("Food and mood"));
    desk.press("gkkkk");
    assert!(desk.cursor_line().contains("Quay Street food bank"), "the top is no way into the box");
    desk.press("a");
    assert!(desk.screen().contains("Basket (1): EXAMPLE Quay Street food bank"));
    desk.press("jalll");
    assert_eq!(desk.app.context(), Context::Results, "going round passes the box by");
    desk.press("h");
    assert_eq!(desk.app.context(), Context::Basket);
    desk.press("xxx");
    assert!(desk.screen().contains("Basket: empty") && desk.screen().contains("Search: food"), "{}", desk.screen());
    desk.press("/");
    assert!(desk.cursor_line().contains("Search: food"));
    desk.press("<esc>i bank");
    assert!(desk.cursor_line().contains("bank"));
}

#[test]
fn in_vim_no_letter_outside_a_box_loses_what_was_typed() {
    let mut desk = desk(KeymapName::Vim);
    // Words that are done with are replaced by the next letter, but only by one that is typed.
    desk.press("food<enter><esc>");
    for letter in ('a'..='z').filter(|letter| !"aosutpjkghlixd".contains(*letter)).chain("1 \u{e9}\u{645}".chars()) {
        desk.press(&letter.to_string());
        assert!(desk.screen().contains("Search: food"), "{letter}: {}", desk.screen());
        assert_eq!(desk.app.context(), Context::Results, "{letter}");
        assert!(desk.said().contains("Letters are keys here"), "{letter}: {}", desk.said());
    }
    desk.press("<backspace>");
    assert!(desk.screen().contains("Search: food"));
    desk.press("ide");
    assert!(desk.cursor_line().contains("Search: de"), "and then it is: {}", desk.cursor_line());
}

#[test]
fn in_vim_the_log_and_the_slip_pass_their_boxes_by() {
    let mut desk = desk(KeymapName::Vim);
    desk.press("food<enter><f4>");
    assert!(desk.cursor_line().contains("Food banks and meals"));
    desk.press("j");
    assert!(desk.cursor_line().contains("How they reached us"), "{}", desk.screen());
    desk.press("l");
    assert!(desk.cursor_line().contains("phone"));
    desk.press("kg");
    assert!(desk.cursor_line().contains("Food banks and meals"));
    desk.press("ideb<enter>");
    assert!(desk.screen().contains("Debts and bailiffs"), "{}", desk.screen());
    desk.press("<esc>kk<esc><esc><f2>");
    assert!(desk.cursor_line().contains("Print and log"), "{}", desk.screen());
    desk.press("jjjjjjj");
    assert!(desk.cursor_line().contains("Log without paper"), "{}", desk.screen());
    desk.press("z/Hello<esc>");
    assert!(desk.screen().contains("  Hello") && desk.cursor_line().contains("Log without paper"), "{}", desk.screen());
}

#[test]
fn in_vim_letters_type_in_the_list_of_all_actions_from_wherever_it_is_opened() {
    for keys in ["food", "food<esc>", "food<enter><f4>", "food<enter><f2>"] {
        let mut desk = desk(KeymapName::Vim);
        desk.press(keys);
        desk.press("<ctrl-p>hjkl<backspace><backspace><backspace><backspace>hub<enter>");
        assert!(desk.cursor_line().contains("On duty"), "{keys}: {}", desk.screen());
    }
}

#[test]
fn what_has_no_key_for_one_hand_is_in_the_list_of_all_actions() {
    let mut desk = desk(KeymapName::OneHanded);
    desk.press("food<f5>young<enter>");
    assert!(desk.screen().contains("[young person]"), "{}", desk.screen());
    desk.press("<f5>close<enter>");
    assert!(desk.said().contains("Close Signpost?"), "{}", desk.said());
}

#[test]
fn one_hand_does_it_round_the_arrows() {
    let mut desk = desk(KeymapName::OneHanded);
    desk.press("food<down><enter><right>");
    assert_eq!(desk.app.context(), Context::Card);
    desk.press("<right>");
    assert_eq!(desk.app.context(), Context::Basket);
    desk.press("<backspace>");
    assert!(desk.screen().contains("Basket: empty") && desk.screen().contains("Search: food"));
    desk.press("<up><enter><insert><enter>");
    assert_eq!(desk.saved().len(), 1, "{}", desk.screen());
}

#[test]
fn the_first_and_the_last_line_are_a_key_away() {
    let mut desk = desk(KeymapName::Default);
    desk.press("food<tab><end>");
    assert!(desk.cursor_line().contains("Food and mood"));
    desk.press("<home>");
    assert!(desk.cursor_line().contains("Quay Street food bank"));
    desk.press("<home>");
    assert_eq!(desk.app.context(), Context::Results, "the first is the first, however often");
    desk.press("<enter><f4><end>");
    assert!(desk.cursor_line().contains("given: Quay Street"));
    desk.press("<home>");
    assert!(desk.cursor_line().contains("Food banks and meals"));
    desk.press("<esc><f1><end>");
    assert!(!desk.screen().contains(" more "), "{}", desk.screen());
}

#[test]
fn help_shows_the_keys_in_force() {
    for name in KeymapName::iter() {
        let mut desk = desk(name);
        desk.resize(100, 260);
        desk.press("<f1>");
        let screen = desk.screen();
        for (place, actions) in Keymap::named(name).list() {
            for (action, keys) in actions {
                let doc = action.doc_in(place);
                let told = screen.lines().any(|l| l.contains(&keys) && l.contains(&doc[..30.min(doc.len())]));
                assert!(told, "{name}: {action:?} {keys}\n{screen}");
            }
        }
        assert_eq!(screen.contains("Letters always go into the box"), name != KeymapName::Vim);
    }
}

#[test]
fn a_keymap_is_chosen_by_file_environment_and_flag() {
    let home = Home::new();
    home.write("config/settings.toml", "keymap = \"one-handed\"\n");
    let has = |answer: &super::common::Answer, keys: &str| answer.out.lines().any(|l| l.trim().starts_with(keys));
    let from_file = home.run(&["keys"]);
    assert_eq!((from_file.code, from_file.err.as_str()), (0, ""));
    assert!(has(&from_file, "Insert     open-log"), "{}", from_file.out);
    let from_environment =
        super::common::answer(home.command().env("SIGNPOST_KEYMAP", "vim").arg("keys").output().unwrap());
    assert!(has(&from_environment, "d or x or Delete"), "{}", from_environment.out);
    let from_flag = home.run(&["keys", "--keymap", "default"]);
    assert!(has(&from_flag, "F4  "), "{}", from_flag.out);
    // A user's keys lie over whichever was chosen.
    home.write("config/keymap.toml", "[desk]\nopen-log = \"alt-l\"\n");
    let over = home.run(&["keys"]);
    assert!(has(&over, "Alt-L") && has(&over, "F5 "), "{}", over.out);
}

#[test]
fn a_bad_choice_says_what_there_is() {
    let home = Home::new();
    let flag = home.run(&["keys", "--keymap", "vin"]);
    assert_eq!(flag.code, 2);
    assert!(flag.err.contains("default, vim, one-handed") && flag.err.contains("'vim'"), "{}", flag.err);
    home.write("config/settings.toml", "keymap = \"vi\"\n");
    home.write("config/keymap.toml", "[desk]\nundo = \"z\"\n");
    let file = home.run(&["keys"]);
    let told = file.err.replace(&home.path("config").display().to_string(), "CONFIG");
    insta::assert_snapshot!(told, @r#"
    CONFIG/settings.toml:1:10: keymap must be one of default, vim, one-handed, not "vi"; did you mean vim? Mend this line; until then what it sets is not set.
    CONFIG/keymap.toml:2:8: "z" is needed for typing in [desk]. Choose a function key, or one with Ctrl or Alt; letters can be keys in [parts] and [choices].
    Until this is mended the built-in keys hold, "default".
    "#);
    assert_eq!(file.code, 1);
}
