//! What the desk shows of a service: a line in a list, and the card that answers what a parent asks next. Plain text, ready to be laid out.

use super::port::NeedName;
use crate::search::{Why, WhyKind};
use crate::slip::Reminder;
use serde::Serialize;

/// One result, as a list shows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listed {
    /// Id of the service.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is, in one line.
    pub line: String,
    /// Ids of its needs, the main one first.
    pub needs: Vec<String>,
    /// Where it is, or how it reaches people: "Riverside Family Hub", "by phone".
    pub place: String,
    /// Next opening or session: "open now until 5pm", "Tue 10am", "ask".
    pub when: String,
    /// "free", "£1 a family", "ask what it costs".
    pub cost: String,
    /// How sure it is: "checked 23 days ago by phone", "from a public page, March 2025".
    pub sure: String,
    /// Checked too long ago, or never by this hub.
    pub stale: bool,
    /// "full", "waiting list", "temporarily closed": what stands in the way today.
    pub hindrance: Option<String>,
    /// The visit turns sensitive when this is chosen.
    pub sensitive: bool,
    /// What the desk is reminded of before this is chosen.
    pub privacy: Option<Reminder>,
    /// Invented: carries [`crate::slip::EXAMPLE`] wherever it is shown.
    pub example: bool,
    /// Higher is better; only comparable inside one answer.
    pub score: f32,
    /// Why it stands here.
    pub why: Vec<Why>,
    /// What was asked for and is not known of it: "step-free", "open now". Shown as "ask: step-free".
    pub ask: Vec<String>,
    /// What was asked for and does not fit, in words: "for 5 to 11s, you said 2".
    pub misfits: Vec<String>,
    /// What was reported of it and is not checked yet: "reported as closed at this desk, 22 November".
    pub reported: Option<String>,
    /// How far it is, when that was asked for: "1.2 miles", "distance not known", "not shown"; else empty.
    pub distance: String,
}

impl Listed {
    /// Returns how sure it is, with what to do when that is too little: "ring first: never checked". What was reported comes before how old the rest is.
    pub fn how_sure(&self) -> String {
        if let Some(reported) = &self.reported {
            return reported.clone();
        }
        if self.stale { format!("ring first: {}", self.sure) } else { self.sure.clone() }
    }

    /// Returns what does not fit and what to ask, each in words that say which it is: "but for 5 to 11s, you said 2", "ask: free". What was asked for comes before how old the rest is.
    pub fn marks(&self) -> Vec<String> {
        let misfits = (!self.misfits.is_empty()).then(|| format!("but {}", self.misfits.join("; ")));
        let asks = (!self.ask.is_empty()).then(|| format!("ask: {}", self.ask.join(", ")));
        misfits.into_iter().chain(asks).collect()
    }
}

/// The answer to what was typed, ready to be shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// Services, best first.
    pub listed: Vec<Listed>,
    /// Nothing fits: say "No match yet - ask a colleague"; what is listed are the nearest ones.
    pub nothing_close: bool,
    /// The id of the need that the query matched best, if it speaks of one.
    pub need: Option<String>,
    /// Safeguarding prompts that the words raise.
    pub prompts: Vec<Prompt>,
    /// What the words wish besides the need, each a chip that can be taken off.
    pub wishes: Vec<Chip>,
    /// Where nothing fits: the needs that come nearest, to be searched for by their names.
    pub nearest: Vec<NeedName>,
    /// What the query asks for above all, when no family service answers that: "Bins, rubbish and recycling (the council)".
    pub elsewhere: Option<String>,
}

/// One thing that the words wish, as a chip shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// What it says: "age 2", "Saturday".
    pub label: String,
    /// What was said for it, which [`crate::search::Ask::taken_off`] knows it by.
    pub said: String,
}

/// A safeguarding prompt: what the receptionist does now. The order of the steps is fixed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompt {
    /// The sensitive need it is about.
    pub id: String,
    /// What the screen calls it.
    pub title: String,
    /// What you do now, in this order.
    pub steps: Vec<String>,
    /// Advice for the family, for later, kept apart.
    pub for_them: Vec<String>,
}

/// The card of one service.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Card {
    /// Id of the service.
    pub id: String,
    /// Name.
    pub name: String,
    /// Who runs it.
    pub organisation: Option<String>,
    /// Warnings that come before everything else: example, closed, full, not for those who suffer abuse.
    pub alerts: Vec<String>,
    /// What it does.
    pub description: String,
    /// What the desk is reminded of before this is chosen.
    pub privacy: Option<Reminder>,
    /// Heading and lines, in the order in which a parent asks.
    pub sections: Vec<(String, Vec<String>)>,
    /// What speaks for it, when it was asked for with a search.
    pub why: Vec<Why>,
    /// The visit turns sensitive when this is chosen.
    pub sensitive: bool,
    /// Invented.
    pub example: bool,
}

impl Card {
    /// Returns the first thing that speaks for it in the search: "Debts and bailiffs (\"bayliffs\")", "name: debt".
    pub fn why_in_short(&self) -> Option<String> {
        let first = self.why.iter().find(|why| why.kind == WhyKind::Match)?;
        Some(if first.field == "need" { first.text.clone() } else { format!("{}: {}", first.field, first.text) })
    }
}
