//! Calendar months, quarters and years of the financial year, and school terms.

use crate::error::{Error, Result};
use crate::text;
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
}

impl Span {
    /// Returns whether a day is in it.
    pub fn has(self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Returns whether two spans share a day.
    pub fn meets(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Returns whether all days of another span are in it.
    pub fn covers(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Returns the calendar month that a day is in.
    pub fn month_of(day: NaiveDate) -> Self {
        months(day.year(), day.month(), 1)
    }

    /// Returns the calendar months that it touches, each whole, in order.
    pub fn months(self) -> Vec<Self> {
        let mut all = Vec::new();
        let mut month = Self::month_of(self.first);
        while month.first <= self.last {
            all.push(month);
            match month.last.succ_opt() {
                Some(next) => month = Self::month_of(next),
                None => break,
            }
        }
        all
    }

    /// Returns it in words: "October to December 2026", "October 2026", "2 September to 23 October 2026".
    pub fn in_words(self) -> String {
        let (first, last) = (self.first, self.last);
        let whole = Self::month_of(first).first == first && Self::month_of(last).last == last;
        let form = match (whole, first.year() == last.year()) {
            (true, _) if Self::month_of(first) == Self::month_of(last) => return first.format("%B %Y").to_string(),
            (true, true) => ("%B", "%B %Y"),
            (true, false) => ("%B %Y", "%B %Y"),
            (false, true) => ("%-d %B", "%-d %B %Y"),
            (false, false) => ("%-d %B %Y", "%-d %B %Y"),
        };
        format!("{} to {}", first.format(form.0), last.format(form.1))
    }
}

/// Returns some months, from the one that is named on. Days that chrono has not become the nearest it has.
fn months(year: i32, month: u32, many: u32) -> Span {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MAX);
    let after = first.checked_add_months(Months::new(many)).and_then(|day| day.pred_opt());
    Span { first, last: after.unwrap_or(NaiveDate::MAX) }
}

/// A school term of a locality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Made of its name and the year of its first day: "autumn-term-first-half-2026".
    pub id: String,
    /// Its name: "Autumn term, first half".
    pub name: String,
    /// Its days.
    pub span: Span,
}

impl Term {
    /// Returns a term with its id.
    pub fn new(name: &str, span: Span) -> Self {
        let id = format!("{}-{}", text::words(name).join("-"), span.first.year());
        Self { id, name: name.to_owned(), span }
    }
}

/// A period that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// A calendar month: year and month.
    Month(i32, u32),
    /// A quarter of the financial year that begins in April of this year: 1 is April to June.
    Quarter(i32, u32),
    /// The financial year that begins in April of this year.
    Year(i32),
    /// A school term.
    Term(Term),
}

impl Period {
    /// Reads "2026-10", "2026-27-Q3", "2026-27" or the id of a term.
    ///
    /// # Errors
    /// When it is none of them.
    pub fn read(text: &str, terms: &[Term]) -> Result<Self> {
        let parts: Vec<&str> = text.trim().split('-').collect();
        let number = |part: &str, digits: usize| -> Option<u32> {
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
        };
        let year = |part: &str| number(part, 4).and_then(|year| i32::try_from(year).ok()).filter(|year| *year > 1900);
        let financial = |first: &str, second: &str| {
            let year = year(first)?;
            (number(second, 2)? == ((year + 1) % 100).unsigned_abs()).then_some(year)
        };
        let found = match parts.as_slice() {
            [first, second, quarter] => {
                let quarter = quarter.strip_prefix(['Q', 'q']).and_then(|quarter| number(quarter, 1));
                financial(first, second)
                    .and_then(|year| Some(Self::Quarter(year, quarter.filter(|quarter| (1..=4).contains(quarter))?)))
            }
            [first, second] => financial(first, second).map(Self::Year).or_else(|| {
                Some(Self::Month(year(first)?, number(second, 2).filter(|month| (1..=12).contains(month))?))
            }),
            _ => None,
        };
        let term = || terms.iter().find(|term| term.id == text.trim()).cloned().map(Self::Term);
        found.or_else(term).ok_or_else(|| {
            let mut hint = "Write a month as 2026-10, a quarter as 2026-27-Q3 (October to December 2026), a financial year as 2026-27".to_owned();
            match terms.last() {
                Some(term) => hint.push_str(&format!(", a term as {}.", term.id)),
                None => hint.push('.'),
            }
            Error::usage("This is no period.").hint(hint)
        })
    }

    /// Returns what [`Period::read`] reads.
    pub fn id(&self) -> String {
        let financial = |year: i32| format!("{year}-{:02}", (year + 1) % 100);
        match self {
            Self::Month(year, month) => format!("{year}-{month:02}"),
            Self::Quarter(year, quarter) => format!("{}-Q{quarter}", financial(*year)),
            Self::Year(year) => financial(*year),
            Self::Term(term) => term.id.clone(),
        }
    }

    /// Returns its days.
    pub fn span(&self) -> Span {
        match self {
            Self::Month(year, month) => months(*year, *month, 1),
            Self::Quarter(year, 4) => months(year + 1, 1, 3),
            Self::Quarter(year, quarter) => months(*year, 1 + 3 * quarter, 3),
            Self::Year(year) => months(*year, 4, 12),
            Self::Term(term) => term.span,
        }
    }

    /// Returns it in words: "October to December 2026".
    pub fn in_words(&self) -> String {
        match self {
            Self::Term(term) => format!("{} ({})", term.name, term.span.in_words()),
            _ => self.span().in_words(),
        }
    }

    /// Returns the period of the same kind that a day is in.
    pub fn around(&self, day: NaiveDate) -> Self {
        let (year, month) = (day.year(), day.month());
        let financial = if month < 4 { year - 1 } else { year };
        match self {
            Self::Month(..) => Self::Month(year, month),
            Self::Quarter(..) => Self::Quarter(financial, (month + 8) % 12 / 3 + 1),
            Self::Year(_) => Self::Year(financial),
            Self::Term(_) => self.clone(),
        }
    }

    /// Returns the period of the same kind just before or after; a term has none.
    pub fn moved(&self, by: i32) -> Option<Self> {
        let turned = |value: i32, least: i32, many: i32| {
            ((value - least + by).rem_euclid(many) + least, (value - least + by).div_euclid(many))
        };
        match self {
            Self::Month(year, month) => {
                let (month, years) = turned(i32::try_from(*month).ok()?, 1, 12);
                Some(Self::Month(year + years, month.unsigned_abs()))
            }
            Self::Quarter(year, quarter) => {
                let (quarter, years) = turned(i32::try_from(*quarter).ok()?, 1, 4);
                Some(Self::Quarter(year + years, quarter.unsigned_abs()))
            }
            Self::Year(year) => Some(Self::Year(year + by)),
            Self::Term(_) => None,
        }
    }
}

/// Returns the same period a year before; terms fall on other days each year, so for them nothing.
pub fn same_a_year_before(period: &Period) -> Option<Period> {
    Some(match period {
        Period::Month(year, month) => Period::Month(year - 1, *month),
        Period::Quarter(year, quarter) => Period::Quarter(year - 1, *quarter),
        Period::Year(year) => Period::Year(year - 1),
        Period::Term(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Period {
        Period::read(text, &[]).unwrap()
    }

    #[test]
    fn periods_are_read_as_leads_write_them() {
        for (text, words) in [
            ("2026-27-Q1", "April to June 2026"),
            ("2026-27-Q3", "October to December 2026"),
            ("2026-27-Q4", "January to March 2027"),
            ("2026-27", "April 2026 to March 2027"),
            ("2026-10", "October 2026"),
            ("1999-00-Q4", "January to March 2000"),
        ] {
            assert_eq!(read(text).in_words(), words);
            assert_eq!(read(text).id(), text);
        }
        for wrong in ["", "2026", "2026-28", "2026-13", "2026-27-Q5", "2026-27-3", "26-10", "2026-1", "autumn"] {
            assert!(Period::read(wrong, &[]).unwrap_err().to_string().starts_with("This is no period."), "{wrong}");
        }
        // December 2012 and the year 2012-13 differ by what follows.
        assert_eq!((read("2012-12").in_words(), read("2012-13").id()), ("December 2012".into(), "2012-13".into()));
    }

    #[test]
    fn a_term_is_named_by_its_id() {
        let day = |text: &str| text.parse().unwrap();
        let span = Span { first: day("2026-09-02"), last: day("2026-10-23") };
        let term = Term::new("Autumn term, first half", span);
        let period = Period::read("autumn-term-first-half-2026", std::slice::from_ref(&term)).unwrap();
        assert_eq!(period.in_words(), "Autumn term, first half (2 September to 23 October 2026)");
        assert_eq!(period.span().months().len(), 2);
    }

    #[test]
    fn one_leads_to_the_next_and_to_the_one_of_a_year_before() {
        assert_eq!(read("2026-27-Q4").moved(1), Some(read("2027-28-Q1")));
        assert_eq!(read("2026-27-Q1").moved(-1), Some(read("2025-26-Q4")));
        assert_eq!(read("2026-12").moved(1), Some(read("2027-01")));
        assert_eq!(read("2026-01").moved(-1), Some(read("2025-12")));
        assert_eq!(same_a_year_before(&read("2026-27-Q3")), Some(read("2025-26-Q3")));
        for day in ["2026-01-31", "2026-03-31", "2026-04-01", "2026-12-31"] {
            let day: NaiveDate = day.parse().unwrap();
            for kind in ["2020-01", "2020-21-Q1", "2020-21"] {
                assert!(read(kind).around(day).span().has(day), "{kind} {day}");
            }
        }
    }
}
