//! What each action does.

use super::moving::FAR;
use super::{App, Effect, Focus, Listing, Page, Palette, Question};
use crate::keymap::{Action, Chord, Context};
use crate::record::{Enquiry, Kind};
use crate::tui::form::Form;
use crate::tui::ledger::Section;

impl App {
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if self.palette.is_some() {
            return self.act_in_palette(action);
        }
        if self.is_too_small() && self.needs_sight(action) {
            self.complain("Make the window larger first.");
            return Vec::new();
        }
        // Over a question nothing works but its answers, and the help, over which the question waits.
        if self.question.is_some() && self.help.is_none() {
            match action {
                Action::Confirm => return self.confirm(),
                Action::Cancel => self.question = None,
                _ => {}
            }
            if !self.may(action) {
                return Vec::new();
            }
            if matches!(action, Action::PrintElsewhere | Action::WriteSlip | Action::OpenLog) {
                self.question = None;
            }
        }
        match action {
            Action::Hide => return self.hide(),
            Action::Help => self.help = if self.help.is_some() { None } else { Some(0) },
            Action::Quit => {
                self.help = None;
                self.question = Some(Question::Quit);
            }
            Action::Back => return self.back(),
            Action::PageDown | Action::PageUp if self.context() == Context::Filters => {
                let rows = if action == Action::PageDown { self.page_rows() } else { -self.page_rows() };
                return self.change_filter(rows);
            }
            Action::Down => self.step(1),
            Action::Up => self.step(-1),
            Action::PageDown => self.step(self.page_rows()),
            Action::PageUp => self.step(-self.page_rows()),
            Action::First => self.step(-FAR),
            Action::Last => self.step(FAR),
            Action::NextPane => self.pane(1),
            Action::PreviousPane => self.pane(-1),
            Action::Today | Action::Counts | Action::Hub | Action::News | Action::Upkeep | Action::Tally
                if self.start.opening =>
            {
                self.family.held = Some(action)
            }
            Action::Add | Action::OpenLog | Action::QuickChat | Action::Report | Action::Checked | Action::Fields
                if self.page == Page::Desk && (self.family.is_stale() || self.start.opening) =>
            {
                // The list is a letter behind: what the key means is known in a moment, and a wrong service is worse than that moment.
                self.family.held = Some(action);
            }
            Action::Add => match self.find_nearest() {
                Some(effects) => return effects,
                None => self.add(),
            },
            Action::OpenLog => return self.open_log(),
            Action::Save if self.page == Page::Fields => return self.save_fields(),
            Action::Save => return self.enter_in_log(),
            Action::OpenSlip => return self.open_slip(),
            Action::PrintAndLog => return self.ask_print_and_log(),
            Action::PrintElsewhere => return self.choose_printer(),
            Action::WriteSlip => self.ask_write(),
            Action::Language => return self.open_list(Listing::Languages),
            Action::QuickChat => return self.quick_chat(),
            Action::Undo if self.page == Page::Upkeep => return self.take_back_waiting(),
            Action::Undo => self.ask_undo(),
            Action::Today => {
                self.page = Page::Today;
                self.today = None;
                self.today_at = 0;
                return vec![Effect::Today];
            }
            Action::Counts => return self.open_sheet(Page::Counts),
            Action::Hub => return self.open_sheet(Page::Hub),
            Action::News => return self.open_upkeep(Section::New),
            Action::Upkeep => return self.open_upkeep(Section::ToRing),
            Action::Tally => return self.open_tally(),
            Action::PeriodKind => return self.turn_period_kind(),
            Action::NextHub => return self.turn_hub(),
            Action::Send => return self.fetch_now(),
            Action::Report | Action::Rung | Action::Checked | Action::Fields => return self.with_subject(action),
            Action::Palette => self.palette = Some(Palette::default()),
            Action::NextVisit => self.next_visit(),
            Action::Filters => self.toggle_filters(),
            Action::ClearFilters => return self.clear_filters(),
            Action::YoungPerson => return self.toggle_young_person(),
            Action::Remove if matches!(self.context(), Context::Chips | Context::Filters) => {
                return self.remove_filter();
            }
            Action::Remove => self.remove(),
            Action::NextChoice => return self.sideways(1),
            Action::PreviousChoice => return self.sideways(-1),
            Action::Tick => self.tick_choice(),
            Action::Do if self.page == Page::Upkeep => return self.open_entry(),
            Action::Do if self.page == Page::Tally => return self.open_tally_row(),
            Action::Do if self.page == Page::Mark => return self.do_mark(),
            Action::Do if self.family.slip.list.is_some() => return self.do_in_list(),
            Action::Do => return self.do_choice(),
            Action::Confirm | Action::Cancel => {}
        }
        Vec::new()
    }

    /// Returns whether an action saves, prints, ends the visit, or opens a page for that: nothing of the kind is done unseen.
    fn needs_sight(&self, action: Action) -> bool {
        use Action as A;
        match action {
            A::Confirm => !matches!(self.question, None | Some(Question::Quit)),
            A::Save | A::PrintAndLog | A::QuickChat | A::NextVisit | A::Undo | A::OpenLog | A::OpenSlip | A::Do => true,
            A::PrintElsewhere | A::WriteSlip | A::Language => true,
            A::Report | A::Rung | A::Checked | A::Fields | A::Send => true,
            _ => false,
        }
    }

    /// Does what the question asked about.
    fn confirm(&mut self) -> Vec<Effect> {
        match self.question.take() {
            Some(Question::Undo(id, _)) => vec![Effect::Undo(id)],
            Some(Question::NextVisit) => {
                self.end_visit();
                self.say("Cleared for the next visit.");
                Vec::new()
            }
            Some(Question::PrintAndLog) => self.print_and_log(),
            Some(Question::Unprinted) => self.print_again(None),
            Some(Question::WriteTo(path)) => self.write_slip(path.value()),
            Some(Question::LeaveFields) => {
                self.close_over();
                Vec::new()
            }
            Some(Question::Quit) => vec![Effect::Quit],
            None => Vec::new(),
        }
    }

    /// Goes back one step, and never throws away more than what stands in the search box.
    fn back(&mut self) -> Vec<Effect> {
        if self.help.take().is_some() || self.family.failed.take().is_some() || self.put_away_reminder() {
            return Vec::new();
        }
        if self.page == Page::Slip && self.family.slip.list.is_some() {
            self.close_list();
            return Vec::new();
        }
        if self.page == Page::Fields {
            self.leave_fields();
            return Vec::new();
        }
        if self.page == Page::Tally && self.close_tally_need() {
            return Vec::new();
        }
        if self.page.is_over() {
            self.close_over();
            return Vec::new();
        }
        if self.page != Page::Desk {
            if self.page == Page::Log && self.clear_need_box() {
                return Vec::new();
            }
            self.close_page();
            return Vec::new();
        }
        if self.family.focus == Focus::Prompts {
            self.family.prompts_folded = true;
        }
        if self.family.focus != Focus::Search {
            self.family.focus = Focus::Search;
            return Vec::new();
        }
        if !self.family.query.value().is_empty() {
            self.family.query.clear();
            return self.find();
        }
        if !self.notice_read && !self.start.notices.is_empty() {
            self.notice_read = true;
        } else if !self.family.is_empty() {
            self.say(format!("{} ends this visit and clears everything.", self.key_name(Action::NextVisit)));
        }
        Vec::new()
    }

    /// Puts the reminder of privacy away where it stands on screen, and returns whether there was one.
    fn put_away_reminder(&mut self) -> bool {
        self.is_reminding() && self.family.privacy.take().is_some()
    }

    /// Returns whether the reminder of privacy stands on screen and the key that goes back puts it away.
    pub(in crate::tui) fn is_reminding(&self) -> bool {
        let here = matches!(self.page, Page::Desk | Page::Log | Page::Slip);
        here && self.family.privacy.is_some() && self.context() != Context::Filters
    }

    fn add(&mut self) {
        if self.family.focus == Focus::Basket {
            return;
        }
        let Some(chosen) = self.family.chosen() else {
            let what = match self.family.query.is_blank() {
                true => format!("Type what the {} needs.", self.family.who()),
                false => "There is nothing to add.".to_owned(),
            };
            return self.say(what);
        };
        let name = chosen.name.clone();
        self.family.done = true;
        let privacy = self.family.selected().and_then(|listed| listed.privacy.clone());
        if privacy.is_some() && self.family.visit.remind() {
            self.family.privacy = privacy;
        }
        if self.family.visit.add(chosen) {
            let (log, slip) = (self.key_name(Action::OpenLog), self.key_name(Action::OpenSlip));
            self.say(format!("Added {name}. {log} logs it, {slip} shows the slip. Or type what else they need."));
        } else {
            self.say(format!("{name} is in the basket already."));
        }
    }

    fn remove(&mut self) {
        if self.context() == Context::Choices {
            if !self.family.form.as_mut().is_some_and(Form::remove) {
                let tick = self.key_name(Action::Tick);
                self.say(format!("Only needs can be taken out here; {tick} unticks a service."));
            }
            return;
        }
        if let Some(gone) = self.family.visit.remove(self.family.basket_at) {
            self.say(format!("Took {} out of the basket.", gone.name));
        }
        self.family.keep_focus();
        if self.family.focus == Focus::Search && !self.keymap.types_anywhere() && !self.family.results.listed.is_empty()
        {
            // Whoever goes on pressing the letter that took the last one out must not type it.
            self.family.focus = Focus::Results;
        }
    }

    fn quick_chat(&mut self) -> Vec<Effect> {
        if !self.family.visit.basket().is_empty() || self.family.form.is_some() {
            let log = self.key_name(Action::OpenLog);
            self.complain(format!("This visit has more to it than a quick chat. Press {log} to log it."));
            return Vec::new();
        }
        if !self.stands_in_a_hub() {
            return Vec::new();
        }
        let quick = Enquiry::quick_chat(self.start.face.hub_id.clone());
        let asker = self.asker();
        let enquiry =
            Enquiry { channel: self.channel, asker, veiled: self.is_sensitive(), kind: Kind::QuickChat, ..quick };
        self.save(enquiry, self.family.number)
    }

    fn ask_undo(&mut self) {
        if self.page == Page::Today {
            // The mark says which one is meant, and the question repeats it.
            match self.today.as_ref().and_then(|rows| rows.get(self.today_at)) {
                Some(row) => self.question = Some(Question::Undo(row.id, Some(format!("{}, {}", row.text, row.hour)))),
                None => self.say("There is nothing to undo: no enquiry was saved today."),
            }
            return;
        }
        match self.saved.last() {
            Some(id) => self.question = Some(Question::Undo(*id, None)),
            None => {
                let (today, undo) = (self.key_name(Action::Today), self.key_name(Action::Undo));
                self.say(format!(
                    "There is nothing to undo since the desk was opened. {today} lists today's enquiries; {undo} there takes the marked one back."
                ));
            }
        }
    }

    /// Does what a letter means where none is typed: in the log and in a list beside the slip it goes to the choice that starts with it, and where something is said of a service it chooses.
    pub(super) fn letter(&mut self, chord: Chord) -> Vec<Effect> {
        let Some(letter) = chord.character() else { return Vec::new() };
        match self.context() {
            Context::Mark => return self.letter_in_mark(letter),
            Context::SlipList => self.jump_in_list(letter),
            Context::Choices => {
                if let Some(form) = &mut self.family.form {
                    form.jump(letter, self.at);
                }
            }
            _ => {}
        }
        Vec::new()
    }
}
