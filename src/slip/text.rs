//! Lays a slip out as plain text.

use super::{Item, Slip};
use unicode_width::UnicodeWidthStr;

/// What every invented entry carries, in full width.
const EXAMPLE: &str = "EXAMPLE - not a real service";

/// Returns the slip as lines.
pub fn lines(slip: &Slip, width: usize) -> Vec<String> {
    let mut out = vec![slip.hub.clone()];
    for line in &slip.hub_lines {
        wrap(line, width, "", &mut out);
    }
    out.push(slip.date.clone());
    out.push("=".repeat(width));
    if let Some(line) = slip.line.as_deref().map(str::trim).filter(|line| !line.is_empty()) {
        out.push(String::new());
        wrap(line, width, "", &mut out);
    }
    for item in &slip.items {
        out.push(String::new());
        put_item(item, width, &mut out);
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

fn put_item(item: &Item, width: usize, out: &mut Vec<String>) {
    if item.example {
        out.push(full_width(EXAMPLE, width));
    }
    if let Some(name) = &item.name {
        wrap(&name.to_uppercase(), width, "", out);
    }
    if let Some(line) = &item.line {
        wrap(&format!("{}.", line.trim_end_matches('.')), width, "", out);
    }
    if item.ring_first {
        out.push("Please ring first.".to_owned());
    }
    if !item.phones.is_empty() {
        out.push(String::new());
        for phone in &item.phones {
            wrap(&format!("Ring  {phone}"), width, "      ", out);
        }
    }
    for (heading, lines) in &item.facts {
        out.push(String::new());
        out.push(format!("{heading}:"));
        for line in lines {
            let indent = "  ";
            wrap(&format!("{indent}{}", line.trim()), width, indent, out);
        }
    }
}

/// Returns the text in the middle of a line of asterisks.
fn full_width(text: &str, width: usize) -> String {
    let room = width.saturating_sub(text.width() + 2);
    let left = room / 2;
    format!("{} {text} {}", "*".repeat(left), "*".repeat(room - left))
}

/// Adds a text as lines of at most `width` columns; lines after the first begin with `indent`.
fn wrap(text: &str, width: usize, indent: &str, out: &mut Vec<String>) {
    let lead: String = text.chars().take_while(|c| *c == ' ').collect();
    let mut line = lead.clone();
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.width() + 1 + word.width() > width {
            out.push(std::mem::replace(&mut line, indent.to_owned()));
            empty = true;
        }
        if !empty {
            // Two spaces after "Ring" set the number apart; runs of spaces inside a text are otherwise one.
            line.push_str(if line.ends_with("Ring") { "  " } else { " " });
        }
        line.push_str(word);
        empty = false;
    }
    out.push(line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slip() -> Slip {
        Slip {
            hub: "Riverside Family Hub".into(),
            hub_lines: vec!["1 Quay Street, Exampleford, HP20 0VC".into()],
            date: "22 November 2026".into(),
            items: vec![Item {
                name: Some("Baby bank".into()),
                line: Some("Nappies, clothes and cots for families who can't buy them".into()),
                phones: vec!["01632 960123 (free to call)".into()],
                facts: vec![("When".into(), vec!["Tuesdays, 10am to 11:30am, term time".into()])],
                ring_first: true,
                example: true,
            }],
            line: Some("Ask for a voucher at the desk".into()),
            discreet: false,
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

    proptest! {
        #[test]
        fn no_line_is_too_wide(width in 20usize..100, text in "([a-z]{1,12} ){0,30}") {
            let mut out = Vec::new();
            wrap(&text, width, "  ", &mut out);
            prop_assert!(out.iter().all(|line| line.width() <= width.max(14)));
            let back: Vec<&str> = out.iter().flat_map(|l| l.split_whitespace()).collect();
            prop_assert_eq!(back, text.split_whitespace().collect::<Vec<_>>());
        }
    }
}
