//! Slips in the languages of families: what is said in both, what only in English, and what must not be said at all.

use super::common::{Home, NOW, starter};
use signpost::catalogue::{Fixed, Folder, Service};
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Catalogue, Wanted};
use signpost::slip::{Said, Slip};
use signpost::snapshot::Cache;
use signpost::text;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use strum::IntoEnumIterator;
use unicode_width::UnicodeWidthStr;

/// A service in the starter catalogue whose needs are not sensitive.
const PLAY: &str = "example-riverside-stay-and-play";
/// One for people who suffer abuse.
const REFUGE: &str = "example-own-ground-refuge";
const WIDTH: usize = 60;

fn open(home: &Home, folder: &Path) -> Catalogue {
    let folder = Folder::Disk(folder.to_owned());
    let clock = Clock::fixed(parse_now(NOW).unwrap());
    let opened = Cache::of(&home.path("cache"), &folder).fresh(&folder, clock).unwrap();
    Catalogue::new(opened.snapshot, None, clock)
}

/// Returns a home with a copy of the starter catalogue in `cat`.
fn with_copy() -> Home {
    let home = Home::in_memory();
    Folder::copy_starter(&home.path("cat")).unwrap();
    home
}

fn change(home: &Home, path: &str, change: impl Fn(&str) -> String) {
    let before = std::fs::read_to_string(home.path(path)).unwrap_or_default();
    home.write(path, &change(&before));
}

fn wanted(service: &str, language: Option<&str>) -> Wanted {
    Wanted { services: vec![service.to_owned()], language: language.map(str::to_owned), ..Wanted::default() }
}

/// Returns English and each language of the catalogue.
fn languages(catalogue: &Catalogue) -> Vec<Option<String>> {
    std::iter::once(None).chain(catalogue.tongues().into_iter().map(|tongue| Some(tongue.code))).collect()
}

/// Returns all services of the starter catalogue with their files.
fn services() -> BTreeMap<String, (Service, String)> {
    let folders = ["example", "national"].map(|name| starter().join("services").join(name));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    files
        .map(|file| {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), (toml::from_str(&text).unwrap(), text))
        })
        .collect()
}

/// Returns every text that a slip says in two languages.
fn texts(slip: &Slip) -> Vec<&Said> {
    let mut out: Vec<&Said> = slip.hub_lines.iter().chain([&slip.date]).chain(&slip.notes).collect();
    for item in &slip.items {
        out.extend(item.hindrance.iter().chain(&item.line).chain(&item.first));
        out.extend(item.phones.iter().filter_map(|phone| phone.note.as_ref()));
        out.extend(item.facts.iter().flat_map(|fact| std::iter::once(&fact.heading).chain(&fact.lines)));
    }
    out
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_text_of_every_service_comes_through_in_every_language() {
    let home = Home::in_memory();
    let catalogue = open(&home, &starter());
    let languages = languages(&catalogue);
    assert_eq!(languages.len(), 10, "English and nine more");
    let fixed: String = Fixed::iter().map(|fixed| fixed.english()).collect::<Vec<_>>().join(" ");
    for (id, (service, file)) in services() {
        for language in &languages {
            let at = format!("{id} in {language:?}");
            let slip = catalogue.slip(&wanted(&id, language.as_deref())).unwrap();
            let text = slip.text(WIDTH);
            let whole = collapsed(&text);
            for said in texts(&slip) {
                for one in [Some(&said.english), said.own.as_ref()].into_iter().flatten() {
                    assert!(!one.trim().is_empty(), "{at} says nothing somewhere:\n{text}");
                    assert!(whole.contains(&collapsed(one)), "{at} lost \"{one}\":\n{text}");
                }
            }
            assert!(whole.contains(&service.name.to_uppercase()), "{at}:\n{text}");
            assert!(!text.contains("\n\n\n"), "{at} has a hole:\n{text}");
            for line in text.lines() {
                let one_word = line.trim().split(' ').count() == 1;
                assert!(line.width() <= WIDTH || one_word, "{at} is too wide: {line}");
            }
            let own = language.as_ref().map(|code| starter().join(format!("languages/{code}.toml")));
            let own = own.map_or_else(String::new, |path| std::fs::read_to_string(path).unwrap());
            for word in whole.split(' ').filter(|word| word.contains(['?', '{', '}', '\u{fffd}'])) {
                let known = !word.contains(['{', '}', '\u{fffd}'])
                    && [&file, &fixed, &own].iter().any(|source| source.contains(word));
                assert!(known, "{at} has \"{word}\", which nobody wrote:\n{text}");
            }
            // All labels, the date and the times that the language has words for stand there in it.
            let headings = slip.items.iter().flat_map(|item| item.facts.iter().map(|fact| &fact.heading));
            for said in headings.chain([&slip.date]) {
                assert_eq!(said.own.is_some(), language.is_some(), "{at}: {said:?}");
            }
        }
    }
}

#[test]
fn a_slip_in_polish_reads_as_one() {
    let home = Home::in_memory();
    let catalogue = open(&home, &starter());
    let slip = catalogue.slip(&wanted(PLAY, Some("pl"))).unwrap();
    insta::assert_snapshot!(slip.text(WIDTH), @"");
    assert_eq!(slip.warnings, ["The Polish on this slip has not been checked."]);
}

#[test]
fn a_screen_that_would_reverse_it_shows_the_english_alone() {
    let home = Home::in_memory();
    let catalogue = open(&home, &starter());
    let urdu = catalogue.slip(&wanted(REFUGE, Some("ur"))).unwrap();
    assert!(urdu.tongue.as_ref().unwrap().right_to_left);
    let shown = urdu.lines_in_english(WIDTH);
    assert!(shown.iter().all(|line| line.chars().all(|c| c.is_ascii() || c == '\u{a3}')), "{shown:?}");
    let english = catalogue.slip(&wanted(REFUGE, None)).unwrap().lines(WIDTH);
    let besides: Vec<&str> = shown.iter().filter(|line| !english.contains(line)).map(String::as_str).collect();
    assert_eq!(besides[0], "[Urdu stands beside this]");
    assert!(besides[1..].join(" ").starts_with("Nobody has checked this translation yet."), "{besides:?}");
    assert!(english.iter().all(|line| shown.contains(line)));
    // Paper has both, each line in the order in which it is read.
    let own = urdu.date.own.as_ref().unwrap();
    assert!(urdu.lines(WIDTH).contains(own) && !shown.contains(own));
}

/// Returns the words of a text that are long enough to tell something.
fn telling(text: &str) -> BTreeSet<String> {
    text::words(text).into_iter().filter(|word| word.len() > 3).collect()
}

#[test]
fn a_discreet_slip_tells_nothing_in_any_language() {
    let home = Home::in_memory();
    let catalogue = open(&home, &starter());
    let needs = &catalogue.head().needs;
    let hub = catalogue.hub().unwrap();
    let labels: String = Fixed::iter().map(|fixed| fixed.english()).collect::<Vec<_>>().join(" ");
    // Words that stand on every slip, whatever it is about.
    let usual = telling(&format!("{labels} {} {} {} Monday Tuesday", hub.name, hub.address_1, hub.city));
    let mut checked = 0;
    for (id, (service, _)) in services() {
        let mut secret = telling(&service.name);
        secret.extend(service.organisation.iter().flat_map(|name| telling(name)));
        secret.extend(service.places.iter().flat_map(|place| {
            [&place.name, &place.address_1, &place.room, &place.area]
                .into_iter()
                .flatten()
                .flat_map(|part| telling(part))
        }));
        let named = needs.iter().filter(|need| service.needs.contains(&need.id));
        secret.extend(named.flat_map(|need| telling(&need.name)));
        let secret: Vec<&String> = secret.difference(&usual).collect();
        let whole = [&service.url, &service.email].into_iter().flatten();
        for language in languages(&catalogue) {
            let wanted = Wanted { discreet: true, ..wanted(&id, language.as_deref()) };
            let mut slip = catalogue.slip(&wanted).unwrap();
            // Labels stand ready for a template, the same on every slip; of safety there is none among them.
            for fixed in Fixed::iter().filter(|fixed| fixed.is_safety()) {
                assert!(!slip.words.contains_key(<&str>::from(fixed)), "{id}");
            }
            slip.words.clear();
            let printed = format!("{}{}", slip.text(WIDTH), serde_json::to_string(&slip).unwrap());
            let words = telling(&printed);
            for word in &secret {
                assert!(
                    !words.contains(*word),
                    "\"{word}\" of {id} stands on it in {language:?}:\n{}",
                    slip.text(WIDTH)
                );
            }
            for address in whole.clone() {
                assert!(!printed.contains(address.as_str()), "{address}: {id} in {language:?}");
            }
            assert!(!printed.contains("http") && !printed.contains('@'), "{id} in {language:?}");
            assert!(slip.items.iter().all(|item| item.code.is_none() && item.name.is_none() && item.line.is_none()));
            let safety = |said: &Said| said.english.contains("999") || said.english.contains("Keep this");
            assert!(!slip.notes.iter().any(safety), "{id}");
            checked += slip.items.len();
        }
    }
    assert!(checked > 1000, "{checked} discreet slips were looked at");
}

#[test]
fn a_hidden_place_is_named_by_its_area_and_nothing_else() {
    let home = Home::in_memory();
    let catalogue = open(&home, &starter());
    let hidden: Vec<_> =
        services().into_iter().filter(|(_, (service, _))| service.places.iter().any(|place| place.hidden)).collect();
    assert!(hidden.len() >= 2);
    for (id, (service, _)) in hidden {
        for language in languages(&catalogue) {
            let slip = catalogue.slip(&wanted(&id, language.as_deref())).unwrap();
            let place = slip.items[0].facts.iter().find(|fact| fact.heading.english == "Where").unwrap();
            let area = service.places[0].area.as_ref().unwrap();
            let said: Vec<&str> = place.lines.iter().map(|line| line.english.as_str()).collect();
            let ask = if service.phones.is_empty() { "Ask us." } else { "Ring and ask." };
            assert_eq!(said, [area.as_str(), &format!("The address is not given out. {ask}")], "{id}");
            assert_eq!(place.lines[1].own.is_some(), language.is_some(), "{id} in {language:?}");
        }
    }
}

#[test]
fn safety_is_said_in_a_language_only_when_somebody_checked_it() {
    let home = with_copy();
    let notes = |code: &str| {
        let slip = open(&home, &home.path("cat")).slip(&wanted(REFUGE, Some(code))).unwrap();
        (slip.notes, slip.warnings)
    };
    let (unchecked, warnings) = notes("pl");
    let english: Vec<&str> = unchecked.iter().map(|note| note.english.as_str()).collect();
    let (danger, keep) = (Fixed::DangerNow.english(), Fixed::KeepSafe.english());
    assert_eq!(english, [danger, keep, Fixed::NotChecked.english()]);
    let own: Vec<bool> = unchecked.iter().map(|note| note.own.is_some()).collect();
    assert_eq!(own, [false, false, true], "only that nobody checked it is said in it");
    assert_eq!(warnings[0], "The Polish on this slip has not been checked.");

    change(&home, "cat/languages/pl.toml", |text| {
        format!("checked = {{ on = 2026-11-20, by = \"community interpreter\" }}\n{text}")
    });
    let (checked, warnings) = notes("pl");
    let english: Vec<&str> = checked.iter().map(|note| note.english.as_str()).collect();
    assert_eq!(english, [danger, keep]);
    assert!(checked.iter().all(|note| note.own.is_some()) && checked[0].own.as_ref().unwrap().contains("999"));
    assert!(warnings.iter().all(|warning| !warning.contains("checked")), "{warnings:?}");
    assert_eq!(notes("ur").0[0].own, None, "what was checked in one language says nothing of another");
}

#[test]
fn danger_is_spoken_of_where_it_may_be() {
    let home = Home::in_memory();
    let catalogue = open(&home, &starter());
    let notes = |id: &str| -> Vec<String> {
        catalogue.slip(&wanted(id, None)).unwrap().notes.into_iter().map(|note| note.english).collect()
    };
    let (danger, keep) = (Fixed::DangerNow.english(), Fixed::KeepSafe.english());
    assert_eq!(notes(REFUGE), [danger, keep]);
    assert_eq!(notes("childline"), [danger, keep]);
    assert_eq!(notes("example-prism-lgbt-youth"), [keep], "sensitive, and no danger");
    assert_eq!(notes(PLAY), [""; 0]);
    assert_eq!(notes("example-turning-round"), [""; 0], "who uses abuse is not told to hide it");
}

#[test]
fn a_translated_service_is_read_in_its_language_and_the_rest_is_marked_once() {
    let home = with_copy();
    let told = |file: &str, id: &str| {
        change(&home, "cat/services/example/example-riverside-stay-and-play.toml", |_| file.to_owned());
        let slip = open(&home, &home.path("cat")).slip(&wanted(id, Some("pl"))).unwrap();
        let marks = slip.word(Fixed::EnglishOnly).own.unwrap();
        (slip.text(WIDTH), slip, marks)
    };
    let path = starter().join("services/example/example-riverside-stay-and-play.toml");
    let bare = std::fs::read_to_string(path).unwrap();
    let bare = bare.split("\n[translations").next().unwrap().to_owned();
    let (text, slip, mark) = told(&bare, PLAY);
    assert_eq!(slip.items[0].line.as_ref().unwrap().own, None);
    assert_eq!(text.matches(&mark).count(), 1, "{text}");

    let part = "\n[translations.pl]\ndescription = \"Zabawa i piosenki. Bez zapis\u{f3}w.\"\n";
    let (text, slip, mark) = told(&format!("{bare}{part}"), PLAY);
    assert_eq!(slip.items[0].line.as_ref().unwrap().own.as_deref(), Some("Zabawa i piosenki."));
    assert_eq!(text.matches(&mark).count(), 1, "who it is for is in English only:\n{text}");

    let rest = "eligibility = \"Rodziny z dzie\u{107}mi.\"\napplication_process = \"Wystarczy przyj\u{15b}\u{107}.\"\ncost = \"1 funt\"\n";
    let (text, slip, mark) = told(&format!("{bare}{part}{rest}"), PLAY);
    assert_eq!(text.matches(&mark).count(), 0, "{text}");
    assert!(text.contains("Wystarczy przyj\u{15b}\u{107}.") && text.contains("Just turn up."), "{text}");
    let note = slip.notes.last().unwrap();
    assert_eq!(note.english, Fixed::NotChecked.english());

    // The labels are checked and the service is not: the note stays, and the desk is told which it is.
    change(&home, "cat/languages/pl.toml", |text| {
        format!("checked = {{ on = 2026-11-20, by = \"interpreter\" }}\n{text}")
    });
    let (_, slip, _) = told(&format!("{bare}{part}{rest}"), PLAY);
    assert_eq!(slip.warnings, ["The Polish of Riverside stay and play has not been checked."]);
    assert_eq!(slip.notes.len(), 1);
    let proof = "checked = { on = 2026-11-20, by = \"interpreter\" }\n";
    let (_, slip, _) = told(&format!("{bare}{part}{rest}{proof}"), PLAY);
    assert_eq!((slip.warnings.len(), slip.notes.len()), (0, 0));
}

#[test]
fn what_may_mislead_somebody_in_danger_stays_english_until_it_is_checked() {
    let home = with_copy();
    let path = "cat/services/example/example-own-ground-refuge.toml";
    let line = |home: &Home| {
        let slip = open(home, &home.path("cat")).slip(&wanted(REFUGE, Some("pl"))).unwrap();
        slip.items[0].line.clone().unwrap().own
    };
    change(&home, path, |text| {
        let text = text.split("\n[translations").next().unwrap();
        format!("{text}\n[translations.pl]\ndescription = \"Bezpieczny dom.\"\n")
    });
    assert_eq!(line(&home), None);
    change(&home, path, |text| format!("{text}checked = {{ on = 2026-11-20, by = \"interpreter\" }}\n"));
    assert_eq!(line(&home).as_deref(), Some("Bezpieczny dom."));
}

#[test]
fn a_locality_says_a_label_its_own_way() {
    let home = with_copy();
    home.write("cat/languages/en.toml", "[words]\nring = \"Call\"\nmonths_to_age = \"{from} months up to {to}\"\n");
    let catalogue = open(&home, &home.path("cat"));
    let text = catalogue.slip(&wanted("childline", None)).unwrap().text(WIDTH);
    assert!(text.contains("Call  0800 1111") && !text.contains("Ring  0800"), "{text}");
    let text = catalogue.slip(&wanted("childline", Some("cy"))).unwrap().text(WIDTH);
    assert!(text.contains("Call  0800 1111"), "{text}");
    assert_eq!(catalogue.slip(&wanted("childline", Some("en"))).unwrap().tongue, None);
}

#[test]
fn a_language_that_is_not_there_is_told_with_those_that_are() {
    let home = with_copy();
    let catalogue = open(&home, &home.path("cat"));
    let refused = |code: &str| {
        let error = catalogue.slip(&wanted(PLAY, Some(code))).unwrap_err();
        (error.what, error.hint.unwrap_or_default())
    };
    let (what, hint) = refused("urd");
    assert_eq!(what, "There is no language \"urd\" for slips in the catalogue.");
    assert!(hint.starts_with("Did you mean \"ur\"? There are ar (Arabic), bn (Bengali), "), "{hint}");
    assert!(refused("Ukrainian").1.starts_with("Did you mean \"uk\"?"));
    assert!(refused("tlh").1.starts_with("There are ar (Arabic)"));
    assert_eq!(catalogue.slip(&wanted(PLAY, Some("UR"))).unwrap().tongue.unwrap().code, "ur");
    std::fs::remove_dir_all(home.path("cat/languages")).unwrap();
    let catalogue = open(&home, &home.path("cat"));
    let hint = catalogue.slip(&wanted(PLAY, Some("ur"))).unwrap_err().hint.unwrap();
    assert!(hint.contains("languages/") && hint.contains("the slip is in English"), "{hint}");
}

#[test]
fn a_plain_slip_keeps_to_what_is_needed() {
    let home = Home::in_memory();
    let catalogue = open(&home, &starter());
    let headings = |plain| -> Vec<String> {
        let slip = catalogue.slip(&Wanted { plain, ..wanted("example-alder-house-contact", None) }).unwrap();
        assert_eq!(slip.plain, plain);
        slip.items[0].facts.iter().map(|fact| fact.heading.english.clone()).collect()
    };
    assert_eq!(headings(true), ["How to get in", "When", "Where", "Cost", "What to bring"]);
    assert_eq!(
        headings(false),
        ["Who it is for", "How to get in", "When", "Where", "Cost", "What to bring", "Languages", "Website", "Email"]
    );
}
