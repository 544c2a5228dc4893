//! What a telephone's camera reads on a slip.

use crate::catalogue::{Fixed, Phone, Service};
use crate::desk::speak::Speak;
use crate::slip::Code;

/// Most digits of a number that is rung as it is: 999, 116 123, 0800 1111.
const SHORT: usize = 8;

/// Returns the code of a service: its first number that anybody can ring, else its web page.
///
/// A sensitive service has one for its number only. The number tells no more than what stands beside it, and leaves no more behind than dialling it; a page that a camera opens stays in the telephone's history, where whoever holds it next may look.
pub(super) fn code(service: &Service, sensitive: bool, speak: Speak<'_>) -> Option<Code> {
    if let Some(address) = service.phones.iter().filter(|phone| !is_textphone(phone)).find_map(|p| dialled(&p.number)) {
        return Some(Code { label: speak.fixed(Fixed::ScanToRing), address });
    }
    let page = service.url.as_deref().map(str::trim).filter(|page| !sensitive && is_page(page))?;
    Some(Code { label: speak.fixed(Fixed::ScanForWebsite), address: page.to_owned() })
}

/// Returns whether only a textphone can use the number.
fn is_textphone(phone: &Phone) -> bool {
    let what = phone.description.as_deref().unwrap_or("").to_lowercase();
    what.contains("textphone") || what.contains("minicom") || what.contains("relay")
}

fn is_page(page: &str) -> bool {
    (page.starts_with("https://") || page.starts_with("http://")) && page.chars().all(|c| c.is_ascii_graphic())
}

/// Returns a number as a telephone dials it from anywhere: "tel:+448088002222". Short numbers ring only here and keep their digits. An extension is left to the voice that answers: telephones differ in how they dial one.
fn dialled(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if number.trim().starts_with('+') {
        // "+44 (0)1632 960123" is how many letterheads write it.
        let digits = digits.strip_prefix("440").map_or(digits.clone(), |rest| format!("44{rest}"));
        return (SHORT..=15).contains(&digits.len()).then(|| format!("tel:+{digits}"));
    }
    match (digits.len(), digits.strip_prefix('0')) {
        (3..=SHORT, _) => Some(format!("tel:{digits}")),
        (9..=11, Some(rest)) if !rest.starts_with('0') => Some(format!("tel:+44{rest}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dialled_from_anywhere() {
        for (number, address) in [
            ("01632 960123", Some("tel:+441632960123")),
            ("0808 2000 247", Some("tel:+448082000247")),
            ("0800 555 111", Some("tel:+44800555111")),
            ("0300 123 7015", Some("tel:+443001237015")),
            ("07700 900123", Some("tel:+447700900123")),
            ("020 7946 0018", Some("tel:+442079460018")),
            ("+44 (0)1632 960123", Some("tel:+441632960123")),
            ("+44 1632 960123", Some("tel:+441632960123")),
            ("+353 1 677 9999", Some("tel:+35316779999")),
            ("0800 1111", Some("tel:08001111")),
            ("0845 46 47", Some("tel:08454647")),
            ("999", Some("tel:999")),
            ("111", Some("tel:111")),
            ("119", Some("tel:119")),
            ("116 123", Some("tel:116123")),
            ("18000", Some("tel:18000")),
            ("0044 1632 960123", None),
            ("18001 0808 800 4444", None),
            ("12", None),
            ("ask at the desk", None),
            ("", None),
        ] {
            assert_eq!(dialled(number).as_deref(), address, "{number}");
        }
    }

    fn service(phones: &[(&str, Option<&str>)], url: Option<&str>) -> Service {
        let phone = |(number, what): &(&str, Option<&str>)| Phone {
            number: (*number).to_owned(),
            description: what.map(str::to_owned),
            extension: Some("205".to_owned()),
            ..Phone::default()
        };
        Service { phones: phones.iter().map(phone).collect(), url: url.map(str::to_owned), ..Service::default() }
    }

    #[test]
    fn a_camera_reads_the_first_number_that_anybody_can_ring_else_the_page() {
        let read = |service: &Service, sensitive| {
            code(service, sensitive, Speak::ENGLISH).map(|code| (code.label.english, code.address))
        };
        let ring = |address: &str| Some(("Scan to ring".to_owned(), address.to_owned()));
        let page = Some("https://a.example/");
        let both = service(&[("18000", Some("Textphone")), ("01632 960123", None)], page);
        assert_eq!(read(&both, false), ring("tel:+441632960123"));
        assert_eq!(read(&both, true), ring("tel:+441632960123"));
        let page_only = service(&[("18000", Some("textphone"))], page);
        assert_eq!(read(&page_only, false), Some(("Scan for the website".into(), "https://a.example/".into())));
        assert_eq!(read(&page_only, true), None);
        assert_eq!(read(&service(&[], Some("javascript:alert(1)")), false), None);
        assert_eq!(read(&service(&[], None), false), None);
    }
}
