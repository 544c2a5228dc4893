//! The lists of upkeep: whom to ring, what is reported, what waits to be sent, and what is new.

use super::lines::SHORT_EXAMPLE;
use crate::desk::{Backend, News, OpenReport, Stale, Waiting};
use crate::error::Result;
use uuid::Uuid;

/// How many services to ring are listed.
const TO_RING: usize = 100;

/// One of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// Services to ring first.
    #[default]
    ToRing,
    /// Reports that no check has answered.
    Reports,
    /// What waits to be sent.
    ToSend,
    /// What the last update changed.
    New,
}

impl Section {
    /// All of them, as they stand side by side.
    pub const ALL: [Self; 4] = [Self::ToRing, Self::Reports, Self::ToSend, Self::New];

    /// Returns what the screen calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::ToRing => "To ring",
            Self::Reports => "Reports",
            Self::ToSend => "To send",
            Self::New => "What is new",
        }
    }

    /// Returns what is said where it is empty.
    pub fn empty(self) -> &'static str {
        match self {
            Self::ToRing => "Nothing is due: every entry was checked within its time.",
            Self::Reports => "No report is open.",
            Self::ToSend => "Nothing waits to be sent.",
            Self::New => "Nothing has changed since the catalogue was opened.",
        }
    }

    /// Returns what has to be known about it.
    pub fn about(self) -> &'static str {
        match self {
            Self::ToRing => "Handed out most and checked longest ago first.",
            Self::Reports => "Oldest first. The aim is an answer within 48 hours; a check is one.",
            Self::ToSend => "Shown at this desk already; sent with the next fetch, or now by hand.",
            Self::New => "What the last update of the catalogue changed.",
        }
    }
}

/// The lists as the desk tells them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Services to ring first.
    pub to_ring: Vec<Stale>,
    /// Ids of those that need no ringing any more since the list was opened; they stay where they were, so that a key pressed twice meets no other service.
    pub rung: Vec<String>,
    /// Reports that no check has answered.
    pub reports: Vec<OpenReport>,
    /// What waits to be sent.
    pub to_send: Vec<Waiting>,
    /// What the last update changed.
    pub news: Vec<News>,
}

/// A line of a list: two lines on screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Id of the service.
    pub service: String,
    /// Its name, where it is known by itself.
    pub name: String,
    /// What stands in its first line.
    pub title: String,
    /// What stands at the right end of the first line.
    pub beside: String,
    /// What stands in its second line.
    pub more: String,
    /// Somebody has to do something about it.
    pub problem: bool,
    /// It was dealt with since the list was opened.
    pub done: bool,
    /// It waits to be sent under this id.
    pub waiting: Option<Uuid>,
    /// Whether a visit in which it is opened is sensitive, where that is known.
    pub sensitive: Option<bool>,
}

impl Ledger {
    /// Asks a desk for all of it.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn of(desk: &dyn Backend) -> Result<Self> {
        Ok(Self {
            to_ring: desk.stale(TO_RING)?,
            rung: Vec::new(),
            reports: desk.reports()?,
            to_send: desk.outbox()?,
            news: desk.news(),
        })
    }

    /// Returns these lists as they follow those that are open.
    pub fn following(mut self, open: Self) -> Self {
        let is_due = |id: &String| self.to_ring.iter().any(|stale| stale.id == *id);
        // What was taken back has to be rung after all.
        self.rung = open.rung.into_iter().filter(|id| !is_due(id)).collect();
        for (at, stale) in open.to_ring.into_iter().enumerate() {
            if self.to_ring.iter().all(|other| other.id != stale.id) {
                if !self.rung.contains(&stale.id) {
                    self.rung.push(stale.id.clone());
                }
                self.to_ring.insert(at.min(self.to_ring.len()), stale);
            }
        }
        self
    }

    /// Returns how many lines a list has.
    pub fn count(&self, section: Section) -> usize {
        match section {
            Section::ToRing => self.to_ring.len() - self.rung.len(),
            Section::Reports => self.reports.len(),
            Section::ToSend => self.to_send.len(),
            Section::New => self.news.len(),
        }
    }

    /// Returns the lines of a list.
    pub fn rows(&self, section: Section) -> Vec<Row> {
        match section {
            Section::ToRing => self.to_ring.iter().map(|stale| to_ring(stale, self.rung.contains(&stale.id))).collect(),
            Section::Reports => self.reports.iter().map(reported).collect(),
            Section::ToSend => self.to_send.iter().map(to_send).collect(),
            Section::New => self.news.iter().map(new).collect(),
        }
    }
}

fn to_ring(stale: &Stale, done: bool) -> Row {
    let times = match stale.handed_out {
        0 => "not handed out here".to_owned(),
        1 => "handed out once".to_owned(),
        count => format!("handed out {count} times"),
    };
    let reports = match stale.reports {
        0 => None,
        1 => Some("1 open report".to_owned()),
        count => Some(format!("{count} open reports")),
    };
    Row {
        service: stale.id.clone(),
        name: stale.name.clone(),
        title: if stale.example { format!("{SHORT_EXAMPLE} {}", stale.name) } else { stale.name.clone() },
        beside: stale.phone.clone(),
        more: if done {
            "dealt with just now".to_owned()
        } else {
            joined([Some(stale.sure.clone()), Some(times), reports.clone()])
        },
        problem: reports.is_some() && !done,
        done,
        sensitive: Some(stale.sensitive),
        ..Row::default()
    }
}

fn reported(report: &OpenReport) -> Row {
    let waits = report.waits.then(|| "not sent yet".to_owned());
    let note = report.note.as_ref().map(|note| format!("\"{note}\""));
    Row {
        service: report.service.clone(),
        name: report.name.clone(),
        title: format!("{}: {}", report.name, report.what),
        more: joined([Some(report.age.clone()), waits, note]),
        problem: report.late,
        ..Row::default()
    }
}

fn to_send(waiting: &Waiting) -> Row {
    Row {
        service: waiting.service.clone(),
        title: waiting.what.clone(),
        more: waiting.hindrance.clone().unwrap_or_else(|| "waits to be sent".to_owned()),
        problem: waiting.hindrance.is_some(),
        waiting: Some(waiting.id),
        ..Row::default()
    }
}

fn new(news: &News) -> Row {
    Row {
        service: news.id.clone(),
        name: news.name.clone(),
        title: news.name.clone(),
        more: news.what.clone(),
        ..Row::default()
    }
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" \u{b7} ")
}
