//! The export: one JSON object a line, strictly read.
//!
//! ```text
//! {"signpost": {"kind": "enquiries", "format": 1, "desks": [{"desk": "...", "last_day": "2026-11-22"}]}}
//! {"enquiry": {"desk": "...", "day": "2026-11-22", "hour": 10, "test": false, "id": "...", "hub": "...", ...}}
//! {"undone": {"desk": "...", "id": "..."}}
//! {"end": {"enquiries": 1, "undone": 1}}
//! ```
//! The last line tells a whole file from one that was cut short.

use crate::error::{Error, Result};
use crate::record::{Enquiry, Row};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::path::Path;
use uuid::Uuid;

/// The format that this program reads and writes.
pub const FORMAT: u32 = 1;

/// Longest line that is read; an enquiry with everything in it is far shorter.
const LONGEST: usize = 64 << 10;

/// What stores give each other.
#[derive(Debug, Default, PartialEq)]
pub struct Parcel {
    /// Desks, also those without enquiries.
    pub desks: Vec<Uuid>,
    /// Enquiries.
    pub rows: Vec<Row>,
    /// Marks of what was undone: desk and enquiry.
    pub undone: Vec<(Uuid, Uuid)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    kind: String,
    format: u32,
    desks: Vec<HeaderDesk>,
}

/// A desk and how far its enquiries reach.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderDesk {
    /// Its id.
    pub desk: Uuid,
    /// The day of its last enquiry.
    pub last_day: Option<NaiveDate>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark {
    desk: Uuid,
    id: Uuid,
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct End {
    enquiries: usize,
    undone: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Line<'a> {
    Signpost(Header),
    Enquiry(&'a Row),
    Undone(Mark),
    End(End),
}

/// Writes a parcel.
pub fn write(parcel: &Parcel, desks: Vec<HeaderDesk>, mut to: impl Write) -> std::io::Result<()> {
    let mut line = |line: Line| -> std::io::Result<()> {
        serde_json::to_writer(&mut to, &line)?;
        to.write_all(b"\n")
    };
    line(Line::Signpost(Header { kind: "enquiries".to_owned(), format: FORMAT, desks }))?;
    for row in &parcel.rows {
        line(Line::Enquiry(row))?;
    }
    for &(desk, id) in &parcel.undone {
        line(Line::Undone(Mark { desk, id }))?;
    }
    line(Line::End(End { enquiries: parcel.rows.len(), undone: parcel.undone.len() }))?;
    to.flush()
}

/// Reads a parcel, whole or not at all.
///
/// # Errors
/// When the file is no export, is of a newer format, was cut short, or holds anything that no enquiry may hold.
pub fn read(path: &Path, mut from: impl BufRead) -> Result<Parcel> {
    let mut reading = Reading { parcel: Parcel::default(), seen: BTreeSet::new(), begun: false, ended: false };
    let mut number = 0;
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut some = std::io::Read::take(&mut from, LONGEST as u64 + 1);
        let length = some.read_until(b'\n', &mut line).map_err(|e| Error::io("read", path, e))?;
        if length == 0 {
            break;
        }
        number += 1;
        let taken = if length > LONGEST { Err("the line is too long".to_owned()) } else { reading.take(&line) };
        taken.map_err(|what| {
            let hint = if number == 1 {
                "Choose a file that `signpost enquiries export` made."
            } else {
                "Nothing was imported. Export the file again at its desk."
            };
            Error::input(format!("{}:{number}: {what}.", path.display())).hint(hint)
        })?;
    }
    if !reading.ended {
        return Err(Error::input(format!("{} is not whole: its last line is missing.", path.display()))
            .hint("Nothing was imported. Copy the file again, or export it again at its desk."));
    }
    Ok(reading.parcel)
}

struct Reading {
    parcel: Parcel,
    seen: BTreeSet<(Uuid, Uuid)>,
    begun: bool,
    ended: bool,
}

impl Reading {
    fn take(&mut self, line: &[u8]) -> std::result::Result<(), String> {
        let not_export =
            || if self.begun { "this is no line of an export" } else { "this is no export of enquiries" }.to_owned();
        let value: serde_json::Map<String, Value> = serde_json::from_slice(line).map_err(|_| not_export())?;
        let mut fields = value.into_iter();
        let (Some((name, body)), None) = (fields.next(), fields.next()) else { return Err(not_export()) };
        match (name.as_str(), self.begun, self.ended) {
            ("signpost", false, _) => self.begin(body),
            ("enquiry", true, false) => {
                let row = row(body)?;
                self.once(row.desk, row.enquiry.id)?;
                self.parcel.rows.push(row);
                Ok(())
            }
            ("undone", true, false) => {
                let mark: Mark = strict(body)?;
                self.once(mark.desk, mark.id)?;
                self.parcel.undone.push((mark.desk, mark.id));
                Ok(())
            }
            ("end", true, false) => {
                let end: End = strict(body)?;
                self.ended = true;
                let counted = End { enquiries: self.parcel.rows.len(), undone: self.parcel.undone.len() };
                if end == counted { Ok(()) } else { Err("the file does not hold as many lines as it says".to_owned()) }
            }
            _ => Err(not_export()),
        }
    }

    fn begin(&mut self, body: Value) -> std::result::Result<(), String> {
        // The format comes first: what else a newer header holds is not ours to judge.
        match body.get("format").and_then(Value::as_u64) {
            Some(format) if format > u64::from(FORMAT) => {
                return Err(format!("this export has format {format}, which a newer Signpost wrote; update this one"));
            }
            _ => {}
        }
        let header: Header = strict(body)?;
        if header.kind != "enquiries" || header.format != FORMAT {
            return Err("this is no export of enquiries".to_owned());
        }
        self.parcel.desks = header.desks.into_iter().map(|desk| desk.desk).collect();
        self.begun = true;
        Ok(())
    }

    fn once(&mut self, desk: Uuid, id: Uuid) -> std::result::Result<(), String> {
        if !self.parcel.desks.contains(&desk) {
            return Err("the first line does not name this desk".to_owned());
        }
        if self.seen.insert((desk, id)) { Ok(()) } else { Err("the same enquiry is in the file twice".to_owned()) }
    }
}

/// Reads an enquiry with its day and hour, and refuses what no enquiry may be.
fn row(mut body: Value) -> std::result::Result<Row, String> {
    let mut take =
        |name: &str| body.as_object_mut().and_then(|map| map.remove(name)).ok_or(format!("{name} is missing"));
    let (desk, day, hour, test) = (take("desk")?, take("day")?, take("hour")?, take("test")?);
    let enquiry: Enquiry = strict(body)?;
    let row = Row { desk: strict(desk)?, day: strict(day)?, hour: strict(hour)?, test: strict(test)?, enquiry };
    if row.hour > 23 {
        return Err("the hour must be from 0 to 23".to_owned());
    }
    match row.enquiry.faults().into_iter().next() {
        None => Ok(row),
        Some(fault) => Err(fault.text.trim_end_matches('.').to_owned()),
    }
}

fn strict<T: serde::de::DeserializeOwned>(value: Value) -> std::result::Result<T, String> {
    serde_json::from_value(value).map_err(|e| text_of(&e))
}

/// Returns what is wrong, cleaned and cut: the file may hold anything.
fn text_of(error: &serde_json::Error) -> String {
    let text: String = crate::text::clean(&error.to_string()).chars().take(200).collect();
    text.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Ages, Language, Met, Outcome, Reason, Reply};
    use proptest::prelude::*;

    fn text(parcel: &Parcel) -> String {
        let mut out = Vec::new();
        let desks = parcel.desks.iter().map(|&desk| HeaderDesk { desk, last_day: None }).collect();
        write(parcel, desks, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn again(text: &str) -> Result<Parcel> {
        read(Path::new("x.jsonl"), text.as_bytes())
    }

    fn some() -> Parcel {
        let desk = Uuid::from_u128(1);
        let mut enquiry = Enquiry::new("riverside");
        enquiry.needs = vec![Met::nothing("debt", Reason::Full), Met::new("housing", Outcome::Declined)];
        enquiry.services = ["citizens-advice".to_owned()].into();
        enquiry.ages = [Ages::Unborn, Ages::From18To25].into();
        enquiry.language = Language::Code("pa".to_owned());
        enquiry.interpreter = Reply::Yes;
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let rows = vec![Row { desk, day, hour: 10, test: false, enquiry }];
        Parcel { desks: vec![desk], rows, undone: vec![(desk, Uuid::from_u128(7))] }
    }

    #[test]
    fn what_was_written_reads_back() {
        let parcel = some();
        assert_eq!(again(&text(&parcel)).unwrap(), parcel);
        assert_eq!(again(&text(&Parcel::default())).unwrap(), Parcel::default());
    }

    #[test]
    fn anything_else_is_refused_with_its_line() {
        let good = text(&some());
        let said = |text: &str| again(text).unwrap_err().to_string();
        let change = |from: &str, to: &str| {
            assert!(good.contains(from), "{from}");
            said(&good.replacen(from, to, 1))
        };
        assert!(said("").contains("last line is missing"));
        assert!(said("hello\n").starts_with("x.jsonl:1: this is no export of enquiries."));
        assert!(said(good.trim_end().rsplit_once('\n').unwrap().0).contains("last line is missing"));
        assert!(change("\"format\":1", "\"format\":2").contains("newer Signpost"));
        assert!(change("\"hour\":10", "\"hour\":24").starts_with("x.jsonl:2: the hour"));
        assert!(change("\"hour\":10", "\"hour\":10.5").contains("x.jsonl:2:"));
        assert!(change("\"hour\":10", "\"hour\":10,\"minute\":5").contains("unknown field `minute`"));
        assert!(change("\"hub\":\"riverside\"", "\"hub\":\"Ann Smith\"").contains("The hub must be"));
        assert!(change("\"reason\":\"full\"", "\"reason\":null").contains("needs a reason"));
        assert!(change("\"outcome\":\"declined\"", "\"outcome\":\"refused\"").contains("outcome can't be"));
        assert!(change("{\"end\":{\"enquiries\":1", "{\"end\":{\"enquiries\":2").contains("as many lines"));
        assert!(said(&format!("{good}{good}")).contains("x.jsonl:5:"));
        let row = good.lines().nth(1).unwrap();
        assert!(said(&good.replacen(row, &format!("{row}\n{row}"), 1)).contains("twice"));
        assert!(said(&"x".repeat(LONGEST * 2)).contains("too long"));
    }

    proptest! {
        #[test]
        fn no_input_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), at in 0usize..600, with in any::<u8>()) {
            let _ = read(Path::new("x"), &bytes[..]);
            let mut text = text(&some()).into_bytes();
            let at = at % text.len();
            text[at] = with;
            let _ = read(Path::new("x"), &text[..]);
        }
    }
}
