//! What a desk says of an entry that is wrong.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is wrong with an entry. There is no free text: git remembers for ever.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
    strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ReportKind {
    /// It is not there any more.
    Closed,
    /// The telephone number is wrong.
    WrongPhone,
    /// Days or hours are wrong.
    WrongTimes,
    /// It takes nobody on.
    Full,
    /// It is at another place.
    Moved,
    /// Something else.
    Other,
}

impl ReportKind {
    /// Returns what is wrong, in words that follow "reported as".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::WrongPhone => "having a wrong phone number",
            Self::WrongTimes => "having wrong times",
            Self::Full => "full",
            Self::Moved => "moved",
            Self::Other => "wrong",
        }
    }
}

/// `reports/<service>/<random>.toml`: one entry was found wrong at a desk. A check of the service answers it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeskReport {
    /// What is wrong.
    pub kind: Option<ReportKind>,
    /// The day on which it was found.
    #[serde(with = "crate::catalogue::day::option")]
    #[schemars(with = "Option<crate::catalogue::day::Day>")]
    pub on: Option<NaiveDate>,
}
