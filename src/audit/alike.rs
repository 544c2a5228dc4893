//! Services that are likely one and the same under two names: a family would be handed both.

use super::facts::{Facts, NO_PLACE};
use crate::catalogue::Problem;
use std::collections::{BTreeSet, HashMap};

/// How many services may share a number, a page or a place before it says nothing any more: a switchboard, a portal, a tower of offices.
const MOST_SHARING: usize = 60;
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
    let pairs: BTreeSet<(usize, usize, Kind)> = few
        .flat_map(|((kind, ..), sharing)| {
            let pair = move |(n, later): (usize, usize)| (later, n, kind);
            let sharing_too = sharing.clone();
            sharing.into_iter().enumerate().flat_map(move |(n, later)| {
                sharing_too[..n].iter().map(move |earlier| pair((*earlier, later))).collect::<Vec<_>>()
            })
        })
        .collect();
    let mut out: Vec<(&Facts, Problem)> = Vec::new();
    let mut told = None;
    for (later, earlier, kind) in pairs {
        let (second, first) = (compared[later], compared[earlier]);
        if told == Some(later) || !are_alike(first, second) {
            continue;
        }
        told = Some(later);
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

/// Returns whether two services that share something are likely the same.
fn are_alike(one: &Facts, other: &Facts) -> bool {
    // The same name is told as an error where it is one.
    if one.name == other.name || !one.needs.iter().any(|need| other.needs.contains(need)) {
        return false;
    }
    // Branches have one name and one number, and stand in different streets.
    let somewhere = |facts: &Facts| facts.places.iter().any(|place| !place.starts_with(NO_PLACE));
    if somewhere(one) && somewhere(other) && !one.places.iter().any(|place| other.places.contains(place)) {
        return false;
    }
    let words = |facts: &Facts| facts.name.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let (first, second) = (words(one), words(other));
    let is_number = |word: &&String| word.chars().all(|c| c.is_ascii_digit());
    if first.iter().filter(is_number).ne(second.iter().filter(is_number)) {
        return false;
    }
    let common = first.intersection(&second).count() as f64 / first.union(&second).count().max(1) as f64;
    if common >= COMMON_WORDS {
        return true;
    }
    let together = |facts: &Facts| facts.name.replace(' ', "");
    strsim::normalized_damerau_levenshtein(&together(one), &together(other)) >= COMMON_LETTERS
}
