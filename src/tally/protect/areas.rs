//! Hubs and months that are too small to be shown alone.

use super::super::{Area, Rules};

/// Returns the areas that stand as lines of their own: each hub, or where one has too few enquiries it together with the next smallest. The list of hubs stands with their true numbers of enquiries; whatever comes of it is in the order of their ids.
pub fn merged(hubs: &[(String, u64)], rules: &Rules) -> Vec<Area> {
    let mut areas: Vec<(u64, Area)> = hubs.iter().map(|(hub, count)| (*count, Area::from([hub.clone()]))).collect();
    areas.sort();
    while areas.len() > 1 && areas[0].0 <= rules.hide_up_to {
        let (count, area) = areas.remove(0);
        areas[0].0 += count;
        areas[0].1.extend(area);
        areas.sort();
    }
    let mut areas: Vec<Area> = areas.into_iter().map(|(_, area)| area).collect();
    areas.sort();
    areas
}

/// Returns whether months may be shown: each of them has enough enquiries, by their true numbers.
pub fn shows_months(months: &[u64], rules: &Rules) -> bool {
    months.len() > 1 && months.iter().all(|count| *count > rules.hide_up_to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_hubs_stand_together_until_they_are_large_enough() {
        let hubs = |counts: &[u64]| -> Vec<(String, u64)> {
            counts.iter().enumerate().map(|(at, count)| (format!("hub-{at}"), *count)).collect()
        };
        let shown = |counts: &[u64]| -> Vec<String> {
            let areas = merged(&hubs(counts), &Rules::default());
            areas.into_iter().map(|area| area.into_iter().collect::<Vec<_>>().join("+")).collect()
        };
        assert_eq!(shown(&[20, 30, 8]), ["hub-0", "hub-1", "hub-2"]);
        assert_eq!(shown(&[20, 3, 9]), ["hub-0", "hub-1+hub-2"]);
        assert_eq!(shown(&[2, 3, 1, 50]), ["hub-0+hub-1+hub-2+hub-3"]);
        assert_eq!(shown(&[4, 3, 1, 50]), ["hub-0+hub-1+hub-2", "hub-3"]);
        assert_eq!(shown(&[0, 50, 60]), ["hub-0+hub-1", "hub-2"]);
        assert_eq!(shown(&[3]), ["hub-0"]);
    }

    #[test]
    fn months_are_shown_when_none_is_small() {
        assert!(shows_months(&[8, 20, 30], &Rules::default()));
        assert!(!shows_months(&[7, 20, 30], &Rules::default()));
        assert!(!shows_months(&[30], &Rules::default()));
    }
}
