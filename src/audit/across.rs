//! What no file can know alone: an id or a name that another file has too, and what replaces what.

use super::facts::{Facts, NO_PLACE};
use crate::catalogue::Problem;
use crate::text;
use std::collections::HashMap;

/// Returns the problems between files; of two files with the same name or id the later one in the order of paths is told.
pub(super) fn problems(all: &[Facts]) -> Vec<(&Facts, Problem)> {
    let mut found = Vec::new();
    ids(all, &mut found);
    names(all, &mut found);
    replaced(all, &mut found);
    found
}

/// Tells what is to replace a service and can't: it is not there, or ends too.
fn replaced<'a>(all: &'a [Facts], out: &mut Vec<(&'a Facts, Problem)>) {
    if all.iter().all(|facts| facts.instead.is_none()) {
        return;
    }
    let mut by_id: HashMap<&str, &Facts> = HashMap::new();
    for facts in all {
        for id in facts.formerly.iter().map(|(old, _)| old.as_str()).chain([facts.id.as_str()]) {
            by_id.insert(id, facts);
        }
    }
    for facts in all {
        let Some((id, span)) = &facts.instead else { continue };
        let named = text::visible(id);
        match by_id.get(id.as_str()) {
            None => {
                let near = text::nearest(id, by_id.keys().copied());
                let hint =
                    near.map_or_else(|| "Give the id of a service: its file name.".to_owned(), crate::error::meant);
                let what = format!("There is no service \"{named}\".");
                out.push((facts, Problem::error("unknown-instead", span.clone(), what).hint(hint)));
            }
            Some(other) if other.id == facts.id => {
                let what = format!("\"{named}\" is an old id of this service, which can't replace itself.");
                let hint = "Name another service, or delete it.";
                out.push((facts, Problem::error("bad-instead", span.clone(), what).hint(hint)));
            }
            Some(other) if other.ends => {
                let what = format!("\"{named}\" ends too, so families would be sent from one closed door to the next.");
                let hint = "Name a service that goes on, or delete it.";
                out.push((facts, Problem::error("bad-instead", span.clone(), what).hint(hint)));
            }
            Some(_) => {}
        }
    }
}

fn ids<'a>(all: &'a [Facts], out: &mut Vec<(&'a Facts, Problem)>) {
    let mut now: HashMap<&str, &Facts> = HashMap::new();
    for facts in all {
        if let Some(first) = now.get(facts.id.as_str()) {
            let what = format!("The id \"{}\" is also that of {}.", facts.id, first.path);
            let hint = "Ids are unique over all folders: rename one of the files.";
            out.push((facts, Problem::error("doubled-id", 0..0, what).hint(hint)));
        } else {
            now.insert(&facts.id, facts);
        }
    }
    let mut before: HashMap<&str, &Facts> = HashMap::new();
    for facts in all {
        for (old, span) in &facts.formerly {
            // One that is the file's own id is told by the check of the file.
            let other = now.get(old.as_str()).filter(|other| other.id != facts.id);
            if let Some(other) = other {
                let what = format!("The old id \"{}\" is now that of {}.", text::visible(old), other.path);
                let hint = "Delete it here, or rename the other file.";
                out.push((facts, Problem::error("doubled-id", span.clone(), what).hint(hint)));
            } else if let Some(first) = before.get(old.as_str()) {
                let what = format!("The old id \"{}\" also stands in {}.", text::visible(old), first.path);
                let hint = "An old id leads to one service: delete it in one.";
                out.push((facts, Problem::error("doubled-id", span.clone(), what).hint(hint)));
            } else {
                before.insert(old, facts);
            }
        }
    }
}

fn names<'a>(all: &'a [Facts], out: &mut Vec<(&'a Facts, Problem)>) {
    let mut seen: HashMap<(&str, &str), &Facts> = HashMap::new();
    for facts in all.iter().filter(|facts| facts.is_compared()) {
        let mut told: Option<&str> = None;
        for place in &facts.places {
            match seen.get(&(facts.name.as_str(), place.as_str())) {
                Some(first) if told.is_none() => {
                    told = Some(&first.path);
                    let what = if place.starts_with(NO_PLACE) {
                        format!("A service with the same name and the same organisation stands in {}.", first.path)
                    } else {
                        format!("A service with the same name at the same place stands in {}.", first.path)
                    };
                    let hint = "Put both into one file, or name them so that people can tell them apart.";
                    out.push((facts, Problem::error("doubled-name", facts.name_span.clone(), what).hint(hint)));
                }
                Some(_) => {}
                None => {
                    seen.insert((&facts.name, place), facts);
                }
            }
        }
    }
}
