//! Words: folding, splitting and cleaning, shared by everything that compares or shows text.

mod breaks;
mod general;
mod sounds;

pub use breaks::breakable;
pub use general::is_general;
pub use sounds::sounds;

use std::cmp::Ordering;
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthStr;

/// Longest word that is looked at, in characters; what is longer is cut.
pub const LONGEST_WORD: usize = 40;

/// Returns the words of a text as the search compares them: lower case, no accents, no apostrophes, split at everything that is neither letter nor digit.
pub fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    each_word(text, |w| out.push(w.to_owned()));
    out
}

/// Calls `f` with each word of `text`, see [`words`].
pub fn each_word(text: &str, mut f: impl FnMut(&str)) {
    if text.is_ascii() {
        return each_ascii_word(text, f);
    }
    let mut word = String::new();
    let mut length = 0;
    let mut take = |c: char| {
        if c.is_alphanumeric() {
            if length < LONGEST_WORD {
                for low in c.to_lowercase() {
                    word.push(low);
                }
                length += 1;
            }
        } else if !is_apostrophe(c) && !is_mark(c) && !word.is_empty() {
            f(&word);
            word.clear();
            length = 0;
        }
    };
    // What is left out may have stood between two marks, which then have an order of their own.
    text.nfkd().filter(|c| !is_apostrophe(*c) && !is_mark(*c)).nfd().for_each(&mut take);
    take(' ');
}

/// Does what [`each_word`] does with a text that has no letter but those of English: most have none, and compiling a catalogue looks at little else.
fn each_ascii_word(text: &str, mut f: impl FnMut(&str)) {
    let mut word = String::new();
    let is_part = |c: char| c.is_ascii_alphanumeric() || is_apostrophe(c);
    for piece in text.split(|c| !is_part(c)).filter(|piece| !piece.is_empty()) {
        word.clear();
        word.extend(piece.chars().filter(|c| !is_apostrophe(*c)).take(LONGEST_WORD));
        if !word.is_empty() {
            word.make_ascii_lowercase();
            f(&word);
        }
    }
}

/// Returns the words of a text, joined by single spaces.
pub fn fold(text: &str) -> String {
    words(text).join(" ")
}

/// Returns an id as people write its name: "north-shire" is "North shire".
pub fn in_capitals(id: &str) -> String {
    capital(&id.replace('-', " "))
}

/// Returns the text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// Returns whether the text ends inside a word, so that its last word may be half typed.
pub fn ends_in_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| c.is_alphanumeric() || is_apostrophe(c))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02bc}' | '`')
}

/// Returns whether the character is a combining mark that decomposition split off a Latin letter.
fn is_mark(c: char) -> bool {
    ('\u{0300}'..='\u{036f}').contains(&c)
}

/// Returns whether a character can change how text around it is shown, or hide in it: control, bidirectional, zero-width.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns whether a text has nothing but what every keyboard writes, and line ends and tabs: most have nothing else, and it is told at a glance.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~' | b'\n' | b'\t'))
}

/// Returns the text without unsafe characters; tabs and line ends become spaces.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).filter(|&c| !is_unsafe(c)).collect()
}

/// Returns the text with each unsafe character, tabs and line ends too, written out as `<U+202E>`.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) {
            out.push_str(&format!("<U+{:04X}>", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns the lines of a text, none wider than `width` columns unless a single word is: no address is broken in two.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.width() + 1 + word.width() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

/// Returns the first sentence of a text, without its full stop.
pub fn first_sentence(text: &str) -> &str {
    let sentence = whole_sentence(text);
    sentence.strip_suffix('.').unwrap_or(sentence)
}

/// Returns the first sentence of a text with the mark at its end, in any of the scripts that slips are written in.
pub fn whole_sentence(text: &str) -> &str {
    let text = text.trim();
    let marks = |c: char| matches!(c, '.' | '!' | '?' | '\u{61f}' | '\u{6d4}' | '\u{964}');
    let ends = text.char_indices().map(|(at, c)| (at + c.len_utf8(), c));
    let end = ends.filter(|(_, c)| marks(*c)).map(|(end, _)| end).find(|end| ends_sentence(text, *end));
    &text[..end.unwrap_or(text.len())]
}

/// Returns whether a new sentence starts at the byte `at`: a space and a capital, a digit, or a letter of a script without capitals; or the end.
fn ends_sentence(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    let begins = |c: char| c.is_alphabetic() && !c.is_lowercase() || c.is_ascii_digit();
    match rest.next() {
        None => true,
        Some(' ' | '\n') => rest.find(|c| *c != ' ').is_none_or(begins),
        Some(_) => false,
    }
}

/// Returns whether one word turns into the other by at most one slip: a letter changed, added, dropped, or swapped with its neighbour. Both are ASCII.
pub fn one_slip(a: &str, b: &str) -> bool {
    let (a, b) = differing(a, b);
    match a.len().cmp(&b.len()) {
        Ordering::Equal => a.is_empty() || a[1..] == b[1..] || is_swap(a, b),
        Ordering::Less => *a == b[1..],
        Ordering::Greater => a[1..] == *b,
    }
}

/// Returns whether two words differ by one pair of neighbouring letters that are swapped. Both are ASCII.
pub fn swapped(a: &str, b: &str) -> bool {
    let (a, b) = differing(a, b);
    is_swap(a, b)
}

/// Returns what two words have after the letters with which both begin.
fn differing<'a>(a: &'a str, b: &'a str) -> (&'a [u8], &'a [u8]) {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    (&a[same..], &b[same..])
}

fn is_swap(a: &[u8], b: &[u8]) -> bool {
    match (a, b) {
        ([a1, a2, a @ ..], [b1, b2, b @ ..]) => a1 == b2 && a2 == b1 && a == b,
        _ => false,
    }
}

/// Returns the line, counted from 1, in which a byte of the text stands.
pub fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

/// Returns the place of a byte in a file as people find it: "settings.toml:2:7".
pub fn place(file: impl std::fmt::Display, text: &str, at: usize) -> String {
    let before = &text[..text.floor_char_boundary(at)];
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{file}:{}:{column}", line_of(text, at))
}

/// Returns the candidate that looks most like the word, for "did you mean".
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(word, c), c))
        .filter(|(distance, c)| *distance <= (c.chars().count().max(word.chars().count()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_case_accents_and_apostrophes() {
        assert_eq!(words("  Don\u{2019}t know: CAF\u{c9}, 16+ "), ["dont", "know", "cafe", "16"]);
        assert_eq!(words("\u{645}\u{631}\u{62d}\u{628}\u{627}").len(), 1);
        assert!(words("\"*:~^\\ \u{1f600}").is_empty());
    }

    #[test]
    fn long_words_are_cut_and_apostrophes_do_not_count() {
        let long = "a".repeat(LONGEST_WORD + 5);
        assert_eq!(words(&format!("''{long}'s {long}")), [&long[..LONGEST_WORD], &long[..LONGEST_WORD]]);
    }

    #[test]
    fn knows_half_typed_words() {
        assert!(ends_in_word("stay an"));
        assert!(!ends_in_word("stay and "));
        assert!(!ends_in_word(""));
    }

    #[test]
    fn takes_the_first_sentence() {
        assert_eq!(first_sentence("Play and songs. Come when you like."), "Play and songs");
        assert_eq!(first_sentence("Help e.g. with forms for 2.5 hours"), "Help e.g. with forms for 2.5 hours");
        assert_eq!(first_sentence("Worried? Ring us."), "Worried?");
        assert_eq!(whole_sentence("Play and songs. Come when you like."), "Play and songs.");
        // Scripts without capitals, and those with a full stop of their own.
        for (text, sentence) in [
            ("\u{644}\u{639}\u{628}. \u{62a}\u{639}\u{627}\u{644}.", "\u{644}\u{639}\u{628}."),
            (
                "\u{6a9}\u{6be}\u{6cc}\u{644}\u{6d4} \u{622}\u{626}\u{6cc}\u{6ba}\u{6d4}",
                "\u{6a9}\u{6be}\u{6cc}\u{644}\u{6d4}",
            ),
            (
                "\u{996}\u{9c7}\u{9b2}\u{9be}\u{964} \u{986}\u{9b8}\u{9c1}\u{9a8}\u{964}",
                "\u{996}\u{9c7}\u{9b2}\u{9be}\u{964}",
            ),
        ] {
            assert_eq!(whole_sentence(text), sentence);
        }
    }

    #[test]
    fn cleans_what_could_hide() {
        assert_eq!(clean("a\u{202e}b\u{200b}c\nd\u{7}"), "abc d");
    }

    #[test]
    fn marks_around_what_is_left_out_stay_in_order() {
        let folded = fold("\u{1ff2}`\u{8f0} \u{5d1}\u{5bc}'\u{5b8}");
        assert_eq!(fold(&folded), folded);
        assert_eq!(fold("e\u{301}'te\u{301}"), "ete");
    }

    proptest! {
        /// The short way for English letters finds what the long way finds.
        #[test]
        fn english_words_are_words_like_others(text in "[ -~\n]{0,120}") {
            let mut with_accent = words(&format!("{text} \u{e9}"));
            prop_assert_eq!(with_accent.pop(), Some("e".to_owned()));
            prop_assert_eq!(words(&text), with_accent);
        }

        #[test]
        fn plain_text_hides_nothing(text in "\\PC{0,20}[\u{0}-\u{ff}]{0,5}") {
            prop_assert!(!is_plain(&text) || !text.chars().any(|c| is_unsafe(c) && c != '\n' && c != '\t'));
        }

        #[test]
        fn wrapped_lines_fit_and_lose_nothing(width in 12usize..60, text in "([a-z]{1,12} ){0,30}") {
            let lines = wrap(&text, width);
            prop_assert!(lines.iter().all(|line| line.width() <= width));
            let back: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
            prop_assert_eq!(back, text.split_whitespace().collect::<Vec<_>>());
        }

        #[test]
        fn a_slip_is_a_distance_of_one(a in "[a-c]{0,7}", b in "[a-c]{0,7}") {
            prop_assert_eq!(one_slip(&a, &b), strsim::osa_distance(&a, &b) <= 1);
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn cleaned_text_is_safe(text in any::<String>()) {
            prop_assert!(!clean(&text).chars().any(is_unsafe));
            prop_assert!(!visible(&text).chars().any(is_unsafe));
        }
    }
}
