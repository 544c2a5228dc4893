//! The page of tallies: what is open on it, and what is counted for it.

use super::moving::moved;
use super::{Answer, App, Effect, Page};
use crate::desk::{TallyAsk, TallyView};
use crate::tally::{Period, Protection};
use crate::tui::places;
use crate::tui::tally::{self, Opens, Row, Section, Set};

/// The page of tallies.
#[derive(Debug, Default)]
pub struct Tallies {
    /// The open part.
    pub section: Section,
    /// The need that is shown by itself, by name.
    pub need: Option<String>,
    /// The marked row, counted over those that the mark stops at.
    pub at: usize,
    /// What is shown, once it is there.
    pub view: Option<Box<TallyView>>,
    /// What that was asked for with.
    shown: TallyAsk,
    /// What is being counted, and its number.
    counting: Option<(u64, TallyAsk)>,
    /// The mark in the list below the need.
    list_at: usize,
}

impl Tallies {
    /// Returns what is being counted, in words.
    pub fn counting(&self) -> Option<String> {
        let (_, ask) = self.counting.as_ref()?;
        let hubs = self.view.as_ref().map(|view| view.hubs.as_slice()).unwrap_or_default();
        let hub = ask.hub.as_ref().and_then(|id| hubs.iter().find(|(own, _)| own == id));
        let place = hub.map_or("", |(_, name)| name.as_str());
        let period = ask.period.as_ref().map(Period::in_words).unwrap_or_default();
        let what: Vec<&str> = [place, &period].into_iter().filter(|part| !part.is_empty()).collect();
        Some(if what.is_empty() { "Counting...".to_owned() } else { format!("Counting {}...", what.join(", ")) })
    }

    /// Returns what is asked for next: what is being counted, else what is shown.
    fn ask(&self) -> TallyAsk {
        self.counting.as_ref().map_or(&self.shown, |(_, ask)| ask).clone()
    }
}

impl App {
    /// Opens the tallies over whatever is open, but never beside a family whose visit nobody else may learn of.
    pub(super) fn open_tally(&mut self) -> Vec<Effect> {
        if self.is_sensitive() {
            self.say("The tallies wait until this visit is over.");
            return Vec::new();
        }
        let open = self.page == Page::Tally || self.below.contains(&Page::Tally);
        self.open_over(Page::Tally);
        if open {
            return Vec::new();
        }
        self.tally = Tallies::default();
        self.count(TallyAsk::default())
    }

    /// Closes the tallies where the visit below them turned out to be sensitive: what the desk must be told of it stands there.
    pub(super) fn keep_tally_away(&mut self) {
        if self.page == Page::Tally && self.is_sensitive() {
            self.close_over();
        }
    }

    fn count(&mut self, ask: TallyAsk) -> Vec<Effect> {
        let ticket = self.ticket();
        self.tally.counting = Some((ticket, ask.clone()));
        vec![Effect::Tally(ticket, ask)]
    }

    pub(super) fn tallied(&mut self, ticket: u64, answer: Answer<Box<TallyView>>) {
        let Some((_, ask)) = self.tally.counting.take_if(|(wanted, _)| *wanted == ticket) else { return };
        match answer {
            Ok(view) if matches!(view.document.protection, Protection::Internal(_)) => {
                self.complain("These are true counts, which stand on no screen. Use signpost tally --internal.");
            }
            Ok(view) => {
                self.tally.shown = TallyAsk { period: Some(view.period.clone()), ..ask };
                self.tally.view = Some(view);
                self.step_tally(0);
            }
            Err(problem) => self.complain(problem),
        }
    }

    /// Gives what was being counted the answer that it never got.
    pub(super) fn give_up_tally(&mut self, stopped: &str) {
        if let Some((ticket, _)) = self.tally.counting {
            self.tallied(ticket, Err(stopped.to_owned()));
        }
    }

    /// Returns the rows of what is open.
    pub(in crate::tui) fn tally_rows(&self) -> Vec<Row> {
        // The mark stands before each row.
        let width = usize::from(places::tally(self).width).saturating_sub(3);
        let (section, need) = (self.tally.section, self.tally.need.as_deref());
        self.set_tally(width, |view, set| tally::rows(view, section, need, set))
    }

    /// Returns the rows of the marked need, to stand beside the list.
    pub(in crate::tui) fn marked_need_rows(&self, width: usize) -> Vec<Row> {
        match self.tally_row().and_then(|row| row.opens).filter(|_| self.tally.need.is_none()) {
            Some(Opens::Need(need)) => self.set_tally(width, |view, set| tally::beside(view, &need, set)),
            _ => Vec::new(),
        }
    }

    fn set_tally(&self, width: usize, rows: impl FnOnce(&TallyView, Set) -> Vec<Row>) -> Vec<Row> {
        let Some(view) = &self.tally.view else { return Vec::new() };
        let in_words = self.theme.in_words();
        let hidden = tally::hidden(view, in_words);
        let set = Set { width, in_words, hidden: &hidden, problem: self.theme.problem_mark() };
        rows(view, set)
    }

    fn tally_row(&self) -> Option<Row> {
        self.tally_rows().into_iter().filter(|row| row.stops).nth(self.tally.at)
    }

    /// Returns whether the marked row leads anywhere.
    pub(super) fn leads_on(&self) -> bool {
        self.tally_row().is_some_and(|row| row.opens.is_some())
    }

    pub(super) fn step_tally(&mut self, by: isize) {
        let last = self.tally_rows().iter().filter(|row| row.stops).count().saturating_sub(1);
        self.tally.at = moved(self.tally.at, by, last);
    }

    /// Goes to the next part or the one before.
    pub(super) fn turn_tally(&mut self, by: isize) {
        let all = Section::on(self.tally.view.as_deref());
        let at = all.iter().position(|section| *section == self.tally.section).unwrap_or(0);
        let to = (at.cast_signed() + by).rem_euclid(all.len().cast_signed());
        self.tally.section = all[to.unsigned_abs()];
        self.tally.need = None;
        self.tally.at = 0;
    }

    /// Opens what the marked row leads to.
    pub(super) fn open_tally_row(&mut self) -> Vec<Effect> {
        match self.tally_row().and_then(|row| row.opens) {
            Some(Opens::Need(need)) => {
                self.tally.list_at = self.tally.at;
                self.tally.need = Some(need);
                self.tally.at = 0;
                Vec::new()
            }
            Some(Opens::Hub(hub)) => self.count(TallyAsk { hub: Some(hub), ..self.tally.ask() }),
            None => {
                self.say("Nothing more is known of this line. Needs and hubs open.");
                Vec::new()
            }
        }
    }

    /// Goes back from a need to the list, and returns whether one was open.
    pub(super) fn close_tally_need(&mut self) -> bool {
        let closed = self.tally.need.take().is_some();
        if closed {
            self.tally.at = self.tally.list_at;
            self.step_tally(0);
        }
        closed
    }

    /// Goes to the next period or the one before, as far as something was counted.
    pub(super) fn turn_period(&mut self, by: isize) -> Vec<Effect> {
        let Some(view) = &self.tally.view else { return Vec::new() };
        let ask = self.tally.ask();
        let from = ask.period.clone().unwrap_or_else(|| view.period.clone());
        let next = match &from {
            Period::Term(term) => {
                let at = view.terms.iter().position(|own| own.id == term.id);
                let to = at.and_then(|at| at.checked_add_signed(by));
                to.and_then(|to| view.terms.get(to)).cloned().map(Period::Term)
            }
            other => other
                .moved(if by < 0 { -1 } else { 1 })
                .filter(|next| view.data.is_some_and(|data| data.meets(next.span()))),
        };
        match next {
            Some(period) => self.count(TallyAsk { period: Some(period), ..ask }),
            None => {
                let side = if by < 0 { "before" } else { "after" };
                self.say(format!("Nothing was counted {side} {}.", from.in_words()));
                Vec::new()
            }
        }
    }

    /// Goes on from months to quarters, to financial years, to terms.
    pub(super) fn turn_period_kind(&mut self) -> Vec<Effect> {
        let Some(view) = &self.tally.view else { return Vec::new() };
        let ask = self.tally.ask();
        let from = ask.period.clone().unwrap_or_else(|| view.period.clone());
        let span = from.span();
        // The last day on which something was counted is in the period that is looked at most.
        let day = view.data.map_or(span.first, |data| span.last.clamp(data.first, data.last));
        let month = Period::Month(0, 1).around(day);
        let next = match from {
            Period::Month(..) => Period::Quarter(0, 1).around(day),
            Period::Quarter(..) => Period::Year(0).around(day),
            Period::Year(_) => {
                let begun = view.terms.iter().rev().find(|term| term.span.first <= day);
                begun.or(view.terms.first()).cloned().map_or(month, Period::Term)
            }
            Period::Term(_) => month,
        };
        self.count(TallyAsk { period: Some(next), ..ask })
    }

    /// Goes on to the next hub, and behind the last one to the whole locality.
    pub(super) fn turn_hub(&mut self) -> Vec<Effect> {
        let Some(view) = &self.tally.view else { return Vec::new() };
        let ask = self.tally.ask();
        let at = ask.hub.as_ref().and_then(|hub| view.hubs.iter().position(|(id, _)| id == hub));
        let next = view.hubs.get(at.map_or(0, |at| at + 1)).map(|(id, _)| id.clone());
        if next.is_none() && ask.hub.is_none() {
            self.say("No hub is shown by itself here.");
            return Vec::new();
        }
        self.count(TallyAsk { hub: next, ..ask })
    }
}
