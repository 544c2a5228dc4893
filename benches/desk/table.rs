//! The one table that is printed.

use crate::measure::milliseconds;
use std::fmt;
use std::time::Duration;

/// Rows of what was measured.
pub struct Table {
    about: String,
    rows: Vec<[String; 6]>,
    missed: bool,
}

impl Table {
    /// Returns an empty table about so many services.
    pub fn new(services: usize) -> Self {
        Self::about(format!("{services} services"))
    }

    /// Returns an empty table about something.
    pub fn about(about: String) -> Self {
        Self { about, rows: Vec::new(), missed: false }
    }

    /// Returns whether a limit was missed.
    pub fn missed(&self) -> bool {
        self.missed
    }

    /// Adds something that has no limit and no reference.
    pub fn note(&mut self, what: &str, value: String) {
        self.rows.push([what.to_owned(), value, String::new(), String::new(), String::new(), String::new()]);
    }

    /// Adds a time that may be at most so many times the reference's.
    pub fn slower(&mut self, what: &str, ours: Duration, theirs: Duration, limit: Option<f64>) {
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64().max(1e-9);
        let verdict = limit.map(|limit| self.judge(ratio <= limit));
        self.rows.push([
            what.to_owned(),
            milliseconds(ours),
            milliseconds(theirs),
            format!("{ratio:.2}"),
            limit.map(|l| format!("at most {l}")).unwrap_or_default(),
            verdict.unwrap_or_default(),
        ]);
    }

    /// Adds a time that the reference must take at least so many times of.
    pub fn faster(&mut self, what: &str, ours: Duration, theirs: Duration, least: Option<f64>) {
        let ratio = theirs.as_secs_f64() / ours.as_secs_f64().max(1e-9);
        let verdict = least.map(|least| self.judge(ratio >= least)).unwrap_or_default();
        let least = least.map(|least| format!("at least {least}")).unwrap_or_default();
        let (own, theirs) = (milliseconds(ours), milliseconds(theirs));
        let ratio = format!("{ratio:.1} x faster");
        self.rows.push([what.to_owned(), own, theirs, ratio, least, verdict]);
    }

    /// Adds a time that must not be exceeded, with another that is told beside it.
    pub fn within(&mut self, what: &str, time: Duration, limit: Duration, beside: Duration) {
        let verdict = self.judge(time <= limit);
        let limit = format!("at most {}", milliseconds(limit));
        self.rows.push([what.to_owned(), milliseconds(time), milliseconds(beside), String::new(), limit, verdict]);
    }

    /// Adds an amount that must not be exceeded.
    pub fn amount(&mut self, what: &str, amount: f64, unit: &str, most: f64) {
        let verdict = self.judge(amount <= most);
        let (amount, limit) = (format!("{amount:.1} {unit}"), format!("at most {most} {unit}"));
        self.rows.push([what.to_owned(), amount, String::new(), String::new(), limit, verdict]);
    }

    /// Adds an amount that must be reached.
    pub fn reached(&mut self, what: &str, amount: f64, unit: &str, least: f64) {
        let verdict = self.judge(amount >= least);
        let (amount, limit) = (format!("{amount:.0} {unit}"), format!("at least {least} {unit}"));
        self.rows.push([what.to_owned(), amount, String::new(), String::new(), limit, verdict]);
    }

    /// Adds a share that must be reached.
    pub fn share(&mut self, what: &str, share: f64, least: f64, more: &str) {
        let verdict = self.judge(share >= least);
        let least = format!("at least {:.0}%", 100.0 * least);
        self.rows.push([
            what.to_owned(),
            format!("{:.1}%", 100.0 * share),
            more.to_owned(),
            String::new(),
            least,
            verdict,
        ]);
    }

    /// Adds something that could not be measured, which misses its limit.
    pub fn missing(&mut self, what: &str, why: &str) {
        let verdict = self.judge(false);
        self.rows.push([what.to_owned(), String::new(), why.to_owned(), String::new(), String::new(), verdict]);
    }

    fn judge(&mut self, reached: bool) -> String {
        self.missed |= !reached;
        if reached { "ok" } else { "NOT" }.to_owned()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let name = info.lines().find_map(|l| l.strip_prefix("model name")?.split_once(':')).map_or("unknown", |p| p.1);
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let day = chrono::Local::now().date_naive();
        writeln!(f, "{}, {}, {cores} cores, {day}\n", self.about, name.trim())?;
        let head = ["what", "ours", "reference", "ratio", "limit", ""].map(str::to_owned);
        let rows = || std::iter::once(&head).chain(&self.rows);
        let widths: [usize; 6] = std::array::from_fn(|at| rows().map(|row| row[at].chars().count()).max().unwrap_or(0));
        for row in rows() {
            let line: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            writeln!(f, "{}", line.join("  ").trim_end())?;
        }
        Ok(())
    }
}
