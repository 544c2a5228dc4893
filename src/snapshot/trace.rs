//! Whether an older version of a service may stay in the files of a snapshot, unread, after a newer one took its place. What could lead to a door must not: somebody may have taken it out for their safety.

use super::hidden::Clue;
use crate::catalogue::{Hub, Service};
use serde_json::Value;
use std::collections::BTreeSet;

/// Fields by which people are reached: whatever they held must still be said. So must what is said in other languages, where no clue finds a place by its name.
const REACHED_BY: [&str; 7] = ["places", "phones", "text_number", "other_contact", "email", "url", "translations"];

/// Returns whether everything in the old version that could lead to a door or to somebody's phone stands in the new one too.
pub fn may_stay(old: &Service, new: &Service, hubs: &[(String, Hub)]) -> bool {
    let (Ok(old_tree), Ok(new_tree)) = (serde_json::to_value(old), serde_json::to_value(new)) else { return false };
    let hides = |service: &Service| service.places.iter().filter(|place| place.hidden).count();
    if hides(old) != hides(new) {
        return false;
    }
    let mut said = BTreeSet::new();
    each_text(&new_tree, false, &mut |text, reached| {
        said.insert((text.to_owned(), reached));
    });
    let clue = Clue::of(old, hubs);
    let mut stays = true;
    each_text(&old_tree, false, &mut |text, reached| {
        // Numbers in a row may be a telephone's, and a page of the web may say everything.
        let tells = reached
            || clue.is_in(text)
            || text.contains('@')
            || text.contains("://")
            || text.contains("www.")
            || text.chars().filter(char::is_ascii_digit).count() > 4;
        stays &= !tells || said.contains(&(text.to_owned(), reached));
    });
    stays
}

/// Calls `f` with every text and number in a service, and whether people are reached by it.
fn each_text(value: &Value, reached: bool, f: &mut impl FnMut(&str, bool)) {
    match value {
        Value::String(text) => f(text, reached),
        Value::Number(number) => f(&number.to_string(), reached),
        Value::Array(items) => items.iter().for_each(|item| each_text(item, reached, f)),
        Value::Object(fields) => {
            for (name, value) in fields {
                each_text(value, reached || REACHED_BY.contains(&name.as_str()), f);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Phone, Place, Translated};

    fn service() -> Service {
        Service {
            name: "Quiet House".into(),
            description: "A room to talk. Come to Quaymark Street, by the canal.".into(),
            words: vec!["room to talk".into()],
            url: Some("https://ownground.example".into()),
            translations: [(
                "uk".to_owned(),
                Translated {
                    description: Some("\u{41a}\u{456}\u{43c}\u{43d}\u{430}\u{442}\u{430}".into()),
                    ..Translated::default()
                },
            )]
            .into(),
            phones: vec![Phone { number: "01632 960217".into(), ..Phone::default() }],
            places: vec![Place {
                address_1: Some("7 Quaymark Street".into()),
                latitude: Some(51.5),
                ..Place::default()
            }],
            ..Service::default()
        }
    }

    #[test]
    fn an_ordinary_edit_leaves_the_old_version_where_it_is() {
        let mut new = service();
        new.words = vec!["talking".into()];
        new.cost = Some("\u{a3}2 a family".into());
        new.places.push(Place { address_1: Some("1 Mill Lane".into()), ..Place::default() });
        assert!(may_stay(&service(), &new, &[]));
    }

    #[test]
    fn nothing_that_leads_to_a_door_stays() {
        let edits: [fn(&mut Service); 8] = [
            |s| s.places.clear(),
            |s| s.places[0].latitude = None,
            |s| s.places[0].hidden = true,
            |s| s.phones[0].number = "01632 960218".into(),
            |s| s.url = None,
            |s| s.translations.clear(),
            |s| s.description = "A room to talk.".into(),
            |s| {
                s.other_contact = s.places[0].address_1.take();
                s.url = None;
            },
        ];
        for (number, edit) in edits.iter().enumerate() {
            let mut new = service();
            edit(&mut new);
            assert!(!may_stay(&service(), &new, &[]), "edit {number}");
        }
    }
}
