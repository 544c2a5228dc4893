//! What a slip must not say: whose help was asked for on a discreet one, a hidden address, a safety sentence that nobody checked.

use super::common::{Home, starter};
use super::slip_languages::{PLAY, REFUGE, WIDTH, change, languages, open, services, wanted, with_copy};
use signpost::catalogue::Fixed;
use signpost::desk::Wanted;
use signpost::slip::Said;
use signpost::text;
use std::collections::BTreeSet;
use strum::IntoEnumIterator;

/// Returns the words of a text that are long enough to tell something.
fn telling(text: &str) -> BTreeSet<String> {
    text::words(text).into_iter().filter(|word| word.len() > 3).collect()
}

/// Adds every text of the data that templates are handed.
fn values(data: &serde_json::Value, out: &mut String) {
    match data {
        serde_json::Value::String(text) => {
            out.push('\n');
            out.push_str(text);
        }
        serde_json::Value::Array(all) => all.iter().for_each(|one| values(one, out)),
        serde_json::Value::Object(all) => all.values().for_each(|one| values(one, out)),
        _ => {}
    }
}

#[test]
fn a_discreet_slip_tells_nothing_in_any_language() {
    let home = Home::in_memory();
    let catalogue = open(&home, &starter());
    let needs = &catalogue.head().needs;
    let hub = catalogue.hub().unwrap();
    let labels: String = Fixed::iter().map(|fixed| fixed.english()).collect::<Vec<_>>().join(" ");
    // Words that stand on every slip, whatever it is about.
    let days = signpost::catalogue::hours::day_names().join(" ");
    let usual = telling(&format!("{labels} {days} {} {} {}", hub.name, hub.address_1, hub.city));
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
            // Which language it is shows on paper anyhow.
            if let Some(tongue) = &mut slip.tongue {
                (tongue.name, tongue.own_name) = (String::new(), String::new());
            }
            let mut printed = slip.text(WIDTH);
            values(&serde_json::to_value(&slip).unwrap(), &mut printed);
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
