//! Opens a compiled catalogue for reading. Everything large is mapped from disk and read only where it is needed.

use super::files::{Blob, INDEX, Manifest, damaged, map};
use super::look::parts;
use super::record::{Head, Record, Row, Weigh};
use super::slips;
use super::weighted::WEIGHTED;
use crate::error::{Error, Result};
use std::fs::File;
use std::path::{Path, PathBuf};
use tantivy::directory::{MmapDirectory, OwnedBytes};
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, ReloadPolicy, SegmentReader, TERMINATED, Term};

/// The fields of the inverted index. A service's number in the blobs is its document id.
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

/// One compiled catalogue. It stays as it is while newer ones are compiled beside it.
pub struct Snapshot {
    /// Its folder.
    pub dir: PathBuf,
    /// What it was compiled from and when.
    pub manifest: Manifest,
    /// What holds for the whole catalogue.
    pub head: Head,
    /// Fields of the index.
    pub fields: Fields,
    rows: Blob,
    records: Blob,
    weighs: OwnedBytes,
    slips: OwnedBytes,
    segment: Option<SegmentReader>,
    /// Shared lock: as long as it is held, nobody deletes the folder.
    _held: File,
}

/// The file whose shared lock says that a generation is in use.
pub const HELD: &str = "held.lock";

impl Snapshot {
    /// Opens one generation.
    ///
    /// # Errors
    /// When it is of another layout, cut short or damaged; it is then compiled again.
    pub fn open(dir: &Path) -> Result<Self> {
        let held_path = dir.join(HELD);
        // Where nothing can be written nobody deletes either, but the lock costs nothing.
        let held = File::create(&held_path)
            .or_else(|_| File::open(&held_path))
            .map_err(|e| Error::io("open", &held_path, e))?;
        held.lock_shared().map_err(|e| Error::io("lock", &held_path, e))?;
        let (manifest, head) = parts(dir)?;
        let mapped = MmapDirectory::open(dir).map_err(|e| damaged("folder").because(e))?;
        let rows = Blob::open(&mapped, "rows")?;
        let records = Blob::open(&mapped, "records")?;
        let weighs = map(&mapped, "weighs.bin")?;
        let slips = map(&mapped, "slips.bin")?;
        let index = Index::open_in_dir(dir.join(INDEX)).map_err(|e| damaged(INDEX).because(e))?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|e| damaged(INDEX).because(e))?;
        let reader: tantivy::IndexReader = reader;
        let mut segments = reader.searcher().segment_readers().to_vec();
        let segment = segments.pop();
        let services = manifest.services as usize;
        let indexed = segment.as_ref().map_or(0, |s| s.max_doc() as usize);
        if !segments.is_empty()
            || [rows.len(), records.len(), weighs.len() / Weigh::SIZE, indexed].iter().any(|n| *n != services)
        {
            return Err(damaged("counts"));
        }
        Ok(Self {
            dir: dir.to_owned(),
            manifest,
            head,
            fields: Fields::new(),
            rows,
            records,
            weighs,
            slips,
            segment,
            _held: held,
        })
    }

    /// Returns how many services there are.
    pub fn len(&self) -> u32 {
        self.manifest.services
    }

    /// Returns whether there are no services.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns what a list shows of a service; nothing when the snapshot is damaged there.
    pub fn row(&self, number: u32) -> Option<Row<'_>> {
        postcard::from_bytes(self.rows.get(number)?).ok()
    }

    /// Returns a service; nothing when the snapshot is damaged there.
    pub fn record(&self, number: u32) -> Option<Record> {
        postcard::from_bytes(self.records.get(number)?).ok()
    }

    /// Returns what ranking weighs of a service.
    pub fn weigh(&self, number: u32) -> Weigh {
        let at = number as usize * Weigh::SIZE;
        let bytes = self.weighs.get(at..at + Weigh::SIZE).and_then(|b| b.try_into().ok());
        bytes.map(Weigh::from_bytes).unwrap_or_default()
    }

    /// Calls `f` with the number, in the index, of each word that may lie one slip from this one; some lie farther, and a word may come twice.
    pub fn each_near(&self, word: &str, f: impl FnMut(tantivy::termdict::TermOrdinal)) {
        slips::each_near(&self.slips, word, f);
    }

    /// Returns the number of the service that has an id, or had it once.
    pub fn number(&self, id: &str) -> Option<u32> {
        let term = Term::from_field_text(self.fields.id, id);
        let inverted = self.segment()?.inverted_index(self.fields.id).ok()?;
        let postings = inverted.read_postings(&term, IndexRecordOption::Basic).ok()??;
        let mut first = None;
        let mut each = postings;
        // A service that has the id now goes before one that once had it.
        while tantivy::DocSet::doc(&each) != TERMINATED {
            let number = tantivy::DocSet::doc(&each);
            if self.row(number).is_some_and(|row| row.id == id) {
                return Some(number);
            }
            first = first.or(Some(number));
            tantivy::DocSet::advance(&mut each);
        }
        first
    }

    /// Returns the inverted index; nothing when there are no services.
    pub fn segment(&self) -> Option<&SegmentReader> {
        self.segment.as_ref()
    }
}
