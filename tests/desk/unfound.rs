//! Words that found nothing: counted only where the settings say so, and nothing but general words.

use super::common::{Home, starter};
use super::driver::Desk;
use super::fake::Fake;
use signpost::clock::Clock;
use signpost::desk::{Backend, Desk as RealDesk, Setup};
use signpost::paths::Paths;
use signpost::settings::{Overrides, Settings};
use signpost::store::Store;
use signpost::tally::Period;
use std::sync::atomic::{AtomicBool, Ordering};

fn desk(counts: bool) -> Desk {
    Desk::over(Fake { counts_unfound: AtomicBool::new(counts), ..Fake::default() })
}

fn counted(desk: &Desk) -> Vec<String> {
    desk.fake.unfound.lock().unwrap().clone()
}

#[test]
fn a_word_that_found_nothing_counts_when_its_visit_is_over() {
    let mut desk = self::desk(true);
    desk.press("kayak");
    assert!(desk.screen().contains("No match yet"), "{}", desk.screen());
    assert_eq!(counted(&desk), Vec::<String>::new());
    desk.press("<backspace><backspace><backspace><backspace><backspace>canoe");
    desk.press("<backspace><backspace><backspace><backspace><backspace>food<enter><f4>");
    assert_eq!(counted(&desk), Vec::<String>::new(), "the visit goes on");
    desk.press("<enter>");
    assert!(desk.said().contains("Saved."), "{}", desk.said());
    assert_eq!(counted(&desk), ["canoe", "kayak"]);
    // The next visit begins with nothing of it.
    desk.press("food<f4><enter>");
    assert_eq!(counted(&desk).len(), 2);
}

#[test]
fn nothing_is_counted_where_nobody_asked_for_it() {
    let mut desk = self::desk(false);
    desk.press("kayak<backspace><backspace><backspace><backspace><backspace>food<f4><enter>");
    assert!(desk.said().contains("Saved."));
    assert_eq!(counted(&desk), Vec::<String>::new());
}

#[test]
fn a_sensitive_visit_counts_no_word_of_before_either() {
    for sensitive in ["refuge<enter>", "food<f4><right><right><right><right>"] {
        let mut desk = self::desk(true);
        desk.press("kayak<backspace><backspace><backspace><backspace><backspace>");
        desk.press(sensitive);
        desk.press("<f4><enter>");
        assert_eq!(counted(&desk), Vec::<String>::new(), "{sensitive}: {}", desk.screen());
        assert_eq!(desk.saved().len(), 1, "{sensitive}: {}", desk.screen());
    }
}

#[test]
fn of_what_was_said_only_general_words_reach_the_store() {
    let home = Home::new();
    let folders = ["data", "cache", "config"].map(|name| home.path(name));
    let [data, cache, config] = folders.clone();
    let overrides = Overrides { catalogue: Some(starter()), ..Overrides::default() };
    let clock = Clock::system(chrono_tz::Tz::Europe__London);
    let real = |on: bool| {
        home.write("config/settings.toml", &format!("count_unfound_words = {on}\n"));
        let (settings, problems) = Settings::load(&config, &overrides);
        assert!(problems.is_empty(), "{problems:?}");
        let paths = Paths { data: data.clone(), cache: cache.clone(), config: config.clone() };
        RealDesk::new(Setup { paths, settings, settings_problems: Vec::new(), clock })
    };
    let said = ["Knitting for Okonkwoxq".to_owned(), "knitting 07700900123".to_owned(), "grace saxophone".to_owned()];
    let quarter = Period::Quarter(0, 1).around(clock.today()).id();
    let store = || Store::open(&data).unwrap();
    let locality = {
        let off = real(false);
        off.open_catalogue();
        assert!(!off.face().counts_unfound);
        off.count_unfound(&said).unwrap();
        "example"
    };
    assert_eq!(store().unfound(locality, &quarter).unwrap(), []);
    let on = real(true);
    on.open_catalogue();
    assert!(on.face().counts_unfound);
    on.count_unfound(&said).unwrap();
    on.count_unfound(&said[..1]).unwrap();
    // One of its words alone may mean danger: then none of the visit counts.
    on.count_unfound(&["knitting".to_owned(), "he hits me".to_owned(), "suicide".to_owned()]).unwrap();
    let found = store().unfound(locality, &quarter).unwrap();
    assert_eq!(found.iter().find(|(word, _)| word == "knitting"), Some(&("knitting".to_owned(), 2)), "{found:?}");
    assert!(found.iter().all(|(word, _)| ["knitting", "saxophone"].contains(&word.as_str())), "{found:?}");
    drop(on);
    let mut exported = Vec::new();
    store().export_to(&mut exported).unwrap();
    assert!(!String::from_utf8(exported).unwrap().contains("knitting"), "exports don't carry them");
    for name in ["okonkwoxq", "Okonkwoxq", "07700900123"] {
        for folder in &folders {
            for entry in std::fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.path().is_file()) {
                let bytes = std::fs::read(entry.path()).unwrap();
                assert!(!bytes.windows(name.len()).any(|some| some == name.as_bytes()), "{:?}", entry.path());
            }
        }
    }
}

#[test]
fn the_flag_reaches_the_screen() {
    let mut desk = self::desk(false);
    desk.fake.counts_unfound.store(true, Ordering::Relaxed);
    assert!(desk.fake.face().counts_unfound);
    desk.press("kayak");
    assert_eq!(counted(&desk), Vec::<String>::new());
}
