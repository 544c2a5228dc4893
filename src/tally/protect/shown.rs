//! What was shown of a count, and what is kept of a release for the attacks on later ones.

use super::super::{Area, Cell, Exact, Key, Rules, Span, What};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// What a release shows of one count, and with it what a reader knows of the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// A rounded count; the true one lies between least and most. A zero is 0, 0, 0.
    Rounded {
        /// What stands there.
        count: u64,
        /// The least that the true count can be.
        least: u64,
        /// The most that it can be.
        most: u64,
    },
    /// The symbol, because the true count is between 1 and this.
    Small(u64),
    /// The symbol, because nobody may work out another one.
    Withheld,
}

impl Shown {
    /// Returns what the rules show of a true count.
    pub fn by(rules: &Rules, count: u64) -> Self {
        if rules.hides(count) {
            return Self::Small(rules.hide_up_to);
        }
        let (count, least, most) = rules.rounded(count);
        Self::Rounded { count, least, most }
    }

    /// Returns the least and the most that a reader takes the true count to be; nothing where it was withheld.
    pub fn bounds(self) -> Option<(u64, u64)> {
        match self {
            Self::Rounded { least, most, .. } => Some((least, most)),
            Self::Small(most) => Some((1, most)),
            Self::Withheld => None,
        }
    }

    /// Returns what stands in the table.
    pub fn cell(self) -> Cell {
        match self {
            Self::Rounded { count, .. } => Cell::Count(count),
            Self::Small(_) | Self::Withheld => Cell::Hidden,
        }
    }
}

/// True counts behind a release as they were on its day, as fine as the attack on it needed them. They are kept in the store and leave it in no file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    whats: Vec<What>,
    areas: Vec<Area>,
    spans: Vec<Span>,
    /// Indices into the lists above, and the count; zeros stand nowhere.
    counts: Vec<(u32, u32, u32, u64)>,
}

impl Truth {
    /// Returns those of a list. No two of one thing may share a hub and a day.
    pub(super) fn of(list: impl IntoIterator<Item = (What, Area, Span, u64)>) -> Self {
        fn place<T: Clone + std::hash::Hash + Eq>(list: &mut Vec<T>, at: &mut FxHashMap<T, u32>, item: T) -> u32 {
            *at.entry(item.clone()).or_insert_with(|| {
                list.push(item);
                u32::try_from(list.len() - 1).unwrap_or(u32::MAX)
            })
        }
        let mut truth = Self::default();
        let (mut whats, mut areas, mut spans) = Default::default();
        for (what, area, span, count) in list.into_iter().filter(|(.., count)| *count > 0) {
            let what = place(&mut truth.whats, &mut whats, what);
            let area = place(&mut truth.areas, &mut areas, area);
            let span = place(&mut truth.spans, &mut spans, span);
            truth.counts.push((what, area, span, count));
        }
        truth
    }
}

/// A [`Truth`] that can be asked quickly.
pub(super) struct Known<'a>(FxHashMap<&'a What, Vec<(&'a Area, Span, u64)>>);

impl<'a> Known<'a> {
    pub(super) fn of(truth: &'a Truth) -> Self {
        let mut by = FxHashMap::<_, Vec<_>>::default();
        for (what, area, span, count) in &truth.counts {
            // Indices of a damaged record point nowhere; what is missing then fits no published cell and is refused there.
            let found =
                (truth.whats.get(*what as usize), truth.areas.get(*area as usize), truth.spans.get(*span as usize));
            if let (Some(what), Some(area), Some(span)) = found {
                by.entry(what).or_default().push((area, *span, *count));
            }
        }
        Self(by)
    }
}

impl Exact for Known<'_> {
    fn count(&self, key: &Key) -> u64 {
        let parts = self.0.get(&key.what).into_iter().flatten();
        parts
            .filter(|(area, span, _)| key.span.covers(*span) && area.is_subset(&key.area))
            .map(|(.., count)| count)
            .sum()
    }
}

/// An earlier release: what it showed and what was true then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Every cell it published.
    pub cells: Vec<(Key, Shown)>,
    /// True counts on its day.
    pub truth: Truth,
}

#[cfg(test)]
mod tests {
    use super::super::super::Dimension;
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_kept_truth_answers_for_unions_of_what_it_kept() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let area = |hubs: &[&str]| hubs.iter().map(|hub| (*hub).to_owned()).collect::<Area>();
        let span = |from, to, last| Span { first: day(from, 1), last: day(to, last) };
        let debt = What::of(Dimension::Need, "debt");
        let truth = Truth::of([
            (debt.clone(), area(&["a"]), span(10, 10, 31), 3),
            (debt.clone(), area(&["b", "c"]), span(10, 10, 31), 4),
            (debt.clone(), area(&["a"]), span(11, 11, 30), 5),
            (What::all(), area(&["a"]), span(10, 10, 31), 9),
        ]);
        let back: Truth = serde_json::from_str(&serde_json::to_string(&truth).unwrap()).unwrap();
        let known = Known::of(&back);
        let count = |hubs: &[&str], span| known.count(&Key { what: debt.clone(), area: area(hubs), span });
        assert_eq!(count(&["a", "b", "c"], span(10, 11, 30)), 12);
        assert_eq!(count(&["a"], span(10, 11, 30)), 8);
        assert_eq!(count(&["a"], span(12, 12, 31)), 0);
    }

    #[test]
    fn what_is_shown_is_what_the_rules_say() {
        let rules = Rules::default();
        assert_eq!(Shown::by(&rules, 0).bounds(), Some((0, 0)));
        assert_eq!(Shown::by(&rules, 7), Shown::Small(7));
        assert_eq!(Shown::by(&rules, 8).bounds(), Some((8, 12)));
        assert_eq!(Shown::by(&rules, 13).cell(), Cell::Count(15));
        assert_eq!(Shown::Withheld.cell(), Cell::Hidden);
    }
}
