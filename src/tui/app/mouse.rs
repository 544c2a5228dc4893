//! The mouse: it marks and scrolls, and does what a hint says where that hint is pressed. Nothing else that it touches is ever done, so that a slip of the hand neither saves nor prints.

use super::moving::moved;
use super::{App, Effect, Focus, Pointer};
use crate::tui::layout;
use crate::tui::places::{self, Target};

/// Lines of text that one step of the wheel moves.
const LINES: isize = 3;

impl App {
    /// Takes what the mouse did. Behind the idle screen it does nothing: a mouse that is knocked must not show what was hidden.
    pub(super) fn mouse(&mut self, pointer: Pointer) -> Vec<Effect> {
        if self.is_veiled() {
            return Vec::new();
        }
        let (Pointer::Press(x, y) | Pointer::Wheel(x, y, _)) = pointer;
        // What is under it is looked for before anything on screen changes.
        let target = places::at(self, x, y);
        self.attend();
        match (pointer, target) {
            (Pointer::Press(..), Some(Target::Hint(action))) => return self.chosen(action),
            (Pointer::Press(..), Some(target)) => self.mark(target),
            (Pointer::Wheel(_, _, by), Some(target)) => self.wheel(target, by),
            (_, None) => {}
        }
        Vec::new()
    }

    /// Gives what was pressed the focus and the mark.
    fn mark(&mut self, target: Target) {
        let family = &mut self.family;
        match target {
            Target::Search => family.focus = Focus::Search,
            Target::Chip(place) => {
                family.focus = Focus::Chips;
                family.chip_at = place;
            }
            Target::Filters(Some(place)) => {
                let by = place.cast_signed() - family.panel.at.cast_signed();
                family.panel.move_by(by, &family.wanted);
            }
            Target::Prompts => {
                family.focus = Focus::Prompts;
                family.prompts_folded = false;
            }
            Target::Results(Some(place)) => {
                family.focus = Focus::Results;
                family.mark(place);
            }
            Target::Card if family.selected().is_some() => {
                family.focus = Focus::Card;
                family.look();
            }
            Target::Basket(place) => {
                family.focus = Focus::Basket;
                family.basket_at = place.unwrap_or(family.basket_at);
                family.keep_focus();
            }
            Target::Today(Some(place)) => self.today_at = place,
            Target::Form(Some(place)) => {
                if let Some(form) = &mut family.form {
                    form.at = place;
                }
            }
            Target::Choices(Some(place)) => match &mut family.slip.list {
                Some(list) => list.at = place,
                None => family.slip.at = place,
            },
            Target::Upkeep(Some(place)) => self.upkeep.at = place,
            Target::Tally(Some(place)) => self.tally.at = place,
            Target::Mark(Some(place)) => self.marking.iter_mut().for_each(|mark| mark.at = place),
            Target::Fields(Some(place)) => self.fields.iter_mut().for_each(|fields| fields.at = place),
            Target::Palette(Some(place)) => {
                if let Some(palette) = &mut self.palette {
                    palette.at = place;
                    palette.in_list = true;
                }
            }
            _ => {}
        }
    }

    /// Scrolls what is under the pointer, wherever the focus is.
    fn wheel(&mut self, target: Target, by: isize) {
        let family = &mut self.family;
        match target {
            Target::Results(_) if !family.results.listed.is_empty() => family.mark(family.at.saturating_add_signed(by)),
            Target::Card => {
                family.look();
                self.scroll_card(by * LINES);
            }
            Target::Chip(_) => self.step_chip(by),
            Target::Filters(_) => family.panel.move_by(by, &family.wanted),
            Target::Prompts if !family.prompts_folded => self.scroll_prompts(by * LINES),
            Target::Basket(_) => {
                let last = family.visit.basket().len().saturating_sub(1);
                family.basket_at = moved(family.basket_at, by, last);
            }
            Target::Slip => {
                let last = layout::slip_overflow(self);
                let page = &mut self.family.slip;
                page.scroll = moved(page.scroll, by * LINES, last);
            }
            Target::Choices(_) if family.slip.list.is_some() => self.step_in_list(by),
            Target::Choices(_) => family.slip.step(by),
            Target::Palette(_) => self.step_in_palette(by),
            Target::Text => self.step(by * LINES),
            Target::Today(_)
            | Target::Form(_)
            | Target::Upkeep(_)
            | Target::Tally(_)
            | Target::Mark(_)
            | Target::Fields(_) => {
                self.step(by);
            }
            _ => {}
        }
    }
}
