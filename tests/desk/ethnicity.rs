//! Ethnicity: a field that only a locality which decided to ask for it ever sees.

use super::common::{Home, on_starter};
use super::driver::Desk;
use super::fake::Fake;
use signpost::record::Ethnicity;
use signpost::store::Store;
use std::sync::atomic::AtomicBool;

#[test]
fn the_log_has_the_line_only_where_it_is_asked() {
    let mut desk = Desk::new();
    desk.press("food<enter><f4>");
    assert!(!desk.screen().contains("Ethnic group"), "{}", desk.screen());

    let mut desk = Desk::over(Fake { asks_ethnicity: AtomicBool::new(true), ..Fake::default() });
    desk.press("food<enter><f4>");
    let line = |desk: &Desk| desk.screen().lines().find(|line| line.contains("Ethnic group")).map(str::to_owned);
    assert!(line(&desk).is_some_and(|line| line.contains("not asked")), "{}", desk.screen());
    desk.press("<enter>");
    assert_eq!(desk.saved()[0].ethnicity, Ethnicity::NotAsked, "it is never filled in");
    desk.press("food<enter><f4>");
    for _ in 0..20 {
        if desk.cursor_line().contains("Ethnic group") {
            break;
        }
        desk.press("<down>");
    }
    desk.press("<right><right>");
    assert!(line(&desk).is_some_and(|line| line.contains("Black, Black British")), "{}", desk.screen());
    desk.press("<enter>");
    assert_eq!(desk.saved()[1].ethnicity, Ethnicity::Black);
}

#[test]
fn a_command_notes_it_only_where_it_is_asked() {
    let home = Home::new();
    let log = |group: &str| on_starter(&home, &["log", "--need", "debt-advice=signposted", "--ethnicity", group]);
    insta::assert_snapshot!(log("mixed").whole(&home), @"
    --- said
    signpost: This desk does not ask for ethnicity, so nothing was saved.
              Leave --ethnicity out. Where the locality decided to ask, its settings say ask_ethnicity = true.
    --- exit code 2
    ");
    assert_eq!(log("not-asked").code, 0);
    home.write("config/settings.toml", "ask_ethnicity = true\n");
    assert!(log("irish").err.contains("It can be: not-asked, asian, black, mixed, white, other, prefer-not-to-say"));
    let id = log("mixed").out.trim().to_owned();
    let json = on_starter(&home, &["enquiries", "--json"]).out;
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rows = value["enquiries"].as_array().unwrap();
    let noted: Vec<_> = rows.iter().filter_map(|row| Some((row["id"].as_str()?, row.get("ethnicity")?))).collect();
    assert_eq!(noted, [(id.as_str(), &serde_json::Value::from("mixed"))], "an older Signpost reads the other one");

    // It goes to the lead with the export, and comes back out of a backup.
    let out = home.path("out.jsonl").display().to_string();
    assert_eq!(home.run(&["enquiries", "export", &out]).code, 0);
    let mut store = Store::open(&home.path("lead")).unwrap();
    assert_eq!(store.import(&[out.into()]).unwrap().added, 2);
    let groups = |store: &Store| {
        let rows = store.between("2026-11-01".parse().unwrap(), "2026-11-30".parse().unwrap()).unwrap();
        let mut groups: Vec<_> = rows.iter().map(|row| row.enquiry.ethnicity).collect();
        groups.sort();
        groups
    };
    assert_eq!(groups(&store), [Ethnicity::NotAsked, Ethnicity::Mixed]);
}
