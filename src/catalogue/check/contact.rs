//! Phone numbers, text numbers, e-mail addresses and web pages.

use super::super::read::Step;
use super::super::types::Phone;
use super::{Finder, quote};

/// Numbers of three digits that people in the UK can ring.
const SHORT: [&str; 5] = ["999", "112", "101", "105", "111"];

/// Numbers shorter than the rule, because they are older than it.
const OLD: [&str; 2] = ["08001111", "08454647"];

/// Returns why nobody can ring this number in the UK, if so.
pub fn phone_problem(number: &str) -> Option<&'static str> {
    const SHAPE: &str = "Write it as people read it, with digits and spaces only: \"01632 960123\".";
    let trimmed = number.trim();
    let international = trimmed.starts_with('+');
    let written = trimmed.strip_prefix('+').unwrap_or(trimmed);
    if !written.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')')) {
        return Some(SHAPE);
    }
    let digits = digits_of(written);
    if international {
        return match digits.strip_prefix("44") {
            // "+44 (0)1632" is how many letterheads write it.
            Some(rest) => national(&format!("0{}", rest.strip_prefix('0').unwrap_or(rest))),
            None if (8..=15).contains(&digits.len()) && !digits.starts_with('0') => None,
            None => Some("After the + stand the country's code and the number, 8 to 15 digits."),
        };
    }
    if digits.starts_with("00") {
        return Some("A number abroad begins with + and the country's code.");
    }
    // Relay UK: the number to ring stands behind 18001.
    match digits.strip_prefix("18001") {
        Some(behind) if !behind.is_empty() => national(behind),
        _ => national(&digits),
    }
}

fn national(digits: &str) -> Option<&'static str> {
    let long = match digits.as_bytes() {
        [b'0', b'1', ..] => 10..=11,
        [b'0', b'8', b'0', b'0', ..] => 10..=11,
        [b'0', b'2' | b'3' | b'5' | b'7' | b'8' | b'9', ..] => 11..=11,
        [b'0', ..] => return Some("No UK number begins with these two digits."),
        _ => {
            let known =
                SHORT.contains(&digits) || digits == "18000" || (digits.len() == 6 && digits.starts_with("116"));
            return if known {
                None
            } else {
                Some("UK numbers begin with 0, apart from 999, 101, 111, 112 and 116 numbers.")
            };
        }
    };
    if long.contains(&digits.len()) || OLD.contains(&digits) {
        return None;
    }
    Some(if digits.len() < *long.start() {
        "Digits are missing: UK numbers have 11."
    } else {
        "There are too many digits: UK numbers have 11."
    })
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Returns whether a number can be texted: a short code, or a number that can be rung.
fn can_be_texted(digits: &str) -> bool {
    let code = (5..=6).contains(&digits.len()) && digits.starts_with(['6', '7', '8']);
    code || phone_problem(digits).is_none()
}

/// Returns the numbers in a sentence, digits only, with a + where one stands before them.
fn numbers_in(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for c in text.chars() {
        let Some(last) = out.last_mut() else { break };
        match c {
            '0'..='9' => last.push(c),
            '+' if last.is_empty() => last.push(c),
            ' ' | '-' if !last.is_empty() => {}
            _ => out.push(String::new()),
        }
    }
    out.retain(|n| n.chars().any(|c| c.is_ascii_digit()));
    out
}

/// Returns whether Ofcom keeps the number free for invented people.
fn is_drama(number: &str) -> bool {
    let digits = digits_of(number);
    let national = match digits.strip_prefix("44") {
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => digits,
    };
    national.len() == 11 && (national.starts_with("01632960") || national.starts_with("07700900"))
}

const DRAMA: &str = "Invented entries take numbers that ring nowhere: 01632 960000 to 960999, 07700 900000 to 900999.";
const DOT_EXAMPLE: &str = "Invented entries take names that lead nowhere: they end in .example.";

/// Checks a telephone number.
pub(super) fn number<T>(finder: &mut Finder<'_, '_, T>, number: &str, example: bool, at: &[Step]) {
    if number.trim().is_empty() {
        return;
    }
    if let Some(hint) = phone_problem(number) {
        finder.error("bad-phone", at, format!("{} is no phone number.", quote(number)), hint);
    } else if example && !is_drama(number) {
        let what = format!("{} may be somebody's real number, but this entry is invented.", quote(number));
        finder.error("real-in-example", at, what, DRAMA);
    } else if !example && is_drama(number) {
        let what = format!("{} rings nowhere: it is one of the numbers kept for invented entries.", quote(number));
        finder.error("invented-number", at, what, "Write the real number, or mark the entry with example = true.");
    }
}

/// Checks a list of telephone numbers.
pub(super) fn phones<T>(finder: &mut Finder<'_, '_, T>, phones: &[Phone], example: bool) {
    for (index, phone) in phones.iter().enumerate() {
        let at = crate::at!["phones", index, "number"];
        finder.required(&phone.number, &at, "Write the number as people read it, or delete the entry.");
        number(finder, &phone.number, example, &at);
    }
}

/// Checks what to text and to where.
pub(super) fn text_number<T>(finder: &mut Finder<'_, '_, T>, text: &str, example: bool) {
    let at = crate::at!["text_number"];
    let numbers = numbers_in(text);
    // Times and ages in the sentence are numbers too, but short ones.
    let bad = numbers.iter().find(|n| n.len() > 4 && !can_be_texted(n));
    if bad.is_some() || !numbers.iter().any(|n| can_be_texted(n)) {
        let shown = bad.map_or(text, String::as_str);
        let what = format!("{} is no number that can be texted.", quote(shown));
        finder.error("bad-text-number", &at, what, "Short codes have 5 or 6 digits, other numbers 11.");
    } else if example && numbers.iter().any(|n| n.len() > 4 && !is_drama(n)) {
        let what = format!("{} may be a real number, but this entry is invented.", quote(text));
        finder.error("real-in-example", &at, what, DRAMA);
    }
}

/// Checks an e-mail address.
pub(super) fn email<T>(finder: &mut Finder<'_, '_, T>, address: &str, example: bool) {
    let at = crate::at!["email"];
    let local = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    match address.split_once('@') {
        _ if address.trim().is_empty() => {}
        Some((name, host)) if !name.is_empty() && name.chars().all(local) && is_host(host) => {
            if example && !host.to_ascii_lowercase().ends_with(".example") {
                let what = format!("{} may be a real address, but this entry is invented.", quote(address));
                finder.error("real-in-example", &at, what, DOT_EXAMPLE);
            }
        }
        _ => finder.error(
            "bad-email",
            &at,
            format!("{} is no e-mail address.", quote(address)),
            "One address, as name@host.org.uk, and nothing else.",
        ),
    }
}

/// Checks the address of a web page.
pub(super) fn url<T>(finder: &mut Finder<'_, '_, T>, address: &str, example: bool, at: &[Step]) {
    if address.trim().is_empty() {
        return;
    }
    match host_of(address) {
        None => {
            let hint = if address.contains("://") {
                "Only http:// and https:// pages, without spaces, names or passwords in them."
            } else {
                "It begins with https:// or http://."
            };
            finder.error("bad-url", at, format!("{} is no web page.", quote(address)), hint);
        }
        Some(host) if example && !host.to_ascii_lowercase().ends_with(".example") => {
            let what = format!("{} may be a real page, but this entry is invented.", quote(address));
            finder.error("real-in-example", at, what, DOT_EXAMPLE);
        }
        Some(_) => {}
    }
}

fn host_of(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    if address.chars().any(|c| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\' | '`' | '{' | '}')) {
        return None;
    }
    let whole = rest.split(['/', '?', '#']).next()?;
    let host = match whole.split_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        Some(_) => return None,
        None => whole,
    };
    is_host(host).then_some(host)
}

/// Returns whether the text is a name in the internet, with a dot; names in other scripts are allowed.
fn is_host(host: &str) -> bool {
    let label = |l: &str| {
        let inside = l.chars().all(|c| c.is_alphanumeric() || c == '-');
        !l.is_empty() && l.len() <= 63 && inside && !l.starts_with('-') && !l.ends_with('-')
    };
    let last_is_word = host.rsplit('.').next().is_some_and(|l| l.chars().any(char::is_alphabetic));
    host.contains('.') && host.len() <= 253 && host.split('.').all(label) && last_is_word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_numbers_that_can_be_rung() {
        let good = "999|112|101|111|116 123|116000|0800 1111|0800 100 900|0800 555 111|0808 2000 247|0800 02 888 40|020 7251 6577|0116 2556 234|\
            01632 960123|016977 2345|07700 900123|0300 4000 636|+44 20 7251 6577|+44 (0)1632 960123|+353 1 679 3188|18001 0808 2000 247|18000|0845 4647";
        for number in good.split('|') {
            assert_eq!(phone_problem(number), None, "{number}");
        }
        let bad = "|1|555|01632|01632 9601|01632 9601234|0400 123 4567|0600 123 4567|0808 2000 24|00353 1 679 3188|+0 123 456 78|1632 960123|020 7251 657|\
            07700 90012|n/a|0800 FLOWERS|01632 960123 ext 4|01632 960123 or 960124|\u{661}\u{662}\u{663}|+44 123";
        for number in bad.split('|') {
            assert!(phone_problem(number).is_some(), "{number}");
        }
    }

    #[test]
    fn knows_numbers_that_can_be_texted() {
        for text in ["82111", "Text SHOUT to 85258", "07418 341800 (SMS or WhatsApp, weekdays 3pm to 8pm)", "116 000"] {
            let numbers = numbers_in(text);
            assert!(numbers.iter().any(|n| can_be_texted(n)), "{text}");
        }
        assert!(!numbers_in("Text HELP to 12").iter().any(|n| can_be_texted(n)));
    }

    #[test]
    fn knows_numbers_that_ring_nowhere() {
        assert!(is_drama("01632 960000") && is_drama("07700 900999") && is_drama("+44 1632 960123"));
        assert!(!is_drama("01632 961000") && !is_drama("0808 800 2222") && !is_drama("999"));
    }

    #[test]
    fn knows_web_pages() {
        for good in
            ["https://a.example", "http://www.gov.uk/x?y=1#z", "https://a.example:8080/", "https://caf\u{e9}.example/"]
        {
            assert!(host_of(good).is_some(), "{good}");
        }
        let bad = "www.gov.uk|ftp://a.example|javascript:alert(1)|https://|https://localhost/|https://a b.example|https://me:pw@a.example|https://1.2.3.4|\
            https://a..example|https://-a.example|https://a.example:x/|HTTPS://a.example";
        for address in bad.split('|') {
            assert!(host_of(address).is_none(), "{address}");
        }
    }
}
