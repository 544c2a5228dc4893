//! Desks that are open while the catalogue changes at its remote.

use super::{FILE, Staff, room};
use signpost::desk::{Backend, Desk};
use signpost::search::Ask;
use std::collections::BTreeSet;
use std::time::Duration;

/// Returns what is found by these words; where nothing fits, the nearest that is listed instead does not count.
fn finds(desk: &Desk, words: &str) -> Vec<String> {
    let found = desk.find(&Ask::of(words), 50).unwrap();
    let listed = if found.nothing_close { Vec::new() } else { found.listed };
    listed.into_iter().map(|listed| listed.id).collect()
}

/// Returns the folders of all compilations.
fn generations(staff: &Staff) -> BTreeSet<String> {
    let places = std::fs::read_dir(staff.home.path("cache")).unwrap().flatten();
    let inside = places.flat_map(|place| std::fs::read_dir(place.path()).unwrap().flatten());
    inside.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().into_string().unwrap()).collect()
}

#[test]
fn an_open_desk_fetches_by_itself_and_tells_what_changed() {
    let staff = Staff::new();
    staff.home.write("config/settings.toml", &format!("catalogue = \"{}\"\nfetch_every_minutes = 5\n", staff.url()));
    // Somebody wrote the setting and nobody fetched anything: the desk opens, shows no invented services, and fetches.
    let desk = staff.desk();
    assert!(desk.find(&Ask::of("food"), 50).unwrap().listed.is_empty());
    assert_eq!(desk.fetch_every(), Some(Duration::from_secs(300)));
    assert_eq!(desk.fetch().unwrap().as_deref(), Some("The catalogue was fetched."));
    assert_eq!(finds(&desk, "quaymark"), ["quiet-house"]);
    assert_eq!(desk.fetch().unwrap(), None);
    assert!(desk.news().is_empty());
    staff.edit(FILE, "quaymark", "zyxquince");
    staff.edit("services/example/room-2.toml", "Room 2", "Chamber 2");
    staff.edit("services/example/room-3.toml", "needs", "status = \"defunct\"\nneeds");
    staff.push("Three edits");
    assert_eq!(desk.fetch().unwrap().as_deref(), Some("Catalogue updated: 3 services changed."));
    assert_eq!((finds(&desk, "zyxquince"), finds(&desk, "quaymark")), (vec!["quiet-house".to_owned()], vec![]));
    let news: Vec<_> =
        desk.news().into_iter().map(|news| format!("{}: {}: {}", news.id, news.name, news.what)).collect();
    assert_eq!(
        news,
        ["room-2: Chamber 2: name", "quiet-house: Quiet House: words that find it", "room-3: Room 3: closed"]
    );
    // Another desk, opened afterwards, tells the same.
    assert_eq!(staff.desk().news().len(), 3);
}

#[test]
fn a_bad_file_costs_itself_and_a_bad_version_nothing() {
    let staff = Staff::new().cloned();
    let desk = staff.desk();
    for number in 10..40 {
        staff.write(&format!("services/example/room-{number}.toml"), &room(1));
    }
    staff.edit(FILE, "name = ", "name ");
    staff.push("A service with a mistake");
    let said = desk.fetch().unwrap().unwrap();
    assert_eq!(said, "Catalogue updated: 31 services changed.");
    let news = desk.news().into_iter().find(|news| news.id == "quiet-house").unwrap();
    assert_eq!((news.name.as_str(), news.what.as_str()), ("Quiet House", "can't be used: its file has a mistake"));
    assert_eq!(finds(&desk, "quaymark"), ["quiet-house"], "its last good version");
    staff.edit("needs.toml", "[[needs]]", "[[need");
    staff.edit("services/example/room-2.toml", "Room 2", "Zyxquince 2");
    staff.push("A mistake on which all stands");
    let refused = || desk.fetch().unwrap_err().to_string();
    let said = refused();
    assert!(said.contains("needs.toml:") && said.contains("the catalogue of 22 November 2026 serves"), "{said}");
    assert_eq!(finds(&desk, "zyxquince"), [""; 0]);
    assert_eq!(desk.card("room-2", &Ask::of("")).unwrap().unwrap().name, "Room 2", "nothing of it is taken");
    assert_eq!(finds(&desk, "quaymark"), ["quiet-house"]);
    // It is not compiled again: whatever was noted of it is said again.
    let notes = staff.clone().dir().join("signpost.json");
    let noted = std::fs::read_to_string(&notes).unwrap();
    std::fs::write(&notes, noted.replace("\"what\": \"needs.toml", "\"what\": \"NOTED needs.toml")).unwrap();
    let before = generations(&staff);
    assert!(refused().starts_with("NOTED needs.toml"), "{}", refused());
    assert_eq!(generations(&staff), before);
    // A person who asks has it tried again.
    assert!(staff.update().err.starts_with("signpost: needs.toml"));
    staff.edit("needs.toml", "[[need", "[[needs]]");
    staff.push("Mended");
    assert!(desk.fetch().unwrap().unwrap().starts_with("Catalogue updated: 1 service changed."));
    assert_eq!(finds(&desk, "zyxquince"), ["room-2"]);
}

#[test]
fn an_address_that_a_refused_version_hides_is_gone_and_stays_gone() {
    let staff = Staff::new().cloned();
    let desk = staff.desk();
    let shown = || staff.run(&["show", "quiet-house"]).out;
    assert!(shown().contains("7 Quaymark Street"));
    staff.edit("needs.toml", "[[needs]]", "[[need");
    staff.edit(FILE, "[[places]]\n", "[[places]]\nhidden = true\n");
    staff.push("Hide it, with a mistake elsewhere");
    desk.fetch().unwrap_err();
    let card = format!("{:?}", desk.card("quiet-house", &Ask::of("")).unwrap().unwrap());
    assert!(!card.contains("Quaymark Street") && !shown().contains("Quaymark Street"), "{card}");
    // Fetched again, opened again, and by another desk: it stays so.
    desk.fetch().unwrap_err();
    staff.desk().fetch().unwrap_err();
    assert!(!shown().contains("Quaymark Street"));
    // When whoever keeps the catalogue takes it back, the remote says so.
    staff.git("staff", &["reset", "-q", "--hard", "HEAD~1"]);
    staff.git("staff", &["push", "-q", "--force", "origin", "main"]);
    desk.fetch().unwrap();
    assert!(shown().contains("7 Quaymark Street"));
}

#[test]
fn two_desks_fetch_into_one_clone() {
    let staff = Staff::new().cloned();
    let desks = [staff.desk(), staff.desk()];
    for round in 0..4 {
        staff.edit(FILE, "words = [", &format!("words = [\"zyxquince{round}\", "));
        staff.push("Another word");
        std::thread::scope(|scope| {
            for desk in &desks {
                scope.spawn(|| {
                    let said = desk.fetch().unwrap();
                    assert_eq!(said.as_deref(), Some("Catalogue updated: 1 service changed."));
                    assert_eq!(finds(desk, &format!("zyxquince{round}")), ["quiet-house"]);
                });
            }
        });
    }
    assert_eq!(staff.clone().steps().len(), 5, "each version was taken once");
}

#[test]
fn whatever_ends_in_the_middle_leaves_a_good_state() {
    let staff = Staff::new().cloned();
    let old = staff.clone().current().unwrap();
    staff.edit(FILE, "quaymark", "zyxquince");
    staff.push("Another word");
    // It ended after the fetch.
    staff.clone().fetch(Duration::from_secs(60)).unwrap();
    let desk = staff.desk();
    assert_eq!(finds(&desk, "quaymark"), ["quiet-house"]);
    assert_eq!(desk.fetch().unwrap().as_deref(), Some("Catalogue updated: 1 service changed."));
    // It ended after it was compiled, and before that was noted.
    let before = generations(&staff);
    std::fs::write(staff.clone().dir().join("refs/signpost/current"), format!("{old}\n")).unwrap();
    assert!(staff.run(&["search", "zyxquince"]).out.contains("Quiet House"));
    let desk = staff.desk();
    assert_eq!(finds(&desk, "zyxquince"), ["quiet-house"]);
    assert_eq!(desk.fetch().unwrap(), None);
    assert_eq!(staff.clone().current(), staff.clone().tip());
    assert_eq!(generations(&staff), before, "nothing was compiled again");
    // The compiled one is gone, the clone as well: one is made from the other, both from the remote.
    std::fs::remove_dir_all(staff.home.path("cache")).unwrap();
    assert_eq!(finds(&staff.desk(), "zyxquince"), ["quiet-house"]);
    std::fs::remove_dir_all(staff.home.path("data/clones")).unwrap();
    let desk = staff.desk();
    assert_eq!(finds(&desk, "zyxquince"), ["quiet-house"], "the last good one serves");
    desk.fetch().unwrap();
    assert_eq!(staff.clone().current(), staff.clone().tip());
}
