//! Keeps what was worked out for the words of the last query: with each letter only the last word is another one.

use std::sync::Arc;

/// What was worked out for words.
pub struct Memo<T> {
    now: Vec<(Key, Arc<T>)>,
    before: Vec<(Key, Arc<T>)>,
}

/// A word, and whether it may be half typed.
type Key = (String, bool);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { now: Vec::new(), before: Vec::new() }
    }
}

impl<T> Memo<T> {
    /// Begins a query: what the one before the last needed is forgotten.
    pub fn begin(&mut self) {
        std::mem::swap(&mut self.now, &mut self.before);
        self.now.clear();
    }

    /// Returns what belongs to a word, worked out now or for the last query.
    ///
    /// # Errors
    /// When working it out fails.
    pub fn of<E>(&mut self, word: &str, half: bool, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        let known = self.before.iter().find(|((known, open), _)| known == word && *open == half);
        let value = match known {
            Some((_, value)) => Arc::clone(value),
            None => Arc::new(make()?),
        };
        self.now.push(((word.to_owned(), half), Arc::clone(&value)));
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    #[test]
    fn keeps_the_last_query_only() {
        let mut memo = Memo::default();
        let mut made = Vec::new();
        for query in [vec!["stay", "an"], vec!["stay", "and"], vec!["and"], vec!["stay"]] {
            memo.begin();
            for word in query {
                let make = || {
                    made.push(word);
                    Ok::<_, Infallible>(word.len())
                };
                assert_eq!(memo.of(word, false, make).map(|n| *n), Ok(word.len()));
            }
        }
        assert_eq!(made, ["stay", "an", "and", "stay"]);
    }
}
