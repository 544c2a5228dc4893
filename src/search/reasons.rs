//! Says in plain words what fits, what does not, and what has to be asked.

use super::ask::Area;
use super::wish::{Condition, What, Wished};
use super::{Why, WhyKind};
use crate::catalogue::hours::{self, Times, join_and};
use crate::catalogue::{Access, Answer, Delivery, languages};
use crate::snapshot::{Facts, Head, Row, access_bit, delivery_bit, language_code};
use crate::text;
use strum::VariantArray;

/// From this age on a limit is none.
const NO_LIMIT: u16 = 100 * 12;

impl Wished<'_> {
    /// Returns what a service fits, what it does not, and what has to be asked.
    pub fn reasons(&self, number: u32) -> Vec<Why> {
        let Some(facts) = self.snapshot.facts(number) else { return Vec::new() };
        let told = self.verdicts(number, &facts).into_iter().map(|(one, answer)| {
            let (kind, text) = match answer {
                Answer::Yes => (WhyKind::Match, self.fit(one, number, &facts)),
                Answer::No => (WhyKind::Misfit, self.misfit(one, number, &facts)),
                Answer::Ask => (WhyKind::Unknown, format!("ask: {}", self.unknown(one, &facts))),
            };
            Why { kind, field: field(&one.what), text }
        });
        let mut out: Vec<Why> = told.collect();
        let away = self.away(&facts).filter(|away| !away.in_words().is_empty());
        out.extend(away.map(|away| Why {
            kind: if away.miles().is_some() { WhyKind::Match } else { WhyKind::Unknown },
            field: "distance",
            text: away.in_words(),
        }));
        out
    }

    /// Returns in a word or two what has to be asked, for "ask: ...".
    pub(super) fn ask(&self, one: &Condition) -> String {
        let name = |text: &str| text.to_owned();
        match &one.what {
            What::Age(..) => name("age limit not given"),
            What::Times(times) => days_of(times).map_or_else(|| name("times"), |days| one_day(&days)),
            What::Holidays => name("school holidays"),
            What::OpenNow => name("open now"),
            What::Language(code, _) => name(languages::name(code)),
            What::Free => name("free"),
            What::Delivery(way) => name(way.in_words()),
            What::Near(_) => name("distance"),
            What::At(area, _) => self.place_name(area),
            What::Group(..) => one.said.clone(),
            What::StepFree => name("step-free"),
            What::Nation(nation) => name(nation.name()),
            What::Access(_) => name("way in"),
        }
    }

    fn unknown(&self, one: &Condition, facts: &Facts<'_>) -> String {
        match &one.what {
            What::Age(..) => match ages(facts) {
                Some(ages) => format!("age limit not given on the other side ({ages})"),
                None => "age limit not given".to_owned(),
            },
            What::Times(times) => match self.hub_name().filter(|_| facts.days() & all_days(times) != 0) {
                Some(hub) => format!("whether {} at {hub}", then(times)),
                None => format!("times not given, you said {}", one.said_or(|| then(times))),
            },
            What::Holidays => "not given whether it runs in the school holidays".to_owned(),
            What::OpenNow => "opening times not given".to_owned(),
            What::Language(code, _) if facts.is(Facts::INTERPRETS) => {
                format!("interpreting, for {}", languages::name(code))
            }
            What::Language(..) => "languages not given".to_owned(),
            What::Free => "cost not given".to_owned(),
            What::Delivery(_) => "not given how it reaches people".to_owned(),
            What::At(area, _) => format!("not given whether it serves {}", self.place_name(area)),
            What::StepFree => "not given whether it is step-free".to_owned(),
            What::Nation(_) => "nations not given".to_owned(),
            What::Access(_) => "way in not given".to_owned(),
            What::Near(_) | What::Group(..) => self.ask(one),
        }
    }

    fn fit(&self, one: &Condition, number: u32, facts: &Facts<'_>) -> String {
        match &one.what {
            What::Age(..) => ages(facts).unwrap_or_default(),
            What::Times(times) => {
                let row = self.snapshot.row(number);
                let held = row.map(|row| held_in(&row, times, self.moment.now.date())).unwrap_or_default();
                if held.is_empty() { then(times) } else { held.join("; ") }
            }
            What::OpenNow => "open now".to_owned(),
            What::Language(code, _) => format!("speaks {}", languages::name(code)),
            What::Free => "free".to_owned(),
            What::Delivery(way) => way.in_words().to_owned(),
            What::At(area @ Area::Hub(_), Some(place)) if place.holds(facts) => format!("at {}", self.place_name(area)),
            What::At(area, _) => format!("serves {}", self.place_name(area)),
            What::Group(own, _) => format!("for {}", self.groups_in_words(facts.groups() & own)),
            What::StepFree => "step-free".to_owned(),
            What::Nation(nation) => format!("serves {}", nation.name()),
            What::Access(way) => way_in(*way).to_owned(),
            What::Holidays | What::Near(_) => String::new(),
        }
    }

    /// Returns why a service does not fit.
    pub(super) fn misfit(&self, one: &Condition, number: u32, facts: &Facts<'_>) -> String {
        match &one.what {
            What::Age(from, to) => {
                format!("{}, you said {}", ages(facts).unwrap_or_default(), age_said(*from, *to, &one.said))
            }
            What::Times(times) => {
                let row = self.snapshot.row(number);
                let today = self.moment.now.date();
                let same_day = facts.days() & all_days(times) != 0;
                match (self.hub_name(), row) {
                    (Some(hub), Some(row))
                        if times.iter().any(|t| hours::open_in(row.timetable.as_ref(), &row.slots, *t, today)) =>
                    {
                        format!("not {} at {hub}", then(times))
                    }
                    (_, Some(row)) if same_day => {
                        let whole = [Times { days: all_days(times), from: 0, to: Times::DAY }];
                        format!("not {}: {}", then(times), held_in(&row, &whole, today).join("; "))
                    }
                    _ => format!("not {}: {}", then(times), join_and(&days_in_words(facts.days()))),
                }
            }
            What::Holidays => "in school term only".to_owned(),
            What::OpenNow => "not open now".to_owned(),
            What::Language(code, _) => {
                let spoken: Vec<String> =
                    facts.languages().map(language_code).map(|code| languages::name(&code).to_owned()).collect();
                format!("not in {}: {}", languages::name(code), join_and(&spoken))
            }
            What::Free => match self.snapshot.row(number) {
                Some(row) if !row.cost.is_empty() => format!("not free: {}", row.cost),
                _ => "not free".to_owned(),
            },
            What::Delivery(way) => {
                let ways = Delivery::VARIANTS.iter().filter(|way| facts.delivery() & delivery_bit(**way) != 0);
                format!("not {}: {}", way.in_words(), join_and(&ways.map(|way| way.in_words()).collect::<Vec<_>>()))
            }
            What::At(area @ Area::Hub(_), _) => format!("not at {}", self.place_name(area)),
            What::At(area, _) => format!("not for {}", self.place_name(area)),
            What::Group(..) => format!("for {}", self.groups_in_words(facts.for_alone())),
            What::StepFree => "steps at the door".to_owned(),
            What::Nation(nation) => format!("not for {}", nation.name()),
            What::Access(_) => {
                let ways = Access::VARIANTS.iter().filter(|way| facts.access() & access_bit(**way) != 0);
                join_and(&ways.map(|way| way_in(*way)).collect::<Vec<_>>())
            }
            What::Near(_) => String::new(),
        }
    }

    fn hub_name(&self) -> Option<String> {
        self.all.iter().find_map(|one| match &one.what {
            What::At(area @ Area::Hub(_), _) => Some(self.place_name(area)),
            _ => None,
        })
    }

    fn place_name(&self, area: &Area) -> String {
        let head: &Head = &self.snapshot.head;
        match area {
            Area::Hub(id) => head.hub(id).map_or_else(|| id.clone(), |hub| hub.name.clone()),
            Area::Locality(id) => text::in_capitals(id),
        }
    }

    fn groups_in_words(&self, bits: u32) -> String {
        let all = self.snapshot.head.facets.iter().flat_map(|facets| facets.groups()).enumerate();
        // The chip may say "women only" where a service only says whom it is for.
        let name = |label: &str| label.trim_end_matches(" only").to_owned();
        let names: Vec<String> =
            all.filter(|(at, _)| bits & 1 << at != 0).map(|(_, facet)| name(&facet.label)).collect();
        join_and(&names)
    }
}

impl Condition {
    fn said_or(&self, other: impl FnOnce() -> String) -> String {
        if self.said.is_empty() { other() } else { self.said.clone() }
    }
}

/// Returns the field of a service that a condition is about.
fn field(what: &What) -> &'static str {
    match what {
        What::Age(..) => "age",
        What::Times(_) | What::Holidays | What::OpenNow => "when",
        What::Language(..) => "language",
        What::Free => "cost",
        What::Delivery(_) => "delivery",
        What::Near(_) => "distance",
        What::At(..) => "place",
        What::Group(..) => "group",
        What::StepFree => "step-free",
        What::Nation(_) => "nation",
        What::Access(_) => "access",
    }
}

/// Returns the ages that a service is for: "for 5 to 11s", "for 18 and over"; nothing when no limit is known.
fn ages(facts: &Facts<'_>) -> Option<String> {
    let before = facts.before_months().filter(|before| *before < NO_LIMIT);
    Some(match (facts.from_months().filter(|from| *from > 0), before) {
        (None, None) if facts.from_months().is_none() && facts.before_months().is_none() => return None,
        (None, None) => "for all ages".to_owned(),
        (Some(from), None) => format!("for {} and over", age(from)),
        (None, Some(before)) if before % 12 == 0 && before > 12 => format!("for under {}s", before / 12),
        (None, Some(before)) => format!("for under {}", age(before)),
        (Some(from), Some(before)) if from % 12 == 0 && before % 12 == 0 => match (from / 12, before / 12 - 1) {
            (one, other) if one == other => format!("for {one} year olds"),
            (from, to) => format!("for {from} to {to}s"),
        },
        (Some(from), Some(before)) => format!("for {} to under {}", age(from), age(before)),
    })
}

/// Returns an age in words: "6 months", "5".
fn age(months: u16) -> String {
    if months.is_multiple_of(12) && months > 12 { (months / 12).to_string() } else { format!("{months} months") }
}

/// Returns how old somebody is said to be: "2", "under 5s".
fn age_said(from: u16, to: u16, said: &str) -> String {
    let years = (from / 12).to_string();
    let is_year = from.is_multiple_of(12) && to == from + 11;
    if is_year && text::words(said).contains(&years) { years } else { said.to_owned() }
}

/// Returns times in words: "on Saturdays", "on Saturdays 9am to midday", "6pm to 9pm".
fn then(times: &[Times]) -> String {
    let each = times.iter().map(|times| {
        let days = (times.days != Times::EVERY_DAY).then(|| format!("on {}", join_and(&days_in_words(times.days))));
        let hours = (times.from > 0 || times.to < Times::DAY).then(|| hours::span_in_words(times.from, times.to));
        days.into_iter().chain(hours).collect::<Vec<_>>().join(" ")
    });
    let mut all: Vec<String> = each.filter(|text| !text.is_empty()).collect();
    all.dedup();
    if all.is_empty() { "then".to_owned() } else { all.join(" or ") }
}

fn all_days(times: &[Times]) -> u8 {
    times.iter().fold(0, |days, times| days | times.days)
}

/// Returns the days that were wished, when not all were.
fn days_of(times: &[Times]) -> Option<Vec<String>> {
    let days = all_days(times);
    (days != Times::EVERY_DAY && days != 0).then(|| days_in_words(days))
}

fn one_day(days: &[String]) -> String {
    let days: Vec<&str> = days.iter().map(|day| day.trim_end_matches('s')).collect();
    join_and(&days)
}

/// Returns days as people say them: "Tuesdays", "Thursdays".
fn days_in_words(days: u8) -> Vec<String> {
    if days == Times::EVERY_DAY {
        return vec!["every day".to_owned()];
    }
    let names = hours::day_names().iter().enumerate();
    names.filter(|(at, _)| days & 1 << at != 0).map(|(_, name)| format!("{name}s")).collect()
}

/// Returns what of a service's sessions and hours lies in some times: "Saturdays 10am to 11:30am".
fn held_in(row: &Row<'_>, times: &[Times], today: chrono::NaiveDate) -> Vec<String> {
    let mut out = Vec::new();
    let mut put = |days: u8, (from, to): (u16, u16)| {
        let days = join_and(&days_in_words(days));
        let text = format!("{days} {}", hours::span_in_words(from, to));
        if !out.contains(&text) {
            out.push(text);
        }
    };
    let wanted = all_days(times);
    for slot in row.slots.iter().filter(|slot| times.iter().any(|times| slot.meets(*times, today))) {
        put(slot.days() & wanted, slot.hours());
    }
    let mut hours: Vec<(u8, (u16, u16))> = Vec::new();
    let week = row.timetable.iter().flat_map(|table| &table.week);
    for span in week.filter(|span| times.iter().any(|times| span.is_in(*times))) {
        // Alike days are told together.
        match hours.iter_mut().find(|(_, known)| *known == (span.from, span.to)) {
            Some((days, _)) => *days |= 1 << span.day,
            None => hours.push((1 << span.day, (span.from, span.to))),
        }
    }
    hours.into_iter().for_each(|(days, span)| put(days, span));
    out
}

fn way_in(way: Access) -> &'static str {
    match way {
        Access::Open => "open to all",
        Access::SelfReferral => "people ask for a place themselves",
        Access::ProfessionalReferral => "a professional has to refer",
    }
}
