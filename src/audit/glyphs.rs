//! Characters that no font of a slip has: one in a name stops the whole slip, with a family waiting.

use crate::catalogue::{Parsed, Problem, Severity};
use crate::text::{is_plain, is_unsafe, whole_sentence};
use crate::typeset;
use std::collections::BTreeSet;

/// Fields of services and hubs that stand on no slip. Of a description the first sentence does.
const UNPRINTED: [&str; 12] = [
    "words",
    "needs",
    "formerly",
    "instead",
    "upstream",
    "checked",
    "source",
    "discretion",
    "regulated",
    "safeguarding_lead",
    "navigator",
    "front_door",
];

/// Adds an error for each printed text of a file with characters that can't be printed.
pub(super) fn check<T>(parsed: &Parsed<'_, T>, problems: &mut Vec<Problem>) {
    // Nearly every file can be told at a glance, and the fonts are never looked at.
    if is_plain(parsed.text) || problems.iter().any(|problem| problem.code == "syntax") {
        return;
    }
    let unprinted: Vec<_> = UNPRINTED.iter().map(|field| parsed.field_spans(field)).collect();
    let description = parsed.span(&crate::at!["description"]);
    let before = problems.len();
    for (value, span) in parsed.texts() {
        let printed = if span == description { whole_sentence(value) } else { value };
        let missing: BTreeSet<char> = printed.chars().filter(|c| !can_be_printed(*c)).collect();
        let Some(first) = printed.chars().find(|c| missing.contains(c)) else { continue };
        if unprinted.iter().flatten().any(|field| field.start <= span.start && span.end <= field.end) {
            continue;
        }
        let written = parsed.text.get(span.clone()).unwrap_or_default();
        let at = written.find(first).map_or(span.clone(), |at| {
            let start = span.start + at;
            start..start + first.len_utf8()
        });
        let all: Vec<String> = missing.iter().map(|c| format!("\"{c}\" (U+{:04X})", u32::from(*c))).collect();
        let what = format!("No slip can print {}: the desk could hand out nothing with this text.", all.join(", "));
        problems.push(Problem::error("not-printable", at, what).hint("Write it without the sign, or in words."));
    }
    if problems.len() > before {
        problems.sort_by_key(|problem| (problem.span.start, problem.severity == Severity::Warning));
    }
}

/// Returns whether slips can print a character, or leave it out unseen.
fn can_be_printed(c: char) -> bool {
    let variant = ('\u{fe00}'..='\u{fe0f}').contains(&c);
    c.is_ascii() || variant || is_unsafe(c) || c.is_whitespace() || typeset::covers(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Service, parse};

    fn told(text: &str) -> Vec<String> {
        let mut problems = Vec::new();
        check(&parse::<Service>(text, false), &mut problems);
        problems.into_iter().map(|p| format!("{} {}", &text[p.span], p.what)).collect()
    }

    #[test]
    fn what_no_font_has_is_told_where_it_is_printed() {
        let text = "name = \"Play 😀 and 漢字\"\ndescription = \"Songs – and £1. Then 😀.\"\nwords = [\"😀\"]\ncost = \"\\U0001F600\"\n";
        let found = told(text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].starts_with("😀 No slip can print \"字\" (U+5B57), \"漢\" (U+6F22), \"😀\" (U+1F600)"),
            "{found:?}"
        );
        assert!(found[1].starts_with("\"\\U0001F600\" No slip"), "{found:?}");
    }

    #[test]
    fn the_languages_of_slips_can_be_printed() {
        assert_eq!(
            told("name = \"Zażółć, ăâîșț, Привіт, مرحبا, خوش آمدید, স্বাগতম, ਜੀ ਆਇਆਂ ਨੂੰ ‘“…”’ €\u{a0}ŵŷ\"\n"),
            [] as [&str; 0]
        );
    }
}
