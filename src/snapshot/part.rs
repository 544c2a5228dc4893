//! One part of a snapshot: services that were compiled together, with an index of their own. Everything large is mapped from disk and read only where it is needed.

use super::facts::{self, Facts};
use super::files::{Blob, INDEX, damaged, map};
use super::leanings::{LEANINGS, Leanings};
use super::mistypings;
use super::record::{Record, Row, Weigh};
use super::weighted::WEIGHTED;
use crate::error::Result;
use std::path::Path;
use tantivy::directory::{MmapDirectory, OwnedBytes};
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{DocSet, Index, IndexReader, ReloadPolicy, SegmentReader, TERMINATED, Term};

/// The fields of the inverted index. A service's place in the blobs is its document id.
pub struct Fields {
    /// The schema.
    pub schema: Schema,
    /// Id of a service, and those it had before.
    pub id: tantivy::schema::Field,
    /// Words, as often as they weigh.
    pub words: tantivy::schema::Field,
    /// First letter and first two letters of the words, as often as the heaviest such word weighs: nobody waits for the thousands of words that one letter stands for.
    pub starts: tantivy::schema::Field,
    /// Ids of needs, as often as they weigh.
    pub needs: tantivy::schema::Field,
}

impl Fields {
    /// Returns the schema of the index.
    pub fn new() -> Self {
        let mut builder = Schema::builder();
        let indexed = |tokenizer, record| {
            let indexing =
                TextFieldIndexing::default().set_tokenizer(tokenizer).set_fieldnorms(false).set_index_option(record);
            TextOptions::default().set_indexing_options(indexing)
        };
        let id = builder.add_text_field("id", indexed("raw", IndexRecordOption::Basic));
        let mut weighted = |name| builder.add_text_field(name, indexed(WEIGHTED, IndexRecordOption::WithFreqs));
        let (words, starts, needs) = (weighted("words"), weighted("starts"), weighted("needs"));
        Self { schema: builder.build(), id, words, starts, needs }
    }
}

impl Default for Fields {
    fn default() -> Self {
        Self::new()
    }
}

/// Services that were compiled together.
pub struct Part {
    first: u32,
    count: u32,
    rows: Blob,
    records: Blob,
    weighs: OwnedBytes,
    facts: OwnedBytes,
    tails: OwnedBytes,
    mistypings: OwnedBytes,
    /// Only of what was compiled whole.
    leanings: Option<Leanings>,
    segment: Option<SegmentReader>,
}

impl Part {
    /// Opens the part in a folder; its first service gets this number.
    ///
    /// # Errors
    /// When it is cut short or damaged.
    pub fn open(dir: &Path, first: u32) -> Result<Self> {
        let mapped = MmapDirectory::open(dir).map_err(|e| damaged("folder").because(e))?;
        let rows = Blob::open(&mapped, "rows")?;
        let records = Blob::open(&mapped, "records")?;
        let weighs = map(&mapped, "weighs.bin")?;
        let facts = map(&mapped, "facts.bin")?;
        let tails = map(&mapped, "tails.bin")?;
        let mistypings = map(&mapped, "mistypings.bin")?;
        let leanings = map(&mapped, LEANINGS).ok().map(Leanings::new);
        let index = Index::open_in_dir(dir.join(INDEX)).map_err(|e| damaged(INDEX).because(e))?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: IndexReader = reader.map_err(|e| damaged(INDEX).because(e))?;
        let mut segments = reader.searcher().segment_readers().to_vec();
        let segment = segments.pop();
        let indexed = segment.as_ref().map_or(0, |s| s.max_doc());
        let counts = [rows.len(), records.len(), weighs.len() / Weigh::SIZE, facts.len() / Facts::SIZE];
        if !segments.is_empty() || counts.iter().any(|count| *count != indexed as usize) {
            return Err(damaged("counts"));
        }
        Ok(Self { first, count: indexed, rows, records, weighs, facts, tails, mistypings, leanings, segment })
    }

    /// Returns the number of its first service.
    pub fn first(&self) -> u32 {
        self.first
    }

    /// Returns the number after that of its last service.
    pub fn end(&self) -> u32 {
        self.first + self.count
    }

    /// Returns its inverted index; nothing when it holds no services.
    pub fn segment(&self) -> Option<&SegmentReader> {
        self.segment.as_ref()
    }

    /// Returns what a list shows of a service; nothing when it is not in this part or damaged.
    pub fn row(&self, number: u32) -> Option<Row<'_>> {
        postcard::from_bytes(self.rows.get(number.checked_sub(self.first)?)?).ok()
    }

    /// Returns a service; nothing when it is not in this part or damaged.
    pub fn record(&self, number: u32) -> Option<Record> {
        postcard::from_bytes(self.records.get(number.checked_sub(self.first)?)?).ok()
    }

    /// Returns what ranking weighs of a service.
    pub fn weigh(&self, number: u32) -> Weigh {
        let at = number.wrapping_sub(self.first) as usize * Weigh::SIZE;
        let bytes = self.weighs.get(at..at + Weigh::SIZE).and_then(|b| b.try_into().ok());
        bytes.map(Weigh::from_bytes).unwrap_or_default()
    }

    /// Returns what filters and distances ask of a service; nothing when it is not in this part or damaged.
    pub fn facts(&self, number: u32) -> Option<Facts<'_>> {
        facts::read(&self.facts, &self.tails, number.checked_sub(self.first)?)
    }

    /// Returns which needs the letters of a query lean to; nothing in a part that holds only changes.
    pub fn leanings(&self) -> Option<&Leanings> {
        self.leanings.as_ref()
    }

    /// Calls `f` with the number, in the dictionary of this part, of each word that may lie one slip from this one; some lie farther, and a word may come twice.
    pub fn each_near(&self, word: &str, f: impl FnMut(tantivy::termdict::TermOrdinal)) {
        mistypings::each_near(&self.mistypings, word, f);
    }

    /// Returns the numbers of the services that have an id, or had it once.
    pub fn with_id(&self, fields: &Fields, id: &str) -> Vec<u32> {
        let term = Term::from_field_text(fields.id, id);
        let inverted = self.segment.as_ref().and_then(|segment| segment.inverted_index(fields.id).ok());
        let postings = inverted.and_then(|i| i.read_postings(&term, IndexRecordOption::Basic).ok().flatten());
        let mut out = Vec::new();
        if let Some(mut each) = postings {
            while each.doc() != TERMINATED {
                out.push(self.first + each.doc());
                each.advance();
            }
        }
        out
    }
}
