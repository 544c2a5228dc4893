//! Slips of the keyboard: which typed words may stand for a word of the rules.

use crate::text;
use std::sync::OnceLock;

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

/// Returns everyday words that are spelt right, sorted.
pub fn everyday() -> &'static [&'static str] {
    static WORDS: OnceLock<Vec<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        EVERYDAY.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_ascii_whitespace).collect()
    })
}

/// Returns whether a word is spelt right; of a half-typed one, whether it begins a word that is.
pub fn is_right(word: &str, half_typed: bool) -> bool {
    let words = everyday();
    let at = words.partition_point(|known| *known < word);
    words.get(at).is_some_and(|known| if half_typed { known.starts_with(word) } else { *known == word })
}

/// Returns whether a word is long enough, and of an alphabet, to be looked at for slips.
pub fn may_slip(word: &str) -> bool {
    word.len() >= SHORTEST_SWAPPED && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// Returns the whole words that a pattern is compared with when a slip is looked for.
pub fn forms(text: &str, open: bool) -> Vec<String> {
    if !open || text.len() >= SHORTEST {
        return vec![text.to_owned()];
    }
    let mut out: Vec<String> = ENDINGS.iter().map(|end| format!("{text}{end}")).collect();
    if let Some(last) = text.chars().last().filter(|c| !"aeiouwxy".contains(*c)) {
        out.extend(["ed", "ing"].map(|end| format!("{text}{last}{end}")));
    }
    out
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
    let twice =
        !half_typed && word.len() >= SHORTEST_TWICE && typed.len() + 1 >= SHORTEST_TWICE && typed[..1] == word[..1];
    let slips = if twice { MOST_SLIPS } else { 1 };
    let is_slip = |typed: &str| text::one_slip(typed, word) || twice && strsim::osa_distance(typed, word) <= slips;
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
        let words = everyday();
        assert!(words.len() > 10_000 && words.is_sorted());
        assert!(words.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase())));
        assert!(is_right("monkey", false) && is_right("monk", true));
        assert!(!is_right("husbnd", false) && !is_right("husbnd", true));
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
        assert!(forms("hit", true).contains(&"hitting".to_owned()));
        assert!(forms("abus", true).contains(&"abused".to_owned()));
        assert_eq!(forms("strangl", true), ["strangl"]);
    }
}
