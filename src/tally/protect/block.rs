//! The harder proofs: a linear program over the neighbourhood of a number, everything else held where it is.

use super::proof::Walker;
use super::world::{OPEN, Sum};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How many variables a neighbourhood has, one try after the other.
pub(super) const SIZES: [usize; 2] = [60, 300];
/// How far one variable may move: enough for a proof, and it keeps the program small in numbers.
const FAR: i64 = 40;
/// How long one program may take.
const PATIENCE: Duration = Duration::from_millis(400);

/// Returns the variables nearest to a sum by the constraints they share, its own first.
fn near(walker: &Walker, sum: &Sum, size: usize) -> Vec<u32> {
    let mut found: Vec<u32> = sum.iter().map(|(at, _)| *at).collect();
    let mut seen: BTreeSet<u32> = found.iter().copied().collect();
    let mut done = BTreeSet::new();
    let mut next = 0;
    while next < found.len() && found.len() < size {
        let mut touching = walker.ground.touching[found[next] as usize].clone();
        // What is bound most closely comes first: little freedom is left there without the others.
        touching.sort_by_key(|(at, _)| {
            let (least, most) = walker.bounds(*at as usize);
            let value = walker.sums[*at as usize];
            ((value - least).min(most - value), walker.ground.constraints[*at as usize].sum.len())
        });
        for (at, _) in touching {
            if !done.insert(at) || walker.bounds(at as usize) == (-OPEN, OPEN) {
                continue;
            }
            for (variable, _) in &walker.ground.constraints[at as usize].sum {
                if found.len() < size && seen.insert(*variable) {
                    found.push(*variable);
                }
            }
        }
        next += 1;
    }
    found
}

/// Tries to move a number further by a linear program over some variables; its answer counts only when it fits in whole numbers. Otherwise nothing has changed.
pub(super) fn push(walker: &mut Walker, sum: &Sum, direction: i32, far: i64, size: usize, deadline: Instant) {
    let block = near(walker, sum, size);
    for whole in [false, true] {
        let left = deadline.saturating_duration_since(Instant::now()).min(PATIENCE);
        if left.is_zero() {
            return;
        }
        let Some(values) = solved(walker, &block, sum, direction, far, whole, left) else { return };
        let moves: Vec<(u32, i64)> =
            block.iter().zip(values).map(|(at, value)| (*at, value - walker.values[*at as usize])).collect();
        let gain: i64 = sum
            .iter()
            .map(|(at, factor)| moves.iter().find(|(own, _)| own == at).map_or(0, |(_, by)| by * i64::from(*factor)))
            .sum();
        if gain * i64::from(direction) <= 0 {
            return;
        }
        for (at, by) in moves.iter().filter(|(_, by)| *by != 0) {
            walker.shift(*at, *by);
        }
        if walker.sound() && moves.iter().all(|(at, _)| walker.values[*at as usize] >= 0) {
            return;
        }
        for (at, by) in moves.iter().filter(|(_, by)| *by != 0) {
            walker.shift(*at, -by);
        }
    }
}

fn solved(
    walker: &Walker,
    block: &[u32],
    sum: &Sum,
    direction: i32,
    far: i64,
    whole: bool,
    left: Duration,
) -> Option<Vec<i64>> {
    let aim = if direction > 0 { OptimizationDirection::Maximize } else { OptimizationDirection::Minimize };
    let mut problem = Problem::new(aim);
    let aims: FxHashMap<u32, i32> = sum.iter().copied().collect();
    let mut variables: FxHashMap<u32, Variable> = FxHashMap::default();
    for at in block {
        let value = walker.values[*at as usize];
        let (least, most) = ((value - FAR).max(0), value + FAR);
        let aim = f64::from(aims.get(at).copied().unwrap_or(0));
        let variable = if whole {
            problem.add_integer_var(aim, (i32::try_from(least).ok()?, i32::try_from(most).ok()?))
        } else {
            #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
            problem.add_var(aim, (least as f64, most as f64))
        };
        variables.insert(*at, variable);
    }
    let touching: BTreeSet<u32> =
        block.iter().flat_map(|at| walker.ground.touching[*at as usize].iter().map(|(at, _)| *at)).collect();
    #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let mut bound = |terms: &[(u32, i32)], value: i64, least: i64, most: i64| {
        let free: Vec<(Variable, f64)> = terms
            .iter()
            .filter_map(|(at, factor)| variables.get(at).map(|variable| (*variable, f64::from(*factor))))
            .collect();
        let moving: i64 = terms
            .iter()
            .filter(|(at, _)| variables.contains_key(at))
            .map(|(at, factor)| walker.values[*at as usize] * i64::from(*factor))
            .sum();
        let rest = value - moving;
        // A bound that no allowed move reaches is left out; the check in whole numbers looks at it all the same.
        let reach = FAR * i64::try_from(free.len()).unwrap_or(OPEN);
        if least == most {
            problem.add_constraint(free, ComparisonOp::Eq, (least - rest) as f64);
            return;
        }
        if value - least < reach {
            problem.add_constraint(free.clone(), ComparisonOp::Ge, (least - rest) as f64);
        }
        if most - value < reach {
            problem.add_constraint(free, ComparisonOp::Le, (most - rest) as f64);
        }
    };
    for at in touching {
        let (least, most) = walker.bounds(at as usize);
        bound(&walker.ground.constraints[at as usize].sum, walker.sums[at as usize], least, most);
    }
    // No further than wanted: that is found sooner.
    let here: i64 = sum.iter().map(|(at, factor)| walker.values[*at as usize] * i64::from(*factor)).sum();
    let (least, most) = if direction > 0 { (here, here + far) } else { (here - far, here) };
    bound(sum, here, least, most);
    let mut options = SolveOptions::default();
    options.time_limit = Some(left);
    options.node_limit = Some(200);
    let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
    #[allow(clippy::cast_possible_truncation, reason = "within FAR of a count")]
    Some(block.iter().map(|at| solution.var_value(variables[at]).round() as i64).collect())
}
