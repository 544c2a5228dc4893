//! The log on screen.

use super::{Answer, App, Effect, Page};
use crate::keymap::Action;
use crate::record::Enquiry;
use crate::tui::form::{Form, Line};

impl App {
    /// Opens the log, filled in as far as the desk knows.
    pub(super) fn open_log(&mut self) -> Vec<Effect> {
        if self.family.is_empty() && !self.owed.is_empty() && self.saving.is_none() {
            return self.pay();
        }
        self.fill_form();
        self.page = Page::Log;
        Vec::new()
    }

    pub(super) fn fill_form(&mut self) {
        let sensitive = self.is_sensitive();
        let need = self.family.need();
        let asks_ethnicity = self.start.face.asks_ethnicity;
        let (hub, asker) = (self.start.face.hub_id.clone(), self.asker());
        let family = &mut self.family;
        let form = family.form.get_or_insert_with(|| {
            let mut form = Form::new(&hub, self.channel, sensitive);
            form.enquiry.asker = asker;
            form.asks_ethnicity = asks_ethnicity;
            form
        });
        form.follow(family.visit.basket(), need.as_deref());
    }

    /// Takes Enter in the log: with a word in the box it adds the need, else it saves.
    pub(super) fn enter_in_log(&mut self) -> Vec<Effect> {
        let adds = self.adds_need();
        let Some(form) = &mut self.family.form else { return Vec::new() };
        if adds {
            let found = form
                .matches(&self.start.needs)
                .first()
                .map(|need| (need.id.clone(), need.name.clone(), need.sensitive));
            match found {
                Some((id, name, sensitive)) => {
                    form.add_need(&id);
                    form.search.clear();
                    form.at = form.lines().iter().position(|line| *line == Line::AddNeed).unwrap_or(0);
                    self.family.visit.touch(sensitive);
                    self.say(format!("Added the need {name}."));
                }
                // What the words mean is known in a moment; the key is acted on then.
                None if form.meant.is_none() => self.family.held = Some(Action::Save),
                None => self.complain("No need has these words. Try another word."),
            }
            return Vec::new();
        }
        self.save_form()
    }

    /// Asks what the words in the box for another need may mean.
    pub(super) fn find_needs(&mut self) -> Vec<Effect> {
        let ticket = self.ticket();
        let Some(form) = &mut self.family.form else { return Vec::new() };
        self.family.needs_asked = ticket;
        form.meant = None;
        vec![Effect::Needs(ticket, form.search.value().to_owned())]
    }

    pub(super) fn meant(&mut self, ticket: u64, answer: Answer<Vec<String>>) -> Vec<Effect> {
        if ticket != self.family.needs_asked {
            return Vec::new();
        }
        let Some(form) = &mut self.family.form else { return Vec::new() };
        let held = self.family.held.take_if(|held| *held == Action::Save && self.page == Page::Log);
        match answer {
            Ok(meant) => form.meant = Some(meant),
            Err(problem) => {
                form.meant = Some(Vec::new());
                self.complain(problem);
                return Vec::new();
            }
        }
        held.map_or_else(Vec::new, |action| self.act(action))
    }

    /// Saves what the form says, or goes to what is wrong with it.
    pub(super) fn save_form(&mut self) -> Vec<Effect> {
        let Some(enquiry) = self.checked_form() else { return Vec::new() };
        self.save(enquiry, self.family.number)
    }

    /// Says so when this desk has no hub that an enquiry could be counted for.
    pub(super) fn stands_in_a_hub(&mut self) -> bool {
        let known = !self.start.face.hub_id.is_empty();
        if !known {
            self.complain(
                "Not saved: this desk stands in no hub. Start it with --hub, or name default_hub in catalogue.toml.",
            );
        }
        known
    }

    /// Returns the enquiry of the form, or goes to the first line in which something is wrong.
    pub(super) fn checked_form(&mut self) -> Option<Enquiry> {
        if !self.stands_in_a_hub() {
            return None;
        }
        let sensitive = self.is_sensitive();
        let form = self.family.form.as_mut()?;
        form.enquiry.hub.clone_from(&self.start.face.hub_id);
        form.enquiry.veiled = sensitive
            || form
                .enquiry
                .needs
                .iter()
                .any(|met| self.start.needs.iter().any(|need| need.id == met.need && need.sensitive));
        let Some(fault) = form.enquiry.faults().into_iter().next() else { return Some(form.enquiry.clone()) };
        form.go_to(fault.field);
        self.page = Page::Log;
        self.complain(fault.text);
        None
    }

    /// Returns whether a word stands in the box for another need, so that the key that saves adds it.
    pub(super) fn adds_need(&self) -> bool {
        self.page == Page::Log
            && self.family.form.as_ref().is_some_and(|form| form.is_typing() && !form.search.is_blank())
    }

    /// Empties the box for another need and returns whether there was something in it.
    pub(super) fn clear_need_box(&mut self) -> bool {
        let Some(form) = &mut self.family.form else { return false };
        let typed = form.is_typing() && !form.search.value().is_empty();
        if typed {
            form.search.clear();
        }
        typed
    }

    pub(super) fn change_choice(&mut self, by: isize) {
        if let Some(form) = &mut self.family.form {
            form.change(by);
        }
    }

    pub(super) fn tick_choice(&mut self) {
        if let Some(form) = &mut self.family.form {
            form.tick();
        }
    }
}
