//! What each cell of the shipped files counts, where and when. Nothing of the program's own types is used: the ids stand in the files.

use super::read::{Line, Release, Sheet};
use super::solve::FAR;
use std::collections::{BTreeMap, BTreeSet};

/// Pairs of dimension and value, in the order of their names.
pub type Of = Vec<(String, String)>;
/// Hubs, or months ("2026-10").
pub type Set = BTreeSet<String>;

/// What everybody knows of a locality and of the form that is filled in.
pub struct Public {
    pub locality: String,
    pub hubs: Set,
    /// Id, group, area of the programme, shown for the whole locality only.
    pub needs: Vec<(String, String, Option<String>, bool)>,
    /// All values of a dimension of which each enquiry or need has one, and those of the others that the form lists.
    pub values: BTreeMap<String, Vec<String>>,
}

/// One cell of a shipped table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    pub version: usize,
    pub of: Of,
    pub hubs: Set,
    pub months: Set,
    /// None where the symbol stands.
    pub count: Option<u64>,
    /// Least and most that a count which is shown stands for.
    pub bounds: (i64, i64),
    pub hide: i64,
    pub span: i64,
    /// In some table its line shows a number besides.
    pub open: bool,
}

/// Returns what some pairs name.
pub fn of(pairs: &[(&str, &str)]) -> Of {
    let mut of: Of = pairs.iter().map(|(dimension, value)| ((*dimension).to_owned(), (*value).to_owned())).collect();
    of.sort();
    of
}

/// Returns the months of a period as its id tells them.
pub fn months(period: &str) -> Option<Set> {
    let parts: Vec<&str> = period.split('-').collect();
    match parts.as_slice() {
        [year, _, quarter] => {
            let quarter: u32 = quarter.strip_prefix('Q')?.parse().ok()?;
            let year: i32 = year.parse().ok()?;
            let (year, first) = if quarter == 4 { (year + 1, 1) } else { (year, 1 + 3 * quarter) };
            Some((first..first + 3).map(|month| format!("{year}-{month:02}")).collect())
        }
        [_, month] if month.len() == 2 => Some([period.to_owned()].into()),
        _ => None,
    }
}

/// Reads the facts of a release.
pub fn facts(release: &Release, public: &Public, version: usize) -> BTreeSet<Fact> {
    let mut out = BTreeSet::new();
    let hubs = if release.place == public.locality { public.hubs.clone() } else { [release.place.clone()].into() };
    let whole = Place { hubs, months: months(&release.period).unwrap() };
    let mut put = |(of, place): (Of, Place), cell: &str, open: bool| {
        let count = if cell == release.symbol {
            None
        } else {
            match cell.parse::<u64>() {
                Ok(count) => Some(count),
                Err(_) => return,
            }
        };
        let bounds = count.map_or((0, FAR), |count| known(release, count));
        let (hide, span) = (release.hide, release.span);
        out.insert(Fact { version, of, hubs: place.hubs, months: place.months, count, bounds, hide, span, open });
    };
    for sheet in &release.sheets {
        for line in &sheet.lines {
            // A table of one column is one line.
            let is_open = match sheet.columns.len() {
                1 => sheet.lines.iter().any(|line| line.cells[0] != release.symbol),
                _ => line.cells.iter().any(|cell| cell.parse::<u64>().is_ok()),
            };
            for ((column, _), cell) in sheet.columns.iter().zip(&line.cells) {
                if let Some(key) = key(sheet, &line.id, column, &whole, public) {
                    put(key, cell, is_open);
                }
            }
        }
        // Lines of nothing but noughts are left out, so those that are missing are noughts.
        for id in missing(sheet, &whole, public) {
            for (column, _) in &sheet.columns {
                if let Some(key) = key(sheet, &id, column, &whole, public) {
                    put(key, "0", true);
                }
            }
        }
    }
    // The same count stands in several tables.
    let open: BTreeSet<Fact> = out.iter().filter(|fact| fact.open).cloned().collect();
    out.retain(|fact| fact.open || !open.contains(&Fact { open: true, ..fact.clone() }));
    out
}

/// Returns what a shown number stands for, by the definitions that are printed with it.
fn known(release: &Release, count: u64) -> (i64, i64) {
    let (count, base) = (count as i64, release.base);
    if count == 0 {
        return (0, 0);
    }
    // The nearest multiple; of two that are as near, the higher one.
    let all = (count - base).max(release.hide + 1)..=count + base;
    let mut fit = all.filter(|truth| (truth + base / 2) / base * base == count);
    let first = fit.next().unwrap_or(count);
    (first, fit.next_back().unwrap_or(first))
}

#[derive(Debug, Clone)]
struct Place {
    hubs: Set,
    months: Set,
}

/// Returns what a cell counts, and where and when.
fn key(sheet: &Sheet, line: &str, column: &str, whole: &Place, public: &Public) -> Option<(Of, Place)> {
    let hubs = |id: &str| -> Set { id.split('+').map(str::to_owned).collect() };
    let nothing = ("outcome", "nothing-to-offer");
    let at = |pairs: &[(&str, &str)], hubs: Set| Some((of(pairs), Place { hubs, ..whole.clone() }));
    let here = |pairs: &[(&str, &str)]| Some((of(pairs), whole.clone()));
    match (sheet.id.as_str(), column) {
        ("enquiries", "enquiries") => match line {
            "all" => here(&[]),
            "offered" => here(&[("offered", "yes")]),
            "not-offered" => here(&[("offered", "no")]),
            "quick-chats" => here(&[("kind", "quick-chat")]),
            other => panic!("{other}"),
        },
        ("needs", "enquiries") => here(&[("need", line)]),
        ("needs" | "needs-by-reason", "nothing-offered") => here(&[("need", line), nothing]),
        ("needs-by-reason", reason) => here(&[("need", line), ("reason", reason)]),
        ("gaps", column) => {
            let (need, area) = line.split_once(' ')?;
            match column {
                "nothing-offered" => at(&[("need", need), nothing], hubs(area)),
                "asked-for" => at(&[("need", need)], hubs(area)),
                _ => None,
            }
        }
        ("hubs" | "months", _) if line == "all" => here(&[]),
        ("hubs", _) => at(&[], hubs(line)),
        ("months", _) => Some((Vec::new(), Place { months: [line.to_owned()].into(), ..whole.clone() })),
        (id, column) => {
            let (by, across) = match id {
                "needs-by-hub" => ("need", Some("hub")),
                "needs-by-month" => ("need", Some("month")),
                "groups" => ("group", None),
                "dfe-areas" => ("dfe-area", None),
                "outcomes" => ("outcome", None),
                "reasons" => ("reason", None),
                "services" => ("service", None),
                other => other.split_once("-by-").map_or((other, None), |(by, across)| (by, Some(across))),
            };
            let mut pairs = Vec::new();
            let mut place = whole.clone();
            let both = [Some((by, line)), across.filter(|_| column != "all").map(|across| (across, column))];
            for (by, value) in both.into_iter().flatten() {
                match by {
                    // One hub's own tables show nothing of the others.
                    "hub" => place.hubs = hubs(value).intersection(&whole.hubs).cloned().collect(),
                    "month" => place.months = [value.to_owned()].into(),
                    "quarter" => place.months = months(value)?,
                    by => pairs.push((by, value)),
                }
            }
            if place.hubs.is_empty() {
                return None;
            }
            debug_assert!(pairs.iter().all(|(by, _)| *by == "need" || public.values.contains_key(*by)), "{id}");
            Some((of(&pairs), place))
        }
    }
}

/// Returns the ids of lines that a table does not show though it would if they held anything.
fn missing(sheet: &Sheet, whole: &Place, public: &Public) -> Vec<String> {
    if sheet.in_order || sheet.id == "hubs" {
        return Vec::new();
    }
    let by_hub = whole.hubs != public.hubs;
    let needs = || public.needs.iter().filter(move |(.., sensitive)| !(by_hub && *sensitive));
    let by = sheet.id.split_once("-by-").map_or(sheet.id.as_str(), |(by, _)| by);
    let all: Vec<String> = match by {
        "needs" | "need" => needs().map(|(id, ..)| id.clone()).collect(),
        "groups" | "group" | "dfe-areas" | "dfe-area" => {
            let group = by.starts_with("group");
            let value = |need: &(String, String, Option<String>, bool)| {
                if group { Some(need.1.clone()) } else { need.2.clone() }
            };
            let tells: BTreeSet<String> = public.needs.iter().filter(|need| need.3).filter_map(value).collect();
            let all: BTreeSet<String> = public.needs.iter().filter_map(value).collect();
            all.into_iter().filter(|value| !(by_hub && tells.contains(value))).collect()
        }
        // What is left out of a hub's own tables may be sensitive.
        "outcomes" | "outcome" | "services" | "service" | "ethnicity" if by_hub => Vec::new(),
        "outcomes" => public.values["outcome"].clone(),
        "reasons" => public.values["reason"].clone(),
        "services" => public.values["service"].clone(),
        "gaps" | "hub" | "month" | "quarter" => Vec::new(),
        other => public.values.get(other).cloned().unwrap_or_default(),
    };
    all.into_iter().filter(|id| !sheet.lines.iter().any(|line: &Line| line.id == *id)).collect()
}
