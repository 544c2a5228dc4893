//! Holds services against the filters: what is known not to fit is left out, what is not known is asked.

use super::ask::Filters;
use super::fit::{Moment, Place, in_area, in_times, in_times_at, is_step_free, of_age, one_of, open, speaks};
use crate::catalogue::hours::{self, Times};
use crate::catalogue::{Answer, Day, Delivery, Nation, languages};
use crate::snapshot::{Facts, Snapshot, access_bit, days_since_2000, delivery_bit, language, nation_bit};

/// What has to be asked of a service, a bit for each filter.
pub type Asks = u16;

const AGE: Asks = 1;
const AREA: Asks = 1 << 1;
const NATION: Asks = 1 << 2;
const DAY: Asks = 1 << 3;
const OPEN_NOW: Asks = 1 << 4;
const FREE: Asks = 1 << 5;
const LANGUAGE: Asks = 1 << 6;
const DELIVERY: Asks = 1 << 7;
const ACCESS: Asks = 1 << 8;
const STEP_FREE: Asks = 1 << 9;
/// Not to be asked of anybody: its times have yet to be looked at one by one.
const LOOK: Asks = 1 << 15;

/// Filters, made ready for one snapshot and one moment.
pub struct Sieve<'a> {
    snapshot: &'a Snapshot,
    filters: &'a Filters,
    moment: Moment<'a>,
    /// The filter's area; nothing where the catalogue has no such place.
    area: Option<Place>,
    language: Option<u16>,
    holiday: bool,
}

impl Filters {
    /// Returns whether anything is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl<'a> Sieve<'a> {
    /// Makes filters ready.
    pub fn new(snapshot: &'a Snapshot, filters: &'a Filters, moment: Moment<'a>) -> Self {
        Self {
            area: filters.area.as_ref().and_then(|area| Place::of(area, &snapshot.head)),
            language: filters.language.as_deref().and_then(language),
            holiday: moment.calendar.is_holiday(moment.now.date()) == Some(true),
            snapshot,
            filters,
            moment,
        }
    }

    fn on_day(&self, facts: &Facts<'_>, day: Day) -> Answer {
        let today = days_since_2000(self.moment.now.date());
        if facts.runs(today) { in_times(facts, Times::on(day)) } else { Answer::No }
    }

    /// Returns what has to be asked of a service; nothing when it is known not to fit. Costs little, and may leave times to be looked at by [`Self::settle`].
    pub fn pass(&self, facts: &Facts<'_>) -> Option<Asks> {
        if self.filters.is_empty() {
            return Some(0);
        }
        let Filters { age, area, nation, day, open_now, free, language: spoken, delivery, access, step_free } =
            self.filters;
        let mut asks = 0;
        let mut fits = |bit: Asks, answer: Answer| {
            asks |= if answer == Answer::Ask { bit } else { 0 };
            answer != Answer::No
        };
        let fits = age.is_none_or(|years| fits(AGE, of_age(facts, 12 * u16::from(years), 12 * u16::from(years) + 11)))
            && nation.is_none_or(|nation| fits(NATION, one_of(facts.nations(), nation_bit(nation))))
            && delivery.is_none_or(|way| fits(DELIVERY, one_of(facts.delivery(), delivery_bit(way))))
            && access.is_none_or(|way| fits(ACCESS, one_of(facts.access(), access_bit(way))))
            && (!free || fits(FREE, facts.free()))
            && day.is_none_or(|day| fits(DAY, self.on_day(facts, day)))
            && (!open_now || fits(OPEN_NOW, open(facts, self.moment.now, self.holiday)))
            && (spoken.is_none() || fits(LANGUAGE, speaks(facts, self.language)))
            && (area.is_none() || fits(AREA, in_area(facts, self.area.as_ref(), &self.snapshot.head)))
            && (!step_free || fits(STEP_FREE, is_step_free(facts, self.area.as_ref())));
        // On that day it may be at another place than the one that was asked for.
        let dated = day.is_some() && (facts.is(Facts::ENDS) || self.hub_among_others(facts).is_some());
        let look = if dated || *open_now && asks & OPEN_NOW == 0 { LOOK } else { 0 };
        fits.then_some(asks | look)
    }

    /// Returns how many services should be kept for each that is listed, so that enough are left when their times were looked at.
    pub fn tries(&self) -> usize {
        if self.filters.open_now || self.filters.day.is_some() { 4 } else { 1 }
    }

    /// Returns whether nothing has to be asked, as far as the cheap look tells.
    pub fn may_fit(asks: Asks) -> bool {
        asks & !LOOK == 0
    }

    /// Returns the hub that is asked for, when it is one of several places of a service.
    fn hub_among_others(&self, facts: &Facts<'_>) -> Option<&str> {
        let hub = self.area.as_ref()?.hub_among_others(facts)?;
        self.snapshot.head.hubs.get(usize::from(hub)).map(|(id, _)| id.as_str())
    }

    /// Looks at the times of a service one by one where that was left, and returns what has to be asked; nothing when it is known not to fit.
    pub fn settle(&self, number: u32, asks: Asks) -> Option<Asks> {
        if asks & LOOK == 0 {
            return Some(asks);
        }
        let (Some(row), Some(facts)) = (self.snapshot.row(number), self.snapshot.facts(number)) else { return None };
        let Moment { now, calendar } = self.moment;
        let (table, slots) = (row.timetable.as_ref(), row.slots.as_slice());
        let mut asks = asks & !LOOK;
        let mut fits = |bit: Asks, answer: Answer| {
            let answer = if answer == Answer::No && facts.is(Facts::TIMES_UNKNOWN) { Answer::Ask } else { answer };
            asks |= if answer == Answer::Ask { bit } else { 0 };
            answer != Answer::No
        };
        let on = |day| {
            let (times, today) = (Times::on(day), now.date());
            let open = hours::open_in(table, slots, times, today);
            match self.hub_among_others(&facts).filter(|_| open) {
                Some(hub) => {
                    let record = self.snapshot.record(number);
                    record.map_or(Answer::Ask, |record| in_times_at(&record, hub, times, today))
                }
                None if open => Answer::Yes,
                None => Answer::No,
            }
        };
        let fits = self.filters.day.is_none_or(|day| fits(DAY, on(day)))
            && (!self.filters.open_now || fits(OPEN_NOW, hours::open_at(table, slots, calendar, now)));
        fits.then_some(asks)
    }

    /// Returns in words what has to be asked, in the order in which the filters stand.
    pub fn in_words(&self, asks: Asks) -> Vec<String> {
        let day = self.filters.day.map_or("", hours::day_name);
        let spoken = self.filters.language.as_deref().map_or("", languages::name);
        let way = self.filters.delivery.map_or("", Delivery::in_words);
        [
            (AGE, "age"),
            (AREA, "area"),
            (NATION, self.filters.nation.map_or("", Nation::name)),
            (DAY, day),
            (OPEN_NOW, "open now"),
            (FREE, "free"),
            (LANGUAGE, spoken),
            (DELIVERY, way),
            (ACCESS, "way in"),
            (STEP_FREE, "step-free"),
        ]
        .into_iter()
        .filter(|(bit, _)| asks & bit != 0)
        .map(|(_, word)| word.to_owned())
        .collect()
    }
}
