//! What the desk is measured by: others that search the same records for the same words.

use crate::queries::Query;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rusqlite::Connection;
use signpost::snapshot::{Record, Snapshot};
use std::cell::RefCell;
use std::path::Path;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, Searcher, TantivyDocument, Term};

/// Results that are asked for.
const LIMIT: usize = 50;

/// Something that searches.
pub trait Reference {
    /// Finds the best fifty, their numbers only.
    fn find(&self, query: &Query);
}

/// Returns the four texts of a record that are searched: name, words, description, organisation and places.
fn texts(record: &Record) -> [String; 4] {
    let service = &record.service;
    let mut place = service.organisation.clone().unwrap_or_default();
    for field in service.places.iter().flat_map(|p| [&p.name, &p.city, &p.area]).flatten() {
        place.push(' ');
        place.push_str(field);
    }
    [service.name.clone(), service.words.join(", "), service.description.clone(), place]
}

fn records(snapshot: &Snapshot) -> impl Iterator<Item = Record> {
    (0..snapshot.len()).map(|number| snapshot.record(number).unwrap())
}

/// A bare index of four fields, asked for any of the words, ranked by BM25.
pub struct Bare {
    searcher: Searcher,
    fields: Vec<Field>,
}

impl Bare {
    /// Opens the index, made before or now.
    pub fn open(dir: &Path, snapshot: &Snapshot) -> Self {
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer("default").set_index_option(IndexRecordOption::WithFreqs);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields: Vec<Field> =
            ["name", "words", "description", "place"].map(|f| schema.add_text_field(f, options.clone())).into();
        let dir = dir.join("bare");
        let index = if dir.join("meta.json").is_file() {
            Index::open_in_dir(&dir).unwrap()
        } else {
            std::fs::create_dir_all(&dir).unwrap();
            let mapped = tantivy::directory::MmapDirectory::open(&dir).unwrap();
            let builder = Index::builder().schema(schema.build());
            let mut writer = builder.single_segment_index_writer(mapped, 400 << 20).unwrap();
            for record in records(snapshot) {
                let mut document = TantivyDocument::new();
                for (field, text) in fields.iter().zip(texts(&record)) {
                    document.add_text(*field, text);
                }
                writer.add_document(document).unwrap();
            }
            writer.finalize().unwrap()
        };
        let searcher = index.reader().unwrap().searcher();
        assert_eq!(searcher.num_docs(), u64::from(snapshot.len()), "delete {}", dir.display());
        Self { searcher, fields }
    }
}

impl Reference for Bare {
    fn find(&self, query: &Query) {
        let mut clauses: Vec<(Occur, Box<dyn tantivy::query::Query>)> = Vec::new();
        for word in &query.words {
            for field in &self.fields {
                let term = Term::from_field_text(*field, word);
                clauses.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
            }
        }
        let top = TopDocs::with_limit(LIMIT).order_by_score();
        std::hint::black_box(self.searcher.search(&BooleanQuery::new(clauses), &top).unwrap());
    }
}

/// SQLite's full-text index.
pub struct Fts {
    connection: Connection,
    ask: fn(&[String]) -> (&'static str, String),
}

impl Fts {
    /// Opens an index with these options, made before or now.
    pub fn open(
        dir: &Path,
        name: &str,
        options: &str,
        snapshot: &Snapshot,
        ask: fn(&[String]) -> (&'static str, String),
    ) -> Self {
        std::fs::create_dir_all(dir).unwrap();
        let mut connection = Connection::open(dir.join(format!("{name}.db"))).unwrap();
        let count = |c: &Connection| c.query_row("SELECT count(*) FROM made", [], |row| row.get::<_, u32>(0));
        if count(&connection).is_err() {
            let transaction = connection.transaction().unwrap();
            let table = format!("CREATE VIRTUAL TABLE t USING fts5(name, words, description, place{options})");
            transaction.execute(&table, []).unwrap();
            let mut insert = transaction
                .prepare("INSERT INTO t(rowid, name, words, description, place) VALUES (?, ?, ?, ?, ?)")
                .unwrap();
            for (number, record) in (1i64..).zip(records(snapshot)) {
                let [name, words, description, place] = texts(&record);
                insert.execute((number, name, words, description, place)).unwrap();
            }
            drop(insert);
            transaction.execute("INSERT INTO t(t) VALUES ('optimize')", []).unwrap();
            transaction.execute("CREATE TABLE made(x)", []).unwrap();
            transaction.commit().unwrap();
        }
        connection.execute_batch("PRAGMA cache_size = -262144; PRAGMA mmap_size = 1073741824").unwrap();
        Self { connection, ask }
    }
}

/// Returns the query for words or their beginnings.
pub fn prefix(words: &[String]) -> (&'static str, String) {
    let quoted: Vec<String> = words.iter().map(|w| format!("\"{w}\"*")).collect();
    ("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 50", quoted.join(" "))
}

/// Returns the query for any three letters in a row of the words, which is how a trigram index forgives typos; what is shorter it can only find by a scan.
pub fn trigram(words: &[String]) -> (&'static str, String) {
    let mut parts = Vec::new();
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        parts.extend(letters.windows(3).map(|three| format!("\"{}\"", three.iter().collect::<String>())));
    }
    if parts.is_empty() {
        let scan = "SELECT rowid FROM t WHERE name LIKE ?1 OR words LIKE ?1 OR description LIKE ?1 LIMIT 50";
        return (scan, format!("%{}%", words.join(" ")));
    }
    ("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 50", parts.join(" OR "))
}

impl Reference for Fts {
    fn find(&self, query: &Query) {
        let (sql, words) = (self.ask)(&query.words);
        let mut statement = self.connection.prepare_cached(sql).unwrap();
        let rows = statement.query_map([words], |row| row.get::<_, i64>(0)).unwrap();
        std::hint::black_box(rows.map(Result::unwrap).collect::<Vec<i64>>());
    }
}

/// A fuzzy matcher that looks at every record.
pub struct Nucleo {
    texts: Vec<String>,
    matcher: RefCell<Matcher>,
}

impl Nucleo {
    /// Takes the texts of all records.
    pub fn new(snapshot: &Snapshot) -> Self {
        let texts = records(snapshot).map(|record| texts(&record)[..3].join(" ")).collect();
        Self { texts, matcher: RefCell::new(Matcher::new(Config::DEFAULT)) }
    }
}

impl Reference for Nucleo {
    fn find(&self, query: &Query) {
        let mut matcher = self.matcher.borrow_mut();
        let pattern = Pattern::parse(&query.text, CaseMatching::Smart, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut hits: Vec<(u32, usize)> = Vec::new();
        for (number, text) in self.texts.iter().enumerate() {
            if let Some(score) = pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher) {
                hits.push((score, number));
            }
        }
        hits.sort_unstable_by_key(|(score, number)| (std::cmp::Reverse(*score), *number));
        hits.truncate(LIMIT);
        std::hint::black_box(hits);
    }
}
