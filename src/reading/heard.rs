//! The words of a query with what stands at them: numbers, a plus, a hyphen, a currency.

use crate::text;

/// Most words that are looked at; nobody says more wishes than that in one breath.
pub(super) const MOST_WORDS: usize = 64;
/// Most digits of a number that may be an age.
const MOST_DIGITS: usize = 3;

/// One word of a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// The word, folded.
    pub(super) text: String,
    /// Written in digits: "13", "13yr", "y13"; how the word looks with `#` for the digits, and the number.
    pub(super) number: Option<(String, f64)>,
    /// A plus stands right after it.
    pub(super) plus: bool,
    /// A hyphen stands between it and a number right after it.
    pub(super) hyphen: bool,
    /// It is the part behind a decimal point: what begins here begins a word earlier.
    pub(super) decimal: bool,
    /// It may be half typed.
    pub(super) half: bool,
}

/// Returns the words of a query as [`text::words`] does, each with what stands at it.
pub(super) fn words(query: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut before = None;
    for piece in query.split_inclusive(is_mark) {
        let mark = piece.chars().next_back().filter(|c| is_mark(*c));
        let spoken = piece.strip_suffix(is_mark).unwrap_or(piece);
        let first = out.len();
        text::each_word(spoken, |word| {
            let number = number(word);
            let text = word.to_owned();
            out.push(Word { text, number, plus: false, hyphen: false, decimal: false, half: false });
        });
        if out.len() > first {
            let touches = spoken.chars().next().is_some_and(char::is_alphanumeric);
            join(&mut out, first, before.filter(|mark| touches || is_hyphen(*mark)));
        }
        // A mark that stands apart belongs to no word.
        let touched = mark.filter(|c| *c == '£' || is_hyphen(*c) || text::ends_in_word(spoken));
        if touched == Some('+')
            && out.len() > first
            && let Some(last) = out.last_mut()
        {
            last.plus = true;
        }
        before = touched;
        if out.len() > MOST_WORDS {
            break;
        }
    }
    let whole = out.len() <= MOST_WORDS;
    out.truncate(MOST_WORDS);
    if let Some(last) = out.last_mut().filter(|_| whole) {
        last.half = text::ends_in_word(query);
    }
    out
}

fn is_mark(c: char) -> bool {
    matches!(c, '+' | '£' | '.' | ':' | '/' | '%' | '-' | '\u{2013}')
}

/// Returns whether a mark joins two numbers, with or without spaces: "5-11", "5 - 11".
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2013}')
}

/// Sees what a mark makes of the words on both of its sides; `at` is the one behind it.
fn join(words: &mut [Word], at: usize, mark: Option<char>) {
    let digits = |word: &Word| word.text.bytes().all(|b| b.is_ascii_digit());
    let numbers = at > 0 && digits(&words[at - 1]) && words[at].text.starts_with(|c: char| c.is_ascii_digit());
    match mark {
        Some('£') => words[at].number = None,
        Some(hyphen) if numbers && is_hyphen(hyphen) => words[at - 1].hyphen = words[at - 1].number.is_some(),
        // "2.5" is a number, "10.30" and "10:30" are times, "3/4" is a share.
        Some('.') if numbers => {
            let whole = words[at - 1].number.take().map(|(_, whole)| whole);
            let after = words[at].text.bytes().take_while(u8::is_ascii_digit).count();
            let part = words[at].number.take();
            if let (Some(whole), Some((look, part)), 1) = (whole, part, after) {
                words[at].number = Some((look, whole + part / 10.0));
                words[at].decimal = true;
            }
        }
        Some(':' | '/') if numbers => {
            words[at - 1].number = None;
            words[at].number = None;
        }
        _ => {}
    }
}

/// Returns how a word with digits looks without them, and their number: "13yr" is "#yr" and 13.
fn number(word: &str) -> Option<(String, f64)> {
    let start = word.find(|c: char| c.is_ascii_digit())?;
    let rest = &word[start..];
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    if digits.len() > MOST_DIGITS || after.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some((format!("{}#{after}", &word[..start]), digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn looks(query: &str) -> Vec<String> {
        let look = |word: Word| {
            let (mut out, number) = word.number.unwrap_or((word.text, -1.0));
            if number >= 0.0 {
                out = out.replace('#', &format!("[{number}]"));
            }
            out + if word.plus { "+" } else { "" } + if word.hyphen { "-" } else { "" }
        };
        words(query).into_iter().map(look).collect()
    }

    #[test]
    fn numbers_are_seen_with_what_stands_at_them() {
        assert_eq!(looks("16+ and 5-11s, 13yr y9"), ["[16]+", "and", "[5]-", "[11]s", "[13]yr", "y[9]"]);
        assert_eq!(looks("5 - 11 or 5 \u{2013}11 -"), ["[5]-", "[11]", "or", "[5]-", "[11]"]);
        assert_eq!(looks("2-year-old 2.5 years"), ["[2]", "year", "old", "2", "[2.5]", "years"]);
        assert_eq!(
            looks("£20 10:30 24/7 10.30 12345 a1b2"),
            ["20", "10", "30", "24", "7", "10", "30", "12345", "a1b2"]
        );
        assert!(words("sat").last().unwrap().half && !words("sat ").last().unwrap().half);
    }

    proptest! {
        #[test]
        fn the_words_are_those_of_the_search(text in "[a-c0-9+£.:/%' \u{e9}\u{2013}-]{0,40}", any in "\\PC{0,30}") {
            for text in [text, any] {
                let mut all = text::words(&text);
                all.truncate(MOST_WORDS);
                prop_assert_eq!(words(&text).into_iter().map(|w| w.text).collect::<Vec<_>>(), all);
            }
        }
    }
}
