//! Phones, e-mail and web pages. ORUK v3 nests no phone anywhere; HSDS does, at five levels; the nearest to the service comes first. Of a refuge only those come in that stand at the service or the organisation and are no person's.

use super::super::plain::bounded;
use super::super::value::{is_confidential, is_masked, list, text, text_of};
use super::guarded::{is_kept_back, is_name, is_person};
use super::{Carrier, NOTE};
use crate::catalogue::{Answer, Phone, check};
use crate::text as words;
use serde_json::Value;

/// Most numbers that one service shows.
const MOST: usize = 6;

/// The numbers of one service.
#[derive(Default)]
struct Numbers {
    found: Vec<Phone>,
    /// Labelled as not for the public: they come in from nowhere else either.
    marked: Vec<String>,
    /// Left out where they stand.
    passed: Vec<String>,
}

impl Carrier<'_> {
    pub(super) fn contacts(&mut self) {
        let mut numbers = Numbers::default();
        let (record, organisation) = (self.record, self.organisation);
        let refuge = self.may_be_refuge();
        self.phones_of(record, refuge, &mut numbers);
        for at in self.at.clone() {
            // A phone at a door that nobody may find leads there too.
            let location = at.get("location").unwrap_or(at);
            let hidden = is_masked(location) || is_masked(at) || is_confidential(location) || is_confidential(at);
            for level in [at, location] {
                if (refuge || hidden) && !std::ptr::eq(level, record) {
                    pass_by(level, &mut numbers.passed);
                } else {
                    self.phones_of(level, refuge, &mut numbers);
                }
            }
        }
        numbers.leave_out_marked();
        if is_confidential(organisation) {
            pass_by(organisation, &mut numbers.passed);
        } else if numbers.found.is_empty() {
            self.phones_of(organisation, refuge, &mut numbers);
            numbers.leave_out_marked();
        }
        self.held_back = numbers.held_back();
        let mut found = numbers.found;
        if found.len() > MOST {
            self.lose("phone", "there are more than six");
            found.truncate(MOST);
        }
        self.service.phones = found;
        self.email();
        self.page();
    }

    /// Adds the phones of one level and of the contacts in it. Who answers them is a person, and no name of a person is taken.
    fn phones_of(&mut self, level: &Value, refuge: bool, numbers: &mut Numbers) {
        let persons: Vec<&Value> = contacts_of(level).filter(|contact| is_person(contact)).collect();
        let of_person = |phone: &Value| {
            let whose = text(phone, "contact_id");
            let linked = whose.is_some() && persons.iter().any(|person| text(person, "id") == whose);
            linked || text_of(phone, &["description", "name"]).is_some_and(|label| is_name(&label))
        };
        for holder in std::iter::once(level).chain(contacts_of(level)) {
            let is_contact = !std::ptr::eq(holder, level);
            let marked = is_contact && is_kept_back(holder);
            let person = is_contact && is_person(holder);
            for phone in phones_in(holder) {
                if marked || is_kept_back(phone) {
                    numbers.marked.extend(number_of(phone));
                } else if refuge && (person || of_person(phone)) {
                    numbers.passed.extend(number_of(phone));
                } else {
                    self.phone(phone, &mut numbers.found);
                }
            }
        }
    }

    fn phone(&mut self, phone: &Value, found: &mut Vec<Phone>) {
        let kind = text_of(phone, &["type", "phone_type"]).map(|kind| words::fold(&kind)).unwrap_or_default();
        if kind == "fax" {
            return;
        }
        let Some(number) =
            phone.as_str().map(str::to_owned).or_else(|| text_of(phone, &["number", "phone", "telephone"]))
        else {
            return;
        };
        let number = words::clean(&number);
        let Some(numbers) = numbers_in(&number) else {
            self.lose("phone", "it is no number that can be rung");
            return;
        };
        let said = text_of(phone, &["description", "name"]).and_then(|t| bounded(&t, 60)).map(|(t, _)| t);
        let description = said.or_else(|| match kind.as_str() {
            "tdd" | "tty" | "textphone" => Some("textphone".to_owned()),
            "sms" | "text" => Some("for texts".to_owned()),
            _ => None,
        });
        for (number, extension) in numbers {
            let extension = extension.or_else(|| text(phone, "extension").map(|e| words::clean(&e)));
            if found.iter().any(|other| digits(&other.number) == digits(&number)) {
                continue;
            }
            let freephone = if digits(&number).starts_with("0800") || digits(&number).starts_with("0808") {
                Answer::Yes
            } else {
                Answer::Ask
            };
            found.push(Phone { number, extension, description: description.clone(), freephone });
        }
    }

    fn email(&mut self) {
        let in_contacts = |level: &Value| {
            let open = list(level, "contacts").filter(|c| !is_confidential(c));
            open.filter_map(|contact| text(contact, "email")).find(|email| is_role(email))
        };
        let found = text(self.record, "email")
            .or_else(|| in_contacts(self.record))
            .or_else(|| text(self.organisation, "email"));
        self.service.email = found.map(|email| words::clean(email.trim_start_matches("mailto:")).trim().to_owned());
    }

    fn page(&mut self) {
        let found =
            text_of(self.record, &["url", "website"]).or_else(|| text_of(self.organisation, &["website", "url"]));
        let Some(page) = found else { return };
        let page = words::clean(&page).trim().replace(' ', "%20");
        self.service.url = Some(match page.split_once("://") {
            Some((scheme, rest)) => format!("{}://{rest}", scheme.to_ascii_lowercase()),
            None => format!("https://{page}"),
        });
        if page.chars().count() > 4 * NOTE {
            self.service.url = None;
            self.lose("web page", "its address is too long");
        }
    }
}

impl Numbers {
    fn leave_out_marked(&mut self) {
        self.found.retain(|phone| !self.marked.contains(&digits(&phone.number)));
    }

    /// Returns how many numbers stand nowhere but where they were left out.
    fn held_back(&self) -> usize {
        let mut all: Vec<&String> = self.marked.iter().chain(&self.passed).collect();
        all.retain(|number| !self.found.iter().any(|phone| digits(&phone.number) == **number));
        all.sort();
        all.dedup();
        all.len()
    }
}

fn contacts_of(level: &Value) -> impl Iterator<Item = &Value> {
    list(level, "contacts").chain(list(level, "contact")).filter(|contact| contact.is_object())
}

fn phones_in(holder: &Value) -> impl Iterator<Item = &Value> {
    list(holder, "phones").chain(list(holder, "phone")).chain(list(holder, "telephone"))
}

/// Notes all numbers of a level as left out.
fn pass_by(level: &Value, passed: &mut Vec<String>) {
    let holders = std::iter::once(level).chain(contacts_of(level));
    passed.extend(holders.flat_map(phones_in).flat_map(number_of));
}

/// Returns what can be rung of a phone, as digits.
fn number_of(phone: &Value) -> Vec<String> {
    let written = phone.as_str().map(str::to_owned).or_else(|| text_of(phone, &["number", "phone", "telephone"]));
    let numbers = written.and_then(|written| numbers_in(&words::clean(&written)));
    numbers.unwrap_or_default().into_iter().map(|(number, _)| digits(&number)).collect()
}

/// Returns whether an address is a role's and not a person's.
fn is_role(email: &str) -> bool {
    let name = email.split('@').next().unwrap_or_default();
    !name.contains('.') && !name.contains('_')
}

fn digits(number: &str) -> String {
    let bare: String = number.chars().filter(char::is_ascii_digit).collect();
    match bare.strip_prefix("44") {
        Some(rest) if number.trim_start().starts_with('+') => format!("0{}", rest.trim_start_matches('0')),
        _ => bare,
    }
}

/// Returns the numbers in what a register has for one, with their extensions; nothing when none can be rung.
fn numbers_in(written: &str) -> Option<Vec<(String, Option<String>)>> {
    let parts = written.split([',', '/', ';']).flat_map(|part| part.split(" or "));
    let mut out = Vec::new();
    for part in parts {
        let low = part.to_ascii_lowercase();
        let cut = ["ext", "x"].iter().find_map(|mark| low.find(mark));
        let (number, extension) = part.split_at(cut.unwrap_or(part.len()));
        let number = number.trim_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '+' | '('));
        let number: String = number.replace("(0)", "").replace(['.', '\u{2013}'], " ");
        let number = number.split_whitespace().collect::<Vec<_>>().join(" ");
        let extension: String = extension.chars().filter(char::is_ascii_digit).collect();
        if !number.is_empty() && check::phone_problem(&number).is_none() {
            out.push((number, Some(extension).filter(|e| !e.is_empty())));
        }
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_numbers_however_they_are_written() {
        let one = |written: &str| {
            numbers_in(written).map(|all| {
                all.into_iter()
                    .map(|(n, e)| n + &e.map(|e| format!(" x{e}")).unwrap_or_default())
                    .collect::<Vec<_>>()
                    .join("|")
            })
        };
        for (written, found) in [
            ("0117 496 0001", "0117 496 0001"),
            ("Tel: 0117 496 0001 ext. 12", "0117 496 0001 x12"),
            ("0117 496 0001 / 0117 496 0002", "0117 496 0001|0117 496 0002"),
            ("+44 (0)117 496 0001", "+44 117 496 0001"),
            ("0117.496.0001", "0117 496 0001"),
        ] {
            assert_eq!(one(written).as_deref(), Some(found), "{written}");
        }
        assert_eq!([one("n/a"), one(""), one("555"), one("ring the office")], [None, None, None, None]);
    }
}
