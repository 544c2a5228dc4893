//! Reads a keymap file and tells every problem of it at once, with the place.

use super::{Action, Chord, Context, Keymap};
use crate::catalogue::syntax_problem;
use crate::error::Error;
use crate::text::{self, line_of};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;
use strum::IntoEnumIterator;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The one line of a keymap file that stands in no section.
const TYPE_ANYWHERE: &str = "type-anywhere";

/// What a line looks like.
const FORM: &str = "Each line is: action = [\"key\", \"key\"].";

/// A keymap file while it is read.
pub struct Reader<'t> {
    text: &'t str,
    file: &'t str,
    keymap: Keymap,
    problems: Vec<(usize, Error)>,
    /// Where each key of this file stands.
    places: BTreeMap<(Context, Action, String), usize>,
    /// Where this file takes all keys from an action.
    taken: BTreeMap<(Context, Action), usize>,
}

impl<'t> Reader<'t> {
    /// Returns the keymap with a file laid over it, and every problem of that file from top to bottom.
    pub fn lay(keymap: Keymap, text: &'t str, file: &'t str) -> (Keymap, Vec<Error>) {
        let below = keymap.clone();
        let mut reader = Self::over(keymap, text, file);
        let broken = reader.file();
        // What a broken line would have said is not known, so nothing is said about what meets it.
        if !broken {
            reader.doubled();
            reader.lost(&below);
        }
        reader.problems.sort_by_key(|(at, _)| *at);
        (reader.keymap, reader.problems.into_iter().map(|(_, error)| error).collect())
    }

    /// Returns the keymap of a file inside the program. Its problems are looked for by a test, and not at every start.
    pub fn trusted(text: &'t str) -> Keymap {
        let mut reader = Self::over(Keymap { bindings: BTreeMap::new(), type_anywhere: true }, text, "");
        reader.file();
        reader.keymap
    }

    fn over(keymap: Keymap, text: &'t str, file: &'t str) -> Self {
        let (places, taken) = (BTreeMap::new(), BTreeMap::new());
        Self { text, file, keymap, problems: Vec::new(), places, taken }
    }

    fn problem(&mut self, at: usize, what: impl std::fmt::Display, hint: impl Into<String>) {
        let error = Error::input(format!("{}: {what}", text::place(self.file, self.text, at)));
        self.problems.push((at, error.hint(hint)));
    }

    /// Takes the file in, and returns whether there are lines in it that are no TOML.
    fn file(&mut self) -> bool {
        let (tree, errors) = DeTable::parse_recoverable(self.text);
        let mut broken: Vec<usize> = Vec::new();
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            let line = line_of(self.text, at);
            // One line can be wrong in several ways for the parser, and is for its reader one bad line.
            if !broken.contains(&line) {
                self.problem(at, syntax_problem(error).what, FORM);
            }
            broken.push(line);
        }
        for (key, value) in tree.get_ref() {
            self.section(key, value, &broken);
        }
        !broken.is_empty()
    }

    /// Returns whether a line was guessed behind a mistake of writing, which is not what somebody wrote.
    fn is_guessed(&self, key: &Range<usize>, value: &Range<usize>, broken: &[usize]) -> bool {
        let lines = line_of(self.text, key.start)..=line_of(self.text, value.end.max(key.end));
        broken.iter().any(|line| lines.contains(line))
    }

    fn section(&mut self, key: &Spanned<Cow<'_, str>>, value: &Spanned<DeValue<'_>>, broken: &[usize]) {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        let actions = match value.get_ref() {
            DeValue::Table(actions) => actions,
            _ if self.is_guessed(&key.span(), &value.span(), broken) => return,
            DeValue::Boolean(on) if name == TYPE_ANYWHERE => {
                self.keymap.type_anywhere = *on;
                return;
            }
            _ if name == TYPE_ANYWHERE => {
                return self.problem(at, "type-anywhere is true or false.", "Write it without quotes.");
            }
            _ if Context::from_str(name).is_ok() => {
                let what = format!("\"{name}\" is a section.");
                return self.problem(at, what, format!("Write [{name}] on a line of its own, once."));
            }
            _ => {
                let what = format!("\"{}\" stands in no section.", text::visible(name));
                return self.problem(
                    at,
                    what,
                    "Put a line such as [desk] above it; \"signpost keys\" lists the sections.",
                );
            }
        };
        let Some(context) = self.known::<Context>(name, Context::name, at, "place for keys") else { return };
        for (key, value) in actions {
            if !self.is_guessed(&key.span(), &value.span(), broken) {
                self.line(context, key, value);
            }
        }
    }

    fn line(&mut self, context: Context, key: &Spanned<Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        if key.get_ref() == TYPE_ANYWHERE {
            let what = "type-anywhere stands in no section.";
            return self.problem(key.span().start, what, "Put it above the first line such as [desk].");
        }
        let Some(action) = self.known::<Action>(key.get_ref(), Action::name, key.span().start, "action") else {
            return;
        };
        let names: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            _ => vec![value],
        };
        if names.is_empty() {
            self.taken.insert((context, action), value.span().start);
        }
        let mut chords = Vec::new();
        for name in names {
            let at = name.span().start;
            let written = self.text.get(name.span()).unwrap_or_default();
            match name.get_ref().as_str().and_then(Chord::parse) {
                None => {
                    let what = format!("{} is not a key.", text::visible(written));
                    self.problem(at, what, "Write keys as \"f4\", \"alt-l\", \"shift-tab\".");
                }
                Some(chord) if context.takes_letters() && chord.character().is_some() => {
                    let what = format!("\"{chord}\" is needed for typing in [{}].", context.name());
                    self.problem(
                        at,
                        what,
                        "Choose a function key, or one with Ctrl or Alt; letters can be keys in [parts] and [choices].",
                    );
                }
                Some(chord) => {
                    self.places.insert((context, action, chord.to_string()), at);
                    chords.push(chord);
                }
            }
        }
        self.keymap.bindings.insert((context, action), chords);
    }

    /// Returns the thing with this name, or adds a problem with what was probably meant.
    fn known<T: FromStr + IntoEnumIterator>(
        &mut self,
        name: &str,
        name_of: fn(T) -> &'static str,
        at: usize,
        kind: &str,
    ) -> Option<T> {
        let found = T::from_str(name).ok();
        if found.is_none() {
            let what = format!("there is no {kind} \"{}\".", text::visible(name));
            let near = text::nearest(name, T::iter().map(name_of));
            let error = Error::input(format!("{}: {what}", text::place(self.file, self.text, at)));
            self.problems.push((at, error.did_you_mean(near, "\"signpost keys\" lists them all.")));
        }
        found
    }

    /// Tells each key that means two things in one place: both written there, or one that leaves the other without any key. A key that does so in several places is told once.
    fn doubled(&mut self) {
        let mut told: Vec<usize> = Vec::new();
        for context in Context::iter() {
            let mut seen: Vec<(Context, Action, Chord)> = Vec::new();
            let chain: Vec<_> = self.keymap.in_chain(context).collect();
            for (place, action, chord) in chain {
                let first = seen.iter().find(|(_, _, other)| *other == chord).copied();
                seen.push((place, action, chord));
                let Some((first_place, first, _)) = first.filter(|(_, first, _)| *first != action) else { continue };
                // What meets further down is told where it stands.
                let own = first_place == context;
                if !own || (place != context && self.keymap.key(context, action).is_some()) {
                    continue;
                }
                let at = [(first_place, first), (place, action)]
                    .iter()
                    .filter_map(|(place, action)| self.places.get(&(*place, *action, chord.to_string())))
                    .max();
                let at = at.copied().unwrap_or(0);
                if told.contains(&at) {
                    continue;
                }
                told.push(at);
                let what =
                    format!("{chord} means both {} and {} in [{}].", first.name(), action.name(), context.name());
                self.problem(at, what, "Give each action a key of its own.");
            }
        }
    }
    /// Tells each line that takes the keys from what has to have one; a line that does so in several places is told once.
    fn lost(&mut self, below: &Keymap) {
        let mut told: Vec<usize> = Vec::new();
        for lost in self.keymap.lost(below) {
            let ways = [(lost.context, lost.action), (lost.context, Action::Palette), (Context::Palette, Action::Do)];
            let ways = &ways[..if lost.listed { 3 } else { 1 }];
            let sections = ways.iter().flat_map(|(place, action)| place.chain().iter().map(move |c| (*c, *action)));
            let found = sections.filter_map(|way| self.taken.get(&way).map(|at| (*at, way.0))).max();
            // Keys that something else took, or that are no keys, are told already.
            let Some((at, section)) = found.filter(|(at, _)| !told.contains(at)) else { continue };
            told.push(at);
            let what = format!("In [{}] {}", section.name(), lost.what);
            self.problem(at, what, "Give it a key, or take this line out.");
        }
    }
}
