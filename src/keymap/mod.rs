//! Keys: which do what where. Hints, help and `signpost keys` are made from it, so that they never drift apart.

mod action;
mod chord;

use crate::error::Error;
use crate::text;
pub use action::{Action, Context};
pub use chord::Chord;
use std::collections::BTreeMap;
use std::str::FromStr;
use strum::IntoEnumIterator;

/// The keymap inside the program.
const BUILT_IN: &str = include_str!("../../keymaps/default.toml");

/// A keymap file: context, action, keys.
type File = BTreeMap<String, BTreeMap<String, toml::Value>>;

/// Which keys do what where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keymap {
    /// In the order of contexts and actions, so that lists made from it stay in that order.
    bindings: BTreeMap<(Context, Action), Vec<Chord>>,
}

impl Keymap {
    /// Returns the keymap inside the program.
    pub fn built_in() -> Self {
        // A test holds that this file has no problems.
        Self::default().laid_over(BUILT_IN, "the built-in keymap").0
    }

    /// Returns the built-in keymap with a user's file laid over it, or the built-in one with every problem of that file.
    pub fn with_user(text: &str, place: &str) -> (Self, Vec<Error>) {
        let built_in = Self::built_in();
        let (keymap, problems) = built_in.clone().laid_over(text, place);
        if problems.is_empty() { (keymap, problems) } else { (built_in, problems) }
    }

    fn laid_over(mut self, text: &str, place: &str) -> (Self, Vec<Error>) {
        let mut problems = Vec::new();
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(e) => {
                let line = text[..e.span().map_or(0, |s| s.start.min(text.len()))].matches('\n').count() + 1;
                let what = format!("{place}:{line}: {}.", e.message().trim_end_matches('.'));
                return (self, vec![Error::input(what).hint("Each line is: action = [\"key\", \"key\"].")]);
            }
        };
        for (context_name, actions) in &file {
            let Some(context) = known::<Context>(context_name, Context::name, place, "place for keys", &mut problems)
            else {
                continue;
            };
            for (action_name, keys) in actions {
                let named = format!("{place}: {context_name}.{action_name}");
                let Some(action) = known::<Action>(action_name, Action::name, place, "action", &mut problems) else {
                    continue;
                };
                match chords(keys, context, &named) {
                    Ok(chords) => drop(self.bindings.insert((context, action), chords)),
                    Err(found) => problems.extend(found),
                }
            }
        }
        problems.extend(
            self.doubled()
                .into_iter()
                .map(|what| Error::input(format!("{place}: {what}")).hint("Give each action a key of its own.")),
        );
        (self, problems)
    }

    /// Returns a sentence for each key that means two things in one place.
    fn doubled(&self) -> Vec<String> {
        let mut out = Vec::new();
        for context in Context::iter() {
            // Own keys come first in the chain; two that meet further down are told where they stand.
            let own = self.bindings.iter().filter(|((c, _), _)| *c == context).map(|(_, chords)| chords.len()).sum();
            let mut seen: BTreeMap<String, (usize, Action)> = BTreeMap::new();
            for (at, (action, chord)) in self.in_chain(context).enumerate() {
                let (first_at, first) = *seen.entry(chord.to_string()).or_insert((at, action));
                if first != action && first_at < own {
                    let place = context.name();
                    out.push(format!("{chord} means both {} and {} in \"{place}\".", first.name(), action.name()));
                }
            }
        }
        out
    }

    fn in_chain(&self, context: Context) -> impl Iterator<Item = (Action, Chord)> {
        context.chain().iter().flat_map(move |place| {
            let own = self.bindings.iter().filter(move |((context, _), _)| context == place);
            own.flat_map(|((_, action), chords)| chords.iter().map(|chord| (*action, *chord)))
        })
    }

    /// Returns what a key does in this place.
    pub fn action(&self, context: Context, chord: Chord) -> Option<Action> {
        self.in_chain(context).find(|(_, c)| *c == chord).map(|(action, _)| action)
    }

    /// Returns the first key of an action in this place.
    pub fn key(&self, context: Context, action: Action) -> Option<Chord> {
        self.in_chain(context).find(|(a, _)| *a == action).map(|(_, chord)| chord)
    }

    /// Returns the words for a hint: the key and what it does; none when no key does it here.
    pub fn hint(&self, context: Context, action: Action) -> Option<(String, &'static str)> {
        self.key(context, action).map(|chord| (chord.to_string(), action.hint()))
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

    /// Returns every place with its heading, and its actions with all their keys.
    pub fn list(&self) -> Vec<(Context, Vec<(Action, String)>)> {
        let of = |context| {
            let own = self.bindings.iter().filter(|((c, _), chords)| *c == context && !chords.is_empty());
            own.map(|((_, action), chords)| (*action, in_words(chords))).collect()
        };
        Context::iter().map(|context| (context, of(context))).collect()
    }
}

fn in_words(keys: &[Chord]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}

/// Returns the thing with this name, or adds a problem with what was probably meant.
fn known<T: FromStr + IntoEnumIterator>(
    name: &str,
    name_of: fn(T) -> &'static str,
    place: &str,
    kind: &str,
    problems: &mut Vec<Error>,
) -> Option<T> {
    let found = T::from_str(name).ok();
    if found.is_none() {
        let error = Error::input(format!("{place}: there is no {kind} \"{name}\"."));
        let near = text::nearest(name, T::iter().map(name_of));
        problems.push(error.did_you_mean(near, "\"signpost keys\" lists them all."));
    }
    found
}

/// Reads one key or a list of keys.
fn chords(value: &toml::Value, context: Context, named: &str) -> Result<Vec<Chord>, Vec<Error>> {
    let names: Vec<&toml::Value> = match value {
        toml::Value::Array(list) => list.iter().collect(),
        one => vec![one],
    };
    let mut chords = Vec::new();
    let mut problems = Vec::new();
    for name in names {
        match name.as_str().and_then(Chord::parse) {
            None => problems.push(
                Error::input(format!("{named}: {name} is not a key."))
                    .hint("Write keys as \"f4\", \"alt-l\", \"shift-tab\"."),
            ),
            Some(chord) if context.takes_letters() && chord.character().is_some() => problems.push(
                Error::input(format!("{named}: \"{chord}\" is needed for typing."))
                    .hint("Choose a function key, or one with Ctrl or Alt."),
            ),
            Some(chord) => chords.push(chord),
        }
    }
    if problems.is_empty() { Ok(chords) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_keymap_has_no_problems_and_a_key_for_every_action() {
        let (keymap, problems) = Keymap::default().laid_over(BUILT_IN, "default.toml");
        assert!(problems.is_empty(), "{problems:?}");
        for action in Action::iter() {
            assert!(keymap.bindings.iter().any(|((_, a), chords)| *a == action && !chords.is_empty()), "{action:?}");
            assert!(!action.hint().is_empty() && !action.doc().is_empty(), "{action:?}");
        }
    }

    #[test]
    fn no_key_is_one_that_terminals_or_browsers_keep() {
        for ((context, action), chords) in Keymap::built_in().bindings {
            for chord in chords {
                let name = chord.to_string();
                assert!(
                    !["F10", "F11", "Ctrl-N", "Ctrl-T", "Ctrl-W", "Ctrl-S", "Ctrl-Z"].contains(&&*name),
                    "{context:?} {action:?} {name}"
                );
            }
        }
    }

    #[test]
    fn a_users_line_replaces_one_action_and_leaves_the_rest() {
        let (keymap, problems) = Keymap::with_user("[desk]\nopen-log = \"alt-l\"", "keymap.toml");
        assert!(problems.is_empty());
        let chord = |name| Chord::parse(name).unwrap();
        assert_eq!(keymap.action(Context::Desk, chord("alt-l")), Some(Action::OpenLog));
        assert_eq!(keymap.action(Context::Desk, chord("f4")), None);
        assert_eq!(keymap.action(Context::Basket, chord("f2")), Some(Action::OpenSlip));
        assert_eq!(keymap.action(Context::Slip, chord("f4")), Some(Action::OpenLog));
    }

    #[test]
    fn what_lost_its_keys_can_still_be_done() {
        let (keymap, problems) = Keymap::with_user("[desk]\nundo = []\n[basket]\nhelp = \"alt-z\"", "keymap.toml");
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
    fn every_problem_is_told_at_once_and_the_built_in_keymap_holds() {
        let text = "[desk]\nopen-lgo = \"f4\"\nundo = \"z\"\ntoday = [\"f6\", \"hyper-x\"]\nadd = \"f2\"\n[dekk]\nadd = \"f3\"";
        let (keymap, problems) = Keymap::with_user(text, "keymap.toml");
        assert_eq!(keymap, Keymap::built_in());
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(told.join("\n"), @r#"
        keymap.toml: there is no place for keys "dekk". Did you mean "desk"?
        keymap.toml: there is no action "open-lgo". Did you mean "open-log"?
        keymap.toml: desk.today: "hyper-x" is not a key. Write keys as "f4", "alt-l", "shift-tab".
        keymap.toml: desk.undo: "z" is needed for typing. Choose a function key, or one with Ctrl or Alt.
        keymap.toml: F2 means both add and open-slip in "desk". Give each action a key of its own.
        "#);
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let (keymap, problems) = Keymap::with_user("[desk]\nadd = ", "keymap.toml");
        assert_eq!(keymap, Keymap::built_in());
        assert!(problems[0].to_string().starts_with("keymap.toml:2:"), "{}", problems[0]);
    }
}
