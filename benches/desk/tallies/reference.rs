//! DuckDB on the same rows: one table of enquiries, and needs, services and ages taken apart into tables of their own, with the day beside them, so that a question about one of them joins nothing.

use super::questions::{Answer, By, Question};
use super::{Grouped, plain};
use signpost::tally::{Dimension as D, Span, Unit};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Makes the tables from rows on standard input.
const BUILD: &str = r#"
import duckdb, sys
db = duckdb.connect(sys.argv[1] + ".making")
db.execute("SET enable_progress_bar = false")
words = ["hub", "day", "kind", "channel", "asker", "needs", "services", "ages", "send", "language", "interpreter", "been_before", "ethnicity"]
columns = {word: "DATE" if word == "day" else "VARCHAR" for word in words}
db.execute(f"CREATE TABLE raw AS SELECT row_number() OVER () AS id, * FROM read_csv('/dev/stdin', header=false, delim=',', quote='', columns={columns}, nullstr='\\N')")
db.execute("CREATE TABLE grouped (need VARCHAR, grp VARCHAR, area VARCHAR)")
db.executemany("INSERT INTO grouped VALUES (?, ?, ?)", [line.split("\t") for line in sys.argv[2].split("\n")])
db.execute("""CREATE TABLE need AS SELECT w.id, w.hub, w.day, w.need, g.grp, nullif(g.area, '') AS area, split_part(w.came, ':', 1) AS outcome, nullif(split_part(w.came, ':', 2), '') AS reason
FROM (SELECT id, hub, day, split_part(word, '=', 1) AS need, split_part(word, '=', 2) AS came FROM (SELECT id, hub, day, unnest(string_split(needs, ' ')) AS word FROM raw WHERE needs <> '')) w
LEFT JOIN grouped g ON g.need = w.need ORDER BY w.id""")
db.execute("CREATE TABLE service AS SELECT id, hub, day, unnest(string_split(services, ' ')) AS service FROM raw WHERE services <> '' ORDER BY id")
db.execute("CREATE TABLE age AS SELECT id, hub, day, unnest(string_split(if(ages = '', 'not-asked', ages), ' ')) AS ages FROM raw WHERE kind = 'enquiry' ORDER BY id")
db.execute("""CREATE TABLE enquiry AS SELECT r.id, r.hub, r.day, r.kind, r.channel, r.asker, r.send, r.language, r.interpreter, r.been_before, r.ethnicity, if(o.id IS NULL, 'no', 'yes') AS offered
FROM raw r LEFT JOIN (SELECT DISTINCT id FROM need WHERE outcome NOT IN ('nothing-to-offer', 'declined')) o ON o.id = r.id ORDER BY r.id""")
db.execute("DROP TABLE raw")
db.close()
import os
os.rename(sys.argv[1] + ".making", sys.argv[1])
"#;

/// Asks each line of standard input, and says the seconds and the rows.
const ASK: &str = r#"
import duckdb, json, sys, time
db = duckdb.connect(sys.argv[1], read_only=True)
db.execute("SET enable_progress_bar = false")
for sql in sys.stdin:
    best = None
    for _ in range(int(sys.argv[2])):
        began = time.perf_counter()
        rows = db.execute(sql).fetchall()
        took = time.perf_counter() - began
        best = took if best is None else min(best, took)
    print(json.dumps([best, rows]), flush=True)
"#;

/// Asks all questions and returns how long each took and what came out; or why that can't be.
pub fn ask(
    file: &Path,
    data: &Path,
    needs: &[Grouped],
    questions: &[Question],
    year: Span,
    rounds: usize,
) -> Result<Vec<(Duration, Answer)>, &'static str> {
    let there = Command::new("python3").args(["-c", "import duckdb"]).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        return Err("pip install duckdb");
    }
    if !file.is_file() {
        build(file, data, needs);
    }
    let mut child = Command::new("python3")
        .args(["-c", ASK])
        .arg(file)
        .arg(rounds.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    for question in questions {
        writeln!(to, "{}", sql(question, year)).unwrap();
    }
    drop(to);
    let said = child.wait_with_output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    let answers = said.lines().map(|line| {
        let (seconds, rows): (f64, Vec<Vec<serde_json::Value>>) = serde_json::from_str(line).unwrap();
        let named = rows.into_iter().map(|mut row| {
            let count = row.pop().and_then(|count| count.as_u64()).unwrap();
            (row.into_iter().map(|value| value.as_str().unwrap().to_owned()).collect(), count)
        });
        (Duration::from_secs_f64(seconds), named.collect())
    });
    let answers: Vec<_> = answers.collect();
    assert_eq!(answers.len(), questions.len());
    Ok(answers)
}

/// Hands the rows of the store over.
fn build(file: &Path, data: &Path, needs: &[Grouped]) {
    let _ = std::fs::remove_file(file.with_extension("duckdb.making"));
    let grouped: Vec<String> = needs
        .iter()
        .map(|(need, group, area)| format!("{need}\t{group}\t{}", area.as_deref().unwrap_or_default()))
        .collect();
    let mut child = Command::new("python3")
        .args(["-c", BUILD])
        .arg(file)
        .arg(grouped.join("\n"))
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = BufWriter::new(child.stdin.take().unwrap());
    let db = plain::open(data);
    let mut statement = db
        .prepare("SELECT hub, day, kind, channel, asker, needs, services, ages, send, language, interpreter, been_before, ethnicity FROM enquiry WHERE test = 0")
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let words: Vec<&str> = (0..13).map(|at| row.get_ref_unwrap(at).as_str().unwrap()).collect();
        writeln!(to, "{}", words.join(",")).unwrap();
    }
    drop(to);
    assert!(child.wait().unwrap().success());
}

fn sql(question: &Question, year: Span) -> String {
    let dimensions: Vec<D> = question.part.dimensions().collect();
    let mut from: Vec<&str> = dimensions.iter().map(|dimension| table(*dimension)).collect();
    if from.is_empty() {
        from.push("enquiry");
    }
    from.sort_unstable();
    from.dedup();
    let mut keep = vec![format!("{}.day BETWEEN DATE '{}' AND DATE '{}'", from[0], year.first, year.last)];
    if from.contains(&"enquiry") && !dimensions.contains(&D::Kind) {
        keep.push("enquiry.kind = 'enquiry'".to_owned());
    }
    let mut values: Vec<String> = dimensions.iter().map(|d| format!("{}.{}", table(*d), column(*d))).collect();
    keep.extend(
        dimensions
            .iter()
            .filter(|dimension| matches!(dimension, D::Group | D::DfeArea | D::Reason))
            .map(|dimension| format!("need.{} IS NOT NULL", column(*dimension))),
    );
    values.extend(match question.by {
        By::Nothing => None,
        By::Hub => Some(format!("{}.hub", from[0])),
        By::Month => Some(format!("strftime({}.day, '%Y-%m')", from[0])),
    });
    let grouped = dimensions.iter().any(|dimension| matches!(dimension, D::Group | D::DfeArea));
    let of_needs = dimensions.iter().any(|dimension| dimension.unit() == Unit::Needs);
    let count = if grouped && !of_needs { "count(DISTINCT need.id)" } else { "count(*)" };
    let joined = from[1..].iter().fold(from[0].to_owned(), |all, table| format!("{all} JOIN {table} USING (id)"));
    format!("SELECT {}, {count} FROM {joined} WHERE {} GROUP BY ALL", values.join(", "), keep.join(" AND "))
}

fn table(dimension: D) -> &'static str {
    match dimension {
        D::Need | D::Group | D::DfeArea | D::Outcome | D::Reason => "need",
        D::Ages => "age",
        D::Service => "service",
        _ => "enquiry",
    }
}

fn column(dimension: D) -> &'static str {
    match dimension {
        D::Group => "grp",
        D::DfeArea => "area",
        D::BeenBefore => "been_before",
        other => other.id(),
    }
}
