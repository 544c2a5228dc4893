//! Holds services against the filters: what is known not to fit is left out, what is not known is asked.

use super::ask::{Area, Filters};
use crate::catalogue::hours::{self, Calendar, Reach};
use crate::catalogue::{Answer, Day, Delivery, Nation, languages};
use crate::snapshot::{Facts, Head, Site, Snapshot, access_bit, delivery_bit, language, nation_bit};
use chrono::NaiveDateTime;

/// The moment of a search, and the bank holidays and school terms around it.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The date and time on the hub's wall.
    pub now: NaiveDateTime,
    /// The calendar of the hub.
    pub calendar: &'a Calendar,
}

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

/// The ways of reaching people that ask for no journey.
const NO_JOURNEY: [Delivery; 3] = [Delivery::Phone, Delivery::Online, Delivery::HomeVisit];

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

/// The part of the map that a filter asks for.
struct Place {
    /// The hub, when it is one.
    hub: Option<u16>,
    locality: Option<u16>,
    /// The nations that it may lie in.
    nations: u8,
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
        let fits = age.is_none_or(|years| fits(AGE, of_age(facts, years)))
            && nation.is_none_or(|nation| fits(NATION, one_of(facts.nations(), nation_bit(nation))))
            && delivery.is_none_or(|way| fits(DELIVERY, one_of(facts.delivery(), delivery_bit(way))))
            && access.is_none_or(|way| fits(ACCESS, one_of(facts.access(), access_bit(way))))
            && (!free || fits(FREE, facts.free()))
            && day.is_none_or(|day| fits(DAY, on_day(facts, day)))
            && (!open_now || fits(OPEN_NOW, self.open(facts)))
            && (spoken.is_none() || fits(LANGUAGE, self.speaks(facts)))
            && (area.is_none() || fits(AREA, self.in_area(facts)))
            && (!step_free || fits(STEP_FREE, self.is_step_free(facts)));
        let dated = day.is_some() && facts.is(Facts::ENDS);
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
        let on = |day| if hours::open_on(table, slots, day, now.date()) { Answer::Yes } else { Answer::No };
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

    fn open(&self, facts: &Facts<'_>) -> Answer {
        let silent = self.holiday && facts.is(Facts::SILENT_ON_HOLIDAYS);
        match facts.is(Facts::RUNS) {
            false => Answer::No,
            true if silent || Reach::holds(facts.hours(), self.moment.now) => Answer::Yes,
            true if facts.is(Facts::TIMES_UNKNOWN) => Answer::Ask,
            true => Answer::No,
        }
    }

    fn speaks(&self, facts: &Facts<'_>) -> Answer {
        let mut spoken = facts.languages().peekable();
        let known = spoken.peek().is_some() && self.language.is_some();
        match known {
            true if spoken.any(|code| Some(code) == self.language) => Answer::Yes,
            // An interpreter may speak anything.
            true if !facts.is(Facts::INTERPRETS) => Answer::No,
            _ => Answer::Ask,
        }
    }

    /// Returns whether a service is held in the filter's area or serves it.
    fn in_area(&self, facts: &Facts<'_>) -> Answer {
        let Some(place) = &self.area else { return Answer::Ask };
        if place.hub.map_or_else(|| place.locality == Some(facts.locality()), |hub| is_held_at(facts, hub)) {
            return Answer::Yes;
        }
        let hubs = &self.snapshot.head.hubs;
        let locality = place.locality.and_then(|at| self.snapshot.head.localities.get(usize::from(at)));
        let held_inside = |site: Site| match site {
            Site::Hub(at) => hubs.get(usize::from(at)).is_some_and(|(_, hub)| Some(&hub.locality) == locality),
            _ => false,
        };
        if place.hub.is_none() && facts.places().any(|at| held_inside(at.site)) {
            return Answer::Yes;
        }
        let serves = if facts.is(Facts::NATIONAL) {
            match facts.nations() {
                0 => Answer::Ask,
                nations if nations & place.nations == 0 => return Answer::No,
                nations if nations & place.nations == place.nations => Answer::Yes,
                _ => Answer::Ask,
            }
        } else {
            place.locality.map_or(Answer::Ask, |at| facts.serves(at))
        };
        let delivery = facts.delivery();
        let comes = NO_JOURNEY.iter().any(|way| delivery & delivery_bit(*way) != 0);
        let elsewhere = place.hub.is_some() && facts.places().any(|at| at.site != Site::Hidden);
        match (serves, comes) {
            (Answer::No, _) => Answer::No,
            (serves, true) => serves,
            // Met in person only, and at other places.
            (_, false) if elsewhere && delivery != 0 => Answer::No,
            _ if place.hub.is_none() && !facts.is(Facts::NATIONAL) => serves,
            _ => Answer::Ask,
        }
    }

    fn is_step_free(&self, facts: &Facts<'_>) -> Answer {
        let delivery = facts.delivery();
        let in_person = delivery & delivery_bit(Delivery::InPerson) != 0;
        if delivery != 0 && !in_person {
            return Answer::Yes;
        }
        // Asked for at one hub, what other places are like doesn't matter.
        let hub = self.area.as_ref().and_then(|place| place.hub).filter(|hub| is_held_at(facts, *hub));
        let asked = |site: Site| hub.is_none_or(|hub| site == Site::Hub(hub));
        let mut doors = facts.places().filter(|at| asked(at.site)).map(|at| at.step_free).peekable();
        if doors.peek().is_none() {
            return Answer::Ask;
        }
        let mut all_known = true;
        for door in doors {
            match door {
                Answer::Yes => return Answer::Yes,
                Answer::Ask => all_known = false,
                Answer::No => {}
            }
        }
        // Past the steps there may still be the phone.
        if all_known && delivery == delivery_bit(Delivery::InPerson) { Answer::No } else { Answer::Ask }
    }
}

impl Place {
    fn of(area: &Area, head: &Head) -> Option<Self> {
        let number = |at: Option<usize>| at.and_then(|at| u16::try_from(at).ok());
        let locality = |id: &str| number(head.localities.iter().position(|known| known == id));
        let nations = |inside: &dyn Fn(&str, &str) -> bool| {
            let hubs = head.hubs.iter().filter(|(id, hub)| inside(id, &hub.locality));
            let bits = hubs.filter_map(|(_, hub)| hub.nation).fold(0, |bits, nation| bits | nation_bit(nation));
            // Where nobody says in which nation it lies, it may be any.
            if bits == 0 { ALL_NATIONS } else { bits }
        };
        match area {
            Area::Hub(wanted) => {
                let at = head.hubs.iter().position(|(id, _)| id == wanted)?;
                Some(Self {
                    hub: number(Some(at)),
                    locality: locality(&head.hubs[at].1.locality),
                    nations: nations(&|id, _| id == wanted),
                })
            }
            Area::Locality(wanted) => Some(Self {
                hub: None,
                locality: Some(locality(wanted)?),
                nations: nations(&|_, locality| locality == wanted),
            }),
        }
    }
}

/// The bits of all nations.
const ALL_NATIONS: u8 = 15;

fn is_held_at(facts: &Facts<'_>, hub: u16) -> bool {
    facts.places().any(|at| at.site == Site::Hub(hub))
}

fn one_of(known: u8, asked: u8) -> Answer {
    match known {
        0 => Answer::Ask,
        known if known & asked != 0 => Answer::Yes,
        _ => Answer::No,
    }
}

/// Returns whether a service is for somebody of this age, who may have any number of months past the birthday. A limit that is not known is asked about on its side only.
fn of_age(facts: &Facts<'_>, years: u8) -> Answer {
    let youngest = 12 * u16::from(years);
    let oldest = youngest + 11;
    let from = facts.from_months().map(|from| (youngest >= from, oldest < from));
    let before = facts.before_months().map(|before| (oldest < before, youngest >= before));
    match (from, before) {
        (Some((_, true)), _) | (_, Some((_, true))) => Answer::No,
        (Some((true, _)), Some((true, _))) => Answer::Yes,
        _ => Answer::Ask,
    }
}

fn on_day(facts: &Facts<'_>, day: Day) -> Answer {
    match facts.days() & 1 << (day as u8) != 0 {
        _ if !facts.is(Facts::RUNS) => Answer::No,
        true => Answer::Yes,
        false if facts.is(Facts::TIMES_UNKNOWN) => Answer::Ask,
        false => Answer::No,
    }
}
