//! Which keys the status line names now.

use super::{App, Focus, Page};
use crate::keymap::Action;
use crate::tui::form::{Form, Line};
use crate::tui::wrap::columns;

impl App {
    /// Returns the actions that make sense now, the most useful first.
    pub fn hints(&self) -> Vec<Action> {
        use Action as A;
        if self.help.is_some() {
            return vec![A::Back, A::Down, A::PageDown, A::Hide];
        }
        if self.question.is_some() {
            return vec![A::Confirm, A::Cancel, A::Hide, A::Help];
        }
        let family = &self.family;
        let some = !family.visit.basket().is_empty();
        // Where letters are keys, how to get to a box has to be said.
        let to_box: &[Action] = if self.keymap.types_anywhere() { &[] } else { &[A::NextPane] };
        match self.page {
            Page::Log => {
                let here: &[Action] = match family.form.as_ref().map(Form::line) {
                    None | Some(Line::AddNeed) => &[],
                    Some(Line::Need(_) | Line::Reason(_)) => &[A::NextChoice, A::Remove],
                    Some(Line::Ages) => &[A::NextChoice, A::Tick],
                    Some(Line::Service(_)) => &[A::Tick],
                    Some(_) => &[A::NextChoice],
                };
                [&[A::Save], here, to_box, &[A::Down, A::Back, A::Hide, A::Help]].concat()
            }
            Page::Slip => [&[A::Do, A::Down, A::PageDown], to_box, &[A::Back, A::Today, A::Hide, A::Help]].concat(),
            Page::Today => {
                let here: &[Action] =
                    if self.today.as_ref().is_some_and(|rows| !rows.is_empty()) { &[A::Undo, A::Down] } else { &[] };
                [here, &[A::Back, A::Hide, A::Help]].concat()
            }
            Page::Desk => {
                let mut hints = Vec::new();
                match family.focus {
                    Focus::Filters => {
                        return vec![A::NextChoice, A::Down, A::Back, A::Remove, A::ClearFilters, A::Hide, A::Help];
                    }
                    Focus::Chips => hints.extend([A::Remove, A::NextChoice, A::ClearFilters]),
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
                if family.focus != Focus::Search && !to_box.is_empty() {
                    hints.push(A::Back);
                }
                hints.push(if family.is_empty() { A::QuickChat } else { A::NextVisit });
                hints.push(A::Filters);
                if !family.wanted.young_person {
                    hints.push(A::YoungPerson);
                }
                hints.push(A::Today);
                if family.is_empty() && !self.saved.is_empty() {
                    hints.push(A::Undo);
                }
                hints.extend([A::Hide, A::Help, A::Quit]);
                hints
            }
        }
    }
    /// Returns the hints as words, a key and what it does, that fit into so many rows of this width. Hiding and help are always among them: the least useful of the others gives way.
    pub fn hints_that_fit(&self, width: u16, rows: u16) -> Vec<(String, &'static str)> {
        let mut hints: Vec<_> =
            self.hints().into_iter().filter_map(|action| Some((action, self.hint(action)?))).collect();
        while rows_of(hints.iter().map(|(_, hint)| hint), width) > rows {
            let Some(last) = hints.iter().rposition(|(action, _)| !matches!(action, Action::Hide | Action::Help))
            else {
                break;
            };
            hints.remove(last);
        }
        hints.into_iter().map(|(_, hint)| hint).collect()
    }

    fn hint(&self, action: Action) -> Option<(String, &'static str)> {
        let (key, word) = self.keymap.hint(self.context(), action)?;
        let word = match action {
            // Said here and nowhere else: the family, or who stands beside it, may read the screen too.
            Action::Hide if self.is_sensitive() => "hide and clear",
            Action::Save if self.adds_need() => "add",
            _ => word,
        };
        Some((key, word))
    }
}

/// Returns the columns of a hint, with a space in it and two behind it.
pub fn hint_columns((key, word): &(String, &str)) -> u16 {
    columns(key) + columns(word) + 3
}

/// Returns the rows that hints take, none of them broken in two.
fn rows_of<'a>(hints: impl Iterator<Item = &'a (String, &'static str)>, width: u16) -> u16 {
    let (mut rows, mut x) = (1, 0);
    for hint in hints {
        if x > 0 && x + hint_columns(hint) > width + 2 {
            rows += 1;
            x = 0;
        }
        x += hint_columns(hint);
    }
    rows
}
