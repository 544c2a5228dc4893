//! Filters, sorting and the young person's own visit.

use super::{App, Effect, Focus};
use crate::keymap::{Action, Chord};
use crate::record::Asker;
use crate::search::Ask;
use crate::tui::chips::Tag;
use crate::tui::entry::Entry;
use crate::tui::filters::Panel;
use crate::tui::layout;
use crate::tui::picks::{Line, Pick};
use crossterm::event::KeyCode;

/// What is said when a whole postcode was typed.
const OUTWARD: &str = "Only the first half is kept: a whole postcode says where a family lives.";

impl App {
    /// Opens the panel of filters, or closes it.
    pub(super) fn toggle_filters(&mut self) {
        let family = &mut self.family;
        if family.focus == Focus::Filters {
            family.focus = Focus::Search;
        } else {
            family.panel = Panel::new(&family.wanted);
            family.focus = Focus::Filters;
        }
    }

    /// Takes a key that types, in the panel.
    pub(super) fn type_filter(&mut self, chord: Chord) -> Vec<Effect> {
        let before = self.family.wanted.clone();
        let (places, own) = (&self.start.places, self.start.face.hub_id.as_str());
        let (panel, ask) = (&mut self.family.panel, &mut self.family.wanted);
        let mut said = None;
        if panel.line() == Line::NearOutcode {
            said = panel.type_outcode(chord, ask).then(|| OUTWARD.to_owned());
        } else if chord.code == KeyCode::Backspace {
            panel.widen(ask, places, own);
        } else if let Some(letter) = chord.character() {
            if letter == ' ' && panel.typed.is_empty() {
                panel.change(1, ask, places, own);
            } else if !panel.narrow(letter, ask, places, own) {
                said = Some(format!("Nothing here starts with \"{}{letter}\".", panel.typed));
            }
        }
        if let Some(said) = said {
            self.say(said);
        }
        self.find_again(&before)
    }

    /// Takes a pasted text, in the panel.
    pub(super) fn paste_filter(&mut self, text: &str) -> Vec<Effect> {
        let before = self.family.wanted.clone();
        if self.family.panel.line() != Line::NearOutcode {
            return Vec::new();
        }
        let (panel, ask) = (&mut self.family.panel, &mut self.family.wanted);
        if panel.outcode.paste(text) && panel.read_outcode(ask) {
            self.say(OUTWARD);
        }
        self.find_again(&before)
    }

    /// Goes to another choice on the marked line of the panel.
    pub(super) fn change_filter(&mut self, by: isize) -> Vec<Effect> {
        let before = self.family.wanted.clone();
        let (places, own) = (&self.start.places, self.start.face.hub_id.as_str());
        self.family.panel.change(by, &mut self.family.wanted, places, own);
        self.find_again(&before)
    }

    /// Takes off the filter that is marked, in the panel or among the chips.
    pub(super) fn remove_filter(&mut self) -> Vec<Effect> {
        let before = self.family.wanted.clone();
        if self.family.focus == Focus::Filters {
            let panel = &mut self.family.panel;
            panel.line().clear(&mut self.family.wanted);
            panel.move_by(0, &self.family.wanted);
        } else {
            match self.family.chip() {
                Some(Tag::Pick(pick)) => {
                    pick.take_off(&mut self.family.wanted);
                    if pick == Pick::YoungPerson {
                        self.another_person();
                    }
                }
                Some(Tag::Heard(chip)) => self.family.wanted.taken_off.push(chip.said),
                Some(Tag::Nearest(_)) => {
                    let key = self.key_name(Action::Add);
                    self.say(format!("This is a need to search for, and nothing to take off. {key} searches it."));
                }
                None => {}
            }
        }
        self.family.keep_focus();
        self.find_again(&before)
    }

    /// Takes every filter off, and whatever the words were heard to wish. Who stands there stays: that is no filter, and a slip must not turn loud by accident.
    pub(super) fn clear_filters(&mut self) -> Vec<Effect> {
        let before = self.family.wanted.clone();
        let heard = self.family.chips().into_iter().filter_map(|tag| match tag {
            Tag::Heard(chip) => Some(chip.said),
            Tag::Pick(_) | Tag::Nearest(_) => None,
        });
        let taken_off = before.taken_off.iter().cloned().chain(heard).collect();
        self.family.wanted = Ask { young_person: before.young_person, taken_off, ..Ask::default() };
        self.family.panel.move_by(0, &self.family.wanted);
        self.family.keep_focus();
        let (none, stays) = (before == self.family.wanted, before.young_person);
        let what = if none { "There is no filter to take off." } else { "All filters are off." };
        let key = self.key_name(Action::YoungPerson);
        let young = if stays { format!(" The young person stays; {key} takes that back.") } else { String::new() };
        self.say(format!("{what}{young}"));
        self.find_again(&before)
    }

    /// Returns whether a need that comes near is marked.
    pub(super) fn is_on_nearest(&self) -> bool {
        matches!(self.family.chip(), Some(Tag::Nearest(_)))
    }

    /// Searches for the need on the marked chip, and returns nothing where there is none.
    pub(super) fn find_nearest(&mut self) -> Option<Vec<Effect>> {
        let Some(Tag::Nearest(need)) = self.family.chip() else { return None };
        self.family.query = Entry::with(need.name);
        self.family.focus = Focus::Search;
        (self.family.by_hand, self.family.done) = (false, false);
        Some(self.find())
    }

    /// Marks the chip so many places further on, going round: one key reaches them all.
    pub(super) fn step_chip(&mut self, by: isize) {
        let count = layout::chips(self, self.size.0).len().max(1).cast_signed();
        self.family.chip_at = (self.family.chip_at.cast_signed() + by).rem_euclid(count).unsigned_abs();
    }

    /// Says that a young person asks for themselves, or takes it back.
    pub(super) fn toggle_young_person(&mut self) -> Vec<Effect> {
        let before = self.family.wanted.clone();
        self.family.wanted.young_person = !before.young_person;
        self.another_person();
        let key = self.key_name(Action::YoungPerson);
        self.say(if before.young_person {
            "No young person on their own. The visit stays private.".to_owned()
        } else {
            format!("Young person: their own services first, a quiet slip. {key} takes it back.")
        });
        self.family.keep_focus();
        self.find_again(&before)
    }

    /// Takes note that somebody else speaks now: they are offered privacy anew.
    fn another_person(&mut self) {
        self.family.visit.another_person();
        self.follow_young_person();
    }

    /// Returns who asked, as far as the desk knows.
    pub(super) fn asker(&self) -> Asker {
        if self.family.wanted.young_person { Asker::YoungPerson } else { Asker::NotAsked }
    }

    /// Brings the log into line with who stands there, leaving alone what was filled in by hand.
    pub(super) fn follow_young_person(&mut self) {
        let young = self.family.wanted.young_person;
        // From here to its end: what a young person came for must not be left on a screen for whoever comes with them.
        self.family.visit.touch(young);
        let asker = self.asker();
        let Some(form) = &mut self.family.form else { return };
        if matches!(form.enquiry.asker, Asker::NotAsked | Asker::YoungPerson) {
            form.enquiry.asker = asker;
        }
    }

    fn find_again(&mut self, before: &Ask) -> Vec<Effect> {
        if *before == self.family.wanted { Vec::new() } else { self.find() }
    }
}
