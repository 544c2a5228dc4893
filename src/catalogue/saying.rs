//! How a saying of `facets.toml` is written.
//!
//! A saying is words that stand side by side. `a|b` is either word, `{name}` any word of a list, `..` up to four other words. `#` is a number or a place; letters may stand at a number (`#yr`, `y#`), as may a plus (`#+`) and a hyphen with a second number (`#-#`).

use crate::text;
use std::collections::BTreeMap;

/// Other words that may stand where a saying has `..`.
pub const ROOM: usize = 4;

/// Most `..` in one saying, so that no file can keep the program busy for ever.
const MOST_ROOMS: usize = 2;

/// One place of a saying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// One of these words, folded; `#` stands in them for a number.
    Words(Vec<String>),
    /// Up to [`ROOM`] words, whichever.
    Room,
}

impl Piece {
    /// Returns whether a number or a place stands here.
    pub fn has_number(&self) -> bool {
        matches!(self, Self::Words(words) if words.iter().any(|word| word.contains('#')))
    }
}

/// Returns the pieces of a saying.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub fn pieces(saying: &str, lists: &BTreeMap<String, String>) -> Result<Vec<Piece>, String> {
    let apart = saying.replace("#-", "#- ");
    let mut out = Vec::new();
    for written in apart.split_whitespace() {
        if written == ".." {
            if matches!(out.last(), None | Some(Piece::Room)) {
                return Err("A word is missing before the .. of this saying.".to_owned());
            }
            out.push(Piece::Room);
            if out.iter().filter(|piece| **piece == Piece::Room).count() > MOST_ROOMS {
                return Err(format!("A saying has room for {MOST_ROOMS} of .. and no more."));
            }
            continue;
        }
        let mut words = Vec::new();
        for choice in written.split('|') {
            match choice.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) => {
                    let list = lists.get(name).ok_or_else(|| format!("There is no list {choice}."))?;
                    for choice in list.split('|') {
                        words.push(word(choice.trim(), written)?);
                    }
                }
                None => words.push(word(choice, written)?),
            }
        }
        out.push(Piece::Words(words));
    }
    match out.last() {
        None => Err("This saying has no words.".to_owned()),
        Some(Piece::Room) => Err("A word is missing after the .. of this saying.".to_owned()),
        Some(Piece::Words(_)) => Ok(out),
    }
}

/// Returns one choice, folded as the words are that it is compared with.
fn word(choice: &str, written: &str) -> Result<String, String> {
    let (before, after) = choice.split_once('#').map_or((choice, None), |(before, after)| (before, Some(after)));
    let one = |text: &str| -> Result<String, String> {
        let mut words = text::words(text);
        let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}'));
        match (words.pop(), words.is_empty() && plain) {
            (None, true) => Ok(String::new()),
            (Some(word), true) => Ok(word),
            _ => Err(format!("\"{choice}\" is not one word; leave spaces between words.")),
        }
    };
    let missing = || Err(format!("A word is missing in \"{written}\"."));
    match after {
        None => one(before).and_then(|word| if word.is_empty() { missing() } else { Ok(word) }),
        Some(end @ ("+" | "-")) if before.is_empty() => Ok(format!("#{end}")),
        Some(after) => Ok(format!("{}#{}", one(before)?, one(after)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_sayings() {
        let lists = BTreeMap::from([("child".to_owned(), "Boy|girl".to_owned())]);
        let read = |saying: &str| pieces(saying, &lists);
        let words = |words: &[&str]| Piece::Words(words.iter().map(|w| (*w).to_owned()).collect());
        assert_eq!(read("Don't|dont stop").unwrap(), [words(&["dont", "dont"]), words(&["stop"])]);
        assert_eq!(read("my {child}|wean").unwrap(), [words(&["my"]), words(&["boy", "girl", "wean"])]);
        assert_eq!(read("#-#s").unwrap(), [words(&["#-"]), words(&["#s"])]);
        assert_eq!(read("#+|#yr").unwrap(), [words(&["#+", "#yr"])]);
        assert_eq!(read("man .. online").unwrap()[1], Piece::Room);
        for bad in [
            "",
            "a||b",
            "half-term",
            "{lad}",
            ".. a",
            "a ..",
            "a .. .. b",
            "a .. b .. c .. d",
            "|",
            "a#b#c",
            "+",
            "\u{1f600}",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
