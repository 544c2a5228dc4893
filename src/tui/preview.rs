//! A slip on screen: as it is printed, and its numbers as somebody reads them out.

use super::wrap::{columns, wrap};
use crate::slip::{Slip, Tongue};

/// Columns between two groups of a number that is read out.
const GAP: usize = 3;

/// A slip as the screen shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// The slip as it is printed, as far as a terminal shows its language right.
    pub lines: Vec<String>,
    /// What staff must know before they hand it over.
    pub warnings: Vec<String>,
    /// Its numbers, to be read out.
    pub aloud: Vec<String>,
}

impl Preview {
    /// Returns a slip in lines of at most `width` columns.
    pub fn of(slip: &Slip, width: usize) -> Self {
        // Terminals lay out writing from right to left each in their own wrong way.
        let reversed = slip.tongue.as_ref().is_some_and(|tongue| tongue.right_to_left);
        let lines = if reversed { slip.lines_in_english(width) } else { slip.lines(width) };
        Self { lines, warnings: slip.warnings.clone(), aloud: aloud(slip, width) }
    }
}

/// Returns a language as a list names it: in English, and as its speakers write it where every terminal shows that right.
pub fn name(tongue: &Tongue) -> String {
    let own = &tongue.own_name;
    let latin = !tongue.right_to_left && own.chars().all(|c| c < '\u{250}');
    if own.is_empty() || *own == tongue.name || !latin {
        tongue.name.clone()
    } else {
        format!("{}, {own}", tongue.name)
    }
}

/// Returns the numbers of a slip for reading out: one digit beside the other, in the groups in which people say them. A discreet slip names no service here either.
fn aloud(slip: &Slip, width: usize) -> Vec<String> {
    let mut out = Vec::new();
    for (place, item) in slip.items.iter().enumerate() {
        if place > 0 {
            out.push(String::new());
        }
        out.extend(match &item.name {
            Some(name) => wrap(name, width),
            None => vec![(place + 1).to_string()],
        });
        let before = out.len();
        for phone in &item.phones {
            out.push(String::new());
            out.extend(spaced(&phone.number, width));
        }
        if let Some(text) = &item.text_number {
            out.extend([String::new(), "Text:".to_owned()]);
            out.extend(spaced(text, width));
        }
        if out.len() == before {
            out.push("No number.".to_owned());
        }
    }
    out
}

/// Returns a number with a space between its digits and a wider one between its groups.
fn spaced(number: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for group in number.split_whitespace() {
        let digits = group.chars().all(|c| c.is_ascii_digit() || c == '+');
        let group =
            if digits { group.chars().map(String::from).collect::<Vec<_>>().join(" ") } else { group.to_owned() };
        match lines.last_mut() {
            Some(line) if usize::from(columns(line)) + GAP + usize::from(columns(&group)) <= width => {
                line.push_str(&" ".repeat(GAP));
                line.push_str(&group);
            }
            _ => lines.push(group),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slip::{Item, Number};

    #[test]
    fn numbers_are_read_out_digit_by_digit() {
        let number = |number: &str| Number { number: number.to_owned(), note: None };
        let named = Item { name: Some("Baby bank".into()), phones: vec![number("0808 800 2222")], ..Item::default() };
        let phones = vec![number("01632 960 123 extension 201")];
        let slip = Slip {
            items: vec![named, Item { phones, text_number: Some("85258".into()), ..Item::default() }, Item::default()],
            ..Slip::default()
        };
        insta::assert_snapshot!(Preview::of(&slip, 45).aloud.join("\n"), @"
        Baby bank

        0 8 0 8   8 0 0   2 2 2 2

        2

        0 1 6 3 2   9 6 0   1 2 3   extension   2 0 1

        Text:
        8 5 2 5 8

        3
        No number.
        ");
        assert!(spaced("01632 960 123 extension 201", 20).iter().all(|line| line.len() <= 20));
    }

    #[test]
    fn only_what_a_terminal_shows_right_stands_beside_the_english_name() {
        let tongue = |name: &str, own: &str, right_to_left| Tongue {
            name: name.into(),
            own_name: own.into(),
            right_to_left,
            ..Tongue::default()
        };
        for (told, tongue) in [
            ("Romanian, Rom\u{e2}n\u{103}", tongue("Romanian", "Rom\u{e2}n\u{103}", false)),
            ("Urdu", tongue("Urdu", "\u{627}\u{631}\u{62f}\u{648}", true)),
            (
                "Ukrainian",
                tongue("Ukrainian", "\u{423}\u{43a}\u{440}\u{430}\u{457}\u{43d}\u{441}\u{44c}\u{43a}\u{430}", false),
            ),
            ("English", tongue("English", "English", false)),
        ] {
            assert_eq!(name(&tongue), told);
        }
    }
}
