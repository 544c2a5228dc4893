//! Lays a slip out as plain text.

use super::{EXAMPLE, EXAMPLE_HUB, Item, Slip};
use crate::catalogue::Fixed;
use crate::text::wrap;
use unicode_width::UnicodeWidthStr;

/// Returns the slip as lines.
pub fn lines(slip: &Slip, width: usize) -> Vec<String> {
    let mut out = Vec::new();
    if slip.example {
        out.push(full_width(EXAMPLE_HUB, width));
    }
    out.extend(wrap(&slip.hub, width));
    for line in &slip.hub_lines {
        out.extend(wrap(&line.english, width));
    }
    out.push(slip.date.english.clone());
    out.push("=".repeat(width));
    if let Some(line) = slip.line.as_deref().map(str::trim).filter(|line| !line.is_empty()) {
        out.push(String::new());
        out.extend(wrap(line, width));
    }
    for (number, item) in slip.items.iter().enumerate() {
        out.push(String::new());
        put_item(slip, item, number + 1, width, &mut out);
        out.push("-".repeat(width));
    }
    if slip.items.is_empty() {
        out.push(String::new());
    }
    for line in &mut out {
        line.truncate(line.trim_end().len());
    }
    out
}

fn put_item(slip: &Slip, item: &Item, number: usize, width: usize, out: &mut Vec<String>) {
    if item.example {
        out.push(full_width(EXAMPLE, width));
    }
    match &item.name {
        Some(name) => out.extend(wrap(&name.to_uppercase(), width)),
        None => out.push(number.to_string()),
    }
    if let Some(hindrance) = &item.hindrance {
        out.extend(wrap(&format!("{}.", hindrance.english), width));
    }
    if let Some(line) = &item.line {
        out.extend(wrap(&format!("{}.", line.english.trim_end_matches('.')), width));
    }
    if let Some(first) = &item.first {
        out.extend(wrap(&first.english, width));
    }
    if !item.phones.is_empty() || item.text_number.is_some() {
        out.push(String::new());
    }
    for phone in &item.phones {
        let note = phone.note.as_ref().map_or_else(String::new, |note| format!(" ({})", note.english));
        let lead = format!("{}  ", slip.word(Fixed::Ring).english);
        hang(&lead, &format!("{}{note}", phone.number), width, out);
    }
    if let Some(number) = &item.text_number {
        hang(&format!("{}  ", slip.word(Fixed::Text).english), number, width, out);
    }
    for fact in &item.facts {
        out.push(String::new());
        out.push(format!("{}:", fact.heading.english));
        for line in &fact.lines {
            let lead = "  ";
            out.extend(wrap(&line.english, width - lead.len()).iter().map(|line| format!("{lead}{line}")));
        }
    }
}

/// Adds a text behind a word that stands out; lines after the first begin below the text.
fn hang(word: &str, text: &str, width: usize, out: &mut Vec<String>) {
    for (at, line) in wrap(text, width - word.len()).iter().enumerate() {
        let lead = if at == 0 { word.to_owned() } else { " ".repeat(word.len()) };
        out.push(format!("{lead}{line}"));
    }
}

/// Returns the text in the middle of a line of asterisks.
fn full_width(text: &str, width: usize) -> String {
    let room = width.saturating_sub(text.width() + 2);
    let left = room / 2;
    format!("{} {text} {}", "*".repeat(left), "*".repeat(room - left))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slip::{Fact, Number};

    fn slip() -> Slip {
        Slip {
            hub: "Riverside Family Hub".into(),
            hub_lines: vec!["1 Quay Street, Exampleford, HP20 0VC".into()],
            date: "22 November 2026".into(),
            items: vec![Item {
                name: Some("Baby bank".into()),
                line: Some("Nappies, clothes and cots for families who can't buy them".into()),
                phones: vec![Number { number: "01632 960123".into(), note: Some("free to call".into()) }],
                facts: vec![Fact {
                    heading: "When".into(),
                    lines: vec!["Tuesdays, 10am to 11:30am, term time".into()],
                }],
                first: Some("Please ring first.".into()),
                example: true,
                ..Item::default()
            }],
            line: Some("Ask for a voucher at the desk".into()),
            ..Slip::default()
        }
    }

    #[test]
    fn is_laid_out_for_reading() {
        let text = slip().text(40);
        let expected = "\
Riverside Family Hub
1 Quay Street, Exampleford, HP20 0VC
22 November 2026
========================================

Ask for a voucher at the desk

***** EXAMPLE - not a real service *****
BABY BANK
Nappies, clothes and cots for families
who can't buy them.
Please ring first.

Ring  01632 960123 (free to call)

When:
  Tuesdays, 10am to 11:30am, term time
----------------------------------------
";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_discreet_slip_numbers_what_it_does_not_name() {
        let plain = |phones: &[&str], text_number: Option<&str>| Item {
            phones: phones.iter().map(|phone| Number { number: (*phone).to_owned(), note: None }).collect(),
            text_number: text_number.map(str::to_owned),
            ..Item::default()
        };
        let mut slip = slip();
        slip.example = true;
        slip.line = None;
        slip.items = vec![
            Item { hindrance: Some("Full at the moment".into()), ..plain(&["01632 960123"], None) },
            plain(&[], Some("07700 900668")),
        ];
        slip.warnings = vec!["Never printed.".into()];
        let expected = "\
******* EXAMPLE - not a real hub *******
Riverside Family Hub
1 Quay Street, Exampleford, HP20 0VC
22 November 2026
========================================

1
Full at the moment.

Ring  01632 960123
----------------------------------------

2

Text  07700 900668
----------------------------------------
";
        assert_eq!(slip.text(40), expected);
    }
}
