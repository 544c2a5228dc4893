//! The rules of what a desk reports.

use super::{Finder, Known};
use crate::catalogue::DeskReport;
use crate::catalogue::read::{Parsed, Problem};

/// Returns all problems of one report, `reports/<service>/<random>.toml`.
pub fn report(parsed: &Parsed<'_, DeskReport>, known: &Known) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let report = &parsed.value;
    if report.kind.is_none() && !finder.told(&crate::at!["kind"]) {
        let hint = "Add kind: closed, wrong-phone, wrong-times, full, moved or other.";
        finder.error("missing-field", &crate::at!["kind"], "The report does not say what is wrong.", hint);
    }
    match report.on {
        None if !finder.told(&crate::at!["on"]) => {
            finder.error("missing-field", &crate::at!["on"], "The report has no day.", "Add on, as in 2026-11-22.");
        }
        Some(on) if on > known.today => {
            finder.error(
                "future",
                &crate::at!["on"],
                format!("The report is of {on}, which is to come."),
                "Correct it.",
            );
        }
        _ => {}
    }
    finder.finish()
}
