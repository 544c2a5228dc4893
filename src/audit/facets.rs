//! The words of `facets.toml` held to the tests that stand in the same file.

use crate::catalogue::{Facets, Parsed, Problem, Severity, check};
use crate::reading::Reader;
use chrono::NaiveDate;

/// The day on which the tests are read, a Wednesday, so that "tomorrow" says the same each day.
const WEDNESDAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 1, 7);

/// Returns all problems of `facets.toml`: those of its form, and when it has none, the tests that fail.
pub(super) fn problems(parsed: &Parsed<'_, Facets>) -> Vec<Problem> {
    let mut out = check::facets(parsed);
    if out.iter().any(|problem| problem.severity == Severity::Error) {
        return out;
    }
    // "Near me" is near the desk's hub, and no place of the catalogue has to be named in a test.
    let reader = Reader::new(Some(&parsed.value), &[], &[]).at_hub(Some("hub"));
    for (index, test) in parsed.value.tests.iter().enumerate() {
        let wishes = reader.read(&test.text, WEDNESDAY.unwrap_or_default(), &[]);
        let chips: Vec<&str> = wishes.iter().map(|wish| wish.label.as_str()).collect();
        if chips != test.chips {
            let what = format!("\"{}\" makes {}, not {}.", test.text, named(&chips), named(&test.chips));
            let span = parsed.span(&crate::at!["tests", index]);
            let hint = "Change words or except above so that it does, or correct the test.";
            out.push(Problem::error("other-chips", span, what).hint(hint));
        }
    }
    out
}

fn named(chips: &[impl AsRef<str>]) -> String {
    match chips {
        [] => "no chip".to_owned(),
        [one] => format!("the chip \"{}\"", one.as_ref()),
        _ => format!("the chips \"{}\"", chips.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("\", \"")),
    }
}
