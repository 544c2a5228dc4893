//! Warnings that a file allows, each with its reason, in a comment of its own: `# allow long-sentence: it is the name of a law`.

use crate::catalogue::Problem;
use crate::catalogue::check::REFUGE;
use std::ops::Range;

/// How such a comment begins.
const START: &str = "# allow ";

/// Warnings that can be allowed: those that are a matter of judgement.
pub(super) const CODES: [&str; 7] =
    ["few-services", "jargon", "likely-double", "long-sentence", "other-domain", REFUGE, "stale"];

/// One comment that allows something.
struct Allowance<'t> {
    code: &'t str,
    reason: &'t str,
    span: Range<usize>,
}

fn all(text: &str) -> impl Iterator<Item = Allowance<'_>> {
    // Hardly any file has one, and this is asked of every file.
    let lines = text.contains(START).then(|| text.split_inclusive('\n'));
    let mut at = 0;
    lines.into_iter().flatten().filter_map(move |line| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let rest = line.trim().strip_prefix(START)?;
        let (code, reason) = rest.split_once(':').unwrap_or((rest, ""));
        Some(Allowance { code: code.trim(), reason: reason.trim(), span: start..start + line.trim().len() })
    })
}

/// Returns what a file allows.
pub(super) fn codes(text: &str) -> Vec<String> {
    let good = all(text).filter(|allowance| !allowance.reason.is_empty());
    good.map(|allowance| allowance.code.to_owned()).collect()
}

/// Returns what is allowed by the comments among these bytes of a file.
pub(super) fn codes_among(text: &str, bytes: Range<usize>) -> Vec<String> {
    codes(text.get(bytes).unwrap_or_default())
}

/// Returns what is wrong with the comments of a file that allow something: they would do nothing, and nobody would know.
pub(super) fn problems(text: &str) -> Vec<Problem> {
    let wrong = |allowance: Allowance<'_>| {
        if !CODES.contains(&allowance.code) {
            let what = format!("No warning \"{}\" can be allowed.", allowance.code);
            let hint = format!("These can: {}.", CODES.join(", "));
            return Some(Problem::warning("bad-allowance", allowance.span, what).hint(hint));
        }
        let what = "This allows a warning without saying why, so the warning stays.";
        let hint = format!("Write the reason behind it: # allow {}: because ...", allowance.code);
        allowance.reason.is_empty().then(|| Problem::warning("bad-allowance", allowance.span, what).hint(hint))
    };
    all(text).filter_map(wrong).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_reason_allows_a_warning() {
        let text = "name = \"x\"\n# allow stale: they are rung each week\n  # allow jargon\n# allow stail: x\r\n# allow likely-double:\nurl = \"# allow few-services: no\"\n";
        assert_eq!(codes(text), ["stale", "stail"]);
        let told: Vec<(String, &str)> = problems(text).into_iter().map(|p| (p.what, &text[p.span])).collect();
        let without = "This allows a warning without saying why, so the warning stays.".to_owned();
        let expected = [
            (without.clone(), "# allow jargon"),
            ("No warning \"stail\" can be allowed.".to_owned(), "# allow stail: x"),
            (without, "# allow likely-double:"),
        ];
        assert_eq!(told, expected);
    }
}
