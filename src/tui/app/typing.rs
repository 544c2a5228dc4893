//! Letters on their way into the box that has the focus.

use super::{App, Effect, Focus, Mark, Page, Question};
use crate::keymap::{Action, Chord, Context};
use crate::tui::entry::Entry;
use crate::tui::fields::Fields;

impl App {
    pub(super) fn type_key(&mut self, chord: Chord) -> Vec<Effect> {
        if self.context() == Context::Filters {
            return self.type_filter(chord);
        }
        if Entry::types(chord) && self.context().is_beside_box() && !self.keymap.types_anywhere() {
            let box_key = self.key_name(if self.page == Page::Desk { Action::Back } else { Action::NextPane });
            self.say(format!("Letters are keys here, and this one does nothing. {box_key} goes to the box."));
            return Vec::new();
        }
        self.replace_done(chord.character().is_some());
        match self.typing_into(Entry::types(chord)) {
            Some(entry) => {
                let full = (entry.is_full() && chord.character().is_some()).then(|| entry.longest());
                let changed = entry.key(chord);
                self.say_full(full);
                self.typed(changed)
            }
            None => self.letter(chord),
        }
    }

    /// Empties the search box when its words are done with: marked words are replaced by what is typed and kept by any other key, as in every box that people know.
    fn replace_done(&mut self, typed: bool) {
        let covered = self.help.is_some() || self.palette.is_some() || self.question.is_some();
        if self.page == Page::Desk && !covered && std::mem::take(&mut self.family.done) && typed {
            self.family.query.clear();
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.is_veiled() {
            return Vec::new();
        }
        self.watch.key(self.at);
        if self.context() == Context::Filters {
            return self.paste_filter(text);
        }
        self.replace_done(true);
        match self.typing_into(true) {
            Some(entry) => {
                let changed = entry.paste(text);
                let full = entry.is_full().then(|| entry.longest());
                self.say_full(full);
                self.typed(changed)
            }
            None => Vec::new(),
        }
    }

    /// Says so when not everything fitted into a box.
    fn say_full(&mut self, full: Option<usize>) {
        if let Some(longest) = full {
            self.complain(format!("A box holds {longest} characters; what came after them was left out."));
        }
    }

    /// Returns the box that takes what is typed now. Where the focus is in a list, what edits goes to the page's box and takes the focus there; what only moves a caret does not.
    fn typing_into(&mut self, edits: bool) -> Option<&mut Entry> {
        if let Some(palette) = &mut self.palette {
            return Some(&mut palette.entry);
        }
        if self.help.is_some() {
            return None;
        }
        if let Some(question) = &mut self.question {
            return if let Question::WriteTo(entry) = question { Some(entry) } else { None };
        }
        let family = &mut self.family;
        match (self.help, self.page) {
            (None, Page::Desk) if edits || family.focus == Focus::Search => {
                family.focus = Focus::Search;
                Some(&mut family.query)
            }
            (None, Page::Mark) => self.marking.as_mut().and_then(Mark::entry),
            (None, Page::Fields) => self.fields.as_mut().and_then(Fields::entry),
            (None, Page::Log) => family.form.as_mut().filter(|form| form.is_typing()).map(|form| &mut form.search),
            (None, Page::Slip) if family.slip.list.is_none() && (edits || family.slip.is_typing()) => {
                family.slip.go_to_line();
                Some(&mut family.slip.line)
            }
            _ => None,
        }
    }

    /// Does what follows from a change in a box.
    fn typed(&mut self, changed: bool) -> Vec<Effect> {
        if let Some(palette) = &mut self.palette {
            // The best offer is marked again, and the focus is where the letters go.
            palette.at = if changed { 0 } else { palette.at };
            palette.in_list = false;
            return Vec::new();
        }
        match (&self.question, self.help, self.page) {
            (None, None, Page::Desk) if changed => self.find(),
            (None, None, Page::Slip) if changed => self.remake_slip(),
            (None, None, Page::Log) if changed => self.find_needs(),
            (None, None, Page::Fields) if changed => {
                self.fields.iter_mut().for_each(Fields::typed);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}
