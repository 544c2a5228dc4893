//! The lists beside the slip: languages, printers, how it looks, and its numbers to read out.

use super::moving::moved;
use super::{Answer, App, Effect, Page};
use crate::desk::Outlet;
use crate::slip::Tongue;
use crate::tui::jump::Jump;
use crate::tui::preview;
use crate::tui::wrap::columns;

/// What an open list is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listing {
    /// The language beside English.
    Languages,
    /// The printers, once the print system told them. What did not come out goes to the chosen one at once; else it is chosen for this visit.
    Printers {
        /// The printers, or why they are not known.
        outlets: Option<Answer<Vec<Outlet>>>,
        /// Number of the question for them.
        asked: u64,
        /// Print what did not come out.
        again: bool,
    },
    /// Large print, short and plain, a picture.
    Looks,
    /// The numbers, to be read out.
    Aloud,
}

/// A list that is open beside the slip.
#[derive(Debug, Clone)]
pub struct SlipList {
    /// What it is about.
    pub kind: Listing,
    /// The marked line.
    pub at: usize,
    /// Letters that were typed in it.
    jump: Jump,
    /// The page that it was opened from.
    below: Page,
}

impl App {
    /// Returns the lines of the open list, cut to nothing: a language without room for its own name goes without it.
    pub fn list_lines(&self, width: usize) -> Vec<String> {
        let Some(list) = &self.family.slip.list else { return Vec::new() };
        let tick = |on: bool, what: &str| format!("[{}] {what}", if on { "x" } else { " " });
        match &list.kind {
            Listing::Languages => {
                let tongues = self.tongues().iter().map(|tongue| {
                    let mark = if tongue.checked { "" } else { ": not checked" };
                    let whole = format!("{}{mark}", preview::name(tongue));
                    if usize::from(columns(&whole)) <= width { whole } else { format!("{}{mark}", tongue.name) }
                });
                std::iter::once("English only".to_owned()).chain(tongues).collect()
            }
            Listing::Printers { outlets: Some(Ok(outlets)), .. } => {
                outlets.iter().map(|outlet| outlet.label.clone()).collect()
            }
            Listing::Printers { .. } => Vec::new(),
            Listing::Looks => vec![
                tick(self.family.slip.large, "large print"),
                tick(self.family.slip.plain, "short and plain"),
                "Show as a picture".to_owned(),
                "Back to the slip".to_owned(),
            ],
            Listing::Aloud => vec!["Log without paper".to_owned(), "Back to the slip".to_owned()],
        }
    }

    /// Returns the heading of the open list.
    pub fn list_title(&self) -> &'static str {
        match self.family.slip.list.as_ref().map(|list| &list.kind) {
            Some(Listing::Languages) => "Language beside English",
            Some(Listing::Printers { again: true, .. }) => "Print it where?",
            Some(Listing::Printers { .. }) => "Printer for this visit",
            Some(Listing::Looks) => "How it looks",
            Some(Listing::Aloud) => "Read it out",
            None => "",
        }
    }

    /// Returns what has to be known about the open list.
    pub fn list_note(&self) -> String {
        let Some(list) = &self.family.slip.list else { return String::new() };
        match &list.kind {
            Listing::Languages if self.tongues.is_none() => "Reading the languages...".to_owned(),
            Listing::Languages if self.tongues().is_empty() => {
                "This catalogue has no translations of slips.".to_owned()
            }
            Listing::Languages if self.tongues().iter().all(|tongue| tongue.checked) => String::new(),
            Listing::Languages => {
                "Not checked: nobody who speaks it has looked the translation over. The English beside it counts."
                    .to_owned()
            }
            Listing::Printers { outlets: None, .. } => "Asking for the printers...".to_owned(),
            Listing::Printers { outlets: Some(Err(problem)), .. } => problem.clone(),
            Listing::Printers { outlets: Some(Ok(outlets)), .. } if outlets.is_empty() => {
                "No printer was found. Save the slip as a file, or write it down.".to_owned()
            }
            Listing::Printers { .. } => String::new(),
            Listing::Looks => "Large print is 18 point. Short and plain: short lines, one service a page.".to_owned(),
            Listing::Aloud => "Read it out quietly, where nobody else hears it.".to_owned(),
        }
    }

    /// Opens a list beside the slip.
    pub(super) fn open_list(&mut self, kind: Listing) -> Vec<Effect> {
        let at = match &kind {
            Listing::Languages => {
                let code = self.family.slip.language.as_ref();
                let place = code.and_then(|code| self.tongues().iter().position(|tongue| tongue.code == *code));
                place.map_or(0, |place| place + 1)
            }
            _ => 0,
        };
        let below = self.family.slip.list.as_ref().map_or(self.page, |list| list.below);
        self.family.slip.scroll = 0;
        let languages = (kind == Listing::Languages).then_some(Effect::Tongues);
        self.family.slip.list = Some(SlipList { kind, at, jump: Jump::default(), below });
        self.page = Page::Slip;
        let mut effects = if below == Page::Slip { Vec::new() } else { self.remake_slip() };
        effects.extend(languages);
        effects
    }

    /// Closes the list, and leads back to the page that it was opened from.
    pub(super) fn close_list(&mut self) {
        if let Some(list) = self.family.slip.list.take() {
            self.page = list.below;
            self.family.slip.scroll = 0;
            if self.page == Page::Slip {
                self.offer_unprinted();
            }
        }
    }

    /// Opens the list of printers, for what did not come out where there is such a slip.
    pub(super) fn choose_printer(&mut self) -> Vec<Effect> {
        let asked = self.ticket();
        let again = self.left_to_print().is_some();
        let mut effects = self.open_list(Listing::Printers { outlets: None, asked, again });
        effects.push(Effect::Printers(asked));
        effects
    }

    pub(super) fn listed_printers(&mut self, ticket: u64, answer: Answer<Vec<Outlet>>) {
        if let Some(SlipList { kind: Listing::Printers { outlets, asked, .. }, .. }) = &mut self.family.slip.list
            && *asked == ticket
        {
            *outlets = Some(answer);
        }
    }

    pub(super) fn listed_tongues(&mut self, answer: Answer<Vec<Tongue>>) {
        match answer {
            Ok(tongues) => self.tongues = Some(tongues),
            Err(problem) => {
                self.tongues.get_or_insert_default();
                self.complain(problem);
            }
        }
        // Another catalogue may have fewer.
        self.step_in_list(0);
    }

    /// Moves the mark in the open list.
    pub(super) fn step_in_list(&mut self, by: isize) {
        let last = self.list_lines(usize::MAX).len().saturating_sub(1);
        if let Some(list) = &mut self.family.slip.list {
            list.at = moved(list.at, by, last);
            list.jump.forget();
        }
    }

    /// Goes to the line that starts with what was typed.
    pub(super) fn jump_in_list(&mut self, letter: char) {
        let lines = self.list_lines(usize::MAX);
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_start_matches(['[', 'x', ' ', ']'])).collect();
        let at = self.at;
        if let Some(list) = &mut self.family.slip.list {
            list.at = list.jump.to(letter, at, &lines, list.at).unwrap_or(list.at);
        }
    }

    /// Does what the marked line of the open list says.
    pub(super) fn do_in_list(&mut self) -> Vec<Effect> {
        let Some(SlipList { kind, at, below, .. }) = self.family.slip.list.clone() else { return Vec::new() };
        let chosen = at.checked_sub(1).and_then(|place| self.tongues().get(place)).cloned();
        let slip = &mut self.family.slip;
        match (kind, at) {
            (Listing::Languages, _) => {
                slip.language = chosen.as_ref().map(|tongue| tongue.code.clone());
                let said = match chosen {
                    None => "The slip is in English.".to_owned(),
                    Some(tongue) if tongue.checked => format!("The slip is in English and {}.", tongue.name),
                    Some(tongue) => {
                        format!("The slip is in English and {}. Nobody has checked this translation.", tongue.name)
                    }
                };
                self.close_list();
                self.say(said);
                if below == Page::Slip { self.remake_slip() } else { Vec::new() }
            }
            (Listing::Printers { outlets, again, .. }, at) => {
                let Some(outlet) = outlets.and_then(Result::ok).and_then(|all| all.into_iter().nth(at)) else {
                    return Vec::new();
                };
                if again {
                    slip.list = None;
                    self.page = below;
                    return self.print_again(Some(outlet));
                }
                slip.printer = Some(outlet);
                slip.go_to_print();
                self.close_list();
                Vec::new()
            }
            (Listing::Looks, 0) => {
                slip.large = !slip.large;
                self.remake_slip()
            }
            (Listing::Looks, 1) => {
                slip.plain = !slip.plain;
                self.remake_slip()
            }
            (Listing::Looks, 2) => self.show_picture(),
            (Listing::Aloud, 0) => {
                self.close_list();
                self.open_log()
            }
            (Listing::Looks | Listing::Aloud, _) => {
                self.close_list();
                Vec::new()
            }
        }
    }
}
