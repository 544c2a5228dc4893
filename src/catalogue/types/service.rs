//! A service and what belongs to it.

use super::{Answer, Nation, Phone, Privacy, Proofread, Source};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// HSDS service status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Running.
    #[default]
    #[serde(rename = "active")]
    Active,
    /// Not running, may come back.
    #[serde(rename = "inactive")]
    Inactive,
    /// Gone for good.
    #[serde(rename = "defunct")]
    Defunct,
    /// Closed for a while.
    #[serde(rename = "temporarily closed")]
    TemporarilyClosed,
}

/// A way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Access {
    /// Just turn up, ring or open the page.
    Open,
    /// The family asks for a place themselves.
    SelfReferral,
    /// A professional has to ask.
    ProfessionalReferral,
}

/// How a service reaches people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Delivery {
    /// Face to face, at a place.
    InPerson,
    /// By phone.
    Phone,
    /// Online.
    Online,
    /// At the family's home.
    HomeVisit,
}

impl Delivery {
    /// Returns the way in words: "by phone".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::InPerson => "in person",
            Self::Phone => "by phone",
            Self::Online => "online",
            Self::HomeVisit => "at home",
        }
    }
}

/// Whom a service is for, where mixing people up would do harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MeantFor {
    /// Helps people who use abuse to stop; never ranked for those who suffer it.
    #[serde(rename = "people who use abuse")]
    PeopleWhoUseAbuse,
    /// Helps people who suffer abuse.
    #[serde(rename = "people who suffer abuse")]
    PeopleWhoSufferAbuse,
}

/// Whether a service takes people on now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Taking {
    /// Takes people now.
    #[serde(rename = "now")]
    Now,
    /// Has a waiting list.
    #[serde(rename = "waiting list")]
    WaitingList,
    /// Full.
    #[serde(rename = "full")]
    Full,
}

/// How a person of this hub confirmed an entry.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Means {
    /// Rang them.
    Phone,
    /// Went there.
    Visit,
    /// Read the provider's own page.
    Web,
    /// The provider told us.
    Provider,
}

impl Means {
    /// Returns how a check was made, in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Phone => "by phone",
            Self::Visit => "by a visit",
            Self::Web => "on their website",
            Self::Provider => "by the provider",
        }
    }
}

/// When a person of this hub last confirmed the entry. Editing a file is not checking it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// The day.
    #[serde(with = "crate::catalogue::day")]
    pub on: NaiveDate,
    /// The role of the person, never a name.
    pub by: String,
    /// How.
    pub how: Means,
}

/// Where a service can be met: at one of our hubs, or at an address of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    /// A hub of this catalogue; its address is used, and nothing below but `room` may be given.
    pub hub: Option<String>,
    /// Name of the place.
    pub name: Option<String>,
    /// Street and number.
    pub address_1: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Postcode, with the space.
    pub postal_code: Option<String>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
    /// Room or entrance.
    pub room: Option<String>,
    /// Step-free from the street.
    pub step_free: Answer,
    /// Prams can come in.
    pub prams: Answer,
    /// The address must never be known: only `area` may be given.
    pub hidden: bool,
    /// Area name, as people say it.
    pub area: Option<String>,
}

/// Days of the week as opening hours write them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, strum::VariantArray)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Day {
    Mo,
    Tu,
    We,
    Th,
    Fr,
    Sa,
    Su,
}

/// Something that happens at set times: a group, a clinic, a drop-in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Session {
    /// Days of the week.
    pub byday: Vec<Day>,
    /// Local time it begins, "10:00".
    pub opens_at: String,
    /// Local time it ends, "11:30".
    pub closes_at: String,
    /// Every how many weeks, counted from `valid_from`; 1 when missing.
    pub interval: Option<u32>,
    /// Only in school term.
    pub term_time: bool,
    /// First day.
    #[serde(with = "crate::catalogue::day::option")]
    pub valid_from: Option<NaiveDate>,
    /// Last day.
    #[serde(with = "crate::catalogue::day::option")]
    pub valid_to: Option<NaiveDate>,
    /// The hub where it is held, when the service has several places.
    pub hub: Option<String>,
    /// One line about it.
    pub notes: Option<String>,
}

/// The same thing's name in another register of services.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Upstream {
    /// The register.
    pub scheme: String,
    /// Its id there.
    pub id: String,
    /// The first day on which the register did not name it any more.
    #[serde(with = "crate::catalogue::day::option")]
    pub gone: Option<NaiveDate>,
    /// Fields that an import guessed; somebody looks them over and takes their names out here.
    pub look_over: Vec<String>,
    /// What the register says, as TOML, of fields where this file keeps what people of the hub wrote.
    pub differs: BTreeMap<String, String>,
    /// Checksums of what the last import brought, by field: what has another one by now was changed here.
    pub brought: BTreeMap<String, String>,
}

/// What a slip says of a service in one more language; what is missing stays English there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Translated {
    /// What it does; the first sentence stands on the slip.
    pub description: Option<String>,
    /// Who can use it.
    pub eligibility: Option<String>,
    /// Who can't.
    pub ineligibility: Option<String>,
    /// How to get in, in words.
    pub application_process: Option<String>,
    /// What it costs, in words.
    pub cost: Option<String>,
    /// What the hours leave open, in words.
    pub hours_note: Option<String>,
    /// Documents and things to bring.
    pub required_documents: Vec<String>,
    /// Who looked it over.
    pub checked: Option<Proofread>,
}

impl Service {
    /// Returns whether it runs on a day, which its last day decides.
    pub fn status_on(&self, day: NaiveDate) -> Status {
        if self.closes_on.is_some_and(|end| end <= day) { Status::Defunct } else { self.status }
    }
}

/// `services/<locality or national>/<id>.toml`: one service that a family can be told about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Service {
    /// Name, as the provider uses it.
    pub name: String,
    /// Who runs it.
    pub organisation: Option<String>,
    /// What it does. The first sentence stands alone in a list and on a slip.
    pub description: String,
    /// Whether it runs.
    pub status: Status,
    /// The first day on which it does not run any more.
    #[serde(with = "crate::catalogue::day::option")]
    pub closes_on: Option<NaiveDate>,
    /// Id of the service that families go to instead.
    pub instead: Option<String>,
    /// Ids of needs, the main one first, at most four.
    pub needs: Vec<String>,
    /// Words that families use for it.
    pub words: Vec<String>,
    /// Youngest age, in years, of the person it is for (of the child, for services to families).
    pub minimum_age: Option<f64>,
    /// Oldest age, in years.
    pub maximum_age: Option<f64>,
    /// Who can use it.
    pub eligibility: Option<String>,
    /// Who can't.
    pub ineligibility: Option<String>,
    /// Whether a young person can use it in their own right, without a parent.
    pub young_people: Answer,
    /// Ways in; empty is not known.
    pub access: Vec<Access>,
    /// How to get in, in words.
    pub application_process: Option<String>,
    /// Whether it costs nothing.
    pub free: Answer,
    /// What it costs, in words.
    pub cost: Option<String>,
    /// ISO 639 codes of the languages spoken; empty is not known.
    pub languages: Vec<String>,
    /// Interpreting, in words.
    pub interpretation_services: Option<String>,
    /// Telephone numbers, the first one first.
    pub phones: Vec<Phone>,
    /// What to text, and to where.
    pub text_number: Option<String>,
    /// Other ways to reach it: web chat, forum, relay.
    pub other_contact: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Web page.
    pub url: Option<String>,
    /// Where it can be met.
    pub places: Vec<Place>,
    /// Set times.
    pub sessions: Vec<Session>,
    /// When the phone is answered or the door is open: "Mo-Fr 09:00-17:00; PH off".
    pub opening_hours: Option<String>,
    /// What the hours leave open, in words.
    pub hours_note: Option<String>,
    /// The area it serves, in words.
    pub service_area: Option<String>,
    /// Nations it serves; empty is not known.
    pub nations: Vec<Nation>,
    /// Documents and things to bring.
    pub required_documents: Vec<String>,
    /// How long people wait, in words.
    pub waiting_time: Option<String>,
    /// Whether it takes people on now.
    pub taking: Option<Taking>,
    /// How it reaches people; empty is not known.
    pub delivery: Vec<Delivery>,
    /// The visit turns sensitive when this is chosen, even if none of its needs is.
    pub sensitive: bool,
    /// Why the desk offers privacy before it is chosen, where its needs don't say it rightly.
    pub privacy: Option<Privacy>,
    /// What helps to use it unseen: an exit button, calls that no bill shows.
    pub discretion: Option<String>,
    /// Whom it is for, where mixing people up would do harm.
    #[serde(rename = "for")]
    pub meant_for: Option<MeantFor>,
    /// Regulated status, for immigration and debt advice.
    pub regulated: Option<String>,
    /// Safe for people with no recourse to public funds.
    pub safe_with_no_recourse: Answer,
    /// What the slip says of it in other languages, by ISO 639 code.
    pub translations: BTreeMap<String, Translated>,
    /// Ids it had before.
    pub formerly: Vec<String>,
    /// Its name in another register.
    pub upstream: Option<Upstream>,
    /// When a person of this hub last confirmed it.
    pub checked: Option<Checked>,
    /// Where the facts came from.
    pub source: Option<Source>,
    /// Invented, to show how it works: never a real service.
    pub example: bool,
}
