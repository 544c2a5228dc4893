//! One enquiry as it is kept: its fields, the answers they can hold, and what must hold between them.
//!
//! It stands below the store and not in the rules of the trade, because the store must refuse on its own what no enquiry may be, whoever hands it over: the desk, a command or somebody else's export.
//! No field can hold a name, a birth date, an address or free text: ids have the form of ids, everything else is one of a few values.

mod choices;
mod plain;
mod rules;

pub use choices::{Ages, Asker, Channel, Ethnicity, Kind, Outcome, Reason, Reply};
pub use plain::Plain;
pub use rules::{Fault, Field, MOST_NEEDS, MOST_SERVICES, is_id};

use crate::error::{Error, Result};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;
use uuid::Uuid;

/// One need of the family and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Met {
    /// Id of the need.
    pub need: String,
    /// What came of it.
    pub outcome: Outcome,
    /// Why nothing could be offered: only then, and always then.
    pub reason: Option<Reason>,
}

impl Met {
    /// Returns a need with an outcome that needs no reason.
    pub fn new(need: impl Into<String>, outcome: Outcome) -> Self {
        Self { need: need.into(), outcome, reason: None }
    }

    /// Returns a need for which there was nothing to offer.
    pub fn nothing(need: impl Into<String>, reason: Reason) -> Self {
        Self { need: need.into(), outcome: Outcome::NothingToOffer, reason: Some(reason) }
    }
}

/// The language that the family speaks best, if somebody asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// ISO 639 code: "en", "pa", "rom".
    Code(String),
}

impl Language {
    /// Returns the id that is stored and exported: the code or "not-asked".
    pub fn id(&self) -> &str {
        match self {
            Self::NotAsked => "not-asked",
            Self::Code(code) => code,
        }
    }
}

impl std::str::FromStr for Language {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "not-asked" => Ok(Self::NotAsked),
            code if rules::is_language(code) => Ok(Self::Code(code.to_owned())),
            _ => Err(Error::usage("The language must be an ISO 639 code of two or three small letters.")
                .hint("English is en, Polish pl, Panjabi pa; leave it out when nobody asked.")),
        }
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(|e: Error| serde::de::Error::custom(e.what))
    }
}

/// What is said about one visit, call or chat, and no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enquiry {
    /// Random. It is made with the form, not with the row, so that saving again after a failure never counts twice.
    pub id: Uuid,
    /// Id of the hub.
    pub hub: String,
    /// Enquiry or quick chat.
    pub kind: Kind,
    /// How the family reached the hub.
    pub channel: Channel,
    /// Who asked.
    pub asker: Asker,
    /// Needs and what came of each; none for a quick chat. Read back in the order of their ids.
    pub needs: Vec<Met>,
    /// Ids of the services given.
    pub services: BTreeSet<String>,
    /// Ages of the children; empty when nobody asked.
    pub ages: BTreeSet<Ages>,
    /// Whether a child has special educational needs or a disability.
    pub send: Reply,
    /// The language spoken best.
    pub language: Language,
    /// Whether an interpreter was needed.
    pub interpreter: Reply,
    /// Whether the family has been before.
    pub been_before: Reply,
    /// Ethnic group, where the desk asks for it. Left out of files when nobody asked, so that Signposts which don't know it read them.
    #[serde(default, skip_serializing_if = "Ethnicity::is_not_asked")]
    pub ethnicity: Ethnicity,
    /// The visit was sensitive: the desk's list of the day shows its hour only. Kept on this machine for the day, exported never: afterwards nothing tells this enquiry from any other.
    #[serde(skip)]
    pub veiled: bool,
}

impl Enquiry {
    /// Returns an enquiry with an id of its own, nothing in it and nothing asked.
    pub fn new(hub: impl Into<String>) -> Self {
        Self {
            id: Uuid::new_v4(),
            hub: hub.into(),
            kind: Kind::Enquiry,
            channel: Channel::default(),
            asker: Asker::NotAsked,
            needs: Vec::new(),
            services: BTreeSet::new(),
            ages: BTreeSet::new(),
            send: Reply::NotAsked,
            language: Language::NotAsked,
            interpreter: Reply::NotAsked,
            been_before: Reply::NotAsked,
            ethnicity: Ethnicity::NotAsked,
            veiled: false,
        }
    }

    /// Returns a chat that needs no more than to be counted.
    pub fn quick_chat(hub: impl Into<String>) -> Self {
        Self { kind: Kind::QuickChat, ..Self::new(hub) }
    }
}

/// An enquiry as it was saved. The hour is the finest time there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The desk that saved it.
    pub desk: Uuid,
    /// The day at the hub.
    pub day: NaiveDate,
    /// The hour at the hub, 0 to 23.
    pub hour: u8,
    /// Saved under a test's clock: never counted.
    pub test: bool,
    /// What was said.
    #[serde(flatten)]
    pub enquiry: Enquiry,
}
