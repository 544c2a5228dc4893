//! The words of all parts of a snapshot as if they were one dictionary. Services that were replaced don't count.

use crate::snapshot::Snapshot;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use tantivy::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermStreamer;
use tantivy_fst::Automaton;

/// Most parts of a snapshot: what was compiled whole, and what changed since.
const PARTS: usize = 2;

/// Where the services of a word are listed, for each part.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    parts: [Option<TermInfo>; PARTS],
    /// In how many services it stands.
    pub services: u32,
}

/// The words of one field.
pub struct Dictionary<'a> {
    /// The number of the first service of each part, and its index.
    parts: Vec<(u32, Arc<InvertedIndexReader>)>,
    /// In how many services that were replaced a word stood.
    gone: Option<&'a HashMap<String, u32>>,
}

impl<'a> Dictionary<'a> {
    /// Returns the words of a field; `gone` says in how many services that were replaced each stood, where anybody wants to count.
    ///
    /// # Errors
    /// When the snapshot is damaged.
    pub fn of(snapshot: &Snapshot, field: Field, gone: Option<&'a HashMap<String, u32>>) -> tantivy::Result<Self> {
        let parts = snapshot.parts().iter().take(PARTS);
        let parts = parts.filter_map(|part| Some((part.first(), part.segment()?)));
        let parts = parts.map(|(first, segment)| Ok((first, segment.inverted_index(field)?)));
        let gone = gone.filter(|gone| !gone.is_empty());
        Ok(Self { parts: parts.collect::<tantivy::Result<_>>()?, gone })
    }

    /// Returns where a word's services are listed; nothing when there are none.
    pub fn get(&self, word: &[u8]) -> io::Result<Option<Listed>> {
        let mut out = Listed::default();
        for (info, (_, index)) in out.parts.iter_mut().zip(&self.parts) {
            *info = index.terms().get(word)?;
        }
        Ok(self.counted(word, out))
    }

    /// Calls `f` with each word that begins so, in their order, until it returns false.
    pub fn each_from(&self, start: &[u8], mut f: impl FnMut(&[u8], Listed) -> bool) -> io::Result<()> {
        let streams = self.parts.iter().map(|(_, index)| index.terms().range().ge(start).into_stream());
        self.merge(streams.collect::<io::Result<_>>()?, |word, listed| word.starts_with(start) && f(word, listed))
    }

    /// Calls `f` with each word that an automaton takes, in their order, until it returns false.
    pub fn each_match<A: Automaton + Copy>(&self, automaton: A, f: impl FnMut(&[u8], Listed) -> bool) -> io::Result<()>
    where
        A::State: Clone,
    {
        let streams = self.parts.iter().map(|(_, index)| index.terms().search(automaton).into_stream());
        self.merge(streams.collect::<io::Result<_>>()?, f)
    }

    /// Calls `f` with the word that has a number in one part's dictionary.
    pub fn word(&self, part: usize, number: u64, out: &mut Vec<u8>) -> io::Result<bool> {
        self.parts.get(part).map_or(Ok(false), |(_, index)| index.terms().ord_to_term(number, out))
    }

    /// Returns the lists of services of a word, each with the number of its part's first service.
    pub fn lists(&self, listed: &Listed) -> tantivy::Result<[Option<(u32, BlockSegmentPostings)>; PARTS]> {
        let mut out = [const { None }; PARTS];
        for ((list, info), (first, index)) in out.iter_mut().zip(&listed.parts).zip(&self.parts) {
            if let Some(info) = info {
                let option = IndexRecordOption::WithFreqs;
                *list = Some((*first, index.read_block_postings_from_terminfo(info, option)?));
            }
        }
        Ok(out)
    }

    /// Walks along all parts at once.
    fn merge<A: Automaton>(
        &self,
        mut streams: Vec<TermStreamer<'_, A>>,
        mut f: impl FnMut(&[u8], Listed) -> bool,
    ) -> io::Result<()>
    where
        A::State: Clone,
    {
        let mut there: Vec<bool> = streams.iter_mut().map(TermStreamer::advance).collect();
        loop {
            let first = match (streams.as_slice(), there.as_slice()) {
                (_, [true]) | (_, [true, false]) => 0,
                (_, [false, true]) => 1,
                ([a, b], [true, true]) => usize::from(a.key().cmp(b.key()) == Ordering::Greater),
                _ => return Ok(()),
            };
            let mut listed = Listed::default();
            listed.parts[first] = Some(streams[first].value().clone());
            let both = first == 0 && matches!(there.as_slice(), [true, true]) && streams[0].key() == streams[1].key();
            if both {
                listed.parts[1] = Some(streams[1].value().clone());
            }
            let word = streams[first].key();
            if let Some(listed) = self.counted(word, listed)
                && !f(word, listed)
            {
                return Ok(());
            }
            there[first] = streams[first].advance();
            if both {
                there[1] = streams[1].advance();
            }
        }
    }

    /// Counts the services of a word; nothing when none is left.
    fn counted(&self, word: &[u8], listed: Listed) -> Option<Listed> {
        let all: u32 = listed.parts.iter().flatten().map(|info| info.doc_freq).sum();
        let gone = self.gone.and_then(|gone| gone.get(std::str::from_utf8(word).ok()?)).copied().unwrap_or(0);
        let services = all.saturating_sub(gone);
        (services > 0).then_some(Listed { services, ..listed })
    }
}
