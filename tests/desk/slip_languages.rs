//! Slips in the languages of families: what is said in both, what only in English, and what must not be said at all.

use super::common::{Home, NOW, starter};
use signpost::catalogue::{Fixed, Folder, Service};
use signpost::clock::{Clock, parse_now};
use signpost::desk::{Catalogue, Wanted};
use signpost::slip::{Said, Slip};
use signpost::snapshot::Cache;
use std::collections::BTreeMap;
use std::path::Path;
use strum::IntoEnumIterator;
use unicode_width::UnicodeWidthStr;

/// A service in the starter catalogue whose needs are not sensitive.
pub const PLAY: &str = "example-riverside-stay-and-play";
/// One for people who suffer abuse.
pub const REFUGE: &str = "example-own-ground-refuge";
/// Columns of a slip as text.
pub const WIDTH: usize = 60;

/// Opens a catalogue as it stands now.
pub fn open(home: &Home, folder: &Path) -> Catalogue {
    let folder = Folder::Disk(folder.to_owned());
    let clock = Clock::fixed(parse_now(NOW).unwrap());
    let opened = Cache::of(&home.path("cache"), &folder).fresh(&folder, clock).unwrap();
    Catalogue::new(opened.snapshot, None, clock)
}

/// Returns a home with a copy of the starter catalogue in `cat`.
pub fn with_copy() -> Home {
    let home = Home::in_memory();
    Folder::copy_starter(&home.path("cat")).unwrap();
    home
}

/// Changes a file of a home; one that is missing counts as empty.
pub fn change(home: &Home, path: &str, change: impl Fn(&str) -> String) {
    let before = std::fs::read_to_string(home.path(path)).unwrap_or_default();
    home.write(path, &change(&before));
}

/// Returns an ordinary slip of one service.
pub fn wanted(service: &str, language: Option<&str>) -> Wanted {
    Wanted { services: vec![service.to_owned()], language: language.map(str::to_owned), ..Wanted::default() }
}

/// Returns English and each language of the catalogue.
pub fn languages(catalogue: &Catalogue) -> Vec<Option<String>> {
    std::iter::once(None).chain(catalogue.tongues().into_iter().map(|tongue| Some(tongue.code))).collect()
}

/// Returns all services of the starter catalogue with their files.
pub fn services() -> BTreeMap<String, (Service, String)> {
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

/// Returns the file of a language that says everything in capitals.
fn capitals(checked: bool) -> String {
    let names = |name: &str, many: usize| (1..=many).map(|n| format!("{name}{n}")).collect::<Vec<_>>();
    let upper = |text: &str| {
        let mut inside = false;
        let each = text.chars().map(|c| {
            inside = (inside || c == '{') && c != '}';
            if inside { c } else { c.to_ascii_uppercase() }
        });
        each.collect::<String>()
    };
    let words: BTreeMap<&str, String> = Fixed::iter().map(|fixed| (fixed.into(), upper(fixed.english()))).collect();
    let checked = if checked { "checked = { on = 2026-11-20, by = \"interpreter\" }\n" } else { "" };
    format!(
        "own_name = \"CAPITALS\"\n{checked}days = {:?}\nmonths = {:?}\n[words]\n{}",
        names("DAY", 7),
        names("MONTH", 12),
        toml::to_string(&words).unwrap()
    )
}

#[test]
fn the_family_s_language_stands_above_english() {
    let home = with_copy();
    home.write("cat/languages/eo.toml", &capitals(true));
    change(&home, "cat/services/example/example-riverside-stay-and-play.toml", |text| {
        let text = text.split("\n[translations").next().unwrap();
        format!(
            "{text}\n[translations.eo]\ndescription = \"PLAY AND SONGS. COME.\"\neligibility = \"ANYBODY.\"\nchecked = {{ on = 2026-11-20, by = \"interpreter\" }}\n"
        )
    });
    let wanted = Wanted {
        services: vec![PLAY.to_owned(), REFUGE.to_owned()],
        line: Some("See you\u{202e} Tuesday".to_owned()),
        ..wanted(PLAY, Some("eo"))
    };
    let slip = open(&home, &home.path("cat")).slip(&wanted).unwrap();
    assert_eq!(slip.warnings, [""; 0]);
    insta::assert_snapshot!(slip.text(WIDTH), @"
    ***************** EXAMPLE - NOT A REAL HUB *****************
    ***************** EXAMPLE - not a real hub *****************
    Riverside Family Hub
    1 Quay Street, Exampleford, HP20 0VC
    DAY1 TO DAY5, 08:30 TO 17:30
      Monday to Friday, 8:30am to 5:30pm
    DAY6, 09:00 TO 12:30
      Saturday, 9am to 12:30pm
    CLOSED ON BANK HOLIDAYS
      Closed on bank holidays
    01632 960100
    22 MONTH11 2026
      22 November 2026
    ============================================================

    FROM US TO YOU (From us to you):
    See you Tuesday

    *************** EXAMPLE - NOT A REAL SERVICE ***************
    *************** EXAMPLE - not a real service ***************
    RIVERSIDE STAY AND PLAY
    PLAY AND SONGS.
      Play, songs and a snack for under-fives and their
      grown-ups.

    RING
    Ring  01632 960123 (reception)

    WHO IT IS FOR (Who it is for):
      ANYBODY.
        Any family with a child under 5.
      FROM BIRTH TO AGE 4
        From birth to age 4

    HOW TO GET IN (How to get in):
      OPEN TO ALL. NOBODY HAS TO REFER YOU.
        Open to all. Nobody has to refer you.
      ONLY IN ENGLISH:
        Just turn up.

    WHEN (When):
      DAY2 AND DAY4, 10:00 TO 11:30, TERM TIME
        Tuesdays and Thursdays, 10am to 11:30am, term time
      NEXT: DAY2 24 MONTH11, 10:00
        Next: Tuesday 24 November, 10am
      DAY4 26 MONTH11, 10:00
        Thursday 26 November, 10am
      DAY2 1 MONTH12, 10:00
        Tuesday 1 December, 10am

    WHERE (Where):
      Garden room, Riverside Family Hub, 1 Quay Street,
      Exampleford, HP20 0VC
      STEP-FREE
        Step-free
      PRAMS WELCOME
        Prams welcome

    COST (Cost):
      £1 a family

    LANGUAGES (Languages):
      English and Urdu

    WEBSITE (Website):
      https://riverside.example/play

    EMAIL (Email):
      play@riverside.example
    ------------------------------------------------------------

    *************** EXAMPLE - NOT A REAL SERVICE ***************
    *************** EXAMPLE - not a real service ***************
    OWN GROUND REFUGE
    WAITING LIST
      Waiting list.
    ONLY IN ENGLISH:
      Only in English:
    A safe house for women and children who have to leave home.

    RING
    Ring  01632 960217 (day and night)

    WHO IT IS FOR (Who it is for):
      Women and their children of any age, from anywhere in the
      UK.
      Boys over 16 are offered another place.

    HOW TO GET IN (How to get in):
      YOU CAN RING YOURSELF. NOBODY HAS TO REFER YOU.
        You can ring yourself. Nobody has to refer you.
      Ring at any hour. If we are full we find another place.
      Wait: Depends on rooms

    WHEN (When):
      24 HOURS, EVERY DAY
        24 hours, every day

    WHERE (Where):
      Exampleshire
      THE ADDRESS IS NOT GIVEN OUT. RING AND ASK.
        The address is not given out. Ring and ask.

    COST (Cost):
      Rent is usually covered by Housing Benefit; workers help
      with it

    LANGUAGES (Languages):
      English, Urdu, Romanian and Somali
      Professional interpreters by phone at any hour.

    WEBSITE (Website):
      https://ownground.example/refuge
    ------------------------------------------------------------

    IN DANGER NOW? RING 999.
      In danger now? Ring 999.
    KEEP THIS WHERE ONLY YOU FIND IT, OR ASK US TO READ IT OUT
    INSTEAD.
      Keep this where only you find it, or ask us to read it out
      instead.
    ");
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
