//! Opening hours of an ordinary week, and what they say at a moment.

use super::calendar::Calendar;
use super::{HORIZON, moment, weekday};
use crate::catalogue::Wording;
use crate::catalogue::types::Fixed;
use crate::text::capital;
use chrono::{Days, NaiveDate, NaiveDateTime};
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A time on a weekday: day from 0 (Monday), minutes from midnight, the end possibly past 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Day of the week, 0 is Monday.
    pub day: u8,
    /// Minutes from midnight.
    pub from: u16,
    /// Minutes from midnight.
    pub to: u16,
}

/// Opening hours of an ordinary week, worked out once when the catalogue is compiled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timetable {
    /// Open times in a week without holidays.
    pub week: Vec<Span>,
    /// Open times when that day is a bank holiday; nothing when the hours don't speak of bank holidays.
    pub holiday: Option<Vec<Span>>,
}

/// Why opening hours can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// They are not in the syntax of opening hours.
    Syntax,
    /// They speak of dates, months or weeks, which a week can't hold.
    NotWeekly,
}

impl Timetable {
    /// Works out the week of opening hours in OpenStreetMap's syntax: "Mo-Fr 09:00-17:00; PH off".
    ///
    /// # Errors
    /// When the text is no such hours, or they differ from week to week.
    pub fn parse(text: &str) -> Result<Self, Unusable> {
        let hours: OpeningHours = text.parse().map_err(|_| Unusable::Syntax)?;
        let expression = hours.get_expression();
        let weekly = expression.rules.iter().all(|rule| {
            let days = &rule.day_selector;
            days.year.is_empty() && days.monthday.is_empty() && days.week.is_empty()
        });
        if !weekly {
            return Err(Unusable::NotWeekly);
        }
        // 2 to 8 January 2023, an ordinary week from Monday to Sunday, with the Monday after it for what runs past midnight.
        let monday = NaiveDate::from_ymd_opt(2023, 1, 2).unwrap_or_default();
        let week = week_from(&hours, monday);
        let holiday = text.contains("PH").then(|| {
            let all: Arc<_> = Arc::new((0..8).map(|n| monday + Days::new(n)).collect());
            let context = Context::default().with_holidays(ContextHolidays::new(all, Arc::default()));
            week_from(&hours.clone().with_context(context), monday)
        });
        Ok(Self { week, holiday })
    }

    /// Returns the open times of a day; nothing when they are not known.
    fn on(&self, day: NaiveDate, calendar: &Calendar) -> Option<impl Iterator<Item = Span> + '_> {
        let spans = match (&self.holiday, calendar.is_holiday(day)) {
            (_, Some(false)) => &self.week,
            (Some(holiday), Some(true)) => holiday,
            // Past the last known bank holiday the week is the best guess.
            (_, None) => &self.week,
            (None, Some(true)) => return None,
        };
        let weekday = weekday(day);
        Some(spans.iter().copied().filter(move |span| span.day == weekday))
    }

    /// Returns whether it is open at a moment, and what comes next.
    pub fn at(&self, now: NaiveDateTime, calendar: &Calendar) -> Opening {
        let today = now.date();
        for ahead in 0..HORIZON {
            let Some(day) = today.checked_add_days(Days::new(ahead)) else { break };
            let Some(spans) = self.on(day, calendar) else {
                if ahead == 0 {
                    return Opening::Ask;
                }
                continue;
            };
            for span in spans {
                let (from, to) = (moment(day, span.from), moment(day, span.to));
                if from <= now && now < to {
                    return if self.never_closes() { Opening::Always } else { Opening::Now { until: to } };
                }
                if now < from {
                    return Opening::Later { from, to };
                }
            }
        }
        Opening::Ask
    }

    /// Returns whether it is open all day, every day.
    pub fn never_closes(&self) -> bool {
        self.week.len() == 7 && self.week.iter().all(|s| s.from == 0 && s.to == 24 * 60) && self.holiday.is_none()
    }

    /// Returns the hours in English words, one line for days that are alike: "Monday to Friday, 9am to 5pm".
    pub fn in_words(&self) -> Vec<String> {
        // English can say everything.
        self.said(Wording::ENGLISH).unwrap_or_default()
    }

    /// Returns the hours in words of a language, one line for days that are alike; nothing when it can't say them all.
    pub fn said(&self, wording: Wording<'_>) -> Option<Vec<String>> {
        if self.never_closes() {
            return Some(vec![wording.say(Fixed::AlwaysOpen)?.to_owned()]);
        }
        let times = |day: u8| -> Vec<(u16, u16)> {
            self.week.iter().filter(|s| s.day == day).map(|s| (s.from, s.to)).collect()
        };
        let mut lines = Vec::new();
        let mut day = 0;
        while day < 7 {
            let own = times(day);
            let mut last = day;
            while last < 6 && times(last + 1) == own {
                last += 1;
            }
            if !own.is_empty() {
                let ends = [("from", wording.day(day.into())?), ("to", wording.day(last.into())?)];
                let days = match last - day {
                    0 => ends[0].1.to_owned(),
                    1 => wording.fill(Fixed::DayAndDay, &ends)?,
                    6 => wording.say(Fixed::EveryDay)?.to_owned(),
                    _ => wording.fill(Fixed::DayToDay, &ends)?,
                };
                let times = own.iter().map(|(from, to)| wording.span(*from, *to)).collect::<Option<Vec<_>>>()?;
                lines.push(capital(&wording.beside(&[days, wording.list(&times)?])));
            }
            day = last + 1;
        }
        match &self.holiday {
            Some(spans) if spans.is_empty() => lines.push(wording.say(Fixed::ClosedBankHolidays)?.to_owned()),
            Some(_) => lines.push(wording.say(Fixed::OtherBankHolidays)?.to_owned()),
            None => {}
        }
        Some(lines)
    }
}

fn week_from<L: opening_hours::localization::Localize>(hours: &OpeningHours<L>, monday: NaiveDate) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for day in 0..7u8 {
        let Some(date) = monday.checked_add_days(Days::new(day.into())) else { continue };
        for range in hours.schedule_at(date) {
            if range.kind != RuleKind::Open {
                continue;
            }
            let minutes = |t: opening_hours_syntax::ExtendedTime| u16::from(t.hour()) * 60 + u16::from(t.minute());
            let span = Span { day, from: minutes(range.range.start), to: minutes(range.range.end) };
            match out.last_mut() {
                Some(last) if last.day == day && last.to == span.from => last.to = span.to,
                _ => out.push(span),
            }
        }
    }
    out
}

/// Whether something is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Day and night.
    Always,
    /// Open now.
    Now {
        /// When it closes.
        until: NaiveDateTime,
    },
    /// Closed now.
    Later {
        /// When it opens next.
        from: NaiveDateTime,
        /// When it closes then.
        to: NaiveDateTime,
    },
    /// Not known.
    Ask,
}
