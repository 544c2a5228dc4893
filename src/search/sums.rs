//! What speaks for each service while one query is answered. Laid out so that most services cost a few nanoseconds or nothing.

use tantivy::postings::BlockSegmentPostings;

/// Services that are cleared and passed over together.
const BLOCK: usize = 64;

/// Most times that a word stands in a service, and what is told from it.
const TIMES: usize = 16;

/// One sum for each service.
pub struct Sums {
    sums: Vec<f32>,
    /// The part of it that was raised, see [`Sums::raise`].
    raised: Vec<f32>,
    /// The last typed word, counted from 1, that a service matched.
    matched: Vec<u8>,
    /// A bit for each block of services in which anything was added.
    touched: Vec<u64>,
}

impl Sums {
    /// Returns sums for so many services, all 0.
    pub fn new(services: usize) -> Self {
        let blocks = services.div_ceil(BLOCK);
        Self {
            sums: vec![0.0; blocks * BLOCK],
            raised: vec![0.0; blocks * BLOCK],
            matched: vec![0; blocks * BLOCK],
            touched: vec![0; blocks.div_ceil(64)],
        }
    }

    /// Sets all sums to 0.
    pub fn clear(&mut self) {
        for at in blocks(&self.touched) {
            self.sums[at..at + BLOCK].fill(0.0);
            self.raised[at..at + BLOCK].fill(0.0);
            self.matched[at..at + BLOCK].fill(0);
        }
        self.touched.fill(0);
    }

    /// Adds to each service of a list what `worth` says for the times that it stands there. With a mark, a service that has the same mark already gets no more.
    pub fn add(&mut self, mut postings: BlockSegmentPostings, mark: Option<u8>, worth: impl Fn(usize) -> f32) {
        let worth: [f32; TIMES] = std::array::from_fn(worth);
        let Self { sums, matched, touched, .. } = self;
        while postings.block_len() > 0 {
            for (number, times) in postings.docs().iter().zip(postings.freqs()) {
                let at = *number as usize;
                if let Some(mark) = mark {
                    if matched[at] == mark {
                        continue;
                    }
                    matched[at] = mark;
                }
                sums[at] += worth[*times as usize % TIMES];
                touched[at / BLOCK / 64] |= 1 << (at / BLOCK % 64);
            }
            postings.advance();
        }
    }

    /// Raises each service of a list to what `worth` says for the times that it stands there, unless it was raised higher before.
    pub fn raise(&mut self, mut postings: BlockSegmentPostings, worth: impl Fn(usize) -> f32) {
        let worth: [f32; TIMES] = std::array::from_fn(worth);
        let Self { sums, raised, touched, .. } = self;
        while postings.block_len() > 0 {
            for (number, times) in postings.docs().iter().zip(postings.freqs()) {
                let at = *number as usize;
                let more = worth[*times as usize % TIMES] - raised[at];
                if more > 0.0 {
                    raised[at] += more;
                    sums[at] += more;
                    touched[at / BLOCK / 64] |= 1 << (at / BLOCK % 64);
                }
            }
            postings.advance();
        }
    }

    /// Returns the largest sum.
    pub fn most(&self) -> f32 {
        blocks(&self.touched).map(|at| largest(&self.sums[at..at + BLOCK])).fold(0.0, f32::max)
    }

    /// Calls `f` with each service above a limit and its sum; `f` may raise the limit on the way. A service with a sum of 0 is never above.
    pub fn above(&self, mut limit: f32, mut f: impl FnMut(u32, f32, &mut f32)) {
        limit = limit.max(0.0);
        for start in blocks(&self.touched) {
            let block = &self.sums[start..start + BLOCK];
            if largest(block) <= limit {
                continue;
            }
            for (at, sum) in block.iter().enumerate() {
                if *sum > limit {
                    // Numbers of services have 32 bits.
                    f((start + at) as u32, *sum, &mut limit);
                    limit = limit.max(0.0);
                }
            }
        }
    }
}

/// Returns the first service of each block whose bit is set.
fn blocks(touched: &[u64]) -> impl Iterator<Item = usize> {
    touched.iter().enumerate().flat_map(|(at, bits)| {
        let mut bits = *bits;
        std::iter::from_fn(move || {
            let next = (bits != 0).then(|| (at * 64 + bits.trailing_zeros() as usize) * BLOCK)?;
            bits &= bits - 1;
            Some(next)
        })
    })
}

/// Returns the largest of some sums. Written in lanes, because the processor then takes eight at once.
fn largest(sums: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for chunk in sums.chunks_exact(8) {
        for (lane, sum) in lanes.iter_mut().zip(chunk) {
            *lane = if *sum > *lane { *sum } else { *lane };
        }
    }
    lanes.into_iter().fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_over_what_is_not_above() {
        let mut sums = Sums::new(5000);
        for (at, sum) in [(3, 0.5), (64, 0.2), (4999, 0.9), (128, 0.4)] {
            sums.sums[at] = sum;
            sums.touched[at / BLOCK / 64] |= 1 << (at / BLOCK % 64);
        }
        let above = |limit| {
            let mut out = Vec::new();
            sums.above(limit, |number, _, _| out.push(number));
            out
        };
        assert_eq!(above(f32::NEG_INFINITY), [3, 64, 128, 4999]);
        assert_eq!(above(0.3), [3, 128, 4999]);
        assert_eq!(sums.most(), 0.9);
        let mut seen = Vec::new();
        sums.above(0.0, |number, sum, limit| {
            seen.push(number);
            *limit = sum;
        });
        assert_eq!(seen, [3, 4999]);
        sums.clear();
        assert_eq!(sums.most(), 0.0);
    }
}
