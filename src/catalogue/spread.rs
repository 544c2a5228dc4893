//! Spreads work over the cores.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Returns on how many threads work is spread.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get).min(8)
}

/// Does something with each item, on all cores, and returns what came out in the order of the items. A core that is done early takes more.
pub fn spread<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        while let Some((at, item)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, items.get(at)?)))
        {
            done.push((at, work(item)));
        }
        done
    };
    let mut all = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads().min(items.len())).map(|_| scope.spawn(take)).collect();
        let mut all = take();
        all.extend(others.into_iter().flat_map(|other| other.join().unwrap_or_else(|e| std::panic::resume_unwind(e))));
        all
    });
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_done_once_and_in_order() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(spread(&items, |n| n * 2), items.iter().map(|n| n * 2).collect::<Vec<_>>());
        assert!(spread(&[] as &[usize], |n| *n).is_empty());
    }
}
