//! How small a count may be shown.

use serde::{Deserialize, Serialize};

/// What happens to counts before they are published. The bounds keep settings from undoing the protection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Counts from 1 to this are hidden: 7 unless the settings ask for more, 20 at most.
    pub hide_up_to: u64,
    /// Others are rounded to the nearest multiple of this: 5 unless the settings ask for more, 10 at most.
    pub round_to: u64,
    /// What stands in the place of a hidden count.
    pub symbol: String,
    /// How many values a hidden count must be able to have after every attack, 5 at least.
    pub span: u64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { hide_up_to: 7, round_to: 5, symbol: "[c]".to_owned(), span: 5 }
    }
}

impl Rules {
    /// Returns whether a true count is hidden.
    pub fn hides(&self, count: u64) -> bool {
        (1..=self.hide_up_to).contains(&count)
    }

    /// Returns a true count that is not hidden as it is published, and the least and most that somebody knows from it.
    pub fn rounded(&self, count: u64) -> (u64, u64, u64) {
        let half = self.round_to / 2;
        let shown = (count + half) / self.round_to * self.round_to;
        let least = shown.saturating_sub(half);
        // An even base rounds its half up: 5 becomes 10, so 10 stands for 5 to 14.
        let most = shown + (self.round_to - 1 - half);
        if shown == 0 { (0, 0, 0) } else { (shown, least.max(self.hide_up_to + 1), most) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_tells_no_more_than_its_interval() {
        for round_to in 5..=10 {
            let rules = Rules { round_to, ..Rules::default() };
            for count in (8..200).chain([0]) {
                let (shown, least, most) = rules.rounded(count);
                assert_eq!(shown % round_to, 0);
                assert!((least..=most).contains(&count), "{count} to {round_to}: {shown} {least}-{most}");
                // Nothing outside the interval is shown so.
                assert!(count == 0 || rules.rounded(most + 1).0 != shown);
                assert!(least <= rules.hide_up_to + 1 || rules.rounded(least - 1).0 != shown);
            }
        }
        assert_eq!(Rules::default().rounded(8), (10, 8, 12));
        assert_eq!(Rules::default().rounded(13), (15, 13, 17));
    }
}
