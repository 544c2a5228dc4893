//! Filters, held against a second, plain reading of the same files.

use super::towns::{TOWNS, ids};
use proptest::prelude::*;
use signpost::catalogue::{Access, Answer, Day, Delivery, MeantFor, Nation, Service, Status};
use signpost::search::{Area, Ask, Filters, From, Sort};

/// More than this catalogue holds.
const ALL: usize = 1000;

/// What a plain reading of a service's own file says to one filter: it fits, it does not, or ask.
fn told(filters: &Filters, id: &str) -> Vec<(&'static str, Answer)> {
    let record = TOWNS.catalogue.record(id).unwrap();
    let (service, locality) = (&record.service, record.locality.as_str());
    let mut out = Vec::new();
    let known = |fits: Option<bool>| fits.map_or(Answer::Ask, |fits| if fits { Answer::Yes } else { Answer::No });
    fn among<T: PartialEq>(all: &[T], one: &T) -> Option<bool> {
        (!all.is_empty()).then(|| all.contains(one))
    }
    if let Some(age) = filters.age {
        out.push(("age", of_age(service, age)));
    }
    if let Some(area) = &filters.area {
        out.push(("area", in_area(service, locality, area)));
    }
    if let Some(nation) = filters.nation {
        out.push((nation.name(), known(among(&service.nations, &nation))));
    }
    // A Sunday, 10:15, no holiday.
    let session = |day: Day| {
        let runs = |s: &&signpost::catalogue::Session| s.byday.contains(&day) && s.valid_to.is_none();
        service.sessions.iter().find(runs)
    };
    let hours = service.opening_hours.as_deref();
    let nothing_told = hours.is_none() && service.sessions.is_empty();
    let runs = service.status == Status::Active;
    if let Some(day) = filters.day {
        let in_hours = match hours {
            Some("24/7") => true,
            Some(hours) if hours.starts_with("Mo-Fr") => !matches!(day, Day::Sa | Day::Su),
            Some(hours) if hours.starts_with("Su") => day == Day::Su,
            _ => false,
        };
        let name = signpost::catalogue::hours::day_name(day);
        let open = in_hours || session(day).is_some();
        // None of these sessions says at which of several places it is held.
        let held_at = |area: &Area| matches!(area, Area::Hub(hub) if is_at(service, hub));
        let somewhere = service.places.len() > 1 && filters.area.as_ref().is_some_and(held_at);
        out.push((
            name,
            if !runs {
                Answer::No
            } else if open && somewhere && !in_hours {
                Answer::Ask
            } else if open {
                Answer::Yes
            } else if nothing_told {
                Answer::Ask
            } else {
                Answer::No
            },
        ));
    }
    if filters.open_now {
        let in_hours = hours.is_some_and(|h| h == "24/7" || h.starts_with("Su"));
        let open = in_hours || session(Day::Su).is_some_and(|s| s.opens_at == "10:00");
        out.push((
            "open now",
            if !runs {
                Answer::No
            } else if open {
                Answer::Yes
            } else if nothing_told {
                Answer::Ask
            } else {
                Answer::No
            },
        ));
    }
    if filters.free {
        out.push(("free", service.free));
    }
    if let Some(code) = &filters.language {
        let spoken = among(&service.languages, code);
        let interpreted = service.interpretation_services.is_some() && spoken == Some(false);
        out.push((
            signpost::catalogue::languages::name(code).to_owned().leak(),
            if interpreted { Answer::Ask } else { known(spoken) },
        ));
    }
    if let Some(way) = filters.delivery {
        out.push((way.in_words(), known(among(&service.delivery, &way))));
    }
    if let Some(way) = filters.access {
        out.push(("way in", known(among(&service.access, &way))));
    }
    if filters.step_free {
        out.push(("step-free", step_free(service, filters)));
    }
    out
}

fn of_age(service: &Service, age: u8) -> Answer {
    let mut all_sure = service.minimum_age.is_some() && service.maximum_age.is_some();
    let mut any = false;
    // Every month of that year.
    let fits: Vec<bool> = (0..12)
        .map(|month| {
            let years = f64::from(age) + f64::from(month) / 12.0;
            let old_enough = service.minimum_age.is_none_or(|least| years >= least);
            let most = service.maximum_age.map(|most| if most.fract() == 0.0 { most + 0.999 } else { most + 0.01 });
            old_enough && most.is_none_or(|most| years <= most)
        })
        .collect();
    for fit in fits {
        any |= fit;
        all_sure &= fit;
    }
    match (any, all_sure) {
        (false, _) => Answer::No,
        (true, true) => Answer::Yes,
        (true, false) => Answer::Ask,
    }
}

fn is_at(service: &Service, hub: &str) -> bool {
    service.places.iter().any(|place| place.hub.as_deref() == Some(hub))
}

fn in_area(service: &Service, locality: &str, area: &Area) -> Answer {
    let (here, nation, hubs): (&str, Nation, &[&str]) = match area {
        Area::Hub(id) if id == "bay-hub" => ("bay", Nation::Wales, &["bay-hub"]),
        Area::Hub(id) => ("town", Nation::England, if id == "steps" { &["steps"] } else { &["town-hub"] }),
        Area::Locality(id) if id == "bay" => ("bay", Nation::Wales, &["bay-hub"]),
        Area::Locality(_) => ("town", Nation::England, &["town-hub", "steps"]),
    };
    if hubs.iter().any(|hub| is_at(service, hub)) {
        return Answer::Yes;
    }
    let whole = matches!(area, Area::Locality(_));
    let comes = service.delivery.iter().any(|way| *way != Delivery::InPerson);
    let place_known = service.places.iter().any(|place| !place.hidden);
    if locality == "national" {
        return match (service.nations.is_empty(), service.nations.contains(&nation)) {
            (true, _) if !whole && place_known && !comes && !service.delivery.is_empty() => Answer::No,
            (true, _) => Answer::Ask,
            (_, false) => Answer::No,
            (_, true) if comes => Answer::Yes,
            (_, true) if !whole && place_known && !service.delivery.is_empty() => Answer::No,
            (_, true) => Answer::Ask,
        };
    }
    if whole && locality == here {
        return Answer::Yes;
    }
    let serves = match (service.service_area.as_deref(), here) {
        (None, _) => locality == here,
        (Some("Townshire"), "town") | (Some("Bay"), "bay") => true,
        (Some("The hills of Bay"), "bay") => {
            return if !whole && !comes && place_known && !service.delivery.is_empty() {
                Answer::No
            } else {
                Answer::Ask
            };
        }
        _ if locality == here => {
            return if !comes && place_known && !service.delivery.is_empty() { Answer::No } else { Answer::Ask };
        }
        _ => false,
    };
    match serves {
        false => Answer::No,
        true if comes || whole => Answer::Yes,
        true if place_known && !service.delivery.is_empty() => Answer::No,
        true => Answer::Ask,
    }
}

fn step_free(service: &Service, filters: &Filters) -> Answer {
    if !service.delivery.is_empty() && !service.delivery.contains(&Delivery::InPerson) {
        return Answer::Yes;
    }
    let hub = match &filters.area {
        Some(Area::Hub(hub)) if is_at(service, hub) => Some(hub.as_str()),
        _ => None,
    };
    let doors: Vec<Answer> = service
        .places
        .iter()
        .filter(|place| hub.is_none() || place.hub.as_deref() == hub)
        .map(|place| match place.hub.as_deref() {
            Some("town-hub") => Answer::Yes,
            Some("steps") => Answer::No,
            Some(_) => Answer::Ask,
            None => place.step_free,
        })
        .collect();
    if doors.contains(&Answer::Yes) {
        Answer::Yes
    } else if doors.is_empty() || doors.contains(&Answer::Ask) || service.delivery != [Delivery::InPerson] {
        Answer::Ask
    } else {
        Answer::No
    }
}

fn filters() -> impl Strategy<Value = Filters> {
    use proptest::option::weighted;
    use proptest::sample::select;
    let area = select(vec![
        Area::Hub("town-hub".into()),
        Area::Hub("steps".into()),
        Area::Hub("bay-hub".into()),
        Area::Locality("town".into()),
        Area::Locality("bay".into()),
    ]);
    let nation = select(vec![Nation::England, Nation::Wales, Nation::NorthernIreland]);
    let language = select(vec!["ur".to_owned(), "en".to_owned()]);
    let delivery = select(vec![Delivery::InPerson, Delivery::Phone, Delivery::Online, Delivery::HomeVisit]);
    let access = select(vec![Access::Open, Access::SelfReferral, Access::ProfessionalReferral]);
    let often = proptest::bool::weighted(0.3);
    (
        (weighted(0.3, select(vec![0u8, 3, 12, 18, 24, 25, 40])), weighted(0.4, area), weighted(0.2, nation)),
        (weighted(0.3, select(vec![Day::Tu, Day::Sa, Day::Su])), often, often, weighted(0.3, language)),
        (weighted(0.3, delivery), weighted(0.3, access), often),
    )
        .prop_map(|((age, area, nation), (day, open_now, free, language), (delivery, access, step_free))| {
            Filters { age, area, nation, day, open_now, free, language, delivery, access, step_free }
        })
}

fn sorts() -> impl Strategy<Value = Sort> {
    proptest::sample::select(vec![
        Sort::Best,
        Sort::Best,
        Sort::Distance(From::Hub("town-hub".into())),
        Sort::Distance(From::Outcode("HP16".into())),
        Sort::Distance(From::Outcode("BT1".into())),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_fits_is_listed_and_what_does_not_is_not(
        filters in filters(),
        sort in sorts(),
        young_person: bool,
        text in proptest::sample::select(vec!["", "food", "debt advice", "help for families", "stay"]),
    ) {
        let catalogue = &TOWNS.catalogue;
        let ask = Ask { text: text.into(), filters, sort, young_person, ..Ask::default() };
        let results = catalogue.find(&ask, ALL).unwrap();
        // Known before unknown; what is nowhere near the words comes after both.
        let turn = results.listed.windows(2).position(|pair| !pair[0].ask.is_empty() && pair[1].ask.is_empty());
        if let Some(at) = turn {
            let far = results.listed[at + 1..].iter().all(|listed| listed.score < 0.42);
            prop_assert!(far && !text.is_empty(), "a known match below an unknown one: {ask:?}");
        }
        for listed in &results.listed {
            let told = told(&ask.filters, &listed.id);
            prop_assert!(told.iter().all(|(_, answer)| *answer != Answer::No), "{}: {told:?} {ask:?}", listed.id);
            let unknown: Vec<&str> = told.iter().filter(|(_, a)| *a == Answer::Ask).map(|(name, _)| *name).collect();
            prop_assert_eq!(&listed.ask, &unknown, "{} {:?}", &listed.id, &ask);
        }
        // Every one that the words alone find and that fits is there, once.
        let nothing = Filters::default();
        let expected: Vec<String> = if text.is_empty() && ask.filters == nothing && ask.sort == Sort::Best {
            Vec::new()
        } else {
            let all: Vec<String> = if text.is_empty() {
                let gone = |id: &str| {
                    let service = catalogue.record(id).unwrap().service;
                    service.status == Status::Defunct || service.meant_for == Some(MeantFor::PeopleWhoUseAbuse)
                };
                let every = (0..catalogue.snapshot().len()).map(|n| catalogue.snapshot().row(n).unwrap().id.to_owned());
                every.filter(|id| !gone(id)).collect()
            } else {
                ids(&catalogue.find(&Ask::of(text), ALL).unwrap()).into_iter().map(str::to_owned).collect()
            };
            all.into_iter().filter(|id| told(&ask.filters, id).iter().all(|(_, a)| *a != Answer::No)).collect()
        };
        let (mut found, mut expected) = (ids(&results), expected.iter().map(String::as_str).collect::<Vec<_>>());
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
        // A short list is the beginning of the long one.
        for limit in [1, 7, 50] {
            let short = catalogue.find(&ask, limit).unwrap();
            let whole = ids(&results);
            prop_assert_eq!(ids(&short), &whole[..limit.min(whole.len())]);
        }
        prop_assert_eq!(results.listed.iter().any(|l| !l.distance.is_empty()) && ask.sort == Sort::Best, false);
        for listed in &results.listed {
            let places = catalogue.record(&listed.id).unwrap().service.places;
            if places.iter().any(|place| place.hidden) {
                prop_assert!(["", "not shown"].contains(&listed.distance.as_str()), "{}: {}", listed.id, listed.distance);
            }
        }
    }
}

#[test]
fn the_plain_reading_asks_for_an_age_on_the_side_that_is_not_known() {
    let told = |text: &str, age: u8| of_age(&toml::from_str(text).unwrap(), age);
    assert_eq!(told("maximum_age = 18", 30), Answer::No);
    assert_eq!(told("maximum_age = 18", 18), Answer::Ask);
    assert_eq!(told("minimum_age = 11", 10), Answer::No);
    assert_eq!(told("minimum_age = 0.5\nmaximum_age = 4", 0), Answer::Ask);
    assert_eq!(told("minimum_age = 0\nmaximum_age = 4", 4), Answer::Yes);
}
