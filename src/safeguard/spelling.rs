//! Slips of the keyboard: which typed words may stand for a word of the rules.

use crate::text;
use std::sync::LazyLock;

/// Shortest word of which a slip is forgiven, in letters.
const SHORTEST: usize = 5;
/// Most slips in one word.
pub const MOST_SLIPS: usize = 2;
/// Shortest word of which two slips are forgiven, when it begins as it should.
const SHORTEST_TWICE: usize = 8;
/// Shortest word of which two neighbouring letters may be swapped.
const SHORTEST_SWAPPED: usize = 4;
/// Endings that a short stem may take, so that it is long enough to be told from others.
const ENDINGS: &[&str] = &["e", "s", "es", "d", "ed", "ing", "er", "y"];

/// Words that are spelt right and mean what they say, sorted.
const EVERYDAY: &str = include_str!("everyday.txt");

/// Returns the everyday words that are spelt right from a word on, sorted; the word need not be one of them.
pub fn everyday_from(word: &str) -> impl Iterator<Item = &'static str> {
    static WORDS: LazyLock<&str> = LazyLock::new(|| {
        let above = EVERYDAY.split_inclusive('\n').take_while(|line| line.starts_with('#'));
        &EVERYDAY[above.map(str::len).sum()..]
    });
    // The text itself is halved again and again: making a list of it would take longer than all else before the first prompt.
    let (words, is_space) = (WORDS.as_bytes(), |at: &usize| WORDS.as_bytes()[*at].is_ascii_whitespace());
    let (mut from, mut to) = (0, words.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start = (from..middle).rfind(is_space).map_or(from, |space| space + 1);
        let end = (middle..to).find(is_space).unwrap_or(to);
        if &words[start..end] < word.as_bytes() {
            from = end + 1;
        } else {
            to = start;
        }
    }
    WORDS.get(from..).unwrap_or_default().split_ascii_whitespace()
}

/// Returns whether a word is spelt right; of a half-typed one, whether it begins a word that is.
pub fn is_right(word: &str, half_typed: bool) -> bool {
    everyday_from(word).next().is_some_and(|known| if half_typed { known.starts_with(word) } else { known == word })
}

/// Returns whether a word is long enough, and of an alphabet, to be looked at for slips.
pub fn may_slip(word: &str) -> bool {
    word.len() >= SHORTEST_SWAPPED && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// Calls `f` with each whole word that a pattern is compared with when a slip is looked for.
pub fn each_form(pattern: &str, open: bool, mut f: impl FnMut(&str)) {
    if !open || pattern.len() >= SHORTEST {
        return f(pattern);
    }
    ENDINGS.iter().for_each(|end| f(&format!("{pattern}{end}")));
    if let Some(last) = pattern.chars().last().filter(|c| !"aeiouwxy".contains(*c)) {
        ["ed", "ing"].iter().for_each(|end| f(&format!("{pattern}{last}{end}")));
    }
}

/// Returns how many slips are forgiven in a word of this length, at most.
pub fn most_slips(typed: &str, length: usize, half_typed: bool) -> usize {
    if !half_typed && length >= SHORTEST_TWICE && typed.len() + 1 >= SHORTEST_TWICE { MOST_SLIPS } else { 1 }
}

/// Returns whether a typed word is one slip away from a word of the rules, two from a long one unless it is half typed; from a stem, if `open`, with any ending.
pub fn is_slip_of(typed: &str, word: &str, open: bool, half_typed: bool) -> bool {
    // Whatever the slip, one of the first two letters is still there; this tells most words apart.
    let (t, w) = (typed.as_bytes(), word.as_bytes());
    if t.len() < 2 || w.len() < 2 || !(t[0] == w[0] || t[1] == w[1] || t[1] == w[0] || t[0] == w[1]) {
        return false;
    }
    if word.len() < SHORTEST || typed.len() < SHORTEST {
        return !open && word.len() >= SHORTEST_SWAPPED && text::swapped(typed, word);
    }
    let slips = if typed[..1] == word[..1] { most_slips(typed, word.len(), half_typed) } else { 1 };
    let is_slip = |typed: &str| text::one_slip(typed, word) || slips > 1 && strsim::osa_distance(typed, word) <= slips;
    if !open {
        return typed.len().abs_diff(word.len()) <= slips && is_slip(typed);
    }
    // A slip may have added a letter to the stem or dropped one.
    (word.len() - slips..=word.len() + slips).filter_map(|end| typed.get(..end)).any(is_slip)
}

/// Returns whether a slip is clear without a word beside it: in a short word almost any other may have been meant ("nedes"), unless its letters are all there.
pub fn is_clear(typed: &str, word: &str) -> bool {
    word.len() > SHORTEST || word.len() == SHORTEST && text::swapped(typed, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_words_are_sorted_and_plain() {
        let words: Vec<&str> = everyday_from("").collect();
        assert!(words.len() > 10_000 && words.is_sorted());
        assert!(words.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase())));
        assert!(is_right("monkey", false) && is_right("monk", true));
        assert!(!is_right("husbnd", false) && !is_right("husbnd", true));
    }

    #[test]
    fn every_everyday_word_is_found_and_no_other() {
        let words: Vec<&str> = everyday_from("").collect();
        for (at, word) in words.iter().enumerate().step_by(7) {
            assert_eq!(everyday_from(word).next(), Some(*word));
            assert_eq!(everyday_from(&format!("{word}\u{1}")).next(), words.get(at + 1).copied());
        }
        assert_eq!(everyday_from("zzz").next(), None);
    }

    #[test]
    fn one_slip_is_forgiven_in_words_that_are_long_enough() {
        for (typed, word, open) in [
            ("husbnd", "husband", false),
            ("hiting", "hitting", false),
            ("wnat", "want", false),
            ("tuches", "touch", true),
            ("stragnled", "strangl", true),
            ("sucidal", "suicid", true),
            ("threatning", "threaten", true),
        ] {
            assert!(is_slip_of(typed, word, open, true), "{typed} {word}");
        }
        for (typed, word, open) in
            [("wart", "want", false), ("hsband", "husbands", false), ("hte", "the", false), ("kil", "kill", true)]
        {
            assert!(!is_slip_of(typed, word, open, false), "{typed} {word}");
        }
    }

    #[test]
    fn two_slips_are_forgiven_in_long_words_that_are_finished() {
        for (typed, word, open) in
            [("dommestik", "domestic", false), ("voilance", "violence", false), ("exploytasion", "exploitation", false)]
        {
            assert!(is_slip_of(typed, word, open, false), "{typed} {word}");
            assert!(!is_slip_of(typed, word, open, true), "{typed} {word}");
        }
        assert!(!is_slip_of("bomestik", "domestic", false, false));
    }

    #[test]
    fn a_short_stem_is_compared_with_its_forms() {
        let forms = |pattern: &str| {
            let mut out = Vec::new();
            each_form(pattern, true, |form| out.push(form.to_owned()));
            out
        };
        assert!(forms("hit").contains(&"hitting".to_owned()));
        assert!(forms("abus").contains(&"abused".to_owned()));
        assert_eq!(forms("strangl"), ["strangl"]);
    }
}
