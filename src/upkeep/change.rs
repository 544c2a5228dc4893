//! What somebody at a desk wants changed in the catalogue. It waits in the outbox until it is seen there.

use crate::catalogue::{Means, ReportKind};
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
