//! The catalogue's own words for ages, days and places, from the file to what the desk makes of a query.

use super::common::{Home, NOW};
use signpost::catalogue::Folder;
use signpost::clock::{Clock, parse_now};
use signpost::desk::Catalogue;
use signpost::search::Ask;
use signpost::snapshot::Cache;

/// Opens the catalogue in `cat` as it stands now, and returns its chips for a query and its notices.
fn read(home: &Home, ask: &Ask) -> (Vec<String>, Vec<String>) {
    let folder = Folder::Disk(home.path("cat"));
    let clock = Clock::fixed(parse_now(NOW).unwrap());
    let opened = Cache::of(&home.path("cache"), &folder).fresh(&folder, clock).unwrap();
    let catalogue = Catalogue::new(opened.snapshot, None, clock);
    let wishes = catalogue.find(ask, 5).unwrap().wishes;
    (wishes.into_iter().map(|chip| chip.label).collect(), catalogue.head().notices.clone())
}

#[test]
fn hub_staff_add_a_word_and_a_file_that_breaks_costs_only_the_chips() {
    let home = Home::new();
    Folder::copy_starter(&home.path("cat")).unwrap();
    let ask = Ask::of("play zaterdag near riverside near me");
    assert_eq!(read(&home, &ask), (vec!["near Riverside Family Hub".into()], vec![]));
    let facets = std::fs::read_to_string(home.path("cat/facets.toml")).unwrap();
    home.write("cat/facets.toml", &facets.replace("saturday = \"saturday|", "saturday = \"zaterdag|saturday|"));
    assert_eq!(read(&home, &ask).0, ["Saturday", "near Riverside Family Hub"]);
    let off = Ask { taken_off: vec!["zaterdag".into()], ..ask.clone() };
    assert_eq!(read(&home, &off).0, ["near Riverside Family Hub"]);
    home.write("cat/facets.toml", &format!("{facets}\n[[facets]]\nid = \"x\"\nlabel = \"x\"\nwords = [\"x\"]\n"));
    let (chips, notices) = read(&home, &ask);
    assert_eq!(chips, [""; 0]);
    assert!(notices.iter().any(|notice| notice.starts_with("facets.toml:") && notice.contains("what its words mean")));
    std::fs::remove_file(home.path("cat/facets.toml")).unwrap();
    assert_eq!(read(&home, &ask), (vec![], vec![]));
}

#[test]
fn a_catalogue_from_init_has_the_words() {
    let home = Home::new();
    assert_eq!(home.run(&["catalogue", "init", "cat"]).code, 0);
    assert_eq!(read(&home, &Ask::of("dads saturday mornings in urdu")).0, ["dads", "Saturday morning", "Urdu"]);
}
