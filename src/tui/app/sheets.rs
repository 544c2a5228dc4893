//! Pages to read that are not about the family at the desk: the counts and the hub.

use super::moving::moved;
use super::{Answer, App, Effect, Page};
use crate::desk::{Counts, HubCard};
use crate::tui::sheet;

/// A page to read.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The counts, once they are there.
    pub counts: Option<Counts>,
    /// The hub, once it is there.
    pub hub: Option<HubCard>,
    /// Lines by which the page is scrolled.
    pub scroll: usize,
    /// The page that it was opened from, and that closing it leads back to.
    below: Page,
}

impl App {
    /// Opens the counts or the hub; what they lie over stays as it is.
    pub(super) fn open_sheet(&mut self, page: Page) -> Vec<Effect> {
        let below = if self.is_sheet() { self.sheet.below } else { self.page };
        self.sheet = Sheet { below, ..Sheet::default() };
        self.help = None;
        self.page = page;
        self.want_sheet().into_iter().collect()
    }

    /// Goes back to the page below, which is the search for every page but these.
    pub(super) fn close_page(&mut self) {
        self.page = if self.is_sheet() { self.sheet.below } else { Page::Desk };
        self.sheet = Sheet::default();
    }

    fn is_sheet(&self) -> bool {
        matches!(self.page, Page::Counts | Page::Hub)
    }

    /// Asks for what the open page shows, again when the day or the catalogue has changed under it.
    pub(super) fn want_sheet(&self) -> Option<Effect> {
        match self.page {
            Page::Counts => Some(Effect::Counts),
            Page::Hub => Some(Effect::Hub),
            _ => None,
        }
    }

    pub(super) fn counted(&mut self, answer: Answer<Counts>) {
        match answer {
            Ok(counts) => self.sheet.counts = Some(counts).filter(|_| self.page == Page::Counts),
            Err(problem) => self.complain(problem),
        }
    }

    pub(super) fn fetched_hub(&mut self, answer: Answer<HubCard>) {
        match answer {
            Ok(hub) => self.sheet.hub = Some(hub).filter(|_| self.page == Page::Hub),
            Err(problem) => self.complain(problem),
        }
    }

    pub(super) fn scroll_sheet(&mut self, by: isize) {
        self.sheet.scroll = moved(self.sheet.scroll, by, sheet::overflow(self));
    }
}
