//! Services that are likely one and the same under two names: a family would be handed both.

use super::facts::{Facts, NO_PLACE};
use crate::catalogue::{Problem, spread};
use std::collections::{BTreeSet, HashMap};

/// How many services may share a number, a page or a place before it says nothing any more: a switchboard, a portal, a tower of offices.
const MOST_SHARING: usize = 60;
/// Pairs that one core compares at a time.
const PORTION: usize = 4096;
/// How much of all their words two names must have in common.
const COMMON_WORDS: f64 = 0.7;
/// How alike two names must be, letter by letter, when spaces are left out.
const COMMON_LETTERS: f64 = 0.88;

/// Returns a warning for each service that is likely an earlier one under another name.
pub(super) fn problems(all: &[Facts]) -> Vec<(&Facts, Problem)> {
    let compared: Vec<&Facts> = all.iter().filter(|facts| facts.is_compared()).collect();
    let mut shared: HashMap<(Kind, &str, &str), Vec<usize>> = HashMap::new();
    for (at, facts) in compared.iter().enumerate() {
        let mut put = |kind, key, more| {
            let sharing: &mut Vec<usize> = shared.entry((kind, key, more)).or_default();
            if sharing.last() != Some(&at) && sharing.len() <= MOST_SHARING {
                sharing.push(at);
            }
        };
        facts.phones.iter().for_each(|phone| put(Kind::Phone, phone, ""));
        // The front page of an organisation is that of everything it does.
        if let Some((host, behind)) = facts.page.as_ref().filter(|(_, behind)| !behind.is_empty()) {
            put(Kind::Page, host, behind);
        }
        facts.places.iter().filter(|place| !place.starts_with(NO_PLACE)).for_each(|place| put(Kind::Place, place, ""));
    }
    let few = shared.into_iter().filter(|(_, sharing)| (2..=MOST_SHARING).contains(&sharing.len()));
    let mut pairs: Vec<(usize, usize, Kind)> = Vec::new();
    for ((kind, ..), sharing) in few {
        for (n, later) in sharing.iter().enumerate() {
            pairs.extend(sharing[..n].iter().map(|earlier| (*later, *earlier, kind)));
        }
    }
    pairs.sort_unstable();
    let names: Vec<Name<'_>> = spread(&compared, |facts| Name::of(&facts.name));
    let portions: Vec<_> = pairs.chunks(PORTION).collect();
    let alike = spread(&portions, |some| {
        let alike = |(later, earlier, _): &&(usize, usize, Kind)| {
            let (first, second) = (compared[*earlier], compared[*later]);
            may_be_one(first, second) && names[*earlier].is_like(&names[*later])
        };
        some.iter().filter(alike).copied().collect::<Vec<_>>()
    });
    let mut out: Vec<(&Facts, Problem)> = Vec::new();
    let mut told = None;
    for (later, earlier, kind) in alike.concat() {
        let (second, first) = (compared[later], compared[earlier]);
        if told.replace(later) == Some(later) {
            continue;
        }
        let what = format!("This is likely {} under another name: {}.", first.path, kind.shared());
        let hint = "Put both into one file; if they are two, say so: # allow likely-double: why they are two";
        out.push((second, Problem::warning("likely-double", second.name_span.clone(), what).hint(hint)));
    }
    out
}

/// What two services share; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    Phone,
    Page,
    Place,
}

impl Kind {
    fn shared(self) -> &'static str {
        match self {
            Self::Phone => "the number is the same, and the names are alike",
            Self::Page => "the page is the same, and the names are alike",
            Self::Place => "the place is the same, and the names are alike",
        }
    }
}

/// Returns whether two services that share something may be the same, whatever they are called.
fn may_be_one(one: &Facts, other: &Facts) -> bool {
    // The same name is told as an error where it is one.
    if one.name == other.name || !one.needs.iter().any(|need| other.needs.contains(need)) {
        return false;
    }
    // Branches have one name and one number, and stand in different streets.
    let somewhere = |facts: &Facts| facts.places.iter().any(|place| !place.starts_with(NO_PLACE));
    !(somewhere(one) && somewhere(other)) || one.places.iter().any(|place| other.places.contains(place))
}

/// A name as it is compared: taken apart once, for it is compared with many.
struct Name<'a> {
    /// Its words, sorted.
    words: BTreeSet<&'a str>,
    /// Those of them that are numbers.
    numbers: Vec<&'a str>,
    /// All of it without spaces.
    together: String,
    /// How many letters that is.
    letters: usize,
}

impl<'a> Name<'a> {
    fn of(name: &'a str) -> Self {
        let words: BTreeSet<&str> = name.split(' ').collect();
        let is_number = |word: &&str| word.chars().all(|c| c.is_ascii_digit());
        let together = name.replace(' ', "");
        let numbers = words.iter().copied().filter(is_number).collect();
        Self { words, numbers, letters: together.chars().count(), together }
    }

    fn is_like(&self, other: &Self) -> bool {
        if self.numbers != other.numbers {
            return false;
        }
        let common = self.words.intersection(&other.words).count();
        let all = self.words.len() + other.words.len() - common;
        if common as f64 / all.max(1) as f64 >= COMMON_WORDS {
            return true;
        }
        // Each letter that one has more than the other is a difference: cheaper to count than to align.
        let (longer, shorter) = (self.letters.max(other.letters), self.letters.min(other.letters));
        shorter as f64 / longer.max(1) as f64 >= COMMON_LETTERS
            && strsim::normalized_damerau_levenshtein(&self.together, &other.together) >= COMMON_LETTERS
    }
}
