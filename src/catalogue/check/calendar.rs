//! The rules for school terms and bank holidays: files with a last date, past which the desk says that it doesn't know.

use super::super::read::{Parsed, Problem};
use super::super::types::{BankHolidays, Terms};
use super::{Finder, Known, quote};
use chrono::NaiveDate;

const LAST: &str = "Name the last day that the file speaks of; past it the desk says that dates are not known.";

/// Returns all problems of one file of school terms; `id` is its name without `.toml`.
pub fn terms(parsed: &Parsed<'_, Terms>, id: &str, known: &Known) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let terms = &parsed.value;
    finder.own_id(id);
    last(&mut finder, terms.last);
    if let Some(source) = &terms.source {
        finder.source(source, known.today, terms.example, &crate::at!["source"]);
    }
    if terms.terms.is_empty() && !finder.told(&crate::at!["terms"]) {
        let hint = "Add a [[terms]] with name, first and last for each.";
        finder.error("no-terms", &crate::at!["terms"], "There are no terms in this file.", hint);
    }
    for (index, term) in terms.terms.iter().enumerate() {
        let at = |key: &'static str| crate::at!["terms", index, key];
        if term.first > term.last {
            let what = format!("{} ends, on {}, before it begins, on {}.", quote(&term.name), term.last, term.first);
            finder.error("ends-before-start", &at("last"), what, "Swap first and last, or correct one.");
        }
        if let Some(before) = index.checked_sub(1).map(|i| &terms.terms[i]) {
            if term.first < before.first {
                let what =
                    format!("{} begins before {}, which stands above it.", quote(&term.name), quote(&before.name));
                finder.error("out-of-order", &at("first"), what, "Put the terms in the order of their dates.");
            } else if term.first <= before.last {
                let what = format!("{} begins before {} has ended.", quote(&term.name), quote(&before.name));
                finder.error("overlapping-terms", &at("first"), what, "Correct one of the dates.");
            }
        }
        if let Some(end) = terms.last.filter(|&end| term.last > end) {
            let what = format!("{} ends on {}, past the last day of this file, {end}.", quote(&term.name), term.last);
            finder.error("past-last", &at("last"), what, "Correct it, or the file's own last above.");
        }
    }
    finder.finish()
}

/// Returns all problems of `bank_holidays.toml`.
pub fn bank_holidays(parsed: &Parsed<'_, BankHolidays>, known: &Known) -> Vec<Problem> {
    let mut finder = Finder::new(parsed);
    let holidays = &parsed.value;
    last(&mut finder, holidays.last);
    if let Some(source) = &holidays.source {
        finder.source(source, known.today, false, &crate::at!["source"]);
    }
    let divisions = [
        ("england_and_wales", &holidays.england_and_wales),
        ("scotland", &holidays.scotland),
        ("northern_ireland", &holidays.northern_ireland),
    ];
    if divisions.iter().all(|(key, days)| days.is_empty() && !finder.told(&crate::at![*key])) {
        let hint = "Copy those of your division from www.gov.uk/bank-holidays.";
        finder.error_at("no-holidays", 0..0, "There are no bank holidays in this file.", hint);
    }
    for (key, days) in divisions {
        for (index, holiday) in days.iter().enumerate() {
            let at = crate::at![key, index, "on"];
            if let Some(end) = holidays.last.filter(|&end| holiday.on > end) {
                let what = format!("{} is past the last day of this file, {end}.", holiday.on);
                finder.error("past-last", &at, what, "Correct it, or the file's own last above.");
            }
            if days[..index].iter().any(|before| before.on == holiday.on) {
                let what = format!("The day {} stands here twice.", holiday.on);
                finder.error("doubled-day", &at, what, "Delete one.");
            }
        }
    }
    finder.finish()
}

fn last<T>(finder: &mut Finder<'_, '_, T>, last: Option<NaiveDate>) {
    let at = crate::at!["last"];
    if last.is_none() && !finder.told(&at) {
        finder.error("missing-field", &at, "The field \"last\" is missing here.", LAST);
    }
}
