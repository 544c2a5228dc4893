//! The commands of upkeep on a catalogue that is a folder: whole answers, trials that write nothing, JSON, and what the doctor says of what waits for long.

use super::common::{Answer, Home};
use super::editing::run;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Returns a home with a catalogue of two services in `our/`, one of them sensitive.
fn home() -> Home {
    let home = Home::new();
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/good");
    for (path, text) in files(&good) {
        home.write(&path.replace(&good.display().to_string(), "our"), &text);
    }
    home
}

/// Returns what every file of the catalogue holds.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            out.extend(files(&entry.path()));
        } else {
            out.insert(entry.path().display().to_string(), std::fs::read_to_string(entry.path()).unwrap());
        }
    }
    out
}

/// Returns a command's whole answer, below the command.
fn told(home: &Home, arguments: &[&str]) -> String {
    format!("$ {}\n{}\n", arguments.join(" "), run(home, arguments).whole(home))
}

fn json(answer: &Answer) -> Value {
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    serde_json::from_str(&answer.out).unwrap()
}

/// Runs the doctor on the catalogue, on a day.
fn doctor(home: &Home, day: &str) -> String {
    let now = format!("{day}T10:15");
    home.about("outbox", &[("SIGNPOST_CATALOGUE", "our"), ("SIGNPOST_NOW", &now)])
}

const REPORT: &[&str] = &["report", "toy-library", "closed", "--note", "a dark window"];
const CHECKED: &[&str] = &["checked", "helpline", "--how", "phone", "--by", "family navigator"];

#[test]
fn from_whom_to_ring_to_a_file_of_the_catalogue() {
    let home = home();
    let before = files(&home.path("our"));
    let mut all = String::new();
    let mut tell = |arguments: &[&str]| all.push_str(&told(&home, arguments));
    tell(&["stale"]);
    tell(REPORT);
    tell(REPORT);
    tell(CHECKED);
    tell(&["reports"]);
    tell(&["stale", "--limit", "1"]);
    tell(&["outbox"]);
    assert_eq!(files(&home.path("our")), before, "nothing is written before it is sent");
    tell(&["send"]);
    tell(&["send"]);
    tell(&["outbox"]);
    tell(&["reports"]);
    insta::assert_snapshot!(all, @"
    $ stale
    A helpline  (helpline)
        0800 1111; from a public page, March 2025; not counted here
    --- said
    Ranked by times handed out here in the last year, times days since it was checked; never checked counts as three years.
    --- exit code 0
    $ report toy-library closed --note a dark window
    --- said
    Toy library is marked at this desk: reported as closed. The report waits to be sent.
    --- exit code 0
    $ report toy-library closed --note a dark window
    --- said
    Toy library was reported as closed here before; the note was added.
    --- exit code 0
    $ checked helpline --how phone --by family navigator
    --- said
    A helpline is checked by phone. The check waits to be sent.
    --- exit code 0
    $ reports
    Toy library  (toy-library)
        reported as closed; since today; waits at this desk to be sent
        note: a dark window
    --- said
    1 open report, none over the aim of 48 hours.
    --- exit code 0
    $ stale --limit 1
    Toy library  (toy-library)  [EXAMPLE - not a real service]
        07700 900123; checked today by a visit; never handed out here; 1 open report
    --- said
    Ranked by times handed out here in the last year, times days since it was checked; never checked counts as three years.
    --- exit code 0
    $ outbox
    <id>  Report Toy library: closed
    <id>  Check A helpline: no change, by phone
    --- exit code 0
    $ send
    --- said
    The catalogue has 2 changes of this desk now.
    --- exit code 0
    $ send
    --- said
    Nothing was sent.
    --- exit code 0
    $ outbox
    --- said
    Nothing waits to be sent.
    --- exit code 0
    $ reports
    Toy library  (toy-library)
        reported as closed; since today
    --- said
    1 open report, none over the aim of 48 hours.
    --- exit code 0
    ");
    let mut after = files(&home.path("our"));
    after.retain(|path, text| before.get(path) != Some(text));
    let after: Vec<String> = after.iter().map(|(path, text)| format!("{}\n{text}", short(&home, path))).collect();
    insta::assert_snapshot!(after.join("\n"), @r#"
    our/reports/toy-library/<id>.toml
    #:schema ../../schema/report.json
    kind = "closed"
    on = 2026-11-22

    our/services/national/helpline.toml
    name = "A helpline"
    description = "Somebody to talk to at any time."
    needs = ["domestic-abuse"]
    opening_hours = "24/7"
    text_number = "Text TALK to 85258 (any time)"
    source = { url = "https://www.gov.uk/", date = "2025-03", also = ["http://www.nhs.uk/page"] }
    upstream = { scheme = "GB-COH", id = "123" }
    checked = { on = 2026-11-22, by = "family navigator", how = "phone" }

    [[phones]]
    number = "0800 1111"
    freephone = "yes"

    [[places]]
    hidden = true
    area = "north of the county"
    step_free = "yes"
    "#);
}

/// Returns a path inside the home, with a random name blanked out.
fn short(home: &Home, path: &str) -> String {
    let path = path.replace(&home.path("").display().to_string(), "");
    let name = path.rsplit('/').next().unwrap().trim_end_matches(".toml");
    if name.len() == 32 { path.replace(name, "<id>") } else { path }
}

#[test]
fn a_trial_writes_nothing() {
    let home = home();
    let before = files(&home.path("our"));
    let mut all = String::new();
    for arguments in [REPORT, CHECKED] {
        all.push_str(&told(&home, &[arguments, &["--dry-run"]].concat()));
    }
    assert_eq!(json(&run(&home, &["outbox", "--json"])), Value::Array(Vec::new()));
    run(&home, REPORT);
    let waiting = || json(&run(&home, &["outbox", "--json"]));
    let kept = waiting();
    let id = kept[0]["id"].as_str().unwrap();
    let file = home.path("changes.json");
    for arguments in [&["send"][..], &["outbox", "drop", id], &["reports", "export", "changes.json"]] {
        all.push_str(&told(&home, &[arguments, &["--dry-run"]].concat()));
    }
    assert!(!file.exists());
    assert_eq!(run(&home, &["reports", "export", "changes.json"]).code, 0);
    run(&home, &["outbox", "drop", id]);
    all.push_str(&told(&home, &["reports", "import", "changes.json", "--dry-run"]));
    assert_eq!(waiting(), Value::Array(Vec::new()));
    all.push_str(&told(&home, &["reports", "import", "changes.json"]));
    assert_eq!((waiting()[0]["id"].as_str(), files(&home.path("our"))), (Some(id), before));
    let all = all.replace(id, "<id>");
    insta::assert_snapshot!(all, @"
    $ report toy-library closed --note a dark window --dry-run
    --- said
    Toy library would be reported as closed.
    --- exit code 0
    $ checked helpline --how phone --by family navigator --dry-run
    --- said
    A helpline would be marked as checked by phone.
    --- exit code 0
    $ send --dry-run
    Report toy-library: closed
    --- said
    1 change would be sent.
    --- exit code 0
    $ outbox drop <id> --dry-run
    --- said
    Would be taken back: Report Toy library: closed
    --- exit code 0
    $ reports export changes.json --dry-run
    --- said
    1 change would be written to changes.json.
    --- exit code 0
    $ reports import changes.json --dry-run
    --- said
    1 new change would be taken.
    --- exit code 0
    $ reports import changes.json
    --- said
    Took 1 new change. To send: signpost catalogue send
    --- exit code 0
    ");
}

#[test]
fn programs_get_the_lists_as_json() {
    let home = home();
    run(&home, REPORT);
    let mut all = String::new();
    for list in ["stale", "reports", "outbox"] {
        let text = serde_json::to_string_pretty(&json(&run(&home, &[list, "--json"]))).unwrap();
        all.push_str(&format!("{list} {text}\n"));
    }
    let id = json(&run(&home, &["outbox", "--json"]))[0]["id"].as_str().unwrap().to_owned();
    insta::assert_snapshot!(all.replace(&id, "<id>"), @r#"
    stale [
      {
        "example": false,
        "handed_out": 0,
        "id": "helpline",
        "name": "A helpline",
        "phone": "0800 1111",
        "reports": 0,
        "sensitive": true,
        "sure": "from a public page, March 2025"
      },
      {
        "example": true,
        "handed_out": 0,
        "id": "toy-library",
        "name": "Toy library",
        "phone": "07700 900123",
        "reports": 1,
        "sensitive": false,
        "sure": "checked today by a visit"
      }
    ]
    reports [
      {
        "age": "since today",
        "late": false,
        "name": "Toy library",
        "note": "a dark window",
        "service": "toy-library",
        "waits": true,
        "what": "closed"
      }
    ]
    outbox [
      {
        "hindrance": null,
        "id": "<id>",
        "service": "toy-library",
        "what": "Report Toy library: closed"
      }
    ]
    "#);
}

#[test]
fn what_a_refused_catalogue_holds_goes_on_showing_at_the_desk() {
    let home = home();
    assert_eq!(run(&home, &["stale"]).code, 0);
    run(&home, REPORT);
    let needs = std::fs::read_to_string(home.path("our/needs.toml")).unwrap();
    home.write("our/needs.toml", &needs.replacen("[[needs]]", "[[need", 1));
    let sent = run(&home, &["send"]);
    assert!(home.path("our/reports/toy-library").exists(), "{}", sent.err);
    let reports = || run(&home, &["reports"]).out;
    assert!(reports().contains("waits at this desk"), "{}", reports());
    home.write("our/needs.toml", &needs);
    assert_eq!(run(&home, &["send"]).code, 0);
    assert_eq!(json(&run(&home, &["outbox", "--json"])), Value::Array(Vec::new()));
    assert!(reports().contains("reported as closed") && !reports().contains("waits"), "{}", reports());
}

#[test]
fn what_can_not_be_done_says_what_can() {
    let home = home();
    let mut all = String::new();
    for arguments in [
        &["report", "toy-libary", "closed"][..],
        &["checked", "toy-library", "--by", " ", "--how", "phone"],
        &["outbox", "drop", "00000000-0000-4000-8000-000000000000"],
        &["reports", "export", "our/needs.toml"],
        &["reports", "import", "our/needs.toml"],
    ] {
        all.push_str(&told(&home, arguments));
    }
    insta::assert_snapshot!(all, @r#"
    $ report toy-libary closed
    --- said
    signpost: There is no service "toy-libary" in the catalogue.
              Did you mean "toy-library"?
    --- exit code 2
    $ checked toy-library --by   --how phone
    --- said
    signpost: A check needs a role, and this is empty.
              Say it in small letters, as in: community connector.
    --- exit code 2
    $ outbox drop 00000000-0000-4000-8000-000000000000
    --- said
    signpost: Nothing with the id <id> waits at this desk.
              `signpost catalogue outbox` lists what does.
    --- exit code 2
    $ reports export our/needs.toml
    --- said
    signpost: The file our/needs.toml is there already.
              Choose another name.
    --- exit code 2
    $ reports import our/needs.toml
    --- said
    signpost: our/needs.toml is no export of changes, so nothing was taken.
              Choose a file that another desk exported.
    --- exit code 2
    "#);
}

#[test]
fn the_doctor_tells_what_waits_for_long() {
    let home = home();
    run(&home, REPORT);
    insta::assert_snapshot!(doctor(&home, "2026-11-25"), @"ok outbox: 1 change of the catalogue waits to be sent, the oldest since 22 November 2026.");
    insta::assert_snapshot!(doctor(&home, "2026-11-26"), @"look outbox: 1 change of the catalogue waits to be sent, the oldest since 22 November 2026. | See why: signpost catalogue outbox. Send: signpost catalogue send. Or hand over: signpost catalogue reports export FILE");
}
