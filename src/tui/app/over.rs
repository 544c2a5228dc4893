//! Pages that are not about the family at the desk and lie over whatever was open: the tallies, the lists of upkeep, a service by itself, and what is said of it.

use super::{App, Page, Sheet, Tallies};
use crate::tui::fields::Fields;

impl Page {
    /// Returns whether the page lies over others and is not about a family.
    pub(super) fn is_over(self) -> bool {
        matches!(self, Self::Upkeep | Self::Tally | Self::Service | Self::Mark | Self::Fields)
    }
}

impl App {
    /// Opens a page over the one that is open, or goes back to it where it lies below.
    pub(super) fn open_over(&mut self, page: Page) {
        self.help = None;
        if matches!(self.page, Page::Counts | Page::Hub) {
            self.close_page();
        }
        if self.page == page {
            return;
        }
        match self.below.iter().position(|below| *below == page) {
            Some(at) => self.below.truncate(at),
            None => self.below.push(self.page),
        }
        self.page = page;
    }

    /// Goes back to the page below.
    pub(super) fn close_over(&mut self) {
        match self.page {
            Page::Tally => self.tally = Tallies::default(),
            Page::Service => self.lone = None,
            Page::Mark => self.marking = None,
            Page::Fields => self.fields = None,
            _ => {}
        }
        self.page = self.below.pop().unwrap_or_default();
        // What lies below may be of a visit that ended meanwhile.
        if self.page.is_over() && !self.is_there(self.page) {
            self.close_over();
        }
    }

    fn is_there(&self, page: Page) -> bool {
        match page {
            Page::Service => self.lone.is_some(),
            Page::Mark => self.marking.is_some(),
            Page::Fields => self.fields.is_some(),
            _ => true,
        }
    }

    /// Leaves all these pages but fields in which something was changed, which come back with the screen.
    pub(super) fn leave_over(&mut self) {
        if !self.page.is_over() && self.below.is_empty() {
            return;
        }
        let base = self.below.iter().copied().find(|page| !page.is_over());
        let base = base.or((!self.page.is_over()).then_some(self.page)).unwrap_or_default();
        let kept = self.fields.as_ref().is_some_and(Fields::is_changed);
        self.tally = Tallies::default();
        self.lone = None;
        self.marking = None;
        if kept {
            self.below = vec![base];
            self.page = Page::Fields;
        } else {
            self.fields = None;
            self.below.clear();
            self.page = base;
        }
    }

    /// Takes the family's pages from under these when a visit ends. A sensitive one takes these with it: nobody knows what of them was seen.
    pub(super) fn end_below(&mut self, sensitive: bool) {
        if sensitive {
            self.below.clear();
            self.tally = Tallies::default();
            self.lone = None;
            self.marking = None;
            self.fields = None;
        }
        self.below.iter_mut().filter(|page| !page.is_over()).for_each(|page| *page = Page::Desk);
        if sensitive || !self.page.is_over() {
            self.below.clear();
            self.page = Page::Desk;
        }
        self.sheet = Sheet::default();
    }
}
