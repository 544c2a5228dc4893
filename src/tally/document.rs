//! What is published or shown: every number as the reader sees it, with what it means.

use super::{Key, Unit};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One number as the reader sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// A count: rounded in a protected document, true in an internal one.
    Count(u64),
    /// Hidden: the symbol stands here.
    Hidden,
    /// Whole percent, made from counts as they are shown.
    Percent(u64),
    /// Nothing is counted here.
    Blank,
    /// Words.
    Words(String),
}

/// How a column or line of a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// One bar for each line.
    Bars,
    /// One small curve for each line, over its columns.
    Curves,
}

/// What of a table is drawn. Hidden counts are drawn as gaps that say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// How.
    pub shape: Shape,
    /// First column that is drawn, counted from 0.
    pub from: usize,
    /// Last column that is drawn.
    pub to: usize,
}

/// A column of numbers or words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Stable id, unique in its table.
    pub id: String,
    /// What stands over it.
    pub title: String,
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Stable id, unique in its table.
    pub id: String,
    /// What stands before its cells; one for each heading of the table.
    pub labels: Vec<String>,
    /// One for each column.
    pub cells: Vec<Cell>,
    /// It sums up the others, or stands for all.
    pub total: bool,
}

/// One question and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Stable id: name of a file and of a sheet, 31 characters at most.
    pub id: String,
    /// What it answers: "Needs by hub".
    pub title: String,
    /// What is counted.
    pub unit: Unit,
    /// What a reader must know besides the definitions.
    pub notes: Vec<String>,
    /// What stands over the labels of the lines: "Need", "Need group".
    pub headings: Vec<String>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Lines, in an order that tells nothing that the cells don't.
    pub lines: Vec<Line>,
    /// What of it is drawn.
    pub chart: Option<Chart>,
    /// Its lines have an order of their own: months, ages. All others stand by what is shown, the most first.
    #[serde(default)]
    pub in_order: bool,
}

/// One of the few numbers that stand first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What it is: "Enquiries".
    pub label: String,
    /// How many.
    pub cell: Cell,
    /// What it was a year before, if that was released.
    pub before: Option<Cell>,
    /// One plain sentence.
    pub sentence: String,
}

/// A word and what it means here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The word.
    pub word: String,
    /// What it means.
    pub meaning: String,
}

/// A desk whose enquiries are counted, or one that should be and is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskLine {
    /// Name of the hub it stands in.
    pub hub: String,
    /// The beginning of its random id; nothing for a hub of which no desk is here.
    pub desk: Option<String>,
    /// The last day that is here.
    pub last_day: Option<NaiveDate>,
    /// Its enquiries end before the period does, or are not here at all.
    pub missing: bool,
}

/// Whether a document may be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// Small counts are hidden, others rounded, and the attacks it names were tried.
    Protected(super::Rules),
    /// True counts. Not for publication, for this reason.
    Internal(String),
}

/// Which of several releases of the same period this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// 1 for the first release, 2 for its first revision.
    pub revision: u32,
    /// The hash of the release that it revises.
    pub revises: Option<String>,
    /// The day it was made.
    pub made: NaiveDate,
    /// Random, made once for this release.
    pub id: Uuid,
}

/// All that is said about a locality or hub and a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// "What families asked for: Exampleshire, October to December 2026".
    pub title: String,
    /// Name of the locality or hub.
    pub place: String,
    /// Id of the locality or hub.
    pub place_id: String,
    /// The period in words: "October to December 2026".
    pub period: String,
    /// Its id: "2026-27-Q3".
    pub period_id: String,
    /// Invented data, from an example's hubs or a test's clock.
    pub example: bool,
    /// Whether it may be published.
    pub protection: Protection,
    /// Which release this is.
    pub state: State,
    /// Desks, those that are missing first.
    pub desks: Vec<DeskLine>,
    /// Up to five.
    pub figures: Vec<Figure>,
    /// Tables, the main ones first.
    pub tables: Vec<Table>,
    /// What the words mean.
    pub definitions: Vec<Definition>,
    /// What was hidden, in sentences.
    pub hidden: Vec<String>,
}

/// A table before anything is hidden: the same, with what each count is about. `None` stands for cells that hold no count of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The table; its counts are placeholders.
    pub table: Table,
    /// What each cell counts, line by line.
    pub keys: Vec<Vec<Option<Key>>>,
}
