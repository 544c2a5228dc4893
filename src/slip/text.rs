//! Lays a slip out as plain text.

use super::{EXAMPLE, EXAMPLE_HUB, Item, Said, Slip};
use crate::catalogue::Fixed;
use crate::text::wrap;
use unicode_width::UnicodeWidthStr;

/// Columns by which English stands in below the family's language.
const INDENT: usize = 2;

/// Returns the slip as lines, the family's language above English; in English alone if that is asked for.
pub fn lines(slip: &Slip, width: usize, english_only: bool) -> Vec<String> {
    let mut page = Page { slip, width, own: !english_only, out: Vec::new() };
    page.put();
    for line in &mut page.out {
        line.truncate(line.trim_end().len());
    }
    page.out
}

/// A slip as it is laid out.
struct Page<'a> {
    slip: &'a Slip,
    width: usize,
    /// The family's language is shown.
    own: bool,
    out: Vec<String>,
}

impl<'a> Page<'a> {
    fn put(&mut self) {
        let slip = self.slip;
        if slip.example {
            self.banner(Fixed::ExampleHub, EXAMPLE_HUB);
        }
        self.text(&slip.hub, 0);
        for line in &slip.hub_lines {
            self.said(line, 0);
        }
        self.said(&slip.date, 0);
        if let Some(tongue) = slip.tongue.as_ref().filter(|_| !self.own) {
            self.text(&format!("[{} stands beside this]", tongue.name), 0);
        }
        self.out.push("=".repeat(self.width));
        if let Some(line) = slip.line.as_deref().map(str::trim).filter(|line| !line.is_empty()) {
            self.out.push(String::new());
            // In English it speaks for itself; who can't read it is told at least whose words it is.
            let label = slip.word(Fixed::FromUs);
            if self.own(&label).is_some() {
                self.heading(&label);
            }
            self.text(line, 0);
        }
        for (number, item) in slip.items.iter().enumerate() {
            self.out.push(String::new());
            self.item(item, number + 1);
            self.out.push("-".repeat(self.width));
        }
        if slip.items.is_empty() || !slip.notes.is_empty() {
            self.out.push(String::new());
        }
        for note in &slip.notes {
            self.said(note, 0);
        }
    }

    fn item(&mut self, item: &Item, number: usize) {
        if item.example {
            self.banner(Fixed::Example, EXAMPLE);
        }
        match &item.name {
            Some(name) => self.text(&name.to_uppercase(), 0),
            None => self.out.push(number.to_string()),
        }
        if let Some(hindrance) = &item.hindrance {
            self.said(&Said { english: format!("{}.", hindrance.english), own: hindrance.own.clone() }, 0);
        }
        if let Some(line) = &item.line {
            if line.own.is_none() && self.slip.tongue.is_some() && self.own {
                self.said(&self.slip.word(Fixed::EnglishOnly), 0);
            }
            self.said(line, 0);
        }
        if let Some(first) = &item.first {
            self.said(first, 0);
        }
        if !item.phones.is_empty() || item.text_number.is_some() {
            self.out.push(String::new());
        }
        for phone in &item.phones {
            self.number(Fixed::Ring, &phone.number, phone.note.as_ref());
        }
        if let Some(number) = &item.text_number {
            self.number(Fixed::Text, number, None);
        }
        for fact in &item.facts {
            self.out.push(String::new());
            self.heading(&fact.heading);
            for line in &fact.lines {
                self.said(line, INDENT);
            }
        }
    }

    /// Returns the text in the family's language, where it is shown and there is one.
    fn own<'t>(&self, said: &'t Said) -> Option<&'t str> {
        said.own.as_deref().filter(|_| self.own)
    }

    /// Adds a text in both languages, English below and further in.
    fn said(&mut self, said: &Said, indent: usize) {
        match self.own(said) {
            Some(own) => {
                self.text(own, indent);
                self.text(&said.english, indent + INDENT);
            }
            None => self.text(&said.english, indent),
        }
    }

    /// Adds a heading: in both languages on one line, unless they run against each other.
    fn heading(&mut self, said: &Said) {
        let right_to_left = self.slip.tongue.as_ref().is_some_and(|tongue| tongue.right_to_left);
        match self.own(said) {
            Some(own) if right_to_left => {
                self.text(&format!("{own}:"), 0);
                self.text(&format!("{}:", said.english), 0);
            }
            Some(own) => self.text(&format!("{own} ({}):", said.english), 0),
            None => self.text(&format!("{}:", said.english), 0),
        }
    }

    /// Adds a number behind the word that says what to do with it. What the family's language says of it stands above: digits beside a script that runs from right to left may change their order.
    fn number(&mut self, word: Fixed, number: &str, note: Option<&Said>) {
        let word = self.slip.word(word);
        let own = note.and_then(|note| self.own(note)).map_or_else(String::new, |note| format!(" ({note})"));
        let above = self.own(&word).map(|word| format!("{word}{own}"));
        if let Some(above) = above {
            self.text(&above, 0);
        }
        let note = note.map_or_else(String::new, |note| format!(" ({})", note.english));
        let lead = format!("{}  ", word.english);
        for (at, line) in wrap(&format!("{number}{note}"), self.width.saturating_sub(lead.width())).iter().enumerate() {
            let lead = if at == 0 { lead.clone() } else { " ".repeat(lead.width()) };
            self.out.push(format!("{lead}{line}"));
        }
    }

    fn banner(&mut self, fixed: Fixed, english: &str) {
        if let Some(own) = self.own(&self.slip.word(fixed)) {
            self.out.push(full_width(own, self.width));
        }
        self.out.push(full_width(english, self.width));
    }

    fn text(&mut self, text: &str, indent: usize) {
        let lead = " ".repeat(indent);
        self.out.extend(wrap(text, self.width.saturating_sub(indent)).iter().map(|line| format!("{lead}{line}")));
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
                line: Some("Nappies, clothes and cots for families who can't buy them.".into()),
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
