//! What stays of a month's counts when its rows are purged: enough for releases, and nothing that only rows should tell.

use super::Dimension;
use super::rollup::{HOURS, Part, Reader, Rollup, Writer, damaged};
use crate::error::Result;
use std::collections::BTreeMap;

/// Returns the counts of a month without weekdays and hours, and with everything sensitive at the locality only: it is counted at that hub of the locality which had most enquiries, so that it tells nothing of any other. Thinning twice changes nothing.
///
/// # Errors
/// When the counts are damaged.
pub fn thinned(
    rollup: &Rollup,
    locality: &dyn Fn(&str) -> String,
    sensitive: &dyn Fn(Dimension, &str) -> bool,
) -> Result<Rollup> {
    let mut left = rollup.clone();
    left.remove(HOURS);
    let Some(all) = rollup.get(&Part::All.name()) else { return Ok(left) };
    let mut from = Reader(all);
    let hubs = from.words()?;
    let counts = hubs.iter().map(|_| from.number()).collect::<Result<Vec<u64>>>()?;
    let mut largest: BTreeMap<String, usize> = BTreeMap::new();
    for (at, hub) in hubs.iter().enumerate() {
        let best = largest.entry(locality(hub)).or_insert(at);
        if counts[at] > counts[*best] {
            *best = at;
        }
    }
    let target: Vec<usize> = hubs.iter().map(|hub| largest[&locality(hub)]).collect();
    let mut hidden: BTreeMap<Dimension, Vec<bool>> = BTreeMap::new();
    for dimension in Dimension::all() {
        let name = Part::One(*dimension).name();
        let Some(bytes) = rollup.get(&name) else { continue };
        let mut from = Reader(bytes);
        let words = from.words()?;
        let own: Vec<bool> = words.iter().map(|word| sensitive(*dimension, word)).collect();
        let mut to = Writer::default();
        to.words(&words);
        move_cells(&mut from, &mut to, &target, own.len() as u64, |cell| own.get(cell).copied())?;
        left.insert(name, to.0);
        hidden.insert(*dimension, own);
    }
    for (at, one) in Dimension::all().iter().enumerate() {
        for other in &Dimension::all()[at + 1..] {
            let name = Part::two(*one, *other).name();
            let (Some(bytes), Some(first), Some(second)) = (rollup.get(&name), hidden.get(one), hidden.get(other))
            else {
                continue;
            };
            let mut to = Writer::default();
            let wide = second.len();
            let is_hidden = |cell: usize| Some(*first.get(cell.checked_div(wide)?)? || *second.get(cell % wide)?);
            move_cells(&mut Reader(bytes), &mut to, &target, (first.len() * wide) as u64, is_hidden)?;
            left.insert(name, to.0);
        }
    }
    Ok(left)
}

/// Copies the cells of each hub, and those that are hidden to another one.
fn move_cells(
    from: &mut Reader,
    to: &mut Writer,
    target: &[usize],
    end: u64,
    is_hidden: impl Fn(usize) -> Option<bool>,
) -> Result<()> {
    let mut moved: Vec<BTreeMap<u64, u64>> = vec![BTreeMap::new(); target.len()];
    for (hub, target) in target.iter().enumerate() {
        for (cell, count) in from.cells(end)? {
            let hidden = usize::try_from(cell).ok().and_then(&is_hidden).ok_or_else(damaged)?;
            *moved[if hidden { *target } else { hub }].entry(cell).or_default() += count;
        }
    }
    for cells in moved {
        to.cells(&cells.into_iter().collect::<Vec<_>>());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Area, Counter, Cube, Exact, Groups, Key, Span, Wants, What};
    use super::*;
    use crate::record::Plain;

    #[test]
    fn what_is_sensitive_stays_for_the_locality_and_not_for_a_hub() {
        let groups = Groups::new([
            ("abuse".to_owned(), "safety".to_owned(), None),
            ("debt".to_owned(), "money".to_owned(), None),
        ]);
        let mut counter = Counter::new(&groups, 1);
        // Two localities: east with the hubs a and b, west with c.
        for (hub, needs, services) in [
            ("a", "abuse=signposted debt=declined", "refuge"),
            ("b", "debt=signposted", "citizens-advice"),
            ("b", "debt=signposted", ""),
            ("c", "abuse=referred", "refuge"),
        ] {
            let not_asked = "not-asked";
            counter.add(
                0,
                &Plain {
                    hub,
                    day: "2025-09-30",
                    hour: 10,
                    kind: "enquiry",
                    channel: "phone",
                    asker: not_asked,
                    needs,
                    services,
                    ages: "",
                    send: not_asked,
                    language: not_asked,
                    interpreter: not_asked,
                    been_before: not_asked,
                    ethnicity: not_asked,
                },
            );
        }
        let rollup = counter.finish().remove(0);
        let locality = |hub: &str| if hub == "c" { "west" } else { "east" }.to_owned();
        let sensitive = |_: Dimension, value: &str| ["abuse", "safety", "refuge"].contains(&value);
        let thin = thinned(&rollup, &locality, &sensitive).unwrap();
        assert!(!thin.contains_key(HOURS) && thin.contains_key("map"));
        assert_eq!(thinned(&thin, &locality, &sensitive).unwrap(), thin);

        let span = Span::month_of("2025-09-30".parse().unwrap());
        let mut values = vec![What::all()];
        for (dimension, value) in [
            (Dimension::Need, "abuse"),
            (Dimension::Need, "debt"),
            (Dimension::Group, "safety"),
            (Dimension::Service, "refuge"),
            (Dimension::Service, "citizens-advice"),
            (Dimension::Channel, "phone"),
        ] {
            let what = What::of(dimension, value);
            values.extend((dimension != Dimension::Channel).then(|| what.clone().and(Dimension::Channel, "phone")));
            values.push(what);
        }
        let count = |rollup: &Rollup, what: &What, hubs: &[&str]| {
            let area: Area = hubs.iter().map(|hub| (*hub).to_owned()).collect();
            let key = Key { what: what.clone(), area, span };
            Cube::new(&Wants::of([&key]), [(span, rollup)]).unwrap().count(&key)
        };
        for what in &values {
            for area in [&["a", "b"][..], &["c"], &["a", "b", "c"]] {
                assert_eq!(count(&thin, what, area), count(&rollup, what, area), "{what:?} {area:?}");
            }
            let is_sensitive = what.values().iter().any(|(dimension, value)| sensitive(*dimension, value));
            let expected = if is_sensitive { 0 } else { count(&rollup, what, &["a"]) };
            assert_eq!(count(&thin, what, &["a"]), expected, "{what:?}: nothing tells that it was at this hub");
        }
        assert_eq!(count(&rollup, &What::of(Dimension::Need, "abuse"), &["a"]), 1);
        // Damaged counts are told and don't panic.
        for name in ["all", "need", "need-channel"] {
            let mut bad = rollup.clone();
            bad.insert(name.to_owned(), vec![200, 200, 1]);
            assert!(thinned(&bad, &locality, &sensitive).is_err(), "{name}");
        }
    }
}
