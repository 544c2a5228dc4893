//! The real desk behind the screen, without a screen.

use super::common::{Home, NOW, starter};
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Backend, Desk, Setup};
use signpost::paths::Paths;
use signpost::record::Enquiry;
use signpost::search::Ask;
use signpost::settings::{Overrides, Settings};

/// Opens the real desk on the starter catalogue.
fn open(home: &Home) -> Desk {
    let paths = Paths { config: home.path("config"), cache: home.path("cache"), data: home.path("data") };
    let overrides = Overrides { catalogue: Some(starter()), ..Overrides::default() };
    let (settings, settings_problems) = Settings::load(&paths.config, &overrides);
    Desk::open(Setup { paths, settings, settings_problems, clock: Clock::fixed(parse_now(NOW).unwrap()) })
}

#[test]
fn everyday_words_and_typos_find_needs() {
    let home = Home::new();
    let desk = open(&home);
    for (words, need) in
        [("rent", "housing"), ("houzing", "housing"), ("hungry", "food-support"), ("teething", "health-visiting")]
    {
        let found = desk.needs_for(words);
        assert_eq!(found.first().map(String::as_str), Some(need), "{words}: {found:?}");
        assert!(found.len() <= 4, "{words}: {found:?}");
    }
    assert_eq!(desk.needs_for(""), [""; 0]);
}

#[test]
fn an_undo_that_leaves_a_trace_in_a_backup_says_so() {
    let home = Home::new();
    let desk = open(&home);
    let enquiry = Enquiry::quick_chat(desk.face().hub_id);
    desk.save(&enquiry).unwrap();
    assert_eq!(desk.today().unwrap()[0].id, enquiry.id);
    desk.care().unwrap();
    let before = desk.notices();
    // A backup that can't be opened any more.
    let backup = std::fs::read_dir(home.path("data/backups")).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&backup, "no store at all, but as long as a page should be".repeat(100)).unwrap();
    desk.undo(enquiry.id).unwrap();
    let after = desk.notices();
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.last().unwrap().text.contains("Delete that backup"), "{after:?}");
}

#[test]
fn what_nobody_spoke_of_is_never_something_sensitive() {
    let home = Home::new();
    let desk = open(&home);
    for words in ["bins", "passport renewal", "zzzqx"] {
        let found = desk.find(&Ask::of(words), 50).unwrap();
        assert!(found.nothing_close, "{words}");
        assert!(found.listed.iter().all(|listed| !listed.sensitive), "{words}: {:?}", found.listed);
    }
    assert!(desk.find(&Ask::of("bins"), 1).unwrap().elsewhere.is_some());
}
