//! What speaks for each service while one query is answered. Laid out so that most services cost a few nanoseconds or nothing.

use tantivy::postings::BlockSegmentPostings;

/// Services that are cleared and passed over together.
const BLOCK: usize = 64;

/// What is kept of the services of one block; of fixed length, so that the compiler can take eight at once.
type Block<T> = [T; BLOCK];

/// Most times that a word stands in a service, and what is told from it.
const TIMES: usize = 16;

/// How far below what it is like today a service stands as long as nothing speaks for it. Sums lie within one or two of 0.
const NOTHING: f32 = 8.0;

/// One sum for each service: what it is like today, and all that was added.
pub struct Sums {
    sums: Vec<Block<f32>>,
    /// By how much each service was raised, as a place in `heights`.
    raised: Vec<Block<u8>>,
    heights: Vec<f32>,
    /// The last typed word, counted from 1, that a service matched.
    matched: Vec<Block<u8>>,
    /// The blocks of services in which anything was added; a byte each, since bits would make each step wait for the one before.
    touched: Vec<bool>,
    /// What each service is like today, less [`NOTHING`].
    empty: Vec<Block<f32>>,
    /// The highest sum of each block, once everything was added.
    tops: Vec<f32>,
}

impl Sums {
    /// Returns sums for so many services.
    pub fn new(services: usize) -> Self {
        let blocks = services.div_ceil(BLOCK);
        Self {
            sums: vec![[-NOTHING; BLOCK]; blocks],
            raised: vec![[0; BLOCK]; blocks],
            heights: vec![0.0],
            matched: vec![[0; BLOCK]; blocks],
            touched: vec![false; blocks],
            empty: vec![[-NOTHING; BLOCK]; blocks],
            tops: Vec::with_capacity(blocks),
        }
    }

    /// Sets what each service is like today, and clears.
    pub fn set_today(&mut self, each: impl Iterator<Item = f32>) {
        for (empty, today) in self.empty.as_flattened_mut().iter_mut().zip(each) {
            *empty = today - NOTHING;
        }
        self.touched.fill(true);
        self.clear();
    }

    /// Takes away all that was added.
    pub fn clear(&mut self) {
        for (block, touched) in self.touched.iter_mut().enumerate() {
            if std::mem::take(touched) {
                self.sums[block] = self.empty[block];
                self.raised[block] = [0; BLOCK];
                self.matched[block] = [0; BLOCK];
            }
        }
        self.heights.truncate(1);
    }

    /// Adds to each service of a list, which counts from a first number, what `worth` says for the times that it stands there. With a mark, a service that has the same mark already gets no more.
    pub fn add(
        &mut self,
        (first, mut postings): (u32, BlockSegmentPostings),
        mark: Option<u8>,
        worth: impl Fn(usize) -> f32,
    ) {
        let worth: [f32; TIMES] = std::array::from_fn(worth);
        let Self { sums, matched, touched, .. } = self;
        while postings.block_len() > 0 {
            let list = (first, postings.docs(), postings.freqs());
            match mark {
                None => add(list, &worth, sums, touched),
                Some(mark) => add_once(list, &worth, mark, sums, matched, touched),
            }
            postings.advance();
        }
    }

    /// Raises each service of some lists by what `worth` says for the times that it stands there, less what it was raised by before. Of more lists than a byte can tell apart the last ones are left out.
    pub fn raise(&mut self, lists: impl Iterator<Item = (u32, BlockSegmentPostings)>, worth: impl Fn(usize) -> f32) {
        let Ok(base) = u8::try_from(self.heights.len()) else { return };
        if usize::from(base) + TIMES > usize::from(u8::MAX) {
            return;
        }
        self.heights.extend((0..TIMES).map(worth));
        let Self { sums, raised, heights, touched, .. } = self;
        // As long as the table of all bytes, so that no place has to be checked.
        let mut height = [0.0f32; 256];
        height[..heights.len()].copy_from_slice(heights);
        for (first, mut postings) in lists {
            while postings.block_len() > 0 {
                raise((first, postings.docs(), postings.freqs()), &height, base, sums, raised, touched);
                postings.advance();
            }
        }
    }

    /// Returns whether as much as this was added to any service.
    pub fn has_added(&self, much: f32) -> bool {
        self.most_of_each_block().any(|added| added >= much + NOTHING)
    }

    /// Returns the services to which as much as this was added, in order.
    pub fn reached(&self, much: f32) -> Vec<u32> {
        let mut reached = Vec::new();
        for (block, (sums, empty)) in self.sums.iter().zip(&self.empty).enumerate().filter(|(at, _)| self.touched[*at])
        {
            let added: Block<f32> = std::array::from_fn(|at| sums[at] - empty[at] - NOTHING);
            if largest(&added) >= much {
                let here = added.iter().enumerate().filter(|(_, added)| **added >= much);
                // Numbers of services have 32 bits.
                reached.extend(here.map(|(at, _)| (block * BLOCK + at) as u32));
            }
        }
        reached
    }

    /// Adds more to a service to which something was added.
    pub fn add_more(&mut self, number: u32, more: f32) {
        let (block, at) = place(number);
        self.sums[block][at] += more;
    }

    /// Returns the most that was added to any service.
    pub fn most_added(&self) -> f32 {
        (self.most_of_each_block().fold(NOTHING, f32::max)) - NOTHING
    }

    fn most_of_each_block(&self) -> impl Iterator<Item = f32> + '_ {
        let blocks = self.sums.iter().zip(&self.empty).zip(&self.touched).filter(|(_, touched)| **touched);
        blocks.map(|((sums, empty), _)| {
            let added: Block<f32> = std::array::from_fn(|at| sums[at] - empty[at]);
            largest(&added)
        })
    }

    /// Calls `f` with services to which something was added, those that `count` others are above left out as far as can be told without looking at each; `f` may raise the limit on the way.
    pub fn highest(&mut self, count: usize, f: impl FnMut(u32, f32, &mut f32)) {
        let each = self.sums.iter().zip(&self.touched);
        self.tops.clear();
        self.tops.extend(each.map(|(sums, touched)| if *touched { largest(sums) } else { f32::NEG_INFINITY }));
        // The highest of each block are as many services.
        let mut limit = f32::NEG_INFINITY;
        if count > 0 && self.tops.len() >= count {
            let mut order = self.tops.clone();
            limit = *order.select_nth_unstable_by(count - 1, |a, b| b.total_cmp(a)).1;
        }
        self.each_from(limit, f);
    }

    /// Calls `f` with each service to which something was added.
    pub fn all(&mut self, f: impl FnMut(u32, f32, &mut f32)) {
        self.tops.clear();
        self.tops.resize(self.sums.len(), f32::INFINITY);
        self.each_from(f32::NEG_INFINITY, f);
    }

    /// Calls `f` with each service and what it is like today, whatever was added.
    pub fn today(&self, services: u32, mut f: impl FnMut(u32, f32)) {
        for (number, empty) in (0..services).zip(self.empty.as_flattened()) {
            f(number, empty + NOTHING);
        }
    }

    /// Calls `f` with each service to which something was added, its sum and what was added.
    pub fn each(&self, mut f: impl FnMut(u32, f32, f32)) {
        for ((block, sums), touched) in self.sums.iter().enumerate().zip(&self.touched) {
            for (at, sum) in sums.iter().enumerate().filter(|(_, sum)| *touched && **sum >= -NOTHING / 2.0) {
                f((block * BLOCK + at) as u32, *sum, *sum - (self.empty[block][at] + NOTHING));
            }
        }
    }

    /// Returns the sum of a service.
    pub fn of(&self, number: u32) -> f32 {
        let (block, at) = place(number);
        self.sums[block][at]
    }

    /// Returns how much was added to a service to which something was added.
    pub fn added(&self, number: u32) -> f32 {
        let (block, at) = place(number);
        self.sums[block][at] - (self.empty[block][at] + NOTHING)
    }

    fn each_from(&self, limit: f32, mut f: impl FnMut(u32, f32, &mut f32)) {
        let mut limit = limit.max(-NOTHING / 2.0);
        for (block, top) in self.tops.iter().enumerate() {
            if *top < limit {
                continue;
            }
            for (at, sum) in self.sums[block].iter().enumerate() {
                if *sum >= limit {
                    // Numbers of services have 32 bits.
                    f((block * BLOCK + at) as u32, *sum, &mut limit);
                }
            }
        }
    }
}

/// The number that a list counts from, its services, and how often a word stands in each.
type List<'a> = (u32, &'a [u32], &'a [u32]);

// The loops that most of a search's time goes into. They are functions of their own because the compiler then knows that the slices don't overlap, and keeps their places at hand.

fn add(list: List<'_>, worth: &[f32; TIMES], sums: &mut [Block<f32>], touched: &mut [bool]) {
    for (number, times) in list.1.iter().zip(list.2) {
        let (block, at) = place(list.0 + *number);
        let sum = &mut sums[block][at];
        *sum += worth[*times as usize % TIMES] + first(*sum);
        touched[block] = true;
    }
}

fn add_once(
    list: List<'_>,
    worth: &[f32; TIMES],
    mark: u8,
    sums: &mut [Block<f32>],
    matched: &mut [Block<u8>],
    touched: &mut [bool],
) {
    for (number, times) in list.1.iter().zip(list.2) {
        let (block, at) = place(list.0 + *number);
        if std::mem::replace(&mut matched[block][at], mark) != mark {
            let sum = &mut sums[block][at];
            *sum += worth[*times as usize % TIMES] + first(*sum);
            touched[block] = true;
        }
    }
}

fn raise(
    list: List<'_>,
    height: &[f32; 256],
    base: u8,
    sums: &mut [Block<f32>],
    raised: &mut [Block<u8>],
    touched: &mut [bool],
) {
    for (number, times) in list.1.iter().zip(list.2) {
        let (block, at) = place(list.0 + *number);
        let own = base + (*times as usize % TIMES) as u8;
        let more = height[usize::from(own)] - height[usize::from(raised[block][at])];
        if more > 0.0 {
            raised[block][at] = own;
            let sum = &mut sums[block][at];
            *sum += more + first(*sum);
            touched[block] = true;
        }
    }
}

/// Returns the block of a service and its place there.
fn place(number: u32) -> (usize, usize) {
    let at = number as usize;
    (at / BLOCK, at % BLOCK)
}

/// Returns what brings a sum to which nothing was added yet among the others.
fn first(sum: f32) -> f32 {
    if sum < -NOTHING / 2.0 { NOTHING } else { 0.0 }
}

/// Returns the largest of some sums. Written in lanes, because the processor then takes eight at once.
#[inline(always)]
fn largest(sums: &Block<f32>) -> f32 {
    let mut lanes = [f32::NEG_INFINITY; 8];
    for chunk in sums.chunks_exact(8) {
        for (lane, sum) in lanes.iter_mut().zip(chunk) {
            *lane = if *sum > *lane { *sum } else { *lane };
        }
    }
    lanes.into_iter().fold(f32::NEG_INFINITY, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_over_what_is_not_above() {
        let mut sums = Sums::new(5000);
        let put = |sums: &mut Sums, number: u32, more: f32| {
            let (block, at) = place(number);
            sums.sums[block][at] += more + first(sums.sums[block][at]);
            sums.touched[block] = true;
        };
        let highest = |sums: &mut Sums, count| {
            let mut out = Vec::new();
            sums.highest(count, |number, _, _| out.push(number));
            out
        };
        for (number, more) in [(3, 0.3), (3, 0.2), (64, 0.2), (4999, 0.9), (128, 0.4)] {
            put(&mut sums, number, more);
        }
        assert_eq!(highest(&mut sums, 200), [3, 64, 128, 4999]);
        assert_eq!(highest(&mut sums, 3), [3, 128, 4999]);
        assert!(sums.has_added(0.89) && !sums.has_added(0.91));
        sums.set_today([0.0, 0.0, 0.0, 0.6].into_iter());
        assert!(highest(&mut sums, 50).is_empty() && !sums.has_added(0.01));
        put(&mut sums, 3, 0.3);
        put(&mut sums, 70, 0.8);
        assert_eq!(highest(&mut sums, 1), [3]);
        assert_eq!(highest(&mut sums, 2), [3, 70]);
    }
}
