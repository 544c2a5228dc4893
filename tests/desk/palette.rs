//! The palette: everything that can be done in a place, by name.

use super::driver::Desk;
use super::fake::Fake;
use signpost::keymap::{Action, Context, Keymap};
use signpost::theme::Theme;
use signpost::tui::app::Offer;

/// Keys that lead to every place of the screen.
const PLACES: &[&str] = &[
    "",
    "food",
    "food<down>",
    "food<enter>",
    "food<enter><shift-tab>",
    "food<ctrl-f>",
    "food<ctrl-y><tab>",
    "he hits<tab>",
    "food<enter><f4>",
    "food<enter><f4><down>",
    "food<enter><f4><up>",
    "food<enter><f2>",
    "food<enter><f2><down><down><enter>",
    "<f3><f6>",
    "<ctrl-k>",
    "<ctrl-o>",
    "<f1>",
    "<ctrl-q>",
];

fn names(desk: &Desk) -> Vec<&'static str> {
    desk.app.offers().iter().map(|offer| offer.action.name()).collect()
}

#[test]
fn typing_narrows_it_and_enter_does_it_in_the_place_below() {
    let mut desk = Desk::new();
    desk.press("food<enter><ctrl-p>");
    assert!(desk.screen().contains("Everything that can be done here"));
    assert!(
        desk.screen().lines().any(|line| line.starts_with("  slip ") && line.contains(" F2 ")),
        "{}",
        desk.screen()
    );
    desk.press("Sh\u{f3}w slip");
    assert_eq!(names(&desk), ["open-slip"]);
    desk.press("<enter>");
    assert!(desk.screen().contains("Make it discreet"), "{}", desk.screen());
    desk.press("<ctrl-p>");
    assert!(names(&desk).contains(&"do") && !names(&desk).contains(&"quick-chat"));
}

#[test]
fn what_is_called_so_comes_before_what_only_does_so() {
    let mut desk = Desk::new();
    desk.press("<ctrl-p>today");
    assert_eq!(names(&desk)[0], "today");
    assert!(names(&desk).contains(&"counts"));
}

#[test]
fn what_makes_sense_now_comes_first() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-p>");
    assert_eq!(names(&desk)[..2], ["add", "open-log"]);
    let mut desk = Desk::new();
    desk.press("<ctrl-p>");
    assert_eq!(names(&desk)[..2], ["quick-chat", "filters"]);
}

#[test]
fn an_action_without_a_key_is_still_there() {
    let text = "[desk]\nquick-chat = []";
    let (keymap, problems) = Keymap::built_in().with_user(text, "keymap.toml");
    assert!(problems.is_empty());
    let mut desk = Desk::dressed(Fake::default(), keymap, Theme::default());
    desk.press("<f3>");
    assert_eq!(desk.saved().len(), 0);
    desk.press("<ctrl-p>quick");
    let offers = desk.app.offers();
    assert_eq!(offers.iter().map(|offer| (offer.action, &*offer.keys)).collect::<Vec<_>>(), [(Action::QuickChat, "")]);
    desk.press("<enter>");
    assert_eq!(desk.saved().len(), 1);
}

#[test]
fn closing_it_leaves_everything_as_it_was() {
    for keys in PLACES {
        let mut desk = Desk::new();
        desk.press(keys);
        // A sentence about what just happened goes with the next key, whichever it is.
        let seen = |desk: &Desk| {
            let body: Vec<String> = desk.screen().lines().take(21).map(str::to_owned).collect();
            (body, desk.cursor(), desk.app.context(), desk.app.hints())
        };
        let before = seen(&desk);
        for close in ["xyz<down><ctrl-p>", "print<esc>"] {
            desk.press("<ctrl-p>");
            assert_eq!(desk.app.context(), Context::Palette);
            desk.press(close);
            assert_eq!(seen(&desk), before, "{keys}");
        }
    }
}

#[test]
fn a_word_that_fits_nothing_does_nothing() {
    let mut desk = Desk::new();
    desk.press("food<ctrl-p>zebra<enter>");
    assert!(desk.app.offers().is_empty());
    assert!(desk.screen().contains("Nothing that can be done here is called that."));
    assert!(desk.screen().contains("Do: zebra"), "{}", desk.screen());
}

#[test]
fn choosing_an_action_does_what_its_key_does_in_every_place() {
    let keymap = Keymap::built_in();
    let mut tried = 0;
    for keys in PLACES {
        let open = || {
            let mut desk = Desk::new();
            desk.press(keys);
            desk
        };
        let place = open().app.context();
        let mut offered = open();
        offered.press("<ctrl-p>");
        for (at, Offer { action, keys: named, .. }) in offered.app.offers().into_iter().enumerate() {
            let chord = keymap.key(place, action).unwrap();
            assert!(named.starts_with(&chord.to_string()), "{action:?} {named}");
            let mut by_key = open();
            by_key.send(signpost::tui::app::Msg::Key(chord));
            let mut by_name = open();
            by_name.press(&format!("<ctrl-p>{}<enter>", "<down>".repeat(at)));
            assert_eq!(by_name.screen(), by_key.screen(), "{keys} {action:?}");
            assert_eq!(by_name.cursor(), by_key.cursor(), "{keys} {action:?}");
            assert_eq!(by_name.saved().len(), by_key.saved().len(), "{keys} {action:?}");
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
}

#[test]
fn over_a_question_it_offers_the_answers_and_no_way_round() {
    let mut desk = Desk::new();
    desk.press("food<enter><f7><ctrl-p>");
    assert_eq!(names(&desk), ["confirm", "cancel", "hide", "help", "quit"]);
    desk.press("no<enter>");
    assert!(desk.fake.printed.lock().unwrap().is_empty() && desk.saved().is_empty());
    assert!(!desk.screen().contains("Print this slip and save"));
}

#[test]
fn what_was_typed_into_it_goes_with_the_screen() {
    for hide in ["<f9>", ""] {
        let mut desk = Desk::new();
        desk.press("<ctrl-p>zebra");
        if hide.is_empty() {
            desk.wait(5)
        } else {
            desk.press(hide)
        }
        assert!(!desk.screen().contains("zebra"));
        desk.press("<esc>");
        assert!(desk.screen().contains("Search:") && !desk.screen().contains("zebra"), "{}", desk.screen());
    }
}

#[test]
fn pasted_text_goes_into_its_box_and_does_nothing() {
    let mut desk = Desk::new();
    desk.press("<ctrl-p>");
    desk.send(signpost::tui::app::Msg::Paste("quick\r\n".into()));
    assert!(desk.screen().contains("Do: quick"));
    assert_eq!(desk.saved().len(), 0);
}

#[test]
fn the_cursor_is_in_the_box_until_the_mark_is_moved() {
    let mut desk = Desk::new();
    desk.press("<ctrl-p>hid");
    assert!(desk.cursor_line().contains("Do: hid"));
    assert_eq!(desk.cursor().x, 8);
    desk.press("<backspace><backspace><backspace><down>");
    assert!(desk.cursor_line().starts_with("> filter"), "{}", desk.cursor_line());
    desk.press("<up>");
    assert!(desk.cursor_line().starts_with("> quick chat"), "{}", desk.cursor_line());
    desk.press("<up>");
    assert!(desk.cursor_line().contains("Do:"));
    desk.resize(40, 10);
    assert!(desk.cursor_line().contains("Do:") && desk.screen().contains("> Count a short chat"), "{}", desk.screen());
}

#[test]
fn it_fits_a_small_screen_and_uses_a_big_one() {
    let mut desk = Desk::new();
    desk.press("<ctrl-p>");
    let all = desk.app.offers().len();
    let last = desk.app.offers()[all - 1].doc;
    desk.press(&"<down>".repeat(all));
    desk.press("<pageup><pageup><pagedown><pagedown>");
    assert!(desk.cursor_line().contains(&last[..30]), "{}", desk.cursor_line());
    desk.resize(200, 60);
    let screen = desk.screen();
    for Offer { action, keys, doc, .. } in desk.app.offers() {
        let line = screen.lines().skip(4).find(|line| line.contains(doc));
        assert!(line.is_some_and(|line| line.contains(&keys)), "{action:?}\n{screen}");
    }
}
