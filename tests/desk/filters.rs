//! Filters, distances and a young person's own search: held against a second, plain reading of the same files.

use super::common::{Home, NOW, on_starter, starter};
use proptest::prelude::*;
use signpost::catalogue::{Access, Answer, Day, Delivery, Folder, MeantFor, Nation, Service, Status};
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Backend, Catalogue, Desk, Listed, Results, Setup};
use signpost::paths::Paths;
use signpost::search::{Area, Ask, Filters, From, Sort};
use signpost::settings::{Overrides, Settings};
use signpost::snapshot::Cache;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

/// More than any of these catalogues holds.
const ALL: usize = 1000;

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

fn open(home: &Home, folder: &Path) -> Catalogue {
    let folder = Folder::Disk(folder.to_owned());
    let clock = Clock::fixed(parse_now(NOW).unwrap());
    let opened = Cache::of(&home.path("cache"), &folder).fresh(&folder, clock).unwrap();
    assert_eq!(opened.compiled.map(|outcome| outcome.bad), Some(Vec::new()));
    Catalogue::new(opened.snapshot, Some("town-hub"), clock).unwrap()
}

/// Writes a catalogue of two localities in two nations, its services all a little different.
fn write_two_towns(home: &Home) -> std::path::PathBuf {
    let folder = home.path("towns");
    for name in ["catalogue.toml", "needs.toml", "safeguarding.toml", "bank_holidays.toml"] {
        let text = std::fs::read_to_string(starter().join(name)).unwrap();
        home.write(&format!("towns/{name}"), &text.replace("example-riverside", "town-hub"));
    }
    let terms = std::fs::read_to_string(starter().join("terms/example.toml")).unwrap();
    home.write("towns/terms/example.toml", &terms);
    for (id, locality, nation, council, step_free, position) in [
        ("town-hub", "town", "England", "Townshire Council", "yes", "latitude = 51.8\nlongitude = -0.8"),
        ("steps", "town", "England", "Townshire Council", "no", "latitude = 51.83\nlongitude = -0.8"),
        ("bay-hub", "bay", "Wales", "City and County of Bay", "ask", ""),
    ] {
        home.write(
            &format!("towns/hubs/{id}.toml"),
            &format!(
                "example = true\nname = \"{id}\"\nlocality = \"{locality}\"\nnation = \"{nation}\"\ncouncil = \"{council}\"\naddress_1 = \"1 Quay Street\"\ncity = \"Town\"\npostal_code = \"HP20 0VC\"\nstep_free = \"{step_free}\"\nterms = \"example\"\n{position}\n[[phones]]\nnumber = \"01632 960100\"\n[safeguarding_lead]\nrole = \"lead\"\nextension = \"1\"\n[front_door]\nname = \"door\"\nphone = \"01632 960900\"\nout_of_hours_phone = \"01632 960901\"\nsource = {{ url = \"https://council.example/\", date = \"2026\" }}\n"
            ),
        );
    }
    for number in 0..210 {
        let locality = ["town", "bay", "national"][number % 3];
        home.write(&format!("towns/services/{locality}/s{number}.toml"), &service(number));
    }
    folder
}

/// Returns one of these: lists of different lengths make every pair of choices meet.
fn service(number: usize) -> String {
    let pick = |choices: &[&str], step: usize| choices[number / step % choices.len()].to_owned();
    let mut text = format!(
        "example = true\nname = \"{} {number}\"\ndescription = \"Help for families.\"\n",
        pick(&["Food bank", "Debt advice", "Stay and play"], 1)
    );
    let need = pick(&["food-support", "debt-advice", "play-sessions"], 1);
    let _ = writeln!(text, "needs = [\"{need}\"]");
    let lines = [
        pick(&["", "minimum_age = 0", "minimum_age = 11", "minimum_age = 0.5", "minimum_age = 18"], 1),
        pick(&["maximum_age = 18", "", "maximum_age = 30", "maximum_age = 24.5"], 2),
        pick(
            &[
                "access = [\"open\"]",
                "access = [\"professional-referral\"]",
                "",
                "access = [\"self-referral\", \"open\"]",
            ],
            3,
        ),
        pick(&["free = \"yes\"", "free = \"no\"", ""], 2),
        pick(&["languages = [\"en\", \"ur\"]", "", "languages = [\"en\"]"], 5),
        pick(&["", "interpretation_services = \"Ask.\""], 7),
        pick(&["nations = [\"England\"]", "", "nations = [\"England\", \"Wales\"]", "nations = [\"Scotland\"]"], 4),
        pick(
            &[
                "delivery = [\"in-person\"]",
                "delivery = [\"phone\", \"online\"]",
                "",
                "delivery = [\"in-person\", \"phone\"]",
                "delivery = [\"home-visit\"]",
            ],
            3,
        ),
        pick(&["", "", "", "status = \"temporarily closed\"", "", "", "status = \"defunct\""], 3),
        pick(&["", "young_people = \"yes\"", "young_people = \"no\""], 11),
        pick(
            &[
                "",
                "opening_hours = \"Mo-Fr 09:00-17:00\"",
                "opening_hours = \"24/7\"",
                "opening_hours = \"Su 09:00-12:00; PH off\"",
            ],
            2,
        ),
        pick(
            &[
                "",
                "service_area = \"Townshire\"",
                "service_area = \"Bay\"",
                "service_area = \"The hills of Bay\"",
                "service_area = \"The valley\"",
            ],
            7,
        ),
        pick(&["", "", "", "", "", "", "", "", "", "", "for = \"people who use abuse\""], 1),
    ];
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
    text.push_str(&pick(
        &[
            "[[places]]\nhub = \"town-hub\"\n",
            "",
            "[[places]]\nhidden = true\narea = \"North\"\n",
            "[[places]]\nname = \"Hall\"\npostal_code = \"CB4 1CC\"\nstep_free = \"yes\"\n[[places]]\nhub = \"steps\"\n",
            "[[places]]\nname = \"Barn\"\nlatitude = 51.9\nlongitude = -0.8\nstep_free = \"no\"\n",
            "[[places]]\nhub = \"bay-hub\"\n",
            "[[places]]\nname = \"Ferry\"\npostal_code = \"BT1 1CC\"\n",
        ],
        2,
    ));
    text.push_str(&pick(
        &[
            "",
            "[[sessions]]\nbyday = [\"Su\"]\nopens_at = \"10:00\"\ncloses_at = \"11:30\"\n",
            "[[sessions]]\nbyday = [\"Tu\"]\nopens_at = \"10:00\"\ncloses_at = \"11:30\"\nterm_time = true\n",
            "[[sessions]]\nbyday = [\"Tu\", \"Su\"]\nopens_at = \"09:00\"\ncloses_at = \"10:00\"\nvalid_to = 2026-06-01\n",
        ],
        5,
    ));
    text
}

struct Towns {
    _home: Home,
    catalogue: Catalogue,
}

static TOWNS: LazyLock<Towns> = LazyLock::new(|| {
    let home = Home::new();
    let folder = write_two_towns(&home);
    Towns { catalogue: open(&home, &folder), _home: home }
});

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
        out.push((
            name,
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

fn ids(results: &Results) -> Vec<&str> {
    results.listed.iter().map(|listed| listed.id.as_str()).collect()
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
        let ask = Ask { text: text.into(), filters, sort, young_person };
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
        let expected: Vec<String> = if text.is_empty() && ask.filters == nothing {
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
fn without_filters_nothing_changes() {
    let catalogue = &TOWNS.catalogue;
    for text in ["food", "debt advice", "stay"] {
        let usual = catalogue.find(&Ask::of(text), ALL).unwrap();
        let far = Ask { sort: Sort::Distance(From::Outcode("BT1".into())), ..Ask::of(text) };
        let numbers = |results: &Results| results.listed.iter().map(|l| l.score).collect::<Vec<_>>();
        let mut sorted = numbers(&usual);
        sorted.sort_by(|a, b| b.total_cmp(a));
        assert_eq!(numbers(&usual), sorted);
        // From where nothing is known the order is by match.
        let told = catalogue.find(&far, ALL).unwrap();
        assert_eq!(ids(&told), ids(&usual));
        assert!(told.listed.iter().any(|l| l.distance == "distance not known"));
    }
}

/// A catalogue of many alike services and one that is asked for.
fn write_many(home: &Home, one: &str) -> std::path::PathBuf {
    let folder = write_two_towns(home);
    std::fs::remove_dir_all(folder.join("services")).unwrap();
    for number in 0..120 {
        home.write(
            &format!("towns/services/town/food-bank-{number}.toml"),
            "example = true\nname = \"Food bank\"\ndescription = \"Food parcels.\"\nneeds = [\"food-support\"]\nlanguages = [\"en\"]\ndelivery = [\"in-person\"]\nwords = [\"food parcel\"]\n[[places]]\nhub = \"town-hub\"\n",
        );
    }
    home.write("towns/services/national/the-one.toml", one);
    folder
}

#[test]
fn one_that_fits_is_found_below_a_hundred_that_do_not() {
    let home = Home::new();
    let one = "example = true\nname = \"Pantry\"\ndescription = \"Groceries.\"\nneeds = [\"debt-advice\", \"work-skills\", \"school-costs\", \"food-support\"]\nlanguages = [\"ur\"]\ndelivery = [\"phone\"]\n";
    let catalogue = open(&home, &write_many(&home, one));
    assert!(!ids(&catalogue.find(&Ask::of("food parcel"), 50).unwrap()).contains(&"the-one"));
    let filters = Filters { language: Some("ur".into()), ..Filters::default() };
    let found = catalogue.find(&Ask { filters, ..Ask::of("food parcel") }, 5).unwrap();
    assert_eq!(ids(&found), ["the-one"]);
    assert!(!found.nothing_close);
    assert_eq!(found.need.as_deref(), Some("food-support"));
    // By distance it neither goes under nor comes out on top.
    let near = Ask { sort: Sort::Distance(From::Hub("town-hub".into())), ..Ask::of("pantry groceries food parcel") };
    let found = catalogue.find(&near, 50).unwrap();
    let place = ids(&found).iter().position(|id| *id == "the-one");
    assert_eq!(place, Some(3), "{:?}", ids(&found));
    assert_eq!((found.listed[0].distance.as_str(), found.listed[3].distance.as_str()), ("at the hub", ""));
}

#[test]
fn what_filters_leave_may_be_nothing_close() {
    let home = Home::new();
    let one = "example = true\nname = \"Chess club\"\ndescription = \"Play chess and share some food.\"\nneeds = [\"youth-services\"]\nlanguages = [\"ur\"]\n";
    let catalogue = open(&home, &write_many(&home, one));
    let filters = Filters { language: Some("ur".into()), ..Filters::default() };
    let found = catalogue.find(&Ask { filters, ..Ask::of("food parcel") }, 5).unwrap();
    assert_eq!(ids(&found), ["the-one"]);
    assert!(found.nothing_close, "a chess club is no food parcel");
    assert_eq!(found.need.as_deref(), Some("food-support"), "what was asked for is still known");
    let nobody = Filters { language: Some("pl".into()), ..Filters::default() };
    let found = catalogue.find(&Ask { filters: nobody, ..Ask::of("food parcel") }, 5).unwrap();
    assert!(found.listed.is_empty() && found.nothing_close);
}

#[test]
fn an_age_limit_that_is_not_known_is_asked_on_its_side_only() {
    let with = |text: &str, age: u8| {
        let service: Service = toml::from_str(text).unwrap();
        of_age(&service, age)
    };
    assert_eq!(with("maximum_age = 18", 30), Answer::No);
    assert_eq!(with("maximum_age = 18", 18), Answer::Ask);
    assert_eq!(with("minimum_age = 11", 10), Answer::No);
    assert_eq!(with("minimum_age = 0.5\nmaximum_age = 4", 0), Answer::Ask);
    assert_eq!(with("minimum_age = 0\nmaximum_age = 4", 4), Answer::Yes);
    let home = Home::new();
    let found = json(&on_starter(&home, &["search", "childline", "--age", "10", "--json", "--limit", "400"]).out);
    let hit = |found: &serde_json::Value| {
        found["hits"].as_array().unwrap().iter().find(|hit| hit["id"] == "childline").cloned()
    };
    assert_eq!(hit(&found).unwrap()["ask"], serde_json::json!(["age"]));
    let found = json(&on_starter(&home, &["search", "childline", "--age", "30", "--json", "--limit", "400"]).out);
    assert_eq!(hit(&found), None);
}

#[test]
fn a_line_for_people_who_use_abuse_comes_up_under_no_filter() {
    let home = Home::new();
    for options in [
        &["--free"][..],
        &["--delivery", "phone"],
        &["--area", "example"],
        &["my husband hits me", "--near", "example-riverside"],
        &["my husband hits me", "--free"],
        &["domestic abuse", "--young-person"],
    ] {
        let arguments = [&["search", "--json", "--limit", "1000"], options].concat();
        let found = json(&on_starter(&home, &arguments).out);
        let hits = found["hits"].as_array().unwrap();
        assert!(!hits.is_empty(), "{options:?}");
        for hit in hits {
            assert!(!["respect-phoneline", "example-turning-round"].contains(&hit["id"].as_str().unwrap()), "{hit}");
        }
    }
    let found = json(&on_starter(&home, &["search", "i hit my partner", "--delivery", "phone", "--json"]).out);
    assert!(found["hits"].as_array().unwrap().iter().any(|hit| hit["id"] == "respect-phoneline"), "{found}");
}

#[test]
fn nothing_of_a_postcode_but_its_first_half_is_kept() {
    let home = Home::new();
    let half = on_starter(&home, &["search", "food", "--near", "CB4", "--json"]);
    for whole in ["CB4 1QZ", "cb41qz", "cb4 1q"] {
        let told = on_starter(&home, &["search", "food", "--near", whole, "--json"]);
        assert_eq!((told.code, told.out.as_str()), (0, half.out.as_str()), "{whole}");
        assert!(!told.err.to_lowercase().contains("1q"), "{}", told.err);
    }
    let hit = &json(&half.out)["hits"][0];
    assert!(hit["distance"].as_str().unwrap().starts_with("about 4"), "{hit}");
    let mut files = vec![home.path(".")];
    while let Some(path) = files.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => files.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => assert!(!String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains("1QZ"), "{path:?}"),
        }
    }
    // The desk is given a whole one by a screen.
    let near = |text: &str| Ask { sort: Sort::Distance(From::Outcode(text.into())), ..Ask::of("food") };
    let catalogue = &TOWNS.catalogue;
    assert_eq!(catalogue.find(&near("CB4 1QZ"), 9).unwrap(), catalogue.find(&near("CB4"), 9).unwrap());
}

#[test]
fn distances_are_said_as_they_are_known() {
    let home = Home::new();
    let listed = |near: &str, words: &str| {
        let out = on_starter(&home, &["search", words, "--near", near, "--json", "--limit", "300"]);
        json(&out.out)["hits"].as_array().unwrap().clone()
    };
    let distance = |hits: &[serde_json::Value], id: &str| {
        hits.iter().find(|hit| hit["id"] == id).unwrap_or_else(|| panic!("{id}"))["distance"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let hits = listed("Riverside Family Hub", "stay and play");
    assert_eq!(distance(&hits, "example-riverside-stay-and-play"), "at the hub");
    let hits = listed("example-riverside", "refuge");
    assert_eq!(distance(&hits, "example-own-ground-refuge"), "not shown");
    assert_eq!(distance(&hits, "national-domestic-abuse-helpline"), "");
    let hits = listed("HP20", "food");
    assert!(distance(&hits, "example-exampleford-food-bank").starts_with("less than a mile"));
    let told = on_starter(&home, &["search", "food", "--near", "bt1 1aa"]);
    assert_eq!(told.code, 0);
    assert!(told.err.contains("Distances from BT1 are not known") && !told.err.contains("1AA"), "{}", told.err);
    assert!(told.out.contains("distance not known"), "{}", told.out);
}

#[test]
fn a_young_person_sees_first_what_they_can_use_alone() {
    let home = Home::new();
    let found = |options: &[&str]| {
        let arguments = [&["search", "someone to talk to", "--json", "--limit", "300"], options].concat();
        let hits = json(&on_starter(&home, &arguments).out)["hits"].as_array().unwrap().clone();
        hits.into_iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (usual, own) = (found(&[]), found(&["--young-person"]));
    assert_eq!(&own[..3], ["example-the-loft", "childline", "the-mix"]);
    let place = |id: &str| own.iter().position(|known| known == id).unwrap();
    assert!(place("samaritans") < place("youngminds-parents-helpline"), "for parents only: {own:?}");
    assert_ne!(usual, own);
    let (mut all, mut others) = (usual, own);
    all.sort();
    others.sort();
    assert_eq!(all, others, "only the order changes");
    let shown = on_starter(&home, &["show", "example-the-loft"]);
    assert!(shown.out.contains("Young people can use it in their own right"), "{}", shown.out);
}

#[test]
fn the_command_takes_filters_without_words_and_says_what_was_meant() {
    let home = Home::new();
    let told =
        on_starter(&home, &["search", "--day", "tue", "--area", "Riverside Family Hub", "--free", "--limit", "99"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("Riverside Family Hub"), "{}", told.out);
    let told = on_starter(&home, &["search", "debt", "--language", "Urdu", "--limit", "9"]);
    assert!(told.out.contains("    ask: Urdu \u{b7} by phone"), "{}", told.out);
    assert!(told.out.contains("ring first: from a public page"), "{}", told.out);
    for (arguments, said) in [
        (&["search"][..], "There is nothing to search for."),
        (&["search", "--near", "CB4"], "There is nothing to search for."),
        (&["search", "x", "--area", "exampel"], "Did you mean \"example\"?"),
        (&["search", "x", "--day", "Tusday"], "Did you mean \"Tuesday\"?"),
        (&["search", "x", "--nation", "wale"], "Did you mean \"Wales\"?"),
        (&["search", "x", "--language", "Polsh"], "Did you mean \"Polish\"?"),
        (&["search", "x", "--delivery", "fone"], "There is no way of reaching people \"fone\"."),
        (&["search", "x", "--access", "self referal"], "Did you mean \"self-referral\"?"),
        (&["search", "x", "--near", "exampel-riverside"], "Did you mean \"example-riverside\"?"),
        (&["search", "x", "--near", "CB99"], "There is no outcode \"CB99\"."),
        (&["search", "x", "--age", "200"], "0..=120"),
    ] {
        let told = on_starter(&home, arguments);
        assert_eq!(told.code, 2, "{arguments:?}");
        assert!(told.err.contains(said), "{arguments:?}: {}", told.err);
    }
}

#[test]
fn the_desk_names_the_places_of_its_map() {
    let home = Home::new();
    let paths = Paths { config: home.path("config"), cache: home.path("cache"), data: home.path("data") };
    let overrides = Overrides { catalogue: Some(write_two_towns(&home)), ..Overrides::default() };
    let (settings, settings_problem) = Settings::load(&paths.config, &overrides);
    let desk = Desk::open(Setup { paths, settings, settings_problem, clock: Clock::fixed(parse_now(NOW).unwrap()) });
    let places = desk.places();
    let hubs: Vec<&str> = places.hubs.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(hubs, ["bay-hub", "steps", "town-hub"]);
    let localities: Vec<(&str, &str)> =
        places.localities.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    assert_eq!(localities, [("bay", "Bay"), ("town", "Town")]);
    let filters = Filters { area: Some(Area::Locality("bay".into())), ..Filters::default() };
    let found = desk.find(&Ask { filters, ..Ask::default() }, 5).unwrap();
    assert_eq!(found.listed.iter().filter(|listed: &&Listed| listed.ask.is_empty()).count(), 5);
}
