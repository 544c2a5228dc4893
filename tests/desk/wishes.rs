//! What the words wish besides the need ranks and marks, and hides nothing.

use super::common::{Home, NOW, on_starter};
use super::towns::write_two_towns;
use signpost::catalogue::hours::Calendar;
use signpost::catalogue::{BankHolidays, Delivery, Folder, Nation};
use signpost::clock::{Clock, parse_now};
use signpost::reading::{Area, From, Means, Wish};
use signpost::search::{Ask, Engine, Explained, Filters, Found, Hit, Moment, Sort, Typed, WhyKind, Wished};
use signpost::snapshot::{Cache, Snapshot};
use std::sync::Arc;

/// A catalogue of these services, and what searches it.
struct Desk {
    engine: Engine,
    calendar: Calendar,
    home: Home,
}

/// A stay and play at the hub, checked yesterday, to which each service adds a line or two of its own.
const PLAY: &str = "example = true\nname = \"Stay and play\"\ndescription = \"Stay and play for families.\"\nneeds = [\"play-sessions\"]\nwords = [\"stay and play\"]\naccess = [\"open\"]\nchecked = { on = 2026-11-20, by = \"lead\", how = \"phone\" }\n";
/// Two groups that leave each other out.
const GROUPS: &str = "[[facets]]\nid = \"dads\"\nlabel = \"dads\"\nwords = [\"dads\"]\ngroup = true\nunlike = [\"women\"]\nonly_when_said = true\n[[facets]]\nid = \"women\"\nlabel = \"women only\"\nwords = [\"women only\"]\nin_services = [\"mum|women\"]\ngroup = true\nunlike = [\"dads\"]\n";
const AT_HUB: &str = "[[places]]\nhub = \"town-hub\"\n";

impl Desk {
    /// Opens a catalogue of stays and plays with lines of their own.
    fn new(services: &[(&str, &str, &str)]) -> Self {
        Self::of(services.iter().map(|(id, locality, text)| (*id, *locality, format!("{PLAY}{text}"))).collect())
    }

    fn of(services: Vec<(&str, &str, String)>) -> Self {
        let home = Home::new();
        let folder = write_two_towns(&home);
        std::fs::remove_dir_all(folder.join("services")).unwrap();
        for (id, locality, text) in services {
            home.write(&format!("towns/services/{locality}/{id}.toml"), &text);
        }
        home.write("towns/facets.toml", GROUPS);
        let snapshot = compiled(&home);
        let holidays = BankHolidays { last: Some(parse_now(NOW).unwrap().date()), ..BankHolidays::default() };
        let calendar = Calendar::new(&holidays, Some(Nation::England), None);
        Self { engine: Engine::new(Arc::new(snapshot)), calendar, home }
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(self.engine.snapshot())
    }

    fn ask(&mut self, query: &str, wishes: &[Wish], ask: &Ask) -> Found {
        let snapshot = self.snapshot();
        let moment = Moment { now: parse_now(NOW).unwrap(), calendar: &self.calendar };
        let wished = Wished::of(wishes, &snapshot, moment);
        self.engine.find_asked(&Typed::read(query, wishes), ask, &wished, moment, 50).unwrap()
    }

    /// Returns the ids that are listed for words and wishes, with what is said of each.
    fn listed(&mut self, query: &str, wishes: &[Wish]) -> Vec<(String, Vec<String>, Vec<String>)> {
        let found = self.ask(query, wishes, &Ask::of(query));
        found.hits.into_iter().map(|hit| (self.id(&hit), hit.misfits, hit.ask)).collect()
    }

    fn ids(&mut self, query: &str, wishes: &[Wish]) -> Vec<String> {
        self.listed(query, wishes).into_iter().map(|(id, ..)| id).collect()
    }

    fn id(&self, hit: &Hit) -> String {
        self.engine.snapshot().row(hit.number).unwrap().id.to_owned()
    }

    /// Returns all reasons for a service.
    fn why(&mut self, id: &str, wishes: &[Wish], filters: &Filters) -> Vec<(WhyKind, String)> {
        let snapshot = self.snapshot();
        let moment = Moment { now: parse_now(NOW).unwrap(), calendar: &self.calendar };
        let wished = Wished::of(wishes, &snapshot, moment);
        let ask = Ask { filters: filters.clone(), ..Ask::default() };
        let typed = Typed::read("", wishes);
        let explained = Explained::new(&mut self.engine, &typed, &ask, &wished, moment);
        explained.why(snapshot.number(id).unwrap()).into_iter().map(|why| (why.kind, why.text)).collect()
    }
}

/// Compiles the catalogue of two towns as it stands now.
fn compiled(home: &Home) -> Snapshot {
    let folder = Folder::Disk(home.path("towns"));
    let clock = Clock::fixed(parse_now(NOW).unwrap());
    let opened = Cache::of(&home.path("cache"), &folder).fresh(&folder, clock).unwrap();
    assert_eq!(opened.compiled.map(|outcome| outcome.bad), Some(Vec::new()));
    opened.snapshot
}

/// Returns a wish whose words stand at some places of the query.
fn wish(means: Means, said: &str, words: std::ops::Range<usize>) -> Wish {
    Wish { means, label: said.to_owned(), said: said.to_owned(), words, telling: false }
}

fn age(years: u16, words: std::ops::Range<usize>) -> Wish {
    wish(Means::Age { from: 12 * years, to: 12 * years + 11 }, &format!("{years} year old"), words)
}

fn on(days: u8, said: &str, words: std::ops::Range<usize>) -> Wish {
    wish(Means::When { days, from: 0, to: 24 * 60 }, said, words)
}

const TUESDAY: u8 = 1 << 1;
const SATURDAY: u8 = 1 << 5;

fn session(day: &str, hub: &str) -> String {
    let hub = if hub.is_empty() { String::new() } else { format!("hub = \"{hub}\"\n") };
    format!("[[sessions]]\nbyday = [\"{day}\"]\nopens_at = \"10:00\"\ncloses_at = \"11:30\"\n{hub}")
}

fn text(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn the_words_of_a_wish_are_not_searched_for() {
    let free = wish(Means::Free, "free", 0..1);
    assert_eq!(Typed::read("free swimming free", std::slice::from_ref(&free)).words, ["swimming", "free"]);
    let last = on(SATURDAY, "saturday", 1..2);
    let typed = Typed::read("swim saturday", std::slice::from_ref(&last));
    assert!(typed.words == ["swim"] && !typed.open, "what is left was typed whole: {typed:?}");
    assert!(Typed::read("swim saturday cl", &[last]).open);
    let dads = Wish { telling: true, ..wish(Means::Group(0), "dads", 0..1) };
    assert_eq!(Typed::read("dads", &[dads]).words, ["dads"]);
    assert!(Typed::read("saturday", &[on(SATURDAY, "saturday", 0..1)]).words.is_empty());
}

#[test]
fn an_age_ranks_and_says_why_and_hides_nothing() {
    let mut desk = Desk::new(&[
        ("older", "town", "minimum_age = 5\nmaximum_age = 11\n"),
        ("unknown", "town", ""),
        ("younger", "town", "minimum_age = 0\nmaximum_age = 4\n"),
    ]);
    let two = [age(2, 3..6)];
    let listed = desk.listed("stay and play 2 year old", &two);
    assert_eq!(
        listed,
        [
            ("younger".to_owned(), vec![], vec![]),
            ("unknown".to_owned(), vec![], text(&["age limit not given"])),
            ("older".to_owned(), text(&["for 5 to 11s, you said 2"]), vec![]),
        ]
    );
    let filters = Filters::default();
    assert_eq!(desk.why("younger", &two, &filters), [(WhyKind::Match, "for under 5s".to_owned())]);
    assert_eq!(desk.why("unknown", &two, &filters), [(WhyKind::Unknown, "ask: age limit not given".to_owned())]);
    assert_eq!(desk.why("older", &two, &filters), [(WhyKind::Misfit, "for 5 to 11s, you said 2".to_owned())]);
    // Of two children one is enough.
    let both = [age(2, 3..4), age(9, 5..8)];
    assert!(desk.listed("stay and play 2 and 9 year old", &both).iter().all(|(_, misfits, _)| misfits.is_empty()));
    // Five is no misfit of under fives' older half.
    let teen = [wish(Means::Age { from: 13 * 12, to: 20 * 12 - 1 }, "teen", 3..4)];
    let listed = desk.listed("stay and play teen", &teen);
    assert_eq!(listed[1].1, ["for 5 to 11s, you said teen"].map(str::to_owned).as_slice());
}

#[test]
fn days_hours_and_what_holds_in_the_holidays() {
    let term = session("Sa", "") + "term_time = true\n";
    let over = session("Sa", "") + "valid_to = 2026-06-01\n";
    let tuesday = session("Tu", "");
    let mut desk = Desk::new(&[
        ("tuesdays", "town", &tuesday),
        ("over", "town", &over),
        ("saturdays", "town", &term),
        ("unknown", "town", ""),
    ]);
    let saturday = [on(SATURDAY, "saturday", 3..4)];
    let listed = desk.listed("stay and play saturday", &saturday);
    let ids: Vec<&str> = listed.iter().map(|(id, ..)| id.as_str()).collect();
    assert_eq!((ids[0], ids[1]), ("saturdays", "unknown"), "{listed:?}");
    let of = |id: &str| listed.iter().find(|(own, ..)| own == id).unwrap();
    assert_eq!(of("tuesdays").1, text(&["not on Saturdays: Tuesdays"]));
    assert_eq!(of("over").1.len(), 1, "its last session is over");
    assert_eq!(of("unknown").2, text(&["Saturday"]));
    let nothing = Filters::default();
    assert_eq!(desk.why("saturdays", &saturday, &nothing)[0].1, "Saturdays 10am to 11:30am");

    let after_school = [wish(Means::When { days: 0, from: 15 * 60, to: 18 * 60 }, "after school", 3..5)];
    let why = desk.why("tuesdays", &after_school, &nothing);
    assert_eq!(why, [(WhyKind::Misfit, "not 3pm to 6pm: Tuesdays 10am to 11:30am".to_owned())]);
    // A day and a time that were said apart belong together.
    let morning = wish(Means::When { days: 0, from: 9 * 60, to: 12 * 60 }, "morning", 4..5);
    let apart = [on(SATURDAY, "saturday", 3..4), morning];
    assert_eq!(desk.why("tuesdays", &apart, &nothing)[0].0, WhyKind::Misfit);
    assert_eq!(desk.why("saturdays", &apart, &nothing)[0].0, WhyKind::Match);

    let holidays = [wish(Means::Holidays, "half term", 3..5)];
    assert_eq!(desk.why("saturdays", &holidays, &nothing), [(WhyKind::Misfit, "in school term only".to_owned())]);
    assert_eq!(desk.why("tuesdays", &holidays, &nothing)[0].0, WhyKind::Unknown);
}

#[test]
fn tuesday_at_the_hub_is_a_session_of_tuesday_at_the_hub() {
    let places = "[[places]]\nhub = \"town-hub\"\n[[places]]\nhub = \"steps\"\n";
    let there = format!("{places}{}{}", session("Tu", "town-hub"), session("Sa", "steps"));
    let elsewhere = format!("{places}{}{}", session("Sa", "town-hub"), session("Tu", "steps"));
    let unknown = format!("{places}{}", session("Tu", ""));
    let mut desk =
        Desk::new(&[("elsewhere", "town", &elsewhere), ("there", "town", &there), ("unknown", "town", &unknown)]);
    let hub = Area::Hub("town-hub".into());
    let wishes = [on(TUESDAY, "tuesday", 3..4), wish(Means::At(hub.clone()), "at town hub", 4..7)];
    let listed = desk.listed("stay and play tuesday at town hub", &wishes);
    assert_eq!(
        listed,
        [
            ("there".to_owned(), vec![], vec![]),
            ("unknown".to_owned(), vec![], text(&["Tuesday"])),
            ("elsewhere".to_owned(), text(&["not on Tuesdays at town-hub"]), vec![]),
        ]
    );
    assert_eq!(desk.why("there", &wishes, &Filters::default())[1].1, "at town-hub");
    // The filters join them too.
    let filters = Filters { area: Some(hub), day: Some(signpost::catalogue::Day::Tu), ..Filters::default() };
    let found = desk.ask("stay and play", &[], &Ask { filters, ..Ask::of("stay and play") });
    let told: Vec<_> = found.hits.iter().map(|hit| (desk.id(hit), hit.ask.clone())).collect();
    assert_eq!(told, [("there".to_owned(), vec![]), ("unknown".to_owned(), text(&["Tuesday"]))]);
}

#[test]
fn languages_cost_ways_and_doors() {
    let door = "[[places]]\nname = \"Hall\"\npostal_code = \"CB4 1CC\"\nstep_free = \"yes\"\n";
    let fits = format!("languages = [\"en\", \"ur\"]\nfree = \"yes\"\ndelivery = [\"in-person\"]\n{door}");
    let mut desk = Desk::new(&[
        ("fits", "town", &fits),
        (
            "not",
            "town",
            "languages = [\"en\", \"pa\"]\nfree = \"no\"\ncost = \"\u{a3}2 a family.\"\ndelivery = [\"phone\"]\n",
        ),
        ("unknown", "town", ""),
    ]);
    let nothing = Filters::default();
    for (means, fits, not, ask) in [
        (Means::Language("ur".into()), "speaks Urdu", "not in Urdu: English and Punjabi", "Urdu"),
        (Means::Free, "free", "not free: \u{a3}2 a family", "free"),
        (Means::Delivery(Delivery::InPerson), "in person", "not in person: by phone", "in person"),
    ] {
        let wishes = [wish(means, "said", 3..4)];
        let listed = desk.listed("stay and play said", &wishes);
        assert_eq!(listed[0].0, "fits");
        assert_eq!((listed[1].0.as_str(), &listed[1].2), ("unknown", &text(&[ask])));
        assert_eq!((listed[2].0.as_str(), &listed[2].1), ("not", &text(&[not])));
        assert_eq!(desk.why("fits", &wishes, &nothing), [(WhyKind::Match, fits.to_owned())]);
    }
    let wishes = [wish(Means::StepFree, "wheelchair", 3..4)];
    assert_eq!(desk.why("fits", &wishes, &nothing), [(WhyKind::Match, "step-free".to_owned())]);
}

#[test]
fn what_is_near_rises_and_says_how_far() {
    let far = "[[places]]\nname = \"Barn\"\nlatitude = 52.4\nlongitude = -0.8\n";
    let mut desk =
        Desk::new(&[("far", "town", far), ("here", "town", AT_HUB), ("phone", "town", "delivery = [\"phone\"]\n")]);
    let near = [wish(Means::Near(From::Hub("town-hub".into())), "near town", 3..5)];
    let found = desk.ask("stay and play near town", &near, &Ask::default());
    let told: Vec<_> = found.hits.iter().map(|hit| (desk.id(hit), hit.away.in_words())).collect();
    let expected = [("here", "at the hub"), ("phone", ""), ("far", "41 miles")];
    assert_eq!(told, expected.map(|(id, away)| (id.to_owned(), away.to_owned())));
    // Somebody who names nothing but a place sees what is near.
    assert_eq!(desk.ids("near town", &[wish(near[0].means.clone(), "near town", 0..2)])[0], "here");
    let sort = Ask { sort: Sort::Distance(From::Hub("town-hub".into())), ..Ask::default() };
    assert_eq!(desk.ask("", &[], &sort).hits.len(), 3);
}

#[test]
fn a_wish_alone_lists_what_fits_first_and_says_when_nothing_does() {
    let mut desk = Desk::new(&[("tuesdays", "town", &session("Tu", "")), ("saturdays", "town", &session("Sa", ""))]);
    let saturday = [on(SATURDAY, "saturday", 0..1)];
    assert_eq!(desk.ids("saturday", &saturday), ["saturdays", "tuesdays"]);
    assert!(!desk.ask("saturday", &saturday, &Ask::default()).nothing_close);
    assert_eq!(desk.ids("and saturday", &[on(SATURDAY, "saturday", 1..2)])[0], "saturdays", "every one says and");
    let sunday = [on(1 << 6, "sunday", 0..1)];
    assert!(desk.ask("sunday", &sunday, &Ask::default()).nothing_close);
}

#[test]
fn a_saturday_does_not_beat_the_need() {
    let play = PLAY.to_owned() + "minimum_age = 40\nlanguages = [\"en\"]\nfree = \"no\"\n" + &session("Tu", "");
    let all_that_is_wished =
        "minimum_age = 0\nmaximum_age = 17\nlanguages = [\"ur\"]\nfree = \"yes\"\n".to_owned() + &session("Sa", "");
    let chess = PLAY
        .replace("Stay and play", "Chess to play")
        .replace("stay and play", "chess")
        .replace("play-sessions", "debt-advice");
    let mut desk = Desk::of(vec![("play", "town", play), ("chess", "town", chess + &all_that_is_wished)]);
    let wishes = [
        age(2, 3..6),
        on(SATURDAY, "saturday", 6..7),
        wish(Means::Language("ur".into()), "in urdu", 7..9),
        wish(Means::Free, "free", 9..10),
    ];
    let listed = desk.listed("stay and play 2 year old saturday in urdu free", &wishes);
    assert_eq!(listed.iter().map(|(id, ..)| id.as_str()).collect::<Vec<_>>(), ["play", "chess"]);
    assert_eq!(listed[0].1.len(), 4, "{listed:?}");
}

#[test]
fn what_can_be_had_today_comes_before_what_cannot() {
    let mut desk = Desk::of(vec![
        ("national", "national", PLAY.to_owned()),
        ("local", "town", PLAY.to_owned()),
        ("full", "town", format!("{PLAY}taking = \"full\"\n")),
        ("waiting", "town", format!("{PLAY}taking = \"waiting list\"\n")),
        ("closed", "town", format!("{PLAY}status = \"temporarily closed\"\n")),
        ("stale", "town", PLAY.replace("2026-11-20", "2025-11-20")),
        ("referral", "town", PLAY.replace("\"open\"", "\"professional-referral\"")),
    ]);
    let ids = desk.ids("stay and play", &[]);
    let at = |id: &str| ids.iter().position(|own| own == id).unwrap();
    assert_eq!(ids[0], "local");
    for (before, after) in [
        ("local", "stale"),
        ("stale", "national"),
        ("local", "referral"),
        ("referral", "full"),
        ("waiting", "full"),
        ("national", "full"),
        ("waiting", "closed"),
    ] {
        assert!(at(before) < at(after), "{before} before {after}: {ids:?}");
    }
}

#[test]
fn a_mothers_group_does_not_fit_a_dad_and_a_general_one_always_may() {
    let mut desk = Desk::of(vec![
        ("dads", "town", PLAY.replace("name = \"Stay and play\"", "name = \"Dads stay and play\"")),
        ("mums", "town", PLAY.replace("name = \"Stay and play\"", "name = \"Mums' stay and play\"")),
        ("women", "town", format!("{PLAY}eligibility = \"Women only.\"\n")),
        ("general", "town", format!("{PLAY}eligibility = \"Parents, mums and carers.\"\n")),
    ]);
    let dads = [Wish { telling: true, ..wish(Means::Group(0), "dads", 3..4) }];
    let listed = desk.listed("stay and play dads", &dads);
    assert_eq!(listed[0], ("dads".to_owned(), vec![], vec![]));
    assert_eq!(listed[1], ("general".to_owned(), vec![], vec![]), "a general service never misfits");
    for one in &listed[2..] {
        assert_eq!(one.1, text(&["for women"]), "{listed:?}");
    }
    let nothing = Filters::default();
    assert_eq!(desk.why("dads", &dads, &nothing), [(WhyKind::Match, "for dads".to_owned())]);
    let women = [wish(Means::Group(1), "women only", 3..5)];
    let listed = desk.listed("stay and play women only", &women);
    assert_eq!(listed[3], ("dads".to_owned(), text(&["for dads"]), vec![]));
    // Nobody speaks of dads: what is for them alone waits, what is for women does not.
    let ids = desk.ids("stay and play", &[]);
    assert_eq!(ids[3], "dads", "{ids:?}");
    // Other words for the groups make other facts of every service.
    desk.home
        .write("towns/facets.toml", &GROUPS.replace("mum|women", "ladies").replace("women only\"]", "ladies only\"]"));
    desk.engine = Engine::new(Arc::new(compiled(&desk.home)));
    assert!(desk.listed("stay and play dads", &dads).iter().all(|(_, misfits, _)| misfits.is_empty()));
}

#[test]
fn the_command_marks_and_explains_what_the_words_wish() {
    let home = Home::new();
    let told = on_starter(&home, &["search", "stay and play saturday 2 year old", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    let labels: Vec<_> = found["wishes"].as_array().unwrap().iter().map(|chip| chip["label"].clone()).collect();
    assert_eq!(labels, ["Saturday", "age 2"]);
    let hits = found["hits"].as_array().unwrap();
    let hit = hits.iter().find(|hit| hit["id"] == "example-riverside-stay-and-play").unwrap();
    assert_eq!(hit["misfits"][0], "not on Saturdays: Tuesdays and Thursdays");
    assert!(hits[0]["misfits"].as_array().unwrap().is_empty(), "{}", hits[0]);
    let shown = on_starter(&home, &["show", "example-riverside-stay-and-play", "--asked", "saturday 2 year old"]);
    let why = shown.out.split("\nWhy\n").nth(1).unwrap();
    assert!(why.contains("  Fits: for under 5s\n"), "{why}");
    assert!(why.contains("  Does not fit: not on Saturdays: Tuesdays and Thursdays\n"), "{why}");
}

#[test]
fn a_line_for_men_does_not_come_first_when_nobody_spoke_of_a_man_who_is_hurt() {
    let home = Home::new();
    let ids = |query: &str| -> Vec<String> {
        let told = on_starter(&home, &["search", query, "--json", "--limit", "9"]);
        let found: serde_json::Value = serde_json::from_str(&told.out).unwrap();
        found["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
    };
    let mens = ["mens-advice-line", "example-level-ground-men"];
    for query in ["scared of my husband", "my boyfriend hits me", "my partner hits me"] {
        let found = ids(query);
        assert!(found[..3].iter().all(|id| !mens.contains(&id.as_str())), "{query}: {found:?}");
    }
    assert!(mens.contains(&ids("male victim")[0].as_str()));
}
