//! What slips are made with: languages, template, logo, look, and what services say in other languages.

use crate::check::good;
use crate::common::{Home, NOW, starter};
use chrono::NaiveDate;
use signpost::audit::{self, render};
use signpost::catalogue::check::{self, Known};
use signpost::catalogue::{Fixed, Folder, Language, Proofread, Service, SlipLook, Wording, parse};
use signpost::clock::{Clock, parse_now};
use signpost::desk::Catalogue;
use signpost::snapshot::{Cache, Opened, Snapshot, Stationery};
use std::collections::BTreeMap;
use strum::IntoEnumIterator;

/// The languages that ship beside English.
const SHIPPED: [&str; 9] = ["ar", "bn", "cy", "pa", "pl", "ro", "so", "uk", "ur"];

/// Words that stay in Latin letters in other scripts, because families meet them so.
const KEPT: [&str; 5] = ["GP", "health visitor", "bank holidays", "hub", "voucher"];

fn clock() -> Clock {
    Clock::fixed(parse_now(NOW).unwrap())
}

fn read(path: &str) -> String {
    std::fs::read_to_string(starter().join(path)).unwrap()
}

fn shipped() -> Vec<(&'static str, String, Language)> {
    let one = |code| {
        let text = read(&format!("languages/{code}.toml"));
        let language = toml::from_str(&text).unwrap();
        (code, text, language)
    };
    SHIPPED.into_iter().map(one).collect()
}

/// Returns all texts of a language with their names.
fn texts(language: &Language) -> Vec<(String, String)> {
    let row = |name: &str, row: &[String]| row.iter().map(|text| (name.to_owned(), text.clone())).collect::<Vec<_>>();
    let mut all = row("days", &language.days);
    all.extend(row("months", &language.months));
    all.push(("own_name".to_owned(), language.own_name.clone()));
    all.extend(language.words.iter().map(|(name, text)| (name.clone(), text.clone())));
    all
}

/// Returns whether a letter belongs to the script of a language.
fn of_script(code: &str, c: char) -> bool {
    match code {
        "ar" | "ur" => ('\u{600}'..='\u{6ff}').contains(&c),
        // The danda that ends sentences stands among the letters of Hindi.
        "bn" => ('\u{980}'..='\u{9ff}').contains(&c) || c == '\u{964}',
        "pa" => ('\u{a00}'..='\u{a7f}').contains(&c) || c == '\u{964}',
        "uk" => "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя\u{2019}".contains(c.to_lowercase().next().unwrap()),
        "pl" => c.is_ascii_alphabetic() || "ąćęłńóśźż".contains(c.to_lowercase().next().unwrap()),
        "ro" => c.is_ascii_alphabetic() || "ăâîșț".contains(c.to_lowercase().next().unwrap()),
        "cy" => c.is_ascii_alphabetic() || "âêîôûŵŷ".contains(c.to_lowercase().next().unwrap()),
        _ => c.is_ascii_alphabetic(),
    }
}

fn strays(code: &str, text: &str) -> Vec<char> {
    let mut bare = text.to_owned();
    for kept in KEPT {
        bare = bare.replace(kept, "");
    }
    for filled_in in ["{from}", "{to}", "{time}", "{weeks}", "{days}"] {
        bare = bare.replace(filled_in, "");
    }
    let common = |c: char| c.is_ascii_digit() || " .,:;!?()-'£–".contains(c);
    bare.chars().filter(|c| !common(*c) && !of_script(code, *c)).collect()
}

#[test]
fn every_language_says_everything_in_its_own_script() {
    let english: Vec<&str> = Fixed::iter().map(<&str>::from).collect();
    for (code, text, language) in shipped() {
        assert!(language.checked.is_none(), "{code} ships unchecked until somebody checks it");
        assert_eq!((language.days.len(), language.months.len()), (7, 12), "{code}");
        assert_eq!(language.right_to_left, matches!(code, "ar" | "ur"), "{code}");
        let missing: Vec<_> = english.iter().filter(|name| !language.words.contains_key(**name)).collect();
        assert!(missing.is_empty() && language.words.len() == english.len(), "{code}: {missing:?}");
        for (name, said) in texts(&language) {
            let strays = strays(code, &said);
            assert!(strays.is_empty(), "{code} {name}: {strays:?} in {said}");
            if let Ok(fixed) = name.parse::<Fixed>() {
                let proper = ["online", "cost"].contains(&name.as_str());
                let filled =
                    !fixed.english().replace(|c: char| !c.is_alphabetic(), "").is_empty() && said.contains('{');
                assert!(proper || filled || said != fixed.english(), "{code} {name} is English");
            }
        }
        // The check tells of braces, control characters and whatever else can be told.
        let known = Known { today: NaiveDate::MAX, ..Known::default() };
        let parsed = parse::<Language>(&text, false);
        assert_eq!(check::language(&parsed, code, &known, false), [], "{code}");
    }
}

#[test]
fn who_checks_a_language_reads_the_english_above_each_word() {
    for (code, text, _) in shipped() {
        let lines: Vec<&str> = text.lines().collect();
        let mut next = Fixed::iter();
        for (at, line) in lines.iter().enumerate() {
            let Some((name, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else { continue };
            let Ok(fixed) = name.parse::<Fixed>() else { continue };
            assert_eq!(next.next(), Some(fixed), "{code}: in the order of the program");
            assert_eq!(lines[at - 1], format!("# {}", fixed.english()), "{code} {name}");
        }
        assert_eq!(next.next(), None, "{code}");
    }
}

#[test]
fn safety_is_said_in_a_language_only_when_somebody_checked_it() {
    let safety: Vec<Fixed> = Fixed::iter().filter(|fixed| fixed.is_safety()).collect();
    assert!(safety.contains(&Fixed::DangerNow) && safety.contains(&Fixed::KeepSafe));
    for (code, _, mut language) in shipped() {
        for fixed in Fixed::iter() {
            assert_eq!(language.say(fixed).is_none(), fixed.is_safety(), "{code} {fixed:?}");
        }
        let on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        language.checked = Some(Proofread { on, by: "community interpreter".into() });
        assert!(Fixed::iter().all(|fixed| language.say(fixed).is_some()), "{code}");
        assert!(language.say(Fixed::DangerNow).unwrap().contains("999"), "{code}");
    }
}

#[test]
fn services_of_the_starter_are_translated_in_part() {
    let mut found = BTreeMap::new();
    for file in Folder::Disk(starter()).list().unwrap().files {
        let Some(locality) = file.locality().map(str::to_owned) else { continue };
        let service: Service = toml::from_str(&read(&file.path)).unwrap();
        for (code, translated) in &service.translations {
            assert_eq!((locality.as_str(), service.example), ("example", true), "{}", file.path);
            assert!(translated.checked.is_none() && SHIPPED.contains(&code.as_str()), "{}", file.path);
            let said =
                translated.description.iter().chain(&translated.eligibility).chain(&translated.application_process);
            for said in said.chain(&translated.cost).chain(&translated.required_documents) {
                let strays = strays(code, &said.replace("Exampleshire", ""));
                assert!(strays.is_empty(), "{} {code}: {strays:?} in {said}", file.path);
            }
            // Some translate all that they have to say, some leave a part to English.
            let whole = service.application_process.is_some() == translated.application_process.is_some();
            found.entry(code.clone()).or_insert_with(Vec::new).push(whole);
        }
    }
    assert!(found.len() >= 5, "{found:?}");
    assert!(found.values().flatten().any(|whole| *whole) && found.values().flatten().any(|whole| !whole));
}

struct Ours {
    home: Home,
    folder: Folder,
    cache: Cache,
}

impl Ours {
    /// Returns a home with a small catalogue and two of the languages that ship.
    fn new() -> Self {
        let home = good();
        for code in ["pl", "ur"] {
            home.write(&format!("cat/languages/{code}.toml"), &read(&format!("languages/{code}.toml")));
        }
        let folder = Folder::Disk(home.path("cat"));
        let cache = Cache::of(&home.path("cache"), &folder);
        Self { home, folder, cache }
    }

    fn fresh(&self) -> Snapshot {
        let Opened { snapshot, refused, .. } = self.cache.fresh(&self.folder, clock()).unwrap();
        assert!(refused.is_none(), "{refused:?}");
        snapshot
    }

    fn stationery(&self) -> Stationery {
        self.fresh().stationery().unwrap()
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let path = format!("cat/{path}");
        let text = std::fs::read_to_string(self.home.path(&path)).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.home.write(&path, &text.replacen(from, to, 1));
    }

    fn codes(&self) -> Vec<String> {
        self.stationery().languages.into_iter().map(|(code, _)| code).collect()
    }
}

#[test]
fn a_changed_language_is_taken_without_compiling_the_rest() {
    let ours = Ours::new();
    assert_eq!(ours.stationery().language("pl").unwrap().say(Fixed::Free), Some("Bezpłatnie"));
    let whole = ours.fresh().dir.clone();
    ours.edit("languages/pl.toml", "Bezpłatnie", "Za darmo");
    let changed = ours.fresh();
    assert_eq!(changed.manifest.base.as_deref(), whole.file_name().unwrap().to_str());
    assert_eq!(changed.stationery().unwrap().language("pl").unwrap().say(Fixed::Free), Some("Za darmo"));
    assert_eq!(changed.len(), 2);
    ours.home.write("cat/languages/uk.toml", &read("languages/uk.toml"));
    std::fs::remove_file(ours.home.path("cat/languages/ur.toml")).unwrap();
    assert_eq!(ours.codes(), ["pl", "uk"]);
    // A service that changes later takes nothing away.
    ours.edit("services/town/toy-library.toml", "name = \"", "name = \"Big ");
    assert_eq!(ours.codes(), ["pl", "uk"]);
}

#[test]
fn a_broken_language_stays_as_it_was_and_stops_nothing() {
    let ours = Ours::new();
    assert_eq!(ours.fresh().notices(), Vec::<String>::new());
    let good = ours.stationery();
    ours.edit("languages/pl.toml", "\"{from} i {to}\"", "\"{from} i\"");
    ours.home.write("cat/languages/so.toml", "own_name = \"Soomaali");
    ours.home
        .write("cat/services/town/new.toml", "name = \"Swap\"\ndescription = \"Swap.\"\nneeds = [\"toy-lending\"]\n");
    let snapshot = ours.fresh();
    assert_eq!((snapshot.len(), snapshot.stationery().unwrap()), (3, good.clone()));
    let said = snapshot.notices();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].starts_with("languages/pl.toml:")
            && said[0].ends_with("Until it is mended, slips go on with what it held before."),
        "{said:?}"
    );
    assert!(
        said[1].starts_with("languages/so.toml:1:")
            && said[1].ends_with("Until it is mended, slips are not in Somali."),
        "{said:?}"
    );
    // The same after all of it is compiled anew, for the snapshot before still knows.
    let (again, _) = ours.cache.compile(&ours.folder, clock()).unwrap();
    assert_eq!((again.stationery().unwrap(), again.notices()), (good, said));
    drop(again);
    ours.edit("languages/pl.toml", "\"{from} i\"", "\"{from} i {to}\"");
    std::fs::remove_file(ours.home.path("cat/languages/so.toml")).unwrap();
    assert_eq!(ours.fresh().notices(), Vec::<String>::new());
}

#[test]
fn what_slips_look_like_is_taken_file_by_file() {
    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    let ours = Ours::new();
    ours.home.write("cat/slip/slip.typ", "#let slip(data) = data.hub");
    ours.home.write("cat/slip/logo.svg", SVG);
    ours.home.write("cat/slip/look.toml", "colour = \"#1d70b8\"\n");
    let snapshot = ours.fresh();
    let first = snapshot.stationery().unwrap();
    assert_eq!(first.template.as_deref(), Some("#let slip(data) = data.hub"));
    assert_eq!((first.look.colour.as_deref(), first.logo), (Some("#1d70b8"), None));
    assert_eq!(
        snapshot.notices(),
        ["slip/logo.svg is not on slips, because slip/look.toml does not say what it shows (logo_alt)."]
    );
    ours.home.write("cat/slip/look.toml", "colour = \"#1d70b8\"\nlogo_alt = \"Exampleshire Council\"\n");
    let good = ours.stationery();
    assert_eq!(good.logo, Some(("svg".to_owned(), SVG.as_bytes().to_vec())));
    // Each keeps what it held when it breaks.
    ours.home.write("cat/slip/look.toml", "colour = \"#ffdd00\"\n");
    ours.home.write("cat/slip/slip.typ", " ");
    ours.home.write("cat/slip/logo.svg", "GIF89a");
    let broken = ours.fresh();
    assert_eq!((broken.stationery().unwrap(), broken.notices().len()), (good, 3), "{:?}", broken.notices());
    drop(broken);
    for name in ["look.toml", "slip.typ", "logo.svg"] {
        std::fs::remove_file(ours.home.path("cat/slip").join(name)).unwrap();
    }
    let none = ours.stationery();
    assert_eq!((none.template, none.logo, none.look), (None, None, SlipLook::default()));
}

#[test]
fn the_check_looks_at_logo_and_template() {
    let ours = Ours::new();
    ours.home.write("cat/slip/slip.typ", "Hello \u{202e}family");
    ours.home.write("cat/slip/logo.svg", "<html>");
    ours.home.write("cat/slip/logo.png", "<svg/>");
    ours.home.write("cat/slip/logo.jpg", "");
    let audit = audit::run(&ours.folder, &clock()).unwrap();
    insta::assert_snapshot!(render::human(&audit, "", false), @r#"
    slip/logo.jpg:1:1: error: This file belongs to no part of the catalogue.
        hint: In slip/ stand slip.typ, look.toml, and logo.svg or logo.png.

    slip/logo.png:1:1: error: There are two logos; slips use slip/logo.svg.
        hint: Delete one of them.

    slip/logo.png:1:1: error: This file is no PNG picture, though its name says so.
        hint: Export the logo again as SVG or PNG; renaming a file does not change it.

    slip/logo.svg:1:1: error: This file is no SVG picture, though its name says so.
        hint: Export the logo again as SVG or PNG; renaming a file does not change it.

    slip/look.toml:1:1: error: Nothing says what the logo shows.
        hint: Make slip/look.toml and say it there: logo_alt = "Exampleshire Council".

    slip/slip.typ:1:7: error: There is a character here that changes the direction of the text (U+202E).
      1 | Hello <U+202E>family
        |       ^^^^^^^^
        hint: Delete the text around it and type it again, without copy and paste.

    note: Slips can be in 2 languages besides English. Nobody has checked Polish, Urdu yet, and the slips say so.
    6 problems in 5 files of 15 checked.
    "#);
}

#[test]
fn a_language_that_lacks_words_is_told_once() {
    let ours = Ours::new();
    let without = |text: &str, names: &[&str]| {
        let kept = text.lines().filter(|line| !names.iter().any(|name| line.starts_with(&format!("{name} = "))));
        kept.collect::<Vec<_>>().join("\n")
    };
    ours.home.write("cat/languages/pl.toml", &without(&read("languages/pl.toml"), &["ring", "free"]));
    let audit = audit::run(&ours.folder, &clock()).unwrap();
    let told: Vec<_> = audit.reports.iter().map(|r| (r.path.as_str(), r.problem.what.as_str())).collect();
    assert_eq!(told, [("languages/pl.toml", "2 words are missing, which slips say in English only: ring, free.")]);
    assert!(!audit.has_errors());
    assert_eq!(ours.stationery().language("pl").unwrap().say(Fixed::Free), None);
}

#[test]
fn a_locality_says_english_its_own_way() {
    let ours = Ours::new();
    let say = |stationery: &Stationery, fixed| {
        Wording::english(stationery.language(check::ENGLISH)).say(fixed).unwrap().to_owned()
    };
    assert_eq!(say(&ours.stationery(), Fixed::Prams), "Prams welcome");
    ours.home.write("cat/languages/en.toml", "[words]\nprams = \"Buggies welcome\"\n");
    let stationery = ours.stationery();
    assert_eq!(say(&stationery, Fixed::Prams), "Buggies welcome");
    assert_eq!(
        (say(&stationery, Fixed::Free), say(&stationery, Fixed::DangerNow)),
        ("Free".into(), Fixed::DangerNow.english().into())
    );
    // It is no language to choose, and nobody has to check it.
    let catalogue = Catalogue::new(ours.fresh(), None, clock());
    let tongues: Vec<_> = catalogue.tongues().into_iter().map(|tongue| tongue.name).collect();
    assert_eq!(tongues, ["Polish", "Urdu"]);
    let audit = audit::run(&ours.folder, &clock()).unwrap();
    assert_eq!(
        audit.notes,
        ["Slips can be in 2 languages besides English. Nobody has checked Polish, Urdu yet, and the slips say so."]
    );
    assert!(audit.reports.is_empty());
}

#[test]
fn the_desk_knows_which_languages_are_checked() {
    let ours = Ours::new();
    ours.edit(
        "languages/ur.toml",
        "own_name =",
        "checked = { on = 2026-11-20, by = \"community interpreter\" }\nown_name =",
    );
    let catalogue = Catalogue::new(ours.fresh(), None, clock());
    let tongues = catalogue.tongues();
    let brief: Vec<_> =
        tongues.iter().map(|t| (t.code.as_str(), t.own_name.as_str(), t.right_to_left, t.checked)).collect();
    assert_eq!(brief, [("pl", "Polski", false, false), ("ur", "اردو", true, true)]);
    let stationery = catalogue.stationery().unwrap();
    assert!(stationery.language("ur").unwrap().say(Fixed::DangerNow).is_some());
    assert!(stationery.language("pl").unwrap().say(Fixed::DangerNow).is_none());
}

#[test]
fn opening_the_desk_does_not_read_what_only_slips_need() {
    let ours = Ours::new();
    let snapshot = ours.fresh();
    let path = snapshot.dir.join("stationery.bin");
    drop(snapshot);
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    // Nobody noticed, because nobody read it; whoever makes a slip does.
    let catalogue = Catalogue::new(ours.cache.newest().unwrap(), None, clock());
    assert!(catalogue.tongues().is_empty());
    assert!(catalogue.stationery().unwrap_err().what.contains("stationery.bin"));
}

#[test]
fn a_service_that_must_be_hidden_is_in_english_only() {
    let ours = Ours::new();
    ours.edit(
        "services/town/toy-library.toml",
        "needs = ",
        "translations.uk.description = \"Іграшки на Мілл-лейн.\"\nneeds = ",
    );
    let toys = |snapshot: &Snapshot| snapshot.record(snapshot.number("toy-library").unwrap()).unwrap();
    assert_eq!(toys(&ours.fresh()).service.translations.len(), 1);
    ours.edit("services/town/toy-library.toml", "name = \"", "hidden = true\nname = ");
    let kept = toys(&ours.fresh());
    assert!(kept.kept && kept.service.translations.is_empty());
    // And no file of the generation has it any more.
    drop(kept);
    let dir = ours.fresh().dir.clone();
    let needle = "Мілл-лейн".as_bytes();
    for entry in std::fs::read_dir(dir).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        let bytes = std::fs::read(entry.path()).unwrap();
        assert!(!bytes.windows(needle.len()).any(|window| window == needle), "{:?}", entry.path());
    }
}

/// Returns the examples in TOML that stand below a heading of the catalogue's README.
fn examples(heading: &str) -> Vec<String> {
    let readme = read("README.md");
    let below = readme.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no {heading}")).1;
    let section = below.split("\n## ").next().unwrap();
    section.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_examples_of_the_readme_are_right_as_printed() {
    let known = Known { today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), logo: true, ..Known::default() };
    let known = Known { hubs: ["example-riverside".to_owned()].into(), ..known };
    let [service, translation] = examples("A service").try_into().unwrap();
    let both = format!("{service}\n{translation}");
    let parsed = parse::<Service>(&both, false);
    assert_eq!(check::service(&parsed, "stay-and-play", &known), []);
    assert_eq!(parsed.value.translations.len(), 1);
    let [polish, english] = examples("Languages").try_into().unwrap();
    let problems = check::language(&parse::<Language>(&polish, false), "pl", &known, false);
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["missing-words"]);
    assert_eq!(check::language(&parse::<Language>(&english, false), "en", &known, false), []);
    let [look] = examples("How slips look").try_into().unwrap();
    let parsed = parse::<SlipLook>(&look, false);
    assert_eq!(check::look(&parsed, &known), []);
    assert!(parsed.value.colour.is_some() && parsed.value.footer.is_some());
}
