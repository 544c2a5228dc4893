//! Which keys the status line names now.

use super::{App, Focus, Page};
use crate::keymap::Action;
use crate::tui::form::{Form, Line};

impl App {
    /// Returns the actions that make sense now, the most useful first.
    pub fn hints(&self) -> Vec<Action> {
        use Action as A;
        if self.palette.is_some() { vec![A::Do, A::Down, A::Back, A::Hide] } else { self.page_hints() }
    }

    /// Returns the actions that make sense below the palette.
    pub(super) fn page_hints(&self) -> Vec<Action> {
        use Action as A;
        if self.help.is_some() {
            return vec![A::Back, A::Down, A::PageDown, A::Hide];
        }
        if self.question.is_some() {
            return vec![A::Confirm, A::Cancel, A::Hide, A::Help];
        }
        let family = &self.family;
        let some = !family.visit.basket().is_empty();
        match self.page {
            Page::Log => {
                let here: &[Action] = match family.form.as_ref().map(Form::line) {
                    None | Some(Line::AddNeed) => &[],
                    Some(Line::Need(_) | Line::Reason(_)) => &[A::NextChoice, A::Remove],
                    Some(Line::Ages) => &[A::NextChoice, A::Tick],
                    Some(Line::Service(_)) => &[A::Tick],
                    Some(_) => &[A::NextChoice],
                };
                [&[A::Save], here, &[A::Down, A::Back, A::Hide, A::Help]].concat()
            }
            Page::Slip => vec![A::Do, A::Down, A::PageDown, A::Back, A::Hide, A::Help],
            Page::Counts | Page::Hub => vec![A::Back, A::Down, A::PageDown, A::Hide, A::Help],
            Page::Today => {
                let here: &[Action] =
                    if self.today.as_ref().is_some_and(|rows| !rows.is_empty()) { &[A::Undo, A::Down] } else { &[] };
                [here, &[A::Back, A::Hide, A::Help]].concat()
            }
            Page::Desk => {
                let mut hints = Vec::new();
                match family.focus {
                    Focus::Basket => hints.extend([A::Remove, A::Down]),
                    Focus::Card | Focus::Prompts => hints.push(A::Down),
                    Focus::Search | Focus::Results if family.selected().is_some() => hints.push(A::Add),
                    Focus::Search | Focus::Results => {}
                }
                if some || !family.is_empty() {
                    hints.push(A::OpenLog);
                }
                if some {
                    hints.extend([A::OpenSlip, A::PrintAndLog]);
                }
                if family.panes().len() > 1 {
                    hints.push(A::NextPane);
                }
                if family.is_empty() {
                    hints.extend([A::QuickChat, A::Today, A::Hub]);
                    if !self.saved.is_empty() {
                        hints.push(A::Undo);
                    }
                } else {
                    hints.push(A::NextVisit);
                }
                hints.extend([A::Hide, A::Help, A::Palette, A::Quit]);
                hints
            }
        }
    }
}
