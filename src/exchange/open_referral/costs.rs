//! What it costs.

use super::super::plain::bounded;
use super::super::value::{flag, list, number, text, text_of};
use super::{Carrier, NOTE, day};
use crate::catalogue::Answer;
use crate::text as words;
use serde_json::Value;

/// How free is written.
const FREE: &[&str] = &["free", "no charge", "no cost", "none", "nil", "free of charge", "0", "0 00", "no", "no fee"];

impl Carrier<'_> {
    pub(super) fn costs(&mut self) {
        let today = self.about.today;
        let mut said = Vec::new();
        let mut amounts = Vec::new();
        if let Some(fees) = self.said(&["fees_description", "fees", "fee"], "fees", NOTE) {
            said.push(fees);
        }
        for option in list(self.record, "cost_options") {
            if text(option, "valid_to").and_then(|to| day(&to)).is_some_and(|to| to < today) {
                self.lose("cost", "an option ended in the past");
                continue;
            }
            amounts.extend(number(option, "amount"));
            let words = option_in_words(option);
            if !words.is_empty() && !said.contains(&words) {
                said.push(words);
            }
        }
        let free = said.iter().all(|text| FREE.contains(&words::fold(text).as_str()));
        let paid = amounts.iter().any(|amount| *amount > 0.0);
        self.service.free = match flag(self.record, "free") {
            Some(true) if !paid => Answer::Yes,
            Some(false) => Answer::No,
            _ if paid => Answer::No,
            _ if !said.is_empty() && free || !amounts.is_empty() && said.is_empty() => Answer::Yes,
            _ => Answer::Ask,
        };
        // "Free" beside free says nothing more.
        said.retain(|text| !(self.service.free == Answer::Yes && FREE.contains(&words::fold(text).as_str())));
        if let Some(cost) = bounded(&said.join("; "), NOTE) {
            self.service.cost = Some(self.kept("cost", cost));
        }
    }
}

/// Returns one way to pay in words: "Under 18s: £35 per hour".
fn option_in_words(option: &Value) -> String {
    let plain = |keys: &[&str]| text_of(option, keys).and_then(|t| bounded(&t, NOTE)).map(|(t, _)| t);
    let who = plain(&["option"]);
    let unit = plain(&["amount_description", "cost_type"]);
    let amount = number(option, "amount").filter(|amount| (0.0..100_000.0).contains(amount));
    let money = amount.map(|amount| {
        let currency = text(option, "currency").unwrap_or_else(|| "GBP".to_owned()).to_ascii_uppercase();
        match currency.as_str() {
            _ if amount == 0.0 => "free".to_owned(),
            "GBP" | "\u{a3}" if amount.fract() == 0.0 => format!("\u{a3}{amount:.0}"),
            "GBP" | "\u{a3}" => format!("\u{a3}{amount:.2}"),
            _ => format!("{amount:.2} {}", words::clean(&currency).chars().take(3).collect::<String>()),
        }
    });
    let price = [money, unit].into_iter().flatten().collect::<Vec<_>>().join(" ");
    match who {
        Some(who) if !price.is_empty() => format!("{who}: {price}"),
        Some(who) => who,
        None => price,
    }
}
