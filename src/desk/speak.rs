//! Says things in English, and in the family's language beside it.

use crate::catalogue::{Fixed, Wording};
use crate::slip::Said;

/// English, and the language of a family.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speak<'a> {
    /// English, with the locality's own words.
    pub english: Wording<'a>,
    /// The family's language.
    pub own: Option<Wording<'a>>,
}

impl<'a> Speak<'a> {
    /// English alone.
    pub const ENGLISH: Speak<'static> = Speak { english: Wording::ENGLISH, own: None };

    /// Returns a label or sentence.
    pub fn fixed(self, fixed: Fixed) -> Said {
        self.both(|wording| wording.say(fixed).map(str::to_owned))
    }

    /// Returns what is put together in the same way in both.
    pub fn both(self, say: impl Fn(Wording<'a>) -> Option<String>) -> Said {
        // English can say everything.
        Said { english: say(self.english).unwrap_or_default(), own: self.own.and_then(say) }
    }

    /// Returns lines that are put together in the same way in both, so that each stands beside its own.
    pub fn lines(self, say: impl Fn(Wording<'a>) -> Option<Vec<String>>) -> Vec<Said> {
        let english = say(self.english).unwrap_or_default();
        let own = self.own.and_then(say).filter(|own| own.len() == english.len());
        let mut own = own.into_iter().flatten();
        english.into_iter().map(|english| Said { english, own: own.next() }).collect()
    }
}

/// Returns a text behind another one: "Next: Tuesday 24 November, 10am".
pub(super) fn behind(lead: Said, text: Said) -> Said {
    let own = lead.own.zip(text.own).map(|(lead, text)| format!("{lead}: {text}"));
    Said { english: format!("{}: {}", lead.english, text.english), own }
}
