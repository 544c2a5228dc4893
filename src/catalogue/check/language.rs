//! The rules for what slips say in one language, and for what a service says in it.

use super::super::languages;
use super::super::read::{Parsed, Problem, Step};
use super::super::types::{Fixed, Language, Proofread, Service, Translated};
use super::{Finder, Known, did_you_mean, quote, within};
use std::collections::BTreeSet;
use strum::IntoEnumIterator;

/// The code of the language that is built in.
pub const ENGLISH: &str = "en";

/// Words of a long list that are named.
const NAMED: usize = 5;

/// Returns all problems of the file of one language; `code` is its name without `.toml`. A catalogue for a newer program may have words that this one does not know.
pub fn language(parsed: &Parsed<'_, Language>, code: &str, known: &Known, newer: bool) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let language = &parsed.value;
    if let Some((what, near)) = unknown_code(code) {
        let hint = "The file's name is the language's ISO 639 code, two or three small letters: \"ur.toml\".";
        finder.error("bad-language", &[], what, near.unwrap_or_else(|| hint.to_owned()));
    }
    if code == ENGLISH {
        english(&mut finder);
    } else {
        finder.required(&language.own_name, &crate::at!["own_name"], "Write its name as its speakers do: \"Polski\".");
        row(&mut finder, &language.days, "days", "days of the week, Monday first", 7);
        row(&mut finder, &language.months, "months", "months, January first", 12);
        missing(&mut finder, language);
    }
    words(&mut finder, language, newer);
    if let Some(checked) = &language.checked {
        proofread(&mut finder, checked, known, &crate::at!["checked"]);
    }
    finder.finish()
}

/// Tells what does not stand in English, which is built in: a locality may say single things its own way, but nothing about safety.
fn english(finder: &mut Finder<'_, '_, Language>) {
    for key in ["own_name", "right_to_left", "checked", "days", "months"] {
        let at = crate::at![key];
        if finder.parsed.has(&at) {
            let what = format!("English is built in, so \"{key}\" does not stand here.");
            let hint = "Delete it: this file holds [words] that you want to say your own way.";
            finder.error("built-in", &at, what, hint);
        }
    }
    for fixed in Fixed::iter().filter(|fixed| fixed.is_safety()) {
        let at = crate::at!["words", <&'static str>::from(fixed)];
        if finder.parsed.has(&at) {
            let what = "In English this sentence about safety is always the one that is built in.";
            finder.error("built-in", &at, what, format!("Delete it. Slips say: {}", fixed.english()));
        }
    }
}

/// Checks a list that has one entry for each day or month.
fn row(finder: &mut Finder<'_, '_, Language>, names: &[String], key: &'static str, meaning: &str, length: usize) {
    let at = crate::at![key];
    if finder.told(&at) {
        return;
    }
    if !finder.parsed.has(&at) {
        let what = format!("The field \"{key}\" is missing here.");
        return finder.error(
            "missing-field",
            &at,
            what,
            format!("List the {length} {meaning}, as they stand in a date."),
        );
    }
    if names.len() != length {
        let what = format!("These are not {length} {key} but {}.", names.len());
        finder.error("wrong-count", &at, what, format!("List the {length} {meaning}."));
    }
    for (index, name) in names.iter().enumerate().filter(|(index, name)| names[..*index].contains(name)) {
        let what = format!("{} stands here twice.", quote(name));
        finder.error("doubled-word", &crate::at![key, index], what, "Correct one of them.");
    }
}

/// Tells what the language does not say.
fn missing(finder: &mut Finder<'_, '_, Language>, language: &Language) {
    let at = crate::at!["words"];
    if finder.told(&at) {
        return;
    }
    let missing: Vec<&str> =
        Fixed::iter().map(<&str>::from).filter(|name| !language.words.contains_key(*name)).collect();
    if missing.is_empty() {
        return;
    }
    let more = missing.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let count = if missing.len() == 1 { "1 word is".to_owned() } else { format!("{} words are", missing.len()) };
    let what = format!(
        "{count} missing, which slips say in English only: {}{more}.",
        missing[..missing.len().min(NAMED)].join(", ")
    );
    finder.problems.push(
        Problem::warning("missing-words", finder.parsed.span(&at), what)
            .hint("Add them under [words]; the catalogue's README says how."),
    );
}

/// Checks each word: that it is one of ours, and that what is filled in stands where the English has it.
fn words(finder: &mut Finder<'_, '_, Language>, language: &Language, newer: bool) {
    for (name, text) in &language.words {
        let Ok(fixed) = name.parse::<Fixed>() else {
            if !newer {
                let hint = did_you_mean(name, Fixed::iter().map(<&str>::from));
                let span = finder.parsed.key_span("words", name);
                finder.error_at("unknown-word", span, format!("Slips have no word {}.", quote(name)), hint);
            }
            continue;
        };
        let at = crate::at!["words", <&'static str>::from(fixed)];
        if text.trim().is_empty() {
            continue;
        }
        let wanted = filled_in(fixed.english());
        if filled_in(text) != wanted {
            let hint = match wanted.map(|names| names.into_iter().collect::<Vec<_>>()).unwrap_or_default() {
                names if names.is_empty() => "Nothing is filled in here: leave out the braces.".to_owned(),
                names => format!("Each of these stands in it once, as it is: {}.", names.join(", ")),
            };
            let what = format!("What is in braces differs from the English: {}.", quote(fixed.english()));
            finder.error("wrong-braces", &at, what, hint);
        }
        if text.contains('\n') {
            finder.error("line-end", &at, "This text has more than one line.", "Write it in one line.");
        }
        if fixed == Fixed::DangerNow && !text.contains("999") {
            let hint = "999 is what people in danger must ring, in every language; write it in these digits.";
            finder.error("no-999", &at, "This sentence does not say 999.", hint);
        }
    }
}

/// Returns what is filled into a text, "{from}"; nothing when its braces don't close or something stands there twice.
fn filled_in(text: &str) -> Option<BTreeSet<&str>> {
    let mut out = BTreeSet::new();
    let mut rest = text;
    while let Some(start) = rest.find(['{', '}']) {
        let end = start + rest[start..].find('}')?;
        let name = &rest[start..=end];
        let fits = name.len() > 2 && name[1..name.len() - 1].bytes().all(|b| b.is_ascii_lowercase());
        if !fits || !out.insert(name) {
            return None;
        }
        rest = &rest[end + 1..];
    }
    Some(out)
}

/// Checks who looked a translation over and when; `at` is the table.
fn proofread<T>(finder: &mut Finder<'_, '_, T>, checked: &Proofread, known: &Known, at: &[Step]) {
    finder.not_future(checked.on, known.today, &within(at, "on"));
    finder.role(&checked.by, "community interpreter", &within(at, "by"));
}

/// Checks what a service says in other languages.
pub(super) fn translations(finder: &mut Finder<'_, '_, Service>, service: &Service, known: &Known) {
    for (code, translated) in &service.translations {
        let Some(code) = languages::known(code) else {
            if let Some((what, near)) = unknown_code(code) {
                let span = finder.parsed.key_span("translations", code);
                let hint = "ISO 639 codes have two or three small letters: [translations.ur] is Urdu.";
                finder.error_at("bad-language", span, what, near.unwrap_or_else(|| hint.to_owned()));
            }
            continue;
        };
        let at = crate::at!["translations", code];
        if code == ENGLISH {
            let hint = "What stands above is the English: change it there.";
            finder.error("built-in", &at, "A service is not translated into English.", hint);
        }
        beside_english(finder, service, translated, &at);
        if let Some(checked) = &translated.checked {
            proofread(finder, checked, known, &within(&at, "checked"));
        }
    }
}

/// Checks that each translated text has the English that stands beside it on a slip.
fn beside_english(finder: &mut Finder<'_, '_, Service>, service: &Service, translated: &Translated, at: &[Step]) {
    let Translated {
        description,
        eligibility,
        ineligibility,
        application_process,
        cost,
        hours_note,
        required_documents,
        checked: _,
    } = translated;
    let texts = [
        ("eligibility", eligibility, &service.eligibility),
        ("ineligibility", ineligibility, &service.ineligibility),
        ("application_process", application_process, &service.application_process),
        ("cost", cost, &service.cost),
        ("hours_note", hours_note, &service.hours_note),
    ];
    for (key, own, english) in texts {
        if own.is_some() && english.is_none() && !finder.told(&crate::at![key]) {
            let what = format!("There is no English \"{key}\" for this to stand beside.");
            finder.error("no-english", &within(at, key), what, "Say it in English too, above, or delete it here.");
        }
    }
    let (own, english) = (required_documents.len(), service.required_documents.len());
    let documents = within(at, "required_documents");
    if own != 0 && own != english && !finder.told(&documents) && !finder.told(&crate::at!["required_documents"]) {
        let what = format!("The English names {english} things to bring, and {own} stand here.");
        finder.error("no-english", &documents, what, "Translate each of them, in the same order.");
    }
    let nothing = texts.iter().all(|(_, own, _)| own.is_none()) && description.is_none() && own == 0;
    // A field that can't be read is told by itself.
    if nothing && finder.parsed.problems.is_empty() {
        let what = "Nothing is translated here.";
        finder.error("no-translation", at, what, "Add at least description, or delete the table.");
    }
}

/// Returns what to say of a language's code that is not known, and of the one that was meant.
pub(super) fn unknown_code(code: &str) -> Option<(String, Option<String>)> {
    if languages::known(code).is_some() || code.trim().is_empty() {
        return None;
    }
    let near = languages::meant(code).map(|code| format!("Did you mean \"{code}\", {}?", languages::name(code)));
    Some((format!("{} is no language code that Signpost knows.", quote(code)), near))
}

#[cfg(test)]
mod tests {
    use super::super::super::read::parse;
    use super::*;

    #[test]
    fn who_is_in_danger_is_told_999() {
        let codes = |text: &str| {
            let parsed = parse::<Language>(text, false);
            language(&parsed, "pl", &Known::default(), false).iter().map(|problem| problem.code).collect::<Vec<_>>()
        };
        assert!(codes("[words]\ndanger_now = \"Zadzwo\u{144} pod 112.\"").contains(&"no-999"));
        assert!(!codes("[words]\ndanger_now = \"Zadzwo\u{144} pod 999.\"").contains(&"no-999"));
    }

    #[test]
    fn what_is_filled_in_is_found() {
        let set = |names: &[&'static str]| Some(names.iter().copied().collect::<BTreeSet<_>>());
        assert_eq!(filled_in("od {from} do {to}"), set(&["{from}", "{to}"]));
        assert_eq!(filled_in("{to} {from}"), filled_in("{from} to {to}"));
        assert_eq!(filled_in("Free"), set(&[]));
        for wrong in ["{from", "from}", "{}", "{ from }", "{From}", "{to} {to}", "{{to}}"] {
            assert_eq!(filled_in(wrong), None, "{wrong}");
        }
    }
}
