//! Keeping the catalogue true: the lists, a service by itself, and what becomes of what is recorded.

use super::moving::moved;
use super::{Answer, App, Effect, Focus, Page, Telling};
use crate::catalogue::Means;
use crate::desk::Card;
use crate::keymap::Action;
use crate::tui::layout;
use crate::tui::ledger::{Ledger, Row, Section};

/// The lists of upkeep.
#[derive(Debug, Default)]
pub struct Upkeep {
    /// The open one.
    pub section: Section,
    /// All of them, once they are there.
    pub ledger: Option<Ledger>,
    /// The marked line.
    pub at: usize,
}

impl Upkeep {
    /// Returns the lines of the open list.
    pub fn rows(&self) -> Vec<Row> {
        self.ledger.as_ref().map(|ledger| ledger.rows(self.section)).unwrap_or_default()
    }

    /// Returns the marked line.
    pub fn row(&self) -> Option<Row> {
        self.rows().into_iter().nth(self.at)
    }
}

/// A service that is shown by itself.
#[derive(Debug, Default)]
pub struct Lone {
    /// Its id.
    pub id: String,
    /// Its name, as far as it is known.
    pub name: String,
    /// Its card, once it is there.
    pub card: Option<Card>,
    /// There is no such service any more.
    pub gone: bool,
    /// Lines by which it is scrolled.
    pub scroll: usize,
    asked: u64,
}

/// A service that something is said of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Subject {
    pub id: String,
    pub name: String,
    /// Whether a visit in which it is opened is sensitive, where that is known.
    pub sensitive: Option<bool>,
}

/// Something that is on its way to the store and changes the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Report,
    Note,
    Check,
    Amend,
    TakeBack,
}

impl App {
    /// Opens the lists of upkeep.
    pub(super) fn open_upkeep(&mut self, section: Section) -> Vec<Effect> {
        self.open_over(Page::Upkeep);
        self.upkeep = Upkeep { section, ..Upkeep::default() };
        if section == Section::New {
            self.fetching.unread = 0;
        }
        self.want_ledger().into_iter().collect()
    }

    /// Asks for the lists where they are open, also below another page.
    pub(super) fn want_ledger(&self) -> Option<Effect> {
        let open = self.page == Page::Upkeep || self.below.contains(&Page::Upkeep);
        open.then_some(Effect::Ledger)
    }

    pub(super) fn listed(&mut self, answer: Answer<Ledger>) {
        match answer {
            Ok(ledger) => {
                self.upkeep.ledger = Some(match self.upkeep.ledger.take() {
                    Some(open) => ledger.following(open),
                    None => ledger,
                });
            }
            Err(problem) => {
                self.upkeep.ledger.get_or_insert_default();
                self.complain(problem);
            }
        }
        self.step_upkeep(0);
    }

    /// Goes to the next list or the one before.
    pub(super) fn turn_section(&mut self, by: isize) {
        let all = Section::ALL;
        let at = all.iter().position(|section| *section == self.upkeep.section).unwrap_or(0);
        let to = (at.cast_signed() + by).rem_euclid(all.len().cast_signed());
        self.upkeep.section = all[to.unsigned_abs()];
        self.upkeep.at = 0;
        if self.upkeep.section == Section::New {
            self.fetching.unread = 0;
        }
    }

    pub(super) fn step_upkeep(&mut self, by: isize) {
        let last = self.upkeep.rows().len().saturating_sub(1);
        self.upkeep.at = moved(self.upkeep.at, by, last);
    }

    /// Opens the marked service by itself.
    pub(super) fn open_entry(&mut self) -> Vec<Effect> {
        let Some(Subject { id, name, .. }) = self.subject() else {
            self.say("Nothing is marked here.");
            return Vec::new();
        };
        self.open_over(Page::Service);
        self.lone = Some(Lone { id, name, ..Lone::default() });
        self.want_entry().into_iter().collect()
    }

    /// Asks for the card of the service that is shown by itself.
    pub(super) fn want_entry(&mut self) -> Option<Effect> {
        let ticket = self.ticket();
        let shown = self.lone.as_mut()?;
        shown.asked = ticket;
        Some(Effect::Entry(ticket, shown.id.clone()))
    }

    pub(super) fn entered(&mut self, ticket: u64, answer: Answer<Option<Card>>) {
        let Some(shown) = self.lone.as_mut().filter(|shown| shown.asked == ticket) else { return };
        match answer {
            Ok(card) => {
                shown.gone = card.is_none();
                let sensitive = card.as_ref().is_some_and(|card| card.sensitive);
                shown.name = card.as_ref().map_or_else(|| shown.name.clone(), |card| card.name.clone());
                shown.card = card;
                self.family.visit.touch(sensitive);
            }
            Err(problem) => self.complain(problem),
        }
    }

    pub(super) fn scroll_entry(&mut self, by: isize) {
        let last = layout::entry_overflow(self);
        if let Some(shown) = &mut self.lone {
            shown.scroll = moved(shown.scroll, by, last);
        }
    }

    /// Returns the service that a key is about here.
    pub(super) fn subject(&self) -> Option<Subject> {
        match self.page {
            Page::Desk if self.family.focus == Focus::Basket => {
                let chosen = self.family.visit.basket().get(self.family.basket_at)?;
                let (id, name) = (chosen.id.clone(), chosen.name.clone());
                Some(Subject { id, name, sensitive: Some(chosen.sensitive) })
            }
            Page::Desk => {
                let listed = self.family.selected()?;
                let (id, name) = (listed.id.clone(), listed.name.clone());
                Some(Subject { id, name, sensitive: Some(listed.sensitive) })
            }
            Page::Upkeep => {
                let Row { service, name, title, sensitive, .. } = self.upkeep.row()?;
                let name = if name.is_empty() { title } else { name };
                Some(Subject { id: service, name, sensitive })
            }
            Page::Service => {
                let shown = self.lone.as_ref().filter(|shown| !shown.gone)?;
                let sensitive = shown.card.as_ref().map(|card| card.sensitive);
                Some(Subject { id: shown.id.clone(), name: shown.name.clone(), sensitive })
            }
            _ => None,
        }
    }

    /// Does something with the marked service, or says that none is.
    pub(super) fn with_subject(&mut self, action: Action) -> Vec<Effect> {
        let Some(subject) = self.subject() else {
            self.say("No service is marked here.");
            return Vec::new();
        };
        let done = self.page == Page::Upkeep && self.upkeep.row().is_some_and(|row| row.done);
        match action {
            Action::Rung | Action::Checked if done => {
                self.say(format!("{} needs no ringing any more. Go on to another line.", subject.name));
            }
            Action::Report => self.mark_subject(subject, Telling::Wrong),
            Action::Checked => self.mark_subject(subject, Telling::How { fields: false }),
            Action::Rung => return self.check(subject, Means::Phone),
            _ => return self.open_fields(subject),
        }
        Vec::new()
    }

    /// Takes the marked line back before it is sent.
    pub(super) fn take_back_waiting(&mut self) -> Vec<Effect> {
        let Some(id) = self.upkeep.row().and_then(|row| row.waiting) else {
            let lists = self.key_name(Action::NextPane);
            self.say(format!("Only what waits to be sent can be taken back. {lists} goes to that list."));
            return Vec::new();
        };
        let ticket = self.deed(Deed::TakeBack);
        vec![Effect::TakeBack(ticket, id)]
    }

    /// Takes note of something on its way to the store, and returns its number.
    pub(super) fn deed(&mut self, deed: Deed) -> u64 {
        let ticket = self.ticket();
        self.deeds.push((ticket, deed));
        ticket
    }

    /// Returns whether something of the kind is still on its way to the store.
    pub(super) fn is_under_way(&self, deed: Deed) -> bool {
        self.deeds.iter().any(|(_, other)| *other == deed)
    }

    /// Takes what the store said: what was typed goes only when it is safe.
    pub(super) fn recorded(&mut self, ticket: u64, answer: Answer<String>) -> Vec<Effect> {
        let Some(at) = self.deeds.iter().position(|(known, _)| *known == ticket) else { return Vec::new() };
        let (_, deed) = self.deeds.remove(at);
        match answer {
            Ok(text) => {
                self.done_with(deed);
                if !self.is_veiled() {
                    // The report itself was told before.
                    self.say(if deed == Deed::Note { "The line is kept at this desk.".to_owned() } else { text });
                }
                self.look_again()
            }
            Err(problem) => {
                self.not_recorded(deed, &problem);
                Vec::new()
            }
        }
    }

    fn done_with(&mut self, deed: Deed) {
        let telling = self.marking.as_ref().map(|mark| &mark.telling);
        let typed_here = match deed {
            Deed::Note => matches!(telling, Some(Telling::Note(_))),
            Deed::Check => matches!(telling, Some(Telling::Role { fields: false, .. })),
            _ => false,
        };
        if typed_here && self.page == Page::Mark {
            self.close_over();
        }
        if deed == Deed::Amend {
            self.fields_saved();
        }
    }

    fn not_recorded(&mut self, deed: Deed, problem: &str) {
        match deed {
            Deed::Report => {
                if let Some(mark) = &mut self.marking {
                    mark.telling = Telling::Wrong;
                }
                self.complain(format!("Not reported. {problem}"));
            }
            Deed::Note => self.complain(format!("The line is not kept; the report is. {problem}")),
            Deed::Check => {
                // It may be the role that was not allowed.
                self.ask_role_again();
                self.complain(format!("Not recorded. {problem}"));
            }
            Deed::Amend => {
                self.ask_role_again();
                self.fields_refused(problem);
            }
            Deed::TakeBack => self.complain(format!("Not taken back. {problem}")),
        }
    }

    /// Gives everything that was on its way to a store that died the answer that it never gave.
    pub(super) fn give_up_deeds(&mut self, stopped: &str) {
        for (_, deed) in std::mem::take(&mut self.deeds) {
            self.not_recorded(deed, stopped);
        }
    }
}
