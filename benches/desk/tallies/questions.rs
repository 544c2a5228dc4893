//! What is asked.

use signpost::tally::{Dimension as D, Part};
use std::collections::BTreeMap;

/// Values, and how often they come together; none that never do.
pub type Answer = BTreeMap<Vec<String>, u64>;

/// What besides dimensions a count is by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum By {
    Nothing,
    Hub,
    Month,
}

/// One question over a year.
pub struct Question {
    pub part: Part,
    pub by: By,
}

impl Question {
    /// Returns it in words.
    pub fn name(&self) -> String {
        let mut words: Vec<&str> = self.part.dimensions().map(D::id).collect();
        match self.by {
            By::Nothing => {}
            By::Hub => words.push("hub"),
            By::Month => words.push("month"),
        }
        format!("tally by {}", words.join(" and "))
    }
}

/// Returns every question of one thing, and some of two: those that a lead asks, and those that are most work for each of the three.
pub fn all() -> Vec<Question> {
    let plain = |part| Question { part, by: By::Nothing };
    let mut all: Vec<Question> = D::all().iter().map(|dimension| plain(Part::One(*dimension))).collect();
    all.push(Question { part: Part::All, by: By::Hub });
    all.push(Question { part: Part::All, by: By::Month });
    for (one, other) in [
        (D::Channel, D::Asker),
        (D::Language, D::Interpreter),
        (D::BeenBefore, D::Offered),
        (D::Need, D::Channel),
        (D::Need, D::Language),
        (D::Need, D::Ages),
        (D::Need, D::Outcome),
        (D::Need, D::Reason),
        (D::Need, D::Service),
        (D::Group, D::Send),
        (D::DfeArea, D::Outcome),
        (D::Ages, D::Send),
        (D::Channel, D::Outcome),
        (D::Language, D::Service),
    ] {
        all.push(plain(Part::two(one, other)));
    }
    for dimension in [D::Need, D::Channel, D::Language, D::Outcome, D::Service] {
        all.push(Question { part: Part::One(dimension), by: By::Hub });
        all.push(Question { part: Part::One(dimension), by: By::Month });
    }
    all
}
