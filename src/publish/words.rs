//! How a cell is shown, what must stand on every file, and what files are called.

use crate::tally::{Cell, Document, Protection, Rules, State, Table, Unit};
use serde::Serialize;

/// The name of the CSV file that says what the others mean.
pub const DEFINITIONS: &str = "definitions";
/// So much of a hash tells which release it is; the whole stands in the definitions.
const HASH: usize = 12;
/// Longest name of a file, before its ending and its marks.
const LONGEST_NAME: usize = 80;

/// Something that must stand on every file, sheet and page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// In capitals: "INTERNAL - NOT FOR PUBLICATION".
    pub head: String,
    /// What it means, in a sentence.
    pub text: String,
    /// How it begins the names of files: "INTERNAL".
    #[serde(skip)]
    mark: String,
}

/// Returns what must stand on every file of a document; nothing for the first protected release of real enquiries.
pub fn notices(document: &Document) -> Vec<Notice> {
    let mut out = Vec::new();
    if let Protection::Internal(reason) = &document.protection {
        out.push(Notice {
            head: "INTERNAL - NOT FOR PUBLICATION".to_owned(),
            text: format!("Nothing is hidden or rounded. Made for this reason: {}", sentence(reason)),
            mark: "INTERNAL".to_owned(),
        });
    }
    if document.example {
        out.push(Notice {
            head: "EXAMPLE - NOT REAL FIGURES".to_owned(),
            text: "The hubs or the enquiries are invented.".to_owned(),
            mark: "EXAMPLE".to_owned(),
        });
    }
    if let State { revision: revision @ 2.., revises, .. } = &document.state {
        let which = revises.as_ref().map_or_else(
            || "the release before".to_owned(),
            |hash| format!("release {}", hash.chars().take(HASH).collect::<String>()),
        );
        out.push(Notice {
            head: format!("REVISED - VERSION {revision}"),
            text: format!("It takes the place of {which}, because enquiries were entered late."),
            mark: format!("REVISED-{revision}"),
        });
    }
    out
}

/// Returns a text with a full stop at its end.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// Returns the rules of a protected document.
pub fn rules(document: &Document) -> Option<&Rules> {
    match &document.protection {
        Protection::Protected(rules) => Some(rules),
        Protection::Internal(_) => None,
    }
}

/// Returns what stands in the place of a hidden count.
pub fn symbol(document: &Document) -> String {
    rules(document).cloned().unwrap_or_default().symbol
}

/// Returns how the figures are protected, or that they are not, in plain sentences.
pub fn protection(document: &Document) -> String {
    match rules(document) {
        Some(rules) => format!(
            "{symbol} stands for a count from 1 to {most}, or for one that is hidden so that nobody can work out another. Other counts are rounded to the nearest {base}, totals too, so they may not add up.",
            symbol = rules.symbol,
            most = rules.hide_up_to,
            base = rules.round_to,
        ),
        None => "These are true counts: nothing is hidden or rounded, and families could be found in them.".to_owned(),
    }
}

/// Returns what one count counts, with what it does not.
pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Enquiries => "Counts enquiries, not families: one family may ask several times.",
        Unit::Needs => "Counts needs, not families: an enquiry about two needs counts twice.",
    }
}

/// Returns a cell as people read it: "1,235", "45%", "[c]".
pub fn shown(cell: &Cell, symbol: &str) -> String {
    match cell {
        Cell::Count(count) => grouped(*count),
        Cell::Hidden => symbol.to_owned(),
        Cell::Percent(percent) => format!("{percent}%"),
        Cell::Blank => String::new(),
        Cell::Words(words) => words.clone(),
    }
}

/// Returns a number with a comma after each three digits.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Returns a text with no more than so many characters; one that is cut says so.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    // Between words, where there is a place not far before.
    let whole = kept.rsplit_once(' ').map_or(kept.as_str(), |(whole, _)| whole);
    let whole = if whole.chars().count() * 3 >= most * 2 { whole } else { kept.trim_end() };
    format!("{}\u{2026}", whole.trim_end_matches([' ', ',', ';', ':']))
}

/// Returns whether a spreadsheet could take a text for a formula.
pub fn runs(text: &str) -> bool {
    let wide = |c| matches!(c, '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}');
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start().starts_with(|c| matches!(c, '=' | '+' | '-' | '@') || wide(c))
}

/// Returns whether all cells of a column are numbers, so that it is set to the right.
pub fn is_numeric(table: &Table, column: usize) -> bool {
    table.lines.iter().all(|line| !matches!(line.cells.get(column), Some(Cell::Words(_))))
}

/// Returns the desks in sentences, those that are missing first.
pub fn desks(document: &Document) -> Vec<String> {
    let desks = document.desks.iter().map(|desk| {
        let name = desk.desk.as_ref().map_or_else(|| desk.hub.clone(), |id| format!("{}, desk {id}", desk.hub));
        match (desk.missing, desk.last_day) {
            (true, None) => format!("MISSING: {name}. Nothing of it is counted."),
            (true, Some(day)) => format!("MISSING: {name}. It is counted up to {} only.", day.format("%-d %B %Y")),
            (false, Some(day)) => format!("{name}: counted up to {}.", day.format("%-d %B %Y")),
            (false, None) => format!("{name}: no enquiries."),
        }
    });
    desks.collect()
}

/// Returns those of the desks that are missing, in sentences.
pub fn missing(document: &Document) -> Vec<String> {
    let said = desks(document).into_iter().zip(&document.desks);
    said.filter(|(_, desk)| desk.missing).map(|(said, _)| said).collect()
}

/// Returns the name of a file with its marks: "INTERNAL-needs.csv".
pub fn file(document: &Document, name: &str, ending: &str) -> String {
    let marks: String = notices(document).iter().map(|notice| format!("{}-", notice.mark)).collect();
    format!("{marks}{name}.{ending}")
}

/// Returns a text that can be part of a file's name on every system.
pub fn safe(text: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    text.chars().take(LONGEST_NAME).map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        for (count, words) in [(0, "0"), (15, "15"), (999, "999"), (1000, "1,000"), (1_234_565, "1,234,565")] {
            assert_eq!(grouped(count), words);
        }
    }

    #[test]
    fn what_a_spreadsheet_runs_is_known() {
        for text in ["=1", "+44", "-5", "@SUM(1)", "\t=1", "\r=1", " =1", "\u{ff1d}1"] {
            assert!(runs(text), "{text:?}");
        }
        for text in ["", "Stay and play", "0-5", "a=b", "[c]", "'=1"] {
            assert!(!runs(text), "{text:?}");
        }
    }
}
