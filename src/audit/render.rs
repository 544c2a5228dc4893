//! The check's findings as text for people, for programs and for GitHub. Nothing of a file reaches the output unseen: what hides is written out.

use super::{Audit, Position, Report};
use crate::catalogue::Severity;
use crate::text::{self, visible};
use std::collections::BTreeMap;
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// Columns of a file's line that are shown at most.
const WIDEST: usize = 120;

/// Columns that are kept before a problem in a line that is cut.
const BEFORE: usize = 40;

/// Spaces that a tab is shown as.
const TAB: &str = "    ";

fn severity(report: &Report) -> &'static str {
    match report.problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Warnings of one kind that a person is shown; the rest of them is counted.
const SHOWN: usize = 20;

/// Returns the findings for a person: each with its line, a mark under it and a hint, then a sum. `folder` stands before each path, so that a click in the terminal opens the file.
pub fn human(audit: &Audit, folder: &str, colour: bool) -> String {
    let mut out = String::new();
    let paint = |text: &str, code: &str| {
        if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    };
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for report in &audit.reports {
        if report.problem.severity == Severity::Warning {
            let count = told.entry(report.problem.code).or_default();
            *count += 1;
            if *count > SHOWN {
                continue;
            }
        }
        let place = Position::of(&report.text, &report.problem.span);
        let tone = if report.problem.severity == Severity::Error { "1;31" } else { "1;33" };
        let file = format!("{}:{}:{}:", visible(&path_of(report, folder)), place.line, place.column);
        let word = paint(&format!("{}:", severity(report)), tone);
        // Writing into a String can't fail.
        let _ = writeln!(out, "{file} {word} {}", visible(&report.problem.what));
        let number = place.line.to_string();
        let gutter = " ".repeat(number.len());
        if let Some((line, mark)) = snippet(report, place) {
            let _ = writeln!(out, "  {number} | {line}");
            let _ = writeln!(out, "  {gutter} | {}", paint_mark(&mark, |m| paint(m, tone)));
        }
        if let Some(hint) = &report.problem.hint {
            let _ = writeln!(out, "  {gutter} {} {}", paint("hint:", "1;36"), visible(hint));
        }
        out.push('\n');
    }
    for (code, count) in told.into_iter().filter(|(_, count)| *count > SHOWN) {
        let note = paint("note:", "1;36");
        let _ = writeln!(out, "{note} {} more warnings like these ({code}): --format json lists all.", count - SHOWN);
    }
    for note in &audit.notes {
        let _ = writeln!(out, "{} {}", paint("note:", "1;36"), visible(note));
    }
    out.push_str(&sum(audit));
    out.push('\n');
    out
}

fn paint_mark(mark: &str, paint: impl Fn(&str) -> String) -> String {
    let bare = mark.trim_start();
    format!("{}{}", &mark[..mark.len() - bare.len()], paint(bare))
}

pub(super) fn path_of(report: &Report, folder: &str) -> String {
    if folder.is_empty() { report.path.clone() } else { format!("{}/{}", folder.trim_end_matches('/'), report.path) }
}

/// Returns one sentence about the whole run.
pub fn sum(audit: &Audit) -> String {
    let count = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    let checked = count(audit.files, "file");
    let problems = audit.reports.len();
    if problems == 0 {
        format!("{checked} checked, no problems.")
    } else if audit.has_errors() {
        let (problems, files) = (count(problems, "problem"), count(audit.files_with_problems(), "file"));
        format!("{problems} in {files} of {} checked.", audit.files)
    } else {
        format!("{checked} checked, no errors, {}.", count(problems, "warning"))
    }
}

/// Returns the line of a problem as it can be shown, and the mark under it; nothing when the problem is about the file as a whole.
fn snippet(report: &Report, place: Position) -> Option<(String, String)> {
    if report.problem.span == (0..0) {
        return None;
    }
    let line = report.text.lines().nth(place.line - 1)?;
    let end = if place.end_line == place.line { place.end_column } else { usize::MAX };
    let (mut shown, mut widths) = (Vec::new(), Vec::new());
    for c in line.chars() {
        let piece = match c {
            '\t' => TAB.to_owned(),
            c if text::is_unsafe(c) => visible(c.encode_utf8(&mut [0; 4])),
            c => c.to_string(),
        };
        widths.push(piece.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>());
        shown.push(piece);
    }
    let first = (place.column - 1).min(shown.len());
    let last = end.saturating_sub(1).clamp(first, shown.len());
    let total: usize = widths.iter().sum();
    let mut from = 0;
    if total > WIDEST {
        // What stands far to the right is shown with a little of what is before it.
        let mut before: usize = widths[..first].iter().sum();
        while before > BEFORE {
            before -= widths[from];
            from += 1;
        }
    }
    let mut to = from;
    let mut width = 0;
    while to < shown.len() && width + widths[to] <= WIDEST {
        width += widths[to];
        to += 1;
    }
    let (cut_before, cut_after) = (if from > 0 { "..." } else { "" }, if to < shown.len() { "..." } else { "" });
    let line = format!("{cut_before}{}{cut_after}", shown[from..to].concat());
    let indent = cut_before.len() + widths[from..first].iter().sum::<usize>();
    let marks: usize = widths[first..last.min(to).max(first)].iter().sum();
    Some((line.trim_end().to_owned(), format!("{}{}", " ".repeat(indent), "^".repeat(marks.max(1)))))
}

/// Returns the findings for programs. Fields may be added, never changed.
pub fn json(audit: &Audit) -> serde_json::Value {
    let problem = |report: &Report| {
        let place = Position::of(&report.text, &report.problem.span);
        serde_json::json!({
            "file": visible(&report.path),
            "line": place.line,
            "column": place.column,
            "end_line": place.end_line,
            "end_column": place.end_column,
            "severity": severity(report),
            "code": report.problem.code,
            "what": visible(&report.problem.what),
            "hint": report.problem.hint.as_deref().map(visible),
        })
    };
    serde_json::json!({
        "files": audit.files,
        "problems": audit.reports.iter().map(problem).collect::<Vec<_>>(),
        "notes": audit.notes.iter().map(|note| visible(note)).collect::<Vec<_>>(),
    })
}

/// Returns the findings as GitHub's workflow commands, which show each beside its line in a pull request.
pub fn github(audit: &Audit, folder: &str) -> String {
    let mut out = String::new();
    for report in &audit.reports {
        let place = Position::of(&report.text, &report.problem.span);
        let hint = report.problem.hint.as_ref().map_or_else(String::new, |hint| format!(" {hint}"));
        // Writing into a String can't fail.
        let _ = writeln!(
            out,
            "::{} file={},line={},col={},endLine={},endColumn={},title={}::{}",
            severity(report),
            property(&path_of(report, folder)),
            place.line,
            place.column,
            place.end_line,
            place.end_column,
            property(report.problem.code),
            message(&format!("{}{hint}", report.problem.what)),
        );
    }
    for note in &audit.notes {
        let _ = writeln!(out, "::notice::{}", message(note));
    }
    out
}

/// Returns a text that a workflow command can hold after its `::`.
fn message(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    visible(&escaped)
}

/// Returns a text that a property of a workflow command can hold.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Problem;
    use std::sync::Arc;

    fn report(text: &str, part: &str, what: &str) -> Audit {
        let at = text.find(part).unwrap();
        let problem = Problem::error("some-code", at..at + part.len(), what).hint("Do this.");
        Audit {
            files: 3,
            reports: vec![Report { path: "services/a/b.toml".to_owned(), text: Arc::from(text), problem }],
            notes: Vec::new(),
        }
    }

    #[test]
    fn marks_stand_under_tabs_and_wide_characters() {
        let audit = report("a = 1\n\t\u{4f60}\u{597d} = \"caf\u{e9}\" # x", "\"caf\u{e9}\"", "Wrong.");
        insta::assert_snapshot!(human(&audit, "", false), @r#"
        services/a/b.toml:2:7: error: Wrong.
          2 |     你好 = "café" # x
            |            ^^^^^^
            hint: Do this.

        1 problem in 1 file of 3 checked.
        "#);
    }

    #[test]
    fn hidden_characters_are_written_out_everywhere() {
        let audit = report("n = \"a\u{202e}b\u{7}c\"", "\u{202e}", "Bad \u{202e}\u{7}.");
        let all = [human(&audit, "", false), json(&audit).to_string(), github(&audit, "x\u{7}")];
        for text in &all {
            assert!(!text.chars().any(|c| text::is_unsafe(c) && c != '\n'), "{text:?}");
        }
        insta::assert_snapshot!(all[0], @r#"
        services/a/b.toml:1:7: error: Bad <U+202E><U+0007>.
          1 | n = "a<U+202E>b<U+0007>c"
            |       ^^^^^^^^
            hint: Do this.

        1 problem in 1 file of 3 checked.
        "#);
    }

    #[test]
    fn long_lines_are_cut_around_the_problem() {
        let text = format!("d = \"{}HERE{}\"", "x".repeat(300), "y".repeat(300));
        let shown = human(&report(&text, "HERE", "Wrong."), "", false);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[1].len() < 140 && lines[1].ends_with("..."), "{shown}");
        assert_eq!(lines[1].find("HERE"), lines[2].find("^^^^"), "{shown}");
    }

    #[test]
    fn github_commands_are_escaped() {
        let mut audit = report("a = 1", "1", "");
        audit.reports[0].problem.what = "100% of a, b: c\r\nd".to_owned();
        insta::assert_snapshot!(github(&audit, "my,folder"), @"::error file=my%2Cfolder/services/a/b.toml,line=1,col=5,endLine=1,endColumn=6,title=some-code::100%25 of a, b: c%0D%0Ad Do this.");
    }

    #[test]
    fn sums_agree_with_their_numbers() {
        assert_eq!(sum(&Audit { files: 290, ..Audit::default() }), "290 files checked, no problems.");
        assert_eq!(sum(&Audit { files: 1, ..Audit::default() }), "1 file checked, no problems.");
        let mut audit = report("a = 1", "1", "x");
        audit.reports[0].problem.severity = Severity::Warning;
        assert_eq!(sum(&audit), "3 files checked, no errors, 1 warning.");
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let audit = report("a = 1", "1", "x");
        let coloured = human(&audit, "", true);
        assert!(coloured.contains("\u{1b}[1;31merror:\u{1b}[0m x"));
        let mut plain = String::new();
        let mut rest = coloured.as_str();
        while let Some(at) = rest.find('\u{1b}') {
            plain.push_str(&rest[..at]);
            rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
        }
        plain.push_str(rest);
        assert_eq!(plain, human(&audit, "", false));
    }
}
