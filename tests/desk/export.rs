//! `catalogue export`: what leaves is as the standards have it, and what must stay here stays.

use crate::check::good;
use crate::common::Home;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a field holds.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Id,
    Link,
    OneOf(&'static [&'static str]),
    /// Another object, or a list of them.
    One(&'static str),
    Many(&'static str),
}

use Kind::*;

const STATUSES: &[&str] = &["active", "inactive", "defunct", "temporarily closed"];
const PLACES: &[&str] = &["physical", "postal", "virtual"];
const FREQS: &[&str] = &["WEEKLY", "MONTHLY"];

/// The objects of Open Referral UK v3 that a catalogue of ours can fill: fields, what they hold, and after the bar which must be there.
fn standard(object: &str) -> (&'static [(&'static str, Kind)], &'static [&'static str]) {
    match object {
        "service" => (
            &[
                ("id", Id),
                ("organization_id", Id),
                ("name", Text),
                ("description", Text),
                ("url", Link),
                ("email", Text),
                ("status", OneOf(STATUSES)),
                ("fees", Text),
                ("accreditations", Text),
                ("minimum_age", Number),
                ("maximum_age", Number),
                ("assured_date", Text),
                ("assurer_email", Text),
                ("alert", Text),
                ("last_modified", Text),
                ("schedules", Many("schedule")),
                ("service_areas", Many("service_area")),
                ("service_at_locations", Many("service_at_location")),
                ("languages", Many("language")),
                ("organization", One("organization")),
                ("cost_options", Many("cost_option")),
                ("contacts", Many("contact")),
                ("attributes", Many("attribute")),
            ],
            &["id", "name", "status"],
        ),
        "organization" => (
            &[("id", Id), ("name", Text), ("description", Text), ("email", Text), ("website", Link)],
            &["id", "name", "description"],
        ),
        "schedule" => (
            &[
                ("id", Id),
                ("service_id", Id),
                ("valid_from", Text),
                ("valid_to", Text),
                ("dtstart", Text),
                ("freq", OneOf(FREQS)),
                ("interval", Number),
                ("byday", Text),
                ("bymonthday", Text),
                ("description", Text),
                ("opens_at", Text),
                ("closes_at", Text),
                ("schedule_link", Link),
                ("attending_type", Text),
                ("notes", Text),
            ],
            &["id"],
        ),
        "service_area" => (
            &[("id", Id), ("service_id", Id), ("name", Text), ("extent", Text), ("extent_type", Text), ("uri", Text)],
            &["id"],
        ),
        "service_at_location" => {
            (&[("id", Id), ("service_id", Id), ("location_id", Id), ("location", One("location"))], &["id"])
        }
        "location" => (
            &[
                ("id", Id),
                ("location_type", OneOf(PLACES)),
                ("name", Text),
                ("description", Text),
                ("latitude", Number),
                ("longitude", Number),
                ("addresses", Many("address")),
                ("accessibility", Many("accessibility")),
            ],
            &["id", "location_type"],
        ),
        "address" => (
            &[
                ("id", Id),
                ("location_id", Id),
                ("attention", Text),
                ("address_1", Text),
                ("city", Text),
                ("region", Text),
                ("state_province", Text),
                ("postal_code", Text),
                ("country", Text),
                ("address_type", OneOf(PLACES)),
            ],
            &["id", "address_1", "city", "state_province", "postal_code", "country", "address_type"],
        ),
        "accessibility" => {
            (&[("id", Id), ("location_id", Id), ("description", Text), ("details", Text), ("url", Link)], &["id"])
        }
        // That a language has no name is a gap of the standard; ours have one, as HSDS does.
        "language" => (&[("id", Id), ("service_id", Id), ("phone_id", Id), ("name", Text), ("code", Text)], &["id"]),
        "cost_option" => (
            &[
                ("id", Id),
                ("service_id", Id),
                ("valid_from", Text),
                ("valid_to", Text),
                ("option", Text),
                ("amount", Number),
                ("amount_description", Text),
            ],
            &["id"],
        ),
        // Phones know their contact, which is where they stand.
        "contact" => {
            (&[("id", Id), ("service_id", Id), ("name", Text), ("title", Text), ("phones", Many("phone"))], &["id"])
        }
        "phone" => (
            &[("id", Id), ("contact_id", Id), ("number", Text), ("description", Text), ("languages", Many("language"))],
            &["id", "number"],
        ),
        "attribute" => (
            &[
                ("id", Id),
                ("link_id", Id),
                ("taxonomy_term_id", Id),
                ("link_type", Text),
                ("taxonomy_term", One("taxonomy_term")),
                // Of HSDS.
                ("link_entity", Text),
                ("value", Text),
            ],
            &["id"],
        ),
        "taxonomy_term" => (
            &[
                ("id", Id),
                ("name", Text),
                ("description", Text),
                ("parent_id", Id),
                ("taxonomy", Text),
                ("taxonomy_id", Id),
                ("term_uri", Link),
                ("term", Text),
                ("code", Text),
            ],
            &["id", "name", "description"],
        ),
        other => panic!("{other} is no object of the standard"),
    }
}

/// Adds what is not as the standard has it.
fn wrong(object: &str, value: &Value, path: &str, out: &mut Vec<String>) {
    let (fields, required) = standard(object);
    let Some(map) = value.as_object() else { return out.push(format!("{path} is no object")) };
    for field in required.iter().filter(|field| !map.contains_key(**field)) {
        out.push(format!("{path}.{field} is missing"));
    }
    for (key, value) in map {
        let path = format!("{path}.{key}");
        let Some((_, kind)) = fields.iter().find(|(field, _)| field == key) else {
            out.push(format!("{path} is not in the standard"));
            continue;
        };
        let text = value.as_str();
        let fits = match kind {
            Text => text.is_some(),
            Number => value.is_number(),
            Id => text.is_some_and(|text| uuid::Uuid::parse_str(text).is_ok()),
            Link => text.is_some_and(|text| text.starts_with("https://") || text.starts_with("http://")),
            OneOf(names) => text.is_some_and(|text| names.contains(&text)),
            One(inner) => {
                wrong(inner, value, &path, out);
                true
            }
            Many(inner) => {
                value.as_array().into_iter().flatten().for_each(|item| wrong(inner, item, &path, out));
                value.is_array()
            }
        };
        if !fits {
            out.push(format!("{path} holds {value}"));
        }
    }
}

/// A service with everything that a service can have.
const FULL: &str = r#"name = "Stay and play"
organisation = "Lark Trust"
description = "Play & \"songs\", every week."
needs = ["play-sessions", "toy-lending"]
minimum_age = 0.5
maximum_age = 4
eligibility = "Families with a small child."
ineligibility = "Schools."
access = ["open"]
application_process = "Just turn up."
free = "yes"
languages = ["en", "ur"]
interpretation_services = "Ask a day before."
text_number = "Text PLAY to 85258 (any time)"
email = "play@lark.org.uk"
url = "https://lark.org.uk/play"
opening_hours = "Mo-Fr 09:00-17:00; Sa 10:00-24:00; PH off"
hours_note = "Ring first in August."
service_area = "The town"
nations = ["England", "Wales"]
required_documents = ["A photo", "The red book"]
waiting_time = "Two weeks"
taking = "waiting list"
delivery = ["in-person", "online"]
regulated = "FCA 123456"
closes_on = 2027-01-31
upstream = { scheme = "bucks", id = "abc, \"7\"" }
checked = { on = 2026-11-02, by = "family navigator", how = "phone" }

[[phones]]
number = "020 7946 0018"
extension = "12"
description = "reception"

[[phones]]
number = "020 7946 0019"
extension = "ask for Pat's desk"

[[places]]
name = "Lark House"
address_1 = "1 Lark Lane"
city = "Aylesbury"
postal_code = "HP20 1AA"
latitude = 51.8
longitude = -0.8
room = "Garden room"
step_free = "yes"

[[sessions]]
byday = ["Tu", "Th"]
opens_at = "10:00"
closes_at = "11:30"
term_time = true
interval = 2
valid_from = 2026-09-01
notes = "Bring a hat."
"#;

/// Returns a home whose catalogue has one service of each kind that leaves or stays. What must stay has CANARY in it.
fn home() -> Home {
    let home = good();
    home.write("cat/services/town/full.toml", FULL);
    let put = |id: &str, more: &str| {
        let text = format!(
            "name = \"{id} CANARY\"\norganisation = \"CANARY of {id}\"\ndescription = \"CANARY.\"\nurl = \"https://canary.org.uk/\"\n{more}"
        );
        home.write(&format!("cat/services/town/{id}.toml"), &text);
    };
    put("need", "needs = [\"play-sessions\", \"domestic-abuse\"]\n");
    put("own", "needs = [\"play-sessions\"]\nsensitive = true\n");
    put(
        "hidden",
        "needs = [\"play-sessions\"]\n[[places]]\nname = \"x\"\naddress_1 = \"1 x\"\n[[places]]\nhidden = true\narea = \"CANARY vale\"\n",
    );
    put("gone", "needs = [\"play-sessions\"]\nstatus = \"defunct\"\n");
    put("closed", "needs = [\"play-sessions\"]\ncloses_on = 2026-11-22\n");
    put("example", "needs = [\"play-sessions\"]\n");
    let example = std::fs::read_to_string(home.path("cat/services/town/example.toml")).unwrap();
    home.write(
        "cat/services/town/example.toml",
        &format!("example = true\n{}", example.replace("canary.org.uk", "canary.example")),
    );
    home.write(
        "cat/services/town/plain.toml",
        "name = \"Plain\"\ndescription = \"Plain.\"\nneeds = [\"toy-lending\"]\n[[places]]\nhub = \"mill-lane\"\n",
    );
    home
}

fn json(home: &Home, format: &str) -> Value {
    let answer = home.run(&["--catalogue", "cat", "catalogue", "export", "--format", format]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(!answer.out.contains("CANARY"), "{}", answer.out);
    serde_json::from_str(&answer.out).unwrap()
}

#[test]
fn open_referral_uk_has_its_fields_types_and_words() {
    let page = json(&home(), "oruk");
    assert_eq!((&page["total_items"], &page["last_page"], &page["empty"]), (&2.into(), &true.into(), &false.into()));
    let mut out = Vec::new();
    for service in page["contents"].as_array().unwrap() {
        wrong("service", service, "service", &mut out);
    }
    assert!(out.is_empty(), "{}", out.join("\n"));
    let full = &page["contents"][0];
    assert_eq!(full["contacts"][0]["phones"][0]["number"], "020 7946 0018");
    assert_eq!(full["contacts"][0]["phones"][1]["description"], "extension ask for Pat's desk");
    let schedules: Vec<_> =
        full["schedules"].as_array().unwrap().iter().map(|s| (&s["byday"], &s["opens_at"], &s["closes_at"])).collect();
    let expected = [("TU,TH", "10:00", "11:30"), ("MO,TU,WE,TH,FR", "09:00", "17:00"), ("SA", "10:00", "23:59")];
    assert_eq!(schedules.len(), 3);
    for ((days, from, to), expected) in schedules.into_iter().zip(expected) {
        assert_eq!((days.as_str().unwrap(), from.as_str().unwrap(), to.as_str().unwrap()), expected);
    }
    // What the standard has no field for stays out of it, the table's check says; the alert carries what matters today.
    assert_eq!(full["alert"], "There is a waiting list. Wait: Two weeks. Closes on 2027-01-31.");
}

/// The check of the table would not be worth much if nothing could fail it.
#[test]
fn the_table_of_the_standard_finds_mistakes() {
    let mut out = Vec::new();
    let bad = serde_json::json!({"id": "7", "status": "gone", "phones": [], "minimum_age": "1", "url": "x", "organization": {"id": 1}});
    wrong("service", &bad, "s", &mut out);
    assert_eq!(out.len(), 9, "{out:?}");
}

#[test]
fn hsds_says_what_open_referral_uk_cannot() {
    let page = json(&home(), "hsds");
    let full = &page["contents"][0];
    assert_eq!(full["eligibility_description"], "Families with a small child. Not for: Schools.");
    assert_eq!(full["application_process"], "Just turn up.");
    assert_eq!(full["required_documents"][1]["document"], "The red book");
    let phones = full["phones"].as_array().unwrap();
    assert_eq!(
        (&phones[0]["extension"], &phones[2]["type"], &phones[2]["number"]),
        (&12.into(), &"text".into(), &"85258".into())
    );
    let upstream = full["attributes"].as_array().unwrap().iter().find(|a| a["link_type"] == "upstream").unwrap();
    assert_eq!((&upstream["taxonomy_term"]["code"], &upstream["value"]), (&"bucks".into(), &"abc, \"7\"".into()));
}

#[test]
fn what_stays_is_counted_by_reason() {
    let home = home();
    let answer = home.run(&["--catalogue", "cat", "catalogue", "export", "--format", "oruk", "--dry-run"]);
    insta::assert_snapshot!(answer.err, @"
    2 services would leave; nothing was written.
    Left out: 2 invented, to show how Signpost works; 2 closed for good; 2 at an address that must not be known; 2 sensitive by themselves or by a need.
    ");
    assert_eq!(answer.out, "");
    // A file that can't be read may say by now that it must be hidden.
    home.write("cat/services/town/full.toml", &format!("{FULL}\nfree = "));
    let answer = home.run(&["--catalogue", "cat", "catalogue", "export", "--format", "oruk", "--dry-run"]);
    assert!(
        answer.err.contains("1 service would leave") && answer.err.contains("1 in files that can't be read"),
        "{}",
        answer.err
    );
    // Neither does an older version stand in for a catalogue that is refused.
    home.write("cat/needs.toml", "needs = ");
    let answer = home.run(&["--catalogue", "cat", "catalogue", "export", "--format", "oruk"]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{}", answer.err);
}

#[test]
fn the_same_catalogue_makes_the_same_export_and_every_id_is_its_own() {
    let home = home();
    let first = json(&home, "hsds");
    assert_eq!(json(&home, "hsds"), first);
    let oruk = json(&home, "oruk");
    assert_eq!(oruk["contents"][0]["id"], first["contents"][0]["id"]);
    // Two services of one hub name the same location; nothing else is shared, and no id stands for two things.
    let mut seen: BTreeMap<String, Value> = BTreeMap::new();
    fn each(value: &Value, seen: &mut BTreeMap<String, Value>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| each(item, seen)),
            Value::Object(map) => {
                if let Some(id) = map.get("id").and_then(Value::as_str) {
                    let before = seen.insert(id.to_owned(), value.clone());
                    assert!(before.is_none_or(|before| before == *value), "{id}");
                }
                map.values().for_each(|inner| each(inner, seen));
            }
            _ => {}
        }
    }
    each(&first["contents"], &mut seen);
    assert!(seen.len() > 20);
    let other = std::fs::read_to_string(home.path("cat/catalogue.toml")).unwrap();
    home.write("cat/catalogue.toml", &other.replace("Two hubs", "Three hubs"));
    assert_ne!(
        json(&home, "oruk")["contents"][0]["id"],
        oruk["contents"][0]["id"],
        "another catalogue may have a service of the same name"
    );
}

#[test]
fn tables_hold_the_same_and_every_reference_leads_somewhere() {
    let home = home();
    let export =
        |output: &str| home.run(&["--catalogue", "cat", "catalogue", "export", "--format", "csv", "--output", output]);
    let answer = export("tables");
    assert_eq!(answer.code, 0, "{}", answer.err);
    let read = |name: &str| std::fs::read_to_string(home.path("tables").join(name)).unwrap();
    let package: Value = serde_json::from_str(&read("datapackage.json")).unwrap();
    assert_eq!(package["profile"], "tabular-data-package");
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut references = Vec::new();
    for resource in package["resources"].as_array().unwrap() {
        let text = read(resource["path"].as_str().unwrap());
        assert!(!text.contains("CANARY"), "{text}");
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let head: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
        let fields: Vec<&str> =
            resource["schema"]["fields"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
        assert_eq!(head, fields, "{}", resource["name"]);
        for row in rows.records() {
            let row = row.unwrap();
            let own = ids.entry(resource["name"].as_str().unwrap().to_owned()).or_default();
            assert!(own.insert(row[0].to_owned()), "{} stands twice in {}", &row[0], resource["name"]);
            for key in resource["schema"]["foreignKeys"].as_array().into_iter().flatten() {
                let at = head.iter().position(|name| key["fields"] == name.as_str()).unwrap();
                references.push((key["reference"]["resource"].as_str().unwrap().to_owned(), row[at].to_owned()));
            }
        }
    }
    assert_eq!(ids["service"].len(), 2);
    assert!(references.len() > 15);
    for (table, id) in references {
        assert!(ids[&table].contains(&id), "{table} has no {id}");
    }
    assert!(read("services.csv").contains("\"Play & \"\"songs\"\", every week.\""));
    // The archive holds the same files, and is the same each time.
    assert_eq!(export("one.zip").code, 0);
    assert_eq!(export("two.zip").code, 0);
    let bytes = std::fs::read(home.path("one.zip")).unwrap();
    assert_eq!(bytes, std::fs::read(home.path("two.zip")).unwrap());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("services.csv").unwrap(), &mut text).unwrap();
    assert_eq!(text, read("services.csv"));
}

#[test]
fn an_export_takes_no_place_that_is_in_use() {
    let home = home();
    let export = |arguments: &[&str]| {
        let all = [&["--catalogue", "cat", "catalogue", "export"], arguments].concat();
        home.run(&all)
    };
    home.write("mine/letter.txt", "dear");
    let answer = export(&["--format", "csv", "--output", "mine"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("holds something else"), "{}", answer.err);
    assert_eq!(export(&["--format", "oruk", "--output", "mine"]).code, 2);
    assert_eq!(export(&["--format", "csv"]).code, 2);
    // A file that is something else stays, unless somebody insists; an earlier export is written over.
    home.write("report.json", "{\"contents\": [1]}");
    for (format, place) in [("oruk", "report.json"), ("hsds", "mine/letter.txt"), ("csv", "report.zip")] {
        if place == "report.zip" {
            home.write(place, "dear");
        }
        let before = std::fs::read(home.path(place)).unwrap();
        let answer = export(&["--format", format, "--output", place]);
        assert_eq!(answer.code, 2, "{place}");
        assert!(answer.err.contains("--force"), "{}", answer.err);
        assert_eq!(std::fs::read(home.path(place)).unwrap(), before, "{place}");
        assert_eq!(export(&["--format", format, "--output", place, "--force"]).code, 0, "{place}");
        assert_ne!(std::fs::read(home.path(place)).unwrap(), before, "{place}");
        assert_eq!(export(&["--format", format, "--output", place]).code, 0, "{place}");
    }
    home.write("mine/letter.txt", "dear");
    // An earlier export is written over, and a table that is empty now goes.
    assert_eq!(export(&["--format", "csv", "--output", "tables"]).code, 0);
    assert!(home.path("tables/phones.csv").is_file());
    std::fs::remove_file(home.path("cat/services/town/full.toml")).unwrap();
    assert_eq!(export(&["--format", "csv", "--output", "tables"]).code, 0);
    assert!(!home.path("tables/phones.csv").is_file() && home.path("tables/services.csv").is_file());
}

/// The last day's export is this day's import: what a file says of itself is what the export was made from.
#[test]
fn importing_its_own_export_changes_nothing() {
    let home = home();
    let files = || -> BTreeMap<String, Vec<u8>> {
        let mut out = BTreeMap::new();
        let mut folders = vec![home.path("cat")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    out.insert(path.to_str().unwrap().to_owned(), std::fs::read(&path).unwrap());
                }
            }
        }
        out
    };
    let before = files();
    for (format, output) in [("oruk", "oruk.json"), ("hsds", "hsds.json"), ("csv", "tables"), ("csv", "tables.zip")] {
        let answer = home.run(&["--catalogue", "cat", "catalogue", "export", "--format", format, "--output", output]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        // As if it were a register, and as the one that the file names as its origin.
        for scheme in ["elsewhere", "bucks"] {
            let arguments =
                ["--catalogue", "cat", "catalogue", "import", output, "--scheme", scheme, "--locality", "town"];
            let answer = home.run(&arguments);
            assert_ne!(answer.code, 2, "{}", answer.err);
            assert!(answer.out.contains("2 records that this catalogue exported itself"), "{format}: {}", answer.out);
            assert!(files() == before, "{format} {scheme}: {}", answer.out);
        }
    }
    // Another catalogue takes it as what it is: services of a register.
    let header = std::fs::read_to_string(home.path("cat/catalogue.toml")).unwrap();
    home.write("cat/catalogue.toml", &header.replace("Two hubs", "Three hubs"));
    std::fs::remove_file(home.path("cat/services/town/full.toml")).unwrap();
    home.write("cat/taxonomy.toml", "");
    let answer = home.run(&[
        "--catalogue",
        "cat",
        "catalogue",
        "import",
        "oruk.json",
        "--scheme",
        "elsewhere",
        "--locality",
        "town",
        "--dry-run",
    ]);
    assert!(!answer.out.contains("exported itself"), "{}", answer.out);
}
