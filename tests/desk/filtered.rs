//! Filters, distances and a young person's own search, as the command and the desk answer.

use super::common::{Home, NOW, on_starter};
use super::towns::{TOWNS, ids, open, write_two_towns};
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Backend, Desk, Listed, Results, Setup};
use signpost::paths::Paths;
use signpost::search::{Area, Ask, Filters, From, Sort};
use signpost::settings::{Overrides, Settings};

/// More than any of these catalogues holds.
const ALL: usize = 1000;

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

#[test]
fn without_filters_nothing_changes() {
    let catalogue = &TOWNS.catalogue;
    for text in ["food", "debt advice", "stay"] {
        let usual = catalogue.find(&Ask::of(text), ALL).unwrap();
        let far = Ask { sort: Sort::Distance(From::Outcode("BT1".into())), ..Ask::of(text) };
        let numbers = |results: &Results| results.listed.iter().map(|l| l.score).collect::<Vec<_>>();
        let mut sorted = numbers(&usual);
        sorted.sort_by(|a, b| b.total_cmp(a));
        assert_eq!(numbers(&usual), sorted);
        // From where nothing is known the order is by match.
        let told = catalogue.find(&far, ALL).unwrap();
        assert_eq!(ids(&told), ids(&usual));
        assert!(told.listed.iter().any(|l| l.distance == "distance not known"));
    }
}

/// A catalogue of many alike services and one that is asked for.
fn write_many(home: &Home, one: &str) -> std::path::PathBuf {
    let folder = write_two_towns(home);
    std::fs::remove_dir_all(folder.join("services")).unwrap();
    for number in 0..120 {
        home.write(
            &format!("towns/services/town/food-bank-{number}.toml"),
            "example = true\nname = \"Food bank\"\ndescription = \"Food parcels.\"\nneeds = [\"food-support\"]\nlanguages = [\"en\"]\ndelivery = [\"in-person\"]\nwords = [\"food parcel\"]\n[[places]]\nhub = \"town-hub\"\n",
        );
    }
    home.write("towns/services/national/the-one.toml", one);
    folder
}

#[test]
fn one_that_fits_is_found_below_a_hundred_that_do_not() {
    let home = Home::new();
    let one = "example = true\nname = \"Pantry\"\ndescription = \"Groceries.\"\nneeds = [\"debt-advice\", \"work-skills\", \"school-costs\", \"food-support\"]\nlanguages = [\"ur\"]\ndelivery = [\"phone\"]\n";
    let catalogue = open(&home, &write_many(&home, one));
    assert!(!ids(&catalogue.find(&Ask::of("food parcel"), 50).unwrap()).contains(&"the-one"));
    let filters = Filters { language: Some("ur".into()), ..Filters::default() };
    let found = catalogue.find(&Ask { filters, ..Ask::of("food parcel") }, 5).unwrap();
    assert_eq!(ids(&found), ["the-one"]);
    assert!(!found.nothing_close);
    assert_eq!(found.need.as_deref(), Some("food-support"));
    // By distance it neither goes under nor comes out on top.
    let near = Ask { sort: Sort::Distance(From::Hub("town-hub".into())), ..Ask::of("pantry groceries food parcel") };
    let found = catalogue.find(&near, 50).unwrap();
    let place = ids(&found).iter().position(|id| *id == "the-one");
    assert_eq!(place, Some(3), "{:?}", ids(&found));
    assert_eq!((found.listed[0].distance.as_str(), found.listed[3].distance.as_str()), ("at the hub", ""));
}

#[test]
fn what_filters_leave_may_be_nothing_close() {
    let home = Home::new();
    let one = "example = true\nname = \"Chess club\"\ndescription = \"Play chess and share some food.\"\nneeds = [\"youth-services\"]\nlanguages = [\"ur\"]\n";
    let catalogue = open(&home, &write_many(&home, one));
    let filters = Filters { language: Some("ur".into()), ..Filters::default() };
    let found = catalogue.find(&Ask { filters, ..Ask::of("food parcel") }, 5).unwrap();
    assert_eq!(ids(&found), ["the-one"]);
    assert!(found.nothing_close, "a chess club is no food parcel");
    assert_eq!(found.need.as_deref(), Some("food-support"), "what was asked for is still known");
    let nobody = Filters { language: Some("pl".into()), ..Filters::default() };
    let found = catalogue.find(&Ask { filters: nobody, ..Ask::of("food parcel") }, 5).unwrap();
    assert!(found.listed.is_empty() && found.nothing_close);
}

#[test]
fn an_age_limit_that_is_not_known_is_asked_on_its_side_only() {
    let home = Home::new();
    let found = json(&on_starter(&home, &["search", "childline", "--age", "10", "--json", "--limit", "400"]).out);
    let hit = |found: &serde_json::Value| {
        found["hits"].as_array().unwrap().iter().find(|hit| hit["id"] == "childline").cloned()
    };
    assert_eq!(hit(&found).unwrap()["ask"], serde_json::json!(["age"]));
    let found = json(&on_starter(&home, &["search", "childline", "--age", "30", "--json", "--limit", "400"]).out);
    assert_eq!(hit(&found), None);
}

#[test]
fn a_line_for_people_who_use_abuse_comes_up_under_no_filter() {
    let home = Home::new();
    for options in [
        &["--free"][..],
        &["--delivery", "phone"],
        &["--area", "example"],
        &["my husband hits me", "--near", "example-riverside"],
        &["my husband hits me", "--free"],
        &["domestic abuse", "--young-person"],
    ] {
        let arguments = [&["search", "--json", "--limit", "1000"], options].concat();
        let found = json(&on_starter(&home, &arguments).out);
        let hits = found["hits"].as_array().unwrap();
        assert!(!hits.is_empty(), "{options:?}");
        for hit in hits {
            assert!(!["respect-phoneline", "example-turning-round"].contains(&hit["id"].as_str().unwrap()), "{hit}");
        }
    }
    let found = json(&on_starter(&home, &["search", "i hit my partner", "--delivery", "phone", "--json"]).out);
    assert!(found["hits"].as_array().unwrap().iter().any(|hit| hit["id"] == "respect-phoneline"), "{found}");
}

#[test]
fn nothing_of_a_postcode_but_its_first_half_is_kept() {
    let home = Home::new();
    let half = on_starter(&home, &["search", "food", "--near", "CB4", "--json"]);
    for whole in ["CB4 1QZ", "cb41qz", "cb4 1q"] {
        let told = on_starter(&home, &["search", "food", "--near", whole, "--json"]);
        assert_eq!((told.code, told.out.as_str()), (0, half.out.as_str()), "{whole}");
        assert!(!told.err.to_lowercase().contains("1q"), "{}", told.err);
    }
    let hit = &json(&half.out)["hits"][0];
    assert!(hit["distance"].as_str().unwrap().starts_with("about 4"), "{hit}");
    let mut files = vec![home.path(".")];
    while let Some(path) = files.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => files.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => assert!(!String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains("1QZ"), "{path:?}"),
        }
    }
    // The desk is given a whole one by a screen.
    let near = |text: &str| Ask { sort: Sort::Distance(From::Outcode(text.into())), ..Ask::of("food") };
    let catalogue = &TOWNS.catalogue;
    assert_eq!(catalogue.find(&near("CB4 1QZ"), 9).unwrap(), catalogue.find(&near("CB4"), 9).unwrap());
}

#[test]
fn distances_are_said_as_they_are_known() {
    let home = Home::new();
    let listed = |near: &str, words: &str| {
        let out = on_starter(&home, &["search", words, "--near", near, "--json", "--limit", "300"]);
        json(&out.out)["hits"].as_array().unwrap().clone()
    };
    let distance = |hits: &[serde_json::Value], id: &str| {
        hits.iter().find(|hit| hit["id"] == id).unwrap_or_else(|| panic!("{id}"))["distance"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let hits = listed("Riverside Family Hub", "stay and play");
    assert_eq!(distance(&hits, "example-riverside-stay-and-play"), "at the hub");
    let hits = listed("example-riverside", "refuge");
    assert_eq!(distance(&hits, "example-own-ground-refuge"), "not shown");
    assert_eq!(distance(&hits, "national-domestic-abuse-helpline"), "");
    let hits = listed("HP20", "food");
    assert!(distance(&hits, "example-exampleford-food-bank").starts_with("under a mile"));
    let told = on_starter(&home, &["search", "food", "--near", "bt1 1aa"]);
    assert_eq!(told.code, 0);
    assert!(told.err.contains("Distances from BT1 are not known") && !told.err.contains("1AA"), "{}", told.err);
    assert!(told.out.contains("distance not known"), "{}", told.out);
}

#[test]
fn a_young_person_sees_first_what_they_can_use_alone() {
    let home = Home::new();
    let found = |options: &[&str]| {
        let arguments = [&["search", "someone to talk to", "--json", "--limit", "300"], options].concat();
        let hits = json(&on_starter(&home, &arguments).out)["hits"].as_array().unwrap().clone();
        hits.into_iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (usual, own) = (found(&[]), found(&["--young-person"]));
    assert_eq!(&own[..3], ["example-the-loft", "childline", "the-mix"]);
    let place = |id: &str| own.iter().position(|known| known == id).unwrap();
    assert!(place("samaritans") < place("youngminds-parents-helpline"), "for parents only: {own:?}");
    assert_ne!(usual, own);
    let (mut all, mut others) = (usual, own);
    all.sort();
    others.sort();
    assert_eq!(all, others, "only the order changes");
    let shown = on_starter(&home, &["show", "example-the-loft"]);
    assert!(shown.out.contains("Young people can use it in their own right"), "{}", shown.out);
}

#[test]
fn the_command_takes_filters_without_words_and_says_what_was_meant() {
    let home = Home::new();
    let told =
        on_starter(&home, &["search", "--day", "tue", "--area", "Riverside Family Hub", "--free", "--limit", "99"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("Riverside Family Hub"), "{}", told.out);
    let told = on_starter(&home, &["search", "debt", "--language", "Urdu", "--limit", "9"]);
    assert!(told.out.contains("    ask: Urdu \u{b7} by phone"), "{}", told.out);
    assert!(told.out.contains("ring first: from a public page"), "{}", told.out);
    let told = on_starter(&home, &["search", "--near", "example-riverside", "--limit", "3"]);
    assert_eq!(
        (told.code, told.out.matches("at the hub").count()),
        (0, 3),
        "what is near needs no words: {}",
        told.out
    );
    for (arguments, said) in [
        (&["search"][..], "There is nothing to search for."),
        (&["search", "--young-person"], "There is nothing to search for."),
        (&["search", "x", "--area", "exampel"], "Did you mean \"example\"?"),
        (&["search", "x", "--day", "Tusday"], "Did you mean \"Tuesday\"?"),
        (&["search", "x", "--nation", "wale"], "Did you mean \"Wales\"?"),
        (&["search", "x", "--language", "Polsh"], "Did you mean \"Polish\"?"),
        (&["search", "x", "--delivery", "fone"], "There is no way of reaching people \"fone\"."),
        (&["search", "x", "--access", "self referal"], "Did you mean \"self-referral\"?"),
        (&["search", "x", "--near", "exampel-riverside"], "Did you mean \"example-riverside\"?"),
        (&["search", "x", "--near", "CB99"], "There is no outcode \"CB99\"."),
        (&["search", "x", "--age", "200"], "0..=120"),
    ] {
        let told = on_starter(&home, arguments);
        assert_eq!(told.code, 2, "{arguments:?}");
        assert!(told.err.contains(said), "{arguments:?}: {}", told.err);
    }
}

#[test]
fn the_desk_names_the_places_of_its_map() {
    let home = Home::new();
    let paths = Paths { config: home.path("config"), cache: home.path("cache"), data: home.path("data") };
    let overrides = Overrides { catalogue: Some(write_two_towns(&home)), ..Overrides::default() };
    let (settings, settings_problems) = Settings::load(&paths.config, &overrides);
    let desk = Desk::open(Setup { paths, settings, settings_problems, clock: Clock::fixed(parse_now(NOW).unwrap()) });
    let places = desk.places();
    let hubs: Vec<&str> = places.hubs.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(hubs, ["bay-hub", "steps", "town-hub"]);
    let localities: Vec<(&str, &str)> =
        places.localities.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    assert_eq!(localities, [("bay", "Bay"), ("town", "Town")]);
    let filters = Filters { area: Some(Area::Locality("bay".into())), ..Filters::default() };
    let found = desk.find(&Ask { filters, ..Ask::default() }, 5).unwrap();
    assert_eq!(found.listed.iter().filter(|listed: &&Listed| listed.ask.is_empty()).count(), 5);
}
