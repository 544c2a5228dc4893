//! The slip on screen: what goes on it, and where it goes.

use super::{Answer, App, Effect, Listing, Order, Page, SlipList};
use crate::desk::Outlet;
use crate::keymap::Action;
use crate::slip::{Tongue, Wanted};
use crate::tui::entry::Entry;
use crate::tui::layout;
use crate::tui::preview::Preview;

/// What can be done with a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Write a line to the family.
    Line,
    /// Print it and save the enquiry.
    PrintAndLog,
    /// Print it only.
    Print,
    /// Choose a printer for this visit.
    Elsewhere,
    /// Write it into a file.
    Write,
    /// Choose its language.
    Language,
    /// Choose how it looks, or look at a picture of it.
    Looks,
    /// Make it discreet, or ordinary again.
    Kind,
    /// Log without paper; where no paper is suggested first, its numbers are read out before that.
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
    /// The slip as the screen shows it, or why there is none.
    pub preview: Preview,
    /// The language beside English: its code.
    pub language: Option<String>,
    /// In large print.
    pub large: bool,
    /// Short and plain.
    pub plain: bool,
    /// The printer that was chosen instead of the hub's own.
    pub printer: Option<Outlet>,
    /// A list that is open in the place of the choices.
    pub list: Option<SlipList>,
    /// Number of the last slip that was asked for.
    asked: u64,
    /// The file that is being written.
    pub(super) writing: Option<u64>,
    /// The picture that is being made.
    pub(super) picturing: Option<u64>,
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
            &[
                C::Log,
                C::PrintAndLog,
                C::Print,
                C::Elsewhere,
                C::Write,
                C::Language,
                C::Looks,
                C::Kind,
                C::Line,
                C::Back,
            ]
        } else {
            &[
                C::PrintAndLog,
                C::Print,
                C::Elsewhere,
                C::Write,
                C::Language,
                C::Looks,
                C::Kind,
                C::Line,
                C::Log,
                C::Back,
            ]
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

    /// Gives the focus to printing, as it is usual here.
    pub fn go_to_print(&mut self) {
        self.at = self.choices().iter().position(|choice| *choice == Choice::PrintAndLog).unwrap_or(0);
    }

    /// Gives the focus to the line to the family, or to the choice after it when it is there already.
    pub fn turn_to_line(&mut self) {
        if self.is_typing() { self.step(1) } else { self.go_to_line() }
    }

    /// Returns whether anything of it was chosen or typed for this family.
    pub fn is_chosen(&self) -> bool {
        let Self { line, discreet, language, large, plain, printer, .. } = self;
        !line.value().is_empty() || discreet.is_some() || language.is_some() || *large || *plain || printer.is_some()
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

    /// Returns whether it has to be asked if paper is safe: not where there will be none.
    pub fn asks_about_paper(&self) -> bool {
        let aloud = self.family.slip.list.as_ref().is_some_and(|list| list.kind == Listing::Aloud);
        self.is_sensitive() && !aloud
    }

    /// Returns the languages that a slip can be in besides English, as far as they are known.
    pub(super) fn tongues(&self) -> &[Tongue] {
        self.tongues.as_deref().unwrap_or_default()
    }

    /// Returns the language of the slip beside English.
    pub fn tongue(&self) -> Option<&Tongue> {
        let code = self.family.slip.language.as_ref()?;
        self.tongues().iter().find(|tongue| tongue.code == *code)
    }

    /// Returns the slip as it would be printed now.
    pub(super) fn order(&self) -> Order {
        let line = self.family.slip.line.value().trim();
        Order {
            wanted: Wanted {
                services: self.family.visit.services(),
                discreet: self.is_discreet(),
                line: (!line.is_empty()).then(|| line.to_owned()),
                language: self.tongue().map(|tongue| tongue.code.clone()),
                large: self.family.slip.large,
                plain: self.family.slip.plain,
            },
            width: layout::SLIP_COLUMNS,
        }
    }

    /// Opens the slip of what is in the basket.
    pub(super) fn open_slip(&mut self) -> Vec<Effect> {
        self.offer_unprinted();
        if self.family.visit.basket().is_empty() {
            if self.question.is_some() {
                return Vec::new();
            }
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
        self.family.slip.list = None;
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

    pub(super) fn slipped(&mut self, ticket: u64, answer: Answer<Preview>) {
        if ticket != self.family.slip.asked {
            return;
        }
        match answer {
            Ok(preview) => self.family.slip.preview = preview,
            Err(problem) => {
                // There is no slip then, and an older one must not be taken for it.
                self.family.slip.preview = Preview { warnings: vec![problem.clone()], ..Preview::default() };
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
            Choice::Elsewhere => return self.choose_printer(),
            Choice::Write => self.ask_write(),
            Choice::Language => return self.open_list(Listing::Languages),
            Choice::Looks => return self.open_list(Listing::Looks),
            Choice::Kind => {
                self.family.slip.discreet = Some(!self.is_discreet());
                return self.remake_slip();
            }
            Choice::Line => self.family.slip.step(-1),
            Choice::Log if self.family.slip.paperless => return self.open_list(Listing::Aloud),
            Choice::Log => return self.open_log(),
            Choice::Back => self.page = Page::Desk,
        }
        Vec::new()
    }
}
