//! Going on after the program itself failed in the middle of a step: what was typed and what has to be saved stays, in memory only.

use super::types::{Owed, Printing, Saving};
use super::{App, Effect, Family, Focus, Msg, Page, Sheet};
use crate::error::Error;
use crate::keymap::Action;

/// Every enquiry that is on its way to the disk, kept aside for one step.
#[derive(Debug)]
pub(in crate::tui) struct Debts {
    saving: Option<Saving>,
    printing: Vec<Printing>,
    owed: Vec<Owed>,
}

impl App {
    /// Returns what has to be saved whatever becomes of the next step. What that step would have settled is owed: offered again and saved under the same id, it counts once.
    pub(in crate::tui) fn debts(&self, next: &Msg) -> Debts {
        let mut debts = Debts { saving: self.saving.clone(), printing: self.printing.clone(), owed: self.owed.clone() };
        match next {
            Msg::Saved(id, _) => {
                let settled = debts.saving.take_if(|saving| saving.enquiry.id == *id);
                debts.owed.extend(settled.map(|saving| Owed { enquiry: *saving.enquiry, visit: saving.visit }));
            }
            Msg::Printed(ticket, _) => {
                let settled = debts.printing.iter().position(|job| job.ticket == *ticket);
                let job = settled.map(|at| debts.printing.swap_remove(at));
                let then = job.and_then(|job| Some((job.then_log?, job.visit)));
                debts.owed.extend(then.map(|(enquiry, visit)| Owed { enquiry: *enquiry, visit }));
            }
            _ => {}
        }
        debts
    }

    /// Takes the debts of before a failed step.
    pub(in crate::tui) fn take_back(&mut self, debts: Debts) {
        let Debts { saving, printing, owed } = debts;
        (self.saving, self.printing) = (saving, printing);
        self.owed.clear();
        owed.into_iter().for_each(|owed| self.owe(owed.enquiry, owed.visit));
    }

    /// Says that a step failed and waits for nothing that was to come of it; the printer gets what waits for it.
    pub(in crate::tui) fn go_on(&mut self, problem: &Error) -> Vec<Effect> {
        let family = &mut self.family;
        family.answered = family.generation;
        family.held = None;
        if let Some(form) = &mut family.form {
            form.meant.get_or_insert_default();
        }
        self.say_kept(problem);
        self.print_next()
    }

    /// Makes the picture simpler after it could not be drawn, and returns whether there was anything left to leave out. The form, the basket and the words stay.
    pub(in crate::tui) fn give_way(&mut self, problem: &Error) -> bool {
        let family = &mut self.family;
        if self.palette.is_some() || self.help.is_some() || self.question.is_some() {
            self.palette = None;
            self.help = None;
            self.question = None;
        } else if self.page != Page::Desk {
            self.page = Page::Desk;
            self.below.clear();
            self.today = None;
            self.sheet = Sheet::default();
        } else if !family.results.listed.is_empty() || family.card.is_some() {
            // Prompts stay: what they say is needed most.
            family.results.listed.clear();
            family.card = None;
            Family::keep_focus(family);
        } else if family.focus != Focus::Search {
            family.focus = Focus::Search;
        } else {
            return false;
        }
        self.say_kept(problem);
        true
    }

    fn say_kept(&mut self, problem: &Error) {
        let kept = if self.family.form.is_some() && self.page != Page::Log {
            format!("The enquiry is kept: {} brings it back.", self.key_name(Action::OpenLog))
        } else {
            "What you typed is kept; go on.".to_owned()
        };
        self.complain(format!("{} {kept}", problem.what));
    }
}
