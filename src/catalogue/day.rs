//! Days in files: TOML's own dates, `2026-11-02`, and the same in quotes, which is an easy slip to make.

use chrono::NaiveDate;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use toml::value::Datetime;

/// A day as files write it.
pub(in crate::catalogue) struct Day(NaiveDate);

impl schemars::JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        // Editors hand a date of TOML to the schema as a text.
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // The snapshot's encoding doesn't describe itself, so it can't be asked what stands there.
        if from.is_human_readable() { from.deserialize_any(Reader) } else { NaiveDate::deserialize(from).map(Self) }
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Day;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date like 2026-11-02")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
        let wrong = || E::custom(format!("\"{text}\" is no date; write it as 2026-11-02"));
        // Chrono reads 2026-1-2 too, which would make one day two texts.
        if text.len() != 10 {
            return Err(wrong());
        }
        text.parse().map(Day).map_err(|_| wrong())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Day, A::Error> {
        let at = Datetime::deserialize(MapAccessDeserializer::new(map))
            .map_err(|_| A::Error::custom("this is no date; write it as 2026-11-02"))?;
        match at {
            Datetime { date: Some(date), time: None, offset: None } => {
                NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
                    .map(Day)
                    .ok_or_else(|| A::Error::custom(format!("there is no day {date}")))
            }
            _ => Err(A::Error::custom("here belongs a date without a time, like 2026-11-02")),
        }
    }
}

/// Reads a day.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    Day::deserialize(from).map(|day| day.0)
}

/// Writes a day.
pub(super) fn serialize<S: Serializer>(day: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
    day.serialize(to)
}

/// The same for a day that may be missing.
pub(super) mod option {
    use super::*;

    /// Reads a day that may be missing.
    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
        Option::<Day>::deserialize(from).map(|day| day.map(|day| day.0))
    }

    /// Writes a day that may be missing.
    pub(in super::super) fn serialize<S: Serializer>(day: &Option<NaiveDate>, to: S) -> Result<S::Ok, S::Error> {
        day.serialize(to)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Checked, Session, parse};
    use crate::catalogue::{Means, Terms};
    use chrono::NaiveDate;

    #[test]
    fn reads_dates_with_and_without_quotes() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 2);
        for text in ["last = 2026-11-02\n", "last = \"2026-11-02\"\n"] {
            let parsed = parse::<Terms>(text, false);
            assert_eq!(parsed.problems, [], "{text}");
            assert_eq!(parsed.value.last, day, "{text}");
        }
    }

    #[test]
    fn tells_what_is_no_date_and_where() {
        for bad in
            ["\"2 November\"", "\"2026-1-2\"", "2026-11-02T10:00:00", "10:00:00", "7", "\"2026-02-30\"", "{ a = 1 }"]
        {
            let text = format!("last = {bad}\n");
            let problems = parse::<Terms>(&text, false).problems;
            assert_eq!(problems.len(), 1, "{bad}: {problems:?}");
            assert_eq!(&text[problems[0].span.clone()], bad);
            assert!(problems[0].what.contains("2026-11-02") || problems[0].what.contains("day"), "{problems:?}");
        }
    }

    #[test]
    fn survives_the_snapshot_and_being_written() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let checked = Checked { on: day, by: "navigator".to_owned(), how: Means::Phone };
        let bytes = postcard::to_stdvec(&checked).unwrap();
        assert_eq!(postcard::from_bytes::<Checked>(&bytes).unwrap(), checked);
        assert_eq!(toml::from_str::<Checked>(&toml::to_string(&checked).unwrap()).unwrap(), checked);
        let session = Session { valid_from: Some(day), ..Session::default() };
        let bytes = postcard::to_stdvec(&session).unwrap();
        assert_eq!(postcard::from_bytes::<Session>(&bytes).unwrap(), session);
        assert_eq!(serde_json::to_value(&checked).unwrap()["on"], "2026-11-02");
    }
}
