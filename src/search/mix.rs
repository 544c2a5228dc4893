//! Gives each need that a query may well mean a line among the first three. What was said often means one of two or three things; one line of each helps more than three of the likeliest.

use super::{Hit, NeedHit, weights as w};

/// Lines that are shared out among needs.
const LINES: usize = 3;

/// Moves up the best hit of each further need that is nearly as likely as the first, below the first `named` hits, which the query names. `main_need` tells the main need of a service; `best_of` the best hit of a need that has none in the list.
pub fn mix(
    hits: &mut Vec<Hit>,
    needs: &[NeedHit],
    named: usize,
    main_need: impl Fn(u32) -> u16,
    mut best_of: impl FnMut(u16) -> Option<Hit>,
) {
    let Some(best) = needs.first() else { return };
    let likely = |need: &&NeedHit| need.score >= w::MIX * best.score;
    // What is listed first stays.
    let mut line = named.max(1);
    for need in needs.iter().take(LINES).filter(likely) {
        if line >= LINES || hits.len() < line || hits.iter().take(line).any(|hit| main_need(hit.number) == need.index) {
            continue;
        }
        let found = match hits.iter().position(|hit| main_need(hit.number) == need.index) {
            Some(at) => Some(hits.remove(at)),
            None => best_of(need.index),
        };
        if let Some(hit) = found {
            hits.insert(line, hit);
            line += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Services whose number says their need: 10 to 19 have need 1.
    fn mixed(named: usize, numbers: &[u32], needs: &[(u16, f32)]) -> Vec<u32> {
        let mut hits = numbers.iter().map(|number| Hit { number: *number, ..Hit::default() }).collect();
        let needs: Vec<NeedHit> = needs.iter().map(|(index, score)| NeedHit { index: *index, score: *score }).collect();
        let elsewhere = |need: u16| Some(Hit { number: u32::from(need) * 10 + 9, ..Hit::default() });
        mix(&mut hits, &needs, named, |number| (number / 10) as u16, elsewhere);
        hits.iter().map(|hit| hit.number).collect()
    }

    #[test]
    fn the_first_three_lines_are_shared_by_likely_needs() {
        assert_eq!(mixed(1, &[10, 11, 12, 20, 30], &[(1, 0.8), (2, 0.7), (3, 0.6)]), [10, 20, 30, 11, 12]);
        assert_eq!(mixed(1, &[10, 11, 12, 20, 30], &[(1, 0.8), (2, 0.7), (3, 0.1)]), [10, 20, 11, 12, 30]);
        assert_eq!(mixed(1, &[10, 11, 12, 20], &[(1, 0.8), (2, 0.1)]), [10, 11, 12, 20]);
    }

    #[test]
    fn a_need_far_down_is_fetched_and_what_came_first_stays() {
        assert_eq!(mixed(1, &[10, 11, 12], &[(1, 0.8), (2, 0.7)]), [10, 29, 11, 12]);
        assert_eq!(mixed(1, &[40, 10, 11, 12], &[(1, 0.8)]), [40, 10, 11, 12]);
        assert_eq!(mixed(1, &[40, 41, 42, 10], &[(1, 0.8)]), [40, 10, 41, 42]);
        assert_eq!(mixed(1, &[], &[(1, 0.8)]), Vec::<u32>::new());
        assert_eq!(mixed(2, &[40, 41, 42, 10], &[(1, 0.8)]), [40, 41, 10, 42]);
        assert_eq!(mixed(3, &[40, 41, 42, 10], &[(1, 0.8)]), [40, 41, 42, 10]);
    }
}
