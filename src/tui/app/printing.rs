//! Slips on their way to paper or into a file. Nothing waits for a printer: one job at a time goes to it, and what did not come out is offered again.

use super::{Answer, App, Effect, Order, Page, Printing, Question, Unprinted};
use crate::desk::Outlet;
use crate::keymap::Action;
use crate::record::Enquiry;
use crate::tui::entry::Entry;
use std::path::Path;

/// Endings of the files that a slip can be written into.
const ENDINGS: [&str; 3] = ["pdf", "png", "txt"];

impl App {
    /// Asks before printing and saving, once.
    pub(super) fn ask_print_and_log(&mut self) -> Vec<Effect> {
        if self.family.visit.basket().is_empty() {
            return self.open_slip();
        }
        if self.is_busy() {
            self.tell_busy();
            return Vec::new();
        }
        self.fill_form();
        if self.checked_form().is_none() {
            return Vec::new();
        }
        let effects = if self.page == Page::Slip { Vec::new() } else { self.open_slip() };
        self.question = Some(Question::PrintAndLog);
        effects
    }

    pub(super) fn print_and_log(&mut self) -> Vec<Effect> {
        let enquiry = self.checked_form();
        if enquiry.is_none() { Vec::new() } else { self.print(enquiry) }
    }

    /// Returns whether a print job or an enquiry of this visit is under way.
    pub fn is_busy(&self) -> bool {
        self.is_saving() || self.is_printing()
    }

    /// Returns whether an enquiry of this visit is on its way to the disk.
    pub(super) fn is_saving(&self) -> bool {
        let here = self.family.number;
        let owed = self.owed.iter().any(|owed| owed.visit == here);
        self.saving.as_ref().is_some_and(|saving| saving.visit == here || owed)
    }

    /// Returns whether a slip of this visit is on its way to the printer.
    fn is_printing(&self) -> bool {
        self.printing.iter().any(|job| job.visit == self.family.number)
    }

    /// Returns whether an enquiry of this visit is saved as soon as its slip is printed.
    pub(super) fn logs_when_printed(&self) -> bool {
        self.printing.iter().any(|job| job.visit == self.family.number && job.then_log.is_some())
    }

    /// Returns whether a slip of this visit waits for the printer and goes with the visit, because that is sensitive.
    pub(super) fn loses_slip(&self) -> bool {
        let waits = |job: &Printing| !job.under_way && job.visit == self.family.number;
        self.is_sensitive() && self.printing.iter().any(waits)
    }

    fn tell_busy(&mut self) {
        let what = if self.is_printing() { "Still printing this slip" } else { "Still busy with this visit" };
        self.say(format!("{what}; one moment."));
    }

    /// Returns what is said of the printer while it works.
    pub fn print_state(&self) -> Option<String> {
        let job = self.printing.iter().find(|job| job.under_way)?;
        let on = job.to.as_ref().map_or_else(String::new, |outlet| format!(" on {}", outlet.name));
        let waits = self.printing.iter().any(|job| !job.under_way && job.visit == self.family.number);
        let waits = if waits { " This slip waits for the one before it." } else { "" };
        Some(format!("Printing{on}...{waits}"))
    }

    /// Returns whether a slip is on its way to the printer.
    pub fn is_printer_busy(&self) -> bool {
        !self.printing.is_empty()
    }

    /// Returns how many enquiries of ended visits are not safe on disk yet: those that it refused, and those that are saved after their slip.
    pub fn at_stake(&self) -> usize {
        let logged_after = |job: &&Printing| job.then_log.is_some() && job.visit != self.family.number;
        self.owed() + self.printing.iter().filter(logged_after).count()
    }

    /// Prints the slip of this visit where it was chosen.
    pub(super) fn print(&mut self, then_log: Option<Enquiry>) -> Vec<Effect> {
        let to = self.family.slip.printer.clone();
        self.print_on(to, then_log)
    }

    fn print_on(&mut self, to: Option<Outlet>, then_log: Option<Enquiry>) -> Vec<Effect> {
        if self.is_busy() {
            self.tell_busy();
            return Vec::new();
        }
        let here = self.family.number;
        self.unprinted.take_if(|left| left.visit == here);
        self.start_printing(here, self.order(), to, then_log)
    }

    /// Hands a slip to the printer, or lets it wait for the one before it.
    fn start_printing(
        &mut self,
        visit: u64,
        order: Order,
        to: Option<Outlet>,
        then_log: Option<Enquiry>,
    ) -> Vec<Effect> {
        let ticket = self.ticket();
        self.printing.push(Printing {
            ticket,
            visit,
            then_log: then_log.map(Box::new),
            order: Some(order),
            to,
            under_way: false,
        });
        self.family.failed = None;
        self.said = None;
        self.print_next()
    }

    /// Hands the next slip to the printer when it has none.
    pub(super) fn print_next(&mut self) -> Vec<Effect> {
        if self.printing.iter().any(|job| job.under_way) {
            return Vec::new();
        }
        let Some(job) = self.printing.first_mut() else { return Vec::new() };
        job.under_way = true;
        let (order, to) = (job.order.clone().unwrap_or_default(), job.to.as_ref().map(|outlet| outlet.name.clone()));
        vec![Effect::Print(job.ticket, order, to)]
    }

    pub(super) fn printed(&mut self, ticket: u64, answer: Answer<()>) -> Vec<Effect> {
        let Some(at) = self.printing.iter().position(|job| job.ticket == ticket) else { return Vec::new() };
        let job = self.printing.remove(at);
        let mut effects = match answer {
            Ok(()) => self.came_out(job),
            Err(problem) => {
                self.did_not_come_out(job, problem);
                Vec::new()
            }
        };
        effects.extend(self.print_next());
        effects
    }

    fn came_out(&mut self, job: Printing) -> Vec<Effect> {
        let here = job.visit == self.family.number;
        self.family.slip.printed |= here;
        let told = job.to.map_or_else(|| "Printed.".to_owned(), |outlet| format!("Printed on {}.", outlet.name));
        if here {
            self.say(told.clone());
        } else {
            self.say_besides(&told);
        }
        let Some(enquiry) = job.then_log else { return Vec::new() };
        // What was changed in the log meanwhile counts; its id is the same, so it is one enquiry whatever happens.
        let enquiry = if here { self.checked_form() } else { Some(*enquiry) };
        let Some(enquiry) = enquiry else { return Vec::new() };
        if self.saving.is_none() {
            let effects = self.save(enquiry, job.visit);
            // That it is saved is said next, and must not take this away.
            self.saving.iter_mut().for_each(|saving| saving.printed = Some(told.clone()));
            return effects;
        }
        // Another one is on its way to the disk; this one follows it.
        self.owe(enquiry, job.visit);
        if here {
            self.say("Printed. Saving...");
        }
        Vec::new()
    }

    /// Keeps what did not come out, where that is allowed, and says what can be done.
    fn did_not_come_out(&mut self, job: Printing, problem: String) {
        let logs = job.then_log.is_some();
        if job.visit == self.family.number {
            let what = if logs { "Not printed, not logged." } else { "Not printed." };
            self.unprinted =
                Some(Unprinted { visit: job.visit, order: None, logs, problem: format!("{what} {problem}") });
            let free = self.family.slip.list.is_none() && self.palette.is_none() && self.help.is_none();
            if self.page == Page::Slip && free && self.question.is_none() {
                return self.offer_unprinted();
            }
            let (slip, log) = (self.key_name(Action::OpenSlip), self.key_name(Action::OpenLog));
            let log = if logs { format!(" {log} logs it without paper.") } else { String::new() };
            return self.fail(format!("{what} {problem} {slip} shows what can be done.{log}"));
        }
        // The visit has ended, but saving its enquiry was asked for.
        if let Some(enquiry) = job.then_log {
            self.owe(*enquiry, job.visit);
        }
        let what = format!("The slip of the visit before was not printed. {problem}");
        let offer = match job.order {
            Some(order) => {
                let (visit, order, problem) = (job.visit, Some(order), what.clone());
                self.unprinted = Some(Unprinted { visit, order, logs: false, problem });
                format!(" {} with an empty basket offers it again.", self.key_name(Action::OpenSlip))
            }
            None => " Nothing of it is kept.".to_owned(),
        };
        if !self.is_veiled() {
            let owed = self.owed_in_words().map_or_else(String::new, |owed| format!(" {owed}"));
            self.complain(format!("{what}{offer}{owed}"));
        }
    }

    /// Returns the slip that did not come out and can be printed again here: that of this visit, or, while nothing else is in the basket, that of the visit before.
    pub(super) fn left_to_print(&self) -> Option<&Unprinted> {
        let left = self.unprinted.as_ref()?;
        let here = left.visit == self.family.number;
        (here || self.family.visit.basket().is_empty()).then_some(left)
    }

    /// Returns what is asked about the slip that did not come out.
    pub fn unprinted_question(&self) -> String {
        let problem = self.left_to_print().map_or("Not printed.", |left| &left.problem);
        format!("{}{problem} Try again?", self.theme.problem_mark())
    }

    /// Asks what to do about the slip that did not come out, when there is one.
    pub(super) fn offer_unprinted(&mut self) {
        if self.left_to_print().is_some() && self.question.is_none() {
            self.family.failed = None;
            self.question = Some(Question::Unprinted);
        }
    }

    /// Prints what did not come out once more, perhaps elsewhere. What was to be logged with it is logged with it now.
    pub(super) fn print_again(&mut self, to: Option<Outlet>) -> Vec<Effect> {
        let Some(left) = self.left_to_print().cloned() else { return Vec::new() };
        if let Some(order) = left.order {
            self.unprinted = None;
            return self.start_printing(left.visit, order, to, None);
        }
        let to = to.or_else(|| self.family.slip.printer.clone());
        if !left.logs {
            return self.print_on(to, None);
        }
        self.fill_form();
        let enquiry = self.checked_form();
        if enquiry.is_none() { Vec::new() } else { self.print_on(to, enquiry) }
    }

    /// Forgets what goes with the visit that ends now: every slip that did not come out, and of a sensitive visit those that wait or are being printed too. An enquiry that was to be saved is saved without its slip.
    pub(super) fn let_go_of_slips(&mut self) {
        self.unprinted = None;
        if !self.is_sensitive() {
            return;
        }
        let here = self.family.number;
        for job in self.printing.extract_if(.., |job| job.visit == here && !job.under_way).collect::<Vec<_>>() {
            if let Some(enquiry) = job.then_log {
                self.owe(*enquiry, job.visit);
            }
        }
        for job in self.printing.iter_mut().filter(|job| job.visit == here) {
            job.order = None;
            job.to = None;
        }
    }

    /// Asks for the name of a file for the slip.
    pub(super) fn ask_write(&mut self) {
        self.question = Some(Question::WriteTo(Entry::with(self.start.slip_path.clone())));
    }

    pub(super) fn write_slip(&mut self, path: &str) -> Vec<Effect> {
        let path = path.trim();
        let ending = Path::new(path).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if !ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) {
            // What was typed stays, to be mended.
            self.question = Some(Question::WriteTo(Entry::with(path)));
            self.complain("Nothing was written yet: end the name with .pdf, .png or .txt.");
            return Vec::new();
        }
        let ticket = self.ticket();
        self.family.slip.writing = Some(ticket);
        self.family.failed = None;
        let order = self.left_to_print().and_then(|left| left.order.clone()).unwrap_or_else(|| self.order());
        vec![Effect::Write(ticket, order, path.to_owned())]
    }

    pub(super) fn written(&mut self, ticket: u64, answer: Answer<String>) {
        if self.family.slip.writing.take_if(|own| *own == ticket).is_none() {
            return;
        }
        match answer {
            Ok(path) => {
                let left = self.left_to_print().map(|left| left.logs);
                self.unprinted.take_if(|_| left.is_some());
                let log = self.key_name(Action::OpenLog);
                let log = if left == Some(true) { format!(" {log} logs it.") } else { String::new() };
                self.say(format!("Written to {path}.{log}"));
            }
            Err(problem) => self.fail(problem),
        }
    }

    /// Shows the slip as a picture, but not where the window that it opens would stay when this one is hidden.
    pub(super) fn show_picture(&mut self) -> Vec<Effect> {
        if self.is_sensitive() {
            self.complain(
                "No picture here: its window would stay when you hide this one. The text on the left is what is printed.",
            );
            return Vec::new();
        }
        let ticket = self.ticket();
        self.family.slip.picturing = Some(ticket);
        self.family.failed = None;
        self.say("Making the picture...");
        vec![Effect::Picture(ticket, self.order())]
    }

    pub(super) fn pictured(&mut self, ticket: u64, answer: Answer<()>) {
        if self.family.slip.picturing.take_if(|own| *own == ticket).is_none() {
            return;
        }
        match answer {
            Ok(()) => self.say("The picture is open in a window of its own."),
            Err(problem) => self.fail(problem),
        }
    }

    /// Waits no more for what the dead worker of files was doing.
    pub(super) fn give_up_files(&mut self, stopped: &str) {
        self.family.slip.writing = None;
        self.family.slip.picturing = None;
        if let Some(super::SlipList { kind: super::Listing::Printers { outlets, .. }, .. }) = &mut self.family.slip.list
        {
            outlets.get_or_insert_with(|| Err(stopped.to_owned()));
        }
    }
}
