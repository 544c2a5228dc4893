//! A catalogue that was configured and can't be had: the desk never passes the example off as it.

use crate::common::{Home, answer};
use signpost::desk::{Backend, Desk, Setup};
use signpost::search::Ask;
use signpost::settings::Overrides;

fn ours(home: &Home) -> String {
    let ours = home.path("ours").display().to_string();
    assert_eq!(home.run(&["catalogue", "init", &ours]).code, 0);
    home.write(
        "ours/services/here/our-group.toml",
        "name = \"Our group\"\ndescription = \"A group of ours.\"\nneeds = [\"play-sessions\"]\n",
    );
    ours
}

#[test]
fn the_last_good_version_serves_while_the_catalogue_is_away() {
    let home = Home::new();
    let ours = ours(&home);
    home.write("config/settings.toml", &format!("catalogue = {ours:?}\n"));
    assert_eq!(home.run(&["show", "our-group"]).code, 0);
    std::fs::rename(home.path("ours"), home.path("away")).unwrap();

    for arguments in [
        &["show", "our-group"][..],
        &["search", "our", "group"],
        &["slip", "our-group"],
        &["log", "--need", "play-sessions=signposted"],
    ] {
        let served = home.run(arguments);
        assert_eq!(served.code, 0, "{arguments:?}: {}", served.err);
        for part in [ours.as_str(), "settings.toml", "is not there", "22 November 2026"] {
            assert!(served.err.contains(part), "{arguments:?}: \"{part}\" is missing in {}", served.err);
        }
    }

    let from_environment = {
        std::fs::remove_file(home.path("config/settings.toml")).unwrap();
        answer(home.command().env("SIGNPOST_CATALOGUE", &ours).args(["show", "our-group"]).output().unwrap())
    };
    assert_eq!(from_environment.code, 0, "{}", from_environment.err);
    assert!(from_environment.err.contains("SIGNPOST_CATALOGUE"), "{}", from_environment.err);

    home.write("config/settings.toml", &format!("catalogue = {ours:?}\n"));
    std::fs::remove_dir_all(home.path("cache")).unwrap();
    for arguments in [&["show", "our-group"][..], &["show", "childline"], &["search", "food"]] {
        let lost = home.run(arguments);
        assert_eq!((lost.code, lost.out.as_str()), (2, ""), "{arguments:?}");
        assert!(lost.err.contains("is not there"), "{}", lost.err);
    }
}

#[test]
fn a_settings_file_that_hides_its_catalogue_never_opens_the_example() {
    for (settings, line) in [
        ("catalogue = /x\n", "settings.toml:1:"),
        ("printer = \"a\"\ncatalogue = \"/x\n", "settings.toml:2:"),
        ("catalogue = 5\n", "settings.toml:1:"),
        ("catalog = \"/x\"\n", "settings.toml:1:"),
        ("hide_after_minutes = 3\ncatalogue \"/x\"\n", "settings.toml:2:"),
        ("catalogue = 'C:\\x\n[more]\n", "settings.toml:1:"),
    ] {
        let home = Home::new();
        home.write("config/settings.toml", settings);
        for arguments in [&["show", "childline"][..], &["search", "food"], &["slip", "childline"]] {
            let told = home.run(arguments);
            assert_eq!((told.code, told.out.as_str()), (2, ""), "{settings:?} {arguments:?}: {}", told.err);
            assert!(told.err.contains(line), "{settings:?}: {}", told.err);
        }
        let starter = crate::common::starter().display().to_string();
        let named = home.run(&["--catalogue", &starter, "show", "childline"]);
        assert_eq!(named.code, 0, "a flag still says which: {}", named.err);
    }
    let home = Home::new();
    home.write("config/settings.toml", "");
    std::fs::write(home.path("config/settings.toml"), b"hub = \"\xff\"\n").unwrap();
    assert_eq!(home.run(&["show", "childline"]).code, 2, "nobody knows what an unreadable file says");
}

#[test]
fn lines_that_can_be_read_hold_beside_one_that_cannot() {
    let home = Home::new();
    let ours = ours(&home);
    home.write("config/settings.toml", &format!("printer = desk\ncatalogue = {ours:?}\nhide_after_minutes = 900\n"));
    let shown = home.run(&["show", "our-group"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.err.contains("settings.toml:1:"), "{}", shown.err);
}

#[test]
fn the_screen_opens_with_the_alert_and_no_catalogue() {
    let home = Home::new();
    home.write("config/settings.toml", "catalogue = /x\n");
    let mut setup = Setup::load(&Overrides::default(), None).unwrap();
    setup.paths.data = home.path("data");
    setup.paths.cache = home.path("cache");
    setup.paths.config = home.path("config");
    let (settings, problems) = signpost::settings::Settings::load(&setup.paths.config, &Overrides::default());
    (setup.settings, setup.settings_problems) = (settings, problems);
    let desk = Desk::open(setup);
    assert!(desk.find(&Ask::of("food"), 5).unwrap().listed.is_empty(), "no example is shown");
    let notices = desk.notices();
    let alert = notices.iter().find(|n| n.alert && n.text.contains("settings.toml:1:"));
    assert!(alert.is_some(), "{notices:?}");
}

#[test]
fn a_hub_that_is_not_there_costs_the_log_and_not_the_search() {
    let home = Home::new();
    home.write("config/settings.toml", "hub = \"example-riversid\"\n");
    let found = home.run(&["search", "food"]);
    assert_eq!(found.code, 0, "{}", found.err);
    let told = found.err.replace(&home.path("config").display().to_string(), "CONFIG");
    insta::assert_snapshot!(told, @r#"There is no hub "example-riversid" in the catalogue (set by CONFIG/settings.toml). Did you mean "example-riverside"? Until then services are found, and nothing can be logged."#);
    let logged = home.run(&["log", "--quick"]);
    assert_eq!(logged.code, 2, "{}", logged.err);
    let typed = home.run(&["--hub", "example-riversid", "search", "food"]);
    assert_eq!((typed.code, typed.out.as_str()), (2, ""), "{}", typed.err);

    let mut setup = Setup::load(&Overrides::default(), None).unwrap();
    let place = |name: &str| home.path(name);
    (setup.paths.data, setup.paths.cache, setup.paths.config) = (place("data"), place("cache"), place("config"));
    (setup.settings, _) = signpost::settings::Settings::load(&setup.paths.config, &Overrides::default());
    let desk = Desk::open(setup);
    assert!(!desk.find(&Ask::of("food"), 5).unwrap().listed.is_empty());
    assert_eq!(desk.face().hub_id, "", "no enquiry goes under a hub that nobody named");
    assert!(desk.notices()[0].text.contains("There is no hub \"example-riversid\""), "{:?}", desk.notices());
}
