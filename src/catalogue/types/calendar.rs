//! School terms and bank holidays.

use super::{Nation, Source};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One school term or half term between holidays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Name, as shown.
    pub name: String,
    /// First day.
    #[serde(with = "crate::catalogue::day")]
    #[schemars(with = "crate::catalogue::day::Day")]
    pub first: NaiveDate,
    /// Last day.
    #[serde(with = "crate::catalogue::day")]
    #[schemars(with = "crate::catalogue::day::Day")]
    pub last: NaiveDate,
}

/// `terms/<name>.toml`: when schools are open; past `last` nobody knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// Last day that the file speaks of.
    #[serde(with = "crate::catalogue::day::option")]
    #[schemars(with = "Option<crate::catalogue::day::Day>")]
    pub last: Option<NaiveDate>,
    /// Where the dates stand.
    pub source: Option<Source>,
    /// Terms, in order.
    pub terms: Vec<Term>,
    /// Invented.
    pub example: bool,
}

/// One bank holiday.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    #[serde(with = "crate::catalogue::day")]
    #[schemars(with = "crate::catalogue::day::Day")]
    pub on: NaiveDate,
    /// Name, as GOV.UK gives it.
    pub name: String,
}

/// `bank_holidays.toml`, one table for each division of GOV.UK's list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BankHolidays {
    /// Last day that the file speaks of.
    #[serde(with = "crate::catalogue::day::option")]
    #[schemars(with = "Option<crate::catalogue::day::Day>")]
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
