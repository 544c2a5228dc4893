//! Ending and hiding visits on screen.

use super::{App, Effect, Family, Page, Question};
use crate::keymap::{Action, Chord};
use crate::tui::form::Form;
use crate::visit::Step;
use crossterm::event::KeyCode;
use std::time::Duration;

impl App {
    /// Looks at the time.
    pub(super) fn pass(&mut self, at: Duration) -> Vec<Effect> {
        self.at = self.at.max(at);
        let holds = self.holds();
        let step = self.watch.pass(self.at, self.is_sensitive(), holds);
        self.take(step);
        let due = |moment: &mut Option<Duration>, effect| moment.take_if(|m| *m <= self.at).map(|_| effect);
        let (midnight, look) = (due(&mut self.midnight, Effect::Face), due(&mut self.look, Effect::Refresh));
        let fetch = due(&mut self.fetching.next, Effect::Fetch);
        midnight.into_iter().chain(look).chain(fetch).collect()
    }

    /// Hides the screen by hand.
    pub(super) fn hide(&mut self) -> Vec<Effect> {
        let step = self.watch.hide(self.at, self.is_sensitive());
        self.take(step);
        Vec::new()
    }

    /// Hides the screen of a machine that slept, and erases what was left on it for too long.
    pub(super) fn slept(&mut self, by: Duration) {
        let holds = self.holds();
        let step = self.watch.slept(by, self.at, self.is_sensitive(), holds);
        self.take(step);
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Stay => {}
            Step::Veil => self.veil(),
            Step::VeilAndErase => {
                self.veil();
                self.end_visit();
            }
            Step::Erase => self.end_visit(),
        }
    }

    /// Takes away what stands over a visit and is not part of it.
    fn veil(&mut self) {
        self.said = None;
        self.forget_pin();
        self.palette = None;
        if matches!(self.page, Page::Counts | Page::Hub) {
            self.close_page();
        }
        self.leave_over();
        if self.page == Page::Today {
            self.page = Page::Desk;
            self.today = None;
        }
    }

    /// Returns whether there is anything of a visit, the slip of the one before that did not come out included.
    pub(super) fn holds(&self) -> bool {
        !self.family.is_empty() || self.unprinted.is_some()
    }

    /// Clears everything for the next family, after a question where something would be lost.
    pub(super) fn next_visit(&mut self) {
        if self.is_saving() {
            self.say("Still busy with this visit; one moment.");
        } else if self.loses_slip() {
            let hide = self.key_name(Action::Hide);
            self.say(format!("This slip waits for the printer. {hide} clears at once, and it is not printed then."));
        } else if self.logs_when_printed() {
            // Nothing is lost by not waiting for the printer.
            self.end_visit();
            self.say("Cleared for the next visit. The slip is printing; the enquiry is saved after it.");
        } else if self.family.visit.basket().is_empty() && self.family.form.is_none() {
            self.end_visit();
        } else {
            self.question = Some(Question::NextVisit);
        }
    }

    /// Forgets everything about the family at the desk.
    pub(super) fn end_visit(&mut self) {
        let sensitive = self.is_sensitive();
        let unfound = std::mem::take(&mut self.family.unfound).end();
        // In a sensitive visit no word is counted, whatever was searched for before it became one.
        if !sensitive && !self.family.form.as_ref().is_some_and(Form::is_grave) {
            self.unfound.extend(unfound);
        }
        self.let_go_of_slips();
        // A query that is still being answered belongs to nobody any more.
        let ticket = self.ticket();
        self.family = Family { number: ticket, generation: ticket, answered: ticket, ..Family::default() };
        self.end_below(sensitive);
        self.question = None;
        self.help = None;
        self.palette = None;
        self.said = None;
        self.forget_pin();
    }

    fn forget_pin(&mut self) {
        self.pin = None;
        self.pin_wrong = false;
    }

    /// Takes a key behind the idle screen: any key brings an ordinary visit back, after the PIN if there is one.
    pub(super) fn veiled_key(&mut self, chord: Chord) -> Vec<Effect> {
        let wanted = self.start.timers.pin.clone().filter(|_| self.holds());
        let Some(wanted) = wanted else {
            self.watch.open(self.at);
            self.tell_owed();
            return Vec::new();
        };
        let opened = self.pin.is_some();
        let entry = self.pin.get_or_insert_default();
        match chord.code {
            KeyCode::Enter if entry.value() == wanted => {
                self.forget_pin();
                self.watch.open(self.at);
            }
            KeyCode::Enter => {
                // Nothing typed is nothing wrong.
                self.pin_wrong |= !entry.value().is_empty();
                entry.clear();
            }
            KeyCode::Esc if opened => self.forget_pin(),
            _ if chord.character().is_none_or(|c| c.is_ascii_digit()) => drop(entry.key(chord)),
            _ => {}
        }
        Vec::new()
    }
}
