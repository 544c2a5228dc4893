//! What a catalogue is made of: services, needs, hubs, calendars. The names follow Open Referral UK / HSDS 3 where they exist there.
//!
//! Every field may be missing in a file: what must be there is said by [`super::check`], so that one pass tells all problems.

mod calendar;
mod facet;
mod hub;
mod language;
mod need;
mod report;
mod service;
mod taxonomy;

pub use calendar::*;
pub use facet::*;
pub use hub::*;
pub use language::*;
pub use need::*;
pub use report::*;
pub use service::*;
pub use taxonomy::*;

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

impl Header {
    /// Returns the days for which a check of a service with this main need stays fresh.
    pub fn fresh_for(&self, need: Option<&str>) -> u32 {
        const THREE_MONTHS: u32 = 90;
        let own = need.and_then(|id| self.freshness.get(id));
        own.or_else(|| self.freshness.get("default")).copied().unwrap_or(THREE_MONTHS)
    }
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

/// The nations of the United Kingdom; schools, benefits and bank holidays differ by nation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, strum::VariantArray)]
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

impl Nation {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::England => "England",
            Self::Wales => "Wales",
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
        }
    }
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
