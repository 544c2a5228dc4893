//! Words that found nothing: which of them may be counted.

use super::catalogue::Catalogue;
use crate::error::Result;
use crate::search::Ask;
use crate::store::Store;
use crate::tally::Period;
use crate::text;
use std::collections::BTreeSet;

/// Most words of one visit that are looked at.
const MOST: usize = 30;

impl Catalogue {
    /// Counts the words of searches that found nothing, by locality and quarter: those of the general list that find nothing by themselves either, each once. If any of them brings up a safeguarding prompt, none is counted. What a test says is not counted.
    ///
    /// # Errors
    /// When the snapshot can't be read or the store can't be written.
    pub fn count_unfound(&self, said: &[String], store: &mut Store) -> Result<()> {
        let Some(hub) = self.hub().filter(|_| !self.clock().is_test()) else { return Ok(()) };
        let words = self.unfound_words(said)?;
        if words.is_empty() {
            return Ok(());
        }
        let quarter = Period::Quarter(0, 1).around(self.clock().today()).id();
        store.count_unfound(&hub.locality, &quarter, words.iter().map(String::as_str))
    }

    fn unfound_words(&self, said: &[String]) -> Result<BTreeSet<String>> {
        let mut words: BTreeSet<String> = said.iter().flat_map(|text| text::words(text)).collect();
        words.retain(|word| text::is_general(word));
        let mut unfound = BTreeSet::new();
        for word in words.into_iter().take(MOST) {
            let found = self.find(&Ask { text: word.clone(), ..Ask::default() }, 1)?;
            if !found.prompts.is_empty() {
                return Ok(BTreeSet::new());
            }
            if found.nothing_close {
                unfound.insert(word);
            }
        }
        Ok(unfound)
    }
}
