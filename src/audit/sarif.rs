//! The check's findings as SARIF 2.1.0, which code hosts show beside the lines of a pull request and keep over time.

use super::render::path_of;
use super::{Audit, Position, Report};
use crate::catalogue::Severity;
use crate::text::visible;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Where the format is described.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Returns the findings; `folder` is the way from the root of the repository to the catalogue.
pub fn sarif(audit: &Audit, folder: &str) -> Value {
    // A rule is one kind of problem; what a person reads of it is said by its first finding.
    let mut rules: BTreeMap<&str, &Report> = BTreeMap::new();
    for report in &audit.reports {
        rules.entry(report.problem.code).or_insert(report);
    }
    let index = |code: &str| rules.keys().position(|known| *known == code);
    let results = audit.reports.iter().map(|report| result(report, folder, index(report.problem.code)));
    let notes = audit.notes.iter().map(|note| json!({ "level": "note", "message": { "text": visible(note) } }));
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Signpost",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|report| rule(report)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": notes.collect::<Vec<_>>() }],
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

fn level(report: &Report) -> &'static str {
    match report.problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Returns a rule: its name in words, and what to do about it.
fn rule(report: &Report) -> Value {
    let problem = &report.problem;
    let words = crate::text::capital(&problem.code.replace('-', " "));
    let help = match (&problem.hint, problem.severity) {
        (Some(hint), _) => visible(hint),
        (None, Severity::Error) => "The file can't be used as it stands: mend what is marked.".to_owned(),
        (None, Severity::Warning) => "Worth a look.".to_owned(),
    };
    json!({
        "id": problem.code,
        "shortDescription": { "text": format!("{words}.") },
        "help": { "text": help },
        "defaultConfiguration": { "level": level(report) },
    })
}

fn result(report: &Report, folder: &str, rule: Option<usize>) -> Value {
    let problem = &report.problem;
    let hint = problem.hint.as_deref().map(|hint| format!(" {}", visible(hint))).unwrap_or_default();
    let place = Position::of(&report.text, &problem.span);
    let mut location = json!({ "artifactLocation": { "uri": uri(&path_of(report, folder)) } });
    // What is about the file as a whole has no region.
    if problem.span != (0..0) {
        location["region"] = json!({
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        });
    }
    let print = format!("{:08x}", crc32fast::hash(format!("{}\n{}", report.path, problem.what).as_bytes()));
    json!({
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": level(report),
        "message": { "text": format!("{}{hint}", visible(&problem.what)) },
        "locations": [{ "physicalLocation": location }],
        // The same problem on another line is the same problem.
        "partialFingerprints": { "signpost/v1": print },
    })
}

/// Returns a relative path as a link holds it.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Problem;
    use std::sync::Arc;

    #[test]
    fn findings_have_rules_places_and_relative_paths() {
        let text: Arc<str> = Arc::from("name = \"caf\u{e9}\"\nfree = \"yep\"\n");
        let at = |part: &str| text.find(part).map(|at| at..at + part.len()).unwrap();
        let report = |problem| Report { path: "services/a/b c.toml".to_owned(), text: Arc::clone(&text), problem };
        let audit = Audit {
            files: 1,
            reports: vec![
                report(Problem::error("unknown-value", at("\"yep\""), "No \u{202e}.").hint("Write yes.")),
                report(Problem::warning("stale", 0..0, "Old.")),
                report(Problem::error("unknown-value", at("\"caf\u{e9}\""), "Odd.")),
            ],
            notes: vec!["Two languages.".to_owned()],
        };
        insta::assert_snapshot!(serde_json::to_string_pretty(&sarif(&audit, "our")).unwrap(), @"");
    }
}
