//! For which groups of people a service is, by its own words: the catalogue's facets say which words those are.

use crate::catalogue::saying::{self, Piece};
use crate::catalogue::{Facets, Service};
use crate::text;
use rustc_hash::FxHashMap;

/// Behind a group's word this leaves everybody else out: "women only".
const ONLY: &str = "only";

/// The words of all groups, ready to be looked for.
#[derive(Debug, Default)]
pub struct Groups {
    phrases: Vec<Phrase>,
    /// The phrases that may begin with a word.
    first: FxHashMap<String, Vec<usize>>,
    /// Groups of which what is for them alone comes below, unless somebody speaks of them.
    only_when_said: u32,
}

/// What people call a group, or what sounds like it and means something else.
#[derive(Debug)]
struct Phrase {
    /// The bit of the group.
    bit: u32,
    /// For each word the ways to write it.
    words: Vec<Vec<String>>,
    means_another: bool,
}

/// The groups of one service, a bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Belongs {
    /// Those that its words speak of.
    pub says: u32,
    /// Those that it is for and nobody else.
    pub alone: u32,
    /// For one group alone that has to be spoken of.
    pub only_when_said: bool,
}

impl Groups {
    /// Returns the groups of a catalogue.
    pub fn of(facets: Option<&Facets>) -> Self {
        let mut out = Self::default();
        let Some(facets) = facets else { return out };
        for (number, facet) in facets.groups().enumerate() {
            let bit = 1 << number;
            out.only_when_said |= if facet.only_when_said { bit } else { 0 };
            for (phrases, means_another) in [(&facet.words, false), (&facet.in_services, false), (&facet.except, true)]
            {
                for phrase in phrases {
                    // With a number or room for other words it is nothing that a service calls people.
                    let Some(words) = words_of(phrase, facets) else { continue };
                    let Some(first) = words.first() else { continue };
                    for way in first {
                        out.first.entry(way.clone()).or_default().push(out.phrases.len());
                    }
                    out.phrases.push(Phrase { bit, words, means_another });
                }
            }
        }
        out
    }

    /// Returns the groups that a service speaks of in its name, words, description and eligibility.
    pub fn belongs(&self, service: &Service) -> Belongs {
        let mut out = Belongs::default();
        if self.first.is_empty() {
            return out;
        }
        let eligibility = service.eligibility.as_deref().unwrap_or_default();
        // "Dads group" and "new dads" are for dads, "looking after dad" is not.
        let sayings = service.words.iter().flat_map(|saying| {
            let short = text::words(saying).len() <= 2;
            self.said(saying).into_iter().filter(move |said| short || said.at == 0)
        });
        for said in self.said(&service.name) {
            out.says |= said.bit;
            out.alone |= said.bit;
        }
        for said in self.said(eligibility) {
            out.says |= said.bit;
            // "Women with a baby", "Pregnant women", but not "Parents, women among them".
            let begins = said.at <= 1 && said.at < text::words(first_part(eligibility)).len();
            out.alone |= if begins || said.only { said.bit } else { 0 };
        }
        for said in sayings.chain(self.said(&service.description)) {
            out.says |= said.bit;
            out.alone |= if said.only { said.bit } else { 0 };
        }
        out.only_when_said = out.alone != 0 && out.alone & !self.only_when_said == 0;
        out
    }

    /// Returns where a text speaks of groups.
    fn said(&self, text: &str) -> Vec<Said> {
        let mut any = false;
        // Most texts speak of none, and telling that makes no copies.
        text::each_word(text, |word| any |= self.first.contains_key(word));
        if !any {
            return Vec::new();
        }
        let words = text::words(text);
        let mut out = Vec::new();
        let mut others = Vec::new();
        for at in 0..words.len() {
            for phrase in self.first.get(&words[at]).into_iter().flatten().map(|number| &self.phrases[*number]) {
                let end = at + phrase.words.len();
                let stands = words
                    .get(at..end)
                    .is_some_and(|said| said.iter().zip(&phrase.words).all(|(word, ways)| ways.contains(word)));
                match (stands, phrase.means_another) {
                    (false, _) => {}
                    (true, true) => others.push((phrase.bit, at..end)),
                    (true, false) => {
                        let only = words.get(end).is_some_and(|word| word == ONLY)
                            || words.get(end - 1).is_some_and(|word| word == ONLY);
                        out.push(Said { bit: phrase.bit, at, only });
                    }
                }
            }
        }
        out.retain(|said| others.iter().all(|(bit, range)| *bit != said.bit || !range.contains(&said.at)));
        out
    }
}

/// A group that a text speaks of.
struct Said {
    bit: u32,
    /// The place of its first word.
    at: usize,
    /// "only" stands behind it.
    only: bool,
}

/// Returns for each word of a saying the ways to write it, one or more of them; nothing when it has more than words.
fn words_of(phrase: &str, facets: &Facets) -> Option<Vec<Vec<String>>> {
    let pieces = saying::pieces(phrase, &facets.lists).ok()?;
    let ways = |piece: &Piece| match piece {
        Piece::Words(words) if !piece.has_number() => Some(words.iter().flat_map(|word| both(word)).collect()),
        _ => None,
    };
    pieces.iter().map(ways).collect()
}

/// Returns a word, and the same for one or for more.
fn both(word: &str) -> [String; 2] {
    [word.to_owned(), word.strip_suffix('s').map_or_else(|| format!("{word}s"), str::to_owned)]
}

/// Returns a sentence up to its first stop.
fn first_part(text: &str) -> &str {
    text.split([',', '.', ';', ':', '(']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Facet;

    fn groups() -> Groups {
        let facet = |words: &[&str], except: &[&str], only_when_said| Facet {
            words: words.iter().map(|w| (*w).to_owned()).collect(),
            except: except.iter().map(|w| (*w).to_owned()).collect(),
            group: true,
            only_when_said,
            ..Facet::default()
        };
        let other = Facet { words: vec!["free".into()], free: true, ..Facet::default() };
        let facets = vec![
            facet(&["dad", "male carers"], &["dad jokes"], true),
            other,
            facet(&["woman|women", "mum"], &[], false),
        ];
        Groups::of(Some(&Facets { facets, ..Facets::default() }))
    }

    fn belongs(service: Service) -> (u32, u32, bool) {
        let Belongs { says, alone, only_when_said } = groups().belongs(&service);
        (says, alone, only_when_said)
    }

    #[test]
    fn a_service_is_for_those_it_names() {
        let named = |name: &str| belongs(Service { name: name.into(), ..Service::default() });
        assert_eq!(named("Dads' Breakfast"), (1, 1, true));
        assert_eq!(named("Male carers group"), (1, 1, true));
        assert_eq!(named("Rights of Women"), (2, 2, false));
        assert_eq!(named("Mums and dads"), (3, 3, false));
        assert_eq!(named("Dad jokes"), (0, 0, false));
        assert_eq!(named("Free food"), (0, 0, false));
    }

    #[test]
    fn a_general_service_that_mentions_a_group_is_for_everybody() {
        let said = |text: &str| belongs(Service { eligibility: Some(text.into()), ..Service::default() });
        assert_eq!(said("Women only, pregnant or with a baby."), (2, 2, false));
        assert_eq!(said("Pregnant women"), (2, 2, false));
        assert_eq!(said("Parents, mums and carers of under 5s."), (2, 0, false));
        assert_eq!(said("Anybody: women and dads"), (3, 0, false));
        let words = |phrase: &str| belongs(Service { words: vec![phrase.into()], ..Service::default() });
        assert_eq!(words("single mum"), (2, 0, false));
        assert_eq!(words("women only english"), (2, 2, false));
    }
}
