//! Which searches of one visit found nothing. Kept only where the settings want it, and only as long as the visit.

use std::collections::BTreeSet;

/// Searches of one visit that found nothing.
#[derive(Debug, Default)]
pub struct Unfound {
    /// What stands in the search box.
    query: String,
    /// It came by typing on and not by taking away.
    grew: bool,
    /// It was answered, and nothing fits.
    failed: bool,
    texts: BTreeSet<String>,
}

impl Unfound {
    /// Takes note of what stands in the search box now. What stood there before counts as said only when somebody went on to something else: half a word on the way to a whole one does not.
    pub fn typed(&mut self, query: &str) {
        if query == self.query {
            return;
        }
        if self.failed && self.grew && !query.starts_with(&self.query) {
            self.texts.insert(self.query.clone());
        }
        self.grew = !self.query.starts_with(query);
        self.failed = false;
        query.clone_into(&mut self.query);
    }

    /// Takes note of how what stands there was answered.
    pub fn answered(&mut self, nothing: bool) {
        self.failed = nothing;
    }

    /// Returns the searches that found nothing, each once, when the visit ends.
    pub fn end(mut self) -> Vec<String> {
        self.typed("");
        self.texts.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(steps: &[(&str, bool)]) -> Vec<String> {
        let mut unfound = Unfound::default();
        for (query, nothing) in steps {
            unfound.typed(query);
            unfound.answered(*nothing);
        }
        unfound.end()
    }

    #[test]
    fn only_what_somebody_stopped_at_counts_once() {
        assert_eq!(after(&[("k", true), ("kay", true), ("kayak", true)]), ["kayak"]);
        assert_eq!(after(&[("kayak", true), ("kaya", true), ("ka", true), ("canoe", false)]), ["kayak"]);
        assert_eq!(
            after(&[("kayak", true), ("kay", true), ("kayaks", true), ("", false), ("kayak", true)]),
            ["kayak", "kayaks"]
        );
        assert_eq!(after(&[("kayak", false)]), Vec::<String>::new());
        assert_eq!(after(&[("kayak", true), ("kayak hire", false)]), Vec::<String>::new());
        assert_eq!(after(&[]), Vec::<String>::new());
    }
}
