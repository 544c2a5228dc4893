//! Schedules: opening hours where doors or phones are open through the week, sessions where something happens at set times.

use super::super::plain::bounded;
use super::super::value::{list, number, text, text_of, written};
use super::{Carrier, NOTE, day};
use crate::catalogue::{Day, Delivery, Session};
use crate::text as words;
use chrono::NaiveDate;
use serde_json::Value;

/// From so many minutes on somebody is there rather than something happens.
const LONG: u16 = 5 * 60;

/// From so many days of a week on likewise.
const MANY_DAYS: usize = 5;

/// Most sessions of one service.
const MOST: usize = 20;

/// One line of a schedule that could be read.
struct Line {
    days: Vec<Day>,
    opens: u16,
    closes: u16,
    weeks: u32,
    starts: Option<NaiveDate>,
    ends: Option<NaiveDate>,
    note: Option<String>,
    term_time: bool,
}

impl Carrier<'_> {
    pub(super) fn times(&mut self) {
        let mut lines: Vec<Line> = Vec::new();
        let mut notes: Vec<String> = Vec::new();
        let record = self.record;
        let levels: Vec<&Value> = std::iter::once(record)
            .chain(self.at.clone().into_iter().filter(|at| !std::ptr::eq(*at, record)))
            .flat_map(|at| std::iter::once(at).chain(at.get("location")))
            .collect();
        for level in levels {
            for key in ["schedules", "regular_schedules", "regular_schedule"] {
                for schedule in list(level, key).filter(|schedule| schedule.is_object()) {
                    self.schedule(schedule, &mut lines, &mut notes);
                }
            }
        }
        if let Some(way) = text(record, "attending_type") {
            self.attended(&way);
        }
        let week = lines.iter().map(|line| line.days.len()).sum::<usize>() >= MANY_DAYS
            || lines.iter().any(|line| line.closes - line.opens >= LONG);
        if week && lines.iter().all(|line| line.weeks == 1) {
            notes.extend(lines.iter().filter_map(|line| line.note.clone()));
            self.service.opening_hours = opening_hours(&lines);
        } else {
            if lines.len() > MOST {
                self.lose("schedule", "there are more than twenty");
            }
            self.service.sessions = lines.into_iter().take(MOST).map(Line::session).collect();
        }
        let mut said: Vec<String> = Vec::new();
        notes.into_iter().for_each(|note| {
            if !said.contains(&note) {
                said.push(note)
            }
        });
        if let Some(note) = bounded(&said.join(" "), NOTE) {
            self.service.hours_note = Some(self.kept("hours in words", note));
        }
    }

    /// Reads one schedule into the lines, or into the notes where only words say it truly.
    fn schedule(&mut self, schedule: &Value, lines: &mut Vec<Line>, notes: &mut Vec<String>) {
        let today = self.about.today;
        let date = |keys: &[&str]| text_of(schedule, keys).and_then(|text| day(&text));
        let (starts, ends) = (date(&["valid_from", "dtstart"]), date(&["valid_to", "until"]));
        if ends.is_some_and(|ends| ends < today) {
            return self.lose("schedule", "it ended in the past");
        }
        if let Some(way) = text(schedule, "attending_type") {
            self.attended(&way);
        }
        let note = text_of(schedule, &["description", "notes"]).and_then(|t| bounded(&t, NOTE)).map(|(note, _)| note);
        let freq = text(schedule, "freq").map(|freq| words::fold(&freq)).unwrap_or_default();
        let daily = matches!(freq.as_str(), "daily" | "day");
        let weekly = daily || matches!(freq.as_str(), "" | "weekly" | "week" | "w");
        let mut days = Vec::new();
        let counted = days_of(schedule, &mut days);
        if daily && days.is_empty() {
            days = vec![Day::Mo, Day::Tu, Day::We, Day::Th, Day::Fr, Day::Sa, Day::Su];
        }
        let (opens, closes) = (time(schedule, "opens_at"), time(schedule, "closes_at"));
        // Midnight at the end of a day is the start of the next one in many registers.
        let closes = if closes == Some(0) && opens.is_some_and(|at| at > 0) { Some(24 * 60) } else { closes };
        if !weekly || counted {
            match note {
                Some(note) => notes.push(note),
                None => self.lose("schedule", "it is not weekly, and nothing says it in words"),
            }
            return;
        }
        if weekly && schedule.get("bymonthday").is_some_and(|v| written(v).is_some()) {
            self.lose("schedule", "weekly, and by the day of the month too; taken as weekly");
        }
        let (Some(opens), Some(closes)) = (opens, closes) else {
            return match note {
                Some(note) => notes.push(note),
                None => self.lose("schedule", "it has no times that can be read"),
            };
        };
        if closes <= opens {
            return self.lose("schedule", "it closes before it opens");
        }
        if days.is_empty() {
            return match note {
                Some(note) => notes.push(note),
                None => self.lose("schedule", "it has no days that can be read"),
            };
        }
        let weeks = number(schedule, "interval").filter(|n| (1.0..=52.0).contains(n)).map_or(1, |n| n as u32);
        if weeks > 1 && starts.is_none() {
            return self.lose("schedule", "nothing says in which weeks it is");
        }
        let folded = note.as_deref().map(words::fold).unwrap_or_default();
        let term_time = folded.contains("term time") && !folded.contains("holiday");
        let starts = starts.filter(|starts| weeks > 1 || *starts > today);
        lines.push(Line { days, opens, closes, weeks, starts, ends, note, term_time });
    }

    /// Takes how it is attended from the words for it.
    fn attended(&mut self, said: &str) {
        let said = words::fold(said);
        let holds = |words: &[&str]| words.iter().any(|word| said.contains(word));
        if holds(&["in person", "face to face", "venue", "physical"]) {
            self.reaches(Delivery::InPerson);
        }
        if holds(&["online", "virtual", "remote", "video"]) {
            self.reaches(Delivery::Online);
        }
        if holds(&["phone"]) {
            self.reaches(Delivery::Phone);
        }
        if holds(&["home visit", "at home", "your home"]) {
            self.reaches(Delivery::HomeVisit);
        }
    }
}

impl Line {
    fn session(self) -> Session {
        Session {
            byday: self.days,
            opens_at: clock(self.opens),
            closes_at: clock(self.closes),
            interval: (self.weeks > 1).then_some(self.weeks),
            term_time: self.term_time,
            valid_from: self.starts,
            valid_to: self.ends,
            hub: None,
            notes: self.note,
        }
    }
}

/// Adds the days of a schedule, and returns whether one is counted in its month ("2TU").
fn days_of(schedule: &Value, days: &mut Vec<Day>) -> bool {
    let mut counted = false;
    let mut take = |said: &str| {
        for word in said.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '+')).filter(|w| !w.is_empty())
        {
            let low = word.to_ascii_lowercase();
            let name = low.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
            counted |= !name.is_empty() && name.len() < low.len();
            let day = match name.get(..2) {
                Some("mo") => Day::Mo,
                Some("tu") => Day::Tu,
                Some("we") => Day::We,
                Some("th") => Day::Th,
                Some("fr") => Day::Fr,
                Some("sa") => Day::Sa,
                Some("su") => Day::Su,
                _ => continue,
            };
            if !days.contains(&day) {
                days.push(day);
            }
        }
    };
    for key in ["byday", "weekday", "weekdays", "day"] {
        match schedule.get(key) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).for_each(&mut take),
            Some(Value::String(said)) => take(said),
            _ => {}
        }
    }
    days.sort_unstable();
    counted
}

/// Returns minutes after midnight, however the time is written: "10:00", "10:00:00Z", "2020-01-01T10:00:00+01:00", "9.30am". It is the clock on the wall that is meant, whatever zone a machine added.
fn time(schedule: &Value, key: &str) -> Option<u16> {
    let said = text(schedule, key)?.to_ascii_lowercase();
    let said = said.rsplit('t').next()?.trim();
    let (hours, rest) = match said.find([':', '.']) {
        Some(at) => (&said[..at], &said[at + 1..]),
        None => {
            let end = said.find(|c: char| !c.is_ascii_digit()).unwrap_or(said.len());
            // A bare number is no time of the day.
            if end == said.len() && said.len() != 4 {
                return None;
            }
            if end == 4 { (said.get(..2)?, said.get(2..)?) } else { (&said[..end], &said[end..]) }
        }
    };
    let minutes: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let mut hours: u16 = hours.trim().parse().ok()?;
    let minutes: u16 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    if said.ends_with("pm") && (1..12).contains(&hours) {
        hours += 12;
    } else if said.ends_with("am") && hours == 12 {
        hours = 0;
    }
    (hours <= 24 && minutes < 60).then(|| hours * 60 + minutes).filter(|at| *at <= 24 * 60)
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Returns a week as opening hours are written: days with the same times together.
fn opening_hours(lines: &[Line]) -> Option<String> {
    let days = [Day::Mo, Day::Tu, Day::We, Day::Th, Day::Fr, Day::Sa, Day::Su];
    let of_day = |day: Day| {
        let mut spans: Vec<(u16, u16)> =
            lines.iter().filter(|line| line.days.contains(&day)).map(|line| (line.opens, line.closes)).collect();
        spans.sort_unstable();
        let mut joined: Vec<(u16, u16)> = Vec::new();
        for (from, to) in spans {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined.into_iter().map(|(from, to)| format!("{}-{}", clock(from), clock(to))).collect::<Vec<_>>().join(",")
    };
    let week: Vec<(Day, String)> = days.into_iter().map(|day| (day, of_day(day))).collect();
    let mut rules: Vec<String> = Vec::new();
    for run in week.chunk_by(|a, b| a.1 == b.1).filter(|run| run.first().is_some_and(|(_, times)| !times.is_empty())) {
        let (Some((first, times)), Some((last, _))) = (run.first(), run.last()) else { continue };
        let name = if first == last { format!("{first:?}") } else { format!("{first:?}-{last:?}") };
        rules.push(format!("{name} {times}"));
    }
    (!rules.is_empty()).then(|| rules.join("; "))
}
