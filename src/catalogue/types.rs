//! What a catalogue is made of: services, needs, hubs, calendars. The names follow Open Referral UK / HSDS 3 where they exist there.
//!
//! Every field may be missing in a file: what must be there is said by [`super::check`], so that one pass tells all problems.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The catalogue format that this program reads and writes.
pub const FORMAT: u32 = 1;

/// `catalogue.toml`: what holds for the whole catalogue.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Header {
    /// The format of all files, [`FORMAT`].
    pub format: Option<u32>,
    /// Name of the catalogue, as shown.
    pub name: String,
    /// IANA time zone, "Europe/London" when missing.
    pub time_zone: Option<String>,
    /// The hub that a desk stands in when nobody says otherwise.
    pub default_hub: Option<String>,
    /// Days after which a checked service counts as stale: `default`, and by need id.
    pub freshness: BTreeMap<String, u32>,
}

/// One answer that a family may need and nobody may have given yet. Unknown is not no.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Known to be so.
    Yes,
    /// Known not to be so.
    No,
    /// Not known: the desk says "ask".
    #[default]
    Ask,
}

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Just turn up, ring or open the page.
    Open,
    /// The family asks for a place themselves.
    SelfReferral,
    /// A professional has to ask.
    ProfessionalReferral,
}

/// How a service reaches people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

/// The nations of the United Kingdom; schools, benefits and bank holidays differ by nation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Nation {
    /// England.
    #[serde(rename = "England")]
    England,
    /// Wales.
    #[serde(rename = "Wales")]
    Wales,
    /// Scotland.
    #[serde(rename = "Scotland")]
    Scotland,
    /// Northern Ireland.
    #[serde(rename = "Northern Ireland")]
    NorthernIreland,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

/// When a person of this hub last confirmed the entry. Editing a file is not checking it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// The day.
    #[serde(with = "super::day")]
    pub on: NaiveDate,
    /// The role of the person, never a name.
    pub by: String,
    /// How.
    pub how: Means,
}

/// Where the facts came from. A source is not a check.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// The public page.
    pub url: String,
    /// When the page was published or read: "2025", "2025-03" or "2025-03-14".
    pub date: Option<String>,
    /// Further pages that say the same.
    pub also: Vec<String>,
}

/// One telephone number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Phone {
    /// The number as people read it: "0808 800 2222".
    pub number: String,
    /// Extension inside the organisation.
    pub extension: Option<String>,
    /// What the number is: "textphone", "Welsh line".
    pub description: Option<String>,
    /// Whether the call costs nothing.
    pub freephone: Answer,
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
    #[serde(with = "super::day::option")]
    pub valid_from: Option<NaiveDate>,
    /// Last day.
    #[serde(with = "super::day::option")]
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
    /// What helps to use it unseen: an exit button, calls that no bill shows.
    pub discretion: Option<String>,
    /// Whom it is for, where mixing people up would do harm.
    #[serde(rename = "for")]
    pub meant_for: Option<MeantFor>,
    /// Regulated status, for immigration and debt advice.
    pub regulated: Option<String>,
    /// Safe for people with no recourse to public funds.
    pub safe_with_no_recourse: Answer,
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

/// A group of needs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Group {
    /// Stable id.
    pub id: String,
    /// Name, as shown.
    pub name: String,
}

/// What a family may need; the ids are what tallies count.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Need {
    /// Stable id.
    pub id: String,
    /// Name, as shown.
    pub name: String,
    /// The id of its group.
    pub group: String,
    /// A visit for it leaves nothing but its enquiry.
    pub sensitive: bool,
    /// The service area of the DfE Family Hubs and Start for Life programme, where one fits.
    pub dfe_area: Option<String>,
    /// What it covers.
    pub meaning: String,
    /// What people say for it.
    pub words: Vec<String>,
}

/// `needs.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Needs {
    /// Groups, in the order in which they are shown.
    pub groups: Vec<Group>,
    /// Needs.
    pub needs: Vec<Need>,
}

/// A person on duty, by role, never by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Role {
    /// The role.
    pub role: String,
    /// Extension inside the hub.
    pub extension: String,
}

/// The council's safeguarding front door: where a concern about a child goes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FrontDoor {
    /// Name of the team.
    pub name: String,
    /// Number in office hours.
    pub phone: String,
    /// Number at night and at weekends.
    pub out_of_hours_phone: String,
    /// Where these numbers stand, and of when.
    pub source: Option<Source>,
}

/// What a hub is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HubKind {
    /// A family hub with a desk.
    #[default]
    #[serde(rename = "hub")]
    Hub,
    /// A place where services are held.
    #[serde(rename = "delivery site")]
    DeliverySite,
}

/// `hubs/<id>.toml`: one hub or delivery site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hub {
    /// Name, as shown.
    pub name: String,
    /// Hub or delivery site.
    pub kind: HubKind,
    /// The folder of local services it belongs to, under `services/`.
    pub locality: String,
    /// Nation: decides bank holidays and law.
    pub nation: Option<Nation>,
    /// Council.
    pub council: String,
    /// Street and number.
    pub address_1: String,
    /// Town.
    pub city: String,
    /// Postcode, with the space.
    pub postal_code: String,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
    /// Step-free from the street.
    pub step_free: Answer,
    /// Prams can come in.
    pub prams: Answer,
    /// Telephone numbers.
    pub phones: Vec<Phone>,
    /// E-mail address.
    pub email: Option<String>,
    /// Web page.
    pub url: Option<String>,
    /// When the door is open: "Mo-Fr 09:00-17:00; PH off".
    pub opening_hours: Option<String>,
    /// Designated safeguarding lead on duty.
    pub safeguarding_lead: Option<Role>,
    /// Family navigator on duty.
    pub navigator: Option<Role>,
    /// Safeguarding front door of the council.
    pub front_door: Option<FrontDoor>,
    /// The school term file that holds here, without `.toml`.
    pub terms: Option<String>,
    /// Invented, to show how it works: never a real place.
    pub example: bool,
}

/// One school term or half term between holidays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Name, as shown.
    pub name: String,
    /// First day.
    #[serde(with = "super::day")]
    pub first: NaiveDate,
    /// Last day.
    #[serde(with = "super::day")]
    pub last: NaiveDate,
}

/// `terms/<name>.toml`: when schools are open; past `last` nobody knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// Last day that the file speaks of.
    #[serde(with = "super::day::option")]
    pub last: Option<NaiveDate>,
    /// Where the dates stand.
    pub source: Option<Source>,
    /// Terms, in order.
    pub terms: Vec<Term>,
    /// Invented.
    pub example: bool,
}

/// One bank holiday.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    #[serde(with = "super::day")]
    pub on: NaiveDate,
    /// Name, as GOV.UK gives it.
    pub name: String,
}

/// `bank_holidays.toml`, one table for each division of GOV.UK's list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BankHolidays {
    /// Last day that the file speaks of.
    #[serde(with = "super::day::option")]
    pub last: Option<NaiveDate>,
    /// Where the dates stand.
    pub source: Option<Source>,
    /// England and Wales.
    pub england_and_wales: Vec<Holiday>,
    /// Scotland.
    pub scotland: Vec<Holiday>,
    /// Northern Ireland.
    pub northern_ireland: Vec<Holiday>,
}

impl BankHolidays {
    /// Returns the holidays of a nation.
    pub fn of(&self, nation: Nation) -> &[Holiday] {
        match nation {
            Nation::England | Nation::Wales => &self.england_and_wales,
            Nation::Scotland => &self.scotland,
            Nation::NorthernIreland => &self.northern_ireland,
        }
    }
}

/// One rule of `safeguarding.toml`: words that bring a prompt.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// The sensitive need that the prompt is about; also the prompt's id.
    pub need: String,
    /// What the screen calls it, in a few plain words.
    pub title: String,
    /// Phrases: words in this order, at most two others between them; `a|b` is either, a last `*` is any ending.
    pub phrases: Vec<String>,
    /// Phrases that are harmless although they hold words of the ones above.
    pub except: Vec<String>,
}

/// `safeguarding.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Safeguarding {
    /// Rules.
    pub rules: Vec<Rule>,
}
