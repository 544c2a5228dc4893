//! Imports from other registers: what real feeds do, and merges that can be repeated.

use crate::common::{Answer, Home};
use serde_json::{Value, json};
use signpost::catalogue::{Answer as Known, Service, Status, Taking, parse};
use signpost::exchange::open_referral::{About, Unfit, read};
use std::path::PathBuf;

/// The day of the import.
const TODAY: &str = "2026-11-22";

fn about() -> About<'static> {
    About { scheme: "test", today: TODAY.parse().unwrap(), page: None }
}

fn service(record: &Value) -> (Service, String) {
    let incoming = read(record, None, &about()).unwrap();
    (incoming.service, incoming.lost.join("\n"))
}

/// A service as ORUK v3 lists it, with more or other fields.
fn record(more: Value) -> Value {
    let mut all = json!({
        "id": "a1", "name": "Saturday Pantry", "description": "Food for families who run short. Come with a bag.", "status": "active",
        "organization": {"id": "o1", "name": "Helping Hands"},
    });
    for (key, value) in more.as_object().unwrap() {
        all[key] = value.clone();
    }
    all
}

/// A user with a catalogue that knows what pantries are.
struct Hub {
    home: Home,
    root: PathBuf,
}

impl Hub {
    fn new() -> Self {
        let home = Home::in_memory();
        let root = home.path("catalogue");
        assert_eq!(home.run(&["catalogue", "init", root.to_str().unwrap()]).code, 0);
        // What ships as examples would only be compiled anew each time.
        std::fs::remove_dir_all(root.join("services")).unwrap();
        std::fs::remove_file(root.join("queries.tsv")).unwrap();
        home.write("catalogue/taxonomy.toml", "[[terms]]\nname = \"Pantries\"\nneeds = [\"food-support\"]\n");
        Self { home, root }
    }

    fn feed(&self, records: &[Value]) {
        self.home.write("feed.json", &json!(records).to_string());
    }

    fn import(&self, more: &[&str]) -> Answer {
        let feed = self.home.path("feed.json").display().to_string();
        let root = self.root.display().to_string();
        let base = ["--catalogue", &root, "catalogue", "import", &feed, "--scheme", "test", "--locality", "here"];
        self.home.run(&[&base, more].concat())
    }

    fn bring(&self, records: &[Value]) -> Value {
        self.feed(records);
        let answer = self.import(&["--json"]);
        serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}{}", answer.out, answer.err))
    }

    fn text(&self, id: &str) -> String {
        std::fs::read_to_string(self.root.join(format!("services/here/{id}.toml"))).unwrap()
    }

    fn write(&self, id: &str, text: &str) {
        self.home.write(&format!("catalogue/services/here/{id}.toml"), text);
    }

    fn service(&self, id: &str) -> Service {
        parse::<Service>(&self.text(id), false).value
    }

    /// Every byte of every file of the catalogue.
    fn all(&self) -> Vec<(PathBuf, String)> {
        let mut out = Vec::new();
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
                    out.push((path, text));
                }
            }
        }
        out.sort();
        out
    }

    fn check(&self) -> Answer {
        self.home.run(&["catalogue", "check", self.root.to_str().unwrap()])
    }
}

/// A record whose term is known.
fn pantry(more: Value) -> Value {
    let mut all = record(json!({"attributes": [{"taxonomy_term": {"id": "t1", "name": "Pantries"}}]}));
    for (key, value) in more.as_object().unwrap() {
        all[key] = value.clone();
    }
    all
}

#[test]
fn trap_1_phones_stand_at_five_levels_or_nowhere() {
    let phone = |n: u32| json!([{"number": format!("0117 496 000{n}")}]);
    let (told, _) = service(&record(json!({
        "phones": phone(1),
        "contacts": [{"name": "Ann Persona", "phones": phone(2)}],
        "service_at_locations": [{"phones": phone(3), "contacts": [{"phones": phone(4)}], "location": {"phones": phone(5)}}],
        "organization": {"name": "Helping Hands", "phones": phone(6)},
    })));
    let numbers: Vec<&str> = told.phones.iter().map(|p| p.number.as_str()).collect();
    let expected = ["0117 496 0001", "0117 496 0002", "0117 496 0003", "0117 496 0004", "0117 496 0005"];
    assert_eq!(numbers, expected, "the organisation's only where there is none nearer");
    let (told, _) = service(&record(json!({"organization": {"name": "x", "contacts": [{"phones": phone(6)}]}})));
    assert_eq!(told.phones[0].number, "0117 496 0006");
    let (told, lost) = service(&record(json!({})));
    assert!(told.phones.is_empty() && lost.contains("phone: there is none"));
    let (told, lost) =
        service(&record(json!({"phones": [{"number": "ask the office"}, {"number": "0117 496 0009", "type": "fax"}]})));
    assert!(told.phones.is_empty() && lost.contains("no number that can be rung"), "{lost}");
}

#[test]
fn trap_2_languages_are_taken_as_far_as_they_are_said() {
    let (told, lost) = service(&record(json!({"languages": [
        {"id": "only-an-id"}, {"name": "Urdu"}, {"code": "pl"}, {"language": "Welsh"}, {"code": "eng"}, {"name": "Klingon"}, "Arabic",
    ]})));
    assert_eq!(told.languages, ["ur", "pl", "cy", "en", "ar"]);
    assert_eq!(told.interpretation_services.as_deref(), Some("Klingon"));
    assert!(lost.contains("language: it has no name and no code"), "{lost}");
}

#[test]
fn trap_3_what_only_hsds_has_is_kept() {
    let (told, _) = service(&record(json!({
        "eligibility_description": "<p>Families with a child under five.</p>", "application_process": "Ring us.",
        "interpretation_services": "By phone", "wait_time": "Two weeks", "fees_description": "Free",
        "required_documents": [{"document": "Proof of address"}, {"document": null}],
    })));
    assert_eq!(told.eligibility.as_deref(), Some("Families with a child under five."));
    assert_eq!(told.application_process.as_deref(), Some("Ring us."));
    assert_eq!((told.waiting_time.as_deref(), told.required_documents.len()), (Some("Two weeks"), 1));
    assert_eq!((told.free, told.cost), (Known::Yes, None));
    let (told, _) = service(&record(json!({"fees": "Free", "cost_options": [{"option": "Everybody", "amount": 0}]})));
    assert_eq!((told.free, told.cost), (Known::Yes, None));
    let options = json!([{"option": "Under 5s", "amount": 0}, {"option": "Adults", "amount": 3.5, "amount_description": "a session"}]);
    let (told, _) = service(&record(json!({"cost_options": options})));
    assert_eq!((told.free, told.cost.as_deref()), (Known::No, Some("Under 5s: free; Adults: £3.50 a session")));
}

#[test]
fn trap_4_an_assured_date_is_a_source_and_never_our_check() {
    let more =
        json!({"assured_date": "2026-05-04", "last_modified": "2026-11-20T10:00:00Z", "url": "www.pantry.org.uk"});
    let (told, _) = service(&record(more.clone()));
    let source = told.source.unwrap();
    assert_eq!((source.url.as_str(), source.date.as_deref()), ("https://www.pantry.org.uk", Some("2026-05-04")));
    assert!(told.checked.is_none());
    let (told, _) = service(&record(json!({"last_modified": "2026-11-20", "url": "https://pantry.org.uk"})));
    assert_eq!(told.source.unwrap().date, None);
    let hub = Hub::new();
    hub.bring(&[pantry(more)]);
    assert!(!hub.text("saturday-pantry").contains("checked"));
    assert!(!hub.text("saturday-pantry").contains("2026-11-20"));
}

#[test]
fn trap_6_what_is_out_of_range_is_left_out() {
    let (told, lost) = service(&record(json!({
        "service_at_locations": [{"location": {"name": "Civic Centre", "latitude": 100, "longitude": 101,
            "addresses": [{"address_1": "1 Main Street", "city": "MyCity", "postal_code": "ABC 1234", "country": "US"}]}}],
        "schedules": [{"freq": "WEEKLY", "byday": "TH", "bymonthday": "2,3", "opens_at": "10:00", "closes_at": "12:00"}],
        "minimum_age": 40, "maximum_age": 2,
    })));
    let place = &told.places[0];
    assert_eq!((place.latitude, place.postal_code.as_deref(), place.city.as_deref()), (None, None, Some("MyCity")));
    assert_eq!(told.sessions.len(), 1);
    assert_eq!((told.minimum_age, told.maximum_age), (None, None));
    for said in ["not in the UK", "postcode: it is none", "another country", "taken as weekly", "ages:"] {
        assert!(lost.contains(said), "{said}: {lost}");
    }
}

#[test]
fn trap_7_times_and_days_come_in_many_forms() {
    for (freq, day, opens, closes) in [
        ("WEEKLY", "TU", "10:00", "11:30"),
        ("week", "Tuesday", "10:00:00", "11:30:00"),
        ("weekly", "tue", "10:00:00Z", "11:30:00+00:00"),
        ("", "TU", "2020-01-01T10:00:00+01:00", "2020-01-01T11:30:00.000Z"),
        ("Weekly", "Tu", "10am", "11.30am"),
    ] {
        let schedule = json!([{"freq": freq, "byday": day, "opens_at": opens, "closes_at": closes}]);
        let (told, lost) = service(&record(json!({"schedules": schedule})));
        assert_eq!(told.sessions.len(), 1, "{opens}: {lost}");
        let session = &told.sessions[0];
        assert_eq!((session.opens_at.as_str(), session.closes_at.as_str()), ("10:00", "11:30"), "{opens}");
    }
    let week = json!([
        {"byday": "MO,TU,WE,TH", "opens_at": "09:00", "closes_at": "17:00"}, {"weekday": "Friday", "opens_at": "9am", "closes_at": "1pm"},
    ]);
    let (told, _) = service(&record(json!({"regular_schedules": week})));
    assert_eq!(told.opening_hours.as_deref(), Some("Mo-Th 09:00-17:00; Fr 09:00-13:00"));
    let monthly = json!([{"freq": "MONTHLY", "byday": "2TU", "opens_at": "10:00", "closes_at": "11:00", "description": "Second Tuesdays, 10am."}]);
    let (told, _) = service(&record(json!({"schedules": monthly})));
    assert!(told.sessions.is_empty() && told.hours_note.as_deref() == Some("Second Tuesdays, 10am."));
    let past = json!([{"byday": "MO", "opens_at": "10:00", "closes_at": "11:00", "valid_to": "2005-01-01"}]);
    let (told, lost) = service(&record(json!({"schedules": past})));
    assert!(told.sessions.is_empty() && lost.contains("it ended in the past"));
}

#[test]
fn trap_8_odd_states_are_understood_and_told() {
    let state = |said: &str| {
        let (told, lost) = service(&record(json!({"status": said})));
        (told.status, told.taking, lost.contains("status:"))
    };
    assert_eq!(state("active"), (Status::Active, None, false));
    assert_eq!(state("Temporarily Closed"), (Status::TemporarilyClosed, None, false));
    assert_eq!(state("defunct"), (Status::Defunct, None, false));
    assert_eq!(state("Deleted"), (Status::Defunct, None, true));
    assert_eq!(state("NotSet"), (Status::Active, None, true));
    assert_eq!(state("Active, but do not refer"), (Status::Active, Some(Taking::Full), true));
}

#[test]
fn trap_9_v1_and_outpost_are_read() {
    let hub = Hub::new();
    let v1 = json!({"totalElements": 2, "totalPages": 1, "number": 1, "size": 2, "first": true, "last": true, "content": [
        {"id": 7, "name": "Toddler Songs", "description": "Songs.", "status": "active", "organization": {"name": "Hands"},
            "eligibilitys": [{"eligibility": "toddlers", "minimum_age": 1, "maximum_age": 3}],
            "regular_schedules": [{"weekday": "Monday", "opens_at": "10:00", "closes_at": "11:00"}],
            "service_taxonomys": [{"taxonomy": {"id": "x:1", "name": "Pantries", "vocabulary": "own"}}],
            "service_at_locations": [{"location": {"name": "Hall", "physical_addresses": [{"address_1": "2 Park Road", "city": "Town", "postal_code": "ox1 1aa"}]}}]},
        {"id": 8, "name": "Early Pantry", "description": "Food.", "min_age": 0, "max_age": 5, "needs_referral": true, "free": true,
            "taxonomies": [{"id": 3, "name": "Pantries"}], "contacts": [{"name": "Jo", "phone": "0117 496 0003"}],
            "locations": [{"name": "Barn", "address_1": "1 Barn Lane", "city": "Town", "postal_code": "OX1 1AA", "mask_exact_address": false}]},
    ]});
    hub.home.write("feed.json", &v1.to_string());
    let answer = hub.import(&[]);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    let songs = hub.service("toddler-songs");
    assert_eq!((songs.minimum_age, songs.maximum_age), (Some(1.0), Some(3.0)));
    assert_eq!((songs.sessions.len(), songs.places[0].postal_code.as_deref()), (1, Some("OX1 1AA")));
    let early = hub.service("early-pantry");
    assert_eq!((early.maximum_age, early.free, early.access.len()), (Some(5.0), Known::Yes, 1));
    assert_eq!(early.phones[0].number, "0117 496 0003");
    assert_eq!(hub.check().code, 0, "{}", hub.check().out);
}

/// What must never be found anywhere after an import.
const CANARIES: &[&str] = &["Quayside", "QUAYSIDE", "OX4 9ZZ", "51.7520", "496 0077", "Hidden Name"];

fn masked(id: &str) -> Value {
    pantry(json!({
        "id": id, "description": "A group for mothers. We meet at 12 Quayside Street. Ring first.",
        "locations": [{"name": "Quayside House", "latitude": 51.7520, "longitude": -1.2577, "address_1": "12 Quayside Street", "city": "Oxford",
            "postal_code": "OX4 9ZZ", "mask_exact_address": true, "phones": [{"number": "0117 496 0077"}]}],
    }))
}

#[test]
fn trap_10_masked_addresses_and_confidential_records_never_come_in() {
    let hub = Hub::new();
    hub.feed(&[
        masked("m1"),
        pantry(json!({"id": "c1", "name": "Hidden Name", "confidential": true})),
        pantry(json!({"id": "p1", "name": "Open Pantry", "contacts": [{"is_private": true, "phones": [{"number": "0117 496 0077"}]}]})),
    ]);
    let (told, json) = (hub.import(&[]), hub.import(&["--json"]));
    for text in [told.out, told.err, json.out, json.err].into_iter().chain(hub.all().into_iter().map(|(_, text)| text))
    {
        for canary in CANARIES {
            assert!(!text.contains(canary), "{canary}: {text}");
        }
    }
    let service = hub.service("saturday-pantry");
    assert!(service.places[0].hidden && service.places[0].area.as_deref() == Some("Oxford"));
    assert_eq!(service.description, "A group for mothers. Ring first.");
    assert!(
        hub.root.join("services/here/open-pantry.toml").is_file()
            && !hub.root.join("services/here/hidden-name.toml").exists()
    );
    assert_eq!(hub.check().code, 0, "{}", hub.check().out);
}

#[test]
fn trap_10_a_mark_that_was_made_here_survives_every_import() {
    let hub = Hub::new();
    let open = |street: &str| {
        pantry(
            json!({"locations": [{"address_1": street, "city": "Oxford", "postal_code": "OX1 1AA"}], "description": format!("Food. At {street}. Come in.")}),
        )
    };
    hub.bring(&[open("4 Mill Lane")]);
    assert!(hub.text("saturday-pantry").contains("4 Mill Lane"));
    // Somebody of the hub learns that it must be hidden.
    let text = hub.text("saturday-pantry");
    let at = text.find("[[places]]").unwrap();
    let end = text[at..].find("\n\n").unwrap() + at;
    let text = format!("{}[[places]]\nhidden = true\narea = \"Oxford\"{}", &text[..at], &text[end..])
        .replace(" At 4 Mill Lane.", "");
    hub.write("saturday-pantry", &text.replace("\nneeds =", "\nsensitive = true\nneeds ="));
    for street in ["4 Mill Lane", "5 Mill Lane"] {
        let told = hub.bring(&[open(street)]);
        assert_eq!(told["unreadable"], json!({}));
        let text = hub.text("saturday-pantry");
        assert!(!text.contains("Mill Lane") && !text.contains("OX1"), "{text}");
        assert!(text.contains("hidden = true") && text.contains("sensitive = true"), "{text}");
        assert!(!text.split("brought").nth(1).unwrap().contains("places"), "not even a checksum: {text}");
    }
    assert_eq!(hub.check().code, 0, "{}", hub.check().out);
}

#[test]
fn a_mark_that_was_made_here_costs_no_name() {
    let hub = Hub::new();
    let named = |name: &str| {
        pantry(json!({
            "name": name, "description": "Baby Bank on the Green gives clothes and cots. Ring first.",
            "organization": {"name": "Friends of The Green"},
            "locations": [{"address_1": "The Green", "city": "Oxford", "postal_code": "OX1 1AA"}],
        }))
    };
    hub.bring(&[named("Baby Bank on the Green")]);
    let id = "baby-bank-on-the-green";
    let before = hub.service(id);
    let text = hub.text(id);
    let at = text.find("[[places]]").unwrap();
    let end = text[at..].find("\n\n").unwrap() + at;
    hub.write(id, &format!("{}[[places]]\nhidden = true\narea = \"Oxford\"{}", &text[..at], &text[end..]));
    for name in ["Baby Bank on the Green", "Bank on the Green"] {
        hub.bring(&[named(name)]);
        let now = hub.service(id);
        assert_eq!((&now.name, &now.organisation), (&before.name, &before.organisation));
        assert_eq!(now.description, before.description);
        assert!(now.places[0].hidden && !hub.text(id).contains("OX1"));
    }
    let before = hub.all();
    hub.bring(&[named("Bank on the Green")]);
    assert!(hub.all() == before);
}

#[test]
fn what_turns_hidden_or_confidential_upstream_loses_its_address_here() {
    for turned in [masked("a1"), pantry(json!({"confidential": true}))] {
        let hub = Hub::new();
        let mut open = masked("a1");
        open["locations"][0]["mask_exact_address"] = json!(false);
        open["locations"][0]["postal_code"] = json!("OX4 1ZZ");
        hub.bring(&[open]);
        assert!(hub.text("saturday-pantry").contains("Quayside"));
        let text = hub
            .text("saturday-pantry")
            .replace("name = \"Saturday", "# Ring twice at 12 Quayside Street\nname = \"Saturday");
        hub.write("saturday-pantry", &text);
        let told = hub.bring(&[turned]);
        let text = hub.text("saturday-pantry");
        assert!(!text.contains("Quayside") && !text.contains("OX4"), "{text}");
        assert!(text.starts_with("#:schema ../../schema/service.json\nname"), "{text}");
        assert_eq!(told["hidden"], json!(["saturday-pantry"]));
        assert_eq!(hub.check().code, 0, "{}", hub.check().out);
    }
}

#[test]
fn a_refuge_keeps_its_address_to_itself_even_where_nobody_marked_it() {
    let hub = Hub::new();
    hub.bring(&[pantry(json!({"name": "Safe Haven", "description": "A refuge for women. Ring us.",
        "locations": [{"address_1": "12 Quayside Street", "city": "Oxford", "postal_code": "OX4 1ZZ"}]}))]);
    assert!(!hub.text("safe-haven").contains("Quayside") && hub.service("safe-haven").places[0].hidden);
}

#[test]
fn a_refuge_brings_no_number_of_a_person_a_door_or_the_staff() {
    let numbers = json!([
        {"number": "0808 496 0001", "description": "National helpline"},
        {"number": "0117 496 0077", "description": "Confidential - do not give out"},
    ]);
    let fields = json!({
        "name": "Safe Haven", "phones": numbers,
        "contacts": [
            {"name": "Jane Smith", "phones": [{"number": "07700 900077"}]},
            {"name": "Advice team", "phones": [{"number": "0117 496 0002"}]},
            {"name": "Night cover", "title": "Staff only", "phones": [{"number": "0117 496 0078"}]},
        ],
        "service_at_locations": [{"phones": [{"number": "0117 496 0079"}], "location": {
            "address_1": "12 Quayside Street", "city": "Oxford", "phones": [{"number": "0117 496 0080"}, {"number": "0808 496 0001"}],
        }}],
    });
    let mut by_words = pantry(fields.clone());
    by_words["description"] = json!("A refuge for women. Ring us.");
    let mut by_mark = pantry(fields.clone());
    by_mark["service_at_locations"][0]["location"]["mask_exact_address"] = json!(true);
    for refuge in [by_words, by_mark] {
        let hub = Hub::new();
        hub.feed(&[refuge]);
        let told = hub.import(&[]);
        assert!(told.out.contains("Left out: 5 phone numbers"), "{}", told.out);
        let phones = hub.service("safe-haven").phones;
        let kept: Vec<&str> = phones.iter().map(|phone| phone.number.as_str()).collect();
        assert_eq!(kept, ["0808 496 0001", "0117 496 0002"]);
        let all = hub.all().into_iter().map(|(_, text)| text).chain([told.out, told.err, hub.import(&["--json"]).out]);
        for text in all {
            for number in ["900077", "496 0077", "496 0078", "496 0079", "496 0080", "Jane"] {
                assert!(!text.contains(number), "{number}: {text}");
            }
        }
    }
    // Of any other service a person may answer, and what is labelled stays out all the same.
    let open = service(&record(fields)).0.phones;
    let open: Vec<&str> = open.iter().map(|phone| phone.number.as_str()).collect();
    assert_eq!(open, ["0808 496 0001", "07700 900077", "0117 496 0002", "0117 496 0079", "0117 496 0080"]);
}

#[test]
fn trap_12_points_far_from_their_postcode_and_test_rows_are_left_out() {
    let at = |north: f64| json!({"locations": [{"latitude": north, "longitude": -1.2577, "address_1": "1 Barn Lane", "postal_code": "OX1 1AA"}]});
    assert_eq!(service(&record(at(51.75))).0.places[0].latitude, Some(51.75));
    let (told, lost) = service(&record(at(54.75)));
    assert!(told.places[0].latitude.is_none() && lost.contains("far from its postcode"), "{lost}");
    let (told, lost) =
        service(&record(json!({"schedules": [{"byday": "MO", "opens_at": "17:00", "closes_at": "09:00"}]})));
    assert!(told.sessions.is_empty() && lost.contains("closes before it opens"));
    for name in ["TEST", "Test service 3", "test record", "Dummy"] {
        assert_eq!(read(&record(json!({"name": name})), None, &about()), Err(Unfit::Test), "{name}");
    }
    for name in ["Testing for hepatitis", "Test and treat", "The test of time"] {
        assert!(read(&record(json!({"name": name})), None, &about()).is_ok(), "{name}");
    }
}

#[test]
fn importing_twice_changes_nothing() {
    let hub = Hub::new();
    let records = [
        pantry(json!({})),
        masked("m1"),
        record(json!({"id": "s1", "name": "Free nappies for babies", "description": "Nappies and baby clothes."})),
        pantry(
            json!({"id": "b2", "name": "Odd one", "minimum_age": "7", "email": "no address", "phones": [{"number": "0117 496 0001"}],
            "schedules": [{"byday": "MO", "opens_at": "10:00", "closes_at": "11:00"}]}),
        ),
    ];
    let first = hub.bring(&records);
    assert_eq!(first["new"].as_array().unwrap().len(), 4, "{first}");
    assert!(hub.text("odd-one").starts_with("#:schema ../../schema/service.json\nname = \"Odd one\"\n"));
    let before = hub.all();
    let again = hub.bring(&records);
    assert_eq!((&again["unchanged"], &again["changed"]), (&json!(4), &json!({})), "{again}");
    assert!(before == hub.all());
    assert_eq!(hub.check().code, 0, "{}", hub.check().out);
}

#[test]
fn local_edits_win_and_differences_are_shown_once() {
    let hub = Hub::new();
    hub.bring(&[pantry(json!({"email": "a@pantry.org.uk", "url": "https://pantry.org.uk"}))]);
    let text = hub.text("saturday-pantry").replace("a@pantry.org.uk\"", "ours@pantry.org.uk\" # rung in May");
    let text = format!(
        "# Ours.\n{}",
        text.replace("needs = [\"food-support\"]", "needs = [\"food-support\", \"housing\"]\nwords = [\"grub\"]")
    );
    hub.write("saturday-pantry", &text);
    // What the register leaves alone is left alone.
    assert_eq!(
        hub.bring(&[pantry(json!({"email": "a@pantry.org.uk", "url": "https://pantry.org.uk"}))])["unchanged"],
        1
    );
    assert_eq!(hub.text("saturday-pantry"), text);
    let told = hub.bring(&[pantry(json!({"email": "b@pantry.org.uk", "url": "https://new.pantry.org.uk"}))]);
    let conflict = &told["conflicts"]["saturday-pantry"][0];
    assert_eq!((&conflict["field"], &conflict["there"]), (&json!("email"), &json!("\"b@pantry.org.uk\"")), "{told}");
    let now = hub.text("saturday-pantry");
    assert!(now.starts_with("# Ours.\n") && now.contains("ours@pantry.org.uk\" # rung in May"), "{now}");
    assert!(now.contains("https://new.pantry.org.uk") && now.contains("\"housing\"") && now.contains("grub"), "{now}");
    assert_eq!(hub.service("saturday-pantry").upstream.unwrap().differs["email"], "\"b@pantry.org.uk\"");
    // It stands in the file from then on, and is not told again.
    let again = hub.bring(&[pantry(json!({"email": "b@pantry.org.uk", "url": "https://new.pantry.org.uk"}))]);
    assert_eq!((&again["conflicts"], &again["unchanged"]), (&json!({}), &json!(1)));
    assert!(hub.check().out.contains("The register says otherwise of: email."));
}

#[test]
fn what_vanished_is_marked_and_what_comes_back_is_unmarked() {
    let hub = Hub::new();
    let other = pantry(json!({"id": "z9", "name": "Other Pantry"}));
    hub.bring(&[pantry(json!({})), other.clone()]);
    let before = hub.all();
    let told = hub.bring(std::slice::from_ref(&other));
    assert_eq!(told["gone"], json!(["saturday-pantry"]));
    assert!(hub.text("saturday-pantry").contains("gone = 2026-11-2"), "{}", hub.text("saturday-pantry"));
    assert!(hub.check().out.contains("does not name this service any more"));
    assert_eq!(hub.bring(std::slice::from_ref(&other))["gone"], json!([]), "told once");
    assert_eq!(hub.bring(&[pantry(json!({})), other.clone()])["back"], json!(["saturday-pantry"]));
    assert!(before == hub.all());
    // A feed that breaks off says nothing of what is behind the break.
    hub.home.write("feed.json", &format!("[{},{{\"id", other));
    let answer = hub.import(&[]);
    assert!(answer.code == 3 && answer.out.contains("nothing is marked as gone"), "{}", answer.out);
    assert!(before == hub.all());
}

#[test]
fn a_feed_that_lost_most_of_itself_marks_nothing() {
    let hub = Hub::new();
    let many: Vec<Value> =
        (0..12).map(|n| pantry(json!({"id": format!("n{n}"), "name": format!("Pantry {n}")}))).collect();
    hub.bring(&many);
    let before = hub.all();
    assert_eq!(hub.bring(&many[..2])["gone"], json!([]));
    assert!(before == hub.all());
    assert_eq!(hub.import(&["--many-gone"]).code, 3);
    assert!(hub.text("pantry-7").contains("gone = "));
}

#[test]
fn needs_come_from_terms_then_from_words_and_never_over_what_people_wrote() {
    let hub = Hub::new();
    let nappies =
        record(json!({"id": "s1", "name": "Free nappies for babies", "description": "Nappies and baby clothes.",
        "attributes": [{"taxonomy_term": {"id": "t9", "name": "Baby items"}}]}));
    let chess =
        record(json!({"id": "s2", "name": "Zxqv blorp", "description": "Blorptang.", "organization": {"name": "Q"}}));
    let told = hub.bring(&[nappies.clone(), chess]);
    assert_eq!(told["suggested"]["free-nappies-for-babies"][0], "baby-essentials", "{told}");
    assert_eq!(told["unmapped"][0]["name"], "Baby items");
    assert_eq!(told["unmapped"][0]["suggestion"], json!(["baby-essentials"]), "what its service was given");
    assert!(told["left_out"].to_string().contains("Zxqv blorp"), "{told}");
    assert_eq!(hub.service("free-nappies-for-babies").upstream.unwrap().look_over, ["needs"]);
    // Somebody at the hub says that the guess is right: then nobody has to look it over any more.
    let guessed = hub.text("free-nappies-for-babies");
    let needs = hub.service("free-nappies-for-babies").needs.join(", ");
    let human = hub.import(&["--dry-run"]).out;
    assert!(human.contains("- 1 has no phone number: free-nappies-for-babies (Open Referral"), "{human}");
    assert!(!human.contains("phone, 1"), "{human}");
    let root = hub.root.display().to_string();
    let set = format!("needs={needs}");
    let arguments = ["--catalogue", &root, "catalogue", "edit", "free-nappies-for-babies", "--set", &set];
    let answer = hub.home.run(&arguments);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let service = hub.service("free-nappies-for-babies");
    assert_eq!((service.needs.join(", "), service.upstream.unwrap().look_over.len()), (needs, 0));
    hub.write("free-nappies-for-babies", &guessed);
    // The list is written, and the guess gives way.
    hub.home.write("catalogue/taxonomy.toml", "[[terms]]\nname = \"baby items\"\nneeds = [\"school-costs\"]\n");
    hub.bring(std::slice::from_ref(&nappies));
    let service = hub.service("free-nappies-for-babies");
    assert_eq!((service.needs, service.upstream.unwrap().look_over.len()), (vec!["school-costs".to_owned()], 0));
    let text = hub.text("free-nappies-for-babies").replace("school-costs\"]", "housing\"]");
    hub.write("free-nappies-for-babies", &text);
    hub.home.write("catalogue/taxonomy.toml", "[[terms]]\nname = \"baby items\"\nneeds = [\"childcare\"]\n");
    hub.bring(&[nappies]);
    assert_eq!(hub.service("free-nappies-for-babies").needs, ["housing"]);
}

#[test]
fn a_register_makes_no_sensitive_service_an_open_one() {
    let hub = Hub::new();
    let mapped = |need: &str| {
        let text = format!("[[terms]]\nname = \"Pantries\"\nneeds = [\"{need}\"]\n");
        hub.home.write("catalogue/taxonomy.toml", &text);
        hub.bring(&[pantry(json!({}))]);
        hub.service("saturday-pantry").needs
    };
    assert_eq!(mapped("domestic-abuse"), ["domestic-abuse"]);
    assert_eq!(mapped("food-support"), ["domestic-abuse"]);
    hub.write("saturday-pantry", &hub.text("saturday-pantry").replacen("name = ", "sensitive = true\nname = ", 1));
    assert_eq!(mapped("food-support"), ["food-support"]);
}

#[test]
fn ids_are_names_that_stay_and_never_meet() {
    let hub = Hub::new();
    let at = |id: &str, city: &str| {
        pantry(
            json!({"id": id, "locations": [{"address_1": "1 Barn Lane", "city": city}], "organization": {"name": city}}),
        )
    };
    hub.bring(&[at("2", "Town"), at("1", "Ville")]);
    assert_eq!(hub.service("saturday-pantry").organisation.as_deref(), Some("Ville"), "in the order of their ids");
    assert_eq!(hub.service("saturday-pantry-town").organisation.as_deref(), Some("Town"));
    let mut renamed = at("1", "Ville");
    renamed["name"] = json!("Sunday Pantry");
    hub.bring(&[renamed, at("2", "Town"), at("3", "Ville")]);
    assert_eq!(hub.service("saturday-pantry").name, "Sunday Pantry", "the file keeps its name");
    assert!(hub.root.join("services/here/saturday-pantry-ville.toml").is_file());
    assert_eq!(hub.check().code, 0, "{}", hub.check().out);
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_would_be() {
    let hub = Hub::new();
    hub.feed(&[pantry(json!({}))]);
    let before = hub.all();
    let told = hub.import(&["--dry-run"]);
    assert!(told.out.contains("Dry run, nothing was written. It would be: 1 new"), "{}", told.out);
    assert!(before == hub.all());
}

#[test]
fn the_command_says_what_it_needs() {
    let hub = Hub::new();
    hub.feed(&[pantry(json!({}))]);
    let feed = hub.home.path("feed.json").display().to_string();
    let root = hub.root.display().to_string();
    let run = |more: &[&str]| hub.home.run(&[&["--catalogue", &root, "catalogue", "import"], more].concat());
    insta::assert_snapshot!(run(&[&feed]).err, @r"
    signpost: It is not clear which register this is.
              Name it the same way each time, so that its services are known again: --scheme exampleshire-directory
    ");
    insta::assert_snapshot!(run(&[&feed, "--scheme", "x"]).err, @r"
    signpost: It is not clear into which folder of services/ new services go.
              Name it: --locality exampleshire. A new name makes a new folder.
    ");
    insta::assert_snapshot!(run(&["http://directory.example/services"]).err, @r"
    signpost: http://directory.example/services is not encrypted, so anybody on the way can change what comes.
              Use https://, or add --allow-http when you know the network.
    ");
    hub.home.write("feed.json", "<html>");
    let told = run(&[&feed, "--scheme", "x", "--locality", "here"]);
    assert!(
        told.code == 2 && told.err.contains("feed.json can't be read further: it is no JSON, line 1"),
        "{}",
        told.err
    );
}

mod odd {
    use super::*;
    use proptest::prelude::*;

    /// Any JSON, with the names of fields that matter.
    fn any_json() -> impl Strategy<Value = Value> {
        let key = proptest::sample::select(vec![
            "id",
            "name",
            "description",
            "status",
            "phones",
            "number",
            "contacts",
            "service_at_locations",
            "location",
            "locations",
            "addresses",
            "postal_code",
            "latitude",
            "longitude",
            "schedules",
            "byday",
            "opens_at",
            "closes_at",
            "freq",
            "interval",
            "valid_to",
            "languages",
            "organization",
            "eligibilitys",
            "minimum_age",
            "maximum_age",
            "cost_options",
            "amount",
            "attributes",
            "taxonomy_term",
            "service",
            "services",
            "mask_exact_address",
            "geometry",
            "coordinates",
            "accessibility",
            "required_documents",
            "fees",
            "assured_date",
            "url",
            "email",
        ]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,12}".prop_map(Value::from),
            proptest::sample::select(vec![
                "10:00",
                "9",
                "TU",
                "-1FR",
                "WEEKLY",
                "2026-02-30",
                "\u{e9}\u{e9}:\u{e9}",
                "t",
                "é1é2é3é4é5é"
            ])
            .prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 60, 6, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec((key.clone(), inner), 0..8)
                    .prop_map(|pairs| Value::from_iter(pairs.into_iter().map(|(k, v)| (k.to_owned(), v)))),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn no_json_makes_it_stumble(value in any_json(), name in "\\PC{1,20}") {
            let _ = read(&value, Some(&value), &about());
            if let Value::Object(mut fields) = value {
                fields.insert("name".to_owned(), name.into());
                let _ = read(&Value::Object(fields), None, &about());
            }
        }
    }
}
