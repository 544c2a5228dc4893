//! How one language says what a slip says: labels, days, times, dates, lists. English is one of them, so that each line is put together once for all.

use super::hours;
use super::types::{Fixed, Language};
use chrono::{Datelike, NaiveDate};

/// One language as a slip speaks it. What it can't say in full it does not say at all, so that no line is half in one language; English can say everything.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    words: Option<&'a Language>,
    english: bool,
}

impl<'a> Wording<'a> {
    /// English as the program has it.
    pub const ENGLISH: Wording<'static> = Wording { words: None, english: true };

    /// Returns English, with the words of a locality where it has its own.
    pub fn english(own: Option<&'a Language>) -> Self {
        Self { words: own, english: true }
    }

    /// Returns another language.
    pub fn of(language: &'a Language) -> Self {
        Self { words: Some(language), english: false }
    }

    /// Returns a label or sentence.
    pub fn say(self, fixed: Fixed) -> Option<&'a str> {
        let own = self.words.and_then(|words| words.say(fixed)).map(str::trim).filter(|said| !said.is_empty());
        own.or_else(|| self.english.then(|| fixed.english()))
    }

    /// Returns a label or sentence with its braces filled in; nothing when one of the values has no place in it, or a brace no value.
    pub fn fill(self, fixed: Fixed, values: &[(&str, &str)]) -> Option<String> {
        let own = self.say(fixed).and_then(|template| filled(template, values));
        own.or_else(|| self.english.then(|| filled(fixed.english(), values)).flatten())
    }

    /// Returns the name of a day of the week, 0 is Monday.
    pub fn day(self, day: usize) -> Option<&'a str> {
        if self.english {
            return hours::day_names().get(day).copied();
        }
        Some(self.words?.days.get(day)?.trim()).filter(|name| !name.is_empty())
    }

    /// Returns the days of something that happens every week: "Tuesdays and Thursdays".
    pub fn weekly(self, days: &[usize]) -> Option<String> {
        if days.len() == 7 {
            return self.say(Fixed::EveryDay).map(str::to_owned);
        }
        // Only English says so that it happens again.
        let name = |day: &usize| self.day(*day).map(|name| if self.english { format!("{name}s") } else { name.into() });
        self.list(&days.iter().map(name).collect::<Option<Vec<String>>>()?)
    }

    /// Returns a date: "22 November 2026".
    pub fn date(self, day: NaiveDate) -> Option<String> {
        Some(format!("{} {}", self.short_date(day)?, day.year()))
    }

    /// Returns a date without its year: "22 November".
    pub fn short_date(self, day: NaiveDate) -> Option<String> {
        if self.english {
            return Some(hours::short_date(day));
        }
        let month = self.words?.months.get(day.month0() as usize)?.trim();
        (!month.is_empty()).then(|| format!("{} {month}", day.day()))
    }

    /// Returns a day with its date: "Tuesday 24 November".
    pub fn dated(self, day: NaiveDate) -> Option<String> {
        let name = self.day(day.weekday().num_days_from_monday() as usize)?;
        Some(format!("{name} {}", self.short_date(day)?))
    }

    /// Returns a time, in minutes from midnight: in English as GOV.UK writes it, "10am"; else on the clock of 24 hours, "10:00".
    pub fn time(self, minutes: u16) -> String {
        if self.english {
            return hours::minutes_in_words(minutes);
        }
        let hour = if minutes == 24 * 60 { 24 } else { minutes / 60 % 24 };
        format!("{hour:02}:{:02}", minutes % 60)
    }

    /// Returns two times: "10am to 11:30am", "all day".
    pub fn span(self, from: u16, to: u16) -> Option<String> {
        if from == 0 && to == 24 * 60 {
            return self.say(Fixed::AllDay).map(str::to_owned);
        }
        self.fill(Fixed::TimeToTime, &[("from", &self.time(from)), ("to", &self.time(to))])
    }

    /// Returns things as people say a list: "a, b and c".
    pub fn list(self, things: &[String]) -> Option<String> {
        match things {
            [] => None,
            [one] => Some(one.clone()),
            [first @ .., last] => self.fill(Fixed::DayAndDay, &[("from", &self.beside(first)), ("to", last)]),
        }
    }

    /// Returns things with commas between them, as this language writes commas.
    pub fn beside(self, things: &[String]) -> String {
        let arabic = |name: &str| name.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
        things.join(if self.day(0).is_some_and(arabic) { "\u{060c} " } else { ", " })
    }

    /// Returns an age range: "Ages 5 to 11", "From 6 months to age 2"; nothing when neither end is known, or this language can't say it.
    pub fn ages(self, minimum: Option<f64>, maximum: Option<f64>) -> Option<String> {
        // Only English has a word for months here.
        let age = |years: f64| match months(years) {
            Some(months) => self.english.then(|| format!("{months} months")),
            None => Some(format!("{years}")),
        };
        match (minimum, maximum) {
            (None, None) => None,
            (Some(from), None) => self.fill(Fixed::AgeAndOver, &[("from", &age(from)?)]),
            (None, Some(to)) => self.fill(Fixed::AgeAndUnder, &[("to", &age(to)?)]),
            (Some(0.0), Some(to)) => self.fill(Fixed::AgesBirthTo, &[("to", &age(to)?)]),
            (Some(from), Some(to)) => match (months(from), months(to)) {
                (Some(from), None) => self.fill(Fixed::MonthsToAge, &[("from", &from.to_string()), ("to", &age(to)?)]),
                _ => self.fill(Fixed::AgesFromTo, &[("from", &age(from)?), ("to", &age(to)?)]),
            },
        }
    }
}

/// Returns the months of an age that years don't say well.
fn months(years: f64) -> Option<u8> {
    // Below two years there are fewer months than a byte holds.
    (years > 0.0 && years < 2.0 && years.fract() != 0.0).then(|| (years * 12.0).round() as u8)
}

/// Returns a template with its braces filled in; nothing when a value has no place in it, or a brace no value.
fn filled(template: &str, values: &[(&str, &str)]) -> Option<String> {
    let mut out = String::new();
    let mut used = vec![false; values.len()];
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}')?;
        let at = values.iter().position(|(known, _)| *known == name)?;
        used[at] = true;
        out.push_str(before);
        out.push_str(values[at].1);
        rest = behind;
    }
    out.push_str(rest);
    (!rest.contains('}') && used.iter().all(|used| *used)).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brace_without_a_value_or_a_value_without_a_brace_is_said_in_english() {
        let values = [("from", "5"), ("to", "11")];
        assert_eq!(filled("Ages {from} to {to}", &values).as_deref(), Some("Ages 5 to 11"));
        for bad in ["Ages {from}", "Ages {from} to {too}", "Ages {from} to {to", "Ages {from} to to}", "Ages"] {
            assert_eq!(filled(bad, &values), None, "{bad}");
            let words = [("ages_from_to".to_owned(), bad.to_owned())].into();
            let language = Language { words, ..Language::default() };
            assert_eq!(Wording::of(&language).ages(Some(5.0), Some(11.0)), None);
            let english = Wording::english(Some(&language)).ages(Some(5.0), Some(11.0));
            assert_eq!(english.as_deref(), Some("Ages 5 to 11"), "{bad}");
        }
        // What is filled in is no template.
        assert_eq!(filled("{to} {from}", &[("from", "{to}"), ("to", "2")]).as_deref(), Some("2 {to}"));
    }

    #[test]
    fn says_ages() {
        for (minimum, maximum, said) in [
            (Some(0.0), Some(4.0), "From birth to age 4"),
            (Some(0.5), Some(2.0), "From 6 months to age 2"),
            (Some(0.75), Some(1.5), "Ages 9 months to 18 months"),
            (Some(16.0), None, "Age 16 and over"),
            (None, Some(18.0), "Age 18 and under"),
            (Some(5.0), Some(11.0), "Ages 5 to 11"),
        ] {
            assert_eq!(Wording::ENGLISH.ages(minimum, maximum).as_deref(), Some(said));
        }
        assert_eq!(Wording::ENGLISH.ages(None, None), None);
    }

    #[test]
    fn a_list_has_the_commas_of_its_script() {
        let things = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(Wording::ENGLISH.list(&things).as_deref(), Some("a, b and c"));
        let words = [("day_and_day".to_owned(), "{from} \u{0627}\u{0648}\u{0631} {to}".to_owned())].into();
        let urdu = Language { days: vec!["\u{067e}\u{06cc}\u{0631}".into()], words, ..Language::default() };
        let said = Wording::of(&urdu).list(&things);
        assert_eq!(said.as_deref(), Some("a\u{060c} b \u{0627}\u{0648}\u{0631} c"));
    }
}
