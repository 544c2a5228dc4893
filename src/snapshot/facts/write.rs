//! Works out the facts of a service when the catalogue is compiled.

use super::super::groups::Belongs;
use super::super::record::{Head, NATIONAL, Record, Row, closing};
use super::areas::Areas;
use super::{
    ANSWERS, BEFORE, CLOSES, DAYS, FLAGS, FROM, Facts, HOURS, LANGUAGES, LOCALITY, NATIONS, NO_LIMIT, ONLY_FOR, PLACE,
    PLACES, SAYS, SERVED, WAYS, language,
};
use crate::catalogue::hours::Reach;
use crate::catalogue::{Access, Answer, Place, Service, Spot, Status, postcode};

/// The facts of one service, ready to be written; the first four bytes are for where its tail begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    fixed: [u8; Facts::SIZE],
    tail: Vec<u8>,
}

/// Younger than this, nobody comes alone.
const ALONE: f64 = 11.0;

/// From this age on a service is for adults.
const ADULT: f64 = 18.0;

impl Written {
    /// Returns the facts of a service; its row knows the times already, and somebody its groups.
    pub fn of(record: &Record, row: &Row<'_>, head: &Head, areas: &Areas, belongs: Belongs) -> Self {
        let service = &record.service;
        let mut fixed = [0; Facts::SIZE];
        fixed[WAYS] = bits(&service.delivery, |way| *way as u8) | bits(&service.access, |way| *way as u8) << 4;
        fixed[NATIONS] = bits(&service.nations, |nation| *nation as u8);
        fixed[ANSWERS] = service.free as u8 | (own_right(service) as u8) << 2;
        let known = row.timetable.is_some() || service.opening_hours.is_none() && !row.slots.is_empty();
        let mut set = |flag: u8, on: bool| fixed[FLAGS] |= if on { flag } else { 0 };
        set(Facts::RUNS, service.status == Status::Active);
        set(Facts::TIMES_UNKNOWN, !known);
        set(Facts::ENDS, row.slots.iter().any(|slot| slot.ends()));
        set(Facts::SILENT_ON_HOLIDAYS, row.timetable.as_ref().is_some_and(|table| table.holiday.is_none()));
        set(Facts::INTERPRETS, service.interpretation_services.is_some());
        set(Facts::NATIONAL, record.locality == NATIONAL);
        set(Facts::TERM_ONLY, known && row.timetable.is_none() && row.slots.iter().all(|slot| slot.in_term_only()));
        fixed[SAYS..ONLY_FOR].copy_from_slice(&belongs.says.to_le_bytes());
        fixed[ONLY_FOR..DAYS].copy_from_slice(&belongs.alone.to_le_bytes());
        let reach = Reach::of(row.timetable.as_ref(), &row.slots);
        fixed[DAYS] = reach.days;
        fixed[HOURS..].copy_from_slice(&reach.hours);
        let mut put = |at: usize, number: u16| fixed[at..at + 2].copy_from_slice(&number.to_le_bytes());
        put(CLOSES, closing(service));
        put(FROM, service.minimum_age.map_or(NO_LIMIT, months));
        put(BEFORE, service.maximum_age.map_or(NO_LIMIT, before));
        let locality = head.localities.iter().position(|known| *known == record.locality);
        put(LOCALITY, locality.and_then(|at| u16::try_from(at).ok()).unwrap_or(u16::MAX));

        let mut tail = Vec::new();
        let languages: Vec<u16> = service.languages.iter().filter_map(|code| language(code)).collect();
        let served = areas.served(service.service_area.as_deref(), &record.locality);
        for (at, numbers) in [(LANGUAGES, &languages), (SERVED, &served)] {
            put(at, count(numbers));
            tail.extend(numbers.iter().take(count(numbers).into()).flat_map(|n| n.to_le_bytes()));
        }
        put(PLACES, count(&service.places));
        for place in service.places.iter().take(count(&service.places).into()) {
            tail.extend(place_bytes(place, head));
        }
        Self { fixed, tail }
    }

    /// Appends the facts to the two files.
    pub fn append(&self, fixed: &mut Vec<u8>, tails: &mut Vec<u8>) {
        // Four thousand million bytes of tails are no catalogue.
        let start = u32::try_from(tails.len()).unwrap_or(u32::MAX);
        fixed.extend_from_slice(&start.to_le_bytes());
        fixed.extend_from_slice(&self.fixed[4..]);
        tails.extend_from_slice(&self.tail);
    }
}

fn bits<T>(all: &[T], place: impl Fn(&T) -> u8) -> u8 {
    all.iter().fold(0, |bits, one| bits | 1 << place(one))
}

fn count<T>(all: &[T]) -> u16 {
    u16::try_from(all.len()).unwrap_or(u16::MAX)
}

/// Returns whole months of an age in years.
fn months(years: f64) -> u16 {
    // The check keeps ages between 0 and 120.
    (years * 12.0).round() as u16
}

/// Returns the months that somebody of this greatest age has not reached: "4" holds until the fifth birthday, "1.5" for eighteen months.
fn before(years: f64) -> u16 {
    if years.fract() == 0.0 { months(years + 1.0) } else { months(years).saturating_add(1) }
}

/// Returns whether a young person can use a service in their own right: what its file says, else no where only others of another age or a professional get in.
fn own_right(service: &Service) -> Answer {
    let adults = service.minimum_age.is_some_and(|age| age >= ADULT);
    let children = service.maximum_age.is_some_and(|age| age < ALONE);
    let by_others = service.access == [Access::ProfessionalReferral];
    match service.young_people {
        Answer::Ask if adults || children || by_others => Answer::No,
        said => said,
    }
}

fn place_bytes(place: &Place, head: &Head) -> [u8; PLACE] {
    let at_hub = place.hub.as_ref().and_then(|id| head.hubs.iter().position(|(known, _)| known == id));
    let own = place.latitude.zip(place.longitude).map(|(north, east)| Spot::of(north, east));
    let district = || place.postal_code.as_deref().and_then(postcode::outcode).and_then(|o| postcode::middle_of(&o));
    // What is hidden is hidden first of all.
    let (kind, first, second) = if place.hidden {
        (3, 0, 0)
    } else if let Some(at) = at_hub {
        (0, u16::try_from(at).unwrap_or(u16::MAX), 0)
    } else if let Some(spot) = own {
        (1, spot.north, spot.east)
    } else if let Some(spot) = district() {
        (2, spot.north, spot.east)
    } else {
        (4, 0, 0)
    };
    let step_free = match at_hub {
        Some(at) => head.hubs[at].1.step_free,
        None if place.hidden => Answer::Ask,
        None => place.step_free,
    };
    let ([a, b], [c, d]) = (first.to_le_bytes(), second.to_le_bytes());
    [kind << 2 | step_free as u8, a, b, c, d]
}

#[cfg(test)]
mod tests {
    use super::super::{Site, Where, access_bit, delivery_bit, language_code, nation_bit, read};
    use super::*;
    use crate::catalogue::{Delivery, Hub, Nation};

    fn head() -> Head {
        let hub = |locality: &str, council: &str| Hub {
            locality: locality.into(),
            council: council.into(),
            step_free: Answer::No,
            ..Hub::default()
        };
        Head {
            localities: vec!["camden".into(), NATIONAL.into(), "north-shire".into()],
            hubs: vec![
                ("kings-cross".into(), hub("camden", "London Borough of Camden")),
                ("market".into(), hub("north-shire", "Northshire County Council (invented)")),
            ],
            ..Head::default()
        }
    }

    /// Calls `f` with the facts of a service as they come out of the files, another one before it.
    fn facts(locality: &str, service: Service, f: impl FnOnce(&Facts<'_>)) {
        let head = head();
        let areas = Areas::of(&head);
        let (mut fixed, mut tails) = (Vec::new(), Vec::new());
        let belongs = Belongs { says: 1 << 31 | 5, alone: 1 << 16, only_when_said: false };
        for (locality, service) in
            [(NATIONAL, Service { languages: vec!["cy".into()], ..Service::default() }), (locality, service)]
        {
            let record = Record { locality: locality.into(), service, ..Record::default() };
            let composed = super::super::super::record::Composed::of(&record.service, &head.hubs);
            let row = composed.row(&record, Vec::new(), false);
            Written::of(&record, &row, &head, &areas, belongs).append(&mut fixed, &mut tails);
        }
        assert!(read(&fixed, &tails, 2).is_none());
        f(&read(&fixed, &tails, 1).unwrap());
    }

    #[test]
    fn facts_survive_their_bytes() {
        let service = Service {
            delivery: vec![Delivery::Phone, Delivery::HomeVisit],
            access: vec![Access::SelfReferral],
            nations: vec![Nation::NorthernIreland],
            free: Answer::No,
            young_people: Answer::Yes,
            minimum_age: Some(0.5),
            maximum_age: Some(4.0),
            languages: vec!["bfi".into(), "ur".into()],
            opening_hours: Some("Mo 09:00-10:00; PH off".into()),
            places: vec![
                Place { hub: Some("market".into()), ..Place::default() },
                Place { latitude: Some(52.0), longitude: Some(0.0), step_free: Answer::Yes, ..Place::default() },
                Place { postal_code: Some("CB4 1AA".into()), ..Place::default() },
                Place { hidden: true, area: Some("North".into()), ..Place::default() },
                Place { postal_code: Some("BT1 1AA".into()), ..Place::default() },
            ],
            ..Service::default()
        };
        facts("camden", service, |facts| {
            assert_eq!(facts.delivery(), delivery_bit(Delivery::Phone) | delivery_bit(Delivery::HomeVisit));
            assert_eq!(
                (facts.access(), facts.nations()),
                (access_bit(Access::SelfReferral), nation_bit(Nation::NorthernIreland))
            );
            assert_eq!((facts.free(), facts.own_right()), (Answer::No, Answer::Yes));
            assert_eq!((facts.from_months(), facts.before_months()), (Some(6), Some(60)));
            assert!(facts.languages().eq(["bfi", "ur"].iter().filter_map(|code| language(code))));
            assert_eq!((facts.locality(), facts.days()), (0, 1));
            assert_eq!((facts.groups(), facts.for_alone()), (1 << 31 | 5, 1 << 16));
            assert!(facts.runs(9000) && !facts.is(Facts::TIMES_UNKNOWN) && !facts.is(Facts::SILENT_ON_HOLIDAYS));
            let places: Vec<Where> = facts.places().collect();
            assert_eq!(places[0], Where { site: Site::Hub(1), step_free: Answer::No });
            assert_eq!(places[1], Where { site: Site::At(Spot::of(52.0, 0.0)), step_free: Answer::Yes });
            assert!(matches!(places[2].site, Site::Around(_)));
            assert_eq!((places[3].site, places[4].site), (Site::Hidden, Site::Unknown));
        });
        facts(NATIONAL, Service::default(), |facts| {
            assert_eq!((facts.from_months(), facts.before_months(), facts.own_right()), (None, None, Answer::Ask));
            assert_eq!((facts.places().count(), facts.languages().count()), (0, 0));
            assert!(facts.is(Facts::TIMES_UNKNOWN) && facts.is(Facts::NATIONAL));
        });
    }

    #[test]
    fn greatest_ages_hold_until_the_next_birthday() {
        assert_eq!((before(4.0), before(0.0), before(1.5)), (60, 12, 19));
        assert_eq!(
            ["ur", "bfi"].map(|code| language(code).map(language_code)),
            ["ur", "bfi"].map(|c| Some(c.to_owned()))
        );
        assert_eq!((language("ur"), language("UR"), language("english")), (Some(21 << 5 | 18), None, None));
    }

    #[test]
    fn says_whom_a_service_serves() {
        let serves = |locality: &str, area: Option<&str>| {
            let mut out = Vec::new();
            let service = Service { service_area: area.map(str::to_owned), ..Service::default() };
            facts(locality, service, |facts| out.extend([0, 1, 2].map(|locality| facts.serves(locality))));
            out
        };
        use Answer::{Ask, No, Yes};
        assert_eq!(serves("camden", None), [Yes, No, No]);
        assert_eq!(serves("camden", Some("Camden")), [Yes, No, No]);
        assert_eq!(serves("camden", Some("The hills round Kentish Town")), [Ask, No, No]);
        assert_eq!(serves("camden", Some("Camden and Northshire")), [Ask, No, Ask]);
        assert_eq!(serves("camden", Some("Northshire")), [Ask, No, Yes]);
        assert_eq!(serves(NATIONAL, None), [No, No, No]);
    }

    #[test]
    fn a_young_person_is_never_let_in_by_guessing() {
        let own = |service: Service| own_right(&service);
        assert_eq!(
            own(Service { minimum_age: Some(11.0), maximum_age: Some(17.0), ..Service::default() }),
            Answer::Ask
        );
        assert_eq!(own(Service { minimum_age: Some(18.0), ..Service::default() }), Answer::No);
        assert_eq!(own(Service { maximum_age: Some(4.0), ..Service::default() }), Answer::No);
        let referred = Service { access: vec![Access::ProfessionalReferral], ..Service::default() };
        assert_eq!(own(referred.clone()), Answer::No);
        assert_eq!(own(Service { young_people: Answer::Yes, ..referred }), Answer::Yes);
    }
}
