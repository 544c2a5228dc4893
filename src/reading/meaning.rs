//! What a saying of a facet means, with the number, the place and the day that it was said of.

use super::sayings::Found;
use super::{Area, From, Means, Place};
use crate::catalogue::hours::{Times, day_names, minutes_of};
use crate::catalogue::{Facet, FacetAge};
use chrono::{Datelike, Days, NaiveDate};

/// Oldest age that anybody has, in years.
const OLDEST: f64 = 120.0;
/// Months of a year.
const YEAR: f64 = 12.0;
/// Weeks of a month.
const WEEKS: f64 = 52.18 / YEAR;

/// Returns what a facet means, groups left out, and what its chip says.
pub(super) fn of(facet: &Facet, found: &Found, today: NaiveDate, hub: Option<&str>) -> Option<(Means, String)> {
    let mut label = facet.label.clone();
    for number in &found.numbers {
        label = label.replacen('#', &number.to_string(), 1);
    }
    if let Some(place) = &found.place {
        label = label.replacen('#', place.label(), 1);
    }
    let means = if let Some(age) = &facet.age {
        let (from, to) = ages(age, &found.numbers)?;
        let (youngest, oldest) = (from / 12, to / 12);
        let both = if youngest == oldest { youngest.to_string() } else { format!("{youngest} to {oldest}") };
        label = label.replace('@', &both);
        Means::Age { from, to }
    } else if facet.near {
        match &found.place {
            None => Means::Near(From::Hub(hub?.to_owned())),
            Some(place) => match (place.from(), place) {
                (Some(from), _) => Means::Near(from),
                (None, Place::Area(area, _)) => Means::At(area.clone()),
                (None, Place::Outcode(_)) => return None,
            },
        }
    } else if facet.at {
        match &found.place {
            Some(Place::Area(area, _)) => Means::At(area.clone()),
            None => Means::At(Area::Hub(hub?.to_owned())),
            Some(Place::Outcode(_)) => return None,
        }
    } else if facet.holidays {
        Means::Holidays
    } else if facet.open_now {
        Means::OpenNow
    } else if let Some(language) = &facet.language {
        Means::Language(language.clone())
    } else if facet.free {
        Means::Free
    } else if let Some(delivery) = facet.delivery {
        Means::Delivery(delivery)
    } else if facet.step_free {
        Means::StepFree
    } else {
        let mut days = facet.days.iter().fold(0, |days, day| days | 1 << *day as u8);
        if let Some(away) = facet.days_from_today {
            let day = today.checked_add_days(Days::new(away.into()))?.weekday();
            days |= 1 << day.num_days_from_monday();
            label = label.replace('@', day_names()[day.num_days_from_monday() as usize]);
        }
        let time = |text: &Option<String>, missing: u16| text.as_deref().map_or(Some(missing), minutes_of);
        Means::When { days, from: time(&facet.from, 0)?, to: time(&facet.to, Times::DAY)? }
    };
    Some((means, label))
}

/// Returns the months that an age covers, both ends included; nothing when nobody has it.
fn ages(age: &FacetAge, numbers: &[f64]) -> Option<(u16, u16)> {
    let (least, most) = (age.least.map_or(0.0, f64::from), age.most.map_or(OLDEST * YEAR, f64::from));
    if numbers.iter().any(|number| !(least..=most).contains(number)) {
        return None;
    }
    let unit = if age.weeks {
        1.0 / WEEKS
    } else if age.months {
        1.0
    } else {
        YEAR
    };
    let youngest = age.from.unwrap_or(0.0) * YEAR;
    let oldest = age.to.map_or(OLDEST * YEAR, |to| (to + 1.0) * YEAR - 1.0);
    let (from, to) = match *numbers {
        [] => (youngest, oldest),
        [first, second, ..] if first < second => (first * unit, (second + 1.0) * unit - 1.0),
        [_, _, ..] => return None,
        [number] if age.under => (youngest, number * unit + age.add.unwrap_or(0.0) * YEAR - 1.0),
        [number] if age.over => (number * unit, oldest),
        [number] => {
            let from = number * unit + age.add.unwrap_or(0.0) * YEAR;
            let covered = age.span.map_or(unit, |years| years * YEAR);
            (from, from + covered - 1.0)
        }
    };
    let (from, to) = (from.round(), to.round().max(from.floor()));
    // What is out of range ends at the border of the type, which no age reaches.
    (0.0 <= from && from <= to && to <= (OLDEST + 1.0) * YEAR).then_some((from as u16, to as u16))
}
