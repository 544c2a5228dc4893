//! How a phrase of `safeguarding.toml` is written.
//!
//! A phrase is words in this order, with at most two others between them: `hit* me`. `a|b` is either word, `a|b_c` either the word or the two with none between, a last `*` is any ending, `{name}` is whatever stands in the list of that name, `...` leaves more room.

use std::collections::BTreeMap;

/// Other words that may stand between two words of a phrase.
const ROOM: usize = 2;
/// Other words that may stand where a phrase has `...`.
const FAR: usize = 8;
/// Lists that may name each other, one inside the other.
pub const DEEPEST: usize = 8;
/// Most words of one slot.
const MOST: usize = 1000;

/// Joins words that have none between them.
const JOINS: char = '_';

/// Named lists: words with `|` between them, or other lists.
pub type Lists = BTreeMap<String, String>;

/// One place of a phrase: which words may stand there, as they are written, and how many others before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot<'a> {
    /// "he|she|{partner}|hit*"
    pub written: &'a str,
    /// Most other words between the one before and this one.
    pub room: usize,
}

/// What a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice<'a> {
    /// A word.
    Word(&'a str),
    /// A word that begins like this.
    Stem(&'a str),
    /// Whatever stands in the list of this name.
    List(&'a str),
    /// Several slots without room between them, as they are written: "a_{b}".
    Row(&'a str),
}

impl<'a> Choice<'a> {
    /// Returns the slots of a row.
    pub fn row(written: &'a str) -> impl Iterator<Item = &'a str> {
        written.split(JOINS)
    }
}

/// What is wrong with a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// The star of this slot is not at the end of a word.
    Star(String),
    /// A word is missing in this slot.
    Missing(String),
    /// There is no list of this name.
    List(String),
    /// Lists that name each other without end, or hold far too many words.
    Endless(String),
}

/// Returns the slots of a phrase.
pub fn slots(phrase: &str) -> impl Iterator<Item = Slot<'_>> {
    let mut room = ROOM;
    phrase.split_whitespace().filter_map(move |written| {
        if written == "..." {
            room = FAR;
            return None;
        }
        Some(Slot { written, room: std::mem::replace(&mut room, ROOM) })
    })
}

/// Returns what a slot takes, as it is written there.
pub fn choices(written: &str) -> impl Iterator<Item = Result<Choice<'_>, Mistake>> {
    written.split('|').map(move |choice| {
        // Most are plain words.
        if !choice.is_empty() && choice.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Ok(Choice::Word(choice));
        }
        let named = || choice.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        match named() {
            _ if choice.contains(JOINS) => Ok(Choice::Row(choice)),
            Some(name) => Ok(Choice::List(name)),
            None => word(choice, written),
        }
    })
}

/// Holds a slot to what can be read.
///
/// # Errors
/// The first mistake in it.
pub fn check(written: &str, lists: &Lists) -> Result<(), Mistake> {
    walk(written, lists, &mut Bounds { deeper: DEEPEST, left: MOST })
}

/// What is left to read, so that no file can keep the program busy for ever.
struct Bounds {
    deeper: usize,
    left: usize,
}

fn walk(written: &str, lists: &Lists, bounds: &mut Bounds) -> Result<(), Mistake> {
    let endless = || Err(Mistake::Endless(written.to_owned()));
    for choice in choices(written) {
        let Some(left) = bounds.left.checked_sub(1) else { return endless() };
        bounds.left = left;
        match choice? {
            Choice::Word(_) | Choice::Stem(_) => {}
            Choice::Row(row) => {
                for piece in Choice::row(row) {
                    if piece.is_empty() {
                        return Err(Mistake::Missing(row.to_owned()));
                    }
                    walk(piece, lists, bounds)?;
                }
            }
            Choice::List(name) => match lists.get(name) {
                None => return Err(Mistake::List(name.to_owned())),
                Some(_) if bounds.deeper == 0 => return endless(),
                Some(words) => {
                    bounds.deeper -= 1;
                    walk(words, lists, bounds)?;
                    bounds.deeper += 1;
                }
            },
        }
    }
    Ok(())
}

fn word<'a>(choice: &'a str, written: &str) -> Result<Choice<'a>, Mistake> {
    let choice = choice.trim();
    let (word, open) = choice.strip_suffix('*').map_or((choice, false), |stem| (stem, true));
    if word.contains('*') {
        Err(Mistake::Star(written.to_owned()))
    } else if !word.chars().any(char::is_alphanumeric) {
        Err(Mistake::Missing(written.to_owned()))
    } else {
        Ok(if open { Choice::Stem(word) } else { Choice::Word(word) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Lists {
        let list = |(name, words): (&str, &str)| (name.to_owned(), words.to_owned());
        [("partner", "husband|wife"), ("who", "{partner}|he"), ("round", "a|{round}")].map(list).into()
    }

    #[test]
    fn a_phrase_is_slots_with_room_between() {
        let read: Vec<(&str, usize)> = slots("he|she hit*_me ... at chess").map(|s| (s.written, s.room)).collect();
        assert_eq!(read, [("he|she", ROOM), ("hit*_me", ROOM), ("at", FAR), ("chess", ROOM)]);
        assert_eq!(slots(" ").count(), 0);
    }

    #[test]
    fn a_slot_is_words_stems_lists_and_rows() {
        let read: Vec<_> = choices("he|hit*|{who}|knock*_{who}_out|a*b|").collect();
        let row = "knock*_{who}_out";
        let right = [Choice::Word("he"), Choice::Stem("hit"), Choice::List("who"), Choice::Row(row)];
        assert_eq!(read[..4], right.map(Ok));
        assert!(read[4..].iter().all(Result::is_err) && read.len() == 6);
        assert_eq!(Choice::row(row).collect::<Vec<_>>(), ["knock*", "{who}", "out"]);
    }

    #[test]
    fn mistakes_are_told() {
        assert_eq!(check("{who}|hit*|knock*_{who}_out|{who}_{partner}", &lists()), Ok(()));
        for (written, mistake) in [
            ("a|{whom}", Mistake::List("whom".into())),
            ("{round}", Mistake::Endless("a|{round}".into())),
            ("hi*t", Mistake::Star("hi*t".into())),
            ("he|", Mistake::Missing("he|".into())),
            ("*", Mistake::Missing("*".into())),
            ("he|{", Mistake::Missing("he|{".into())),
            ("he|a_", Mistake::Missing("a_".into())),
            ("he|a_{whom}", Mistake::List("whom".into())),
        ] {
            assert_eq!(check(written, &lists()), Err(mistake), "{written}");
        }
    }
}
