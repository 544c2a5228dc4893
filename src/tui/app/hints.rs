//! Which keys the status line names now.

use super::{App, Focus, Mark, Page, Question};
use crate::keymap::Action;
use crate::tui::form::{Form, Line};
use crate::tui::ledger::Section;

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
        if let Some(Question::Unprinted) = self.question {
            return vec![A::Confirm, A::PrintElsewhere, A::WriteSlip, A::OpenLog, A::Cancel, A::Hide, A::Help];
        }
        if self.question.is_some() {
            return vec![A::Confirm, A::Cancel, A::Hide, A::Help];
        }
        let mut hints = self.hints_of_page();
        if self.is_reminding() {
            hints.retain(|action| *action != A::Back);
            hints.insert(0, A::Back);
        }
        hints
    }

    fn hints_of_page(&self) -> Vec<Action> {
        use Action as A;
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
            Page::Slip if family.slip.list.is_some() => vec![A::Do, A::Down, A::Back, A::Hide, A::Help],
            Page::Slip => {
                [&[A::Do, A::Down, A::PageDown], to_box, &[A::Back, A::Language, A::Today, A::Hide, A::Help]].concat()
            }
            Page::Upkeep => {
                let here: &[Action] = match (self.upkeep.row(), self.upkeep.section) {
                    (None, _) => &[],
                    (Some(_), Section::ToSend) => &[A::Undo, A::Do],
                    (Some(_), Section::New) => &[A::Do, A::Report],
                    (Some(_), _) => &[A::Rung, A::Checked, A::Fields, A::Do, A::Report],
                };
                let send: &[Action] = if self.upkeep.section == Section::ToSend { &[A::Send] } else { &[] };
                [here, send, &[A::NextPane, A::Back, A::Down, A::Hide, A::Help]].concat()
            }
            Page::Tally => {
                let here: &[Action] = if self.leads_on() { &[A::Do] } else { &[] };
                let period = [A::PreviousChoice, A::NextChoice, A::PeriodKind, A::NextHub];
                [here, &period, &[A::NextPane, A::Back, A::Down, A::Hide, A::Help]].concat()
            }
            Page::Service => {
                vec![A::Report, A::Rung, A::Checked, A::Fields, A::Back, A::Down, A::Hide, A::Help]
            }
            Page::Mark if self.marking.as_ref().is_some_and(Mark::is_typing) => vec![A::Do, A::Back, A::Hide, A::Help],
            Page::Mark => vec![A::Do, A::Down, A::Back, A::Hide, A::Help],
            Page::Fields => vec![A::Save, A::Down, A::Up, A::Back, A::Hide, A::Help],
            Page::Counts | Page::Hub => vec![A::Back, A::Down, A::PageDown, A::Hide, A::Help],
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
                    Focus::Chips if self.is_on_nearest() => hints.extend([A::Add, A::NextChoice]),
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
                if family.is_empty() {
                    hints.extend(self.has_news().then_some(A::News));
                    hints.push(A::Hub);
                }
                if family.is_empty() && !self.saved.is_empty() {
                    hints.push(A::Undo);
                }
                hints.extend([A::Hide, A::Help, A::Palette]);
                if family.selected().is_some() {
                    hints.push(A::Report);
                }
                hints.push(A::Quit);
                hints
            }
        }
    }

    /// Returns the key of an action and the word for what it does now; none when no key does it here.
    pub(in crate::tui) fn hint(&self, action: Action) -> Option<(String, &'static str)> {
        let (key, word) = self.keymap.hint(self.context(), action)?;
        let word = match action {
            // Said here and nowhere else: the family, or who stands beside it, may read the screen too.
            Action::Do if self.page == Page::Mark && self.marking.as_ref().is_some_and(Mark::is_typing) => "done",
            Action::Hide if self.is_sensitive() => "hide and clear",
            Action::Save if self.adds_need() => "add",
            Action::Add if self.is_on_nearest() => "search it",
            Action::Back if self.is_reminding() => "privacy: seen",
            _ if !matches!(self.question, Some(Question::Unprinted)) => word,
            Action::Confirm => "try again",
            Action::Cancel => "later",
            Action::OpenLog => "no paper",
            _ => word,
        };
        Some((key, word))
    }
}
