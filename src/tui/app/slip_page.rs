//! The slip on screen: what goes on it, and where it goes.

use super::{Answer, App, Effect, Order, Page, Printing, Question};
use crate::keymap::Action;
use crate::record::Enquiry;
use crate::slip::Wanted;
use crate::tui::entry::Entry;
use crate::tui::layout;
use std::path::Path;

/// What can be done with a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Write a line to the family.
    Line,
    /// Print it and save the enquiry.
    PrintAndLog,
    /// Print it only.
    Print,
    /// Write it into a file.
    Write,
    /// Make it discreet, or ordinary again.
    Kind,
    /// Log without paper.
    Log,
    /// Go back to the search.
    Back,
}

impl Choice {
    /// Returns the lines that it takes: the line to the family has its box below its name.
    pub fn lines(self) -> u16 {
        if self == Self::Line { 2 } else { 1 }
    }
}

/// The slip of a visit.
#[derive(Debug, Default)]
pub struct SlipPage {
    /// The line to the family: printed, never stored.
    pub line: Entry,
    /// The kind that was chosen by hand.
    pub discreet: Option<bool>,
    /// The marked choice.
    pub at: usize,
    /// Lines by which the slip is scrolled.
    pub scroll: usize,
    /// The slip as it is printed.
    pub text: Vec<String>,
    /// What staff must know before they hand it over, or why there is no slip.
    pub warnings: Vec<String>,
    /// Number of the last slip that was asked for.
    asked: u64,
    /// The file that is being written.
    writing: Option<u64>,
    /// It came out of the printer: printing again needs to be asked for.
    pub printed: bool,
    /// No paper is suggested first. Settled when the page opens, so that no choice moves under a finger.
    pub paperless: bool,
}

impl SlipPage {
    /// Returns what can be done, best first.
    pub fn choices(&self) -> &'static [Choice] {
        use Choice as C;
        if self.paperless {
            &[C::Log, C::PrintAndLog, C::Print, C::Write, C::Kind, C::Line, C::Back]
        } else {
            &[C::PrintAndLog, C::Print, C::Write, C::Kind, C::Line, C::Log, C::Back]
        }
    }

    /// Returns the marked choice.
    pub fn choice(&self) -> Choice {
        self.choices().get(self.at).copied().unwrap_or(Choice::Back)
    }

    /// Returns whether the line to the family has the focus.
    pub fn is_typing(&self) -> bool {
        self.choice() == Choice::Line
    }

    /// Gives the focus to the line to the family.
    pub fn go_to_line(&mut self) {
        self.at = self.choices().iter().position(|choice| *choice == Choice::Line).unwrap_or(0);
    }

    /// Gives the focus to the line to the family, or to the choice after it when it is there already.
    pub fn turn_to_line(&mut self) {
        if self.is_typing() { self.step(1) } else { self.go_to_line() }
    }

    /// Moves the mark by one.
    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.choices().len() - 1);
    }
}

impl App {
    /// Returns whether the slip leaves out what could be seen by the wrong person: as chosen, else as the visit is.
    pub fn is_discreet(&self) -> bool {
        self.family.slip.discreet.unwrap_or_else(|| self.is_sensitive())
    }

    fn order(&self) -> Order {
        let line = self.family.slip.line.value().trim();
        Order {
            wanted: Wanted {
                services: self.family.visit.services(),
                discreet: self.is_discreet(),
                line: (!line.is_empty()).then(|| line.to_owned()),
                ..Wanted::default()
            },
            width: layout::SLIP_COLUMNS,
        }
    }

    /// Opens the slip of what is in the basket.
    pub(super) fn open_slip(&mut self) -> Vec<Effect> {
        if self.family.visit.basket().is_empty() {
            let (add, log) = (self.key_name(Action::Add), self.key_name(Action::OpenLog));
            self.say(match self.family.selected() {
                Some(_) => format!("The basket is empty. {add} adds the marked service."),
                None if self.family.query.is_blank() => {
                    format!("The basket is empty. Type what the {} needs.", self.family.who())
                }
                None => format!(
                    "The basket is empty, and nothing is marked. Try other words; {log} logs it without a service."
                ),
            });
            return Vec::new();
        }
        self.page = Page::Slip;
        self.family.slip.paperless = self.is_sensitive();
        self.family.slip.at = 0;
        self.family.slip.scroll = 0;
        self.remake_slip()
    }

    /// Asks for the slip as it would be printed now.
    pub(super) fn remake_slip(&mut self) -> Vec<Effect> {
        if self.page != Page::Slip {
            return Vec::new();
        }
        let ticket = self.ticket();
        self.family.slip.asked = ticket;
        vec![Effect::Slip(ticket, self.order())]
    }

    pub(super) fn slipped(&mut self, ticket: u64, answer: Answer<(Vec<String>, Vec<String>)>) {
        if ticket != self.family.slip.asked {
            return;
        }
        match answer {
            Ok((text, warnings)) => {
                self.family.slip.text = text;
                self.family.slip.warnings = warnings;
            }
            Err(problem) => {
                // There is no slip then, and an older one must not be taken for it.
                self.family.slip.text.clear();
                self.family.slip.warnings = vec![problem.clone()];
                self.complain(problem);
            }
        }
        let last = layout::slip_overflow(self);
        let page = &mut self.family.slip;
        page.scroll = page.scroll.min(last);
    }

    /// Does the marked choice.
    pub(super) fn do_choice(&mut self) -> Vec<Effect> {
        match self.family.slip.choice() {
            Choice::PrintAndLog => return self.ask_print_and_log(),
            Choice::Print => return self.print(None),
            Choice::Write => self.question = Some(Question::WriteTo(Entry::with(self.start.slip_path.clone()))),
            Choice::Kind => {
                self.family.slip.discreet = Some(!self.is_discreet());
                return self.remake_slip();
            }
            Choice::Line => self.family.slip.step(-1),
            Choice::Log => return self.open_log(),
            Choice::Back => self.page = Page::Desk,
        }
        Vec::new()
    }

    /// Asks before printing and saving, once.
    pub(super) fn ask_print_and_log(&mut self) -> Vec<Effect> {
        if self.family.visit.basket().is_empty() {
            return self.open_slip();
        }
        if self.is_busy() {
            self.say("Still busy with this visit; one moment.");
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
        let here = self.family.number;
        self.saving
            .as_ref()
            .is_some_and(|saving| saving.visit == here || self.owed.iter().any(|owed| owed.visit == here))
            || self.printing.iter().any(|job| job.visit == here)
    }

    fn print(&mut self, then_log: Option<Enquiry>) -> Vec<Effect> {
        if self.is_busy() {
            self.say("Still busy with this visit; one moment.");
            return Vec::new();
        }
        let ticket = self.ticket();
        self.printing.push(Printing { ticket, visit: self.family.number, then_log: then_log.map(Box::new) });
        self.family.failed = None;
        self.say("Printing...");
        vec![Effect::Print(ticket, self.order())]
    }

    pub(super) fn printed(&mut self, ticket: u64, answer: Answer<()>) -> Vec<Effect> {
        let Some(at) = self.printing.iter().position(|job| job.ticket == ticket) else { return Vec::new() };
        let job = self.printing.swap_remove(at);
        let here = job.visit == self.family.number;
        match (answer, job.then_log) {
            (Ok(()), Some(enquiry)) => {
                self.family.slip.printed |= here;
                // What was changed in the log meanwhile counts; its id is the same, so it is one enquiry whatever happens.
                let enquiry = if here { self.checked_form() } else { Some(*enquiry) };
                let Some(enquiry) = enquiry else { return Vec::new() };
                if self.saving.is_none() {
                    return self.save(enquiry, job.visit);
                }
                // Another one is on its way to the disk; this one follows it.
                self.owe(enquiry, job.visit);
                if here {
                    self.say("Printed. Saving...");
                }
                Vec::new()
            }
            (Ok(()), None) => {
                self.family.slip.printed |= here;
                if here {
                    self.say("Printed.");
                }
                Vec::new()
            }
            (Err(problem), Some(_)) if here => {
                let log = self.key_name(Action::OpenLog);
                self.fail(format!("Not printed, not logged. {problem} {log} logs it without paper."));
                Vec::new()
            }
            // The visit has ended, but saving its enquiry was asked for.
            (Err(_), Some(enquiry)) => {
                self.owe(*enquiry, job.visit);
                self.tell_owed();
                Vec::new()
            }
            (Err(problem), None) => {
                if here {
                    self.fail(format!("Not printed. {problem}"));
                }
                Vec::new()
            }
        }
    }

    pub(super) fn write_slip(&mut self, path: &str) -> Vec<Effect> {
        if path.trim().is_empty() || Path::new(path.trim()).file_name().is_none() {
            self.complain("That is no file name; nothing was written.");
            return Vec::new();
        }
        let ticket = self.ticket();
        self.family.slip.writing = Some(ticket);
        self.family.failed = None;
        vec![Effect::Write(ticket, self.order(), path.trim().to_owned())]
    }

    pub(super) fn written(&mut self, ticket: u64, answer: Answer<String>) {
        if self.family.slip.writing.take_if(|own| *own == ticket).is_none() {
            return;
        }
        match answer {
            Ok(path) => self.say(format!("Written to {path}.")),
            Err(problem) => self.fail(problem),
        }
    }
}
