//! The catalogue for others: as Open Referral UK v3, as HSDS 3.1, or as the tables of HSDS. Nothing leaves that could lead to somebody who hides.

mod fields;
mod ids;
mod leave;
mod record;
mod tables;
mod write;

pub use ids::service_id;
pub use leave::Kept;
pub use record::UPSTREAM;
pub use write::{check_place, write};

use crate::error::Result;
use crate::snapshot::Snapshot;
use chrono::NaiveDate;
use record::Writer;
use serde_json::Value;
use tables::Tables;

/// What others read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Open Referral UK v3, one page of services with all that belongs to them.
    Oruk,
    /// HSDS 3.1, likewise.
    Hsds,
    /// The tabular package of HSDS 3.1.
    Csv,
}

/// An export that was put together.
#[derive(Debug)]
pub struct Exported {
    /// How many services it holds.
    pub services: usize,
    /// How many stayed here, and why.
    pub kept: Kept,
    /// The files by name, for one that is a single file the one.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Puts an export together: always the same for the same catalogue.
///
/// # Errors
/// When there is no memory for it.
pub fn export(snapshot: &Snapshot, shape: Shape, today: NaiveDate) -> Result<Exported> {
    let (leaving, kept) = leave::leaving(snapshot, today);
    let writer = Writer { head: &snapshot.head, uk: shape == Shape::Oruk, always_organised: shape == Shape::Csv };
    let services = leaving.len();
    let files = if shape == Shape::Csv {
        let mut tables = Tables::new()?;
        for record in &leaving {
            tables.service(&writer.service(record))?;
        }
        tables.finish(&snapshot.head.header.name)?
    } else {
        let mut page = record::page(services);
        page["contents"] = leaving.iter().map(|record| writer.service(record)).collect::<Vec<Value>>().into();
        vec![("services.json".to_owned(), tables::pretty(&page)?)]
    };
    Ok(Exported { services, kept, files })
}
