//! Days that files write, whole and in part.

use super::super::read::{Problem, Step};
use super::super::role::{self, Fault};
use super::super::types::{Checked, Source};
use super::{Finder, contact, quote, within};
use chrono::NaiveDate;

/// Returns the first day of a date that may be known only in part: "2025", "2025-03", "2025-03-14".
pub(super) fn first_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |m| number(m, 2))?;
    let day = parts.next().map_or(Some(1), |d| number(d, 2))?;
    if parts.next().is_some() || year < 1900 {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

impl<T> Finder<'_, '_, T> {
    /// Checks that a day has come.
    pub(super) fn not_future(&mut self, day: NaiveDate, today: NaiveDate, at: &[Step]) {
        if day > today {
            let what = format!("This date, {day}, is in the future.");
            self.error("future-date", at, what, format!("Today is {today}."));
        }
    }

    /// Checks who confirmed an entry and when.
    pub(super) fn checked(&mut self, checked: &Checked, today: NaiveDate) {
        self.not_future(checked.on, today, &crate::at!["checked", "on"]);
        self.role(&checked.by, "community connector", &crate::at!["checked", "by"]);
    }

    /// Checks that whoever confirmed something is named by a role, such as `example`. A number or an address is surely a person's; what only looks like a name may be none.
    pub(super) fn role(&mut self, by: &str, example: &str, at: &[Step]) {
        let Some(fault) = role::fault(by).filter(|fault| *fault != Fault::Empty) else { return };
        let (what, span) = (format!("{} {}.", quote(by), fault.in_words()), self.parsed.span(at));
        let problem = match fault {
            Fault::Contact => Problem::error("contact-for-role", span, what),
            Fault::Name => Problem::warning("name-for-role", span, what),
            Fault::Empty | Fault::Long => Problem::warning("long-role", span, what),
        };
        self.problems.push(problem.hint(format!("Name the role, never the person: \"{example}\".")));
    }

    /// Checks where facts came from; `at` is the table.
    pub(super) fn source(&mut self, source: &Source, today: NaiveDate, example: bool, at: &[Step]) {
        let inside = |key: &'static str| within(at, key);
        self.required(&source.url, &inside("url"), "Name the public page where the facts were read.");
        contact::url(self, &source.url, example, &inside("url"));
        for (index, also) in source.also.iter().enumerate() {
            contact::url(self, also, example, &within(&inside("also"), index));
        }
        if let Some(date) = &source.date {
            match first_day(date) {
                Some(day) => self.not_future(day, today, &inside("date")),
                None => self.error(
                    "bad-date",
                    &inside("date"),
                    format!("{} is no date.", quote(date)),
                    "Write it as \"2025\", \"2025-03\" or \"2025-03-14\".",
                ),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_in_part() {
        assert_eq!(first_day("2025"), NaiveDate::from_ymd_opt(2025, 1, 1));
        assert_eq!(first_day("2025-03"), NaiveDate::from_ymd_opt(2025, 3, 1));
        assert_eq!(first_day("2024-02-29"), NaiveDate::from_ymd_opt(2024, 2, 29));
        for bad in ["", "25", "2025-3", "2025-13", "2025-02-30", "2025-03-14-1", "March 2025", "0025", "2025-", "+025"]
        {
            assert_eq!(first_day(bad), None, "{bad}");
        }
    }
}
