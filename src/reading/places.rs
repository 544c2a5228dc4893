//! Places that a query may name: hubs and localities by their names, districts by the first half of a postcode.

use super::heard::Word;
use super::{Area, From};
use crate::catalogue::postcode;
use crate::text;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Shortest part of a half-typed name.
const SHORTEST_PART: usize = 4;
/// Fewest words of a name that is meant without "at" or "near" before it.
const WORDS_ALONE: usize = 2;

/// A place that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// On the catalogue's map.
    Area(Area, String),
    /// A district of the post.
    Outcode(String),
}

impl Place {
    /// Returns what a chip calls it.
    pub(super) fn label(&self) -> &str {
        match self {
            Self::Area(_, name) => name,
            Self::Outcode(outcode) => outcode,
        }
    }

    /// Returns from where a distance to it is counted; nothing when it is too wide for one.
    pub(super) fn from(&self) -> Option<From> {
        match self {
            Self::Area(Area::Hub(id), _) => Some(From::Hub(id.clone())),
            Self::Area(Area::Locality(_), _) => None,
            Self::Outcode(outcode) => Some(From::Outcode(outcode.clone())),
        }
    }
}

/// The names of a catalogue's hubs and localities.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By first word: the words of each name, and what it names.
    names: HashMap<String, Vec<(Vec<String>, Area, String)>>,
}

impl Places {
    /// Returns the names: whole, and without the words that many of them have.
    pub(super) fn new(hubs: &[(String, String)], localities: &[(String, String)], common: &HashSet<String>) -> Self {
        // What two are called names neither; a hub goes before the locality of the same name.
        let mut known: BTreeMap<Vec<String>, Option<(Area, String)>> = BTreeMap::new();
        let hubs = hubs.iter().map(|(id, name)| (Area::Hub(id.clone()), name));
        let localities = localities.iter().map(|(id, name)| (Area::Locality(id.clone()), name));
        for (area, name) in hubs.chain(localities) {
            let whole = text::words(name);
            let telling = whole.iter().rev().skip_while(|word| common.contains(*word)).count();
            let short = whole[..telling].to_vec();
            for words in [Some(short).filter(|short| *short != whole), Some(whole)].into_iter().flatten() {
                if words.is_empty() {
                    continue;
                }
                let same = known.get(&words).and_then(|held| held.as_ref());
                let taken = match (known.contains_key(&words), same, &area) {
                    (false, ..) => Some((area.clone(), name.clone())),
                    (true, Some((Area::Hub(_), _)), Area::Locality(_)) => same.cloned(),
                    (true, ..) => None,
                };
                known.insert(words, taken);
            }
        }
        let mut names: HashMap<String, Vec<_>> = HashMap::new();
        for (words, named) in known {
            if let Some((area, label)) = named {
                names.entry(words[0].clone()).or_default().push((words, area, label));
            }
        }
        // The longest first, so that a whole name goes before its beginning.
        names.values_mut().for_each(|all| all.sort_by_key(|(words, ..)| std::cmp::Reverse(words.len())));
        Self { names }
    }

    /// Returns the place that is named from a word on, and the word after it. `alone`: nothing before says that a place follows.
    pub(super) fn at(&self, words: &[Word], at: usize, alone: bool, outcodes: bool) -> Option<(Place, usize)> {
        let fewest = if alone { WORDS_ALONE } else { 1 };
        let rest = words.get(at..).filter(|rest| !rest.is_empty())?;
        let named = self.names.get(&rest[0].text).into_iter().flatten().find(|(name, ..)| {
            name.len() >= fewest && name.len() <= rest.len() && name.iter().zip(rest).all(|(n, w)| *n == w.text)
        });
        if let Some((name, area, label)) = named {
            return Some((Place::Area(area.clone(), label.clone()), at + name.len()));
        }
        if outcodes && let Some(found) = outcode(rest, alone) {
            return Some((Place::Outcode(found.0), at + found.1));
        }
        if alone { None } else { self.begun(rest).map(|place| (place, at + rest.len())) }
    }

    /// Returns the only place whose name a query ends in the middle of.
    fn begun(&self, rest: &[Word]) -> Option<Place> {
        let (last, before) = rest.split_last()?;
        if before.is_empty() && last.text.chars().count() < SHORTEST_PART {
            return None;
        }
        let begins = |name: &[String]| {
            let same = name.len() >= rest.len() && name.iter().zip(before).all(|(n, w)| *n == w.text);
            same && if last.half { name[before.len()].starts_with(&last.text) } else { name[before.len()] == last.text }
        };
        let all = match before.first() {
            Some(first) => self.names.get(&first.text).into_iter().flatten().collect::<Vec<_>>(),
            None => self.names.values().flatten().collect(),
        };
        let mut found = all.into_iter().filter(|(name, ..)| begins(name));
        let (_, area, label) = found.next()?;
        found.all(|(_, other, _)| other == area).then(|| Place::Area(area.clone(), label.clone()))
    }
}

/// Returns the first half of a postcode that begins here, and how many words it takes. `alone`: two letters must begin it, so that "s2" and "b12" stay what they are.
fn outcode(rest: &[Word], alone: bool) -> Option<(String, usize)> {
    const OUTWARD: std::ops::RangeInclusive<usize> = 2..=4;
    const INWARD: usize = 3;
    let first = &rest[0].text;
    if !first.is_ascii() || !first.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let is_inward = |word: &Word| {
        let b = word.text.as_bytes();
        b.len() == INWARD && b[0].is_ascii_digit() && b[1..].iter().all(u8::is_ascii_lowercase)
    };
    let second = rest.get(1).filter(|word| OUTWARD.contains(&first.len()) && is_inward(word));
    let outcode = match second {
        Some(second) => postcode::outcode(&format!("{first} {}", second.text)),
        None => postcode::outcode(first),
    }?;
    let exists = postcode::middle_of(&outcode).is_some() || postcode::is_off_the_map(&outcode);
    let whole = second.is_some() || first.len() > *OUTWARD.end();
    let clear = !alone || whole || outcode.as_bytes()[..2].iter().all(u8::is_ascii_alphabetic);
    (exists && clear).then(|| (outcode, 1 + usize::from(second.is_some())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::heard;

    fn places() -> Places {
        let pairs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            all.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect()
        };
        let hubs =
            [("r", "Riverside Family Hub"), ("m", "Mill Lane Library"), ("a", "Park Hub"), ("b", "Park Library")];
        let localities = [("riverside", "Riverside"), ("east-village", "East village")];
        let common = ["family", "hub", "library"].map(str::to_owned).into();
        Places::new(&pairs(&hubs), &pairs(&localities), &common)
    }

    #[test]
    fn names_are_known_whole_and_by_what_tells_them_apart() {
        for (query, alone, label, end) in [
            ("riverside", false, Some("Riverside Family Hub"), 1),
            ("riverside family hub group", false, Some("Riverside Family Hub"), 3),
            ("mill lane saturday", true, Some("Mill Lane Library"), 2),
            ("mill lan", false, Some("Mill Lane Library"), 2),
            ("rive", false, Some("Riverside Family Hub"), 1),
            ("east village", true, Some("East village"), 2),
            ("riverside", true, None, 0),
            ("park", false, None, 0),
            ("park hub", false, Some("Park Hub"), 2),
            ("riv", false, None, 0),
            ("rive ", false, None, 0),
            ("mill ", false, Some("Mill Lane Library"), 1),
            ("mill l", false, Some("Mill Lane Library"), 2),
            ("mill street", false, None, 0),
            ("hp20", true, Some("HP20"), 1),
            ("hp20 0vc now", true, Some("HP20"), 2),
            ("hp200vc", true, Some("HP20"), 1),
            ("s2", true, None, 0),
            ("s2", false, Some("S2"), 1),
            ("s2 4qq", true, Some("S2"), 2),
            ("bt9", true, Some("BT9"), 1),
            ("zz9", false, None, 0),
            ("wd40", false, None, 0),
            ("\u{e9}\u{e9}1", false, None, 0),
        ] {
            let found = places().at(&heard::words(query), 0, alone, true);
            let found = found.as_ref().map_or((None, 0), |(place, end)| (Some(place.label()), *end));
            assert_eq!(found, (label, end), "{query} {alone}");
        }
    }
}
