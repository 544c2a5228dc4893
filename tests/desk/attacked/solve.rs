//! The least and the most that unknown whole numbers can be.
//!
//! Bounds are narrowed sum by sum until nothing changes. What stays open is asked of a linear program, and what that leaves narrow of a search over whole numbers.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolutionStatus, SolveOutcome, Variable};
use std::time::Duration;

/// More than any count, and no bound at all.
pub const FAR: i64 = 100_000;
/// How long one search may take.
const PATIENCE: Duration = Duration::from_millis(500);

struct Sum {
    terms: Vec<(usize, i64)>,
    least: i64,
    most: i64,
}

/// Unknowns with their bounds, and sums of them.
#[derive(Default)]
pub struct System {
    pub bounds: Vec<(i64, i64)>,
    sums: Vec<Sum>,
    of: Vec<Vec<usize>>,
}

/// Nothing fits.
#[derive(Debug)]
pub struct Contradiction;

impl System {
    /// Adds an unknown.
    pub fn unknown(&mut self, least: i64, most: i64) -> usize {
        self.bounds.push((least, most));
        self.of.push(Vec::new());
        self.bounds.len() - 1
    }

    /// Narrows the bounds of an unknown.
    pub fn narrow(&mut self, at: usize, least: i64, most: i64) {
        let own = &mut self.bounds[at];
        *own = (own.0.max(least), own.1.min(most));
    }

    /// Adds a sum that lies between two numbers.
    pub fn sum(&mut self, terms: Vec<(usize, i64)>, least: i64, most: i64) {
        for (unknown, _) in &terms {
            self.of[*unknown].push(self.sums.len());
        }
        self.sums.push(Sum { terms, least, most });
    }

    /// Narrows all bounds, sum by sum, until nothing changes.
    pub fn spread(&self, bounds: &mut [(i64, i64)]) -> Result<(), Contradiction> {
        let mut waits = vec![true; self.sums.len()];
        let mut queue: std::collections::VecDeque<usize> = (0..self.sums.len()).collect();
        if bounds.iter().any(|(least, most)| least > most) {
            return Err(Contradiction);
        }
        while let Some(at) = queue.pop_front() {
            waits[at] = false;
            let sum = &self.sums[at];
            let (mut low, mut high) = (0, 0);
            for (unknown, by) in &sum.terms {
                let (least, most) = bounds[*unknown];
                let (first, second) = (by * least, by * most);
                low += first.min(second);
                high += first.max(second);
            }
            if low > sum.most || high < sum.least {
                return Err(Contradiction);
            }
            if sum.least <= low && high <= sum.most {
                continue;
            }
            for (unknown, by) in &sum.terms {
                let (least, most) = bounds[*unknown];
                let (own_low, own_high) = ((by * least).min(by * most), (by * least).max(by * most));
                // All are one or minus one.
                let term_least = sum.least - (high - own_high);
                let term_most = sum.most - (low - own_low);
                let (from, to) = if *by > 0 { (term_least, term_most) } else { (-term_most, -term_least) };
                let new = (least.max(from), most.min(to));
                if new.0 > new.1 {
                    return Err(Contradiction);
                }
                if new != (least, most) {
                    low += (by * new.0).min(by * new.1) - own_low;
                    high += (by * new.0).max(by * new.1) - own_high;
                    bounds[*unknown] = new;
                    for other in &self.of[*unknown] {
                        if !waits[*other] {
                            waits[*other] = true;
                            queue.push_back(*other);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns the unknowns that hang together with some, and are not known yet.
    fn part(&self, bounds: &[(i64, i64)], from: &[usize]) -> Vec<bool> {
        let mut own = vec![false; bounds.len()];
        let mut stack: Vec<usize> = from.to_vec();
        while let Some(at) = stack.pop() {
            if std::mem::replace(&mut own[at], true) {
                continue;
            }
            for sum in self.of[at].iter().filter(|sum| !self.is_idle(**sum, bounds)) {
                let open = self.sums[*sum].terms.iter().map(|(other, _)| *other);
                stack.extend(open.filter(|other| bounds[*other].0 < bounds[*other].1 && !own[*other]));
            }
        }
        own
    }

    /// Returns whether a sum holds whatever its unknowns are.
    fn is_idle(&self, sum: usize, bounds: &[(i64, i64)]) -> bool {
        let sum = &self.sums[sum];
        let end = |low: bool| -> i64 {
            let ends = sum.terms.iter().map(|(at, by)| {
                let (first, second) = (by * bounds[*at].0, by * bounds[*at].1);
                if low { first.min(second) } else { first.max(second) }
            });
            ends.sum()
        };
        sum.least <= end(true) && end(false) <= sum.most
    }

    /// Solves for one end: the most of the weighted unknowns.
    fn solved(
        &self,
        bounds: &[(i64, i64)],
        part: &[bool],
        weights: &dyn Fn(usize) -> f64,
        whole: bool,
    ) -> Result<Option<Vec<f64>>, Contradiction> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        problem.set_time_limit(PATIENCE);
        let unknowns: Vec<Option<Variable>> = (0..bounds.len())
            .map(|at| {
                let (least, most) = bounds[at];
                part[at].then(|| match whole {
                    true => problem.add_integer_var(weights(at), (least as i32, most as i32)),
                    false => problem.add_var(weights(at), (least as f64, most as f64)),
                })
            })
            .collect();
        for (at, sum) in self.sums.iter().enumerate() {
            let own = sum.terms.iter().any(|(unknown, _)| unknowns[*unknown].is_some());
            if !own || self.is_idle(at, bounds) {
                continue;
            }
            let mut fixed = 0;
            let mut terms = Vec::new();
            for (unknown, by) in &sum.terms {
                match unknowns[*unknown] {
                    Some(variable) => terms.push((variable, *by as f64)),
                    None => fixed += by * bounds[*unknown].0,
                }
            }
            let (least, most) = ((sum.least - fixed) as f64, (sum.most - fixed) as f64);
            if sum.least == sum.most {
                problem.add_constraint(terms, ComparisonOp::Eq, least);
                continue;
            }
            if sum.most < super::solve::FAR {
                problem.add_constraint(terms.clone(), ComparisonOp::Le, most);
            }
            problem.add_constraint(terms, ComparisonOp::Ge, least);
        }
        match problem.solve() {
            Ok(SolveOutcome::Solution(solution)) if !whole || solution.status() == SolutionStatus::Optimal => Ok(Some(
                unknowns
                    .iter()
                    .zip(bounds)
                    .map(|(one, own)| one.map_or(own.0 as f64, |one| solution.var_value(one)))
                    .collect(),
            )),
            Ok(_) => Ok(None),
            Err(Error::Infeasible) => Err(Contradiction),
            Err(_) => Ok(None),
        }
    }

    /// Narrows some unknowns; those that a linear program leaves `enough` values are left so, unless it is to be `exact`: then each is searched for over whole numbers.
    pub fn attack(&self, targets: &[usize], enough: i64, exact: bool) -> Result<Vec<(i64, i64)>, Contradiction> {
        let mut bounds = self.bounds.clone();
        self.spread(&mut bounds)?;
        let mut narrow: Vec<(i64, i64)> = targets.iter().map(|at| bounds[*at]).collect();
        let mut open: Vec<usize> = (0..targets.len()).filter(|at| wide(narrow[*at], enough)).collect();
        // Worlds that fit, the unknowns as high or low as they go together, tell at once that most of them are wide.
        let mut seen: Vec<(f64, f64)> = vec![(f64::MAX, f64::MIN); targets.len()];
        for round in 0..6_usize {
            if open.is_empty() || exact {
                break;
            }
            let from: Vec<usize> = open.iter().map(|at| targets[*at]).collect();
            let part = self.part(&bounds, &from);
            let sign = |at: usize| -> f64 {
                match (round, from.iter().position(|own| *own == at)) {
                    (_, None) => 0.0,
                    (0, _) => 1.0,
                    (1, _) => -1.0,
                    (_, Some(own)) => {
                        if (own >> (round / 2 - 1)) & 1 == round & 1 {
                            1.0
                        } else {
                            -1.0
                        }
                    }
                }
            };
            let Some(world) = self.solved(&bounds, &part, &sign, false)? else { continue };
            for at in &open {
                let value = world[targets[*at]];
                seen[*at] = (seen[*at].0.min(value), seen[*at].1.max(value));
            }
            open.retain(|at| (seen[*at].1 + 1e-6).floor() - (seen[*at].0 - 1e-6).ceil() < (enough - 1) as f64);
        }
        for at in open {
            let target = targets[at];
            let part = self.part(&bounds, &[target]);
            for whole in [false, true] {
                for (sign, high) in [(1.0, true), (-1.0, false)] {
                    let weight = |own: usize| if own == target { sign } else { 0.0 };
                    let Some(world) = self.solved(&bounds, &part, &weight, whole)? else { continue };
                    let value = world[target];
                    let own = &mut narrow[at];
                    if high {
                        own.1 = own.1.min((value + 1e-6).floor() as i64);
                    } else {
                        own.0 = own.0.max((value - 1e-6).ceil() as i64);
                    }
                }
                if !wide(narrow[at], enough) {
                    break;
                }
            }
            bounds[target] = narrow[at];
            self.spread(&mut bounds)?;
        }
        Ok(narrow)
    }
}

/// Returns whether so many whole numbers are between bounds.
fn wide(bounds: (i64, i64), enough: i64) -> bool {
    bounds.1 - bounds.0 + 1 >= enough
}

#[cfg(test)]
mod tests {
    use super::*;

    type Said<'a> = (&'a [(usize, i64)], i64, i64);

    fn system(unknowns: usize, sums: &[Said]) -> System {
        let mut system = System::default();
        for _ in 0..unknowns {
            system.unknown(0, FAR);
        }
        sums.iter().for_each(|(terms, least, most)| system.sum(terms.to_vec(), *least, *most));
        system
    }

    #[test]
    fn sums_narrow_each_other_until_nothing_changes() {
        // All are 8 to 12, those of one kind 8 to 12 too: at most 4 are left.
        let all = system(3, &[(&[(0, 1), (1, 1), (2, -1)], 0, 0), (&[(2, 1)], 8, 12), (&[(0, 1)], 8, 12)]);
        assert_eq!(all.attack(&[1], 5, false).unwrap(), [(0, 4)]);
    }

    #[test]
    fn what_bounds_leave_open_a_linear_program_closes() {
        let two = system(2, &[(&[(0, 1), (1, 1)], 10, 10), (&[(0, 1), (1, -1)], 2, 2)]);
        let mut bounds = two.bounds.clone();
        two.spread(&mut bounds).unwrap();
        assert!(bounds[0].1 - bounds[0].0 > 2);
        assert_eq!(two.attack(&[0, 1], 5, false).unwrap(), [(6, 6), (4, 4)]);
    }

    #[test]
    fn what_halves_would_fit_whole_numbers_do_not() {
        // Twice the first is six at most and four at least, and it is even: each pair sums to 5, 4 and 5.
        let odd = system(3, &[(&[(0, 1), (1, 1)], 5, 5), (&[(1, 1), (2, 1)], 5, 5), (&[(0, 1), (2, 1)], 5, 5)]);
        assert!(odd.attack(&[0], 5, false).is_err());
        // Of three no two are more than one together: one and a half in all, or one whole. Of six so: three, or two.
        let mut six = system(7, &[(&[(0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, -1)], 0, 0)]);
        for (one, other) in [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)] {
            six.sum(vec![(one, 1), (other, 1)], 0, 1);
        }
        assert_eq!(six.attack(&[6], 4, true).unwrap(), [(0, 2)]);
    }
}
