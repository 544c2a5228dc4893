//! What an update of the catalogue changed, in the names of services and in words.

use super::News;
use crate::catalogue::folder::{id_of, part_of};
use crate::catalogue::{Files, Part, hours};
use crate::error::Result;
use crate::git::{Difference, OwnClone, Tree};
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// So many changed services are told one by one.
const MOST: usize = 500;

/// What differs between two commits of a catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Update {
    /// How many services.
    pub services: usize,
    /// The services, by name; the first of them where there are very many.
    pub news: Vec<News>,
    /// Other files, by path.
    pub others: Vec<String>,
}

/// Returns what differs between two commits.
///
/// # Errors
/// When git can't tell.
pub fn between(clone: &OwnClone, from: &str, to: &str) -> Result<Update> {
    let differences = clone.diff(from, to)?;
    let mut ids: BTreeMap<String, Vec<&Difference>> = BTreeMap::new();
    let mut reported = BTreeSet::new();
    let mut others = Vec::new();
    for difference in &differences {
        let path = &difference.path;
        match part_of(path) {
            Some(Part::Service) => ids.entry(id_of(path).to_owned()).or_default().push(difference),
            Some(Part::Report) => {
                let service = path.split('/').nth(1).unwrap_or_default().to_owned();
                if difference.is {
                    reported.insert(service);
                }
            }
            Some(_) => others.push(path.clone()),
            None => {}
        }
    }
    let services = ids.len();
    let (old, new) = (clone.tree(from), clone.tree(to));
    let mut news: Vec<News> = Vec::new();
    for (id, files) in ids.iter().take(MOST) {
        let was = files.iter().find(|file| file.was).map(|file| read(&old, &file.path));
        let is = files.iter().find(|file| file.is).map(|file| read(&new, &file.path));
        news.push(told(id, was, is, files.len() > 1));
    }
    for id in reported.into_iter().filter(|id| !ids.contains_key(id)).take(MOST) {
        news.push(News { name: id.clone(), id, what: "reported by a desk".to_owned() });
    }
    news.sort_by(|a, b| (a.name.to_lowercase(), &a.id).cmp(&(b.name.to_lowercase(), &b.id)));
    Ok(Update { services, news, others })
}

/// Reads a service's file; nothing when it has a mistake.
fn read(tree: &Tree, path: &str) -> Option<Table> {
    toml::from_str(&String::from_utf8(tree.bytes(path).ok()?).ok()?).ok()
}

/// Returns what is told of one service. A file that is there and has a mistake is `Some(None)`.
fn told(id: &str, was: Option<Option<Table>>, is: Option<Option<Table>>, moved: bool) -> News {
    let name = |table: &Table| table.get("name").and_then(Value::as_str).map(crate::text::clean);
    let either = [&is, &was].into_iter().flatten().flatten().find_map(name);
    let what = match (&was, &is) {
        (_, None) => "taken out".to_owned(),
        (None, Some(Some(_))) => "new".to_owned(),
        (_, Some(None)) => "can't be used: its file has a mistake".to_owned(),
        (Some(None), Some(Some(_))) => "mended".to_owned(),
        (Some(Some(was)), Some(Some(is))) => changes(was, is, moved),
    };
    News { id: id.to_owned(), name: either.unwrap_or_else(|| id.to_owned()), what }
}

/// Returns what changed between two versions of a file, in words.
fn changes(was: &Table, is: &Table, moved: bool) -> String {
    let mut out = Vec::new();
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).filter(|name| was.get(*name) != is.get(*name)).collect();
    for name in names.iter().map(|name| name.as_str()) {
        let now = is.get(name);
        out.push(match name {
            "status" => match now.and_then(Value::as_str) {
                None | Some("active") => "open again".to_owned(),
                Some("defunct") => "closed".to_owned(),
                Some("inactive") => "not running".to_owned(),
                Some(other) => crate::text::clean(other),
            },
            "closes_on" => now.map_or_else(|| "does not close".to_owned(), |day| format!("closes on {}", day_of(day))),
            "phones" => "phone numbers".to_owned(),
            "url" => "website".to_owned(),
            "words" => "words that find it".to_owned(),
            "instead" => "what replaces it".to_owned(),
            "meant_for" => "whom it is for".to_owned(),
            "minimum_age" | "maximum_age" => "ages".to_owned(),
            "formerly" => "its earlier ids".to_owned(),
            other => crate::text::clean(other).replace('_', " "),
        });
    }
    out.dedup();
    if moved {
        out.push("moved to another folder".to_owned());
    }
    if out.is_empty() { "only how its file is written".to_owned() } else { out.join(", ") }
}

/// Returns a day in words, whichever way the file writes it.
fn day_of(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let day = chrono::NaiveDate::parse_from_str(&text, "%Y-%m-%d");
    day.map_or_else(|_| crate::text::clean(&text), hours::date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Option<Table> {
        Some(toml::from_str(text).unwrap())
    }

    #[test]
    fn an_update_is_told_in_words() {
        let before =
            || Some(table("name = \"Food\"\nopening_hours = \"Mo\"\nminimum_age = 1\n[[phones]]\nnumber = \"1\""));
        let what = |is: &str| told("food", before(), Some(table(is)), false).what;
        let phones = "\n[[phones]]\nnumber = \"1\"";
        let same = "name = \"Food\"\nminimum_age = 1\nopening_hours = \"Mo\"";
        assert_eq!(what(&format!("{same}{phones}")), "only how its file is written");
        assert_eq!(what("name = \"Food\"\nopening_hours = \"Tu\""), "ages, opening hours, phone numbers");
        assert_eq!(what(&format!("{same}\nstatus = \"defunct\"{phones}")), "closed");
        assert_eq!(what(&format!("{same}\nstatus = \"temporarily closed\"{phones}")), "temporarily closed");
        assert_eq!(what(&format!("{same}\ncloses_on = 2026-12-01{phones}")), "closes on Tuesday 1 December 2026");
        assert_eq!(
            told("food", before(), None, false),
            News { id: "food".into(), name: "Food".into(), what: "taken out".into() }
        );
        assert_eq!(told("food", None, before(), false).what, "new");
        let broken = told("food", before(), Some(None), false);
        assert_eq!((broken.name.as_str(), broken.what.as_str()), ("Food", "can't be used: its file has a mistake"));
        assert_eq!(told("food", Some(None), before(), false).what, "mended");
    }
}
