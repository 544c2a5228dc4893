//! Whatever keys are pressed in whatever order, what the desk promises holds.

use super::driver::Desk;
use super::fake::Fake;
use proptest::prelude::*;
use signpost::keymap::Keymap;
use signpost::settings::KeymapName;
use signpost::theme::Theme;
use std::sync::atomic::Ordering;

/// Keys that a person, a cat or a cloth may press.
fn keys() -> impl Strategy<Value = Vec<String>> {
    let named = prop::sample::select(vec![
        "<enter>",
        "<tab>",
        "<shift-tab>",
        "<down>",
        "<up>",
        "<left>",
        "<right>",
        "<esc>",
        "<backspace>",
        "<delete>",
        "<f1>",
        "<f2>",
        "<f3>",
        "<f4>",
        "<f5>",
        "<f6>",
        "<f7>",
        "<f8>",
        "<ctrl-f>",
        "<ctrl-x>",
        "<ctrl-y>",
        "<pagedown>",
        "<pageup>",
        "<space>",
        "<home>",
        "<ctrl-p>",
        "<ctrl-k>",
        "<ctrl-o>",
    ]);
    let words = prop::sample::select(vec!["food", "he hits", "debt", "f", " ", "x", "\u{e9}", "\u{645}", "play"]);
    prop::collection::vec(prop_oneof![named.prop_map(str::to_owned), words.prop_map(str::to_owned)], 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever was pressed before, a sensitive visit leaves nothing on screen and nothing to come back to.
    #[test]
    fn a_sensitive_visit_leaves_nothing_after_hide(before in keys(), after in keys(), by_hand in any::<bool>()) {
        let mut desk = Desk::new();
        desk.press(&before.concat());
        desk.press("<esc><esc><esc><esc><esc><esc><esc><esc>zebra he hits<enter>");
        prop_assume!(desk.app.is_sensitive());
        desk.press(&after.concat());
        prop_assume!(desk.app.is_sensitive());
        if by_hand { desk.press("<f9>") } else { desk.wait(5) }
        for screen in [desk.screen(), { desk.press("<esc>"); desk.screen() }] {
            for word in ["zebra", "hits", "Harbour", "danger", "refuge"] {
                prop_assert!(!screen.contains(word), "{word}:\n{screen}");
            }
        }
        prop_assert!(!desk.app.is_sensitive());
    }

    /// Whatever was pressed before in whatever keymap, one key hides the screen, and it is the same one.
    #[test]
    fn every_keymap_hides_from_everywhere(
        name in prop::sample::select(vec![KeymapName::Default, KeymapName::Vim, KeymapName::OneHanded]),
        before in keys(),
        letters in "[a-zG/?]{0,6}",
        after in keys(),
    ) {
        let mut desk = Desk::dressed(Fake::default(), Keymap::named(name), Theme::default());
        desk.press(&[before.concat(), letters, after.concat()].concat());
        desk.press("<f9>");
        prop_assert!(desk.app.is_veiled(), "{}", desk.screen());
        prop_assert!(!desk.screen().contains("Search:"));
    }

    /// Whatever fails, what was typed and chosen stays until somebody clears it.
    #[test]
    fn a_failure_never_loses_what_was_typed(pressed in keys()) {
        let mut desk = Desk::new();
        desk.fake.disk_full.store(true, Ordering::Relaxed);
        desk.fake.no_printer.store(true, Ordering::Relaxed);
        let pressed: Vec<String> = pressed.into_iter().filter(|k| !matches!(&**k, "<f8>" | "<delete>" | "<ctrl-p>")).collect();
        desk.press("food<enter>");
        desk.press(&pressed.concat());
        desk.press("<esc><esc><esc><esc><esc><esc><esc>");
        prop_assert!(desk.screen().contains("Basket ("), "{}", desk.screen());
        prop_assert!(desk.saved().is_empty());
        desk.fake.disk_full.store(false, Ordering::Relaxed);
        desk.press("<f4>");
        for _ in 0..4 { desk.press("<up><up><up><up>"); }
        desk.press("<enter>");
        if desk.saved().is_empty() { desk.press("w<enter>"); }
        prop_assert_eq!(desk.saved().len(), 1, "{}", desk.screen());
    }
}
