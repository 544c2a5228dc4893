//! The facts of each service that filters and distances ask for, a few dozen bytes mapped from disk: looking at those of a hundred thousand services takes milliseconds and no memory of the program's own.

use super::record::{Head, NATIONAL, Record, Row};
use crate::catalogue::hours::Reach;
use crate::catalogue::{Access, Answer, Delivery, Nation, Place, Service, Spot, Status, postcode};
use crate::text;

/// Where one place of a service is, as far as distances and doors go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Where {
    /// The place.
    pub site: Site,
    /// Step-free from the street.
    pub step_free: Answer,
}

/// What is known of where a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// At a hub, by its place in [`Head::hubs`].
    Hub(u16),
    /// At a position.
    At(Spot),
    /// Somewhere around the middle of its postcode's district.
    Around(Spot),
    /// At an address that must not be known.
    Hidden,
    /// At an address whose position nobody knows.
    Unknown,
}

/// The facts of one service. What stands in lists of different lengths lies in a file of its own, the tails.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    fixed: &'a [u8; Facts::SIZE],
    tail: &'a [u8],
}

/// The facts of one service, ready to be written; the first four bytes are for where its tail begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    fixed: [u8; Facts::SIZE],
    tail: Vec<u8>,
}

/// Stands for an age limit that is not known.
const NO_LIMIT: u16 = u16::MAX;

/// Marks a locality that a service may serve in part.
const PERHAPS: u16 = 1 << 15;

/// Younger than this, nobody comes alone.
const ALONE: f64 = 11.0;

/// From this age on a service is for adults.
const ADULT: f64 = 18.0;

// Where each fact stands in the fixed part.
const LANGUAGES: usize = 4;
const SERVED: usize = 6;
const PLACES: usize = 8;
const WAYS: usize = 10;
const NATIONS: usize = 11;
const ANSWERS: usize = 12;
const FLAGS: usize = 13;
const FROM: usize = 14;
const BEFORE: usize = 16;
const LOCALITY: usize = 18;
const DAYS: usize = 20;
const HOURS: usize = 21;

/// Bytes of a place in the tail.
const PLACE: usize = 5;

impl Facts<'_> {
    /// Bytes of the fixed part.
    pub const SIZE: usize = HOURS + Reach::HOURS;

    /// It runs: neither gone nor closed for a while.
    pub const RUNS: u8 = 1;
    /// Times stand in the file that are not known here, or none stand there.
    pub const TIMES_UNKNOWN: u8 = 2;
    /// A session has a last day.
    pub const ENDS: u8 = 4;
    /// Has hours that don't say what holds on bank holidays.
    pub const SILENT_ON_HOLIDAYS: u8 = 8;
    /// Says in words that there is interpreting.
    pub const INTERPRETS: u8 = 16;
    /// Of no locality.
    pub const NATIONAL: u8 = 32;

    /// Returns whether a flag is set.
    pub fn is(&self, flag: u8) -> bool {
        self.fixed[FLAGS] & flag != 0
    }

    /// Returns how it reaches people, a bit for each way; none when that is not known.
    pub fn delivery(&self) -> u8 {
        self.fixed[WAYS] & 15
    }

    /// Returns the ways in, a bit for each; none when they are not known.
    pub fn access(&self) -> u8 {
        self.fixed[WAYS] >> 4
    }

    /// Returns the nations that it serves, a bit for each; none when they are not known.
    pub fn nations(&self) -> u8 {
        self.fixed[NATIONS]
    }

    /// Returns whether it costs nothing.
    pub fn free(&self) -> Answer {
        answer(self.fixed[ANSWERS])
    }

    /// Returns whether a young person can use it in their own right.
    pub fn own_right(&self) -> Answer {
        answer(self.fixed[ANSWERS] >> 2)
    }

    /// Returns the days of the week on which it may be met or reached, bit 0 is Monday.
    pub fn days(&self) -> u8 {
        self.fixed[DAYS]
    }

    /// Returns the hours of a week at which it may be open, for [`Reach::holds`].
    pub fn hours(&self) -> &[u8] {
        &self.fixed[HOURS..]
    }

    /// Returns the age in months from which it is for people; nothing when that is not known.
    pub fn from_months(&self) -> Option<u16> {
        Some(self.number(FROM)).filter(|months| *months != NO_LIMIT)
    }

    /// Returns the age in months that people must not have reached; nothing when that is not known.
    pub fn before_months(&self) -> Option<u16> {
        Some(self.number(BEFORE)).filter(|months| *months != NO_LIMIT)
    }

    /// Returns its locality's place in [`Head::localities`].
    pub fn locality(&self) -> u16 {
        self.number(LOCALITY)
    }

    /// Returns the languages spoken, as [`language`] writes them; none when they are not known.
    pub fn languages(&self) -> impl Iterator<Item = u16> {
        let (pairs, _) = self.list(0, 2 * self.count(LANGUAGES)).as_chunks::<2>();
        pairs.iter().map(|pair| u16::from_le_bytes(*pair))
    }

    /// Returns whether it serves a locality: asked when it serves a part of it, or says so in words that nobody can be sure of.
    pub fn serves(&self, locality: u16) -> Answer {
        let (pairs, _) = self.list(2 * self.count(LANGUAGES), 2 * self.count(SERVED)).as_chunks::<2>();
        let served = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).find(|n| n & !PERHAPS == locality);
        match served {
            None => Answer::No,
            Some(n) if n & PERHAPS != 0 => Answer::Ask,
            Some(_) => Answer::Yes,
        }
    }

    /// Returns its places.
    pub fn places(&self) -> impl Iterator<Item = Where> {
        let before = 2 * (self.count(LANGUAGES) + self.count(SERVED));
        let (places, _) = self.list(before, PLACE * self.count(PLACES)).as_chunks::<PLACE>();
        places.iter().map(|[kind, a, b, c, d]| {
            let (first, second) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
            let spot = Spot { north: first, east: second };
            let site = match kind >> 2 {
                0 => Site::Hub(first),
                1 => Site::At(spot),
                2 => Site::Around(spot),
                3 => Site::Hidden,
                _ => Site::Unknown,
            };
            Where { site, step_free: answer(*kind) }
        })
    }

    fn number(&self, at: usize) -> u16 {
        u16::from_le_bytes([self.fixed[at], self.fixed[at + 1]])
    }

    fn count(&self, at: usize) -> usize {
        usize::from(self.number(at))
    }

    fn list(&self, from: usize, long: usize) -> &[u8] {
        self.tail.get(from..from + long).unwrap_or_default()
    }
}

/// Returns the facts of a service out of the two files; nothing when they are damaged there.
pub fn read<'a>(fixed: &'a [u8], tails: &'a [u8], number: u32) -> Option<Facts<'a>> {
    let at = (number as usize).checked_mul(Facts::SIZE)?;
    let fixed: &[u8; Facts::SIZE] = fixed.get(at..at.checked_add(Facts::SIZE)?)?.try_into().ok()?;
    let start = u32::from_le_bytes(*fixed.first_chunk()?);
    Some(Facts { fixed, tail: tails.get(start as usize..)? })
}

impl Written {
    /// Returns the facts of a service; its row knows the times already.
    pub fn of(record: &Record, row: &Row<'_>, head: &Head, areas: &Areas) -> Self {
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
        let reach = Reach::of(row.timetable.as_ref(), &row.slots);
        fixed[DAYS] = reach.days;
        fixed[HOURS..].copy_from_slice(&reach.hours);
        let mut put = |at: usize, number: u16| fixed[at..at + 2].copy_from_slice(&number.to_le_bytes());
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

/// Returns a language's code as a number; nothing when it is no code.
pub fn language(code: &str) -> Option<u16> {
    let letters = code.bytes().map(|b| b.is_ascii_lowercase().then(|| u16::from(b - b'a') + 1));
    let number = letters.collect::<Option<Vec<u16>>>()?.into_iter().fold(0, |all, letter| all << 5 | letter);
    (2..=3).contains(&code.len()).then_some(number)
}

/// Returns the bit of a nation in [`Facts::nations`].
pub fn nation_bit(nation: Nation) -> u8 {
    1 << nation as u8
}

/// Returns the bit of a way of reaching people in [`Facts::delivery`].
pub fn delivery_bit(way: Delivery) -> u8 {
    1 << way as u8
}

/// Returns the bit of a way in, in [`Facts::access`].
pub fn access_bit(way: Access) -> u8 {
    1 << way as u8
}

fn bits<T>(all: &[T], place: impl Fn(&T) -> u8) -> u8 {
    all.iter().fold(0, |bits, one| bits | 1 << place(one))
}

fn count<T>(all: &[T]) -> u16 {
    u16::try_from(all.len()).unwrap_or(u16::MAX)
}

fn answer(bits: u8) -> Answer {
    match bits & 3 {
        0 => Answer::Yes,
        1 => Answer::No,
        _ => Answer::Ask,
    }
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

/// What people call each locality, to find it in the words of a service area.
#[derive(Debug, Default)]
pub struct Areas {
    /// Place in [`Head::localities`] and the words of a name.
    names: Vec<(u16, Vec<String>)>,
}

/// Words of a council's name that are not the name of its area.
const OFFICIAL: [&str; 12] = [
    "council",
    "county",
    "city",
    "borough",
    "district",
    "metropolitan",
    "london",
    "royal",
    "unitary",
    "authority",
    "of",
    "the",
];

impl Areas {
    /// Returns the names that the hubs and folders of a catalogue give its localities.
    pub fn of(head: &Head) -> Self {
        let mut names = Vec::new();
        for (at, locality) in head.localities.iter().enumerate().filter(|(_, id)| *id != NATIONAL) {
            let Ok(at) = u16::try_from(at) else { break };
            names.push((at, text::words(locality)));
            for (_, hub) in head.hubs.iter().filter(|(_, hub)| hub.locality == *locality) {
                let council = hub.council.split('(').next().unwrap_or_default();
                let mut words = text::words(council);
                words.retain(|word| !OFFICIAL.contains(&word.as_str()));
                names.push((at, words));
            }
        }
        names.retain(|(_, words)| !words.is_empty());
        names.dedup();
        Self { names }
    }

    /// Returns the localities that a service serves, those in part or perhaps with [`PERHAPS`].
    fn served(&self, service_area: Option<&str>, own: &str) -> Vec<u16> {
        let area = service_area.map(text::words).unwrap_or_default();
        let mut out: Vec<u16> = Vec::new();
        for (at, name) in &self.names {
            let whole = *name == area;
            if whole || area.windows(name.len()).any(|part| part == name) {
                put_served(&mut out, if whole { *at } else { at | PERHAPS });
            }
        }
        let own = self.names.iter().find(|(_, name)| *name == text::words(own)).map(|(at, _)| *at);
        if let Some(own) = own {
            put_served(&mut out, if area.is_empty() { own } else { own | PERHAPS });
        }
        out
    }
}

/// Adds a locality; what is sure goes before what may be.
fn put_served(out: &mut Vec<u16>, number: u16) {
    match out.iter_mut().find(|n| **n & !PERHAPS == number & !PERHAPS) {
        Some(known) => *known &= number,
        None => out.push(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Hub;

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
        for (locality, service) in
            [(NATIONAL, Service { languages: vec!["cy".into()], ..Service::default() }), (locality, service)]
        {
            let record = Record { locality: locality.into(), service, ..Record::default() };
            let composed = super::super::record::Composed::of(&record.service, &head.hubs);
            let row = composed.row(&record, Vec::new(), false);
            Written::of(&record, &row, &head, &areas).append(&mut fixed, &mut tails);
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
            assert!(facts.is(Facts::RUNS) && !facts.is(Facts::TIMES_UNKNOWN) && !facts.is(Facts::SILENT_ON_HOLIDAYS));
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
