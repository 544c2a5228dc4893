//! The panel in which filters are chosen, line by line.

use super::entry::Entry;
use super::picks::{Line, Pick, word};
use crate::catalogue::postcode;
use crate::desk::Places;
use crate::keymap::Chord;
use crate::search::{Ask, From};
use crate::text;

/// Characters of the second half of a postcode.
const INWARD: usize = 3;

/// The panel of filters while it is open.
#[derive(Debug, Default)]
pub struct Panel {
    /// The marked line.
    pub at: usize,
    /// The letters that narrow the choices of the marked line.
    pub typed: String,
    /// The box for an outcode.
    pub outcode: Entry,
}

impl Panel {
    /// Returns a panel at its first line.
    pub fn new(ask: &Ask) -> Self {
        let outcode = Line::NearOutcode.pick(ask).map(|pick| pick.word(&Places::default())).unwrap_or_default();
        Self { outcode: Entry::with(outcode), ..Self::default() }
    }

    /// Returns the marked line.
    pub fn line(&self) -> Line {
        Line::ALL.get(self.at).copied().unwrap_or(Line::Age)
    }

    /// Moves the mark, without going round. What is left of a box is what is asked for.
    pub fn move_by(&mut self, by: isize, ask: &Ask) {
        let at = self.at.saturating_add_signed(by).min(Line::ALL.len() - 1);
        *self = Self { at, ..Self::new(ask) };
    }

    /// Returns the choices of the marked line that the typed letters leave: nothing chosen first, and last where letters were typed.
    pub fn choices(&self, places: &Places, own: &str) -> Vec<Option<Pick>> {
        let all = || std::iter::once(None).chain(self.line().picks(places, own).into_iter().map(Some));
        let typed = text::words(&self.typed);
        if typed.is_empty() {
            return all().collect();
        }
        let mut fitting: Vec<(bool, bool, Option<Pick>)> = all()
            .filter_map(|choice| {
                let words = text::words(&word(choice.as_ref(), places));
                let fits = typed.iter().all(|t| words.iter().any(|w| w.starts_with(t.as_str())));
                let first = words.first().is_some_and(|w| w.starts_with(typed[0].as_str()));
                fits.then_some((choice.is_none(), !first, choice))
            })
            .collect();
        fitting.sort_by_key(|(any, later, _)| (*any, *later));
        fitting.into_iter().map(|(_, _, choice)| choice).collect()
    }

    /// Returns the place of what is chosen among [`Panel::choices`].
    pub fn choice(&self, choices: &[Option<Pick>], ask: &Ask) -> usize {
        let now = self.line().pick(ask);
        choices.iter().position(|choice| *choice == now).unwrap_or(0)
    }

    /// Goes to the next or an earlier choice, round from the last to the first where it is one step.
    pub fn change(&mut self, by: isize, ask: &mut Ask, places: &Places, own: &str) {
        let choices = self.choices(places, own);
        let (at, count) = (self.choice(&choices, ask).cast_signed(), choices.len().cast_signed());
        if self.line() == Line::NearOutcode || count == 0 {
            return;
        }
        let to = if by.abs() > 1 { (at + by).clamp(0, count - 1) } else { (at + by).rem_euclid(count) };
        self.take(choices.into_iter().nth(to.unsigned_abs()).flatten(), ask);
    }

    /// Takes a letter and returns whether a choice starts with what is typed now; one that fits nothing is dropped.
    pub fn narrow(&mut self, letter: char, ask: &mut Ask, places: &Places, own: &str) -> bool {
        self.typed.push(letter);
        let fits = !text::words(&self.typed).is_empty();
        match self.choices(places, own).into_iter().next().filter(|_| fits) {
            Some(first) => {
                self.take(first, ask);
                true
            }
            None => {
                self.typed.pop();
                false
            }
        }
    }

    /// Takes the last letter back; with the last of them goes the choice.
    pub fn widen(&mut self, ask: &mut Ask, places: &Places, own: &str) {
        self.typed.pop();
        let first = if self.typed.is_empty() { None } else { self.choices(places, own).into_iter().next().flatten() };
        self.take(first, ask);
    }

    fn take(&mut self, choice: Option<Pick>, ask: &mut Ask) {
        match choice {
            Some(pick) => {
                pick.put(ask);
                // The two lines for what is near are one choice.
                self.outcode = Self::new(ask).outcode;
            }
            None => self.line().clear(ask),
        }
    }

    /// Takes what was typed into the box for an outcode, and returns whether a whole postcode was cut down to its first half.
    pub fn read_outcode(&mut self, ask: &mut Ask) -> bool {
        let (kept, whole) = read(self.outcode.value());
        match kept {
            Some(outcode) => Pick::Near(From::Outcode(outcode)).put(ask),
            None if Line::NearOutcode.pick(ask).is_some() => Line::NearOutcode.clear(ask),
            None => {}
        }
        if whole {
            self.outcode = Self::new(ask).outcode;
        }
        whole
    }

    /// Types a key into the box for an outcode, and returns as [`Panel::read_outcode`].
    pub fn type_outcode(&mut self, chord: Chord, ask: &mut Ask) -> bool {
        self.outcode.key(chord) && self.read_outcode(ask)
    }
}

/// Returns the first half of a postcode that somebody typed, and whether more than that was typed.
fn read(typed: &str) -> (Option<String>, bool) {
    let kept = postcode::outcode(typed);
    let count = typed.chars().filter(|c| !c.is_whitespace()).count();
    let more = kept.as_ref().is_some_and(|kept| count >= kept.len() + INWARD);
    (kept, more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcode_is_all_that_is_kept_of_a_postcode() {
        for (typed, kept, whole) in [
            ("cb4", Some("CB4"), false),
            (" cb4 ", Some("CB4"), false),
            ("CB4 3", Some("CB4"), false),
            ("cb4 3ax", Some("CB4"), true),
            ("cb43ax", Some("CB4"), true),
            ("ec1a1bb", Some("EC1A"), true),
            ("m1 1ae", Some("M1"), true),
            ("n111aa", Some("N11"), true),
            ("cb4 12 high street", Some("CB4"), true),
            ("bt48", Some("BT48"), false),
            ("cambridge", None, false),
            ("\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}", None, false),
            ("c", None, false),
            ("", None, false),
        ] {
            assert_eq!(read(typed), (kept.map(str::to_owned), whole), "{typed}");
        }
    }

    #[test]
    fn every_chip_can_be_put_on_and_taken_off() {
        let places = Places {
            hubs: vec![("east".into(), "East hub".into()), ("own".into(), "Our hub".into())],
            localities: vec![("fen".into(), "Fen".into())],
        };
        for (at, line) in Line::ALL.iter().enumerate() {
            let panel = Panel { at, ..Panel::default() };
            for pick in panel.choices(&places, "own").into_iter().flatten() {
                let mut ask = Ask::default();
                pick.clone().put(&mut ask);
                assert_eq!(Pick::all(&ask), std::slice::from_ref(&pick));
                assert_eq!(line.pick(&ask), Some(pick.clone()));
                pick.take_off(&mut ask);
                assert_eq!(ask, Ask::default(), "{pick:?}");
            }
        }
        let near = Panel { at: 10, ..Panel::default() }.choices(&places, "own");
        assert_eq!(word(near[1].as_ref(), &places), "Our hub", "the desk's own hub comes first");
    }

    #[test]
    fn letters_narrow_a_long_list_and_come_back_one_by_one() {
        let (mut ask, places) = (Ask::default(), Places::default());
        let mut panel = Panel { at: 6, ..Panel::default() };
        assert!(panel.choices(&places, "").len() > 40);
        for (letter, chosen) in [('p', "Panjabi"), ('o', "Polish"), ('r', "Portuguese")] {
            assert!(panel.narrow(letter, &mut ask, &places, ""));
            assert_eq!(word(Line::Language.pick(&ask).as_ref(), &places).chars().next(), chosen.chars().next());
        }
        assert_eq!(ask.filters.language.as_deref(), Some("pt"));
        assert!(!panel.narrow('q', &mut ask, &places, ""));
        assert_eq!((panel.typed.as_str(), ask.filters.language.as_deref()), ("por", Some("pt")));
        panel.widen(&mut ask, &places, "");
        assert_eq!(ask.filters.language.as_deref(), Some("pl"));
        panel.widen(&mut ask, &places, "");
        panel.widen(&mut ask, &places, "");
        assert_eq!(ask.filters.language, None);
        // A later word finds it too.
        for letter in "sign".chars() {
            panel.narrow(letter, &mut ask, &places, "");
        }
        assert_eq!(ask.filters.language.as_deref(), Some("bfi"));
    }
}
