//! The catalogue comes from elsewhere, in the background: when it is fetched, and what is said of it.

use super::{Answer, App, Effect, Refreshed};
use crate::keymap::Action;
use std::time::Duration;

/// When the catalogue is fetched next, and how it went.
#[derive(Debug, Default)]
pub(super) struct Fetching {
    /// When it is fetched next; nothing while that is under way.
    pub next: Option<Duration>,
    /// Why it could not be fetched the last time.
    pub problem: Option<String>,
    /// Services that an update changed, while nobody has looked at them.
    pub unread: usize,
    /// Somebody pressed a key for it and waits to be told.
    by_hand: bool,
}

impl App {
    /// Fetches the catalogue for the first time, when it comes from elsewhere.
    pub(super) fn fetch_first(&mut self) -> Option<Effect> {
        self.fetching.next = None;
        self.start.fetch_every.map(|_| Effect::Fetch)
    }

    /// Fetches it as soon as the loop goes round: the machine slept, and nobody knows for how long.
    pub(super) fn fetch_soon(&mut self) {
        self.fetching.next = self.fetching.next.map(|_| self.at);
    }

    /// Fetches it, and sends what waits, because somebody wants that now.
    pub(super) fn fetch_now(&mut self) -> Vec<Effect> {
        let comes = self.start.fetch_every.is_some();
        self.say(if comes { "Fetching the catalogue and sending what waits..." } else { "Sending what waits..." });
        // One that is under way already is waited for; a catalogue in a folder is never fetched by itself.
        let under_way = if comes { self.fetching.next.take().is_none() } else { self.fetching.by_hand };
        self.fetching.by_hand = true;
        if under_way { Vec::new() } else { vec![Effect::Fetch] }
    }

    /// Waits for the next time.
    pub(super) fn fetch_later(&mut self) {
        self.fetching.next = self.start.fetch_every.map(|every| self.at + every);
    }

    /// Takes what fetching brought. A failure is told once, and not again until it has worked in between.
    pub(super) fn fetched(&mut self, answer: Answer<Option<Refreshed>>) -> Vec<Effect> {
        self.fetch_later();
        let waited = std::mem::take(&mut self.fetching.by_hand) && !self.is_veiled();
        match answer {
            Ok(new) => {
                self.fetching.problem = None;
                if waited {
                    self.say(if self.start.fetch_every.is_some() { "Fetched." } else { "Done." });
                }
                match new {
                    Some(new) => self.take_catalogue(new),
                    None => self.want_ledger().into_iter().collect(),
                }
            }
            Err(problem) => {
                let told = self.fetching.problem.replace(problem.clone()).is_some();
                if waited {
                    self.complain(problem);
                } else if !told {
                    self.say_besides(&problem);
                }
                Vec::new()
            }
        }
    }

    /// Takes a catalogue that changed. Nothing that was chosen or is being typed moves.
    pub(super) fn take_catalogue(&mut self, new: Refreshed) -> Vec<Effect> {
        self.start.face = new.face;
        self.start.needs = new.needs;
        self.start.places = new.places;
        self.fetching.unread = new.news;
        let listed = match new.news {
            0 => String::new(),
            _ => format!(" {} lists them.", self.key_name(Action::News)),
        };
        self.say_besides(&format!("{}{listed}", new.text));
        self.look_again()
    }

    /// Asks again for all that is on screen, because what the desk knows of services has changed. The marked service stays marked.
    pub(super) fn look_again(&mut self) -> Vec<Effect> {
        self.family.card_wanted = None;
        let shown = [self.want_sheet(), self.want_ledger(), self.want_entry()];
        let found = self.find();
        self.family.same_words = true;
        found.into_iter().chain(shown.into_iter().flatten()).collect()
    }

    /// Returns why the catalogue could not be fetched the last time.
    pub fn fetch_problem(&self) -> Option<&str> {
        self.fetching.problem.as_deref()
    }

    /// Returns whether an update changed services that nobody has looked at.
    pub(super) fn has_news(&self) -> bool {
        self.fetching.unread > 0
    }
}
