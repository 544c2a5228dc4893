//! Plain counts for the people at this desk: what was asked for today and this week. They are exact and small, so they are not for publication; and since the screen stands at a counter, nothing sensitive is named in them.

use super::catalogue::Catalogue;
use crate::clock::Clock;
use crate::error::Result;
use crate::record::{Enquiry, Kind, Met, Outcome, Reason, Row};
use crate::store::Store;
use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

/// What is said of everything that is counted and not named.
pub const NOT_NAMED: &str = "other, not named here";

/// How often something happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Today.
    pub today: usize,
    /// From Monday to today.
    pub week: usize,
}

/// How often something with a name happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// What it is called on screen.
    pub name: String,
    /// How often.
    #[serde(flatten)]
    pub count: Count,
}

/// Plain counts of one desk. Not for publication.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Today.
    pub day: NaiveDate,
    /// The Monday of this week.
    pub since: NaiveDate,
    /// Enquiries.
    pub enquiries: Count,
    /// Quick chats.
    pub quick_chats: Count,
    /// Needs, the most frequent of the week first; what is sensitive is last and in one.
    pub needs: Vec<Counted>,
    /// What came of them.
    pub outcomes: Vec<Counted>,
    /// Why nothing could be offered.
    pub reasons: Vec<Counted>,
}

impl Counts {
    /// What stands over the counts wherever they are shown.
    pub const TITLE: &'static str = "Counts of this desk. NOT FOR PUBLICATION.";

    /// Returns which days are counted, in words.
    pub fn days(&self) -> String {
        let day = |day: NaiveDate| day.format("%A %-d %B").to_string();
        format!("Today is {}. The week began on {}.", day(self.day), day(self.since))
    }

    /// Returns the counts as tables, each with its heading.
    pub fn tables(&self) -> [(&'static str, Vec<Counted>); 4] {
        let row = |name: &str, count| Counted { name: name.to_owned(), count };
        let kinds = vec![row("Enquiries", self.enquiries), row("Quick chats", self.quick_chats)];
        [
            ("Families", kinds),
            ("Needs", self.needs.clone()),
            ("What came of them", self.outcomes.clone()),
            ("Nothing to offer, because", self.reasons.clone()),
        ]
    }
}

/// Counts what this desk saved today and this week. Without a catalogue nobody can tell what is sensitive, so nothing is named.
///
/// # Errors
/// When the store can't be read.
pub fn counts(store: &Store, clock: Clock, catalogue: Option<&Catalogue>) -> Result<Counts> {
    let today = clock.today();
    let rows = store.between(monday(today), today)?;
    let name = |id: &str| catalogue.map_or_else(String::new, |catalogue| catalogue.need_name(id));
    let sensitive = |id: &str| catalogue.is_none_or(|catalogue| catalogue.is_sensitive(id));
    Ok(count(&rows, store.desk_id(), today, clock.is_test(), name, sensitive))
}

/// Returns the first day of the week that `day` is in.
fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}

/// Counts what one desk saved from Monday to `day`. Under a test's clock only what tests saved counts, else only what they did not.
///
/// A sensitive enquiry counts as an enquiry, once among the needs that are not named and once among the outcomes that are not. Outcomes that tell of danger are not named either, whatever the need was.
fn count(
    rows: &[Row],
    desk: Uuid,
    day: NaiveDate,
    test: bool,
    name: impl Fn(&str) -> String,
    sensitive: impl Fn(&str) -> bool,
) -> Counts {
    let since = monday(day);
    let mut counts = Counts { day, since, ..Counts::default() };
    let (mut needs, mut outcomes, mut reasons) = (Table::default(), Table::default(), Table::default());
    let own = rows.iter().filter(|row| row.desk == desk && row.test == test && (since..=day).contains(&row.day));
    for row in own {
        let today = row.day == day;
        if row.enquiry.kind == Kind::QuickChat {
            counts.quick_chats.add(today);
            continue;
        }
        counts.enquiries.add(today);
        if is_sensitive(&row.enquiry, &sensitive) {
            needs.add(None, today);
            outcomes.add(None, today);
            continue;
        }
        for Met { need, outcome, reason } in &row.enquiry.needs {
            needs.add(Some(name(need)), today);
            outcomes.add(Some(outcome.label().to_owned()), today);
            if let Some(reason) = reason {
                reasons.add(Some(reason.label().to_owned()), today);
            }
        }
    }
    counts.needs = needs.by_number();
    counts.outcomes = outcomes.in_order(Outcome::ALL.iter().map(|outcome| outcome.label()));
    counts.reasons = reasons.in_order(Reason::ALL.iter().map(|reason| reason.label()));
    counts
}

fn is_sensitive(enquiry: &Enquiry, sensitive: impl Fn(&str) -> bool) -> bool {
    let tells = |met: &Met| matches!(met.outcome, Outcome::SafeguardingLead | Outcome::EmergencyServices);
    let mut ids = enquiry.needs.iter().map(|met| &met.need).chain(&enquiry.services);
    enquiry.veiled || enquiry.needs.iter().any(tells) || ids.any(|id| sensitive(id))
}

impl Count {
    fn add(&mut self, today: bool) {
        self.week += 1;
        self.today += usize::from(today);
    }
}

/// Counts by name while they are added up.
#[derive(Default)]
struct Table {
    named: Vec<Counted>,
    rest: Count,
}

impl Table {
    fn add(&mut self, name: Option<String>, today: bool) {
        let Some(name) = name else { return self.rest.add(today) };
        match self.named.iter_mut().find(|counted| counted.name == name) {
            Some(counted) => counted.count.add(today),
            None => {
                let mut count = Count::default();
                count.add(today);
                self.named.push(Counted { name, count });
            }
        }
    }

    /// Returns the names, the most frequent first, then what is not named.
    fn by_number(mut self) -> Vec<Counted> {
        self.named.sort_by(|a, b| b.count.week.cmp(&a.count.week).then_with(|| a.name.cmp(&b.name)));
        self.ended()
    }

    /// Returns the names in the order in which the log lists them, then what is not named.
    fn in_order<'a>(mut self, order: impl Iterator<Item = &'a str>) -> Vec<Counted> {
        let order: Vec<&str> = order.collect();
        self.named.sort_by_key(|counted| order.iter().position(|name| *name == counted.name));
        self.ended()
    }

    fn ended(mut self) -> Vec<Counted> {
        if self.rest != Count::default() {
            self.named.push(Counted { name: NOT_NAMED.to_owned(), count: self.rest });
        }
        self.named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(desk: u128, day: &str, needs: Vec<Met>) -> Row {
        let enquiry = Enquiry { needs, ..Enquiry::new("riverside") };
        Row { desk: Uuid::from_u128(desk), day: day.parse().unwrap(), hour: 10, test: false, enquiry }
    }

    fn counted(rows: &[Row]) -> Counts {
        let day = "2026-11-25".parse().unwrap();
        count(rows, Uuid::from_u128(1), day, false, str::to_uppercase, |id| id == "domestic-abuse" || id == "refuge")
    }

    fn lines(counted: &[Counted]) -> Vec<String> {
        counted.iter().map(|c| format!("{} {}/{}", c.name, c.count.today, c.count.week)).collect()
    }

    #[test]
    fn counts_this_desk_today_and_since_monday() {
        let debt = || Met::nothing("debt", Reason::Full);
        let rows = [
            row(1, "2026-11-22", vec![Met::new("housing", Outcome::Signposted)]),
            row(1, "2026-11-23", vec![Met::new("housing", Outcome::Signposted), debt()]),
            row(1, "2026-11-25", vec![debt()]),
            row(1, "2026-11-26", vec![debt()]),
            row(2, "2026-11-25", vec![debt()]),
            Row { test: true, ..row(1, "2026-11-25", vec![debt()]) },
        ];
        let counts = counted(&rows);
        assert_eq!(counts.enquiries, Count { today: 1, week: 2 });
        assert_eq!(lines(&counts.needs), ["DEBT 1/2", "HOUSING 0/1"]);
        assert_eq!(lines(&counts.outcomes), ["signposted 0/1", "nothing to offer 1/2"]);
        assert_eq!(lines(&counts.reasons), ["full 1/2"]);
    }

    #[test]
    fn a_quick_chat_is_one_and_nothing_else() {
        let mut chat = row(1, "2026-11-25", Vec::new());
        chat.enquiry = Enquiry { veiled: true, ..Enquiry::quick_chat("riverside") };
        let counts = counted(&[chat]);
        assert_eq!((counts.quick_chats.today, counts.enquiries.week, counts.needs.len()), (1, 0, 0));
    }

    #[test]
    fn nothing_sensitive_is_named() {
        let mut with_service = row(1, "2026-11-25", vec![Met::new("housing", Outcome::Signposted)]);
        with_service.enquiry.services.insert("refuge".to_owned());
        let mut veiled = row(1, "2026-11-25", vec![Met::nothing("housing", Reason::Immigration)]);
        veiled.enquiry.veiled = true;
        let rows = [
            row(1, "2026-11-25", vec![Met::new("domestic-abuse", Outcome::Referred)]),
            row(1, "2026-11-25", vec![Met::new("parenting", Outcome::SafeguardingLead)]),
            row(1, "2026-11-25", vec![Met::new("parenting", Outcome::EmergencyServices)]),
            with_service,
            veiled,
        ];
        let counts = counted(&rows);
        assert_eq!(counts.enquiries.today, 5);
        assert_eq!(lines(&counts.needs), [format!("{NOT_NAMED} 5/5")]);
        assert_eq!(lines(&counts.outcomes), [format!("{NOT_NAMED} 5/5")]);
        assert_eq!(counts.reasons, []);
    }
}
