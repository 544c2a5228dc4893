//! The one clock. Everything that asks for the time asks here, so that tests and hubs agree on it.

use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

/// The variable that stops the clock at a fixed local time ("2026-11-22T10:15").
pub const NOW_VARIABLE: &str = "SIGNPOST_NOW";

/// Tells the time local to the hub, or a fixed one when a test set it.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    zone: Tz,
    fixed: Option<NaiveDateTime>,
}

impl Clock {
    /// Returns the machine's clock, in the hub's time zone.
    pub fn system(zone: Tz) -> Self {
        Self { zone, fixed: None }
    }

    /// Returns a clock that stands still.
    pub fn fixed(now: NaiveDateTime) -> Self {
        Self { zone: Tz::Europe__London, fixed: Some(now) }
    }

    /// Returns the machine's clock, or the fixed one that `SIGNPOST_NOW` asks for.
    ///
    /// # Errors
    /// When the variable holds something that is no date and time.
    pub fn from_env(zone: Tz) -> Result<Self> {
        match std::env::var(NOW_VARIABLE) {
            Ok(text) if !text.is_empty() => Ok(Self { zone, fixed: Some(parse_now(&text)?) }),
            _ => Ok(Self::system(zone)),
        }
    }

    /// Returns the date and time on the hub's wall.
    pub fn now(&self) -> NaiveDateTime {
        match self.fixed {
            Some(now) => now,
            None => Utc::now().with_timezone(&self.zone).naive_local(),
        }
    }

    /// Returns the hub's date.
    pub fn today(&self) -> NaiveDate {
        self.now().date()
    }

    /// Returns whether the time is a test's: what is saved under it is marked as a test.
    pub fn is_test(&self) -> bool {
        self.fixed.is_some()
    }

    /// Returns this clock moved to another zone.
    #[must_use]
    pub fn in_zone(self, zone: Tz) -> Self {
        Self { zone, ..self }
    }
}

/// Reads a local date and time: `2026-11-22`, `2026-11-22T10:15`, `2026-11-22 10:15:00`, or with an offset, which is kept as the wall time it names.
///
/// # Errors
/// When the text is none of these.
pub fn parse_now(text: &str) -> Result<NaiveDateTime> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.naive_local());
    }
    for form in ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"] {
        if let Ok(at) = NaiveDateTime::parse_from_str(text, form) {
            return Ok(at);
        }
    }
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Ok(day.and_hms_opt(10, 0, 0).unwrap_or_default());
    }
    Err(Error::usage(format!("\"{text}\" is not a date and time.")).hint("Write it as 2026-11-22T10:15."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_form_and_refuses_the_rest() {
        for text in ["2026-11-22T10:15", "2026-11-22 10:15", "2026-11-22T10:15:00", "2026-11-22T10:15:00Z"] {
            assert_eq!(parse_now(text).unwrap().to_string(), "2026-11-22 10:15:00", "{text}");
        }
        assert_eq!(parse_now("2026-11-22").unwrap().to_string(), "2026-11-22 10:00:00");
        assert!(parse_now("tomorrow").is_err());
    }
}
