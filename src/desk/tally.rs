//! Counting: brings the kept counts of months up to date, and hands out what answers questions.

use super::Catalogue;
use crate::error::{Error, Result};
use crate::store::Store;
use crate::tally::{Counter, Cube, Groups, MAP, Rollup, Span, Wants};
use std::collections::{BTreeMap, BTreeSet};

/// Months that are counted in one go, so that memory stays small however many years there are.
const AT_ONCE: usize = 24;

impl Catalogue {
    /// Returns the groups and areas of its needs, which enquiries are counted by.
    pub fn groups(&self) -> Groups {
        let needs = self.head().needs.iter();
        Groups::new(needs.map(|need| (need.id.clone(), need.group.clone(), need.dfe_area.clone())))
    }
}

/// Returns the id of a whole month: "2026-11".
fn month_id(month: Span) -> String {
    month.first.format("%Y-%m").to_string()
}

/// Counts what is not counted yet and returns what answers the questions. `told` hears now and then how many rows were read.
///
/// Where the store can't be written, the counts are made all the same and not kept.
///
/// # Errors
/// When the store can't be read, or a question cuts a month whose rows were purged.
pub fn cube(store: &mut Store, groups: &Groups, wants: &Wants, told: &mut dyn FnMut(u64)) -> Result<Cube> {
    let (months, cut): (Vec<Span>, Vec<Span>) =
        wants.pieces().into_iter().partition(|piece| Span::month_of(piece.first) == *piece);
    if let Some(last) = store.purged_up_to()?
        && let Some(gone) =
            cut.iter().chain(months.iter().filter(|_| wants.hours)).find(|piece| month_id(**piece) <= last)
    {
        let month = Span::month_of(gone.first).in_words();
        let what = format!(
            "The enquiries of {month} were purged: only the counts of the whole month are left, and not those of its days and hours."
        );
        return Err(Error::usage(what).hint("Ask for a whole month, quarter or year."));
    }
    let ids: BTreeMap<String, Span> = months.iter().map(|month| (month_id(*month), *month)).collect();
    let counted = recount(store, groups, &ids.keys().cloned().collect(), told)?;
    let mut rollups: BTreeMap<Span, Rollup> = BTreeMap::new();
    let kept: Vec<String> = ids.keys().filter(|id| !counted.contains_key(*id)).cloned().collect();
    for (id, rollup) in store.counts(&kept, &wants.names())?.into_iter().chain(counted) {
        if let Some(month) = ids.get(&id) {
            rollups.insert(*month, rollup);
        }
    }
    for piece in cut {
        // Pieces of two questions may overlap, so each is read for itself.
        rollups.extend(count(store, groups, &[piece], told)?.into_iter().map(|rollup| (piece, rollup)));
    }
    Cube::new(wants, rollups.iter().map(|(span, rollup)| (*span, rollup)))
}

/// Counts those of some months that changed since they were counted, or were counted by other groups; what was purged is left as it is. Returns the new counts, which are kept now if the store can be written.
///
/// # Errors
/// When the store can't be read.
pub fn recount(
    store: &mut Store,
    groups: &Groups,
    months: &BTreeSet<String>,
    told: &mut dyn FnMut(u64),
) -> Result<BTreeMap<String, Rollup>> {
    let here = store.months()?;
    let some: Vec<String> = months.iter().filter(|month| here.contains_key(*month)).cloned().collect();
    let maps = store.counts(&some, &BTreeSet::from([MAP.to_owned()]))?;
    let print = groups.fingerprint();
    let old = |month: &String| maps.get(month).and_then(|parts| parts.get(MAP)) != Some(&print);
    let due: Vec<String> = some
        .into_iter()
        .filter(|month| {
            here.get(month).is_some_and(|state| !state.purged && (state.stale || (state.rows && old(month))))
        })
        .collect();
    let mut counted = BTreeMap::new();
    for due in due.chunks(AT_ONCE) {
        let spans: Vec<Span> =
            due.iter().filter_map(|month| format!("{month}-01").parse().ok()).map(Span::month_of).collect();
        let turn = store.begin_counting(due).ok();
        let rollups = count(store, groups, &spans, told)?;
        for (month, rollup) in due.iter().zip(rollups) {
            if let Some(turn) = turn {
                // What can't be kept is counted again next time.
                let _ = store.put_counts(turn, month, &rollup);
            }
            counted.insert(month.clone(), rollup);
        }
    }
    Ok(counted)
}

/// Counts the rows of some pieces of time that don't overlap.
fn count(store: &Store, groups: &Groups, pieces: &[Span], told: &mut dyn FnMut(u64)) -> Result<Vec<Rollup>> {
    let mut counter = Counter::new(groups, pieces.len());
    let days: Vec<_> = pieces.iter().map(|span| (span.first, span.last)).collect();
    store.each_row(&days, told, |piece, row| counter.add(piece, row))?;
    Ok(counter.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::record::{Enquiry, Met, Outcome};
    use crate::tally::{Area, Dimension, Exact, Key, What};

    fn groups(group: &str) -> Groups {
        Groups::new([("debt-advice".to_owned(), group.to_owned(), None)])
    }

    fn asked(hub: &str, span: Span) -> Key {
        Key { what: What::of(Dimension::Need, "debt-advice"), area: Area::from([hub.to_owned()]), span }
    }

    fn today() -> Span {
        Span::month_of(Clock::system(chrono_tz::Tz::Europe__London).today())
    }

    fn save(store: &mut Store) -> Enquiry {
        let mut enquiry = Enquiry::new("riverside");
        enquiry.needs = vec![Met::new("debt-advice", Outcome::Signposted)];
        store.save(&enquiry, &Clock::system(chrono_tz::Tz::Europe__London)).unwrap();
        enquiry
    }

    fn count_of(store: &mut Store, key: &Key) -> u64 {
        cube(store, &groups("money"), &Wants::of([key]), &mut |_| ()).unwrap().count(key)
    }

    #[test]
    fn saving_undoing_and_importing_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("a")).unwrap();
        let key = asked("riverside", today());
        assert_eq!(count_of(&mut store, &key), 0);
        let first = save(&mut store);
        save(&mut store);
        assert_eq!(count_of(&mut store, &key), 2);
        assert_eq!(count_of(&mut store, &asked("hilltop", today())), 0);
        save(&mut store);
        assert_eq!(count_of(&mut store, &key), 3);
        store.undo(first.id).unwrap();
        assert_eq!(count_of(&mut store, &key), 2);
        let mut other = Store::open(&dir.path().join("b")).unwrap();
        save(&mut other);
        let path = dir.path().join("b.jsonl");
        other.export(&path, false).unwrap();
        store.import(std::slice::from_ref(&path)).unwrap();
        assert_eq!(count_of(&mut store, &key), 3);
        // What was imported before changes nothing, so nothing has to be counted.
        store.import(&[path]).unwrap();
        assert!(store.months().unwrap().values().all(|state| !state.stale && state.counted));
        // Days inside a month are counted from their rows.
        let now = Clock::system(chrono_tz::Tz::Europe__London).today();
        assert_eq!(count_of(&mut store, &asked("riverside", Span { first: now, last: now })), 3);
        let other_day = if now == today().first { today().last } else { today().first };
        assert_eq!(count_of(&mut store, &asked("riverside", Span { first: other_day, last: other_day })), 0);
        // An undo of the last enquiry leaves a month without rows, not one with old counts.
        let alone = asked("riverside", today());
        for row in other.between(today().first, today().last).unwrap() {
            assert_eq!(count_of(&mut other, &alone), 1);
            other.undo(row.enquiry.id).unwrap();
        }
        assert_eq!(count_of(&mut other, &alone), 0);
    }

    #[test]
    fn tests_are_not_counted() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path()).unwrap();
        let mut enquiry = Enquiry::new("riverside");
        enquiry.needs = vec![Met::new("debt-advice", Outcome::Signposted)];
        let clock = Clock::fixed(today().first.and_hms_opt(10, 0, 0).unwrap());
        store.save(&enquiry, &clock).unwrap();
        assert_eq!(count_of(&mut store, &asked("riverside", today())), 0);
    }

    #[test]
    fn a_save_while_a_month_is_counted_leaves_it_to_be_counted_again() {
        let dir = tempfile::tempdir().unwrap();
        let (mut store, mut beside) = (Store::open(dir.path()).unwrap(), Store::open(dir.path()).unwrap());
        save(&mut store);
        let month = month_id(today());
        let turn = store.begin_counting(std::slice::from_ref(&month)).unwrap();
        let counted = count(&store, &groups("money"), &[today()], &mut |_| ()).unwrap().remove(0);
        save(&mut beside);
        store.put_counts(turn, &month, &counted).unwrap();
        let state = store.months().unwrap()[&month];
        assert!(state.counted && state.stale, "{state:?}");
        assert_eq!(count_of(&mut store, &asked("riverside", today())), 2);
        assert!(!store.months().unwrap()[&month].stale);
        // Of two that count at once, the one that began first puts nothing: it may have missed what the other saw.
        let early = store.begin_counting(std::slice::from_ref(&month)).unwrap();
        let late = beside.begin_counting(std::slice::from_ref(&month)).unwrap();
        store.put_counts(early, &month, &Rollup::new()).unwrap();
        assert_eq!(count_of(&mut store, &asked("riverside", today())), 2);
        beside.put_counts(late, &month, &counted).unwrap();
        assert_eq!(count_of(&mut store, &asked("riverside", today())), 1);
    }

    #[test]
    fn other_groups_count_again_unless_the_rows_are_purged() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path()).unwrap();
        save(&mut store);
        let key = |group: &str| Key { what: What::of(Dimension::Group, group), ..asked("riverside", today()) };
        let ask = |store: &mut Store, group: &str| {
            cube(store, &groups(group), &Wants::of([&key(group)]), &mut |_| ()).unwrap().count(&key(group))
        };
        assert_eq!((ask(&mut store, "money"), ask(&mut store, "home")), (1, 1));
        store.forget_rows(&month_id(today()));
        assert_eq!((ask(&mut store, "home"), ask(&mut store, "money")), (1, 0));
        // Its days can't be counted any more.
        let days = Span { last: today().last.pred_opt().unwrap(), ..today() };
        let error =
            cube(&mut store, &groups("home"), &Wants::of([&asked("riverside", days)]), &mut |_| ()).unwrap_err();
        assert!(error.to_string().contains("were purged"), "{error}");
    }
}
