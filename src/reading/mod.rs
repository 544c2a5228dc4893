//! What a query says besides what is needed: how old, when, in which language, where, for whom. The words are the catalogue's (`facets.toml`); a wish ranks and marks, it never hides.

mod heard;
mod meaning;
mod places;
mod sayings;
mod together;

use crate::catalogue::{Delivery, Facet, Facets};
use chrono::NaiveDate;
use heard::Word;
use places::{Place, Places};
use sayings::{Found, Sayings, Use};
use std::ops::Range;

/// A part of the catalogue's map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Area {
    /// A hub, by its id.
    Hub(String),
    /// A locality, a folder under `services/`.
    Locality(String),
}

/// From where a distance is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// A hub, by its id.
    Hub(String),
    /// The first half of a postcode, "CB4"; never a whole one, which would say where a family lives.
    Outcode(String),
}

/// Something that a query wishes of a service besides the need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What it means.
    pub means: Means,
    /// What its chip says: "age 2", "Saturday", "Urdu", "near HP20".
    pub label: String,
    /// The words as they were said, folded: "2 year old". A wish that was taken off is known by them.
    pub said: String,
    /// Where those words stand among [`crate::text::words`] of the query.
    pub words: Range<usize>,
    /// The words may tell of a need as well ("baby", "dads"), so that the search looks at them too.
    pub telling: bool,
}

/// What a wish means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// Somebody of this age, in months, both ends included.
    Age {
        /// The youngest that may be meant.
        from: u16,
        /// The oldest that may be meant.
        to: u16,
    },
    /// On one of these days, at these times.
    When {
        /// Days of the week, bit 0 is Monday; 0 is any day.
        days: u8,
        /// Minutes after midnight; 0 and 1440 is any time.
        from: u16,
        /// Minutes after midnight.
        to: u16,
    },
    /// In the school holidays.
    Holidays,
    /// At this moment.
    OpenNow,
    /// ISO 639 code of a language that is to be spoken.
    Language(String),
    /// Costs nothing.
    Free,
    /// How it is to reach people.
    Delivery(Delivery),
    /// Near a place.
    Near(From),
    /// At a hub or in a locality.
    At(Area),
    /// For a group of people: the place of its facet among the catalogue's groups, 31 at most.
    Group(u8),
    /// Step-free from the street.
    StepFree,
}

/// Reads queries with the words of one catalogue.
#[derive(Debug, Default)]
pub struct Reader {
    facets: Vec<Facet>,
    sayings: Sayings,
    places: Places,
    /// Words between two of a kind, folded.
    between: Vec<String>,
    /// The hub that the desk stands in.
    hub: Option<String>,
}

impl Reader {
    /// Returns a reader of a catalogue's facets, and of the names of its hubs and localities (ids and names).
    pub fn new(facets: Option<&Facets>, hubs: &[(String, String)], localities: &[(String, String)]) -> Self {
        let Some(facets) = facets else { return Self::default() };
        let folded = |list: &[String]| list.iter().map(|word| crate::text::fold(word)).collect::<Vec<_>>();
        Self {
            sayings: Sayings::new(facets),
            places: Places::new(hubs, localities, &folded(&facets.place_words).into_iter().collect()),
            between: folded(&facets.between),
            facets: facets.facets.clone(),
            hub: None,
        }
    }

    /// Tells the hub that "near me" is near to.
    #[must_use]
    pub fn at_hub(mut self, hub: Option<&str>) -> Self {
        self.hub = hub.map(str::to_owned);
        self
    }

    /// Returns what a query wishes, in the order of its words, without what was taken off (by what was said for it).
    pub fn read(&self, query: &str, today: NaiveDate, taken_off: &[String]) -> Vec<Wish> {
        if self.facets.is_empty() {
            return Vec::new();
        }
        let words = heard::words(query);
        let found = self.sayings.find(&words, &self.places);
        let spared: Vec<&Found> = found.iter().filter(|f| matches!(f.is_for, Use::Except(_))).collect();
        let spares = |wish: &Found, facet: usize| {
            spared.iter().any(|other| {
                let is_for = matches!(other.is_for, Use::Except(only) if only.is_none_or(|only| only == facet));
                let overlap = other.start < wish.end && wish.start < other.end;
                is_for && overlap && other.end - other.start >= wish.end - wish.start
            })
        };
        let mut meant: Vec<(usize, &Found, Wish)> = Vec::new();
        for found in &found {
            if let Use::Wish(facet) = found.is_for
                && !spares(found, facet)
                && let Some(wish) = self.wish(facet, found, &words, today)
            {
                meant.push((facet, found, wish));
            }
        }
        meant.sort_by_key(|(facet, found, _)| (std::cmp::Reverse(found.end - found.start), *facet, found.start));
        let mut chosen: Vec<(usize, &Found, Wish)> = Vec::new();
        for (facet, found, wish) in meant {
            if chosen.iter().all(|(_, other, _)| found.end <= other.start || other.end <= found.start) {
                chosen.push((facet, found, wish));
            }
        }
        let denied = |wish: &Wish| found.iter().any(|f| f.is_for == Use::Denied && f.end == wish.words.start);
        chosen.retain(|(_, _, wish)| !denied(wish));
        let mut wishes = self.with_lists(&words, today, chosen);
        wishes.sort_by_key(|wish| wish.words.start);
        let is_on = |wish: &Wish| !taken_off.contains(&wish.said);
        wishes.retain(is_on);
        let mut wishes = together::joined(wishes, &words, &self.between);
        wishes.retain(is_on);
        for at in (1..wishes.len()).rev() {
            if wishes[..at].iter().any(|earlier| earlier.means == wishes[at].means) {
                wishes.remove(at);
            }
        }
        wishes
    }

    /// Returns the wish that a saying means; nothing when its number or place can't be meant.
    fn wish(&self, facet: usize, found: &Found, words: &[Word], today: NaiveDate) -> Option<Wish> {
        let meaning = self.facets.get(facet)?;
        let (means, label) = if meaning.group {
            let before = self.facets[..facet].iter().filter(|f| f.group).count();
            (Means::Group(u8::try_from(before).ok()?), meaning.label.clone())
        } else {
            meaning::of(meaning, found, today, self.hub.as_deref())?
        };
        let range = found.start..found.end;
        Some(Wish { means, label, said: said(words, &range), words: range, telling: meaning.telling })
    }

    /// Adds the numbers that stand before or after one that is meant: "2 and 4 year old", "years 2, 5 and 9".
    fn with_lists(&self, words: &[Word], today: NaiveDate, chosen: Vec<(usize, &Found, Wish)>) -> Vec<Wish> {
        let mut taken = vec![false; words.len()];
        chosen.iter().for_each(|(_, found, _)| taken[found.start..found.end].fill(true));
        let mut more = Vec::new();
        for (facet, found, wish) in &chosen {
            if !matches!(wish.means, Means::Age { .. }) || found.numbers.len() != 1 {
                continue;
            }
            for (at, number) in together::others(words, found, &taken, &self.between, &self.sayings) {
                let one = Found { start: at, end: at + 1, numbers: vec![number], place: None, is_for: found.is_for };
                let other = self.wish(*facet, &one, words, today);
                if let Some(other) = other {
                    taken[at] = true;
                    more.push(other);
                }
            }
        }
        chosen.into_iter().map(|(_, _, wish)| wish).chain(more).collect()
    }
}

/// Returns the words as they were said.
fn said(words: &[Word], range: &Range<usize>) -> String {
    words[range.clone()].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
