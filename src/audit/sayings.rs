//! The rules of `safeguarding.toml` held to the sayings of `safeguarding_tests.toml`.

use super::Report;
use crate::catalogue::{Folder, Listing, Parsed, Part, Problem, Safeguarding, SafeguardingTests, parse};
use crate::safeguard::{Rules, applying};
use std::sync::Arc;

/// Returns the sayings that bring up other prompts than they should. Rules that can't be read are told by themselves.
pub(super) fn reports(folder: &Folder, listing: &Listing, newer: bool) -> Vec<Report> {
    let file = |part: Part| listing.files.iter().find(|file| file.part == part);
    let Some(tests) = file(Part::SafeguardingTests) else { return Vec::new() };
    let Ok(text) = folder.read(tests) else { return Vec::new() };
    let own = match file(Part::Safeguarding).map(|file| folder.read(file)) {
        None => Safeguarding::default(),
        Some(Err(_)) => return Vec::new(),
        Some(Ok(text)) => {
            let parsed = parse::<Safeguarding>(&text, newer);
            if !parsed.problems.is_empty() {
                return Vec::new();
            }
            parsed.value
        }
    };
    let problems = problems(&parse::<SafeguardingTests>(&text, newer), &own);
    let text: Arc<str> = Arc::from(text);
    let report = |problem| Report { path: tests.path.clone(), text: Arc::clone(&text), problem };
    problems.into_iter().map(report).collect()
}

/// Returns the sayings that bring up other prompts than they should, each with what was raised instead and by which phrase.
fn problems(parsed: &Parsed<'_, SafeguardingTests>, own: &Safeguarding) -> Vec<Problem> {
    let own = applying(Some(own));
    let rules = Rules::new(Some(&own));
    let mut out = Vec::new();
    for (index, sayings) in parsed.value.tests.iter().enumerate() {
        for (place, text) in sayings.texts.iter().enumerate() {
            let reasons = rules.reasons(text);
            let raised = |need: &str| reasons.iter().any(|(rule, _)| own.rules[*rule].need == need);
            let missing: Vec<&str> = sayings.raises.iter().map(String::as_str).filter(|need| !raised(need)).collect();
            let none = sayings.raises.is_empty() && sayings.never.is_empty();
            let is_wrong = |need: &String| none || sayings.never.contains(need);
            let wrong = reasons.iter().find(|(rule, _)| is_wrong(&own.rules[*rule].need));
            let (due, hint) = match wrong {
                _ if !missing.is_empty() => {
                    let due = format!("a prompt for {}", missing.join(", "));
                    (due, "Add its words to phrases in safeguarding.toml, or mend its except.".to_owned())
                }
                Some((rule, phrase)) => {
                    let rule = &own.rules[*rule];
                    let due = if none { "no prompt".to_owned() } else { format!("no prompt for {}", rule.need) };
                    let by = rule.phrases.get(*phrase).map(String::as_str).unwrap_or_default();
                    (
                        due,
                        format!(
                            "In safeguarding.toml make its phrase \"{by}\" tighter, or add what is harmless to except."
                        ),
                    )
                }
                None => continue,
            };
            let mut needs: Vec<&str> = reasons.iter().map(|(rule, _)| own.rules[*rule].need.as_str()).collect();
            needs.dedup();
            let came = if needs.is_empty() { "none".to_owned() } else { needs.join(", ") };
            let what = format!("\"{text}\" should raise {due}; it raised {came}.");
            let span = parsed.span(&crate::at!["tests", index, "texts", place]);
            out.push(Problem::error("other-prompt", span, what).hint(hint));
        }
    }
    out
}
