//! The palette: everything that can be done in the place where it was opened, found by name.

use super::moving::moved;
use super::{App, Effect, Question};
use crate::keymap::Action;
use crate::text;
use crate::tui::entry::Entry;

/// The open palette.
#[derive(Debug, Clone, Default)]
pub struct Palette {
    /// What was typed.
    pub entry: Entry,
    /// The marked action.
    pub at: usize,
    /// Somebody moved the mark: the focus is in the list and no more in the box.
    pub in_list: bool,
}

/// Something that the palette offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it does.
    pub action: Action,
    /// All its keys in the place below.
    pub keys: String,
    /// What it is called there.
    pub word: &'static str,
    /// What it does there, in one line.
    pub doc: &'static str,
}

impl App {
    /// Returns what the palette offers, each with its keys: what makes most sense now first, then the rest; with something typed, what is called so before what only does something of the kind.
    pub fn offers(&self) -> Vec<Offer> {
        let Some(palette) = &self.palette else { return Vec::new() };
        let (hints, place) = (self.page_hints(), self.place());
        let may = |action: Action| action != Action::Palette && self.may(action);
        let actions = self.keymap.actions(place).into_iter().filter(|(action, _)| may(*action));
        let offer = |(action, keys): (Action, String)| {
            let (word, doc) = (action.hint_in(place), action.doc_in(place));
            Offer { action, keys, word, doc }
        };
        let mut offers: Vec<Offer> = actions.map(offer).collect();
        offers.sort_by_key(|offer| hints.iter().position(|hint| *hint == offer.action).unwrap_or(hints.len()));
        let typed = text::words(palette.entry.value());
        let fits = |words: &str| {
            let words = text::words(words);
            typed.iter().all(|typed| words.iter().any(|word| word.starts_with(typed.as_str())))
        };
        let called = |offer: &Offer| fits(&format!("{} {}", offer.word, offer.action.name()));
        offers.retain(|offer| called(offer) || fits(&format!("{} {}", offer.word, offer.doc)));
        offers.sort_by_key(|offer| !called(offer));
        offers
    }

    /// Returns whether an action can be done at all now: over a question nothing can but its answers and what leads away from the whole screen.
    pub(super) fn may(&self, action: Action) -> bool {
        use Action as A;
        self.question.is_none()
            || self.help.is_some()
            || matches!(self.question, Some(Question::Unprinted))
                && matches!(action, A::PrintElsewhere | A::WriteSlip | A::OpenLog)
            || matches!(action, A::Confirm | A::Cancel | A::Hide | A::Quit | A::Help | A::Palette)
    }

    /// Does what a key means while the palette is open. What is chosen is done in the place below it, as if its own key had been pressed there.
    pub(super) fn act_in_palette(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Down => self.step_in_palette(1),
            Action::Up => self.step_in_palette(-1),
            Action::PageDown => self.step_in_palette(self.page_rows()),
            Action::PageUp => self.step_in_palette(-self.page_rows()),
            Action::Back | Action::Palette => self.palette = None,
            Action::Do => {
                let marked = self.palette.as_ref().map_or(0, |palette| palette.at);
                let Some(chosen) = self.offers().into_iter().nth(marked) else {
                    self.say("Nothing that can be done here is called that.");
                    return Vec::new();
                };
                self.palette = None;
                return self.act(chosen.action);
            }
            other => {
                self.palette = None;
                return self.act(other);
            }
        }
        Vec::new()
    }

    pub(super) fn step_in_palette(&mut self, by: isize) {
        let last = self.offers().len().saturating_sub(1);
        if let Some(palette) = &mut self.palette {
            palette.in_list = by > 0 || palette.in_list && palette.at > 0;
            palette.at = moved(palette.at, by, last);
        }
    }
}
