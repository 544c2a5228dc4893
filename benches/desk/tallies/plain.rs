//! The plain GROUP BY over the rows of the store, as a person would write it.
//!
//! Needs, services and ages stand as words in one column, so where a question is about them json_each takes them apart; all others group by their column. The rows of a year are half of the two years that are here, so reading all of them is quicker than going through the index of days, and `+day` says so.

use super::Grouped;
use super::questions::{Answer, By, Question};
use rusqlite::{Connection, OpenFlags};
use signpost::store::FILE;
use signpost::tally::{Dimension as D, Span, Unit};
use std::path::Path;

/// Opens the store for reading.
pub fn open(data: &Path) -> Connection {
    Connection::open_with_flags(data.join(FILE), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

/// The store's file.
pub struct Sqlite(Connection);

impl Sqlite {
    /// Opens it, with the groups of needs beside it.
    pub fn open(data: &Path, needs: &[Grouped]) -> Self {
        let db = open(data);
        db.execute_batch("CREATE TEMP TABLE grouped (need TEXT PRIMARY KEY, grp TEXT, area TEXT) WITHOUT ROWID")
            .unwrap();
        for (need, group, area) in needs {
            db.execute("INSERT INTO grouped VALUES (?1, ?2, ?3)", rusqlite::params![need, group, area]).unwrap();
        }
        Self(db)
    }

    /// Asks a question.
    pub fn ask(&self, question: &Question, year: Span) -> Answer {
        let mut statement = self.0.prepare(&sql(question, year)).unwrap();
        let columns = statement.column_count() - 1;
        let rows = statement
            .query_map([], |row| {
                let values = (0..columns).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<String>>>()?;
                Ok((values, row.get::<_, u32>(columns)?.into()))
            })
            .unwrap();
        rows.map(Result::unwrap).collect()
    }
}

/// A list of words as json_each takes it apart.
fn split(column: &str, name: &str) -> String {
    format!(r#"json_each('["' || replace({column}, ' ', '","') || '"]') {name}"#)
}

fn sql(question: &Question, year: Span) -> String {
    let dimensions: Vec<D> = question.part.dimensions().collect();
    let has = |wanted: &[D]| dimensions.iter().any(|dimension| wanted.contains(dimension));
    let grouped = has(&[D::Group, D::DfeArea]);
    let mut from = vec!["enquiry e".to_owned()];
    let mut keep = vec![format!("+e.day BETWEEN '{}' AND '{}'", year.first, year.last), "e.test = 0".to_owned()];
    if !has(&[D::Kind]) {
        keep.push("e.kind = 'enquiry'".to_owned());
    }
    if has(&[D::Need, D::Outcome, D::Reason]) || grouped {
        from.push(split("e.needs", "n"));
    }
    if grouped {
        from.push("grouped g".to_owned());
        keep.push("g.need = substr(n.value, 1, instr(n.value, '=') - 1)".to_owned());
    }
    if has(&[D::DfeArea]) {
        keep.push("g.area IS NOT NULL".to_owned());
    }
    if has(&[D::Reason]) {
        keep.push("instr(n.value, ':') > 0".to_owned());
    }
    if has(&[D::Service]) {
        from.push(split("e.services", "s"));
        keep.push("e.services <> ''".to_owned());
    }
    if has(&[D::Ages]) {
        from.push(split("CASE e.ages WHEN '' THEN 'not-asked' ELSE e.ages END", "a"));
    }
    let mut values: Vec<String> = dimensions.iter().map(|dimension| value(*dimension)).collect();
    values.extend(match question.by {
        By::Nothing => None,
        By::Hub => Some("e.hub".to_owned()),
        By::Month => Some("substr(e.day, 1, 7)".to_owned()),
    });
    // Two needs of one group are one enquiry.
    let of_needs = dimensions.iter().any(|dimension| dimension.unit() == Unit::Needs);
    let count = if grouped && !of_needs { "count(DISTINCT e.id)" } else { "count(*)" };
    let by: Vec<String> = (1..=values.len()).map(|at| at.to_string()).collect();
    format!(
        "SELECT {}, {count} FROM {} WHERE {} GROUP BY {}",
        values.join(", "),
        from.join(", "),
        keep.join(" AND "),
        by.join(", ")
    )
}

fn value(dimension: D) -> String {
    let came = "substr(n.value, instr(n.value, '=') + 1)";
    match dimension {
        D::Need => "substr(n.value, 1, instr(n.value, '=') - 1)".to_owned(),
        D::Group => "g.grp".to_owned(),
        D::DfeArea => "g.area".to_owned(),
        D::Outcome => format!("CASE WHEN instr(n.value, ':') THEN 'nothing-to-offer' ELSE {came} END"),
        D::Reason => "substr(n.value, instr(n.value, ':') + 1)".to_owned(),
        D::Ages => "a.value".to_owned(),
        D::Service => "s.value".to_owned(),
        D::BeenBefore => "e.been_before".to_owned(),
        // Every need was declined or had nothing to offer, if nothing else is left of the words.
        D::Offered => format!(
            "CASE WHEN EXISTS (SELECT 1 FROM {} WHERE o.value NOT LIKE '%=nothing-to-offer:%' AND o.value NOT LIKE '%=declined') THEN 'yes' ELSE 'no' END",
            split("e.needs", "o")
        ),
        one => format!("e.{}", one.id()),
    }
}
