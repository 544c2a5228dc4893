//! A service without anything that tells what it is. Found at home, the slip must not tell what somebody asked about.

use super::item::{bare_number, in_the_way};
use crate::catalogue::{Fixed, Service, hours};
use crate::desk::speak::Speak;
use crate::desk::times::opening;
use crate::slip::{Fact, Item, Number};
use chrono::NaiveDate;

/// Returns the number of a service and when it is answered; nothing when it has none that tells nothing.
pub(super) fn item(service: &Service, speak: Speak<'_>, today: NaiveDate) -> Option<Item> {
    let phones: Vec<Number> =
        service.phones.iter().map(|phone| Number { number: bare_number(phone), note: None }).collect();
    let text_number = neutral_text_number(service);
    if phones.is_empty() && text_number.is_none() {
        return None;
    }
    // Hours that no week can hold were written by hand, and may tell.
    let hours = service.opening_hours.as_deref().filter(|text| hours::Timetable::parse(text).is_ok());
    let when = hours.map(|text| opening(text, speak)).unwrap_or_default();
    Some(Item {
        hindrance: in_the_way(service, speak, today),
        phones,
        text_number,
        facts: if when.is_empty() { Vec::new() } else { vec![Fact { heading: speak.fixed(Fixed::When), lines: when }] },
        example: service.example,
        ..Item::default()
    })
}

/// Returns the number to text, if texting it needs no word that tells what it is for: "Text 07700 900668", but not "Text SHOUT to 85258".
fn neutral_text_number(service: &Service) -> Option<String> {
    let text = service.text_number.as_deref()?.trim();
    let number = text.strip_prefix("Text ").unwrap_or(text);
    let number = number.split_once(',').map_or(number, |(number, _)| number).trim();
    let plain = number.chars().all(|c| c.is_ascii_digit() || c == ' ') && number.len() >= 5;
    plain.then(|| number.to_owned())
}
