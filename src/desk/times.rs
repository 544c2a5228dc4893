//! When a service can be met, for its card and for slips.

use super::catalogue::Catalogue;
use super::speak::Speak;
use crate::catalogue::hours::{self, Occurrence, Slot, Timetable};
use crate::catalogue::{Fixed, Service, Session, Status, Wording};
use crate::slip::Said;
use chrono::Timelike;

/// When a service can be met.
#[derive(Debug, Default)]
pub(super) struct Times {
    /// Its sessions in words: "Tuesdays, 10am to 11:30am, term time".
    pub sessions: Vec<Said>,
    /// The next few of them: "Tuesday 24 November, 10am".
    pub next: Vec<Said>,
    /// What nobody knows about the next ones.
    pub doubt: Option<Said>,
    /// Opening hours in words.
    pub hours: Vec<Said>,
}

impl Catalogue {
    /// Returns when a service can be met: its sessions and hours in words, and the next few sessions.
    pub(super) fn times(&self, service: &Service, most: usize, speak: Speak<'_>) -> Times {
        let now = self.clock().now();
        // What does not run has no next time, whatever its sessions say.
        let most = if service.status_on(now.date()) == Status::Active { most } else { 0 };
        let slots: Vec<Slot> = service.sessions.iter().filter_map(Slot::of).collect();
        let mut coming = hours::occurrences(&slots, self.calendar(), now, most);
        coming.retain(|coming| service.closes_on.is_none_or(|end| coming.from.date() < end));
        let guessed = !coming.is_empty()
            && service.sessions.iter().any(|session| session.term_time)
            && self.calendar().in_term(now.date()).is_none();
        Times {
            sessions: service.sessions.iter().map(|session| self.session(session, speak)).collect(),
            next: coming.iter().map(|coming| speak.both(|wording| next(coming, wording))).collect(),
            doubt: guessed.then(|| speak.fixed(Fixed::TermDatesNotKnown)),
            hours: service.opening_hours.as_deref().map(|text| opening(text, speak)).unwrap_or_default(),
        }
    }

    /// Returns a session with where it is held and the line about it, which nobody translates.
    fn session(&self, session: &Session, speak: Speak<'_>) -> Said {
        let mut said = speak.both(|wording| hours::session_in_words(session, wording));
        if let Some(hub) = session.hub.as_ref().and_then(|id| self.head().hub(id)) {
            said.english = format!("{}, at {}", said.english, hub.name);
            said.own = said.own.map(|own| format!("{own} ({})", hub.name));
        }
        if let Some(notes) = &session.notes {
            said.english = format!("{} ({})", said.english, notes.trim_end_matches('.'));
        }
        said
    }
}

/// Returns opening hours in words; those that no week can hold are kept as they were written.
pub(super) fn opening(text: &str, speak: Speak<'_>) -> Vec<Said> {
    match Timetable::parse(text) {
        Ok(table) => speak.lines(|wording| table.said(wording)),
        Err(_) => vec![text.into()],
    }
}

/// Returns one session that comes: "Tuesday 24 November, 10am (ask first)".
fn next(coming: &Occurrence, wording: Wording<'_>) -> Option<String> {
    let at = coming.from.time();
    // A day has fewer minutes than 65,536.
    let time = wording.time((at.hour() * 60 + at.minute()) as u16);
    let said = wording.beside(&[wording.dated(coming.from.date())?, time]);
    Some(if coming.sure { said } else { format!("{said} ({})", wording.say(Fixed::AskBeforeYouGo)?) })
}
