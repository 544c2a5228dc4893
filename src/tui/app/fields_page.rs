//! The fields of a service on screen, for whoever does not want to edit files.

use super::upkeep::{Deed, Subject};
use super::{Answer, App, Effect, Page, Question, Telling};
use crate::catalogue::Means;
use crate::desk::{Card, FormField};
use crate::keymap::Action;
use crate::tui::fields::Fields;

impl App {
    /// Opens the fields of a service. Others in which something was changed are not given up for it.
    pub(super) fn open_fields(&mut self, subject: Subject) -> Vec<Effect> {
        if let Some(open) = self.fields.as_ref().filter(|fields| fields.is_changed()) {
            if open.service != subject.id {
                let (name, save) = (open.name.clone(), self.key_name(Action::Save));
                self.open_over(Page::Fields);
                self.say(format!("The fields of {name} are changed and not saved yet. {save} saves them."));
                return Vec::new();
            }
            self.open_over(Page::Fields);
            return Vec::new();
        }
        let ticket = self.ticket();
        self.open_over(Page::Fields);
        let Subject { id, name, .. } = subject;
        self.fields = Some(Fields::waiting(id.clone(), name, ticket));
        vec![Effect::Fields(ticket, id)]
    }

    pub(super) fn fields_read(&mut self, ticket: u64, answer: Answer<(Vec<FormField>, Option<Card>)>) {
        let Some(fields) = self.fields.as_mut().filter(|fields| fields.asked == ticket) else { return };
        match answer {
            Ok((all, card)) => {
                fields.fill(all);
                fields.sensitive = card.as_ref().map(|card| card.sensitive);
                let sensitive = card.as_ref().is_some_and(|card| card.sensitive);
                if let Some(card) = card {
                    fields.name = card.name;
                }
                self.family.visit.touch(sensitive);
            }
            Err(problem) => {
                if self.page == Page::Fields {
                    self.close_over();
                }
                self.fields = None;
                self.complain(problem);
            }
        }
    }

    /// Asks whether what was changed was checked, too.
    pub(super) fn save_fields(&mut self) -> Vec<Effect> {
        let Some(fields) = &self.fields else { return Vec::new() };
        if fields.saving || fields.is_reading() {
            self.say("One moment.");
        } else if fields.is_changed() {
            let (id, name) = (fields.service.clone(), fields.name.clone());
            let subject = Subject { id, name, sensitive: fields.sensitive };
            self.mark_subject(subject, Telling::How { fields: true });
        } else {
            let checked = self.key_name(Action::Back);
            self.say(format!("Nothing was changed. {checked} leaves; what is right as it is can be recorded there."));
        }
        Vec::new()
    }

    /// Records what was changed, and how it was checked once the role is known.
    pub(super) fn amend(&mut self, how: Option<Means>) -> Vec<Effect> {
        let Some(fields) = &self.fields else { return Vec::new() };
        let checked = match (how, &self.role) {
            (Some(how), None) => {
                let (id, name) = (fields.service.clone(), fields.name.clone());
                self.ask_role(Subject { id, name, sensitive: fields.sensitive }, how, true);
                return Vec::new();
            }
            (Some(how), Some(role)) => Some((how, role.clone())),
            (None, _) => None,
        };
        let (id, now) = (fields.service.clone(), fields.now());
        if self.page == Page::Mark {
            self.close_over();
        }
        if let Some(fields) = &mut self.fields {
            fields.saving = true;
        }
        self.say("Saving...");
        let ticket = self.deed(Deed::Amend);
        vec![Effect::Amend(ticket, id, now, checked)]
    }

    pub(super) fn fields_saved(&mut self) {
        if self.page == Page::Fields {
            self.close_over();
        }
        self.fields = None;
    }

    pub(super) fn fields_refused(&mut self, problem: &str) {
        if let Some(fields) = &mut self.fields {
            fields.refuse(problem);
        }
        self.complain(format!("Not saved; everything stays as typed. {problem}"));
    }

    /// Leaves the fields, after a question where something would be lost.
    pub(super) fn leave_fields(&mut self) {
        match &self.fields {
            Some(fields) if fields.saving => self.say("Still saving; one moment."),
            Some(fields) if fields.is_changed() => self.question = Some(Question::LeaveFields),
            _ => self.close_over(),
        }
    }
}
