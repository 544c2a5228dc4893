//! Which keys the status line names now.

use super::{App, Focus, Page, Question};
use crate::keymap::Action;

impl App {
    /// Returns the actions that make sense now, the most useful first.
    pub fn hints(&self) -> Vec<Action> {
        use Action as A;
        if let Some(question) = &self.question {
            return match question {
                Question::WriteTo(_) => vec![A::Confirm, A::Cancel],
                _ => vec![A::Confirm, A::Cancel, A::Hide],
            };
        }
        if self.help.is_some() {
            return vec![A::Back, A::Down, A::Up, A::Hide];
        }
        let family = &self.family;
        let some = !family.visit.basket().is_empty();
        match self.page {
            Page::Log => match family.form.as_ref().is_some_and(super::super::form::Form::is_typing) {
                true => vec![A::Save, A::Down, A::Back, A::Hide, A::Help],
                false => vec![A::Save, A::NextChoice, A::Tick, A::Down, A::Back, A::Hide, A::Help],
            },
            Page::Slip => vec![A::Do, A::Down, A::PageDown, A::Back, A::Hide, A::Help],
            Page::Today => vec![A::Undo, A::Down, A::Back, A::Hide, A::Help],
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
                    hints.extend([A::QuickChat, A::Today]);
                    if !self.saved.is_empty() {
                        hints.push(A::Undo);
                    }
                } else {
                    hints.push(A::NextVisit);
                }
                hints.extend([A::Hide, A::Help, A::Quit]);
                hints
            }
        }
    }
}
