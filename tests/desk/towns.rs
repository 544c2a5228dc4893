//! A catalogue of two localities in two nations, for what filters and distances have to tell apart.

use super::common::{Home, NOW, starter};
use signpost::catalogue::Folder;
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Catalogue, Results};
use signpost::snapshot::Cache;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

/// Opens a catalogue at its hub in the town.
pub fn open(home: &Home, folder: &Path) -> Catalogue {
    let folder = Folder::Disk(folder.to_owned());
    let clock = Clock::fixed(parse_now(NOW).unwrap());
    let opened = Cache::of(&home.path("cache"), &folder).fresh(&folder, clock).unwrap();
    assert_eq!(opened.compiled.map(|outcome| outcome.bad), Some(Vec::new()));
    Catalogue::new(opened.snapshot, Some("town-hub"), clock)
}

/// Writes a catalogue of two localities in two nations, its services all a little different.
pub fn write_two_towns(home: &Home) -> std::path::PathBuf {
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

/// The same, written and opened once.
pub struct Towns {
    _home: Home,
    pub catalogue: Catalogue,
}

pub static TOWNS: LazyLock<Towns> = LazyLock::new(|| {
    let home = Home::new();
    let folder = write_two_towns(&home);
    Towns { catalogue: open(&home, &folder), _home: home }
});

/// Returns the ids of a list.
pub fn ids(results: &Results) -> Vec<&str> {
    results.listed.iter().map(|listed| listed.id.as_str()).collect()
}
