//! Moving about: lines, pages, parts and choices.

use super::{App, Effect, Focus, Listing, Page};
use crate::keymap::Context;
use crate::tui::fields::Fields;
use crate::tui::form::Form;
use crate::tui::layout;

/// More lines than there are anywhere.
pub(super) const FAR: isize = isize::MAX;

impl App {
    /// Moves whatever has the focus by so many lines.
    pub(super) fn step(&mut self, by: isize) {
        if let Some(scroll) = self.help {
            self.help = Some(moved(scroll, by, layout::help_overflow(self)));
            return;
        }
        let family = &mut self.family;
        let anywhere = self.keymap.types_anywhere();
        match (self.page, family.focus) {
            (Page::Log, _) => {
                if let Some(form) = &mut family.form {
                    form.move_by(by);
                    // Where letters move, the mark goes past the box: the next letter would be typed into it.
                    for by in [by.signum(), -by.signum()] {
                        if !anywhere && form.is_typing() {
                            form.move_by(by);
                        }
                    }
                }
            }
            (Page::Slip, _)
                if family.slip.list.as_ref().is_some_and(|list| by.abs() == 1 || list.kind != Listing::Aloud) =>
            {
                self.step_in_list(by);
            }
            (Page::Slip, _) if by.abs() > 1 => {
                let last = layout::slip_overflow(self);
                let page = &mut self.family.slip;
                page.scroll = moved(page.scroll, by, last);
            }
            (Page::Slip, _) => {
                family.slip.step(by);
                if !anywhere && family.slip.is_typing() {
                    family.slip.step(by);
                }
            }
            (Page::Counts | Page::Hub, _) => self.scroll_sheet(by),
            (Page::Upkeep, _) => self.step_upkeep(by),
            (Page::Tally, _) => self.step_tally(by),
            (Page::Service, _) => self.scroll_entry(by),
            (Page::Mark, _) => self.step_mark(by),
            (Page::Fields, _) => self.fields.iter_mut().for_each(|fields: &mut Fields| fields.step(by)),
            (Page::Today, _) => {
                let last = self.today.as_ref().map_or(0, |rows| rows.len().saturating_sub(1));
                self.today_at = moved(self.today_at, by, last);
            }
            (Page::Desk, Focus::Search) if by > 0 => {
                // The mark is on a result already and is seen there, so that the arrow goes on from it.
                if !family.results.listed.is_empty() {
                    family.focus = Focus::Results;
                    self.step(by);
                }
            }
            (Page::Desk, Focus::Search) => {}
            (Page::Desk, Focus::Filters) => family.panel.move_by(by, &family.wanted),
            (Page::Desk, Focus::Chips) => {
                // As from the search box above them.
                family.focus = Focus::Search;
                self.step(by);
            }
            (Page::Desk, Focus::Results) => {
                if family.at == 0 && by < 0 && by > -FAR && anywhere {
                    family.focus = Focus::Search;
                } else {
                    family.mark(family.at.saturating_add_signed(by));
                }
            }
            (Page::Desk, Focus::Basket) => {
                family.basket_at = moved(family.basket_at, by, family.visit.basket().len().saturating_sub(1));
            }
            (Page::Desk, Focus::Card) => self.scroll_card(by),
            (Page::Desk, Focus::Prompts) => {
                family.prompts_folded = false;
                self.scroll_prompts(by);
            }
        }
    }

    pub(super) fn scroll_card(&mut self, by: isize) {
        self.family.card_scroll = moved(self.family.card_scroll, by, layout::card_overflow(self));
    }

    pub(super) fn scroll_prompts(&mut self, by: isize) {
        self.family.prompt_scroll = moved(self.family.prompt_scroll, by, layout::prompt_overflow(self));
    }

    pub(super) fn page_rows(&self) -> isize {
        if self.page == Page::Desk && self.help.is_none() && matches!(self.family.focus, Focus::Results | Focus::Search)
        {
            return layout::results_in_sight(self).max(2).cast_signed();
        }
        layout::lines_in_sight(self).max(2).cast_signed()
    }

    /// Goes to the next choice or the one before, on a line or among the chips.
    pub(super) fn sideways(&mut self, by: isize) -> Vec<Effect> {
        match self.context() {
            Context::Chips => self.step_chip(by),
            Context::Filters => return self.change_filter(by),
            Context::Tally => return self.turn_period(by),
            _ => self.change_choice(by),
        }
        Vec::new()
    }

    pub(super) fn pane(&mut self, by: isize) {
        match self.page {
            Page::Log => return self.family.form.iter_mut().for_each(Form::turn_to_box),
            Page::Slip => return self.family.slip.turn_to_line(),
            Page::Upkeep => return self.turn_section(by),
            Page::Tally => return self.turn_tally(by),
            Page::Desk | Page::Today | Page::Counts | Page::Hub | Page::Service | Page::Mark | Page::Fields => {}
        }
        let mut panes = self.family.panes();
        if !self.keymap.types_anywhere() && self.family.focus != Focus::Search {
            // Going round must not end in the box, where the next letter would be typed.
            panes.retain(|pane| *pane != Focus::Search);
        }
        let at = panes.iter().position(|pane| *pane == self.family.focus).unwrap_or(0);
        let to = (at.cast_signed() + by).rem_euclid(panes.len().cast_signed());
        self.family.focus = panes[to.unsigned_abs()];
        match self.family.focus {
            Focus::Prompts => self.family.prompts_folded = false,
            Focus::Results | Focus::Card => self.family.look(),
            Focus::Search | Focus::Chips | Focus::Filters | Focus::Basket => {}
        }
    }
}

/// Returns a place that was moved, between the first and the last.
pub(super) fn moved(at: usize, by: isize, last: usize) -> usize {
    at.saturating_add_signed(by).min(last)
}
