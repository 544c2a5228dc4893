//! What is said of a service: what is wrong with it, or how it was found right. A letter chooses, so that it takes two keys.

use super::moving::moved;
use super::upkeep::{Deed, Subject};
use super::{App, Effect, Page};
use crate::catalogue::{Means, ReportKind};
use crate::tui::entry::Entry;

/// What is being said of a service.
#[derive(Debug)]
pub struct Mark {
    subject: Subject,
    /// What is asked now.
    pub telling: Telling,
    /// The marked line.
    pub at: usize,
    /// What is typed, where that is asked for.
    pub entry: Entry,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// What is wrong.
    Wrong,
    /// A line about what was just reported.
    Note(ReportKind),
    /// How it was checked.
    How {
        /// The fields were changed, so it may not have been checked at all.
        fields: bool,
    },
    /// The role of whoever checked it.
    Role {
        /// How it was checked.
        how: Means,
        /// The fields were changed.
        fields: bool,
    },
}

/// What can be wrong, each with its letter.
const WRONG: [(char, ReportKind, &str); 6] = [
    ('c', ReportKind::Closed, "Closed: it is not there any more"),
    ('p', ReportKind::WrongPhone, "Phone number is wrong"),
    ('t', ReportKind::WrongTimes, "Times are wrong"),
    ('f', ReportKind::Full, "Full: it takes nobody on"),
    ('m', ReportKind::Moved, "Moved: it is at another place"),
    ('o', ReportKind::Other, "Other"),
];

/// How an entry can be checked, each with its letter; the last one is no check.
const HOW: [(char, Option<Means>, &str); 5] = [
    ('p', Some(Means::Phone), "Phone: somebody rang them"),
    ('v', Some(Means::Visit), "Visit: somebody went there"),
    ('w', Some(Means::Web), "Web: their own page says so"),
    ('t', Some(Means::Provider), "They told us"),
    ('n', None, "Not checked: only the fields were changed"),
];

impl Mark {
    /// Returns the name of the service.
    pub fn name(&self) -> &str {
        &self.subject.name
    }

    /// Returns the letters and words of the list; nothing where something is typed.
    pub fn lines(&self) -> Vec<(char, &'static str)> {
        match self.telling {
            Telling::Wrong => WRONG.iter().map(|(letter, _, words)| (*letter, *words)).collect(),
            Telling::How { fields } => {
                let all = HOW.iter().filter(|(_, how, _)| fields || how.is_some());
                all.map(|(letter, _, words)| (*letter, *words)).collect()
            }
            Telling::Note(_) | Telling::Role { .. } => Vec::new(),
        }
    }

    /// Returns the box, where something is typed.
    pub fn entry(&mut self) -> Option<&mut Entry> {
        self.is_typing().then_some(&mut self.entry)
    }

    /// Returns whether something is typed.
    pub fn is_typing(&self) -> bool {
        matches!(self.telling, Telling::Note(_) | Telling::Role { .. })
    }

    /// Returns what is asked, in words.
    pub fn title(&self) -> &'static str {
        match self.telling {
            Telling::Wrong => "What is wrong?",
            Telling::Note(_) => "Reported. A line about it, if it helps:",
            Telling::How { fields: true } => "Was it checked, and how?",
            Telling::How { fields: false } => "How was it found right?",
            Telling::Role { .. } => "Your role here, such as family navigator:",
        }
    }

    /// Returns what has to be known before it is answered.
    pub fn about(&self) -> &'static str {
        match self.telling {
            Telling::Wrong => {
                "It is marked at this desk at once and goes to whoever keeps the catalogue. A letter chooses."
            }
            Telling::Note(_) => "It stays at this desk. Name nobody, and nothing about a family.",
            Telling::How { fields: true } => "A change is no check. Only say so when somebody asked them.",
            Telling::How { fields: false } => "A letter chooses. This answers open reports about it too.",
            Telling::Role { .. } => {
                "A role, never a name: it stands in the catalogue. Asked once until Signpost is closed."
            }
        }
    }
}

impl App {
    /// Opens the list in which something is said of a service.
    pub(super) fn mark_subject(&mut self, subject: Subject, telling: Telling) {
        self.open_over(Page::Mark);
        self.marking = Some(Mark { subject, telling, at: 0, entry: Entry::default() });
    }

    pub(super) fn step_mark(&mut self, by: isize) {
        if let Some(mark) = &mut self.marking {
            mark.at = moved(mark.at, by, mark.lines().len().saturating_sub(1));
        }
    }

    /// Chooses the line with this letter.
    pub(super) fn letter_in_mark(&mut self, letter: char) -> Vec<Effect> {
        let low = letter.to_ascii_lowercase();
        let place = self.marking.as_ref().and_then(|mark| mark.lines().iter().position(|(own, _)| *own == low));
        match (place, &mut self.marking) {
            (Some(place), Some(mark)) => {
                mark.at = place;
                self.do_mark()
            }
            _ => {
                self.say("No line has this letter.");
                Vec::new()
            }
        }
    }

    /// Takes the marked line, or what was typed.
    pub(super) fn do_mark(&mut self) -> Vec<Effect> {
        let Some(mark) = &self.marking else { return Vec::new() };
        let (subject, typed) = (mark.subject.clone(), mark.entry.value().trim().to_owned());
        match mark.telling {
            Telling::Wrong => {
                let Some((_, kind, _)) = WRONG.get(mark.at) else { return Vec::new() };
                self.report(subject, *kind)
            }
            Telling::Note(_) if typed.is_empty() => {
                self.close_over();
                Vec::new()
            }
            Telling::Note(_) if self.is_sensitive() => {
                self.close_over();
                self.complain("The report is made, without the line: nothing is written down in a sensitive visit.");
                Vec::new()
            }
            Telling::Note(_) if self.is_under_way(Deed::Note) => Vec::new(),
            Telling::Note(kind) => {
                let ticket = self.deed(Deed::Note);
                vec![Effect::Report(ticket, subject.id, kind, Some(typed))]
            }
            Telling::How { fields } => match HOW.get(mark.at).and_then(|(_, how, _)| *how) {
                Some(how) if fields => self.amend(Some(how)),
                Some(how) => {
                    self.close_over();
                    self.check(subject, how)
                }
                None => self.amend(None),
            },
            Telling::Role { .. } if typed.is_empty() => {
                self.complain("Type your role, such as family navigator.");
                Vec::new()
            }
            Telling::Role { how, fields } => {
                self.role = Some(typed);
                if fields { self.amend(Some(how)) } else { self.check(subject, how) }
            }
        }
    }

    /// Reports a service; a line about it is asked for afterwards, when it is marked already, and never in a sensitive visit.
    fn report(&mut self, subject: Subject, kind: ReportKind) -> Vec<Effect> {
        let noted = subject.sensitive == Some(false) && !self.is_sensitive();
        match &mut self.marking {
            Some(mark) if noted => mark.telling = Telling::Note(kind),
            _ => self.close_over(),
        }
        let ticket = self.deed(Deed::Report);
        vec![Effect::Report(ticket, subject.id, kind, None)]
    }

    /// Records that a service was found right, once the role is known.
    pub(super) fn check(&mut self, subject: Subject, how: Means) -> Vec<Effect> {
        if self.is_under_way(Deed::Check) {
            self.say("Still recording; one moment.");
            return Vec::new();
        }
        let Some(role) = self.role.clone() else {
            self.ask_role(subject, how, false);
            return Vec::new();
        };
        let ticket = self.deed(Deed::Check);
        vec![Effect::Check(ticket, subject.id, how, role)]
    }

    /// Asks for the role of whoever checked a service.
    pub(super) fn ask_role(&mut self, subject: Subject, how: Means, fields: bool) {
        self.mark_subject(subject, Telling::Role { how, fields });
        if let Some(mark) = &mut self.marking {
            mark.entry = Entry::with(self.role_before.clone());
        }
    }

    /// Asks for the role the next time, with what was typed before to be mended.
    pub(super) fn ask_role_again(&mut self) {
        self.role_before = self.role.take().unwrap_or_default();
    }
}
