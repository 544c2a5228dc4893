//! How fresh entries are: which services to ring first, and how long a report is open.

use chrono::NaiveDate;

/// Days that count for a service that nobody of this hub ever checked: as if it had been three years ago.
pub const NEVER: i64 = 3 * 365;
/// Days after the day of a report on which the aim of 48 hours ends.
const AIM: i64 = 2;

/// What decides when a service is rung.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Call {
    /// Its number in the snapshot.
    pub number: u32,
    /// How often it was handed out.
    pub handed_out: u64,
    /// Days since it was checked; nothing when it never was.
    pub days: Option<i64>,
}

impl Call {
    /// Returns how urgent it is: times handed out, times days since it was checked; then the days alone, for what was never handed out.
    fn urgency(&self) -> (u64, i64) {
        let days = self.days.unwrap_or(NEVER).max(0);
        (self.handed_out.saturating_mul(days.unsigned_abs()), days)
    }
}

/// Puts calls into their order, the most urgent first, and keeps so many of them.
pub fn rank(calls: &mut Vec<Call>, most: usize) {
    calls.sort_by(|a, b| b.urgency().cmp(&a.urgency()).then(a.number.cmp(&b.number)));
    calls.truncate(most);
}

/// Returns how long a report is open, against the aim of 48 hours, and whether it is open for longer. Only days are known, so nothing is said of hours.
pub fn age(on: Option<NaiveDate>, today: NaiveDate) -> (String, bool) {
    let Some(on) = on else { return ("open, day not known".to_owned(), true) };
    match (today - on).num_days() {
        ..=0 => ("since today".to_owned(), false),
        1 => ("since yesterday".to_owned(), false),
        AIM => (format!("{AIM} days: the aim of 48 hours ends today"), false),
        days => {
            let over = days - AIM;
            let s = if over == 1 { "" } else { "s" };
            (format!("{days} days, {over} day{s} over the aim of 48 hours"), true)
        }
    }
}

/// Returns a day as it stands behind what happened on it: "today", "yesterday", "3 days ago".
pub fn ago(on: NaiveDate, today: NaiveDate) -> String {
    match (today - on).num_days() {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_handed_out_often_and_checked_long_ago_is_rung_first() {
        let call = |number, handed_out, days| Call { number, handed_out, days };
        let mut calls = vec![
            call(0, 0, None),
            call(1, 1, Some(100)),
            call(2, 20, Some(10)),
            call(3, 0, Some(2000)),
            call(4, 1, None),
            call(5, 7, Some(0)),
        ];
        rank(&mut calls, 5);
        assert_eq!(calls.iter().map(|call| call.number).collect::<Vec<_>>(), [4, 2, 1, 3, 0]);
    }

    #[test]
    fn the_age_of_a_report_is_told_in_days() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let told = |d| age(Some(day(d)), day(22));
        assert_eq!(told(22), ("since today".to_owned(), false));
        assert_eq!(told(25), ("since today".to_owned(), false));
        assert_eq!(told(20), ("2 days: the aim of 48 hours ends today".to_owned(), false));
        assert_eq!(told(19), ("3 days, 1 day over the aim of 48 hours".to_owned(), true));
        assert!(age(None, day(22)).1);
    }
}
