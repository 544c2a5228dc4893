//! What somebody at a desk wants changed in the catalogue. It waits in the outbox until it is seen there.

use crate::catalogue::{Checked, Means, ReportKind};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One change of one service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Random; names the file of a report, so that sending it twice is sending it once.
    pub id: Uuid,
    /// Id of the service.
    pub service: String,
    /// The hub's day.
    pub on: NaiveDate,
    /// What is to be changed.
    pub what: What,
    /// Reports, by name of their file, that were open when the service was checked: the check answers them, and those of earlier days. One of the same day that nobody here had seen stays open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
}

impl Change {
    /// Returns a new change of a service.
    pub fn new(service: &str, on: NaiveDate, what: What) -> Self {
        Self { id: Uuid::new_v4(), service: service.to_owned(), on, what, answers: Vec::new() }
    }

    /// Returns the name of the file that a report becomes, without its ending.
    pub fn file_name(&self) -> String {
        self.id.simple().to_string()
    }

    /// Returns what the file of the service says of its last check once this change is in it; nothing when nobody checked anything.
    pub fn checked(&self) -> Option<Checked> {
        match &self.what {
            What::Check { how, by } | What::Edit { checked: Some((how, by)), .. } => {
                Some(Checked { on: self.on, by: by.clone(), how: *how })
            }
            What::Report(_) | What::Edit { checked: None, .. } => None,
        }
    }

    /// Returns whether a check answers a report of this name and day.
    pub fn answers(&self, name: &str, on: Option<NaiveDate>) -> bool {
        self.checked().is_some() && (on.is_none_or(|on| on < self.on) || self.answers.iter().any(|known| known == name))
    }

    /// Returns what it is in one line, as the history of the catalogue tells it: "Check food-bank-north: no change, by phone".
    pub fn title(&self, service: &str) -> String {
        match &self.what {
            What::Report(kind) => format!("Report {service}: {}", <&str>::from(kind).replace('-', " ")),
            What::Check { how, .. } => format!("Check {service}: no change, {}", how.in_words()),
            What::Edit { fields, checked } => {
                let closes = fields.iter().any(|edited| edited.field == "closes_on" && edited.now.is_some());
                let verb = if closes { "Close" } else { "Edit" };
                let names: Vec<String> = fields.iter().map(|edited| edited.field.replace('_', " ")).collect();
                let how = checked.as_ref().map(|(how, _)| format!(", {}", how.in_words())).unwrap_or_default();
                format!("{verb} {service}: {}{how}", names.join(", "))
            }
        }
    }
}

/// What a change is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The entry is wrong.
    Report(ReportKind),
    /// Somebody of this hub found the entry right.
    Check {
        /// How.
        how: Means,
        /// The role of the person, never a name.
        by: String,
    },
    /// Fields have other values.
    Edit {
        /// The fields.
        fields: Vec<Edited>,
        /// How and by which role it was found out; nothing when nobody checked anything.
        checked: Option<(Means, String)>,
    },
}

/// One field of a service's file, written as TOML. Where the catalogue has neither value by now, somebody has to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    /// Name of the field at the top of the file: "phones".
    pub field: String,
    /// Its value when it was edited; nothing when it was missing.
    pub was: Option<String>,
    /// Its value now; nothing takes it out.
    pub now: Option<String>,
}
