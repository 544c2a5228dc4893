//! What workers answered.

use super::{Answer, App, Effect, Msg, Opened, Owed, Page, Part, Refreshed, Saving};
use crate::desk::{Notice, Results};
use crate::keymap::Action;
use crate::record::Enquiry;
use std::time::Duration;
use uuid::Uuid;

/// Time until the hub's face is asked for again when nobody said when.
const AGAIN: Duration = Duration::from_secs(3600);

/// Time until the catalogue's files are looked through again.
const LOOK: Duration = Duration::from_secs(600);

impl App {
    pub(super) fn answer(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Face(face, midnight) => {
                self.midnight = Some(midnight);
                let Some(face) = face else { return Vec::new() };
                let first = self.start.face.date == face.date;
                self.start.face = face;
                if first {
                    return Vec::new();
                }
                // "Today" means another day now.
                self.family.card_wanted = None;
                return self.find().into_iter().chain(self.want_sheet()).collect();
            }
            Msg::Opened(answer) => return self.opened(answer.map(|opened| *opened)),
            Msg::Found(generation, answer) => return self.found(generation, answer),
            Msg::Meant(ticket, answer) => return self.meant(ticket, answer),
            Msg::Carded(id, answer) => {
                let wanted = self.family.card_wanted.as_ref().is_some_and(|(wanted, _)| *wanted == id);
                match answer {
                    Ok(card) if wanted => self.family.card = card,
                    Err(problem) if wanted => self.complain(problem),
                    _ => {}
                }
            }
            Msg::Slipped(ticket, answer) => self.slipped(ticket, answer),
            Msg::Printed(ticket, answer) => return self.printed(ticket, answer),
            Msg::Printers(ticket, answer) => self.listed_printers(ticket, answer),
            Msg::Tongues(answer) => self.listed_tongues(answer),
            Msg::Pictured(ticket, answer) => self.pictured(ticket, answer),
            Msg::Written(ticket, answer) => self.written(ticket, answer),
            Msg::Saved(id, answer) => return self.saved(id, answer),
            Msg::Undone(id, Ok(())) => {
                self.saved.retain(|other| *other != id);
                if !self.is_veiled() {
                    self.say("Undone: that enquiry counts no more.");
                }
                // What could not be erased from every copy is told by the care that follows.
                let list = (self.page == Page::Today).then_some(Effect::Today);
                return list.into_iter().chain([Effect::Care]).collect();
            }
            Msg::Undone(_, Err(problem)) => self.complain(format!("Not undone. {problem}")),
            Msg::Today(Ok(rows)) => {
                self.today_at = self.today_at.min(rows.len().saturating_sub(1));
                self.today = Some(rows);
            }
            Msg::Today(Err(problem)) => self.complain(problem),
            Msg::Counts(answer) => self.counted(answer),
            Msg::Hub(answer) => self.fetched_hub(answer),
            Msg::Refreshed(answer) => return self.refreshed(answer),
            Msg::Fetched(answer) => return self.fetched(answer),
            Msg::Ledger(answer) => self.listed(answer.map(|ledger| *ledger)),
            Msg::Tallied(ticket, answer) => self.tallied(ticket, answer),
            Msg::Entry(ticket, answer) => self.entered(ticket, answer),
            Msg::Fields(ticket, answer) => self.fields_read(ticket, answer),
            Msg::Recorded(ticket, answer) => return self.recorded(ticket, answer),
            Msg::Told(notices) => notices.into_iter().for_each(|notice| self.tell(notice)),
            Msg::Died(part) => return self.died(part),
            Msg::Clock(_) | Msg::Key(_) | Msg::Paste(_) | Msg::Mouse(_) | Msg::Size(..) | Msg::Slept(_) | Msg::Gone => {
            }
        }
        Vec::new()
    }

    /// Takes the catalogue in, and does what was asked for meanwhile.
    fn opened(&mut self, answer: Answer<Opened>) -> Vec<Effect> {
        self.start.opening = false;
        match answer {
            Ok(opened) => {
                self.start.face = opened.face;
                self.start.needs = opened.needs;
                self.start.places = opened.places;
                self.start.slip_path = opened.slip_path;
                self.start.fetch_every = opened.fetch_every;
                opened.notices.into_iter().for_each(|notice| self.tell(notice));
            }
            Err(problem) => self.complain(problem),
        }
        let held = self.family.held.take();
        let mut effects = self.find();
        if effects.is_empty() {
            effects.extend(held.into_iter().flat_map(|action| self.act(action)));
        } else {
            self.family.held = held;
        }
        effects.extend([Effect::Notices, Effect::Face, Effect::Refresh]);
        effects.extend(self.fetch_first());
        effects
    }

    /// Takes what a look at the catalogue's files brought. They are looked at again after a while: not every change comes from this machine.
    fn refreshed(&mut self, answer: Answer<Option<Refreshed>>) -> Vec<Effect> {
        self.look = Some(self.at + LOOK);
        match answer {
            Ok(Some(new)) => self.take_catalogue(new),
            Ok(None) => Vec::new(),
            Err(text) => {
                self.tell(Notice { text, alert: true });
                Vec::new()
            }
        }
    }

    /// Gives everything that a dead worker was asked for the answer that it never gave. Nothing is tried again by itself: it might be what killed the worker.
    fn died(&mut self, part: Part) -> Vec<Effect> {
        match part {
            Part::Search => {
                self.family.answered = self.family.generation;
                self.family.held = None;
                if let Some(form) = &mut self.family.form {
                    form.meant.get_or_insert_default();
                }
                self.midnight.get_or_insert(self.at + AGAIN);
                self.tongues.get_or_insert_default();
                self.complain("The search had stopped and was started again. Type on.");
                Vec::new()
            }
            Part::Store => {
                let stopped = "The part of Signpost that saves had stopped and was started again.";
                self.give_up_deeds(stopped);
                match self.saving.as_ref().map(|saving| saving.enquiry.id) {
                    Some(id) => self.saved(id, Err(stopped.to_owned())),
                    None => {
                        self.complain(format!("{stopped} Look at today's list before you undo anything."));
                        Vec::new()
                    }
                }
            }
            Part::Jobs if self.start.opening => {
                let stopped = "Opening the catalogue had stopped and was started again.";
                self.opened(Err(stopped.to_owned()))
            }
            Part::Print => {
                let stopped = "Printing had stopped and was started again; look first whether a slip came out.";
                let ticket = self.printing.iter().find(|job| job.under_way).map(|job| job.ticket);
                ticket.map_or_else(Vec::new, |ticket| self.printed(ticket, Err(stopped.to_owned())))
            }
            Part::Fetch => {
                let stopped = "The part of Signpost that fetches the catalogue had stopped and was started again.";
                self.fetched(Err(stopped.to_owned()))
            }
            Part::Count => {
                self.give_up_tally("The part of Signpost that counts had stopped and was started again.");
                Vec::new()
            }
            Part::Jobs => {
                // It may have been looking through the files, and that brings no answer now.
                self.look.get_or_insert(self.at + LOOK);
                let stopped = "The part of Signpost that writes and shows files had stopped and was started again.";
                self.complain(stopped);
                self.give_up_files(stopped);
                self.upkeep.ledger.get_or_insert_default();
                Vec::new()
            }
        }
    }

    /// Adds something that staff must know, which stays until it is put away and takes no sentence's place.
    fn tell(&mut self, notice: Notice) {
        if !self.start.notices.contains(&notice) {
            self.start.notices.push(notice);
            self.notice_read = false;
        }
    }

    /// Says something that matters little: behind what is said already, and never in place of a problem.
    pub(super) fn say_besides(&mut self, text: &str) {
        if self.is_veiled() {
            return;
        }
        match &mut self.said {
            Some(said) if said.problem => {}
            Some(said) => said.text = format!("{} {text}", said.text),
            None => self.say(text),
        }
    }

    fn found(&mut self, generation: u64, answer: Answer<Results>) -> Vec<Effect> {
        if generation != self.family.generation {
            return Vec::new();
        }
        self.family.answered = generation;
        let mut held = self.family.held.take();
        let same_words = std::mem::take(&mut self.family.same_words);
        let results = match answer {
            Ok(results) => results,
            Err(problem) => {
                self.complain(problem);
                return Vec::new();
            }
        };
        let family = &mut self.family;
        // What somebody marked stays marked; else the best one is.
        let kept = family.selected().filter(|_| family.by_hand || same_words).map(|listed| listed.id.clone());
        let place = kept.as_ref().and_then(|id| results.listed.iter().position(|listed| listed.id == *id));
        if kept.is_some() && place.is_none() && same_words {
            // It is gone from the catalogue: a key that was meant for it is for no other.
            held = None;
        }
        family.at = place.unwrap_or(0);
        family.by_hand &= place.is_some();
        family.by_words = !family.query.is_blank();
        let same = family.results.prompts.iter().map(|p| &p.id).eq(results.prompts.iter().map(|p| &p.id));
        if !same {
            family.prompts_folded = false;
            family.prompt_scroll = 0;
        }
        family.visit.touch(!results.prompts.is_empty());
        if self.start.face.counts_unfound {
            // A filter may be what leaves nothing.
            family.unfound.answered(family.by_words && results.nothing_close && !family.is_filtered());
        }
        family.results = results;
        family.keep_focus();
        self.shown = self.at;
        held.map_or_else(Vec::new, |action| self.act(action))
    }

    /// Hands an enquiry to the store, one at a time.
    pub(super) fn save(&mut self, enquiry: Enquiry, visit: u64) -> Vec<Effect> {
        if self.saving.is_some() {
            self.say("Still saving; one moment.");
            return Vec::new();
        }
        let enquiry = Box::new(enquiry);
        self.saving = Some(Saving { enquiry: enquiry.clone(), visit, printed: None });
        self.family.failed = None;
        self.say("Saving...");
        vec![Effect::Save(enquiry)]
    }

    fn saved(&mut self, id: Uuid, answer: Answer<()>) -> Vec<Effect> {
        let Some(saving) = self.saving.take_if(|saving| saving.enquiry.id == id) else { return Vec::new() };
        let here = saving.visit == self.family.number;
        match answer {
            Ok(()) => {
                self.saved.push(id);
                self.channel = saving.enquiry.channel;
                self.owed.retain(|owed| owed.enquiry.id != id);
                // It needs no saving again when its slip comes out.
                for job in &mut self.printing {
                    job.then_log.take_if(|enquiry| enquiry.id == id);
                }
                let lost = here && self.loses_slip();
                if here {
                    self.end_visit();
                }
                if !self.is_veiled() {
                    let lost = if lost { " The slip that waited for the printer is not printed." } else { "" };
                    let printed = saving.printed.map(|told| format!(" {told}")).unwrap_or_default();
                    self.say(format!("Saved.{printed}{lost}"));
                }
                // Between two families is the moment to look whether the catalogue changed.
                let mut effects = vec![Effect::Care, Effect::Refresh];
                effects.extend(self.pay());
                effects
            }
            Err(problem) => {
                if here {
                    // Everything typed stays where it is; the key that saved saves again.
                    self.owed.retain(|owed| owed.enquiry.id != id);
                    self.page = if self.family.form.is_some() { Page::Log } else { self.page };
                    let again = if self.page == Page::Log { Action::Save } else { Action::QuickChat };
                    let key = self.key_name(again);
                    self.fail(format!("Not saved. {problem} Nothing is lost: {key} tries again."));
                } else {
                    self.owe(*saving.enquiry, saving.visit);
                    self.tell_owed();
                }
                Vec::new()
            }
        }
    }

    /// Keeps an enquiry that can't be saved now.
    pub(super) fn owe(&mut self, enquiry: Enquiry, visit: u64) {
        if self.owed.iter().all(|owed| owed.enquiry.id != enquiry.id) {
            self.owed.push(Owed { enquiry, visit });
        }
    }

    /// Tries to save what the disk refused before, now that it takes enquiries again.
    pub(super) fn pay(&mut self) -> Vec<Effect> {
        let Some(Owed { enquiry, visit }) = self.owed.first() else { return Vec::new() };
        let enquiry = Box::new(enquiry.clone());
        self.saving = Some(Saving { enquiry: enquiry.clone(), visit: *visit, printed: None });
        vec![Effect::Save(enquiry)]
    }

    /// Returns how many enquiries wait for the disk to take them.
    pub fn owed(&self) -> usize {
        self.owed.len()
    }

    pub(super) fn tell_owed(&mut self) {
        if let Some(told) = self.owed_in_words().filter(|_| !self.is_veiled()) {
            self.complain(told);
        }
    }

    /// Returns what is said about enquiries that wait for the disk, when there are any.
    pub(super) fn owed_in_words(&self) -> Option<String> {
        let log = self.key_name(Action::OpenLog);
        let what = match self.owed.len() {
            0 => return None,
            1 => "One enquiry of before is",
            _ => "Some enquiries of before are",
        };
        Some(format!("{what} not saved yet. {log} with an empty screen tries again."))
    }
}
