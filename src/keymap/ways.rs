//! What no keymap may take from the person at the desk: hiding, help, answers to questions, and a way out of every place.

use super::{Action, Context, Keymap};
use strum::IntoEnumIterator;

/// Something that can't be done any more in a place.
pub struct Lost {
    /// The place.
    pub context: Context,
    /// The action that has to have a key there.
    pub action: Action,
    /// The list of all actions would do as well.
    pub listed: bool,
    /// What happened, in one sentence.
    pub what: &'static str,
}

impl Keymap {
    /// Returns everything that whoever stands at the desk must be able to do and can't do with this keymap, though the one below it lets them.
    pub(super) fn lost(&self, below: &Self) -> Vec<Lost> {
        let places = Context::iter().filter(|context| context.is_place());
        places.flat_map(|context| self.lost_in(context, below)).collect()
    }

    fn lost_in(&self, context: Context, below: &Self) -> Vec<Lost> {
        use Action as A;
        let mut lost = Vec::new();
        let mut need = |action, listed, what| {
            let can = |keymap: &Self| keymap.has(context, action) || listed && keymap.lists(context);
            if can(below) && !can(self) {
                lost.push(Lost { context, action, listed, what });
            }
        };
        need(A::Hide, false, "hide has no key, so nobody can hide the screen.");
        need(A::Help, false, "help has no key, so nobody can look up the keys.");
        if context == Context::Question {
            need(A::Confirm, false, "confirm has no key, so no question can be answered with yes.");
            need(A::Cancel, false, "cancel has no key, so no question can be answered with no.");
        } else {
            need(A::Back, true, "neither back nor the list of all actions can be reached, so there is no way out.");
        }
        need(A::Quit, true, "neither quit nor the list of all actions can be reached, so Signpost can't be closed.");
        lost
    }

    /// Returns whether the list of all actions, a way to whatever has no key, can be opened in a place and what is marked in it done.
    fn lists(&self, context: Context) -> bool {
        self.has(context, Action::Palette) && self.has(Context::Palette, Action::Do)
    }

    /// Returns whether an action has any key in a place. One whose keys all mean something else there is told as that.
    fn has(&self, context: Context, action: Action) -> bool {
        self.in_chain(context).any(|(_, known, _)| known == action)
    }
}
