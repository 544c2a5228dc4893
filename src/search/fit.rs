//! What the snapshot's facts say of a service: it fits, it does not, or ask. Filters and wishes hold services against these alike.

use super::ask::Area;
use crate::catalogue::hours::{self, Calendar, Reach, Slot, Times};
use crate::catalogue::{Answer, Delivery};
use crate::snapshot::{Facts, Head, Record, Site, days_since_2000, delivery_bit, nation_bit};
use chrono::{NaiveDate, NaiveDateTime};

/// The moment of a search, and the bank holidays and school terms around it.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The date and time on the hub's wall.
    pub now: NaiveDateTime,
    /// The calendar of the hub.
    pub calendar: &'a Calendar,
}

/// The ways of reaching people that ask for no journey.
const NO_JOURNEY: [Delivery; 3] = [Delivery::Phone, Delivery::Online, Delivery::HomeVisit];

/// The part of the map that somebody asks for.
pub struct Place {
    /// The hub, when it is one.
    pub hub: Option<u16>,
    locality: Option<u16>,
    /// The nations that it may lie in.
    nations: u8,
}

impl Place {
    /// Returns the part of the map that an area stands for; nothing where the catalogue has no such place.
    pub fn of(area: &Area, head: &Head) -> Option<Self> {
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

    /// Returns whether it is a hub at which a service is held.
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        self.hub.is_some_and(|hub| is_held_at(facts, hub))
    }

    /// Returns the hub that it is, when a service is held there and at other places.
    pub fn hub_among_others(&self, facts: &Facts<'_>) -> Option<u16> {
        self.hub.filter(|hub| is_held_at(facts, *hub) && facts.places().nth(1).is_some())
    }
}

/// The bits of all nations.
const ALL_NATIONS: u8 = 15;

/// Returns whether a service is held at a hub.
pub fn is_held_at(facts: &Facts<'_>, hub: u16) -> bool {
    facts.places().any(|at| at.site == Site::Hub(hub))
}

/// Returns whether one of the bits that are known is the one that is asked for.
pub fn one_of(known: u8, asked: u8) -> Answer {
    match known {
        0 => Answer::Ask,
        known if known & asked != 0 => Answer::Yes,
        _ => Answer::No,
    }
}

/// Returns whether a service is for somebody between these ages in months, both included. A limit that is not known is asked about on its side only.
pub fn of_age(facts: &Facts<'_>, youngest: u16, oldest: u16) -> Answer {
    let from = facts.from_months().map(|from| (youngest >= from, oldest < from));
    let before = facts.before_months().map(|before| (oldest < before, youngest >= before));
    match (from, before) {
        (Some((_, true)), _) | (_, Some((_, true))) => Answer::No,
        (Some((true, _)), Some((true, _))) => Answer::Yes,
        _ => Answer::Ask,
    }
}

/// Returns whether a service can be met or reached in some times of a week, as far as hours and days tell; exactly: [`hours::open_in`].
pub fn in_times(facts: &Facts<'_>, times: Times) -> Answer {
    let whole = times.from == 0 && times.to == Times::DAY;
    let meets = if whole { facts.days() & times.days != 0 } else { Reach::meets(facts.hours(), times) };
    match meets {
        true => Answer::Yes,
        false if facts.is(Facts::TIMES_UNKNOWN) => Answer::Ask,
        false => Answer::No,
    }
}

/// Returns whether a service can be met or reached in some times at one of its places, which is a hub.
pub fn in_times_at(record: &Record, hub: &str, times: Times, today: NaiveDate) -> Answer {
    let service = &record.service;
    let only_there = service.places.iter().all(|place| place.hub.as_deref() == Some(hub));
    let mut answer = Answer::No;
    for session in &service.sessions {
        if !Slot::of(session).is_some_and(|slot| slot.meets(times, today)) {
            continue;
        }
        match session.hub.as_deref() {
            Some(own) if own == hub => return Answer::Yes,
            None if only_there => return Answer::Yes,
            None => answer = Answer::Ask,
            Some(_) => {}
        }
    }
    // Hours hold for all its places.
    let table = service.opening_hours.as_deref().and_then(|hours| hours::Timetable::parse(hours).ok());
    if hours::open_in(table.as_ref(), &[], times, today) { Answer::Yes } else { answer }
}

/// Returns whether a service can be met or reached at a moment, as far as the hours of a week tell; exactly: [`hours::open_at`].
pub fn open(facts: &Facts<'_>, now: NaiveDateTime, holiday: bool) -> Answer {
    let silent = holiday && facts.is(Facts::SILENT_ON_HOLIDAYS);
    match facts.runs(days_since_2000(now.date())) {
        false => Answer::No,
        true if silent || Reach::holds(facts.hours(), now) => Answer::Yes,
        true if facts.is(Facts::TIMES_UNKNOWN) => Answer::Ask,
        true => Answer::No,
    }
}

/// Returns whether a language is spoken.
pub fn speaks(facts: &Facts<'_>, language: Option<u16>) -> Answer {
    let mut spoken = facts.languages().peekable();
    let known = spoken.peek().is_some() && language.is_some();
    match known {
        true if spoken.any(|code| Some(code) == language) => Answer::Yes,
        // An interpreter may speak anything.
        true if !facts.is(Facts::INTERPRETS) => Answer::No,
        _ => Answer::Ask,
    }
}

/// Returns whether a service is held in the part of the map or serves it.
pub fn in_area(facts: &Facts<'_>, place: Option<&Place>, head: &Head) -> Answer {
    let Some(place) = place else { return Answer::Ask };
    if place.hub.map_or_else(|| place.locality == Some(facts.locality()), |hub| is_held_at(facts, hub)) {
        return Answer::Yes;
    }
    let hubs = &head.hubs;
    let locality = place.locality.and_then(|at| head.localities.get(usize::from(at)));
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

/// Returns whether people get in without a step, at one hub if it is asked for.
pub fn is_step_free(facts: &Facts<'_>, place: Option<&Place>) -> Answer {
    let delivery = facts.delivery();
    let in_person = delivery & delivery_bit(Delivery::InPerson) != 0;
    if delivery != 0 && !in_person {
        return Answer::Yes;
    }
    // Asked for at one hub, what other places are like doesn't matter.
    let hub = place.and_then(|place| place.hub).filter(|hub| is_held_at(facts, *hub));
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
