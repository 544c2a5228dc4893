//! Asking for what the words and filters find, and for the card of what is marked.

use super::{App, Effect};
use crate::desk::Results;
use crate::tui::chips::forget_unsaid;

impl App {
    pub(super) fn find(&mut self) -> Vec<Effect> {
        let ticket = self.ticket();
        self.family.generation = ticket;
        self.family.same_words = false;
        if self.start.face.counts_unfound {
            self.family.unfound.typed(self.family.query.value().trim());
        }
        forget_unsaid(&mut self.family.wanted, self.family.query.value());
        if !self.family.is_asking() {
            self.family.answered = ticket;
            self.family.results = Results::default();
            self.family.at = 0;
            self.family.by_hand = false;
            self.family.by_words = false;
            self.family.keep_focus();
            return Vec::new();
        }
        vec![Effect::Find(ticket, Box::new(self.family.ask()))]
    }

    /// Asks for the card of the marked service where it is not there yet.
    pub(super) fn want_card(&mut self) -> Option<Effect> {
        let id = self.family.selected()?.id.clone();
        let ask = self.family.ask();
        match &self.family.card_wanted {
            // Why it stands there is asked again with other words, but not before they are answered.
            Some((known, asked)) if *known == id && (*asked == ask || self.family.is_stale()) => return None,
            Some((known, _)) if *known == id => {}
            _ => self.family.card_scroll = 0,
        }
        self.family.card_wanted = Some((id.clone(), ask.clone()));
        Some(Effect::Card(id, Box::new(ask)))
    }
}
