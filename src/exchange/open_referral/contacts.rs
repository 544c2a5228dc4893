//! Phones, e-mail and web pages. ORUK v3 nests no phone anywhere; HSDS does, at five levels; the nearest to the service comes first.

use super::super::plain::bounded;
use super::super::value::{is_confidential, is_masked, list, text, text_of};
use super::{Carrier, NOTE};
use crate::catalogue::{Answer, Phone, check};
use crate::text as words;
use serde_json::Value;

/// Most numbers that one service shows.
const MOST: usize = 6;

impl Carrier<'_> {
    pub(super) fn contacts(&mut self) {
        let mut found: Vec<Phone> = Vec::new();
        let (record, organisation) = (self.record, self.organisation);
        self.phones_of(record, &mut found);
        for at in self.at.clone() {
            // A phone at a door that nobody may find leads there too.
            let location = at.get("location").unwrap_or(at);
            if !(is_masked(location) || is_masked(at) || is_confidential(location) || is_confidential(at)) {
                self.phones_of(at, &mut found);
                self.phones_of(location, &mut found);
            }
        }
        if found.is_empty() && !is_confidential(organisation) {
            self.phones_of(organisation, &mut found);
        }
        if found.len() > MOST {
            self.lose("phone", "there are more than six");
            found.truncate(MOST);
        }
        self.service.phones = found;
        self.email();
        self.page();
    }

    /// Adds the phones of one level and of the contacts in it. Who answers them is a person, and no name of a person is taken.
    fn phones_of(&mut self, level: &Value, found: &mut Vec<Phone>) {
        let contacts: Vec<&Value> = list(level, "contacts").chain(list(level, "contact")).collect();
        let open = contacts.into_iter().filter(|contact| contact.is_object() && !is_confidential(contact));
        for holder in std::iter::once(level).chain(open) {
            for phone in list(holder, "phones").chain(list(holder, "phone")).chain(list(holder, "telephone")) {
                if !is_confidential(phone) {
                    self.phone(phone, found);
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
