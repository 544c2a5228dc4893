//! Compiles a catalogue into one generation of the snapshot. Files are parsed on all cores; one thread writes, in the order of the main needs.

use super::facts::{Areas, Facts, Written};
use super::files::{BlobWriter, INDEX, MANIFEST, Manifest, lengths};
use super::groups::Groups;
use super::head;
use super::hidden;
use super::leanings::{self, LEANINGS};
use super::list::{self, LIST};
use super::open::{HEAD, Snapshot};
use super::part::Fields;
use super::record::{Composed, Head, Record, Weigh};
use super::terms::Terms;
use super::unsynced::Unsynced;
use super::{mistypings, reports, stationery, weighted};
use crate::catalogue::{File, Folder, Listing, Part, Problem, Service, Severity, check, parse, spread, threads};
use crate::error::{Error, Result};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::{Index, TantivyDocument};

/// Files that one thread parses before it hands them over.
const CHUNK: usize = 256;
/// Bytes that the index writer may use.
const INDEX_MEMORY: usize = 400 << 20;
/// How often the term of a service's main need stands in the index; the further ones stand less often.
pub const MAIN_NEED: u32 = 4;
/// More bad files than one in this many, and the last good snapshot serves.
const TOLERATED: usize = 20;

/// What came out of a compilation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Services in the snapshot.
    pub services: usize,
    /// Files that could not be taken, with their first problem.
    pub bad: Vec<(String, String)>,
}

/// One service file, ready to be written.
pub(super) struct Prepared {
    row: Vec<u8>,
    record: Vec<u8>,
    weigh: Weigh,
    facts: Written,
    /// Its id, then the ids that it had before.
    ids: Vec<String>,
    needs: String,
    words: String,
    starts: String,
    /// The file, when its address was taken out because it says hidden and can't be used.
    pub held_back: Option<String>,
}

/// What the parsing threads share.
pub(super) struct Task<'a> {
    pub folder: &'a Folder,
    pub files: &'a [&'a File],
    pub head: &'a Head,
    pub areas: &'a Areas,
    pub groups: &'a Groups,
    pub known: &'a check::Known,
    pub newer: bool,
    pub previous: Option<&'a Snapshot>,
    pub next: AtomicUsize,
}

/// Writes a whole generation into an empty folder.
///
/// # Errors
/// When the catalogue has to be refused whole, or the disk refuses.
pub fn write(
    folder: &Folder,
    listing: &Listing,
    manifest: Manifest,
    previous: Option<&Snapshot>,
    dir: &Path,
) -> Result<Outcome> {
    let (head, known, newer) = head::read(folder, listing, previous.map(|p| &p.head))?;
    let files: Vec<&File> = listing.files.iter().filter(|f| f.part == Part::Service).collect();
    let files = by_need(folder, &files, &head);
    let (areas, groups) = (Areas::of(&head), Groups::of(head.facets.as_ref()));
    let task = Task {
        folder,
        files: &files,
        head: &head,
        areas: &areas,
        groups: &groups,
        known: &known,
        newer,
        previous,
        next: AtomicUsize::new(0),
    };
    let mut writer = Writer::create(dir, files.len())?;
    let bad = writer.take_all(&task)?;
    let mut manifest = Manifest { bad, held_back: std::mem::take(&mut writer.held_back), ..manifest };
    tolerable(&manifest, listing, previous)?;
    manifest.services = writer.finish(dir)?;
    put(dir, LIST, &list::bytes(listing))?;
    put(dir, LEANINGS, &leanings::learn(&head))?;
    stationery::write(dir, &stationery::Source { folder, listing, newer, previous }, &mut manifest)?;
    reports::write(dir, folder, listing, newer, &mut manifest)?;
    finish(dir, &head, manifest, listing)
}

/// Refuses a catalogue of which too much can't be used.
pub(super) fn tolerable(manifest: &Manifest, listing: &Listing, previous: Option<&Snapshot>) -> Result<()> {
    let files = listing.files.iter().filter(|f| f.part == Part::Service).count();
    let bad = all_bad(manifest, listing);
    match bad.first() {
        Some((path, what)) if previous.is_some() && bad.len() * TOLERATED > files => Err(Error::input(format!(
            "{} of {files} service files can't be used, so the catalogue was not taken. The first is {path}: {what}",
            bad.len(),
        ))
        .hint("Mend them; signpost catalogue check tells every problem.")),
        _ => Ok(()),
    }
}

/// Returns all files that can't be used, with their first problem.
fn all_bad(manifest: &Manifest, listing: &Listing) -> Vec<(String, String)> {
    let strays = listing.strays.iter().map(|s| (s.path.clone(), s.problem.what.clone()));
    let bad = manifest.bad.iter().map(|(path, what)| (path.clone(), what.clone()));
    let mut all: Vec<_> = bad.chain(strays).collect();
    all.sort();
    all
}

/// Returns the files in the order in which they get their numbers: by main need, then by path. A query speaks of few needs, so the services that it finds lie close together and the search touches less memory. The need is only guessed from the text; a wrong guess costs a little time later.
fn by_need<'a>(folder: &Folder, files: &[&'a File], head: &Head) -> Vec<&'a File> {
    let guess = |file: &File| {
        let text = folder.read(file).ok()?;
        let after = text.split_once("\nneeds")?.1;
        head.need(after.split('"').nth(1)?)
    };
    let portions: Vec<_> = files.chunks(CHUNK).collect();
    let guessed = spread(&portions, |some| some.iter().map(|f| (guess(f).unwrap_or(u16::MAX), *f)).collect::<Vec<_>>());
    let mut out = guessed.concat();
    out.sort_by(|a, b| (a.0, &a.1.path).cmp(&(b.0, &b.1.path)));
    out.into_iter().map(|(_, file)| file).collect()
}

/// Writes a file of a generation.
pub(super) fn put(dir: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = dir.join(name);
    std::fs::write(&path, bytes).map_err(|e| Error::io("write", &path, e))
}

/// Writes what holds for the whole generation, its manifest last.
pub(super) fn finish(dir: &Path, head: &Head, manifest: Manifest, listing: &Listing) -> Result<Outcome> {
    let bytes = encode(head)?;
    put(dir, HEAD, &bytes)?;
    let outcome = Outcome { services: manifest.services as usize, bad: all_bad(&manifest, listing) };
    let (strays, files) = (listing.strays.len(), listing.files.len());
    let manifest = Manifest { lengths: lengths(dir)?, head: crc32fast::hash(&bytes), strays, files, ..manifest };
    let text = serde_json::to_vec(&manifest).map_err(|e| Error::system("Can't write the manifest.").because(e))?;
    put(dir, MANIFEST, &text)?;
    Ok(outcome)
}

pub(super) fn encode(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|e| Error::system("Can't encode a record of the catalogue.").because(e))
}

fn broken(error: tantivy::TantivyError) -> Error {
    Error::system(format!("Can't write the search index: {error}."))
        .hint("Check that the disk has room; then run signpost reindex.")
        .because(error)
}

/// Writes what the parsing threads hand over.
pub(super) struct Writer {
    index: SingleSegmentIndexWriter,
    fields: Fields,
    rows: BlobWriter,
    records: BlobWriter,
    weighs: Vec<u8>,
    facts: Vec<u8>,
    tails: Vec<u8>,
    count: u32,
    pub held_back: BTreeSet<String>,
}

type Batch = Vec<std::result::Result<Prepared, (String, String)>>;

impl Writer {
    /// Begins to write about so many services into a folder.
    pub fn create(dir: &Path, services: usize) -> Result<Self> {
        let fields = Fields::new();
        let index_dir = dir.join(INDEX);
        std::fs::create_dir_all(&index_dir).map_err(|e| Error::io("make", &index_dir, e))?;
        let folder = Unsynced::open(&index_dir).map_err(broken)?;
        let memory = INDEX_MEMORY.min((services * 20_000).max(15 << 20));
        let builder = Index::builder().schema(fields.schema.clone()).tokenizers(weighted::manager());
        Ok(Self {
            index: builder.single_segment_index_writer(folder, memory).map_err(broken)?,
            fields,
            rows: BlobWriter::create(dir, "rows")?,
            records: BlobWriter::create(dir, "records")?,
            weighs: Vec::with_capacity(services * Weigh::SIZE),
            facts: Vec::with_capacity(services * Facts::SIZE),
            tails: Vec::new(),
            count: 0,
            held_back: BTreeSet::new(),
        })
    }

    /// Parses all files and writes them in their order; returns those that can't be used.
    pub fn take_all(&mut self, task: &Task) -> Result<BTreeMap<String, String>> {
        let threads = threads();
        let (send, receive) = mpsc::sync_channel::<(usize, Batch)>(2 * threads);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let send = send.clone();
                scope.spawn(move || parse_chunks(task, &send));
            }
            drop(send);
            let mut waiting: BTreeMap<usize, Batch> = BTreeMap::new();
            let mut next = 0;
            let mut bad = BTreeMap::new();
            for (number, batch) in &receive {
                waiting.insert(number, batch);
                while let Some(batch) = waiting.remove(&next) {
                    for file in batch {
                        match file {
                            Ok(prepared) => self.put(prepared)?,
                            Err((path, what)) => drop(bad.insert(path, what)),
                        }
                    }
                    next += 1;
                }
            }
            // A chunk is missing only when a parsing thread died.
            if next * CHUNK < task.files.len() {
                return Err(Error::system("Reading the catalogue stopped halfway.").hint("Run: signpost reindex"));
            }
            Ok(bad)
        })
    }

    /// Writes one service.
    pub fn put(&mut self, prepared: Prepared) -> Result<()> {
        self.held_back.extend(prepared.held_back);
        self.rows.push(&prepared.row)?;
        self.records.push(&prepared.record)?;
        self.weighs.extend_from_slice(&prepared.weigh.to_bytes());
        prepared.facts.append(&mut self.facts, &mut self.tails);
        let mut document = TantivyDocument::new();
        for id in &prepared.ids {
            document.add_text(self.fields.id, id);
        }
        document.add_text(self.fields.words, &prepared.words);
        document.add_text(self.fields.starts, &prepared.starts);
        document.add_text(self.fields.needs, &prepared.needs);
        self.index.add_document(document).map_err(broken)?;
        self.count += 1;
        Ok(())
    }

    /// Finishes all files and returns how many services there are.
    pub fn finish(self, dir: &Path) -> Result<u32> {
        self.rows.finish()?;
        self.records.finish()?;
        put(dir, "weighs.bin", &self.weighs)?;
        put(dir, "facts.bin", &self.facts)?;
        put(dir, "tails.bin", &self.tails)?;
        let index = self.index.finalize().map_err(broken)?;
        let mistypings = mistypings_of(&index, self.fields.words).map_err(broken)?;
        put(dir, "mistypings.bin", &mistypings)?;
        Ok(self.count)
    }
}

/// Returns the list of mistypings of the words in a finished index.
fn mistypings_of(index: &Index, words: tantivy::schema::Field) -> tantivy::Result<Vec<u8>> {
    match index.reader()?.searcher().segment_readers().first() {
        Some(segment) => Ok(mistypings::list(segment.inverted_index(words)?.terms())?),
        None => Ok(Vec::new()),
    }
}

fn parse_chunks(task: &Task, send: &mpsc::SyncSender<(usize, Batch)>) {
    let mut terms = Terms::default();
    loop {
        let number = task.next.fetch_add(1, Ordering::Relaxed);
        let Some(files) = task.files.chunks(CHUNK).nth(number) else { return };
        let batch = files.iter().map(|file| prepare(task, file, &mut terms)).collect();
        // The writer went away because of an error that it tells itself.
        if send.send((number, batch)).is_err() {
            return;
        }
    }
}

fn prepare(task: &Task, file: &File, terms: &mut Terms) -> std::result::Result<Prepared, (String, String)> {
    let Some(locality) = file.locality() else {
        return Err((file.path.clone(), "This is no service.".to_owned()));
    };
    let mut held_back = None;
    let record = match read(task, file) {
        Ok(service) => Record { id: file.id().to_owned(), locality: locality.to_owned(), service, kept: false },
        Err(problem) => {
            // A file that broke after it was good keeps its last good version, marked.
            let before = task.previous.and_then(|p| p.record(p.number(file.id())?));
            match before.filter(|record| record.id == file.id() && record.locality == locality) {
                Some(mut record) => {
                    if task.folder.read_anyway(file).is_some_and(|text| hidden::is_meant(&text)) {
                        hidden::take_address(&mut record.service, &task.head.hubs);
                        held_back = Some(file.path.clone());
                    }
                    Record { kept: true, ..record }
                }
                None => return Err((file.path.clone(), problem.what)),
            }
        }
    };
    let prepared =
        compose(&record, task.head, task.areas, task.groups, terms).map_err(|e| (file.path.clone(), e.what))?;
    Ok(Prepared { held_back, ..prepared })
}

/// Returns a service as it is written.
pub(super) fn compose(
    record: &Record,
    head: &Head,
    areas: &Areas,
    groups: &Groups,
    terms: &mut Terms,
) -> Result<Prepared> {
    let needs: Vec<u16> = record.service.needs.iter().filter_map(|id| head.need(id)).collect();
    let sensitive = record.service.sensitive
        || needs.iter().any(|at| head.needs.get(*at as usize).is_some_and(|need| need.sensitive));
    let belongs = groups.belongs(&record.service);
    let weigh = Weigh::of(record, needs.first().copied(), belongs);
    let composed = Composed::of(&record.service, &head.hubs);
    terms.collect(record, &head.hubs);
    let row = composed.row(record, needs, sensitive);
    Ok(Prepared {
        facts: Written::of(record, &row, head, areas, belongs),
        row: encode(&row)?,
        record: encode(record)?,
        weigh,
        ids: std::iter::once(&record.id).chain(&record.service.formerly).cloned().collect(),
        // The main need weighs most: its term stands most often.
        needs: weighted::text(record.service.needs.iter().map(String::as_str).zip([MAIN_NEED, 3, 2, 1])),
        words: weighted::text(terms.words()),
        starts: weighted::text(terms.starts()),
        held_back: None,
    })
}

/// Reads a service and returns it, or the first problem that makes the file unusable.
fn read(task: &Task, file: &File) -> std::result::Result<Service, Problem> {
    let raw = task.folder.read(file)?;
    let text = strip(&raw);
    let parsed = parse::<Service>(&text, task.newer);
    let problems = check::service(&parsed, file.id(), task.known);
    match problems.into_iter().find(|p| p.severity == Severity::Error) {
        None => Ok(parsed.value),
        Some(problem) => Err(problem),
    }
}

/// Returns a file's text without characters that could hide or turn what is shown.
pub fn strip(raw: &str) -> std::borrow::Cow<'_, str> {
    if text::is_plain(raw) {
        return raw.into();
    }
    let hides = |c: char| text::is_unsafe(c) && !matches!(c, '\n' | '\r' | '\t');
    if raw.chars().any(hides) { raw.chars().filter(|c| !hides(*c)).collect() } else { raw.into() }
}
