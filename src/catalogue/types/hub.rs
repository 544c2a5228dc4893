//! Hubs and delivery sites, and who is on duty there.

use super::{Answer, Nation, Phone, Source};
use serde::{Deserialize, Serialize};

/// A person on duty, by role, never by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Role {
    /// The role.
    pub role: String,
    /// Extension inside the hub.
    pub extension: String,
}

/// The council's safeguarding front door: where a concern about a child goes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
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
