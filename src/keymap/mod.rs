//! Keys: which do what where. Hints, help and `signpost keys` are made from it, so that they never drift apart.

mod action;
mod chord;
mod read;
mod ways;

use crate::error::Error;
use crate::settings::KeymapName;
pub use action::{Action, Context};
pub use chord::Chord;
use std::collections::BTreeMap;
use strum::IntoEnumIterator;

/// Which keys do what where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    /// In the order of contexts and actions, so that lists made from it stay in that order.
    bindings: BTreeMap<(Context, Action), Vec<Chord>>,
    /// Letters that are no keys go into the page's box from wherever the focus is.
    type_anywhere: bool,
}

impl Keymap {
    /// Returns a keymap inside the program.
    pub fn named(name: KeymapName) -> Self {
        read::Reader::trusted(text(name))
    }

    /// Returns the default keymap inside the program.
    pub fn built_in() -> Self {
        Self::named(KeymapName::default())
    }

    /// Returns this keymap with a user's file laid over it, or as it is with every problem of that file.
    pub fn with_user(self, file: &str, place: &str) -> (Self, Vec<Error>) {
        let (keymap, mut problems) = read::Reader::lay(self.clone(), file, place);
        // A name in the file may hold what a terminal obeys.
        for problem in &mut problems {
            problem.what = crate::text::visible(&problem.what);
        }
        if problems.is_empty() { (keymap, problems) } else { (self, problems) }
    }

    /// Returns whether letters that are no keys go into the page's box from wherever the focus is; else they are typed only where the cursor stands in a box.
    pub fn types_anywhere(&self) -> bool {
        self.type_anywhere
    }

    /// Returns everything that a key may do in this place, what counts first before the rest.
    fn in_chain(&self, context: Context) -> impl Iterator<Item = (Context, Action, Chord)> {
        context.chain().iter().flat_map(move |place| {
            let own = self.bindings.iter().filter(move |((context, _), _)| context == place);
            own.flat_map(|((place, action), chords)| chords.iter().map(|chord| (*place, *action, *chord)))
        })
    }

    /// Returns what a key does in this place.
    pub fn action(&self, context: Context, chord: Chord) -> Option<Action> {
        self.in_chain(context).find(|(_, _, c)| *c == chord).map(|(_, action, _)| action)
    }

    /// Returns the first key of an action in this place that does nothing else there.
    pub fn key(&self, context: Context, action: Action) -> Option<Chord> {
        let mut own = self.in_chain(context).filter(|(_, a, _)| *a == action).map(|(_, _, chord)| chord);
        own.find(|chord| self.action(context, *chord) == Some(action))
    }

    /// Returns the words for a hint: the key and what it does; none when no key does it here.
    pub fn hint(&self, context: Context, action: Action) -> Option<(String, &'static str)> {
        self.key(context, action).map(|chord| (chord.to_string(), action.hint_in(context)))
    }

    /// Returns everything that can be done in this place, each with all its keys: none for what a user's keymap took the keys from.
    pub fn actions(&self, context: Context) -> Vec<(Action, String)> {
        let mut out: Vec<(Action, Vec<Chord>)> = Vec::new();
        for place in context.chain() {
            for ((_, action), chords) in self.bindings.iter().filter(|((known, _), _)| known == place) {
                match out.iter_mut().find(|(known, _)| known == action) {
                    Some((_, keys)) => keys.extend(chords),
                    None => out.push((*action, chords.clone())),
                }
            }
        }
        out.into_iter().map(|(action, keys)| (action, in_words(&keys))).collect()
    }

    /// Returns every place that has keys of its own, and its actions with all their keys.
    pub fn list(&self) -> Vec<(Context, Vec<(Action, String)>)> {
        let of = |context| {
            let own = self.bindings.iter().filter(|((c, _), chords)| *c == context && !chords.is_empty());
            own.map(|((_, action), chords)| (*action, in_words(chords))).collect()
        };
        let all = Context::iter().map(|context| (context, of(context)));
        all.filter(|(_, actions): &(_, Vec<_>)| !actions.is_empty()).collect()
    }
}

fn in_words(keys: &[Chord]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}

/// Returns the file of a keymap inside the program.
fn text(name: KeymapName) -> &'static str {
    match name {
        KeymapName::Default => include_str!("../../keymaps/default.toml"),
        KeymapName::Vim => include_str!("../../keymaps/vim.toml"),
        KeymapName::OneHanded => include_str!("../../keymaps/one-handed.toml"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys that terminals or browsers keep for themselves.
    const KEPT: [&str; 9] = ["F10", "F11", "Ctrl-N", "Ctrl-T", "Ctrl-W", "Ctrl-S", "Ctrl-Z", "Ctrl-H", "Ctrl-I"];

    /// What a keymap leaves out of a place where the default one has it: in one-handed the key for the next chip goes round them all.
    const LEFT_OUT: [(KeymapName, Context, Action); 1] =
        [(KeymapName::OneHanded, Context::Chips, Action::PreviousChoice)];

    impl Keymap {
        /// Returns whether an action has a key in this place, or is in the list of all actions there.
        fn offers(&self, context: Context, action: Action) -> bool {
            let listed = || self.actions(context).iter().any(|(known, _)| *known == action);
            self.key(context, action).is_some() || (self.key(context, Action::Palette).is_some() && listed())
        }
    }

    #[test]
    fn the_built_in_keymaps_have_no_problems_and_a_way_to_every_action() {
        for name in KeymapName::iter() {
            let empty = Keymap { bindings: BTreeMap::new(), type_anywhere: true };
            let (keymap, problems) = read::Reader::lay(empty, text(name), "it");
            assert!(problems.is_empty(), "{name}: {problems:?}");
            for action in Action::iter() {
                assert!(Context::iter().any(|context| keymap.offers(context, action)), "{name}: {action:?}");
                assert!(!action.hint().is_empty() && !action.doc().is_empty(), "{action:?}");
            }
        }
    }

    #[test]
    fn no_key_is_one_that_terminals_or_browsers_keep() {
        for name in KeymapName::iter() {
            for ((context, action), chords) in Keymap::named(name).bindings {
                for chord in chords {
                    assert!(!KEPT.contains(&&*chord.to_string()), "{name}: {context:?} {action:?} {chord}");
                }
            }
        }
    }

    #[test]
    fn what_the_default_keymap_does_in_a_place_every_keymap_does_there() {
        let default = Keymap::built_in();
        for name in KeymapName::iter() {
            let keymap = Keymap::named(name);
            for context in Context::iter().filter(|context| context.is_place()) {
                for action in Action::iter().filter(|action| default.key(context, *action).is_some()) {
                    let offered = keymap.offers(context, action);
                    assert_ne!(offered, LEFT_OUT.contains(&(name, context, action)), "{name}: {context:?} {action:?}");
                }
                for action in [Action::Hide, Action::Help] {
                    // The same keys on every desk: whoever has to hide the screen does not think of keymaps.
                    let key = default.key(context, action).unwrap();
                    assert_eq!(keymap.action(context, key), Some(action), "{name}: {context:?}");
                }
            }
        }
    }

    #[test]
    fn one_hand_holds_no_key_down() {
        for ((context, action), chords) in Keymap::named(KeymapName::OneHanded).bindings {
            for chord in chords {
                assert!(chord.modifiers.is_empty(), "{context:?} {action:?} {chord}");
                let shifted = chord.character().is_some_and(|c| c != ' ');
                assert!(!shifted, "{context:?} {action:?} {chord}");
            }
        }
    }

    #[test]
    fn a_users_line_replaces_one_action_and_leaves_the_rest() {
        let (keymap, problems) = Keymap::built_in().with_user("[desk]\nopen-log = \"alt-l\"", "keymap.toml");
        assert!(problems.is_empty());
        let chord = |name| Chord::parse(name).unwrap();
        assert_eq!(keymap.action(Context::Desk, chord("alt-l")), Some(Action::OpenLog));
        assert_eq!(keymap.action(Context::Desk, chord("f4")), None);
        assert_eq!(keymap.action(Context::Basket, chord("f2")), Some(Action::OpenSlip));
        assert_eq!(keymap.action(Context::Slip, chord("f4")), Some(Action::OpenLog));
    }

    fn told(name: KeymapName, text: &str) -> String {
        let (keymap, problems) = Keymap::named(name).with_user(text, "keymap.toml");
        assert_eq!(keymap == Keymap::named(name), !problems.is_empty());
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_lost_its_keys_can_still_be_done() {
        let (keymap, problems) =
            Keymap::built_in().with_user("[desk]\nundo = []\n[basket]\nhelp = \"alt-z\"", "keymap.toml");
        assert!(problems.is_empty(), "{problems:?}");
        let keys = |context, action| {
            let actions = keymap.actions(context);
            actions.into_iter().find(|(known, _)| *known == action).map(|(_, keys)| keys)
        };
        assert_eq!(keys(Context::Desk, Action::Undo).as_deref(), Some(""));
        assert_eq!(keys(Context::Desk, Action::Remove), None);
        assert_eq!(keys(Context::Basket, Action::OpenSlip).as_deref(), Some("F2"));
        assert_eq!(keys(Context::Basket, Action::Help).as_deref(), Some("Alt-Z or F1 or Ctrl-G"));
    }

    #[test]
    fn every_problem_is_told_at_once_with_its_place_and_the_chosen_keymap_holds() {
        let text = r#"undo = "f5"
type-anywhere = "no"
[desk]
open-lgo = "f4"
undo = "z"
today = ["f6", "hyper-x", 7]
add = [
    "f2",
]
[dekk]
add = "f3"
"#;
        for name in [KeymapName::Default, KeymapName::Vim] {
            insta::allow_duplicates! {
                insta::assert_snapshot!(told(name, text), @r#"
                keymap.toml:1:1: "undo" stands in no section. Put a line such as [desk] above it; "signpost keys" lists the sections.
                keymap.toml:2:1: type-anywhere is true or false. Write it without quotes.
                keymap.toml:4:1: there is no action "open-lgo". Did you mean "open-log"?
                keymap.toml:5:8: "z" is needed for typing in [desk]. Choose a function key, or one with Ctrl or Alt; letters can be keys in [parts] and [choices].
                keymap.toml:6:16: "hyper-x" is not a key. Write keys as "f4", "alt-l", "shift-tab".
                keymap.toml:6:27: 7 is not a key. Write keys as "f4", "alt-l", "shift-tab".
                keymap.toml:8:5: F2 means both add and open-slip in [desk]. Give each action a key of its own.
                keymap.toml:10:2: there is no place for keys "dekk". Did you mean "desk"?
                "#);
            }
        }
    }

    #[test]
    fn sections_and_lines_are_not_taken_for_each_other() {
        insta::assert_snapshot!(told(KeymapName::Default, "basket = \"f2\"\n[desk]\ntype-anywhere = false\n[[log]]\nsave = \"f4\"\n"), @r#"
        keymap.toml:1:1: "basket" is a section. Write [basket] on a line of its own, once.
        keymap.toml:3:1: type-anywhere stands in no section. Put it above the first line such as [desk].
        keymap.toml:4:3: "log" is a section. Write [log] on a line of its own, once.
        "#);
    }

    #[test]
    fn a_key_that_means_two_things_is_told_where_it_stands() {
        insta::assert_snapshot!(told(KeymapName::Default, "[desk]\nadd = \"f2\"\n[basket]\nremove = \"f9\"\ntoday = \"f12\"\n"), @r#"
        keymap.toml:2:7: F2 means both add and open-slip in [desk]. Give each action a key of its own.
        keymap.toml:4:10: F9 means both remove and hide in [basket]. Give each action a key of its own.
        keymap.toml:5:9: F12 means both today and hide in [basket]. Give each action a key of its own.
        "#);
    }

    #[test]
    fn a_key_that_clashes_in_many_places_is_told_once() {
        insta::assert_snapshot!(told(KeymapName::Default, "[anywhere]\ncounts = \"enter\"\n"), @"keymap.toml:2:10: Enter means both add and counts in [desk]. Give each action a key of its own.");
    }

    #[test]
    fn a_keymap_that_locks_the_desk_or_takes_hiding_away_is_refused() {
        insta::assert_snapshot!(told(KeymapName::Default, "[question]\nconfirm = []\ncancel = []\n"), @r#"
        keymap.toml:2:11: In [question] confirm has no key, so no question can be answered with yes. Give it a key, or take this line out.
        keymap.toml:3:10: In [question] cancel has no key, so no question can be answered with no. Give it a key, or take this line out.
        "#);
        insta::assert_snapshot!(told(KeymapName::Default, "[anywhere]\nhide = []\nhelp = []\n"), @r#"
        keymap.toml:2:8: In [anywhere] hide has no key, so nobody can hide the screen. Give it a key, or take this line out.
        keymap.toml:3:8: In [anywhere] help has no key, so nobody can look up the keys. Give it a key, or take this line out.
        "#);
        insta::assert_snapshot!(told(KeymapName::Default, "[anywhere]\npalette = []\nquit = []\n[slip]\nback = []\n"), @r#"
        keymap.toml:3:8: In [anywhere] neither quit nor the list of all actions can be reached, so Signpost can't be closed. Give it a key, or take this line out.
        keymap.toml:5:8: In [slip] neither back nor the list of all actions can be reached, so there is no way out. Give it a key, or take this line out.
        "#);
        insta::assert_snapshot!(told(KeymapName::OneHanded, "[anywhere]\npalette = []\n"), @"keymap.toml:2:11: In [anywhere] neither quit nor the list of all actions can be reached, so Signpost can't be closed. Give it a key, or take this line out.");
        insta::assert_snapshot!(told(KeymapName::OneHanded, "[palette]\ndo = []\n"), @"keymap.toml:2:6: In [palette] neither quit nor the list of all actions can be reached, so Signpost can't be closed. Give it a key, or take this line out.");
        insta::assert_snapshot!(told(KeymapName::Vim, "[anywhere]\npalette = []\n[choices]\nback = []\n[log]\nback = []\n"), @"keymap.toml:6:8: In [log] neither back nor the list of all actions can be reached, so there is no way out. Give it a key, or take this line out.");
        insta::assert_snapshot!(told(KeymapName::Vim, "[anywhere]\nhelp = []\n"), @"keymap.toml:2:8: In [anywhere] help has no key, so nobody can look up the keys. Give it a key, or take this line out.");
    }

    #[test]
    fn what_another_key_still_does_may_lose_its_own() {
        for fine in [
            "[anywhere]\npalette = []",
            "[anywhere]\nquit = []",
            "[slip]\nback = []\n[palette]\nback = []",
            "[anywhere]\nhide = \"f12\"\n[question]\ncancel = \"f5\"",
            "[basket]\nhide = []\n[anywhere]\ncounts = []",
        ] {
            assert_eq!(told(KeymapName::Default, &format!("{fine}\n")), "", "{fine}");
        }
        // Moved into every section, it is nowhere gone.
        let places = Context::iter().filter(|context| context.is_place());
        let moved: String = places.map(|context| format!("[{}]\nhide = \"f9\"\n", context.name())).collect();
        assert_eq!(told(KeymapName::Default, &format!("{moved}[anywhere]\nhide = []\n")), "");
    }

    #[test]
    fn a_place_may_use_a_key_of_the_page_for_itself_while_the_page_has_another() {
        assert_eq!(told(KeymapName::Default, "[basket]\nremove = \"f12\"\n"), "");
        let keymap = Keymap::built_in().with_user("[basket]\nremove = \"f9\"\n", "keymap.toml").0;
        let chord = |name| Chord::parse(name).unwrap();
        assert_eq!(keymap.action(Context::Basket, chord("f9")), Some(Action::Remove));
        assert_eq!(keymap.key(Context::Basket, Action::Hide), Some(chord("f12")));
        assert_eq!(keymap.key(Context::Results, Action::Hide), Some(chord("f9")));
    }

    #[test]
    fn broken_lines_are_told_all_and_what_follows_is_not_guessed() {
        insta::assert_snapshot!(told(KeymapName::Vim, "[desk]\nadd = \nundo = \"f5\nopen-lgo = \"f4\"\n"), @r#"
        keymap.toml:2:7: This is not valid TOML: string values must be quoted, expected literal string. Each line is: action = ["key", "key"].
        keymap.toml:3:11: The closing " of a text is missing here. Each line is: action = ["key", "key"].
        keymap.toml:4:1: there is no action "open-lgo". Did you mean "open-log"?
        "#);
    }

    #[test]
    fn letters_may_be_keys_where_no_box_is() {
        let (keymap, problems) =
            Keymap::built_in().with_user("type-anywhere = false\n[results]\nadd = [\"a\", \"G\"]", "k");
        assert!(problems.is_empty(), "{problems:?}");
        assert!(!keymap.types_anywhere());
        assert_eq!(keymap.action(Context::Results, Chord::typed('G')), Some(Action::Add));
        assert_eq!(keymap.action(Context::Results, Chord::typed('g')), None);
        assert_eq!(keymap.action(Context::Search, Chord::typed('a')), None);
    }
}
