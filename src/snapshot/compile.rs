//! Compiles a catalogue into one generation of the snapshot. Files are parsed on all cores; one thread writes, in the order of the main needs.

use super::facts::{Areas, Facts, Written};
use super::files::{BlobWriter, INDEX, LAYOUT, MANIFEST, Manifest, lengths};
use super::head;
use super::hidden;
use super::open::{Fields, Snapshot};
use super::record::{Composed, Head, Record, Weigh};
use super::terms::Terms;
use super::{slips, weighted};
use crate::catalogue::{File, Folder, Listing, Part, Problem, Service, Severity, check, parse};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::text;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use tantivy::directory::MmapDirectory;
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
struct Prepared {
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
    held_back: Option<String>,
}

/// What the parsing threads share.
struct Task<'a> {
    folder: &'a Folder,
    files: &'a [&'a File],
    head: &'a Head,
    areas: &'a Areas,
    known: &'a check::Known,
    newer: bool,
    previous: Option<&'a Snapshot>,
    next: AtomicUsize,
}

/// Writes a generation into an empty folder.
///
/// # Errors
/// When the catalogue has to be refused whole, or the disk refuses.
pub fn write(
    folder: &Folder,
    listing: &Listing,
    fingerprint: String,
    clock: Clock,
    previous: Option<&Snapshot>,
    dir: &Path,
) -> Result<Outcome> {
    let (mut head, known, newer) = head::read(folder, listing, previous.map(|p| &p.head))?;
    let files: Vec<&File> = listing.files.iter().filter(|f| matches!(f.part, Part::Service { .. })).collect();
    let files = by_need(folder, &files, &head);
    let areas = Areas::of(&head);
    let task = Task {
        folder,
        files: &files,
        head: &head,
        areas: &areas,
        known: &known,
        newer,
        previous,
        next: AtomicUsize::new(0),
    };

    let fields = Fields::new();
    let index_dir = dir.join(INDEX);
    std::fs::create_dir_all(&index_dir).map_err(|e| Error::io("make", &index_dir, e))?;
    let mapped = MmapDirectory::open(&index_dir).map_err(|e| broken(e.into()))?;
    let memory = INDEX_MEMORY.min((files.len() * 20_000).max(15 << 20));
    let builder = Index::builder().schema(fields.schema.clone()).tokenizers(weighted::manager());
    let mut writer = Writer {
        index: builder.single_segment_index_writer(mapped, memory).map_err(broken)?,
        fields: &fields,
        rows: BlobWriter::create(dir, "rows")?,
        records: BlobWriter::create(dir, "records")?,
        weighs: Vec::with_capacity(files.len() * Weigh::SIZE),
        facts: Vec::with_capacity(files.len() * Facts::SIZE),
        tails: Vec::new(),
        count: 0,
        held_back: Vec::new(),
    };
    let bad = writer.take_all(&task)?;
    let mut bad: Vec<(String, String)> =
        bad.into_iter().chain(listing.strays.iter().map(|s| (s.path.clone(), s.problem.what.clone()))).collect();
    bad.sort();
    if previous.is_some() && bad.len() * TOLERATED > files.len() {
        let (path, what) = &bad[0];
        return Err(Error::input(format!(
            "{} of {} service files can't be used, so the catalogue was not taken. The first is {path}: {what}",
            bad.len(),
            files.len()
        ))
        .hint("Mend them; signpost catalogue check tells every problem."));
    }
    let held_back = std::mem::take(&mut writer.held_back);
    let services = writer.finish(dir)?;
    if let Some(first) = held_back.first() {
        let more = if held_back.len() > 1 { format!(" and {} more", held_back.len() - 1) } else { String::new() };
        head.notices.push(format!(
            "{first}{more} can't be used and says hidden, so its address is held back. To see why: signpost catalogue check"
        ));
    }
    if !bad.is_empty() {
        head.notices.push(format!(
            "{} of {} files of the catalogue can't be used. To see why: signpost catalogue check",
            bad.len(),
            listing.files.len()
        ));
    }
    finish(dir, &head, services, fingerprint, clock)?;
    Ok(Outcome { services: services as usize, bad })
}

/// Returns the files in the order in which they get their numbers: by main need, then by path. A query speaks of few needs, so the services that it finds lie close together and the search touches less memory. The need is only guessed from the text; a wrong guess costs a little time later.
fn by_need<'a>(folder: &Folder, files: &[&'a File], head: &Head) -> Vec<&'a File> {
    let guess = |file: &File| {
        let text = folder.read(file).ok()?;
        let after = text.split_once("\nneeds")?.1;
        head.need(after.split('"').nth(1)?)
    };
    let portion = files.len().div_ceil(threads()).max(1);
    let mut out: Vec<(u16, &File)> = std::thread::scope(|scope| {
        let workers: Vec<_> = files
            .chunks(portion)
            .map(|some| {
                scope.spawn(move || some.iter().map(|f| (guess(f).unwrap_or(u16::MAX), *f)).collect::<Vec<_>>())
            })
            .collect();
        workers.into_iter().flat_map(|w| w.join().unwrap_or_else(|e| std::panic::resume_unwind(e))).collect()
    });
    out.sort_by(|a, b| (a.0, &a.1.path).cmp(&(b.0, &b.1.path)));
    out.into_iter().map(|(_, file)| file).collect()
}

/// Returns on how many threads files are read.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get().min(8))
}

fn finish(dir: &Path, head: &Head, services: u32, fingerprint: String, clock: Clock) -> Result<()> {
    let bytes = encode(head)?;
    put(dir, "head.bin", &bytes)?;
    let manifest = Manifest {
        layout: LAYOUT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        fingerprint,
        services,
        compiled: clock.now().format("%Y-%m-%dT%H:%M").to_string(),
        lengths: lengths(dir)?,
        head: crc32fast::hash(&bytes),
    };
    let text = serde_json::to_vec(&manifest).map_err(|e| Error::system("Can't write the manifest.").because(e))?;
    put(dir, MANIFEST, &text)
}

fn put(dir: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = dir.join(name);
    std::fs::write(&path, bytes).map_err(|e| Error::io("write", &path, e))
}

fn encode(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|e| Error::system("Can't encode a record of the catalogue.").because(e))
}

fn broken(error: tantivy::TantivyError) -> Error {
    Error::system(format!("Can't write the search index: {error}."))
        .hint("Check that the disk has room; then run signpost reindex.")
        .because(error)
}

/// Writes what the parsing threads hand over.
struct Writer<'a> {
    index: SingleSegmentIndexWriter,
    fields: &'a Fields,
    rows: BlobWriter,
    records: BlobWriter,
    weighs: Vec<u8>,
    facts: Vec<u8>,
    tails: Vec<u8>,
    count: u32,
    held_back: Vec<String>,
}

type Batch = Vec<std::result::Result<Prepared, (String, String)>>;

impl Writer<'_> {
    /// Parses all files and writes them in their order; returns those that can't be used.
    fn take_all(&mut self, task: &Task) -> Result<Vec<(String, String)>> {
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
            let mut bad = Vec::new();
            for (number, batch) in &receive {
                waiting.insert(number, batch);
                while let Some(batch) = waiting.remove(&next) {
                    for file in batch {
                        match file {
                            Ok(prepared) => self.put(prepared)?,
                            Err(problem) => bad.push(problem),
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

    fn put(&mut self, prepared: Prepared) -> Result<()> {
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

    fn finish(self, dir: &Path) -> Result<u32> {
        self.rows.finish()?;
        self.records.finish()?;
        let put = |name: &str, bytes: &[u8]| put(dir, name, bytes);
        put("weighs.bin", &self.weighs)?;
        put("facts.bin", &self.facts)?;
        put("tails.bin", &self.tails)?;
        let index = self.index.finalize().map_err(broken)?;
        let slips = slips_of(&index, self.fields.words).map_err(broken)?;
        put("slips.bin", &slips)?;
        Ok(self.count)
    }
}

/// Returns the list of slips of the words in a finished index.
fn slips_of(index: &Index, words: tantivy::schema::Field) -> tantivy::Result<Vec<u8>> {
    match index.reader()?.searcher().segment_readers().first() {
        Some(segment) => Ok(slips::list(segment.inverted_index(words)?.terms())?),
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
    let Part::Service { locality } = &file.part else {
        return Err((file.path.clone(), "This is no service.".to_owned()));
    };
    let mut held_back = None;
    let record = match read(task, file) {
        Ok(service) => Record { id: file.id.clone(), locality: locality.clone(), service, kept: false },
        Err(problem) => {
            // A file that broke after it was good keeps its last good version, marked.
            let before = task.previous.and_then(|p| p.record(p.number(&file.id)?));
            match before.filter(|record| record.id == file.id && record.locality == *locality) {
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
    let needs: Vec<u16> = record.service.needs.iter().filter_map(|id| task.head.need(id)).collect();
    let sensitive = record.service.sensitive
        || needs.iter().any(|at| task.head.needs.get(*at as usize).is_some_and(|need| need.sensitive));
    let weigh = Weigh::of(&record, needs.first().copied());
    let composed = Composed::of(&record.service, &task.head.hubs);
    let encoded = |e: Error| (file.path.clone(), e.what);
    terms.collect(&record, &task.head.hubs);
    let row = composed.row(&record, needs, sensitive);
    Ok(Prepared {
        facts: Written::of(&record, &row, task.head, task.areas),
        row: encode(&row).map_err(encoded)?,
        record: encode(&record).map_err(encoded)?,
        weigh,
        ids: std::iter::once(&record.id).chain(&record.service.formerly).cloned().collect(),
        // The main need weighs most: its term stands most often.
        needs: weighted::text(record.service.needs.iter().map(String::as_str).zip([MAIN_NEED, 3, 2, 1])),
        words: weighted::text(terms.words()),
        starts: weighted::text(terms.starts()),
        held_back,
    })
}

/// Reads a service and returns it, or the first problem that makes the file unusable.
fn read(task: &Task, file: &File) -> std::result::Result<Service, Problem> {
    let raw = task.folder.read(file)?;
    let text = strip(&raw);
    let parsed = parse::<Service>(&text, task.newer);
    let problems = check::service(&parsed, &file.id, task.known);
    match problems.into_iter().find(|p| p.severity == Severity::Error) {
        None => Ok(parsed.value),
        Some(problem) => Err(problem),
    }
}

/// Returns a file's text without characters that could hide or turn what is shown.
pub fn strip(raw: &str) -> std::borrow::Cow<'_, str> {
    let hides = |c: char| text::is_unsafe(c) && !matches!(c, '\n' | '\r' | '\t');
    if raw.chars().any(hides) { raw.chars().filter(|c| !hides(*c)).collect() } else { raw.into() }
}
